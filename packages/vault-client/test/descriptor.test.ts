import { createHash } from 'node:crypto';
import {
  ed25519PublicKey,
  formatVerifierKey,
  type NoteSigner,
  SecretBytes,
  signNote,
} from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { formatRealmDescriptor, type RealmDescriptor } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { channelKeyAt } from '../src/descriptor.ts';
import {
  checkRealmDescriptor,
  DESCRIPTOR_SKEW_MS,
  type KnownDescriptor,
  knownFromNote,
} from '../src/index.ts';
import { DAY_MS, START_MS, testRealm } from './helpers.ts';

const realm = await testRealm();
const { realmId, signers, descriptor, operator, witness, sign } = realm;
const stranger: NoteSigner = { name: 'stranger.example', seed: SecretBytes.random(32) };
const trust = { realmId, signers, nowMs: START_MS };

function verifierKey({ name, seed }: NoteSigner): string {
  return formatVerifierKey({ name, publicKey: ed25519PublicKey(seed) });
}

function hashOf(note: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(note).digest());
}

async function codeOf(
  note: Uint8Array,
  changes: Partial<typeof trust> & { readonly known?: KnownDescriptor } = {},
): Promise<string | undefined> {
  try {
    await checkRealmDescriptor(note, { ...trust, ...changes });
    return undefined;
  } catch (error) {
    return isMunimentError(error) ? error.code : (error as Error).name;
  }
}

describe('a descriptor', () => {
  it('is believed if two pinned signers have signed it', async () => {
    const note = sign({});
    const checked = await checkRealmDescriptor(note, trust);
    expect(checked).toEqual({
      descriptor,
      signedBy: ['operator.example', 'witness.example'],
      isOneParty: false,
      known: { serial: 1, noteHash: hashOf(note) },
    });
    const third = [...signers, verifierKey(stranger)];
    expect(await codeOf(note, { signers: third })).toBeUndefined();
    expect(await codeOf(sign({}, [witness, stranger]), { signers: third })).toBeUndefined();
    // A signature of somebody who is not pinned changes nothing.
    expect(await codeOf(sign({}, [stranger, operator, witness]))).toBeUndefined();
  });

  it('is believed from one signer only if one alone is pinned, which is said', async () => {
    const note = sign({}, [operator]);
    expect(await codeOf(note)).toBe('ERR_REALM_UNTRUSTED');
    expect(await codeOf(sign({}, [operator, stranger]))).toBe('ERR_REALM_UNTRUSTED');
    const checked = await checkRealmDescriptor(note, { ...trust, signers: [verifierKey(operator)] });
    expect(checked.isOneParty).toBe(true);
    expect(checked.signedBy).toEqual(['operator.example']);
  });

  it('is not believed without them', async () => {
    expect(await codeOf(sign({}, [stranger]))).toBe('ERR_AUTHENTICATION');
    const forged = sign({});
    forged[forged.length - 4]! ^= 1;
    expect(['ERR_AUTHENTICATION', 'ERR_ENCODING']).toContain(await codeOf(forged));
    expect(await codeOf(new Uint8Array(0))).toBe('ERR_ENCODING');
    expect(await codeOf(new Uint8Array(70000))).toBe('ERR_LIMIT');
    const other = signNote('something else\n', operator);
    expect(await codeOf(signNote('something else\n', witness, other))).toBe('ERR_ENCODING');
    await expect(checkRealmDescriptor(sign({}), { ...trust, signers: [] })).rejects.toThrow(RangeError);
    await expect(checkRealmDescriptor('note' as never, trust)).rejects.toThrow(TypeError);
  });

  it('is of the pinned realm', async () => {
    expect(await codeOf(sign({ realmId: new Uint8Array(16) }))).toBe('ERR_REALM_UNTRUSTED');
  });

  it('never goes back', async () => {
    const first = sign({});
    const known = { serial: 1, noteHash: hashOf(first) };
    expect(await codeOf(first, { known })).toBeUndefined();
    // The same serial with other bytes, be it only the order of signatures.
    expect(await codeOf(sign({}, [witness, operator]), { known })).toBe('ERR_REALM_UNTRUSTED');
    const second = sign({ serial: 2, previous: known.noteHash });
    expect(await codeOf(second, { known })).toBeUndefined();
    expect(await codeOf(sign({ serial: 2, previous: hashOf(second) }), { known })).toBe(
      'ERR_REALM_UNTRUSTED',
    );
    // One that is further on need not name what is known.
    expect(await codeOf(sign({ serial: 3, previous: hashOf(second) }), { known })).toBeUndefined();
    const later = { serial: 2, noteHash: hashOf(second) };
    expect(await codeOf(first, { known: later })).toBe('ERR_REALM_OUTDATED');
    expect(await codeOf(first, { known: { ...known, serial: 0 } })).toBe('RangeError');
  });

  it('is in force', async () => {
    const { expiresMs, issuedMs } = descriptor;
    const channelKeys = [
      { ...descriptor.channelKeys[0]!, notBeforeMs: START_MS - DAY_MS, notAfterMs: START_MS + DAY_MS },
    ];
    const note = sign({ channelKeys, expiresMs: START_MS + 1000 });
    expect(await codeOf(note, { nowMs: START_MS + 999 })).toBeUndefined();
    expect(await codeOf(note, { nowMs: START_MS + 1000 })).toBe('ERR_REALM_OUTDATED');
    expect(await codeOf(note, { nowMs: issuedMs - DESCRIPTOR_SKEW_MS })).toBeUndefined();
    expect(await codeOf(note, { nowMs: issuedMs - DESCRIPTOR_SKEW_MS - 1 })).toBe('ERR_REALM_OUTDATED');
    expect(await codeOf(sign({}), { nowMs: expiresMs })).toBe('ERR_REALM_OUTDATED');
  });

  it('has a key for now', async () => {
    const [first, second] = descriptor.channelKeys;
    const { notBeforeMs, notAfterMs } = first!;
    expect(channelKeyAt(descriptor, notBeforeMs)?.keyId).toBe(1);
    expect(channelKeyAt(descriptor, notBeforeMs - 1)).toBeUndefined();
    // Where two are valid, the one that became valid last.
    expect(channelKeyAt(descriptor, second!.notBeforeMs - 1)?.keyId).toBe(1);
    expect(channelKeyAt(descriptor, second!.notBeforeMs)?.keyId).toBe(2);
    expect(channelKeyAt(descriptor, second!.notAfterMs)).toBeUndefined();
    const wrapped = [
      { ...second!, keyId: 0 },
      { ...first!, keyId: 255 },
    ];
    expect(channelKeyAt({ ...descriptor, channelKeys: wrapped }, second!.notBeforeMs)?.keyId).toBe(0);
    const note = sign({ channelKeys: [first!] });
    expect(await codeOf(note, { nowMs: notAfterMs - 1 })).toBeUndefined();
    expect(await codeOf(note, { nowMs: notAfterMs })).toBe('ERR_REALM_OUTDATED');
  });

  it('promises no less than the protocol', async () => {
    for (const [i, wait] of descriptor.waitsMs.entries()) {
      if (wait === 0) continue;
      const waitsMs = descriptor.waitsMs.map((each, at) =>
        at === i ? wait - 1 : Math.min(each, at < i ? wait - 1 : each),
      );
      expect(await codeOf(sign({ waitsMs })), `wait ${i + 1}`).toBe('ERR_REALM_OUTDATED');
    }
    expect(await codeOf(sign({ limit: 3, waitsMs: [0, 0, 0], unacknowledgedLimit: 1 }))).toBeUndefined();
    expect(await codeOf(sign({ waitsMs: descriptor.waitsMs.map((wait) => wait + 1) }))).toBeUndefined();
    // The text itself allows no more than 10 and 30.
    const text = formatRealmDescriptor(descriptor).replace('\nunacknowledged 30\n', '\nunacknowledged 31\n');
    expect(await codeOf(signNote(text, witness, signNote(text, operator)))).toBe('ERR_LIMIT');
  });

  it('has keys that nobody can answer for', async () => {
    const weak = new Uint8Array(32);
    const issuers: RealmDescriptor['issuers'] = [{ name: 'a', publicKey: weak }];
    expect(await codeOf(sign({ issuers }))).toBe('ERR_ELEMENT');
    expect(await codeOf(sign({ serverPublicKey: weak }))).toBe('ERR_ELEMENT');
  });
});

describe('the note of a bundle', () => {
  it('is known also when it has expired', async () => {
    const note = sign({ expiresMs: START_MS + 1 });
    const known = await knownFromNote(new TextDecoder().decode(note), trust);
    expect(known).toEqual({ serial: 1, noteHash: hashOf(note) });
    const unsigned = new TextDecoder().decode(sign({}, [stranger]));
    await expect(knownFromNote(unsigned, trust)).rejects.toMatchObject({ code: 'ERR_AUTHENTICATION' });
  });
});
