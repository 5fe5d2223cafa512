// Ed25519 from node:crypto. OpenSSL verifies without the cofactor, and compares R as bytes.

import * as crypto from 'node:crypto';
import { copyBytes } from '../bytes.ts';
import type { Ed25519Provider } from '../provider.ts';
import { DerKeys } from './der-node.ts';

// RFC 8410.
const keys = new DerKeys({
  pkcs8: '302e020100300506032b657004220420',
  spki: '302a300506032b6570032100',
});

export const ed25519Provider: Ed25519Provider = {
  publicKey: (seed) => copyBytes(keys.rawPublicKey(seed)),
  sign: (seed, message) => copyBytes(crypto.sign(null, message, keys.privateKey(seed))),
  verify: (publicKey, message, signature) =>
    crypto.verify(null, message, keys.publicKey(publicKey), signature),
};
