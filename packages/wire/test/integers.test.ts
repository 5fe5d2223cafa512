// The integers of the reader and the writer over their whole ranges, against protobufjs.

import { count, seededRandom } from '@muniment/test-kit';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, test } from 'vitest';
import { Reader } from '../src/reader.ts';
import { Writer } from '../src/writer.ts';

const POWERS = Array.from({ length: 65 }, (_, bit) => 2n ** BigInt(bit));
const AROUND = [0n, ...POWERS.flatMap((power) => [power - 1n, power, power + 1n])];
const random = seededRandom(64);

function random64(): bigint {
  const bits = new DataView(random.bytes(8).buffer).getBigUint64(0);
  return bits >> BigInt(random.below(64));
}

function written(write: (w: Writer) => void): Uint8Array {
  const writer = new Writer();
  try {
    write(writer);
    return writer.finish('test', 1000);
  } finally {
    writer.discard();
  }
}

function halves(value: bigint): never {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffff_ffffn) | 0, high: Number(bits >> 32n) | 0 } as never;
}

describe('uint64', () => {
  const values = [
    ...AROUND.filter((value) => value < 2n ** 64n),
    ...Array.from({ length: count('property') }, random64),
  ];

  test('is written as protobufjs writes it and read back exactly', () => {
    expect(values).toContain(2n ** 53n + 1n);
    expect(values).toContain(2n ** 64n - 1n);
    for (const value of values) {
      const bytes = written((w) => w.uint64(value));
      expect(bytes).toEqual(new Uint8Array(protobuf.Writer.create().uint64(halves(value)).finish()));
      if (value !== 0n) expect(new Reader('test', bytes, 10).uint64('test')).toBe(value);
    }
  });
});

describe('sint64', () => {
  const values = [
    ...AROUND.flatMap((value) => [value, -value]).filter((value) => BigInt.asIntN(64, value) === value),
    ...Array.from({ length: count('property') }, () => BigInt.asIntN(64, random64())),
  ];

  test('is written as protobufjs writes it and read back exactly', () => {
    expect(values).toContain(2n ** 63n - 1n);
    expect(values).toContain(-(2n ** 63n));
    expect(values).toContain(-1n);
    for (const value of values) {
      const bytes = written((w) => w.sint64(value));
      expect(bytes).toEqual(new Uint8Array(protobuf.Writer.create().sint64(halves(value)).finish()));
      if (value !== 0n) expect(new Reader('test', bytes, 10).sint64('test')).toBe(value);
    }
  });
});

describe('uint32', () => {
  const values = AROUND.filter((value) => value < 2n ** 32n).map(Number);

  test('is written as protobufjs writes it and read back exactly', () => {
    expect(values).toContain(2 ** 32 - 1);
    for (const value of values) {
      const bytes = written((w) => w.varint32(value));
      expect(bytes).toEqual(new Uint8Array(protobuf.Writer.create().uint32(value).finish()));
      expect(new Reader('test', bytes, 10).packedUint32('test')).toBe(value);
    }
  });
});
