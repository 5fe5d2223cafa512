// Programs that are killed at every point, and networks that lose and repeat: what was begun always ends well.

import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { count } from '@muniment/test-kit';
import type { VaultAnchor } from '@muniment/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commitPassword,
  recoverPassword,
  resumeRegistration,
  type StateSlot,
  stagePassword,
  type Vault,
  type VaultTransport,
  type VaultView,
} from '../src/index.ts';
import {
  CHEAP_KSF,
  DAY_MS,
  directTransport,
  Killed,
  memorySlot,
  type NetworkFault,
  type TestRealm,
  testRealm,
  testVault,
} from './helpers.ts';

const PASSWORD = 'correct horse battery';
const ANCHOR: VaultAnchor = {
  sequence: 1n,
  snapshotId: new Uint8Array(32).fill(1),
  keyringGeneration: 1n,
  keyringHash: new Uint8Array(32).fill(2),
};

/** Kills the program at the given one of its steps, counted over all its runs. */
class Killer {
  steps = 0;
  readonly #at: readonly number[];

  constructor(...at: readonly number[]) {
    this.#at = at;
  }

  step(): void {
    this.steps++;
    if (this.#at.includes(this.steps)) throw new Killed();
  }

  /** A kill before and after each save and clear. */
  slot(inner: StateSlot): StateSlot {
    const around = async <T>(work: () => Promise<T>): Promise<T> => {
      this.step();
      const result = await work();
      this.step();
      return result;
    };
    return {
      load: () => inner.load(),
      save: (bytes) => around(() => inner.save(bytes)),
      clear: () => around(() => inner.clear()),
    };
  }

  /** A kill before each request leaves, and before its answer is looked at. */
  transport(inner: VaultTransport): VaultTransport {
    return {
      descriptor: () => inner.descriptor(),
      request: async (sealed) => {
        this.step();
        const answer = await inner.request(sealed);
        this.step();
        return answer;
      },
    };
  }
}

/** Runs a program anew until it ends without being killed. */
async function untilDone<T>(program: () => Promise<T>): Promise<T> {
  for (let runs = 0; runs < 60; runs++) {
    try {
      return await program();
    } catch (error) {
      const isPassing =
        error instanceof Killed ||
        isMunimentError(error, 'ERR_VAULT_UNAVAILABLE') ||
        isMunimentError(error, 'ERR_VAULT_UNCERTAIN');
      if (!isPassing) throw error;
    }
  }
  throw new Error('the program does not end');
}

/** Kills a program once at each of its steps, each time from the same start. The number of steps without a kill. */
async function killEverywhere(play: (killer: Killer) => Promise<void>): Promise<number> {
  const whole = new Killer();
  await play(whole);
  for (let at = 1; at <= whole.steps; at++) await play(new Killer(at));
  return whole.steps;
}

/** What a device keeps: its methods, by generation. */
type Keyring = Map<bigint, { readonly exportKey: string; readonly releaseSecret: string }>;

/** Registers a password in the order of VAULT-030, going on where it was left. */
async function register(
  vault: Vault,
  slot: StateSlot,
  keyring: Keyring,
  owner: SecretBytes,
  password = PASSWORD,
): Promise<bigint> {
  const pending = await resumeRegistration(slot);
  const newest = [...keyring.keys()].at(-1);
  if (pending === undefined && newest !== undefined) {
    const { active } = await vault.status();
    if (active?.number === newest) return newest;
  }
  if (pending?.step === 'committing' || (pending?.step === 'staged' && keyring.has(pending.generation))) {
    await commitPassword(vault, { slot, owner, newOwner: owner });
    return pending.generation;
  }
  const staged = await stagePassword(vault, { password, ksf: CHEAP_KSF, slot, owner, newOwner: owner });
  const { generation, exportKey, releaseSecret } = staged;
  keyring.set(generation, { exportKey: hex(exportKey), releaseSecret: hex(releaseSecret) });
  await commitPassword(vault, { slot, owner, newOwner: owner });
  return generation;
}

function hex(secret: SecretBytes): string {
  return Buffer.from(secret.expose()).toString('hex');
}

const realm = await testRealm();

/** An account with a registered password. */
async function registered(): Promise<{ test: TestRealm; owner: SecretBytes; keyring: Keyring }> {
  const test = realm.account();
  const owner = SecretBytes.random(32);
  const keyring: Keyring = new Map();
  await register(await testVault(test), memorySlot(), keyring, owner);
  return { test, owner, keyring };
}

/** The secrets that the password gives; one attempt, whatever happens. */
async function assertOpens(test: TestRealm, keyring: Keyring, generation: bigint): Promise<void> {
  const slot = memorySlot();
  const vault = await testVault(test);
  const found = await recoverPassword(vault, { generation, password: PASSWORD, slot });
  expect({ exportKey: hex(found.exportKey), releaseSecret: hex(found.releaseSecret) }).toEqual(
    keyring.get(generation),
  );
}

describe('a program that is killed once at each step', () => {
  // VAULT-025, VAULT-030
  it('registers its first password', async () => {
    const steps = await killEverywhere(async (killer) => {
      const test = realm.account();
      const owner = SecretBytes.random(32);
      const kept = memorySlot();
      const keyring: Keyring = new Map();
      const generation = await untilDone(async () => {
        const vault = await testVault(test, killer.transport(directTransport(test)));
        return register(vault, killer.slot(kept), keyring, owner);
      });
      expect(kept.bytes).toBeUndefined();
      await assertOpens(test, keyring, generation);
    });
    // Status twice, save, stage, save; status, save, commit, clear; two for each.
    expect(steps).toBe(18);
  });

  it('replaces a password, and the old one opens until the new one does', async () => {
    const steps = await killEverywhere(async (killer) => {
      const { test, owner, keyring } = await registered();
      const kept = memorySlot();
      const generation = await untilDone(async () => {
        const vault = await testVault(test, killer.transport(directTransport(test)));
        try {
          return await register(vault, killer.slot(kept), withoutFirst(keyring), owner);
        } catch (error) {
          // Whatever happened, the committed password is not lost.
          await assertOpens(test, keyring, 1n);
          throw error;
        }
      });
      expect(generation).toBeGreaterThan(1n);
      expect((await vaultStatus(test)).active?.number).toBe(generation);
      expect((await vaultStatus(test)).previous?.number).toBe(1n);
      await assertOpens(test, keyring, 1n);
    });
    expect(steps).toBe(18);
  });

  // VAULT-025
  it('recovers with the right password, at the cost of one attempt that is taken back', async () => {
    const steps = await killEverywhere(async (killer) => {
      const { test, keyring } = await registered();
      const kept = memorySlot();
      let opened: unknown;
      await untilDone(async () => {
        if (opened !== undefined) return;
        const vault = await testVault(test, killer.transport(directTransport(test)));
        const slot = killer.slot(kept);
        const found = await recoverPassword(vault, { generation: 1n, password: PASSWORD, slot });
        killer.step();
        opened = { exportKey: hex(found.exportKey), releaseSecret: hex(found.releaseSecret) };
        await found.settle();
      });
      expect(opened).toEqual(keyring.get(1n));
      const { attempts, unacknowledged, lastSuccessMs } = await vaultStatus(test);
      // An attempt that was not finished would be unacknowledged for ever.
      expect({ attempts, unacknowledged }).toEqual({ attempts: 0, unacknowledged: 0 });
      expect(lastSuccessMs).toBe(BigInt(test.clock.nowMs));
    });
    // Status, save, login, save, finish, clear: two for each; and the caller's own.
    expect(steps).toBe(13);
  });

  it('is told of a wrong password, at the cost of one attempt', async () => {
    const steps = await killEverywhere(async (killer) => {
      const { test } = await registered();
      const kept = memorySlot();
      const error: unknown = await untilDone(async () => {
        const vault = await testVault(test, killer.transport(directTransport(test)));
        // What is cleared is told: a program that is killed right then has to ask anew.
        const slot = { ...killer.slot(kept), clear: () => kept.clear() };
        const options = { generation: 1n, password: 'incorrect horse', slot };
        return recoverPassword(vault, options).catch((failure: unknown) => {
          if (isMunimentError(failure, 'ERR_PASSWORD_WRONG')) return failure;
          throw failure;
        });
      });
      expect(error).toMatchObject({ details: { attemptsLeft: 9 } });
      expect(kept.bytes).toBeUndefined();
      const { attempts, unacknowledged } = await vaultStatus(test);
      expect({ attempts, unacknowledged }).toEqual({ attempts: 1, unacknowledged: 1 });
    });
    expect(steps).toBe(8);
  });

  it('recovers with another password than the one it was killed with', async () => {
    const steps = await killEverywhere(async (killer) => {
      const { test, keyring } = await registered();
      const kept = memorySlot();
      const slot = killer.slot(kept);
      const first = await runOnce(async () => {
        const vault = await testVault(test, killer.transport(directTransport(test)));
        await recoverPassword(vault, { generation: 1n, password: 'incorrect horse', slot });
      });
      const isWrongKnown = isMunimentError(first, 'ERR_PASSWORD_WRONG');
      const found = await untilDone(async () => {
        const vault = await testVault(test, killer.transport(directTransport(test)));
        return recoverPassword(vault, { generation: 1n, password: PASSWORD, slot });
      });
      expect(hex(found.releaseSecret)).toBe(keyring.get(1n)!.releaseSecret);
      // The wrong one cost an attempt if the vault saw it, and no second one.
      const { unacknowledged, attempts } = await vaultStatus(test);
      expect(attempts).toBe(0);
      expect(unacknowledged).toBeLessThanOrEqual(1);
      if (isWrongKnown) expect(unacknowledged).toBe(1);
    });
    expect(steps).toBe(20);
  });
});

function withoutFirst(keyring: Keyring): Keyring {
  const others: Keyring = new Map([...keyring].filter(([generation]) => generation !== 1n));
  const set = others.set.bind(others);
  others.set = (generation, method) => {
    keyring.set(generation, method);
    return set(generation, method);
  };
  return others;
}

/** The failure of a run, if it fails. */
async function runOnce(program: () => Promise<void>): Promise<unknown> {
  try {
    await program();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function vaultStatus(test: TestRealm): Promise<VaultView> {
  return (await testVault(test)).status();
}

/** Times as distances from now. */
function fromNow(view: VaultView): VaultView {
  const distance = (ms: bigint): bigint => (ms === 0n ? 0n : ms - BigInt(view.timeMs));
  return { ...view, deleteAtMs: distance(view.deleteAtMs), frozenUntilMs: distance(view.frozenUntilMs) };
}

interface OwnerCase {
  readonly name: string;
  /** Before it. */
  readonly prepare?: (vault: Vault, owner: SecretBytes) => Promise<unknown>;
  readonly run: (vault: Vault, owner: SecretBytes, other: SecretBytes) => Promise<unknown>;
  readonly expected: Partial<VaultView>;
}

const WRONG = async (vault: Vault): Promise<unknown> =>
  recoverPassword(vault, { generation: 1n, password: 'incorrect horse', slot: memorySlot() }).catch(() => {});

const OWNER_CASES: readonly OwnerCase[] = [
  {
    name: 'acknowledge',
    prepare: async (vault) => {
      await WRONG(vault);
      // Until then the login might still be finished.
      realm.clock.nowMs += DAY_MS;
    },
    run: (vault, owner) => vault.acknowledge({ owner }),
    expected: { attempts: 1, unacknowledged: 0 },
  },
  {
    name: 'freeze',
    run: (vault, owner) => vault.freeze({ owner, durationMs: 1000 }),
    expected: { frozenUntilMs: 1000n },
  },
  {
    name: 'no longer freeze',
    prepare: (vault, owner) => vault.freeze({ owner, durationMs: 1000 }),
    run: (vault, owner) => vault.freeze({ owner, durationMs: 0 }),
    expected: { frozenUntilMs: 0n },
  },
  {
    name: 'cancel',
    prepare: (vault) => vault.abandon(),
    run: (vault, owner) => vault.cancel({ owner }),
    expected: { deleteAtMs: 0n },
  },
  {
    name: 'abandon',
    run: (vault) => vault.abandon(),
    expected: { deleteAtMs: 604_800_000n },
  },
  {
    name: 'set the anchor',
    run: (vault, owner) => vault.setAnchor({ owner, expected: undefined, next: ANCHOR }),
    expected: { anchor: ANCHOR },
  },
  {
    name: 'change the owner',
    run: (vault, owner, other) => vault.changeOwner({ owner, newOwner: other }),
    expected: {},
  },
  {
    name: 'delete in 72 hours',
    run: (vault, owner) => vault.remove({ owner }),
    expected: { deleteAtMs: 259_200_000n },
  },
  {
    name: 'delete at once',
    run: async (vault, owner) => {
      if ((await vault.status()).phase === 'none') return;
      const login = await recoverPassword(vault, { generation: 1n, password: PASSWORD, slot: memorySlot() });
      await vault.remove({ owner, login });
    },
    expected: { phase: 'none', lastGeneration: 1n },
  },
  {
    name: 'revert',
    prepare: (vault, owner) => register(vault, memorySlot(), new Map(), owner, 'a thief’s password'),
    run: async (vault, _owner, other) => {
      if ((await vault.status()).active?.number === 1n) return;
      const login = await recoverPassword(vault, { generation: 1n, password: PASSWORD, slot: memorySlot() });
      await vault.revert({ login, newOwner: other });
    },
    expected: { previous: undefined, lastGeneration: 2n },
  },
];

describe('an owner who is killed once at each step can', () => {
  for (const { name, prepare, run, expected } of OWNER_CASES) {
    it(name, async () => {
      const steps = await killEverywhere(async (killer) => {
        const { test, owner } = await registered();
        const other = SecretBytes.random(32);
        await prepare?.(await testVault(test), owner);
        await untilDone(async () => {
          const vault = await testVault(test, killer.transport(directTransport(test)));
          await run(vault, owner, other);
        });
        const view = await vaultStatus(test);
        expect(fromNow(view)).toMatchObject(expected);
        const isOther = name === 'change the owner' || name === 'revert';
        if (view.phase === 'active') {
          expect(view.owner).toEqual(ed25519PublicKey(isOther ? other : owner));
          expect(view.active?.number).toBe(1n);
        }
      });
      expect(steps).toBeGreaterThanOrEqual(4);
    });
  }
});

describe('a network that loses and repeats, and programs that are killed', () => {
  // VAULT-107
  it('never cost a second attempt, and never lose a committed password', async () => {
    const faults = fc.array(fc.constantFrom<NetworkFault>('request', 'answer', 'twice', undefined), {
      maxLength: 24,
    });
    const kills = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(faults, kills, fc.integer({ min: 1, max: 4 }), async (list, at, tries) => {
        const test = realm.account();
        const killer = new Killer(...at);
        const owner = SecretBytes.random(32);
        const keyring: Keyring = new Map();
        const network = directTransport(test, (index) => list[index - 1]);
        const open = (): Promise<Vault> => testVault(test, killer.transport(network), tries);
        const registration = memorySlot();
        const generation = await untilDone(async () =>
          register(await open(), killer.slot(registration), keyring, owner),
        );
        const login = memorySlot();
        const found = await untilDone(async () => {
          const slot = killer.slot(login);
          return recoverPassword(await open(), { generation, password: PASSWORD, slot });
        });
        expect(hex(found.exportKey)).toBe(keyring.get(generation)!.exportKey);
        const { attempts, unacknowledged } = await vaultStatus(test);
        expect({ attempts, unacknowledged }).toEqual({ attempts: 0, unacknowledged: 0 });
      }),
      { numRuns: count('vault-client networks') },
    );
  }, 900_000);
});
