// A gateway that does to the messages between an honest client and a realm whatever it likes, and an honest owner who goes on
// until what they want is done.

import type { SecretBytes } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { argon2idFromId } from '@muniment/opaque';
import type { SeededRandom } from '@muniment/test-kit';
import {
  commitPassword,
  type FinishedRecovery,
  recoverPassword,
  type StagedPassword,
  type StateSlot,
  stagePassword,
  type Vault,
  type VaultTransport,
  type VaultView,
} from '@muniment/vault-client';
import { openVaultWith, type VaultEnvironment } from '@muniment/vault-client/derandomized';
import type { RecordStore, StoredRecord } from '@muniment/vault-server';
import { formatHex, type VaultAnchor } from '@muniment/wire';
import { expect } from 'vitest';
import { type Account, CHEAP_KSF, tokenFor } from './vault-client-by-hand.ts';
import { START_MS, type VaultFolder } from './vault-servers.ts';

/** What the gateway does with one request and its answer. */
export type Fault =
  /** Lost on the way to the realm, or the answer on the way back. */
  | { readonly kind: 'lose-request' | 'lose-answer' }
  /** The realm gets it twice, and the client the second answer. */
  | { readonly kind: 'repeat' }
  /** The client is told that there is no such channel key. */
  | { readonly kind: 'refuse' }
  /** The client is answered noise of the right length. */
  | { readonly kind: 'noise' }
  /** The client gets no answer, and the realm the request after `by` others. */
  | { readonly kind: 'delay'; readonly by: number }
  /** The realm gets it again after `by` others. */
  | { readonly kind: 'repeat-later'; readonly by: number }
  /** One bit is another; `at` from 0 to 1 says where. */
  | { readonly kind: 'alter-request' | 'alter-answer'; readonly at: number }
  /** The realm gets an older request before this one, or in its place. */
  | { readonly kind: 'replay-before' | 'replay-instead'; readonly which: number }
  /** The client gets the answer to an older request, and the realm this one all the same. */
  | { readonly kind: 'old-answer'; readonly which: number };

/** A request that went by, and what the realm answered if it did. */
export interface Recording {
  readonly request: Uint8Array;
  readonly answer: Uint8Array | undefined;
}

/** What the realm, or a gateway before it, makes of a request. */
export type Deliver = (request: Uint8Array) => Promise<Uint8Array>;

export class EvilGateway implements VaultTransport {
  /** All that went by; what was recorded before comes first. */
  readonly recordings: Recording[];
  /** How many requests came. */
  count = 0;
  readonly #note: Uint8Array;
  readonly #deliver: Deliver;
  readonly #plan: ReadonlyMap<number, Fault>;
  #due: { readonly after: number; readonly request: Uint8Array }[] = [];

  constructor(
    note: Uint8Array,
    deliver: Deliver,
    plan: ReadonlyMap<number, Fault> = new Map(),
    recordings: readonly Recording[] = [],
  ) {
    this.#note = note;
    this.#deliver = deliver;
    this.#plan = plan;
    this.recordings = [...recordings];
  }

  async descriptor(): Promise<Uint8Array> {
    return this.#note;
  }

  async request(request: Uint8Array): Promise<Uint8Array> {
    const index = this.count++;
    const due = this.#due.filter(({ after }) => after <= index);
    this.#due = this.#due.filter(({ after }) => after > index);
    for (const late of due) await this.#pass(late.request);
    const fault = this.#plan.get(index);
    const older = [...this.recordings];
    switch (fault?.kind) {
      case undefined:
        return this.#passOn(request);
      case 'lose-request':
        this.recordings.push({ request, answer: undefined });
        throw unavailable();
      case 'lose-answer':
        await this.#pass(request);
        throw unavailable();
      case 'repeat':
        await this.#pass(request);
        return this.#passOn(request);
      case 'refuse':
        throw new MunimentError('ERR_CHANNEL_KEY');
      case 'noise':
        await this.#pass(request);
        return crypto.getRandomValues(new Uint8Array(4144));
      case 'delay':
        this.#due.push({ after: index + fault.by, request });
        throw unavailable();
      case 'repeat-later':
        this.#due.push({ after: index + fault.by, request });
        return this.#passOn(request);
      case 'alter-request':
        return this.#passOn(altered(request, fault.at));
      case 'alter-answer':
        return altered(await this.#passOn(request), fault.at);
      case 'replay-before':
        if (older.length > 0) await this.#pass(older[fault.which % older.length]!.request);
        return this.#passOn(request);
      case 'replay-instead':
        if (older.length === 0) throw unavailable();
        return this.#passOn(older[fault.which % older.length]!.request);
      case 'old-answer': {
        await this.#pass(request);
        const answers = older.flatMap(({ answer }) => (answer === undefined ? [] : [answer]));
        if (answers.length === 0) throw unavailable();
        return answers[fault.which % answers.length]!;
      }
    }
  }

  /** Gives the realm whatever is still held back. */
  async release(): Promise<void> {
    for (const { request } of this.#due.splice(0)) await this.#pass(request);
  }

  async #passOn(request: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#pass(request);
    // What a client makes of the gateway's 400.
    if (answer === undefined) throw new MunimentError('ERR_CHANNEL_KEY');
    return answer;
  }

  /** The realm's answer; none for what it cannot open. */
  async #pass(request: Uint8Array): Promise<Uint8Array | undefined> {
    let answer: Uint8Array | undefined;
    try {
      answer = await this.#deliver(request);
    } catch (error) {
      if (!isMunimentError(error, 'ERR_AUTHENTICATION') && !isMunimentError(error, 'ERR_CHANNEL_KEY'))
        throw error;
    }
    this.recordings.push({ request, answer });
    return answer;
  }
}

/** A way to a realm on which, of two who are at it at once, every other pair gets each other's answers. */
export function swappingTransport(
  note: Uint8Array,
  deliver: Deliver,
  random: SeededRandom,
): SwappingTransport {
  let held: { readonly answer: Uint8Array; readonly give: (answer: Uint8Array) => void } | undefined;
  const transport = {
    swaps: 0,
    descriptor: async () => note,
    async request(request: Uint8Array): Promise<Uint8Array> {
      const answer = await deliver(request);
      const other = held;
      held = undefined;
      if (other !== undefined) {
        const isSwap = random.below(2) === 0;
        if (isSwap) transport.swaps++;
        other.give(isSwap ? answer : other.answer);
        return isSwap ? other.answer : answer;
      }
      return new Promise((give) => {
        const mine = { answer, give };
        held = mine;
        // Nobody else asks: then it is answered as it should be.
        setTimeout(() => {
          if (held === mine) held = undefined;
          give(answer);
        }, 20);
      });
    },
  };
  return transport;
}

export interface SwappingTransport extends VaultTransport {
  /** How many pairs got each other's answers. */
  readonly swaps: number;
}

/** With one bit changed. */
function altered(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const bit = Math.min(Math.floor(at * copy.length * 8), copy.length * 8 - 1);
  copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7));
  return copy;
}

function unavailable(): MunimentError {
  return new MunimentError('ERR_VAULT_UNAVAILABLE');
}

/** A record store in memory that can be copied as it is. */
export interface CopyableStore extends RecordStore {
  copy(): CopyableStore;
}

export function copyableStore(records: ReadonlyMap<string, StoredRecord> = new Map()): CopyableStore {
  const kept = new Map(records);
  return {
    pendingErasure: false,
    get: async (handle) => kept.get(formatHex(handle)),
    async compareAndSwap(handle, expected, sealed) {
      if ((kept.get(formatHex(handle))?.revision ?? 0n) !== expected) return 'conflict';
      kept.set(formatHex(handle), { revision: expected + 1n, sealed: Uint8Array.from(sealed) });
      return 'ok';
    },
    handles: async () => [],
    erase: async () => true,
    close: async () => {},
    copy: () => copyableStore(kept),
  };
}

/** Nothing waits and stretching costs nothing. */
const QUICK: VaultEnvironment = {
  sleep: async () => {},
  random: () => 0.5,
  ksfFromId: (id) => {
    argon2idFromId(id);
    return CHEAP_KSF;
  },
};

/** What a client may be told when nothing is decided yet; it tries again. */
const PASSING = [
  'ERR_VAULT_UNAVAILABLE',
  'ERR_VAULT_RATE',
  'ERR_VAULT_REQUEST',
  'ERR_VAULT_UNCERTAIN',
  'ERR_VAULT_ANSWER',
  'ERR_CHANNEL_KEY',
] as const;
/** More often than any plan has faults. */
const PATIENCE = 40;

/** An honest owner: an app that calls vault-client again until it is told yes or no, whatever interrupts it. */
export class Owner {
  /** How many passwords were typed: what may be counted. */
  typed = 0;
  /** How often something had to be called again. */
  again = 0;
  readonly vault: Vault;
  readonly #seed: SecretBytes;
  readonly #registration = memorySlot();
  readonly #login = memorySlot();

  private constructor(vault: Vault, seed: SecretBytes) {
    this.vault = vault;
    this.#seed = seed;
  }

  /** Comes to a vault over a transport. `attempts`: how often the client itself tries a request. */
  static async open(
    { descriptor, signers }: VaultFolder,
    { account, seed }: { readonly account: Account; readonly seed: SecretBytes },
    { transport, attempts, clientKey }: OwnerConnection,
  ): Promise<Owner> {
    const { realmId } = descriptor;
    const token = { token: tokenFor(account, START_MS), clientKey };
    const vault = await openVaultWith(
      { transport, realmId, signers, token: async () => token, now: () => START_MS, retries: { attempts } },
      QUICK,
    );
    return new Owner(vault, seed);
  }

  stage(password: string): Promise<StagedPassword> {
    const [slot, owner] = [this.#registration, this.#seed];
    return this.#untilDone(() =>
      stagePassword(this.vault, { password, ksf: CHEAP_KSF, slot, owner, newOwner: owner }),
    );
  }

  commit(generation: bigint, login?: FinishedRecovery): Promise<void> {
    const [slot, owner] = [this.#registration, this.#seed];
    return this.#untilDone(() =>
      commitPassword(this.vault, { slot, owner, newOwner: owner, generation, login }),
    );
  }

  /** Types a wrong password, and must be told so. */
  async mistype(password: string, generation: bigint): Promise<void> {
    this.typed++;
    const outcome = await this.#untilDone(() => this.#recover(password, generation)).then(
      () => 'accepted',
      (error: unknown) => (isMunimentError(error) ? error.code : error),
    );
    expect(outcome).toBe('ERR_PASSWORD_WRONG');
  }

  /** Types the right password, and must get what was registered with it. */
  async recover(password: string, registered: Registered): Promise<FinishedRecovery> {
    this.typed++;
    const finished = await this.#untilDone(() => this.#recover(password, registered.generation));
    expect(formatHex(finished.exportKey.expose())).toBe(formatHex(registered.exportKey.expose()));
    expect(formatHex(finished.releaseSecret.expose())).toBe(formatHex(registered.releaseSecret.expose()));
    await finished.settle();
    return finished;
  }

  acknowledge(): Promise<VaultView> {
    return this.#untilDone(() => this.vault.acknowledge({ owner: this.#seed }));
  }

  anchor(expected: VaultAnchor | undefined, next: VaultAnchor): Promise<VaultView> {
    return this.#untilDone(() => this.vault.setAnchor({ owner: this.#seed, expected, next }));
  }

  freeze(durationMs: number): Promise<VaultView> {
    return this.#untilDone(() => this.vault.freeze({ owner: this.#seed, durationMs }));
  }

  remove(login: FinishedRecovery): Promise<VaultView> {
    return this.#untilDone(() => this.vault.remove({ owner: this.#seed, login }));
  }

  #recover(password: string, generation: bigint): Promise<FinishedRecovery> {
    return recoverPassword(this.vault, { generation, password, slot: this.#login });
  }

  async #untilDone<T>(step: () => Promise<T>): Promise<T> {
    for (let i = 0; ; i++) {
      try {
        return await step();
      } catch (error) {
        if (i >= PATIENCE || !PASSING.some((code) => isMunimentError(error, code))) throw error;
        this.again++;
      }
    }
  }
}

/** How an owner is connected. */
export interface OwnerConnection {
  readonly transport: VaultTransport;
  readonly attempts: number;
  readonly clientKey: SecretBytes;
}

/** What a right password gives. */
export type Registered = Pick<StagedPassword, 'generation' | 'exportKey' | 'releaseSecret'>;

/** Outlives whoever uses it. */
function memorySlot(): StateSlot {
  let kept: Uint8Array | undefined;
  return {
    load: async () => kept?.slice(),
    async save(bytes) {
      kept = bytes.slice();
    },
    async clear() {
      kept = undefined;
    },
  };
}
