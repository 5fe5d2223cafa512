// Runs the notes of test-vectors/realm-descriptor/notes.json; which signers may be pinned is run where that is decided.

import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { parseVerifierKey, type VerifierKey, verifySignedNote } from '../../src/index.ts';

interface NoteVector extends TestVector {
  readonly verifiers: readonly string[];
  readonly note: string;
  readonly text: string;
  readonly verifiedBy: readonly string[];
}

const suite = loadVectors<NoteVector>('realm-descriptor/notes.json');

describe('test-vectors/realm-descriptor, notes', () => {
  it.each(suite.of('note'))('$id', async (vector) => {
    suite.ran(vector);
    const verifiers = vector.verifiers.map((text) => parseVerifierKey(text));
    let verified: { text: string; verifiedBy: VerifierKey[] } | undefined;
    const outcome = await outcomeOf(() => {
      verified = verifySignedNote(fromHex(vector.note), verifiers);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(verified!.text).toBe(vector.text);
    expect(verified!.verifiedBy.map(({ name }) => name)).toEqual(vector.verifiedBy);
  });

  it('ran every note', () => {
    const others = suite.vectors.filter(({ operation }) => operation !== 'note').map(({ id }) => id);
    expect(others.length).toBeGreaterThan(0);
    expect(suite.missed()).toEqual(others);
  });
});
