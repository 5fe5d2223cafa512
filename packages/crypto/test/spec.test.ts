// The example of spec/wire.md section 8.1, read from the document itself.

import { readFileSync } from 'node:fs';
import { fromHex } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { hkdfExpand, openCobblestone } from '../src/index.ts';

const text = readFileSync(new URL('../../../spec/wire.md', import.meta.url), 'utf8');

function shown(name: string): Uint8Array {
  const line = text.split('\n').find((each) => each.startsWith(`${name}  `));
  return fromHex(line!.slice(name.length).trim());
}

it('the object of the specification has the keys it says, and opens', async () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const salt = Uint8Array.from({ length: 24 }, (_, i) => 0x20 + i);
  const context = Uint8Array.of(0xaa);
  const label = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0';
  const info = new Uint8Array([...new TextEncoder().encode(label), ...salt, ...context]);
  const commitment = shown('commitment');
  expect(await hkdfExpand(key, info, 76)).toEqual(
    new Uint8Array([...shown('AES key'), ...shown('base nonce'), ...commitment]),
  );
  const object = new Uint8Array([...salt, ...commitment, ...shown('segment 0 of the plaintext "abc"')]);
  expect(await openCobblestone(key, context, object)).toEqual(new TextEncoder().encode('abc'));
});
