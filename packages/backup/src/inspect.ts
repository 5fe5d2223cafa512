// Says what one object is: as much as anyone can see, and with keys what is inside.

import {
  Archive,
  type HeadInfo,
  OBJECT_MAX_BYTES,
  type PackRef,
  packObjectLength,
  printablePath,
} from '@muniment/archive';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { type ParsedKeyring, parseKeyring, type Slot } from '@muniment/keys';
import { memoryStore } from '@muniment/storage';
import {
  decodePaddedFrame,
  FRAME_MAX_LOG2,
  FRAME_MIN_LOG2,
  formatHex,
  type ObjectRef,
  type PackClass,
  parseObjectName,
} from '@muniment/wire';
import { noticeOf } from './notices.ts';
import type { Session } from './session.ts';
import type { Facts, Inspection, Notice } from './types.ts';

const MAGIC = new TextEncoder().encode('MUNIKEYR');
const PACK_CLASSES: readonly PackClass[] = ['data', 'media', 'manifest'];

/**
 * Says what an object is.
 * @param name its name in the store, if it is known: `packs/3f/3f...`; without it a sealed object cannot be opened
 * @param session opens what is inside
 */
export async function inspectObject(
  bytes: Uint8Array,
  name?: string,
  session?: Session,
): Promise<Inspection> {
  const size = bytes.length;
  const ref = name === undefined ? undefined : parseObjectName(name);
  const unnamed = name !== undefined && ref === undefined ? foreignName(name) : undefined;
  if (ref?.kind === 'keyring' || startsWithMagic(bytes)) {
    try {
      const parsed = parseKeyring(bytes, ref === undefined ? undefined : name);
      return { kind: 'keyring', size, facts: keyringFacts(parsed), opened: undefined, problem: unnamed };
    } catch (error) {
      return { kind: 'keyring', size, facts: {}, opened: undefined, problem: noticeOf(error) };
    }
  }
  const log2 = sealedLog2(size);
  if (ref === undefined) {
    if (log2 === undefined) return { kind: 'unknown', size, facts: {}, opened: undefined, problem: unnamed };
    return { kind: 'sealed', size, facts: { paddedBytes: 2 ** log2 }, opened: undefined, problem: unnamed };
  }
  const facts = { ...nameFacts(ref), ...(log2 === undefined ? {} : { paddedBytes: 2 ** log2 }) };
  if (log2 === undefined) {
    const problem: Notice = {
      code: 'ERR_OBJECT_LENGTH',
      message: `no complete object has ${size} bytes`,
      object: name,
    };
    return { kind: ref.kind, size, facts, opened: undefined, problem };
  }
  if (session === undefined) return { kind: ref.kind, size, facts, opened: undefined, problem: undefined };
  try {
    const opened = await open(bytes, name!, ref, log2, session);
    return { kind: ref.kind, size, facts, opened, problem: undefined };
  } catch (error) {
    return { kind: ref.kind, size, facts, opened: undefined, problem: noticeOf(error, { object: name! }) };
  }
}

function foreignName(name: string): Notice {
  return { code: 'ERR_FOREIGN_OBJECT', message: 'no object of ours has such a name', object: name };
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The ladder step of a sealed object's padded content, if it has a length that a complete one can have. */
function sealedLog2(size: number): number | undefined {
  if (size > OBJECT_MAX_BYTES) return undefined;
  for (let log2 = FRAME_MIN_LOG2; log2 <= FRAME_MAX_LOG2; log2++) {
    if (packObjectLength(log2) === size) return log2;
  }
  return undefined;
}

function nameFacts(ref: ObjectRef): Facts {
  switch (ref.kind) {
    case 'head':
      return { sequence: ref.sequence, epoch: ref.epoch, headId: formatHex(ref.headId) };
    case 'mark':
      return { epoch: ref.epoch, markId: formatHex(ref.markId) };
    case 'pack':
      return { packId: formatHex(ref.packId) };
    case 'keyring':
      return { generation: ref.generation, keyringId: formatHex(ref.keyringId) };
  }
}

function keyringFacts({ archiveId, generation, keyringId, hash, parents, slots }: ParsedKeyring): Facts {
  return {
    archiveId: formatHex(archiveId),
    generation,
    keyringId: formatHex(keyringId),
    hash: formatHex(hash),
    parents: parents.map(formatHex),
    methods: slots.map(methodFact),
  };
}

function methodFact({ type, methodId, keyId, vault }: Slot): string {
  const method = `${type} ${formatHex(methodId)} ${keyId}`.trimEnd();
  if (vault === undefined) return method;
  const { url, issuer, subject, generation } = vault;
  return `${method} at ${url} for ${subject} of ${issuer}, generation ${generation}`;
}

/** Opens an object in a store that holds nothing else. */
async function open(
  bytes: Uint8Array,
  name: string,
  ref: ObjectRef,
  log2: number,
  session: Session,
): Promise<Facts> {
  const store = memoryStore();
  await store.put(name, bytes);
  const archive = await Archive.open(store, session.archive.keys);
  if (ref.kind === 'head') {
    const { counting, notCounting, problems } = archive.heads;
    const [head] = [...counting, ...notCounting];
    if (head === undefined) throw problems[0]!.error;
    const isCounting = session.archive.heads.counting.some(
      ({ snapshotId }) => snapshotId === head.snapshotId,
    );
    return { ...headFacts(head), counts: isCounting ? 'yes' : 'no' };
  }
  if (ref.kind === 'mark') {
    const { marks, problems } = await archive.readMarks();
    const [found] = marks;
    if (found === undefined) throw problems[0]!.error;
    const { kind, createdMs, deviceId, packIds } = found.mark;
    return {
      kind,
      created: new Date(Number(createdMs)).toISOString(),
      deviceId: formatHex(deviceId),
      packs: packIds.map(formatHex),
    };
  }
  const id = formatHex((ref as Extract<ObjectRef, { kind: 'pack' }>).packId);
  const epochs = [...new Set(archive.keys.epochs.map(({ number }) => number))].reverse();
  let failure: unknown = new MunimentError('ERR_COMMITMENT');
  for (const epoch of epochs) {
    for (const packClass of PACK_CLASSES) {
      const pack: PackRef = { id, packClass, epoch, sizeLog2: log2 };
      try {
        const content = decodePaddedFrame(await archive.objects.readPack(pack));
        return { packClass, epoch, usedBytes: content.length };
      } catch (error) {
        if (!isMunimentError(error)) throw error;
        if (error.code !== 'ERR_COMMITMENT') throw error;
        failure = error;
      }
    }
  }
  throw failure;
}

function headFacts({ snapshotId, stable, revision, depth }: HeadInfo): Facts {
  const { kind, parents, endorsed, totals, deviceId, deviceName, timeMs, tags, roots } = stable;
  return {
    snapshotId,
    kind,
    revision,
    depth,
    time: new Date(Number(timeMs)).toISOString(),
    deviceId: formatHex(deviceId),
    deviceName,
    parents: parents.map(formatHex),
    endorsed: endorsed.length,
    keyringGeneration: stable.keyringGeneration,
    tags,
    roots: roots.map(({ name, source }) => `${printablePath(name)} from ${printablePath(source)}`),
    files: totals?.files ?? 0n,
    directories: totals?.directories ?? 0n,
    others: totals?.others ?? 0n,
    bytes: totals?.bytes ?? 0n,
    skipped: totals?.skipped ?? 0n,
  };
}
