// test-vectors/vault-transcripts from the client's side, by @muniment/vault-client and what it is made of. The realm's side is
// in realm.ts.

import { ed25519Sign, hkdf, hmacSha512, SecretBytes, sha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  encodeContext,
  type FinishedLogin,
  finishLogin,
  type Identities,
  ristretto255Sha512 as suite,
} from '@muniment/opaque';
import { dealRegistrationWith, startLoginWith } from '@muniment/opaque/derandomized';
import { ACCOUNT_MAX_BYTES, encodePasswordInput } from '@muniment/opaque/password';
import { tokenAccount } from '@muniment/vault-client';
import { assertAnswer } from '@muniment/vault-client/derandomized';
import {
  decodeVaultResponse,
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
  LABELS,
  LIMITS,
  type VaultAnchor,
  type VaultOperation,
  type VaultResponse,
  vaultAccountId,
  vaultDigestInput,
  vaultLoginProofInput,
  vaultProofInput,
  vaultSignedInput,
} from '@muniment/wire';
import type { Json, JsonObject, Operations } from '../protocol.ts';
import { ksfById } from './stretching.ts';
import { answering, Fields, malformed, operation } from './support.ts';
import {
  accountOf,
  assertSays,
  encapsulateMessage,
  RANDOMNESS_BYTES,
  REALM_ID_BYTES,
  VAULT_OPERATIONS,
} from './vault-setting.ts';

const NUMBER_MAX = 2n ** 53n - 1n;
const KEYRING_GENERATION_MAX = 2n ** 32n - 1n;
const GENERATION_MAX = 2n ** 64n - 1n;
const NONCE_BYTES = 32;
const HASH_BYTES = 32;
const ELEMENT_BYTES = 32;
const KE1_BYTES = 96;
const KE3_BYTES = 64;
const RECORD_BYTES = 192;
const SECRET_BYTES = 32;
const KSF_MAX_LENGTH = 64;
const EXCHANGES_MAX_COUNT = 64;
const NONE: Uint8Array = new Uint8Array(0);

interface Body {
  readonly bytes: Uint8Array;
  readonly generation: bigint;
  readonly version: bigint;
  /** Of what refers to a login, its id. */
  readonly loginId: Uint8Array;
}

/** The body of a request, from what it says. */
function bodyOf(operationName: VaultOperation, given: Fields): Body {
  const number = (name: string): bigint => (given.has(name) ? given.bigInteger(name, 0n, NUMBER_MAX) : 0n);
  const [version, generation] = [number('version'), number('generation')];
  const loginId = given.has('loginId') ? given.bytes('loginId', HASH_BYTES) : NONE;
  const numbered = (): void => {
    if (version === 0n) malformed('a body without a version');
  };
  const ofGeneration = (): void => {
    if (generation === 0n) malformed('a body without a generation');
  };
  const body = (bytes: Uint8Array): Body => ({ bytes, generation, version, loginId });
  switch (operationName) {
    case 'status':
      return { bytes: NONE, generation: 0n, version: 0n, loginId: NONE };
    case 'stage': {
      ofGeneration();
      const ksf = given.text('ksf');
      if (!/^[!-~]+$/.test(ksf) || ksf.length > KSF_MAX_LENGTH) malformed('ksf is no id');
      return body(
        encodeVaultStage({
          version,
          generation,
          ksf,
          oprfKey: given.bytes('oprfKey', ELEMENT_BYTES),
          record: given.bytes('record', RECORD_BYTES),
          releaseSecret: given.bytes('releaseSecret', SECRET_BYTES),
          owner: given.bytes('owner', ELEMENT_BYTES),
          anchor: anchorOf(given, 'anchor'),
        }),
      );
    }
    case 'commit':
      numbered();
      ofGeneration();
      return body(encodeVaultCommit({ version, generation, loginId }));
    case 'login':
      numbered();
      ofGeneration();
      return body(encodeVaultLogin({ version, generation, ke1: given.bytes('ke1', KE1_BYTES) }));
    case 'finish':
      if (loginId.length === 0) malformed('a FINISH of no login');
      return {
        bytes: encodeVaultFinish({ loginId, ke3: given.bytes('ke3', KE3_BYTES) }),
        generation: 0n,
        version: 0n,
        loginId,
      };
    case 'acknowledge':
    case 'abandon':
    case 'cancel':
      numbered();
      return { ...body(encodeVaultChange({ version })), generation: 0n };
    case 'freeze': {
      numbered();
      const { min, max } = LIMITS.VaultFreeze.durationMs;
      const durationMs = given.has('durationMs') ? given.bigInteger('durationMs', min, max) : 0n;
      return { ...body(encodeVaultFreeze({ version, durationMs })), generation: 0n };
    }
    case 'anchor': {
      numbered();
      const next = anchorOf(given, 'next') ?? malformed('an anchor without a next one');
      const bytes = encodeVaultAnchorChange({ version, expected: anchorOf(given, 'expected'), next });
      return { ...body(bytes), generation: 0n };
    }
    case 'owner':
      numbered();
      return {
        ...body(encodeVaultOwnerChange({ version, owner: given.bytes('owner', ELEMENT_BYTES) })),
        generation: 0n,
      };
    case 'revert':
      numbered();
      ofGeneration();
      if (loginId.length === 0) malformed('a REVERT of no login');
      return body(
        encodeVaultRevert({ version, generation, loginId, owner: given.bytes('owner', ELEMENT_BYTES) }),
      );
    case 'delete':
      numbered();
      return { ...body(encodeVaultDelete({ version, loginId })), generation: 0n };
  }
}

function anchorOf(body: Fields, name: string): VaultAnchor | undefined {
  if (!body.has(name)) return undefined;
  const anchor = body.object(name);
  return {
    sequence: anchor.bigInteger('sequence', 1n, NUMBER_MAX),
    snapshotId: anchor.bytes('snapshotId', HASH_BYTES),
    keyringGeneration: anchor.bigInteger('keyringGeneration', 1n, KEYRING_GENERATION_MAX),
    keyringHash: anchor.bytes('keyringHash', HASH_BYTES),
  };
}

/** What came back, of which a client does not tell how it is wrong. */
function readResponse(message: Uint8Array): VaultResponse {
  try {
    return decodeVaultResponse(message);
  } catch (error) {
    if (isMunimentError(error)) throw new MunimentError('ERR_VAULT_ANSWER');
    throw error;
  }
}

/** The secret that opens the slot of a vault. */
async function vaultSecret(
  exportKey: SecretBytes,
  releaseSecret: Uint8Array,
  salt: Uint8Array,
): Promise<Uint8Array> {
  const key = Uint8Array.of(...exportKey.expose(), ...releaseSecret);
  return hkdf(key, salt, new TextEncoder().encode(LABELS.vaultSecret), SECRET_BYTES);
}

interface Sides {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

interface StartedLogin {
  readonly ke1: Uint8Array;
  finish(ke2: Uint8Array): Promise<FinishedLogin>;
}

function startLogin(given: Fields, { client, server }: Sides): StartedLogin {
  const password = encodePasswordInput({ password: given.text('password'), account: client });
  const blind = given.bytes('blind', suite.group.scalarBytes);
  assertScalar(blind);
  const ksf = ksfById(given.text('ksf'));
  const generation = given.bigInteger('generation', 0n, GENERATION_MAX);
  const context = encodeContext({ suite, ksf, realm: server, generation });
  const { ke1, state } = startLoginWith(
    { suite, password },
    {
      blind,
      clientNonce: given.bytes('clientNonce', NONCE_BYTES),
      clientKeyShareSeed: given.bytes('clientKeyShareSeed', SECRET_BYTES),
    },
  );
  const identities: Identities = { client, server };
  return { ke1, finish: (ke2) => finishLogin({ suite, ksf, context, identities, state, ke2 }) };
}

function assertScalar(scalar: Uint8Array): void {
  try {
    suite.group.assertScalar(scalar);
  } catch (error) {
    if (isMunimentError(error)) malformed('what is drawn is no scalar');
    throw error;
  }
}

/** What is no token at all fits no request. */
function assertToken(token: string): void {
  try {
    tokenAccount(token);
  } catch (error) {
    if (isMunimentError(error)) malformed('the token is none');
    throw error;
  }
}

function describeLogin({ ke3, sessionKey, exportKey }: FinishedLogin): JsonObject {
  return {
    ke3: formatHex(ke3),
    sessionKey: formatHex(sessionKey.expose()),
    exportKey: formatHex(exportKey.expose()),
  };
}

/** One client through one conversation. */
class Client {
  readonly #realm: Fields;
  readonly #realmId: Uint8Array;
  readonly #account: Fields;
  readonly #accountId: Uint8Array;
  /** The logins that were right, by their ids. */
  readonly #logins = new Map<string, FinishedLogin>();
  /** What the last login failed with, if it did. */
  error: string | undefined;

  constructor(input: Fields) {
    this.#realm = input.object('realm');
    this.#realmId = this.#realm.bytes('realmId', REALM_ID_BYTES);
    this.#account = input.object('account');
    this.#accountId = vaultAccountId(accountOf(this.#account));
  }

  /** What the client makes of one exchange. */
  async exchange(given: Fields): Promise<JsonObject> {
    const operationName = given.choice('operation', VAULT_OPERATIONS);
    const says = given.has('body') ? given.object('body') : new Fields({}, 'body');
    const body = bodyOf(operationName, says);
    const response = readResponse(given.bytes('responseMessage'));
    const digest = formatHex(await sha256(vaultDigestInput(operationName, body.bytes)));
    const message = await this.#message(operationName, body, given);
    const { request } = await encapsulateMessage(
      this.#realm,
      message,
      given.bytes('randomness', RANDOMNESS_BYTES),
    );
    const made: Record<string, Json> = {
      message: formatHex(message),
      requestSha256: formatHex(await sha256(request)),
      digest,
    };
    if (given.has('registration'))
      made.registration = await this.#register(given.object('registration'), says);
    assertAnswer(operationName, response);
    if (given.has('login')) made.login = await this.#logIn(given.object('login'), says, response.ke2, digest);
    if (given.has('recovered')) {
      const login = this.#loginOf(body.loginId);
      assertSays('KE3', says, 'ke3', formatHex(login.ke3));
      const salt = given.object('recovered').bytes('salt', SECRET_BYTES);
      const secret = await vaultSecret(login.exportKey, response.releaseSecret, salt);
      made.recovered = {
        exportKey: formatHex(login.exportKey.expose()),
        releaseSecret: formatHex(response.releaseSecret),
        vaultSecret: formatHex(secret),
      };
    }
    return made;
  }

  #loginOf(loginId: Uint8Array): FinishedLogin {
    return this.#logins.get(formatHex(loginId)) ?? malformed('a login that was none, or not right');
  }

  async #register(given: Fields, body: Fields): Promise<JsonObject> {
    const ksf = ksfById(given.text('ksf'));
    const password = encodePasswordInput({ password: given.text('password'), account: this.#accountId });
    const oprfKey = given.bytes('oprfKey', suite.group.scalarBytes);
    assertScalar(oprfKey);
    const { record, exportKey } = await dealRegistrationWith(
      {
        suite,
        ksf,
        identities: { client: this.#accountId, server: this.#realmId },
        password,
        serverPublicKey: this.#realm.bytes('serverPublicKey'),
      },
      { oprfKey: SecretBytes.from(oprfKey), envelopeNonce: given.bytes('envelopeNonce', NONCE_BYTES) },
    );
    assertSays('a record', body, 'record', formatHex(record));
    for (const name of ['ksf', 'generation', 'oprfKey', 'releaseSecret'])
      assertSays(`${name} of a body`, body, name, given.text(name));
    const secret = await vaultSecret(
      exportKey,
      given.bytes('releaseSecret', SECRET_BYTES),
      given.bytes('salt', SECRET_BYTES),
    );
    return {
      passwordInput: formatHex(password.expose()),
      record: formatHex(record),
      exportKey: formatHex(exportKey.expose()),
      vaultSecret: formatHex(secret),
    };
  }

  async #logIn(given: Fields, body: Fields, ke2: Uint8Array, loginId: string): Promise<JsonObject> {
    const { ke1, finish } = startLogin(given, { client: this.#accountId, server: this.#realmId });
    assertSays('KE1', body, 'ke1', formatHex(ke1));
    assertSays('generation of a body', body, 'generation', given.text('generation'));
    if (ke2.length === 0) malformed('a login that the realm did not answer');
    try {
      const login = await finish(ke2);
      this.error = undefined;
      this.#logins.set(loginId, login);
      return { ke1: formatHex(ke1), ...describeLogin(login) };
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      this.error = error.code;
      return { ke1: formatHex(ke1), error: error.code };
    }
  }

  /** The message of a request, signed and proved. */
  async #message(operationName: VaultOperation, body: Body, given: Fields): Promise<Uint8Array> {
    const realmId = this.#realmId;
    const token = given.text('token');
    assertToken(token);
    const content = { realmId, operation: operationName, token, body: body.bytes };
    const proof = ed25519Sign(this.#account.bytes('clientSeed', SECRET_BYTES), vaultProofInput(content));
    const signedInput = vaultSignedInput({
      realmId,
      operation: operationName,
      accountId: this.#accountId,
      generation: body.generation,
      version: body.version,
      body: body.bytes,
    });
    const sign = (name: string): Uint8Array =>
      given.has(name) ? ed25519Sign(given.bytes(name, SECRET_BYTES), signedInput) : NONE;
    const isProved = operationName !== 'finish' && body.loginId.length > 0;
    return encodeVaultRequest({
      formatVersion: 1,
      operation: operationName,
      token,
      body: body.bytes,
      proof,
      ownerSignature: sign('ownerSeed'),
      newOwnerSignature: sign('newOwnerSeed'),
      loginProof: isProved
        ? await hmacSha512(this.#loginOf(body.loginId).sessionKey.expose(), vaultLoginProofInput(signedInput))
        : NONE,
    });
  }
}

export const operations: Operations = {
  'vault-transcripts.client': answering(async (input) => {
    const given = input.list('exchanges', (value, where) => new Fields(value, where));
    if (given.length > EXCHANGES_MAX_COUNT) malformed(`${given.length} exchanges`);
    const client = new Client(input);
    const exchanges: JsonObject[] = [];
    for (const each of given) exchanges.push(await client.exchange(each));
    const value = { exchanges };
    return client.error === undefined ? { value } : { error: client.error, value };
  }),

  'vault-transcripts.answer': operation(async (input) => {
    const client = input.bytes('accountId');
    if (client.length < 1 || client.length > ACCOUNT_MAX_BYTES) malformed('input.accountId is none');
    const { ke1, finish } = startLogin(input, { client, server: input.bytes('realmId', REALM_ID_BYTES) });
    return { ke1: formatHex(ke1), ...describeLogin(await finish(input.bytes('ke2'))) };
  }),

  'vault-transcripts.reply': operation((input) => {
    const to = input.choice('to', VAULT_OPERATIONS);
    const response = readResponse(input.bytes('responseMessage'));
    assertAnswer(to, response);
    return { outcome: response.outcome };
  }),
};
