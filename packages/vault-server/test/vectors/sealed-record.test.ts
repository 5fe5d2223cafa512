// Runs test-vectors/vault-steps/sealed.json: records as their store has them.

import { hkdfExpand, SecretBytes } from '@muniment/crypto';
import { sealCobblestoneWithSalt } from '@muniment/crypto/derandomized';
import { fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { encodeFixedFrame, LABELS, VAULT_RECORD_BYTES } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { accountHandle, openRecord, recordContext } from '../../src/sealed-record.ts';

interface SealedVector extends TestVector {
  readonly outcome?: string;
  readonly storageKey: string;
  readonly realmId: string;
  readonly accountId: string;
  readonly revision: number;
  readonly handle: string;
  readonly context: string;
  readonly sealed: string;
  readonly recordKey: string;
  readonly salt: string;
  readonly recordBytes: string;
}

const suite = loadVectors<SealedVector>('vault-steps/sealed.json');

describe('test-vectors/vault-steps, sealed records', () => {
  it.each(suite.of('sealed'))('$id', async (vector) => {
    suite.ran(vector);
    const storageKey = (): SecretBytes => SecretBytes.from(fromHex(vector.storageKey));
    const handle = await accountHandle(storageKey(), fromHex(vector.accountId));
    expect(toHex(handle)).toBe(vector.handle);
    const place = { realmId: fromHex(vector.realmId), handle, revision: BigInt(vector.revision) };
    expect(toHex(recordContext(place))).toBe(vector.context);
    let content: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      content = await openRecord(storageKey(), place, fromHex(vector.sealed));
    });
    // A realm answers `rolled-back` whatever its store made of a record.
    expect(outcome === 'valid' ? undefined : 'rolled-back').toBe(vector.outcome);
    if (vector.result === 'invalid') return;
    expect(toHex(content!)).toBe(vector.recordBytes);
    const key = await hkdfExpand(storageKey(), new TextEncoder().encode(LABELS.vaultRecord), 32);
    expect(toHex(key)).toBe(vector.recordKey);
    const frame = encodeFixedFrame(content!, VAULT_RECORD_BYTES);
    const again = await sealCobblestoneWithSalt(key, fromHex(vector.context), fromHex(vector.salt), frame);
    expect(toHex(again)).toBe(vector.sealed);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
