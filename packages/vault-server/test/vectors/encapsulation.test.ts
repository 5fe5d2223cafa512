// Runs the vectors of test-vectors/encapsulation that are about the time of channel keys, against a realm.

import { SecretBytes } from '@muniment/crypto';
import { ristretto255Sha512 } from '@muniment/opaque';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { createRealm, type RealmOptions } from '../../src/realm.ts';

interface TimeVector extends TestVector {
  readonly channelKeys: readonly {
    readonly keyId: number;
    readonly secretKey: string;
    readonly notBeforeMs: number;
    readonly notAfterMs: number;
  }[];
  readonly nowMs: number;
  readonly request: string;
}

const suite = loadVectors<TimeVector>('encapsulation/encapsulation.json');

describe('test-vectors/encapsulation, of a realm', () => {
  it.each(suite.of('time'))('$id', async (vector) => {
    const outcomes: string[] = [];
    const options: Partial<RealmOptions> = {
      realmId: new Uint8Array(16),
      suite: ristretto255Sha512,
      issuers: [],
      channelKeys: vector.channelKeys.map(({ secretKey, ...key }) => ({
        ...key,
        secret: SecretBytes.from(fromHex(secretKey)),
      })),
      now: () => vector.nowMs,
      onOutcome: (_, outcome) => outcomes.push(outcome),
    };
    const realm = createRealm(options as RealmOptions);
    expect(await outcomeOf(() => realm.handle(fromHex(vector.request)))).toBe(expectedOutcome(vector));
    // The plaintext is no frame of a request, which a realm says only to who could seal one.
    expect(outcomes).toEqual(vector.result === 'valid' ? ['malformed'] : []);
  });
});
