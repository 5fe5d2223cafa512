// test-vectors/archives by @muniment/keys and @muniment/archive: whole stores, opened by their keyrings and restored.

import { stat } from 'node:fs/promises';
import { Archive, type ArchiveKeys, type HeadInfo, type SnapshotEntry, tipsOf } from '@muniment/archive';
import { createSha256 } from '@muniment/crypto';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { type KeyringSet, type KeyringUnlock, openKeyrings, parseRecoveryKey } from '@muniment/keys';
import { folderStore, type Store } from '@muniment/storage';
import { compareBytes, formatHex, ID_BYTES } from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { answering, type Fields, formatAll, malformed, operation } from './support.ts';

/** An archive that a request names: its store, its keyrings and what they open. */
interface Opened {
  readonly store: Store;
  readonly keyrings: KeyringSet;
  readonly archive: Archive;
}

async function storeOf(input: Fields): Promise<Store> {
  const path = input.text('store');
  const info = await stat(path).catch(() => undefined);
  if (info === undefined || !info.isDirectory()) malformed(`${path} is no folder`);
  return folderStore(path);
}

/** By the 64 digits, if they are told, else by the device. */
async function unlockOf(archive: Fields): Promise<KeyringUnlock> {
  if (archive.has('recoveryKey')) {
    return { type: 'recovery-key', key: await parseRecoveryKey(archive.text('recoveryKey')) };
  }
  const methodId = archive.bytes('deviceMethodId', ID_BYTES);
  return { type: 'device', methodId, secret: archive.bytes('deviceSecret') };
}

async function openArchive(input: Fields): Promise<Opened> {
  const store = await storeOf(input);
  const unlock = await unlockOf(input.object('archive'));
  const objects: { name: string; bytes: Uint8Array }[] = [];
  for await (const { name } of store.list('keyring/')) objects.push({ name, bytes: await store.get(name) });
  if (objects.length === 0) malformed('the store has no keyring');
  const keyrings = await openKeyrings(objects, unlock);
  const [keyring] = keyrings.tips;
  const keys: ArchiveKeys = {
    archiveId: keyring.archiveId,
    dedupKey: keyring.dedupKey,
    chunkerKey: keyring.chunkerKey,
    epochs: keyring.epochs,
    keyringGeneration: Number(keyring.generation),
    keyringHash: keyring.hash,
  };
  return { store, keyrings, archive: await Archive.open(store, keys) };
}

/** The head that `isMeant`: one that is used, if there is, before one that is superseded or does not count. */
function headOf({ heads }: Archive, isMeant: (head: HeadInfo) => boolean): HeadInfo {
  const all = [...heads.counting, ...heads.superseded, ...heads.notCounting];
  return all.find(isMeant) ?? malformed('the store has no such head');
}

/** The head under a name. @throws why it is no use */
function headNamed(archive: Archive, name: string): HeadInfo {
  const problem = archive.heads.problems.find((one) => one.name === name);
  if (problem !== undefined) throw problem.error;
  return headOf(archive, (head) => head.name === name);
}

/** A path or the target of a link: as text where it is UTF-8, in hexadecimal otherwise. */
function textOrHex(name: string, bytes: Uint8Array): JsonObject {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isText = compareBytes(new TextEncoder().encode(text), bytes) === 0;
  return isText ? { [name]: text } : { [`${name}Hex`]: formatHex(bytes) };
}

/** SHA-256 of a file's content, restored chunk by chunk. */
async function restore(archive: Archive, { extents }: SnapshotEntry): Promise<string> {
  const chunks = archive.chunkReader();
  const hash = createSha256();
  for await (const extent of extents()) {
    if ('chunk' in extent) hash.update(await chunks.read(extent.chunk));
    else for (const zeros of zerosOf(extent.hole)) hash.update(zeros);
  }
  return formatHex(hash.digest());
}

/** `length` zero bytes in parts. */
function* zerosOf(length: bigint): Generator<Uint8Array> {
  const part = new Uint8Array(2 ** 16);
  let left = length;
  for (; left > part.length; left -= BigInt(part.length)) yield part;
  yield part.subarray(0, Number(left));
}

/** What restoring a file comes to: `sha256`, or the error in `damaged`. */
async function describeContent(archive: Archive, entry: SnapshotEntry): Promise<JsonObject> {
  try {
    return { sha256: await restore(archive, entry) };
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return { damaged: error.code };
  }
}

async function describeEntry(archive: Archive, snapshotEntry: SnapshotEntry): Promise<JsonObject> {
  const { entry, chunker } = snapshotEntry;
  const { path, kind, mode, mtimeNs, uid, gid, size, target, contentDigest } = entry;
  const common = {
    ...textOrHex('path', path),
    kind: kind === 'hard-link' ? 'hardLink' : kind,
    mode,
    mtimeNs: String(mtimeNs),
    uid,
    gid,
    size: Number(size),
    ...(target.length > 0 ? textOrHex('target', target) : {}),
  };
  if (kind !== 'file') return common;
  const content = await describeContent(archive, snapshotEntry);
  return { ...common, chunker, contentDigest: formatHex(contentDigest), ...content };
}

function describeSnapshot({ heads }: Archive, head: HeadInfo): JsonObject {
  const { stable, snapshotId, ref, revision, depth } = head;
  const { kind, deviceName, tags, totals } = stable;
  return {
    snapshotId,
    kind,
    sequence: Number(stable.sequence),
    epoch: ref.epoch,
    revision,
    deviceId: formatHex(stable.deviceId),
    deviceName,
    timeMs: Number(stable.timeMs),
    tags,
    parents: formatAll(stable.parents),
    endorsed: formatAll(stable.endorsed),
    clock: stable.clock.map(({ deviceId, count }) => ({
      deviceId: formatHex(deviceId),
      count: Number(count),
    })),
    depth,
    entriesDigest: formatHex(stable.entriesDigest),
    ...(totals && {
      totals: Object.fromEntries(Object.entries(totals).map(([key, value]) => [key, Number(value)])),
    }),
    counts: heads.counting.includes(head),
    tip: tipsOf(heads.counting).includes(head),
  };
}

/** Every entry of a snapshot, and why parts of its manifest could not be read. */
async function walk(
  archive: Archive,
  head: HeadInfo,
): Promise<{ entries: SnapshotEntry[]; damage: MunimentError[] }> {
  const entries: SnapshotEntry[] = [];
  const damage: MunimentError[] = [];
  const options = {
    onDamage: ({ error }: { readonly error: unknown }): void => {
      if (!isMunimentError(error)) throw error;
      damage.push(error);
    },
  };
  for await (const entry of archive.manifest(head).entries(options)) entries.push(entry);
  return { entries, damage };
}

/** The name of the object that is asked about, which lies in `folder`. */
function nameOf(input: Fields, folder: string): string {
  const name = input.text('object');
  return name.startsWith(folder) ? name : malformed(`${JSON.stringify(name)} does not lie under ${folder}`);
}

/** Whether a head counts, or why it is no use. */
const reportHead = operation(async (input) => {
  const name = nameOf(input, 'heads/');
  const { archive } = await openArchive(input);
  const head = headNamed(archive, name);
  return { counts: !archive.heads.notCounting.includes(head) };
});

export const operations: Operations = {
  'archives.head': reportHead,
  'archives.notCounting': reportHead,

  'archives.snapshot': answering(async (input) => {
    const { archive } = await openArchive(input);
    const head = headNamed(archive, input.text('head'));
    const { entries, damage } = await walk(archive, head);
    const described: JsonObject[] = [];
    for (const entry of entries) described.push(await describeEntry(archive, entry));
    const value = { ...describeSnapshot(archive, head), entries: described };
    return damage.length === 0 ? { value } : { error: damage[0].code, value };
  }),

  'archives.path': operation(async (input) => {
    const { archive } = await openArchive(input);
    const snapshotId = input.text('snapshotId');
    const { entries } = await walk(
      archive,
      headOf(archive, (head) => head.snapshotId === snapshotId),
    );
    const path = new TextEncoder().encode(input.text('path'));
    const entry = entries.find((one) => compareBytes(one.entry.path, path) === 0);
    if (entry === undefined) malformed('the snapshot has no such path');
    return { sha256: await restore(archive, entry) };
  }),

  'archives.keyring': operation(async (input) => {
    const name = nameOf(input, 'keyring/');
    const { keyrings } = await openArchive(input);
    const refused = [...keyrings.malformed, ...keyrings.unopened].find((one) => one.name === name);
    if (refused !== undefined) throw refused.error;
    if (!keyrings.keyrings.some((keyring) => keyring.name === name))
      malformed(`the store has no object ${name}`);
    return { tip: keyrings.tips.some((tip) => tip.name === name) };
  }),

  'archives.mark': operation(async (input) => {
    const name = nameOf(input, 'marks/');
    const { archive } = await openArchive(input);
    const { marks, problems } = await archive.readMarks();
    const problem = problems.find((one) => one.name === name);
    if (problem !== undefined) throw problem.error;
    const { mark } = marks.find((one) => one.name === name) ?? malformed(`the store has no object ${name}`);
    return { kind: mark.kind, packIds: formatAll(mark.packIds) };
  }),
};
