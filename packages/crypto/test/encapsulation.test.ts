import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { Aes256Gcm, CipherSuite, HkdfSha512 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { isMunimentError } from '@muniment/errors';
import { count, seededRandom, toHex } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encapsulateRequestWithRandomness, openRequestWithNonce } from '../src/derandomized.ts';
import {
  ENCAPSULATED_REQUEST_OVERHEAD_BYTES,
  ENCAPSULATED_RESPONSE_OVERHEAD_BYTES,
  ENCAPSULATION_HEADER_BYTES,
  type EncapsulatedRequest,
  encapsulateRequest,
  type OpenedRequest,
  openRequest,
  RESPONSE_NONCE_BYTES,
  SecretBytes,
  xwingPublicKey,
} from '../src/index.ts';
import { PROVIDERS } from './providers.ts';

const SECRET = seededRandom(21).bytes(32);
const PUBLIC_KEY = await xwingPublicKey(SECRET);
const KEY_ID = 7;
const LABELS = { request: 'message/muniment-test request', response: 'message/muniment-test response' };
const PLAINTEXT = seededRandom(22).bytes(100);
const ANSWER = seededRandom(23).bytes(80);
const keys = (keyId: number): Uint8Array | undefined => (keyId === KEY_ID ? SECRET : undefined);
const toSend = { keyId: KEY_ID, publicKey: PUBLIC_KEY, labels: LABELS, plaintext: PLAINTEXT };
const octets = fc.uint8Array({ maxLength: 200 });
const numRuns = count('hpke messages');
const oracle = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha512(), aead: new Aes256Gcm() });
const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return isMunimentError(error) ? error.code : String(error);
  }
  return 'passed';
}

/** The header and the info of RFC 9458 §4.3, by hand. */
function layout(keyId: number): { header: Buffer; info: Buffer; exporter: Buffer } {
  const header = Buffer.from(`${keyId.toString(16).padStart(2, '0')}647a00030002`, 'hex');
  const info = Buffer.concat([Buffer.from(LABELS.request), Buffer.of(0), header]);
  return { header, info, exporter: Buffer.from(LABELS.response) };
}

/** Key and nonce of a response by node:crypto (RFC 9458 §4.4). One HMAC block is enough for each. */
function responseKeys(secret: Uint8Array, enc: Uint8Array, nonce: Uint8Array): [key: Buffer, nonce: Buffer] {
  const prk = createHmac('sha512', Buffer.concat([enc, nonce]))
    .update(secret)
    .digest();
  const expand = (label: string, length: number): Buffer =>
    createHmac('sha512', prk).update(`${label}\x01`).digest().subarray(0, length);
  return [expand('key', 32), expand('nonce', 12)];
}

it('has the sizes it says', () => {
  expect([
    ENCAPSULATION_HEADER_BYTES,
    ENCAPSULATED_REQUEST_OVERHEAD_BYTES,
    RESPONSE_NONCE_BYTES,
    ENCAPSULATED_RESPONSE_OVERHEAD_BYTES,
  ]).toEqual([7, 7 + 1120 + 16, 32, 32 + 16]);
});

describe.each(PROVIDERS)('$name', (provider) => {
  const exchange = async (): Promise<[EncapsulatedRequest, OpenedRequest]> => {
    const sent = await encapsulateRequest(toSend, provider);
    return [sent, await openRequest({ keys, labels: LABELS, request: sent.request }, provider)];
  };

  it('carries a request and its response, leaves inputs as they were, and returns owned bytes', async () => {
    const ids = fc.integer({ min: 0, max: 255 });
    await fc.assert(
      fc.asyncProperty(ids, octets, octets, async (keyId, plaintext, answer) => {
        const before = [plaintext, answer].map((bytes) => Buffer.from(bytes));
        const asked: number[] = [];
        const sent = await encapsulateRequest({ ...toSend, keyId, plaintext }, provider);
        const secret = (id: number): SecretBytes => {
          asked.push(id);
          return SecretBytes.from(SECRET);
        };
        const received = await openRequest({ keys: secret, labels: LABELS, request: sent.request }, provider);
        expect(received.plaintext).toEqual(plaintext);
        expect(asked).toEqual([keyId]);
        const response = await received.sealResponse(answer);
        const opened = await sent.openResponse(response);
        expect(opened).toEqual(answer);
        expect(sent.request).toHaveLength(plaintext.length + ENCAPSULATED_REQUEST_OVERHEAD_BYTES);
        expect(response).toHaveLength(answer.length + ENCAPSULATED_RESPONSE_OVERHEAD_BYTES);
        for (const output of [sent.request, received.plaintext, response, opened]) {
          expect(output.constructor).toBe(Uint8Array);
          expect(output.buffer.byteLength).toBe(output.length);
        }
        expect([plaintext, answer].every((bytes, i) => before[i].equals(bytes))).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is understood by RFC 9458 put together from @hpke/core and node:crypto', async () => {
    const { header, info, exporter } = layout(KEY_ID);
    const sent = await encapsulateRequest(toSend, provider);
    expect(toHex(sent.request.subarray(0, 7))).toBe(header.toString('hex'));
    const enc = sent.request.subarray(7, 7 + 1120);
    const recipient = await oracle.createRecipientContext({
      recipientKey: await oracle.kem.importKey('raw', buffer(SECRET), false),
      info: buffer(info),
      enc: buffer(enc),
    });
    expect(new Uint8Array(await recipient.open(buffer(sent.request.subarray(1127))))).toEqual(PLAINTEXT);
    const nonce = seededRandom(24).bytes(32);
    const secret = new Uint8Array(await recipient.export(buffer(exporter), 32));
    const cipher = createCipheriv('aes-256-gcm', ...responseKeys(secret, enc, nonce));
    const sealed = Buffer.concat([nonce, cipher.update(ANSWER), cipher.final(), cipher.getAuthTag()]);
    expect(await sent.openResponse(sealed)).toEqual(ANSWER);
  });

  it('understands RFC 9458 put together from @hpke/core and node:crypto', async () => {
    const { header, info, exporter } = layout(KEY_ID);
    const sender = await oracle.createSenderContext({
      recipientPublicKey: await oracle.kem.importKey('raw', buffer(PUBLIC_KEY), true),
      info: buffer(info),
    });
    const enc = new Uint8Array(sender.enc);
    const request = Buffer.concat([header, enc, new Uint8Array(await sender.seal(buffer(PLAINTEXT)))]);
    const received = await openRequest({ keys, labels: LABELS, request }, provider);
    expect(received.plaintext).toEqual(PLAINTEXT);
    const response = await received.sealResponse(ANSWER);
    const secret = new Uint8Array(await sender.export(buffer(exporter), 32));
    const decipher = createDecipheriv('aes-256-gcm', ...responseKeys(secret, enc, response.subarray(0, 32)));
    decipher.setAuthTag(response.subarray(-16));
    const opened = Buffer.concat([decipher.update(response.subarray(32, -16)), decipher.final()]);
    expect(new Uint8Array(opened)).toEqual(ANSWER);
  });

  it('gives the same bytes for the same randomness', async () => {
    const randomness = seededRandom(25).bytes(64);
    const nonce = seededRandom(26).bytes(32);
    const run = async (which: typeof provider): Promise<string[]> => {
      const { request } = await encapsulateRequestWithRandomness(toSend, randomness, which);
      const received = await openRequestWithNonce({ keys, labels: LABELS, request }, nonce, which);
      return [request, await received.sealResponse(ANSWER)].map(toHex);
    };
    const [request, response] = await run(provider);
    expect([request, response]).toEqual(await run(PROVIDERS[0]));
    expect(response.startsWith(toHex(nonce))).toBe(true);
  });

  it('refuses a request changed anywhere', async () => {
    const { request } = await encapsulateRequest(toSend, provider);
    const random = seededRandom(27);
    const open = (bytes: Uint8Array): Promise<string> =>
      failure(openRequest({ keys, labels: LABELS, request: bytes }, provider));
    for (let byte = 0; byte < ENCAPSULATION_HEADER_BYTES; byte++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = new Uint8Array(request);
        changed[byte] ^= 1 << bit;
        expect(await open(changed), `byte ${byte}`).toBe('ERR_CHANNEL_KEY');
      }
    }
    for (const byte of [7, 1000, 1095, 1126, 1127, 1200, request.length - 16, request.length - 1]) {
      const changed = new Uint8Array(request);
      changed[byte] ^= 1 << random.below(8);
      expect(await open(changed), `byte ${byte}`).toBe('ERR_AUTHENTICATION');
    }
    for (const length of [0, 1, 7, 1127, 1142, 1143, request.length - 1]) {
      expect(await open(request.subarray(0, length)), `${length} bytes`).toBe('ERR_AUTHENTICATION');
    }
    expect(await open(new Uint8Array([...request, 0]))).toBe('ERR_AUTHENTICATION');
    const stranger = seededRandom(28).bytes(32);
    expect(await failure(openRequest({ keys: () => stranger, labels: LABELS, request }, provider))).toBe(
      'ERR_AUTHENTICATION',
    );
    const swapped = { request: LABELS.response, response: LABELS.request };
    expect(await failure(openRequest({ keys, labels: swapped, request }, provider))).toBe(
      'ERR_AUTHENTICATION',
    );
    expect(await open(request)).toBe('passed');
  });

  it('binds the key id, so that a key under two ids is two keys', async () => {
    const { request } = await encapsulateRequest(toSend, provider);
    request[0] ^= 1;
    expect(await failure(openRequest({ keys: () => SECRET, labels: LABELS, request }, provider))).toBe(
      'ERR_AUTHENTICATION',
    );
  });

  it('opens the response after junk, and only once', async () => {
    const [sent, received] = await exchange();
    const response = await received.sealResponse(ANSWER);
    const [other] = await exchange();
    expect(await failure(other.openResponse(response))).toBe('ERR_AUTHENTICATION');
    for (const length of [0, 31, 32, 47, 48, response.length - 1]) {
      expect(await failure(sent.openResponse(response.subarray(0, length)))).toBe('ERR_AUTHENTICATION');
    }
    for (let byte = 0; byte < response.length; byte += provider.name === 'node' ? 1 : 9) {
      const changed = new Uint8Array(response);
      changed[byte] ^= 1 << (byte % 8);
      expect(await failure(sent.openResponse(changed))).toBe('ERR_AUTHENTICATION');
    }
    expect(await failure(sent.openResponse(new Uint8Array([...response, 0])))).toBe('ERR_AUTHENTICATION');
    expect(await sent.openResponse(response)).toEqual(ANSWER);
    expect(await failure(sent.openResponse(response))).toBe('ERR_STATE_USED');
  });

  it('gives one of several responses that are tried at once', async () => {
    const [sent, received] = await exchange();
    const responses = await Promise.all([received.sealResponse(ANSWER), received.sealResponse(PLAINTEXT)]);
    expect(responses[0].subarray(0, 32)).not.toEqual(responses[1].subarray(0, 32));
    const outcomes = await Promise.all(responses.map((response) => failure(sent.openResponse(response))));
    expect(outcomes.sort()).toEqual(['ERR_STATE_USED', 'passed']);
  });

  it('binds the label of the response', async () => {
    const sent = await encapsulateRequest(toSend, provider);
    const labels = { ...LABELS, response: `${LABELS.response}s` };
    const received = await openRequest({ keys, labels, request: sent.request }, provider);
    expect(await failure(sent.openResponse(await received.sealResponse(ANSWER)))).toBe('ERR_AUTHENTICATION');
  });

  it('is not disturbed by a caller who reuses buffers at once', async () => {
    const mine = { ...toSend, publicKey: new Uint8Array(PUBLIC_KEY), plaintext: new Uint8Array(PLAINTEXT) };
    const sending = encapsulateRequest(mine, provider);
    mine.publicKey.fill(0);
    mine.plaintext.fill(0);
    const sent = await sending;
    const request = new Uint8Array(sent.request);
    const secret = new Uint8Array(SECRET);
    const opening = openRequest({ keys: () => secret, labels: LABELS, request }, provider);
    request.fill(0);
    secret.fill(0);
    const received = await opening;
    expect(received.plaintext).toEqual(PLAINTEXT);
    const answer = new Uint8Array(ANSWER);
    const sealing = received.sealResponse(answer);
    answer.fill(0);
    const response = await sealing;
    const answering = sent.openResponse(response);
    response.fill(0);
    expect(await answering).toEqual(ANSWER);
  });
});

it('any bytes are refused with a code', async () => {
  const sent = await encapsulateRequest(toSend);
  const lengths = fc.constantFrom(0, 6, 48, 200, 1143, 1300);
  const junk = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
  await fc.assert(
    fc.asyncProperty(junk, fc.boolean(), async (bytes, hasHeader) => {
      if (hasHeader) bytes.set(layout(KEY_ID).header.subarray(0, bytes.length));
      const code = await failure(openRequest({ keys, labels: LABELS, request: bytes }));
      expect(['ERR_AUTHENTICATION', 'ERR_CHANNEL_KEY']).toContain(code);
      expect(await failure(sent.openResponse(bytes))).toBe('ERR_AUTHENTICATION');
    }),
    { numRuns },
  );
});

it('refuses what only a caller can get wrong', async () => {
  const { request } = await encapsulateRequest(toSend);
  const wrong = 7 as never;
  const sent = await encapsulateRequest(toSend);
  const received = await openRequest({ keys, labels: LABELS, request });
  for (const call of [
    () => encapsulateRequest({ ...toSend, plaintext: wrong }),
    () => encapsulateRequest({ ...toSend, publicKey: wrong }),
    () => encapsulateRequest({ ...toSend, labels: { ...LABELS, request: wrong } }),
    () => openRequest({ keys, labels: LABELS, request: wrong }),
    () => openRequest({ keys: () => wrong, labels: LABELS, request }),
    () => sent.openResponse(wrong),
    () => received.sealResponse(wrong),
  ]) {
    await expect(call()).rejects.toThrow(TypeError);
  }
  for (const keyId of [-1, 256, 1.5, Number.NaN]) {
    await expect(encapsulateRequest({ ...toSend, keyId })).rejects.toThrow(RangeError);
  }
  for (const label of ['', 'a\0b', 'ä', 'x'.repeat(256), LABELS.response]) {
    const labels = { ...LABELS, request: label };
    await expect(encapsulateRequest({ ...toSend, labels })).rejects.toThrow(RangeError);
    await expect(openRequest({ keys, labels, request })).rejects.toThrow(RangeError);
  }
  expect(await failure(encapsulateRequest({ ...toSend, publicKey: PUBLIC_KEY.subarray(1) }))).toBe(
    'ERR_KEY_SIZE',
  );
  expect(await failure(openRequest({ keys: () => new Uint8Array(31), labels: LABELS, request }))).toBe(
    'ERR_KEY_SIZE',
  );
  for (const length of [0, 31, 33]) {
    const nonce = new Uint8Array(length);
    await expect(openRequestWithNonce({ keys, labels: LABELS, request }, nonce)).rejects.toThrow(RangeError);
  }
});

it('never encapsulates the same way twice', async () => {
  const requests = await Promise.all([1, 2, 3].map(() => encapsulateRequest(toSend)));
  expect(new Set(requests.map(({ request }) => toHex(request.subarray(7, 1127)))).size).toBe(3);
});
