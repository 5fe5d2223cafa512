import { execFile } from 'node:child_process';
import { createCipheriv, createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { Aes256Gcm, CipherSuite, HkdfSha512 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hpkeSealWithRandomness, hpkeSetupSenderWithRandomness } from '../src/derandomized.ts';
import {
  type CryptoProvider,
  HPKE_ENC_BYTES,
  HPKE_MAX_EXPORT_BYTES,
  HPKE_MAX_INFO_BYTES,
  HPKE_OVERHEAD_BYTES,
  hpkeOpen,
  hpkeSeal,
  hpkeSetupReceiver,
  hpkeSetupSender,
  SecretBytes,
  XWING_CIPHERTEXT_BYTES,
  XWING_PUBLIC_KEY_BYTES,
  XWING_SECRET_BYTES,
  xwingPublicKey,
} from '../src/index.ts';
import { xwingDecapsulate } from '../src/xwing.ts';
import { PROVIDERS } from './providers.ts';

const run = promisify(execFile);
const SECRET = seededRandom(1).bytes(32);
const PUBLIC_KEY = await xwingPublicKey(SECRET);
const INFO = new TextEncoder().encode('recovery slot');
const AAD = new TextEncoder().encode('slot 3');
const PLAINTEXT = seededRandom(2).bytes(32);
const octets = fc.uint8Array({ maxLength: 200 });
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const runs = { numRuns: count('hpke messages') };
const same = (a: Uint8Array, b: ArrayBuffer | Uint8Array): boolean =>
  Buffer.from(a).equals(new Uint8Array(b));

async function failure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error) => String(error.code ?? error),
  );
}

/** Another implementation of the same suite. */
const oracle = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha512(), aead: new Aes256Gcm() });
const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

it('has the sizes of X-Wing', () => {
  expect([XWING_SECRET_BYTES, XWING_PUBLIC_KEY_BYTES, XWING_CIPHERTEXT_BYTES]).toEqual([32, 1216, 1120]);
  expect([HPKE_ENC_BYTES, HPKE_OVERHEAD_BYTES]).toEqual([1120, 1136]);
});

describe.each(PROVIDERS)('$name', (provider) => {
  it('round-trips, leaves inputs as they were, and returns owned bytes', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, octets, octets, octets, async (secret, info, aad, plaintext) => {
        const inputs = [secret, info, aad, plaintext].map((input) => Buffer.from(input));
        const publicKey = await xwingPublicKey(secret, provider);
        const sealed = await hpkeSeal(publicKey, info, aad, plaintext, provider);
        const opened = await hpkeOpen(SecretBytes.from(secret), info, aad, sealed, provider);
        expect(opened).toEqual(plaintext);
        expect(sealed).toHaveLength(plaintext.length + HPKE_OVERHEAD_BYTES);
        expect(publicKey).toHaveLength(XWING_PUBLIC_KEY_BYTES);
        for (const output of [publicKey, sealed, opened]) {
          expect(output.constructor).toBe(Uint8Array);
          expect(output.buffer.byteLength).toBe(output.length);
        }
        expect([secret, info, aad, plaintext].every((input, i) => inputs[i].equals(input))).toBe(true);
      }),
      runs,
    );
  });

  it('opens what @hpke/core seals, and the reverse, with exports', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, octets, octets, octets, async (secret, info, aad, plaintext) => {
        const theirs = await oracle.kem.importKey('raw', buffer(secret), false);
        const publicKey = await xwingPublicKey(secret, provider);
        const theirPublic = await oracle.kem.importKey('raw', buffer(publicKey), true);

        const sealed = await hpkeSeal(publicKey, info, aad, plaintext, provider);
        const recipient = await oracle.createRecipientContext({
          recipientKey: theirs,
          info: buffer(info),
          enc: buffer(sealed.subarray(0, HPKE_ENC_BYTES)),
        });
        const ciphertext = buffer(sealed.subarray(HPKE_ENC_BYTES));
        expect(same(plaintext, await recipient.open(ciphertext, buffer(aad)))).toBe(true);

        const sender = await oracle.createSenderContext({
          recipientPublicKey: theirPublic,
          info: buffer(info),
        });
        const receiver = await hpkeSetupReceiver(secret, info, new Uint8Array(sender.enc), provider);
        for (const message of [plaintext, aad, info]) {
          const theirMessage = await sender.seal(buffer(message), buffer(aad));
          expect(same(await receiver.open(aad, new Uint8Array(theirMessage)), message)).toBe(true);
        }
        // Up to 255 bytes: @hpke/core encodes greater lengths in one byte instead of two.
        for (const length of [1, 32, 64, 65, 255]) {
          const exported = await sender.export(buffer(aad), length);
          expect(same(await receiver.export(aad, length), exported)).toBe(true);
        }
      }),
      { numRuns: Math.ceil(runs.numRuns / 2) },
    );
  });

  it('is byte for byte the same with given randomness', async () => {
    const randomness = seededRandom(3).bytes(64);
    const sealed = await hpkeSealWithRandomness(PUBLIC_KEY, INFO, AAD, PLAINTEXT, randomness, provider);
    expect(sealed).toEqual(
      await hpkeSealWithRandomness(PUBLIC_KEY, INFO, AAD, PLAINTEXT, randomness, PROVIDERS[0]),
    );
    expect(await hpkeOpen(SECRET, INFO, AAD, sealed, provider)).toEqual(PLAINTEXT);
    expect(await xwingPublicKey(SECRET, provider)).toEqual(PUBLIC_KEY);
    const { enc, sender } = await hpkeSetupSenderWithRandomness(PUBLIC_KEY, INFO, randomness, provider);
    expect(enc).toEqual(sealed.slice(0, HPKE_ENC_BYTES));
    expect(await sender.seal(AAD, PLAINTEXT)).toEqual(sealed.slice(HPKE_ENC_BYTES));
    for (let byte = 0; byte < 64; byte += 9) {
      const other = new Uint8Array(randomness);
      other[byte] ^= 8;
      expect(await hpkeSealWithRandomness(PUBLIC_KEY, INFO, AAD, PLAINTEXT, other, provider)).not.toEqual(
        sealed,
      );
    }
  });

  it('keeps messages of a context in order', async () => {
    const { enc, sender } = await hpkeSetupSender(PUBLIC_KEY, INFO, provider);
    const receiver = await hpkeSetupReceiver(SECRET, INFO, enc, provider);
    const messages = [0, 1, 2, 3].map((n) => new Uint8Array(n).fill(n));
    const sealed = await Promise.all(messages.map((message) => sender.seal(AAD, message)));
    expect(await failure(receiver.open(AAD, sealed[1]))).toBe('ERR_AUTHENTICATION');
    expect(await receiver.open(AAD, sealed[0])).toEqual(messages[0]);
    expect(await failure(receiver.open(AAD, sealed[0]))).toBe('ERR_AUTHENTICATION');
    expect(await failure(receiver.open(AAD, sealed[2]))).toBe('ERR_AUTHENTICATION');
    for (const n of [1, 2, 3]) expect(await receiver.open(AAD, sealed[n])).toEqual(messages[n]);
    const exported = await sender.export(AAD, 32);
    expect(exported).toEqual(await receiver.export(AAD, 32));
    expect(exported).not.toEqual(await receiver.export(INFO, 32));
    expect(exported.buffer.byteLength).toBe(32);
  });

  it('fails alike for every changed region, wrong input and wrong length', async () => {
    const sealed = await hpkeSeal(PUBLIC_KEY, INFO, AAD, PLAINTEXT, provider);
    const random = seededRandom(4);
    const regions = [
      ['ML-KEM, u', 0, 960],
      ['ML-KEM, v', 960, 1088],
      ['X25519', 1088, 1120],
      ['ciphertext', 1120, 1152],
      ['tag', 1152, 1168],
    ] as const;
    const sampled = regions.flatMap(([, from, to]) => [from, to - 1, from + random.below(to - from)]);
    const positions = provider.name === 'node' ? sealed.keys() : sampled;
    expect(regions.at(-1)?.[2]).toBe(sealed.length);
    for (const position of positions) {
      const changed = new Uint8Array(sealed);
      // Bit 7 of the last byte of an X25519 point is ignored on its own, but X-Wing hashes the point as received.
      changed[position] ^= position === 1119 ? 0x80 : 1 << random.below(8);
      expect(await failure(hpkeOpen(SECRET, INFO, AAD, changed, provider))).toBe('ERR_AUTHENTICATION');
    }
    const other = await failure(hpkeOpen(seededRandom(5).bytes(32), INFO, AAD, sealed, provider));
    expect(other).toBe('ERR_AUTHENTICATION');
    expect(await failure(hpkeOpen(SECRET, AAD, AAD, sealed, provider))).toBe('ERR_AUTHENTICATION');
    expect(await failure(hpkeOpen(SECRET, INFO, INFO, sealed, provider))).toBe('ERR_AUTHENTICATION');
    for (const length of [0, 1, 32, 1119, 1120, 1121, 1135, 1136, 1167]) {
      const cut = sealed.subarray(0, length);
      expect(await failure(hpkeOpen(SECRET, INFO, AAD, cut, provider))).toBe('ERR_AUTHENTICATION');
    }
    const extended = new Uint8Array([...sealed, 0]);
    expect(await failure(hpkeOpen(SECRET, INFO, AAD, extended, provider))).toBe('ERR_AUTHENTICATION');
    for (const length of [0, 1119, 1121]) {
      const enc = new Uint8Array(length);
      expect(await failure(hpkeSetupReceiver(SECRET, INFO, enc, provider))).toBe('ERR_AUTHENTICATION');
    }
    const receiver = await hpkeSetupReceiver(SECRET, INFO, sealed.subarray(0, 1120), provider);
    expect(await failure(receiver.open(AAD, sealed.subarray(1120, 1130)))).toBe('ERR_AUTHENTICATION');
  });

  it('refuses invalid public keys and low-order points', async () => {
    for (const length of [0, 32, 1184, 1215, 1217]) {
      const key = new Uint8Array(length);
      expect(await failure(hpkeSeal(key, INFO, AAD, PLAINTEXT, provider))).toBe('ERR_KEY_SIZE');
      expect(await failure(hpkeSetupSender(key, INFO, provider))).toBe('ERR_KEY_SIZE');
    }
    // FIPS 203 §7.2: every 12-bit coefficient of the key must be below 3329.
    const unreduced = new Uint8Array(PUBLIC_KEY);
    unreduced.fill(0xff, 0, 3);
    expect(await failure(hpkeSeal(unreduced, INFO, AAD, PLAINTEXT, provider))).toBe('ERR_FIELD');
    for (const point of [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))]) {
      const key = new Uint8Array(PUBLIC_KEY);
      key.set(point, 1184);
      expect(await failure(hpkeSeal(key, INFO, AAD, PLAINTEXT, provider))).toBe('ERR_FIELD');
      const sealed = await hpkeSeal(PUBLIC_KEY, INFO, AAD, PLAINTEXT, provider);
      sealed.set(point, 1088);
      expect(await failure(hpkeOpen(SECRET, INFO, AAD, sealed, provider))).toBe('ERR_AUTHENTICATION');
    }
  });

  it('refuses secrets of any other length', async () => {
    const sealed = await hpkeSeal(PUBLIC_KEY, INFO, AAD, PLAINTEXT, provider);
    for (const length of [0, 31, 33, 64, 96]) {
      const secret = new Uint8Array(length);
      expect(await failure(xwingPublicKey(secret, provider))).toBe('ERR_KEY_SIZE');
      expect(await failure(hpkeOpen(secret, INFO, AAD, sealed, provider))).toBe('ERR_KEY_SIZE');
      expect(await failure(hpkeSetupReceiver(secret, INFO, sealed.subarray(0, 1120), provider))).toBe(
        'ERR_KEY_SIZE',
      );
    }
  });

  it('is not disturbed by a caller who reuses buffers at once', async () => {
    const copies = (): Uint8Array[] =>
      [PUBLIC_KEY, INFO, AAD, PLAINTEXT, SECRET].map((bytes) => new Uint8Array(bytes));
    const [publicKey, info, aad, plaintext, secret] = copies();
    const sealing = hpkeSeal(publicKey, info, aad, plaintext, provider);
    for (const bytes of [publicKey, info, aad, plaintext]) bytes.fill(0);
    const sealed = await sealing;
    const again = copies();
    const opening = hpkeOpen(secret, again[1], again[2], sealed, provider);
    for (const bytes of [secret, again[1], again[2], sealed]) bytes.fill(0);
    expect(await opening).toEqual(PLAINTEXT);
  });
});

describe('RFC 9180 §5 written out with node:crypto', () => {
  const hmac = (key: Uint8Array, ...data: Uint8Array[]): Buffer =>
    createHmac('sha512', key).update(Buffer.concat(data)).digest();
  const suiteId = Buffer.concat([Buffer.from('HPKE'), Buffer.from('647a00030002', 'hex')]);
  const none = Buffer.alloc(0);
  const version = Buffer.from('HPKE-v1');
  const labeledExtract = (salt: Uint8Array, label: string, ikm: Uint8Array): Buffer =>
    hmac(salt, version, suiteId, Buffer.from(label), ikm);
  function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer {
    const labeled = Buffer.concat([
      Buffer.from([length >> 8, length & 255]),
      version,
      suiteId,
      Buffer.from(label),
      info,
    ]);
    let okm: Buffer = none;
    let block: Buffer = none;
    for (let i = 1; okm.length < length; i++) {
      block = hmac(prk, block, labeled, Buffer.of(i));
      okm = Buffer.concat([okm, block]);
    }
    return okm.subarray(0, length);
  }

  it('gives the same ciphertexts and exports', async () => {
    const { enc, sender } = await hpkeSetupSender(PUBLIC_KEY, INFO);
    const shared = await xwingDecapsulate(await PROVIDERS[2].loadKemParts(), SECRET, enc);
    const context = Buffer.concat([
      Buffer.of(0),
      labeledExtract(none, 'psk_id_hash', none),
      labeledExtract(none, 'info_hash', INFO),
    ]);
    const secret = labeledExtract(shared, 'secret', none);
    const key = labeledExpand(secret, 'key', context, 32);
    const nonce = labeledExpand(secret, 'base_nonce', context, 12);
    const exporter = labeledExpand(secret, 'exp', context, 64);
    for (let message = 0; message < 3; message++) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(AAD);
      const expected = Buffer.concat([cipher.update(PLAINTEXT), cipher.final(), cipher.getAuthTag()]);
      expect(same(expected, await sender.seal(AAD, PLAINTEXT))).toBe(true);
      nonce[11] ^= message ^ (message + 1);
    }
    for (const length of [1, 32, 255, 256, 500, HPKE_MAX_EXPORT_BYTES]) {
      const expected = labeledExpand(exporter, 'sec', AAD, length);
      expect(same(expected, await sender.export(AAD, length))).toBe(true);
    }
  });
});

it('checks lengths before it computes anything', async () => {
  const used: string[] = [];
  const provider: CryptoProvider = {
    ...PROVIDERS[0],
    loadKemParts() {
      used.push('kem');
      return PROVIDERS[0].loadKemParts();
    },
    importAesGcmKey(key) {
      used.push('aes');
      return PROVIDERS[0].importAesGcmKey(key);
    },
  };
  const sealed = await hpkeSeal(PUBLIC_KEY, INFO, AAD, new Uint8Array());
  const cut = sealed.subarray(0, -1);
  expect(await failure(hpkeOpen(SECRET, INFO, AAD, cut, provider))).toBe('ERR_AUTHENTICATION');
  expect(await failure(hpkeOpen(SECRET.subarray(1), INFO, AAD, cut, provider))).toBe('ERR_KEY_SIZE');
  for (const length of [1119, 1121]) {
    const enc = new Uint8Array(length);
    expect(await failure(hpkeSetupReceiver(SECRET, INFO, enc, provider))).toBe('ERR_AUTHENTICATION');
  }
  expect(await failure(hpkeSeal(PUBLIC_KEY.subarray(1), INFO, AAD, AAD, provider))).toBe('ERR_KEY_SIZE');
  expect(used).toEqual([]);
  const receiver = await hpkeSetupReceiver(SECRET, INFO, sealed.subarray(0, 1120), provider);
  expect(used).toEqual(['kem']);
  expect(await failure(receiver.open(AAD, sealed.subarray(1121)))).toBe('ERR_AUTHENTICATION');
  expect(used).toEqual(['kem']);
  expect(await receiver.open(AAD, sealed.subarray(1120))).toHaveLength(0);
  expect(used).toEqual(['kem', 'aes']);
});

it('opens between every two providers', async () => {
  for (const sealing of PROVIDERS) {
    const sealed = await hpkeSeal(PUBLIC_KEY, INFO, AAD, PLAINTEXT, sealing);
    for (const opening of PROVIDERS) {
      expect(await hpkeOpen(SECRET, INFO, AAD, sealed, opening)).toEqual(PLAINTEXT);
    }
  }
});

it('never seals the same way twice', async () => {
  const sealed = await Promise.all(
    Array.from({ length: 5 }, () => hpkeSeal(PUBLIC_KEY, INFO, AAD, PLAINTEXT)),
  );
  const parts = sealed.flatMap((bytes) => [
    bytes.subarray(0, 1088),
    bytes.subarray(1088, 1120),
    bytes.subarray(1120),
  ]);
  expect(new Set(parts.map((part) => Buffer.from(part).toString('hex'))).size).toBe(15);
});

it('bounds info, exporter contexts and export lengths', async () => {
  const long = new Uint8Array(HPKE_MAX_INFO_BYTES + 1);
  const longest = long.subarray(1);
  const sealed = await hpkeSeal(PUBLIC_KEY, longest, AAD, PLAINTEXT);
  expect(await hpkeOpen(SECRET, longest, AAD, sealed)).toEqual(PLAINTEXT);
  await expect(hpkeSeal(PUBLIC_KEY, long, AAD, PLAINTEXT)).rejects.toThrow(RangeError);
  await expect(hpkeOpen(SECRET, long, AAD, sealed)).rejects.toThrow(RangeError);
  const { sender } = await hpkeSetupSender(PUBLIC_KEY, INFO);
  expect(await sender.export(longest, HPKE_MAX_EXPORT_BYTES)).toHaveLength(16_320);
  await expect(sender.export(long, 32)).rejects.toThrow(RangeError);
  for (const length of [0, -1, 1.5, HPKE_MAX_EXPORT_BYTES + 1]) {
    await expect(sender.export(INFO, length)).rejects.toThrow(RangeError);
  }
});

it('refuses what is not bytes', async () => {
  const wrong = 'text' as never;
  const { enc, sender } = await hpkeSetupSender(PUBLIC_KEY, INFO);
  const receiver = await hpkeSetupReceiver(SECRET, INFO, enc);
  const outcomes = await Promise.allSettled([
    xwingPublicKey(wrong),
    hpkeSeal(wrong, INFO, AAD, PLAINTEXT),
    hpkeSeal(PUBLIC_KEY, wrong, AAD, PLAINTEXT),
    hpkeSeal(PUBLIC_KEY, INFO, wrong, PLAINTEXT),
    hpkeSeal(PUBLIC_KEY, INFO, AAD, wrong),
    hpkeOpen(wrong, INFO, AAD, enc),
    hpkeOpen(SECRET, wrong, AAD, enc),
    hpkeOpen(SECRET, INFO, wrong, enc),
    hpkeOpen(SECRET, INFO, AAD, wrong),
    hpkeSetupSender(PUBLIC_KEY, wrong),
    hpkeSetupReceiver(SECRET, INFO, wrong),
    sender.seal(wrong, AAD),
    sender.seal(AAD, wrong),
    sender.export(wrong, 1),
    receiver.open(wrong, AAD),
    receiver.open(AAD, wrong),
    hpkeSealWithRandomness(PUBLIC_KEY, INFO, AAD, PLAINTEXT, wrong),
  ]);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
  }
  for (const length of [0, 32, 63, 65]) {
    const randomness = new Uint8Array(length);
    await expect(hpkeSealWithRandomness(PUBLIC_KEY, INFO, AAD, PLAINTEXT, randomness)).rejects.toThrow(
      RangeError,
    );
  }
});

it('prints nothing under Node, where the build is used as installed', async () => {
  const script = `
    import { defaultProvider, hpkeOpen, hpkeSeal, xwingPublicKey } from '@muniment/crypto';
    const secret = new Uint8Array(32);
    const sealed = await hpkeSeal(await xwingPublicKey(secret), secret, secret, Uint8Array.of(42));
    const opened = await hpkeOpen(secret, secret, secret, sealed);
    if (opened[0] !== 42 || defaultProvider.name !== 'node') process.exit(1);
  `;
  const cwd = new URL('..', import.meta.url);
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd });
  expect(stdout + stderr).toBe('');
});
