// A realm on its folder, behind its gateway, in one process. Any number of them may work on one folder at the same time.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { ristretto255Sha512, type Suite, serverKeysFrom } from '@muniment/opaque';
import { formatHex } from '@muniment/wire';
import { type Freshness, noFreshness } from './freshness.ts';
import { createGateway, type Gateway, type GatewayAddress, type GatewayOptions } from './gateway.ts';
import type { ListenAddress } from './http-server.ts';
import { createLog, type Log, type LogEvent, type LogSink } from './log.ts';
import { type AccountLimiter, createAccountLimiter } from './rate-limit-account.ts';
import { createRealm, type Realm } from './realm.ts';
import {
  assertSecrets,
  eraseEndedChannelKeys,
  freshnessFileOf,
  freshnessPath,
  isKeptApart,
  readRealmFolder,
  recordsPath,
  type SignedDescriptor,
} from './realm-folder.ts';
import type { RealmKeys } from './realm-keys.ts';
import type { RecordStore } from './record-store.ts';
import { sqliteFreshness } from './sqlite-freshness.ts';
import { sqliteRecordStore } from './sqlite-record-store.ts';

/** How a realm is served. */
export interface RealmServerOptions {
  /** Made by `initRealmFolder`. */
  readonly folder: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A freshness file, or `none`, instead of what the folder names. */
  readonly freshness?: string;
  /** Requests a minute of one account and key that its tokens name; 120 unless told. Twenty times as many of an account. */
  readonly accountRequestsPerMinute?: number;
  /** Serves GET /metrics there; not at all unless told. For no public address. */
  readonly metrics?: ListenAddress;
  /** Where log lines go; nowhere unless told. */
  readonly log?: LogSink;
  /** Further options of the gateway. */
  readonly gateway?: Omit<GatewayOptions, 'log' | 'metrics' | 'now'>;
  /** Unix milliseconds; `Date.now` unless told. */
  readonly now?: () => number;
}

/** A realm that is being served. */
export interface RealmServer {
  readonly address: GatewayAddress;
  /** What is in force here. */
  readonly descriptor: SignedDescriptor;
  /**
   * Erases what time has come for (VAULT-018) in records and channel keys. Happens by itself, at the start and every half hour.
   * The number of records changed.
   */
  sweep(): Promise<number>;
  /**
   * Takes keys and descriptor from the folder, if they have changed. Happens by itself, within seconds. True if they have.
   * @throws as `startRealmServer` for a folder that it would not serve: then what was in force before stays so
   */
  reload(): Promise<boolean>;
  /** Accepts nothing more, lets requests that have begun end, and closes the stores. May be called again. */
  close(): Promise<void>;
}

const REQUESTS_PER_MINUTE = 120;
/** An account with so many keys at work at once is under attack by its own issuer. */
const TOKEN_KEY_COUNT = 20;
/** Half of what VAULT-018 allows, so that a sweep may take its time, or fail and come again. */
const SWEEP_MS = 1_800_000;
const SWEEP_AGAIN_MS = 60_000;
const WATCH_MS = 2_000;
/** The log says so this long before the descriptor expires. */
const DESCRIPTOR_ENDING_MS = 30 * 86_400_000;

/**
 * Serves the realm in a folder.
 *
 * ```ts
 * const { address, close } = await startRealmServer({ folder: '/var/lib/muniment', host: '127.0.0.1', port: 0 });
 * ```
 * @throws ERR_INPUT_FILE if the folder is not a realm's, or lacks a file
 * @throws ERR_REALM_UNTRUSTED if no descriptor is in force, or it promises what this realm does not keep
 * @throws ERR_REALM_OUTDATED if the descriptor in force has expired
 * @throws ERR_USAGE if the address, or that of the metrics, cannot be listened on
 * @throws ERR_STORE_... as `sqliteRecordStore`
 * @throws RangeError for options out of range
 */
export async function startRealmServer(options: RealmServerOptions): Promise<RealmServer> {
  const { folder, now = Date.now } = options;
  const log = createLog(options.log ?? { write: () => {} }, now);
  const seen = stampOf(folder);
  const { suite, library } = await loadSuite();
  const loaded = await load(options, now());
  const onFailure = (error: MunimentError): void => log.write('error', 'store-failed', { cause: error.code });
  if (!existsSync(recordsPath(folder))) throw missing(recordsPath(folder), 'the records of the realm');
  const store = await sqliteRecordStore(recordsPath(folder), { onFailure });
  let freshness: Freshness = noFreshness;
  try {
    if (loaded.freshness !== undefined) {
      freshness = await openFreshness(loaded.freshness, store, onFailure);
    }
    const server = new FolderServer(options, { seen, loaded, store, freshness, suite, log, now });
    log.write('info', 'realm-opened', { serial: loaded.inForce.descriptor.serial, suite: library });
    await server.start();
    return server;
  } catch (error) {
    await Promise.all([store.close(), freshness.close()]);
    throw error;
  }
}

/** What is taken from the folder, and taken again when it changes. */
interface Loaded {
  readonly keys: RealmKeys;
  readonly inForce: SignedDescriptor;
  /** Path of the freshness file. */
  readonly freshness: string | undefined;
}

interface Parts {
  readonly seen: string;
  readonly loaded: Loaded;
  readonly store: RecordStore;
  readonly freshness: Freshness;
  readonly suite: Suite;
  readonly log: Log;
  readonly now: () => number;
}

class FolderServer implements RealmServer {
  readonly #options: RealmServerOptions;
  readonly #parts: Parts;
  readonly #limiter: AccountLimiter;
  readonly #accountLimiter: AccountLimiter;
  readonly #gateway: Gateway;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<unknown>>();
  #seen: string;
  #loaded: Loaded;
  #realm: Realm;
  #bundle: Uint8Array;
  #address: GatewayAddress | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: RealmServerOptions, parts: Parts) {
    const { accountRequestsPerMinute, metrics, log, gateway } = options;
    const { now, seen, loaded } = parts;
    this.#options = options;
    this.#parts = parts;
    const perMinute = accountRequestsPerMinute ?? REQUESTS_PER_MINUTE;
    this.#limiter = createAccountLimiter({ perMinute, clock: now });
    this.#accountLimiter = createAccountLimiter({ perMinute: perMinute * TOKEN_KEY_COUNT, clock: now });
    this.#seen = seen;
    this.#loaded = loaded;
    this.#realm = this.#createRealm();
    this.#bundle = bundleOf(loaded);
    this.#gateway = createGateway({
      // The realm of the moment: a changed folder gives another.
      realm: {
        handle: (encapsulated) => this.#realm.handle(encapsulated),
        descriptor: () => this.#realm.descriptor(),
        bundle: () => this.#bundle,
        isHealthy: () => this.#realm.isHealthy(),
      },
      options: {
        ...gateway,
        ...(log === undefined ? {} : { log }),
        ...(metrics === undefined ? {} : { metrics }),
        now,
      },
    });
  }

  get address(): GatewayAddress {
    if (this.#address === undefined) throw new TypeError('the server does not listen');
    return this.#address;
  }

  get descriptor(): SignedDescriptor {
    return this.#loaded.inForce;
  }

  async start(): Promise<void> {
    const { host, port } = this.#options;
    this.#address = await this.#gateway.listen(host, port);
    this.#watchAfter(WATCH_MS);
    this.#sweepAfter(0);
  }

  async sweep(): Promise<number> {
    return await this.#during(async () => {
      const { log, now } = this.#parts;
      const records = await this.#realm.sweep();
      const channelKeys = await eraseEndedChannelKeys(this.#options.folder, now());
      if (records + channelKeys > 0) log.write('info', 'swept', { records, channelKeys });
      this.#warnOfExpiry();
      return records;
    });
  }

  async reload(): Promise<boolean> {
    return await this.#during(async () => {
      const { log, now } = this.#parts;
      const stamp = stampOf(this.#options.folder);
      if (stamp === this.#seen) return false;
      // Whatever comes of it, the same files are not tried again and again.
      this.#seen = stamp;
      const before = this.#loaded.keys.channelKeys;
      this.#loaded = await load(this.#options, now());
      this.#realm = this.#createRealm();
      this.#bundle = bundleOf(this.#loaded);
      const held = new Set(this.#loaded.keys.channelKeys.map(({ keyId }) => keyId));
      for (const { keyId, secret } of before) if (!held.has(keyId)) secret.wipe();
      log.write('info', 'realm-changed', { serial: this.#loaded.inForce.descriptor.serial });
      return true;
    });
  }

  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#gateway.close();
    await Promise.allSettled(this.#underWay);
    await Promise.all([this.#parts.store.close(), this.#parts.freshness.close()]);
  }

  // VAULT-145
  #createRealm(): Realm {
    const { keys, inForce } = this.#loaded;
    const { store, freshness, suite, now } = this.#parts;
    const { note, descriptor } = inForce;
    const { limit, waitsMs, unacknowledgedLimit, issuers } = descriptor;
    return createRealm({
      realmId: keys.realmId,
      suite,
      serverKeys: serverKeysFrom(suite, keys.serverPrivateKey),
      storageKey: keys.storageKey,
      channelKeys: keys.channelKeys,
      issuers,
      policy: { limit, waitsMs, unacknowledgedLimit },
      store,
      freshness,
      limiter: this.#limiter,
      accountLimiter: this.#accountLimiter,
      descriptor: () => note,
      now,
      onOutcome: (operation, outcome) => {
        this.#gateway.countOutcome(operation, outcome);
        // Clients can only report it; the operator must act.
        if (outcome === 'rolled-back') this.#parts.log.refusal('rolled-back', {});
      },
    });
  }

  #warnOfExpiry(): void {
    const { log, now } = this.#parts;
    const { serial, expiresMs } = this.#loaded.inForce.descriptor;
    if (expiresMs - now() > DESCRIPTOR_ENDING_MS) return;
    log.write('warn', 'descriptor-ends', { serial, expires: new Date(expiresMs).toISOString() });
  }

  /** Work that `close` waits for. */
  async #during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new TypeError('the server is closed');
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  #sweepAfter(ms: number): void {
    this.#after(ms, async () => {
      let nextMs = SWEEP_MS;
      try {
        await this.sweep();
      } catch (error) {
        nextMs = SWEEP_AGAIN_MS;
        this.#reportUnlessClosing('sweep-failed', error);
      }
      this.#sweepAfter(nextMs);
    });
  }

  #watchAfter(ms: number): void {
    this.#after(ms, async () => {
      try {
        await this.reload();
      } catch (error) {
        // What was in force stays in force: clients are served, and the operator is told.
        this.#reportUnlessClosing('change-refused', error);
      }
      this.#watchAfter(ms);
    });
  }

  #reportUnlessClosing(event: LogEvent, error: unknown): void {
    if (this.#closing !== undefined) return;
    this.#parts.log.write('error', event, { cause: isMunimentError(error) ? error.code : 'other' });
  }

  #after(ms: number, work: () => Promise<void>): void {
    if (this.#closing !== undefined) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, ms);
    this.#timers.add(timer);
  }
}

/** Pins who signed what is in force, as the bundle does that the operator gives out. */
function bundleOf({ keys, inForce }: Loaded): Uint8Array {
  const bundle = {
    format: 'muniment-vault-bundle/1',
    url: keys.url,
    realm: formatHex(keys.realmId),
    signers: inForce.signedBy,
    note: new TextDecoder().decode(inForce.note),
  };
  return new TextEncoder().encode(`${JSON.stringify(bundle, undefined, 2)}\n`);
}

async function load({ folder, freshness }: RealmServerOptions, nowMs: number): Promise<Loaded> {
  const { keys, inForce } = await readRealmFolder(folder);
  if (inForce === undefined) {
    throw new MunimentError(
      'ERR_REALM_UNTRUSTED',
      'no descriptor is in force: the first one waits for the signature of the witness',
    );
  }
  const { descriptor } = inForce;
  if (descriptor.expiresMs <= nowMs) {
    const when = new Date(descriptor.expiresMs).toISOString();
    throw new MunimentError(
      'ERR_REALM_OUTDATED',
      `the realm's descriptor expired at ${when}: make the next one and publish it`,
      { serial: descriptor.serial },
    );
  }
  await assertSecrets(keys, descriptor, nowMs);
  const file = freshnessFileOf(
    folder,
    freshness === undefined ? keys : { freshness: freshnessPath(freshness) },
  );
  if (descriptor.rollback === 'protected' && !isKeptApart(folder, file)) {
    throw new MunimentError(
      'ERR_REALM_UNTRUSTED',
      'the descriptor promises protection from rollback, for which the freshness file must lie outside of the folder',
    );
  }
  return { keys, inForce, freshness: file };
}

/** A new freshness file would take every record for an old one: it is made only for a realm that has none yet. */
async function openFreshness(
  path: string,
  store: RecordStore,
  onFailure: (error: MunimentError) => void,
): Promise<Freshness> {
  if (!existsSync(path) && (await store.handles(undefined, 1)).length > 0) {
    throw missing(path, 'the freshness file');
  }
  return await sqliteFreshness(path, { onFailure });
}

function missing(path: string, what: string): MunimentError {
  return new MunimentError('ERR_INPUT_FILE', `${what} is not there: ${path}`, { path });
}

/** libsodium is several times faster; the other is there on every platform. */
async function loadSuite(): Promise<{ readonly suite: Suite; readonly library: 'libsodium' | 'noble' }> {
  try {
    const { loadLibsodiumSuite } = await import('@muniment/opaque/suites/libsodium');
    return { suite: await loadLibsodiumSuite(), library: 'libsodium' };
  } catch {
    return { suite: ristretto255Sha512, library: 'noble' };
  }
}

/** Changes whenever the keys or the descriptor in a folder do. */
function stampOf(folder: string): string {
  return ['realm.json', 'descriptor.note']
    .map((name) => {
      try {
        const { ino, size, mtimeNs } = statSync(join(folder, name), { bigint: true });
        return `${ino}:${size}:${mtimeNs}`;
      } catch {
        // What is wrong with it, whoever reads it will say.
        return 'none';
      }
    })
    .join(' ');
}
