// What the archive benchmark backs up, made from a seed: the same seed gives the same bytes. Each corpus is a folder `data` and,
// beside it, a folder `changed` with another version of one per cent of it; swapFiles exchanges the two.

import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { makeParent, walkFiles } from './archive-files.ts';
import { LabelledRandom } from './archive-random.ts';

/** Installed npm packages: texts for the messages, and the small files. */
const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

const MEDIA_BYTES = 1024 ** 3;
const MEDIA_FILE_LEAST_BYTES = 200_000;
const MEDIA_FILE_MOST_BYTES = 8_000_000;
const PIECE_BYTES = 64 * 1024;

const MESSAGES = 2_000_000;
const PEOPLE = 600;
const CONVERSATIONS = 400;
const MESSAGE_LEAST_CHARACTERS = 8;
const MESSAGE_MEAN_CHARACTERS = 131;
const MESSAGE_MOST_CHARACTERS = 4000;
const FIRST_MESSAGE_MS = Date.UTC(2019, 0, 1);
const BETWEEN_MESSAGES_MS = 110_000;
/** What happens to a history: of 1,000 changes so many are new messages, new states, edits; the rest are deleted ones. */
const NEW_SHARE = 735;
const STATE_SHARE = 220;
const EDIT_SHARE = 30;

const SMALL_FILES = 100_000;
const SMALL_FILE_MOST_BYTES = 64 * 1024;

const CHANGED_SHARE = 0.01;

export type CorpusName = 'media' | 'chat' | 'small';

export interface Corpus {
  readonly name: CorpusName;
  readonly description: string;
  /** Holds `data` and `changed`. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Paths below `data`, each of which is below `changed` too. */
  readonly changedPaths: readonly string[];
  /** What has changed, in words. */
  readonly change: string;
}

export interface CorpusOptions {
  /** An empty folder. */
  readonly folder: string;
  readonly seed: number;
  /** 1 for the full size. */
  readonly scale: number;
}

interface Made {
  readonly description: string;
  readonly change: string;
}

const share = (count: number): number => Math.max(1, Math.round(count * CHANGED_SHARE));

function media({ folder, seed, scale }: CorpusOptions): Made {
  const sizes = new LabelledRandom(['media sizes', seed]);
  const write = (version: string, path: string, bytes: number): void => {
    const content = new LabelledRandom(['media', seed, version, path]);
    makeParent(join(folder, version, path));
    const file = openSync(join(folder, version, path), 'wx');
    for (let left = bytes; left > 0; left -= PIECE_BYTES) {
      writeSync(file, content.bytes(Math.min(PIECE_BYTES, left)));
    }
    closeSync(file);
  };
  const drawn = (): number =>
    Math.round(MEDIA_FILE_LEAST_BYTES * (MEDIA_FILE_MOST_BYTES / MEDIA_FILE_LEAST_BYTES) ** sizes.fraction());
  const paths: string[] = [];
  for (let total = 0; total < MEDIA_BYTES * scale; ) {
    const number = paths.length;
    const path = `album-${Math.floor(number / 100)}/media-${String(number).padStart(5, '0')}.jpg`;
    const bytes = drawn();
    write('data', path, bytes);
    paths.push(path);
    total += bytes;
  }
  const replaced = sizes.choose(share(paths.length), paths.length);
  for (const i of replaced) write('changed', paths[i]!, drawn());
  return { description: 'incompressible files of 0.2 to 8 MB', change: `files replaced: ${replaced.length}` };
}

/** The words of the licences, Markdown files and comments of declarations of installed packages, each paragraph once. */
function readTexts(): string {
  const seen = new Set<string>();
  for (const path of packageFiles(Infinity)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isDeclaration = /\.d\.[cm]?ts$/.test(name);
    if (!isDeclaration && !/^(licen[cs]e|readme)|\.md$/i.test(name)) continue;
    const text = readFileSync(join(NODE_MODULES, path), 'utf8');
    const prose = isDeclaration
      ? (text.match(/^\s*(?:\*|\/\/)\s.*$/gm) ?? []).map((line) => line.replace(/^\s*(?:\*|\/\/)\s*/, ''))
      : text.split(/\n\s*\n/);
    for (const paragraph of prose) seen.add(paragraph.replace(/\s+/g, ' ').trim());
  }
  return [...seen].filter((paragraph) => paragraph.includes(' ')).join(' ');
}

/** The files of installed packages that are neither empty nor larger than `mostBytes`, without what tools leave beside them. */
function* packageFiles(mostBytes: number): Generator<string> {
  const names = readdirSync(NODE_MODULES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  for (const name of names) {
    for (const { path, bytes } of walkFiles(join(NODE_MODULES, name))) {
      if (bytes > 0 && bytes <= mostBytes) yield `${name}/${path}`;
    }
  }
}

/** Messages: stretches of the texts, that begin and end with a word. */
function messageMaker(texts: string, random: LabelledRandom): () => string {
  return () => {
    const drawn = MESSAGE_LEAST_CHARACTERS - MESSAGE_MEAN_CHARACTERS * Math.log(1 - random.fraction());
    const length = Math.min(MESSAGE_MOST_CHARACTERS, Math.round(drawn));
    const start = texts.indexOf(' ', random.below(texts.length - 2 * MESSAGE_MOST_CHARACTERS)) + 1;
    const end = texts.indexOf(' ', start + length);
    return texts.slice(start, end);
  };
}

function chat({ folder, seed, scale }: CorpusOptions): Made {
  const random = new LabelledRandom(['chat', seed]);
  const texts = readTexts();
  const body = messageMaker(texts, random);
  const count = Math.max(100, Math.round(MESSAGES * scale));
  const path = join(folder, 'data', 'chat.db');
  const open = (file: string): DatabaseSync => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144');
    return database;
  };
  const add = (database: DatabaseSync, first: number, messages: number): void => {
    const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)');
    for (let id = first; id < first + messages; id++) {
      const sentMs = FIRST_MESSAGE_MS + id * BETWEEN_MESSAGES_MS + random.below(BETWEEN_MESSAGES_MS);
      // A few conversations hold most of the messages.
      const conversation = Math.floor(CONVERSATIONS * random.fraction() ** 2);
      insert.run(id, conversation, random.below(PEOPLE), sentMs, 2, body());
    }
  };

  mkdirSync(join(folder, 'data'));
  const database = open(path);
  database.exec(`
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE conversations (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, sender INTEGER NOT NULL,
      sent_ms INTEGER NOT NULL, state INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE INDEX messages_by_conversation ON messages (conversation, sent_ms);
    BEGIN`);
  for (let id = 0; id < PEOPLE; id++) {
    database.prepare('INSERT INTO people VALUES (?, ?)').run(id, body().slice(0, 20));
  }
  for (let id = 0; id < CONVERSATIONS; id++) {
    database.prepare('INSERT INTO conversations VALUES (?, ?)').run(id, body().slice(0, 40));
  }
  add(database, 0, count);
  database.exec('COMMIT');
  database.close();

  mkdirSync(join(folder, 'changed'));
  const changedPath = join(folder, 'changed', 'chat.db');
  copyFileSync(path, changedPath);
  const changes = share(count);
  const part = (thousandths: number): number => Math.round((changes * thousandths) / 1000);
  const [added, states, edits] = [part(NEW_SHARE), part(STATE_SHARE), part(EDIT_SHARE)];
  const deletes = changes - added - states - edits;
  const changed = open(changedPath);
  changed.exec('BEGIN');
  const setState = changed.prepare('UPDATE messages SET state = 3 WHERE id = ?');
  for (const id of random.choose(states, count)) setState.run(id);
  const edit = changed.prepare('UPDATE messages SET body = ? WHERE id = ?');
  for (const id of random.choose(edits, count)) edit.run(body(), id);
  const remove = changed.prepare('DELETE FROM messages WHERE id = ?');
  for (const id of random.choose(deletes, count)) remove.run(id);
  add(changed, count, added);
  changed.exec('COMMIT');
  changed.close();
  return {
    description: `a SQLite chat history of ${count.toLocaleString('en')} messages of real text`,
    change: `messages added: ${added}; and all over the history, new states: ${states}, edits: ${edits}, deletions: ${deletes}`,
  };
}

/** The content with a line more. */
function withAnotherLine(content: Buffer, random: LabelledRandom): Buffer {
  const newline = content.indexOf(0x0a, random.below(content.length));
  const at = newline === -1 ? content.length : newline + 1;
  const line = Buffer.from(`// ${random.below(2 ** 32).toString(16)}\n`);
  return Buffer.concat([content.subarray(0, at), line, content.subarray(at)]);
}

function small({ folder, seed, scale }: CorpusOptions): Made {
  const random = new LabelledRandom(['small', seed]);
  const sources = [...packageFiles(SMALL_FILE_MOST_BYTES)];
  const count = Math.max(10, Math.round(SMALL_FILES * scale));
  const first = random.below(sources.length);
  const paths: string[] = [];
  for (let i = first; i < first + count; i++) {
    const copy = Math.floor(i / sources.length);
    const source = sources[i % sources.length]!;
    const content = readFileSync(join(NODE_MODULES, source));
    const path = `copy-${copy}/${source}`;
    makeParent(join(folder, 'data', path));
    // Each copy differs from the others in every file, so that none is stored for nothing.
    writeFileSync(join(folder, 'data', path), copy === 0 ? content : withAnotherLine(content, random));
    paths.push(path);
  }
  const edited = random.choose(share(count), count);
  for (const i of edited) {
    const path = paths[i]!;
    makeParent(join(folder, 'changed', path));
    const content = readFileSync(join(folder, 'data', path));
    writeFileSync(join(folder, 'changed', path), withAnotherLine(content, random));
  }
  return {
    description: 'small files of installed npm packages, repeated with a line more',
    change: `files with a line more: ${edited.length}`,
  };
}

const MAKERS: Readonly<Record<CorpusName, (options: CorpusOptions) => Made>> = { media, chat, small };

/** In the order in which they are measured. */
export const CORPUS_NAMES: readonly CorpusName[] = ['media', 'chat', 'small'];

/** Writes a corpus into an empty folder. */
export function makeCorpus(name: CorpusName, options: CorpusOptions): Corpus {
  const { folder } = options;
  const made = MAKERS[name](options);
  let files = 0;
  let bytes = 0;
  for (const file of walkFiles(join(folder, 'data'))) {
    files++;
    bytes += file.bytes;
  }
  const changedPaths = [...walkFiles(join(folder, 'changed'))].map(({ path }) => path);
  return { name, folder, files, bytes, changedPaths, ...made };
}
