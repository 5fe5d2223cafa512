// test-vectors/key-hierarchy by @muniment/keys and @muniment/crypto.

import { ed25519PublicKey, hkdfExpand, hpkeOpen, sha256, xwingPublicKey } from '@muniment/crypto';
import { hpkeSealWithRandomness, XWING_RANDOMNESS_BYTES } from '@muniment/crypto/derandomized';
import { deriveVaultOwnerSeed, deriveVaultSecret, ROOT_KEY_BYTES } from '@muniment/keys';
import { slotInfo } from '@muniment/keys/derandomized';
import {
  compareBytes,
  formatHex,
  ID_BYTES,
  LABELS,
  METHOD_TYPE_NUMBERS,
  type MethodType,
} from '@muniment/wire';
import type { Operations } from '../protocol.ts';
import { malformed, operation } from './support.ts';

const SALT_BYTES = 32;
const METHOD_TYPES = Object.keys(METHOD_TYPE_NUMBERS) as MethodType[];
const NONE = new Uint8Array(0);

export const operations: Operations = {
  'key-hierarchy.rootKey': operation(async (input) => {
    const rootKey = input.secret('rootKey', ROOT_KEY_BYTES);
    const derive = async (label: string): Promise<string> =>
      formatHex(await hkdfExpand(rootKey, new TextEncoder().encode(label), 32));
    const seed = await deriveVaultOwnerSeed(rootKey);
    return {
      bodyKey: await derive(LABELS.keyringBody),
      macKey: await derive(LABELS.keyringMac),
      vaultOwnerSeed: formatHex(seed.expose()),
      vaultOwnerPublicKey: formatHex(ed25519PublicKey(seed)),
    };
  }),

  'key-hierarchy.vaultSecret': operation(async (input) => {
    const secret = await deriveVaultSecret({
      exportKey: input.bytes('exportKey'),
      releaseSecret: input.bytes('releaseSecret'),
      salt: input.bytes('salt', SALT_BYTES),
    });
    return {
      secret: formatHex(secret.expose()),
      publicKeySha256: formatHex(await sha256(await xwingPublicKey(secret))),
    };
  }),

  'key-hierarchy.slot': operation(async (input) => {
    const info = slotInfo(input.bytes('archiveId', ID_BYTES), {
      type: input.choice('type', METHOD_TYPES),
      methodId: input.bytes('methodId', ID_BYTES),
      salt: input.bytes('salt', SALT_BYTES),
    });
    const secret = input.secret('secret');
    const sealed = input.bytes('sealedRootKey');
    const rootKey = await hpkeOpen(secret, info, NONE, sealed);
    const publicKey = await xwingPublicKey(secret);
    if (input.has('randomness')) {
      const randomness = input.bytes('randomness', XWING_RANDOMNESS_BYTES);
      const again = await hpkeSealWithRandomness(publicKey, info, NONE, rootKey, randomness);
      if (compareBytes(again, sealed) !== 0)
        malformed('randomness is not what the sealed root key was made with');
    }
    return {
      info: formatHex(info),
      rootKey: formatHex(rootKey),
      publicKeySha256: formatHex(await sha256(publicKey)),
    };
  }),
};
