// An honest client, the shipped vault-client, and an honest realm, the shipped vault-server, with a gateway between them that
// loses, repeats, holds back, alters, exchanges and replays their messages. Whatever it does, the owner gets done what they
// want, nobody else gets a guess, and no attempt is lost.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretBytes } from '@muniment/crypto';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import type { VaultAnchor, VaultRecord } from '@muniment/wire';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Account, newAccount } from './vault-client-by-hand.ts';
import {
  type CopyableStore,
  copyableStore,
  EvilGateway,
  type Fault,
  Owner,
  type Recording,
  type Registered,
  swappingTransport,
} from './vault-evil-gateway.ts';
import { evilProxy, HTTP_FAULTS, type HttpFault, shippedGateway } from './vault-evil-proxy.ts';
import { localVault, newVaultFolder, recordOf, type VaultFolder } from './vault-servers.ts';

const TIMEOUT_MS = 3_600_000;
const PASSWORD = 'right and only';
const NEXT_PASSWORD = 'the one after it';
const ANCHOR: VaultAnchor = {
  sequence: 7n,
  snapshotId: new Uint8Array(32).fill(7),
  keyringGeneration: 2n,
  keyringHash: new Uint8Array(32).fill(2),
};
const LATER_ANCHOR: VaultAnchor = { ...ANCHOR, sequence: 8n, snapshotId: new Uint8Array(32).fill(8) };

/** A vault keeps the last logins to answer them again. */
const LOGINS_KEPT = 10;

/** A vault with a past, which the gateway has recorded. */
interface Scene {
  readonly folder: VaultFolder;
  readonly account: Account;
  readonly seed: SecretBytes;
  readonly store: CopyableStore;
  readonly recordings: readonly Recording[];
  /** What `PASSWORD` opens; absent where nothing is registered. */
  readonly registered: Registered | undefined;
}

/** The same vault again, with a gateway that has a plan. */
interface Run {
  readonly scene: Scene;
  readonly owner: Owner;
  readonly gateway: EvilGateway;
  record(): Promise<VaultRecord>;
}

let erased: Scene;
let active: Scene;

beforeAll(async () => {
  const parent = mkdtempSync(join(tmpdir(), 'muniment-acceptance-'));
  const folder = await newVaultFolder({ parent });
  // What is needed of it has been read: records are kept in memory here.
  rmSync(parent, { recursive: true });
  const account = newAccount(folder.facts, 'owner');
  const seed = SecretBytes.random(32);
  const nothing: Scene = {
    folder,
    account,
    seed,
    store: copyableStore(),
    recordings: [],
    registered: undefined,
  };
  // A stranger, whose messages are of no use for anybody else.
  const stranger = {
    ...nothing,
    account: newAccount(folder.facts, 'stranger'),
    seed: SecretBytes.random(32),
  };
  const first = await run(stranger, new Map(), async ({ owner }) => {
    const registered = await owner.stage(PASSWORD);
    await owner.commit(1n);
    await owner.recover(PASSWORD, registered);
  });
  // An earlier life of the account: registered, guessed at, opened, deleted.
  const before: Scene = { ...nothing, store: first.store, recordings: first.gateway.recordings };
  const second = await run(before, new Map(), async ({ owner }) => {
    const registered = await owner.stage('the password of an earlier life');
    await owner.commit(1n);
    await owner.mistype('not it', 1n);
    await owner.remove(await owner.recover('the password of an earlier life', registered));
  });
  erased = { ...before, store: second.store, recordings: second.gateway.recordings };
  let registered: Registered | undefined;
  const third = await run(erased, new Map(), async ({ owner }) => {
    registered = await owner.stage(PASSWORD);
    await owner.commit(2n);
    await owner.anchor(undefined, ANCHOR);
    // So many right logins that the vault has forgotten the wrong one before them.
    await owner.mistype('wrong and long ago', 2n);
    for (let i = 0; i < LOGINS_KEPT; i++) await owner.recover(PASSWORD, registered);
    await owner.mistype('wrong once', 2n);
  });
  active = { ...erased, store: third.store, recordings: third.gateway.recordings, registered };
}, 120_000);

interface RunOptions {
  /** How often the client itself tries a request. */
  readonly attempts?: number;
  /** How many of all recordings the realm gets again at the end. */
  readonly replays?: number;
  /** All goes over HTTP, where this happens besides. */
  readonly http?: ReadonlyMap<number, HttpFault>;
}

/** Lets an owner act in a copy of a scene, behind a gateway with a plan; then checks what must hold whatever they did. */
async function run(
  scene: Scene,
  plan: ReadonlyMap<number, Fault>,
  script: (run: Run) => Promise<void>,
  { attempts = 1, replays = count('vault-gateway-replays'), http }: RunOptions = {},
): Promise<{ readonly store: CopyableStore; readonly gateway: EvilGateway }> {
  const { folder, account, recordings } = scene;
  const store = scene.store.copy();
  let evaluations = 0;
  const vault = await localVault(folder, {
    store,
    onEvaluation: () => {
      evaluations++;
    },
  });
  const record = async (): Promise<VaultRecord> => (await recordOf(folder, account, store))!;
  const shipped = http && (await shippedGateway(vault));
  const gateway = new EvilGateway(folder.note, shipped?.deliver ?? vault.handle, plan, recordings);
  const clientKey = SecretBytes.from(account.clientSeed);
  const proxy = http && (await evilProxy(gateway, http));
  const transport = proxy?.transport ?? gateway;
  const owner = await Owner.open(folder, scene, { transport, attempts, clientKey });
  await script({ scene, owner, gateway, record });
  await gateway.release();
  // No guess but the owner's own, and each of theirs once.
  expect(evaluations).toBe(owner.typed);

  // All that was ever recorded changes nothing any more, in whatever order it comes again.
  const after = await record();
  const random = seededRandom(gateway.count);
  const all = [...gateway.recordings];
  const again = Math.min(all.length, replays);
  for (let i = 0; i < again; i++) {
    const [{ request }] = all.splice(random.below(all.length), 1) as [Recording];
    await vault.handle(request).catch(() => undefined);
  }
  expect(await record()).toEqual(after);
  expect(evaluations).toBe(owner.typed);
  await proxy?.close();
  await shipped?.close();
  return { store, gateway };
}

/** What an owner does, and what must be so when they are told that it is done. */
interface Script {
  readonly scene: () => Scene;
  readonly act: (run: Run) => Promise<void>;
  /** In short runs one fault of so many. */
  readonly every?: number;
}

const SCRIPTS: Readonly<Record<string, Script>> = {
  'a registration': {
    scene: () => erased,
    async act({ owner, record }) {
      const registered = await owner.stage(PASSWORD);
      await owner.commit(registered.generation);
      const { phase, active: keys, attempts, unacknowledged } = await record();
      // The wrong guess of the life before is still to be acknowledged.
      expect({ phase, attempts, unacknowledged }).toEqual({
        phase: 'active',
        attempts: 0,
        unacknowledged: 1,
      });
      expect(keys!.number).toBe(registered.generation);
      expect(keys!.releaseSecret).toEqual(registered.releaseSecret.expose());
    },
  },
  'a wrong password and the right one': {
    scene: () => active,
    async act({ scene, owner, record }) {
      await owner.mistype('wrong again', 2n);
      expect(await record()).toMatchObject({ attempts: 2, unacknowledged: 4 });
      await owner.recover(PASSWORD, scene.registered!);
      expect(await record()).toMatchObject({ attempts: 0, unacknowledged: 4 });
    },
  },
  'changes that an owner signs': {
    scene: () => active,
    every: 3,
    async act({ owner, record }) {
      await owner.acknowledge();
      expect((await record()).attempts).toBe(1);
      await owner.anchor(ANCHOR, LATER_ANCHOR);
      expect((await record()).anchor).toEqual(LATER_ANCHOR);
      await owner.freeze(60_000);
      expect((await record()).frozenUntilMs).toBeGreaterThan(0n);
      await owner.freeze(0);
      expect(await record()).toMatchObject({ frozenUntilMs: 0n, anchor: LATER_ANCHOR });
    },
  },
  'a replacement': {
    scene: () => active,
    every: 3,
    act: async ({ scene, owner, record }) => {
      const login = await owner.recover(PASSWORD, scene.registered!);
      const registered = await owner.stage(NEXT_PASSWORD);
      await owner.commit(registered.generation, login);
      const { active: keys, previous, staged } = await record();
      expect(keys!.releaseSecret).toEqual(registered.releaseSecret.expose());
      expect({ previous, staged }).toEqual({ previous: undefined, staged: undefined });
    },
  },
};

const DELAYS = [1, 2, 3, 5];
const ALTERED_AT = [0, 0.0005, 0.05, 0.5, 1];
/** At each place so many older messages are replayed in full runs, others at each. */
const OLDER = 12;

/** Faults of every kind for one place: in short runs one of each kind, another one at each place. */
function faultsAt(place: number, recorded: number): Fault[] {
  const some = <T>(all: readonly T[]): readonly T[] => (isFull ? all : [all[(place * 7) % all.length]!]);
  const stride = Math.ceil(recorded / OLDER);
  const older = Array.from({ length: recorded }, (_, i) => recorded - 1 - i).filter(
    (i) => (i + place) % stride === 0,
  );
  return [
    ...(['lose-request', 'lose-answer', 'repeat', 'refuse', 'noise'] as const).map((kind) => ({ kind })),
    ...(['delay', 'repeat-later'] as const).flatMap((kind) => some(DELAYS).map((by) => ({ kind, by }))),
    ...(['alter-request', 'alter-answer'] as const).flatMap((kind) =>
      some(ALTERED_AT).map((at) => ({ kind, at })),
    ),
    ...(['replay-before', 'replay-instead', 'old-answer'] as const).flatMap((kind) =>
      some(older).map((which) => ({ kind, which })),
    ),
  ];
}

describe('one fault, at every place and of every kind, in', () => {
  for (const [name, { scene, act, every = 1 }] of Object.entries(SCRIPTS)) {
    it(
      name,
      async () => {
        const { gateway } = await run(scene(), new Map(), act, { replays: Number.POSITIVE_INFINITY });
        let runs = 0;
        for (let place = 0; place < gateway.count; place++) {
          for (const [i, fault] of faultsAt(place, scene().recordings.length + place).entries()) {
            if (!isFull && (place + i) % every !== 0) continue;
            await run(scene(), new Map([[place, fault]]), act).catch((error: unknown) => {
              throw new Error(`${JSON.stringify(fault)} at ${place}`, { cause: error });
            });
            runs++;
          }
        }
        console.log(`${name}: ${gateway.count} places, ${runs} runs`);
        expect(gateway.count).toBeGreaterThanOrEqual(5);
      },
      TIMEOUT_MS,
    );
  }
});

const which = fc.nat({ max: 200 });
const by = fc.integer({ min: 1, max: 12 });
const at = fc.double({ min: 0, max: 1, noNaN: true });
const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault[]>(
    ...(['lose-request', 'lose-answer', 'repeat', 'refuse', 'noise'] as const).map((kind) => ({ kind })),
  ),
  fc.record({ kind: fc.constantFrom('delay' as const, 'repeat-later' as const), by }),
  fc.record({ kind: fc.constantFrom('alter-request' as const, 'alter-answer' as const), at }),
  fc.record({
    kind: fc.constantFrom('replay-before' as const, 'replay-instead' as const, 'old-answer' as const),
    which,
  }),
);
const anyPlan = fc
  .array(fc.tuple(fc.nat({ max: 40 }), anyFault), { minLength: 1, maxLength: 12 })
  .map((faults) => new Map(faults));

/** Everything that an owner does in the life of two passwords. */
async function wholeLife({ owner, record }: Run): Promise<void> {
  const first = await owner.stage(PASSWORD);
  await owner.commit(first.generation);
  await owner.mistype('a slip', first.generation);
  const login = await owner.recover(PASSWORD, first);
  await owner.acknowledge();
  const { unacknowledged } = await record();
  await owner.anchor(undefined, ANCHOR);
  const second = await owner.stage(NEXT_PASSWORD);
  await owner.commit(second.generation, login);
  await owner.mistype('another slip', second.generation);
  await owner.recover(NEXT_PASSWORD, second);
  expect(await record()).toMatchObject({
    phase: 'active',
    attempts: 0,
    unacknowledged: unacknowledged + 1,
    anchor: ANCHOR,
    active: { number: second.generation },
  });
}

describe('many faults at once', () => {
  it(
    'in the life of two passwords',
    async () => {
      let again = 0;
      await fc.assert(
        fc.asyncProperty(anyPlan, fc.integer({ min: 1, max: 3 }), async (plan, attempts) => {
          await run(
            erased,
            plan,
            async (whole) => {
              await wholeLife(whole);
              again += whole.owner.again;
            },
            { attempts },
          );
        }),
        { numRuns: count('vault-gateway-plans'), seed: 20261122 },
      );
      expect(again).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'over HTTP, where answers are also cut, misnamed and sent elsewhere',
    async () => {
      const httpFault = fc.constantFrom<HttpFault[]>(...HTTP_FAULTS);
      const httpPlan = fc.array(fc.tuple(fc.nat({ max: 30 }), httpFault), { minLength: 3, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(anyPlan, httpPlan, async (plan, faults) => {
          await run(erased, plan, wholeLife, {
            http: new Map(faults),
            attempts: 2,
          });
        }),
        { numRuns: count('vault-gateway-http'), seed: 20261122 },
      );
    },
    TIMEOUT_MS,
  );
});

describe('answers that are exchanged', () => {
  it(
    'between two devices of one account and a stranger, who are at it at once',
    async () => {
      const { folder, account, seed, store } = erased;
      const vault = await localVault(folder, { store: store.copy() });
      const transport = swappingTransport(folder.note, vault.handle, seededRandom(5));
      const connect = (of: Pick<Scene, 'account' | 'seed'>): Promise<Owner> => {
        const clientKey = SecretBytes.from(of.account.clientSeed);
        return Owner.open(folder, of, { transport, attempts: 1, clientKey });
      };
      const stranger = { account: newAccount(folder.facts, 'another'), seed: SecretBytes.random(32) };
      const devices = [
        await connect({ account, seed }),
        await connect({ account, seed }),
        await connect(stranger),
      ];
      const [first, second, other] = devices as [Owner, Owner, Owner];
      const [own, others] = await Promise.all([first.stage(PASSWORD), other.stage(NEXT_PASSWORD)]);
      await Promise.all([first.commit(own.generation), other.commit(others.generation)]);
      const live = async (owner: Owner, password: string, registered: Registered): Promise<void> => {
        await owner.mistype('a slip', registered.generation);
        for (let i = 0; i < 4; i++) await owner.recover(password, registered);
      };
      await Promise.all([
        live(first, PASSWORD, own),
        live(second, PASSWORD, own),
        live(other, NEXT_PASSWORD, others),
      ]);
      console.log(`${transport.swaps} pairs of answers were exchanged`);
      expect(transport.swaps).toBeGreaterThan(5);
      const record = (await recordOf(folder, account, vault.store))!;
      // Two slips, and one of the life before.
      expect(record).toMatchObject({ phase: 'active', attempts: 0, unacknowledged: 3 });
      expect(await recordOf(folder, stranger.account, vault.store)).toMatchObject({
        attempts: 0,
        unacknowledged: 1,
      });
    },
    TIMEOUT_MS,
  );
});
