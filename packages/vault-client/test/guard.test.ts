import { describe, expect, it } from 'vitest';
import { reviewVault, type VaultView } from '../src/index.ts';

const OWNER = new Uint8Array(32).fill(1);
const VIEW: VaultView = {
  version: 9n,
  phase: 'active',
  lastGeneration: 3n,
  active: { number: 3n, ksf: 'x', sinceMs: 50n, untilMs: 0n },
  previous: undefined,
  staged: undefined,
  attempts: 0,
  unacknowledged: 0,
  notBeforeMs: 0n,
  frozenUntilMs: 0n,
  deleteAtMs: 0n,
  destroyedMs: 0n,
  lastAttemptMs: 0n,
  lastSuccessMs: 0n,
  owner: OWNER,
  anchor: undefined,
  timeMs: 1000,
  attemptsLeft: 10,
  waitUntilMs: undefined,
};
const EXPECTED = { generation: 3n, ownerPublicKey: OWNER };
const NONE = { active: undefined, owner: new Uint8Array(0) };

function review(changes: Partial<VaultView>, more: Partial<Parameters<typeof reviewVault>[1]> = {}) {
  return reviewVault({ ...VIEW, ...changes }, { ...EXPECTED, ...more });
}

describe('the review of a status', () => {
  it('is silent when all is well', () => {
    expect(review({})).toEqual([]);
    expect(review({}, { previousStatus: VIEW })).toEqual([]);
    expect(review({ attempts: 1 })).toEqual([]);
    expect(review({ frozenUntilMs: 1000n })).toEqual([]);
  });

  it('tells guesses', () => {
    const view = { attempts: 2, unacknowledged: 3, attemptsLeft: 8, lastAttemptMs: 7n, lastSuccessMs: 6n };
    expect(review(view)).toEqual([
      {
        kind: 'guesses',
        attempts: 2,
        unacknowledged: 3,
        attemptsLeft: 8,
        lastAttemptMs: 7,
        lastSuccessMs: 6,
      },
    ]);
  });

  // VAULT-037
  it('tells what somebody else has done', () => {
    expect(review({}, { generation: 2n })).toEqual([
      { kind: 'generation', expected: 2n, active: 3n, sinceMs: 50 },
    ]);
    expect(review({ owner: new Uint8Array(32).fill(2) })).toEqual([{ kind: 'owner' }]);
    const previous = { number: 2n, ksf: 'x', sinceMs: 0n, untilMs: 77n };
    expect(review({ previous })).toEqual([{ kind: 'previous', generation: 2n, untilMs: 77 }]);
    expect(review({ previous }, { ownGenerations: [2n] })).toEqual([]);
    const staged = { number: 4n, ksf: 'x', sinceMs: 0n, untilMs: 88n };
    expect(review({ staged })).toEqual([{ kind: 'staged', generation: 4n, untilMs: 88 }]);
    expect(review({ staged }, { ownGenerations: [4n] })).toEqual([]);
    // Replaced by somebody else, so that the own one is the previous one.
    const own = { ...previous, number: 3n };
    expect(review({ active: { ...VIEW.active!, number: 4n }, previous: own })).toEqual([
      { kind: 'generation', expected: 3n, active: 4n, sinceMs: 50 },
    ]);
  });

  it('tells what is closed, ends or ended', () => {
    expect(review({ deleteAtMs: 5000n })).toEqual([{ kind: 'deletion-pending', atMs: 5000 }]);
    expect(review({ frozenUntilMs: 1001n })).toEqual([{ kind: 'frozen', untilMs: 1001 }]);
    expect(review({ phase: 'erased', destroyedMs: 900n })).toEqual([{ kind: 'destroyed', atMs: 900 }]);
    expect(review({ ...NONE, phase: 'none' })).toEqual([{ kind: 'no-record' }]);
    const staged = { number: 3n, ksf: 'x', sinceMs: 0n, untilMs: 88n };
    expect(review({ ...NONE, phase: 'staged', staged })).toEqual([{ kind: 'no-record' }]);
  });

  it('tells a realm that went back, and what it cannot promise', () => {
    const rolledBack = [{ kind: 'rolled-back', version: 9n, seen: 10n }];
    expect(review({}, { previousStatus: { version: 10n, lastGeneration: 3n } })).toEqual(rolledBack);
    expect(review({}, { previousStatus: { version: 9n, lastGeneration: 4n } })).toEqual([
      { kind: 'rolled-back', version: 9n, seen: 9n },
    ]);
    const realm = (rollback: string, isOneParty: boolean) =>
      ({ descriptor: { rollback }, isOneParty }) as never;
    expect(review({}, { vault: realm('protected', false) })).toEqual([]);
    expect(review({}, { vault: realm('unprotected', true) })).toEqual([
      { kind: 'rollback-unprotected' },
      { kind: 'one-party' },
    ]);
  });
});
