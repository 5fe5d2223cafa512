// What the operations on archives share: keys and stores as requests describe them.

import type { ArchiveKeys } from '@muniment/archive';
import { MunimentError } from '@muniment/errors';
import { assertRange, type ObjectInfo, type Store } from '@muniment/storage';
import { EPOCH_MAX, ID_BYTES } from '@muniment/wire';
import type { Json } from '../protocol.ts';
import { Fields } from './support.ts';

const KEY_BYTES = 32;

/** An object with its name. */
export interface NamedObject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** `{"name": n, "bytes": h}`. */
export function readObject(value: Json, where: string): NamedObject {
  const object = new Fields(value, where);
  return { name: object.text('name'), bytes: object.bytes('bytes') };
}

/** The archive keys in the member `keys`. Readers have no use for a chunker key. */
export function archiveKeysOf(input: Fields): ArchiveKeys {
  const keys = input.object('keys');
  return {
    archiveId: keys.bytes('archiveId', ID_BYTES),
    dedupKey: keys.secret('dedupKey', KEY_BYTES),
    chunkerKey: keys.has('chunkerKey') ? keys.secret('chunkerKey', KEY_BYTES) : keys.secret('dedupKey'),
    epochs: keys.list('epochs', (value, where) => {
      const epoch = new Fields(value, where);
      return { number: epoch.integer('number', 1, EPOCH_MAX), key: epoch.secret('key', KEY_BYTES) };
    }),
    keyringGeneration: 1,
    keyringHash: new Uint8Array(32),
  };
}

/** A store that holds exactly `objects`, also under names that no adapter would take, and cannot be written. */
export function storeOf(objects: readonly NamedObject[]): Store {
  const held = new Map(objects.map(({ name, bytes }) => [name, bytes]));
  const infoOf = (name: string): ObjectInfo | undefined => {
    const bytes = held.get(name);
    return bytes && { name, size: bytes.length };
  };
  const refuse = async (): Promise<never> => {
    throw new MunimentError('ERR_STORE_READ_ONLY', 'the objects of a request are only read');
  };
  return {
    put: refuse,
    delete: refuse,
    sweep: refuse,
    async get(name, range) {
      const bytes = held.get(name);
      if (bytes === undefined) throw new MunimentError('ERR_STORE_NOT_FOUND', `${name} is not in the store`);
      if (range === undefined) return bytes.slice();
      assertRange(name, range, bytes.length);
      return bytes.slice(range.offset, range.offset + range.length);
    },
    async stat(name) {
      return infoOf(name);
    },
    async *list(prefix) {
      for (const name of [...held.keys()].sort()) if (name.startsWith(prefix)) yield infoOf(name)!;
    },
    async *listForeign() {},
  };
}
