// `node archive-aes.ts FOLDER`: reads every file and seals it with AES-256-GCM, and does nothing with the result. A limit for
// whatever encrypts in one thread.

import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { walkFiles } from './archive-files.ts';

const PIECE_BYTES = 64 * 1024;

const folder = process.argv[2]!;
const key = createSecretKey(randomBytes(32));
const piece = new Uint8Array(PIECE_BYTES);
let count = 0;
for (const { path } of walkFiles(folder)) {
  const file = openSync(join(folder, path), 'r');
  for (;;) {
    const bytes = readSync(file, piece);
    if (bytes === 0) break;
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(0, count++);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.update(piece.subarray(0, bytes));
    cipher.final();
    cipher.getAuthTag();
  }
  closeSync(file);
}
