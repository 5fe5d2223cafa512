import { createHmac } from 'node:crypto';
import { openCobblestone, SecretBytes, sealCobblestone } from '@muniment/crypto';
import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import { LABELS, ROLES } from '@muniment/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_PLAINTEXT_BYTES, REVISION_MAX, SEALED_RECORD_BYTES } from '../src/record-store.ts';
import {
  accountHandle,
  openRecord,
  RECORD_CONTENT_MAX_BYTES,
  type RecordPlace,
  recordContext,
  sealRecord,
} from '../src/sealed-record.ts';

const random = seededRandom(1);
const storageKey = random.bytes(32);
const place: RecordPlace = { realmId: random.bytes(16), handle: random.bytes(32), revision: 7n };
const content = random.bytes(900);

/** HKDF-Expand-SHA-512 to 32 bytes, which is the first half of one block. */
function expand(key: Uint8Array, label: string): Buffer {
  return createHmac('sha512', key).update(label, 'ascii').update(Uint8Array.of(1)).digest().subarray(0, 32);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function fails(run: () => Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isMunimentError(error, code), String(error)).toBe(true);
}

/** Seals any plaintext as a record, by the primitives alone. */
async function sealRaw(plaintext: Uint8Array, at: RecordPlace = place): Promise<Uint8Array> {
  return await sealCobblestone(expand(storageKey, 'muniment v1 vault record'), contextOf(at), plaintext);
}

/** The context, built by hand. */
function contextOf({ realmId, handle, revision }: RecordPlace): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(revision);
  return Buffer.concat([Buffer.of(7), realmId, Buffer.alloc(4), handle, number]);
}

function padded(length: number, body: Uint8Array, total = RECORD_PLAINTEXT_BYTES): Uint8Array {
  const plaintext = Buffer.alloc(total);
  plaintext.writeUInt32BE(length);
  plaintext.set(body, 4);
  return plaintext;
}

describe('accountHandle', () => {
  it('is HMAC-SHA-256 under a key of its own', async () => {
    for (const id of [new Uint8Array(), Buffer.from('https://issuer.example|me'), random.bytes(600)]) {
      const expected = createHmac('sha256', expand(storageKey, 'muniment v1 vault handle'))
        .update(id)
        .digest();
      expect(hex(await accountHandle(storageKey, id))).toBe(hex(expected));
      expect(hex(await accountHandle(SecretBytes.from(storageKey), id))).toBe(hex(expected));
    }
    expect(LABELS.vaultHandle).toBe('muniment v1 vault handle');
  });

  it('differs by account and by storage key', async () => {
    const handles = await Promise.all([
      accountHandle(storageKey, Uint8Array.of(1)),
      accountHandle(storageKey, Uint8Array.of(1, 0)),
      accountHandle(random.bytes(32), Uint8Array.of(1)),
    ]);
    expect(new Set(handles.map(hex)).size).toBe(3);
  });

  it('takes keys of 32 bytes only', async () => {
    for (const length of [0, 16, 31, 33, 64]) {
      await fails(() => accountHandle(random.bytes(length), content), 'ERR_KEY_SIZE');
    }
  });
});

describe('recordContext', () => {
  it('is 61 bytes: role, realm, zero, handle, revision', () => {
    for (const revision of [1n, 255n, 2n ** 32n + 1n, 2n ** 53n + 1n, REVISION_MAX]) {
      const context = recordContext({ ...place, revision });
      expect(context.length).toBe(61);
      expect(hex(context)).toBe(hex(contextOf({ ...place, revision })));
    }
    expect(ROLES.vaultRecord).toBe(7);
  });

  it('refuses what is no place', () => {
    for (const change of [
      { realmId: random.bytes(15) },
      { realmId: random.bytes(17) },
      { handle: random.bytes(31) },
      { handle: random.bytes(33) },
      { revision: 0n },
      { revision: -1n },
      { revision: REVISION_MAX + 1n },
    ]) {
      expect(() => recordContext({ ...place, ...change })).toThrow(RangeError);
    }
    for (const change of [{ realmId: 'x' }, { handle: [] }, { revision: 1 }]) {
      expect(() => recordContext({ ...place, ...(change as object) } as RecordPlace)).toThrow(TypeError);
    }
  });
});

describe('sealRecord and openRecord', () => {
  it('give back any content that fits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.bigInt({ min: 1n, max: REVISION_MAX }),
        async (bytes, revision) => {
          const before = hex(bytes);
          const sealed = await sealRecord(storageKey, { ...place, revision }, bytes);
          expect(sealed.length).toBe(SEALED_RECORD_BYTES);
          const opened = await openRecord(storageKey, { ...place, revision }, sealed);
          expect(hex(opened)).toBe(before);
          expect(hex(bytes)).toBe(before);
          expect(opened.buffer.byteLength).toBe(opened.length);
          expect(opened.constructor).toBe(Uint8Array);
        },
      ),
      { numRuns: count('property') / 2 },
    );
    for (const length of [0, RECORD_CONTENT_MAX_BYTES - 1, RECORD_CONTENT_MAX_BYTES]) {
      const bytes = random.bytes(length);
      expect(hex(await openRecord(storageKey, place, await sealRecord(storageKey, place, bytes)))).toBe(
        hex(bytes),
      );
    }
    expect(SEALED_RECORD_BYTES).toBe(16_472);
  });

  it('seal as the layout says', async () => {
    const sealed = await sealRecord(storageKey, place, content);
    const key = expand(storageKey, LABELS.vaultRecord);
    const plaintext = await openCobblestone(key, contextOf(place), sealed);
    expect(hex(plaintext)).toBe(hex(padded(content.length, content)));
    expect(hex(await openRecord(storageKey, place, await sealRaw(padded(content.length, content))))).toBe(
      hex(content),
    );
  });

  it('seal equal contents into unlike bytes', async () => {
    const [a, b] = [
      await sealRecord(storageKey, place, content),
      await sealRecord(storageKey, place, content),
    ];
    let equal = 0;
    for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
    // By chance one byte in 256 is equal: 64 of 16,472.
    expect(equal).toBeLessThan(150);
  });

  it('refuse content that is too long, and keys of another length', async () => {
    await fails(
      () => sealRecord(storageKey, place, new Uint8Array(RECORD_CONTENT_MAX_BYTES + 1)),
      'ERR_LIMIT',
    );
    await fails(() => sealRecord(random.bytes(31), place, content), 'ERR_KEY_SIZE');
    const sealed = await sealRecord(storageKey, place, content);
    await fails(() => openRecord(random.bytes(64), place, sealed), 'ERR_KEY_SIZE');
    await expect(sealRecord(storageKey, place, 'text' as never)).rejects.toThrow(TypeError);
    await expect(openRecord(storageKey, place, 'text' as never)).rejects.toThrow(TypeError);
  });

  it('fail for another key, realm, handle or revision', async () => {
    const sealed = await sealRecord(storageKey, place, content);
    await fails(() => openRecord(random.bytes(32), place, sealed), 'ERR_COMMITMENT');
    for (const change of [
      { realmId: random.bytes(16) },
      { handle: random.bytes(32) },
      { revision: 6n },
      { revision: 8n },
      { revision: place.revision + 2n ** 32n },
      { revision: 2n ** 56n * 7n },
    ]) {
      await fails(() => openRecord(storageKey, { ...place, ...change }, sealed), 'ERR_COMMITMENT');
    }
  });

  it('fail for every other length and every flipped bit that is tried', async () => {
    const sealed = await sealRecord(storageKey, place, content);
    for (const length of [0, 1, 55, 56, 72, 16_455, 16_456, SEALED_RECORD_BYTES - 1]) {
      await fails(() => openRecord(storageKey, place, sealed.subarray(0, length)), 'ERR_OBJECT_LENGTH');
    }
    await fails(
      () => openRecord(storageKey, place, Buffer.concat([sealed, Buffer.alloc(1)])),
      'ERR_OBJECT_LENGTH',
    );
    const places = [
      ...Array(56).keys(),
      ...Array.from({ length: count('property') / 2 }, () => random.below(sealed.length)),
    ];
    for (const at of [...places, sealed.length - 1]) {
      const altered = sealed.slice();
      altered[at] ^= 1 << random.below(8);
      await fails(() => openRecord(storageKey, place, altered), at < 56 ? 'ERR_COMMITMENT' : 'ERR_SEGMENT');
    }
  });

  it('refuse contents that no correct realm seals', async () => {
    for (const length of [RECORD_CONTENT_MAX_BYTES + 1, 2 ** 16, 2 ** 32 - 1]) {
      await fails(
        async () => openRecord(storageKey, place, await sealRaw(padded(length, content))),
        'ERR_ENCODING',
      );
    }
    for (const at of [4 + content.length, 9_000, RECORD_PLAINTEXT_BYTES - 1]) {
      const plaintext = padded(content.length, content);
      plaintext[at] = 0x80;
      await fails(async () => openRecord(storageKey, place, await sealRaw(plaintext)), 'ERR_PADDING');
    }
    for (const total of [0, 4, 4096, RECORD_PLAINTEXT_BYTES - 1, RECORD_PLAINTEXT_BYTES + 1]) {
      const sealed = await sealRaw(total < 4 ? new Uint8Array(total) : padded(0, new Uint8Array(), total));
      await fails(() => openRecord(storageKey, place, sealed), 'ERR_OBJECT_LENGTH');
    }
  });
});
