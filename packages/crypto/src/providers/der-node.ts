// Raw keys as node:crypto's key objects and back, by the DER headers that OpenSSL wants in front of them.

import * as crypto from 'node:crypto';

/** A kind of key: what stands in front of its raw bytes. */
export class DerKeys {
  readonly #pkcs8: Uint8Array;
  readonly #spki: Uint8Array;

  /** Headers of a private key (RFC 5958) and of a public one (RFC 5280), in hexadecimal. */
  constructor({ pkcs8, spki }: { readonly pkcs8: string; readonly spki: string }) {
    this.#pkcs8 = Buffer.from(pkcs8, 'hex');
    this.#spki = Buffer.from(spki, 'hex');
  }

  privateKey(seed: Uint8Array): crypto.KeyObject {
    const key = Buffer.concat([this.#pkcs8, seed]);
    try {
      return crypto.createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    } finally {
      key.fill(0);
    }
  }

  publicKey(raw: Uint8Array): crypto.KeyObject {
    return crypto.createPublicKey({ key: Buffer.concat([this.#spki, raw]), format: 'der', type: 'spki' });
  }

  /** The raw public key of a seed: a view. */
  rawPublicKey(seed: Uint8Array): Uint8Array {
    const spki = crypto.createPublicKey(this.privateKey(seed)).export({ format: 'der', type: 'spki' });
    return spki.subarray(this.#spki.length);
  }
}
