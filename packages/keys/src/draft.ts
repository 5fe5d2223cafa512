// From the content of a keyring to its bytes: spec/keys.md sections 5 and 7.

import { SecretBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import {
  compareBytes,
  EPOCH_MAX,
  encodeKeyringBody,
  encodeKeyringPublic,
  FORMAT_VERSION,
  GENERATION_MAX,
  ID_BYTES,
  keyringBodyContext,
  LABELS,
  LIMITS,
  type Policy,
  type Slot,
} from '@muniment/wire';
import { concatBytes, encodeUint } from './bytes.ts';
import type { KeyringEnvironment } from './environment.ts';
import {
  type KeyringEpoch,
  type KeyringMethod,
  MAGIC,
  type OpenKeyring,
  parseKeyring,
  ROOT_KEY_BYTES,
  slotInfo,
} from './keyring.ts';
import { deriveFromRootKey, keyringMac, openKeyring } from './open.ts';

/** A keyring object as it goes to the store, and the same opened. */
export interface WrittenKeyring {
  /** Object name; never written twice. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Independent of the keyring it was made from: each is wiped on its own. */
  readonly keyring: OpenKeyring;
}

/** A method with its slot; without `sealedRootKey` the root key is yet to be sealed to it. */
export interface Member {
  readonly method: KeyringMethod;
  readonly slot: Omit<Slot, 'sealedRootKey'> & { readonly sealedRootKey?: Uint8Array };
}

/** What the next keyring will hold. Its secrets still belong to whoever made them. */
export interface Draft {
  readonly archiveId: Uint8Array;
  readonly generation: bigint;
  readonly parents: readonly Uint8Array[];
  readonly rootKey: SecretBytes;
  readonly dedupKey: SecretBytes;
  readonly chunkerKey: SecretBytes;
  readonly epochs: readonly KeyringEpoch[];
  readonly members: readonly Member[];
  readonly removedMethods: readonly Uint8Array[];
  readonly policy: Policy | undefined;
}

/** A draft that changes nothing but generation and parents; slots are kept byte for byte. */
export function inherit(keyring: OpenKeyring): Draft {
  const { archiveId, generation, hash, rootKey, dedupKey, chunkerKey, epochs, removedMethods, policy } =
    keyring;
  const members = keyring.methods.map((method, i) => ({ method, slot: keyring.slots[i]! }));
  return {
    archiveId,
    generation: generation + 1n,
    parents: [hash],
    rootKey,
    dedupKey,
    chunkerKey,
    epochs,
    members,
    removedMethods,
    policy,
  };
}

/**
 * Writes the draft under a new root key and with a new epoch, sealed to every member (KEYS-072).
 * @throws ERR_LIMIT, ERR_LAST_METHOD
 * Requirements: KEYS-073.
 */
export async function writeRotated(env: KeyringEnvironment, draft: Draft): Promise<WrittenKeyring> {
  const newest = draft.epochs.reduce((max, epoch) => Math.max(max, epoch.number), 0);
  if (newest >= EPOCH_MAX) throw new MunimentError('ERR_LIMIT', 'the archive has no epoch numbers left');
  const rootKey = drawSecret(env, ROOT_KEY_BYTES);
  const epoch = drawEpoch(env, newest + 1);
  try {
    return await writeKeyring(env, {
      ...draft,
      rootKey,
      epochs: [...draft.epochs, epoch],
      members: draft.members.map(({ method, slot: { methodId, type, salt, keyId, vault } }) => {
        return { method, slot: { methodId, type, salt, keyId, vault } };
      }),
    });
  } finally {
    rootKey.wipe();
    epoch.key.wipe();
  }
}

/**
 * Encodes, seals and authenticates a draft, and opens the result again before it is given out.
 * @throws ERR_LIMIT if it has more than the format allows
 * @throws ERR_LAST_METHOD if neither a recovery key nor a vault is among the members
 * Requirements: KEYS-070.
 */
export async function writeKeyring(env: KeyringEnvironment, draft: Draft): Promise<WrittenKeyring> {
  assertWritable(draft);
  const { archiveId, generation, rootKey, dedupKey, chunkerKey, removedMethods, policy } = draft;
  const keyringId = env.random(ID_BYTES);
  const members = draft.members.toSorted((a, b) => compareBytes(a.method.methodId, b.method.methodId));
  const slots: Slot[] = [];
  for (const { method, slot } of members) {
    const sealedRootKey =
      slot.sealedRootKey ??
      (await env.sealRootKey(method.publicKey, slotInfo(archiveId, slot), rootKey.expose()));
    slots.push({ ...slot, sealedRootKey });
  }
  const publicPart = encodeKeyringPublic({
    criticalFeatures: [],
    archiveId,
    generation,
    keyringId,
    parents: draft.parents.toSorted(compareBytes),
    slots,
  });
  const body = encodeKeyringBody({
    dedupKey: dedupKey.expose(),
    chunkerKey: chunkerKey.expose(),
    epochs: draft.epochs.toSorted(compareEpochs).map(({ number, key, createdMs }) => {
      return { number, key: key.expose(), createdMs: BigInt(createdMs) };
    }),
    methods: members.map(({ method: { methodId, type, publicKey, label, createdMs } }) => {
      return { methodId, type, publicKey, label, createdMs: BigInt(createdMs) };
    }),
    removedMethods: removedMethods.toSorted(compareBytes),
    policy,
  });
  const bodyKey = await deriveFromRootKey(rootKey, LABELS.keyringBody);
  let sealedBody: Uint8Array;
  try {
    sealedBody = await env.sealBody(bodyKey, keyringBodyContext({ archiveId, generation, keyringId }), body);
  } finally {
    bodyKey.wipe();
    body.fill(0);
  }
  const authenticated = concatBytes(
    MAGIC,
    encodeUint(FORMAT_VERSION, 2),
    encodeUint(publicPart.length, 4),
    publicPart,
    encodeUint(sealedBody.length, 4),
    sealedBody,
  );
  const bytes = concatBytes(authenticated, await keyringMac(rootKey, authenticated));
  const parsed = parseKeyring(bytes);
  return { name: parsed.name, bytes, keyring: await openKeyring(parsed, { type: 'root-key', rootKey }) };
}

/** Ascending by number, then key. */
export function compareEpochs(a: KeyringEpoch, b: KeyringEpoch): number {
  return a.number - b.number || compareBytes(a.key.expose(), b.key.expose());
}

/** A fresh secret of `length` bytes. (KEYS-001) */
export function drawSecret(env: KeyringEnvironment, length: number): SecretBytes {
  const bytes = env.random(length);
  try {
    return SecretBytes.from(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** A fresh archive key. */
export function drawEpoch(env: KeyringEnvironment, number: number): KeyringEpoch {
  return { number, key: drawSecret(env, 32), createdMs: env.nowMs() };
}

function assertWritable(draft: Draft): void {
  const { members, epochs, removedMethods, parents, generation } = draft;
  // A device can be lost and a passkey deleted unwarned; paper and vault are what recovery rests on (KEYS-074).
  if (!members.some(({ method }) => method.type === 'recovery-key' || method.type === 'vault')) {
    throw new MunimentError('ERR_LAST_METHOD');
  }
  const counts = [
    ['recovery methods', members.length, LIMITS.KeyringBody.methods.maxCount],
    ['epochs', epochs.length, LIMITS.KeyringBody.epochs.maxCount],
    ['removed methods', removedMethods.length, LIMITS.KeyringBody.removedMethods.maxCount],
    ['parents', parents.length, LIMITS.KeyringPublic.parents.maxCount],
  ] as const;
  for (const [what, count, limit] of counts) {
    if (count > limit)
      throw new MunimentError('ERR_LIMIT', `${count} ${what}, more than ${limit}`, { count, limit });
  }
  if (generation > GENERATION_MAX)
    throw new MunimentError('ERR_LIMIT', 'the archive has no keyring generations left');
}
