import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { CORPUS_NAMES, type Corpus, type CorpusName, makeCorpus } from '../src/archive-corpora.ts';
import { firstDifference, swapFiles, walkFiles } from '../src/archive-files.ts';

const SCALE = 0.002;
const parent = mkdtempSync(join(tmpdir(), 'muniment-bench-test-'));
let made = 0;

afterAll(() => rmSync(parent, { recursive: true }));

function make(name: CorpusName, seed: number): Corpus {
  const folder = join(parent, String(made++));
  mkdirSync(folder);
  return makeCorpus(name, { folder, seed, scale: SCALE });
}

/** A digest of all paths and bytes below a folder. */
function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of walkFiles(folder)) {
    hash.update(`${path}\n${bytes}\n`).update(readFileSync(join(folder, path)));
  }
  return hash.digest('hex');
}

describe.each(CORPUS_NAMES)('%s', (name) => {
  it('is the same for the same seed, and another for another', () => {
    const [first, again, other] = [make(name, 7), make(name, 7), make(name, 8)];
    expect(digest(first.folder)).toBe(digest(again.folder));
    expect(digest(other.folder)).not.toBe(digest(first.folder));
    expect(first).toEqual({ ...again, folder: first.folder });
    const data = join(first.folder, 'data');
    const changed = join(first.folder, 'changed');
    const before = digest(data);
    swapFiles(data, changed, first.changedPaths);
    expect(digest(data)).not.toBe(before);
    expect(firstDifference(data, join(again.folder, 'data'))).toBe(first.changedPaths[0]);
    swapFiles(data, changed, first.changedPaths);
    expect(digest(data)).toBe(before);
    expect(firstDifference(data, join(again.folder, 'data'))).toBeUndefined();
  });
});

it('media has files of 0.2 to 8 MB, as many bytes as were asked for, and they do not compress', () => {
  const { folder, files, bytes } = make('media', 1);
  expect(bytes).toBeGreaterThanOrEqual(SCALE * 1024 ** 3);
  expect(bytes).toBeLessThan(SCALE * 1024 ** 3 + 8_000_000);
  const found = [...walkFiles(join(folder, 'data'))];
  expect(found).toHaveLength(files);
  for (const file of found) {
    expect(file.bytes).toBeGreaterThanOrEqual(200_000);
    expect(file.bytes).toBeLessThanOrEqual(8_000_000);
    const counts = new Uint32Array(256);
    for (const byte of readFileSync(join(folder, 'data', file.path))) counts[byte]!++;
    const most = Math.max(...counts) / file.bytes;
    expect(most).toBeLessThan(1.2 / 256);
  }
});

it('chat has its messages, and one per cent of them changed', () => {
  const { folder } = make('chat', 1);
  const read = (version: string): Map<number, string> => {
    const database = new DatabaseSync(join(folder, version, 'chat.db'), { readOnly: true });
    const rows = database.prepare('SELECT id, state, body FROM messages').all();
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
    return new Map(rows.map(({ id, state, body }) => [id as number, `${state} ${body}`]));
  };
  const [data, changed] = [read('data'), read('changed')];
  expect(data.size).toBe(4000);
  const ids = new Set([...data.keys(), ...changed.keys()]);
  const differences = [...ids].filter((id) => data.get(id) !== changed.get(id)).length;
  // A message may be edited and deleted: that is one difference of two changes.
  expect(differences).toBeGreaterThanOrEqual(37);
  expect(differences).toBeLessThanOrEqual(40);
});

it('small has as many files as were asked for, and a line more in one per cent of them', () => {
  const { folder, files, changedPaths } = make('small', 1);
  expect(files).toBe(200);
  expect(changedPaths).toHaveLength(2);
  for (const path of changedPaths) {
    const [before, after] = ['data', 'changed'].map((version) => readFileSync(join(folder, version, path)));
    expect(after!.length).toBeGreaterThan(before!.length);
  }
});
