// test-vectors/heads by @muniment/archive.

import { Archive, descendsFrom, encodeLocation, type HeadInfo, tipsOf } from '@muniment/archive';
import { MunimentError } from '@muniment/errors';
import { encodeHead, formatHex } from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { archiveKeysOf, type NamedObject, readObject, storeOf } from './archive-support.ts';
import { describe, type Fields, operation } from './support.ts';

/** A head in the notation of the vectors, where times and generations are numbers. */
function describeHead({ snapshotId, stable, revision, root, depth }: HeadInfo): JsonObject {
  const { formatVersion: _version, criticalFeatures: _features, archiveId: _archive, ...rest } = stable;
  return {
    ...(describe(rest) as JsonObject),
    keyringGeneration: Number(stable.keyringGeneration),
    timeMs: Number(stable.timeMs),
    snapshotId,
    revision,
    depth,
    ...(root === undefined ? {} : { root: locationHex(root) }),
  };
}

/** An encoded Location, taken out of the Head that it is a field of: a tag and a length of one byte each come before. */
function locationHex(root: NonNullable<HeadInfo['root']>): string {
  const stable = Uint8Array.of(0);
  const message = encodeHead({ stable, revision: 0, root: encodeLocation(root), depth: 0 });
  return formatHex(message.subarray(5));
}

/** An archive of which every object opens as a head. @throws the error of the first that does not */
async function openHeads(input: Fields, objects: readonly NamedObject[]): Promise<Archive> {
  const archive = await Archive.open(storeOf(objects), archiveKeysOf(input));
  const { counting, superseded, notCounting, problems } = archive.heads;
  if (problems.length > 0) throw problems[0].error;
  const names = new Set([...counting, ...superseded, ...notCounting].map(({ name }) => name));
  const other = objects.find(({ name }) => !names.has(name));
  if (other !== undefined)
    throw new MunimentError('ERR_FOREIGN_OBJECT', `${JSON.stringify(other.name)} is no head`);
  return archive;
}

const ids = (heads: readonly HeadInfo[]): string[] =>
  [...new Set(heads.map(({ snapshotId }) => snapshotId))].sort();

export const operations: Operations = {
  'heads.open': operation(async (input) => {
    const { heads } = await openHeads(input, [input.object('object').as(readObject)]);
    return { head: describeHead([...heads.counting, ...heads.notCounting][0]) };
  }),

  'heads.select': operation(async (input) => {
    const { heads } = await openHeads(input, input.list('objects', readObject));
    const { counting, notCounting } = heads;
    const descends = counting.flatMap((head) =>
      counting
        .filter((other) => other !== head && descendsFrom(head, other))
        .map((other) => [head.snapshotId, other.snapshotId]),
    );
    return {
      counting: ids(counting),
      tips: ids(tipsOf(counting)),
      notCounting: ids(notCounting),
      used: counting.map(({ name }) => name).sort(),
      descends: descends.sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    };
  }),
};
