// The least that a client of a realm does, over HTTP: no checks, no retries.

import {
  ed25519PublicKey,
  ed25519Sign,
  encapsulateRequest,
  parseSignedNote,
  randomBytes,
  SecretBytes,
} from '@muniment/crypto';
import { ristretto255Sha512 } from '@muniment/opaque';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultCommit,
  encodeVaultLogin,
  encodeVaultRequest,
  encodeVaultStage,
  parseRealmDescriptor,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultOperation,
  type VaultResponse,
  vaultAccountId,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';
import type { RealmKeys } from '../src/realm-keys.ts';
import { issueToken } from '../src/token.ts';

/** Where a realm is, what it knows, and when it is. */
export interface RealmAt {
  readonly port: number;
  readonly keys: RealmKeys;
  readonly nowMs: number;
}

interface Ask {
  readonly operation: VaultOperation;
  readonly account?: string;
  /** That the token names; always the same one unless told. */
  readonly clientKey?: SecretBytes;
  readonly body?: Uint8Array;
  readonly newOwnerSignature?: Uint8Array;
  /** Unless told the first that is valid now. */
  readonly channelKeyId?: number;
}

const CLIENT_KEY = SecretBytes.random(32);

/** Sends one request. The answer, or the code by which the gateway refused. */
export async function ask({ port, keys, nowMs }: RealmAt, question: Ask): Promise<VaultResponse | string> {
  const {
    operation,
    account = 'ada',
    body = new Uint8Array(0),
    channelKeyId,
    clientKey = CLIENT_KEY,
  } = question;
  const url = `http://127.0.0.1:${port}/v1`;
  const note = new Uint8Array(await (await fetch(`${url}/descriptor`)).arrayBuffer());
  const { realmId, channelKeys } = parseRealmDescriptor(parseSignedNote(note).text);
  const { keyId, publicKey } = channelKeys.find((key) =>
    channelKeyId === undefined ? nowMs < key.notAfterMs : key.keyId === channelKeyId,
  )!;
  const token = await issueToken({
    issuer: keys.ownIssuer.name,
    subject: account,
    realmId,
    clientPublicKey: ed25519PublicKey(clientKey),
    issuerSeed: keys.ownIssuer.seed,
    nowMs,
  });
  const message = encodeVaultRequest({
    formatVersion: 1,
    operation,
    token,
    body,
    proof: ed25519Sign(clientKey, vaultProofInput({ realmId, operation, token, body })),
    ownerSignature: new Uint8Array(0),
    newOwnerSignature: question.newOwnerSignature ?? new Uint8Array(0),
    loginProof: new Uint8Array(0),
  });
  const { request, openResponse } = await encapsulateRequest({
    keyId,
    publicKey,
    labels: VAULT_ENCAPSULATION_LABELS,
    plaintext: encodeFixedFrame(message, VAULT_REQUEST_BYTES),
  });
  const response = await fetch(`${url}/request`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(request),
  });
  if (response.status !== 200) return ((await response.json()) as { error: string }).error;
  const answer = await openResponse(new Uint8Array(await response.arrayBuffer()));
  return decodeVaultResponse(decodeFixedFrame(answer, VAULT_RESPONSE_BYTES));
}

/** The outcome of a question for the status. */
export async function statusOutcome(realm: RealmAt, account?: string): Promise<string> {
  const answer = await ask(realm, { operation: 'status', ...(account === undefined ? {} : { account }) });
  return typeof answer === 'string' ? answer : answer.outcome;
}

/** Stages a first generation, of random keys that no password opens. */
export async function stage(
  realm: RealmAt,
  account = 'ada',
  owner: SecretBytes = SecretBytes.random(32),
): Promise<VaultResponse | string> {
  const { group } = ristretto255Sha512;
  const body = encodeVaultStage({
    version: 0n,
    generation: 1n,
    ksf: 'argon2id-v19-m65536-t3-p4',
    oprfKey: group.randomScalar(),
    record: new Uint8Array([...group.multiplyBase(group.randomScalar()), ...randomBytes(160)]),
    releaseSecret: randomBytes(32),
    owner: ed25519PublicKey(owner),
    anchor: undefined,
  });
  const newOwnerSignature = signFirst(realm, 'stage', account, owner, 0n, body);
  return await ask(realm, { operation: 'stage', account, body, newOwnerSignature });
}

/** What an owner signs of the first generation. */
function signFirst(
  { keys }: RealmAt,
  operation: VaultOperation,
  account: string,
  owner: SecretBytes,
  version: bigint,
  body: Uint8Array,
): Uint8Array {
  const accountId = vaultAccountId({ issuer: keys.ownIssuer.name, subject: account });
  const { realmId } = keys;
  return ed25519Sign(
    owner,
    vaultSignedInput({ realmId, operation, accountId, generation: 1n, version, body }),
  );
}

/** Stages and commits a first generation, of random keys that no password opens. */
export async function register(realm: RealmAt, account = 'ada'): Promise<VaultResponse | string> {
  const owner = SecretBytes.random(32);
  await stage(realm, account, owner);
  const body = encodeVaultCommit({ version: 1n, generation: 1n, loginId: new Uint8Array(0) });
  const newOwnerSignature = signFirst(realm, 'commit', account, owner, 1n, body);
  return await ask(realm, { operation: 'commit', account, body, newOwnerSignature });
}

/** Begins a login with a KE1 of its own. */
export async function guess(
  realm: RealmAt,
  version: bigint,
  account = 'ada',
): Promise<VaultResponse | string> {
  const { group } = ristretto255Sha512;
  const element = (): Uint8Array => group.multiplyBase(group.randomScalar());
  const ke1 = new Uint8Array([...element(), ...randomBytes(32), ...element()]);
  const body = encodeVaultLogin({ version, generation: 1n, ke1 });
  return await ask(realm, { operation: 'login', account, body });
}
