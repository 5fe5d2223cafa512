// The 64-digit recovery key (spec/keys.md §3): check digits, key id, secret.

import { utf8 } from './bytes.ts';
import { expand, extract } from './hash.ts';
import { generated } from './seed.ts';

const ROWS = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Damm's chain over `digits` from `start`. */
export function dammChain(start: number, digits: string): number {
  let c = start;
  for (const digit of digits) c = Number(ROWS[c][Number(digit)]);
  return c;
}

/** The four rows of 16 digits of 60 digits of key material. */
export function rowsOf(material: string): string[] {
  return [0, 1, 2, 3].map((i) => {
    const digits = material.slice(15 * i, 15 * i + 15);
    return digits + String(dammChain(i, digits));
  });
}

/** 60 digits from the bytes below 250 of generated data. */
export function generatedMaterial(seed: string): string {
  const digits = [...generated(seed, 200)].filter((byte) => byte < 250).map((byte) => byte % 10);
  return digits.slice(0, 60).join('');
}

/** HKDF with SHA-512. */
export function hkdf(salt: Uint8Array, inputKey: Uint8Array, info: string, length: number): Uint8Array {
  return expand(extract(salt, inputKey), utf8(info), length);
}

/** The four characters that are printed beside the digits. */
export function keyId(material: string): string {
  const b = hkdf(new Uint8Array(0), utf8(material), 'muniment v1 recovery-key id', 3);
  const n = Math.floor((b[0] * 65536 + b[1] * 256 + b[2]) / 16);
  return [15, 10, 5, 0].map((shift) => CROCKFORD[Math.floor(n / 2 ** shift) % 32]).join('');
}

/** The X-Wing secret of the key in a slot with this salt. */
export function recoveryKeySecret(material: string, salt: Uint8Array): Uint8Array {
  return hkdf(salt, utf8(material), 'muniment v1 recovery-key secret', 32);
}
