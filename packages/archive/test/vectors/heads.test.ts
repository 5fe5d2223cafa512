// Runs test-vectors/heads: single heads, and sets of heads of which some count.

import { expectedOutcome, fromHex, loadVectors, type TestVector, toHex } from '@muniment/test-kit';
import { encodeHead } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { Archive, descendsFrom, type HeadInfo, tipsOf } from '../../src/index.ts';
import { encodeLocation } from '../../src/locations.ts';
import { archiveKeys, storeOf, type VectorKeys } from './support.ts';

interface StoredObject {
  readonly name: string;
  readonly bytes: string;
}

interface HeadVector extends TestVector {
  readonly object?: StoredObject;
  readonly head?: Readonly<Record<string, unknown>>;
  readonly objects?: readonly StoredObject[];
  readonly counting?: readonly string[];
  readonly tips?: readonly string[];
  readonly notCounting?: readonly string[];
  readonly used?: readonly string[];
  readonly descends?: readonly (readonly [string, string])[];
}

interface HeadFile {
  readonly vectorCount: number;
  readonly vectors: readonly HeadVector[];
  readonly keys: VectorKeys;
}

const suite = loadVectors<HeadVector, HeadFile>('heads/heads.json');
const open = (objects: readonly StoredObject[]): Promise<Archive> =>
  Archive.open(
    storeOf(objects.map(({ name, bytes }) => ({ name, bytes: fromHex(bytes) }))),
    archiveKeys(suite.file.keys),
  );
const ids = (heads: readonly HeadInfo[]): string[] => heads.map(({ snapshotId }) => snapshotId).sort();

/** A head in the form of the vectors. */
function describeHead({ snapshotId, stable, revision, root, depth }: HeadInfo): Record<string, unknown> {
  const { totals } = stable;
  return {
    snapshotId,
    revision,
    depth,
    ...(root === undefined ? {} : { root: locationHex(root) }),
    kind: stable.kind,
    sequence: String(stable.sequence),
    parents: stable.parents.map(toHex),
    clock: stable.clock.map(({ deviceId, count }) => ({ deviceId: toHex(deviceId), count: String(count) })),
    endorsed: stable.endorsed.map(toHex),
    entriesDigest: toHex(stable.entriesDigest),
    keyringGeneration: Number(stable.keyringGeneration),
    keyringHash: toHex(stable.keyringHash),
    ...(totals === undefined
      ? {}
      : { totals: Object.fromEntries(Object.entries(totals).map(([name, value]) => [name, String(value)])) }),
    deviceId: toHex(stable.deviceId),
    deviceName: stable.deviceName,
    timeMs: Number(stable.timeMs),
    tags: stable.tags,
    roots: stable.roots.map(({ name, source }) => ({ name: toHex(name), source: toHex(source) })),
    replaces: toHex(stable.replaces),
  };
}

/** An encoded Location, taken out of the Head that it is a field of: a tag and a length of one byte each come before. */
function locationHex(root: NonNullable<HeadInfo['root']>): string {
  const stable = Uint8Array.of(0);
  const message = encodeHead({ stable, revision: 0, root: encodeLocation(root), depth: 0 });
  return toHex(message.subarray(5));
}

describe('test-vectors/heads', () => {
  it.each(suite.of('open'))('$id', async (vector) => {
    suite.ran(vector);
    const { heads } = await open([vector.object!]);
    const opened = [...heads.counting, ...heads.notCounting];
    expect(heads.problems.map(({ error }) => error.code)).toEqual(
      vector.result === 'valid' ? [] : [expectedOutcome(vector)],
    );
    expect(opened.map(describeHead)).toEqual(vector.result === 'valid' ? [vector.head] : []);
  });

  it.each(suite.of('select'))('$id', async (vector) => {
    suite.ran(vector);
    const { heads } = await open(vector.objects!);
    expect(heads.problems).toEqual([]);
    expect(ids(heads.counting)).toEqual(vector.counting);
    expect(ids(heads.notCounting)).toEqual(vector.notCounting);
    expect(ids(tipsOf(heads.counting))).toEqual(vector.tips);
    expect(heads.counting.map(({ name }) => name).sort()).toEqual(vector.used);
    const descends = heads.counting.flatMap((head) =>
      heads.counting
        .filter((other) => other !== head && descendsFrom(head, other))
        .map((other) => `${head.snapshotId} ${other.snapshotId}`),
    );
    expect(descends.sort()).toEqual(vector.descends!.map((pair) => pair.join(' ')));
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
