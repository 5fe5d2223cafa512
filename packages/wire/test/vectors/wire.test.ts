// Runs test-vectors/wire: messages, frames and object names. Uses nothing of Node, so that it also runs in a browser page.

import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import * as wire from '../../src/index.ts';

interface WireVector extends TestVector {
  readonly message?: string;
  readonly bytes?: string;
  readonly pieces?: readonly { readonly hex: string; readonly count?: number }[];
  readonly value?: unknown;
  readonly content?: string;
  readonly length?: number;
  readonly name?: string;
  readonly means?: Readonly<Record<string, unknown>>;
}

type Codec = (input: never) => unknown;

const suite = loadVectors<WireVector>('wire/wire.json');

/** `decodeHead`, `encodeHead` and so on, by the name of the message. */
function codec(verb: 'decode' | 'encode', message: string): Codec {
  const found = (wire as unknown as Record<string, Codec | undefined>)[`${verb}${message}`];
  if (found === undefined) throw new Error(`no ${verb}${message}`);
  return found;
}

function bytesOf({ bytes, pieces }: WireVector): Uint8Array {
  if (bytes !== undefined) return fromHex(bytes);
  return fromHex(pieces!.map(({ hex, count = 1 }) => hex.repeat(count)).join(''));
}

/** A value in the form of the vectors. */
function describeValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(describeValue);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, describeValue(member)]));
}

describe('test-vectors/wire', () => {
  it.each(suite.of('decode'))('$id', async (vector) => {
    suite.ran(vector);
    const bytes = bytesOf(vector);
    const message = vector.message!;
    let value: unknown;
    const outcome = await outcomeOf(() => {
      value = codec('decode', message)(bytes as never);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(describeValue(value)).toEqual(vector.value);
    expect(toHex(codec('encode', message)(value as never) as Uint8Array)).toBe(toHex(bytes));
  });

  it.each(suite.of('frame'))('$id', async (vector) => {
    suite.ran(vector);
    const frame = bytesOf(vector);
    let content: Uint8Array | undefined;
    const outcome = await outcomeOf(() => {
      content = wire.decodePaddedFrame(frame);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(toHex(content!)).toBe(vector.content);
    expect(toHex(wire.encodePaddedFrame(content!))).toBe(toHex(frame));
  });

  it.each(suite.of('fixed-frame'))('$id', async (vector) => {
    suite.ran(vector);
    const frame = bytesOf(vector);
    const length = vector.length!;
    let content: Uint8Array | undefined;
    const outcome = await outcomeOf(() => {
      content = wire.decodeFixedFrame(frame, length);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(toHex(content!)).toBe(vector.content);
    expect(toHex(wire.encodeFixedFrame(content!, length))).toBe(toHex(frame));
  });

  it.each(suite.of('name'))('$id', (vector) => {
    suite.ran(vector);
    const ref = wire.parseObjectName(vector.name!);
    if (vector.result === 'invalid') {
      expect(ref).toBeUndefined();
      return;
    }
    const { keyringId, headId, packId, markId, ...rest } = ref as Record<string, unknown>;
    expect(describeValue({ ...rest, id: keyringId ?? headId ?? packId ?? markId })).toEqual(vector.means);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
