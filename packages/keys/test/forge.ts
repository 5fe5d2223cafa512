// A second writer, for tests: builds any keyring object from its parts, right or wrong. Key derivation and MAC come from
// node:crypto and the layout is written out here, so that it does not share mistakes with src/.

import { createHash, createHmac } from 'node:crypto';
import { hpkeSeal, sealCobblestone } from '@muniment/crypto';
import {
  encodeKeyringBody,
  encodeKeyringPublic,
  type KeyringBody,
  type KeyringPublic,
  type Slot,
} from '@muniment/wire';

const TYPES = { 'recovery-key': 1, vault: 2, passkey: 3, device: 4 } as const;

/** One block of HKDF-Expand-SHA-512, cut to 32 bytes. */
const expand = (key: Uint8Array, label: string): Buffer =>
  createHmac('sha512', key).update(label).update(Uint8Array.of(1)).digest().subarray(0, 32);

const u32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

/** Any part of a keyring object; what is left out is as a correct writer makes it. */
export interface Parts {
  readonly rootKey: Uint8Array;
  readonly public: KeyringPublic;
  readonly body: KeyringBody;
  readonly magic?: string;
  readonly version?: number;
  readonly publicPart?: Uint8Array;
  readonly bodyBytes?: Uint8Array;
  readonly bodyContext?: Uint8Array;
}

/** A keyring object with a right MAC under `rootKey`. */
export async function forge(parts: Parts): Promise<Uint8Array> {
  const { archiveId, generation, keyringId } = parts.public;
  const publicPart = parts.publicPart ?? encodeKeyringPublic(parts.public);
  const context = Buffer.concat([Uint8Array.of(1), archiveId, u32(0), u32(Number(generation)), keyringId]);
  const bodyKey = expand(parts.rootKey, 'muniment v1 keyring body');
  const body = parts.bodyBytes ?? encodeKeyringBody(parts.body);
  const sealedBody = await sealCobblestone(bodyKey, parts.bodyContext ?? context, body);
  const version = Buffer.alloc(2);
  version.writeUInt16BE(parts.version ?? 1);
  const authenticated = Buffer.concat([
    Buffer.from(parts.magic ?? 'MUNIKEYR', 'latin1'),
    version,
    u32(publicPart.length),
    publicPart,
    u32(sealedBody.length),
    sealedBody,
  ]);
  const macKey = expand(parts.rootKey, 'muniment v1 keyring mac');
  const mac = createHmac('sha256', macKey).update(authenticated).digest();
  return new Uint8Array(Buffer.concat([authenticated, mac]));
}

/** A slot that seals `rootKey` to a public key. */
export async function forgeSlot(
  rootKey: Uint8Array,
  archiveId: Uint8Array,
  publicKey: Uint8Array,
  slot: Omit<Slot, 'sealedRootKey'>,
): Promise<Slot> {
  const label = Buffer.from('muniment v1 slot', 'latin1');
  const info = Buffer.concat([
    label,
    Uint8Array.of(0, TYPES[slot.type]),
    archiveId,
    slot.methodId,
    slot.salt,
  ]);
  const none = new Uint8Array(0);
  return { ...slot, sealedRootKey: await hpkeSeal(publicKey, info, none, rootKey) };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
