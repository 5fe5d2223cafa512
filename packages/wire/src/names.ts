// Object names and what they say. Implements spec/wire.md §7.
//
// A name that is not exactly one of these forms is not ours: the parsers give undefined, so that a reader can report it.

import { formatHex, parseHex } from './hex.ts';
import {
  assertEpoch,
  assertGeneration,
  assertId,
  assertSequence,
  type HeadRef,
  type KeyringRef,
  type MarkRef,
  SEQUENCE_MAX,
} from './ids.ts';
import { NAME_PREFIXES } from './registries.ts';

/** What an object name stands for. */
export type ObjectRef =
  | ({ readonly kind: 'keyring' } & KeyringRef)
  | ({ readonly kind: 'head' } & HeadRef)
  | { readonly kind: 'pack'; readonly packId: Uint8Array }
  | ({ readonly kind: 'mark' } & MarkRef);

const KEYRING = new RegExp(`^${NAME_PREFIXES.keyring}([0-9a-f]{8})-([0-9a-f]{32})$`);
const HEAD = new RegExp(`^${NAME_PREFIXES.head}([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{32})$`);
const PACK = new RegExp(`^${NAME_PREFIXES.pack}([0-9a-f]{2})/(\\1[0-9a-f]{30})$`);
const MARK = new RegExp(`^${NAME_PREFIXES.mark}([0-9a-f]{8})-([0-9a-f]{32})$`);

const hexNumber = (value: number | bigint, digits: number): string =>
  value.toString(16).padStart(digits, '0');

/** `keyring/<generation: 8 digits>-<keyring id: 32 digits>`. @throws TypeError or RangeError */
export function formatKeyringName({ generation, keyringId }: KeyringRef): string {
  assertGeneration(generation);
  assertId('keyring id', keyringId);
  return `${NAME_PREFIXES.keyring}${hexNumber(generation, 8)}-${formatHex(keyringId)}`;
}

/** What the name of a keyring says, or undefined for any other name. */
export function parseKeyringName(name: string): KeyringRef | undefined {
  const match = KEYRING.exec(name);
  if (match === null) return undefined;
  const generation = BigInt(`0x${match[1]}`);
  return generation === 0n ? undefined : { generation, keyringId: parseHex(match[2]) };
}

/** `heads/<sequence: 16 digits>-<epoch: 8 digits>-<head id: 32 digits>`. @throws TypeError or RangeError */
export function formatHeadName({ sequence, epoch, headId }: HeadRef): string {
  assertSequence(sequence);
  assertEpoch(epoch);
  assertId('head id', headId);
  return `${NAME_PREFIXES.head}${hexNumber(sequence, 16)}-${hexNumber(epoch, 8)}-${formatHex(headId)}`;
}

/** What the name of a head says, or undefined for any other name. */
export function parseHeadName(name: string): HeadRef | undefined {
  const match = HEAD.exec(name);
  if (match === null) return undefined;
  const sequence = BigInt(`0x${match[1]}`);
  const epoch = Number.parseInt(match[2], 16);
  if (sequence === 0n || sequence > SEQUENCE_MAX || epoch === 0) return undefined;
  return { sequence, epoch, headId: parseHex(match[3]) };
}

/** `packs/<first 2 digits of the id>/<pack id: 32 digits>`. @throws TypeError or RangeError */
export function formatPackName(packId: Uint8Array): string {
  assertId('pack id', packId);
  const hex = formatHex(packId);
  return `${NAME_PREFIXES.pack}${hex.slice(0, 2)}/${hex}`;
}

/** The pack id of the name of a pack, or undefined for any other name. */
export function parsePackName(name: string): Uint8Array | undefined {
  const match = PACK.exec(name);
  return match === null ? undefined : parseHex(match[2]);
}

/** `marks/<epoch: 8 digits>-<mark id: 32 digits>`. @throws TypeError or RangeError */
export function formatMarkName({ epoch, markId }: MarkRef): string {
  assertEpoch(epoch);
  assertId('mark id', markId);
  return `${NAME_PREFIXES.mark}${hexNumber(epoch, 8)}-${formatHex(markId)}`;
}

/** What the name of a mark says, or undefined for any other name. */
export function parseMarkName(name: string): MarkRef | undefined {
  const match = MARK.exec(name);
  if (match === null) return undefined;
  const epoch = Number.parseInt(match[1], 16);
  return epoch === 0 ? undefined : { epoch, markId: parseHex(match[2]) };
}

/** What an object name stands for, or undefined if it is not the name of an object of ours (WIRE-041). (STORE-003, WIRE-041) */
export function parseObjectName(name: string): ObjectRef | undefined {
  const keyring = parseKeyringName(name);
  if (keyring !== undefined) return { kind: 'keyring', ...keyring };
  const head = parseHeadName(name);
  if (head !== undefined) return { kind: 'head', ...head };
  const packId = parsePackName(name);
  if (packId !== undefined) return { kind: 'pack', packId };
  const mark = parseMarkName(name);
  if (mark !== undefined) return { kind: 'mark', ...mark };
  return undefined;
}
