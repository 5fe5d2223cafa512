import { describe, expect, it } from 'vitest';
import { type CobblestoneVector, runCobblestoneVectors } from '../cobblestone-vectors.ts';
import { PROVIDERS } from '../providers.ts';
import { readVectors, type Wycheproof } from './third-party.ts';

const file = readVectors<Wycheproof<CobblestoneVector>>(
  'wycheproof-c2sp_chunked_encryption_aes_256_gcm_test.json',
);
const vectors = file.testGroups.flatMap((group) => group.tests);

describe('Wycheproof: Cobblestone-256', () => {
  const ran: number[] = [];

  it.each(PROVIDERS)(
    '$name passes every vector through every interface',
    { timeout: 120_000 },
    async (provider) => {
      const report = await runCobblestoneVectors(vectors, provider);
      expect(report.checks).toBeGreaterThan(1000);
      ran.push(report.vectors);
    },
  );

  it('ran every vector of the file on every provider', () => {
    expect(ran).toEqual(PROVIDERS.map(() => file.numberOfTests));
    expect(new Set(vectors.map((vector) => vector.tcId)).size).toBe(file.numberOfTests);
  });

  it('notices a vector whose expectation is wrong', async () => {
    const [valid] = vectors;
    const damaged: CobblestoneVector[] = [
      { ...valid, result: 'invalid' },
      { ...valid, msgSha512: '00'.repeat(64) },
      { ...valid, baseNonce: '00'.repeat(12) },
    ];
    for (const vector of damaged) {
      await expect(runCobblestoneVectors([vector], PROVIDERS[0])).rejects.toThrow('vector 1');
    }
  });
});
