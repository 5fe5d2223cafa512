// A realm: one operator's vault. Opens requests, runs `step` on the record of their account, and lets an answer go when the
// record is written (spec/vault.md). Several realms, in several processes, may work on one store at the same time.

import {
  equalBytes,
  type KeyInput,
  openRequest as openEncapsulated,
  type SecretBytes,
  sha256,
} from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import type { ServerKeys, Suite } from '@muniment/opaque';
import {
  decodeVaultRecord,
  encodeFixedFrame,
  encodeVaultRecord,
  encodeVaultResponse,
  VAULT_ENCAPSULATION_LABELS,
  VAULT_RESPONSE_BYTES,
  type VaultOperation,
  type VaultOutcome,
  type VaultRecord,
  type VaultRequest,
  type VaultResponse,
  vaultAccountId,
} from '@muniment/wire';
import type { Freshness } from './freshness.ts';
import type { RealmService } from './gateway.ts';
import type { AccountLimiter } from './rate-limit-account.ts';
import { realmCrypto } from './realm-crypto.ts';
import type { RecordStore, SwapOutcome } from './record-store.ts';
import { releaseAfter } from './release.ts';
import { authenticate, readOperation, readRequest, realmRequest } from './request.ts';
import { accountHandle, openRecord, sealRecord } from './sealed-record.ts';
import { statusOf } from './status.ts';
import { age, erasesKeys, type RealmPolicy, type RealmRequest, type StepResult, step } from './step.ts';
import type { TokenIssuer } from './token.ts';

/** A key that requests are sealed to. */
export interface ChannelSecret {
  readonly keyId: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** X-Wing, 32 bytes. */
  readonly secret: SecretBytes;
}

/** What a realm is made of. */
export interface RealmOptions {
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  /** `ristretto255-SHA512`, on whatever library. */
  readonly suite: Suite;
  readonly serverKeys: ServerKeys;
  /** 32 bytes. */
  readonly storageKey: KeyInput;
  readonly channelKeys: readonly ChannelSecret[];
  readonly issuers: readonly TokenIssuer[];
  readonly policy: RealmPolicy;
  readonly store: RecordStore;
  readonly freshness: Freshness;
  /** Of an account and a key that its tokens name: asked with a name of 32 bytes for both. */
  readonly limiter: AccountLimiter;
  /** Of an account, whatever its tokens name; many times as much. None unless given. */
  readonly accountLimiter?: AccountLimiter;
  /** The signed descriptor that clients are given. */
  readonly descriptor: () => Uint8Array;
  /** The bundle that a client may ask for, as text. None is given out unless told. */
  readonly bundle?: (() => Uint8Array) | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of each outcome, for metrics. */
  readonly onOutcome?: (operation: VaultOperation | 'none', outcome: VaultOutcome) => void;
}

/** A realm behind its gateway. */
export interface Realm extends RealmService {
  /** Writes what time has done to records that nobody asks about (VAULT-018). The number of records that it changed. */
  sweep(): Promise<number>;
}

/** A clock of a client or realm may be off by this much when a channel key begins or ends. */
export const CHANNEL_SKEW_MS = 600_000;
/** So often a request is tried against a record that others keep changing. */
const CONFLICT_COUNT_MAX = 16;
const ZERO_DIGEST: Uint8Array = new Uint8Array(32);

/** A record as read, with the revision that the store has it under. */
interface Current {
  readonly revision: bigint;
  readonly record: VaultRecord | undefined;
}

/** What an answer holds besides its time. */
interface Answer extends Partial<Omit<StepResult, 'write'>> {
  readonly outcome: VaultOutcome;
  /** The record that the status is taken from. */
  readonly record?: VaultRecord;
}

/** A realm on a store. */
export function createRealm(options: RealmOptions): Realm {
  const { realmId, suite, serverKeys, storageKey, issuers, policy, store, freshness, now } = options;
  const { limiter, accountLimiter } = options;
  return { handle, descriptor: options.descriptor, bundle: options.bundle, isHealthy, sweep };

  async function handle(encapsulated: Uint8Array): Promise<Uint8Array> {
    const { plaintext, sealResponse } = await openEncapsulated({
      keys: channelSecret,
      labels: VAULT_ENCAPSULATION_LABELS,
      request: encapsulated,
    });
    const response = encodeVaultResponse(await respond(plaintext));
    return sealResponse(encodeFixedFrame(response, VAULT_RESPONSE_BYTES));
  }

  function channelSecret(keyId: number): KeyInput | undefined {
    const nowMs = now();
    return options.channelKeys.find(
      (key) =>
        key.keyId === keyId &&
        nowMs >= key.notBeforeMs - CHANNEL_SKEW_MS &&
        nowMs < key.notAfterMs + CHANNEL_SKEW_MS,
    )?.secret;
  }

  async function respond(plaintext: Uint8Array): Promise<VaultResponse> {
    const nowMs = now();
    const request = await unlessOurs(() => readRequest(plaintext));
    const answer: Answer = request === undefined ? { outcome: 'malformed' } : await answerTo(request, nowMs);
    options.onOutcome?.(request?.operation ?? 'none', answer.outcome);
    return {
      formatVersion: 1,
      outcome: answer.outcome,
      timeMs: BigInt(nowMs),
      status: answer.record === undefined ? undefined : statusOf(answer.record),
      ke2: answer.ke2 ?? new Uint8Array(0),
      releaseSecret: answer.releaseSecret ?? new Uint8Array(0),
    };
  }

  async function answerTo(message: VaultRequest, nowMs: number): Promise<Answer> {
    const account = await unlessOurs(() => authenticate(message, { realmId, issuers, nowMs }));
    if (account === undefined) return { outcome: 'denied' };
    const accountId = vaultAccountId(account);
    const handleOfAccount = await accountHandle(storageKey, accountId);
    // VAULT-117: each key that tokens name has its own share, so that whoever has stolen a token cannot use up its owner's.
    const holder = await accountHandle(storageKey, Buffer.concat([accountId, account.clientKey]));
    if (!limiter.take(holder).allowed) return { outcome: 'busy' };
    if (accountLimiter?.take(handleOfAccount).allowed === false) return { outcome: 'busy' };
    const content = await unlessOurs(() => readOperation(suite, message));
    if (content === undefined) return { outcome: 'malformed' };
    const { request } = await realmRequest(message, content, account, realmId);
    for (let i = 0; i < CONFLICT_COUNT_MAX; i++) {
      const answer = await attempt(handleOfAccount, accountId, request, BigInt(nowMs));
      if (answer !== 'again') return answer;
    }
    return { outcome: 'busy' };
  }

  async function attempt(
    handleOfAccount: Uint8Array,
    accountId: Uint8Array,
    request: RealmRequest,
    nowMs: bigint,
  ): Promise<Answer | 'again'> {
    const current = await read(handleOfAccount);
    if (current === undefined) return { outcome: 'rolled-back' };
    const crypto = realmCrypto({ suite, serverKeys, realmId, accountId });
    const result = step(current.record, request, { nowMs, policy, crypto });
    if (result.write === undefined) return { ...result, record: age(current.record, nowMs) };
    const released = releaseAfter(result, await write(handleOfAccount, current, result.write));
    if (released === 'again') return 'again';
    // What nobody knows to be written has no status either.
    return released === result ? { ...released, record: result.write } : released;
  }

  /** `undefined` for a record that is not the one that was written last. */
  async function read(handleOfAccount: Uint8Array): Promise<Current | undefined> {
    let judged: bigint | undefined;
    for (let i = 0; i < CONFLICT_COUNT_MAX; i++) {
      const current = await readOnce(handleOfAccount);
      if (typeof current !== 'bigint') return current;
      // Others may have written and noted in between: only what is still there is out of date.
      if (current === judged) return undefined;
      judged = current;
    }
    return undefined;
  }

  /** The revision alone where the record does not fit what was noted. */
  async function readOnce(handleOfAccount: Uint8Array): Promise<Current | bigint | undefined> {
    const stored = await store.get(handleOfAccount);
    const revision = stored?.revision ?? 0n;
    const digest = stored === undefined ? ZERO_DIGEST : await sha256(stored.sealed);
    const state = await freshness.check(handleOfAccount, revision, digest);
    if (state === 'ahead') {
      // Written, and not noted before its process ended: noted now, so that nothing goes on from it unnoted.
      if ((await freshness.advance(handleOfAccount, revision, digest)) !== 'ok') return revision;
    } else if (state !== 'current') {
      return revision;
    }
    if (stored === undefined) return { revision, record: undefined };
    const content = await unlessOurs(() =>
      openRecord(storageKey, { realmId, handle: handleOfAccount, revision }, stored.sealed),
    );
    if (content === undefined) return undefined;
    return { revision, record: decodeVaultRecord(content) };
  }

  async function write(
    handleOfAccount: Uint8Array,
    { revision, record }: Current,
    next: VaultRecord,
  ): Promise<SwapOutcome> {
    const place = { realmId, handle: handleOfAccount, revision: revision + 1n };
    const sealed = await sealRecord(storageKey, place, encodeVaultRecord(next));
    const swapped = await store.compareAndSwap(handleOfAccount, revision, sealed, {
      erase: erasesKeys(record, next),
    });
    if (swapped !== 'ok') return swapped;
    return freshness.advance(handleOfAccount, revision + 1n, await sha256(sealed));
  }

  async function isHealthy(): Promise<boolean> {
    try {
      await store.handles(undefined, 1);
      return true;
    } catch {
      return false;
    }
  }

  async function sweep(): Promise<number> {
    let count = 0;
    let last: Uint8Array | undefined;
    for (;;) {
      const page = await store.handles(last);
      if (page.length === 0) break;
      last = page.at(-1);
      for (const handleOfAccount of page) if (await sweepOne(handleOfAccount)) count++;
    }
    if (store.pendingErasure) await store.erase();
    return count;
  }

  async function sweepOne(handleOfAccount: Uint8Array): Promise<boolean> {
    const current = await read(handleOfAccount);
    if (current?.record === undefined) return false;
    const aged = age(current.record, BigInt(now()));
    // Compared as they are stored: what time has not touched is written as it was.
    if (equalBytes(encodeVaultRecord(current.record), encodeVaultRecord(aged))) return false;
    return (await write(handleOfAccount, current, aged)) === 'ok';
  }
}

/** The result, or `undefined` for an error about the input; what is our own fault goes on. */
async function unlessOurs<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMunimentError(error) && error.errorClass !== 'internal') return undefined;
    throw error;
  }
}
