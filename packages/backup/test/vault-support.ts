// A realm in this process, a device that uses it, and the means to kill the device at any step and to begin again from copies.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import {
  ed25519PublicKey,
  formatVerifierKey,
  hkdf,
  type NoteSigner,
  SecretBytes,
  sha256,
  signNote,
  xwingPublicKey,
} from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import type { RecoveryKey } from '@muniment/keys';
import { argon2idFromId, createServerKeys, type Ksf, ristretto255Sha512 } from '@muniment/opaque';
import { memoryStore, type Store } from '@muniment/storage';
import { CrashError } from '@muniment/storage/testing';
import type { VaultToken, VaultTransport } from '@muniment/vault-client';
import { openVaultWith } from '@muniment/vault-client/derandomized';
import {
  createAccountLimiter,
  createRealm,
  issueToken,
  noFreshness,
  type Realm,
  type RecordStore,
  type StoredRecord,
} from '@muniment/vault-server';
import { formatHex, formatRealmDescriptor, parseHex } from '@muniment/wire';
import { vi } from 'vitest';
import { PrivateFolder } from '../src/home.ts';
import { backUp, openArchive, type Session, type VaultAccess, type VaultBundle } from '../src/index.ts';
import { names, setUp } from './support.ts';
import * as tree from './tree.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const ISSUER = 'https://login.example';
const WAITS_MS: readonly number[] = [0, 0, 0, 0, 60_000, HOUR_MS, DAY_MS, 2 * DAY_MS, 3 * DAY_MS, 3 * DAY_MS];

/** Stands in for Argon2id under the name of its least: its price is not what is tested here. */
export const QUICK_KSF: Ksf = {
  id: 'argon2id-v19-m65536-t3-p4',
  stretch: (input, length) => hkdf(input, new Uint8Array(32), new Uint8Array(0), length),
};

/** Every step of a device to the outside: nothing is done from the one on at which it is killed. */
export class Gate {
  steps = 0;
  #killAt = Number.POSITIVE_INFINITY;
  /** True while the vault cannot be reached; asked for each request, with its number. */
  isCut: (request: number) => boolean = () => false;
  /** True where a request arrives and its answer is lost. */
  isAnswerLost: (request: number) => boolean = () => false;
  /** Done before each request is sent. */
  beforeRequest: (request: number) => Promise<unknown> = async () => {};
  requests = 0;

  /** Counts anew, and kills before the given step, from 0. */
  killAt(step: number): void {
    this.steps = 0;
    this.#killAt = step;
  }

  step(): void {
    if (this.steps >= this.#killAt) throw new CrashError('killed');
    this.steps++;
  }

  store(inner: Store): Store {
    const gated =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        this.step();
        return work(...args);
      };
    const step = (): void => this.step();
    return {
      put: gated((name: string, bytes: Uint8Array) => inner.put(name, bytes)),
      get: gated((...args: Parameters<Store['get']>) => inner.get(...args)),
      stat: gated((name: string) => inner.stat(name)),
      delete: gated((name: string) => inner.delete(name)),
      sweep: gated((ms: number) => inner.sweep(ms)),
      listForeign: () => inner.listForeign(),
      async *list(prefix) {
        step();
        yield* inner.list(prefix);
      },
    };
  }

  transport(realm: () => Realm): VaultTransport {
    const exchange = async (work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const number = this.requests++;
      await this.beforeRequest(number);
      this.step();
      if (this.isCut(number)) throw new MunimentError('ERR_VAULT_UNAVAILABLE');
      const answer = await work();
      if (this.isAnswerLost(number)) throw new MunimentError('ERR_VAULT_UNAVAILABLE');
      return answer;
    };
    return {
      descriptor: () => exchange(async () => realm().descriptor()),
      request: (sealed) => exchange(() => realm().handle(sealed)),
    };
  }
}

/** Records in memory that can be copied: a realm goes on from the copy. */
class CopyableRecords implements RecordStore {
  readonly records: Map<string, StoredRecord>;
  readonly pendingErasure = false;

  constructor(records: ReadonlyMap<string, StoredRecord> = new Map()) {
    this.records = new Map(records);
  }

  async get(handle: Uint8Array): Promise<StoredRecord | undefined> {
    return this.records.get(formatHex(handle));
  }

  async compareAndSwap(handle: Uint8Array, expected: bigint, sealed: Uint8Array): Promise<'ok' | 'conflict'> {
    const key = formatHex(handle);
    if ((this.records.get(key)?.revision ?? 0n) !== expected) return 'conflict';
    this.records.set(key, { revision: expected + 1n, sealed: Uint8Array.from(sealed) });
    return 'ok';
  }

  async handles(): Promise<Uint8Array[]> {
    return [...this.records.keys()].map(parseHex);
  }

  async erase(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {}
}

/** A realm with a clock of its own. */
export interface TestRealm {
  readonly bundle: VaultBundle;
  /** The vault's clock, Unix milliseconds. */
  readonly clock: { nowMs: number };
  readonly records: CopyableRecords;
  readonly realm: Realm;
  token(subject?: string): Promise<VaultToken>;
  /** The same realm with a copy of its records. */
  copy(): TestRealm;
  /** Publishes the next descriptor, which says the same. */
  renew(): Promise<void>;
  /** Shows the first descriptor again. */
  goBack(): void;
}

/** A realm of an operator and a witness. */
export async function testRealm(url = 'https://vault.example'): Promise<TestRealm> {
  const startMs = Date.now();
  const suite = ristretto255Sha512;
  const realmId = SecretBytes.random(16).expose();
  const serverKeys = createServerKeys(suite);
  const [issuerSeed, clientKey, channelSecret, storageKey] = Array.from({ length: 4 }, () =>
    SecretBytes.random(32),
  ) as [SecretBytes, SecretBytes, SecretBytes, SecretBytes];
  const signers: NoteSigner[] = ['operator.example', 'witness.example'].map((name) => ({
    name,
    seed: SecretBytes.random(32),
  }));
  const issuers = [{ name: ISSUER, publicKey: ed25519PublicKey(issuerSeed) }];
  const channel = { keyId: 1, notBeforeMs: startMs - HOUR_MS, notAfterMs: startMs + 80 * DAY_MS };
  const policy = { limit: 10, waitsMs: WAITS_MS, unacknowledgedLimit: 30 };
  const channelPublicKey = await xwingPublicKey(channelSecret);
  const describe = (serial: number, previous: Uint8Array): Uint8Array => {
    const text = formatRealmDescriptor({
      ...{ realmId, serial, previous, issuedMs: startMs, operator: 'Example' },
      ...{ expiresMs: startMs + 300 * DAY_MS, serverPublicKey: serverKeys.publicKey, ...policy },
      ...{ rollback: 'protected', issuers },
      channelKeys: [{ ...channel, publicKey: channelPublicKey }],
    });
    return signers.reduce<Uint8Array | undefined>(
      (signed, signer) => signNote(text, signer, signed),
      undefined,
    )!;
  };
  const note = describe(1, new Uint8Array(32));
  let shown = note;
  const bundle: VaultBundle = {
    ...{ url, realmId, note: new TextDecoder().decode(note) },
    signers: signers.map(({ name, seed }) => formatVerifierKey({ name, publicKey: ed25519PublicKey(seed) })),
  };
  const build = (records: CopyableRecords, clock: { nowMs: number }): TestRealm => ({
    bundle,
    clock,
    records,
    realm: createRealm({
      ...{ realmId, suite, serverKeys, storageKey, issuers, policy, store: records },
      ...{ freshness: noFreshness, limiter: createAccountLimiter({ perMinute: 1_000_000 }) },
      channelKeys: [{ ...channel, secret: channelSecret }],
      descriptor: () => shown,
      now: () => clock.nowMs,
    }),
    token: async (subject = 'account-7') => ({
      clientKey,
      token: await issueToken({
        ...{ issuer: ISSUER, subject, realmId, issuerSeed, nowMs: clock.nowMs },
        clientPublicKey: ed25519PublicKey(clientKey),
      }),
    }),
    copy: () => build(new CopyableRecords(records.records), { ...clock }),
    renew: async () => {
      shown = describe(2, await sha256(note));
    },
    goBack: () => {
      shown = note;
    },
  });
  return build(new CopyableRecords(), { nowMs: startMs });
}

/** A device with an archive of one snapshot, and a realm. */
export interface World {
  readonly folder: string;
  readonly source: string;
  readonly home: string;
  readonly key: RecoveryKey;
  /** Without the gate. */
  readonly store: Store;
  readonly realm: TestRealm;
  readonly gate: Gate;
  /** How the device reaches the vault, with the bundle. */
  readonly access: VaultAccess & { readonly bundle: VaultBundle };
}

/** How a device reaches a realm through a gate. */
export function accessTo(realm: TestRealm, gate: Gate, subject?: string): World['access'] {
  return {
    token: () => realm.token(subject),
    bundle: realm.bundle,
    transport: () => gate.transport(() => realm.realm),
    open: (options) =>
      openVaultWith(
        { ...options, now: () => realm.clock.nowMs, retries: { attempts: 2 } },
        {
          sleep: async () => {},
          random: () => 0.5,
          ksfFromId: (id) => {
            argon2idFromId(id);
            return QUICK_KSF;
          },
        },
      ),
  };
}

export async function newWorld(): Promise<World> {
  const { folder, source, store, home, key, session } = await setUp();
  tree.writeFileSync(join(source, 'f'), 'one');
  await backUp(session, { paths: [source] });
  await session.close();
  const [realm, gate] = [await testRealm(), new Gate()];
  return { folder, source, store, home, key, realm, gate, access: accessTo(realm, gate) };
}

/** The same world once more, to be destroyed. */
export async function copyWorld(world: World): Promise<World> {
  const folder = tree.temporaryFolder();
  const [home, store, realm, gate] = [join(folder, 'home'), memoryStore(), world.realm.copy(), new Gate()];
  cpSync(world.home, home, { recursive: true });
  for (const name of await names(world.store)) await store.put(name, await world.store.get(name));
  return { ...world, folder, home, store, realm, gate, access: accessTo(realm, gate) };
}

/** What a device does, in a session through the gate, which is closed whatever happens. */
export async function inSession<T>(world: World, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openArchive({ store: world.gate.store(world.store), home: world.home });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Makes each change of a file that a device keeps a step of the gate, until the result is called. */
export function watchFiles(gate: Gate): () => void {
  const { write, delete: remove, destroy } = PrivateFolder.prototype;
  const spies = [
    vi.spyOn(PrivateFolder.prototype, 'write').mockImplementation(function (this: PrivateFolder, ...args) {
      gate.step();
      write.apply(this, args);
    }),
    vi.spyOn(PrivateFolder.prototype, 'delete').mockImplementation(function (this: PrivateFolder, ...args) {
      gate.step();
      remove.apply(this, args);
    }),
    vi.spyOn(PrivateFolder.prototype, 'destroy').mockImplementation(function (this: PrivateFolder) {
      gate.step();
      destroy.apply(this);
    }),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}

/** How many steps `work` takes in a copy of a world. */
export async function stepsOf(world: World, work: (copy: World) => Promise<unknown>): Promise<number> {
  const copy = await copyWorld(world);
  copy.gate.killAt(Number.POSITIVE_INFINITY);
  const unwatch = watchFiles(copy.gate);
  try {
    await work(copy);
  } finally {
    unwatch();
  }
  return copy.gate.steps;
}

/** Runs `work` in a copy of a world and kills it before the given step. */
export async function killedAt(
  world: World,
  step: number,
  work: (copy: World) => Promise<unknown>,
): Promise<World> {
  const copy = await copyWorld(world);
  copy.gate.killAt(step);
  const unwatch = watchFiles(copy.gate);
  let failure: unknown;
  try {
    await work(copy);
  } catch (error) {
    failure = error;
  } finally {
    unwatch();
  }
  if (!(failure instanceof CrashError)) throw new Error(`nothing was killed at ${step}`, { cause: failure });
  copy.gate.killAt(Number.POSITIVE_INFINITY);
  return copy;
}
