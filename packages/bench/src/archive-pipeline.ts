// The work of a backup without what makes it one: `node archive-pipeline.ts backup DATA STORE`, `restore STORE INTO` and
// `verify STORE`. As many threads as there are processors, each of which takes a share, reads it, computes an id for each chunk,
// compresses, encrypts and writes: nothing is looked up, ordered, deduplicated, padded or listed, and nobody waits for another.
// What the parts cost with everything else left out: a limit for whoever does the same work in Node.

import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { constants as zlib, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { importHmacSha256Key } from '@muniment/crypto';
import { walkFiles } from './archive-files.ts';

const PACK_BYTES = 16 * 2 ** 20;
const SEGMENT_BYTES = 16 * 1024;
const TAG_BYTES = 16;
const BLOCK_BYTES = 256 * 1024;
const ID_BYTES = 32;
const SAMPLE_BYTES = 64 * 1024;
/** Of what does not compress, of pages of a database, and of all else. */
const CHUNK_BYTES = { media: 2 ** 20, page: 4 * 1024, content: 64 * 1024 } as const;
/** Raw bytes to a share: they fit into a pack even if they do not compress. */
const SHARE_BYTES = 8 * 2 ** 20;
/** The same for all: this is no backup. */
const RAW_KEY = new Uint8Array(32).fill(7);
const KEY = createSecretKey(RAW_KEY);
/** Node's own functions would take twice as long for a short chunk. */
const ID_KEY = await importHmacSha256Key(RAW_KEY);

/** A part of a file. */
type Piece = readonly [path: string, at: number, length: number];

interface Job {
  readonly mode: 'backup' | 'restore' | 'verify';
  readonly from: string;
  readonly to: string;
  /** Shares of a backup; names of packs else. */
  readonly shares: readonly (readonly Piece[])[];
  readonly packs: readonly string[];
  /** One number: the next share. */
  readonly next: Int32Array;
}

/** What lies in a pack, beside it. */
interface PackIndex {
  readonly pieces: readonly (readonly [path: string, at: number, length: number, chunk: number])[];
  readonly blocks: readonly (readonly [stored: number, raw: number])[];
  /** In base64. */
  readonly ids: string;
}

function nonceOf(number: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(0, number);
  return nonce;
}

// Under Node it is at hand.
const idOf = (chunk: Uint8Array): Uint8Array => ID_KEY.mac(chunk) as Uint8Array;

function chunkBytesOf(content: Uint8Array): number {
  const sample = content.subarray(0, SAMPLE_BYTES);
  if (new TextDecoder('latin1').decode(sample.subarray(0, 15)) === 'SQLite format 3') return CHUNK_BYTES.page;
  if (sample.length < SAMPLE_BYTES) return CHUNK_BYTES.content;
  const packed = zstdCompressSync(sample, { params: { [zlib.ZSTD_c_compressionLevel]: 1 } });
  return packed.length > 0.97 * sample.length ? CHUNK_BYTES.media : CHUNK_BYTES.content;
}

/** Where the plaintext of a pack begins: each of its segments is sealed to a place before its own. */
const OBJECT_AT = (PACK_BYTES / SEGMENT_BYTES) * TAG_BYTES;

/** Seals the `length` bytes at OBJECT_AT to the beginning of `object`; returns what they come to with their tags. */
function seal(object: Uint8Array, length: number): number {
  let to = 0;
  for (let at = 0, number = 0; at < length; at += SEGMENT_BYTES, number++) {
    const cipher = createCipheriv('aes-256-gcm', KEY, nonceOf(number));
    const segment = cipher.update(
      object.subarray(OBJECT_AT + at, OBJECT_AT + Math.min(length, at + SEGMENT_BYTES)),
    );
    cipher.final();
    object.set(segment, to);
    object.set(cipher.getAuthTag(), to + segment.length);
    to += segment.length + TAG_BYTES;
    segment.buffer.transfer?.(0);
  }
  return to;
}

function backUp({ from, to, shares, next }: Job): void {
  const raw = new Uint8Array(SHARE_BYTES);
  // WebAssembly's memory begins at a page: only then can a write go past the cache.
  const { buffer } = new WebAssembly.Memory({ initial: (PACK_BYTES + OBJECT_AT) / 65_536 });
  const object = new Uint8Array(buffer);
  const kinds = new Map<string, number>();
  for (let i = Atomics.add(next, 0, 1); i < shares.length; i = Atomics.add(next, 0, 1)) {
    const pieces: PackIndex['pieces'][number][] = [];
    const ids: Uint8Array[] = [];
    const blocks: (readonly [number, number])[] = [];
    let used = 0;
    let stored = OBJECT_AT;
    let isMedia = false;
    for (const [path, at, length] of shares[i]!) {
      const content = raw.subarray(used, used + length);
      const file = openSync(join(from, path), 'r');
      for (let done = 0; done < length; ) done += readSync(file, content, done, length - done, at + done);
      closeSync(file);
      const chunk = kinds.get(path) ?? chunkBytesOf(content);
      if (at + length > SHARE_BYTES) kinds.set(path, chunk);
      isMedia = chunk === CHUNK_BYTES.media;
      for (let begin = 0; begin < length; begin += chunk)
        ids.push(idOf(content.subarray(begin, begin + chunk)));
      pieces.push([path, at, length, chunk]);
      used += length;
    }
    for (let at = 0; at < used; at += BLOCK_BYTES) {
      const block = raw.subarray(at, Math.min(used, at + BLOCK_BYTES));
      const packed = isMedia ? block : zstdCompressSync(block, { chunkSize: 2 * BLOCK_BYTES });
      const best = packed.length < block.length ? packed : block;
      object.set(best, stored);
      blocks.push([best.length, block.length]);
      stored += best.length;
    }
    const sealed = seal(object, stored - OBJECT_AT);
    const name = join(to, String(i));
    const whole = Math.ceil(sealed / 4096) * 4096;
    const handle = openSync(name, constants.O_WRONLY | constants.O_CREAT | constants.O_DIRECT);
    writeSync(handle, object, 0, whole);
    ftruncateSync(handle, sealed);
    fsyncSync(handle);
    closeSync(handle);
    writeFileSync(
      `${name}.json`,
      JSON.stringify({ pieces, blocks, ids: Buffer.concat(ids).toString('base64') } satisfies PackIndex),
    );
  }
}

function open(object: Uint8Array): void {
  let to = 0;
  for (let at = 0, number = 0; at < object.length; at += SEGMENT_BYTES + TAG_BYTES, number++) {
    const end = Math.min(object.length, at + SEGMENT_BYTES + TAG_BYTES) - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', KEY, nonceOf(number));
    decipher.setAuthTag(object.subarray(end, end + TAG_BYTES));
    const segment = decipher.update(object.subarray(at, end));
    decipher.final();
    object.set(segment, to);
    to += segment.length;
    segment.buffer.transfer?.(0);
  }
}

/** Opens packs and checks every chunk; with a target, also writes their files. */
function readBack({ mode, from, to, packs, next }: Job): void {
  const raw = new Uint8Array(SHARE_BYTES);
  const room = new Uint8Array(PACK_BYTES + OBJECT_AT);
  for (let i = Atomics.add(next, 0, 1); i < packs.length; i = Atomics.add(next, 0, 1)) {
    const name = join(from, packs[i]!);
    const { pieces, blocks, ids } = JSON.parse(readFileSync(`${name}.json`, 'utf8')) as PackIndex;
    const handle = openSync(name, 'r');
    const object = room.subarray(0, readSync(handle, room));
    closeSync(handle);
    open(object);
    let at = 0;
    let filled = 0;
    for (const [stored, length] of blocks) {
      const block = object.subarray(at, at + stored);
      raw.set(stored === length ? block : zstdDecompressSync(block, { chunkSize: length }), filled);
      at += stored;
      filled += length;
    }
    const expected = Buffer.from(ids, 'base64');
    let number = 0;
    let begin = 0;
    for (const [path, place, length, chunk] of pieces) {
      const content = raw.subarray(begin, begin + length);
      for (let piece = 0; piece < length; piece += chunk, number++) {
        const id = idOf(content.subarray(piece, piece + chunk));
        if (expected.compare(id, 0, ID_BYTES, ID_BYTES * number, ID_BYTES * (number + 1)) !== 0)
          throw new Error(`a chunk of ${path} is not what it was`);
      }
      begin += length;
      if (mode === 'verify') continue;
      const file = openSync(join(to, path), constants.O_WRONLY | constants.O_CREAT);
      writeSync(file, content, 0, length, place);
      closeSync(file);
    }
  }
}

/** Shares of up to SHARE_BYTES: a part of a large file, or several small ones. */
function sharesOf(folder: string): readonly (readonly Piece[])[] {
  const shares: Piece[][] = [];
  let room = 0;
  for (const { path, bytes } of walkFiles(folder)) {
    const isLarge = bytes > SAMPLE_BYTES;
    if (isLarge) room = 0;
    for (let at = 0; at < bytes; ) {
      if (room < Math.min(bytes - at, SAMPLE_BYTES)) {
        shares.push([]);
        room = SHARE_BYTES;
      }
      const length = Math.min(room, bytes - at);
      shares.at(-1)!.push([path, at, length]);
      room -= length;
      at += length;
    }
    if (isLarge) room = 0;
  }
  return shares;
}

if (isMainThread) {
  const [mode, from, to = ''] = process.argv.slice(2) as [Job['mode'], string, string?];
  const shares = mode === 'backup' ? sharesOf(from) : [];
  const packs = mode === 'backup' ? [] : readdirSync(from).filter((name) => !name.endsWith('.json'));
  if (mode === 'restore') {
    const folders = new Set<string>();
    for (const name of packs) {
      const { pieces } = JSON.parse(readFileSync(join(from, `${name}.json`), 'utf8')) as PackIndex;
      for (const [path] of pieces) folders.add(dirname(path));
    }
    for (const folder of folders) mkdirSync(join(to, folder), { recursive: true });
  }
  if (mode === 'backup') mkdirSync(to);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const job: Job = { mode, from, to, shares, packs, next };
  for (let i = 0; i < availableParallelism(); i++) new Worker(new URL(import.meta.url), { workerData: job });
} else {
  const job = workerData as Job;
  if (job.mode === 'backup') backUp(job);
  else readBack(job);
}
