// What a reader does with keyrings that were altered, cut, mixed, or made by a writer that breaks the rules.

import { xwingPublicKey } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import {
  encodeKeyringPublic,
  type KeyringBody,
  type KeyringPublic,
  type Method,
  type Slot,
} from '@muniment/wire';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addMethod,
  createKeyring,
  deriveRecoveryKeySecret,
  type ExtendedKeyring,
  generateRecoveryKey,
  openKeyring,
  type ParsedKeyring,
  parseKeyring,
  rotateKeyring,
} from '../src/index.ts';
import { forge, forgeSlot, sha256 } from './forge.ts';
import { codeOf, failure, hex, locator, newVault, withSlots } from './helpers.ts';

const random = seededRandom(31);
const rootKey = random.bytes(32);
const archiveId = random.bytes(16);
const ids = [1, 2, 3].map((first) => Uint8Array.from([first, ...random.bytes(15)]));
const secrets = [random.bytes(32), random.bytes(32), random.bytes(32)];
const byRoot = { type: 'root-key', rootKey } as const;
const bySecret = (i: number) => ({ type: 'secret', methodId: ids[i]!, secret: secrets[i]! }) as const;

let publicPart: KeyringPublic;
let body: KeyringBody;
let object: Uint8Array;
let bodyStart: number;

const open = async (bytes: Uint8Array, unlock: Parameters<typeof openKeyring>[1] = byRoot): Promise<void> =>
  (await openKeyring(parseKeyring(bytes), unlock)).wipe();
const forged = (change: Partial<KeyringPublic>, bodyChange: Partial<KeyringBody> = {}): Promise<Uint8Array> =>
  forge({ rootKey, public: { ...publicPart, ...change }, body: { ...body, ...bodyChange } });

beforeAll(async () => {
  const types = ['vault', 'device'] as const;
  const slots: Slot[] = [];
  const methods: Method[] = [];
  for (const [i, type] of types.entries()) {
    const methodId = ids[i]!;
    const publicKey = await xwingPublicKey(secrets[i]!);
    const vault = type === 'vault' ? locator : undefined;
    const slot = { methodId, type, salt: random.bytes(32), keyId: '', vault };
    slots.push(await forgeSlot(rootKey, archiveId, publicKey, slot));
    methods.push({ methodId, type, publicKey, label: `method ${i}`, createdMs: 1_700_000_000_000n });
  }
  publicPart = {
    criticalFeatures: [],
    archiveId,
    generation: 7n,
    keyringId: random.bytes(16),
    parents: [random.bytes(32)],
    slots,
  };
  body = {
    dedupKey: random.bytes(32),
    chunkerKey: random.bytes(32),
    epochs: [
      { number: 1, key: new Uint8Array(32).fill(1), createdMs: 5n },
      { number: 1, key: new Uint8Array(32).fill(2), createdMs: 6n },
      { number: 9, key: random.bytes(32), createdMs: 6n },
    ],
    methods,
    removedMethods: [ids[2]!],
    policy: { keepLast: 5, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 },
  };
  object = await forge({ rootKey, public: publicPart, body });
  bodyStart = 14 + encodeKeyringPublic(publicPart).length + 4;
});

describe('a keyring built by hand', () => {
  it('opens with each method and the root key, and says what was put in', async () => {
    const parsed = parseKeyring(object);
    expect(hex(parsed.hash)).toBe(sha256(object));
    expect(parsed.name).toBe(`keyring/00000007-${hex(publicPart.keyringId)}`);
    expect(parsed.parents).toEqual(publicPart.parents);
    expect(parsed.slots).toEqual(publicPart.slots);
    for (const unlock of [bySecret(0), bySecret(1), byRoot, { ...bySecret(1), type: 'device' as const }]) {
      const keyring = await openKeyring(parsed, unlock);
      expect(keyring.rootKey.expose()).toEqual(rootKey);
      expect(keyring.dedupKey.expose()).toEqual(body.dedupKey);
      expect(keyring.chunkerKey.expose()).toEqual(body.chunkerKey);
      expect(
        keyring.epochs.map(({ number, key, createdMs }) => [number, hex(key.expose()), createdMs]),
      ).toEqual(body.epochs.map(({ number, key, createdMs }) => [number, hex(key), Number(createdMs)]));
      expect(keyring.methods).toEqual(
        body.methods.map((method) => ({ ...method, createdMs: Number(method.createdMs) })),
      );
      expect(keyring.removedMethods).toEqual(body.removedMethods);
      expect(keyring.policy).toEqual(body.policy);
    }
  });

  it('shares no memory with the bytes it was read from', async () => {
    const copy = new Uint8Array(object);
    const parsed = parseKeyring(copy);
    copy.fill(0);
    await openKeyring(parsed, byRoot);
    expect(parsed.bytes.buffer.byteLength).toBe(object.length);
  });
});

describe('an altered keyring', { timeout: 600_000 }, () => {
  it('fails for a flipped bit in any byte', async () => {
    for (let at = 0; at < object.length; at++) {
      const bad = new Uint8Array(object);
      bad[at]! ^= 1 << (at % 8);
      const code = await codeOf(() => open(bad));
      if (at < 8) expect(code).toBe('ERR_KEYRING_MAGIC');
      else if (at < 10) expect(code).toBe('ERR_UNSUPPORTED_VERSION');
      else if (at < 14 || (at >= bodyStart - 4 && at < bodyStart)) {
        expect(['ERR_ENCODING', 'ERR_NON_CANONICAL']).toContain(code);
      } else if (at < bodyStart) {
        expect([
          'ERR_KEYRING_MAC',
          'ERR_ENCODING',
          'ERR_NON_CANONICAL',
          'ERR_FIELD',
          'ERR_LIMIT',
          'ERR_CRITICAL_FEATURE',
        ]).toContain(code);
      } else expect(code).toBe('ERR_KEYRING_MAC');
    }
  });

  it('fails for the holder of a method, whichever slot or part is altered', async () => {
    const stride = 97;
    for (let at = random.below(stride); at < object.length; at += stride) {
      const bad = new Uint8Array(object);
      bad[at]! ^= 0x10;
      expect(await codeOf(() => open(bad, bySecret(at % 2)))).not.toBe('none');
    }
  });

  it('fails at every length but its own', async () => {
    for (let length = 0; length < object.length; length++) {
      const code = await codeOf(() => open(object.subarray(0, length)));
      expect(code).toBe(length < 8 ? 'ERR_KEYRING_MAGIC' : 'ERR_ENCODING');
    }
    for (const extra of [1, 31, 32, 33, 4096]) {
      expect(await codeOf(() => open(Buffer.concat([object, new Uint8Array(extra)])))).toBe('ERR_ENCODING');
    }
  });

  it('is refused above 2 MiB before it is looked at', async () => {
    const large = new Uint8Array(2 ** 21 + 1);
    expect(await codeOf(() => parseKeyring(large))).toBe('ERR_LIMIT');
    expect(await codeOf(() => parseKeyring(large.subarray(1)))).toBe('ERR_KEYRING_MAGIC');
  });

  it('is refused if it is of another version or needs a feature', async () => {
    const versions = [0, 2, 256, 65535];
    for (const version of versions) {
      const bytes = await forge({ rootKey, public: publicPart, body, version });
      const error = await failure(() => open(bytes));
      expect(error.code).toBe('ERR_UNSUPPORTED_VERSION');
      expect(error.details).toEqual({ version });
    }
    const encoded = encodeKeyringPublic(publicPart);
    // Field 1, packed, and then a field 7 that no reader of this version knows.
    const unknown = Buffer.concat([Uint8Array.of(0x0a, 0x01, 0x05), encoded, Uint8Array.of(0x38, 0x01)]);
    expect(
      await codeOf(async () => open(await forge({ rootKey, public: publicPart, body, publicPart: unknown }))),
    ).toBe('ERR_CRITICAL_FEATURE');
    const bare = Buffer.concat([encoded, Uint8Array.of(0x38, 0x01)]);
    expect(
      await codeOf(async () => open(await forge({ rootKey, public: publicPart, body, publicPart: bare }))),
    ).toBe('ERR_NON_CANONICAL');
  });

  it('gives a value or a MunimentError for any bytes', () => {
    const prefix = fc.constantFrom(0, 8, 10, 14, 40, bodyStart);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(prefix, fc.uint8Array({ maxLength: 200 }))
        .map(([n, tail]) => Buffer.concat([object.subarray(0, n), tail])),
      fc
        .array(fc.tuple(fc.nat(object.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
        .map((changes) => {
          const bad = new Uint8Array(object);
          for (const [at, value] of changes) bad[at] = value;
          return bad;
        }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const before = new Uint8Array(input);
        try {
          parseKeyring(input);
        } catch (error) {
          expect(isMunimentError(error)).toBe(true);
        }
        expect(new Uint8Array(input)).toEqual(before);
      }),
      { numRuns: count('property') },
    );
    expect(() => parseKeyring('text' as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe('parts of other keyrings', () => {
  it('do not fit: slots of an older root key, of another archive, of another method', async () => {
    const archive = await createKeyring({
      methods: [newVault(secrets[0]!), { type: 'device', secret: secrets[1]!, label: '' }],
    });
    const other = await createKeyring({ methods: [newVault(secrets[0]!)] });
    const rotated = await rotateKeyring(archive.keyring);
    const [vaultId, deviceId] = archive.methodIds as [Uint8Array, Uint8Array];
    const parsed = parseKeyring(rotated.bytes);
    const slotOf = (keyring: ParsedKeyring, id: Uint8Array) =>
      keyring.slots.find(({ methodId }) => hex(methodId) === hex(id))!;
    /** The rotated keyring with the vault's sealed root key, salt or both from elsewhere. */
    const withVault = (change: object): Uint8Array =>
      withSlots(rotated.bytes, (slot) =>
        hex(slot.methodId) === hex(vaultId) ? { ...slot, ...change } : slot,
      );
    const unlock = { type: 'secret', methodId: vaultId, secret: secrets[0]! } as const;
    await open(withVault({}), unlock);

    const { sealedRootKey: older } = slotOf(parseKeyring(archive.bytes), vaultId);
    expect(await codeOf(() => open(withVault({ sealedRootKey: older }), unlock))).toBe('ERR_KEYRING_MAC');
    const foreign = parseKeyring(other.bytes).slots[0]!;
    expect(await codeOf(() => open(withVault({ sealedRootKey: foreign.sealedRootKey }), unlock))).toBe(
      'ERR_AUTHENTICATION',
    );
    expect(
      await codeOf(() =>
        open(withVault({ sealedRootKey: foreign.sealedRootKey, salt: foreign.salt }), unlock),
      ),
    ).toBe('ERR_AUTHENTICATION');
    const { sealedRootKey: device, salt } = slotOf(parsed, deviceId);
    expect(
      await codeOf(() => open(withVault({ sealedRootKey: device }), { ...unlock, secret: secrets[1]! })),
    ).toBe('ERR_AUTHENTICATION');
    expect(
      await codeOf(() =>
        open(withVault({ sealedRootKey: device, salt }), { ...unlock, secret: secrets[1]! }),
      ),
    ).toBe('ERR_AUTHENTICATION');
    expect(await codeOf(() => open(withVault({ type: 'passkey', vault: undefined }), unlock))).toBe(
      'ERR_AUTHENTICATION',
    );
  });

  it('do not fit: a body sealed for another keyring under the same root key', async () => {
    const contexts = [
      { ...publicPart, generation: 8n },
      { ...publicPart, keyringId: random.bytes(16) },
      { ...publicPart, archiveId: random.bytes(16) },
    ];
    for (const elsewhere of contexts) {
      const donor = await forge({ rootKey, public: elsewhere, body });
      const at = 14 + encodeKeyringPublic(elsewhere).length;
      const mixed = Buffer.concat([object.subarray(0, bodyStart - 4), donor.subarray(at)]);
      expect(await codeOf(() => open(mixed))).toBe('ERR_KEYRING_MAC');
      const { generation, keyringId } = elsewhere;
      const context = Buffer.concat([
        Uint8Array.of(1),
        elsewhere.archiveId,
        new Uint8Array(7),
        Uint8Array.of(Number(generation)),
        keyringId,
      ]);
      const remade = await forge({ rootKey, public: publicPart, body, bodyContext: context });
      expect(await codeOf(() => open(remade))).toBe('ERR_COMMITMENT');
    }
  });

  it('do not fit: the recovery key, device or root key of another archive', async () => {
    expect(await codeOf(() => open(object, { ...bySecret(0), secret: secrets[1]! }))).toBe(
      'ERR_AUTHENTICATION',
    );
    expect(await codeOf(() => open(object, bySecret(2)))).toBe('ERR_METHOD_UNKNOWN');
    expect(await codeOf(() => open(object, { ...bySecret(0), type: 'device' }))).toBe('ERR_METHOD_UNKNOWN');
    expect(await codeOf(() => open(object, { type: 'root-key', rootKey: secrets[0]! }))).toBe(
      'ERR_KEYRING_MAC',
    );
    expect(await codeOf(() => open(object, { type: 'root-key', rootKey: rootKey.subarray(1) }))).toBe(
      'ERR_KEY_SIZE',
    );
    expect(await codeOf(() => open(object, { ...bySecret(0), secret: new Uint8Array(33) }))).toBe(
      'ERR_KEY_SIZE',
    );
    await expect(open(object, { ...bySecret(0), methodId: new Uint8Array(15) })).rejects.toThrow(RangeError);
    await expect(open(object, { type: 'pin' } as unknown as typeof byRoot)).rejects.toThrow(TypeError);
  });
});

describe('two recovery keys with one key id', () => {
  it('each open their own slot', async () => {
    const keys = await Promise.all([generateRecoveryKey(), generateRecoveryKey()]);
    const slots: Slot[] = [];
    const methods: Method[] = [];
    for (const [i, key] of keys.entries()) {
      const methodId = ids[i]!;
      const salt = random.bytes(32);
      const publicKey = await xwingPublicKey(await deriveRecoveryKeySecret(key, salt));
      const { keyId } = keys[0]!;
      const slot = { methodId, type: 'recovery-key', salt, keyId, vault: undefined } as const;
      slots.push(await forgeSlot(rootKey, archiveId, publicKey, slot));
      methods.push({ methodId, type: 'recovery-key', publicKey, label: '', createdMs: 0n });
    }
    const bytes = await forged({ slots }, { methods });
    for (const key of keys) {
      const twin = { ...key, keyId: keys[0]!.keyId };
      expect(await codeOf(() => open(bytes, { type: 'recovery-key', key: twin }))).toBe('none');
    }
    const third = { ...(await generateRecoveryKey()), keyId: keys[0]!.keyId };
    expect(await codeOf(() => open(bytes, { type: 'recovery-key', key: third }))).toBe('ERR_AUTHENTICATION');
  });
});

describe('a keyring that breaks the rules under a right MAC', () => {
  it('is refused for slots out of order, twice, or with a key id that does not belong', async () => {
    const [a, b] = publicPart.slots as [KeyringPublic['slots'][0], KeyringPublic['slots'][0]];
    for (const slots of [
      [b, a],
      [a, a],
      [a, a, b],
    ]) {
      expect(await codeOf(async () => open(await forged({ slots })))).toBe('ERR_FIELD');
    }
    for (const keyId of ['ABCD', '0', 'abcd', 'ILOU']) {
      expect(await codeOf(async () => open(await forged({ slots: [{ ...a, keyId }, b] })))).toBe('ERR_FIELD');
    }
    for (const keyId of ['', 'ABC', 'abcd', 'ABCI', 'ABCL', 'ABCO', 'ABCU', 'AB C']) {
      const type = 'recovery-key';
      expect(await codeOf(async () => open(await forged({ slots: [{ ...a, type, keyId }, b] })))).toBe(
        'ERR_FIELD',
      );
    }
  });

  it('is refused if methods and slots differ', async () => {
    const [a, b] = body.methods as [Method, Method];
    const lists: Method[][] = [
      [a],
      [b, a],
      [a, a],
      [a, { ...b, type: 'passkey' }],
      [a, { ...b, methodId: random.bytes(16) }],
      [a, b, { ...b, methodId: ids[2]! }],
    ];
    for (const methods of lists) {
      expect(await codeOf(async () => open(await forged({}, { methods })))).toBe('ERR_KEYRING_BODY');
    }
  });

  it('is refused if the public key of the method that opens it is another’s', async () => {
    const [a, b] = body.methods as [Method, Method];
    const bytes = await forged({}, { methods: [{ ...a, publicKey: b.publicKey }, b] });
    expect(await codeOf(() => open(bytes, bySecret(0)))).toBe('ERR_KEYRING_BODY');
    expect(await codeOf(() => open(bytes, bySecret(1)))).toBe('none');
  });

  it('is refused if a removed method is among its methods', async () => {
    expect(await codeOf(async () => open(await forged({}, { removedMethods: [ids[1]!] })))).toBe(
      'ERR_KEYRING_BODY',
    );
  });

  it('is refused for epochs out of order or twice, and for two keys of the newest', async () => {
    const [a, b, c] = body.epochs as [
      KeyringBody['epochs'][0],
      KeyringBody['epochs'][0],
      KeyringBody['epochs'][0],
    ];
    for (const epochs of [
      [b, a, c],
      [a, c, b],
      [a, a, c],
      [a, b, c, c],
      [a, b],
    ]) {
      expect(await codeOf(async () => open(await forged({}, { epochs })))).toBe('ERR_KEYRING_BODY');
    }
  });

  it('is refused for a body that is not canonical', async () => {
    for (const tail of [
      [0x38, 0x01],
      [0x32, 0x00],
      [0x08, 0x00],
    ]) {
      const { encodeKeyringBody } = await import('@muniment/wire');
      const bodyBytes = Buffer.concat([encodeKeyringBody(body), Uint8Array.from(tail)]);
      const bytes = await forge({ rootKey, public: publicPart, body, bodyBytes });
      expect(await codeOf(() => open(bytes))).toBe('ERR_NON_CANONICAL');
    }
  });
});

describe('limits of a writer', { timeout: 600_000 }, () => {
  it('are errors, not broken keyrings: methods, generations, epochs, removed methods', async () => {
    let grown: Pick<ExtendedKeyring, 'keyring'> = {
      keyring: await openKeyring(parseKeyring(object), byRoot),
    };
    const device = { type: 'device', secret: random.bytes(32), label: '' } as const;
    for (let n = 2; n < 64; n++) grown = await addMethod(grown.keyring, device);
    expect(grown.keyring.methods.length).toBe(64);
    expect(await codeOf(() => addMethod(grown.keyring, device))).toBe('ERR_LIMIT');

    const last = await openKeyring(parseKeyring(await forged({ generation: 2n ** 32n - 1n })), byRoot);
    expect(await codeOf(() => addMethod(last, device))).toBe('ERR_LIMIT');

    const epochs = Array.from({ length: 4096 }, (_, i) => ({
      number: i + 1,
      key: random.bytes(32),
      createdMs: 0n,
    }));
    const full = await openKeyring(parseKeyring(await forged({}, { epochs })), byRoot);
    expect(await codeOf(() => rotateKeyring(full))).toBe('ERR_LIMIT');
    const top = [{ number: 2 ** 32 - 1, key: random.bytes(32), createdMs: 0n }];
    const topmost = await openKeyring(parseKeyring(await forged({}, { epochs: top })), byRoot);
    expect(await codeOf(() => rotateKeyring(topmost))).toBe('ERR_LIMIT');
  });

  it('are the caller’s mistakes for labels, salts and public keys', async () => {
    const keyring = await openKeyring(parseKeyring(object), byRoot);
    const secret = random.bytes(32);
    await addMethod(keyring, { type: 'device', secret, label: 'é'.repeat(64) });
    await expect(addMethod(keyring, { type: 'device', secret, label: 'é'.repeat(65) })).rejects.toThrow(
      RangeError,
    );
    await expect(addMethod(keyring, { type: 'device', secret, label: '\ud800' })).rejects.toThrow(RangeError);
    await expect(
      addMethod(keyring, { type: 'passkey', secret, label: '', salt: secret.subarray(1) }),
    ).rejects.toThrow(RangeError);
    await expect(
      addMethod(keyring, { type: 'passkey', publicKey: new Uint8Array(1215), label: '' }),
    ).rejects.toThrow(RangeError);
    expect(
      await codeOf(() =>
        addMethod(keyring, { type: 'passkey', publicKey: new Uint8Array(1216).fill(255), label: '' }),
      ),
    ).toBe('ERR_FIELD');
    expect(
      await codeOf(() => addMethod(keyring, { type: 'device', secret: new Uint8Array(31), label: '' })),
    ).toBe('ERR_KEY_SIZE');
  });
});
