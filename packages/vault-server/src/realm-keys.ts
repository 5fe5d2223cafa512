// realm.json: every key of a realm, and what its next descriptor will say. Strictly read, because an operator may edit it.

import { formatVerifierKey, parseVerifierKey, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { formatHex, parseHex } from '@muniment/wire';
import type { ChannelSecret } from './realm.ts';
import type { TokenIssuer } from './token.ts';

const FORMAT = 'muniment-vault-realm-keys/1';
/** realm.json is no longer. */
export const REALM_KEYS_MAX_BYTES = 65536;
const REALM_ID_BYTES = 16;
const KEY_BYTES = 32;

/** Everything that a realm keeps to itself, and what it is called. */
export interface RealmKeys {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** OPAQUE's, 32 bytes. */
  readonly serverPrivateKey: SecretBytes;
  /** 32 bytes. */
  readonly storageKey: SecretBytes;
  readonly channelKeys: readonly ChannelSecret[];
  readonly operator: RealmOperator;
  /** The verifier key of the second signer. */
  readonly witness: string | undefined;
  /** Where clients find the gateway. */
  readonly url: string;
  /** Whose tokens count, the realm's own issuer among them. */
  readonly issuers: readonly TokenIssuer[];
  /** The realm's own issuer of tokens, for operators who have no login of their own. */
  readonly ownIssuer: { readonly name: string; readonly seed: SecretBytes };
  /** The highest serial that the operator has signed: no other text may have it (VAULT-143). */
  readonly lastSerial: number;
  /** Path of the freshness file, relative to the folder or absolute; undefined for none. */
  readonly freshness: string | undefined;
}

/** Who runs a realm. */
export interface RealmOperator {
  /** For people. */
  readonly name: string;
  /** In signatures: no spaces. */
  readonly signerName: string;
  /** Ed25519, 32 bytes. */
  readonly seed: SecretBytes;
}

/** The bytes of realm.json. They hold secrets. */
export function formatRealmKeys(keys: RealmKeys): Uint8Array<ArrayBuffer> {
  const { realmId, serverPrivateKey, storageKey, channelKeys, operator, witness, url } = keys;
  const { issuers, ownIssuer, lastSerial, freshness } = keys;
  const value = {
    format: FORMAT,
    realmId: formatHex(realmId),
    url,
    operator: { name: operator.name, signerName: operator.signerName, seed: secretText(operator.seed) },
    witness: witness ?? null,
    serverPrivateKey: secretText(serverPrivateKey),
    storageKey: secretText(storageKey),
    channelKeys: channelKeys.map(({ keyId, notBeforeMs, notAfterMs, secret }) => ({
      keyId,
      notBeforeMs,
      notAfterMs,
      secret: secretText(secret),
    })),
    issuers: issuers.map(({ name, publicKey }) => ({ name, publicKey: base64(publicKey) })),
    ownIssuer: { name: ownIssuer.name, seed: secretText(ownIssuer.seed) },
    lastSerial,
    freshness: freshness ?? null,
  };
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * The keys in realm.json.
 * @param path for messages
 * @throws ERR_INPUT_FILE for anything but what `formatRealmKeys` writes; ERR_UNSUPPORTED_VERSION for another version of it
 */
export function parseRealmKeys(bytes: Uint8Array, path: string): RealmKeys {
  try {
    return readKeys(new Fields(parseJson(bytes), 'the file'));
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    if (error.code === 'ERR_UNSUPPORTED_VERSION') throw error;
    throw new MunimentError('ERR_INPUT_FILE', `${path} is damaged: ${error.message}`, { path }, error);
  }
}

function readKeys(fields: Fields): RealmKeys {
  const format = fields.text('format');
  if (format !== FORMAT) {
    if (!format.startsWith('muniment-vault-realm-keys/')) throw wrong('the file holds no keys of a realm');
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', `the keys of the realm have the format ${format}`);
  }
  const operator = fields.object('operator');
  const ownIssuer = fields.object('ownIssuer');
  const witness = fields.textOrNull('witness');
  if (witness !== undefined) parseVerifierKey(witness);
  const keys: RealmKeys = {
    realmId: fields.hex('realmId', REALM_ID_BYTES),
    url: fields.text('url'),
    operator: {
      name: operator.text('name'),
      signerName: operator.text('signerName'),
      seed: operator.secret('seed'),
    },
    witness,
    serverPrivateKey: fields.secret('serverPrivateKey'),
    storageKey: fields.secret('storageKey'),
    channelKeys: fields.list('channelKeys', (key) => ({
      keyId: key.count('keyId'),
      notBeforeMs: key.count('notBeforeMs'),
      notAfterMs: key.count('notAfterMs'),
      secret: key.secret('secret'),
    })),
    issuers: fields.list('issuers', (issuer) => ({
      name: issuer.text('name'),
      publicKey: issuer.bytes('publicKey'),
    })),
    ownIssuer: { name: ownIssuer.text('name'), seed: ownIssuer.secret('seed') },
    lastSerial: fields.count('lastSerial'),
    freshness: fields.textOrNull('freshness'),
  };
  for (const part of [fields, operator, ownIssuer]) part.end();
  return keys;
}

/** A JSON object of which every field must be asked for. */
class Fields {
  readonly #value: Record<string, unknown>;
  readonly #what: string;
  readonly #left: Set<string>;

  constructor(value: unknown, what: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw wrong(`${what} is no object`);
    this.#value = value as Record<string, unknown>;
    this.#what = what;
    this.#left = new Set(Object.keys(value));
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a text');
    return value;
  }

  textOrNull(name: string): string | undefined {
    if (this.#value[name] !== null) return this.text(name);
    this.#take(name);
    return undefined;
  }

  count(name: string): number {
    const value = this.#take(name);
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.#wrong(name, 'a whole number');
    return value as number;
  }

  hex(name: string, length: number): Uint8Array {
    const bytes = parseHex(this.text(name));
    if (bytes.length !== length) throw this.#wrong(name, `${length} bytes in hexadecimal`);
    return bytes;
  }

  bytes(name: string): Uint8Array<ArrayBuffer> {
    const text = this.text(name);
    const bytes = new Uint8Array(Buffer.from(text, 'base64'));
    if (bytes.length !== KEY_BYTES || base64(bytes) !== text) {
      throw this.#wrong(name, `${KEY_BYTES} bytes in base64`);
    }
    return bytes;
  }

  secret(name: string): SecretBytes {
    const bytes = this.bytes(name);
    const secret = SecretBytes.from(bytes);
    bytes.fill(0);
    return secret;
  }

  object(name: string): Fields {
    return new Fields(this.#take(name), name);
  }

  list<T>(name: string, read: (fields: Fields) => T): T[] {
    const value = this.#take(name);
    if (!Array.isArray(value)) throw this.#wrong(name, 'a list');
    return value.map((element: unknown) => {
      const fields = new Fields(element, `an element of ${name}`);
      const result = read(fields);
      fields.end();
      return result;
    });
  }

  /** Nothing may be left that nobody asked for: it would be lost at the next writing. */
  end(): void {
    const [other] = this.#left;
    if (other !== undefined) throw wrong(`${this.#what} has a field that does not belong there`);
  }

  #take(name: string): unknown {
    this.#left.delete(name);
    return Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
  }

  #wrong(name: string, what: string): MunimentError {
    return wrong(`${name} in ${this.#what} is not ${what}`);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The message of the parser quotes the text, which holds keys.
    throw wrong('it is not JSON');
  }
}

function wrong(what: string): MunimentError {
  return new MunimentError('ERR_FIELD', what);
}

function secretText(secret: SecretBytes): string {
  return base64(secret.expose());
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** The operator's key as clients pin it. */
export function operatorVerifierKey(publicKey: Uint8Array, { signerName }: RealmOperator): string {
  return formatVerifierKey({ name: signerName, publicKey });
}
