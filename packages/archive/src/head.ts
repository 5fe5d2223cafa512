// Heads: encoding, checks, ancestry. Implements spec/archive.md §7 and §8.

import { createSha256, equalBytes, randomBytes, sha256 } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { ObjectInfo } from '@muniment/storage';
import {
  CRITICAL_FEATURES,
  compareBytes,
  type DeviceCount,
  decodeHead,
  decodeHeadStable,
  encodeHead,
  encodeHeadStable,
  FORMAT_VERSION,
  formatHeadName,
  formatHex,
  type HeadRef,
  type HeadStable,
  parseHeadName,
  parseHex,
} from '@muniment/wire';
import { newestEpoch } from './archive-keys.ts';
import { type ChunkLocation, decodeLocation, encodeLocation, type LocationTable } from './locations.ts';
import type { SealedObjects } from './sealed-objects.ts';
import { eachAtOnce } from './under-way.ts';

/** A head that opened and passed its checks. */
export interface HeadInfo {
  readonly name: string;
  readonly ref: HeadRef;
  /** 64 hex digits. */
  readonly snapshotId: string;
  readonly stable: HeadStable;
  /** The stable part as received: what the snapshot id is the hash of. */
  readonly stableBytes: Uint8Array;
  readonly revision: number;
  readonly root: ChunkLocation | undefined;
  readonly depth: number;
}

/** An object under heads/ that is no use, and why. */
export interface HeadProblem {
  readonly name: string;
  readonly error: MunimentError;
}

/** All heads of a store, sorted out. */
export interface HeadSet {
  /** Heads that count, one for each snapshot id (ARCH-054, ARCH-060), by time, then by sequence. */
  readonly counting: readonly HeadInfo[];
  /** Other heads of the same snapshot ids: superseded revisions. */
  readonly superseded: readonly HeadInfo[];
  /** Heads of an old epoch that nothing vouches for. */
  readonly notCounting: readonly HeadInfo[];
  readonly problems: readonly HeadProblem[];
}

/** A store that goes on listing heads which are gone is believed at last. */
const LISTING_COUNT = 8;
const READ_AT_ONCE_COUNT = 8;

/**
 * Every head of the store. A head that is gone when it is read may have been revised: its revision was perhaps stored
 * after the listing, so heads are listed again until all that are listed are there.
 * @param known heads that were read before under the same keys: where they are listed they are not read again, since what has a
 * name keeps it and its content (STORE-010)
 */
export async function readHeads(
  objects: SealedObjects,
  table: LocationTable,
  known: readonly HeadInfo[] = [],
): Promise<HeadSet> {
  const read = new Map<string, HeadInfo | HeadProblem>(known.map((head) => [head.name, head]));
  for (let listing = 1; ; listing++) {
    const infos: ObjectInfo[] = [];
    for await (const info of objects.store.list('heads/')) infos.push(info);
    let isGone = false;
    const unread = infos.filter(({ name }) => !read.has(name));
    await eachAtOnce(unread, READ_AT_ONCE_COUNT, async (info) => {
      const head = await tryReadHead(objects, info, table);
      if (head === undefined) isGone = true;
      else read.set(info.name, head);
    });
    if (isGone && listing < LISTING_COUNT) continue;
    const listed = infos.flatMap(({ name }) => read.get(name) ?? []);
    const problems = listed.filter((head): head is HeadProblem => 'error' in head);
    const opened = listed.filter((head): head is HeadInfo => !('error' in head));
    return { ...sortOut(opened, newestEpoch(objects.keys)), problems };
  }
}

/** A head, or why it is no use; undefined if it is gone. @throws errors of the store as a whole */
async function tryReadHead(
  objects: SealedObjects,
  { name, size }: ObjectInfo,
  table: LocationTable,
): Promise<HeadInfo | HeadProblem | undefined> {
  const ref = parseHeadName(name);
  if (ref === undefined) {
    return {
      name,
      error: new MunimentError('ERR_FOREIGN_OBJECT', `${name} is not a name of ours`, { object: name }),
    };
  }
  try {
    if (ref.epoch > newestEpoch(objects.keys)) {
      throw new MunimentError(
        'ERR_KEYRING_OUTDATED',
        `${name} was written under a newer keyring than the one at hand`,
        { object: name },
      );
    }
    return await readHead(objects, ref, table, size);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    if (error.code === 'ERR_STORE_NOT_FOUND') return undefined;
    if (error.errorClass === 'store') throw error;
    return { name, error };
  }
}

/** Reads and checks one head, of `size` bytes if the store has listed it. @throws ERR_HEAD, ERR_UNSUPPORTED_VERSION, ERR_CRITICAL_FEATURE and those of opening it (ARCH-050) */
export async function readHead(
  objects: SealedObjects,
  ref: HeadRef,
  table: LocationTable,
  size?: number,
): Promise<HeadInfo> {
  const name = formatHeadName(ref);
  const { stable: stableBytes, revision, root, depth } = decodeHead(await objects.readHead(ref, size));
  const stable = decodeHeadStable(stableBytes);
  const fail = (what: string): never => {
    throw new MunimentError('ERR_HEAD', `${name}: ${what}`, { object: name });
  };
  if (stable.formatVersion !== FORMAT_VERSION) {
    throw new MunimentError('ERR_UNSUPPORTED_VERSION', `${name} has format version ${stable.formatVersion}`, {
      object: name,
    });
  }
  const unknown = stable.criticalFeatures.find((feature) => !CRITICAL_FEATURES.includes(feature));
  if (unknown !== undefined) {
    throw new MunimentError('ERR_CRITICAL_FEATURE', `${name} needs feature ${unknown}`, {
      object: name,
      feature: unknown,
    });
  }
  if (!equalBytes(stable.archiveId, objects.keys.archiveId)) fail('it names another archive');
  if (stable.sequence !== ref.sequence) fail('its sequence is not the one of its name');
  if (!ascending(stable.clock)) fail('its clock is not in order');
  if (!stable.clock.some(({ deviceId }) => equalBytes(deviceId, stable.deviceId)))
    fail('its clock lacks its own device');
  if (stable.kind === 'snapshot' && stable.endorsed.length > 0) fail('a snapshot that vouches for others');
  if ((root === undefined) !== (stable.totals === undefined)) fail('a root without totals, or the reverse');
  if (root === undefined && (depth !== 0 || !equalBytes(stable.entriesDigest, createSha256().digest()))) {
    fail('entries without a root');
  }
  if (stable.kind === 'link' && root !== undefined) fail('a link head with a root');
  return {
    name,
    ref,
    snapshotId: formatHex(await sha256(stableBytes)),
    stable,
    stableBytes,
    revision,
    root: root === undefined ? undefined : decodeLocation(root, table),
    depth,
  };
}

function ascending(clock: readonly DeviceCount[]): boolean {
  return clock.every(({ deviceId }, i) => i === 0 || compareBytes(clock[i - 1].deviceId, deviceId) < 0);
}

/** Decides which heads count, and which of several with one snapshot id is used. */
export function sortOut(opened: readonly HeadInfo[], newest: number): Omit<HeadSet, 'problems'> {
  const byId = new Map<string, HeadInfo[]>();
  for (const head of opened) {
    const same = byId.get(head.snapshotId);
    if (same === undefined) byId.set(head.snapshotId, [head]);
    else same.push(head);
  }
  const counts = new Set<string>();
  const pending = opened.filter(({ ref }) => ref.epoch === newest);
  for (let head = pending.pop(); head !== undefined; head = pending.pop()) {
    if (counts.has(head.snapshotId)) continue;
    counts.add(head.snapshotId);
    for (const id of [...head.stable.parents, ...head.stable.endorsed])
      pending.push(...(byId.get(formatHex(id)) ?? []));
  }
  const counting: HeadInfo[] = [];
  const superseded: HeadInfo[] = [];
  const notCounting: HeadInfo[] = [];
  for (const [id, heads] of byId) {
    if (!counts.has(id)) {
      notCounting.push(...heads);
      continue;
    }
    heads.sort((a, b) => b.ref.epoch - a.ref.epoch || b.revision - a.revision || (a.name < b.name ? -1 : 1));
    counting.push(heads[0]);
    superseded.push(...heads.slice(1));
  }
  counting.sort(
    (a, b) =>
      compareNumbers(a.stable.timeMs, b.stable.timeMs) ||
      compareNumbers(a.stable.sequence, b.stable.sequence) ||
      (a.snapshotId < b.snapshotId ? -1 : 1),
  );
  return { counting, superseded, notCounting };
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True if `head` was written by a device that had seen `other`, or one that had. */
export function descendsFrom(head: HeadInfo, other: HeadInfo): boolean {
  const counts = clockOf(head);
  let differs = head.stable.clock.length !== other.stable.clock.length;
  for (const { deviceId, count } of other.stable.clock) {
    const own = counts.get(formatHex(deviceId)) ?? 0n;
    if (own < count) return false;
    if (own > count) differs = true;
  }
  return differs;
}

function clockOf(head: HeadInfo): Map<string, bigint> {
  return new Map(head.stable.clock.map(({ deviceId, count }) => [formatHex(deviceId), count]));
}

/** The counting heads that no other counting head descends from. More than one is a fork. */
export function tipsOf(counting: readonly HeadInfo[]): HeadInfo[] {
  // Descendants have greater sequences: each head is compared only with tips found among those above it.
  const highestFirst = [...counting].sort((a, b) => compareNumbers(b.stable.sequence, a.stable.sequence));
  const tips: HeadInfo[] = [];
  for (const head of highestFirst) if (!tips.some((tip) => descendsFrom(tip, head))) tips.push(head);
  return tips.reverse();
}

/** What a new head says of itself. */
export type NewHead = Pick<
  HeadStable,
  | 'kind'
  | 'endorsed'
  | 'entriesDigest'
  | 'totals'
  | 'deviceId'
  | 'deviceName'
  | 'timeMs'
  | 'tags'
  | 'roots'
  | 'replaces'
>;

/** Writes the next head over `counting` (ARCH-052), reads it back and gives it. */
export async function writeHead(
  objects: SealedObjects,
  counting: readonly HeadInfo[],
  head: NewHead,
  root: ChunkLocation | undefined,
  depth: number,
  table: LocationTable,
): Promise<HeadInfo> {
  const clock = new Map<string, bigint>();
  let sequence = 0n;
  for (const known of counting) {
    if (known.stable.sequence > sequence) sequence = known.stable.sequence;
    for (const [device, count] of clockOf(known))
      if (count > (clock.get(device) ?? 0n)) clock.set(device, count);
  }
  const own = formatHex(head.deviceId);
  clock.set(own, (clock.get(own) ?? 0n) + 1n);
  const stable: HeadStable = {
    ...head,
    formatVersion: FORMAT_VERSION,
    criticalFeatures: [],
    archiveId: objects.keys.archiveId,
    sequence: sequence + 1n,
    parents: tipsOf(counting)
      .map(({ snapshotId }) => parseHex(snapshotId))
      .sort(compareBytes),
    clock: [...clock]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([device, count]) => ({ deviceId: parseHex(device), count })),
    keyringGeneration: BigInt(objects.keys.keyringGeneration),
    keyringHash: objects.keys.keyringHash,
  };
  return putHead(objects, stable.sequence, encodeHeadStable(stable), 0, root, depth, table);
}

/** Writes another head for the same snapshot with new locations (ARCH-084). */
export async function reviseHead(
  objects: SealedObjects,
  head: HeadInfo,
  root: ChunkLocation | undefined,
  depth: number,
  table: LocationTable,
): Promise<HeadInfo> {
  return putHead(objects, head.stable.sequence, head.stableBytes, head.revision + 1, root, depth, table);
}

async function putHead(
  objects: SealedObjects,
  sequence: bigint,
  stable: Uint8Array,
  revision: number,
  root: ChunkLocation | undefined,
  depth: number,
  table: LocationTable,
): Promise<HeadInfo> {
  const ref = { sequence, epoch: newestEpoch(objects.keys), headId: randomBytes(16) };
  const location = root === undefined ? undefined : encodeLocation(root);
  await objects.writeHead(ref, encodeHead({ stable, revision, root: location, depth }));
  return readHead(objects, ref, table);
}
