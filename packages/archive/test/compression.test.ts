import { constants, deflateRawSync, zstdCompressSync } from 'node:zlib';
import { seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { assertZstdHeader } from '../src/compression/compressor.ts';
import { platformCompressor as node } from '../src/compression/compressor-node.ts';
import { platformCompressor as web } from '../src/compression/compressor-web.ts';

const random = seededRandom(4);
const samples = [
  new Uint8Array([1]),
  new TextEncoder().encode('muniment '.repeat(10_000)),
  random.bytes(300_000),
  new Uint8Array(262_144),
  new Uint8Array(255).fill(9),
  new Uint8Array(256).fill(9),
];
const refused = expect.objectContaining({ code: 'ERR_RAW_LENGTH' });
const attempt = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

for (const [name, compressor] of [
  ['node', node],
  ['web', web],
] as const) {
  describe(`decompression in ${name}`, () => {
    for (const compression of ['none', 'deflate', 'zstd'] as const) {
      it(`gives back ${compression}, and nothing for any other length, cut or rest`, async () => {
        for (const raw of samples) {
          const stored = await node.compress(compression, raw);
          expect(await compressor.decompress(compression, stored, raw.length)).toEqual(raw);
          const wrong = [raw.length - 1, raw.length + 1, 1, 4_194_304].filter(
            (length) => length !== raw.length && length > 0,
          );
          for (const length of wrong)
            expect(await attempt(() => compressor.decompress(compression, stored, length))).toEqual(refused);
          const longer = new Uint8Array([...stored, 0]);
          expect(await attempt(() => compressor.decompress(compression, longer, raw.length))).toEqual(
            refused,
          );
          expect(
            await attempt(() => compressor.decompress(compression, stored.subarray(0, -1), raw.length)),
          ).toEqual(refused);
        }
      });
    }

    // ARCH-022
    it('is not fooled by bombs', async () => {
      const zeros = new Uint8Array(200_000_000);
      const deflate = deflateRawSync(zeros);
      const zstd = zstdCompressSync(zeros);
      expect(deflate.length).toBeLessThan(200_000);
      for (const length of [1000, 4_194_304]) {
        expect(await attempt(() => compressor.decompress('deflate', deflate, length))).toEqual(refused);
        expect(await attempt(() => compressor.decompress('zstd', zstd, length))).toEqual(refused);
      }
      // A frame that states a small size and holds a large one.
      const lying = zstdCompressSync(zeros, { params: { [constants.ZSTD_c_contentSizeFlag]: 1 } });
      const size = new DataView(lying.buffer, lying.byteOffset);
      expect(lying[4] >> 6).toBe(2);
      size.setUint32((lying[4] & 0x20) !== 0 ? 5 : 6, 1000, true);
      expect(await attempt(() => compressor.decompress('zstd', lying, 1000))).toEqual(refused);
    });

    // ARCH-024
    it('refuses frames that are not the one permitted form', async () => {
      const raw = samples[1];
      const stored = zstdCompressSync(raw);
      const two = Buffer.concat([stored, stored]);
      const noSize = zstdCompressSync(raw, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } });
      const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]), stored]);
      const withDictionary = Buffer.from(stored);
      withDictionary[4] |= 1;
      const checked = zstdCompressSync(raw, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
      expect(await compressor.decompress('zstd', checked, raw.length)).toEqual(raw);
      const wrongChecksum = Buffer.from(checked);
      wrongChecksum[checked.length - 1] ^= 1;
      const small = samples[4];
      /** A frame of one raw block, with its content size and a window of `byte` (RFC 8878 §3.1.1.1.2). */
      const windowOf = (byte: number): Uint8Array =>
        Buffer.concat([
          Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x80, byte, small.length, 0, 0, 0]),
          Buffer.from([((small.length << 3) & 0xff) | 1, small.length >> 5, 0]),
          small,
        ]);
      expect(await compressor.decompress('zstd', windowOf(13 << 3), small.length)).toEqual(small);
      for (const byte of [(13 << 3) | 1, 14 << 3, 21 << 3, 255]) {
        expect(await attempt(() => compressor.decompress('zstd', windowOf(byte), small.length))).toEqual(
          refused,
        );
      }
      for (const frame of [two, noSize, skippable, withDictionary, wrongChecksum]) {
        expect(await attempt(() => compressor.decompress('zstd', frame, raw.length))).toEqual(refused);
      }
      for (let i = 0; i < 300; i++) {
        const mutated = new Uint8Array(stored);
        mutated[random.below(mutated.length)] ^= 1 << random.below(8);
        const result = await attempt(() => compressor.decompress('zstd', mutated, raw.length));
        if (result instanceof Uint8Array) expect(result.length).toBe(raw.length);
        else expect(result).toEqual(refused);
      }
    });
  });
}

describe('compression', () => {
  // ARCH-104
  it('gives one frame whatever its length', async () => {
    // Compressed lengths around multiples of 16 KiB, the size of node:zlib's buffer.
    for (const around of [16_384, 65_536, 131_072]) {
      for (let length = around - 30; length < around + 5; length++) {
        const raw = random.bytes(length);
        const stored = await node.compress('zstd', raw);
        expect(() => assertZstdHeader(stored, length)).not.toThrow();
        expect(await node.decompress('zstd', stored, length)).toEqual(raw);
      }
    }
  });

  it('of a browser is read by Node', async () => {
    for (const raw of samples) {
      const stored = await web.compress('deflate', raw);
      expect(await node.decompress('deflate', stored, raw.length)).toEqual(raw);
    }
    expect(web.canCompress('zstd')).toBe(false);
    expect(web.canCompress('deflate')).toBe(true);
  });
});
