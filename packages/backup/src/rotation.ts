// Changing the archive's keys: link head first, keyring last, so that at every moment the newest keyring in the store has
// heads that count. Implements spec/archive.md §8 (ARCH-061) and spec/keys.md §8.

import { Archive, writeHead } from '@muniment/archive';
import { createSha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  type KeyringUnlock,
  mergeKeyrings,
  type OpenKeyring,
  openKeyring,
  parseKeyring,
  reviewMerge,
  type WrittenKeyring,
} from '@muniment/keys';
import { compareBytes, formatHex, parseHex } from '@muniment/wire';
import { archiveKeys, putKeyring } from './keyrings.ts';
import type { Session } from './session.ts';
import { noteOwners } from './vault-methods.ts';

/** So many tips are merged at once. */
const MERGE_COUNT = 16;
/** Heads that other devices write meanwhile are vouched for; more often than this they do not. */
const LINK_ROUNDS = 16;
/** One more than is needed, so that the loss of one object does not cost every snapshot before the change. */
const LINK_COUNT = 2;
const JOURNAL = 'rotation';

/** A keyring that has been made and is not in the store yet. */
interface NewKeyring {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly keyring: OpenKeyring;
}

/** True if `keyring` has an epoch above those that the session knows. */
export function hasNewEpoch(session: Session, keyring: OpenKeyring): boolean {
  return keyring.epochs.at(-1)!.number > session.archive.epoch;
}

/**
 * Vouches for all heads that count, under the new epoch, and then stores the keyring. Killed at any point, the archive
 * stays readable with the keyring before, and the next run of this device finishes from the journal.
 */
export async function storeRotated(session: Session, written: NewKeyring): Promise<void> {
  const { folder, store } = session;
  await noteOwners(session);
  folder.write(JOURNAL, written.bytes);
  await vouch(session, written.keyring);
  await putKeyring(store, written.name, written.bytes);
  folder.delete(JOURNAL);
}

/**
 * Stores a keyring with new keys, and goes on with it.
 * @param goOn false for a device that removes itself
 */
export async function publishRotated(
  session: Session,
  written: WrittenKeyring,
  goOn: boolean,
): Promise<void> {
  try {
    await storeRotated(session, written);
  } finally {
    written.keyring.wipe();
  }
  if (!goOn) return;
  await session.refresh();
  await noteOwners(session);
  await session.deleteExpired();
}

/** Writes link heads of the new epoch until two vouch for every head that counts. */
async function vouch(session: Session, keyring: OpenKeyring): Promise<void> {
  const { device } = session.writer();
  const next = await Archive.open(session.store, archiveKeys([keyring]));
  for (let round = 0; round < LINK_ROUNDS; round++) {
    await session.archive.refresh();
    const before = session.archive.heads.counting;
    const links = next.heads.counting.filter(({ ref }) => ref.epoch === next.epoch);
    const complete = links.filter(({ stable: { endorsed } }) => {
      const ids = new Set(endorsed.map(formatHex));
      return before.every(({ snapshotId }) => ids.has(snapshotId));
    });
    if (complete.length >= LINK_COUNT) return;
    await writeHead(
      next.objects,
      [...before, ...links],
      {
        kind: 'link',
        endorsed: before.map(({ snapshotId }) => parseHex(snapshotId)).sort(compareBytes),
        entriesDigest: createSha256().digest(),
        totals: undefined,
        deviceId: device.id,
        deviceName: device.name,
        timeMs: BigInt(Date.now()),
        tags: [],
        roots: [],
        replaces: new Uint8Array(0),
      },
      undefined,
      0,
      next.table,
    );
    await next.refresh();
  }
  throw new MunimentError(
    'ERR_KEYRING_OUTDATED',
    'other devices keep writing while the keys are being changed',
  );
}

/**
 * Finishes a change of keys that was interrupted, or takes it back if another device has changed them meanwhile.
 * @returns whether it was taken back
 */
export async function finishRotation(session: Session, unlock: KeyringUnlock): Promise<boolean> {
  const bytes = session.folder.read(JOURNAL);
  if (bytes === undefined) return false;
  let isTakenBack = false;
  const keyring = await openJournal(bytes, unlock);
  try {
    if (keyring !== undefined && !session.keyringNames.includes(keyring.name)) {
      const tips = session.keyrings.tips.map(({ hash }) => formatHex(hash)).sort();
      if (tips.join() === keyring.parents.map(formatHex).join()) {
        await vouch(session, keyring);
        await putKeyring(session.store, keyring.name, bytes);
      } else {
        await takeBack(session, keyring);
        isTakenBack = true;
      }
    }
  } finally {
    keyring?.wipe();
  }
  session.folder.delete(JOURNAL);
  await session.refresh();
  return isTakenBack;
}

async function openJournal(bytes: Uint8Array, unlock: KeyringUnlock): Promise<OpenKeyring | undefined> {
  try {
    return await openKeyring(parseKeyring(bytes), unlock);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return undefined;
  }
}

/** Deletes the link heads of a keyring that was never stored: nobody else can have written under its epoch key. */
async function takeBack(session: Session, keyring: OpenKeyring): Promise<void> {
  const abandoned = await Archive.open(session.store, archiveKeys([keyring]));
  for (const { name, ref } of abandoned.heads.counting) {
    const isKnown = session.archive.heads.counting.some((head) => head.name === name);
    if (ref.epoch === abandoned.epoch && !isKnown) await session.store.delete(name);
  }
}

/** What the user said of forked keyrings. */
export interface MergeAnswers {
  /** Hashes of tips, in hexadecimal, that the user does not recognise. */
  readonly disown: readonly string[];
  /** The user recognises all others. */
  readonly accept: boolean;
}

/**
 * Brings keyrings that two devices wrote at once together.
 * @throws ERR_KEYRING_DOUBT if the user has to be asked first
 * Requirements: KEYS-069.
 */
export async function mergeTips(session: Session, { disown, accept }: MergeAnswers): Promise<void> {
  if (session.keyrings.tips.length < 2) return;
  while (session.keyrings.tips.length > 1) {
    const tips = session.keyrings.tips.slice(0, MERGE_COUNT);
    const disowned = tips.map(({ hash }) => hash).filter((hash) => disown.includes(formatHex(hash)));
    const open = tips.filter(({ hash }) => !disowned.includes(hash));
    const doubts = accept || open.length < 2 ? [] : reviewMerge(open);
    if (doubts.length > 0) {
      const what = doubts.flatMap(({ added, removed }) => [
        ...added.map(({ label }) => `adds ${JSON.stringify(label)}`),
        ...removed.map(({ label }) => `removes ${JSON.stringify(label)}`),
      ]);
      throw new MunimentError('ERR_KEYRING_DOUBT', `a change of the keys ${what.join(', ')}`, {
        tips: doubts.map(({ tip }) => formatHex(tip.hash)).join(','),
      });
    }
    const written = await mergeKeyrings(tips, { disown: disowned });
    try {
      if (hasNewEpoch(session, written.keyring)) await storeRotated(session, written);
      else await putKeyring(session.store, written.name, written.bytes);
    } finally {
      written.keyring.wipe();
    }
    await session.refresh();
  }
  await session.deleteExpired();
}
