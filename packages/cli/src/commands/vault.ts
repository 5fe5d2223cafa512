// `muniment vault init|serve|token|bundle|descriptor`: what the operator of a vault runs.

import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { formatTokenFile, formatVaultBundle, parseTokenFile, vaultFingerprint } from '@muniment/vault-client';
import {
  createPrivateFile,
  initRealmFolder,
  issueToken,
  type ListenAddress,
  nextDescriptor,
  publishDescriptor,
  type RealmFolder,
  readPrivateFile,
  readRealmFolder,
  startRealmServer,
  writePrivateFile,
} from '@muniment/vault-server';
import { formatHex } from '@muniment/wire';
import { DEFAULT_VAULT_URL } from '../arguments.ts';
import { descriptorJson, descriptorLines } from '../describe-realm.ts';
import { formatTable, formatTime } from '../format.ts';
import { keepHeapSmall } from '../heap.ts';
import { type CommonOptions, EXIT_OK, type Run } from '../run.ts';
import { assertVaultUrl } from '../vault-url.ts';

const MINUTE_MS = 60_000;
const NOTE_MAX_BYTES = 65_536;
const TOKEN_FILE_MAX_BYTES = 8_192;

/** Options of every command on a realm. */
interface RealmOptions extends CommonOptions {
  /** The folder of the realm. */
  readonly data: string;
}

export interface VaultInitOptions extends RealmOptions {
  readonly operator?: string;
  readonly url?: string;
  readonly bundleOut?: string;
  readonly witness?: string;
  readonly freshness?: string;
}

export async function vaultInit(run: Run, options: VaultInitOptions): Promise<number> {
  const { data, operator = hostname(), url = DEFAULT_VAULT_URL, witness, freshness } = options;
  assertVaultUrl(url);
  if (witness !== undefined && options.bundleOut !== undefined) {
    throw new MunimentError(
      'ERR_USAGE',
      'the bundle can be made when the witness has signed: use `muniment vault bundle` then',
    );
  }
  const bundle = witness === undefined ? (options.bundleOut ?? join(data, 'bundle.json')) : undefined;
  if (options.bundleOut !== undefined && existsSync(options.bundleOut)) {
    throw new MunimentError('ERR_OUTPUT_FILE', `${options.bundleOut} is there already`, {
      path: options.bundleOut,
    });
  }
  const realm = await initRealmFolder(data, {
    operator,
    url,
    nowMs: Date.now(),
    ...(witness === undefined ? {} : { witness }),
    ...(freshness === undefined ? {} : { freshness }),
  });
  if (bundle !== undefined) createPrivateFile(bundle, bundleBytes(realm, url));
  await showRealm(run, realm, data, bundle);
  return EXIT_OK;
}

async function showRealm(
  { output }: Run,
  { keys, signers, inForce }: RealmFolder,
  data: string,
  bundle: string | undefined,
): Promise<void> {
  const realmId = formatHex(keys.realmId);
  const fingerprint = await vaultFingerprint({ realmId: keys.realmId, signers });
  const rows = [
    ['realm', realmId],
    ['operator', keys.operator.name],
    ...signers.map((signer, i) => [i === 0 ? 'signer' : 'witness', signer]),
    ['fingerprint', fingerprint],
    ['address', keys.url],
    ...(bundle === undefined ? [] : [['bundle', bundle]]),
  ];
  output.say(`Made a realm in ${data}. Without its realm.json no record can be read.`);
  for (const line of formatTable('<<', rows)) output.result(`  ${line}`);
  if (inForce === undefined) {
    const next = join(data, 'descriptor.next');
    output.say('Nothing is in force before the witness has signed. The witness runs:');
    output.say(`  muniment vault witness sign --key FILE ${next}`);
    output.say(`Then: muniment vault descriptor --data ${data} --publish ${next}`);
  } else {
    output.say(
      'Only one party signs for this realm: users are told so. A second one is named with --witness.',
    );
    output.say(`Give the bundle to users, and the fingerprint by another way. To serve it:`);
    output.say(`  muniment vault serve --data ${data}`);
  }
  output.event('realm', {
    realmId,
    operator: keys.operator.name,
    verifierKey: signers[0],
    witness: signers[1],
    fingerprint,
    url: keys.url,
    bundle,
    isInForce: inForce !== undefined,
    isOneParty: signers.length < 2,
  });
}

export interface VaultServeOptions extends RealmOptions {
  readonly listen: ListenAddress;
  readonly metrics?: ListenAddress;
  readonly freshness?: string;
  readonly trustProxy?: readonly string[];
}

export async function vaultServe(run: Run, options: VaultServeOptions): Promise<number> {
  keepHeapSmall();
  const { data, listen, metrics, freshness, trustProxy = [] } = options;
  const { output, signal } = run;
  const server = await asUsage(() =>
    startRealmServer({
      folder: data,
      ...listen,
      ...(metrics === undefined ? {} : { metrics }),
      ...(freshness === undefined ? {} : { freshness }),
      gateway: { trustedProxies: trustProxy },
      log: { write: (line) => output.writeStderrRaw(line) },
    }),
  );
  try {
    const { address, descriptor } = server;
    const url = urlOf(address);
    const beside = address.metrics === undefined ? '' : `, metrics on ${urlOf(address.metrics)}/metrics`;
    output.result(`Listening on ${url}${beside}`);
    output.event('listening', {
      url,
      host: address.host,
      port: address.port,
      metrics: address.metrics === undefined ? undefined : { ...address.metrics },
      realmId: formatHex(descriptor.descriptor.realmId),
      serial: descriptor.descriptor.serial,
    });
    await aborted(signal);
  } finally {
    await server.close();
  }
  return EXIT_OK;
}

export interface VaultTokenOptions extends RealmOptions {
  readonly account: string;
  readonly out: string;
  readonly minutes: number;
  readonly clientKey?: string;
}

export async function vaultToken(run: Run, options: VaultTokenOptions): Promise<number> {
  const { data, account, out, minutes, clientKey: keyFile } = options;
  const { keys } = await readRealmFolder(data);
  const clientKey = keyFile === undefined ? SecretBytes.random(32) : readClientKey(keyFile);
  const nowMs = Date.now();
  const lifetimeMs = minutes * MINUTE_MS;
  const { name: issuer, seed: issuerSeed } = keys.ownIssuer;
  const token = await asUsage(() =>
    issueToken({
      issuer,
      subject: account,
      realmId: keys.realmId,
      clientPublicKey: ed25519PublicKey(clientKey),
      issuerSeed,
      nowMs,
      lifetimeMs,
    }),
  );
  writeTokenFile(out, new TextEncoder().encode(formatTokenFile({ token, clientKey })));
  clientKey.wipe();
  const expires = new Date(Math.floor(nowMs / 1000) * 1000 + lifetimeMs);
  run.output.say(`Wrote a token for ${account} to ${out}, valid until ${expires.toLocaleTimeString()}.`);
  run.output.event('token', { account, issuer, file: out, expires: expires.toISOString() });
  return EXIT_OK;
}

export interface VaultBundleOptions extends RealmOptions {
  readonly out: string;
  readonly url?: string;
}

export async function vaultBundle(run: Run, { data, out, url }: VaultBundleOptions): Promise<number> {
  if (url !== undefined) assertVaultUrl(url);
  const realm = await readRealmFolder(data);
  const address = url ?? realm.keys.url;
  createPrivateFile(out, bundleBytes(realm, address));
  const { realmId } = realm.keys;
  const signers = realm.inForce!.signedBy;
  const fingerprint = await vaultFingerprint({ realmId, signers });
  const isOneParty = signers.length < 2;
  run.output.say(`Wrote ${out}, which trusts ${isOneParty ? 'one party' : `${signers.length} parties`}:`);
  for (const signer of signers) run.output.say(`  ${signer}`);
  run.output.result(`Fingerprint ${fingerprint}`);
  run.output.event('bundle', {
    file: out,
    realmId: formatHex(realmId),
    url: address,
    signers: [...signers],
    fingerprint,
    isOneParty,
  });
  return EXIT_OK;
}

export interface VaultDescriptorOptions extends RealmOptions {
  readonly next?: boolean;
  readonly witness?: string;
  readonly publish?: string;
}

export async function vaultDescriptor(run: Run, options: VaultDescriptorOptions): Promise<number> {
  const { data, next = false, witness, publish } = options;
  const { output } = run;
  if (witness !== undefined && !next) {
    throw new MunimentError(
      'ERR_USAGE',
      '--witness names the witness from the next descriptor on: give --next',
    );
  }
  if (next) {
    const made = await nextDescriptor(data, Date.now(), witness === undefined ? {} : { witness });
    const { signers } = await readRealmFolder(data);
    const file = join(data, 'descriptor.next');
    for (const line of descriptorLines(made.descriptor, made.signedBy)) output.result(line);
    output.say(`It waits in ${file}.`);
    if (signers.length > 1)
      output.say(`The witness signs it: muniment vault witness sign --key FILE ${file}`);
    output.say(`To put it into force: muniment vault descriptor --data ${data} --publish ${file}`);
    output.event('descriptor', { ...descriptorJson(made.descriptor, made.signedBy), state: 'next', file });
    return EXIT_OK;
  }
  if (publish !== undefined) {
    const note = readPrivateFile(publish, NOTE_MAX_BYTES, { isSecret: false });
    if (note === undefined) throw notThere(publish);
    const { descriptor, signedBy } = await publishDescriptor(data, note, Date.now());
    for (const line of descriptorLines(descriptor, signedBy)) output.result(line);
    output.say('It is in force; servers that run take it within seconds.');
    output.event('descriptor', { ...descriptorJson(descriptor, signedBy), state: 'in-force' });
    return EXIT_OK;
  }
  const { inForce } = await readRealmFolder(data);
  const { descriptor, signedBy } = inForce ?? notInForce();
  for (const line of descriptorLines(descriptor, signedBy)) output.result(line);
  if (descriptor.expiresMs <= Date.now()) output.warn(`it expired on ${formatTime(descriptor.expiresMs)}`);
  output.event('descriptor', { ...descriptorJson(descriptor, signedBy), state: 'in-force' });
  return EXIT_OK;
}

/** The bundle pins who signed what is in force: no descriptor before it had more. */
function bundleBytes({ keys, inForce }: RealmFolder, url: string): Uint8Array {
  const { note, signedBy } = inForce ?? notInForce();
  const text = formatVaultBundle({
    url,
    realmId: keys.realmId,
    signers: signedBy,
    note: new TextDecoder().decode(note),
  });
  return new TextEncoder().encode(text);
}

function notInForce(): never {
  throw new MunimentError(
    'ERR_REALM_UNTRUSTED',
    'no descriptor is in force: the first one waits for the signature of the witness',
  );
}

function readClientKey(path: string): SecretBytes {
  const bytes = readPrivateFile(path, TOKEN_FILE_MAX_BYTES);
  if (bytes === undefined) throw notThere(path);
  return parseTokenFile(new TextDecoder().decode(bytes)).clientKey;
}

/** Tokens are renewed often: one takes the place of another, and of nothing else. */
function writeTokenFile(path: string, bytes: Uint8Array): void {
  const before = readPrivateFile(path, TOKEN_FILE_MAX_BYTES, { isSecret: false });
  if (before === undefined) {
    createPrivateFile(path, bytes);
    return;
  }
  try {
    parseTokenFile(new TextDecoder().decode(before)).clientKey.wipe();
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    throw new MunimentError(
      'ERR_OUTPUT_FILE',
      `${path} is there already, and is no token file`,
      { path },
      error,
    );
  }
  writePrivateFile(path, bytes);
}

function notThere(path: string): MunimentError {
  return new MunimentError('ERR_INPUT_FILE', `${path} cannot be read: it is not there`, { path });
}

/** What the packages below call a mistake of their caller is one of the command line here. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new MunimentError('ERR_USAGE', error.message, {}, error);
    throw error;
  }
}

function urlOf({ host, port }: ListenAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
}
