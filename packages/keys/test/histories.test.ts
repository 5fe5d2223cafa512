// Random histories of several devices against a model: sets of methods, removed methods and epochs.

import { hpkeOpen } from '@muniment/crypto';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMethod,
  assertSuccessor,
  createKeyring,
  expiredKeyrings,
  isAncestor,
  keyringTips,
  mergeKeyrings,
  type OpenKeyring,
  openKeyring,
  parseKeyring,
  removeMethod,
  rotateKeyring,
  type WrittenKeyring,
} from '../src/index.ts';
import { slotInfo } from '../src/keyring.ts';
import { codeOf, epochsOf, hex, idsOf, newVault } from './helpers.ts';

/** A keyring and what the model says it holds. */
interface Node {
  readonly bytes: Uint8Array;
  readonly keyring: OpenKeyring;
  readonly parents: readonly Node[];
  readonly live: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** A history of one archive, with the secret of every method that ever was. */
class World {
  readonly nodes: Node[] = [];
  readonly methods = new Map<string, { methodId: Uint8Array; secret: Uint8Array; anchor: boolean }>();
  readonly #random = seededRandom(4711);

  async create(): Promise<void> {
    const secrets = [this.#random.bytes(32), this.#random.bytes(32)];
    const made = await createKeyring({
      methods: [newVault(secrets[0]!), { type: 'device', secret: secrets[1]!, label: '' }],
    });
    made.methodIds.forEach((methodId, i) => {
      this.methods.set(hex(methodId), { methodId, secret: secrets[i]!, anchor: i === 0 });
    });
    this.nodes.push({ ...made, parents: [], live: new Set(made.methodIds.map(hex)), removed: new Set() });
  }

  async add(base: Node, type: 'vault' | 'device'): Promise<Node> {
    const secret = this.#random.bytes(32);
    const made = await addMethod(
      base.keyring,
      type === 'vault' ? newVault(secret) : { type, secret, label: '' },
    );
    const id = hex(made.methodId);
    this.methods.set(id, { methodId: made.methodId, secret, anchor: type === 'vault' });
    return this.#push(made, [base], [...base.live, id], base.removed);
  }

  async remove(base: Node, id: string): Promise<Node | undefined> {
    const live = [...base.live].filter((other) => other !== id);
    const { methodId } = this.methods.get(id)!;
    if (!this.#anchored(live)) {
      expect(await codeOf(() => removeMethod(base.keyring, methodId))).toBe('ERR_LAST_METHOD');
      return undefined;
    }
    return this.#push(await removeMethod(base.keyring, methodId), [base], live, [...base.removed, id]);
  }

  async rotate(base: Node): Promise<Node> {
    return this.#push(await rotateKeyring(base.keyring), [base], base.live, base.removed);
  }

  /** Merges; if no recovery key or vault would stay, adds one to the first tip and merges then. */
  async merge(tips: readonly Node[]): Promise<Node> {
    const [first, ...others] = tips;
    const removed = new Set(tips.flatMap((tip) => [...tip.removed]));
    const live = new Set(tips.flatMap((tip) => [...tip.live]).filter((id) => !removed.has(id)));
    const keyrings = tips.map(({ keyring }) => keyring);
    if (!this.#anchored([...live])) {
      expect(await codeOf(() => mergeKeyrings(keyrings))).toBe('ERR_LAST_METHOD');
      return this.merge([await this.add(first!, 'vault'), ...others]);
    }
    return this.#push(await mergeKeyrings(keyrings), tips, live, removed);
  }

  tips(): Node[] {
    const tips = keyringTips(this.nodes.map(({ keyring }) => keyring));
    return tips.map((tip) => this.nodes.find(({ keyring }) => keyring === tip)!);
  }

  #anchored(ids: readonly string[]): boolean {
    return ids.some((id) => this.methods.get(id)!.anchor);
  }

  async #push(
    made: WrittenKeyring,
    parents: readonly Node[],
    live: Iterable<string>,
    removed: Iterable<string>,
  ): Promise<Node> {
    const { bytes, keyring } = made;
    const node = { bytes, keyring, parents, live: new Set(live), removed: new Set(removed) };
    this.nodes.push(node);
    await this.#check(node);
    return node;
  }

  async #check({ bytes, keyring, parents, live, removed }: Node): Promise<void> {
    expect(new Set(idsOf(keyring.methods))).toEqual(live);
    expect(new Set(keyring.removedMethods.map(hex))).toEqual(removed);
    expect(keyring.parents.map(hex)).toEqual(parents.map((parent) => hex(parent.keyring.hash)).toSorted());
    const generations = parents.map((parent) => Number(parent.keyring.generation));
    expect(keyring.generation).toBe(BigInt(1 + Math.max(...generations)));
    const parentKeyrings = parents.map((parent) => parent.keyring);
    assertSuccessor(parentKeyrings, keyring);

    // Every epoch of every parent stays; a new one appears exactly where there is a new root key.
    const inherited = new Set(parentKeyrings.flatMap(epochsOf));
    const own = epochsOf(keyring);
    for (const epoch of inherited) expect(own).toContain(epoch);
    const roots = new Set(parentKeyrings.map(({ rootKey }) => hex(rootKey.expose())));
    const kept = roots.has(hex(keyring.rootKey.expose()));
    expect(own.length).toBe(inherited.size + (kept ? 0 : 1));
    if (roots.size > 1 || parents.some((parent) => [...removed].some((id) => parent.live.has(id)))) {
      expect(kept).toBe(false);
    }

    // Exactly the methods of the model open it, each to the same root key.
    const parsed = parseKeyring(bytes);
    for (const [id, { methodId, secret }] of this.methods) {
      if (!live.has(id)) {
        expect(await codeOf(() => openKeyring(parsed, { type: 'secret', methodId, secret }))).toBe(
          'ERR_METHOD_UNKNOWN',
        );
        continue;
      }
      const opened = await openKeyring(parsed, { type: 'secret', methodId, secret });
      expect(epochsOf(opened)).toEqual(own);
      opened.wipe();
    }
  }

  /** Secrets of removed methods open no slot of a keyring, whatever id they claim. */
  async checkShutOut({ keyring, removed }: Node): Promise<void> {
    for (const id of removed) {
      const { methodId, secret } = this.methods.get(id)!;
      for (const slot of keyring.slots) {
        for (const claimed of [slot, { ...slot, methodId }]) {
          const info = slotInfo(keyring.archiveId, claimed);
          expect(await codeOf(() => hpkeOpen(secret, info, new Uint8Array(0), slot.sealedRootKey))).toBe(
            'ERR_AUTHENTICATION',
          );
        }
      }
    }
  }
}

const step = fc.record({
  kind: fc.constantFrom('add', 'add anchor', 'remove', 'remove', 'rotate', 'merge'),
  base: fc.nat(99),
  choice: fc.nat(99),
});

/** Runs steps; a base is one of the last four keyrings, so that forks are common. */
async function play(steps: readonly { kind: string; base: number; choice: number }[]): Promise<World> {
  const world = new World();
  await world.create();
  for (const { kind, base, choice } of steps) {
    const node = world.nodes[world.nodes.length - 1 - (base % Math.min(4, world.nodes.length))]!;
    if (kind === 'add') await world.add(node, 'device');
    if (kind === 'add anchor') await world.add(node, 'vault');
    if (kind === 'rotate') await world.rotate(node);
    if (kind === 'remove') await world.remove(node, [...node.live][choice % node.live.size]!);
    if (kind === 'merge') {
      const tips = world.tips();
      if (tips.length > 1) await world.merge(choice % 2 === 0 ? tips : tips.slice(0, 2));
    }
  }
  return world;
}

/** What a merge decides, without what it draws at random. */
function effect({ live, removed, keyring }: Node, known: ReadonlySet<string>): unknown {
  return {
    live: [...live].toSorted(),
    removed: [...removed].toSorted(),
    epochs: epochsOf(keyring).filter((epoch) => known.has(epoch)),
  };
}

describe('histories of several devices', { timeout: 600_000 }, () => {
  it('lose no method that was not removed, readmit none that was, and keep every epoch key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const world = await play(steps);
        const tips = world.tips();
        const last = tips.length > 1 ? await world.merge(tips) : tips[0]!;
        await world.checkShutOut(last);
        const all = world.nodes.map(({ keyring }) => keyring);
        for (const keyring of all)
          expect(isAncestor(keyring, last.keyring, all)).toBe(keyring !== last.keyring);
        expect(keyringTips(all)).toEqual([last.keyring]);
        const deletable = new Set(expiredKeyrings([last.keyring], all));
        for (const keyring of all) {
          const kept = keyring === last.keyring || last.parents.some((parent) => parent.keyring === keyring);
          expect(deletable.has(keyring)).toBe(!kept);
        }
      }),
      { numRuns: count('keyring histories') },
    );
  });

  it('merge to the same effect in any order and grouping', async () => {
    const branch = fc.array(step, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(branch, branch, branch), async (branches) => {
        const world = new World();
        await world.create();
        const common = await world.add(world.nodes[0]!, 'vault');
        const ends: Node[] = [];
        for (const steps of branches) {
          let node = common;
          for (const { kind, choice } of steps) {
            if (kind === 'add' || kind === 'merge') node = await world.add(node, 'device');
            if (kind === 'add anchor') node = await world.add(node, 'vault');
            if (kind === 'rotate') node = await world.rotate(node);
            if (kind === 'remove') {
              const others = [...node.live].filter((id) => id !== [...common.live][0]);
              if (others.length > 0)
                node = (await world.remove(node, others[choice % others.length]!)) ?? node;
            }
          }
          ends.push(node === common ? await world.rotate(node) : node);
        }
        const [a, b, c] = ends as [Node, Node, Node];
        const known = new Set(ends.flatMap(({ keyring }) => epochsOf(keyring)));
        const results = [
          await world.merge([a, b, c]),
          await world.merge([c, a, b]),
          await world.merge([await world.merge([a, b]), c]),
          await world.merge([a, await world.merge([c, b])]),
        ];
        for (const result of results) expect(effect(result, known)).toEqual(effect(results[0]!, known));
        // Devices that merged at the same time find each other's merges, and merge them too.
        const settled = await world.merge(world.tips());
        expect(effect(settled, known)).toEqual(effect(results[0]!, known));
      }),
      { numRuns: count('keyring histories') },
    );
  });
});
