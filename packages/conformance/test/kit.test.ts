// The kit against answers that others published, and against node:crypto and node:zlib where they can do the same.

import { createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aesGcmOpen } from '../src/kit/aes-gcm.ts';
import { compareBytes, concat, hex, unhex, utf8 } from '../src/kit/bytes.ts';
import { contentLengths, runs } from '../src/kit/chunkers.ts';
import { type ObjectKeys, objectKeys, sealObject } from '../src/kit/cobblestone.ts';
import { deflateFixed, deflateStored } from '../src/kit/deflate.ts';
import {
  ED25519_ORDER,
  ed25519Forge,
  ed25519Public,
  ed25519Scalar,
  ed25519Sign,
  fromLittleEndian,
  plusOrderTwo,
  toLittleEndian,
} from '../src/kit/ed25519.ts';
import { expand, extract } from '../src/kit/hash.ts';
import { hpkeOpen, hpkeSeal } from '../src/kit/hpke.ts';
import { rootKeys, slotInfo } from '../src/kit/keyring.ts';
import { comparePaths } from '../src/kit/manifest.ts';
import { mlKemDecapsulate, mlKemEncapsulate, mlKemKeyPair } from '../src/kit/ml-kem.ts';
import { context, paddedFrame } from '../src/kit/objects.ts';
import { deal, finishKe2, IDENTITY_KSF, makeKe1, makeKe2 } from '../src/kit/opaque.ts';
import { sint, tag, varint } from '../src/kit/proto.ts';
import { dammChain, keyId, recoveryKeySecret, rowsOf } from '../src/kit/recovery-key.ts';
import { baseTimes, decodeElement, encodeElement, RISTRETTO_ORDER } from '../src/kit/ristretto.ts';
import { readSchema } from '../src/kit/schema.ts';
import { generated } from '../src/kit/seed.ts';
import { xWingDecapsulate, xWingEncapsulate, xWingPublicKey } from '../src/kit/x-wing.ts';
import { frame, rawBlock, runBlock, zstd } from '../src/kit/zstd.ts';

function thirdParty<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../test-vectors/third-party/${name}`, import.meta.url), 'utf8'),
  ) as T;
}

/** The plaintext of an object, segment by segment. */
function openObject({ key, nonce }: ObjectKeys, object: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 56, n = 0; at < object.length; at += 16400, n++) {
    const own = Uint8Array.from(nonce);
    const last = new DataView(own.buffer);
    last.setUint32(8, (last.getUint32(8) ^ n) >>> 0);
    parts.push(aesGcmOpen(key, own, new Uint8Array(0), object.subarray(at, at + 16400))!);
  }
  return concat(...parts);
}

describe('generated data', () => {
  it('is SHA-256 in counter mode', () => {
    // printf 'a\0\0\0\0' | sha256sum, and the same with 1 for the last byte
    const first = '8de8cd75798aab2cec56bcc45f463021a916a8accad171eecdf06718ef09eefb';
    const second = 'e12dbc28182b5f0f51fef84b21b23b8de5c5d9d6567799bc9101009e173e677f';
    expect(hex(generated('a', 64))).toBe(first + second);
    expect(hex(generated('a', 33))).toBe(first + second.slice(0, 2));
    expect(generated('a', 0)).toEqual(new Uint8Array(0));
  });
});

describe('primitives', () => {
  it('derives with HKDF-SHA-512 as node:crypto does', () => {
    for (const length of [1, 64, 65, 1024]) {
      const [key, salt, info] = [generated('ikm', 50), generated('salt', 20), generated('info', 9)];
      const own = expand(extract(salt, key), info, length);
      expect(hex(own)).toBe(Buffer.from(hkdfSync('sha512', key, salt, info, length)).toString('hex'));
    }
  });

  it('seals Cobblestone-256 as the vectors of Wycheproof do', () => {
    interface File {
      readonly testGroups: readonly { readonly tests: readonly Readonly<Record<string, string>>[] }[];
    }
    const { testGroups } = thirdParty<File>('wycheproof-c2sp_chunked_encryption_aes_256_gcm_test.json');
    const valid = testGroups.flatMap(({ tests }) => tests).filter(({ result }) => result === 'valid');
    expect(valid.length).toBeGreaterThan(5);
    for (const { key, ctx, ct, aeadKey, baseNonce, msgSha512 } of valid) {
      const object = Uint8Array.from(inflateSync(unhex(ct)));
      const keys = objectKeys(unhex(key), unhex(ctx), object.slice(0, 24));
      expect(hex(keys.key)).toBe(aeadKey);
      expect(hex(keys.nonce)).toBe(baseNonce);
      const message = openObject(keys, object);
      expect(createHash('sha512').update(message).digest('hex')).toBe(msgSha512);
      expect(compareBytes(sealObject(unhex(key), unhex(ctx), object.slice(0, 24), message), object)).toBe(0);
    }
  });

  it('encapsulates with ML-KEM-768 what node:crypto decapsulates', () => {
    for (const name of ['a', 'b', 'c']) {
      const { privateKey, publicKey } = mlKemKeyPair(generated(`${name} seed`, 64));
      const { sharedSecret, ciphertext } = mlKemEncapsulate(publicKey, generated(`${name} m`, 32));
      expect(ciphertext).toHaveLength(1088);
      expect(hex(mlKemDecapsulate(privateKey, ciphertext))).toBe(hex(sharedSecret));
    }
  });

  it('computes ristretto255 as RFC 9496 does', () => {
    const multiples = [
      '0000000000000000000000000000000000000000000000000000000000000000',
      'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76',
      '6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919',
      '94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259',
    ];
    multiples.forEach((encoded, i) => {
      expect(hex(baseTimes(BigInt(i)))).toBe(encoded);
      expect(hex(encodeElement(decodeElement(unhex(encoded))!))).toBe(encoded);
    });
    expect(hex(baseTimes(RISTRETTO_ORDER))).toBe(multiples[0]);
    for (const none of [
      '00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0100000000000000000000000000000000000000000000000000000000000000',
      '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
    ]) {
      expect(decodeElement(unhex(none))).toBeUndefined();
    }
  });

  it('computes OPAQUE as the vectors of RFC 9807 do', () => {
    type Hexes = Readonly<Record<string, string>>;
    const all =
      thirdParty<{ config: Hexes; inputs: Hexes; intermediates: Hexes; outputs: Hexes }[]>(
        'rfc9807-opaque-3dh.json',
      );
    const own = all.filter(({ config }) => config.Group === 'ristretto255' && config.Fake === 'False');
    expect(own).toHaveLength(2);
    for (const { config, inputs, intermediates, outputs } of own) {
      const serverPublicKey = unhex(inputs.server_public_key);
      const binding = {
        client: unhex(inputs.client_identity ?? intermediates.client_public_key),
        server: unhex(inputs.server_identity ?? inputs.server_public_key),
        serverPublicKey,
        ksf: IDENTITY_KSF,
        generation: 0n,
        context: unhex(config.Context),
      };
      const password = unhex(inputs.password);
      const oprfKey = unhex(intermediates.oprf_key);
      const { record, exportKey, randomizedPassword } = deal(
        password,
        oprfKey,
        unhex(inputs.envelope_nonce),
        binding,
      );
      expect(hex(randomizedPassword)).toBe(intermediates.randomized_password);
      expect(hex(record)).toBe(outputs.registration_upload);
      expect(hex(exportKey)).toBe(outputs.export_key);
      const client = {
        blind: unhex(inputs.blind_login),
        clientNonce: unhex(inputs.client_nonce),
        clientKeyShareSeed: unhex(inputs.client_keyshare_seed),
      };
      const ke1 = makeKe1(password, client);
      expect(hex(ke1)).toBe(outputs.KE1);
      const server = {
        maskingNonce: unhex(inputs.masking_nonce),
        serverNonce: unhex(inputs.server_nonce),
        serverKeyShareSeed: unhex(inputs.server_keyshare_seed),
      };
      const serverPrivateKey = unhex(inputs.server_private_key);
      const { ke2, sessionKey } = makeKe2({ oprfKey, record, serverPrivateKey }, ke1, server, binding);
      expect(hex(ke2)).toBe(outputs.KE2);
      expect(hex(sessionKey)).toBe(outputs.session_key);
      const finished = finishKe2(password, client, ke2, binding)!;
      expect(hex(finished.ke3)).toBe(outputs.KE3);
      expect(hex(finished.exportKey)).toBe(outputs.export_key);
      expect(finishKe2(utf8('another password'), client, ke2, binding)).toBeUndefined();
    }
  });

  it('forges Ed25519 signatures whose equation holds', () => {
    const [seed, nonceSeed] = [generated('seed', 32), generated('nonce', 32)];
    const message = utf8('a message');
    const publicKey = ed25519Public(seed);
    const nonce = { encoded: ed25519Public(nonceSeed), r: ed25519Scalar(nonceSeed) };
    const forged = ed25519Forge(nonce, { encoded: publicKey, a: ed25519Scalar(seed) }, message);
    const spki = Buffer.from(concat(unhex('302a300506032b6570032100'), publicKey));
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    expect(verify(null, message, key, forged)).toBe(true);
    expect(verify(null, message, key, ed25519Sign(seed, message))).toBe(true);
    expect(fromLittleEndian(forged.subarray(32))).toBeLessThan(ED25519_ORDER);
    expect(hex(plusOrderTwo(plusOrderTwo(publicKey)))).toBe(hex(publicKey));
    expect(hex(toLittleEndian(fromLittleEndian(publicKey)))).toBe(hex(publicKey));
  });

  it('computes X-Wing as its draft does', () => {
    for (const { sk, pk, eseed, ct, ss } of thirdParty<Readonly<Record<string, string>>[]>(
      'xwing-kem.json',
    )) {
      expect(hex(xWingPublicKey(unhex(sk)))).toBe(pk);
      const { sharedSecret, ciphertext } = xWingEncapsulate(unhex(sk), unhex(eseed));
      expect(hex(ciphertext)).toBe(ct);
      expect(hex(sharedSecret)).toBe(ss);
      expect(hex(xWingDecapsulate(unhex(sk), unhex(ct)))).toBe(ss);
    }
  });

  it('opens what it seals with HPKE, and nothing else', () => {
    const [secret, randomness, text] = [generated('s', 32), generated('r', 64), utf8('text')];
    const sealed = hpkeSeal(secret, randomness, utf8('info'), utf8('aad'), text);
    expect(hex(hpkeOpen(secret, utf8('info'), utf8('aad'), sealed)!)).toBe(hex(text));
    expect(hpkeOpen(secret, utf8('other'), utf8('aad'), sealed)).toBeUndefined();
    expect(hpkeOpen(secret, utf8('info'), utf8('other'), sealed)).toBeUndefined();
  });

  it('compresses what node:zlib expands', () => {
    for (const data of [
      utf8(''),
      utf8('aaaa'),
      utf8('abc'.repeat(5000)),
      generated('noise', 70000),
      new Uint8Array(200000),
    ]) {
      for (const deflate of [deflateFixed, deflateStored]) {
        expect(compareBytes(inflateRawSync(deflate(data)), data)).toBe(0);
      }
      expect(compareBytes(zstdDecompressSync(zstd(data)), data)).toBe(0);
    }
    const byHand = frame(1002, rawBlock(utf8('ab'), false), runBlock(7, 1000, true));
    expect(hex(Uint8Array.from(zstdDecompressSync(byHand)))).toBe(`6162${'07'.repeat(1000)}`);
  });
});

describe('the examples of the specification', () => {
  const counting = Uint8Array.from({ length: 32 }, (_, i) => i);

  it('keys.md §13: recovery key, slot, keys of a root key', () => {
    const pi = '314159265358979323846264338327950288419716939937510582097494';
    expect(rowsOf(pi)).toEqual([
      '3141592653589795',
      '3238462643383278',
      '9502884197169395',
      '9375105820974945',
    ]);
    expect(keyId(pi)).toBe('ZE3N');
    expect(hex(recoveryKeySecret(pi, counting))).toBe(
      '5eabeb3496bc8c714c2fe9d0dde5e0093adfbebfcdfc002dc3523cf8c957b344',
    );
    const info = slotInfo(new Uint8Array(16).fill(0xaa), {
      type: 1,
      methodId: new Uint8Array(16).fill(0xbb),
      salt: counting,
    });
    expect(hex(info)).toBe(
      `6d756e696d656e7420763120736c6f740001${'aa'.repeat(16)}${'bb'.repeat(16)}${hex(counting)}`,
    );
    expect(hex(rootKeys(counting).mac)).toBe(
      '4ae4bd090121d2c4510f3e96f892318b2ec9314654b0d87e360910f854db574f',
    );
  });

  it('wire.md §11: contexts and frames', () => {
    const id = unhex('000102030405060708090a0b0c0d0e0f');
    const archiveId = new Uint8Array(16).fill(0xaa);
    expect(hex(context(6, archiveId, 1, id))).toBe(`06${'aa'.repeat(16)}00000001${hex(id)}`);
    expect(hex(paddedFrame(utf8('abc')))).toBe(`00000003616263${'00'.repeat(4089)}`);
  });
});

describe('rules', () => {
  it('writes varints as protobuf does, and longer on request', () => {
    expect([0, 1, 127, 128, 300].map((n) => hex(varint(n)))).toEqual(['00', '01', '7f', '8001', 'ac02']);
    expect(hex(varint(2n ** 64n - 1n))).toBe('ffffffffffffffffff01');
    expect(hex(varint(1, 2))).toBe('818000');
    expect(hex(tag(3, 2))).toBe('1a');
    expect([1n, -1n, 2n].map((n) => hex(sint(4, n)))).toEqual(['2002', '2001', '2004']);
  });

  it('finds every wrong digit and every swap of neighbours', () => {
    for (let c = 0; c < 10; c++) {
      for (let x = 0; x < 10; x++) {
        for (let y = 0; y < 10; y++) {
          if (x === y) continue;
          expect(dammChain(c, `${x}`)).not.toBe(dammChain(c, `${y}`));
          expect(dammChain(c, `${x}${y}`)).not.toBe(dammChain(c, `${y}${x}`));
        }
      }
    }
  });

  it('cuts everything it is given', () => {
    const data = concat(generated('cuts', 300000), new Uint8Array(200000), generated('cuts 2', 5));
    const lengths = contentLengths(data, generated('key', 32));
    expect(lengths.reduce((a, b) => a + b, 0)).toBe(data.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(262144);
    const found = runs(data);
    expect(found.reduce((sum, { length }) => sum + length, 0)).toBe(data.length);
    expect(found.map(({ hole }) => hole)).toEqual([false, true, false]);
  });

  it('sorts paths by component', () => {
    const sorted = ['a', 'a/b', 'a/b/c', 'a!', 'a!/x', 'ab'].map(utf8);
    for (const [i, left] of sorted.entries()) {
      for (const [j, right] of sorted.entries())
        expect(Math.sign(comparePaths(left, right))).toBe(Math.sign(i - j));
    }
  });

  it('reads every field of spec/proto with its limits', () => {
    const { messages, enums } = readSchema();
    expect(messages.size).toBeGreaterThan(20);
    expect(enums.size).toBe(10);
    for (const { name, fields } of messages.values()) {
      expect(fields.length, name).toBeGreaterThan(0);
      for (const field of fields) {
        const limits = field.length ?? field.count ?? field.range;
        expect(limits !== undefined || field.words.size > 0, `${name}.${field.name}`).toBe(true);
      }
    }
  });
});
