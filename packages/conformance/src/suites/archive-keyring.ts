// The keyrings of the fixtures under `archives/`: a printed recovery key, a laptop, and a phone that may be removed.

import type { ArchiveKeys } from '../kit/archive.ts';
import {
  childContent,
  firstKeyring,
  type Keyring,
  type KitMethod,
  makeKeyring,
  recoveryKeyMethod,
  rotation,
  secretMethod,
} from '../kit/keyring.ts';
import { generatedMaterial, rowsOf } from '../kit/recovery-key.ts';

/** The methods of a fixture. */
export interface FixtureMethods {
  readonly sheet: KitMethod;
  readonly laptop: KitMethod;
  readonly phone: KitMethod;
}

export function fixtureMethods(name: string): FixtureMethods {
  return {
    sheet: recoveryKeyMethod(`${name} sheet`, generatedMaterial(`${name} recovery key`), 'sheet'),
    laptop: secretMethod(`${name} laptop`, undefined, 'laptop'),
    phone: secretMethod(`${name} phone`, undefined, 'phone'),
  };
}

/** The first keyring. */
export function startKeyring(name: string, methods: FixtureMethods): Keyring {
  return firstKeyring(name, [methods.sheet, methods.laptop, methods.phone]);
}

/** The next one: the phone is removed, so there is a new root key and epoch 2. */
export function withoutPhone(name: string, parent: Keyring, methods: FixtureMethods): Keyring {
  const changed = rotation(parent, `${name} rotated`);
  return makeKeyring(
    childContent(parent, `${name} rotated`, {
      ...changed,
      methods: [methods.sheet, methods.laptop],
      removedMethods: [methods.phone.methodId],
    }),
  );
}

/** What an archive's objects are written with. */
export function archiveKeys({ content }: Keyring): ArchiveKeys {
  const { archiveId, dedupKey, chunkerKey, epochs } = content;
  return { archiveId, dedupKey, chunkerKey, epochs: new Map(epochs.map(({ number, key }) => [number, key])) };
}

/** What a reader needs to open the newest keyring, and what it must find in it. */
export function describeKeyring(keyring: Keyring, methods: FixtureMethods): Record<string, unknown> {
  const { content } = keyring;
  return {
    name: keyring.name,
    generation: content.generation,
    hash: keyring.hash,
    recoveryKey: rowsOf(methods.sheet.material!).join(' '),
    deviceMethodId: methods.laptop.methodId,
    deviceSecret: methods.laptop.secret,
    archiveId: content.archiveId,
    rootKey: content.rootKey,
    dedupKey: content.dedupKey,
    chunkerKey: content.chunkerKey,
    epochs: content.epochs.map(({ number, key }) => ({ number, key })),
  };
}
