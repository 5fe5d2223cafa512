// Signed notes (c2sp.org/signed-note, spec/vault.md §13) with Ed25519, and descriptors of realms, line by line.

import { concat, hex, u8, u16, utf8 } from './bytes.ts';
import { ed25519Public, ed25519Sign } from './ed25519.ts';
import { sha256 } from './hash.ts';

/** Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** First 4 bytes of SHA-256(name || 0x0a || 0x01 || public key). */
export function keyHash(name: string, publicKey: Uint8Array, type = 1): Uint8Array {
  return sha256(utf8(`${name}\n`), u8(type), publicKey).slice(0, 4);
}

/** Name, hash and key as text. */
export function verifierKey(name: string, publicKey: Uint8Array, type = 1): string {
  return `${name}+${hex(keyHash(name, publicKey, type))}+${base64(concat(u8(type), publicKey))}`;
}

/** Who signs. */
export interface Signer {
  readonly name: string;
  readonly seed: Uint8Array;
}

/** The verifier key of a signer. */
export function verifierKeyOf({ name, seed }: Signer): string {
  return verifierKey(name, ed25519Public(seed));
}

/** A signature line with its newline. */
export function signatureLine(name: string, hash: Uint8Array, signature: Uint8Array): string {
  return `\u2014 ${name} ${base64(concat(hash, signature))}\n`;
}

/** The line of a signer for a text. */
export function signedBy({ name, seed }: Signer, text: string): string {
  return signatureLine(name, keyHash(name, ed25519Public(seed)), ed25519Sign(seed, utf8(text)));
}

/** A note of a text and signature lines. */
export function note(text: string, ...lines: readonly string[]): string {
  return `${text}\n${lines.join('')}`;
}

/** What a descriptor says; every field is the text of its line behind the keyword. */
export interface Lines {
  readonly title: string;
  readonly realm: string;
  readonly serial: string;
  readonly previous: string;
  readonly issued: string;
  readonly expires: string;
  readonly operator: string;
  readonly opaque: string;
  readonly limit: string;
  readonly waits: string;
  readonly unacknowledged: string;
  readonly rollback: string;
  readonly channel: readonly string[];
  readonly issuer: readonly string[];
}

/** The lines of a descriptor in their order. */
export function descriptorLines({ title, channel, issuer, ...single }: Lines): string[] {
  return [
    title,
    ...Object.entries(single).map(([keyword, rest]) => `${keyword} ${rest}`),
    ...channel.map((rest) => `channel ${rest}`),
    ...issuer.map((rest) => `issuer ${rest}`),
  ];
}

/** The text of lines. */
export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The fingerprint of a realm and its pinned signers: 100 bits in groups of four characters. */
export function fingerprint(realmId: Uint8Array, signers: readonly string[]): string {
  const sorted = signers.map(utf8).sort(Buffer.compare);
  const hash = sha256(
    utf8('muniment v1 vault fingerprint'),
    u8(0),
    realmId,
    u8(sorted.length),
    ...sorted.flatMap((signer) => [u16(signer.length), signer]),
  );
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = Array.from(
    { length: 20 },
    (_, i) => CROCKFORD[Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2)],
  ).join('');
  return characters.match(/.{4}/g)!.join('-');
}
