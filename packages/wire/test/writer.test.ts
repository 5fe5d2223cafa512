import { describe, expect, test } from 'vitest';
import { decodeManifestNode, encodeKeyringBody, encodeManifestNode, type KeyringBody } from '../src/index.ts';
import { Writer } from '../src/writer.ts';
import { filled } from './support/bytes.ts';
import { exampleOf } from './support/example.ts';

/** The buffer that a writer fills. */
function bufferOf(writer: Writer): Uint8Array {
  return (writer as unknown as { bytes: Uint8Array }).bytes;
}

describe('the writer', () => {
  test('grows beyond its first buffer', () => {
    const record = { entry: filled(100_000, 7), extents: [], lists: [], chunker: 'none' } as const;
    const node = { packs: [], blocks: [], records: Array.from({ length: 20 }, () => record), children: [] };
    const bytes = encodeManifestNode(node);
    expect(bytes.length).toBe(20 * (100_000 + 8));
    expect(decodeManifestNode(bytes)).toEqual(node);
  });

  test('leaves no trace of what it wrote, in the buffers that it outgrew neither', () => {
    const writer = new Writer();
    writer.lengthAndBytes(filled(40_000, 0x5e));
    const first = bufferOf(writer);
    writer.lengthAndBytes(filled(40_000, 0x5e));
    const second = bufferOf(writer);
    expect(second).not.toBe(first);
    expect(first.every((byte) => byte === 0)).toBe(true);
    expect(second.includes(0x5e)).toBe(true);
    writer.discard();
    expect(second.every((byte) => byte === 0)).toBe(true);
  });

  test('leaves no trace after a failure and works again', () => {
    const body: KeyringBody = exampleOf('KeyringBody');
    const before = encodeKeyringBody(body);
    expect(() => encodeKeyringBody({ ...body, dedupKey: filled(31, 1) })).toThrow(RangeError);
    const writer = new Writer();
    expect(bufferOf(writer).every((byte) => byte === 0)).toBe(true);
    // A second message while the first is being written gets a buffer of its own.
    const other = new Writer();
    expect(bufferOf(other)).not.toBe(bufferOf(writer));
    other.discard();
    writer.discard();
    expect(encodeKeyringBody(body)).toEqual(before);
  });
});
