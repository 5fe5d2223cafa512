// Inputs that come of no vector, where right ones are easily made.

import fc from 'fast-check';
import type { Json, JsonObject } from '../protocol.ts';
import { operations as reference } from '../reference/index.ts';

/** Makes the input of one request. */
export type Fresh = () => Promise<JsonObject> | JsonObject;

const hex = (minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString('hex'));

const plain = (input: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Fresh> =>
  fc.record(input).map((value) => () => value as JsonObject);

/** What a generator of random bytes gives for 60 digits. Bytes from 250 on make no digit. */
const keyRandom = fc
  .array(fc.oneof({ weight: 20, arbitrary: fc.nat({ max: 249 }) }, fc.integer({ min: 250, max: 255 })), {
    minLength: 60,
    maxLength: 90,
  })
  .map((bytes) => {
    const digits = bytes.flatMap((byte, i) => (byte < 250 ? [i] : []));
    const needed =
      digits.length < 60
        ? [...bytes, ...new Array<number>(60 - digits.length).fill(7)]
        : bytes.slice(0, digits[59] + 1);
    return Buffer.from(needed).toString('hex');
  });

async function keyOf(random: string): Promise<JsonObject> {
  const answer = await reference['recovery-key.generate']({ random });
  if (!('value' in answer) || answer.value === undefined)
    throw new Error('random bytes made no recovery key');
  return answer.value;
}

const separators = fc.array(fc.constantFrom('', ' ', '  ', '\n', '\r\n', '\t', '-', '.', '\u00a0'), {
  minLength: 16,
  maxLength: 16,
});

/** Code points in hexadecimal, as passwords are given in `opaque/strings.json`. */
const password = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.constantFrom(
        0xa0,
        0xad,
        0x200c,
        0x200d,
        0x3000,
        0xfeff,
        0x130,
        0x131,
        0x1e9b,
        0x323,
        0x307,
        0x5d0,
        0xb7,
      ),
      fc.integer({ min: 0, max: 0x2fff }),
      fc.integer({ min: 0, max: 0x10ffff }),
    ),
    { maxLength: 24 },
  )
  .map((points) => points.map((point) => point.toString(16).toUpperCase().padStart(4, '0')).join(' '));

const piece = fc.oneof(
  fc.record({
    generated: fc.constantFrom('one', 'two', 'three'),
    length: fc.integer({ min: 1, max: 300_000 }),
  }),
  fc.record({ zeros: fc.integer({ min: 1, max: 300_000 }) }),
  fc.record({ text: fc.constantFrom('x', 'a line\n'), count: fc.integer({ min: 2, max: 60_000 }) }),
) as fc.Arbitrary<Json>;
const content = fc.array(piece, { maxLength: 3 });

const decimal = (max: bigint): fc.Arbitrary<string> => fc.bigInt(0n, max).map(String);
const id = hex(16);
const padded = (digits: number): fc.Arbitrary<string> =>
  fc.nat({ max: 99_999_999 }).map((value) => String(value).padStart(digits, '0'));
const name = fc.oneof(
  fc.tuple(padded(8), id).map(([generation, one]) => `keyring/${generation}-${one}`),
  fc.tuple(padded(16), padded(8), id).map(([sequence, epoch, one]) => `heads/${sequence}-${epoch}-${one}`),
  fc.tuple(padded(8), id).map(([epoch, one]) => `marks/${epoch}-${one}`),
  id.map((one) => `packs/${one.slice(0, 2)}/${one}`),
);

/** The members of a message in protobuf's notation: fields with numbers and wire types that occur, and some that do not. */
const varint = decimal((1n << 64n) - 1n).map((text) => {
  const bytes: number[] = [];
  let rest = BigInt(text);
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes).toString('hex');
});
const field = fc
  .tuple(
    fc.integer({ min: 1, max: 15 }),
    fc.oneof(
      varint.map((value) => ({ type: 0, value })),
      hex(0, 64).map((value) => ({
        type: 2,
        value: (value.length / 2).toString(16).padStart(2, '0') + value,
      })),
    ),
  )
  .map(([number, { type, value }]) => ((number << 3) | type).toString(16).padStart(2, '0') + value);

/** Of some operations, how an input is made. */
export const freshInputs: Readonly<Record<string, fc.Arbitrary<Fresh>>> = {
  'recovery-key.generate': plain({ random: keyRandom }),
  'recovery-key.parse': fc.tuple(keyRandom, separators).map(([random, between]) => async () => {
    const { rows } = await keyOf(random);
    const groups = (rows as readonly string[]).join('').match(/.{4}/g)!;
    return { text: groups.map((group, i) => group + between[i]).join('') };
  }),
  'recovery-key.secret': fc.tuple(keyRandom, hex(32)).map(([random, salt]) => async () => {
    const { material, rows } = await keyOf(random);
    return { material, rows, salt };
  }),
  'key-hierarchy.rootKey': plain({ rootKey: hex(32) }),
  'key-hierarchy.vaultSecret': plain({ exportKey: hex(64), releaseSecret: hex(32), salt: hex(32) }),
  'wire.name': plain({ name }),
  'wire.decode': plain({
    message: fc.constantFrom(
      'Head',
      'Mark',
      'KeyringPublic',
      'ManifestNode',
      'ExtentList',
      'VaultResponse',
      'VaultRecord',
    ),
    bytes: fc.array(field, { maxLength: 8 }).map((fields) => fields.join('')),
  }),
  'chunkers.tables': plain({ chunkerKey: hex(32) }),
  'chunkers.content': plain({ chunkerKey: hex(32), content }),
  'chunkers.fixed': plain({ content }),
  'chunkers.page': plain({ content }),
  'chunkers.holes': plain({ content }),
  'opaque.prepare': plain({ password }),
  'opaque.passwordInput': plain({ account: hex(1, 40), password }),
};
