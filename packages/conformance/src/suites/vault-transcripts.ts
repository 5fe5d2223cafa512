// Suite vault-transcripts: whole conversations between a client and a realm, with OPAQUE and Argon2id, and what a realm or a client
// refuses.

import {
  bytes,
  DECIMAL,
  fields,
  HEX,
  integer,
  LABEL,
  list,
  oneOf,
  PIECES,
  type Schema,
  suiteSchema,
} from '../json-schema.ts';
import { concat, flip, hex, overwrite, u8, u32, utf8 } from '../kit/bytes.ts';
import {
  ED25519_ORDER,
  ed25519Forge,
  ed25519Public,
  ed25519Scalar,
  ed25519Sign,
  fromLittleEndian,
  IDENTITY,
  IDENTITY_NON_CANONICAL,
  ORDER_EIGHT,
  toLittleEndian,
} from '../kit/ed25519.ts';
import { encapsulate, sealResponse } from '../kit/encapsulation.ts';
import { sha256 } from '../kit/hash.ts';
import { vaultSecret } from '../kit/keyring.ts';
import {
  type Argon2,
  type Binding,
  type ClientRandom,
  deal,
  type Finished,
  finishKe2,
  keyPairOf,
  ksfId,
  makeKe1,
  makeKe2,
  passwordInput,
  type ServerRandom,
  scalarOf,
} from '../kit/opaque.ts';
import { bytes as bytesField } from '../kit/proto.ts';
import { RISTRETTO_ORDER } from '../kit/ristretto.ts';
import type { Value } from '../kit/schema.ts';
import { generated } from '../kit/seed.ts';
import {
  accountId,
  accountToken,
  BODIES,
  type Claims,
  confirmation,
  describeMessage,
  digestOf,
  encodeMessage,
  loginProof,
  OPERATIONS,
  OUTCOMES,
  PHASES,
  proofInput,
  signedInput,
  statusOf,
} from '../kit/vault.ts';
import { xWingPublicKey } from '../kit/x-wing.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Conversation: {
    bugType: 'INTEROPERABILITY',
    description: 'Requests and responses of one account, one after the other.',
  },
  WrongPassword: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'A login with another password, which a client finds out.',
  },
  Token: { bugType: 'AUTHENTICATION_BYPASS', description: 'The account token and its claims.' },
  Proof: { bugType: 'AUTHENTICATION_BYPASS', description: 'The signature of the key that a token names.' },
  Frame: { bugType: 'MISSING_CHECK', description: 'The frame around a request.' },
  Message: { bugType: 'CANONICAL_FORM', description: 'The message of a request.' },
  Body: { bugType: 'MISSING_CHECK', description: 'The body of a request, its elements, scalars and keys.' },
  Reply: {
    bugType: 'MISSING_CHECK',
    description: 'An answer that an operation cannot have, or that contradicts itself.',
  },
  Answer: { bugType: 'AUTHENTICATION_BYPASS', description: 'A KE2 that a client refuses.' },
};

const none: Uint8Array = new Uint8Array(0);
const HOUR = 3_600_000n;
const DAY = 24n * HOUR;
const NOW = 1_760_000_000_000n;
const WAITS = [0n, 0n, 0n, 0n, 60_000n, HOUR, 24n * HOUR, 48n * HOUR, 72n * HOUR, 72n * HOUR];
const ARGON2: Argon2 = { memoryKib: 65_536, passes: 3, lanes: 1 };
const KSF = ksfId(ARGON2);

const REALM_ID = generated('vault-transcripts realm id', 16);
const SERVER = keyPairOf(generated('vault-transcripts opaque key', 32));
const CHANNEL = { keyId: 3, secretKey: generated('vault-transcripts channel key', 32) };
const ISSUER = 'https://login.example.com';
const ISSUER_SEED = generated('vault-transcripts issuer', 32);
const SUBJECT = 'user-7d3f';
const ACCOUNT = accountId(ISSUER, SUBJECT);
const CLIENT_SEED = generated('vault-transcripts client', 32);
const PASSWORDS = {
  first: 'correct horse battery',
  second: 'a tiny blue submarine',
  wrong: 'correct horse batterx',
};

type Owner = 'a' | 'b' | 'c';
const seedOf = (owner: Owner): Uint8Array => generated(`vault-transcripts owner ${owner}`, 32);
const ownerKey = (owner: Owner): Uint8Array => ed25519Public(seedOf(owner));

// Tokens.

const HEADER: Claims = { alg: 'EdDSA', typ: 'muniment-vault+jwt' };

function payload(nowMs: bigint, change: Claims = {}): Claims {
  const iat = Number(nowMs / 1000n) - 10;
  return {
    iss: ISSUER,
    sub: SUBJECT,
    aud: hex(REALM_ID),
    iat,
    exp: iat + 300,
    cnf: confirmation(ed25519Public(CLIENT_SEED)),
    ...change,
  };
}

const signedBy =
  (seed: Uint8Array) =>
  (message: Uint8Array): Uint8Array =>
    ed25519Sign(seed, message);
const tokenAt = (nowMs: bigint): string => accountToken(HEADER, payload(nowMs), signedBy(ISSUER_SEED));

function frame(content: Uint8Array, length: number): Uint8Array {
  return concat(u32(content.length), content, new Uint8Array(length - 4 - content.length));
}

function responseMessage(outcome: string, nowMs: bigint, more: Value = {}): Uint8Array {
  return encodeMessage('VaultResponse', {
    formatVersion: 1,
    outcome: OUTCOMES[outcome],
    timeMs: nowMs,
    ...more,
  });
}

// Registrations and logins.

const bindingOf = (generation: bigint): Binding => ({
  client: ACCOUNT,
  server: REALM_ID,
  serverPublicKey: SERVER.publicKey,
  ksf: ARGON2,
  generation,
});

interface Registration {
  readonly generation: bigint;
  readonly password: string;
  readonly oprfKey: Uint8Array;
  readonly envelopeNonce: Uint8Array;
  readonly releaseSecret: Uint8Array;
  readonly salt: Uint8Array;
}

function registration(generation: bigint, password: string): Registration {
  const draw = (what: string, length: number): Uint8Array =>
    generated(`vault-transcripts ${what} ${generation}`, length);
  return {
    generation,
    password,
    oprfKey: scalarOf(draw('oprf key', 64)),
    envelopeNonce: draw('envelope nonce', 32),
    releaseSecret: draw('release secret', 32),
    salt: draw('slot salt', 32),
  };
}

const FIRST = registration(1n, PASSWORDS.first);
const SECOND = registration(2n, PASSWORDS.second);

function dealt({ generation, password, oprfKey, envelopeNonce }: Registration): ReturnType<typeof deal> {
  return deal(passwordInput(ACCOUNT, password), oprfKey, envelopeNonce, bindingOf(generation));
}

/** A generation as kept. */
function keys(from: Registration, sinceMs: bigint, untilMs = 0n, more: Value = {}): Value {
  const { generation, oprfKey, releaseSecret } = from;
  return {
    number: generation,
    ksf: KSF,
    sinceMs,
    untilMs,
    oprfKey,
    record: dealt(from).record,
    releaseSecret,
    ...more,
  };
}

interface Login {
  readonly of: Registration;
  readonly password: string;
  readonly client: ClientRandom;
  readonly server: ServerRandom;
  readonly ke1: Uint8Array;
  readonly ke2: Uint8Array;
  readonly state: Uint8Array;
  readonly body: Value;
  readonly loginId: Uint8Array;
  readonly finished: Finished | undefined;
}

function loginOf(name: string, of: Registration, version: bigint, password = of.password): Login {
  const draw = (what: string, length = 32): Uint8Array =>
    generated(`vault-transcripts ${name} ${what}`, length);
  const client = {
    blind: scalarOf(draw('blind', 64)),
    clientNonce: draw('client nonce'),
    clientKeyShareSeed: draw('client key share seed'),
  };
  const server = {
    maskingNonce: draw('masking nonce'),
    serverNonce: draw('server nonce'),
    serverKeyShareSeed: draw('server key share seed'),
  };
  const input = passwordInput(ACCOUNT, password);
  const ke1 = makeKe1(input, client);
  const kept = { oprfKey: of.oprfKey, record: dealt(of).record, serverPrivateKey: SERVER.privateKey };
  const { ke2, state } = makeKe2(kept, ke1, server, bindingOf(of.generation));
  const body = { version, generation: of.generation, ke1 };
  const loginId = digestOf(OPERATIONS.login, encodeMessage('VaultLogin', body));
  const finished = finishKe2(input, client, ke2, bindingOf(of.generation));
  if ((finished === undefined) !== (password !== of.password))
    throw new Error('the login comes to another end');
  return { of, password, client, server, ke1, ke2, state, body, loginId, finished };
}

const pendingOf = ({ loginId, of, ke2, state }: Login, startedMs: bigint): Value => ({
  loginId,
  generation: of.generation,
  startedMs,
  ke2,
  state,
});
const doneOf = (login: Login, startedMs: bigint): Value => ({
  ...pendingOf(login, startedMs),
  state: none,
  sessionKey: login.finished!.sessionKey,
  ke3: login.finished!.ke3,
});

// Conversations.

interface Say {
  readonly comment: string;
  readonly operation: string;
  readonly body?: Value;
  readonly owner?: Owner;
  readonly newOwner?: Owner;
  /** A right login, which a login proof is about. */
  readonly proofOf?: Login;
  readonly nowMs: bigint;
  readonly outcome?: string;
  /** What is written; absent where nothing is. */
  readonly after?: Value;
  /** The record on which time has done its work, where nothing is written. */
  readonly aged?: Value;
  readonly ke2?: Uint8Array;
  readonly releaseSecret?: Uint8Array;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Requests and responses of one account. */
class Conversation {
  readonly exchanges: Record<string, unknown>[] = [];
  readonly name: string;
  record: Value | undefined;
  /** Also the encapsulated bytes. */
  readonly inFull: boolean;

  constructor(name: string, record?: Value, inFull = false) {
    this.name = name;
    this.record = record;
    this.inFull = inFull;
  }

  get version(): bigint {
    return (this.record?.version as bigint | undefined) ?? 0n;
  }

  /** The record after a change that is remembered. */
  changed(operation: string, body: Value, changes: Value): Value {
    const lastRequest = digestOf(OPERATIONS[operation], encodeMessage(BODIES[operation], body));
    return { formatVersion: 1, ...this.record, version: this.version + 1n, lastRequest, ...changes };
  }

  say(said: Say): void {
    const {
      comment,
      operation,
      body,
      owner,
      newOwner,
      proofOf,
      nowMs,
      outcome = 'ok',
      ke2,
      releaseSecret,
    } = said;
    const number = OPERATIONS[operation];
    const bodyBytes = body === undefined ? none : encodeMessage(BODIES[operation], body);
    const token = tokenAt(nowMs);
    const input = signedInput({
      operation: number,
      realmId: REALM_ID,
      accountId: ACCOUNT,
      generation: (body?.generation as bigint | undefined) ?? 0n,
      version: (body?.version as bigint | undefined) ?? 0n,
      body: bodyBytes,
    });
    const proven = proofInput(REALM_ID, number, token, bodyBytes);
    const signatures = {
      ownerSignature: owner && ed25519Sign(seedOf(owner), input),
      newOwnerSignature: newOwner && ed25519Sign(seedOf(newOwner), input),
      loginProof: proofOf && loginProof(proofOf.finished!.sessionKey, input),
    };
    const proof = ed25519Sign(CLIENT_SEED, proven);
    const message = encodeMessage('VaultRequest', {
      formatVersion: 1,
      operation: number,
      token,
      body: bodyBytes,
      proof,
      ...signatures,
    });
    const draw = (what: string, length: number): Uint8Array =>
      generated(`vault-transcripts ${this.name} ${this.exchanges.length} ${what}`, length);
    const randomness = draw('randomness', 64);
    const { request, exported, enc } = encapsulate({
      ...CHANNEL,
      randomness,
      plaintext: frame(message, 8192),
    });
    const told = said.after ?? said.aged ?? this.record;
    const answer = responseMessage(outcome, nowMs, { status: statusOf(told), ke2, releaseSecret });
    const responseNonce = draw('response nonce', 32);
    const { response } = sealResponse({ exported, enc, responseNonce, plaintext: frame(answer, 4096) });
    this.exchanges.push({
      comment,
      nowMs: Number(nowMs),
      operation,
      ...said.more,
      body: body === undefined ? undefined : describeMessage(BODIES[operation], body),
      bodyBytes,
      token,
      proofInput: proven,
      proof,
      digest: digestOf(number, bodyBytes),
      signedInput: input,
      ownerSeed: owner && seedOf(owner),
      newOwnerSeed: newOwner && seedOf(newOwner),
      sessionKey: proofOf && proofOf.finished!.sessionKey,
      ...signatures,
      message,
      randomness,
      requestSha256: sha256(request),
      ...(this.inFull ? { request } : {}),
      outcome,
      responseMessage: answer,
      responseNonce,
      responseSha256: sha256(response),
      ...(this.inFull ? { response } : {}),
      afterBytes: said.after && encodeMessage('VaultRecord', said.after),
    });
    if (said.after !== undefined) this.record = said.after;
  }

  status(comment: string, nowMs: bigint, aged?: Value): void {
    this.say({ comment, operation: 'status', nowMs, ...(aged && { aged }) });
  }

  stage(comment: string, of: Registration, nowMs: bigint, signed: { owner?: Owner; newOwner: Owner }): void {
    const { oprfOutput, randomizedPassword, record, exportKey } = dealt(of);
    const { generation, oprfKey, releaseSecret, password, envelopeNonce, salt } = of;
    const owner = ownerKey(signed.newOwner);
    const body = { version: this.version, generation, ksf: KSF, oprfKey, record, releaseSecret, owner };
    const staged = keys(of, nowMs, nowMs + DAY, { owner });
    const phase = this.record?.phase ?? PHASES.staged;
    this.say({
      comment,
      operation: 'stage',
      body,
      ...signed,
      nowMs,
      after: this.changed('stage', body, { phase, lastGeneration: generation, staged }),
      more: {
        registration: {
          password,
          passwordInput: passwordInput(ACCOUNT, password),
          ksf: KSF,
          generation,
          oprfKey,
          envelopeNonce,
          oprfOutput,
          randomizedPassword,
          record,
          exportKey,
          releaseSecret,
          salt,
          vaultSecret: vaultSecret(exportKey, releaseSecret, salt),
        },
      },
    });
  }

  login(comment: string, login: Login, nowMs: bigint, after: Value): void {
    const { of, password, client, server, ke1, ke2, state, body, finished } = login;
    this.say({
      comment,
      operation: 'login',
      body,
      nowMs,
      after,
      ke2,
      more: {
        login: {
          password,
          passwordInput: passwordInput(ACCOUNT, password),
          ksf: KSF,
          generation: of.generation,
          ...client,
          ke1,
          ...server,
          ke2,
          serverState: state,
          ...(finished === undefined ? { error: 'ERR_LOGIN' } : finished),
        },
      },
    });
  }

  finish(comment: string, login: Login, nowMs: bigint, after: Value): void {
    const { exportKey, ke3 } = login.finished!;
    const { releaseSecret, salt } = login.of;
    this.say({
      comment,
      operation: 'finish',
      body: { loginId: login.loginId, ke3 },
      nowMs,
      after,
      releaseSecret,
      more: {
        recovered: {
          exportKey,
          releaseSecret,
          salt,
          vaultSecret: vaultSecret(exportKey, releaseSecret, salt),
        },
      },
    });
  }

  vector(comment: string, reqs: readonly string[], error?: string): Vector {
    return {
      id: `vault-transcripts-${this.name}`,
      comment,
      ...(error === undefined ? valid : invalid(error)),
      flags: [error === undefined ? 'Conversation' : 'WrongPassword'],
      reqs,
      operation: 'conversation',
      exchanges: this.exchanges,
    };
  }

  /** One that begins with a record. */
  vectorFrom(before: Value, comment: string, reqs: readonly string[], error?: string): Vector {
    return { ...this.vector(comment, reqs, error), beforeBytes: encodeMessage('VaultRecord', before) };
  }
}

const LAST = generated('vault-transcripts last request', 32);
const ACTIVE: Value = {
  formatVersion: 1,
  version: 2n,
  phase: PHASES.active,
  lastGeneration: 1n,
  owner: ownerKey('a'),
  active: keys(FIRST, NOW - 30n * DAY),
  lastRequest: LAST,
};

/** A record after an attempt. */
function attempted(before: Value, login: Login, nowMs: bigint): Value {
  const attempts = ((before.attempts as number | undefined) ?? 0) + 1;
  return {
    ...before,
    version: (before.version as bigint) + 1n,
    attempts,
    unacknowledged: ((before.unacknowledged as number | undefined) ?? 0) + 1,
    notBeforeMs: attempts === 10 ? 0n : nowMs + WAITS[attempts],
    lastAttemptMs: nowMs,
    logins: [...((before.logins as Value[] | undefined) ?? []), pendingOf(login, nowMs)],
  };
}

/** A record after a right KE3 of its last login. */
function righted(before: Value, login: Login, startedMs: bigint, nowMs: bigint): Value {
  return {
    ...before,
    version: (before.version as bigint) + 1n,
    attempts: 0,
    notBeforeMs: 0n,
    unacknowledged: (before.unacknowledged as number) - 1,
    deleteAtMs: 0n,
    lastSuccessMs: nowMs,
    logins: [...(before.logins as Value[]).slice(0, -1), doneOf(login, startedMs)],
  };
}

function firstRegistration(): Vector {
  const talk = new Conversation('first-registration', undefined, true);
  talk.status('Nothing is there.', NOW);
  talk.stage('The first password.', FIRST, NOW + 1000n, { newOwner: 'a' });
  const body = { version: 1n, generation: 1n };
  talk.say({
    comment: 'Its commit.',
    operation: 'commit',
    body,
    newOwner: 'a',
    nowMs: NOW + 5000n,
    after: talk.changed('commit', body, {
      phase: PHASES.active,
      owner: ownerKey('a'),
      active: keys(FIRST, NOW + 5000n),
      staged: undefined,
    }),
  });
  talk.status('It is active.', NOW + 6000n);
  return talk.vector('A first registration.', ['VAULT-030', 'OPAQUE-001', 'OPAQUE-030']);
}

function recovery(): Vector {
  const talk = new Conversation('recovery', ACTIVE);
  const login = loginOf('recovery', FIRST, 2n);
  talk.status('The generation and its stretching.', NOW);
  talk.login('KE1.', login, NOW + 1000n, attempted(ACTIVE, login, NOW + 1000n));
  talk.login('KE1 again, because the answer was lost: the same KE2.', login, NOW + 3000n, talk.record!);
  talk.finish('KE3.', login, NOW + 4000n, righted(talk.record!, login, NOW + 1000n, NOW + 4000n));
  talk.finish(
    'KE3 again, because the answer was lost: the same release secret.',
    login,
    NOW + 6000n,
    talk.record!,
  );
  talk.status('The attempt is taken back.', NOW + 7000n);
  return talk.vectorFrom(ACTIVE, 'A recovery with the right password, in which two answers are lost.', [
    'VAULT-003',
    'VAULT-022',
    'VAULT-024',
  ]);
}

function wrongPassword(): Vector {
  const talk = new Conversation('wrong-password', ACTIVE);
  const login = loginOf('wrong password', FIRST, 2n, PASSWORDS.wrong);
  talk.status('The generation and its stretching.', NOW);
  talk.login(
    'KE1 of another password: the envelope does not open, and no KE3 is sent.',
    login,
    NOW + 1000n,
    attempted(ACTIVE, login, NOW + 1000n),
  );
  talk.status('The attempt counts.', NOW + 2000n);
  return talk.vectorFrom(
    ACTIVE,
    'A recovery with a wrong password: the client finds out, and the realm has counted.',
    ['VAULT-023', 'VAULT-026'],
    'ERR_LOGIN',
  );
}

function changeWithProof(): Vector {
  const talk = new Conversation('change-with-proof', ACTIVE);
  const login = loginOf('change', FIRST, 2n);
  talk.login('The old password.', login, NOW, attempted(ACTIVE, login, NOW));
  talk.finish('Its KE3.', login, NOW + 1000n, righted(talk.record!, login, NOW, NOW + 1000n));
  talk.stage('The new password, of a new owner.', SECOND, NOW + 2000n, { owner: 'a', newOwner: 'b' });
  const body = { version: 5n, generation: 2n, loginId: login.loginId };
  talk.say({
    comment: 'Its commit, with a proof of the login: the old generation has gone.',
    operation: 'commit',
    body,
    owner: 'a',
    newOwner: 'b',
    proofOf: login,
    nowMs: NOW + 9000n,
    after: talk.changed('commit', body, {
      owner: ownerKey('b'),
      active: keys(SECOND, NOW + 9000n),
      staged: undefined,
      logins: [],
    }),
  });
  const again = { version: 6n, generation: 1n, ke1: login.ke1 };
  talk.say({
    comment: 'A login of the old generation.',
    operation: 'login',
    body: again,
    nowMs: NOW + 10_000n,
    outcome: 'other-generation',
  });
  return talk.vectorFrom(ACTIVE, 'A password is changed by someone who knows the old one.', [
    'VAULT-034',
    'VAULT-031',
  ]);
}

function changeWithoutProof(): Vector {
  const talk = new Conversation('change-without-proof', ACTIVE);
  talk.stage('A new password, of a new owner.', SECOND, NOW, { owner: 'a', newOwner: 'b' });
  const body = { version: 3n, generation: 2n };
  const previous = keys(FIRST, NOW - 30n * DAY, NOW + 1000n + 72n * HOUR);
  talk.say({
    comment: 'Its commit: the old generation stays for 72 hours.',
    operation: 'commit',
    body,
    owner: 'a',
    newOwner: 'b',
    nowMs: NOW + 1000n,
    after: talk.changed('commit', body, {
      owner: ownerKey('b'),
      active: keys(SECOND, NOW + 1000n),
      previous,
      staged: undefined,
    }),
  });
  const login = loginOf('revert', FIRST, 4n);
  const atMs = NOW + DAY;
  talk.login('The old password, a day later.', login, atMs, attempted(talk.record!, login, atMs));
  talk.finish('Its KE3.', login, atMs + 1000n, righted(talk.record!, login, atMs, atMs + 1000n));
  const back = { version: 6n, generation: 1n, loginId: login.loginId, owner: ownerKey('c') };
  talk.say({
    comment: 'It takes the vault back, with a third owner key.',
    operation: 'revert',
    body: back,
    newOwner: 'c',
    proofOf: login,
    nowMs: atMs + 2000n,
    after: talk.changed('revert', back, {
      owner: ownerKey('c'),
      active: keys(FIRST, NOW - 30n * DAY),
      previous: undefined,
    }),
  });
  const late = {
    version: 7n,
    generation: 3n,
    ksf: KSF,
    oprfKey: SECOND.oprfKey,
    record: dealt(SECOND).record,
    releaseSecret: SECOND.releaseSecret,
    owner: ownerKey('b'),
  };
  talk.say({
    comment: 'The second owner has no say any more.',
    operation: 'stage',
    body: late,
    owner: 'b',
    newOwner: 'b',
    nowMs: atMs + 3000n,
    outcome: 'signature',
  });
  return talk.vectorFrom(
    ACTIVE,
    'A password is changed with the owner key alone, and the old password takes that back.',
    ['VAULT-034', 'VAULT-035'],
  );
}

function destruction(): Vector {
  const before: Value = {
    ...ACTIVE,
    version: 11n,
    attempts: 9,
    unacknowledged: 9,
    notBeforeMs: NOW,
    lastAttemptMs: NOW - 72n * HOUR,
  };
  const talk = new Conversation('destruction', before);
  const login = loginOf('last', FIRST, 11n);
  const early = { ...login.body };
  talk.say({
    comment: 'A millisecond too early.',
    operation: 'login',
    body: early,
    nowMs: NOW - 1n,
    outcome: 'wait',
  });
  const active = { ...(before.active as Value), oprfKey: none, record: none };
  talk.login('The tenth attempt: the key is erased in the same write.', login, NOW, {
    ...attempted(before, login, NOW),
    phase: PHASES.erased,
    destroyedMs: NOW,
    active,
  });
  const next = { version: 12n, generation: 1n, ke1: login.ke1 };
  talk.say({
    comment: 'An eleventh.',
    operation: 'login',
    body: next,
    nowMs: NOW + 1000n,
    outcome: 'destroyed',
  });
  talk.finish(
    'The tenth password was right: its KE3 still gets the release secret.',
    login,
    NOW + 2000n,
    righted(talk.record!, login, NOW, NOW + 2000n),
  );
  const gone = { ...talk.record!, active: { ...active, releaseSecret: none }, logins: [] };
  talk.status('A day later nothing is left that depends on the password.', NOW + DAY, gone);
  const ke3 = { loginId: login.loginId, ke3: login.finished!.ke3 };
  talk.say({
    comment: 'The same KE3.',
    operation: 'finish',
    body: ke3,
    nowMs: NOW + DAY + 1000n,
    outcome: 'no-login',
    aged: gone,
  });
  const body = { version: 13n };
  const { version, lastGeneration, unacknowledged } = talk.record!;
  talk.say({
    comment: 'The owner deletes what is left, at once.',
    operation: 'delete',
    body,
    owner: 'a',
    nowMs: NOW + DAY + 2000n,
    after: {
      formatVersion: 1,
      version: (version as bigint) + 1n,
      phase: PHASES.none,
      lastGeneration,
      unacknowledged,
      lastRequest: digestOf(OPERATIONS.delete, encodeMessage('VaultDelete', body)),
    },
  });
  return talk.vectorFrom(before, 'The tenth attempt destroys the key; it was right.', [
    'VAULT-020',
    'VAULT-021',
    'VAULT-041',
  ]);
}

function upkeep(): Vector {
  const before: Value = { ...ACTIVE, unacknowledged: 3 };
  const talk = new Conversation('upkeep', before);
  let atMs = NOW;
  const change = (
    comment: string,
    operation: string,
    body: Value,
    changes: Value,
    signed: { owner?: Owner; newOwner?: Owner },
  ): void => {
    atMs += 1000n;
    talk.say({
      comment,
      operation,
      body: { version: talk.version, ...body },
      ...signed,
      nowMs: atMs,
      after: talk.changed(operation, { version: talk.version, ...body }, changes),
    });
  };
  const refused = (comment: string, operation: string, body: Value, outcome: string, owner?: Owner): void => {
    atMs += 1000n;
    talk.say({
      comment,
      operation,
      body: { version: talk.version, ...body },
      ...(owner && { owner }),
      nowMs: atMs,
      outcome,
    });
  };
  const anchor = (sequence: bigint): Value => ({
    sequence,
    snapshotId: generated(`vault-transcripts snapshot ${sequence}`, 32),
    keyringGeneration: 2n,
    keyringHash: generated('vault-transcripts keyring', 32),
  });
  change('The first anchor.', 'anchor', { next: anchor(4n) }, { anchor: anchor(4n) }, { owner: 'a' });
  change(
    'The next one.',
    'anchor',
    { expected: anchor(4n), next: anchor(5n) },
    { anchor: anchor(5n) },
    { owner: 'a' },
  );
  refused('An older one.', 'anchor', { expected: anchor(5n), next: anchor(4n) }, 'anchored', 'a');
  change('The attempts are acknowledged.', 'acknowledge', {}, { unacknowledged: 0 }, { owner: 'a' });
  change(
    'Guessing is frozen.',
    'freeze',
    { durationMs: HOUR },
    { frozenUntilMs: atMs + 1000n + HOUR },
    { owner: 'a' },
  );
  refused(
    'A login has to wait for it.',
    'login',
    { generation: 1n, ke1: loginOf('frozen', FIRST, talk.version).ke1 },
    'frozen',
  );
  change('The freeze is lifted.', 'freeze', {}, { frozenUntilMs: 0n }, { owner: 'a' });
  change(
    'Somebody without a key gives the record up.',
    'abandon',
    {},
    { deleteAtMs: atMs + 1000n + 7n * DAY },
    {},
  );
  change(
    'The owner takes that back.',
    'cancel',
    {},
    { deleteAtMs: 0n, cancelledMs: atMs + 1000n },
    { owner: 'a' },
  );
  change(
    'A rotation names another owner key.',
    'owner',
    { owner: ownerKey('b') },
    { owner: ownerKey('b') },
    { owner: 'a', newOwner: 'b' },
  );
  refused('The old owner key signs nothing any more.', 'acknowledge', {}, 'signature', 'a');
  refused('A request of an earlier version.', 'acknowledge', { version: 3n }, 'conflict', 'b');
  change(
    'The new owner deletes the record in 72 hours.',
    'delete',
    {},
    { deleteAtMs: atMs + 1000n + 72n * HOUR },
    { owner: 'b' },
  );
  const { version, lastGeneration, lastRequest } = talk.record!;
  talk.status('After that it is deleted.', atMs + 72n * HOUR, {
    formatVersion: 1,
    version,
    phase: PHASES.none,
    lastGeneration,
    lastRequest,
  });
  return talk.vectorFrom(before, 'What an owner does to a record.', [
    'VAULT-002',
    'VAULT-017',
    'VAULT-036',
    'VAULT-040',
    'VAULT-050',
  ]);
}

// What a realm turns away before it looks an account up.

interface Asked {
  readonly operation?: number | string;
  readonly body?: Uint8Array;
  readonly token?: string;
  /** Of the client key, over these parts. */
  readonly proofOver?: {
    readonly realmId?: Uint8Array;
    readonly operation?: number;
    readonly token?: string;
    readonly body?: Uint8Array;
  };
  readonly proof?: Uint8Array;
  readonly more?: Value;
  /** In the place of the message or the frame. */
  readonly message?: (right: Uint8Array) => Uint8Array;
  readonly frame?: (right: Uint8Array) => Uint8Array;
}

/** Long runs of zeros are counted. */
function pieces(content: Uint8Array): unknown[] {
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end--;
  const zeros = content.length - end;
  return [{ hex: content.slice(0, end) }, ...(zeros === 0 ? [] : [{ hex: Uint8Array.of(0), count: zeros }])]
    .filter((piece) => piece.hex.length > 0)
    .map((piece) => ('count' in piece && piece.count === 1 ? { hex: piece.hex } : piece));
}

function asked(
  id: string,
  comment: string,
  reqs: readonly string[],
  flag: string,
  given: Asked,
  outcome = 'ok',
): Vector {
  const operation =
    typeof given.operation === 'string'
      ? OPERATIONS[given.operation]
      : (given.operation ?? OPERATIONS.status);
  const { body = none, token = tokenAt(NOW), proofOver = {} } = given;
  const { realmId = REALM_ID } = proofOver;
  const proven = proofInput(
    realmId,
    proofOver.operation ?? operation,
    proofOver.token ?? token,
    proofOver.body ?? body,
  );
  const proof = given.proof ?? ed25519Sign(CLIENT_SEED, proven);
  const right = encodeMessage('VaultRequest', {
    formatVersion: 1,
    operation,
    token,
    body,
    proof,
    ...given.more,
  });
  const message = given.message?.(right) ?? right;
  const framed = frame(message, 8192);
  const isOk = outcome === 'ok';
  return {
    id: `vault-transcripts-request-${id}`,
    comment,
    ...(isOk ? { result: 'valid' } : { result: 'invalid', outcome, released: 'none' }),
    flags: [flag],
    reqs,
    operation: 'request',
    nowMs: Number(NOW),
    plaintext: pieces(given.frame?.(framed) ?? framed),
    responseMessage: responseMessage(outcome, NOW, isOk ? { status: statusOf(undefined) } : {}),
  } as Vector;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function tokens(): Vector[] {
  const make = (header: Claims, claims: Claims, sign = signedBy(ISSUER_SEED)): string =>
    accountToken(header, claims, sign);
  const denied = (id: string, comment: string, token: string, req = 'VAULT-011'): Vector =>
    asked(`token-${id}`, comment, [req, 'VAULT-013'], 'Token', { token }, 'denied');
  const claim = (id: string, comment: string, change: Claims): Vector =>
    denied(id, comment, make(HEADER, payload(NOW, change)));
  const head = (id: string, comment: string, change: Claims): Vector =>
    denied(id, comment, make({ ...HEADER, ...change }, payload(NOW)));
  const accepted = (id: string, comment: string, token: string): Vector =>
    asked(`token-${id}`, comment, ['VAULT-011'], 'Token', { token });
  const seconds = Number(NOW / 1000n);
  const right = tokenAt(NOW);
  const [header, claims, signature] = right.split('.');
  const signatureBytes = Uint8Array.from(Buffer.from(signature, 'base64url'));
  const withSignature = (changed: Uint8Array): string =>
    `${header}.${claims}.${Buffer.from(changed).toString('base64url')}`;
  /** A part with the least of its unused bits set, and signed so. */
  const unusedBits = (part: number): string => {
    const parts = [0, 1, 2].map((length) => {
      const text = [
        { ...HEADER, kid: 'x'.repeat(1 + length) },
        payload(NOW, { sub: 'x'.repeat(1 + length) }),
      ];
      return text.map((each) => base64url(utf8(JSON.stringify(each))));
    });
    const chosen = parts.map((each) => each[part]).find((text) => text.length % 4 === 2)!;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const changed = chosen.slice(0, -1) + alphabet[alphabet.indexOf(chosen.slice(-1)) + 1];
    const both = part === 0 ? `${changed}.${claims}` : `${header}.${changed}`;
    return `${both}.${base64url(signedBy(ISSUER_SEED)(utf8(both)))}`;
  };
  const unsigned = (changed: Claims): string => make({ ...HEADER, ...changed }, payload(NOW), () => none);
  const key = (publicKey: Uint8Array): Claims => ({ cnf: confirmation(publicKey) });
  const jwk = (change: Claims): Claims => ({
    cnf: { jwk: { ...(confirmation(ed25519Public(CLIENT_SEED)).jwk as Claims), ...change } },
  });
  return [
    accepted('right', 'A token with alg EdDSA.', right),
    accepted('alg-ed25519', 'A token with alg Ed25519.', make({ ...HEADER, alg: 'Ed25519' }, payload(NOW))),
    accepted(
      'longest-life',
      'A token for 300 seconds in its last second.',
      make(HEADER, payload(NOW, { iat: seconds - 299, exp: seconds + 1 })),
    ),
    accepted('kid', 'A token with a kid.', make({ ...HEADER, kid: '2026' }, payload(NOW))),
    accepted(
      'issued-ahead',
      'Issued 60 seconds ahead of the realm.',
      make(HEADER, payload(NOW, { iat: seconds + 60, exp: seconds + 300 })),
    ),
    accepted(
      'not-before-ahead',
      'Valid from 60 seconds ahead of the realm.',
      make(HEADER, payload(NOW, { nbf: seconds + 60 })),
    ),
    head('no-type', 'No typ.', { typ: undefined }),
    head('header-key', 'A key in the header.', { jwk: confirmation(ed25519Public(ISSUER_SEED)).jwk }),
    head('header-key-url', 'The address of keys in the header.', { jku: 'https://login.example.com/keys' }),
    head('header-content-type', 'A cty in the header.', { cty: 'JWT' }),
    head('type-jwt', 'The typ of tokens in general.', { typ: 'JWT' }),
    head('alg-other-curve', 'ES256.', { alg: 'ES256' }),
    head('alg-ed448', 'Ed448.', { alg: 'Ed448' }),
    head('alg-missing', 'No alg.', { alg: undefined }),
    denied('alg-none', 'alg none, and no signature.', unsigned({ alg: 'none' })),
    denied('unsigned', 'No signature.', unsigned({})),
    denied('signature-altered', 'One bit of the signature.', withSignature(flip(signatureBytes, 0))),
    denied('signature-zero', 'A signature of zeros.', withSignature(new Uint8Array(64))),
    denied(
      'signature-s-plus-order',
      'S plus the order of the group.',
      withSignature(
        concat(
          signatureBytes.slice(0, 32),
          toLittleEndian(fromLittleEndian(signatureBytes.slice(32)) + ED25519_ORDER),
        ),
      ),
    ),
    denied('signature-of-other', 'Signed by another key.', make(HEADER, payload(NOW), signedBy(CLIENT_SEED))),
    denied(
      'claims-altered',
      'Other claims under the signature.',
      `${header}.${Buffer.from(JSON.stringify(payload(NOW, { sub: 'user-0000' }))).toString('base64url')}.${signature}`,
    ),
    denied('two-parts', 'Two parts.', `${header}.${claims}`),
    denied('four-parts', 'Four parts.', `${right}.${signature}`),
    denied('no-json', 'Claims that are no JSON.', `${header}.AAAA.${signature}`),
    claim('issuer-other', 'An issuer that the realm does not know.', { iss: 'https://other.example.com' }),
    claim('issuer-case', 'The issuer with a capital.', { iss: 'https://login.Example.com' }),
    claim('issuer-missing', 'No issuer.', { iss: undefined }),
    claim('subject-missing', 'No subject.', { sub: undefined }),
    claim('subject-empty', 'An empty subject.', { sub: '' }),
    claim('subject-number', 'A number as subject.', { sub: 7 }),
    claim('subject-long', 'A subject of 257 bytes.', { sub: 'x'.repeat(257) }),
    claim('audience-other', 'Another realm.', { aud: hex(flip(REALM_ID, 0)) }),
    claim('audience-missing', 'No audience.', { aud: undefined }),
    claim('audience-upper-case', 'The realm id in capitals.', { aud: hex(REALM_ID).toUpperCase() }),
    claim('issued-missing', 'No time of issue.', { iat: undefined }),
    claim('expiry-missing', 'No expiry.', { exp: undefined }),
    claim('expired', 'The second in which it expires.', { iat: seconds - 60, exp: seconds }),
    claim('expired-long-ago', 'Expired a day ago.', { iat: seconds - 86_700, exp: seconds - 86_400 }),
    claim('life-long', 'A token for 301 seconds.', { iat: seconds - 10, exp: seconds + 291 }),
    claim('issued-later', 'Issued 61 seconds ahead of the realm.', {
      iat: seconds + 61,
      exp: seconds + 300,
      nbf: seconds,
    }),
    claim('not-before-later', 'Valid from 61 seconds ahead of the realm.', { nbf: seconds + 61 }),
    claim('not-before-text', 'A text as nbf.', { nbf: String(seconds) }),
    claim('key-and-hash', 'A thumbprint beside the key.', {
      cnf: {
        ...confirmation(ed25519Public(CLIENT_SEED)),
        jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
      },
    }),
    claim('key-named', 'A key with a kid.', jwk({ kid: '1' })),
    claim('key-private', 'A key with its private part.', jwk({ d: base64url(CLIENT_SEED) })),
    ...(['header', 'claims'] as const).map((part, i) =>
      denied(`${part}-unused-bits`, `Unused bits in the ${part}, under the signature.`, unusedBits(i)),
    ),
    claim('expiry-text', 'An expiry in a text.', { exp: String(seconds + 100) }),
    claim('key-missing', 'No client key.', { cnf: undefined }),
    claim('key-by-hash', 'A thumbprint in the place of a key.', {
      cnf: { jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' },
    }),
    claim('key-x25519', 'A key of X25519.', jwk({ crv: 'X25519' })),
    claim('key-ec', 'A key of another type.', jwk({ kty: 'EC' })),
    claim('key-short', 'A key of 31 bytes.', key(ed25519Public(CLIENT_SEED).slice(1))),
    ...[
      ['identity', 'The neutral element', IDENTITY],
      ['identity-non-canonical', 'The neutral element in another form', IDENTITY_NON_CANONICAL],
      ['order-8', 'A point of order 8', ORDER_EIGHT],
    ].map(([id, what, publicKey]) => {
      const token = make(HEADER, payload(NOW, key(publicKey as Uint8Array)));
      // R is a multiple of the base point that somebody knows, S the same: it verifies under the neutral element.
      const seed = generated('vault-transcripts nonce', 32);
      const input = proofInput(REALM_ID, OPERATIONS.status, token, none);
      const proof = ed25519Forge(
        { encoded: ed25519Public(seed), r: ed25519Scalar(seed) },
        { encoded: publicKey as Uint8Array, a: 0n },
        input,
      );
      return asked(
        `token-key-${id}`,
        `${what} as client key, and a proof that the equation holds for.`,
        ['VAULT-012', 'VAULT-013'],
        'Token',
        { token, proof },
        'denied',
      );
    }),
  ];
}

function proofs(): Vector[] {
  const denied = (id: string, comment: string, given: Asked): Vector =>
    asked(`proof-${id}`, comment, ['VAULT-012', 'VAULT-013'], 'Proof', given, 'denied');
  const right = ed25519Sign(CLIENT_SEED, proofInput(REALM_ID, OPERATIONS.status, tokenAt(NOW), none));
  const input = proofInput(REALM_ID, OPERATIONS.status, tokenAt(NOW), none);
  return [
    denied('zero', 'A proof of zeros.', { proof: new Uint8Array(64) }),
    denied('altered', 'One bit of the proof.', { proof: flip(right, 0) }),
    denied('by-other', 'A proof by another key than the token names.', {
      proof: ed25519Sign(ISSUER_SEED, input),
    }),
    denied('s-plus-order', 'S plus the order of the group.', {
      proof: concat(right.slice(0, 32), toLittleEndian(fromLittleEndian(right.slice(32)) + ED25519_ORDER)),
    }),
    denied('without-label', 'A proof without the label.', {
      proof: ed25519Sign(CLIENT_SEED, input.slice('muniment v1 vault request'.length + 1)),
    }),
    denied('other-realm', 'A proof for another realm.', { proofOver: { realmId: flip(REALM_ID, 0) } }),
    denied('other-operation', 'A proof for another operation.', {
      proofOver: { operation: OPERATIONS.abandon },
    }),
    denied('other-token', 'A proof for another token.', { proofOver: { token: tokenAt(NOW - 1000n) } }),
    denied('other-body', 'A proof for another body.', {
      operation: 'abandon',
      body: encodeMessage('VaultChange', { version: 1n }),
      proofOver: { body: encodeMessage('VaultChange', { version: 2n }) },
    }),
    denied('and-body', 'A wrong proof and a body that is none: without an account nothing else is told.', {
      operation: 'abandon',
      body: Uint8Array.of(0xff),
      proof: new Uint8Array(64),
    }),
  ];
}

function messages(): Vector[] {
  const refused = (id: string, comment: string, flag: string, given: Asked): Vector =>
    asked(id, comment, ['VAULT-014'], flag, given, 'malformed');
  const framed = (id: string, comment: string, change: (right: Uint8Array) => Uint8Array): Vector =>
    refused(`frame-${id}`, comment, 'Frame', { frame: change });
  const message = (id: string, comment: string, change: (right: Uint8Array) => Uint8Array): Vector =>
    refused(`message-${id}`, comment, 'Message', { message: change });
  return [
    framed('short', 'A frame of 8,191 bytes.', (right) => right.slice(0, -1)),
    framed('long', 'A frame of 8,193 bytes.', (right) => concat(right, u8(0))),
    framed('empty', 'No bytes.', () => none),
    framed('content-long', 'A length beyond the frame.', (right) => overwrite(right, 0, u32(8189))),
    framed('content-huge', 'A length of 2^32 - 1.', (right) => overwrite(right, 0, u32(0xffffffff))),
    framed('content-empty', 'A length of 0.', (right) => overwrite(right, 0, u32(0)).fill(0, 4)),
    framed('padding-first', 'The first byte of the padding is not zero.', (right) =>
      overwrite(right, 4 + (right[2] << 8) + right[3], u8(1)),
    ),
    framed('padding-last', 'The last byte of the padding is not zero.', (right) =>
      overwrite(right, 8191, u8(1)),
    ),
    message('version-0', 'No format version.', (right) => right.slice(2)),
    message('version-2', 'Format version 2.', (right) => overwrite(right, 1, u8(2))),
    message('truncated', 'The last byte is missing.', (right) => right.slice(0, -1)),
    message('unknown-field', 'A field that the format does not have.', (right) =>
      concat(right, bytesField(9, u8(1))),
    ),
    message('field-twice', 'The last field is there twice.', (right) => concat(right, right.slice(-66))),
    message('long-varint', 'The format version in two bytes.', (right) =>
      concat(Uint8Array.of(0x08, 0x81, 0x00), right.slice(2)),
    ),
    refused('message-operation-none', 'No operation.', 'Message', { operation: 0 }),
    refused('message-operation-unknown', 'An operation that there is not.', 'Message', { operation: 14 }),
    refused('message-proof-short', 'A proof of 63 bytes.', 'Message', { proof: new Uint8Array(63).fill(1) }),
    refused('message-signature-short', 'An owner signature of 63 bytes.', 'Message', {
      more: { ownerSignature: new Uint8Array(63).fill(1) },
    }),
    refused('message-login-proof-long', 'A login proof of 65 bytes.', 'Message', {
      more: { loginProof: new Uint8Array(65).fill(1) },
    }),
    ...bodies(),
  ];
}

function bodies(): Vector[] {
  const refused = (
    operation: string,
    id: string,
    comment: string,
    body: Uint8Array,
    reqs: readonly string[] = ['VAULT-014'],
  ): Vector => asked(`${operation}-${id}`, comment, reqs, 'Body', { operation, body }, 'malformed');
  const login = loginOf('body', FIRST, 1n);
  const { record } = dealt(FIRST);
  const stage = (id: string, comment: string, change: Value, reqs?: readonly string[]): Vector => {
    const body = {
      version: 0n,
      generation: 1n,
      ksf: KSF,
      oprfKey: FIRST.oprfKey,
      record,
      releaseSecret: FIRST.releaseSecret,
      owner: ownerKey('a'),
      ...change,
    };
    return refused('stage', id, comment, encodeMessage('VaultStage', body), reqs);
  };
  const ke1 = (id: string, comment: string, bytesOf: Uint8Array): Vector =>
    refused(
      'login',
      id,
      comment,
      encodeMessage('VaultLogin', { version: 1n, generation: 1n, ke1: bytesOf }),
      ['VAULT-014', id.includes('identity') ? 'OPAQUE-011' : 'OPAQUE-012'],
    );
  const owner = (id: string, comment: string, key: Uint8Array): Vector[] => [
    stage(`owner-${id}`, `${comment}.`, { owner: key }, ['VAULT-016']),
    refused(
      'owner',
      `key-${id}`,
      `${comment}.`,
      encodeMessage('VaultOwnerChange', { version: 1n, owner: key }),
      ['VAULT-016'],
    ),
    refused(
      'revert',
      `key-${id}`,
      `${comment}.`,
      encodeMessage('VaultRevert', { version: 1n, generation: 1n, loginId: LAST, owner: key }),
      ['VAULT-016'],
    ),
  ];
  const identity = new Uint8Array(32);
  const negative = toLittleEndian(1n);
  const beyond = new Uint8Array(32).fill(255);
  return [
    refused(
      'status',
      'with-body',
      'A body for an operation that has none.',
      encodeMessage('VaultChange', { version: 1n }),
    ),
    refused('stage', 'no-body', 'No body.', none),
    refused('login', 'no-body', 'No body.', none),
    refused('abandon', 'no-body', 'No body.', none),
    refused('abandon', 'version-0', 'Version 0, written out.', Uint8Array.of(0x08, 0x00)),
    refused('abandon', 'version-2-53', 'Version 2^53.', encodeMessage('VaultChange', { version: 2n ** 53n })),
    refused(
      'abandon',
      'unknown-field',
      'A field that the body does not have.',
      concat(encodeMessage('VaultChange', { version: 1n }), Uint8Array.of(0x10, 0x01)),
    ),
    refused(
      'freeze',
      'long',
      'A millisecond more than 72 hours.',
      encodeMessage('VaultFreeze', { version: 1n, durationMs: 72n * HOUR + 1n }),
    ),
    refused('anchor', 'no-next', 'No next anchor.', encodeMessage('VaultAnchorChange', { version: 1n })),
    refused(
      'finish',
      'ke3-short',
      'A KE3 of 63 bytes.',
      encodeMessage('VaultFinish', { loginId: LAST, ke3: new Uint8Array(63).fill(1) }),
    ),
    ke1('blinded-identity', 'The blinded element is the identity.', overwrite(login.ke1, 0, identity)),
    ke1(
      'blinded-negative',
      'The blinded element is a negative field element.',
      overwrite(login.ke1, 0, negative),
    ),
    ke1(
      'blinded-not-reduced',
      'The blinded element is not below the order of the field.',
      overwrite(login.ke1, 0, beyond),
    ),
    ke1('share-identity', 'The key share is the identity.', overwrite(login.ke1, 64, identity)),
    ke1('share-negative', 'The key share is a negative field element.', overwrite(login.ke1, 64, negative)),
    refused(
      'login',
      'ke1-short',
      'A KE1 of 95 bytes.',
      encodeMessage('VaultLogin', { version: 1n, generation: 1n, ke1: login.ke1.slice(1) }),
      ['VAULT-014', 'OPAQUE-010'],
    ),
    stage('key-zero', 'An OPRF key of zero.', { oprfKey: identity }, ['VAULT-014', 'OPAQUE-013']),
    stage(
      'key-order',
      'An OPRF key that is the order of the group.',
      { oprfKey: toLittleEndian(RISTRETTO_ORDER) },
      ['VAULT-014', 'OPAQUE-013'],
    ),
    ...[
      ['below', 'argon2id-v19-m65535-t3-p4', 'Too little memory.'],
      ['above', 'argon2id-v19-m65536-t11-p4', 'Too many passes.'],
      ['identity', 'identity', 'No stretching.'],
      ['form', 'argon2id-v19-m065536-t3-p4', 'A number with a leading zero.'],
    ].map(([id, ksf, comment]) => stage(`ksf-${id}`, comment, { ksf }, ['VAULT-014', 'OPAQUE-041'])),
    stage('record-short', 'A record of 191 bytes.', { record: record.slice(1) }),
    stage(
      'record-identity',
      'The client’s public key is the identity.',
      { record: overwrite(record, 0, identity) },
      ['VAULT-014', 'OPAQUE-011'],
    ),
    stage(
      'record-negative',
      'The client’s public key is a negative field element.',
      { record: overwrite(record, 0, negative) },
      ['VAULT-014', 'OPAQUE-012'],
    ),
    ...owner('identity', 'An owner key that is the neutral element', IDENTITY),
    ...owner(
      'identity-non-canonical',
      'An owner key that is the neutral element in another form',
      IDENTITY_NON_CANONICAL,
    ),
    ...owner('order-8', 'An owner key of order 8', ORDER_EIGHT),
  ];
}

// What a client refuses.

function answers(): Vector[] {
  const login = loginOf('answer', FIRST, 2n);
  const make = (
    id: string,
    comment: string,
    reqs: readonly string[],
    error: string | undefined,
    ke2: Uint8Array,
    change: Partial<Binding & { password: string }> = {},
  ): Vector => {
    const {
      password = FIRST.password,
      client = ACCOUNT,
      server = REALM_ID,
      ksf = ARGON2,
      generation = 1n,
    } = change;
    return {
      id: `vault-transcripts-answer-${id}`,
      comment,
      ...(error === undefined ? valid : invalid(error)),
      flags: ['Answer'],
      reqs,
      operation: 'answer',
      password,
      accountId: client,
      realmId: server,
      ksf: ksfId(ksf),
      generation,
      ...login.client,
      ke2,
      ...(error === undefined ? login.finished : {}),
    };
  };
  const { ke1, ke2 } = login;
  const replaced = (at: number, part: Uint8Array): Uint8Array => overwrite(ke2, at, part);
  const identity = new Uint8Array(32);
  const negative = toLittleEndian(1n);
  const other = loginOf('other answer', FIRST, 2n);
  const reqs = ['VAULT-026'];
  return [
    make('right', 'The right KE2.', reqs, undefined, ke2),
    make('short', 'A byte is missing.', [...reqs, 'OPAQUE-010'], 'ERR_ENCODING', ke2.slice(0, -1)),
    make('long', 'A byte more.', [...reqs, 'OPAQUE-010'], 'ERR_ENCODING', concat(ke2, u8(0))),
    make(
      'element-identity',
      'The evaluated element is the identity.',
      [...reqs, 'OPAQUE-011'],
      'ERR_ELEMENT',
      replaced(0, identity),
    ),
    make(
      'element-negative',
      'The evaluated element is a negative field element.',
      [...reqs, 'OPAQUE-012'],
      'ERR_ELEMENT',
      replaced(0, negative),
    ),
    make(
      'element-reflected',
      'The evaluated element is the blinded one.',
      [...reqs, 'OPAQUE-014'],
      'ERR_REFLECTED',
      replaced(0, ke1.slice(0, 32)),
    ),
    make(
      'share-identity',
      'The server’s key share is the identity.',
      [...reqs, 'OPAQUE-011'],
      'ERR_ELEMENT',
      replaced(224, identity),
    ),
    make(
      'share-reflected',
      'The server’s key share is the client’s.',
      [...reqs, 'OPAQUE-014'],
      'ERR_REFLECTED',
      replaced(224, ke1.slice(64)),
    ),
    make('mac', 'One bit of the server’s MAC.', [...reqs, 'OPAQUE-051'], 'ERR_LOGIN', flip(ke2, -1)),
    make('masked', 'One bit of the masked response.', [...reqs, 'OPAQUE-050'], 'ERR_LOGIN', flip(ke2, 100)),
    make('of-other-login', 'The KE2 of another login.', [...reqs, 'OPAQUE-053'], 'ERR_LOGIN', other.ke2),
    make('other-account', 'The client means another account.', [...reqs, 'OPAQUE-024'], 'ERR_LOGIN', ke2, {
      client: accountId(ISSUER, 'user-7d3e'),
    }),
    make('other-realm', 'The client means another realm.', [...reqs, 'OPAQUE-035'], 'ERR_LOGIN', ke2, {
      server: flip(REALM_ID, 0),
    }),
    make(
      'other-generation',
      'The client means another generation.',
      [...reqs, 'OPAQUE-035'],
      'ERR_LOGIN',
      ke2,
      { generation: 2n },
    ),
    make('wrong-password', 'A wrong password.', [...reqs, 'OPAQUE-053'], 'ERR_LOGIN', ke2, {
      password: PASSWORDS.wrong,
    }),
  ];
}

/** Answers of a realm, right and wrong, whatever was asked in particular. */
function replies(): Vector[] {
  const active: Value = {
    version: 6n,
    phase: PHASES.active,
    lastGeneration: 1n,
    owner: ownerKey('a'),
    active: { number: 1n, ksf: KSF, sinceMs: NOW - DAY },
  };
  const nothing: Value = { phase: PHASES.none };
  const ke2 = generated('vault-transcripts ke2', 320);
  const releaseSecret = generated('vault-transcripts release secret', 32);
  const reply = (
    id: string,
    comment: string,
    operation: string,
    outcome: string,
    more: Value,
    isRight = false,
  ): Vector => ({
    id: `vault-transcripts-reply-${id}`,
    comment,
    ...(isRight ? valid : invalid('ERR_VAULT_ANSWER')),
    flags: ['Reply'],
    reqs: ['VAULT-156'],
    operation: 'reply',
    to: operation,
    outcome,
    responseMessage: responseMessage(outcome, NOW, more),
  });
  const never: readonly (readonly [string, string])[] = [
    ['status', 'conflict'],
    ['status', 'no-record'],
    ['stage', 'no-record'],
    ['stage', 'wrong'],
    ['commit', 'wait'],
    ['login', 'signature'],
    ['login', 'wrong'],
    ['finish', 'conflict'],
    ['finish', 'destroyed'],
    ['acknowledge', 'refused'],
    ['freeze', 'frozen'],
    ['abandon', 'signature'],
    ['cancel', 'locked'],
    ['anchor', 'refused'],
    ['owner', 'other-generation'],
    ['revert', 'destroyed'],
    ['delete', 'refused'],
  ];
  const contradicts = (id: string, comment: string, status: Value): Vector =>
    reply(`status-${id}`, comment, 'status', 'ok', { status });
  const other = { number: 2n, ksf: KSF, sinceMs: NOW - DAY };
  return [
    reply('status', 'The status of an active record.', 'status', 'ok', { status: active }, true),
    reply(
      'status-none',
      'The status of an account without a record.',
      'status',
      'ok',
      { status: nothing },
      true,
    ),
    reply('login', 'A KE2.', 'login', 'ok', { status: active, ke2 }, true),
    reply('finish', 'A release secret.', 'finish', 'ok', { status: active, releaseSecret }, true),
    reply('wait', 'A login that has to wait.', 'login', 'wait', { status: active }, true),
    reply('denied', 'No valid token.', 'login', 'denied', {}, true),
    reply('uncertain', 'A write that nobody knows of.', 'login', 'uncertain', {}, true),
    reply('busy', 'Too many requests.', 'status', 'busy', {}, true),
    reply('login-no-ke2', 'A login that is carried out, without a KE2.', 'login', 'ok', { status: active }),
    reply('login-with-secret', 'A release secret beside a KE2.', 'login', 'ok', {
      status: active,
      ke2,
      releaseSecret,
    }),
    reply('login-wait-with-ke2', 'A login that has to wait, with a KE2.', 'login', 'wait', {
      status: active,
      ke2,
    }),
    reply('login-uncertain-with-ke2', 'A KE2 that nobody knows to be counted.', 'login', 'uncertain', {
      ke2,
    }),
    reply('finish-no-secret', 'A right KE3 without a release secret.', 'finish', 'ok', { status: active }),
    reply('finish-with-ke2', 'A KE2 in the answer to a KE3.', 'finish', 'ok', { status: active, ke2 }),
    reply('finish-wrong-with-secret', 'A wrong KE3 with a release secret.', 'finish', 'wrong', {
      status: active,
      releaseSecret,
    }),
    reply('status-with-secret', 'A release secret with a status.', 'status', 'ok', {
      status: active,
      releaseSecret,
    }),
    reply('no-status', 'A change that is carried out, without a status.', 'anchor', 'ok', {}),
    reply('conflict-no-status', 'A conflict without a status.', 'anchor', 'conflict', {}),
    reply('denied-with-status', 'A status for who has no valid token.', 'status', 'denied', {
      status: active,
    }),
    reply('malformed-with-status', 'A status for a request that is none.', 'stage', 'malformed', {
      status: nothing,
    }),
    reply('rolled-back-with-status', 'A status of a record that was put back.', 'login', 'rolled-back', {
      status: active,
    }),
    reply(
      'status-uncertain',
      'A status writes nothing, of which nobody could be uncertain.',
      'status',
      'uncertain',
      {},
    ),
    ...never.map(([operation, outcome]) =>
      reply(
        `${operation}-${outcome}`,
        `${operation.toUpperCase()} never comes to ${outcome}.`,
        operation,
        outcome,
        { status: active },
      ),
    ),
    contradicts('active-without', 'Phase active without an active generation.', {
      ...active,
      active: undefined,
    }),
    contradicts('active-no-owner', 'Phase active without an owner.', { ...active, owner: none }),
    contradicts('none-with-active', 'Phase none with an active generation.', {
      ...active,
      phase: PHASES.none,
    }),
    contradicts('staged-without', 'Phase staged without a staged generation.', {
      version: 1n,
      phase: PHASES.staged,
      lastGeneration: 1n,
    }),
    contradicts('generation-above', 'An active generation above the last one.', { ...active, active: other }),
    contradicts('version-greatest', 'A version after which there is none.', {
      ...active,
      version: 2n ** 53n - 1n,
    }),
    contradicts('generation-greatest', 'A last generation after which there is none.', {
      ...active,
      lastGeneration: 2n ** 53n - 1n,
    }),
    contradicts('staged-above', 'A staged generation above the last one.', { ...active, staged: other }),
  ];
}

export function vaultTranscripts(): Files {
  const vectors = [
    firstRegistration(),
    recovery(),
    wrongPassword(),
    changeWithProof(),
    changeWithoutProof(),
    destruction(),
    upkeep(),
    ...tokens(),
    ...proofs(),
    ...messages(),
    ...answers(),
    ...replies(),
  ];
  const shared = {
    realm: {
      realmId: REALM_ID,
      serverPrivateKey: SERVER.privateKey,
      serverPublicKey: SERVER.publicKey,
      keyId: CHANNEL.keyId,
      channelSecretKey: CHANNEL.secretKey,
      channelPublicKeySha256: sha256(xWingPublicKey(CHANNEL.secretKey)),
      issuer: ISSUER,
      issuerSeed: ISSUER_SEED,
      issuerPublicKey: ed25519Public(ISSUER_SEED),
      policy: { limit: 10, waitsMs: WAITS.map(Number), unacknowledgedLimit: 30 },
    },
    account: {
      issuer: ISSUER,
      subject: SUBJECT,
      accountId: ACCOUNT,
      clientSeed: CLIENT_SEED,
      clientPublicKey: ed25519Public(CLIENT_SEED),
    },
  };
  return new Map([
    ['vault-transcripts/vault-transcripts.json', vectorFile('vault-transcripts', FLAGS, vectors, shared)],
    ...schema(),
  ]);
}

function schema(): Files {
  const recovered = {
    exportKey: bytes(64),
    releaseSecret: bytes(32),
    salt: bytes(32),
    vaultSecret: bytes(32),
  };
  const typed = { password: LABEL, passwordInput: HEX, ksf: LABEL, generation: DECIMAL };
  const drawn = { blind: bytes(32), clientNonce: bytes(32), clientKeyShareSeed: bytes(32) };
  const finished = { ke3: bytes(64), sessionKey: bytes(64), exportKey: bytes(64) };
  const anchor = fields({
    sequence: DECIMAL,
    snapshotId: bytes(32),
    keyringGeneration: DECIMAL,
    keyringHash: bytes(32),
  });
  const body = fields(
    {},
    {
      version: DECIMAL,
      generation: DECIMAL,
      ksf: LABEL,
      oprfKey: bytes(32),
      record: bytes(192),
      releaseSecret: bytes(32),
      owner: bytes(32),
      loginId: bytes(32),
      ke1: bytes(96),
      ke3: bytes(64),
      durationMs: DECIMAL,
      expected: anchor,
      next: anchor,
    },
  );
  const exchange = fields(
    {
      comment: LABEL,
      nowMs: integer(),
      operation: oneOf(...Object.keys(OPERATIONS)),
      bodyBytes: HEX,
      token: LABEL,
      proofInput: HEX,
      proof: bytes(64),
      digest: bytes(32),
      signedInput: HEX,
      message: HEX,
      randomness: bytes(64),
      requestSha256: bytes(32),
      outcome: oneOf(...Object.keys(OUTCOMES)),
      responseMessage: HEX,
      responseNonce: bytes(32),
      responseSha256: bytes(32),
    },
    {
      body,
      registration: fields({
        ...typed,
        oprfKey: bytes(32),
        envelopeNonce: bytes(32),
        oprfOutput: bytes(64),
        randomizedPassword: bytes(64),
        record: bytes(192),
        ...recovered,
      }),
      login: fields(
        {
          ...typed,
          ...drawn,
          ke1: bytes(96),
          maskingNonce: bytes(32),
          serverNonce: bytes(32),
          serverKeyShareSeed: bytes(32),
          ke2: bytes(320),
          serverState: bytes(131),
        },
        { ...finished, error: oneOf('ERR_LOGIN') },
      ),
      recovered: fields(recovered),
      ownerSeed: bytes(32),
      ownerSignature: bytes(64),
      newOwnerSeed: bytes(32),
      newOwnerSignature: bytes(64),
      sessionKey: bytes(64),
      loginProof: bytes(64),
      request: bytes(9335),
      response: bytes(4144),
      afterBytes: HEX,
    },
  );
  const conversation = { required: { exchanges: list(exchange, 1) }, optional: { beforeBytes: HEX } };
  const request = { nowMs: integer(), plaintext: PIECES, responseMessage: HEX };
  const answer = {
    password: LABEL,
    accountId: HEX,
    realmId: bytes(16),
    ksf: LABEL,
    generation: DECIMAL,
    ...drawn,
    ke2: HEX,
  };
  const reply = {
    to: oneOf(...Object.keys(OPERATIONS)),
    outcome: oneOf(...Object.keys(OUTCOMES)),
    responseMessage: HEX,
  };
  const shared: Record<string, Schema> = {
    realm: fields({
      realmId: bytes(16),
      serverPrivateKey: bytes(32),
      serverPublicKey: bytes(32),
      keyId: integer(0, 255),
      channelSecretKey: bytes(32),
      channelPublicKeySha256: bytes(32),
      issuer: LABEL,
      issuerSeed: bytes(32),
      issuerPublicKey: bytes(32),
      policy: fields({
        limit: integer(1, 10),
        waitsMs: list(integer(), 1),
        unacknowledgedLimit: integer(1, 30),
      }),
    }),
    account: fields({
      issuer: LABEL,
      subject: LABEL,
      accountId: HEX,
      clientSeed: bytes(32),
      clientPublicKey: bytes(32),
    }),
  };
  return suiteSchema(
    'vault-transcripts',
    'Conversations between clients and realms',
    FLAGS,
    [
      { operation: 'conversation', result: 'valid', ...conversation },
      { operation: 'conversation', result: 'invalid', ...conversation },
      { operation: 'request', result: 'valid', required: request },
      { operation: 'request', result: 'invalid', outcomes: ['denied', 'malformed'], required: request },
      { operation: 'answer', result: 'valid', required: { ...answer, ...finished } },
      { operation: 'answer', result: 'invalid', required: answer },
      { operation: 'reply', result: 'valid', required: reply },
      { operation: 'reply', result: 'invalid', required: reply },
    ],
    shared,
  );
}
