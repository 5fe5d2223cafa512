// Runs test-vectors/vault-transcripts from the client's side: what it draws gives the bytes that it sends, and what comes back
// gives the vault's secret. Of logins also what it refuses.

import {
  ed25519PublicKey,
  ed25519Sign,
  hkdf,
  hmacSha512,
  SecretBytes,
  sha256,
  xwingPublicKey,
} from '@muniment/crypto';
import { encapsulateRequestWithRandomness } from '@muniment/crypto/derandomized';
import {
  argon2idFromId,
  encodeContext,
  type FinishedLogin,
  finishLogin,
  type Ksf,
  ristretto255Sha512 as opaque,
} from '@muniment/opaque';
import { dealRegistrationWith, startLoginWith } from '@muniment/opaque/derandomized';
import { encodePasswordInput } from '@muniment/opaque/password';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultFinish,
  encodeVaultLogin,
  encodeVaultRequest,
  LABELS,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
  type VaultOperation,
  type VaultResponse,
  vaultAccountId,
  vaultDigestInput,
  vaultLoginProofInput,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { assertAnswer } from '../../src/answers.ts';
import { tokenAccount } from '../../src/index.ts';

interface Recovered {
  readonly exportKey: string;
  readonly releaseSecret: string;
  readonly salt: string;
  readonly vaultSecret: string;
}

interface Typed {
  readonly password: string;
  readonly passwordInput: string;
  readonly ksf: string;
  readonly generation: string;
}

interface Drawn {
  readonly blind: string;
  readonly clientNonce: string;
  readonly clientKeyShareSeed: string;
}

interface Ended {
  readonly ke3?: string;
  readonly sessionKey?: string;
  readonly exportKey?: string;
}

interface Exchange {
  readonly operation: VaultOperation;
  readonly body?: { readonly version?: string; readonly generation?: string; readonly loginId?: string };
  readonly bodyBytes: string;
  readonly registration?: Typed & Recovered & { oprfKey: string; envelopeNonce: string; record: string };
  readonly login?: Typed & Drawn & Ended & { ke1: string; ke2: string; error?: string };
  readonly recovered?: Recovered;
  readonly token: string;
  readonly proof: string;
  readonly digest: string;
  readonly signedInput: string;
  readonly ownerSeed?: string;
  readonly ownerSignature?: string;
  readonly newOwnerSeed?: string;
  readonly newOwnerSignature?: string;
  readonly sessionKey?: string;
  readonly loginProof?: string;
  readonly message: string;
  readonly randomness: string;
  readonly requestSha256: string;
  readonly request?: string;
  readonly outcome: string;
  readonly responseMessage: string;
  readonly response?: string;
}

interface Transcript extends TestVector, Drawn, Ended {
  readonly exchanges: readonly Exchange[];
  readonly password: string;
  readonly accountId: string;
  readonly realmId: string;
  readonly ksf: string;
  readonly generation: string;
  readonly ke2: string;
  readonly to: VaultOperation;
  readonly outcome: string;
  readonly responseMessage: string;
}

interface TranscriptFile {
  readonly vectorCount: number;
  readonly vectors: readonly Transcript[];
  readonly realm: {
    readonly realmId: string;
    readonly serverPublicKey: string;
    readonly keyId: number;
    readonly channelSecretKey: string;
  };
  readonly account: {
    readonly issuer: string;
    readonly subject: string;
    readonly accountId: string;
    readonly clientSeed: string;
    readonly clientPublicKey: string;
  };
}

const suite = loadVectors<Transcript, TranscriptFile>('vault-transcripts/vault-transcripts.json');
const { realm, account } = suite.file;
const realmId = fromHex(realm.realmId);
const accountId = fromHex(account.accountId);
const none = new Uint8Array(0);
const stretched = new Map<string, Promise<Uint8Array>>();

/** Argon2id by its id; most vectors stretch the same input, which is done once. */
function ksfOf(id: string): Ksf {
  const ksf = argon2idFromId(id);
  return {
    id,
    async stretch(input, length) {
      const name = `${id} ${length} ${toHex(input)}`;
      const known = stretched.get(name) ?? ksf.stretch(input, length);
      stretched.set(name, known);
      return Uint8Array.from(await known);
    },
  };
}

async function vaultSecret({ exportKey, releaseSecret, salt }: Recovered): Promise<string> {
  const inputKey = fromHex(exportKey + releaseSecret);
  return toHex(await hkdf(inputKey, fromHex(salt), new TextEncoder().encode(LABELS.vaultSecret), 32));
}

async function register({ registration: given }: Exchange): Promise<void> {
  if (given === undefined) return;
  const password = encodePasswordInput({ password: given.password, account: accountId });
  expect(toHex(password.expose())).toBe(given.passwordInput);
  const { record, exportKey } = await dealRegistrationWith(
    {
      suite: opaque,
      ksf: ksfOf(given.ksf),
      identities: { client: accountId, server: realmId },
      password,
      serverPublicKey: fromHex(realm.serverPublicKey),
    },
    { oprfKey: SecretBytes.from(fromHex(given.oprfKey)), envelopeNonce: fromHex(given.envelopeNonce) },
  );
  expect(toHex(record)).toBe(given.record);
  expect(toHex(exportKey.expose())).toBe(given.exportKey);
  expect(await vaultSecret(given)).toBe(given.vaultSecret);
}

interface LoginOf extends Drawn {
  readonly password: string;
  readonly ksf: string;
  readonly generation: string;
  readonly ke2: string;
}

/** KE1, and what comes of KE2. */
async function logIn(given: LoginOf, client = accountId, server = realmId) {
  const password = encodePasswordInput({ password: given.password, account: client });
  const { ke1, state } = startLoginWith(
    { suite: opaque, password },
    {
      blind: fromHex(given.blind),
      clientNonce: fromHex(given.clientNonce),
      clientKeyShareSeed: fromHex(given.clientKeyShareSeed),
    },
  );
  const ksf = ksfOf(given.ksf);
  const context = encodeContext({ suite: opaque, ksf, realm: server, generation: BigInt(given.generation) });
  let finished: FinishedLogin | undefined;
  const outcome = await outcomeOf(async () => {
    const identities = { client, server };
    finished = await finishLogin({ suite: opaque, ksf, context, identities, state, ke2: fromHex(given.ke2) });
  });
  return { ke1: toHex(ke1), outcome, finished };
}

function expectEnd(finished: FinishedLogin | undefined, { ke3, sessionKey, exportKey }: Ended): void {
  expect(finished && toHex(finished.ke3)).toBe(ke3);
  expect(finished && toHex(finished.sessionKey.expose())).toBe(sessionKey);
  expect(finished && toHex(finished.exportKey.expose())).toBe(exportKey);
}

/** The request, made from what the vector gives; its bytes and digests. */
async function send(exchange: Exchange): Promise<(response: Uint8Array) => Promise<Uint8Array>> {
  const { operation, token, body = {} } = exchange;
  const bodyBytes = fromHex(exchange.bodyBytes);
  expect(tokenAccount(token)).toEqual({ issuer: account.issuer, subject: account.subject });
  const signedInput = vaultSignedInput({
    realmId,
    operation,
    accountId,
    generation: BigInt(body.generation ?? 0),
    version: BigInt(body.version ?? 0),
    body: bodyBytes,
  });
  expect(toHex(signedInput)).toBe(exchange.signedInput);
  expect(toHex(await sha256(vaultDigestInput(operation, bodyBytes)))).toBe(exchange.digest);
  const sign = (seed: string | undefined): Uint8Array =>
    seed === undefined ? none : ed25519Sign(fromHex(seed), signedInput);
  const ownerSignature = sign(exchange.ownerSeed);
  const newOwnerSignature = sign(exchange.newOwnerSeed);
  const loginProof =
    exchange.sessionKey === undefined
      ? none
      : await hmacSha512(fromHex(exchange.sessionKey), vaultLoginProofInput(signedInput));
  expect(toHex(ownerSignature)).toBe(exchange.ownerSignature ?? '');
  expect(toHex(newOwnerSignature)).toBe(exchange.newOwnerSignature ?? '');
  expect(toHex(loginProof)).toBe(exchange.loginProof ?? '');
  const proofInput = vaultProofInput({ realmId, operation, token, body: bodyBytes });
  const proof = ed25519Sign(fromHex(account.clientSeed), proofInput);
  expect(toHex(proof)).toBe(exchange.proof);
  const message = encodeVaultRequest({
    formatVersion: 1,
    operation,
    token,
    body: bodyBytes,
    proof,
    ownerSignature,
    newOwnerSignature,
    loginProof,
  });
  expect(toHex(message)).toBe(exchange.message);
  const { request, openResponse } = await encapsulateRequestWithRandomness(
    {
      keyId: realm.keyId,
      publicKey: await xwingPublicKey(SecretBytes.from(fromHex(realm.channelSecretKey))),
      labels: VAULT_ENCAPSULATION_LABELS,
      plaintext: encodeFixedFrame(message, VAULT_REQUEST_BYTES),
    },
    fromHex(exchange.randomness),
  );
  expect(toHex(await sha256(request))).toBe(exchange.requestSha256);
  if (exchange.request !== undefined) expect(toHex(request)).toBe(exchange.request);
  return openResponse;
}

/** What the realm answered: from the encapsulated bytes where they are given. */
async function receive(
  exchange: Exchange,
  openResponse: (response: Uint8Array) => Promise<Uint8Array>,
): Promise<VaultResponse> {
  const message = fromHex(exchange.responseMessage);
  if (exchange.response !== undefined) {
    const opened = await openResponse(fromHex(exchange.response));
    expect(toHex(decodeFixedFrame(opened, VAULT_RESPONSE_BYTES))).toBe(exchange.responseMessage);
  }
  return decodeVaultResponse(message);
}

describe('test-vectors/vault-transcripts, from the client’s side', () => {
  it.each(suite.of('conversation'))('$id', async (vector) => {
    suite.ran(vector);
    const started = new Map<string, NonNullable<Exchange['login']>>();
    let failed = 'valid';
    for (const exchange of vector.exchanges) {
      const { login, recovered, body = {} } = exchange;
      await register(exchange);
      const response = await receive(exchange, await send(exchange));
      expect(response.outcome).toBe(exchange.outcome);
      if (login !== undefined) expect(toHex(response.ke2)).toBe(login.ke2);
      if (login !== undefined && !started.has(exchange.digest)) {
        const { ke1, outcome, finished } = await logIn(login);
        expect(ke1).toBe(login.ke1);
        expect(outcome).toBe(login.error ?? 'valid');
        expectEnd(finished, login);
        failed = outcome;
        const { version, generation } = body;
        const bytes = encodeVaultLogin({
          version: BigInt(version!),
          generation: BigInt(generation!),
          ke1: fromHex(ke1),
        });
        expect(toHex(bytes)).toBe(exchange.bodyBytes);
        started.set(exchange.digest, login);
      }
      if (recovered !== undefined) {
        const { ke3, exportKey } = started.get(body.loginId!)!;
        const bytes = encodeVaultFinish({ loginId: fromHex(body.loginId!), ke3: fromHex(ke3!) });
        expect(toHex(bytes)).toBe(exchange.bodyBytes);
        expect(toHex(response.releaseSecret)).toBe(recovered.releaseSecret);
        expect(recovered.exportKey).toBe(exportKey);
        expect(await vaultSecret(recovered)).toBe(recovered.vaultSecret);
      }
    }
    expect(failed).toBe(expectedOutcome(vector));
  });

  it.each(suite.of('answer'))('$id', async (vector) => {
    suite.ran(vector);
    const { outcome, finished } = await logIn(vector, fromHex(vector.accountId), fromHex(vector.realmId));
    expect(outcome).toBe(expectedOutcome(vector));
    expectEnd(finished, vector);
  });

  it.each(suite.of('reply'))('$id', async (vector) => {
    suite.ran(vector);
    const response = decodeVaultResponse(fromHex(vector.responseMessage));
    expect(response.outcome).toBe(vector.outcome);
    expect(await outcomeOf(() => assertAnswer(vector.to, response))).toBe(expectedOutcome(vector));
  });

  it('has the account and the keys that the file names', () => {
    expect(toHex(vaultAccountId(account))).toBe(account.accountId);
    expect(toHex(ed25519PublicKey(fromHex(account.clientSeed)))).toBe(account.clientPublicKey);
  });

  it('ran every vector but what a realm turns away', () => {
    expect(suite.missed()).toEqual(suite.of('request').map(({ id }) => id));
  });
});
