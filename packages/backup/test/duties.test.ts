// What a device owes its archive's keys: spec/keys.md sections 2, 5, 7 and 9, spec/archive.md section 12.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotateKeyring } from '@muniment/keys';
import { memoryStore, type Store } from '@muniment/storage';
import { overriding } from '@muniment/test-kit';
import { decodeEntry, encodeEntry } from '@muniment/wire';
import { describe, expect, it } from 'vitest';
import { openArchive, rotate } from '../src/index.ts';
import { putKeyring } from '../src/keyrings.ts';
import { backUpOnce, enrolAnother, names, setUp } from './support.ts';

describe('a root key', () => {
  it('is in no file of the device and in no object of the store but sealed (KEYS-002)', async () => {
    const { session, source, store, home } = await setUp(memoryStore());
    writeFileSync(join(source, 'f'), 'one');
    await backUpOnce(session, source);
    const rootKeys = [session.keyring.rootKey.expose().slice()];
    await rotate(session);
    rootKeys.push(session.keyring.rootKey.expose().slice());
    await backUpOnce(session, source);
    await session.close();
    expect(rootKeys[0]).not.toEqual(rootKeys[1]);
    const kept = new Map<string, Buffer>();
    for (const entry of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
      if (statSync(join(home, entry)).isFile()) kept.set(entry, readFileSync(join(home, entry)));
    }
    const device = [...kept.keys()].find((name) => name.endsWith('device.json'));
    expect(device).toBeDefined();
    for (const name of await names(store)) kept.set(name, Buffer.from(await store.get(name)));
    expect(kept.size).toBeGreaterThan(6);
    for (const key of rootKeys.map((bytes) => Buffer.from(bytes))) {
      const forms = [
        key,
        ...['hex', 'base64', 'base64url'].map((form) => Buffer.from(key.toString(form as 'hex'))),
      ];
      for (const [name, bytes] of kept)
        for (const form of forms) expect(bytes.includes(form), name).toBe(false);
    }
  });
});

describe('a keyring', () => {
  it('is put under a name of its own, and none that is there is changed (KEYS-050, KEYS-001)', async () => {
    const store = memoryStore();
    const put: string[] = [];
    const recording = overriding<Store>(store, {
      async put(name, bytes) {
        if (name.startsWith('keyring/')) put.push(name);
        await store.put(name, bytes);
      },
    });
    const setup = await setUp(recording);
    const seen = new Map<string, Uint8Array>();
    const look = async (): Promise<void> => {
      for (const name of await names(store, 'keyring/')) {
        const bytes = await store.get(name);
        expect(seen.get(name) ?? bytes).toEqual(bytes);
        seen.set(name, bytes);
      }
    };
    await look();
    for (let i = 0; i < 3; i++) {
      await rotate(setup.session);
      await look();
    }
    const { session } = await enrolAnother(setup, 'second', recording);
    await look();
    await session.close();
    await setup.session.close();
    expect(put).toHaveLength(5);
    expect(new Set(put).size).toBe(5);
    // The part behind the generation is drawn.
    expect(new Set(put.map((name) => name.slice(-32))).size).toBe(5);
  });

  it('is not acted on unless the store gives it back (KEYS-076)', async () => {
    const store = memoryStore();
    let isSpoiling = false;
    const { session } = await setUp(
      overriding<Store>(store, {
        async put(name, bytes) {
          const copy = bytes.slice();
          if (isSpoiling && name.startsWith('keyring/')) copy[copy.length - 1] ^= 1;
          await store.put(name, copy);
        },
      }),
    );
    const { epoch } = session.archive;
    const written = await rotateKeyring(session.keyring);
    isSpoiling = true;
    await expect(putKeyring(session.store, written.name, written.bytes)).rejects.toMatchObject({
      code: 'ERR_STORE_IO',
    });
    await store.delete(written.name);
    await expect(rotate(session)).rejects.toMatchObject({ code: 'ERR_STORE_IO' });
    expect(session.archive.epoch).toBe(epoch);
  });

  it('of an old generation is deleted, but not while there is one that does not open (KEYS-088)', async () => {
    const { session, store, home } = await setUp(memoryStore());
    for (let i = 0; i < 2; i++) await rotate(session);
    expect(await names(store, 'keyring/')).toHaveLength(2);
    // One more generation, so that one waits to be deleted, and a keyring whose MAC is wrong.
    const later = await rotateKeyring(session.keyring);
    await store.put(later.name, later.bytes);
    const spoilt = await rotateKeyring(session.keyring);
    spoilt.bytes[spoilt.bytes.length - 1] ^= 1;
    await store.put(spoilt.name, spoilt.bytes);
    await session.close();
    const again = await openArchive({ store, home });
    expect(again.keyrings.unopened).toHaveLength(1);
    await again.deleteExpired();
    expect(await names(store, 'keyring/')).toHaveLength(4);
    await store.delete(spoilt.name);
    await again.refresh();
    await again.deleteExpired();
    expect(await names(store, 'keyring/')).toHaveLength(2);
    await again.close();
  });
});

describe('an entry', () => {
  it('can say nothing of devices, sockets and pipes (ARCH-103)', () => {
    const entry = {
      path: new TextEncoder().encode('a'),
      kind: 'file',
      mode: 0o644,
      mtimeNs: 0n,
      uid: 0,
      gid: 0,
      size: 0n,
      target: new Uint8Array(),
      contentDigest: new Uint8Array(32).fill(1),
    } as const;
    const bytes = encodeEntry(entry);
    expect(decodeEntry(bytes)).toEqual(entry);
    // 0o644 as a varint, and then with the bits by which POSIX tells a pipe, a character device and a socket.
    const at = Buffer.from(bytes).indexOf(Buffer.of(0xa4, 0x03));
    expect(at).toBeGreaterThan(0);
    for (const varint of [
      [0xa4, 0x23],
      [0xa4, 0x43],
    ]) {
      const other = bytes.slice();
      other.set(varint, at);
      expect(() => decodeEntry(other)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }));
    }
    const kindAt = at - 3;
    expect([...bytes.subarray(kindAt, kindAt + 2)]).toEqual([0x10, 1]);
    for (let kind = 5; kind < 128; kind++) {
      const other = bytes.slice();
      other[kindAt + 1] = kind;
      expect(() => decodeEntry(other)).toThrow(expect.objectContaining({ code: 'ERR_FIELD' }));
    }
  });
});
