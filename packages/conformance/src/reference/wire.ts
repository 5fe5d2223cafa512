// test-vectors/wire by @muniment/wire.

import { MunimentError } from '@muniment/errors';
import * as wire from '@muniment/wire';
import type { Json, Operations } from '../protocol.ts';
import { assertSame, contentOf, describe, type Fields, malformed, operation } from './support.ts';

type Codec = (input: unknown) => unknown;

/** The longest fixed frame of which a vector may ask. */
const FIXED_FRAME_MAX_BYTES = 2 ** 20;

/** `decodeHead`, `encodeHead` and so on, by the name of the message. */
function codec(verb: 'decode' | 'encode', message: string): Codec {
  const name = `${verb}${message}`;
  if (/Frame$/.test(message) || !Object.hasOwn(wire, name)) malformed(`no message ${message} stands alone`);
  return (wire as unknown as Record<string, Codec>)[name] as Codec;
}

/** The bytes of a message, in one of the two ways that they are given. */
function encodingOf(input: Fields): Uint8Array {
  return input.has('bytes') ? input.bytes('bytes') : contentOf(input, 'pieces');
}

/** What a name says, with the id of whatever kind it is as `id`. */
function meaningOf(ref: wire.ObjectRef): Json {
  switch (ref.kind) {
    case 'keyring': {
      const { keyringId: id, ...rest } = ref;
      return describe({ ...rest, id });
    }
    case 'head': {
      const { headId: id, ...rest } = ref;
      return describe({ ...rest, id });
    }
    case 'pack': {
      const { packId: id, ...rest } = ref;
      return describe({ ...rest, id });
    }
    case 'mark': {
      const { markId: id, ...rest } = ref;
      return describe({ ...rest, id });
    }
  }
}

function formatName(ref: wire.ObjectRef): string {
  switch (ref.kind) {
    case 'keyring':
      return wire.formatKeyringName(ref);
    case 'head':
      return wire.formatHeadName(ref);
    case 'pack':
      return wire.formatPackName(ref.packId);
    case 'mark':
      return wire.formatMarkName(ref);
  }
}

export const operations: Operations = {
  'wire.decode': operation((input) => {
    const message = input.text('message');
    const [decode, encode] = [codec('decode', message), codec('encode', message)];
    const bytes = encodingOf(input);
    const value = decode(bytes);
    assertSame(`${message}, decoded and encoded again`, encode(value), bytes);
    return { value: describe(value) };
  }),

  'wire.frame': operation((input) => {
    const frame = encodingOf(input);
    const content = wire.decodePaddedFrame(frame);
    assertSame('a frame, taken off and put on again', wire.encodePaddedFrame(content), frame);
    return { content: wire.formatHex(content) };
  }),

  'wire.fixed-frame': operation((input) => {
    const length = input.integer('length', 4, FIXED_FRAME_MAX_BYTES);
    const frame = encodingOf(input);
    const content = wire.decodeFixedFrame(frame, length);
    assertSame('a frame, taken off and put on again', wire.encodeFixedFrame(content, length), frame);
    return { content: wire.formatHex(content) };
  }),

  'wire.name': operation((input) => {
    const name = input.text('name');
    const ref = wire.parseObjectName(name);
    if (ref === undefined)
      throw new MunimentError('ERR_FOREIGN_OBJECT', `${JSON.stringify(name)} is no name of ours`);
    assertSame('a name, taken apart and put together', formatName(ref), name);
    return { means: meaningOf(ref) };
  }),
};
