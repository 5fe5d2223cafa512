// SHA-3 from noble, for platforms that have none.

import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import type { Bytes } from '../bytes.ts';
import type { Sha3 } from '../sha3.ts';

export const nobleSha3: Sha3 = {
  sha3_256: (data) => sha3_256(data) as Bytes,
  shake256: (data, length) => shake256(data, { dkLen: length }) as Bytes,
};
