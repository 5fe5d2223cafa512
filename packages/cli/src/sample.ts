// The sample that `muniment demo` backs up: a chat history with media, made from a seed, so that it is the same everywhere.

import { chmodSync, linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, deflateSync } from 'node:zlib';

const MESSAGE_COUNT = 4_000;
const PHOTO_COUNT = 6;
const PHOTO_WIDTH = 640;
const PHOTO_HEIGHT = 480;
const VOICE_COUNT = 4;
const VOICE_RATE = 16_000;
const VOICE_SECONDS = 6;
/** 2026-03-01 08:00 UTC. */
const START_MS = Date.UTC(2026, 2, 1, 8);

const PEOPLE = ['Ada', 'Benoît', 'Chiamaka', 'Dürdane'];
const OPENINGS = [
  'Did you see',
  'I still have',
  'Remember',
  'Could you send me',
  'Here is',
  'We should keep',
  'Who took',
];
const THINGS = [
  'the photo from the ferry',
  'grandmother’s recipe',
  'the lease',
  'our tickets',
  'the school report',
  'the map',
  'that song',
  'the minutes',
];
const TAILS = [
  '?',
  '!',
  ' – tomorrow?',
  ' 😀',
  ', the one with the blue door.',
  ' before Friday.',
  ' again, please.',
  '.',
];

interface Message {
  readonly id: number;
  readonly sentMs: number;
  readonly from: string;
  readonly text: string;
  readonly media: string | undefined;
}

/** Writes the sample into the new folder `root`. */
export function writeSample(root: string): void {
  const random = sampleRandom(20_260_301);
  const write = (path: string, content: string | Uint8Array, timeMs: number): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, timeMs / 1000, timeMs / 1000);
  };
  const media = [
    ...Array.from({ length: PHOTO_COUNT }, (_, n) => `media/photos/photo-${n + 1}.png`),
    ...Array.from({ length: VOICE_COUNT }, (_, n) => `media/voice/voice-${n + 1}.wav`),
  ];
  const messages = makeMessages(random, media);
  const endMs = messages.at(-1)!.sentMs;
  write('chats/family.jsonl', messages.map((message) => `${JSON.stringify(message)}\n`).join(''), endMs);
  writeDatabase(join(root, 'chats/history.sqlite'), messages);
  utimesSync(join(root, 'chats/history.sqlite'), endMs / 1000, endMs / 1000);
  for (const [n, path] of media.entries()) {
    const content = path.endsWith('.png') ? makePhoto(random) : makeVoice(random);
    write(path, content, START_MS + n * 86_400_000);
  }
  write('chats/drafts/empty.txt', '', START_MS);
  write('contacts/Dürdane & Ada.vcf', 'BEGIN:VCARD\nVERSION:4.0\nFN:Dürdane\nEND:VCARD\n', START_MS);
  write('export.sh', '#!/bin/sh\nexec sqlite3 chats/history.sqlite .dump\n', START_MS);
  chmodSync(join(root, 'export.sh'), 0o750);
  symlinkSync('media/photos/photo-1.png', join(root, 'favourite.png'));
  linkSync(join(root, 'media/voice/voice-1.wav'), join(root, 'ringtone.wav'));
}

function makeMessages(random: (bound: number) => number, media: readonly string[]): Message[] {
  const pick = (list: readonly string[]): string => list[random(list.length)]!;
  let sentMs = START_MS;
  return Array.from({ length: MESSAGE_COUNT }, (_, id) => {
    sentMs += 1_000 * (5 + random(7_200));
    return {
      id,
      sentMs,
      from: pick(PEOPLE),
      text: `${pick(OPENINGS)} ${pick(THINGS)}${pick(TAILS)}`,
      media: random(50) === 0 ? pick(media) : undefined,
    };
  });
}

function writeDatabase(path: string, messages: readonly Message[]): void {
  const database = new DatabaseSync(path);
  database.exec(
    'CREATE TABLE message (id INTEGER PRIMARY KEY, sent_ms INTEGER, sender TEXT, body TEXT, media TEXT)',
  );
  const insert = database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)');
  database.exec('BEGIN');
  for (const { id, sentMs, from, text, media } of messages) insert.run(id, sentMs, from, text, media ?? null);
  database.exec('COMMIT');
  database.close();
}

/** A PNG of a sky with hills, and enough grain to be as incompressible as a photo. */
function makePhoto(random: (bound: number) => number): Uint8Array {
  const phases = Array.from({ length: 3 }, () => random(628) / 100);
  const rows = Buffer.alloc(PHOTO_HEIGHT * (1 + PHOTO_WIDTH * 3));
  for (let y = 0, at = 0; y < PHOTO_HEIGHT; y++) {
    at++;
    for (let x = 0; x < PHOTO_WIDTH; x++) {
      const layer = phases.findIndex(
        (phase, n) => y < 180 + n * 110 + 60 * Math.sin(x / (90 - n * 20) + phase),
      );
      const grain = random(24);
      const shade = layer === 0 ? 200 - (y >> 2) : 130 - 35 * (layer === -1 ? 3 : layer);
      rows[at++] = shade - 40 + grain;
      rows[at++] = shade + (layer === 0 ? 0 : 30) + grain;
      rows[at++] = shade + (layer === 0 ? 30 : -25) + grain;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(PHOTO_WIDTH, 0);
  header.writeUInt32BE(PHOTO_HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'ascii');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** A WAV of a few tones with a little noise. */
function makeVoice(random: (bound: number) => number): Uint8Array {
  const sampleCount = VOICE_RATE * VOICE_SECONDS;
  const wav = Buffer.alloc(44 + sampleCount * 2);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(VOICE_RATE, 24);
  wav.writeUInt32LE(VOICE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(sampleCount * 2, 40);
  let pitch = 220;
  for (let n = 0; n < sampleCount; n++) {
    if (n % (VOICE_RATE / 4) === 0) pitch = 160 + random(240);
    const tone = Math.sin((2 * Math.PI * pitch * n) / VOICE_RATE);
    wav.writeInt16LE(Math.round(9_000 * tone) + random(400), 44 + n * 2);
  }
  return wav;
}

/** Whole numbers below a bound, the same for the same seed (mulberry32). Never for keys. */
function sampleRandom(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return Math.floor((((z ^ (z >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
