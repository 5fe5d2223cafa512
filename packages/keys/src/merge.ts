// Merging forks: spec/keys.md section 8.3.

import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { compareBytes, formatHex, LIMITS } from '@muniment/wire';
import { utf8 } from './bytes.ts';
import {
  compareEpochs,
  type Draft,
  inherit,
  type Member,
  type WrittenKeyring,
  writeKeyring,
  writeRotated,
} from './draft.ts';
import type { KeyringEnvironment } from './environment.ts';
import type { KeyringEpoch, KeyringMethod, OpenKeyring } from './keyring.ts';
import { distinctKeyrings } from './lineage.ts';
import { assertSameArchive, holdsEpochs } from './succession.ts';
import { sameVaultLocator } from './vault.ts';

/** How to merge. */
export interface MergeOptions {
  /** Hashes of tips that the user does not recognise: of these only the epochs are taken. */
  readonly disown?: readonly Uint8Array[];
}

/** What a tip would bring into a merge that someone shut out by another tip could have planted. */
export interface MergeDoubt {
  readonly tip: OpenKeyring;
  /** Methods that only this side knows. */
  readonly added: readonly KeyringMethod[];
  /** Methods that only this side removed. */
  readonly removed: readonly KeyringMethod[];
}

/**
 * What to ask the user before merging: tips that lack an epoch of a tip that removed methods, and what they would change.
 * Empty if the tips can be merged unasked (KEYS-085).
 * @throws RangeError unless there are 2 to 16 different tips
 */
export function reviewMerge(tips: readonly OpenKeyring[]): MergeDoubt[] {
  const all = checkedTips(tips);
  return all.flatMap((tip) => {
    const judges = all.filter((other) => other.removedMethods.length > 0 && !holdsEpochs(tip, other));
    const added = tip.methods.filter(({ methodId }) => judges.some((judge) => !knows(judge, methodId)));
    const removed = judges.flatMap((judge) =>
      judge.methods.filter(({ methodId }) => hasRemoved(tip, methodId)),
    );
    const distinct = [...new Map(removed.map((method) => [formatHex(method.methodId), method])).values()];
    return added.length + distinct.length === 0 ? [] : [{ tip, added, removed: distinct }];
  });
}

/** See index.ts. */
export async function mergeKeyringsWith(
  env: KeyringEnvironment,
  tips: readonly OpenKeyring[],
  { disown = [] }: MergeOptions = {},
): Promise<WrittenKeyring> {
  const all = checkedTips(tips);
  assertSameArchive(all);
  const disowned = new Set(disown.map(formatHex));
  const trusted = all.filter(({ hash }) => !disowned.has(formatHex(hash)));
  if (all.length - trusted.length !== disowned.size) throw new RangeError('disown must name hashes of tips');
  const [newest] = trusted;
  if (newest === undefined) throw new RangeError('disown must not name every tip');

  const removedMethods = distinctBytes(trusted.flatMap((tip) => tip.removedMethods));
  const removed = new Set(removedMethods.map(formatHex));
  const known = mergeMembers(trusted);
  const members = known.filter(({ method }) => !removed.has(formatHex(method.methodId)));
  const epochs = mergeEpochs(all);
  const draft: Draft = {
    ...inherit(newest),
    generation: all[0]!.generation + 1n,
    parents: all.map(({ hash }) => hash),
    epochs,
    members,
    removedMethods,
  };
  const keepsRootKey =
    disowned.size === 0 &&
    members.length === known.length &&
    all.every((tip) => tip.epochs.length === epochs.length) &&
    all.every((tip) => equalBytes(tip.rootKey.expose(), newest.rootKey.expose()));
  return keepsRootKey ? writeKeyring(env, draft) : writeRotated(env, draft);
}

/** Newest first: greatest generation, then greatest hash. */
function checkedTips(tips: readonly OpenKeyring[]): OpenKeyring[] {
  const all = distinctKeyrings(tips);
  const limit = LIMITS.KeyringPublic.parents.maxCount;
  if (all.length !== tips.length || all.length < 2 || all.length > limit) {
    throw new RangeError(`tips must be 2 to ${limit} different keyrings`);
  }
  return all;
}

/** Every method of any tip, once. What two tips say of one method must agree. @throws ERR_KEYRING_SUCCESSION */
function mergeMembers(tips: readonly OpenKeyring[]): Member[] {
  const members = new Map<string, Member & { slot: { sealedRootKey: Uint8Array } }>();
  for (const tip of tips) {
    tip.methods.forEach((method, i) => {
      const slot = tip.slots[i]!;
      const id = formatHex(method.methodId);
      const other = members.get(id);
      if (other === undefined) {
        members.set(id, { method, slot });
        return;
      }
      const same =
        other.method.type === method.type &&
        other.slot.keyId === slot.keyId &&
        sameVaultLocator(other.slot.vault, slot.vault) &&
        equalBytes(other.method.publicKey, method.publicKey) &&
        equalBytes(other.slot.salt, slot.salt);
      if (!same) {
        throw new MunimentError('ERR_KEYRING_SUCCESSION', `${tip.name} has another method of the same id`, {
          name: tip.name,
        });
      }
      // Slots are only of use under one root key, where correct writers have kept them byte for byte. Of what differs all the
      // same the least and the earliest, so that the order of the tips does not matter.
      members.set(id, {
        method: {
          ...method,
          label:
            compareBytes(utf8(method.label), utf8(other.method.label)) < 0
              ? method.label
              : other.method.label,
          createdMs: Math.min(method.createdMs, other.method.createdMs),
        },
        slot: compareBytes(slot.sealedRootKey, other.slot.sealedRootKey) < 0 ? slot : other.slot,
      });
    });
  }
  return [...members.values()];
}

/** Every epoch of any tip, once; should times differ, the earliest. */
function mergeEpochs(tips: readonly OpenKeyring[]): KeyringEpoch[] {
  const sorted = tips
    .flatMap(({ epochs }) => epochs)
    .toSorted((a, b) => compareEpochs(a, b) || a.createdMs - b.createdMs);
  return sorted.filter((epoch, i) => i === 0 || compareEpochs(sorted[i - 1]!, epoch) !== 0);
}

function distinctBytes(list: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(list.map((bytes) => [formatHex(bytes), bytes])).values()];
}

function knows(keyring: OpenKeyring, methodId: Uint8Array): boolean {
  return (
    hasRemoved(keyring, methodId) || keyring.methods.some((method) => equalBytes(method.methodId, methodId))
  );
}

function hasRemoved(keyring: OpenKeyring, methodId: Uint8Array): boolean {
  return keyring.removedMethods.some((removed) => equalBytes(removed, methodId));
}
