// Malformed requests to a vault, made from valid ones: at each layer something is wrong, and all layers around it are in order.

import { ed25519PublicKey, ed25519Sign } from '@muniment/crypto';
import type { SeededRandom } from '@muniment/test-kit';
import {
  encodeVaultAnchorChange,
  encodeVaultChange,
  encodeVaultCommit,
  encodeVaultDelete,
  encodeVaultFinish,
  encodeVaultFreeze,
  encodeVaultLogin,
  encodeVaultOwnerChange,
  encodeVaultRequest,
  encodeVaultRevert,
  encodeVaultStage,
  formatHex,
  VAULT_REQUEST_BYTES,
  type VaultOutcome,
  type VaultRequest,
  type VaultStage,
} from '@muniment/wire';
import {
  type Account,
  type Ask,
  CHEAP_KSF,
  type Dealt,
  frameOf,
  type Guess,
  loginAsk,
  messageOf,
  newGuess,
  seal,
  signToken,
  tokenFor,
  tokenParts,
} from './vault-client-by-hand.ts';

/** What there is to be broken: an account whose record has version 2 and generation 1. */
export interface Target {
  readonly account: Account;
  readonly dealt: Dealt;
  readonly nowMs: number;
  /** http://host:port */
  readonly url: string;
}

/** What a malformed request came to. */
export interface Verdict {
  /** Of the gateway, or that of a realm. */
  readonly said: string;
  /** Bytes of KE2 and release secret. */
  readonly released: number;
}

/** One malformed request: makes, sends and judges it. */
export type Junk = (target: Target, random: SeededRandom) => Promise<Verdict>;

const VERSION = 2n;
/** A version that no record here comes to. */
const OTHER_VERSION = 2n ** 52n + 12345n;
const CODES: readonly unknown[] = ['ERR_VAULT_REQUEST', 'ERR_CHANNEL_KEY', 'ERR_AUTHENTICATION'];

/** One layer each; by turns they make all malformed requests. */
export const LAYERS: Readonly<Record<string, Junk>> = {
  http: httpJunk,
  body: bodyOfHttpJunk,
  encapsulation: encapsulationJunk,
  frame: frameJunk,
  message: messageJunk,
  token: tokenJunk,
  proof: proofJunk,
  operation: operationJunk,
  elements: elementJunk,
};

async function http(url: string, init: RequestInit): Promise<Verdict> {
  const response = await fetch(url, init);
  const { error } = (await response.json()) as { readonly error?: unknown };
  if (response.status < 400 || response.status >= 500 || !CODES.includes(error)) {
    throw new Error(`an answer that is none: ${response.status} ${String(error)}`);
  }
  return { said: `${response.status} ${String(error)}`, released: 0 };
}

const OCTETS = { 'content-type': 'application/octet-stream' };

async function httpJunk({ url }: Target, random: SeededRandom): Promise<Verdict> {
  const path = random.pick([
    '/v1/request',
    '/v1/request',
    '/v1/requests',
    '/v1/descriptor',
    '/',
    '/v1/request/',
  ]);
  const method = random.pick(['POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
  const type = random.pick(['application/octet-stream', 'text/plain', 'application/json', 'a/b; c']);
  const body = random.bytes(random.below(12_000));
  const isSealed = path === '/v1/request' && method === 'POST' && type === OCTETS['content-type'];
  const headers = { 'content-type': type };
  // Shorter than a sealed request where all else is as for one.
  const sent = new Uint8Array(isSealed ? body.subarray(0, 9_000) : body);
  return http(`${url}${path}`, { method, headers, body: sent });
}

async function bodyOfHttpJunk({ url, ...target }: Target, random: SeededRandom): Promise<Verdict> {
  const valid = await validRequest(target, random);
  const body = random.pick([
    () => valid.subarray(0, random.below(valid.length)),
    () => Buffer.concat([valid, random.bytes(1 + random.below(500))]),
    () => Buffer.concat([valid, valid]),
  ])();
  return http(`${url}/v1/request`, { method: 'POST', headers: OCTETS, body: new Uint8Array(body) });
}

async function encapsulationJunk({ url, ...target }: Target, random: SeededRandom): Promise<Verdict> {
  const valid = await validRequest(target, random);
  const body = random.pick([
    () => random.bytes(valid.length),
    () => flipped(valid, random, 1),
    () => flipped(valid, random, 40),
    // Within the header, the encapsulated key, and the ciphertext.
    () => Buffer.concat([random.bytes(7), valid.subarray(7)]),
    () => Buffer.concat([valid.subarray(0, 7), random.bytes(1120), valid.subarray(1127)]),
    () => Buffer.concat([valid.subarray(0, 1127), random.bytes(valid.length - 1127)]),
    () => Buffer.concat([Uint8Array.of(valid[0]! + 1 + random.below(200)), valid.subarray(1)]),
    () => Buffer.concat([valid.subarray(0, 7), new Uint8Array(1120), valid.subarray(1127)]),
  ])();
  return http(`${url}/v1/request`, { method: 'POST', headers: OCTETS, body: new Uint8Array(body) });
}

async function frameJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const frame = frameOf(await validMessage(target));
  const length = new DataView(frame.buffer).getUint32(0);
  const spoil: (() => void)[] = [
    () => new DataView(frame.buffer).setUint32(0, VAULT_REQUEST_BYTES - 3 + random.below(2 ** 31)),
    () => new DataView(frame.buffer).setUint32(0, random.below(length)),
    () => new DataView(frame.buffer).setUint32(0, length + 1 + random.below(200)),
    () => {
      frame[4 + length + random.below(VAULT_REQUEST_BYTES - 4 - length)] = 1 + random.below(255);
    },
    () => frame.set(random.bytes(frame.length)),
    () => frame.fill(0),
  ];
  random.pick(spoil)();
  return sendSealed(target, frame, ['malformed', 'denied']);
}

async function messageJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const bytes = mutated(encodeVaultRequest(await validMessage(target)), random);
  return sendSealed(target, framed(bytes.subarray(0, VAULT_REQUEST_BYTES - 4)), [
    'malformed',
    'denied',
    'conflict',
  ]);
}

async function tokenJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const { account, nowMs } = target;
  const { header, claims } = tokenParts(account, nowMs);
  const { seed } = account.realm.issuer;
  const seconds = Math.floor(nowMs / 1000);
  const signed = (changes: Record<string, unknown>): string =>
    signToken({ header, claims: { ...claims, ...changes } }, seed);
  const headed = (changes: Record<string, unknown>): string =>
    signToken({ header: { ...header, ...changes }, claims }, seed);
  const key = { kty: 'OKP', crv: 'Ed25519' };
  const identity = Buffer.from([1, ...new Uint8Array(31)]).toString('base64url');
  const valid = tokenOf(account, nowMs);
  const token = random.pick([
    () => headed({ alg: random.pick(['none', 'HS256', 'RS256', 'ES256', 'ed25519', '', 7]) }),
    () => headed({ typ: random.pick(['JWT', 'muniment-vault', '', undefined]) }),
    () =>
      headed({
        [random.pick(['jwk', 'jku', 'x5u', 'crit', 'b64', 'zip'])]: random.pick([true, 'x', ['b64']]),
      }),
    () => signed({ exp: seconds - random.below(1000), iat: seconds - 1200 }),
    () => signed({ iat: seconds + 61 + random.below(9999), exp: seconds + 20_000 }),
    () => signed({ exp: seconds + 301 + random.below(99_999) }),
    () => signed({ aud: random.pick([formatHex(random.bytes(16)), '', 7, null, [claims.aud]]) }),
    () => signed({ iss: random.pick([`${String(claims.iss)}x`, 'https://other.example', '', 7]) }),
    () => signed({ sub: random.pick(['', 'x'.repeat(257), 7, null, { a: 1 }]) }),
    () => signed({ cnf: random.pick([undefined, {}, { jwk: key }, { jwk: { ...key, x: identity } }, 'x']) }),
    () => signed({ nbf: seconds + 999 }),
    () => signToken({ header, claims }, random.bytes(32)),
    () => valid.slice(0, 1 + random.below(valid.length - 1)),
    () => `${valid}${random.pick(['=', 'A', '.', '.AA', ' '])}`,
    () => withCharacter(valid, random.below(valid.length), random),
    () => random.pick(['.', '..', '...', 'a.b.c', '{}', 'null', 'x'.repeat(2048)]),
    () => valid.split('.').reverse().join('.'),
  ])();
  return sendMessage(target, await messageOf(account, rightLogin(target), token), ['denied']);
}

async function proofJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const { account, nowMs } = target;
  const token = tokenOf(account, nowMs);
  const valid = await messageOf(account, rightLogin(target), token);
  const status = await messageOf(account, { operation: 'status' }, token);
  const proof = random.pick<() => Uint8Array>([
    () => flipped(valid.proof, random, 1),
    () => random.bytes(64),
    () => new Uint8Array(64),
    () => status.proof,
    () => ed25519Sign(random.bytes(32), valid.body),
    () => plusGroupOrder(valid.proof),
  ])();
  return sendMessage(target, { ...valid, proof }, ['denied']);
}

/** Mutated bodies, whose proofs and signatures are right. The version in them is none that the record has. */
async function operationJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const { account } = target;
  const ask = random.pick(asksAt(target, OTHER_VERSION, random));
  const body = mutated(ask.body!, random).subarray(0, 4096);
  return sendAsk(target, { ...ask, body, ownerSeed: account.ownerSeed, newOwnerSeed: account.ownerSeed }, [
    'malformed',
    'conflict',
    'no-login',
    'other-generation',
    'refused',
  ]);
}

/** Bodies of the right form, at the right version, with a group element, scalar or key that is none. */
async function elementJunk(target: Target, random: SeededRandom): Promise<Verdict> {
  const { account, dealt } = target;
  const { ke1 } = guessAt(account);
  const owner = ed25519PublicKey(account.ownerSeed);
  const weakOwner = random.pick([
    smallOrder(random),
    flippedHigh(smallOrder(random)),
    new Uint8Array(32).fill(0xff),
  ]);
  const staged = { ...dealt, version: VERSION, generation: 2n, ksf: CHEAP_KSF.id, owner, anchor: undefined };
  const stage = (changes: Partial<VaultStage>): Ask => ({
    operation: 'stage',
    body: encodeVaultStage({ ...staged, ...changes }),
    generation: 2n,
    version: VERSION,
  });
  const login = (bytes: Uint8Array): Ask => loginAsk({ ke1: bytes }, 1n, VERSION);
  const { record } = dealt;
  const order = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex');
  const ask = random.pick([
    () => login(replaced(ke1, 0, badElement(ke1.subarray(0, 32), random))),
    () => login(replaced(ke1, 64, badElement(ke1.subarray(64, 96), random))),
    () =>
      stage({
        oprfKey: random.pick([new Uint8Array(32), new Uint8Array(order), new Uint8Array(32).fill(0xff)]),
      }),
    () => stage({ record: replaced(record, 0, badElement(record.subarray(0, 32), random)) }),
    () => stage({ owner: weakOwner }),
    () =>
      stage({
        ksf: random.pick(['argon2id', 'argon2id-v19-m8-t1-p1', 'identity', 'argon2id-v19-m065536-t3-p4']),
      }),
    (): Ask => ({
      operation: 'owner',
      body: encodeVaultOwnerChange({ version: VERSION, owner: weakOwner }),
      version: VERSION,
    }),
  ])();
  const { ownerSeed } = account;
  return sendAsk(target, { ...ask, ownerSeed, newOwnerSeed: ownerSeed }, ['malformed']);
}

/** Every operation with a body, well formed. */
function asksAt({ account, dealt }: Target, version: bigint, random: SeededRandom): readonly Ask[] {
  const owner = ed25519PublicKey(account.ownerSeed);
  const loginId = random.bytes(32);
  const anchor = {
    sequence: 1n,
    snapshotId: random.bytes(32),
    keyringGeneration: 1n,
    keyringHash: random.bytes(32),
  };
  const { ke1 } = guessAt(account);
  const generation = 2n;
  return [
    {
      operation: 'stage',
      body: encodeVaultStage({ ...dealt, version, generation, ksf: CHEAP_KSF.id, owner, anchor }),
      generation,
    },
    { operation: 'commit', body: encodeVaultCommit({ version, generation, loginId }), generation },
    { operation: 'login', body: encodeVaultLogin({ version, generation: 1n, ke1 }), generation: 1n },
    { operation: 'finish', body: encodeVaultFinish({ loginId, ke3: random.bytes(64) }) },
    ...(['acknowledge', 'abandon', 'cancel'] as const).map((operation) => ({
      operation,
      body: encodeVaultChange({ version }),
    })),
    { operation: 'freeze', body: encodeVaultFreeze({ version, durationMs: 1000n }) },
    { operation: 'anchor', body: encodeVaultAnchorChange({ version, expected: undefined, next: anchor }) },
    { operation: 'owner', body: encodeVaultOwnerChange({ version, owner }) },
    {
      operation: 'revert',
      body: encodeVaultRevert({ version, generation: 1n, loginId, owner }),
      generation: 1n,
    },
    { operation: 'delete', body: encodeVaultDelete({ version, loginId }) },
  ].map((ask): Ask => ({ ...(ask as Ask), version }));
}

/** A login that would cost an attempt, if all around it were right. */
function rightLogin({ account }: Target): Ask {
  return loginAsk(guessAt(account), 1n, VERSION);
}

/** A message that is answered with `conflict`. */
async function validMessage({ account, nowMs }: Omit<Target, 'url'>): Promise<VaultRequest> {
  const login = loginAsk(guessAt(account), 1n, OTHER_VERSION);
  return messageOf(account, login, tokenOf(account, nowMs));
}

/** One guess and one token for each account: what is right around a fault may be the same each time. */
const guesses = new WeakMap<Account, Guess>();
const tokens = new WeakMap<Account, string>();

function guessAt(account: Account): Guess {
  const guess = guesses.get(account) ?? newGuess(account, 'whatever');
  guesses.set(account, guess);
  return guess;
}

function tokenOf(account: Account, nowMs: number): string {
  const token = tokens.get(account) ?? tokenFor(account, nowMs);
  tokens.set(account, token);
  return token;
}

/** Sealed requests for the layers outside of the seal. */
const POOL_COUNT = 16;
const pool: Uint8Array[] = [];

async function validRequest(target: Omit<Target, 'url'>, random: SeededRandom): Promise<Uint8Array> {
  if (pool.length >= POOL_COUNT) return random.pick(pool);
  const { request } = await seal(target.account.realm, frameOf(await validMessage(target)));
  pool.push(request);
  return request;
}

async function sendAsk(target: Target, ask: Ask, expected: readonly VaultOutcome[]): Promise<Verdict> {
  const { account, nowMs } = target;
  return sendMessage(target, await messageOf(account, ask, tokenOf(account, nowMs)), expected);
}

async function sendMessage(
  target: Target,
  message: VaultRequest,
  expected: readonly VaultOutcome[],
): Promise<Verdict> {
  return sendSealed(target, frameOf(message), expected);
}

async function sendSealed(
  { account, url }: Target,
  frame: Uint8Array,
  expected: readonly VaultOutcome[],
): Promise<Verdict> {
  const { request, open } = await seal(account.realm, frame);
  const response = await fetch(`${url}/v1/request`, {
    method: 'POST',
    headers: OCTETS,
    body: new Uint8Array(request),
  });
  if (response.status !== 200) throw new Error(`the gateway answered ${response.status}`);
  const { outcome, ke2, releaseSecret } = await open(new Uint8Array(await response.arrayBuffer()));
  if (!expected.includes(outcome))
    throw new Error(`the realm answered ${outcome}, not ${expected.join(', ')}`);
  return { said: outcome, released: ke2.length + releaseSecret.length };
}

function framed(content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(VAULT_REQUEST_BYTES);
  new DataView(frame.buffer).setUint32(0, content.length);
  frame.set(content, 4);
  return frame;
}

/** Other bytes than before, in one of the ways in which bytes come to be wrong. */
function mutated(valid: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(valid.length);
  const length = 1 + random.below(Math.min(64, valid.length - at));
  const bytes = random.pick([
    () => flipped(valid, random, 1),
    () => flipped(valid, random, 8),
    () => valid.subarray(0, at),
    () => Buffer.concat([valid.subarray(0, at), random.bytes(length), valid.subarray(at)]),
    () => Buffer.concat([valid.subarray(0, at), valid.subarray(at + length)]),
    () => Buffer.concat([valid, valid.subarray(at, at + length)]),
    () => Buffer.concat([valid, random.bytes(length)]),
    () => random.bytes(valid.length),
    () => new Uint8Array(0),
  ])();
  const isSame = bytes.length === valid.length && bytes.every((byte, i) => byte === valid[i]);
  return isSame ? flipped(valid, random, 1) : new Uint8Array(bytes);
}

function flipped(bytes: Uint8Array, random: SeededRandom, bits: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const chosen = new Set(Array.from({ length: bits }, () => random.below(copy.length * 8)));
  for (const bit of chosen) copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7));
  return copy;
}

function replaced(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(part, at);
  return copy;
}

/** Encodings that ristretto255 refuses: the identity, a negative or too large field element. */
function badElement(element: Uint8Array, random: SeededRandom): Uint8Array {
  return random.pick([
    () => new Uint8Array(32),
    () => new Uint8Array(32).fill(0xff),
    () => Uint8Array.from(element, (byte, i) => (i === 0 ? byte | 1 : byte)),
    () => Uint8Array.from(element, (byte, i) => (i === 31 ? byte | 0x80 : byte)),
  ])();
}

/** The points of small order of Ed25519 that have y = 1, -1 and 0. */
function smallOrder(random: SeededRandom): Uint8Array {
  const y = random.pick([
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ]);
  return new Uint8Array(Buffer.from(y, 'hex'));
}

function flippedHigh(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i === 31 ? byte ^ 0x80 : byte));
}

/** The same signature with S beyond the group order, which lax verifiers accept. */
function plusGroupOrder(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = order;
  for (let i = 0; i < 32; i++) s += BigInt(signature[32 + i]!) << BigInt(8 * i);
  const copy = Uint8Array.from(signature);
  for (let i = 0; i < 32; i++) copy[32 + i] = Number((s >> BigInt(8 * i)) & 0xffn);
  return copy;
}

/** Another character in one place of a text. */
function withCharacter(text: string, at: number, random: SeededRandom): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= ';
  const others = [...alphabet].filter((character) => character !== text[at]);
  return text.slice(0, at) + random.pick(others) + text.slice(at + 1);
}
