// What several tests of this package need.

import { isMunimentError, type MunimentError } from '@muniment/errors';
import { encodeKeyringPublic } from '@muniment/wire';
import {
  type NewMethod,
  type OpenKeyring,
  parseKeyring,
  type Slot,
  type VaultLocator,
} from '../src/index.ts';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The epochs of a keyring, comparable. */
export const epochsOf = (keyring: OpenKeyring): string[] =>
  keyring.epochs.map(({ number, key }) => `${number} ${hex(key.expose())}`);

/** The ids of a list of methods or slots. */
export const idsOf = (list: readonly { readonly methodId: Uint8Array }[]): string[] =>
  list.map(({ methodId }) => hex(methodId));

/** The MunimentError that `run` fails with. */
export async function failure(run: () => unknown): Promise<MunimentError> {
  try {
    await run();
  } catch (error) {
    if (isMunimentError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The code of the MunimentError that `run` fails with, or `'none'`. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'none';
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    throw error;
  }
}

/** A locator of some vault. */
export const locator: VaultLocator = {
  url: 'https://vault.example/muniment',
  realmId: Uint8Array.from({ length: 16 }, (_, i) => 0xe0 + i),
  issuer: 'https://login.example',
  subject: '5f0c',
  generation: 1n,
};

/** A vault as a method to add, with some salt. */
export function newVault(secret: Uint8Array): NewMethod {
  return { type: 'vault', secret, label: '', salt: new Uint8Array(32).fill(7), vault: locator };
}

/** A keyring object with other slots; its MAC stays what it was. */
export function withSlots(object: Uint8Array, change: (slot: Slot) => Slot): Uint8Array {
  const { archiveId, generation, keyringId, parents, slots } = parseKeyring(object);
  const publicPart = encodeKeyringPublic({
    criticalFeatures: [],
    archiveId,
    generation,
    keyringId,
    parents,
    slots: slots.map(change),
  });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(publicPart.length);
  const behind = 14 + new DataView(object.buffer, object.byteOffset).getUint32(10);
  return new Uint8Array(Buffer.concat([object.subarray(0, 10), length, publicPart, object.subarray(behind)]));
}
