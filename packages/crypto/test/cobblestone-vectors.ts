// The Wycheproof vectors of Cobblestone-256 (test-vectors/third-party/README.md says how to apply them) through every
// interface. Uses nothing of Node and no test framework, so that it also runs in a browser page.

import { sha512 } from '@noble/hashes/sha2.js';
import { sealCobblestoneStreamWithSalt, sealCobblestoneWithSalt } from '../src/derandomized.ts';
import {
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_SALT_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  CobblestoneReader,
  type CryptoProvider,
  cobblestonePlaintextLength,
  equalBytes,
  hkdfExpand,
  openCobblestone,
  openCobblestoneStream,
} from '../src/index.ts';

/** One test of the file. */
export interface CobblestoneVector {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly ctx: string;
  readonly ct: string;
  readonly aeadKey?: string;
  readonly baseNonce?: string;
  readonly msgLength?: number;
  readonly msgSha512?: string;
  readonly result: string;
  readonly flags: readonly string[];
}

/** What ran, for the caller to compare with what the file holds. */
export interface VectorReport {
  readonly provider: string;
  readonly vectors: number;
  readonly checks: number;
}

interface Case {
  readonly vector: CobblestoneVector;
  readonly provider: CryptoProvider;
  readonly key: Uint8Array;
  readonly context: Uint8Array;
  readonly object: Uint8Array;
  readonly isValid: boolean;
  /** Plaintext bytes that verify in order: all of a valid object, the longest valid prefix of another. */
  readonly verifiable: number;
  /** Fails with the vector's number unless `condition` holds. */
  check(condition: boolean, what: string): void;
}

/** Runs every vector on one provider. @throws Error naming the vector and the check that failed */
export async function runCobblestoneVectors(
  vectors: readonly CobblestoneVector[],
  provider: CryptoProvider,
): Promise<VectorReport> {
  let checks = 0;
  for (const vector of vectors) {
    const test: Case = {
      vector,
      provider,
      key: fromHex(vector.key),
      context: fromHex(vector.ctx),
      object: await inflate(fromHex(vector.ct)),
      isValid: vector.result === 'valid',
      verifiable: vector.msgLength ?? 0,
      check(condition, what) {
        checks++;
        if (!condition)
          throw new Error(`${provider.name}, vector ${vector.tcId} (${vector.comment}): ${what}`);
      },
    };
    const before = new Uint8Array(test.object);
    await checkDerivation(test);
    await checkOneShot(test);
    for (const [name, parts] of splits(test.object)) await checkStream(test, name, parts);
    await checkRandomAccess(test);
    if (test.isValid) await checkSealing(test);
    test.check(equalBytes(before, test.object), 'the object was modified');
  }
  return { provider: provider.name, vectors: vectors.length, checks };
}

/** The code that the failure must have, from the flags and, for lengths, from the arithmetic of the format. */
function expectedCode({ vector, object }: Case): string {
  if (vector.flags.includes('InvalidKeySize')) return 'ERR_KEY_SIZE';
  const body = object.length - COBBLESTONE_HEADER_BYTES;
  if (body < 0 || body % COBBLESTONE_SEALED_SEGMENT_BYTES < 16) return 'ERR_OBJECT_LENGTH';
  return vector.flags.includes('HeaderFailure') ? 'ERR_COMMITMENT' : 'ERR_SEGMENT';
}

async function checkDerivation({ vector, key, context, object, check, provider }: Case): Promise<void> {
  if (vector.aeadKey === undefined || vector.baseNonce === undefined) return;
  const label = new TextEncoder().encode('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');
  const info = concat([label, object.subarray(0, COBBLESTONE_SALT_BYTES), context]);
  const okm = await hkdfExpand(key, info, 44, provider);
  check(toHex(okm) === vector.aeadKey + vector.baseNonce, 'derived keys');
}

async function checkOneShot(test: Case): Promise<void> {
  const { check, key, context, object, provider } = test;
  const outcome = await settle(() => openCobblestone(key, context, object, provider));
  if (test.isValid) {
    check(outcome.value !== undefined && isMessage(test, outcome.value), 'one shot: message');
  } else {
    check(outcome.code === expectedCode(test), `one shot: ${outcome.code}, not ${expectedCode(test)}`);
  }
}

async function checkStream(test: Case, name: string, parts: readonly Uint8Array[]): Promise<void> {
  const { check, key, context, provider } = test;
  const released: Uint8Array[] = [];
  const opened = await settle(async () => {
    const stream = openCobblestoneStream(key, context, parts, provider);
    return stream;
  });
  if (opened.value === undefined) {
    check(
      opened.code === 'ERR_KEY_SIZE' && expectedCode(test) === 'ERR_KEY_SIZE',
      `stream, ${name}: ${opened.code}`,
    );
    return;
  }
  const stream = opened.value;
  const outcome = await settle(async () => {
    for await (const part of stream) released.push(part);
    return true;
  });
  const message = concat(released);
  check(
    message.length === test.verifiable,
    `stream, ${name}: released ${message.length} of ${test.verifiable} bytes`,
  );
  check(message.length === 0 || isMessage(test, message), `stream, ${name}: released other bytes`);
  if (test.isValid) {
    check(outcome.value === true, `stream, ${name}: ${outcome.code}`);
    check((await stream.next()).done === true, `stream, ${name}: goes on after its end`);
    return;
  }
  check(outcome.code === expectedCode(test), `stream, ${name}: ${outcome.code}, not ${expectedCode(test)}`);
  for (let again = 0; again < 3; again++) {
    const next = await settle(() => stream.next());
    check(next.code === outcome.code, `stream, ${name}: does not keep failing`);
  }
}

async function checkRandomAccess(test: Case): Promise<void> {
  const { check, key, context, object, provider, vector } = test;
  const header = object.subarray(0, COBBLESTONE_HEADER_BYTES);
  const opened = await settle(() => CobblestoneReader.open(key, context, header, object.length, provider));
  if (opened.value === undefined) {
    check(!test.isValid, `random access: ${opened.code}`);
    check(
      opened.code === expectedCode(test) && opened.code !== 'ERR_SEGMENT',
      `random access: ${opened.code}`,
    );
    return;
  }
  check(!vector.flags.includes('HeaderFailure'), 'random access: the header was accepted');
  const reader = opened.value;
  check(
    reader.plaintextLength === cobblestonePlaintextLength(object.length),
    'random access: plaintext length',
  );

  const final = reader.finalSegmentRange();
  check(final.offset + final.length === object.length, 'random access: final range');
  const end = await settle(() => reader.authenticateLength(object.subarray(final.offset)));
  const mayPass = test.isValid || vector.flags.includes('ValidFinalChunk');
  check(end.code === (mayPass ? undefined : 'ERR_SEGMENT'), `random access: final segment: ${end.code}`);

  const read = (offset: number, length: number): Promise<Uint8Array> => {
    const range = reader.objectRange(offset, length);
    return reader.openRange(offset, length, object.subarray(range.offset, range.offset + range.length));
  };
  const whole = await settle(() => read(0, reader.plaintextLength));
  if (test.isValid) {
    check(whole.value !== undefined && isMessage(test, whole.value), 'random access: message');
  } else {
    // A range that ends with a full segment does not reach an empty last one.
    const reachesFinal = reader.plaintextLength % COBBLESTONE_SEGMENT_BYTES > 0;
    const mustFail = reachesFinal || reader.plaintextLength > test.verifiable;
    check(
      whole.code === (mustFail ? 'ERR_SEGMENT' : undefined),
      `random access: whole object: ${whole.code}`,
    );
  }
  if (test.verifiable > 0) {
    const prefix = await settle(() => read(0, test.verifiable));
    check(prefix.value !== undefined && isMessage(test, prefix.value), 'random access: valid prefix');
    for (const [offset, length] of ranges(test.verifiable)) {
      const part = await settle(() => read(offset, length));
      const expected = prefix.value?.subarray(offset, offset + length) ?? new Uint8Array();
      check(
        part.value !== undefined && equalBytes(part.value, expected),
        `random access: ${length} from ${offset}`,
      );
    }
  }
  const beyond = test.verifiable;
  if (!test.isValid && beyond < reader.plaintextLength) {
    const next = await settle(() => read(beyond, 1));
    check(next.code === 'ERR_SEGMENT', `random access: first bad segment: ${next.code}`);
  }
}

async function checkSealing(test: Case): Promise<void> {
  const { check, key, context, object, provider } = test;
  const salt = object.subarray(0, COBBLESTONE_SALT_BYTES);
  const message = await openCobblestone(key, context, object, provider);
  const sealed = await sealCobblestoneWithSalt(key, context, salt, message, provider);
  check(equalBytes(sealed, object), 'seal: other bytes');
  for (const [name, parts] of splits(message)) {
    const stream = sealCobblestoneStreamWithSalt(key, context, salt, parts, provider);
    const streamed: Uint8Array[] = [];
    for await (const part of stream) streamed.push(part);
    check(equalBytes(concat(streamed), object), `seal, stream, ${name}: other bytes`);
  }
}

/** The same bytes in different parts: whole, at the format's own boundaries, beside them, small, and with empty parts. */
function splits(bytes: Uint8Array): [name: string, parts: Uint8Array[]][] {
  const cut = (size: (index: number) => number): Uint8Array[] => {
    const parts: Uint8Array[] = [];
    for (let at = 0, index = 0; at < bytes.length; index++) {
      const end = Math.min(bytes.length, at + size(index));
      parts.push(bytes.subarray(at, end));
      at = end;
    }
    return parts;
  };
  const all: [string, Uint8Array[]][] = [
    ['whole', [bytes]],
    [
      'header, then segments',
      cut((i) => (i === 0 ? COBBLESTONE_HEADER_BYTES : COBBLESTONE_SEALED_SEGMENT_BYTES)),
    ],
    ['uneven, with empty parts', [new Uint8Array(), ...cut((i) => (i * 7919) % 40_009), new Uint8Array()]],
  ];
  if (bytes.length < 100_000) all.push(['single bytes', cut(() => 1)], ['one less', cut(() => 16_383)]);
  return all;
}

/** Ranges within, at and across segment boundaries, and an empty one. */
function ranges(length: number): [offset: number, length: number][] {
  const size = COBBLESTONE_SEGMENT_BYTES;
  const wanted = [
    [0, 0],
    [0, 1],
    [length - 1, 1],
    [length, 0],
    [Math.floor(length / 3), Math.floor(length / 3)],
    [size - 1, 1],
    [size - 1, 2],
    [size, 1],
    [0, size],
    [size, size],
    [1, 2 * size],
    [255 * size + 5, size],
    [256 * size, 1],
  ];
  return wanted.filter((range): range is [number, number] => range[0] + range[1] <= length);
}

function isMessage({ vector }: Case, message: Uint8Array): boolean {
  return message.length === vector.msgLength && toHex(sha512(message)) === vector.msgSha512;
}

async function settle<T>(work: () => Promise<T>): Promise<{ value?: T; code?: string }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { code: String((error as { code?: unknown }).code ?? error) };
  }
}

async function inflate(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
