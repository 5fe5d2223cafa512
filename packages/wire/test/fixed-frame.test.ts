import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeFixedFrame,
  encodeFixedFrame,
  FRAME_HEADER_BYTES,
  VAULT_RECORD_BYTES,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
} from '../src/index.ts';
import { concat, filled, hex } from './support/bytes.ts';
import { messageOf } from './support/schema.ts';

const numRuns = count('property');
const lengths = fc.constantFrom(4, 5, 64, VAULT_RESPONSE_BYTES, VAULT_REQUEST_BYTES);

function codeOf(run: () => unknown): ErrorCode | 'accepted' {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error.code;
  }
}

describe('a fixed frame', () => {
  test('is length, content and zero bytes', () => {
    expect(encodeFixedFrame(hex('616263'), 10)).toEqual(hex('00000003616263000000'));
  });

  test.each([
    ['VaultRequest', VAULT_REQUEST_BYTES],
    ['VaultResponse', VAULT_RESPONSE_BYTES],
    ['VaultRecord', VAULT_RECORD_BYTES],
  ])('holds the longest %s exactly', (message, length) => {
    expect(messageOf(message).maxBytes).toBe(length - FRAME_HEADER_BYTES);
    const content = filled(length - FRAME_HEADER_BYTES, 0x61);
    const frame = encodeFixedFrame(content, length);
    expect(frame.length).toBe(length);
    expect(decodeFixedFrame(frame, length)).toEqual(content);
  });

  test('gives back its content, in bytes of its own', () => {
    fc.assert(
      fc.property(lengths, fc.uint8Array({ maxLength: 5000 }), (length, bytes) => {
        const content = bytes.slice(0, length - FRAME_HEADER_BYTES);
        const frame = encodeFixedFrame(content, length);
        expect(frame.length).toBe(length);
        expect(frame.buffer.byteLength).toBe(length);
        const within = Buffer.concat([Buffer.from([1, 2, 3]), frame]).subarray(3);
        const decoded = decodeFixedFrame(within, length);
        expect(decoded).toEqual(content);
        expect(decoded.constructor).toBe(Uint8Array);
        expect(decoded.buffer.byteLength).toBe(decoded.length);
        within.fill(9);
        expect(decoded).toEqual(content);
      }),
      { numRuns },
    );
  });

  test('of too much content is not written (WIRE-036)', () => {
    expect(codeOf(() => encodeFixedFrame(filled(60, 1), 64))).toBe('accepted');
    expect(codeOf(() => encodeFixedFrame(filled(61, 1), 64))).toBe('ERR_LIMIT');
    expect(codeOf(() => encodeFixedFrame(filled(1, 1), 4))).toBe('ERR_LIMIT');
  });

  test('is made and read with a length that there is', () => {
    for (const length of [3, -1, 0, 64.5, Number.NaN, 2 ** 24 + 1, '64' as never]) {
      expect(() => encodeFixedFrame(new Uint8Array(0), length)).toThrow(RangeError);
      expect(() => decodeFixedFrame(new Uint8Array(64), length)).toThrow(RangeError);
    }
    expect(() => encodeFixedFrame('abc' as never, 64)).toThrow(TypeError);
    expect(() => decodeFixedFrame([] as never, 64)).toThrow(TypeError);
  });

  test('of any other length is refused (WIRE-037)', () => {
    const frame = encodeFixedFrame(filled(100, 1), VAULT_RESPONSE_BYTES);
    for (let length = 0; length < frame.length; length++) {
      expect(codeOf(() => decodeFixedFrame(frame.subarray(0, length), VAULT_RESPONSE_BYTES))).toBe(
        'ERR_ENCODING',
      );
    }
    for (const more of [1, 4096]) {
      const longer = concat(frame, new Uint8Array(more));
      expect(codeOf(() => decodeFixedFrame(longer, VAULT_RESPONSE_BYTES))).toBe('ERR_ENCODING');
    }
    expect(codeOf(() => decodeFixedFrame(frame, VAULT_REQUEST_BYTES))).toBe('ERR_ENCODING');
  });

  test('that is shorter than its content is refused (WIRE-038)', () => {
    for (const start of ['0000003d', '00000040', '80000000', 'fffffffc', 'ffffffff', '03000000']) {
      expect(
        codeOf(() => decodeFixedFrame(concat(hex(start), new Uint8Array(60)), 64)),
        start,
      ).toBe('ERR_ENCODING');
    }
  });

  test('with a bit set in its padding is refused, wherever it is (WIRE-039)', () => {
    const content = filled(1000, 1);
    const frame = encodeFixedFrame(content, VAULT_RESPONSE_BYTES);
    for (let at = FRAME_HEADER_BYTES + content.length; at < frame.length; at++) {
      const altered = frame.slice();
      altered[at] = 1 << (at % 8);
      expect(codeOf(() => decodeFixedFrame(altered, VAULT_RESPONSE_BYTES))).toBe('ERR_PADDING');
    }
  });

  test('is a value or a MunimentError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(0, 52, 56, 60), (start, more) => {
        const bytes = concat(start, new Uint8Array(more));
        const code = codeOf(() => decodeFixedFrame(bytes, 64));
        if (code === 'accepted') {
          expect(encodeFixedFrame(decodeFixedFrame(bytes, 64), 64)).toEqual(bytes);
        } else expect(['ERR_ENCODING', 'ERR_PADDING']).toContain(code);
      }),
      { numRuns },
    );
  });
});
