// Encoded messages as trees of fields, which can be put together again in forms that no writer makes.

import { concat, varint } from './bytes.ts';
import { messageOf } from './schema.ts';

/** A field as it lies in the bytes. */
export interface Node {
  tag: number;
  /** Needless bytes of the tag and of the length or value. */
  extra: [tag: number, value: number];
  /** A varint, bytes with their length, fields with their length, or bytes as they are. */
  content: bigint | Uint8Array | Node[] | { readonly raw: Uint8Array };
}

/** The fields of canonical `bytes` of the message `name`. */
export function parseTree(name: string, bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  const read = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(read());
    if ((tag & 7) === 0) {
      nodes.push({ tag, extra: [0, 0], content: read() });
      continue;
    }
    const length = Number(read());
    const content = bytes.slice(at, at + length);
    at += length;
    const field = messageOf(name).fields.find(({ number }) => number === tag >> 3);
    nodes.push({
      tag,
      extra: [0, 0],
      content: field?.kind === 'message' ? parseTree(field.type, content) : content,
    });
  }
  return nodes;
}

/** The bytes of `nodes`, with the lengths that their contents have. */
export function formatTree(nodes: readonly Node[]): Uint8Array {
  return concat(
    ...nodes.map(({ tag, extra, content }) => {
      const start = varint(tag, extra[0]);
      if (typeof content === 'bigint') return concat(start, varint(content, extra[1]));
      if ('raw' in content) return concat(start, content.raw);
      const bytes = content instanceof Uint8Array ? content : formatTree(content);
      return concat(start, varint(bytes.length, extra[1]), bytes);
    }),
  );
}

/** One list of fields in a tree: that of the message `name` itself or of a message in it. */
export interface Place {
  readonly name: string;
  readonly nodes: Node[];
}

/** All lists of fields in a tree, outermost first. */
export function placesOf(name: string, nodes: Node[]): Place[] {
  const inner = nodes.flatMap((node) => {
    const field = messageOf(name).fields.find(({ number }) => number === node.tag >> 3);
    return Array.isArray(node.content) && field !== undefined ? placesOf(field.type, node.content) : [];
  });
  return [{ name, nodes }, ...inner];
}
