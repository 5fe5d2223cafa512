// The padded frame: the plaintext of packs, heads and marks. Implements spec/wire.md §6.1.
//
// content length (u32 BE) || content || zero bytes, in all exactly the smallest power of two from 2^12 to 2^24 that holds it.

import { MunimentError } from '@muniment/errors';

/** Bytes of the length in front of the content. */
export const FRAME_HEADER_BYTES = 4;
/** The smallest frame has 2^12 bytes. */
export const FRAME_MIN_LOG2 = 12;
/** The largest frame has 2^24 bytes. */
export const FRAME_MAX_LOG2 = 24;
/** The most content that a frame holds: 2^24 - 4 bytes. */
export const FRAME_CONTENT_MAX_BYTES: number = 2 ** FRAME_MAX_LOG2 - FRAME_HEADER_BYTES;

/**
 * The base-2 logarithm of the size of the frame that holds `contentLength` bytes (WIRE-030).
 *
 * @throws RangeError if no frame holds that many
 */
export function paddedFrameLog2(contentLength: number): number {
  if (!Number.isInteger(contentLength) || contentLength < 0 || contentLength > FRAME_CONTENT_MAX_BYTES) {
    throw new RangeError(`a frame holds 0 to ${FRAME_CONTENT_MAX_BYTES} bytes, not ${contentLength}`);
  }
  const least = FRAME_HEADER_BYTES + contentLength;
  return Math.max(FRAME_MIN_LOG2, 32 - Math.clz32(least - 1));
}

/**
 * Frames `content`.
 *
 * @throws RangeError if it is longer than `FRAME_CONTENT_MAX_BYTES`
 */
export function encodePaddedFrame(content: Uint8Array): Uint8Array {
  if (!(content instanceof Uint8Array)) throw new TypeError('the content of a frame is a Uint8Array');
  const frame = new Uint8Array(2 ** paddedFrameLog2(content.length));
  new DataView(frame.buffer).setUint32(0, content.length);
  frame.set(content, FRAME_HEADER_BYTES);
  return frame;
}

/**
 * Checks a whole frame and gives the length of its content, which starts at `FRAME_HEADER_BYTES`. For readers of large frames
 * who take parts of the content in place.
 *
 * @throws ERR_LIMIT above 2^24 bytes, ERR_ENCODING if it is cut short, ERR_PADDING if the padding is not the one permitted
 */
export function paddedFrameContentLength(frame: Uint8Array): number {
  if (!(frame instanceof Uint8Array)) throw new TypeError('a frame is a Uint8Array');
  const total = frame.length;
  if (total > 2 ** FRAME_MAX_LOG2) {
    throw new MunimentError('ERR_LIMIT', `a frame has ${total} bytes, more than 2^${FRAME_MAX_LOG2}`, {
      length: total,
    });
  }
  if (total < FRAME_HEADER_BYTES) {
    throw new MunimentError('ERR_ENCODING', 'a frame is shorter than its header', { length: total });
  }
  const contentLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (contentLength > total - FRAME_HEADER_BYTES) {
    throw new MunimentError('ERR_ENCODING', 'a frame is shorter than its content', {
      length: total,
      contentLength,
    });
  }
  if (total !== 2 ** paddedFrameLog2(contentLength)) {
    throw new MunimentError('ERR_PADDING', 'a frame does not have the size that its content asks for', {
      length: total,
      contentLength,
    });
  }
  let bits = 0;
  for (let i = FRAME_HEADER_BYTES + contentLength; i < total; i++) bits |= frame[i];
  if (bits !== 0) throw new MunimentError('ERR_PADDING', 'the padding of a frame is not zero');
  return contentLength;
}

/**
 * The content of a frame, in bytes of its own (WIRE-031 to WIRE-034).
 *
 * @throws ERR_LIMIT above 2^24 bytes, ERR_ENCODING if it is cut short, ERR_PADDING if the padding is not the one permitted
 */
export function decodePaddedFrame(frame: Uint8Array): Uint8Array {
  const contentLength = paddedFrameContentLength(frame);
  const content = new Uint8Array(contentLength);
  content.set(frame.subarray(FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + contentLength));
  return content;
}
