import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSha256,
  HKDF_MAX_BYTES,
  hkdf,
  hkdfExpand,
  hkdfExtract,
  hmacSha256,
  hmacSha512,
  importHmacSha256Key,
  SecretBytes,
  sha256,
} from '../src/index.ts';
import { PROVIDERS } from './providers.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const octets = fc.uint8Array({ maxLength: 300 });

/** The platform's own, called directly. */
const oracle = {
  sha256: (data: Uint8Array) => createHash('sha256').update(data).digest('hex'),
  hmac: (hash: string, key: Uint8Array, data: Uint8Array) => createHmac(hash, key).update(data).digest('hex'),
};

describe.each(PROVIDERS)('$name', (provider) => {
  it('computes the SHA-256 examples of FIPS 180', async () => {
    expect(hex(await sha256(ascii('abc'), provider))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hex(await sha256(new Uint8Array(), provider))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('computes test cases 1 and 6 of RFC 4231', async () => {
    const short = new Uint8Array(20).fill(0x0b);
    const long = new Uint8Array(131).fill(0xaa);
    const text = ascii('Test Using Larger Than Block-Size Key - Hash Key First');
    expect(hex(await hmacSha256(short, ascii('Hi There'), provider))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hex(await hmacSha512(short, ascii('Hi There'), provider))).toBe(
      '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
    );
    expect(hex(await hmacSha256(long, text, provider))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  it('agrees with node:crypto on any input, leaves it as it was, and returns owned bytes', async () => {
    await fc.assert(
      fc.asyncProperty(octets, octets, fc.integer({ min: 1, max: 200 }), async (key, data, length) => {
        const before = [hex(key), hex(data)];
        const prk = new Uint8Array(64).fill(7);
        const results = {
          sha256: await sha256(data, provider),
          parts: createSha256(provider).update(data).digest(),
          hmac256: await hmacSha256(key, data, provider),
          imported: await (await importHmacSha256Key(key, provider)).mac(data),
          hmac512: await hmacSha512(key, data, provider),
          extract: await hkdfExtract(key, data, provider),
          expand: await hkdfExpand(prk, data, length, provider),
          hkdf: await hkdf(data, key, prk, length, provider),
        };
        expect([hex(key), hex(data)]).toEqual(before);
        expect(hex(results.sha256)).toBe(oracle.sha256(data));
        expect(hex(results.parts)).toBe(oracle.sha256(data));
        expect(hex(results.hmac256)).toBe(oracle.hmac('sha256', key, data));
        expect(hex(results.imported)).toBe(oracle.hmac('sha256', key, data));
        expect(hex(results.hmac512)).toBe(oracle.hmac('sha512', key, data));
        expect(hex(results.extract)).toBe(oracle.hmac('sha512', key, data));
        expect(hex(results.hkdf)).toBe(hex(new Uint8Array(hkdfSync('sha512', data, key, prk, length))));
        expect(results.expand).toHaveLength(length);
        for (const result of Object.values(results)) {
          expect(result.constructor).toBe(Uint8Array);
          expect(result.buffer.byteLength).toBe(result.length);
        }
      }),
      { numRuns: count('property') },
    );
  });

  it('hashes messages alike whatever their length, and that of the key', async () => {
    const all = new Uint8Array(2 ** 16).map((_, i) => (i * 31) ^ (i >>> 8));
    const imported = await Promise.all(
      [0, 1, 63, 64, 65, 200].map(async (length) => {
        const key = all.slice(5, 5 + length);
        return { key, imported: await importHmacSha256Key(key, provider) };
      }),
    );
    // Around the sizes at which it is done otherwise, and back to short ones.
    for (const near of [0, 64, 128, 256, 4_096, 8_192, 16_384, 65_530, 100]) {
      for (let length = Math.max(0, near - 2); length <= near + 2; length++) {
        const data = all.subarray(0, length);
        expect(hex(await sha256(data, provider))).toBe(oracle.sha256(data));
        for (const cut of [0, 1, 60, 64, 4_090]) {
          const hash = createSha256(provider).update(data.subarray(0, cut)).update(data.subarray(cut));
          expect(hex(hash.digest())).toBe(oracle.sha256(data));
        }
        for (const { key, imported: hmac } of imported) {
          expect(hex(await hmac.mac(data))).toBe(oracle.hmac('sha256', key, data));
        }
      }
    }
  });

  it('hashes any split of the input alike', async () => {
    await fc.assert(
      fc.property(fc.array(octets, { maxLength: 8 }), (parts) => {
        const hash = createSha256(provider);
        for (const part of parts) hash.update(part);
        expect(hex(hash.digest())).toBe(oracle.sha256(Buffer.concat(parts)));
      }),
      { numRuns: count('property') },
    );
  });

  it('ends an incremental hash with its digest', () => {
    const hash = createSha256(provider);
    expect(hash.update(ascii('a'))).toBe(hash);
    hash.digest();
    expect(() => hash.update(ascii('b'))).toThrow();
    expect(() => hash.digest()).toThrow();
  });

  it('is not disturbed by a caller who reuses buffers at once', async () => {
    const [key, data] = [new Uint8Array(32).fill(1), new Uint8Array(1000).fill(2)];
    const expected = [oracle.hmac('sha512', key, data), oracle.sha256(data)];
    const results = Promise.all([hmacSha512(key, data, provider), sha256(data, provider)]);
    key.fill(0);
    data.fill(0);
    expect((await results).map(hex)).toEqual(expected);
  });

  it('takes keys as SecretBytes, views and shared memory', async () => {
    const key = new Uint8Array(32).map((_, i) => i);
    const expected = hex(await hmacSha256(key, key, provider));
    const shared = new Uint8Array(new SharedArrayBuffer(40), 4, 32);
    shared.set(key);
    const view = new Uint8Array(40).subarray(3, 35);
    view.set(key);
    for (const other of [SecretBytes.from(key), Buffer.from(key), shared, view]) {
      expect(hex(await hmacSha256(other, key, provider))).toBe(expected);
    }
    expect(hex(await hmacSha256(key, shared, provider))).toBe(expected);
    expect(hex(await sha256(shared, provider))).toBe(oracle.sha256(key));
    const info = ascii('info');
    expect(await hkdf(SecretBytes.from(key), SecretBytes.from(key), info, 40, provider)).toEqual(
      await hkdf(key, key, info, 40, provider),
    );
  });

  it('bounds HKDF', async () => {
    const prk = new Uint8Array(32).fill(1);
    const info = new Uint8Array(1);
    expect(await hkdfExpand(prk, info, HKDF_MAX_BYTES, provider)).toHaveLength(16_320);
    for (const length of [0, -1, 1.5, Number.NaN, HKDF_MAX_BYTES + 1]) {
      await expect(hkdfExpand(prk, info, length, provider)).rejects.toThrow(RangeError);
      await expect(hkdf(prk, prk, info, length, provider)).rejects.toThrow(RangeError);
    }
    for (const length of [0, 16, 31]) {
      await expect(hkdfExpand(prk.subarray(0, length), info, 32, provider)).rejects.toMatchObject({
        code: 'ERR_KEY_SIZE',
      });
    }
  });

  it('refuses what is not bytes', async () => {
    const bytes = new Uint8Array(32);
    const wrong = 'text' as never;
    const calls = [
      sha256(wrong, provider),
      hmacSha256(wrong, bytes, provider),
      hmacSha256(bytes, wrong, provider),
      hmacSha512(bytes, new ArrayBuffer(4) as never, provider),
      hkdfExtract(bytes, wrong, provider),
      hkdfExtract(wrong, bytes, provider),
      hkdfExpand(bytes, wrong, 1, provider),
      hkdf(bytes, bytes, wrong, 1, provider),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    }
  });
});
