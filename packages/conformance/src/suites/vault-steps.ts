// Suite vault-steps: what a realm does with one request against one record, and what time does to a record.

import { bytes, fields, HEX, integer, LABEL, list, oneOf, type Schema, suiteSchema } from '../json-schema.ts';
import { concat, flip, u8, u32, u64, utf8 } from '../kit/bytes.ts';
import { sealObject } from '../kit/cobblestone.ts';
import { ed25519Public, ed25519Sign, fromLittleEndian, toLittleEndian } from '../kit/ed25519.ts';
import { expand, hmacSha256 } from '../kit/hash.ts';
import { baseTimes, RISTRETTO_ORDER } from '../kit/ristretto.ts';
import type { Value } from '../kit/schema.ts';
import { generated } from '../kit/seed.ts';
import {
  accountId,
  BODIES,
  describeMessage,
  digestOf,
  encodeMessage,
  loginProof,
  OPERATIONS,
  OUTCOMES,
  PHASES,
  signedInput,
} from '../kit/vault.ts';
import { type Files, type Flag, type Vector, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Change: { bugType: 'BASIC', description: 'A request that is carried out.' },
  Status: { bugType: 'BASIC', description: 'A request for the status, which changes nothing.' },
  Boundary: { bugType: 'EDGE_CASE', description: 'The last millisecond before a time, or the first at it.' },
  Phase: { bugType: 'MISSING_CHECK', description: 'An operation that the phase does not have.' },
  Version: { bugType: 'MISSING_CHECK', description: 'A request that was made against another version.' },
  Signature: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'A signature that is missing, or of something else.',
  },
  LoginProof: { bugType: 'AUTHENTICATION_BYPASS', description: 'A login proof, right or not.' },
  Retry: { bugType: 'MISSING_CHECK', description: 'The same request again.' },
  Attempt: { bugType: 'MISSING_CHECK', description: 'The count of attempts, and what comes at its end.' },
  Wait: { bugType: 'MISSING_CHECK', description: 'A login that has to wait.' },
  Finish: { bugType: 'BASIC', description: 'The end of a login.' },
  Generation: { bugType: 'CONFUSION', description: 'A generation that the operation cannot use.' },
  Deletion: { bugType: 'MISSING_CHECK', description: 'Deletion, what stops it, and what it leaves.' },
  Anchor: { bugType: 'ROLLBACK', description: 'The anchor, forward and back.' },
  Clock: { bugType: 'ROLLBACK', description: 'A clock that was set back.' },
  Time: { bugType: 'EDGE_CASE', description: 'What time does by itself.' },
  Release: { bugType: 'AUTHENTICATION_BYPASS', description: 'What the store said before an answer leaves.' },
};

const SEALED_FLAGS: Record<string, Flag> = {
  Sealed: { bugType: 'AUTHENTICATION_BYPASS', description: 'A record as its store has it.' },
};

const HOUR = 3_600_000n;
const DAY = 24n * HOUR;
const NOW = 1_760_000_000_000n;
const WAITS = [0n, 0n, 0n, 0n, 60_000n, HOUR, 24n * HOUR, 48n * HOUR, 72n * HOUR, 72n * HOUR];
const POLICY = { limit: 10, waitsMs: WAITS.map(Number), unacknowledgedLimit: 30 };
const KSF = 'argon2id-v19-m65536-t3-p1';

const REALM_ID = generated('vault-steps realm id', 16);
const ISSUER = 'https://login.example.com';
const SUBJECT = 'user-7d3f';
const ACCOUNT = accountId(ISSUER, SUBJECT);

type Owner = 'a' | 'b' | 'c';
const seedOf = (owner: Owner): Uint8Array => generated(`vault-steps owner ${owner}`, 32);
const ownerKey = (owner: Owner): Uint8Array => ed25519Public(seedOf(owner));
const scalar = (seed: string): bigint =>
  (fromLittleEndian(generated(seed, 32)) % (RISTRETTO_ORDER - 1n)) + 1n;
const element = (seed: string): Uint8Array => baseTimes(scalar(seed));

interface Secrets {
  readonly oprfKey: Uint8Array;
  readonly record: Uint8Array;
  readonly releaseSecret: Uint8Array;
}

const secretsOf = (generation: bigint): Secrets => ({
  oprfKey: toLittleEndian(scalar(`vault-steps oprf key ${generation}`)),
  record: concat(
    element(`vault-steps client key ${generation}`),
    generated(`vault-steps masking key and envelope ${generation}`, 160),
  ),
  releaseSecret: generated(`vault-steps release secret ${generation}`, 32),
});

/** A generation as kept. */
function keys(number: bigint, sinceMs: bigint, untilMs = 0n, more: Value = {}): Value {
  return { number, ksf: KSF, sinceMs, untilMs, ...secretsOf(number), ...more };
}

const none: Uint8Array = new Uint8Array(0);
const withoutKeys = (value: unknown): Value => ({ ...(value as Value), oprfKey: none, record: none });
const withoutSecrets = (value: unknown): Value => ({ ...withoutKeys(value), releaseSecret: none });

const anchorOf = (sequence: bigint, keyringGeneration: bigint, mark = ''): Value => ({
  sequence,
  snapshotId: generated(`vault-steps snapshot ${sequence}${mark}`, 32),
  keyringGeneration,
  keyringHash: generated(`vault-steps keyring ${keyringGeneration}${mark}`, 32),
});

// Logins.

const ke1Of = (name: string): Uint8Array =>
  concat(
    element(`vault-steps blinded ${name}`),
    generated(`vault-steps nonce ${name}`, 32),
    element(`vault-steps share ${name}`),
  );
const ke2Of = (name: string): Uint8Array => generated(`vault-steps ke2 ${name}`, 320);
const stateOf = (name: string): Uint8Array => generated(`vault-steps state ${name}`, 131);
const sessionKeyOf = (name: string): Uint8Array => generated(`vault-steps session key ${name}`, 64);
const ke3Of = (name: string): Uint8Array => generated(`vault-steps ke3 ${name}`, 64);
const loginBody = (name: string, version: bigint, generation = 1n): Value => ({
  version,
  generation,
  ke1: ke1Of(name),
});
const loginIdOf = (name: string, version: bigint, generation = 1n): Uint8Array =>
  digestOf(OPERATIONS.login, encodeMessage('VaultLogin', loginBody(name, version, generation)));

interface LoginOf {
  readonly name: string;
  readonly version?: bigint;
  readonly generation?: bigint;
  readonly startedMs?: bigint;
}

const pendingOf = ({ name, version = 5n, generation = 1n, startedMs = NOW - HOUR }: LoginOf): Value => ({
  loginId: loginIdOf(name, version, generation),
  generation,
  startedMs,
  ke2: ke2Of(name),
  state: stateOf(name),
});
const finishedOf = (login: LoginOf): Value => ({
  ...pendingOf(login),
  state: none,
  sessionKey: sessionKeyOf(login.name),
  ke3: ke3Of(login.name),
});

// Records.

const LAST = generated('vault-steps last request', 32);
const TOMBSTONE: Value = {
  formatVersion: 1,
  version: 9n,
  phase: PHASES.none,
  lastGeneration: 3n,
  unacknowledged: 4,
  lastRequest: LAST,
};
const STAGED: Value = {
  formatVersion: 1,
  version: 1n,
  phase: PHASES.staged,
  lastGeneration: 1n,
  staged: keys(1n, NOW - HOUR, NOW + 23n * HOUR, { owner: ownerKey('a') }),
  lastRequest: LAST,
};
const ACTIVE: Value = {
  formatVersion: 1,
  version: 6n,
  phase: PHASES.active,
  lastGeneration: 1n,
  owner: ownerKey('a'),
  active: keys(1n, NOW - 30n * DAY),
  lastRequest: LAST,
};
/** With a staged second generation. */
const RESTAGED: Value = {
  ...ACTIVE,
  lastGeneration: 2n,
  staged: keys(2n, NOW - HOUR, NOW + 23n * HOUR, { owner: ownerKey('b') }),
};
/** A second generation that was committed without the password of the first. */
const REPLACED: Value = {
  ...ACTIVE,
  lastGeneration: 2n,
  owner: ownerKey('b'),
  active: keys(2n, NOW - HOUR),
  previous: keys(1n, NOW - 30n * DAY, NOW + 71n * HOUR),
};
const ERASED: Value = {
  ...ACTIVE,
  phase: PHASES.erased,
  active: withoutKeys(ACTIVE.active),
  attempts: 10,
  unacknowledged: 10,
  destroyedMs: NOW - HOUR,
  lastAttemptMs: NOW - HOUR,
  logins: [pendingOf({ name: 'tenth' })],
};
/** The same after the release secret has gone. */
const ERASED_LONG: Value = {
  ...ERASED,
  active: withoutSecrets(ACTIVE.active),
  destroyedMs: NOW - 30n * DAY,
  lastAttemptMs: NOW - 30n * DAY,
  logins: [],
};

// Vectors.

type By = { readonly by: Owner; readonly over?: Partial<Parameters<typeof signedInput>[0]> };
type Signer = Owner | By | Uint8Array | undefined;

interface Case {
  readonly before?: Value | undefined;
  readonly operation: string;
  readonly body?: Value;
  readonly owner?: Signer;
  readonly newOwner?: Signer;
  /** A login whose session key makes the proof, or the proof. */
  readonly proof?: string | Uint8Array;
  readonly nowMs?: bigint;
  readonly policy?: typeof POLICY;
  /** What OPAQUE gives: for LOGIN the name of the login; for FINISH of one whose KE3 is right. */
  readonly opaque?: string;
}

interface Result {
  readonly outcome?: string;
  readonly after?: Value;
  readonly ke2?: Uint8Array;
  readonly releaseSecret?: Uint8Array;
}

function step(
  id: string,
  comment: string,
  reqs: readonly string[],
  flag: string,
  given: Case,
  { outcome = 'ok', after, ke2, releaseSecret }: Result,
): Vector {
  const { before, operation, body, nowMs = NOW, policy = POLICY, opaque } = given;
  const number = OPERATIONS[operation];
  const bodyBytes = body === undefined ? none : encodeMessage(BODIES[operation], body);
  const content = {
    operation: number,
    realmId: REALM_ID,
    accountId: ACCOUNT,
    generation: (body?.generation as bigint | undefined) ?? 0n,
    version: (body?.version as bigint | undefined) ?? 0n,
    body: bodyBytes,
  };
  const input = signedInput(content);
  const signature = (signer: Signer): Uint8Array => {
    if (signer === undefined || signer instanceof Uint8Array) return signer ?? none;
    if (typeof signer === 'string') return ed25519Sign(seedOf(signer), input);
    return ed25519Sign(seedOf(signer.by), signedInput({ ...content, ...signer.over }));
  };
  const { proof } = given;
  const isRecorded = after !== undefined;
  const changed = isRecorded ? encodeMessage('VaultRecord', after) : undefined;
  return {
    id: `vault-steps-${id}`,
    comment,
    ...(outcome === 'ok' ? { result: 'valid' } : { result: 'invalid', outcome, released: 'none' }),
    flags: [flag],
    reqs,
    operation: 'step',
    before: before === undefined ? undefined : describeMessage('VaultRecord', before),
    beforeBytes: before === undefined ? undefined : encodeMessage('VaultRecord', before),
    request: {
      operation,
      body: body === undefined ? undefined : describeMessage(BODIES[operation], body),
      bodyBytes,
      digest: digestOf(number, bodyBytes),
      signedInput: input,
      ownerSignature: signature(given.owner),
      newOwnerSignature: signature(given.newOwner),
      loginProof: typeof proof === 'string' ? loginProof(sessionKeyOf(proof), input) : (proof ?? none),
    },
    nowMs: Number(nowMs),
    policy,
    opaque:
      opaque === undefined
        ? undefined
        : operation === 'login'
          ? { ke2: ke2Of(opaque), state: stateOf(opaque) }
          : { sessionKey: sessionKeyOf(opaque) },
    after: isRecorded ? describeMessage('VaultRecord', after) : undefined,
    afterBytes: changed,
    ke2,
    releaseSecret,
  } as Vector;
}

/** The digest of a request, which a record remembers. */
const digest = (operation: string, body: Value): Uint8Array =>
  digestOf(OPERATIONS[operation], encodeMessage(BODIES[operation], body));

/** A record after a change: one version on, and the request remembered. */
function changed(before: Value, operation: string, body: Value, changes: Value): Value {
  const version = ((before.version as bigint | undefined) ?? 0n) + 1n;
  return { ...before, ...changes, formatVersion: 1, version, lastRequest: digest(operation, body) };
}

function statuses(): Vector[] {
  const status = (name: string, before: Value | undefined, comment: string, nowMs = NOW): Vector =>
    step(`status-${name}`, comment, ['VAULT-015'], 'Status', { before, operation: 'status', nowMs }, {});
  return [
    status('no-record', undefined, 'The status of an account without a record.'),
    status('none', TOMBSTONE, 'The status of a deleted record.'),
    status('staged', STAGED, 'The status of a staged record.'),
    status('active', ACTIVE, 'The status of an active record.'),
    status('erased', ERASED, 'The status of a destroyed record.'),
    status(
      'expired',
      STAGED,
      'The status when the staged generation has run out: what time does is not written.',
      NOW + DAY,
    ),
  ];
}

function stageBody(version: bigint, generation: bigint, owner: Owner, anchor?: Value): Value {
  return {
    version,
    generation,
    ksf: KSF,
    ...secretsOf(generation),
    owner: ownerKey(owner),
    ...(anchor && { anchor }),
  };
}

const stagedOf = (generation: bigint, owner: Owner, anchor?: Value): Value =>
  keys(generation, NOW, NOW + DAY, { owner: ownerKey(owner), ...(anchor && { anchor }) });

function stages(): Vector[] {
  const first = stageBody(0n, 1n, 'a');
  const anchored = stageBody(0n, 1n, 'a', anchorOf(4n, 2n));
  const again = stageBody(9n, 4n, 'b');
  const restaged = stageBody(1n, 2n, 'b');
  const second = stageBody(6n, 2n, 'b');
  const third = stageBody(6n, 3n, 'c');
  const stage = (
    id: string,
    comment: string,
    reqs: readonly string[],
    given: Omit<Case, 'operation'>,
    changes: Value,
    flag = 'Change',
  ): Vector =>
    step(
      `stage-${id}`,
      comment,
      reqs,
      flag,
      { ...given, operation: 'stage' },
      {
        after: changed(given.before ?? {}, 'stage', given.body!, changes),
      },
    );
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    req: string,
    flag: string,
    given: Omit<Case, 'operation'>,
  ): Vector => step(`stage-${id}`, comment, [req], flag, { ...given, operation: 'stage' }, { outcome });
  const signature = (id: string, comment: string, given: Omit<Case, 'operation'>): Vector =>
    refused(id, comment, 'signature', 'VAULT-017', 'Signature', given);
  return [
    stage(
      'first',
      'A first password.',
      ['VAULT-031'],
      { body: first, newOwner: 'a' },
      {
        phase: PHASES.staged,
        lastGeneration: 1n,
        staged: stagedOf(1n, 'a'),
      },
    ),
    stage(
      'first-with-anchor',
      'A first password with an anchor.',
      ['VAULT-031'],
      { body: anchored, newOwner: 'a' },
      {
        phase: PHASES.staged,
        lastGeneration: 1n,
        staged: stagedOf(1n, 'a', anchorOf(4n, 2n)),
      },
    ),
    stage(
      'after-deletion',
      'A password after a deletion: numbers and unacknowledged attempts go on.',
      ['VAULT-019'],
      { before: TOMBSTONE, body: again, newOwner: 'b' },
      {
        phase: PHASES.staged,
        lastGeneration: 4n,
        staged: stagedOf(4n, 'b'),
      },
    ),
    stage(
      'anew',
      'A first password again, by another owner.',
      ['VAULT-032'],
      { before: STAGED, body: restaged, newOwner: 'b' },
      {
        lastGeneration: 2n,
        staged: stagedOf(2n, 'b'),
      },
    ),
    stage(
      'second',
      'A second password: what is committed stays as it is.',
      ['VAULT-032'],
      { before: ACTIVE, body: second, owner: 'a', newOwner: 'b' },
      {
        lastGeneration: 2n,
        staged: stagedOf(2n, 'b'),
      },
    ),
    stage(
      'same-owner',
      'A second password of the same owner.',
      ['VAULT-032'],
      { before: ACTIVE, body: stageBody(6n, 2n, 'a'), owner: 'a', newOwner: 'a' },
      {
        lastGeneration: 2n,
        staged: stagedOf(2n, 'a'),
      },
    ),
    stage(
      'second-anew',
      'Another second password in the place of the staged one.',
      ['VAULT-032'],
      { before: RESTAGED, body: third, owner: 'a', newOwner: 'c' },
      {
        lastGeneration: 3n,
        staged: stagedOf(3n, 'c'),
      },
    ),
    stage(
      'beside-previous',
      'A third password beside active and previous.',
      ['VAULT-032'],
      { before: REPLACED, body: third, owner: 'b', newOwner: 'c' },
      {
        lastGeneration: 3n,
        staged: stagedOf(3n, 'c'),
      },
    ),
    stage(
      'erased',
      'A new password after destruction.',
      ['VAULT-032'],
      { before: ERASED_LONG, body: second, owner: 'a', newOwner: 'b' },
      {
        lastGeneration: 2n,
        staged: stagedOf(2n, 'b'),
      },
    ),
    stage(
      'while-frozen',
      'Freezing does not stop a registration.',
      ['VAULT-032'],
      { before: { ...ACTIVE, frozenUntilMs: NOW + HOUR }, body: second, owner: 'a', newOwner: 'b' },
      {
        lastGeneration: 2n,
        staged: stagedOf(2n, 'b'),
      },
    ),
    stage(
      'at-expiry',
      'A first password in the millisecond in which the one before runs out.',
      ['VAULT-018'],
      {
        before: { ...STAGED, staged: keys(1n, NOW - DAY, NOW, { owner: ownerKey('a') }) },
        body: restaged,
        newOwner: 'b',
      },
      { lastGeneration: 2n, staged: stagedOf(2n, 'b') },
      'Boundary',
    ),
    refused(
      'other-number',
      'A first password as generation 2.',
      'other-generation',
      'VAULT-031',
      'Generation',
      { body: stageBody(0n, 2n, 'a'), newOwner: 'a' },
    ),
    refused(
      'number-again',
      'The number of the staged generation again.',
      'other-generation',
      'VAULT-031',
      'Generation',
      { before: STAGED, body: stageBody(1n, 1n, 'b'), newOwner: 'b' },
    ),
    refused(
      'number-of-active',
      'The number of the active generation.',
      'other-generation',
      'VAULT-031',
      'Generation',
      { before: ACTIVE, body: stageBody(6n, 1n, 'b'), owner: 'a', newOwner: 'b' },
    ),
    refused('number-skipped', 'A number above the next.', 'other-generation', 'VAULT-031', 'Generation', {
      before: ACTIVE,
      body: stageBody(6n, 3n, 'b'),
      owner: 'a',
      newOwner: 'b',
    }),
    refused(
      'number-restarted',
      'Generation 1 after a deletion.',
      'other-generation',
      'VAULT-019',
      'Generation',
      { before: TOMBSTONE, body: stageBody(9n, 1n, 'b'), newOwner: 'b' },
    ),
    refused('version-restarted', 'Version 0 after a deletion.', 'conflict', 'VAULT-019', 'Version', {
      before: TOMBSTONE,
      body: stageBody(0n, 4n, 'b'),
      newOwner: 'b',
    }),
    refused('version-above', 'A version that is not reached.', 'conflict', 'VAULT-002', 'Version', {
      body: stageBody(1n, 1n, 'a'),
      newOwner: 'a',
    }),
    refused('version-below', 'The version before.', 'conflict', 'VAULT-002', 'Version', {
      before: ACTIVE,
      body: stageBody(5n, 2n, 'b'),
      owner: 'a',
      newOwner: 'b',
    }),
    signature('unsigned', 'No signature.', { body: first }),
    signature('signed-as-owner', 'The new owner’s signature in the place of the owner’s.', {
      body: first,
      owner: 'a',
    }),
    signature('signed-by-other', 'The signature of another than the body names.', {
      body: first,
      newOwner: 'b',
    }),
    signature('signature-zero', 'A signature of zeros.', { body: first, newOwner: new Uint8Array(64) }),
    signature('other-realm', 'A signature for another realm.', {
      body: first,
      newOwner: { by: 'a', over: { realmId: flip(REALM_ID, 0) } },
    }),
    signature('other-account', 'A signature for another account.', {
      body: first,
      newOwner: { by: 'a', over: { accountId: accountId(ISSUER, 'user-7d3e') } },
    }),
    signature(
      'account-shifted',
      'A signature for an account whose issuer and subject are parted elsewhere.',
      {
        body: first,
        newOwner: { by: 'a', over: { accountId: accountId('https://login.example.comu', 'ser-7d3f') } },
      },
    ),
    signature('other-operation', 'A signature for another operation.', {
      body: first,
      newOwner: { by: 'a', over: { operation: OPERATIONS.commit } },
    }),
    signature('other-version', 'A signature for another version.', {
      body: first,
      newOwner: { by: 'a', over: { version: 1n } },
    }),
    signature('other-generation', 'A signature for another generation.', {
      body: first,
      newOwner: { by: 'a', over: { generation: 2n } },
    }),
    signature('other-body', 'A signature for another body.', {
      body: first,
      newOwner: { by: 'a', over: { body: encodeMessage('VaultStage', anchored) } },
    }),
    signature('second-without-owner', 'A second password with the new owner’s signature alone.', {
      before: ACTIVE,
      body: second,
      newOwner: 'b',
    }),
    signature('second-without-new-owner', 'A second password with the owner’s signature alone.', {
      before: ACTIVE,
      body: second,
      owner: 'a',
    }),
    signature('second-exchanged', 'Both signatures in each other’s place.', {
      before: ACTIVE,
      body: second,
      owner: 'b',
      newOwner: 'a',
    }),
    signature('second-by-new-owner-twice', 'The new owner signs for both.', {
      before: ACTIVE,
      body: second,
      owner: 'b',
      newOwner: 'b',
    }),
    signature('erased-without-owner', 'A new password after destruction without the owner.', {
      before: ERASED_LONG,
      body: second,
      newOwner: 'b',
    }),
    retried(
      'stage',
      'A staging that was carried out, again.',
      changed({}, 'stage', first, { phase: PHASES.staged, lastGeneration: 1n, staged: stagedOf(1n, 'a') }),
      first,
      { newOwner: 'a' },
    ),
  ];
}

/** A request that was the last change: answered alike, and the record is written as it is. */
function retried(
  operation: string,
  comment: string,
  before: Value,
  body: Value,
  signed: Partial<Case> = {},
): Vector {
  return step(
    `${operation}-retry`,
    comment,
    ['VAULT-003'],
    'Retry',
    { before, operation, body, ...signed },
    { after: before },
  );
}

function commits(): Vector[] {
  const commit = (
    id: string,
    comment: string,
    reqs: readonly string[],
    given: Omit<Case, 'operation'>,
    changes: Value,
    flag = 'Change',
  ): Vector =>
    step(
      `commit-${id}`,
      comment,
      reqs,
      flag,
      { ...given, operation: 'commit' },
      {
        after: changed(given.before!, 'commit', given.body!, changes),
      },
    );
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    reqs: readonly string[],
    flag: string,
    given: Omit<Case, 'operation'>,
  ): Vector => step(`commit-${id}`, comment, reqs, flag, { ...given, operation: 'commit' }, { outcome });
  const body = (version: bigint, generation: bigint, loginId?: Uint8Array): Value => ({
    version,
    generation,
    ...(loginId && { loginId }),
  });
  const login = { name: 'proof' };
  const loginId = loginIdOf('proof', 5n);
  const withLogin: Value = { ...RESTAGED, logins: [finishedOf(login)] };
  const third: Value = {
    ...REPLACED,
    lastGeneration: 3n,
    staged: keys(3n, NOW - HOUR, NOW + 23n * HOUR, { owner: ownerKey('c') }),
  };
  const newLogin = { name: 'proof of second', generation: 2n };
  const newLoginId = loginIdOf('proof of second', 5n, 2n);
  const active2 = keys(2n, NOW);
  const both = { owner: 'a', newOwner: 'b' } as const;
  const previous1 = keys(1n, NOW - 30n * DAY, NOW + 72n * HOUR);
  const stagedAnchor: Value = {
    ...RESTAGED,
    anchor: anchorOf(9n, 5n),
    staged: keys(2n, NOW - HOUR, NOW + HOUR, {
      owner: ownerKey('b'),
      anchor: anchorOf(1n, 1n, ' of another archive'),
    }),
  };
  return [
    commit(
      'first',
      'A first password.',
      ['VAULT-031'],
      { before: STAGED, body: body(1n, 1n), newOwner: 'a' },
      {
        phase: PHASES.active,
        owner: ownerKey('a'),
        active: keys(1n, NOW),
        staged: undefined,
      },
    ),
    commit(
      'first-with-anchor',
      'A first password with an anchor.',
      ['VAULT-050'],
      {
        before: { ...STAGED, staged: { ...(STAGED.staged as Value), anchor: anchorOf(4n, 2n) } },
        body: body(1n, 1n),
        newOwner: 'a',
      },
      {
        phase: PHASES.active,
        owner: ownerKey('a'),
        active: keys(1n, NOW),
        staged: undefined,
        anchor: anchorOf(4n, 2n),
      },
    ),
    commit(
      'first-after-deletion',
      'Unacknowledged attempts survive a deletion and a new password.',
      ['VAULT-023'],
      {
        before: {
          ...STAGED,
          version: 10n,
          lastGeneration: 4n,
          unacknowledged: 4,
          staged: keys(4n, NOW - HOUR, NOW + HOUR, { owner: ownerKey('b') }),
        },
        body: body(10n, 4n),
        newOwner: 'b',
      },
      { phase: PHASES.active, owner: ownerKey('b'), active: keys(4n, NOW), staged: undefined },
    ),
    commit(
      'last-millisecond',
      'The last millisecond of the staged generation.',
      ['VAULT-018'],
      {
        before: { ...STAGED, staged: keys(1n, NOW - DAY + 1n, NOW + 1n, { owner: ownerKey('a') }) },
        body: body(1n, 1n),
        newOwner: 'a',
      },
      { phase: PHASES.active, owner: ownerKey('a'), active: keys(1n, NOW), staged: undefined },
      'Boundary',
    ),
    refused(
      'expired',
      'The millisecond in which the staged generation runs out.',
      'no-record',
      ['VAULT-018'],
      'Boundary',
      {
        before: { ...STAGED, staged: keys(1n, NOW - DAY, NOW, { owner: ownerKey('a') }) },
        body: body(1n, 1n),
        newOwner: 'a',
      },
    ),
    commit(
      'without-proof',
      'Another password without the old one: the old one stays usable for 72 hours.',
      ['VAULT-034'],
      { before: RESTAGED, body: body(6n, 2n), ...both },
      {
        owner: ownerKey('b'),
        active: active2,
        previous: previous1,
        staged: undefined,
      },
    ),
    commit(
      'without-proof-counts-stay',
      'The counts, the wait and a pending login stay.',
      ['VAULT-022', 'VAULT-034'],
      {
        before: {
          ...RESTAGED,
          attempts: 6,
          unacknowledged: 8,
          notBeforeMs: NOW + HOUR,
          lastAttemptMs: NOW - HOUR,
          logins: [pendingOf({ name: 'open' })],
        },
        body: body(6n, 2n),
        ...both,
      },
      { owner: ownerKey('b'), active: active2, previous: previous1, staged: undefined },
    ),
    commit(
      'with-proof',
      'Another password with a login proof of the old one, which goes at once, and its logins with it.',
      ['VAULT-034'],
      { before: withLogin, body: body(6n, 2n, loginId), ...both, proof: 'proof' },
      {
        owner: ownerKey('b'),
        active: active2,
        staged: undefined,
        logins: [],
      },
      'LoginProof',
    ),
    commit(
      'replaced-again',
      'A third password without proof: the first one stays the previous one, for as long as before.',
      ['VAULT-034'],
      { before: third, body: body(6n, 3n), owner: 'b', newOwner: 'c' },
      {
        owner: ownerKey('c'),
        active: keys(3n, NOW),
        staged: undefined,
      },
    ),
    commit(
      'replaced-again-with-proof-of-active',
      'A third password with a proof of the second: the first one stays the previous one.',
      ['VAULT-034'],
      {
        before: { ...third, logins: [finishedOf(newLogin)] },
        body: body(6n, 3n, newLoginId),
        owner: 'b',
        newOwner: 'c',
        proof: 'proof of second',
      },
      {
        owner: ownerKey('c'),
        active: keys(3n, NOW),
        staged: undefined,
        logins: [],
      },
      'LoginProof',
    ),
    commit(
      'anchor-anew',
      'A commit sets the anchor anew, also to a lower one.',
      ['VAULT-050'],
      { before: stagedAnchor, body: body(6n, 2n), ...both },
      {
        owner: ownerKey('b'),
        active: active2,
        previous: previous1,
        staged: undefined,
        anchor: anchorOf(1n, 1n, ' of another archive'),
      },
      'Anchor',
    ),
    commit(
      'anchor-kept',
      'A commit without an anchor leaves the one there is.',
      ['VAULT-050'],
      { before: { ...RESTAGED, anchor: anchorOf(9n, 5n) }, body: body(6n, 2n), ...both },
      {
        owner: ownerKey('b'),
        active: active2,
        previous: previous1,
        staged: undefined,
      },
      'Anchor',
    ),
    commit(
      'erased',
      'A new password after destruction: attempts in a row begin anew, unacknowledged ones stay.',
      ['VAULT-022', 'VAULT-023'],
      {
        before: { ...ERASED_LONG, lastGeneration: 2n, staged: RESTAGED.staged },
        body: body(6n, 2n),
        ...both,
      },
      {
        phase: PHASES.active,
        owner: ownerKey('b'),
        active: active2,
        staged: undefined,
        attempts: 0,
        destroyedMs: 0n,
      },
    ),
    commit(
      'deletion-stays',
      'A deletion that is pending stays pending.',
      ['VAULT-040'],
      { before: { ...RESTAGED, deleteAtMs: NOW + DAY }, body: body(6n, 2n), ...both },
      {
        owner: ownerKey('b'),
        active: active2,
        previous: previous1,
        staged: undefined,
      },
      'Deletion',
    ),
    refused('not-staged', 'Nothing is staged.', 'other-generation', ['VAULT-031'], 'Generation', {
      before: ACTIVE,
      body: body(6n, 2n),
      ...both,
    }),
    refused(
      'other-generation',
      'Another generation than the staged one.',
      'other-generation',
      ['VAULT-031'],
      'Generation',
      { before: RESTAGED, body: body(6n, 1n), ...both },
    ),
    refused(
      'active-expired',
      'The staged generation has run out beside the active one.',
      'other-generation',
      ['VAULT-018'],
      'Boundary',
      {
        before: { ...RESTAGED, staged: keys(2n, NOW - DAY, NOW, { owner: ownerKey('b') }) },
        body: body(6n, 2n),
        ...both,
      },
    ),
    refused('version-below', 'The version before.', 'conflict', ['VAULT-002'], 'Version', {
      before: RESTAGED,
      body: body(5n, 2n),
      ...both,
    }),
    refused('version-above', 'The version after.', 'conflict', ['VAULT-002'], 'Version', {
      before: RESTAGED,
      body: body(7n, 2n),
      ...both,
    }),
    refused(
      'first-unsigned',
      'A first password without a signature.',
      'signature',
      ['VAULT-017'],
      'Signature',
      { before: STAGED, body: body(1n, 1n) },
    ),
    refused(
      'first-by-other',
      'A first password signed by another than the staged owner.',
      'signature',
      ['VAULT-017'],
      'Signature',
      { before: STAGED, body: body(1n, 1n), newOwner: 'b' },
    ),
    refused('without-owner', 'Without the owner’s signature.', 'signature', ['VAULT-017'], 'Signature', {
      before: RESTAGED,
      body: body(6n, 2n),
      newOwner: 'b',
    }),
    refused(
      'without-new-owner',
      'Without the new owner’s signature.',
      'signature',
      ['VAULT-017'],
      'Signature',
      { before: RESTAGED, body: body(6n, 2n), owner: 'a' },
    ),
    refused('exchanged', 'Both signatures in each other’s place.', 'signature', ['VAULT-017'], 'Signature', {
      before: RESTAGED,
      body: body(6n, 2n),
      owner: 'b',
      newOwner: 'a',
    }),
    refused(
      'stage-signature',
      'The owner’s signature of the staging.',
      'signature',
      ['VAULT-017'],
      'Signature',
      {
        before: RESTAGED,
        body: body(6n, 2n),
        owner: { by: 'a', over: { operation: OPERATIONS.stage } },
        newOwner: 'b',
      },
    ),
    refused(
      'unknown-login',
      'A proof of a login that is not there.',
      'no-login',
      ['VAULT-034'],
      'LoginProof',
      { before: RESTAGED, body: body(6n, 2n, loginId), ...both, proof: 'proof' },
    ),
    refused(
      'unfinished-login',
      'A proof of a login whose KE3 did not come.',
      'no-login',
      ['VAULT-034'],
      'LoginProof',
      {
        before: { ...RESTAGED, logins: [pendingOf(login)] },
        body: body(6n, 2n, loginId),
        ...both,
        proof: 'proof',
      },
    ),
    refused(
      'expired-login',
      'A proof of a login that was begun 24 hours ago.',
      'no-login',
      ['VAULT-034'],
      'Boundary',
      {
        before: { ...RESTAGED, logins: [finishedOf({ ...login, startedMs: NOW - DAY })] },
        body: body(6n, 2n, loginId),
        ...both,
        proof: 'proof',
      },
    ),
    refused('wrong-proof', 'A proof under another session key.', 'wrong', ['VAULT-034'], 'LoginProof', {
      before: withLogin,
      body: body(6n, 2n, loginId),
      ...both,
      proof: 'other',
    }),
    refused('no-proof', 'A login is named, and there is no proof.', 'wrong', ['VAULT-034'], 'LoginProof', {
      before: withLogin,
      body: body(6n, 2n, loginId),
      ...both,
    }),
    refused(
      'proof-without-label',
      'A proof that is the MAC of the signed input alone.',
      'wrong',
      ['VAULT-034'],
      'LoginProof',
      { before: withLogin, body: body(6n, 2n, loginId), ...both, proof: new Uint8Array(64).fill(7) },
    ),
    refused(
      'proof-for-signature',
      'A login proof does not stand for the owner’s signature.',
      'signature',
      ['VAULT-017'],
      'Signature',
      { before: withLogin, body: body(6n, 2n, loginId), newOwner: 'b', proof: 'proof' },
    ),
    retried(
      'commit',
      'A commit that was carried out, again.',
      changed(RESTAGED, 'commit', body(6n, 2n), {
        owner: ownerKey('b'),
        active: active2,
        previous: previous1,
        staged: undefined,
      }),
      body(6n, 2n),
      both,
    ),
  ];
}

function logins(): Vector[] {
  const login = (
    id: string,
    comment: string,
    reqs: readonly string[],
    flag: string,
    {
      before = ACTIVE,
      name = 'new',
      generation = 1n,
      version = 6n,
      policy,
      nowMs = NOW,
    }: {
      before?: Value;
      name?: string;
      generation?: bigint;
      version?: bigint;
      policy?: typeof POLICY;
      nowMs?: bigint;
    },
    changes: Value,
  ): Vector => {
    const pending = { ...pendingOf({ name, version, generation, startedMs: nowMs }) };
    const old = (before.logins as Value[] | undefined) ?? [];
    return step(
      `login-${id}`,
      comment,
      reqs,
      flag,
      {
        before,
        operation: 'login',
        body: loginBody(name, version, generation),
        opaque: name,
        nowMs,
        ...(policy && { policy }),
      },
      {
        after: {
          ...before,
          version: (before.version as bigint) + 1n,
          attempts: ((before.attempts as number | undefined) ?? 0) + 1,
          unacknowledged: ((before.unacknowledged as number | undefined) ?? 0) + 1,
          lastAttemptMs: nowMs,
          logins: [...old, pending],
          ...changes,
        },
        ke2: ke2Of(name),
      },
    );
  };
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    reqs: readonly string[],
    flag: string,
    {
      before = ACTIVE,
      generation = 1n,
      version = 6n,
      nowMs = NOW,
      policy,
    }: { before?: Value; generation?: bigint; version?: bigint; nowMs?: bigint; policy?: typeof POLICY } = {},
  ): Vector =>
    step(
      `login-${id}`,
      comment,
      reqs,
      flag,
      {
        before,
        operation: 'login',
        body: loginBody('new', version, generation),
        opaque: 'new',
        nowMs,
        ...(policy && { policy }),
      },
      { outcome },
    );
  const retry = (
    id: string,
    comment: string,
    before: Value,
    pending: LoginOf,
    flag = 'Retry',
    nowMs = NOW,
  ): Vector =>
    step(
      `login-${id}`,
      comment,
      ['VAULT-003'],
      flag,
      {
        before,
        operation: 'login',
        body: loginBody(pending.name, pending.version ?? 5n, pending.generation),
        nowMs,
      },
      {
        after: before,
        ke2: ke2Of(pending.name),
      },
    );
  /** A record after `attempts` in a row, the last of them at NOW minus the wait. */
  const after = (attempts: number): Value => ({
    ...ACTIVE,
    attempts,
    unacknowledged: attempts,
    notBeforeMs: NOW,
    lastAttemptMs: NOW - WAITS[attempts],
  });
  const open: LoginOf = { name: 'open' };
  const withOpen: Value = {
    ...ACTIVE,
    attempts: 1,
    unacknowledged: 1,
    notBeforeMs: NOW - HOUR,
    lastAttemptMs: NOW - HOUR,
    logins: [pendingOf(open)],
  };
  const strict = { limit: 3, waitsMs: [0, 1000, 2000], unacknowledgedLimit: 5 };
  const ten = Array.from({ length: 10 }, (_, i) =>
    finishedOf({ name: `finished ${i}`, startedMs: NOW - HOUR + BigInt(i) }),
  );
  const erased = (record: Value): Value => ({
    phase: PHASES.erased,
    destroyedMs: NOW,
    notBeforeMs: 0n,
    active: withoutKeys(record.active),
  });
  return [
    ...WAITS.slice(0, 9).map((_, i) =>
      login(
        `attempt-${i + 1}`,
        `Attempt ${i + 1}, in the first millisecond in which it may be made.`,
        ['VAULT-020', 'VAULT-023'],
        'Attempt',
        { before: i === 0 ? ACTIVE : after(i) },
        { notBeforeMs: NOW + WAITS[i + 1] },
      ),
    ),
    login(
      'attempt-10',
      'The last attempt: the OPRF key and the record go in the same write.',
      ['VAULT-021'],
      'Attempt',
      { before: after(9) },
      erased(after(9)),
    ),
    login(
      'attempt-10-previous',
      'The last attempt, at the previous generation: both generations lose their keys.',
      ['VAULT-021'],
      'Attempt',
      { before: { ...REPLACED, attempts: 9, unacknowledged: 9, notBeforeMs: NOW } },
      {
        ...erased(REPLACED),
        previous: withoutKeys(REPLACED.previous),
      },
    ),
    ...[4, 5, 6, 7, 8, 9].map((attempts) =>
      refused(
        `wait-${attempts + 1}`,
        `Attempt ${attempts + 1} a millisecond too early.`,
        'wait',
        ['VAULT-020'],
        'Wait',
        {
          before: { ...after(attempts), notBeforeMs: NOW + 1n },
        },
      ),
    ),
    refused('wait-72-hours', 'Attempt 10 at once.', 'wait', ['VAULT-020'], 'Wait', {
      before: { ...after(9), notBeforeMs: NOW + 72n * HOUR },
    }),
    refused('wait-previous', 'The wait is one for both generations.', 'wait', ['VAULT-020'], 'Wait', {
      before: { ...REPLACED, attempts: 4, unacknowledged: 4, notBeforeMs: NOW + 60_000n },
    }),
    login(
      'strict-first',
      'A stricter policy: the wait before attempt 2.',
      ['VAULT-020'],
      'Attempt',
      { policy: strict },
      { notBeforeMs: NOW + 1000n },
    ),
    login(
      'strict-last',
      'A stricter policy: attempt 3 is the last.',
      ['VAULT-021'],
      'Attempt',
      { before: { ...after(2) }, policy: strict },
      erased(ACTIVE),
    ),
    login(
      'one-attempt',
      'A policy of one attempt.',
      ['VAULT-021'],
      'Attempt',
      { policy: { limit: 1, waitsMs: [0], unacknowledgedLimit: 30 } },
      erased(ACTIVE),
    ),
    refused(
      'strict-locked',
      'A stricter policy: five unacknowledged attempts.',
      'locked',
      ['VAULT-023'],
      'Attempt',
      { before: { ...ACTIVE, unacknowledged: 5 }, policy: strict },
    ),
    login(
      'unacknowledged-29',
      'The 30th unacknowledged attempt.',
      ['VAULT-023'],
      'Attempt',
      { before: { ...ACTIVE, unacknowledged: 29 } },
      { notBeforeMs: NOW },
    ),
    refused(
      'unacknowledged-30',
      'No attempt is taken with 30 that are not acknowledged.',
      'locked',
      ['VAULT-023'],
      'Attempt',
      { before: { ...ACTIVE, unacknowledged: 30 } },
    ),
    login(
      'previous',
      'A login of the previous generation: one count for both.',
      ['VAULT-020', 'VAULT-034'],
      'Generation',
      { before: { ...REPLACED, attempts: 2, unacknowledged: 2 } },
      { notBeforeMs: NOW },
    ),
    login(
      'second',
      'A login of the second generation beside the previous one.',
      ['VAULT-020'],
      'Generation',
      { before: REPLACED, generation: 2n },
      { notBeforeMs: NOW },
    ),
    login(
      'previous-last-millisecond',
      'The last millisecond of the previous generation.',
      ['VAULT-034'],
      'Boundary',
      { before: { ...REPLACED, previous: keys(1n, NOW - 30n * DAY, NOW + 1n) } },
      { notBeforeMs: NOW },
    ),
    refused(
      'previous-over',
      'The millisecond in which the previous generation goes.',
      'other-generation',
      ['VAULT-034'],
      'Boundary',
      { before: { ...REPLACED, previous: keys(1n, NOW - 30n * DAY, NOW) } },
    ),
    refused(
      'staged-generation',
      'A login of the staged generation.',
      'other-generation',
      ['VAULT-031'],
      'Generation',
      { before: RESTAGED, generation: 2n },
    ),
    refused(
      'replaced-generation',
      'A login of a generation that has gone.',
      'other-generation',
      ['VAULT-031'],
      'Generation',
      { before: { ...ACTIVE, lastGeneration: 2n, active: keys(2n, NOW - HOUR) } },
    ),
    refused(
      'generation-above',
      'A login of a generation that was never there.',
      'other-generation',
      ['VAULT-031'],
      'Generation',
      { generation: 2n },
    ),
    refused('frozen', 'The last millisecond of a freeze.', 'frozen', ['VAULT-015'], 'Boundary', {
      before: { ...ACTIVE, frozenUntilMs: NOW + 1n },
    }),
    login(
      'frozen-previous',
      'A freeze does not stop the previous generation.',
      ['VAULT-028'],
      'Generation',
      { before: { ...REPLACED, frozenUntilMs: NOW + 72n * HOUR } },
      { notBeforeMs: NOW },
    ),
    refused(
      'frozen-beside-previous',
      'A freeze stops the active generation while there is a previous one.',
      'frozen',
      ['VAULT-028'],
      'Generation',
      { before: { ...REPLACED, frozenUntilMs: NOW + 1n }, generation: 2n },
    ),
    login(
      'frozen-deletion',
      'A freeze does not stop a login while a deletion is pending.',
      ['VAULT-028'],
      'Deletion',
      { before: { ...ACTIVE, frozenUntilMs: NOW + 72n * HOUR, deleteAtMs: NOW + DAY } },
      { notBeforeMs: NOW },
    ),
    refused(
      'frozen-deletion-over',
      'A deletion that is pending no more does not lift a freeze.',
      'frozen',
      ['VAULT-028'],
      'Deletion',
      { before: { ...ACTIVE, frozenUntilMs: NOW + 1n, cancelledMs: NOW - 1n } },
    ),
    login(
      'frozen-over',
      'The millisecond in which a freeze ends.',
      ['VAULT-020'],
      'Boundary',
      { before: { ...ACTIVE, frozenUntilMs: NOW } },
      { notBeforeMs: NOW },
    ),
    refused('version-below', 'The version before.', 'conflict', ['VAULT-002'], 'Version', { version: 5n }),
    refused('version-above', 'The version after.', 'conflict', ['VAULT-002'], 'Version', { version: 7n }),
    refused(
      'other-ke1-same-version',
      'Another KE1 against the version of a pending login.',
      'conflict',
      ['VAULT-002'],
      'Version',
      { before: withOpen, version: 5n },
    ),
    login(
      'beside-open',
      'A second login while the first is pending.',
      ['VAULT-024'],
      'Attempt',
      { before: withOpen },
      { notBeforeMs: NOW },
    ),
    login(
      'eleventh-pending',
      'Ten logins are kept: the one that was begun longest ago goes.',
      ['VAULT-024'],
      'Attempt',
      { before: { ...ACTIVE, logins: ten } },
      {
        notBeforeMs: NOW,
        logins: [...ten.slice(1), pendingOf({ name: 'new', version: 6n, startedMs: NOW })],
      },
    ),
    login(
      'deletion-stays',
      'An attempt does not take a deletion back.',
      ['VAULT-040'],
      'Deletion',
      { before: { ...ACTIVE, deleteAtMs: NOW + DAY } },
      { notBeforeMs: NOW },
    ),
    retry('retry', 'The same KE1 again: the same KE2, no further attempt.', withOpen, open),
    retry(
      'retry-finished',
      'The KE1 of a finished login again.',
      { ...ACTIVE, lastSuccessMs: NOW - HOUR, logins: [finishedOf(open)] },
      open,
    ),
    retry(
      'retry-while-waiting',
      'The same KE1 again, while others have to wait.',
      { ...withOpen, attempts: 9, notBeforeMs: NOW + 72n * HOUR },
      open,
    ),
    retry(
      'retry-while-frozen',
      'The same KE1 again, while guessing is frozen.',
      { ...withOpen, frozenUntilMs: NOW + HOUR },
      open,
    ),
    retry(
      'retry-while-locked',
      'The same KE1 again, while the record is locked.',
      { ...withOpen, unacknowledged: 30 },
      open,
    ),
    retry('retry-erased', 'The KE1 of the last attempt again, after the key is gone.', ERASED, {
      name: 'tenth',
    }),
    retry(
      'retry-last-millisecond',
      'The same KE1 in the last millisecond of its login.',
      { ...withOpen, logins: [pendingOf({ ...open, startedMs: NOW - DAY + 1n })] },
      open,
      'Boundary',
    ),
    step(
      'login-retry-expired',
      'The same KE1 when its login has run out.',
      ['VAULT-003'],
      'Boundary',
      {
        before: { ...withOpen, logins: [pendingOf({ ...open, startedMs: NOW - DAY })] },
        operation: 'login',
        body: loginBody('open', 5n),
        opaque: 'open',
      },
      { outcome: 'conflict' },
    ),
    step(
      'login-retry-other-byte',
      'The KE1 of a pending login with another nonce is no retry.',
      ['VAULT-003'],
      'Retry',
      {
        before: withOpen,
        operation: 'login',
        body: { ...loginBody('open', 5n), ke1: flip(ke1Of('open'), 40) },
        opaque: 'open',
      },
      { outcome: 'conflict' },
    ),
  ];
}

function finishes(): Vector[] {
  const open: LoginOf = { name: 'open' };
  const openId = loginIdOf('open', 5n);
  const body: Value = { loginId: openId, ke3: ke3Of('open') };
  const counted: Value = {
    ...ACTIVE,
    attempts: 6,
    unacknowledged: 8,
    notBeforeMs: NOW + DAY,
    lastAttemptMs: NOW - HOUR,
    logins: [pendingOf(open)],
  };
  const right = (
    id: string,
    comment: string,
    reqs: readonly string[],
    before: Value,
    changes: Value,
    { login = open, flag = 'Finish', nowMs = NOW }: { login?: LoginOf; flag?: string; nowMs?: bigint } = {},
  ): Vector => {
    const old = (before.logins as Value[]).slice(0, -1);
    const { name, version = 5n, generation = 1n } = login;
    return step(
      `finish-${id}`,
      comment,
      reqs,
      flag,
      {
        before,
        operation: 'finish',
        body: { loginId: loginIdOf(name, version, generation), ke3: ke3Of(name) },
        opaque: name,
        nowMs,
      },
      {
        after: {
          ...before,
          version: (before.version as bigint) + 1n,
          attempts: 0,
          notBeforeMs: 0n,
          unacknowledged: (before.unacknowledged as number) - 1,
          deleteAtMs: 0n,
          lastSuccessMs: nowMs,
          logins: [...old, finishedOf(login)],
          ...changes,
        },
        releaseSecret: secretsOf(generation).releaseSecret,
      },
    );
  };
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    reqs: readonly string[],
    before: Value | undefined,
    given: Partial<Case> = {},
    after?: Value,
    flag = 'Finish',
  ): Vector =>
    step(
      `finish-${id}`,
      comment,
      reqs,
      flag,
      { ...(before && { before }), operation: 'finish', body, ...given },
      { outcome, ...(after && { after }) },
    );
  const finished: Value = {
    ...ACTIVE,
    unacknowledged: 7,
    lastSuccessMs: NOW - 60_000n,
    logins: [finishedOf(open)],
  };
  const ofSecond: LoginOf = { name: 'of second', generation: 2n };
  const besidePrevious: Value = {
    ...REPLACED,
    attempts: 2,
    unacknowledged: 2,
    notBeforeMs: NOW - HOUR,
    lastAttemptMs: NOW - HOUR,
    logins: [pendingOf(ofSecond)],
  };
  const previous: Value = {
    ...REPLACED,
    attempts: 1,
    unacknowledged: 1,
    lastAttemptMs: NOW - HOUR,
    logins: [pendingOf(open)],
  };
  return [
    right(
      'right',
      'A right KE3: the count in a row begins anew, one unacknowledged attempt fewer.',
      ['VAULT-022', 'VAULT-024'],
      counted,
      {},
    ),
    right(
      'right-while-frozen',
      'A freeze does not stop the end of a login.',
      ['VAULT-024'],
      { ...counted, frozenUntilMs: NOW + HOUR },
      {},
    ),
    right(
      'right-while-locked',
      'The end of a login of a locked record.',
      ['VAULT-024'],
      { ...counted, unacknowledged: 30 },
      {},
    ),
    right(
      'stops-deletion',
      'A right login takes a deletion back.',
      ['VAULT-040'],
      { ...counted, deleteAtMs: NOW + 1n },
      {},
      { flag: 'Deletion' },
    ),
    right(
      'beside-open',
      'Another login stays pending.',
      ['VAULT-024'],
      { ...counted, logins: [pendingOf({ name: 'other' }), pendingOf(open)] },
      {},
    ),
    right(
      'previous',
      'A right login of the previous generation: its release secret.',
      ['VAULT-024', 'VAULT-034'],
      previous,
      {},
    ),
    right(
      'active-beside-previous',
      'A right login of the active generation while there is a previous one: it takes back its own attempt and no other.',
      ['VAULT-027'],
      besidePrevious,
      { attempts: 1, notBeforeMs: NOW - HOUR },
      { login: ofSecond },
    ),
    right(
      'active-beside-previous-late',
      'The same when a login was right since it began: its attempt was taken back with all others.',
      ['VAULT-027'],
      { ...besidePrevious, lastSuccessMs: NOW - 60_000n },
      { attempts: 2, notBeforeMs: NOW - HOUR },
      { login: ofSecond },
    ),
    right(
      'active-beside-previous-first',
      'The only attempt there was.',
      ['VAULT-027'],
      { ...besidePrevious, attempts: 1, unacknowledged: 1 },
      { notBeforeMs: NOW - HOUR },
      { login: ofSecond },
    ),
    right(
      'active-after-previous',
      'The millisecond in which the previous generation goes: a right login of the active one ends the count.',
      ['VAULT-027'],
      { ...besidePrevious, previous: keys(1n, NOW - 30n * DAY, NOW) },
      { previous: undefined },
      { login: ofSecond, flag: 'Boundary' },
    ),
    right(
      'last-attempt',
      'The last attempt was right: the release secret, and the phase stays.',
      ['VAULT-021', 'VAULT-022'],
      ERASED,
      {},
      { login: { name: 'tenth' }, flag: 'Attempt' },
    ),
    right(
      'last-attempt-last-millisecond',
      'The last attempt was right, in the last millisecond of the release secret.',
      ['VAULT-021'],
      {
        ...ERASED,
        destroyedMs: NOW - DAY + 1n,
        lastAttemptMs: NOW - DAY + 1n,
        logins: [pendingOf({ name: 'tenth', startedMs: NOW - DAY + 1n })],
      },
      {},
      { login: { name: 'tenth', startedMs: NOW - DAY + 1n }, flag: 'Boundary' },
    ),
    refused(
      'last-attempt-over',
      'The millisecond in which login and release secret go.',
      'no-login',
      ['VAULT-021'],
      {
        ...ERASED,
        destroyedMs: NOW - DAY,
        lastAttemptMs: NOW - DAY,
        logins: [pendingOf({ name: 'tenth', startedMs: NOW - DAY })],
      },
      { body: { loginId: loginIdOf('tenth', 5n), ke3: ke3Of('tenth') }, opaque: 'tenth' },
      undefined,
      'Boundary',
    ),
    right(
      'last-millisecond',
      'The last millisecond of a login.',
      ['VAULT-024'],
      { ...counted, logins: [pendingOf({ ...open, startedMs: NOW - DAY + 1n })] },
      {},
      { login: { ...open, startedMs: NOW - DAY + 1n }, flag: 'Boundary' },
    ),
    refused(
      'expired',
      'The millisecond in which a login runs out.',
      'no-login',
      ['VAULT-024'],
      { ...counted, logins: [pendingOf({ ...open, startedMs: NOW - DAY })] },
      { opaque: 'open' },
      undefined,
      'Boundary',
    ),
    refused(
      'wrong',
      'A wrong KE3: the login is used up, the attempt counts on.',
      'wrong',
      ['VAULT-024'],
      counted,
      {},
      { ...counted, version: 7n, logins: [] },
    ),
    refused(
      'wrong-beside-open',
      'A wrong KE3 leaves other logins.',
      'wrong',
      ['VAULT-024'],
      { ...counted, logins: [pendingOf({ name: 'other' }), pendingOf(open)] },
      {},
      { ...counted, version: 7n, logins: [pendingOf({ name: 'other' })] },
    ),
    refused(
      'wrong-last-attempt',
      'A wrong KE3 after the last attempt.',
      'wrong',
      ['VAULT-024'],
      ERASED,
      { body: { loginId: loginIdOf('tenth', 5n), ke3: ke3Of('tenth') } },
      { ...ERASED, version: 7n, logins: [] },
    ),
    refused(
      'after-wrong',
      'A right KE3 after a wrong one: the state is gone.',
      'no-login',
      ['VAULT-024'],
      { ...counted, version: 7n, logins: [] },
      { opaque: 'open' },
    ),
    refused('unknown', 'A login that was never begun.', 'no-login', ['VAULT-024'], ACTIVE, {
      opaque: 'open',
    }),
    refused('of-other-login', 'The id of another login.', 'no-login', ['VAULT-024'], counted, {
      body: { ...body, loginId: flip(openId, 31) },
      opaque: 'open',
    }),
    refused('no-record', 'No record.', 'no-login', ['VAULT-024'], undefined, { opaque: 'open' }),
    refused(
      'deleted',
      'A login of a record that was deleted since.',
      'no-login',
      ['VAULT-024'],
      { ...counted, deleteAtMs: NOW },
      { opaque: 'open' },
      undefined,
      'Boundary',
    ),
    refused(
      'previous-over',
      'A login of a previous generation that has gone.',
      'no-login',
      ['VAULT-034'],
      { ...previous, previous: keys(1n, NOW - 30n * DAY, NOW) },
      { opaque: 'open' },
      undefined,
      'Boundary',
    ),
    step(
      'finish-retry',
      'The right KE3 again: the release secret again, nothing is cleared.',
      ['VAULT-003', 'VAULT-024'],
      'Retry',
      { before: { ...finished, attempts: 3, unacknowledged: 9 }, operation: 'finish', body },
      { after: { ...finished, attempts: 3, unacknowledged: 9 }, releaseSecret: secretsOf(1n).releaseSecret },
    ),
    refused(
      'other-ke3',
      'Another KE3 for a finished login.',
      'no-login',
      ['VAULT-024'],
      finished,
      { body: { ...body, ke3: flip(ke3Of('open'), 0) } },
      undefined,
      'Retry',
    ),
  ];
}

/** Operations of an owner that change a few fields. */
function owners(): Vector[] {
  const change = (
    operation: string,
    id: string,
    comment: string,
    reqs: readonly string[],
    given: Omit<Case, 'operation'>,
    changes: Value,
    flag = 'Change',
  ): Vector =>
    step(
      `${operation}-${id}`,
      comment,
      reqs,
      flag,
      { ...given, operation },
      { after: changed(given.before!, operation, given.body!, changes) },
    );
  const refused = (
    operation: string,
    id: string,
    comment: string,
    outcome: string,
    reqs: readonly string[],
    flag: string,
    given: Omit<Case, 'operation'>,
  ): Vector => step(`${operation}-${id}`, comment, reqs, flag, { ...given, operation }, { outcome });
  const counted: Value = { ...ACTIVE, attempts: 3, unacknowledged: 12 };
  const at = (version: bigint): Value => ({ version });
  const pending: Value = { ...ACTIVE, deleteAtMs: NOW + DAY };
  const freeze = (durationMs: bigint): Value => ({ version: 6n, durationMs });
  const bodies: Readonly<Record<string, (version: bigint) => Value>> = {
    acknowledge: at,
    freeze: (version) => ({ version, durationMs: HOUR }),
    cancel: at,
    anchor: (version) => ({ version, next: anchorOf(1n, 1n) }),
    delete: at,
  };
  const beforeOf = (operation: string): Value => (operation === 'cancel' ? pending : ACTIVE);
  return [
    // What is alike for all that the owner alone signs.
    ...Object.entries(bodies).flatMap(([operation, body]) => [
      refused(operation, 'unsigned', 'No signature.', 'signature', ['VAULT-017'], 'Signature', {
        before: beforeOf(operation),
        body: body(6n),
      }),
      refused(operation, 'by-other', 'The signature of another.', 'signature', ['VAULT-017'], 'Signature', {
        before: beforeOf(operation),
        body: body(6n),
        owner: 'b',
      }),
      refused(
        operation,
        'as-new-owner',
        'The owner’s signature in the place of a new owner’s.',
        'signature',
        ['VAULT-017'],
        'Signature',
        { before: beforeOf(operation), body: body(6n), newOwner: 'a' },
      ),
      refused(
        operation,
        'for-other-account',
        'The owner’s signature for another account.',
        'signature',
        ['VAULT-017'],
        'Signature',
        {
          before: beforeOf(operation),
          body: body(6n),
          owner: { by: 'a', over: { accountId: accountId(ISSUER, 'user-0000') } },
        },
      ),
      refused(operation, 'version-below', 'The version before.', 'conflict', ['VAULT-002'], 'Version', {
        before: beforeOf(operation),
        body: body(5n),
        owner: 'a',
      }),
      refused(operation, 'version-above', 'The version after.', 'conflict', ['VAULT-002'], 'Version', {
        before: beforeOf(operation),
        body: body(7n),
        owner: 'a',
      }),
      refused(
        operation,
        'version-and-signature',
        'A wrong signature against another version: the version is looked at first.',
        'conflict',
        ['VAULT-002'],
        'Version',
        { before: beforeOf(operation), body: body(5n), owner: 'b' },
      ),
      retried(
        operation,
        'The last change, again.',
        { ...ACTIVE, version: 7n, lastRequest: digest(operation, body(6n)) },
        body(6n),
        { owner: 'a' },
      ),
    ]),
    refused(
      'acknowledge',
      'signature-of-cancel',
      'The signature for CANCEL, whose body is the same.',
      'signature',
      ['VAULT-017'],
      'Signature',
      { before: counted, body: at(6n), owner: { by: 'a', over: { operation: OPERATIONS.cancel } } },
    ),
    refused(
      'abandon',
      'retry-of-cancel',
      'A CANCEL with the same body was the last change: that is no retry.',
      'conflict',
      ['VAULT-003'],
      'Retry',
      { before: { ...ACTIVE, version: 7n, lastRequest: digest('cancel', at(6n)) }, body: at(6n) },
    ),
    change(
      'acknowledge',
      'some',
      'Twelve attempts; the count in a row stays.',
      ['VAULT-023'],
      { before: counted, body: at(6n), owner: 'a' },
      { unacknowledged: 0 },
    ),
    change(
      'acknowledge',
      'none',
      'No attempts.',
      ['VAULT-023'],
      { before: ACTIVE, body: at(6n), owner: 'a' },
      {},
    ),
    change(
      'acknowledge',
      'locked',
      'A locked record.',
      ['VAULT-023'],
      { before: { ...ACTIVE, unacknowledged: 30 }, body: at(6n), owner: 'a' },
      { unacknowledged: 0 },
    ),
    change(
      'acknowledge',
      'erased',
      'After destruction.',
      ['VAULT-023'],
      { before: { ...ERASED_LONG, unacknowledged: 10 }, body: at(6n), owner: 'a' },
      { unacknowledged: 0 },
    ),
    ...[
      ['open', 'One login is open: it stays counted.', [pendingOf({ name: 'open' })], 1],
      [
        'open-and-finished',
        'Of three logins two are open.',
        [finishedOf({ name: 'other' }), pendingOf({ name: 'open' }), pendingOf({ name: 'third' })],
        2,
      ],
      ['finished', 'A finished login does not count.', [finishedOf({ name: 'other' })], 0],
    ].map(([id, comment, logins, unacknowledged]) =>
      change(
        'acknowledge',
        id as string,
        comment as string,
        ['VAULT-029'],
        { before: { ...counted, logins }, body: at(6n), owner: 'a' },
        { unacknowledged },
      ),
    ),
    change(
      'acknowledge',
      'expired',
      'A login that runs out in this millisecond does not count.',
      ['VAULT-029'],
      {
        before: { ...counted, logins: [pendingOf({ name: 'open', startedMs: NOW - DAY })] },
        body: at(6n),
        owner: 'a',
      },
      { unacknowledged: 0, logins: [] },
      'Boundary',
    ),
    change(
      'freeze',
      '72-hours',
      'For 72 hours.',
      ['VAULT-017'],
      { before: ACTIVE, body: freeze(72n * HOUR), owner: 'a' },
      { frozenUntilMs: NOW + 72n * HOUR },
    ),
    change(
      'freeze',
      'renewed',
      'Renewed.',
      ['VAULT-017'],
      { before: { ...ACTIVE, frozenUntilMs: NOW + HOUR }, body: freeze(72n * HOUR), owner: 'a' },
      { frozenUntilMs: NOW + 72n * HOUR },
    ),
    change(
      'freeze',
      'shortened',
      'Shortened.',
      ['VAULT-017'],
      { before: { ...ACTIVE, frozenUntilMs: NOW + 72n * HOUR }, body: freeze(1n), owner: 'a' },
      { frozenUntilMs: NOW + 1n },
    ),
    change(
      'freeze',
      'lifted',
      'Lifted.',
      ['VAULT-017'],
      { before: { ...ACTIVE, frozenUntilMs: NOW + 72n * HOUR }, body: freeze(0n), owner: 'a' },
      { frozenUntilMs: 0n },
    ),
    change(
      'abandon',
      'active',
      'Without a signature; the counts stay.',
      ['VAULT-040'],
      { before: counted, body: at(6n) },
      { deleteAtMs: NOW + 7n * DAY },
      'Deletion',
    ),
    change(
      'abandon',
      'erased',
      'After destruction.',
      ['VAULT-040'],
      { before: ERASED_LONG, body: at(6n) },
      { deleteAtMs: NOW + 7n * DAY },
      'Deletion',
    ),
    refused('abandon', 'version-below', 'The version before.', 'conflict', ['VAULT-002'], 'Version', {
      before: ACTIVE,
      body: at(5n),
    }),
    retried(
      'abandon',
      'The last change, again: the time does not begin anew.',
      { ...ACTIVE, version: 7n, deleteAtMs: NOW + DAY, lastRequest: digest('abandon', at(6n)) },
      at(6n),
    ),
    change(
      'cancel',
      'first',
      'A deletion is taken back.',
      ['VAULT-040'],
      { before: pending, body: at(6n), owner: 'a' },
      { deleteAtMs: 0n, cancelledMs: NOW },
      'Deletion',
    ),
    change(
      'cancel',
      'erased',
      'After destruction.',
      ['VAULT-040'],
      { before: { ...ERASED_LONG, deleteAtMs: NOW + 1n }, body: at(6n), owner: 'a' },
      { deleteAtMs: 0n, cancelledMs: NOW },
      'Deletion',
    ),
    refused(
      'cancel',
      'second',
      'A second time, a millisecond before 90 days are over.',
      'refused',
      ['VAULT-040'],
      'Boundary',
      { before: { ...pending, cancelledMs: NOW - 90n * DAY + 1n }, body: at(6n), owner: 'a' },
    ),
    change(
      'cancel',
      'after-90-days',
      'A second time, after 90 days.',
      ['VAULT-040'],
      { before: { ...pending, cancelledMs: NOW - 90n * DAY }, body: at(6n), owner: 'a' },
      { deleteAtMs: 0n, cancelledMs: NOW },
      'Boundary',
    ),
    refused('cancel', 'nothing', 'No deletion is pending.', 'refused', ['VAULT-040'], 'Deletion', {
      before: ACTIVE,
      body: at(6n),
      owner: 'a',
    }),
    refused(
      'cancel',
      'too-late',
      'The millisecond of the deletion.',
      'no-record',
      ['VAULT-040'],
      'Boundary',
      { before: { ...ACTIVE, deleteAtMs: NOW }, body: at(6n), owner: 'a' },
    ),
    ...ownerChanges(),
    ...anchors(),
  ];
}

function ownerChanges(): Vector[] {
  const body: Value = { version: 6n, owner: ownerKey('b') };
  const change = (id: string, comment: string, given: Omit<Case, 'operation'>): Vector =>
    step(
      `owner-${id}`,
      comment,
      ['VAULT-036'],
      'Change',
      { ...given, operation: 'owner' },
      { after: changed(given.before!, 'owner', given.body!, { owner: ownerKey('b') }) },
    );
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    req: string,
    flag: string,
    given: Omit<Case, 'operation'>,
  ): Vector => step(`owner-${id}`, comment, [req], flag, { ...given, operation: 'owner' }, { outcome });
  return [
    change('changed', 'Another owner key.', { before: ACTIVE, body, owner: 'a', newOwner: 'b' }),
    change('erased', 'Another owner key after destruction.', {
      before: ERASED_LONG,
      body,
      owner: 'a',
      newOwner: 'b',
    }),
    change('beside-previous', 'Another owner key while there is a previous generation.', {
      before: { ...REPLACED, owner: ownerKey('a') },
      body,
      owner: 'a',
      newOwner: 'b',
    }),
    refused(
      'without-owner',
      'Without the present owner’s signature.',
      'signature',
      'VAULT-036',
      'Signature',
      { before: ACTIVE, body, newOwner: 'b' },
    ),
    refused(
      'without-new-owner',
      'Without the new owner’s signature.',
      'signature',
      'VAULT-036',
      'Signature',
      { before: ACTIVE, body, owner: 'a' },
    ),
    refused('exchanged', 'Both signatures in each other’s place.', 'signature', 'VAULT-036', 'Signature', {
      before: ACTIVE,
      body,
      owner: 'b',
      newOwner: 'a',
    }),
    refused(
      'by-third',
      'The new owner’s signature by another than the body names.',
      'signature',
      'VAULT-036',
      'Signature',
      { before: ACTIVE, body, owner: 'a', newOwner: 'c' },
    ),
    refused('version-below', 'The version before.', 'conflict', 'VAULT-002', 'Version', {
      before: ACTIVE,
      body: { ...body, version: 5n },
      owner: 'a',
      newOwner: 'b',
    }),
    refused('signed-before', 'The owner that was replaced signs.', 'signature', 'VAULT-017', 'Signature', {
      before: { ...ACTIVE, owner: ownerKey('c') },
      body,
      owner: 'a',
      newOwner: 'b',
    }),
    retried(
      'owner',
      'The last change, again.',
      changed(ACTIVE, 'owner', body, { owner: ownerKey('b') }),
      body,
      { owner: 'a', newOwner: 'b' },
    ),
  ];
}

function anchors(): Vector[] {
  const known = anchorOf(5n, 3n);
  const anchored: Value = { ...ACTIVE, anchor: known };
  const set = (
    id: string,
    comment: string,
    next: Value,
    before: Value = anchored,
    expected: Value | undefined = before.anchor as Value | undefined,
  ): Vector => {
    const body: Value = { version: 6n, ...(expected && { expected }), next };
    return step(
      `anchor-${id}`,
      comment,
      ['VAULT-050'],
      'Anchor',
      { before, operation: 'anchor', body, owner: 'a' },
      { after: changed(before, 'anchor', body, { anchor: next }) },
    );
  };
  const refusedWith = (id: string, comment: string, change: Value, before: Value = anchored): Vector =>
    step(
      `anchor-${id}`,
      comment,
      ['VAULT-050'],
      'Anchor',
      { before, operation: 'anchor', body: { version: 6n, ...change }, owner: 'a' },
      { outcome: 'anchored' },
    );
  const refused = (id: string, comment: string, next: Value, expected: Value = known): Vector =>
    refusedWith(id, comment, { expected, next });
  const next = anchorOf(6n, 3n);
  const overStaged: Value = { version: 6n, expected: known, next };
  const stagedWithAnchor: Value = {
    ...anchored,
    lastGeneration: 2n,
    staged: keys(2n, NOW - HOUR, NOW + HOUR, { owner: ownerKey('b'), anchor: anchorOf(5n, 4n) }),
  };
  return [
    set('first', 'The first anchor.', known, ACTIVE),
    step(
      'anchor-staged',
      'What a staged generation would set is older by now: it is put out of force.',
      ['VAULT-050'],
      'Anchor',
      { before: stagedWithAnchor, operation: 'anchor', body: overStaged, owner: 'a' },
      {
        after: changed(stagedWithAnchor, 'anchor', overStaged, {
          anchor: next,
          staged: keys(2n, NOW - HOUR, NOW + HOUR, { owner: ownerKey('b') }),
        }),
      },
    ),
    set('erased', 'An anchor after destruction.', next, { ...ERASED_LONG, anchor: known }),
    set('head', 'A higher sequence.', next),
    set('keyring', 'A higher keyring generation.', anchorOf(5n, 4n)),
    set('both', 'Both are higher, not by one.', anchorOf(50n, 30n)),
    set('same', 'The same anchor again, by another request.', known),
    refused('head-lower', 'A lower sequence.', anchorOf(4n, 3n)),
    refused('keyring-lower', 'A lower keyring generation.', anchorOf(5n, 2n)),
    refused(
      'head-higher-keyring-lower',
      'A higher sequence with a lower keyring generation.',
      anchorOf(6n, 2n),
    ),
    refused(
      'head-lower-keyring-higher',
      'A lower sequence with a higher keyring generation.',
      anchorOf(4n, 4n),
    ),
    refused('head-other', 'The same sequence with another snapshot.', {
      ...known,
      snapshotId: flip(known.snapshotId as Uint8Array, 0),
    }),
    refused('keyring-other', 'The same keyring generation with another hash.', {
      ...known,
      keyringHash: flip(known.keyringHash as Uint8Array, 31),
    }),
    refused(
      'head-higher-keyring-other',
      'A higher sequence, and the same keyring generation with another hash.',
      { ...next, keyringHash: flip(next.keyringHash as Uint8Array, 0) },
    ),
    refusedWith('unexpected-none', 'No anchor is expected, and there is one.', { next }),
    refusedWith(
      'expected-of-none',
      'An anchor is expected, and there is none.',
      { expected: known, next },
      ACTIVE,
    ),
    refused('expected-sequence', 'Another sequence is expected.', next, { ...known, sequence: 4n }),
    refused('expected-snapshot', 'Another snapshot is expected.', next, {
      ...known,
      snapshotId: flip(known.snapshotId as Uint8Array, 0),
    }),
    refused('expected-keyring-generation', 'Another keyring generation is expected.', next, {
      ...known,
      keyringGeneration: 2n,
    }),
    refused('expected-keyring-hash', 'Another hash of the keyring is expected.', next, {
      ...known,
      keyringHash: flip(known.keyringHash as Uint8Array, 0),
    }),
  ];
}

function reverts(): Vector[] {
  const login = { name: 'proof' };
  const loginId = loginIdOf('proof', 5n);
  const active = { name: 'proof of second', generation: 2n };
  const body: Value = { version: 6n, generation: 1n, loginId, owner: ownerKey('c') };
  const proven: Value = { ...REPLACED, logins: [finishedOf(login)] };
  const back: Value = { owner: ownerKey('c'), active: keys(1n, NOW - 30n * DAY), previous: undefined };
  const revert = (
    id: string,
    comment: string,
    given: Partial<Case>,
    changes: Value,
    flag = 'LoginProof',
  ): Vector => {
    const all = {
      newOwner: 'c' as Signer,
      proof: 'proof',
      ...given,
      before: given.before ?? proven,
      body: given.body ?? body,
    };
    return step(
      `revert-${id}`,
      comment,
      ['VAULT-035'],
      flag,
      { ...all, operation: 'revert' },
      { after: changed(all.before, 'revert', all.body, changes) },
    );
  };
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    flag: string,
    given: Partial<Case>,
    req = 'VAULT-035',
  ): Vector =>
    step(
      `revert-${id}`,
      comment,
      [req],
      flag,
      { before: proven, body, newOwner: 'c', proof: 'proof', ...given, operation: 'revert' },
      { outcome },
    );
  return [
    revert('right', 'The previous password takes the vault back.', {}, back),
    revert(
      'staged-goes',
      'What is staged goes too.',
      {
        before: {
          ...proven,
          lastGeneration: 3n,
          staged: keys(3n, NOW - HOUR, NOW + HOUR, { owner: ownerKey('b') }),
        },
      },
      { ...back, staged: undefined },
    ),
    revert(
      'logins-of-active-go',
      'Logins of the generation that goes go with it.',
      { before: { ...REPLACED, logins: [finishedOf(active), finishedOf(login)] } },
      { ...back, logins: [finishedOf(login)] },
    ),
    revert(
      'counts-stay',
      'The counts stay.',
      { before: { ...proven, attempts: 3, unacknowledged: 5 } },
      back,
    ),
    revert(
      'last-millisecond',
      'The last millisecond of the previous generation.',
      { before: { ...proven, previous: keys(1n, NOW - 30n * DAY, NOW + 1n) } },
      back,
      'Boundary',
    ),
    refused(
      'over',
      'The millisecond in which the previous generation goes, and its logins with it.',
      'no-login',
      'Boundary',
      { before: { ...proven, previous: keys(1n, NOW - 30n * DAY, NOW) } },
    ),
    refused('no-previous', 'There is no previous generation.', 'other-generation', 'Generation', {
      before: { ...ACTIVE, logins: [finishedOf(login)] },
    }),
    refused('proof-of-active', 'A proof of the active generation.', 'other-generation', 'LoginProof', {
      before: { ...REPLACED, logins: [finishedOf(active)] },
      body: { ...body, loginId: loginIdOf('proof of second', 5n, 2n) },
      proof: 'proof of second',
    }),
    refused('names-active', 'The active generation is named.', 'other-generation', 'Generation', {
      body: { ...body, generation: 2n },
    }),
    refused(
      'names-active-proven',
      'The active generation is named, with a proof of it.',
      'other-generation',
      'Generation',
      {
        before: { ...REPLACED, logins: [finishedOf(active)] },
        body: { ...body, generation: 2n, loginId: loginIdOf('proof of second', 5n, 2n) },
        proof: 'proof of second',
      },
    ),
    refused('wrong-proof', 'A proof under another session key.', 'wrong', 'LoginProof', { proof: 'other' }),
    refused('no-proof', 'No proof.', 'wrong', 'LoginProof', { proof: none }),
    refused('unknown-login', 'A login that is not there.', 'no-login', 'LoginProof', { before: REPLACED }),
    refused('unfinished-login', 'A login whose KE3 did not come.', 'no-login', 'LoginProof', {
      before: { ...REPLACED, logins: [pendingOf(login)] },
    }),
    refused(
      'unsigned',
      'Without the new owner’s signature.',
      'signature',
      'Signature',
      { newOwner: undefined },
      'VAULT-017',
    ),
    refused(
      'by-owner',
      'The present owner’s signature in the place of the new one’s.',
      'signature',
      'Signature',
      { newOwner: 'b' },
      'VAULT-017',
    ),
    refused(
      'version-below',
      'The version before.',
      'conflict',
      'Version',
      { body: { ...body, version: 5n } },
      'VAULT-002',
    ),
    retried('revert', 'The last change, again.', changed(proven, 'revert', body, back), body, {
      newOwner: 'c',
      proof: 'proof',
    }),
  ];
}

function deletions(): Vector[] {
  const login = { name: 'proof' };
  const loginId = loginIdOf('proof', 5n);
  const active = { name: 'proof of second', generation: 2n };
  const plain: Value = { version: 6n };
  const withProof: Value = { version: 6n, loginId };
  const proven: Value = {
    ...ACTIVE,
    unacknowledged: 5,
    anchor: anchorOf(5n, 3n),
    logins: [finishedOf(login)],
  };
  const gone = (before: Value, body: Value): Value => ({
    formatVersion: 1,
    version: (before.version as bigint) + 1n,
    phase: PHASES.none,
    lastGeneration: before.lastGeneration,
    unacknowledged: before.unacknowledged,
    lastRequest: digest('delete', body),
  });
  const at = (id: string, comment: string, before: Value, body: Value, given: Partial<Case> = {}): Vector =>
    step(
      `delete-${id}`,
      comment,
      ['VAULT-019', 'VAULT-041'],
      'Deletion',
      { before, operation: 'delete', body, owner: 'a', ...given },
      { after: gone(before, body) },
    );
  const later = (
    id: string,
    comment: string,
    before: Value,
    body: Value,
    given: Partial<Case> = {},
  ): Vector =>
    step(
      `delete-${id}`,
      comment,
      ['VAULT-041'],
      'Deletion',
      { before, operation: 'delete', body, owner: 'a', ...given },
      { after: changed(before, 'delete', body, { deleteAtMs: NOW + 72n * HOUR }) },
    );
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    before: Value,
    body: Value,
    given: Partial<Case> = {},
  ): Vector =>
    step(
      `delete-${id}`,
      comment,
      ['VAULT-041'],
      'LoginProof',
      { before, operation: 'delete', body, owner: 'a', ...given },
      { outcome },
    );
  const replaced: Value = { ...REPLACED, logins: [finishedOf(login), finishedOf(active)] };
  const ofActive: Value = { version: 6n, loginId: loginIdOf('proof of second', 5n, 2n) };
  return [
    at('with-proof', 'With a login proof: at once.', proven, withProof, { proof: 'proof' }),
    at('erased', 'After destruction: at once.', ERASED_LONG, plain),
    at(
      'previous-with-proof',
      'With a login proof of the previous generation: at once.',
      replaced,
      withProof,
      { owner: 'b', proof: 'proof' },
    ),
    later('without-proof', 'Without a login proof: in 72 hours.', ACTIVE, plain),
    later(
      'previous-proof-of-active',
      'While there is a previous generation, a proof of the active one does not delete at once.',
      replaced,
      ofActive,
      { owner: 'b', proof: 'proof of second' },
    ),
    refused('unknown-login', 'A login that is not there.', 'no-login', ACTIVE, withProof, { proof: 'proof' }),
    refused(
      'unfinished-login',
      'A login whose KE3 did not come.',
      'no-login',
      { ...ACTIVE, logins: [pendingOf(login)] },
      withProof,
      { proof: 'proof' },
    ),
    refused('wrong-proof', 'A proof under another session key.', 'wrong', proven, withProof, {
      proof: 'other',
    }),
    refused('proof-of-other-operation', 'A proof for another body.', 'wrong', proven, withProof, {
      proof: new Uint8Array(64),
    }),
    step(
      'delete-proof-without-owner',
      'A login proof without the owner’s signature.',
      ['VAULT-017'],
      'Signature',
      { before: proven, operation: 'delete', body: withProof, proof: 'proof' },
      { outcome: 'signature' },
    ),
    step(
      'delete-retry-gone',
      'A deletion that was carried out at once, again.',
      ['VAULT-003'],
      'Retry',
      { before: gone(proven, withProof), operation: 'delete', body: withProof, owner: 'a', proof: 'proof' },
      { after: gone(proven, withProof) },
    ),
  ];
}

/** Requests at NOW to records that have seen a later time, which then counts. */
function clocks(): Vector[] {
  const later = NOW + HOUR;
  const seen: Value = { ...ACTIVE, attempts: 1, unacknowledged: 1, notBeforeMs: later, lastAttemptMs: later };
  const login = loginBody('new', 6n);
  const refused = (
    id: string,
    comment: string,
    outcome: string,
    reqs: readonly string[],
    given: Case,
  ): Vector => step(`clock-${id}`, comment, reqs, 'Clock', given, { outcome });
  const change = (
    id: string,
    comment: string,
    reqs: readonly string[],
    given: Case,
    changes: Value,
  ): Vector =>
    step(`clock-${id}`, comment, reqs, 'Clock', given, {
      after: changed(given.before!, given.operation, given.body!, changes),
    });
  return [
    step(
      'clock-login',
      'A login before the last attempt: what is counted from it is counted from that one.',
      ['VAULT-020'],
      'Clock',
      { before: seen, operation: 'login', body: login, opaque: 'new' },
      {
        after: {
          ...seen,
          version: 7n,
          attempts: 2,
          unacknowledged: 2,
          logins: [pendingOf({ name: 'new', version: 6n, startedMs: later })],
        },
        ke2: ke2Of('new'),
      },
    ),
    refused('wait', 'The wait ends when it would have ended.', 'wait', ['VAULT-020'], {
      before: { ...seen, attempts: 4, unacknowledged: 4, notBeforeMs: later + 60_000n },
      operation: 'login',
      body: login,
      opaque: 'new',
    }),
    refused(
      'staged',
      'A staged generation that had run out at the last attempt does not come back.',
      'other-generation',
      ['VAULT-018'],
      {
        before: {
          ...RESTAGED,
          attempts: 1,
          unacknowledged: 1,
          lastAttemptMs: later,
          staged: keys(2n, NOW - DAY + 1n, NOW + 1n, { owner: ownerKey('b') }),
        },
        operation: 'commit',
        body: { version: 6n, generation: 2n },
        owner: 'a',
        newOwner: 'b',
      },
    ),
    change(
      'freeze',
      'A freeze is counted from the last attempt.',
      ['VAULT-020'],
      { before: seen, operation: 'freeze', body: { version: 6n, durationMs: HOUR }, owner: 'a' },
      { frozenUntilMs: later + HOUR },
    ),
    change(
      'abandon',
      'An abandonment is counted from the last right login.',
      ['VAULT-040'],
      { before: { ...ACTIVE, lastSuccessMs: later }, operation: 'abandon', body: { version: 6n } },
      { deleteAtMs: later + 7n * DAY },
    ),
  ];
}

/** Every operation in every phase that does not have it. */
function phases(): Vector[] {
  const rows: Readonly<Record<string, readonly string[]>> = {
    none: ['stage'],
    staged: ['stage', 'commit'],
    active: Object.keys(BODIES),
    erased: ['stage', 'commit', 'finish', 'acknowledge', 'abandon', 'cancel', 'anchor', 'owner', 'delete'],
  };
  const records: Readonly<Record<string, Value | undefined>> = {
    none: TOMBSTONE,
    staged: STAGED,
    active: ACTIVE,
    erased: ERASED_LONG,
  };
  const bodyOf = (operation: string, version: bigint): Value => {
    const bodies: Readonly<Record<string, Value>> = {
      commit: { version, generation: 1n },
      login: loginBody('new', version),
      finish: { loginId: loginIdOf('open', 5n), ke3: ke3Of('open') },
      freeze: { version, durationMs: HOUR },
      anchor: { version, next: anchorOf(1n, 1n) },
      owner: { version, owner: ownerKey('b') },
      revert: { version, generation: 1n, loginId: loginIdOf('open', 5n), owner: ownerKey('a') },
    };
    return bodies[operation] ?? { version };
  };
  const make = (
    phase: string,
    operation: string,
    before: Value | undefined,
    version: bigint,
    suffix = '',
  ): Vector => {
    const outcome =
      operation === 'finish'
        ? 'no-login'
        : phase === 'erased'
          ? operation === 'login'
            ? 'destroyed'
            : 'refused'
          : 'no-record';
    return step(
      `phase-${phase}${suffix}-${operation}`,
      `${operation.toUpperCase()} in phase ${phase}${suffix === '' ? '' : ', of an account without a record'}.`,
      ['VAULT-015'],
      'Phase',
      { ...(before && { before }), operation, body: bodyOf(operation, version), owner: 'a', newOwner: 'a' },
      { outcome },
    );
  };
  return [
    ...Object.entries(rows).flatMap(([phase, present]) =>
      Object.keys(BODIES)
        .filter((operation) => !present.includes(operation))
        .map((operation) => make(phase, operation, records[phase], records[phase]!.version as bigint)),
    ),
    ...['login', 'finish', 'commit', 'delete'].map((operation) =>
      make('none', operation, undefined, 1n, '-new'),
    ),
  ];
}

function aged(
  id: string,
  comment: string,
  reqs: readonly string[],
  before: Value,
  nowMs: bigint,
  after: Value,
): Vector {
  return {
    id: `vault-steps-time-${id}`,
    comment,
    result: 'valid',
    flags: ['Time'],
    reqs,
    operation: 'time',
    before: describeMessage('VaultRecord', before),
    beforeBytes: encodeMessage('VaultRecord', before),
    nowMs: Number(nowMs),
    after: describeMessage('VaultRecord', after),
    afterBytes: encodeMessage('VaultRecord', after),
  };
}

function times(): Vector[] {
  const tombstone = (before: Value): Value => ({
    formatVersion: 1,
    version: before.version,
    phase: PHASES.none,
    lastGeneration: before.lastGeneration,
    unacknowledged: before.unacknowledged,
    lastRequest: before.lastRequest,
  });
  const both = (
    id: string,
    what: string,
    reqs: readonly string[],
    before: Value,
    atMs: bigint,
    after: Value,
  ): Vector[] => [
    aged(`${id}-before`, `A millisecond before ${what}: nothing happens.`, reqs, before, atMs - 1n, before),
    aged(`${id}-at`, `The millisecond in which ${what}.`, reqs, before, atMs, after),
    aged(`${id}-later`, `A year after ${what}.`, reqs, { ...before, logins: [] }, atMs + 365n * DAY, {
      ...after,
      logins: [],
    }),
  ];
  const freshErased: Value = {
    ...ERASED,
    destroyedMs: NOW,
    lastAttemptMs: NOW,
    logins: [pendingOf({ name: 'tenth', startedMs: NOW })],
  };
  const erasedPrevious: Value = {
    ...REPLACED,
    phase: PHASES.erased,
    active: withoutKeys(REPLACED.active),
    previous: withoutKeys(keys(1n, NOW - 30n * DAY, NOW + 70n * HOUR)),
    attempts: 10,
    unacknowledged: 10,
    destroyedMs: NOW,
    lastAttemptMs: NOW,
  };
  const loginsOf = (startedMs: bigint): Value => ({
    ...ACTIVE,
    attempts: 2,
    unacknowledged: 2,
    logins: [
      pendingOf({ name: 'open', startedMs }),
      finishedOf({ name: 'other', startedMs: startedMs + 1n }),
    ],
  });
  const deleted: Value = {
    ...RESTAGED,
    attempts: 4,
    unacknowledged: 6,
    anchor: anchorOf(5n, 3n),
    lastSuccessMs: 5n,
    deleteAtMs: NOW,
  };
  return [
    ...both(
      'staged',
      'a first staged generation runs out',
      ['VAULT-018'],
      { ...STAGED, staged: keys(1n, NOW - DAY, NOW, { owner: ownerKey('a') }) },
      NOW,
      {
        ...STAGED,
        phase: PHASES.none,
        staged: undefined,
      },
    ),
    ...both(
      'staged-beside-active',
      'a staged generation beside an active one runs out',
      ['VAULT-032'],
      { ...RESTAGED, staged: keys(2n, NOW - DAY, NOW, { owner: ownerKey('b') }) },
      NOW,
      {
        ...RESTAGED,
        staged: undefined,
      },
    ),
    ...both(
      'previous',
      'a previous generation goes',
      ['VAULT-034'],
      { ...REPLACED, previous: keys(1n, NOW - 30n * DAY, NOW) },
      NOW,
      { ...REPLACED, previous: undefined },
    ),
    ...both('abandoned', 'an abandoned record is deleted', ['VAULT-019'], deleted, NOW, tombstone(deleted)),
    aged(
      'abandoned-erased',
      'The millisecond in which a destroyed record is deleted.',
      ['VAULT-019'],
      { ...ERASED_LONG, deleteAtMs: NOW },
      NOW,
      tombstone(ERASED_LONG),
    ),
    aged(
      'login-before',
      'A millisecond before a login runs out: nothing happens.',
      ['VAULT-024'],
      loginsOf(NOW - DAY),
      NOW - 1n,
      loginsOf(NOW - DAY),
    ),
    aged(
      'login-at',
      'The millisecond in which the first of two logins runs out; the count stays.',
      ['VAULT-024'],
      loginsOf(NOW - DAY),
      NOW,
      { ...loginsOf(NOW - DAY), logins: [finishedOf({ name: 'other', startedMs: NOW - DAY + 1n })] },
    ),
    aged('login-later', 'A year after both logins.', ['VAULT-024'], loginsOf(NOW - DAY), NOW + 365n * DAY, {
      ...loginsOf(NOW - DAY),
      logins: [],
    }),
    aged(
      'release-before',
      'A millisecond before the release secret of a destroyed record goes: nothing happens.',
      ['VAULT-021'],
      freshErased,
      NOW + DAY - 1n,
      freshErased,
    ),
    aged(
      'release-at',
      'The millisecond in which the release secret of a destroyed record goes, and its last login.',
      ['VAULT-021'],
      freshErased,
      NOW + DAY,
      { ...freshErased, active: withoutSecrets(freshErased.active), logins: [] },
    ),
    aged(
      'release-both',
      'The release secrets of both generations go.',
      ['VAULT-021'],
      erasedPrevious,
      NOW + 69n * HOUR,
      {
        ...erasedPrevious,
        active: withoutSecrets(erasedPrevious.active),
        previous: withoutSecrets(erasedPrevious.previous),
      },
    ),
    aged(
      'freeze-over',
      'A freeze that is over stays as it was written.',
      ['VAULT-018'],
      { ...ACTIVE, frozenUntilMs: NOW },
      NOW + DAY,
      { ...ACTIVE, frozenUntilMs: NOW },
    ),
    aged(
      'count-stays',
      'A year does not change the counts.',
      ['VAULT-022'],
      { ...ACTIVE, attempts: 9, unacknowledged: 29, notBeforeMs: NOW + 72n * HOUR },
      NOW + 365n * DAY,
      {
        ...ACTIVE,
        attempts: 9,
        unacknowledged: 29,
        notBeforeMs: NOW + 72n * HOUR,
      },
    ),
  ];
}

function releases(): Vector[] {
  const make = (id: string, comment: string, written: string, answer: Value, outcome?: string): Vector =>
    ({
      id: `vault-steps-release-${id}`,
      comment,
      ...(outcome === undefined ? { result: 'valid' } : { result: 'invalid', outcome, released: 'none' }),
      flags: ['Release'],
      reqs: ['VAULT-001'],
      operation: 'release',
      written,
      answer,
    }) as Vector;
  const ke2 = { ke2: ke2Of('open') };
  const secret = { releaseSecret: secretsOf(1n).releaseSecret };
  return [
    make('ke2', 'The write was carried out: KE2 leaves.', 'ok', ke2),
    make('secret', 'The write was carried out: the release secret leaves.', 'ok', secret),
    make('change', 'The write was carried out: the answer of a change leaves.', 'ok', {}),
    make(
      'ke2-unknown',
      'Nobody knows whether the write was carried out: no KE2.',
      'unknown',
      ke2,
      'uncertain',
    ),
    make(
      'secret-unknown',
      'Nobody knows whether the write was carried out: no release secret.',
      'unknown',
      secret,
      'uncertain',
    ),
    make(
      'change-unknown',
      'Nobody knows whether the write was carried out: nothing is said of a change.',
      'unknown',
      {},
      'uncertain',
    ),
  ];
}

const STORAGE_KEY = generated('vault-steps storage key', 32);

interface Place {
  readonly storageKey: Uint8Array;
  readonly realmId: Uint8Array;
  readonly accountId: Uint8Array;
  readonly revision: bigint;
}

const HERE: Place = { storageKey: STORAGE_KEY, realmId: REALM_ID, accountId: ACCOUNT, revision: 12n };

const handleOf = ({ storageKey, accountId: account }: Place): Uint8Array =>
  hmacSha256(expand(storageKey, utf8('muniment v1 vault handle'), 32), account);

const contextOf = (place: Place): Uint8Array =>
  concat(u8(7), place.realmId, u32(0), handleOf(place), u64(place.revision));

const PLAINTEXT_BYTES = 16_384;
const framed = (content: Uint8Array, length = content.length): Uint8Array =>
  concat(u32(length), content, new Uint8Array(PLAINTEXT_BYTES - 4 - content.length));

/** Records as the store has them; those of other places are the bytes of the right one. */
function sealedRecords(): Vector[] {
  const key = expand(STORAGE_KEY, utf8('muniment v1 vault record'), 32);
  const salt = generated('vault-steps salt', 24);
  const content = encodeMessage('VaultRecord', ACTIVE);
  const right = sealObject(key, contextOf(HERE), salt, framed(content));
  const describe = (place: Place): Record<string, unknown> => ({
    storageKey: place.storageKey,
    realmId: place.realmId,
    accountId: place.accountId,
    revision: Number(place.revision),
    handle: handleOf(place),
    context: contextOf(place),
  });
  const sealed = (id: string, comment: string, place: Place, object: Uint8Array): Vector =>
    ({
      id: `vault-steps-sealed-${id}`,
      comment,
      result: 'invalid',
      outcome: 'rolled-back',
      released: 'none',
      flags: ['Sealed'],
      reqs: ['VAULT-060'],
      operation: 'sealed',
      ...describe(place),
      sealed: object,
    }) as Vector;
  const elsewhere = (id: string, comment: string, change: Partial<Place>): Vector =>
    sealed(id, comment, { ...HERE, ...change }, right);
  const made = (plaintext: Uint8Array, context = contextOf(HERE)): Uint8Array =>
    sealObject(key, context, salt, plaintext);
  return [
    {
      id: 'vault-steps-sealed-right',
      comment: 'A record in its place.',
      result: 'valid',
      flags: ['Sealed'],
      reqs: ['VAULT-060'],
      operation: 'sealed',
      ...describe(HERE),
      recordKey: key,
      salt,
      recordBytes: content,
      sealed: right,
    },
    elsewhere('other-revision', 'The record of an earlier revision.', { revision: 13n }),
    elsewhere('other-account', 'The record of another account.', {
      accountId: accountId(ISSUER, 'user-7d3e'),
    }),
    elsewhere('other-realm', 'The record of another realm.', { realmId: flip(REALM_ID, 0) }),
    elsewhere('other-storage-key', 'Another storage key.', { storageKey: flip(STORAGE_KEY, 31) }),
    sealed('altered', 'One bit was changed.', HERE, flip(right, 100)),
    sealed('truncated', 'The last byte is missing.', HERE, right.slice(0, -1)),
    sealed(
      'padding',
      'The last byte of the padding is not zero.',
      HERE,
      made(framed(content).with(PLAINTEXT_BYTES - 1, 1)),
    ),
    sealed('content-long', 'A length beyond the frame.', HERE, made(framed(content, PLAINTEXT_BYTES - 3))),
    sealed(
      'no-role',
      'Sealed under a context without its role.',
      HERE,
      made(framed(content), contextOf(HERE).slice(1)),
    ),
  ];
}

export function vaultSteps(): Files {
  const vectors = [
    ...statuses(),
    ...stages(),
    ...commits(),
    ...logins(),
    ...finishes(),
    ...owners(),
    ...reverts(),
    ...deletions(),
    ...clocks(),
    ...phases(),
    ...times(),
    ...releases(),
  ];
  const shared = { realmId: REALM_ID, issuer: ISSUER, subject: SUBJECT, accountId: ACCOUNT };
  return new Map([
    ['vault-steps/sealed.json', vectorFile('vault-steps', SEALED_FLAGS, sealedRecords(), shared)],
    ['vault-steps/vault-steps.json', vectorFile('vault-steps', FLAGS, vectors, shared)],
    ...schema(),
  ]);
}

function schema(): Files {
  const decimal: Schema = { type: 'string', pattern: '^[1-9][0-9]*$' };
  const anchor = fields({
    sequence: decimal,
    snapshotId: bytes(32),
    keyringGeneration: decimal,
    keyringHash: bytes(32),
  });
  const secrets = { oprfKey: bytes(32), record: bytes(192), releaseSecret: bytes(32) };
  const ksf: Schema = { type: 'string', minLength: 1, maxLength: 64 };
  const kept = fields(
    { number: decimal, ksf, sinceMs: decimal },
    { untilMs: decimal, ...secrets, owner: bytes(32), anchor },
  );
  const login = fields(
    { loginId: bytes(32), generation: decimal, startedMs: decimal, ke2: bytes(320) },
    { state: bytes(131), sessionKey: bytes(64), ke3: bytes(64) },
  );
  const record = fields(
    { formatVersion: { const: 1 }, version: decimal, phase: oneOf(...Object.keys(PHASES)) },
    {
      lastGeneration: decimal,
      owner: bytes(32),
      active: kept,
      previous: kept,
      staged: kept,
      attempts: integer(1, 10),
      unacknowledged: integer(1, 1000),
      notBeforeMs: decimal,
      frozenUntilMs: decimal,
      deleteAtMs: decimal,
      cancelledMs: decimal,
      destroyedMs: decimal,
      lastAttemptMs: decimal,
      lastSuccessMs: decimal,
      anchor,
      logins: list(login, 1),
      lastRequest: bytes(32),
    },
  );
  const body = fields(
    {},
    {
      version: decimal,
      generation: decimal,
      ksf,
      ...secrets,
      owner: bytes(32),
      anchor,
      loginId: bytes(32),
      ke1: bytes(96),
      ke3: bytes(64),
      durationMs: decimal,
      expected: anchor,
      next: anchor,
    },
  );
  const signature: Schema = { type: 'string', pattern: '^([0-9a-f]{128})?$' };
  const request = fields(
    {
      operation: oneOf(...Object.keys(OPERATIONS)),
      bodyBytes: HEX,
      digest: bytes(32),
      signedInput: HEX,
      ownerSignature: signature,
      newOwnerSignature: signature,
      loginProof: signature,
    },
    { body },
  );
  const policy = fields({
    limit: integer(1, 10),
    waitsMs: list(integer(), 1),
    unacknowledgedLimit: integer(1, 30),
  });
  const required = { request, nowMs: integer(), policy };
  const optional = {
    before: record,
    beforeBytes: HEX,
    opaque: fields({}, { ke2: bytes(320), state: bytes(131), sessionKey: bytes(64) }),
    after: record,
    afterBytes: HEX,
  };
  const answer = fields({}, { ke2: bytes(320), releaseSecret: bytes(32) });
  const sealed = {
    storageKey: bytes(32),
    realmId: bytes(16),
    accountId: HEX,
    revision: integer(1),
    handle: bytes(32),
    context: HEX,
    sealed: HEX,
  };
  return suiteSchema(
    'vault-steps',
    'What a realm does with a request, and time with a record',
    { ...FLAGS, ...SEALED_FLAGS },
    [
      {
        operation: 'step',
        result: 'valid',
        required,
        optional: { ...optional, ke2: bytes(320), releaseSecret: bytes(32) },
      },
      {
        operation: 'step',
        result: 'invalid',
        outcomes: Object.keys(OUTCOMES).filter((name) => name !== 'ok'),
        required,
        optional,
      },
      {
        operation: 'time',
        result: 'valid',
        required: { before: record, beforeBytes: HEX, nowMs: integer(), after: record, afterBytes: HEX },
      },
      {
        operation: 'sealed',
        result: 'valid',
        required: { ...sealed, recordKey: bytes(32), salt: bytes(24), recordBytes: HEX },
      },
      { operation: 'sealed', result: 'invalid', outcomes: ['rolled-back'], required: sealed },
      { operation: 'release', result: 'valid', required: { written: oneOf('ok'), answer } },
      {
        operation: 'release',
        result: 'invalid',
        outcomes: ['uncertain'],
        required: { written: oneOf('unknown'), answer },
      },
    ],
    { realmId: bytes(16), issuer: LABEL, subject: LABEL, accountId: HEX },
  );
}
