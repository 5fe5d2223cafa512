import { createCipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CryptoProvider,
  defaultProvider,
  hpkeOpen,
  hpkeSeal,
  openCobblestone,
  sealCobblestone,
  xwingPublicKey,
} from '../src/index.ts';
import { nobleKemParts } from '../src/providers/noble-kem.ts';
import { nobleSha3 } from '../src/providers/sha3-noble.ts';
import { loadSha3, nodeSha3 } from '../src/providers/sha3-node.ts';
import { PROVIDERS } from './providers.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (array: Uint8Array): string => Buffer.from(array).toString('hex');

/** Test cases 13 to 16 of the GCM specification (McGrew and Viega), those with 256-bit keys and 96-bit nonces. */
const GCM_CASES = [
  {
    key: '0000000000000000000000000000000000000000000000000000000000000000',
    nonce: '000000000000000000000000',
    aad: '',
    plaintext: '',
    sealed: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    key: '0000000000000000000000000000000000000000000000000000000000000000',
    nonce: '000000000000000000000000',
    aad: '',
    plaintext: '00000000000000000000000000000000',
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plaintext:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    sealed:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
  },
];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('node:crypto');
  vi.resetModules();
});

describe.each(PROVIDERS)('AES-256-GCM of $name', (provider) => {
  it('computes the cases of the GCM specification', async () => {
    for (const { key, nonce, aad, plaintext, sealed } of GCM_CASES) {
      const imported = await provider.importAesGcmKey(bytes(key));
      const data = bytes(aad);
      expect(hex(await imported.seal(bytes(nonce), bytes(plaintext), data))).toBe(sealed);
      expect(hex((await imported.open(bytes(nonce), bytes(sealed), data))!)).toBe(plaintext);
    }
  });

  it('agrees with node:crypto, in fresh arrays and in given ones', async () => {
    const octets = fc.uint8Array({ maxLength: 600 });
    const nonces = fc.uint8Array({ minLength: 12, maxLength: 12 });
    const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
    await fc.assert(
      fc.asyncProperty(keys, nonces, octets, octets, async (key, nonce, plaintext, aad) => {
        const raw = new Uint8Array(key);
        const imported = await provider.importAesGcmKey(raw);
        raw.fill(0);
        const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
        const expected = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
        const sealed = await imported.seal(nonce, plaintext, aad);
        expect(hex(sealed)).toBe(hex(expected));
        expect(sealed.buffer.byteLength).toBe(sealed.length);
        const opened = await imported.open(nonce, sealed, aad);
        expect(opened).toEqual(plaintext);
        expect(opened?.buffer.byteLength).toBe(plaintext.length);

        const room = new Uint8Array(plaintext.length + 16 + 4);
        const target = room.subarray(2, -2);
        await imported.sealInto(nonce, plaintext, target);
        expect(target).toEqual(await imported.seal(nonce, plaintext));
        const back = new Uint8Array(plaintext.length);
        expect(await imported.openInto(nonce, target, back)).toBe(true);
        expect(back).toEqual(plaintext);
        expect([room[0], room[1], room.at(-2), room.at(-1)]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: count('property') },
    );
  });

  it('gives nothing, and leaves the target alone, when anything was changed', async () => {
    const key = await provider.importAesGcmKey(new Uint8Array(32).fill(3));
    const nonce = new Uint8Array(12).fill(4);
    const aad = Uint8Array.of(5);
    const plaintext = new Uint8Array(40).fill(6);
    const sealed = await key.seal(nonce, plaintext, aad);
    expect(await key.open(nonce, sealed, aad)).toEqual(plaintext);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = new Uint8Array(sealed);
      changed[bit >> 3] ^= 1 << (bit & 7);
      expect(await key.open(nonce, changed, aad)).toBe(undefined);
    }
    expect(await key.open(nonce, sealed)).toBe(undefined);
    expect(await key.open(nonce, sealed, Uint8Array.of(6))).toBe(undefined);
    expect(await key.open(new Uint8Array(12), sealed, aad)).toBe(undefined);
    for (let length = 0; length < sealed.length; length++) {
      expect(await key.open(nonce, sealed.subarray(0, length), aad)).toBe(undefined);
    }

    const bare = await key.seal(nonce, plaintext);
    bare[0] ^= 1;
    const target = new Uint8Array(40).fill(9);
    expect(await key.openInto(nonce, bare, target)).toBe(false);
    expect(target).toEqual(new Uint8Array(40).fill(9));
    expect(await key.openInto(nonce, bare.subarray(0, 15), new Uint8Array(0))).toBe(false);
  });

  it('reads shared memory', async () => {
    const shared = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length)).fill(1);
    const key = await provider.importAesGcmKey(shared(32));
    const sealed = await key.seal(shared(12), shared(20), shared(3));
    const memory = shared(sealed.length);
    memory.set(sealed);
    expect(await key.open(shared(12), memory, shared(3))).toEqual(new Uint8Array(20).fill(1));
  });
});

describe('the choice of a provider', () => {
  it('is node:crypto under Node', () => {
    expect(defaultProvider.name).toBe('node');
  });

  it('is WebCrypto elsewhere', async () => {
    expect((await import('../src/default-provider.ts')).defaultProvider.name).toBe('webcrypto');
  });

  it('is noble where there is no WebCrypto, or no subtle in it', async () => {
    for (const crypto of [undefined, { getRandomValues: () => undefined }]) {
      vi.resetModules();
      vi.stubGlobal('crypto', crypto);
      expect((await import('../src/default-provider.ts')).defaultProvider.name).toBe('noble');
    }
  });

  it('names every provider', () => {
    expect(PROVIDERS.map((provider) => provider.name)).toEqual(['node', 'webcrypto', 'noble']);
  });
});

describe('ML-KEM of the node provider', () => {
  it('is native where Node has it', async () => {
    const parts = await PROVIDERS[0].loadKemParts();
    expect(parts).not.toBe(nobleKemParts);
  });

  it.each([
    ['lacks encapsulate', { encapsulate: undefined }],
    [
      'does not know ML-KEM',
      {
        createPrivateKey: () => {
          throw new Error('unsupported');
        },
      },
    ],
  ])('is noble where node:crypto %s', async (_, replaced) => {
    vi.doMock('node:crypto', async (original) => ({ ...(await original<object>()), ...replaced }));
    const { nodeProvider } = await import('../src/providers/node.ts');
    const { nobleKemParts: fallback } = await import('../src/providers/noble-kem.ts');
    expect(await nodeProvider.loadKemParts()).toBe(fallback);
  });
});

describe('SHA-3', () => {
  // NIST's examples for FIPS 202: no message, and 200 bytes 0xa3, of SHAKE256 the first 32 bytes.
  const long = new Uint8Array(200).fill(0xa3);

  it.each([
    ['node', nodeSha3],
    ['noble', nobleSha3],
  ])('of %s computes the examples of the standard, into arrays of its own', (_, sha3) => {
    const digests = [
      sha3.sha3_256(new Uint8Array(0)),
      sha3.sha3_256(long),
      sha3.shake256(new Uint8Array(0), 32),
      sha3.shake256(long, 32),
    ];
    expect(digests.map(hex)).toEqual([
      'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a',
      '79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787',
      '46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f',
      'cd8a920ed141aa0407a22d59288652e9d9f1a7ee0c1e7c1ca699424da84a904d',
    ]);
    for (const { buffer, byteLength } of digests) expect(buffer.byteLength).toBe(byteLength);
    expect(long).toEqual(new Uint8Array(200).fill(0xa3));
  });

  it('is native where Node has it, and noble elsewhere', async () => {
    expect(await loadSha3()).toBe(nodeSha3);
    const createHash = (): never => {
      throw new Error('unsupported');
    };
    vi.doMock('node:crypto', async (original) => ({ ...(await original<object>()), createHash }));
    vi.resetModules();
    const { loadSha3: loadElsewhere } = await import('../src/providers/sha3-node.ts');
    const { nobleSha3: fallback } = await import('../src/providers/sha3-noble.ts');
    expect(await loadElsewhere()).toBe(fallback);
    expect(await (await import('../src/default-provider.ts')).loadSha3()).toBe(fallback);
  });
});

describe('values of another realm', () => {
  const foreign = (bytes: Uint8Array): Uint8Array => runInNewContext('Uint8Array').from(bytes);
  const [key, data] = [new Uint8Array(32).fill(1), new Uint8Array(20).fill(2)];

  it('are bytes', async () => {
    expect(foreign(key)).not.toBeInstanceOf(Uint8Array);
    for (const provider of PROVIDERS) {
      const object = await sealCobblestone(foreign(key), foreign(data), foreign(data), provider);
      expect(await openCobblestone(key, data, foreign(object), provider)).toEqual(data);
      const publicKey = await xwingPublicKey(foreign(key), provider);
      const sealed = await hpkeSeal(
        foreign(publicKey),
        foreign(data),
        foreign(data),
        foreign(data),
        provider,
      );
      expect(await hpkeOpen(foreign(key), data, data, foreign(sealed), provider)).toEqual(data);
    }
    const others = ['new Uint8ClampedArray(32)', 'new DataView(new ArrayBuffer(32))', 'new ArrayBuffer(32)'];
    for (const other of [...others, '({ [Symbol.toStringTag]: "Uint8Array", length: 32 })']) {
      await expect(sealCobblestone(runInNewContext(other), data, data)).rejects.toThrow(TypeError);
    }
  });

  it('are promises', async () => {
    const resolve = runInNewContext('(value) => Promise.resolve(value)');
    expect(resolve(1)).not.toBeInstanceOf(Promise);
    const [node] = PROVIDERS;
    const provider: CryptoProvider = {
      ...node,
      hmacSha512: (...args) => resolve(node.hmacSha512(...args)),
      importAesGcmKey: async (raw) => {
        const imported = await node.importAesGcmKey(raw);
        return {
          seal: (...args) => resolve(imported.seal(...args)),
          open: (...args) => resolve(imported.open(...args)),
          sealInto: (...args) => resolve(imported.sealInto(...args)),
          openInto: (...args) => resolve(imported.openInto(...args)),
        };
      },
    };
    const object = await sealCobblestone(key, data, data, provider);
    expect(await openCobblestone(key, data, object, node)).toEqual(data);
    object[60] ^= 1;
    await expect(openCobblestone(key, data, object, provider)).rejects.toMatchObject({ code: 'ERR_SEGMENT' });
  });
});

describe('the sources', () => {
  it('import node:* only behind the node condition', () => {
    const root = new URL('../src/', import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const importers = files.filter((name) =>
      /from 'node:|import\('node:/.test(readFileSync(new URL(name, root), 'utf8')),
    );
    expect(importers.toSorted()).toEqual([
      'providers/der-node.ts',
      'providers/ed25519-node.ts',
      'providers/hash-node.ts',
      'providers/node.ts',
      'providers/sha3-node.ts',
    ]);
    const users = files.filter((name) =>
      /(?:providers|\.)\/(?:ed25519-)?node\.ts/.test(readFileSync(new URL(name, root), 'utf8')),
    );
    expect(users).toEqual(['default-provider-node.ts']);
    // `Buffer` and `process` need no import to break a browser.
    const globals = files.filter((name) =>
      /\b(Buffer|process)\./.test(readFileSync(new URL(name, root), 'utf8')),
    );
    expect(globals.toSorted()).toEqual(['providers/der-node.ts', 'providers/node.ts']);
  });
});
