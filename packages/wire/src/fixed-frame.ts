// The fixed frame: the plaintext of what client and key vault say to each other, and of a vault's records. Implements
// spec/wire.md §6.2.
//
// content length (u32 BE) || content || zero bytes, in all exactly as many bytes as its kind has.

import { MunimentError } from '@muniment/errors';
import { FRAME_HEADER_BYTES } from './frame.ts';

/** Bytes of the frame of every `VaultRequest`. */
export const VAULT_REQUEST_BYTES = 8192;
/** Bytes of the frame of every `VaultResponse`. */
export const VAULT_RESPONSE_BYTES = 4096;
/** Bytes of the frame of every `VaultRecord`. */
export const VAULT_RECORD_BYTES = 16384;

/**
 * A frame of exactly `length` bytes around `content` (WIRE-035, WIRE-036).
 *
 * @throws ERR_LIMIT if the content has more than `length` - 4 bytes
 */
export function encodeFixedFrame(content: Uint8Array, length: number): Uint8Array {
  assertFrame('the content of a frame', content, length);
  if (content.length > length - FRAME_HEADER_BYTES) {
    throw new MunimentError('ERR_LIMIT', `${content.length} bytes do not fit a frame of ${length}`, {
      contentLength: content.length,
      length,
    });
  }
  const frame = new Uint8Array(length);
  new DataView(frame.buffer).setUint32(0, content.length);
  frame.set(content, FRAME_HEADER_BYTES);
  return frame;
}

/**
 * The content of a frame of `length` bytes, in bytes of its own (WIRE-037 to WIRE-039).
 *
 * @throws ERR_ENCODING if the frame has another length, or is shorter than its content; ERR_PADDING if its padding is not zero
 */
export function decodeFixedFrame(frame: Uint8Array, length: number): Uint8Array {
  assertFrame('a frame', frame, length);
  if (frame.length !== length) {
    throw new MunimentError('ERR_ENCODING', `a frame has ${frame.length} bytes, not ${length}`, {
      length: frame.length,
    });
  }
  const contentLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (contentLength > length - FRAME_HEADER_BYTES) {
    throw new MunimentError('ERR_ENCODING', 'a frame is shorter than its content', { length, contentLength });
  }
  const end = FRAME_HEADER_BYTES + contentLength;
  let bits = 0;
  for (let i = end; i < length; i++) bits |= frame[i];
  if (bits !== 0) throw new MunimentError('ERR_PADDING', 'the padding of a frame is not zero');
  const content = new Uint8Array(contentLength);
  content.set(frame.subarray(FRAME_HEADER_BYTES, end));
  return content;
}

function assertFrame(what: string, bytes: Uint8Array, length: number): void {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${what} is a Uint8Array`);
  if (!Number.isInteger(length) || length < FRAME_HEADER_BYTES || length > 2 ** 24) {
    throw new RangeError(
      `the length of a frame is an integer from ${FRAME_HEADER_BYTES} to 2^24, not ${length}`,
    );
  }
}
