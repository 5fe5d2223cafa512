import { fromHex, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { mlKemEncapsulateWith, nobleKemParts } from '../../src/providers/noble-kem.ts';
import { encapsulateWith, xwingDecapsulate, xwingEncapsulate, xwingKeygen } from '../../src/xwing.ts';
import { PROVIDERS } from '../providers.ts';
import { readVectors } from './third-party.ts';

interface XWingVector {
  readonly sk: string;
  readonly pk: string;
  readonly eseed: string;
  readonly ct: string;
  readonly ss: string;
}

const vectors = readVectors<XWingVector[]>('xwing-kem.json');

describe('X-Wing draft', () => {
  let ran = 0;

  it.each(PROVIDERS)('$name derives public keys and decapsulates', async (provider) => {
    const parts = await provider.loadKemParts();
    for (const vector of vectors) {
      expect(toHex(await xwingKeygen(parts, fromHex(vector.sk)))).toBe(vector.pk);
      expect(toHex(await xwingDecapsulate(parts, fromHex(vector.sk), fromHex(vector.ct)))).toBe(vector.ss);
      const { ciphertext, sharedSecret } = await xwingEncapsulate(parts, fromHex(vector.pk));
      expect(ciphertext).toHaveLength(1120);
      expect(toHex(ciphertext)).not.toBe(vector.ct);
      expect(await xwingDecapsulate(parts, fromHex(vector.sk), ciphertext)).toEqual(sharedSecret);
      ran++;
    }
  });

  it('encapsulates with the given randomness', async () => {
    for (const vector of vectors) {
      const eseed = fromHex(vector.eseed);
      const mlKemEncapsulate = (key: Uint8Array) => mlKemEncapsulateWith(key, eseed.subarray(0, 32));
      const parts = { ...nobleKemParts, mlKemEncapsulate };
      const { ciphertext, sharedSecret } = await encapsulateWith(
        parts,
        fromHex(vector.pk),
        eseed.subarray(32),
      );
      expect(toHex(ciphertext)).toBe(vector.ct);
      expect(toHex(sharedSecret)).toBe(vector.ss);
      ran++;
    }
  });

  it('ran every vector on every provider', () => {
    expect(vectors).toHaveLength(2);
    expect(ran).toBe(vectors.length * (PROVIDERS.length + 1));
  });
});
