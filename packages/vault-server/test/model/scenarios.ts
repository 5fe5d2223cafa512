// The worlds that the model check goes through. Each has a part of what can happen, to its end.

import type { VaultAnchor } from '@muniment/wire';
import { bytes } from './symbols.ts';
import type { Attacker, Client, Faults, Scenario, Task } from './world.ts';

const MINUTE_MS = 60_000n;
const HOUR_MS = 60n * MINUTE_MS;
const DAY_MS = 24n * HOUR_MS;
const START_MS = 1_000n * DAY_MS;

/** Fewer attempts than ten, and no waits: what is checked does not depend on either number. */
const POLICY = { limit: 3, waitsMs: [0, 0, 0], unacknowledgedLimit: 5 };

const REGISTERED: Client = {
  name: 'A',
  owner: 'oA',
  tasks: [
    { do: 'stage', password: 'pw1', owner: 'oA' },
    { do: 'commit', proof: false },
  ],
};
const RECOVERING: readonly Task[] = [{ do: 'login', password: 'pw1' }, { do: 'finish' }];

/** Everything that can be asked for, by someone whose keys are junk here. */
const JUNK: readonly Task[] = [
  { do: 'stage', password: 'pwX', owner: 'oX' },
  { do: 'commit', proof: false },
  { do: 'acknowledge' },
  { do: 'freeze', durationMs: 72n * HOUR_MS },
  { do: 'cancel' },
  { do: 'anchor', next: anchor(9n) },
  { do: 'owner', owner: 'oX' },
  { do: 'revert', owner: 'oX' },
  { do: 'delete', proof: false },
];
/** Someone with a token who guesses. */
const GUESSER: Attacker = {
  keys: ['oX'],
  passwords: ['wrong'],
  finishes: 'none',
  tasks: JUNK,
  lastGeneration: 9n,
};
/** Someone with an unlocked device of the owner, who has replaced the password or wants to. */
const THIEF: Attacker = {
  keys: ['oA'],
  passwords: ['wrong', 'pwX'],
  finishes: 'right',
  tasks: [{ do: 'acknowledge' }],
  lastGeneration: 3n,
};
const THEFT: readonly Task[] = [
  { do: 'stage', password: 'pwX', owner: 'oA' },
  { do: 'commit', proof: false },
];
const B: Client = { name: 'B', tasks: RECOVERING };
const BASE = {
  policy: POLICY,
  times: [START_MS],
  setUp: [REGISTERED],
  clients: [B],
  attacker: GUESSER,
  faults: { flights: 2, unknown: 1 } as Faults,
};

function anchor(sequence: bigint, name = `head ${sequence}`): VaultAnchor {
  return {
    sequence,
    snapshotId: bytes(name),
    keyringGeneration: 1n,
    keyringHash: bytes('keyring'),
  };
}

function owner(...tasks: Task[]): Client {
  return { name: 'A', owner: 'oA', tasks };
}

const REPLACED = owner({ do: 'stage', password: 'pw2', owner: 'oA' }, { do: 'commit', proof: false });

export const SCENARIOS: readonly Scenario[] = [
  {
    ...BASE,
    name: 'register',
    about: 'A registers and logs in, while somebody with the token registers too.',
    setUp: [],
    clients: [{ name: 'A', owner: 'oA', tasks: [...REGISTERED.tasks, ...RECOVERING] }],
    attacker: { ...GUESSER, passwords: [], tasks: JUNK.slice(0, 2), lastGeneration: 2n },
    faults: { flights: 2, unknown: 1, splitsAnswers: true },
  },
  {
    ...BASE,
    name: 'recover',
    about:
      'B recovers with the right password, while the attacker guesses and sends all that a token allows.',
    faults: { flights: 2, unknown: 1, splitsAnswers: true },
    finisher: 'B',
  },
  {
    ...BASE,
    name: 'finish wrong',
    about: 'The same, and the attacker sends its wrong KE3s.',
    attacker: { ...GUESSER, finishes: 'all' },
    faults: { flights: 2, unknown: 0 },
    finisher: 'B',
  },
  {
    ...BASE,
    name: 'acknowledge',
    about: 'The owner acknowledges twice, while B recovers and the attacker guesses.',
    policy: { ...POLICY, unacknowledgedLimit: 3 },
    clients: [B, owner({ do: 'acknowledge' }, { do: 'acknowledge' })],
    faults: { flights: 1, unknown: 0 },
    finisher: 'B',
  },
  {
    ...BASE,
    name: 'replace',
    about: 'The owner replaces the password without the old one, while B recovers with the old one.',
    clients: [B, REPLACED],
    faults: { flights: 1, unknown: 0 },
    finisher: 'B',
  },
  {
    ...BASE,
    name: 'replace in doubt',
    about: 'The same without B, and any one write of it in doubt.',
    clients: [REPLACED],
    faults: { flights: 2, unknown: 1 },
    finisher: 'A',
  },
  {
    ...BASE,
    name: 'replaced',
    about: 'A replaced password, still usable: both generations are guessed at.',
    setUp: [REGISTERED, REPLACED],
    faults: { flights: 1, unknown: 1 },
    finisher: 'B',
  },
  {
    ...BASE,
    name: 'replace with proof',
    about: 'The owner logs in, replaces the password with proof of the old one, and logs in again.',
    clients: [
      owner(
        ...RECOVERING,
        { do: 'stage', password: 'pw2', owner: 'oA' },
        { do: 'commit', proof: true },
        { do: 'login', password: 'pw2' },
        { do: 'finish' },
      ),
    ],
    faults: { flights: 1, unknown: 1 },
  },
  {
    ...BASE,
    name: 'thief',
    about:
      'A thief of the owner key has replaced the password, logs in with its own, and guesses at the old one; B takes the vault back.',
    setUp: [REGISTERED, owner({ do: 'stage', password: 'pwX', owner: 'oA' }, { do: 'commit', proof: false })],
    clients: [{ name: 'B', tasks: [...RECOVERING, { do: 'revert', owner: 'oB' }] }],
    attacker: THIEF,
    changes: 8n,
    faults: { flights: 1, unknown: 0 },
  },
  {
    ...BASE,
    name: 'thief replaces',
    about: 'The thief replaces the password, also twice, while B takes the vault back.',
    clients: [{ name: 'B', tasks: [...RECOVERING, { do: 'revert', owner: 'oB' }] }],
    attacker: { ...THIEF, passwords: ['pwX'], tasks: THEFT },
    changes: 8n,
    faults: { flights: 1, unknown: 0 },
  },
  {
    ...BASE,
    name: 'anchor',
    about: 'Three devices of the owner move the anchor.',
    clients: [
      owner({ do: 'anchor', next: anchor(1n) }, { do: 'anchor', next: anchor(3n) }),
      { ...owner({ do: 'anchor', next: anchor(2n) }, { do: 'anchor', next: anchor(3n, 'fork') }), name: 'C' },
      // It knows no other anchor than the first.
      { ...owner({ do: 'anchor', expected: anchor(1n), next: anchor(4n) }), name: 'D' },
    ],
    attacker: { ...GUESSER, passwords: [] },
  },
  {
    ...BASE,
    name: 'delete',
    about: 'The owner deletes with the password and registers anew.',
    clients: [
      owner(
        ...RECOVERING,
        { do: 'delete', proof: true },
        { do: 'stage', password: 'pw3', owner: 'oA' },
        { do: 'commit', proof: false },
      ),
    ],
    attacker: { ...GUESSER, tasks: JUNK.slice(2) },
    faults: { flights: 1, unknown: 1 },
  },
  {
    ...BASE,
    name: 'destroyed',
    about: 'The owner replaces the password while the attacker destroys what there is.',
    setUp: [REGISTERED],
    clients: [
      owner(
        { do: 'stage', password: 'pw2', owner: 'oA' },
        { do: 'commit', proof: false },
        { do: 'login', password: 'pw2' },
        { do: 'finish' },
      ),
    ],
    faults: { flights: 2, unknown: 1 },
  },
  {
    ...BASE,
    name: 'abandon',
    about: 'The attacker abandons, the owner cancels twice, 90 days pass.',
    times: [0n, 7n, 91n, 98n].map((days) => START_MS + days * DAY_MS),
    clients: [owner({ do: 'cancel' }, { do: 'cancel' })],
    attacker: { ...GUESSER, passwords: [], tasks: [{ do: 'abandon' }, ...JUNK] },
    changes: 7n,
    faults: { flights: 1, unknown: 0 },
  },
  {
    ...BASE,
    name: 'abandon and recover',
    about: 'The attacker abandons and guesses, B recovers before or after.',
    times: [0n, 7n, 8n].map((days) => START_MS + days * DAY_MS),
    attacker: { ...GUESSER, tasks: [{ do: 'abandon' }] },
    changes: 7n,
    faults: { flights: 1, unknown: 0 },
  },
  {
    ...BASE,
    name: 'waits',
    about: 'Attempts with waits, and requests that a slow process works on beyond them.',
    policy: { ...POLICY, waitsMs: [0, 60_000, 3_600_000] },
    times: [0n, 60_000n - 1n, 60_000n, HOUR_MS, HOUR_MS + MINUTE_MS, 25n * HOUR_MS + MINUTE_MS].map(
      (ms) => START_MS + ms,
    ),
    attacker: { ...GUESSER, finishes: 'all' },
    faults: { flights: 1, unknown: 0 },
  },
  {
    ...BASE,
    name: 'deadlines',
    about:
      'A thief freezes, replaces and deletes, and time passes: B can still recover wherever its generation is left.',
    times: [0n, 24n, 72n, 96n, 168n].map((hours) => START_MS + hours * HOUR_MS),
    clients: [B],
    attacker: {
      ...THIEF,
      passwords: [],
      tasks: [...THEFT, { do: 'freeze', durationMs: 72n * HOUR_MS }, { do: 'delete', proof: false }],
      lastGeneration: 2n,
      restsAtEnd: true,
    },
    faults: { flights: 1, unknown: 0 },
    finisher: 'B',
    changes: 5n,
  },
  {
    ...BASE,
    name: 'fail-over',
    about: 'Reads come from a replica that has stopped following.',
    faults: { flights: 1, unknown: 0, lag: true, revisions: 5 },
  },
  {
    ...BASE,
    name: 'fail-over, watched',
    about: 'The same, with a Freshness.',
    faults: { flights: 1, unknown: 0, lag: true, freshness: true, revisions: 4 },
  },
  {
    ...BASE,
    name: 'rollback',
    about:
      'The store is once put back to an older copy: the attempts that the copy had left can be had again.',
    clients: [],
    faults: { flights: 1, unknown: 0, rollback: true, revisions: 6, measures: true },
  },
  {
    ...BASE,
    name: 'rollback, watched',
    about: 'The same with a Freshness, and a write under way: the limit holds.',
    policy: { ...POLICY, limit: 2 },
    clients: [],
    attacker: { ...GUESSER, passwords: ['wrong', 'worse'] },
    faults: { flights: 2, unknown: 0, rollback: true, freshness: true, revisions: 3 },
  },
];

/** A store that may show a write and lose it, and that compares the number of a revision alone: what that would cost. */
export const CARELESS_STORE: Scenario = {
  ...BASE,
  name: 'store that compares numbers',
  about: 'A read shows a write that is then lost, and a swap compares the number of a revision alone.',
  clients: [],
  attacker: { ...GUESSER, passwords: ['wrong', 'worse'] },
  faults: { flights: 2, unknown: 1, comparesNumbers: true },
};
