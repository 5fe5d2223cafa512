import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodePaddedFrame,
  encodePaddedFrame,
  FRAME_CONTENT_MAX_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_MAX_LOG2,
  FRAME_MIN_LOG2,
  paddedFrameContentLength,
  paddedFrameLog2,
} from '../src/index.ts';
import { concat, filled, hex } from './support/bytes.ts';

const numRuns = count('property');

function codeOf(frame: Uint8Array): ErrorCode | 'accepted' {
  try {
    decodePaddedFrame(frame);
    return 'accepted';
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error.code;
  }
}

describe('the size of a frame (WIRE-030)', () => {
  test.each([
    [0, 12],
    [1, 12],
    [4092, 12],
    [4093, 13],
    [8188, 13],
    [8189, 14],
    [2 ** 23 - 4, 23],
    [2 ** 23 - 3, 24],
    [2 ** 24 - 4, 24],
  ])('of %i bytes is 2^%i', (length, log2) => {
    expect(paddedFrameLog2(length)).toBe(log2);
    const frame = encodePaddedFrame(filled(length, 0x61));
    expect(frame.length).toBe(2 ** log2);
    expect(decodePaddedFrame(frame).length).toBe(length);
  });

  test('is the least that holds the content, for all lengths around the powers of two', () => {
    for (let log2 = FRAME_MIN_LOG2; log2 <= FRAME_MAX_LOG2; log2++) {
      expect(paddedFrameLog2(2 ** log2 - FRAME_HEADER_BYTES)).toBe(log2);
      if (log2 < FRAME_MAX_LOG2) expect(paddedFrameLog2(2 ** log2 - FRAME_HEADER_BYTES + 1)).toBe(log2 + 1);
    }
    expect(FRAME_CONTENT_MAX_BYTES).toBe(16_777_212);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 24 - 3, 2 ** 32, Number.POSITIVE_INFINITY])(
    'is none for %d',
    (length) => {
      expect(() => paddedFrameLog2(length)).toThrow(RangeError);
    },
  );
});

describe('a frame', () => {
  test('is length, content and zero bytes', () => {
    expect(encodePaddedFrame(hex('616263'))).toEqual(concat(hex('00000003616263'), new Uint8Array(4089)));
  });

  test('gives back its content, in bytes of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 10_000 }), (content) => {
        const frame = encodePaddedFrame(content);
        expect(paddedFrameContentLength(frame)).toBe(content.length);
        const within = Buffer.concat([Buffer.from([1, 2, 3]), frame]).subarray(3);
        const decoded = decodePaddedFrame(within);
        expect(decoded).toEqual(content);
        expect(decoded.constructor).toBe(Uint8Array);
        expect(decoded.buffer.byteLength).toBe(decoded.length);
        within.fill(9);
        expect(decoded).toEqual(content);
      }),
      { numRuns },
    );
  });

  test('of too much content is not written', () => {
    expect(() => encodePaddedFrame(new Uint8Array(FRAME_CONTENT_MAX_BYTES + 1))).toThrow(RangeError);
    expect(() => encodePaddedFrame('abc' as never)).toThrow(TypeError);
    expect(() => decodePaddedFrame([] as never)).toThrow(TypeError);
  });

  test('beyond 2^24 bytes is refused (WIRE-031)', () => {
    expect(codeOf(new Uint8Array(2 ** 24 + 1))).toBe('ERR_LIMIT');
    expect(codeOf(new Uint8Array(2 ** 25))).toBe('ERR_LIMIT');
  });

  test('that is cut is refused at every length (WIRE-032, WIRE-033)', () => {
    const frame = encodePaddedFrame(filled(5000, 1));
    for (let length = 0; length < frame.length; length++) {
      expect(codeOf(frame.subarray(0, length)), `${length}`).toBe(
        length < 5004 ? 'ERR_ENCODING' : 'ERR_PADDING',
      );
    }
  });

  test('of another size than its content asks for is refused (WIRE-033)', () => {
    const frame = encodePaddedFrame(filled(100, 1));
    expect(codeOf(concat(frame, new Uint8Array(4096)))).toBe('ERR_PADDING');
    expect(codeOf(concat(frame, new Uint8Array(1)))).toBe('ERR_PADDING');
    expect(codeOf(frame.subarray(0, 2048))).toBe('ERR_PADDING');
    expect(codeOf(frame.subarray(0, 104))).toBe('ERR_PADDING');
  });

  test('with a bit set in its padding is refused, wherever it is (WIRE-034)', () => {
    const content = filled(1000, 1);
    const frame = encodePaddedFrame(content);
    for (let at = FRAME_HEADER_BYTES + content.length; at < frame.length; at++) {
      const altered = frame.slice();
      altered[at] = 1 << (at % 8);
      expect(codeOf(altered)).toBe('ERR_PADDING');
    }
  });

  test('is a value or a MunimentError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(0, 4056, 4096, 8152), (start, more) => {
        const bytes = concat(start, new Uint8Array(more));
        if (codeOf(bytes) === 'accepted') expect(encodePaddedFrame(decodePaddedFrame(bytes))).toEqual(bytes);
      }),
      { numRuns },
    );
  });
});
