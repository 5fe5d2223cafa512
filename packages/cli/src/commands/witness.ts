// `muniment vault witness new|sign`: the second signer of a realm, who vouches that everybody is shown the same descriptors.

import { hostname } from 'node:os';
import {
  ed25519PublicKey,
  formatVerifierKey,
  NOTE_MAX_BYTES,
  parseSignedNote,
  SecretBytes,
  sha256,
  signNote,
} from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { createPrivateFile, readPrivateFile, withFileLock, writePrivateFile } from '@muniment/vault-server';
import { formatHex, parseRealmDescriptor, type RealmDescriptor } from '@muniment/wire';
import { descriptorJson, descriptorLines } from '../describe-realm.ts';
import { askText } from '../prompts.ts';
import { type CommonOptions, EXIT_OK, type Run } from '../run.ts';

const KEY_FORMAT = 'muniment-vault-witness/1';
const SIGNED_FORMAT = 'muniment-vault-witness-signed/1';
const KEY_FILE_MAX_BYTES = 4096;
const SIGNED_FILE_MAX_BYTES = 1_048_576;
const SEED_BYTES = 32;

export interface WitnessNewOptions extends CommonOptions {
  readonly out: string;
  readonly name?: string;
}

export async function witnessNew(run: Run, { out, name }: WitnessNewOptions): Promise<number> {
  const key = { name: name ?? `${hostname()}-witness`, seed: SecretBytes.random(SEED_BYTES) };
  const verifierKey = verifierKeyOf(key);
  createPrivateFile(out, formatKey(key));
  run.output.say(`Wrote the key to ${out}: keep it where the operator of the realm cannot reach it.`);
  run.output.say('The operator names this verifier key with `--witness`:');
  run.output.result(verifierKey);
  run.output.event('witness', { name: key.name, verifierKey, file: out });
  return EXIT_OK;
}

export interface WitnessSignOptions extends CommonOptions {
  readonly key: string;
  readonly yes?: boolean;
}

export async function witnessSign(run: Run, noteFile: string, options: WitnessSignOptions): Promise<number> {
  const { output } = run;
  const key = readKey(options.key);
  const note = readPrivateFile(noteFile, NOTE_MAX_BYTES, { isSecret: false });
  if (note === undefined) throw unreadable(noteFile, 'it is not there');
  const { text, descriptor } = readDescriptor(noteFile, note);
  const signer = verifierKeyOf(key);
  for (const line of descriptorLines(descriptor, [])) output.result(line);

  const signed = signNote(text, key, note);
  const memoryFile = `${options.key}.signed`;
  const realmId = formatHex(descriptor.realmId);
  const entry: SignedEntry = {
    serial: descriptor.serial,
    textHash: formatHex(await sha256(new TextEncoder().encode(text))),
    noteHash: formatHex(await sha256(signed)),
    expiresMs: descriptor.expiresMs,
  };
  assertSuccession(readMemory(memoryFile)[realmId], entry, descriptor);
  if (descriptor.expiresMs <= Date.now()) {
    throw new MunimentError('ERR_REALM_OUTDATED', 'the descriptor has expired: nothing was signed');
  }
  if (run.hasTerminal && options.yes !== true && options.json !== true) {
    const answer = await askText(run, `To sign serial ${descriptor.serial} of this realm, type yes`);
    if (answer.trim().toLowerCase() !== 'yes') {
      throw new MunimentError('ERR_INTERRUPTED', 'not confirmed: nothing was signed');
    }
  }
  // Remembered before the signature can be seen: it can never be followed by one on something else. Another process may have
  // signed while this one asked.
  await withFileLock(`${memoryFile}.lock`, async () => {
    const memory = readMemory(memoryFile);
    assertSuccession(memory[realmId], entry, descriptor);
    writePrivateFile(
      memoryFile,
      jsonBytes({ format: SIGNED_FORMAT, realms: { ...memory, [realmId]: entry } }),
    );
  });
  writePrivateFile(noteFile, signed);
  output.say(`Signed as ${signer}.`);
  output.event('descriptor', { ...descriptorJson(descriptor, [signer]), state: 'witnessed', file: noteFile });
  return EXIT_OK;
}

interface WitnessKey {
  readonly name: string;
  readonly seed: SecretBytes;
}

/** What a witness signed last for a realm. */
interface SignedEntry {
  readonly serial: number;
  /** Of the text, and of the note as it left the witness: SHA-256 in hexadecimal. */
  readonly textHash: string;
  readonly noteHash: string;
  readonly expiresMs: number;
}

/** @throws ERR_REALM_OUTDATED, ERR_REALM_UNTRUSTED for what contradicts an earlier signature */
function assertSuccession(
  before: SignedEntry | undefined,
  { serial, textHash }: SignedEntry,
  descriptor: RealmDescriptor,
): void {
  if (before === undefined) return;
  if (serial < before.serial) {
    throw outdated(`serial ${before.serial} of this realm was signed before; serial ${serial} is older`);
  }
  if (serial === before.serial && textHash !== before.textHash) {
    throw split(`another descriptor of serial ${serial} was signed before`);
  }
  // One that expired may never have come into force: then the next follows an earlier one.
  const isOver = before.expiresMs <= Date.now();
  if (serial === before.serial + 1 && !isOver && formatHex(descriptor.previous) !== before.noteHash) {
    throw split(`it does not follow serial ${before.serial} as it was signed here`);
  }
}

function readDescriptor(
  path: string,
  note: Uint8Array,
): { readonly text: string; readonly descriptor: RealmDescriptor } {
  try {
    const { text } = parseSignedNote(note);
    return { text, descriptor: parseRealmDescriptor(text) };
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    throw unreadable(path, `it is no realm descriptor: ${error.message}`, error);
  }
}

function verifierKeyOf({ name, seed }: WitnessKey): string {
  try {
    return formatVerifierKey({ name, publicKey: ed25519PublicKey(seed) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new MunimentError(
      'ERR_USAGE',
      `${name} cannot be the name of a signer: ${error.message}`,
      {},
      error,
    );
  }
}

function formatKey({ name, seed }: WitnessKey): Uint8Array {
  return jsonBytes({ format: KEY_FORMAT, name, seed: Buffer.from(seed.expose()).toString('base64') });
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function readKey(path: string): WitnessKey {
  const bytes = readPrivateFile(path, KEY_FILE_MAX_BYTES);
  if (bytes === undefined) throw unreadable(path, 'it is not there');
  const { format, name, seed } = parseJson(path, bytes);
  const seedBytes = Buffer.from(typeof seed === 'string' ? seed : '', 'base64');
  if (format !== KEY_FORMAT || typeof name !== 'string' || seedBytes.length !== SEED_BYTES) {
    throw unreadable(path, 'it is no key of a witness');
  }
  return { name, seed: SecretBytes.from(new Uint8Array(seedBytes)) };
}

/** By realm id. A damaged file is no reason to forget what was signed: it is refused. */
function readMemory(path: string): Readonly<Record<string, SignedEntry>> {
  const bytes = readPrivateFile(path, SIGNED_FILE_MAX_BYTES, { isSecret: false });
  if (bytes === undefined) return {};
  const { format, realms } = parseJson(path, bytes);
  const isEntry = (value: unknown): value is SignedEntry => {
    const { serial, textHash, noteHash, expiresMs } = (value ?? {}) as Partial<
      Record<keyof SignedEntry, unknown>
    >;
    return [serial, expiresMs].every(Number.isSafeInteger) && [textHash, noteHash].every(isHash);
  };
  if (
    format !== SIGNED_FORMAT ||
    typeof realms !== 'object' ||
    realms === null ||
    !Object.values(realms).every(isEntry)
  ) {
    throw unreadable(path, 'it does not say what was signed');
  }
  return realms as Readonly<Record<string, SignedEntry>>;
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function parseJson(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The message of the parser quotes the text, which may hold a key.
  }
  throw unreadable(path, 'it is not JSON');
}

function unreadable(path: string, reason: string, cause?: unknown): MunimentError {
  return new MunimentError('ERR_INPUT_FILE', `${path} cannot be read: ${reason}`, { path }, cause);
}

function split(reason: string): MunimentError {
  return new MunimentError('ERR_REALM_UNTRUSTED', `${reason}: nothing was signed`);
}

function outdated(reason: string): MunimentError {
  return new MunimentError('ERR_REALM_OUTDATED', `${reason}: nothing was signed`);
}
