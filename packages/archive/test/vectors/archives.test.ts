// Runs test-vectors/archives: whole stores are opened, listed and read back.

import { createSha256, sha256 } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  type ContentPiece,
  contentOf,
  expectedOutcome,
  fromHex,
  loadVectors,
  outcomeOf,
  readVectorFile,
  type TestVector,
  toHex,
} from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { Archive, type HeadInfo, type SnapshotEntry, tipsOf } from '../../src/index.ts';
import { archiveKeys, storeOf, type VectorKeys } from './support.ts';

interface ListedEntry {
  readonly path?: string;
  readonly pathHex?: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardLink';
  readonly mode: number;
  readonly mtimeNs: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target?: string;
  readonly chunker?: string;
  readonly sha256?: string;
  readonly contentDigest?: string;
  readonly damaged?: string;
}

interface ArchiveVector extends TestVector {
  readonly operation: 'snapshot' | 'head' | 'path' | 'mark' | 'notCounting' | 'keyring';
  readonly head?: string;
  readonly snapshotId?: string;
  readonly kind?: string;
  readonly sequence?: number;
  readonly epoch?: number;
  readonly deviceName?: string;
  readonly timeMs?: number;
  readonly tags?: readonly string[];
  readonly parents?: readonly string[];
  readonly endorsed?: readonly string[];
  readonly depth?: number;
  readonly entriesDigest?: string;
  readonly totals?: Readonly<Record<string, number>>;
  readonly counts?: boolean;
  readonly tip?: boolean;
  readonly entries?: readonly ListedEntry[];
  readonly object?: string;
  readonly path?: string;
  readonly packIds?: readonly string[];
}

interface ArchiveFile {
  readonly vectorCount: number;
  readonly vectors: readonly ArchiveVector[];
  readonly archive: string;
  readonly keyring: VectorKeys & { readonly generation: number; readonly hash: string };
  readonly objects: readonly { readonly name: string; readonly length: number; readonly sha256: string }[];
  readonly contents: Readonly<Record<string, readonly ContentPiece[]>>;
}

const NAMES = ['tiny', 'none', 'deflate', 'zstd', 'rotated', 'hostile', 'lost'];
const pathHex = (entry: { readonly path?: string; readonly pathHex?: string }): string =>
  entry.pathHex ?? toHex(new TextEncoder().encode(entry.path));

/** An entry of a manifest in the form of the vectors. */
function describeEntry({ entry, chunker }: SnapshotEntry): Record<string, unknown> {
  const isFile = entry.kind === 'file';
  return {
    pathHex: toHex(entry.path),
    kind: entry.kind === 'hard-link' ? 'hardLink' : entry.kind,
    mode: entry.mode,
    mtimeNs: String(entry.mtimeNs),
    uid: entry.uid,
    gid: entry.gid,
    size: Number(entry.size),
    target: toHex(entry.target),
    ...(isFile ? { chunker, contentDigest: toHex(entry.contentDigest) } : {}),
  };
}

function expectedEntry(listed: ListedEntry): Record<string, unknown> {
  const { kind, mode, mtimeNs, uid, gid, size, chunker, contentDigest } = listed;
  return {
    pathHex: pathHex(listed),
    kind,
    mode,
    mtimeNs,
    uid,
    gid,
    size,
    target: toHex(new TextEncoder().encode(listed.target ?? '')),
    ...(kind === 'file' ? { chunker, contentDigest } : {}),
  };
}

describe.each(NAMES)('test-vectors/archives/%s', (name) => {
  const suite = loadVectors<ArchiveVector, ArchiveFile>(`archives/${name}/archive.json`);
  const { file } = suite;
  const objects = file.objects.map((object) => ({
    ...object,
    bytes: readVectorFile(`archives/${name}/store/${object.name}`),
  }));
  const keys = archiveKeys(file.keyring, file.keyring.generation, fromHex(file.keyring.hash));
  const open = (): Promise<Archive> => Archive.open(storeOf(objects), keys);
  const headOf = (archive: Archive, snapshotId: string): HeadInfo =>
    [...archive.heads.counting, ...archive.heads.notCounting].find((head) => head.snapshotId === snapshotId)!;

  /** All entries of a snapshot, and the codes of what could not be read. */
  async function walk(
    archive: Archive,
    head: HeadInfo,
  ): Promise<{ entries: SnapshotEntry[]; damage: string[] }> {
    const entries: SnapshotEntry[] = [];
    const damage: string[] = [];
    const options = {
      onDamage: ({ error }: { error: unknown }): void => {
        damage.push(isMunimentError(error) ? error.code : String(error));
      },
    };
    for await (const entry of archive.manifest(head).entries(options)) entries.push(entry);
    return { entries, damage };
  }

  /** SHA-256 of a file's content, read chunk by chunk. */
  async function hashContent(archive: Archive, { extents }: SnapshotEntry): Promise<string> {
    const chunks = archive.chunkReader();
    const hash = createSha256();
    for await (const extent of extents()) {
      hash.update('hole' in extent ? new Uint8Array(Number(extent.hole)) : await chunks.read(extent.chunk));
    }
    return toHex(hash.digest());
  }

  it('has the objects that its description lists', async () => {
    for (const { bytes, length, sha256: expected } of objects) {
      expect(bytes.length).toBe(length);
      expect(toHex(await sha256(bytes))).toBe(expected);
    }
  });

  it.each(suite.of('snapshot'))('$id', async (vector) => {
    suite.ran(vector);
    const archive = await open();
    const head = headOf(archive, vector.snapshotId!);
    expect(head.name).toBe(vector.head);
    expect(archive.heads.counting.includes(head)).toBe(vector.counts);
    expect(tipsOf(archive.heads.counting).includes(head)).toBe(vector.tip);
    const { stable, depth } = head;
    expect({
      kind: stable.kind,
      sequence: Number(stable.sequence),
      epoch: head.ref.epoch,
      deviceName: stable.deviceName,
      timeMs: Number(stable.timeMs),
      tags: stable.tags,
      parents: stable.parents.map(toHex),
      endorsed: stable.endorsed.map(toHex),
      depth,
      entriesDigest: toHex(stable.entriesDigest),
      totals:
        stable.totals &&
        Object.fromEntries(Object.entries(stable.totals).map(([key, value]) => [key, Number(value)])),
    }).toEqual({
      kind: vector.kind,
      sequence: vector.sequence,
      epoch: vector.epoch,
      deviceName: vector.deviceName,
      timeMs: vector.timeMs,
      tags: vector.tags,
      parents: vector.parents,
      endorsed: vector.endorsed,
      depth: vector.depth,
      entriesDigest: vector.entriesDigest,
      totals: vector.totals,
    });
    const { entries, damage } = await walk(archive, head);
    expect(damage).toEqual(vector.result === 'valid' ? [] : [expectedOutcome(vector)]);
    expect(entries.map(describeEntry)).toEqual(vector.entries!.map(expectedEntry));
    for (const [i, entry] of entries.entries()) {
      const listed = vector.entries![i];
      if (listed.kind !== 'file' || listed.damaged !== undefined) continue;
      expect(toHex(await sha256(contentOf(file.contents[listed.sha256!])))).toBe(listed.sha256);
      expect(await hashContent(archive, entry)).toBe(listed.sha256);
    }
  });

  if (suite.of('path').length > 0) {
    it.each(suite.of('path'))('$id', async (vector) => {
      suite.ran(vector);
      const archive = await open();
      const { entries } = await walk(archive, headOf(archive, vector.snapshotId!));
      const entry = entries.find((one) => toHex(one.entry.path) === pathHex({ path: vector.path! }))!;
      expect(await outcomeOf(() => hashContent(archive, entry))).toBe(expectedOutcome(vector));
    });

    it.each(suite.of('head'))('$id', async (vector) => {
      suite.ran(vector);
      const { problems } = (await open()).heads;
      const codes = problems
        .filter((problem) => problem.name === vector.object)
        .map(({ error }) => error.code);
      expect(codes).toEqual([vector.error]);
      expect(problems.length).toBe(suite.of('head').length);
    });

    it.each(suite.of('notCounting'))('$id', async (vector) => {
      suite.ran(vector);
      const { notCounting } = (await open()).heads;
      expect(notCounting.map((head) => head.name)).toEqual([vector.object]);
      expect(vector.counts).toBe(false);
    });

    it.each(suite.of('keyring'))('$id', (vector) => {
      suite.ran(vector);
      // Keyrings are opened by packages/keys; here they are only known not to disturb.
      expect(objects.some((object) => object.name === vector.object)).toBe(true);
    });
  }

  if (suite.of('mark').length > 0) {
    it.each(suite.of('mark'))('$id', async (vector) => {
      suite.ran(vector);
      const { marks, packs, problems } = await (await open()).readMarks();
      expect(problems).toEqual([]);
      expect(marks.map(({ name: object, mark }) => [object, mark.kind])).toEqual([
        [vector.object, vector.kind],
      ]);
      expect([...packs]).toEqual(vector.packIds);
    });
  }

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
