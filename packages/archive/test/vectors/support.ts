// What the vector tests of this package share: keys and stores from the vectors' descriptions.

import { SecretBytes } from '@muniment/crypto';
import { memoryStore, type ObjectInfo, type Store } from '@muniment/storage';
import { fromHex } from '@muniment/test-kit';
import type { ArchiveKeys } from '../../src/index.ts';

/** Keys as the vector files give them; those that a suite has no use for are absent. */
export interface VectorKeys {
  readonly archiveId: string;
  readonly dedupKey: string;
  readonly chunkerKey?: string;
  readonly epochs: readonly { readonly number: number; readonly key: string }[];
}

const secret = (hex: string): SecretBytes => SecretBytes.from(fromHex(hex));

export function archiveKeys(
  keys: VectorKeys,
  generation = 1,
  hash: Uint8Array = new Uint8Array(32),
): ArchiveKeys {
  return {
    archiveId: fromHex(keys.archiveId),
    dedupKey: secret(keys.dedupKey),
    chunkerKey: secret(keys.chunkerKey ?? '00'.repeat(32)),
    epochs: keys.epochs.map(({ number, key }) => ({ number, key: secret(key) })),
    keyringGeneration: generation,
    keyringHash: hash,
  };
}

/** A store that holds exactly `objects`, also under names that no adapter would take. */
export function storeOf(objects: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Store {
  const held = new Map(objects.map(({ name, bytes }) => [name, bytes]));
  const memory = memoryStore();
  const filled = (async () => {
    for (const [name, bytes] of held) if (/^[a-z0-9/-]+$/.test(name)) await memory.put(name, bytes);
  })();
  return new Proxy(memory, {
    get(target, property, receiver) {
      if (property === 'list') {
        return async function* (prefix: string): AsyncGenerator<ObjectInfo> {
          await filled;
          for (const name of [...held.keys()].sort()) {
            if (name.startsWith(prefix)) yield { name, size: held.get(name)!.length };
          }
        };
      }
      const member = Reflect.get(target, property, receiver) as unknown;
      if (typeof member !== 'function') return member;
      return async (...values: unknown[]): Promise<unknown> => {
        await filled;
        return (member as (...all: unknown[]) => unknown).apply(target, values);
      };
    },
  });
}
