// A realm of @muniment/vault-server as an implementation: the parts of test-vectors/encapsulation and
// test-vectors/vault-transcripts that are about what a realm does.

import {
  encapsulateRequest,
  openRequest,
  SecretBytes,
  sha256,
  XWING_SECRET_BYTES,
  xwingPublicKey,
} from '@muniment/crypto';
import { openRequestWithNonce } from '@muniment/crypto/derandomized';
import { isMunimentError } from '@muniment/errors';
import {
  createServerKeys,
  encodeContext,
  type ServerKeys,
  serverKeysFrom,
  ristretto255Sha512 as suite,
} from '@muniment/opaque';
import { startServerLoginWith } from '@muniment/opaque/derandomized';
import {
  type ChannelSecret,
  createAccountLimiter,
  createRealm,
  memoryRecordStore,
  noFreshness,
  type RealmOptions,
  type TokenIssuer,
} from '@muniment/vault-server';
import {
  age,
  authenticate,
  type RealmCrypto,
  type RealmPolicy,
  readOperation,
  readRequest,
  realmCrypto,
  realmRequest,
  statusOf,
  step,
} from '@muniment/vault-server/derandomized';
import {
  decodeFixedFrame,
  decodeVaultResponse,
  encodeFixedFrame,
  encodeVaultRecord,
  encodeVaultResponse,
  formatHex,
  VAULT_ENCAPSULATION_LABELS as labels,
  VAULT_RESPONSE_BYTES,
  type VaultOutcome,
  type VaultRecord,
} from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { answering, contentOf, Fields, malformed, operation } from './support.ts';
import {
  assertSays,
  encapsulateMessage,
  KEY_ID_MAX,
  NOW_MAX_MS,
  RANDOMNESS_BYTES,
  REALM_ID_BYTES,
} from './vault-setting.ts';
import { assertCounted, nowOf, policyOf, recordUnder } from './vault-steps.ts';

const NONCE_BYTES = 32;
const KEY_BYTES = 32;
const EXCHANGES_MAX_COUNT = 64;
const CHANNEL_KEYS_MAX_COUNT = 16;

/** A realm of the vector. */
interface Setting {
  readonly realmId: Uint8Array;
  readonly serverKeys: ServerKeys;
  readonly issuers: readonly TokenIssuer[];
  readonly policy: RealmPolicy;
  readonly keyId: number;
  readonly channelSecret: Uint8Array;
}

function settingOf(realm: Fields): Setting {
  return {
    realmId: realm.bytes('realmId', REALM_ID_BYTES),
    serverKeys: serverKeysOf(realm),
    issuers: [{ name: realm.text('issuer'), publicKey: realm.bytes('issuerPublicKey', KEY_BYTES) }],
    policy: policyOf(realm),
    keyId: realm.integer('keyId', 0, KEY_ID_MAX),
    channelSecret: realm.bytes('channelSecretKey', XWING_SECRET_BYTES),
  };
}

function serverKeysOf(realm: Fields): ServerKeys {
  let keys: ServerKeys;
  try {
    keys = serverKeysFrom(suite, realm.bytes('serverPrivateKey', KEY_BYTES));
  } catch (error) {
    if (isMunimentError(error)) malformed('the private key of the realm is none');
    throw error;
  }
  assertSays('the public key of the realm', realm, 'serverPublicKey', formatHex(keys.publicKey));
  return keys;
}

/** The options of a realm that has no record and runs for one request. */
function optionsOf(
  { realmId, serverKeys, issuers, policy }: Omit<Setting, 'keyId' | 'channelSecret'>,
  channelKeys: readonly ChannelSecret[],
  nowMs: number,
): RealmOptions {
  return {
    realmId,
    suite,
    serverKeys,
    storageKey: SecretBytes.random(KEY_BYTES),
    channelKeys,
    issuers,
    policy,
    store: memoryRecordStore(),
    freshness: noFreshness,
    limiter: createAccountLimiter(),
    descriptor: () => new Uint8Array(0),
    now: () => nowMs,
  };
}

/** A realm's cryptography, with what it draws for a login taken from the exchange. */
function cryptoOf({ realmId, serverKeys }: Setting, accountId: Uint8Array, exchange: Fields): RealmCrypto {
  return {
    ...realmCrypto({ suite, serverKeys, realmId, accountId }),
    startLogin({ number, ksf, oprfKey, record }, ke1) {
      const drawn = exchange.object('login');
      const context = encodeContext({ suite, ksf: { id: ksf }, realm: realmId, generation: number });
      const identities = { client: accountId, server: realmId };
      const { ke2, state } = startServerLoginWith(
        { suite, context, identities, serverKeys, oprfKey, record, ke1 },
        {
          maskingNonce: drawn.bytes('maskingNonce', NONCE_BYTES),
          serverNonce: drawn.bytes('serverNonce', NONCE_BYTES),
          serverKeyShareSeed: drawn.bytes('serverKeyShareSeed', NONCE_BYTES),
        },
      );
      return { ke2, state: state.suspend().expose() };
    },
  };
}

interface Answered {
  readonly outcome: VaultOutcome;
  /** What the status is of; none where no record was looked up. */
  readonly record?: VaultRecord;
  readonly write?: VaultRecord;
  readonly ke2?: Uint8Array;
  readonly releaseSecret?: Uint8Array;
}

/** What a realm answers to the plaintext of a request, with the record that it has. */
async function respond(
  setting: Setting,
  stored: VaultRecord | undefined,
  plaintext: Uint8Array,
  exchange: Fields,
): Promise<Answered> {
  const { realmId, issuers, policy } = setting;
  const nowMs = Number(nowOf(exchange));
  const request = await unlessRefused(() => readRequest(plaintext));
  if (request === undefined) return { outcome: 'malformed' };
  const account = await unlessRefused(() => authenticate(request, { realmId, issuers, nowMs }));
  if (account === undefined) return { outcome: 'denied' };
  const content = await unlessRefused(() => readOperation(suite, request));
  if (content === undefined) return { outcome: 'malformed' };
  const asked = await realmRequest(request, content, account, realmId);
  const crypto = cryptoOf(setting, asked.accountId, exchange);
  const result = step(stored, asked.request, { nowMs: BigInt(nowMs), policy, crypto });
  return { ...result, record: result.write ?? age(stored, BigInt(nowMs)) };
}

async function unlessRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMunimentError(error) && error.errorClass !== 'internal') return undefined;
    throw error;
  }
}

/** What a realm makes of one exchange, and the record that it has then. */
async function answer(
  realm: Fields,
  stored: VaultRecord | undefined,
  exchange: Fields,
): Promise<{ readonly made: JsonObject; readonly record: VaultRecord | undefined }> {
  const setting = settingOf(realm);
  const message = exchange.bytes('message');
  // The realm's own public key stands in for a client's descriptor.
  const { request } = await encapsulateMessage(
    realm,
    message,
    exchange.bytes('randomness', RANDOMNESS_BYTES),
  );
  const { plaintext, sealResponse } = await openRequestWithNonce(
    { keys: () => SecretBytes.from(setting.channelSecret), labels, request },
    exchange.bytes('responseNonce', NONCE_BYTES),
  );
  const answered = await respond(setting, stored, plaintext, exchange);
  const { outcome, record, write, ke2, releaseSecret } = answered;
  const responseMessage = encodeVaultResponse({
    formatVersion: 1,
    outcome,
    timeMs: nowOf(exchange),
    status: record === undefined ? undefined : statusOf(record),
    ke2: ke2 ?? new Uint8Array(0),
    releaseSecret: releaseSecret ?? new Uint8Array(0),
  });
  const response = await sealResponse(encodeFixedFrame(responseMessage, VAULT_RESPONSE_BYTES));
  return {
    made: {
      outcome,
      responseMessage: formatHex(responseMessage),
      responseSha256: formatHex(await sha256(response)),
      ...(write !== undefined && { afterBytes: formatHex(encodeVaultRecord(write)) }),
    },
    record: write ?? stored,
  };
}

export const operations: Operations = {
  'encapsulation.time': operation(async (input) => {
    const nowMs = input.integer('nowMs', 0, NOW_MAX_MS);
    const request = input.bytes('request');
    const channelKeys = input.list('channelKeys', (value, where) => {
      const key = new Fields(value, where);
      return {
        keyId: key.integer('keyId', 0, KEY_ID_MAX),
        notBeforeMs: key.integer('notBeforeMs', 0, NOW_MAX_MS),
        notAfterMs: key.integer('notAfterMs', 0, NOW_MAX_MS),
        secret: key.secret('secretKey', XWING_SECRET_BYTES),
      };
    });
    if (channelKeys.length > CHANNEL_KEYS_MAX_COUNT) malformed(`${channelKeys.length} channel keys`);
    if (new Set(channelKeys.map(({ keyId }) => keyId)).size < channelKeys.length)
      malformed('two channel keys have one id');
    const realm = createRealm(
      optionsOf(
        {
          realmId: new Uint8Array(REALM_ID_BYTES),
          serverKeys: createServerKeys(suite),
          issuers: [],
          policy: { limit: 1, waitsMs: [0], unacknowledgedLimit: 1 },
        },
        channelKeys,
        nowMs,
      ),
    );
    // It answers whatever it could open.
    await realm.handle(request);
    const keys = (id: number): SecretBytes | undefined =>
      channelKeys.find(({ keyId }) => keyId === id)?.secret;
    const { plaintext } = await openRequest({ keys, labels, request });
    return { plaintext: formatHex(plaintext) };
  }),

  'vault-transcripts.request': answering(async (input) => {
    const setting = settingOf(input.object('realm'));
    const nowMs = input.integer('nowMs', 0, NOW_MAX_MS);
    const { keyId } = setting;
    const secret = (): SecretBytes => SecretBytes.from(setting.channelSecret);
    const channelKeys = [{ keyId, notBeforeMs: nowMs, notAfterMs: nowMs + 1, secret: secret() }];
    const realm = createRealm(optionsOf(setting, channelKeys, nowMs));
    const publicKey = await xwingPublicKey(secret());
    const plaintext = contentOf(input, 'plaintext');
    const { request, openResponse } = await encapsulateRequest({ keyId, publicKey, labels, plaintext });
    const frame = await openResponse(await realm.handle(request));
    const message = decodeFixedFrame(frame, VAULT_RESPONSE_BYTES);
    const { outcome } = decodeVaultResponse(message);
    const value = { responseMessage: formatHex(message) };
    return outcome === 'ok' ? { value } : { outcome, value };
  }),

  'vault-transcripts.realm': operation(async (input) => {
    const realm = input.object('realm');
    const given = input.list('exchanges', (value, where) => new Fields(value, where));
    if (given.length > EXCHANGES_MAX_COUNT) malformed(`${given.length} exchanges`);
    let record = recordUnder(policyOf(realm), input, 'beforeBytes');
    assertCounted(record);
    const exchanges: JsonObject[] = [];
    for (const exchange of given) {
      const answered = await answer(realm, record, exchange);
      exchanges.push(answered.made);
      record = answered.record;
    }
    return { exchanges };
  }),
};
