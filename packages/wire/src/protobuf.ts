// The codecs that protobufjs generates from spec/proto, as they are: for tools that look into objects and for tests that need
// a second implementation. They are tolerant, know no limits and alias their input; nothing that decides anything uses them.

import type { LIMITS } from './generated/messages.ts';
import { muniment } from './generated/protobuf.ts';

/** The name of a message of spec/proto. */
export type MessageName = keyof typeof LIMITS;

/** One message in the form of protobufjs: 64-bit integers are `Long`, enums are numbers. */
export interface ProtobufCodec {
  /** Writes what is set, defaults included. A `bigint` is written as 0, silently: pass `{ low, high }`. */
  encode(message: object): { finish(): Uint8Array };
  /** @throws errors of protobufjs */
  decode(bytes: Uint8Array): Record<string, unknown>;
}

/** The codec of each message. */
export const protobufCodecs: Readonly<Record<MessageName, ProtobufCodec>> = (
  muniment as unknown as { readonly v1: Readonly<Record<MessageName, ProtobufCodec>> }
).v1;
