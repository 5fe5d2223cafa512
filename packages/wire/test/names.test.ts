import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EPOCH_MAX,
  formatHeadName,
  formatHex,
  formatKeyringName,
  formatMarkName,
  formatPackName,
  GENERATION_MAX,
  parseHeadName,
  parseHex,
  parseKeyringName,
  parseMarkName,
  parseObjectName,
  parsePackName,
  SEQUENCE_MAX,
} from '../src/index.ts';
import { filled, hex } from './support/bytes.ts';

const numRuns = count('property');
const id = hex('000102030405060708090a0b0c0d0e0f');
const ids = fc.uint8Array({ minLength: 16, maxLength: 16 });
const epochs = fc.oneof(fc.constantFrom(1, EPOCH_MAX), fc.integer({ min: 1, max: EPOCH_MAX }));
const sequences = fc.oneof(fc.constantFrom(1n, SEQUENCE_MAX), fc.bigInt({ min: 1n, max: SEQUENCE_MAX }));
const generations = fc.oneof(
  fc.constantFrom(1n, GENERATION_MAX),
  fc.bigInt({ min: 1n, max: GENERATION_MAX }),
);

describe('names', () => {
  test('are those of the specification', () => {
    expect(formatKeyringName({ generation: 1n, keyringId: id })).toBe(
      'keyring/00000001-000102030405060708090a0b0c0d0e0f',
    );
    expect(formatHeadName({ sequence: 2n, epoch: 1, headId: id })).toBe(
      'heads/0000000000000002-00000001-000102030405060708090a0b0c0d0e0f',
    );
    expect(formatPackName(id)).toBe('packs/00/000102030405060708090a0b0c0d0e0f');
    expect(formatMarkName({ epoch: 1, markId: id })).toBe('marks/00000001-000102030405060708090a0b0c0d0e0f');
    expect(formatHeadName({ sequence: SEQUENCE_MAX, epoch: EPOCH_MAX, headId: filled(16, 0xff) })).toBe(
      'heads/001fffffffffffff-ffffffff-ffffffffffffffffffffffffffffffff',
    );
  });

  test('are no folder of another, whatever they are made of (STORE-003)', () => {
    const name = fc.oneof(
      fc
        .tuple(generations, ids)
        .map(([generation, keyringId]) => formatKeyringName({ generation, keyringId })),
      fc
        .tuple(sequences, epochs, ids)
        .map(([sequence, epoch, headId]) => formatHeadName({ sequence, epoch, headId })),
      ids.map(formatPackName),
      fc.tuple(epochs, ids).map(([epoch, markId]) => formatMarkName({ epoch, markId })),
    );
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(other.startsWith(`${one}/`)).toBe(false);
        // Names of one kind have one depth, so that none can be a folder of another.
        if (one.split('/')[0] === other.split('/')[0])
          expect(one.split('/').length).toBe(other.split('/').length);
      }),
      { numRuns },
    );
  });

  test('say what they were made of', () => {
    fc.assert(
      fc.property(ids, epochs, sequences, generations, (own, epoch, sequence, generation) => {
        const keyring = { generation, keyringId: own };
        expect(parseKeyringName(formatKeyringName(keyring))).toEqual(keyring);
        expect(parseObjectName(formatKeyringName(keyring))).toEqual({ kind: 'keyring', ...keyring });
        const head = { sequence, epoch, headId: own };
        expect(parseHeadName(formatHeadName(head))).toEqual(head);
        expect(parseObjectName(formatHeadName(head))).toEqual({ kind: 'head', ...head });
        expect(parsePackName(formatPackName(own))).toEqual(own);
        expect(parseObjectName(formatPackName(own))).toEqual({ kind: 'pack', packId: own });
        const mark = { epoch, markId: own };
        expect(parseMarkName(formatMarkName(mark))).toEqual(mark);
        expect(parseObjectName(formatMarkName(mark))).toEqual({ kind: 'mark', ...mark });
      }),
      { numRuns },
    );
  });

  test('sort as their numbers do', () => {
    fc.assert(
      fc.property(sequences, sequences, (a, b) => {
        const names = [a, b].map((sequence) => formatHeadName({ sequence, epoch: 1, headId: id }));
        expect(names[0] < names[1]).toBe(a < b);
      }),
      { numRuns },
    );
  });

  const digits = '000102030405060708090a0b0c0d0e0f';
  test.each([
    '',
    '/',
    'keyring/',
    `keyring/00000000-${digits}`,
    `keyring/0000000g-${digits}`,
    `keyring/0000001-${digits}`,
    `keyring/000000001-${digits}`,
    `Keyring/00000001-${digits}`,
    `keyring/00000001-${digits.toUpperCase()}`,
    `keyring/0000000A-${digits}`,
    `keyring/00000001-${digits}0`,
    `keyring/00000001-${digits.slice(1)}`,
    `keyring/00000001${digits}`,
    `keyring/00000001-${digits}\n`,
    ` keyring/00000001-${digits}`,
    `keyring/00000001-${digits}.tmp`,
    `x/keyring/00000001-${digits}`,
    `heads/0000000000000000-00000001-${digits}`,
    `heads/0000000000000001-00000000-${digits}`,
    `heads/0020000000000000-00000001-${digits}`,
    `heads/0000000000000001-${digits}`,
    `heads/00000001-00000001-${digits}`,
    `head/0000000000000001-00000001-${digits}`,
    `packs/${digits}`,
    `packs/01/${digits}`,
    `packs/0/${digits}`,
    `packs/00/${digits}/`,
    `packs/00/${digits.slice(2)}`,
    `packs/00/00/${digits}`,
    `marks/00000000-${digits}`,
    `marks/00000001-${digits}/x`,
    `marks/0000000000000001-${digits}`,
    `other/00000001-${digits}`,
    'keyring/00000001-00010203040506070809０a0b0c0d0e0f',
  ])('junk is no name (WIRE-041): %j', (name) => {
    expect(parseObjectName(name)).toBeUndefined();
    expect(parseKeyringName(name)).toBeUndefined();
    expect(parseHeadName(name)).toBeUndefined();
    expect(parsePackName(name)).toBeUndefined();
    expect(parseMarkName(name)).toBeUndefined();
  });

  test('have one form each: what is parsed is formatted alike', () => {
    const digit = fc.constantFrom(...'0123456789abcdefAF-/'.split(''));
    const texts = fc.tuple(
      fc.constantFrom('keyring/0000000', 'heads/001fffffffffff', 'packs/00/00', 'marks/0000000'),
      fc.string({ unit: digit, minLength: 0, maxLength: 50 }),
    );
    fc.assert(
      fc.property(texts, ([start, end]) => {
        const ref = parseObjectName(start + end);
        if (ref === undefined) return;
        const name = {
          keyring: () => ref.kind === 'keyring' && formatKeyringName(ref),
          head: () => ref.kind === 'head' && formatHeadName(ref),
          pack: () => ref.kind === 'pack' && formatPackName(ref.packId),
          mark: () => ref.kind === 'mark' && formatMarkName(ref),
        }[ref.kind]();
        expect(name).toBe(start + end);
      }),
      { numRuns },
    );
  });

  test('are not made of what they cannot say', () => {
    expect(() => formatKeyringName({ generation: 0n, keyringId: id })).toThrow(RangeError);
    expect(() => formatKeyringName({ generation: 2n ** 32n, keyringId: id })).toThrow(RangeError);
    expect(() => formatKeyringName({ generation: 1 as never, keyringId: id })).toThrow(TypeError);
    expect(() => formatKeyringName({ generation: 1n, keyringId: filled(15, 0) })).toThrow(RangeError);
    expect(() => formatHeadName({ sequence: 0n, epoch: 1, headId: id })).toThrow(RangeError);
    expect(() => formatHeadName({ sequence: 2n ** 53n, epoch: 1, headId: id })).toThrow(RangeError);
    expect(() => formatHeadName({ sequence: 1 as never, epoch: 1, headId: id })).toThrow(TypeError);
    expect(() => formatHeadName({ sequence: 1n, epoch: 0, headId: id })).toThrow(RangeError);
    expect(() => formatHeadName({ sequence: 1n, epoch: 2 ** 32, headId: id })).toThrow(RangeError);
    expect(() => formatHeadName({ sequence: 1n, epoch: 1.5, headId: id })).toThrow(TypeError);
    expect(() => formatPackName(filled(17, 0))).toThrow(RangeError);
    expect(() => formatPackName('00' as never)).toThrow(TypeError);
    expect(() => formatMarkName({ epoch: -1, markId: id })).toThrow(RangeError);
  });
});

describe('hexadecimal', () => {
  test('is lower-case and read back', () => {
    expect(formatHex(hex('00ff7f80'))).toBe('00ff7f80');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(formatHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(parseHex(formatHex(bytes))).toEqual(bytes);
      }),
      { numRuns },
    );
  });

  test.each(['0', 'AB', '0g', ' 00', '00\n', '0x00', '００'])('in another form is refused: %j', (text) => {
    expect(() => parseHex(text)).toThrow(expect.objectContaining({ code: 'ERR_ENCODING' }));
  });

  test('is made of bytes and read from text only', () => {
    expect(() => formatHex('00' as never)).toThrow(TypeError);
    expect(() => parseHex(new Uint8Array(1) as never)).toThrow(TypeError);
  });
});
