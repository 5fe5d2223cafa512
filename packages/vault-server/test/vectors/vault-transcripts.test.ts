// Runs test-vectors/vault-transcripts from the realm's side: conversations, and requests that are turned away.

import { encapsulateRequest, SecretBytes, sha256, xwingPublicKey } from '@muniment/crypto';
import { openRequestWithNonce } from '@muniment/crypto/derandomized';
import { encodeContext, ristretto255Sha512 as opaque, type ServerKeys } from '@muniment/opaque';
import { startServerLoginWith } from '@muniment/opaque/derandomized';
import { fromHex, loadVectors, type TestVector, toHex } from '@muniment/test-kit';
import {
  decodeVaultRecord,
  encodeFixedFrame,
  encodeVaultRecord,
  encodeVaultResponse,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_RESPONSE_BYTES,
  type VaultRecord,
  vaultProofInput,
} from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { noFreshness } from '../../src/freshness.ts';
import { memoryRecordStore } from '../../src/memory-record-store.ts';
import { createAccountLimiter } from '../../src/rate-limit-account.ts';
import { createRealm } from '../../src/realm.ts';
import { realmCrypto } from '../../src/realm-crypto.ts';
import { authenticate, readOperation, readRequest, realmRequest } from '../../src/request.ts';
import { statusOf } from '../../src/status.ts';
import { age, type RealmCrypto, type RealmPolicy, step } from '../../src/step.ts';

interface Exchange {
  readonly nowMs: number;
  readonly operation: string;
  readonly token: string;
  readonly bodyBytes: string;
  readonly proofInput: string;
  readonly digest: string;
  readonly signedInput: string;
  readonly login?: {
    readonly maskingNonce: string;
    readonly serverNonce: string;
    readonly serverKeyShareSeed: string;
    readonly serverState: string;
  };
  readonly message: string;
  readonly outcome: string;
  readonly responseMessage: string;
  readonly responseNonce: string;
  readonly responseSha256: string;
  readonly request?: string;
  readonly response?: string;
  readonly afterBytes?: string;
}

interface Transcript extends TestVector {
  readonly beforeBytes?: string;
  readonly exchanges: readonly Exchange[];
  readonly nowMs: number;
  readonly plaintext: readonly { readonly hex: string; readonly count?: number }[];
  readonly outcome?: string;
  readonly responseMessage: string;
}

interface TranscriptFile {
  readonly vectorCount: number;
  readonly vectors: readonly Transcript[];
  readonly realm: {
    readonly channelPublicKeySha256: string;
    readonly realmId: string;
    readonly serverPrivateKey: string;
    readonly serverPublicKey: string;
    readonly keyId: number;
    readonly channelSecretKey: string;
    readonly issuer: string;
    readonly issuerPublicKey: string;
    readonly policy: RealmPolicy;
  };
  readonly account: { readonly accountId: string };
}

const suite = loadVectors<Transcript, TranscriptFile>('vault-transcripts/vault-transcripts.json');
const { realm, account } = suite.file;
const realmId = fromHex(realm.realmId);
const issuers = [{ name: realm.issuer, publicKey: fromHex(realm.issuerPublicKey) }];
const channelSecret = (): SecretBytes => SecretBytes.from(fromHex(realm.channelSecretKey));
const labels = VAULT_ENCAPSULATION_LABELS;
const serverKeys: ServerKeys = {
  privateKey: SecretBytes.from(fromHex(realm.serverPrivateKey)),
  publicKey: fromHex(realm.serverPublicKey),
};

/** A realm's cryptography, with what it draws for a login taken from the vector. */
function cryptoOf({ login }: Exchange): RealmCrypto {
  const accountId = fromHex(account.accountId);
  return {
    ...realmCrypto({ suite: opaque, serverKeys, realmId, accountId }),
    startLogin({ number, ksf, oprfKey, record }, ke1) {
      const context = encodeContext({ suite: opaque, ksf: { id: ksf }, realm: realmId, generation: number });
      const identities = { client: accountId, server: realmId };
      const { ke2, state } = startServerLoginWith(
        { suite: opaque, context, identities, serverKeys, oprfKey, record, ke1 },
        {
          maskingNonce: fromHex(login!.maskingNonce),
          serverNonce: fromHex(login!.serverNonce),
          serverKeyShareSeed: fromHex(login!.serverKeyShareSeed),
        },
      );
      const bytes = state.suspend().expose();
      expect(toHex(bytes)).toBe(login!.serverState);
      return { ke2, state: bytes };
    },
  };
}

/** What a realm answers to a message, and the record after it. */
async function answer(stored: VaultRecord | undefined, exchange: Exchange): Promise<VaultRecord | undefined> {
  const { nowMs, bodyBytes, token } = exchange;
  const message = fromHex(exchange.message);
  const request = readRequest(encodeFixedFrame(message, 8192));
  expect(toHex(request.body)).toBe(bodyBytes);
  const { operation, body } = request;
  expect(toHex(vaultProofInput({ realmId, operation, token, body }))).toBe(exchange.proofInput);
  const who = await authenticate(request, { realmId, issuers, nowMs });
  const asked = await realmRequest(request, readOperation(opaque, request), who, realmId);
  expect(toHex(asked.accountId)).toBe(account.accountId);
  expect(toHex(asked.request.digest)).toBe(exchange.digest);
  expect(toHex(asked.request.signedInput)).toBe(exchange.signedInput);
  const environment = { nowMs: BigInt(nowMs), policy: realm.policy, crypto: cryptoOf(exchange) };
  const { outcome, write, ke2, releaseSecret } = step(stored, asked.request, environment);
  expect(outcome).toBe(exchange.outcome);
  expect(write && toHex(encodeVaultRecord(write))).toBe(exchange.afterBytes);
  const response = encodeVaultResponse({
    formatVersion: 1,
    outcome,
    timeMs: BigInt(nowMs),
    status: statusOf(write ?? age(stored, BigInt(nowMs))),
    ke2: ke2 ?? new Uint8Array(0),
    releaseSecret: releaseSecret ?? new Uint8Array(0),
  });
  expect(toHex(response)).toBe(exchange.responseMessage);
  return write ?? stored;
}

/** The encapsulated bytes, where they are given, and the response to them. */
async function carry({
  request,
  response,
  responseMessage,
  responseNonce,
  message,
}: Exchange): Promise<void> {
  if (request === undefined || response === undefined) return;
  const options = { keys: channelSecret, labels, request: fromHex(request) };
  const opened = await openRequestWithNonce(options, fromHex(responseNonce));
  expect(toHex(opened.plaintext)).toBe(toHex(encodeFixedFrame(fromHex(message), 8192)));
  const frame = encodeFixedFrame(fromHex(responseMessage), VAULT_RESPONSE_BYTES);
  expect(toHex(await opened.sealResponse(frame))).toBe(response);
}

describe('test-vectors/vault-transcripts, from the realm’s side', () => {
  it.each(suite.of('conversation'))('$id', async (vector) => {
    suite.ran(vector);
    let record =
      vector.beforeBytes === undefined ? undefined : decodeVaultRecord(fromHex(vector.beforeBytes));
    for (const exchange of vector.exchanges) {
      record = await answer(record, exchange);
      await carry(exchange);
    }
    expect(vector.exchanges.length).toBeGreaterThan(2);
  });

  it.each(suite.of('request'))('$id', async (vector) => {
    suite.ran(vector);
    const { nowMs } = vector;
    const service = createRealm({
      realmId,
      suite: opaque,
      serverKeys,
      storageKey: SecretBytes.from(new Uint8Array(32).fill(1)),
      channelKeys: [
        { keyId: realm.keyId, notBeforeMs: nowMs, notAfterMs: nowMs + 1, secret: channelSecret() },
      ],
      issuers,
      policy: realm.policy,
      store: memoryRecordStore(),
      freshness: noFreshness,
      limiter: createAccountLimiter(),
      descriptor: () => new Uint8Array(0),
      now: () => nowMs,
    });
    const plaintext = Buffer.concat(
      vector.plaintext.map(({ hex, count = 1 }) => Buffer.from(hex.repeat(count), 'hex')),
    );
    const publicKey = await xwingPublicKey(channelSecret());
    const { request, openResponse } = await encapsulateRequest({
      keyId: realm.keyId,
      publicKey,
      labels,
      plaintext: Uint8Array.from(plaintext),
    });
    const opened = await openResponse(await service.handle(request));
    const frame = encodeFixedFrame(fromHex(vector.responseMessage), VAULT_RESPONSE_BYTES);
    expect(toHex(opened)).toBe(toHex(frame));
  });

  it('has the channel key that the file names', async () => {
    expect(toHex(await sha256(await xwingPublicKey(channelSecret())))).toBe(realm.channelPublicKeySha256);
  });

  it('ran every vector but what a client refuses', () => {
    const ofClient = [...suite.of('answer'), ...suite.of('reply')].map(({ id }) => id);
    expect(suite.missed()).toEqual(ofClient);
  });
});
