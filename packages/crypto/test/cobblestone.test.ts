import { createDecipheriv, createHmac } from 'node:crypto';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badSegment, SegmentCipher } from '../src/cobblestone-format.ts';
import { sealCobblestoneStreamWithSalt, sealCobblestoneWithSalt } from '../src/derandomized.ts';
import {
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_MAX_PLAINTEXT_BYTES,
  COBBLESTONE_MAX_SEGMENT_COUNT,
  COBBLESTONE_OVERHEAD_BYTES,
  COBBLESTONE_SALT_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  CobblestoneReader,
  type CryptoProvider,
  cobblestoneLength,
  cobblestonePlaintextLength,
  openCobblestone,
  openCobblestoneInto,
  openCobblestoneStream,
  SecretBytes,
  sealCobblestone,
  sealCobblestoneInPlace,
  sealCobblestoneStream,
} from '../src/index.ts';
import { PROVIDERS } from './providers.ts';

const SEGMENT = COBBLESTONE_SEGMENT_BYTES;
const SEALED = COBBLESTONE_SEALED_SEGMENT_BYTES;
const KEY = seededRandom(1).bytes(32);
const CONTEXT = new TextEncoder().encode('a place');
const SALT = seededRandom(2).bytes(COBBLESTONE_SALT_BYTES);

/** Lengths around everything that can go wrong, and up to three segments of anything. */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 15, 16, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 2 * SEGMENT + 1),
  fc.integer({ min: 0, max: 3 * SEGMENT }),
);
const messages = fc.tuple(lengths, fc.nat()).map(([length, seed]) => seededRandom(seed).bytes(length));
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const contexts = fc.uint8Array({ maxLength: 80 });
const runs = { numRuns: count('cobblestone objects') };

/** `bytes` cut at the given places, in one of the forms a stream can have. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...at].map((start, i) => bytes.subarray(start, at[i] ?? bytes.length));
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error) => String(error.code ?? error),
  );
}

async function* later<T>(parts: Iterable<T>): AsyncGenerator<T> {
  for (const part of parts) {
    await null;
    yield part;
  }
}

describe('lengths', () => {
  it('are those of the format', () => {
    expect(COBBLESTONE_HEADER_BYTES).toBe(56);
    expect(COBBLESTONE_OVERHEAD_BYTES).toBe(72);
    expect(SEALED).toBe(16_400);
    expect(cobblestoneLength(0)).toBe(72);
    expect(cobblestoneLength(SEGMENT - 1)).toBe(56 + SEALED - 1);
    expect(cobblestoneLength(SEGMENT)).toBe(56 + SEALED + 16);
    expect(cobblestoneLength(20 * 1024)).toBe(56 + SEALED + 4096 + 16);
    expect(cobblestoneLength(16 * 1024 * 1024)).toBe(56 + 1024 * SEALED + 16);
  });

  it('map to each other, and to no other length', () => {
    const possible = new Set<number>();
    for (let length = 0; length <= 2 * SEGMENT + 20; length++) {
      const object = cobblestoneLength(length);
      expect(cobblestonePlaintextLength(object)).toBe(length);
      possible.add(object);
    }
    for (let object = 0; object <= cobblestoneLength(2 * SEGMENT + 20); object++) {
      if (possible.has(object)) continue;
      expect(() => cobblestonePlaintextLength(object)).toThrow(
        expect.objectContaining({ code: 'ERR_OBJECT_LENGTH' }),
      );
    }
  });

  it('are exact up to the limit', () => {
    expect(COBBLESTONE_MAX_PLAINTEXT_BYTES).toBe(2 ** 52 - 1);
    const longest = cobblestoneLength(COBBLESTONE_MAX_PLAINTEXT_BYTES);
    expect(BigInt(longest)).toBe(56n + 2n ** 52n - 1n + 2n ** 38n * 16n);
    expect(cobblestonePlaintextLength(longest)).toBe(COBBLESTONE_MAX_PLAINTEXT_BYTES);
    const limit = expect.objectContaining({ code: 'ERR_LIMIT' });
    expect(() => cobblestoneLength(COBBLESTONE_MAX_PLAINTEXT_BYTES + 1)).toThrow(limit);
    expect(() => cobblestonePlaintextLength(longest + 17)).toThrow(limit);
    for (const length of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => cobblestoneLength(length)).toThrow(RangeError);
      expect(() => cobblestonePlaintextLength(length)).toThrow(RangeError);
    }
  });

  it('stop a segment number at 2^38', async () => {
    const nonces: string[] = [];
    const key = await PROVIDERS[0].importAesGcmKey(KEY);
    const spy = {
      ...key,
      seal(nonce: Uint8Array) {
        nonces.push(Buffer.from(nonce).toString('hex'));
        return new Uint8Array();
      },
    };
    const cipher = new SegmentCipher(spy, new Uint8Array(12).fill(0xff));
    cipher.seal(0, KEY);
    cipher.seal(0x0123456789, KEY);
    cipher.seal(COBBLESTONE_MAX_SEGMENT_COUNT - 1, KEY);
    expect(nonces).toEqual([
      'ffffffffffffffffffffffff',
      'fffffffffffffffedcba9876',
      'ffffffffffffffc000000000',
    ]);
    const limit = expect.objectContaining({ code: 'ERR_LIMIT' });
    const last = COBBLESTONE_MAX_SEGMENT_COUNT;
    expect(() => cipher.seal(last, KEY)).toThrow(limit);
    expect(() => cipher.sealInto(last, KEY, KEY)).toThrow(limit);
    expect(() => cipher.open(last, KEY)).toThrow(limit);
    expect(() => cipher.openInto(last, KEY, KEY)).toThrow(limit);
    expect(badSegment(7).details).toEqual({ segment: 7 });
  });
});

describe.each(PROVIDERS)('$name', (provider) => {
  it('round-trips, leaves inputs as they were, and returns owned bytes', async () => {
    await fc.assert(
      fc.asyncProperty(keys, contexts, messages, async (key, context, message) => {
        const inputs = [key, context, message].map((input) => Buffer.from(input));
        const object = await sealCobblestone(key, context, message, provider);
        const sealed = Buffer.from(object);
        const opened = await openCobblestone(SecretBytes.from(key), context, object, provider);
        expect(Buffer.compare(opened, message)).toBe(0);
        expect(object).toHaveLength(cobblestoneLength(message.length));
        for (const output of [object, opened]) {
          expect(output.constructor).toBe(Uint8Array);
          expect(output.buffer.byteLength).toBe(output.length);
        }
        // Neither side's result shares memory with what it was made from.
        opened.fill(0);
        expect(sealed.equals(object)).toBe(true);
        object.fill(0);
        expect([key, context, message].every((input, i) => inputs[i].equals(input))).toBe(true);
      }),
      runs,
    );
  });

  it('gives the same object for any split, and opens any split', async () => {
    const places = fc.array(fc.nat(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(messages, places, places, async (message, cuts, otherCuts) => {
        const object = await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message, provider);
        const parts = cutAt(message, cuts);
        const streamed = await collect(sealCobblestoneStreamWithSalt(KEY, CONTEXT, SALT, parts, provider));
        expect(Buffer.compare(streamed, object)).toBe(0);
        const source = later(cutAt(object, otherCuts));
        expect(
          Buffer.compare(await collect(openCobblestoneStream(KEY, CONTEXT, source, provider)), message),
        ).toBe(0);
      }),
      runs,
    );
  });

  it('agrees with every other provider', async () => {
    await fc.assert(
      fc.asyncProperty(messages, contexts, async (message, context) => {
        const object = await sealCobblestoneWithSalt(KEY, context, SALT, message, provider);
        for (const other of PROVIDERS) {
          expect(Buffer.compare(await openCobblestone(KEY, context, object, other), message)).toBe(0);
        }
      }),
      { numRuns: Math.ceil(runs.numRuns / 4) },
    );
  });

  it('reads any range as the plaintext has it', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.nat(), fc.nat(), async (message, from, size) => {
        const object = await sealCobblestone(KEY, CONTEXT, message, provider);
        const header = object.subarray(0, COBBLESTONE_HEADER_BYTES);
        const reader = await CobblestoneReader.open(KEY, CONTEXT, header, object.length, provider);
        expect(reader.plaintextLength).toBe(message.length);
        expect(reader.objectLength).toBe(object.length);
        const offset = from % (message.length + 1);
        const length = size % (message.length - offset + 1);
        const range = reader.objectRange(offset, length);
        expect((range.offset - COBBLESTONE_HEADER_BYTES) % SEALED).toBe(0);
        expect(range.length).toBeLessThanOrEqual((Math.ceil(length / SEGMENT) + 1) * SEALED);
        const slice = object.subarray(range.offset, range.offset + range.length);
        const opened = await reader.openRange(offset, length, slice);
        expect(Buffer.compare(opened, message.subarray(offset, offset + length))).toBe(0);
        expect(opened.buffer.byteLength).toBe(length);
        const final = reader.finalSegmentRange();
        await reader.authenticateLength(object.subarray(final.offset, final.offset + final.length));
      }),
      runs,
    );
  });

  // WIRE-053, WIRE-054
  it('fails for every single-bit change', async () => {
    const message = seededRandom(3).bytes(SEGMENT + 40);
    const object = await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message, provider);
    const random = seededRandom(4);
    const inSegment = (segment: number): number[] =>
      [0, 1, 2, 3].map(() => COBBLESTONE_HEADER_BYTES + segment * SEALED + random.below(56));
    const positions = [
      ...Array.from({ length: COBBLESTONE_HEADER_BYTES }, (_, i) => i),
      ...inSegment(0),
      ...Array.from({ length: 16 }, (_, i) => COBBLESTONE_HEADER_BYTES + SEGMENT + i),
      ...inSegment(1),
      ...Array.from({ length: 16 }, (_, i) => object.length - 1 - i),
    ];
    for (const position of positions) {
      const changed = new Uint8Array(object);
      changed[position] ^= 1 << random.below(8);
      const code = position < COBBLESTONE_HEADER_BYTES ? 'ERR_COMMITMENT' : 'ERR_SEGMENT';
      expect(await failure(openCobblestone(KEY, CONTEXT, changed, provider))).toBe(code);
      expect(await failure(collect(openCobblestoneStream(KEY, CONTEXT, [changed], provider)))).toBe(code);
    }
  });

  it('binds the key, the context and their lengths', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(10), provider);
    for (let bit = 0; bit < 256; bit += 5) {
      const key = new Uint8Array(KEY);
      key[bit >> 3] ^= 1 << (bit & 7);
      expect(await failure(openCobblestone(key, CONTEXT, object, provider))).toBe('ERR_COMMITMENT');
    }
    const others = [
      new Uint8Array(),
      CONTEXT.subarray(1),
      CONTEXT.subarray(0, -1),
      new Uint8Array([...CONTEXT, 0]),
    ];
    for (const context of others) {
      expect(await failure(openCobblestone(KEY, context, object, provider))).toBe('ERR_COMMITMENT');
    }
    for (const length of [0, 16, 31, 33, 64]) {
      const key = new Uint8Array(length);
      expect(await failure(sealCobblestone(key, CONTEXT, object, provider))).toBe('ERR_KEY_SIZE');
      expect(await failure(openCobblestone(key, CONTEXT, object, provider))).toBe('ERR_KEY_SIZE');
      expect(await failure(CobblestoneReader.open(key, CONTEXT, object.subarray(0, 56), 82, provider))).toBe(
        'ERR_KEY_SIZE',
      );
      const size = expect.objectContaining({ code: 'ERR_KEY_SIZE' });
      expect(() => sealCobblestoneStream(key, CONTEXT, [], provider)).toThrow(size);
      expect(() => openCobblestoneStream(key, CONTEXT, [object], provider)).toThrow(size);
    }
  });
});

describe('every strict prefix fails', () => {
  const message = seededRandom(5).bytes(SEGMENT + 100);

  // WIRE-052
  it('in one shot, by streaming and by random access', async () => {
    const object = await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message);
    const cuts = new Set([
      ...Array.from({ length: 200 }, (_, i) => i),
      ...Array.from({ length: 200 }, (_, i) => COBBLESTONE_HEADER_BYTES + SEALED - 100 + i),
      ...Array.from({ length: 150 }, (_, i) => object.length - 1 - i),
    ]);
    for (const length of cuts) {
      if (length >= object.length) continue;
      const prefix = object.subarray(0, length);
      const body = length - COBBLESTONE_HEADER_BYTES;
      const code = body < 0 || body % SEALED < 16 ? 'ERR_OBJECT_LENGTH' : 'ERR_SEGMENT';
      expect(await failure(openCobblestone(KEY, CONTEXT, prefix))).toBe(code);
      expect(await failure(collect(openCobblestoneStream(KEY, CONTEXT, [prefix])))).toBe(code);
      if (code === 'ERR_OBJECT_LENGTH') {
        const header = object.subarray(0, COBBLESTONE_HEADER_BYTES);
        expect(await failure(CobblestoneReader.open(KEY, CONTEXT, header, length))).toBe(code);
      } else {
        const header = prefix.subarray(0, COBBLESTONE_HEADER_BYTES);
        const reader = await CobblestoneReader.open(KEY, CONTEXT, header, length);
        const { offset } = reader.finalSegmentRange();
        expect(await failure(reader.authenticateLength(prefix.subarray(offset)))).toBe(code);
      }
    }
  });

  // WIRE-052
  it('and so does every extension', async () => {
    const object = await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message);
    for (const extra of [1, 15, 16, 17, SEALED - 116, SEALED - 115, SEALED, 2 * SEALED]) {
      const extended = new Uint8Array(object.length + extra);
      extended.set(object);
      expect(await failure(openCobblestone(KEY, CONTEXT, extended))).toMatch(/ERR_SEGMENT|ERR_OBJECT_LENGTH/);
      expect(await failure(collect(openCobblestoneStream(KEY, CONTEXT, [extended])))).toMatch(
        /ERR_SEGMENT|ERR_OBJECT_LENGTH/,
      );
    }
  });
});

describe('one shot', () => {
  it('is what an independent reading of the format decrypts', async () => {
    const message = seededRandom(6).bytes(2 * SEGMENT + 5);
    const object = await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message);
    const label = Buffer.concat([
      Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'),
      SALT,
      CONTEXT,
    ]);
    const okm = expandByHand(KEY, label, 76);
    expect(Buffer.compare(object.subarray(0, 24), SALT)).toBe(0);
    expect(Buffer.compare(object.subarray(24, 56), okm.subarray(44))).toBe(0);
    const parts: Buffer[] = [];
    for (let at = 56, number = 0n; at < object.length; at += SEALED, number++) {
      const segment = object.subarray(at, at + SEALED);
      const base = BigInt(`0x${okm.subarray(32, 44).toString('hex')}`);
      const nonce = Buffer.from((base ^ number).toString(16).padStart(24, '0'), 'hex');
      const decipher = createDecipheriv('aes-256-gcm', okm.subarray(0, 32), nonce);
      decipher.setAuthTag(segment.subarray(-16));
      parts.push(decipher.update(segment.subarray(0, -16)), decipher.final());
    }
    expect(Buffer.concat(parts).equals(message)).toBe(true);
  });

  it.each(PROVIDERS)('seals in place over $name', async (provider) => {
    const random = seededRandom(6);
    for (const length of [0, 1, 16_383, 16_384, 16_385, 40_000, 655_360]) {
      const plaintext = random.bytes(length);
      const buffer = new Uint8Array(cobblestoneLength(length));
      buffer.set(plaintext, buffer.length - length);
      await sealCobblestoneInPlace(buffer, KEY, CONTEXT, provider);
      expect(Buffer.compare(await openCobblestone(KEY, CONTEXT, buffer), plaintext), `${length}`).toBe(0);
    }
    await expect(sealCobblestoneInPlace(new Uint8Array(71), KEY, CONTEXT, provider)).rejects.toMatchObject({
      code: 'ERR_OBJECT_LENGTH',
    });
  });

  it.each(PROVIDERS)('opens into the beginning of the object itself over $name', async (provider) => {
    const random = seededRandom(9);
    for (const length of [0, 1, 16_384, 16_385, 40_000, 100 * SEGMENT + 1]) {
      const message = random.bytes(length);
      const object = await sealCobblestone(KEY, CONTEXT, message);
      const opened = object.subarray(0, length);
      await openCobblestoneInto(opened, KEY, CONTEXT, object, provider);
      expect(Buffer.compare(opened, message), `${length}`).toBe(0);
    }
    const bad = await sealCobblestone(KEY, CONTEXT, random.bytes(40 * SEGMENT));
    bad[bad.length - 1]! ^= 1;
    const opening = openCobblestoneInto(bad.subarray(0, 40 * SEGMENT), KEY, CONTEXT, bad, provider);
    expect(await failure(opening)).toBe('ERR_SEGMENT');
  });

  // WIRE-051
  it('draws a new salt every time', async () => {
    const objects = await Promise.all(
      Array.from({ length: 20 }, () => sealCobblestone(KEY, CONTEXT, CONTEXT)),
    );
    expect(new Set(objects.map((object) => Buffer.from(object.subarray(0, 24)).toString('hex'))).size).toBe(
      20,
    );
    const streams = await Promise.all(
      [1, 2].map(() => collect(sealCobblestoneStream(KEY, CONTEXT, [CONTEXT]))),
    );
    expect(Buffer.compare(streams[0].subarray(0, 24), streams[1].subarray(0, 24))).not.toBe(0);
  });

  it.each(PROVIDERS.filter(({ name }) => name !== 'webcrypto'))(
    'runs within the call on $name',
    async (provider) => {
      const message = seededRandom(7).bytes(3 * SEGMENT);
      const before = new Uint8Array(message);
      const sealing = sealCobblestone(KEY, CONTEXT, message, provider);
      message.fill(0);
      const object = await sealing;
      const opening = openCobblestone(KEY, CONTEXT, object, provider);
      object.fill(0);
      expect(Buffer.compare(await opening, before)).toBe(0);
    },
  );

  it('reads messages and objects in shared memory', async () => {
    const message = new Uint8Array(new SharedArrayBuffer(SEGMENT + 9)).fill(3);
    for (const provider of PROVIDERS) {
      const object = await sealCobblestone(KEY, CONTEXT, message, provider);
      const shared = new Uint8Array(new SharedArrayBuffer(object.length));
      shared.set(object);
      expect(Buffer.compare(await openCobblestone(KEY, CONTEXT, shared, provider), message)).toBe(0);
    }
  });

  it('handles more segments than it keeps in flight', async () => {
    const message = seededRandom(8).bytes(100 * SEGMENT + 1);
    const [node, webcrypto] = PROVIDERS as [CryptoProvider, CryptoProvider];
    const object = await sealCobblestone(KEY, CONTEXT, message, webcrypto);
    expect(Buffer.compare(await openCobblestone(KEY, CONTEXT, object, node), message)).toBe(0);
    expect(Buffer.compare(await openCobblestone(KEY, CONTEXT, object, webcrypto), message)).toBe(0);
    for (const segment of [0, 31, 32, 99, 100]) {
      const changed = new Uint8Array(object);
      changed[56 + segment * SEALED] ^= 1;
      await expect(openCobblestone(KEY, CONTEXT, changed, webcrypto)).rejects.toMatchObject({
        code: 'ERR_SEGMENT',
        details: { segment },
      });
    }
  });

  it('refuses what is not bytes', async () => {
    const wrong = [1, 2, 3] as never;
    const outcomes = await Promise.allSettled([
      sealCobblestone(wrong, CONTEXT, CONTEXT),
      sealCobblestone(KEY, wrong, CONTEXT),
      sealCobblestone(KEY, CONTEXT, wrong),
      openCobblestone(KEY, CONTEXT, wrong),
      openCobblestone(KEY, wrong, new Uint8Array(72)),
      CobblestoneReader.open(KEY, CONTEXT, wrong, 72),
      sealCobblestoneWithSalt(KEY, CONTEXT, wrong, CONTEXT),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    }
    for (const length of [0, 23, 25]) {
      const salt = new Uint8Array(length);
      await expect(sealCobblestoneWithSalt(KEY, CONTEXT, salt, CONTEXT)).rejects.toThrow(RangeError);
      expect(() => sealCobblestoneStreamWithSalt(KEY, CONTEXT, salt, [])).toThrow(RangeError);
    }
  });
});

describe('streams', () => {
  it('give the header and each segment as one part, which owns its buffer', async () => {
    const message = seededRandom(9).bytes(2 * SEGMENT + 7);
    const sizes: number[] = [];
    for await (const part of sealCobblestoneStream(KEY, CONTEXT, [message])) {
      sizes.push(part.length);
      expect(part.buffer.byteLength).toBe(part.length);
    }
    expect(sizes).toEqual([56, SEALED, SEALED, 23]);
    const object = await sealCobblestone(KEY, CONTEXT, message);
    for await (const part of openCobblestoneStream(KEY, CONTEXT, [object])) {
      expect(part.buffer.byteLength).toBe(part.length);
    }
  });

  it('release a segment before the next one is there', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(2 * SEGMENT));
    let given = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < object.length; at += 1000) {
        given = Math.min(object.length, at + 1000);
        yield object.subarray(at, given);
      }
    }
    const stream = openCobblestoneStream(KEY, CONTEXT, source());
    await stream.next();
    expect(given).toBeLessThan(56 + SEALED + 1000);
    await stream.next();
    expect(given).toBeLessThan(56 + 2 * SEALED + 1000);
    expect(await stream.next()).toMatchObject({ done: false, value: new Uint8Array() });
    expect((await stream.next()).done).toBe(true);
  });

  // WIRE-054
  it('never release a segment that does not verify, and keep failing', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(3 * SEGMENT));
    object[56 + SEALED + 5] ^= 1;
    const stream = openCobblestoneStream(KEY, CONTEXT, [object]);
    expect((await stream.next()).value).toEqual(new Uint8Array(SEGMENT));
    const errors = await Promise.allSettled([stream.next(), stream.next(), stream.next()]);
    expect(errors.map((error) => error.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(stream.next()).rejects.toMatchObject({ code: 'ERR_SEGMENT', details: { segment: 1 } });
    await expect(stream.return?.()).rejects.toMatchObject({ code: 'ERR_SEGMENT' });
    await expect(stream.next()).rejects.toMatchObject({ code: 'ERR_SEGMENT' });
  });

  // WIRE-053
  it('check the commitment before they decrypt', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(5));
    let opened = 0;
    const provider: CryptoProvider = {
      ...PROVIDERS[0],
      importAesGcmKey: async (raw) => {
        const key = await PROVIDERS[0].importAesGcmKey(raw);
        return {
          ...key,
          open(...rest) {
            opened++;
            return key.open(...rest);
          },
          openInto(...rest) {
            opened++;
            return key.openInto(...rest);
          },
        };
      },
    };
    const other = new Uint8Array(1);
    expect(await failure(openCobblestone(KEY, other, object, provider))).toBe('ERR_COMMITMENT');
    expect(await failure(collect(openCobblestoneStream(KEY, other, [object], provider)))).toBe(
      'ERR_COMMITMENT',
    );
    expect(
      await failure(CobblestoneReader.open(KEY, other, object.subarray(0, 56), object.length, provider)),
    ).toBe('ERR_COMMITMENT');
    expect(opened).toBe(0);
    await openCobblestone(KEY, CONTEXT, object, provider);
    await collect(openCobblestoneStream(KEY, CONTEXT, [object], provider));
    expect(opened).toBe(2);
  });

  it('pass on an error of the source, close the source, and keep failing', async () => {
    for (const make of [sealCobblestoneStream, openCobblestoneStream]) {
      const broken = new Error('disk');
      async function* source(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(10);
        throw broken;
      }
      const stream = make(KEY, CONTEXT, source());
      await expect(collect(stream)).rejects.toBe(broken);
      await expect(stream.next()).rejects.toBe(broken);
    }
  });

  it('close the source when the consumer stops or when they fail', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(3 * SEGMENT));
    let closed = 0;
    function* source(bytes: Uint8Array): Generator<Uint8Array> {
      try {
        for (let at = 0; ; at += 5000) yield bytes.subarray(at, at + 5000);
      } finally {
        closed++;
      }
    }
    for await (const _ of sealCobblestoneStream(KEY, CONTEXT, source(new Uint8Array(40_000)))) {
      if (_.length === SEALED) break;
    }
    for await (const _ of openCobblestoneStream(KEY, CONTEXT, source(object))) break;
    object[0] ^= 1;
    await failure(collect(openCobblestoneStream(KEY, CONTEXT, source(object))));
    expect(closed).toBe(3);
  });

  it('end without an error when the consumer stops, and stay ended', async () => {
    const object = await sealCobblestone(KEY, CONTEXT, new Uint8Array(3 * SEGMENT));
    const stream = openCobblestoneStream(KEY, CONTEXT, [object]);
    await stream.next();
    expect((await stream.return?.())?.done).toBe(true);
    expect((await stream.next()).done).toBe(true);
  });

  it('use key, context and salt as they were at the call, and tolerate reused parts', async () => {
    const [key, context, salt] = [KEY, CONTEXT, SALT].map((bytes) => new Uint8Array(bytes));
    const message = seededRandom(10).bytes(40_000);
    const part = new Uint8Array(999);
    function* reusing(bytes: Uint8Array): Generator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += part.length) {
        const length = Math.min(part.length, bytes.length - at);
        part.set(bytes.subarray(at, at + length));
        yield part.subarray(0, length);
        part.fill(0);
      }
    }
    const sealing = sealCobblestoneStreamWithSalt(key, context, salt, reusing(message));
    for (const input of [key, context, salt]) input.fill(0);
    const object = await collect(sealing);
    expect(Buffer.compare(object, await sealCobblestoneWithSalt(KEY, CONTEXT, SALT, message))).toBe(0);

    const secret = SecretBytes.from(KEY);
    const opening = openCobblestoneStream(secret, CONTEXT, reusing(object));
    secret.wipe();
    expect(Buffer.compare(await collect(opening), message)).toBe(0);
  });

  it('refuse parts that are not bytes', async () => {
    await expect(collect(sealCobblestoneStream(KEY, CONTEXT, ['text'] as never))).rejects.toThrow(TypeError);
    const words = [new Uint16Array(4)] as never;
    await expect(collect(sealCobblestoneStream(KEY, CONTEXT, words))).rejects.toThrow(TypeError);
    await expect(collect(openCobblestoneStream(KEY, CONTEXT, new Uint8Array(100) as never))).rejects.toThrow(
      TypeError,
    );
    expect(() => sealCobblestoneStream(KEY, 'text' as never, [])).toThrow(TypeError);
  });
});

describe('random access', () => {
  const message = seededRandom(11).bytes(3 * SEGMENT + 50);

  async function openReader(bytes = message): Promise<{ reader: CobblestoneReader; object: Uint8Array }> {
    const object = await sealCobblestone(KEY, CONTEXT, bytes);
    const reader = await CobblestoneReader.open(KEY, CONTEXT, object.subarray(0, 56), object.length);
    return { reader, object };
  }

  it('asks for whole segments', async () => {
    const { reader, object } = await openReader();
    expect(reader.objectRange(0, 0)).toEqual({ offset: 56, length: 0 });
    expect(reader.objectRange(0, 1)).toEqual({ offset: 56, length: SEALED });
    expect(reader.objectRange(SEGMENT - 1, 2)).toEqual({ offset: 56, length: 2 * SEALED });
    expect(reader.objectRange(SEGMENT, SEGMENT)).toEqual({ offset: 56 + SEALED, length: SEALED });
    expect(reader.objectRange(3 * SEGMENT, 50)).toEqual({ offset: 56 + 3 * SEALED, length: 66 });
    expect(reader.objectRange(0, message.length)).toEqual({ offset: 56, length: object.length - 56 });
    expect(reader.finalSegmentRange()).toEqual({ offset: 56 + 3 * SEALED, length: 66 });
    const { reader: exact } = await openReader(message.subarray(0, 2 * SEGMENT));
    expect(exact.finalSegmentRange()).toEqual({ offset: 56 + 2 * SEALED, length: 16 });
  });

  it('tells a range beyond the object from a wrong argument', async () => {
    const { reader } = await openReader();
    const beyond = expect.objectContaining({ code: 'ERR_OBJECT_LENGTH' });
    expect(() => reader.objectRange(message.length, 1)).toThrow(beyond);
    expect(() => reader.objectRange(0, message.length + 1)).toThrow(beyond);
    expect(() => reader.objectRange(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toThrow(beyond);
    for (const value of [-1, 0.5, Number.NaN]) {
      expect(() => reader.objectRange(value, 1)).toThrow(RangeError);
      expect(() => reader.objectRange(0, value)).toThrow(RangeError);
    }
  });

  it('refuses slices that are cut, moved or altered', async () => {
    const { reader, object } = await openReader();
    const { offset, length } = reader.objectRange(SEGMENT + 5, SEGMENT);
    const slice = object.slice(offset, offset + length);
    const open = (bytes: Uint8Array): Promise<Uint8Array> => reader.openRange(SEGMENT + 5, SEGMENT, bytes);
    expect(Buffer.compare(await open(slice), message.subarray(SEGMENT + 5, 2 * SEGMENT + 5))).toBe(0);
    expect(await failure(open(slice.subarray(1)))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(open(new Uint8Array(length + 1)))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(open(object.subarray(offset - SEALED, offset - SEALED + length)))).toBe(
      'ERR_SEGMENT',
    );
    slice[length - 1] ^= 1;
    await expect(open(slice)).rejects.toMatchObject({ code: 'ERR_SEGMENT', details: { segment: 2 } });
    expect(await failure(reader.authenticateLength(object.subarray(0, 65)))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(reader.authenticateLength(object.subarray(0, 66)))).toBe('ERR_SEGMENT');
    await expect(reader.openRange(0, 1, 'text' as never)).rejects.toThrow(TypeError);
  });

  it('finds out a wrong length by the final segment, not before', async () => {
    const { object } = await openReader();
    const header = object.subarray(0, 56);
    const shorter = await CobblestoneReader.open(KEY, CONTEXT, header, object.length - SEALED);
    const range = shorter.objectRange(0, SEGMENT);
    const slice = object.subarray(range.offset, range.offset + range.length);
    expect(Buffer.compare(await shorter.openRange(0, SEGMENT, slice), message.subarray(0, SEGMENT))).toBe(0);
    const final = shorter.finalSegmentRange();
    expect(
      await failure(shorter.authenticateLength(object.subarray(final.offset, final.offset + final.length))),
    ).toBe('ERR_SEGMENT');
  });

  it('checks the header and the claimed length', async () => {
    const { object } = await openReader();
    const open = (header: Uint8Array, length: number): Promise<unknown> =>
      CobblestoneReader.open(KEY, CONTEXT, header, length);
    expect(await failure(open(object.subarray(0, 55), object.length))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(open(object.subarray(0, 57), object.length))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(open(object.subarray(1, 57), object.length))).toBe('ERR_COMMITMENT');
    expect(await failure(open(object.subarray(0, 56), 71))).toBe('ERR_OBJECT_LENGTH');
    expect(await failure(open(object.subarray(0, 56), 2 ** 52 + 2 ** 43))).toMatch(
      /ERR_LIMIT|ERR_OBJECT_LENGTH/,
    );
  });
});

/** HKDF-Expand-SHA-512 as a chain of HMACs: node:crypto's own HKDF always extracts first. */
function expandByHand(prk: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 1; blocks.length * 64 < length; i++) {
    const input = Buffer.concat([blocks.at(-1) ?? Buffer.alloc(0), info, Buffer.of(i)]);
    blocks.push(createHmac('sha512', prk).update(input).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}
