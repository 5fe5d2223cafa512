// The `record` chunker: cuts a sequence of keyed records where a PRF of the key says so. Implements spec/archive.md §5.4.

import {
  chain,
  type HmacSha256Key,
  hkdfExpand,
  importHmacSha256Key,
  type KeyInput,
  type MaybePromise,
} from '@muniment/crypto';
import { LABELS } from '@muniment/wire';

export const RECORD_GROUP_MIN_COUNT = 2;
export const RECORD_GROUP_MAX_COUNT = 512;
export const RECORD_GROUP_MAX_WEIGHT = 262_144;
/** The level byte of applications' own streams; trees of manifests use 0 to 8. */
export const RECORD_STREAM_LEVEL = 255;
/** A group ends where the MAC's first four bytes are below 2^26, which its first byte tells. */
const CUT_BELOW = 2 ** 26 / 2 ** 24;

/** A record of an application, in the application's own encoding. */
export interface StreamRecord {
  /** What stays the same when the record changes, such as a message's id. */
  readonly key: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * Says after which records of a sequence a group ends. One for each level of a tree, and one for each stream.
 *
 * ```ts
 * const cutter = await RecordCutter.create(keys.chunkerKey, RECORD_STREAM_LEVEL);
 * for (const { key, bytes } of messages) {
 *   group.push(bytes);
 *   if (await cutter.push(key, bytes.length)) group = startNext();
 * }
 * ```
 */
export class RecordCutter {
  readonly #key: HmacSha256Key;
  readonly #level: number;
  #count = 0;
  #weight = 0;

  private constructor(key: HmacSha256Key, level: number) {
    this.#key = key;
    this.#level = level;
  }

  /** A cutter for the records of `level` (0 to 255): RECORD_STREAM_LEVEL for a stream of an application's own. */
  static async create(chunkerKey: KeyInput, level: number): Promise<RecordCutter> {
    const key = await hkdfExpand(chunkerKey, new TextEncoder().encode(LABELS.recordCut), 32);
    return new RecordCutter(await importHmacSha256Key(key), level);
  }

  /** Takes the next record by its key and weight; true if the group ends behind it. Gives a promise where the platform's MACs do. */
  push(key: Uint8Array, weight: number): MaybePromise<boolean> {
    this.#count++;
    this.#weight += weight;
    if (this.#count >= RECORD_GROUP_MAX_COUNT || this.#weight >= RECORD_GROUP_MAX_WEIGHT)
      return this.#end(true);
    if (this.#count < RECORD_GROUP_MIN_COUNT) return false;
    const input = new Uint8Array(1 + key.length);
    input[0] = this.#level;
    input.set(key, 1);
    return chain(this.#key.mac(input), (mac) => this.#end(isCut(mac)));
  }

  #end(isEnd: boolean): boolean {
    if (isEnd) {
      this.#count = 0;
      this.#weight = 0;
    }
    return isEnd;
  }
}

function isCut(mac: Uint8Array): boolean {
  return mac[0] < CUT_BELOW;
}

/**
 * Joins the records of an application's stream into groups of some 64, at most 512, so that a record that is added, changed or
 * removed moves no other group's border. Each group is to be one chunk:
 *
 * ```ts
 * const content = await writer.write(recordGroups(keys.chunkerKey, messages), 'record');
 * await writer.add(entry, content);
 * ```
 *
 * The content of the file is the records' bytes one behind the other; where one ends is for their encoding to tell.
 * @param chunkerKey the archive's, 32 bytes
 * @param records in an order that stays the same, such as by key; copied
 */
export async function* recordGroups(
  chunkerKey: KeyInput,
  records: AsyncIterable<StreamRecord> | Iterable<StreamRecord>,
): AsyncGenerator<Uint8Array> {
  const cutter = await RecordCutter.create(chunkerKey, RECORD_STREAM_LEVEL);
  let parts: Uint8Array[] = [];
  for await (const { key, bytes } of records) {
    parts.push(bytes.slice());
    if (!(await cutter.push(key, bytes.length))) continue;
    yield joined(parts);
    parts = [];
  }
  if (parts.length > 0) yield joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
