// Vaults for tests: a realm's folder made by the shipped code, its realm in this process on any store, or served over HTTP by any
// number of processes that work on the one folder.

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { join } from 'node:path';
import { LAUNCHER } from '@muniment/acceptance';
import { type Suite, serverKeysFrom } from '@muniment/opaque';
import { loadLibsodiumSuite } from '@muniment/opaque/suites/libsodium';
import {
  accountHandle,
  createAccountLimiter,
  createRealm,
  type Freshness,
  initRealmFolder,
  memoryRecordStore,
  noFreshness,
  openRecord,
  type Realm,
  type RealmKeys,
  type RecordStore,
  sqliteRecordStore,
} from '@muniment/vault-server';
import {
  decodeVaultRecord,
  type RealmDescriptor,
  type VaultRecord,
  type VaultResponse,
} from '@muniment/wire';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './trees.ts';
import {
  type Account,
  type Ask,
  commitAsk,
  type Dealt,
  deal,
  exchange,
  type RealmFacts,
  type Send,
  stageAsk,
  tokenFor,
} from './vault-client-by-hand.ts';
import type { VaultMemory, VaultOrder, VaultProcessOptions, VaultReport } from './vault-process.ts';

export const START_MS = 1_800_000_000_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A realm's folder, and all its secrets. */
export interface VaultFolder {
  readonly folder: string;
  readonly records: string;
  readonly keys: RealmKeys;
  readonly descriptor: RealmDescriptor;
  readonly note: Uint8Array;
  readonly signers: readonly string[];
  readonly facts: RealmFacts;
}

/** Makes a realm in a folder, which unless told goes when the test ends. `freshness`: as `initRealmFolder`. */
export async function newVaultFolder({
  parent = temporaryFolder(),
  freshness,
}: {
  readonly parent?: string;
  readonly freshness?: string;
} = {}): Promise<VaultFolder> {
  const folder = join(parent, 'realm');
  const { keys, inForce, signers } = await initRealmFolder(folder, {
    operator: 'Example',
    url: 'http://127.0.0.1/',
    nowMs: START_MS,
    ...(freshness === undefined ? {} : { freshness }),
  });
  const { descriptor, note } = inForce!;
  const { keyId, publicKey } = descriptor.channelKeys[0]!;
  const facts: RealmFacts = {
    realmId: descriptor.realmId,
    serverPublicKey: descriptor.serverPublicKey,
    channel: { keyId, publicKey },
    issuer: { name: keys.ownIssuer.name, seed: keys.ownIssuer.seed.expose() },
  };
  return { folder, records: join(folder, 'records.db'), keys, descriptor, note, signers, facts };
}

/** A realm in this process, whose clock is `nowMs`. */
export interface LocalVault extends Realm {
  readonly store: RecordStore;
  nowMs: number;
}

/** The realm of a folder, on a store in memory unless told. */
export async function localVault(
  { keys, descriptor, note }: VaultFolder,
  { store = memoryRecordStore(), freshness = noFreshness, onEvaluation = () => {} }: LocalVaultParts = {},
): Promise<LocalVault> {
  const libsodium = await loadLibsodiumSuite();
  const suite: Suite = {
    ...libsodium,
    group: {
      ...libsodium.group,
      // All that a realm multiplies outside of its key exchange are the elements of KE1, by OPRF keys.
      multiply(scalar, element) {
        onEvaluation();
        return libsodium.group.multiply(scalar, element);
      },
    },
  };
  const clock = { nowMs: START_MS };
  const realm = createRealm({
    ...keys,
    suite,
    serverKeys: serverKeysFrom(suite, keys.serverPrivateKey),
    policy: descriptor,
    store,
    freshness,
    limiter: createAccountLimiter({ perMinute: 1_000_000_000 }),
    descriptor: () => note,
    now: () => clock.nowMs,
  });
  return Object.assign(clock, { ...realm, store });
}

export interface LocalVaultParts {
  readonly store?: RecordStore;
  readonly freshness?: Freshness;
  /** Told of each evaluation, before it is made. */
  readonly onEvaluation?: () => void;
}

/** What a realm has of an account, read with the storage key from a store that may be in use. */
export async function recordOf(
  { keys }: Pick<VaultFolder, 'keys'>,
  { accountId }: Account,
  store: Pick<RecordStore, 'get'>,
): Promise<VaultRecord | undefined> {
  const handle = await accountHandle(keys.storageKey, accountId);
  const stored = await store.get(handle);
  if (stored === undefined) return undefined;
  const { revision, sealed } = stored;
  const place = { realmId: keys.realmId, handle, revision };
  return decodeVaultRecord(await openRecord(keys.storageKey, place, sealed));
}

/** The same from the file of the folder. */
export async function recordInFile(vault: VaultFolder, account: Account): Promise<VaultRecord | undefined> {
  const store = await sqliteRecordStore(vault.records);
  try {
    return await recordOf(vault, account, store);
  } finally {
    await store.close();
  }
}

/** Asks with a token of its own. */
export async function ask(account: Account, what: Ask, send: Send, nowMs: number): Promise<VaultResponse> {
  return exchange(account, what, { send, token: tokenFor(account, nowMs) });
}

/** Stages and commits the first generation; fails unless both succeed. */
export async function register(
  account: Account,
  password: string,
  send: Send,
  nowMs: number = START_MS,
): Promise<Dealt> {
  const dealt = await deal(account, password);
  for (const what of [stageAsk(account, dealt, 0n), commitAsk(account, 1n, 1n)]) {
    const { outcome } = await ask(account, what, send, nowMs);
    if (outcome !== 'ok') throw new Error(`${what.operation} came to ${outcome}`);
  }
  return dealt;
}

/** A realm served by a process. */
export interface VaultServer {
  readonly url: string;
  readonly pid: number;
  /** POST /v1/request; throws what `fetch` throws, or with the status of a refusal. */
  readonly send: Send;
  setClock(nowMs: number): Promise<void>;
  /** After its garbage has been collected. */
  memory(): Promise<VaultMemory>;
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** Lets it end by itself. */
  close(): Promise<void>;
}

/** An answer of a gateway that is none of the realm. */
export class GatewayRefusal extends Error {
  readonly status: number;
  readonly code: unknown;

  constructor(status: number, code: unknown) {
    super(`the gateway refused: ${status} ${String(code)}`);
    this.status = status;
    this.code = code;
  }
}

/** Serves a folder until the test ends, unless it is killed before. */
export async function startVaultServer(
  { folder }: Pick<VaultFolder, 'folder'>,
  { nowMs = START_MS, freshness }: { readonly nowMs?: number; readonly freshness?: string } = {},
): Promise<VaultServer> {
  const options: VaultProcessOptions = { folder, nowMs, ...(freshness === undefined ? {} : { freshness }) };
  const child = fork(new URL('./vault-process.ts', import.meta.url), [JSON.stringify(options)], {
    // The heap's young part as large from the start as it may become: it grows when V8 likes, which would look like a leak.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=16', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  }, 60_000);
  const { port } = await reportOf(child);
  const url = `http://127.0.0.1:${port}`;
  const order = (what: VaultOrder): Promise<VaultReport> => {
    const done = reportOf(child);
    // Where the order cannot even be sent, that is what is told.
    done.catch(() => {});
    child.send(what);
    return done;
  };
  return {
    url,
    pid: child.pid!,
    send: (request) => post(url, request),
    async setClock(nextMs) {
      await order({ nowMs: nextMs });
    },
    memory: async () => (await order('tell memory')).memory!,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      await order('close');
      await ended;
    },
  };
}

async function reportOf(child: ChildProcess): Promise<VaultReport> {
  const { promise: dead, reject } = Promise.withResolvers<never>();
  const onExit = (): void => reject(new Error('the vault process ended'));
  child.once('exit', onExit);
  try {
    const [report] = (await Promise.race([once(child, 'message'), dead])) as [VaultReport];
    return report;
  } finally {
    child.off('exit', onExit);
  }
}

/** POST /v1/request. */
export async function post(url: string, request: Uint8Array): Promise<Uint8Array> {
  const response = await fetch(`${url}/v1/request`, {
    method: 'POST',
    body: new Uint8Array(request),
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (response.status === 200) return new Uint8Array(await response.arrayBuffer());
  const { error } = (await response.json()) as { readonly error?: unknown };
  throw new GatewayRefusal(response.status, error);
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createPort().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Serves the realm in `cwd`/realm with the shipped command until the test ends; gives what stops it before. */
export async function serveByCommand(cwd: string, port: number): Promise<() => Promise<void>> {
  const args = ['vault', 'serve', '--data', 'realm', '--listen', `127.0.0.1:${port}`, '--json'];
  const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((listening, fail) => {
    child.stdout.once('data', () => listening());
    void ended.then((code) => fail(new Error(`vault serve ended with ${code}`)));
  });
  return async () => {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  };
}
