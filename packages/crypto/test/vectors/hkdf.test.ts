import { fromHex, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { hkdf, hkdfExpand, hkdfExtract } from '../../src/index.ts';
import { PROVIDERS } from '../providers.ts';
import { readVectors, type Wycheproof } from './third-party.ts';

interface HkdfVector {
  readonly tcId: number;
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly size: number;
  readonly okm: string;
  readonly result: string;
}

const file = readVectors<Wycheproof<HkdfVector>>('wycheproof-hkdf_sha512_test.json');
const vectors = file.testGroups.flatMap((group) => group.tests);

describe('Wycheproof: HKDF-SHA-512', () => {
  let ran = 0;

  it.each(PROVIDERS)('$name passes every vector', async (provider) => {
    for (const vector of vectors) {
      const [ikm, salt, info] = [fromHex(vector.ikm), fromHex(vector.salt), fromHex(vector.info)];
      const whole = hkdf(ikm, salt, info, vector.size, provider);
      const stepwise = hkdfExtract(salt, ikm, provider).then((prk) =>
        hkdfExpand(prk, info, vector.size, provider),
      );
      if (vector.result === 'valid') {
        expect(toHex(await whole), `vector ${vector.tcId}`).toBe(vector.okm);
        expect(await stepwise).toEqual(await whole);
      } else {
        expect(vector.result).toBe('invalid');
        await expect(whole, `vector ${vector.tcId}`).rejects.toThrow(RangeError);
        await expect(stepwise, `vector ${vector.tcId}`).rejects.toThrow(RangeError);
      }
      ran++;
    }
  });

  it('ran every vector of the file on every provider', () => {
    expect(ran).toBe(PROVIDERS.length * file.numberOfTests);
  });
});
