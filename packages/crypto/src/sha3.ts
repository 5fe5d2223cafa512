// What X-Wing asks of a platform beside the two parts of the KEM.

import type { Bytes } from './bytes.ts';

/** SHA3-256 and SHAKE256 (FIPS 202). */
export interface Sha3 {
  /** 32 bytes. */
  sha3_256(data: Uint8Array): Bytes;
  /** `length` bytes. */
  shake256(data: Uint8Array, length: number): Bytes;
}
