// Runs test-vectors/recovery-key: parsing, key ids, secrets, generation, set-up.

import { sha256, xwingPublicKey } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { generateRecoveryKey } from '../../src/derandomized.ts';
import {
  checkRecoveryKeyRows,
  deriveRecoveryKeySecret,
  formatRecoveryKey,
  parseRecoveryKey,
  type RecoveryKey,
} from '../../src/index.ts';

interface RecoveryKeyVector extends TestVector {
  readonly text: string;
  readonly material: string;
  readonly rows: readonly string[];
  readonly keyId: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly salt: string;
  readonly secret: string;
  readonly publicKeySha256: string;
  readonly random: string;
  readonly answers: readonly { readonly row: number; readonly text: string }[];
}

const suite = loadVectors<RecoveryKeyVector>('recovery-key/recovery-key.json');

function expectKey(key: RecoveryKey, { material, rows }: RecoveryKeyVector): void {
  expect(new TextDecoder().decode(key.digits.expose())).toBe(material);
  expect(formatRecoveryKey(key).replaceAll(' ', '').split('\n')).toEqual(rows);
}

/** The outcome of `work`, and that its error says what the vector says. */
async function expectOutcome(vector: RecoveryKeyVector, work: () => unknown): Promise<void> {
  let failure: unknown;
  const outcome = await outcomeOf(async () => {
    try {
      await work();
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  expect(outcome).toBe(expectedOutcome(vector));
  if (vector.details !== undefined && isMunimentError(failure))
    expect(failure.details).toMatchObject(vector.details);
}

describe('test-vectors/recovery-key', () => {
  it.each(suite.of('parse'))('$id', async (vector) => {
    suite.ran(vector);
    let key: RecoveryKey | undefined;
    await expectOutcome(vector, async () => {
      key = await parseRecoveryKey(vector.text);
    });
    if (vector.result === 'invalid') return;
    expectKey(key!, vector);
    expect(key!.keyId).toBe(vector.keyId);
  });

  it.each(suite.of('secret'))('$id', async (vector) => {
    suite.ran(vector);
    const key = await parseRecoveryKey(vector.rows.join(' '));
    expectKey(key, vector);
    expect(key.keyId).toBe(vector.keyId);
    const secret = await deriveRecoveryKeySecret(key, fromHex(vector.salt));
    expect(toHex(secret.expose())).toBe(vector.secret);
    expect(toHex(await sha256(await xwingPublicKey(secret)))).toBe(vector.publicKeySha256);
  });

  it.each(suite.of('generate'))('$id', async (vector) => {
    suite.ran(vector);
    const stream = fromHex(vector.random);
    let at = 0;
    const key = await generateRecoveryKey((length) => {
      at += length;
      return stream.slice(at - length, at);
    });
    expectKey(key, vector);
    expect(at).toBe(stream.length);
  });

  it.each(suite.of('check'))('$id', async (vector) => {
    suite.ran(vector);
    const key = await parseRecoveryKey(vector.rows.join(' '));
    await expectOutcome(vector, () => checkRecoveryKeyRows(key, vector.answers));
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
