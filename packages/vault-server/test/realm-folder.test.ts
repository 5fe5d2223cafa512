// The folder of a realm: who can read it, what is in it, and how one descriptor follows the other.

import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import {
  ed25519PublicKey,
  formatVerifierKey,
  parseSignedNote,
  SecretBytes,
  sha256,
  signNote,
  verifySignedNote,
  xwingPublicKey,
} from '@muniment/crypto';
import type { ErrorCode } from '@muniment/errors';
import { formatHex, formatRealmDescriptor, parseRealmDescriptor, type RealmDescriptor } from '@muniment/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  eraseEndedChannelKeys,
  initRealmFolder,
  nextDescriptor,
  publishDescriptor,
  type RealmFolderOptions,
  readRealmFolder,
} from '../src/realm-folder.ts';
import { formatRealmKeys, parseRealmKeys } from '../src/realm-keys.ts';
import { temporaryFolders } from './helpers.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2027, 0, 1);
const makeFolder = temporaryFolders();
const witness = { name: 'witness.example', seed: SecretBytes.random(32) };
const witnessKey = formatVerifierKey({ name: witness.name, publicKey: ed25519PublicKey(witness.seed) });
let parent: string;
let folder: string;

beforeEach(() => {
  parent = makeFolder();
  folder = join(parent, 'realm');
});

async function init(changed: Partial<RealmFolderOptions> = {}): Promise<void> {
  await initRealmFolder(folder, {
    operator: 'Ada Lovelace',
    url: 'https://vault.example',
    nowMs: NOW,
    ...changed,
  });
}

async function inForce(): Promise<RealmDescriptor> {
  return (await readRealmFolder(folder)).inForce!.descriptor;
}

/** Signs a note as the witness does. */
function witnessed(note: Uint8Array): Uint8Array {
  return signNote(parseSignedNote(note).text, witness, note);
}

async function refusal(work: Promise<unknown>, code: ErrorCode): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'MunimentError', code });
  return (error as Error).message;
}

describe('a new realm', () => {
  test('is readable by its owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      await init();
    } finally {
      process.umask(before);
    }
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual([
      'descriptor.note',
      'freshness.db',
      'realm.json',
      'records.db',
    ]);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
  });

  test('has a descriptor that its operator signed, and that its keys fit', async () => {
    await init();
    const { keys, signers, inForce: signed } = await readRealmFolder(folder);
    const { descriptor, note, signedBy } = signed!;
    expect(signedBy).toEqual(signers);
    expect(signers[0]).toMatch(/^Ada-Lovelace\+/);
    const publicKey = ed25519PublicKey(keys.operator.seed);
    expect(verifySignedNote(note, [{ name: 'Ada-Lovelace', publicKey }]).verifiedBy).toHaveLength(1);
    expect(descriptor).toMatchObject({
      realmId: keys.realmId,
      serial: 1,
      issuedMs: NOW,
      operator: 'Ada Lovelace',
      limit: 10,
      waitsMs: [0, 0, 0, 0, 60_000, 3_600_000, DAY_MS, 2 * DAY_MS, 3 * DAY_MS, 3 * DAY_MS],
      unacknowledgedLimit: 30,
      rollback: 'unprotected',
      issuers: keys.issuers,
    });
    for (const [i, { keyId, publicKey }] of descriptor.channelKeys.entries()) {
      expect(keyId).toBe(i);
      expect(publicKey).toEqual(await xwingPublicKey(keys.channelKeys[i].secret));
    }
  });

  test('has channel keys of 60 days for 325 days, of which two overlap by a week', async () => {
    await init();
    const { channelKeys, expiresMs } = await inForce();
    const from = channelKeys.map(({ notBeforeMs }) => notBeforeMs);
    expect(channelKeys).toHaveLength(6);
    expect(from[0]).toBeLessThanOrEqual(NOW);
    for (const { notBeforeMs, notAfterMs } of channelKeys) expect(notAfterMs - notBeforeMs).toBe(60 * DAY_MS);
    for (const [i, start] of from.entries()) expect(start - from[0]).toBe(i * 53 * DAY_MS);
    expect(expiresMs).toBe(channelKeys.at(-1)!.notAfterMs);
    expect(expiresMs - from[0]).toBe(325 * DAY_MS);
  });

  test('is like no other', async () => {
    await init();
    const first = readFileSync(join(folder, 'realm.json'), 'utf8');
    folder = join(parent, 'other');
    await init();
    const secrets = (text: string): string[] => text.match(/[A-Za-z0-9+/]{43}=/g) ?? [];
    const second = secrets(readFileSync(join(folder, 'realm.json'), 'utf8'));
    expect(second).toHaveLength(11);
    expect(second.filter((secret) => secrets(first).includes(secret))).toEqual([]);
  });

  test('takes no folder that is there', async () => {
    await init();
    const before = readFileSync(join(folder, 'realm.json'));
    expect(await refusal(init(), 'ERR_OUTPUT_FILE')).toContain('it is there already');
    expect(readFileSync(join(folder, 'realm.json'))).toEqual(before);
    folder = parent;
    await refusal(init(), 'ERR_OUTPUT_FILE');
  });

  test('leaves nothing behind if it cannot be made', async () => {
    writeFileSync(join(parent, 'file'), '');
    await refusal(init({ freshness: join(parent, 'file/freshness.db') }), 'ERR_STORE_FOREIGN');
    expect(existsSync(folder)).toBe(false);
    for (const operator of ['', ' + ', 'x'.repeat(129), 'a\nb'])
      await refusal(init({ operator }), 'ERR_USAGE');
    await refusal(init({ witness: 'Ada' }), 'ERR_USAGE');
    expect(existsSync(folder)).toBe(false);
  });

  // VAULT-061
  test('promises protection from rollback only with a freshness file outside of the folder', async () => {
    const promised = async (freshness: string): Promise<string> => {
      folder = join(parent, basename(freshness).replace('.db', ''));
      await init({ freshness });
      return (await inForce()).rollback;
    };
    expect(await promised(join(parent, 'apart', 'one.db'))).toBe('protected');
    expect(statSync(join(parent, 'apart', 'one.db')).mode & 0o777).toBe(0o600);
    expect(await promised('none')).toBe('unprotected');
    expect(await promised(join(parent, 'two', 'two.db').replace('two/two', 'two'))).toBe('protected');
    // The same folder by another name.
    folder = join(parent, 'three');
    symlinkSync(folder, join(parent, 'link'));
    await init();
    await nextDescriptor(folder, NOW);
    const keys = JSON.parse(readFileSync(join(folder, 'realm.json'), 'utf8'));
    writeFileSync(
      join(folder, 'realm.json'),
      JSON.stringify({ ...keys, freshness: join(parent, 'link', 'freshness.db') }),
    );
    expect((await nextDescriptor(folder, NOW)).descriptor.rollback).toBe('unprotected');
  });
});

describe('the keys of a realm', () => {
  test('are refused if others may read them', async () => {
    await init();
    const path = join(folder, 'realm.json');
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode);
      expect(await refusal(readRealmFolder(folder), 'ERR_INPUT_FILE')).toContain('chmod 600');
    }
    chmodSync(path, 0o600);
    await readRealmFolder(folder);
  });

  test('are refused if they are missing, damaged, or of another version, and no key is quoted', async () => {
    await init();
    const path = join(folder, 'realm.json');
    const text = readFileSync(path, 'utf8');
    const value = JSON.parse(text);
    const { storageKey } = value;
    const bad: [unknown, ErrorCode][] = [
      [text.slice(0, -20), 'ERR_INPUT_FILE'],
      ['[]', 'ERR_INPUT_FILE'],
      [{ ...value, storageKey: storageKey.slice(0, -4) }, 'ERR_INPUT_FILE'],
      [{ ...value, storageKey: `${storageKey} ` }, 'ERR_INPUT_FILE'],
      [{ ...value, storageKey: undefined }, 'ERR_INPUT_FILE'],
      [{ ...value, realmId: value.realmId.toUpperCase().replace(/\d/g, 'A') }, 'ERR_INPUT_FILE'],
      [{ ...value, more: 1 }, 'ERR_INPUT_FILE'],
      [{ ...value, operator: { ...value.operator, more: 1 } }, 'ERR_INPUT_FILE'],
      [{ ...value, channelKeys: {} }, 'ERR_INPUT_FILE'],
      [{ ...value, channelKeys: [{ ...value.channelKeys[0], keyId: -1 }] }, 'ERR_INPUT_FILE'],
      [{ ...value, witness: 'Ada' }, 'ERR_INPUT_FILE'],
      [{ ...value, format: 'something/1' }, 'ERR_INPUT_FILE'],
      [{ ...value, format: 'muniment-vault-realm-keys/2' }, 'ERR_UNSUPPORTED_VERSION'],
    ];
    for (const [content, code] of bad) {
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      const message = await refusal(readRealmFolder(folder), code);
      expect(message).not.toContain(storageKey.slice(0, 8));
    }
    rmSync(path);
    expect(await refusal(readRealmFolder(folder), 'ERR_INPUT_FILE')).toContain('not the folder of a realm');
    await refusal(nextDescriptor(folder, NOW), 'ERR_INPUT_FILE');
    expect(existsSync(join(folder, 'lock.db'))).toBe(false);
  });

  test('come back as they were written', async () => {
    await init({ witness: witnessKey });
    const bytes = readFileSync(join(folder, 'realm.json'));
    expect(Buffer.from(formatRealmKeys(parseRealmKeys(bytes, 'x')))).toEqual(bytes);
  });

  test('are overwritten where they were replaced', async () => {
    await init();
    const path = join(folder, 'realm.json');
    // Another name keeps the old file in reach.
    linkSync(path, join(parent, 'old'));
    await nextDescriptor(folder, NOW + 100 * DAY_MS);
    expect(readFileSync(join(parent, 'old')).every((byte) => byte === 0)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('the next descriptor', () => {
  test('follows the one in force, which stays until it is published', async () => {
    await init();
    const before = (await readRealmFolder(folder)).inForce!;
    const next = await nextDescriptor(folder, NOW + DAY_MS);
    expect(next.descriptor).toMatchObject({
      serial: 2,
      previous: await sha256(before.note),
      issuedMs: NOW + DAY_MS,
      channelKeys: before.descriptor.channelKeys,
    });
    expect(await inForce()).toEqual(before.descriptor);
    const file = join(folder, 'descriptor.next');
    expect(new Uint8Array(readFileSync(file))).toEqual(next.note);

    await publishDescriptor(folder, next.note, NOW + DAY_MS);
    expect(await inForce()).toEqual(next.descriptor);
    expect(existsSync(file)).toBe(false);
    expect(statSync(join(folder, 'descriptor.note')).mode & 0o777).toBe(0o600);
  });

  // VAULT-108
  test('has new channel keys in the place of those that ended, whose secrets are gone', async () => {
    await init();
    const first = await inForce();
    const text = (): string => readFileSync(join(folder, 'realm.json'), 'utf8');
    const secrets: string[] = JSON.parse(text()).channelKeys.map(({ secret }: { secret: string }) => secret);
    const later = first.channelKeys[1].notAfterMs + DAY_MS;
    const { descriptor } = await nextDescriptor(folder, later);
    const [a, b, ...kept] = first.channelKeys;
    expect(descriptor.channelKeys.slice(0, 4)).toEqual(kept);
    expect(descriptor.channelKeys.map(({ keyId }) => keyId)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(descriptor.expiresMs).toBe(a.notBeforeMs + (7 * 53 + 60) * DAY_MS);
    expect(b.notAfterMs).toBeLessThan(later);
    for (const [i, secret] of secrets.entries()) expect(text().includes(secret), `key ${i}`).toBe(i >= 2);
    expect(new Set(JSON.parse(text()).channelKeys.map(({ secret }: { secret: string }) => secret)).size).toBe(
      6,
    );
  });

  test('keeps a key that ended a moment ago, because clocks differ', async () => {
    await init();
    const { notAfterMs } = (await inForce()).channelKeys[0];
    const held = async (): Promise<number[]> =>
      (await readRealmFolder(folder)).keys.channelKeys.map(({ keyId }) => keyId);
    expect(await eraseEndedChannelKeys(folder, notAfterMs + 600_000 - 1)).toBe(0);
    const { descriptor } = await nextDescriptor(folder, notAfterMs + 1);
    expect(descriptor.channelKeys.map(({ keyId }) => keyId)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await held()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await eraseEndedChannelKeys(folder, notAfterMs + 600_000)).toBe(1);
    expect(await held()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('begins anew when all keys have ended', async () => {
    await init();
    const later = NOW + 1000 * DAY_MS;
    const next = await nextDescriptor(folder, later);
    expect(next.descriptor.channelKeys.map(({ keyId }) => keyId)).toEqual([6, 7, 8, 9, 10, 11]);
    expect(next.descriptor.channelKeys[0].notBeforeMs).toBeLessThanOrEqual(later);
    await publishDescriptor(folder, next.note, later);
  });

  test('goes on for 40 years, beyond the last number of a key, and gives no number away that may still be asked for (VAULT-110)', async () => {
    await init();
    let nowMs = NOW;
    const named = new Map<number, { key: string; untilMs: number }>();
    for (let i = 0; i < 45; i++) {
      nowMs += 320 * DAY_MS;
      const next = await nextDescriptor(folder, nowMs);
      const { descriptor } = await publishDescriptor(folder, next.note, nowMs);
      expect(descriptor.serial).toBe(i + 2);
      for (const { keyId, publicKey } of descriptor.channelKeys) {
        const key = Buffer.from(publicKey).toString('hex');
        const before = named.get(keyId);
        if (before !== undefined && before.key !== key)
          expect(before.untilMs, `key ${keyId}`).toBeLessThanOrEqual(descriptor.issuedMs);
        named.set(keyId, { key, untilMs: descriptor.expiresMs });
      }
      expect(descriptor.channelKeys.some((key) => key.notBeforeMs <= nowMs && nowMs < key.notAfterMs)).toBe(
        true,
      );
    }
  });

  // VAULT-143
  test('is signed once: made again before it is published it is the same', async () => {
    await init();
    const made = await Promise.all([1, 2, 3].map((day) => nextDescriptor(folder, NOW + day * DAY_MS)));
    for (const { note } of made) expect(note).toEqual(made[0].note);
    // With the signature of the witness in it, too.
    const note = witnessed(made[0].note);
    writeFileSync(join(folder, 'descriptor.next'), note);
    expect((await nextDescriptor(folder, NOW, { witness: witnessKey })).note).toEqual(note);
    await publishDescriptor(folder, note, NOW);
    expect((await readRealmFolder(folder)).inForce!.signedBy).toHaveLength(2);
    expect((await nextDescriptor(folder, NOW)).descriptor.serial).toBe(3);
  });

  // VAULT-143
  test('passes over a serial whose descriptor was lost, altered or has expired', async () => {
    await init();
    const file = join(folder, 'descriptor.next');
    const first = await nextDescriptor(folder, NOW);
    rmSync(file);
    const second = await nextDescriptor(folder, NOW);
    expect([first, second].map(({ descriptor }) => descriptor.serial)).toEqual([2, 3]);
    expect(second.descriptor.previous).toEqual(first.descriptor.previous);
    const altered = Buffer.from(second.note);
    altered[60] ^= 1;
    writeFileSync(file, altered);
    expect((await nextDescriptor(folder, NOW)).descriptor.serial).toBe(4);
    const later = NOW + 1000 * DAY_MS;
    const last = await nextDescriptor(folder, later);
    expect(last.descriptor.serial).toBe(5);
    await publishDescriptor(folder, last.note, later);
    // What was passed over stays so.
    await refusal(publishDescriptor(folder, first.note, NOW), 'ERR_REALM_OUTDATED');
    writeFileSync(file, first.note);
    expect((await nextDescriptor(folder, later)).descriptor.serial).toBe(6);
  });

  test('is not there if the first was lost before it was in force', async () => {
    await init({ witness: witnessKey });
    expect((await nextDescriptor(folder, NOW)).descriptor.serial).toBe(1);
    rmSync(join(folder, 'descriptor.next'));
    await refusal(nextDescriptor(folder, NOW), 'ERR_REALM_OUTDATED');
  });
});

describe('publishing refuses', () => {
  /** A descriptor with something else in it, signed by the operator all the same. */
  async function forged(changed: Partial<RealmDescriptor>): Promise<Uint8Array> {
    const next = await nextDescriptor(folder, NOW);
    const { keys } = await readRealmFolder(folder);
    const { signerName: name, seed } = keys.operator;
    return signNote(formatRealmDescriptor({ ...next.descriptor, ...changed }), { name, seed });
  }

  test('what does not follow the descriptor in force', async () => {
    await init();
    const publish = async (changed: Partial<RealmDescriptor>, code: ErrorCode): Promise<string> =>
      refusal(publishDescriptor(folder, await forged(changed), NOW), code);
    await publish({ serial: 1, previous: new Uint8Array(32) }, 'ERR_REALM_OUTDATED');
    await publish({ previous: new Uint8Array(32).fill(1) }, 'ERR_REALM_UNTRUSTED');
    await publish({ issuedMs: NOW - 2 * DAY_MS, expiresMs: NOW }, 'ERR_REALM_OUTDATED');
    await publishDescriptor(folder, await forged({}), NOW);
  });

  // VAULT-144
  test('what is not of this realm, or that it could not serve', async () => {
    await init();
    const publish = async (note: Uint8Array): Promise<string> =>
      refusal(publishDescriptor(folder, note, NOW), 'ERR_REALM_UNTRUSTED');
    const { channelKeys } = await inForce();
    await publish(await forged({ realmId: new Uint8Array(16) }));
    await publish(await forged({ serverPublicKey: new Uint8Array(32).fill(1) }));
    const publicKey = await xwingPublicKey(SecretBytes.random(32));
    await publish(await forged({ channelKeys: [{ ...channelKeys[0], publicKey }, ...channelKeys.slice(1)] }));
    await publish(await forged({ channelKeys: [...channelKeys, { ...channelKeys[0], keyId: 9 }] }));
    await publish(new TextEncoder().encode('Dear Ada'));
    const { text } = parseSignedNote(await forged({}));
    await publish(signNote(text, witness));
    const altered = await forged({});
    altered[40] ^= 1;
    await publish(altered);
    expect((await inForce()).serial).toBe(1);
  });
});

describe('with a witness', () => {
  // VAULT-142
  test('nothing is in force before the witness has signed', async () => {
    await init({ witness: witnessKey });
    expect((await readRealmFolder(folder)).inForce).toBeUndefined();
    const file = join(folder, 'descriptor.next');
    const note = new Uint8Array(readFileSync(file));
    expect(parseRealmDescriptor(parseSignedNote(note).text).serial).toBe(1);
    const message = await refusal(publishDescriptor(folder, note, NOW), 'ERR_REALM_UNTRUSTED');
    expect(message).toContain(witnessKey);

    // Another witness, of the same name.
    const other = signNote(
      parseSignedNote(note).text,
      { name: witness.name, seed: SecretBytes.random(32) },
      note,
    );
    await refusal(publishDescriptor(folder, other, NOW), 'ERR_REALM_UNTRUSTED');

    const { signedBy } = await publishDescriptor(folder, witnessed(note), NOW);
    expect(signedBy).toEqual((await readRealmFolder(folder)).signers);
    expect((await readRealmFolder(folder)).inForce!.signedBy).toEqual(signedBy);
  });

  test('each later descriptor needs it too', async () => {
    await init({ witness: witnessKey });
    await publishDescriptor(folder, witnessed(readFileSync(join(folder, 'descriptor.next'))), NOW);
    const { note } = await nextDescriptor(folder, NOW);
    await refusal(publishDescriptor(folder, note, NOW), 'ERR_REALM_UNTRUSTED');
    await publishDescriptor(folder, witnessed(note), NOW);
    expect((await inForce()).serial).toBe(2);
  });

  test('one may be named later, from the next descriptor on', async () => {
    await init();
    const next = await nextDescriptor(folder, NOW, { witness: witnessKey });
    expect((await readRealmFolder(folder)).inForce!.signedBy).toHaveLength(1);
    await refusal(publishDescriptor(folder, next.note, NOW), 'ERR_REALM_UNTRUSTED');
    expect((await publishDescriptor(folder, witnessed(next.note), NOW)).signedBy).toHaveLength(2);
  });

  // VAULT-142
  test('the operator cannot be its own', async () => {
    await init();
    const [operator] = (await readRealmFolder(folder)).signers;
    await refusal(nextDescriptor(folder, NOW, { witness: operator }), 'ERR_USAGE');
    const { keys } = await readRealmFolder(folder);
    const publicKey = ed25519PublicKey(keys.operator.seed);
    const witnessOfSameKey = formatVerifierKey({ name: 'another', publicKey });
    await refusal(nextDescriptor(folder, NOW, { witness: witnessOfSameKey }), 'ERR_USAGE');
    expect(formatHex(publicKey)).toHaveLength(64);
  });
});
