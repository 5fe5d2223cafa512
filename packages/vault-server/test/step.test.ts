// The realm's step, request by request: every row of its table, every outcome, every time limit to the millisecond, and long
// random histories beside a reference that is written as plainly as possible. OPAQUE and signatures are symbols.

import { count } from '@muniment/test-kit';
import type { VaultAnchor, VaultOperation, VaultPhase, VaultRecord } from '@muniment/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ABANDON_MS,
  age,
  CANCEL_INTERVAL_MS,
  DELETE_MS,
  erasesKeys,
  LOGIN_MS,
  PREVIOUS_MS,
  RELEASE_MS,
  type RealmOperation,
  type RealmPolicy,
  STAGE_MS,
  type StepResult,
  step,
  TRANSITIONS,
} from '../src/step.ts';
import {
  bytes,
  ke1Symbol,
  ke3Symbol,
  oprfKeySymbol,
  recordText,
  type Signers,
  SYMBOLIC_CRYPTO,
  send,
  sessionKeySymbol,
  text,
} from './model/symbols.ts';

const MINUTE_MS = 60_000n;
const HOUR_MS = 60n * MINUTE_MS;
const DAY_MS = 24n * HOUR_MS;
const START_MS = 1_000n * DAY_MS;
const WAITS_MS = [0n, 0n, 0n, 0n, MINUTE_MS, HOUR_MS, DAY_MS, 2n * DAY_MS, 3n * DAY_MS, 3n * DAY_MS];
const POLICY: RealmPolicy = { limit: 10, waitsMs: WAITS_MS.map(Number), unacknowledgedLimit: 30 };
const PATIENT: RealmPolicy = { ...POLICY, waitsMs: POLICY.waitsMs.map(() => 0) };
const NO_BYTES = new Uint8Array(0);

/** A login as its client remembers it. */
interface Login {
  readonly id: Uint8Array;
  readonly ke2: string;
  readonly ke3: Uint8Array;
  readonly session: string;
}

/** One account, whose record is written whenever a step says so. */
class Account {
  record: VaultRecord | undefined;
  nowMs = START_MS;
  policy = PATIENT;
  last: StepResult = { outcome: 'ok' };

  constructor(policy = PATIENT) {
    this.policy = policy;
  }

  get current(): VaultRecord {
    return age(this.record, this.nowMs);
  }

  ask(content: RealmOperation, signers: Signers = {}): string {
    const before = this.record === undefined ? '' : recordText(this.record);
    this.last = step(this.record, send('', content, signers).request, {
      nowMs: this.nowMs,
      policy: this.policy,
      crypto: SYMBOLIC_CRYPTO,
    });
    expect(this.record === undefined ? '' : recordText(this.record)).toBe(before);
    if (this.last.write !== undefined) this.record = this.last.write;
    return this.last.outcome;
  }

  stage(password: string, options: { by?: string; owner?: string; anchor?: VaultAnchor } = {}): string {
    const { by = 'oA', owner = 'oA', anchor } = options;
    const { version, lastGeneration } = this.current;
    const generation = lastGeneration + 1n;
    const body = {
      version,
      generation,
      ksf: 'k',
      oprfKey: bytes(oprfKeySymbol(generation)),
      record: bytes(`record of ${password}`),
      releaseSecret: bytes(`release ${generation}`),
      owner: bytes(owner),
      anchor,
    };
    return this.ask({ operation: 'stage', body }, { owner: by, newOwner: owner });
  }

  commit(options: { by?: string; login?: Login } = {}): string {
    const { by = 'oA', login } = options;
    const { version, lastGeneration, staged } = this.current;
    return this.ask(
      { operation: 'commit', body: { version, generation: lastGeneration, loginId: login?.id ?? NO_BYTES } },
      {
        owner: by,
        newOwner: staged === undefined ? 'oA' : text(staged.owner),
        session: login?.session,
      },
    );
  }

  register(password = 'pw1'): this {
    expect([this.stage(password), this.commit()]).toEqual(['ok', 'ok']);
    return this;
  }

  loginContent(password: string, generation = this.current.active?.number ?? 1n): RealmOperation {
    const { version } = this.current;
    return {
      operation: 'login',
      body: { version, generation, ke1: bytes(ke1Symbol('B', password, `v${version}`)) },
    };
  }

  /** The outcome, or the login that was begun. */
  login(password: string, generation?: bigint): Login | string {
    const content = this.loginContent(password, generation);
    if (this.ask(content) !== 'ok') return this.last.outcome;
    const ke2 = text(this.last.ke2!);
    const ke3 = ke3Symbol(ke2, password);
    return { id: send('', content).request.digest, ke2, ke3: bytes(ke3), session: sessionKeySymbol(ke3) };
  }

  begun(password: string, generation?: bigint): Login {
    const login = this.login(password, generation);
    if (typeof login === 'string') throw new Error(login);
    return login;
  }

  finish({ id, ke3 }: Pick<Login, 'id' | 'ke3'>): string {
    return this.ask({ operation: 'finish', body: { loginId: id, ke3 } });
  }

  right(password = 'pw1', generation?: bigint): Login {
    const login = this.begun(password, generation);
    expect(this.finish(login)).toBe('ok');
    return login;
  }

  change(operation: 'acknowledge' | 'abandon' | 'cancel', by = 'oA'): string {
    return this.ask({ operation, body: { version: this.current.version } }, { owner: by });
  }

  freeze(durationMs: bigint, by = 'oA'): string {
    return this.ask(
      { operation: 'freeze', body: { version: this.current.version, durationMs } },
      { owner: by },
    );
  }

  delete(options: { by?: string; login?: Login } = {}): string {
    const { by = 'oA', login } = options;
    return this.ask(
      { operation: 'delete', body: { version: this.current.version, loginId: login?.id ?? NO_BYTES } },
      { owner: by, session: login?.session },
    );
  }

  revert(generation: bigint, login: Login, owner = 'oB'): string {
    return this.ask(
      {
        operation: 'revert',
        body: { version: this.current.version, generation, loginId: login.id, owner: bytes(owner) },
      },
      { newOwner: owner, session: login.session },
    );
  }

  owner(owner: string, by = 'oA'): string {
    return this.ask(
      { operation: 'owner', body: { version: this.current.version, owner: bytes(owner) } },
      { owner: by, newOwner: owner },
    );
  }

  anchor(expected: VaultAnchor | undefined, next: VaultAnchor): string {
    return this.ask(
      { operation: 'anchor', body: { version: this.current.version, expected, next } },
      { owner: 'oA' },
    );
  }

  destroy(): this {
    while (this.current.phase === 'active') this.begun('wrong');
    return this;
  }
}

function head(sequence: bigint, name = `head ${sequence}`, keyring = 1n): VaultAnchor {
  return {
    sequence,
    snapshotId: bytes(name),
    keyringGeneration: keyring,
    keyringHash: bytes(`keyring ${keyring}`),
  };
}

describe('attempts', () => {
  it('are four with a clock that stands still', () => {
    const account = new Account(POLICY).register();
    for (let i = 0; i < 4; i++) account.begun('wrong');
    expect(account.login('wrong')).toBe('wait');
    expect(account.current.attempts).toBe(4);
    expect(account.current.notBeforeMs).toBe(START_MS + MINUTE_MS);
  });

  it('are ten with a clock that goes on, each after its wait and not a millisecond before', () => {
    const account = new Account(POLICY).register();
    for (const wait of WAITS_MS) {
      if (wait > 0n) {
        account.nowMs += wait - 1n;
        expect(account.login('wrong')).toBe('wait');
        account.nowMs += 1n;
      }
      account.begun('wrong');
    }
    expect(account.nowMs - START_MS).toBe(217n * HOUR_MS + MINUTE_MS);
    expect(account.current.phase).toBe('erased');
    expect(account.current.destroyedMs).toBe(account.nowMs);
    account.nowMs += 1_000n * DAY_MS;
    expect(account.login('pw1', 1n)).toBe('destroyed');
  });

  it('the tenth erases the key in its own write, and can still be right', () => {
    const account = new Account().register();
    for (let i = 0; i < 9; i++) account.begun('wrong');
    const login = account.begun('pw1');
    const { active, phase } = account.record!;
    expect([phase, active!.oprfKey.length, active!.record.length]).toEqual(['erased', 0, 0]);
    expect(account.finish(login)).toBe('ok');
    expect(text(account.last.releaseSecret!)).toBe('release 1');
    expect(account.current.phase).toBe('erased');
  });

  it('begin anew after a right login, and the total does not', () => {
    const account = new Account().register();
    for (let stretch = 0; stretch < 3; stretch++) {
      for (let i = 0; i < 8; i++) account.begun('wrong');
      account.right();
      expect([account.current.attempts, account.current.unacknowledged]).toEqual([0, 8 * (stretch + 1)]);
    }
    for (let i = 0; i < 6; i++) account.begun('wrong');
    expect(account.current.unacknowledged).toBe(30);
    expect(account.login('pw1')).toBe('locked');
    expect(account.change('acknowledge')).toBe('ok');
    expect(typeof account.login('pw1')).not.toBe('string');
  });

  it('stay on the total when the owner acknowledges while their logins can still be finished', () => {
    const account = new Account().register();
    const open = account.begun('pw1');
    expect(account.change('acknowledge')).toBe('ok');
    expect(account.current.unacknowledged).toBe(1);
    account.begun('wrong');
    expect(account.finish(open)).toBe('ok');
    expect(account.current.unacknowledged).toBe(1);
  });

  it('are shared by two generations, and a right login at the new one gives back only itself', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    for (let i = 0; i < 5; i++) account.begun('wrong', 1n);
    account.nowMs += 1n;
    account.right('pw2', 2n);
    expect(account.current.attempts).toBe(5);
    // In the same millisecond as another right login nothing is given back.
    account.right('pw2', 2n);
    expect(account.current.attempts).toBe(6);
    account.right('pw1', 1n);
    expect([account.current.attempts, account.current.notBeforeMs]).toEqual([0, 0n]);
  });

  it('a right login at the new generation does not end the wait of the old one', () => {
    const account = new Account(POLICY).register();
    account.stage('pw2');
    account.commit();
    for (let i = 0; i < 3; i++) account.begun('wrong', 1n);
    account.nowMs += 1n;
    account.right('pw2', 2n);
    expect(account.current.attempts).toBe(3);
    expect(account.login('wrong', 1n)).toBe('wait');
  });
});

describe('pending logins', () => {
  it('are answered alike when the same bytes come again, at no cost', () => {
    const account = new Account().register();
    const content = account.loginContent('pw1');
    account.ask(content);
    const { write, ke2 } = account.last;
    account.begun('wrong');
    const before = recordText(account.record!);
    expect(account.ask(content)).toBe('ok');
    expect(account.last.ke2).toEqual(ke2);
    expect(recordText(account.last.write!)).toBe(before);
    expect(write!.attempts).toBe(1);
  });

  // OPAQUE-062, VAULT-024
  it('test one KE3, and give the release secret again for the same right one', () => {
    const account = new Account().register();
    const wrong = account.begun('wrong');
    expect(account.finish(wrong)).toBe('wrong');
    expect(account.last.releaseSecret).toBeUndefined();
    expect(account.finish({ ...wrong, ke3: bytes(ke3Symbol(wrong.ke2, 'pw1')) })).toBe('no-login');
    const right = account.right();
    account.begun('wrong');
    const before = recordText(account.record!);
    expect(account.finish(right)).toBe('ok');
    expect(text(account.last.releaseSecret!)).toBe('release 1');
    expect(recordText(account.record!)).toBe(before);
    expect(account.finish({ ...right, ke3: bytes('another') })).toBe('no-login');
    expect(account.last.write).toBeUndefined();
  });

  it('are ten at most, and the one longest ago gives way', () => {
    const account = new Account().register();
    const first = account.begun('pw1');
    for (let i = 0; i < 8; i++) account.begun('wrong');
    expect(account.finish(first)).toBe('ok');
    for (let i = 0; i < 9; i++) account.begun('wrong');
    expect(account.current.logins).toHaveLength(10);
    expect(account.finish(first)).toBe('ok');
    account.begun('wrong');
    expect(account.current.logins).toHaveLength(10);
    expect(account.finish(first)).toBe('no-login');
  });

  it('give the secret of their own generation', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    account.right('pw1', 1n);
    expect(text(account.last.releaseSecret!)).toBe('release 1');
    account.right('pw2', 2n);
    expect(text(account.last.releaseSecret!)).toBe('release 2');
  });
});

describe('rule 7: replacing', () => {
  it('with the old password ends the old generation at once', () => {
    const account = new Account().register();
    const login = account.right();
    account.stage('pw2');
    expect(account.commit({ login })).toBe('ok');
    expect(account.current.previous).toBeUndefined();
    expect(account.login('pw1', 1n)).toBe('other-generation');
    account.right('pw2', 2n);
  });

  it('with the owner key alone keeps it 72 h, and the new one works at once', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    account.right('pw2', 2n);
    account.nowMs += PREVIOUS_MS - 1n;
    account.right('pw1', 1n);
    account.nowMs += 1n;
    expect(account.login('pw1', 1n)).toBe('other-generation');
  });

  it('again, by a thief, does not push out what the owner knows, nor give it less or more time', () => {
    const account = new Account().register();
    account.stage('pwX', { owner: 'oX' });
    account.commit();
    const until = account.current.previous!.untilMs;
    account.nowMs += HOUR_MS;
    account.stage('pwY', { by: 'oX', owner: 'oX' });
    expect(account.commit({ by: 'oX' })).toBe('ok');
    expect(account.current.previous).toMatchObject({ number: 1n, untilMs: until });
    expect(account.current.active!.number).toBe(3n);
  });

  it('is taken back by the old password, which names another owner key', () => {
    const account = new Account().register();
    account.stage('pwX', { owner: 'oX' });
    account.commit();
    account.stage('pwY', { by: 'oX', owner: 'oX' });
    const login = account.right('pw1', 1n);
    expect(account.revert(2n, login)).toBe('other-generation');
    expect(account.revert(1n, login)).toBe('ok');
    const { owner, active, previous, staged } = account.current;
    expect([text(owner), active!.number, active!.untilMs, previous, staged]).toEqual([
      'oB',
      1n,
      0n,
      undefined,
      undefined,
    ]);
    expect(account.freeze(HOUR_MS, 'oX')).toBe('signature');
    expect(account.freeze(HOUR_MS, 'oB')).toBe('ok');
  });

  it('cannot be taken back by the new password, an open login or another key', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    const open = account.begun('pw1', 1n);
    expect(account.revert(1n, open)).toBe('no-login');
    expect(account.revert(1n, { ...open, id: NO_BYTES })).toBe('no-login');
    expect(account.finish(open)).toBe('ok');
    expect(account.revert(1n, { ...open, session: 'another' })).toBe('wrong');
    expect(account.revert(1n, account.right('pw2', 2n))).toBe('other-generation');
    expect(account.revert(1n, open)).toBe('ok');
  });

  it('cannot be made final by a freeze', () => {
    const account = new Account().register();
    account.freeze(PREVIOUS_MS);
    expect(account.login('pw1')).toBe('frozen');
    account.stage('pwX');
    account.commit();
    expect(account.login('pwX', 2n)).toBe('frozen');
    account.right('pw1', 1n);
    const deleted = new Account().register();
    deleted.freeze(DELETE_MS);
    deleted.delete();
    deleted.right();
    expect(deleted.current.deleteAtMs).toBe(0n);
    expect(deleted.login('pw1')).toBe('frozen');
  });
});

describe('rule 9: outcomes are told apart', () => {
  it('no record, another generation, wait, frozen, locked, destroyed, wrong', () => {
    expect(new Account().login('pw1')).toBe('no-record');
    const account = new Account(POLICY).register();
    expect(account.login('pw1', 2n)).toBe('other-generation');
    account.freeze(HOUR_MS);
    expect(account.login('pw1')).toBe('frozen');
    account.freeze(0n);
    expect(account.finish(account.begun('wrong'))).toBe('wrong');
    for (let i = 0; i < 3; i++) account.begun('wrong');
    expect(account.login('pw1')).toBe('wait');
    account.policy = { ...PATIENT, unacknowledgedLimit: 4 };
    expect(account.login('pw1')).toBe('locked');
    expect(new Account().register().destroy().login('pw1')).toBe('destroyed');
  });

  it('frozen comes before locked, and locked before wait', () => {
    const account = new Account({ ...POLICY, unacknowledgedLimit: 4 }).register();
    for (let i = 0; i < 4; i++) account.begun('wrong');
    expect(account.login('pw1')).toBe('locked');
    account.freeze(HOUR_MS);
    expect(account.login('pw1')).toBe('frozen');
  });
});

describe('rule 10: an owner key that is absent verifies nothing', () => {
  it('in any phase', () => {
    const account = new Account().register();
    account.nowMs += 1n;
    account.record = { ...account.record!, owner: NO_BYTES };
    expect(account.freeze(HOUR_MS, '')).toBe('signature');
  });
});

const PHASES: readonly VaultPhase[] = ['none', 'staged', 'active', 'erased'];
const OPERATIONS: readonly VaultOperation[] = [
  'stage',
  'commit',
  'login',
  'finish',
  'acknowledge',
  'freeze',
  'abandon',
  'cancel',
  'anchor',
  'owner',
  'revert',
  'delete',
];

/** An account in a phase, with all that an operation can need: a staged and a previous generation, a right login, a deletion. */
function accountIn(phase: VaultPhase): { account: Account; login: Login | undefined } {
  const account = new Account();
  if (phase === 'staged') account.stage('pw1');
  if (phase === 'none' || phase === 'staged') return { account, login: undefined };
  account.register();
  account.stage('pw2');
  account.commit();
  account.stage('pw3');
  if (phase === 'erased') while (account.current.attempts < 9) account.begun('wrong');
  const login = account.right('pw1', 1n);
  account.change('abandon');
  return { account, login };
}

/** An operation that is in order, signed by `signers` of the table. */
function contentOf(account: Account, login: Login | undefined, operation: VaultOperation): RealmOperation {
  const { version, lastGeneration, active } = account.current;
  const loginId = login?.id ?? NO_BYTES;
  switch (operation) {
    case 'status':
      return { operation };
    case 'stage':
      return {
        operation,
        body: {
          version,
          generation: lastGeneration + 1n,
          ksf: 'k',
          oprfKey: bytes(oprfKeySymbol(lastGeneration + 1n)),
          record: bytes('record of pw9'),
          releaseSecret: bytes('release 9'),
          owner: bytes('oN'),
          anchor: undefined,
        },
      };
    case 'commit':
      return { operation, body: { version, generation: lastGeneration, loginId: NO_BYTES } };
    case 'login':
      return account.loginContent('pw1', active?.number);
    case 'finish':
      return { operation, body: { loginId, ke3: login?.ke3 ?? bytes('KE3') } };
    case 'acknowledge':
    case 'abandon':
    case 'cancel':
      return { operation, body: { version } };
    case 'freeze':
      return { operation, body: { version, durationMs: HOUR_MS } };
    case 'anchor':
      return { operation, body: { version, expected: undefined, next: head(1n) } };
    case 'owner':
      return { operation, body: { version, owner: bytes('oN') } };
    case 'revert':
      return { operation, body: { version, generation: 1n, loginId, owner: bytes('oN') } };
    case 'delete':
      return { operation, body: { version, loginId: NO_BYTES } };
  }
}

describe('the table', () => {
  const signersOf = (operation: VaultOperation, login: Login | undefined): Signers => ({
    owner: 'oA',
    newOwner: operation === 'commit' ? 'oA' : 'oN',
    session: operation === 'revert' ? login?.session : undefined,
  });

  for (const phase of PHASES) {
    for (const operation of OPERATIONS) {
      const row = TRANSITIONS.find((each) => each.phase === phase && each.operation === operation);
      const name = `${phase}: ${operation}`;
      if (row === undefined) {
        it(`${name} is refused`, () => {
          const { account, login } = accountIn(phase);
          const outcome = account.ask(contentOf(account, login, operation), signersOf(operation, login));
          const isEmpty = phase === 'none' || phase === 'staged';
          const expected =
            operation === 'login' && phase === 'erased'
              ? 'destroyed'
              : operation === 'finish'
                ? 'no-login'
                : isEmpty
                  ? 'no-record'
                  : 'refused';
          expect(outcome).toBe(expected);
          expect(account.last.write).toBeUndefined();
        });
        continue;
      }
      it(`${name} is done`, () => {
        const { account, login } = accountIn(phase);
        // An abandonment that waits is not waited for twice.
        if (operation === 'abandon') account.record = { ...account.record!, deleteAtMs: 0n };
        const { version } = account.current;
        const content = contentOf(account, login, operation);
        const isRepeated = operation === 'finish';
        if (!isRepeated) {
          const stale = {
            ...content,
            body: { ...('body' in content && content.body), version: version + 1n },
          };
          expect(account.ask(stale as RealmOperation, signersOf(operation, login))).toBe('conflict');
          expect(account.last.write).toBeUndefined();
        }
        expect(account.ask(content, signersOf(operation, login))).toBe('ok');
        expect(row.next).toContain(account.current.phase);
        expect(account.current.version).toBe(isRepeated ? version : version + 1n);
        // VAULT-003: the same bytes are answered alike, and change nothing.
        const before = recordText(account.record!);
        expect(account.ask(content)).toBe('ok');
        expect(recordText(account.last.write!)).toBe(before);
      });
      for (const missing of row.signed) {
        it(`${name} is refused without ${missing}`, () => {
          const { account, login } = accountIn(phase);
          const key = missing === 'owner' ? 'owner' : missing === 'new-owner' ? 'newOwner' : 'session';
          for (const other of [undefined, 'oX']) {
            const signers = { ...signersOf(operation, login), [key]: other };
            const outcome = account.ask(contentOf(account, login, operation), signers);
            expect(outcome).toBe(missing === 'login' ? 'wrong' : 'signature');
            expect(account.last.write).toBeUndefined();
          }
        });
      }
    }
  }

  it('has each row that can be reached, and each next phase', () => {
    const account = new Account().register();
    const login = account.right();
    expect(account.delete({ login })).toBe('ok');
    expect(account.current.phase).toBe('none');
    expect(new Account().register().destroy().current.phase).toBe('erased');
    expect(TRANSITIONS).toHaveLength(new Set(TRANSITIONS.map((row) => `${row.phase} ${row.operation}`)).size);
  });
});

describe('staging and committing', () => {
  it('takes the next generation only, and commits only what is staged', () => {
    const account = new Account().register();
    const { version } = account.current;
    const content = contentOf(account, undefined, 'stage');
    if (content.operation !== 'stage') throw new Error();
    for (const generation of [1n, 3n]) {
      const other: RealmOperation = { operation: 'stage', body: { ...content.body, generation } };
      expect(account.ask(other, { owner: 'oA', newOwner: 'oN' })).toBe('other-generation');
    }
    account.stage('pw2');
    for (const generation of [1n, 3n]) {
      const body = { version: version + 1n, generation, loginId: NO_BYTES };
      expect(account.ask({ operation: 'commit', body }, { owner: 'oA', newOwner: 'oA' })).toBe(
        'other-generation',
      );
    }
    expect(account.login('pw2', 2n)).toBe('other-generation');
  });

  it('goes on with the count where it is, and from none after destruction', () => {
    const account = new Account(POLICY).register();
    for (let i = 0; i < 4; i++) account.begun('wrong');
    account.stage('pw2');
    account.commit();
    expect([account.current.attempts, account.current.notBeforeMs]).toEqual([4, START_MS + MINUTE_MS]);
    account.policy = PATIENT;
    account.nowMs += HOUR_MS;
    account.destroy();
    account.stage('pw3');
    account.commit();
    const { phase, attempts, unacknowledged, destroyedMs, previous, logins } = account.current;
    expect([phase, attempts, unacknowledged, destroyedMs, previous, logins]).toEqual([
      'active',
      0,
      10,
      0n,
      undefined,
      [],
    ]);
  });

  it('forgets what was staged when the owner key changes', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.owner('oB');
    expect(account.current.staged).toBeUndefined();
    expect(account.commit({ by: 'oB' })).toBe('other-generation');
  });

  it('takes the anchor of the generation, or leaves the one there is', () => {
    const account = new Account().register();
    account.anchor(undefined, head(7n));
    account.stage('pw2');
    account.commit();
    expect(account.current.anchor).toEqual(head(7n));
    account.stage('pw3', { anchor: head(1n) });
    expect(account.current.anchor).toEqual(head(7n));
    account.commit();
    expect(account.current.anchor).toEqual(head(1n));
  });
});

describe('giving up and deleting', () => {
  it('abandoning deletes after seven days and keeps the counts until then', () => {
    const account = new Account().register();
    account.begun('wrong');
    expect([account.change('abandon'), account.change('abandon')]).toEqual(['ok', 'refused']);
    expect(account.current.attempts).toBe(1);
    account.nowMs += ABANDON_MS - 1n;
    expect(account.current.phase).toBe('active');
    account.nowMs += 1n;
    expect(account.current.phase).toBe('none');
  });

  it('the owner takes it back once in 90 days, a right login always', () => {
    const account = new Account().register();
    expect(account.change('cancel')).toBe('refused');
    account.change('abandon');
    expect(account.change('cancel')).toBe('ok');
    account.change('abandon');
    expect(account.change('cancel')).toBe('refused');
    account.right();
    expect(account.current.deleteAtMs).toBe(0n);
    account.nowMs += CANCEL_INTERVAL_MS - 1n;
    account.change('abandon');
    expect(account.change('cancel')).toBe('refused');
    account.nowMs += 1n;
    expect(account.change('cancel')).toBe('ok');
  });

  it('DELETE waits 72 h without the password that counts, and never makes a deletion later', () => {
    const account = new Account().register();
    expect(account.delete()).toBe('ok');
    const { deleteAtMs } = account.current;
    expect(deleteAtMs).toBe(account.nowMs + DELETE_MS);
    account.nowMs += HOUR_MS;
    account.delete();
    expect(account.current.deleteAtMs).toBe(deleteAtMs);
    account.nowMs = deleteAtMs - 1n;
    expect(account.current.phase).toBe('active');
    account.nowMs += 1n;
    expect(account.current.phase).toBe('none');
    const abandoned = new Account().register();
    abandoned.change('abandon');
    abandoned.delete();
    expect(abandoned.current.deleteAtMs).toBe(START_MS + DELETE_MS);
  });

  it('the password of the previous generation counts while there is one', () => {
    const account = new Account().register();
    account.stage('pwX');
    account.commit();
    expect(account.delete({ login: account.right('pwX', 2n) })).toBe('ok');
    expect(account.current.phase).toBe('active');
    expect(account.delete({ login: account.right('pw1', 1n) })).toBe('ok');
    expect(account.current.phase).toBe('none');
  });

  it('leaves versions, generations and unacknowledged attempts, and nothing else', () => {
    const account = new Account().register();
    account.begun('wrong');
    account.anchor(undefined, head(3n));
    account.freeze(HOUR_MS);
    account.change('abandon');
    account.change('cancel');
    const { version } = account.current;
    account.change('abandon');
    account.nowMs += ABANDON_MS;
    const left = account.current;
    expect(recordText({ ...left, lastRequest: NO_BYTES })).toBe(
      recordText({
        ...age(undefined, 0n),
        version: version + 1n,
        lastGeneration: 1n,
        unacknowledged: 1,
      }),
    );
    expect(account.login('pw1', 1n)).toBe('no-record');
    account.stage('pw2', { by: 'oB', owner: 'oB' });
    expect(account.current.staged!.number).toBe(2n);
    account.commit({ by: 'oB' });
    expect(account.current.version).toBe(version + 3n);
  });
});

describe('what time does', () => {
  const stateAt = (account: Account, nowMs: bigint): VaultRecord => age(account.record, nowMs);

  it('24 h: staged', () => {
    const first = new Account();
    first.stage('pw1');
    expect(stateAt(first, START_MS + STAGE_MS - 1n).phase).toBe('staged');
    const over = stateAt(first, START_MS + STAGE_MS);
    expect([over.phase, over.staged, over.lastGeneration]).toEqual(['none', undefined, 1n]);
    const second = new Account().register();
    second.stage('pw2');
    expect(stateAt(second, START_MS + STAGE_MS)).toMatchObject({ phase: 'active', staged: undefined });
  });

  it('24 h: pending logins', () => {
    const account = new Account().register();
    account.begun('wrong');
    expect(stateAt(account, START_MS + LOGIN_MS - 1n).logins).toHaveLength(1);
    expect(stateAt(account, START_MS + LOGIN_MS).logins).toHaveLength(0);
    expect(stateAt(account, START_MS + LOGIN_MS).attempts).toBe(1);
  });

  it('24 h: release secrets of a destroyed record', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    account.destroy();
    for (const part of ['active', 'previous'] as const) {
      expect(stateAt(account, START_MS + RELEASE_MS - 1n)[part]!.releaseSecret.length).toBeGreaterThan(0);
      expect(stateAt(account, START_MS + RELEASE_MS)[part]!.releaseSecret).toHaveLength(0);
    }
  });

  it('72 h: the previous generation, with its logins', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    account.nowMs += PREVIOUS_MS - 1n;
    account.begun('wrong', 1n);
    account.begun('wrong', 2n);
    expect(account.current.logins).toHaveLength(2);
    const after = stateAt(account, account.nowMs + 1n);
    expect([after.previous, after.logins.map(({ generation }) => generation)]).toEqual([undefined, [2n]]);
  });

  it('a freeze ends when it ends', () => {
    const account = new Account().register();
    account.freeze(HOUR_MS);
    account.nowMs += HOUR_MS - 1n;
    expect(account.login('pw1')).toBe('frozen');
    account.nowMs += 1n;
    account.right();
    account.freeze(HOUR_MS);
    account.freeze(0n);
    account.right();
  });

  it('is the same in one go or in many, and changes nothing twice', () => {
    const account = new Account().register();
    account.stage('pw2');
    account.commit();
    account.stage('pw3');
    account.begun('wrong');
    account.change('abandon');
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 9n * DAY_MS), { maxLength: 6 }), (times) => {
        const sorted = [...times].sort((a, b) => (a < b ? -1 : 1)).map((ms) => START_MS + ms);
        const last = sorted.at(-1) ?? START_MS;
        const many = sorted.reduce((record, nowMs) => age(record, nowMs), account.record!);
        expect(recordText(age(many, last))).toBe(recordText(age(account.record, last)));
      }),
      { numRuns: count('property') },
    );
  });
});

describe('erasesKeys', () => {
  it('is true where a secret goes and false where it moves or stays', () => {
    const account = new Account().register();
    const erasing = (change: () => void): boolean => {
      const before = account.record;
      change();
      return erasesKeys(before, account.record!);
    };
    expect(erasesKeys(undefined, account.record!)).toBe(false);
    expect(erasing(() => account.stage('pw2'))).toBe(false);
    expect(erasing(() => account.commit())).toBe(false);
    expect(erasing(() => account.begun('wrong'))).toBe(false);
    expect(erasing(() => account.stage('pw3'))).toBe(false);
    expect(erasing(() => account.stage('pw4'))).toBe(true);
    expect(erasing(() => account.revert(1n, account.right('pw1', 1n)))).toBe(true);
    expect(erasing(() => account.destroy())).toBe(true);
    expect(erasesKeys(account.record, age(account.record, START_MS + RELEASE_MS - 1n))).toBe(false);
    expect(erasesKeys(account.record, age(account.record, START_MS + RELEASE_MS))).toBe(true);
  });
});

describe('rule 11: the anchor', () => {
  it('goes forward only, and only from the value named', () => {
    const account = new Account().register();
    expect(account.anchor(head(1n), head(2n))).toBe('anchored');
    expect(account.anchor(undefined, head(5n))).toBe('ok');
    expect(account.anchor(undefined, head(6n))).toBe('anchored');
    expect(account.anchor(head(4n), head(6n))).toBe('anchored');
    expect(account.anchor(head(5n, 'fork'), head(6n))).toBe('anchored');
    expect(account.anchor(head(5n, 'head 5', 2n), head(6n))).toBe('anchored');
    expect(account.anchor({ ...head(5n), keyringHash: bytes('another') }, head(6n))).toBe('anchored');
    expect(account.anchor(head(5n), head(4n))).toBe('anchored');
    expect(account.anchor(head(5n), head(5n, 'fork'))).toBe('anchored');
    expect(account.anchor(head(5n), { ...head(6n), keyringHash: bytes('fork') })).toBe('anchored');
    expect(account.anchor(head(5n), head(6n, 'head 6', 2n))).toBe('ok');
    expect(account.anchor(head(6n, 'head 6', 2n), head(7n))).toBe('anchored');
    expect(account.anchor(head(6n, 'head 6', 2n), head(6n, 'head 6', 3n))).toBe('ok');
    expect(account.current.anchor).toEqual(head(6n, 'head 6', 3n));
  });
});

/** What an account comes to, in as few words as possible: generation n has the password "pw n". */
interface Reference {
  exists: boolean;
  destroyedMs: bigint;
  last: number;
  active: number;
  previous: number;
  previousUntilMs: bigint;
  staged: number;
  stagedUntilMs: bigint;
  attempts: number;
  unacknowledged: number;
  notBeforeMs: bigint;
  frozenUntilMs: bigint;
  deleteAtMs: bigint;
  cancelledMs: bigint;
  lastSuccessMs: bigint;
  logins: { number: number; generation: number; startedMs: bigint; isRight: boolean; state: string }[];
}

type Action =
  | { readonly do: 'pass'; readonly ms: bigint }
  | { readonly do: 'login'; readonly previous: boolean; readonly right: boolean }
  | { readonly do: 'finish'; readonly which: number }
  | { readonly do: 'stage' | 'acknowledge' | 'abandon' | 'cancel' }
  | { readonly do: 'freeze'; readonly ms: bigint }
  | { readonly do: 'commit' | 'delete'; readonly which: number | undefined }
  | { readonly do: 'revert'; readonly which: number };

const EMPTY: Reference = {
  exists: false,
  destroyedMs: 0n,
  last: 0,
  active: 0,
  previous: 0,
  previousUntilMs: 0n,
  staged: 0,
  stagedUntilMs: 0n,
  attempts: 0,
  unacknowledged: 0,
  notBeforeMs: 0n,
  frozenUntilMs: 0n,
  deleteAtMs: 0n,
  cancelledMs: 0n,
  lastSuccessMs: 0n,
  logins: [],
};

function pass(ref: Reference, nowMs: bigint): void {
  if (ref.deleteAtMs > 0n && nowMs >= ref.deleteAtMs)
    Object.assign(ref, { ...EMPTY, last: ref.last, unacknowledged: ref.unacknowledged, logins: [] });
  if (nowMs >= ref.stagedUntilMs) ref.staged = 0;
  if (nowMs >= ref.previousUntilMs) ref.previous = 0;
  ref.logins = ref.logins.filter(
    ({ generation, startedMs }) =>
      nowMs < startedMs + LOGIN_MS && [ref.active, ref.previous].includes(generation),
  );
}

/** The outcome that an action has, and what it does. `begun` is the number that a login gets. */
function refer(ref: Reference, action: Action, { nowMs, policy }: Account, begun: number): string {
  const isDestroyed = ref.destroyedMs > 0n;
  const decisive = ref.previous || ref.active;
  const loginOf = (which: number | undefined) => ref.logins.find(({ number }) => number === which);
  if (!ref.exists && action.do === 'finish') return 'no-login';
  if (!ref.exists && action.do === 'commit') {
    if (ref.staged === 0) return 'no-record';
  } else if (!ref.exists && action.do !== 'stage') return 'no-record';
  if (isDestroyed && action.do === 'login') return 'destroyed';
  if (isDestroyed && (action.do === 'freeze' || action.do === 'revert')) return 'refused';
  switch (action.do) {
    case 'login': {
      const generation = action.previous ? ref.previous : ref.active;
      if (generation === 0) return 'other-generation';
      const isSaved = ref.deleteAtMs > 0n || generation !== ref.active;
      if (nowMs < ref.frozenUntilMs && !isSaved) return 'frozen';
      if (ref.unacknowledged === 30) return 'locked';
      if (nowMs < ref.notBeforeMs) return 'wait';
      ref.attempts++;
      ref.unacknowledged++;
      if (ref.logins.length === 10) ref.logins.shift();
      ref.logins.push({ number: begun, generation, startedMs: nowMs, isRight: action.right, state: 'open' });
      if (ref.attempts === 10) ref.destroyedMs = nowMs;
      ref.notBeforeMs = ref.attempts === 10 ? 0n : nowMs + BigInt(policy.waitsMs[ref.attempts]);
      return 'ok';
    }
    case 'finish': {
      const login = loginOf(action.which);
      if (login === undefined) return 'no-login';
      if (login.state === 'finished') return 'ok';
      ref.logins = ref.logins.filter((each) => each !== login);
      if (!login.isRight) return 'wrong';
      ref.logins.push({ ...login, state: 'finished' });
      ref.unacknowledged--;
      ref.deleteAtMs = 0n;
      if (login.generation === decisive) {
        ref.attempts = 0;
        ref.notBeforeMs = 0n;
      } else if (login.startedMs > ref.lastSuccessMs) ref.attempts--;
      ref.lastSuccessMs = nowMs;
      return 'ok';
    }
    case 'stage':
      ref.staged = ++ref.last;
      ref.stagedUntilMs = nowMs + STAGE_MS;
      return 'ok';
    case 'commit': {
      if (ref.staged === 0) return 'other-generation';
      const login = loginOf(action.which);
      if (action.which !== undefined && login?.state !== 'finished') return 'no-login';
      const isAnew = isDestroyed || !ref.exists;
      if (isAnew)
        Object.assign(ref, { attempts: 0, notBeforeMs: 0n, destroyedMs: 0n, previous: 0, exists: true });
      else if (ref.previous > 0) {
        if (login?.generation === ref.previous) ref.previous = 0;
      } else if (login?.generation !== ref.active) {
        ref.previous = ref.active;
        ref.previousUntilMs = nowMs + PREVIOUS_MS;
      }
      ref.active = ref.staged;
      ref.staged = 0;
      return 'ok';
    }
    case 'acknowledge':
      ref.unacknowledged = ref.logins.filter(({ state }) => state === 'open').length;
      return 'ok';
    case 'freeze':
      ref.frozenUntilMs = action.ms === 0n ? 0n : nowMs + action.ms;
      return 'ok';
    case 'abandon':
      if (ref.deleteAtMs > 0n) return 'refused';
      ref.deleteAtMs = nowMs + ABANDON_MS;
      return 'ok';
    case 'cancel':
      if (ref.deleteAtMs === 0n) return 'refused';
      if (ref.cancelledMs > 0n && nowMs < ref.cancelledMs + CANCEL_INTERVAL_MS) return 'refused';
      ref.deleteAtMs = 0n;
      ref.cancelledMs = nowMs;
      return 'ok';
    case 'delete': {
      const login = loginOf(action.which);
      if (action.which !== undefined && login?.state !== 'finished') return 'no-login';
      const atMs = isDestroyed || login?.generation === decisive ? nowMs : nowMs + DELETE_MS;
      if (ref.deleteAtMs === 0n || atMs < ref.deleteAtMs) ref.deleteAtMs = atMs;
      return 'ok';
    }
    case 'revert': {
      const login = loginOf(action.which);
      if (login?.state !== 'finished') return 'no-login';
      if (ref.previous === 0 || login.generation !== ref.previous) return 'other-generation';
      Object.assign(ref, { active: ref.previous, previous: 0, staged: 0 });
      return 'ok';
    }
    default:
      throw new Error(action.do);
  }
}

/** The same action against the step. */
function act(account: Account, action: Action, logins: readonly Login[]): string {
  const { active, previous, lastGeneration, version } = account.current;
  const login = 'which' in action && action.which !== undefined ? logins[action.which] : undefined;
  switch (action.do) {
    case 'login': {
      const generation = action.previous ? (previous?.number ?? 9_999n) : (active?.number ?? 9_999n);
      const begun = account.login(action.right ? `pw ${generation}` : 'wrong', generation);
      return typeof begun === 'string' ? begun : 'ok';
    }
    case 'finish':
      return account.finish(login!);
    case 'stage':
      return account.stage(`pw ${lastGeneration + 1n}`);
    case 'commit':
      return account.commit(login === undefined ? {} : { login });
    case 'freeze':
      return account.freeze(action.ms);
    case 'delete':
      return account.delete(login === undefined ? {} : { login });
    case 'revert':
      return account.ask(
        {
          operation: 'revert',
          body: { version, generation: previous?.number ?? 9_999n, loginId: login!.id, owner: bytes('oA') },
        },
        { newOwner: 'oA', session: login!.session },
      );
    case 'pass':
      throw new Error('time passes for both');
    default:
      return account.change(action.do);
  }
}

describe('random histories', () => {
  // Counted from the newest login.
  const which = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 1 }) }, fc.nat({ max: 12 }));
  const spans = [1n, MINUTE_MS, HOUR_MS, 25n * HOUR_MS, PREVIOUS_MS, ABANDON_MS, CANCEL_INTERVAL_MS];
  const action: fc.Arbitrary<Action> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(...spans) }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('login' as const),
        previous: fc.boolean(),
        right: fc.boolean(),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('finish' as const), which }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('stage' as const, 'acknowledge', 'abandon', 'cancel') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('freeze' as const),
        ms: fc.constantFrom(0n, HOUR_MS, PREVIOUS_MS),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('commit' as const, 'commit', 'commit', 'delete'),
        which: fc.option(which, { nil: undefined, freq: 2 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('revert' as const), which }) },
  );

  it('have the outcomes and records of a plain reference', () => {
    const seen = new Set<string>();
    const histories = fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.array(action, { maxLength: 120, size: 'max' }),
      (isPatient, isRegistered, actions) => {
        const account = new Account(isPatient ? PATIENT : POLICY);
        const reference: Reference = { ...EMPTY, logins: [] };
        const logins: Login[] = [];
        const both = (each: Action): void => {
          if (each.do === 'pass') {
            account.nowMs += each.ms;
            pass(reference, account.nowMs);
            return;
          }
          const known = 'which' in each && each.which !== undefined && logins.length > 0;
          const named = known ? { ...each, which: logins.length - 1 - (each.which! % logins.length) } : each;
          if ('which' in named && named.which !== undefined && logins.length === 0) return;
          const expected = refer(reference, named, account, logins.length);
          pass(reference, account.nowMs);
          const before = account.current.version;
          expect(act(account, named, logins)).toBe(expected);
          seen.add(`${each.do} ${expected}`);
          if (named.do === 'login' && expected === 'ok') {
            const pending = account.record!.logins.at(-1)!;
            const ke2 = text(pending.ke2);
            const [, password] = ke2.split(',');
            const ke3 = ke3Symbol(ke2, password);
            logins.push({ id: pending.loginId, ke2, ke3: bytes(ke3), session: sessionKeySymbol(ke3) });
          }
          expect(account.current.version >= before).toBe(true);
          expect(projected(account.current)).toEqual(expectedOf(reference));
        };
        if (isRegistered)
          for (const each of ['stage', 'commit'] as const) both({ do: each, which: undefined });
        for (const each of actions) both(each);
      },
    );
    fc.assert(histories, { numRuns: 2 * count('property') });
    // These histories are the same each time, and are known to have all of this.
    fc.assert(histories, { numRuns: 400, seed: 1 });
    for (const each of [
      'login wait',
      'login frozen',
      'login destroyed',
      'finish wrong',
      'revert ok',
      'cancel ok',
    ])
      expect(seen).toContain(each);
  });

  function projected(record: VaultRecord): object {
    return {
      exists: record.phase === 'active' || record.phase === 'erased',
      destroyedMs: record.destroyedMs,
      last: record.lastGeneration,
      active: record.active?.number ?? 0n,
      previous: record.previous?.number ?? 0n,
      staged: record.staged?.number ?? 0n,
      attempts: record.attempts,
      unacknowledged: record.unacknowledged,
      notBeforeMs: record.notBeforeMs,
      frozenUntilMs: record.frozenUntilMs,
      deleteAtMs: record.deleteAtMs,
      logins: record.logins.map(({ generation, startedMs, state }) => ({
        generation,
        startedMs,
        state: state.length > 0 ? 'open' : 'finished',
      })),
      keys: [record.active, record.previous].map((keys) => keys !== undefined && keys.oprfKey.length > 0),
    };
  }

  function expectedOf(ref: Reference): object {
    const isUsable = ref.exists && ref.destroyedMs === 0n;
    return {
      exists: ref.exists,
      destroyedMs: ref.destroyedMs,
      last: BigInt(ref.last),
      active: BigInt(ref.active),
      previous: BigInt(ref.previous),
      staged: BigInt(ref.staged),
      attempts: ref.attempts,
      unacknowledged: ref.unacknowledged,
      notBeforeMs: ref.notBeforeMs,
      frozenUntilMs: ref.frozenUntilMs,
      deleteAtMs: ref.deleteAtMs,
      logins: ref.logins.map(({ generation, startedMs, state }) => ({
        generation: BigInt(generation),
        startedMs,
        state,
      })),
      keys: [isUsable && ref.active > 0, isUsable && ref.previous > 0],
    };
  }
});
