// Every message, against protobufjs and against arbitrary and mutated bytes.

import { isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageValues } from './support/arbitrary.ts';
import { mutate } from './support/mutate.ts';
import { codecOf, decodeByProtobuf, encodeByProtobuf, standalone, type Value } from './support/schema.ts';

const numRuns = count('property');

/** All byte arrays in a value. */
function byteArrays(value: Value): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(byteArrays) : [];
}

/** What our decoder makes of bytes: a value, or undefined if it refuses them as it should. */
function decodeOrRefuse(name: string, bytes: Uint8Array): Value | undefined {
  try {
    return codecOf(name).decode(bytes);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    expect(error.message).not.toBe('');
    return undefined;
  }
}

describe.each(standalone.map(({ name }) => name))('%s', (name) => {
  const { encode, decode } = codecOf(name);
  const values = messageValues(name);

  test('is written as protobufjs writes it and read back', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value);
        expect(bytes).toEqual(encodeByProtobuf(name, value));
        expect(decode(bytes)).toEqual(value);
        expect(decodeByProtobuf(name, bytes)).toEqual(value);
      }),
      { numRuns },
    );
  });

  test('owns its buffers and leaves its input alone', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value);
        expect(bytes.buffer.byteLength).toBe(bytes.length);
        const received = Buffer.concat([Buffer.from([7]), bytes, Buffer.from([7])]).subarray(1, -1);
        const decoded = decode(received);
        expect(Buffer.compare(received, bytes)).toBe(0);
        for (const array of byteArrays(decoded)) {
          expect(array.constructor).toBe(Uint8Array);
          expect(array.buffer.byteLength).toBe(array.length);
        }
        received.fill(0xee);
        for (const array of byteArrays(value)) array.fill(0xdd);
        expect(encode(decoded)).toEqual(bytes);
      }),
      { numRuns },
    );
  });

  // WIRE-016
  test('gives a value or a MunimentError for any bytes, and only canonical bytes give a value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeOrRefuse(name, bytes);
        expect(decoded).toEqual(decodeByProtobuf(name, bytes));
        if (decoded !== undefined) expect(encode(decoded)).toEqual(bytes);
      }),
      { numRuns },
    );
  });

  test('accepts exactly those mutations that protobufjs writes as they are and the limits allow', {
    timeout: 300_000,
  }, () => {
    const random = seededRandom(0x77697265);
    const samples = fc.sample(values, { numRuns: 20, seed: 1 }).map(encode);
    let accepted = 0;
    const runs = count('wire mutations');
    for (let i = 0; i < runs; i++) {
      const bytes = mutate(name, random.pick(samples), random);
      const decoded = decodeOrRefuse(name, bytes);
      const expected = decodeByProtobuf(name, bytes);
      if (decoded === undefined && expected === undefined) continue;
      // The hexadecimal names the input when the two disagree.
      expect({ bytes: Buffer.from(bytes).toString('hex'), decoded }).toEqual({
        bytes: Buffer.from(bytes).toString('hex'),
        decoded: expected,
      });
      expect(encode(decoded)).toEqual(bytes);
      accepted++;
    }
    // The mutations reach both sides of the border.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(runs);
  });

  test('refuses every strict prefix that does not end between two fields', () => {
    const bytes = encode(fc.sample(values, { numRuns: 1, seed: 2 })[0]);
    for (let length = 0; length < bytes.length; length++) {
      const prefix = bytes.subarray(0, length);
      expect(decodeOrRefuse(name, prefix)).toEqual(decodeByProtobuf(name, prefix));
    }
  });
});
