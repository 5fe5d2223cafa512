// Every form that protobuf has beside the canonical one, at every depth of every message, with its code.

import { type ErrorCode, isMunimentError } from '@muniment/errors';
import { describe, expect, test } from 'vitest';
import type { Field } from '../scripts/proto.ts';
import { block, concat, filled, hex, integer, tag, varint } from './support/bytes.ts';
import { exampleOf } from './support/example.ts';
import { codecOf, hasField, messageOf, standalone, type Value } from './support/schema.ts';
import { formatTree, type Node, type Place, parseTree, placesOf } from './support/tree.ts';

function codeOf(name: string, bytes: Uint8Array): ErrorCode | 'accepted' {
  try {
    codecOf(name).decode(bytes);
    return 'accepted';
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error.code;
  }
}

describe.each(standalone.map(({ name }) => name))('%s', (name) => {
  const bytes = codecOf(name).encode(exampleOf(name));

  /** Changes each list of fields in turn in all the ways of `variants`; gives the codes, by what was tried. */
  function tryEverywhere(
    variants: (place: Place) => ReadonlyMap<string, () => void>,
  ): Map<string, ErrorCode | 'accepted'> {
    const codes = new Map<string, ErrorCode | 'accepted'>();
    const count = placesOf(name, parseTree(name, bytes)).length;
    for (let at = 0; at < count; at++) {
      const labels = [...variants(placesOf(name, parseTree(name, bytes))[at]).keys()];
      for (const label of labels) {
        const tree = parseTree(name, bytes);
        const place = placesOf(name, tree)[at];
        variants(place).get(label)?.();
        codes.set(`${place.name} ${at}: ${label}`, codeOf(name, formatTree(tree)));
      }
    }
    return codes;
  }

  function expectAll(
    codes: ReadonlyMap<string, ErrorCode | 'accepted'>,
    code: ErrorCode,
    possible = true,
  ): void {
    expect(codes.size > 0).toBe(possible);
    for (const [label, own] of codes) expect(own, label).toBe(code);
  }

  const insertions =
    (nodes: Readonly<Record<string, Node>>) =>
    (place: Place): Map<string, () => void> =>
      new Map(Object.entries(nodes).map(([label, node]) => [label, () => place.nodes.push(node)]));

  const raw = (ownTag: number, content: Uint8Array): Node => ({
    tag: ownTag,
    extra: [0, 0],
    content: { raw: content },
  });

  test('the example is accepted', () => {
    expect(codeOf(name, bytes)).toBe('accepted');
    expect(formatTree(parseTree(name, bytes))).toEqual(bytes);
  });

  test('unknown fields of every wire type (WIRE-004)', () => {
    const nodes = {
      integer: raw(100 * 8, varint(1)),
      fixed64: raw(100 * 8 + 1, filled(8, 1)),
      bytes: raw(100 * 8 + 2, hex('0161')),
      group: raw(100 * 8 + 3, tag(100, 4)),
      fixed32: raw(100 * 8 + 5, filled(4, 1)),
    };
    expectAll(tryEverywhere(insertions(nodes)), 'ERR_NON_CANONICAL');
  });

  test('bytes that are no protobuf (WIRE-010)', () => {
    const nodes = {
      'field number 0': raw(0, varint(1)),
      'end of a group': raw(100 * 8 + 4, new Uint8Array(0)),
      'wire type 6': raw(100 * 8 + 6, new Uint8Array(0)),
      'wire type 7': raw(100 * 8 + 7, new Uint8Array(0)),
      'tag of more than 32 bits': raw(2 ** 32 + 8, varint(1)),
    };
    expectAll(tryEverywhere(insertions(nodes)), 'ERR_ENCODING');
  });

  test('needless bytes in tags, lengths and values (WIRE-002)', () => {
    const codes = tryEverywhere(
      ({ nodes }) =>
        new Map(
          nodes.flatMap((node, index): [string, () => void][] => [
            [`tag of ${index}`, () => (node.extra[0] = 1)],
            [`value of ${index}`, () => (node.extra[1] = 1)],
            [`value of ${index}, twice`, () => (node.extra[1] = 2)],
          ]),
        ),
    );
    expectAll(codes, 'ERR_NON_CANONICAL');
  });

  test('fields that come twice (WIRE-006)', () => {
    const codes = tryEverywhere(
      (place) =>
        new Map(
          place.nodes
            .map((node, index): [string, () => void, Node] => [
              `${index}`,
              () => place.nodes.splice(index, 0, node),
              node,
            ])
            .filter(([, , node]) => !fieldOf(place, node).repeated)
            .map(([label, run]) => [label, run]),
        ),
    );
    if (name !== 'ManifestNode' && name !== 'ExtentList') expect(codes.size).toBeGreaterThan(0);
    for (const [label, code] of codes) expect(code, label).toBe('ERR_NON_CANONICAL');
  });

  test('fields out of order (WIRE-006)', () => {
    const codes = tryEverywhere(
      ({ nodes }) =>
        new Map(
          nodes
            .map((node, index): [string, () => void, boolean] => [
              `${index}`,
              () => nodes.splice(index, 2, nodes[index + 1], node),
              index + 1 < nodes.length && nodes[index + 1].tag !== node.tag,
            ])
            .filter(([, , differ]) => differ)
            .map(([label, run]) => [label, run]),
        ),
    );
    expectAll(codes, 'ERR_NON_CANONICAL', messageOf(name).fields.length > 1);
  });

  test('wire types of other fields (WIRE-005)', () => {
    const wireTypes = [
      [0, varint(1)],
      [1, filled(8, 1)],
      [2, hex('0101')],
      [3, new Uint8Array(0)],
      [5, filled(4, 1)],
    ] as const;
    const codes = tryEverywhere(
      ({ nodes }) =>
        new Map(
          nodes.flatMap((node, index) =>
            wireTypes
              .filter(([wireType]) => wireType !== (node.tag & 7))
              .map(([wireType, content]): [string, () => void] => [
                `wire type ${wireType} for ${index}`,
                () => {
                  node.tag = (node.tag & ~7) | wireType;
                  node.content = { raw: wireType === 3 ? tag(node.tag >> 3, 4) : content };
                },
              ]),
          ),
        ),
    );
    expectAll(codes, 'ERR_NON_CANONICAL');
  });

  test('defaults that are present (WIRE-003, WIRE-009)', () => {
    const codes = tryEverywhere(
      (place) =>
        new Map(
          messageOf(place.name)
            .fields.filter(({ kind, repeated }) => !repeated || kind === 'message' || kind === 'uint32')
            .map((field): [string, () => void] => [
              field.name,
              () => {
                const at = place.nodes.findIndex((node) => node.tag >> 3 >= field.number);
                const same = place.nodes[at]?.tag >> 3 === field.number;
                const node: Node = isInteger(field)
                  ? { tag: field.number * 8, extra: [0, 0], content: 0n }
                  : { tag: field.number * 8 + 2, extra: [0, 0], content: [] };
                place.nodes.splice(at < 0 ? place.nodes.length : at, same ? 1 : 0, node);
              },
            ]),
        ),
    );
    expectAll(codes, 'ERR_NON_CANONICAL');
  });

  test('values beyond their types (WIRE-008, WIRE-010, WIRE-013)', () => {
    let count = 0;
    const tryValue = (
      values: readonly (bigint | Uint8Array)[],
      kinds: readonly string[],
      code: ErrorCode,
    ): void => {
      const codes = tryEverywhere(
        (place) =>
          new Map(
            place.nodes
              .filter((node) => typeof node.content === 'bigint' && kinds.includes(fieldOf(place, node).kind))
              .flatMap((node) =>
                values.map((value): [string, () => void] => [
                  `${value} for ${node.tag >> 3}`,
                  () => (node.content = typeof value === 'bigint' ? value : { raw: value }),
                ]),
              ),
          ),
      );
      for (const [label, own] of codes) expect(own, label).toBe(code);
      count += codes.size;
    };
    tryValue([2n ** 32n, 2n ** 32n + 1n, 2n ** 63n, 2n ** 64n - 1n], ['uint32'], 'ERR_NON_CANONICAL');
    tryValue([99n, 127n, 2n ** 31n, 2n ** 32n + 1n, 2n ** 64n - 1n], ['enum'], 'ERR_FIELD');
    const elevenBytes = concat(filled(10, 0x81), hex('01'));
    const moreThan64Bits = concat(filled(9, 0x81), hex('02'));
    tryValue(
      [2n ** 64n, elevenBytes, moreThan64Bits],
      ['uint32', 'uint64', 'sint64', 'enum'],
      'ERR_ENCODING',
    );
    expect(count > 0).toBe(hasField(name, isInteger));
  });

  test('text that is not UTF-8 (WIRE-011)', () => {
    const bad = {
      'a lone continuation byte': hex('80'),
      'a sequence that is cut short': hex('e282'),
      'an overlong form': hex('c0af'),
      'a surrogate': hex('eda080'),
      'a code point above U+10FFFF': hex('f4908080'),
      'a byte that never occurs': hex('ff'),
    };
    const codes = tryEverywhere(
      (place) =>
        new Map(
          place.nodes
            .filter((node) => fieldOf(place, node).kind === 'string')
            .flatMap((node, index) =>
              Object.entries(bad).map(([label, content]): [string, () => void] => [
                `${label} in ${index}`,
                () => (node.content = content),
              ]),
            ),
        ),
    );
    expectAll(
      codes,
      'ERR_ENCODING',
      hasField(name, ({ kind }) => kind === 'string'),
    );
  });

  test('lengths beyond the end of their message (WIRE-010)', () => {
    const codes = tryEverywhere(
      ({ nodes }) =>
        new Map(
          nodes
            .filter((node) => typeof node.content !== 'bigint')
            .slice(-1)
            .flatMap((node) =>
              [1, 2 ** 31, 2 ** 32, 2 ** 53].map((more): [string, () => void] => [
                `${more} too many`,
                () => {
                  // The last field, so that nothing behind it can be taken for its content.
                  nodes.splice(nodes.indexOf(node) + 1);
                  const inner = Array.isArray(node.content)
                    ? formatTree(node.content)
                    : (node.content as Uint8Array);
                  node.content = { raw: concat(varint(inner.length + more), inner) };
                },
              ]),
            ),
        ),
    );
    expectAll(
      codes,
      'ERR_ENCODING',
      hasField(name, (field) => !isInteger(field)),
    );
  });

  test('bytes that end within a field (WIRE-010)', () => {
    const tree = parseTree(name, bytes);
    const ends = new Set(tree.map((_, index) => formatTree(tree.slice(0, index + 1)).length));
    let count = 0;
    for (let length = 1; length < bytes.length; length++) {
      if (ends.has(length)) continue;
      expect(codeOf(name, bytes.subarray(0, length)), `${length} bytes`).toBe('ERR_ENCODING');
      count++;
    }
    expect(count).toBe(bytes.length - ends.size);
    expect(count).toBeGreaterThan(0);
  });

  test('no bytes at all (WIRE-009)', () => {
    expect(codeOf(name, new Uint8Array(0))).toBe('ERR_NON_CANONICAL');
  });
});

/** True for a field whose value is a varint. */
function isInteger({ kind, repeated }: Field): boolean {
  return ['uint32', 'uint64', 'sint64', 'enum'].includes(kind) && !repeated;
}

function fieldOf({ name }: Place, node: Node): Field {
  const field = messageOf(name).fields.find(({ number }) => number === node.tag >> 3);
  if (field === undefined) throw new Error(`${name} has no field ${node.tag >> 3}`);
  return field;
}

describe('packed lists (WIRE-007)', () => {
  const archiveId = block(2, filled(16, 1));

  test('an unpacked element', () => {
    expect(codeOf('KeyringPublic', concat(integer(1, 1), archiveId))).toBe('ERR_NON_CANONICAL');
  });

  test('a list that is split is refused, at the latest where it goes on', () => {
    // Format 1 has no features, so that the first part is refused already.
    expect(codeOf('KeyringPublic', concat(block(1, varint(1)), block(1, varint(2)), archiveId))).toBe(
      'ERR_CRITICAL_FEATURE',
    );
  });

  test('an element that ends beyond the list', () => {
    expect(codeOf('KeyringPublic', concat(tag(1, 2), hex('01'), hex('8101'), archiveId))).toBe(
      'ERR_ENCODING',
    );
  });

  test('elements with needless bytes, of more than 32 bits, and of zero', () => {
    expect(codeOf('KeyringPublic', concat(block(1, varint(1, 1)), archiveId))).toBe('ERR_NON_CANONICAL');
    expect(codeOf('KeyringPublic', concat(block(1, varint(2 ** 32 + 1)), archiveId))).toBe(
      'ERR_NON_CANONICAL',
    );
    expect(codeOf('KeyringPublic', concat(block(1, varint(0)), archiveId))).toBe('ERR_FIELD');
  });
});

describe('objects of later releases (WIRE-025)', () => {
  const stable = codecOf('HeadStable').encode(exampleOf('HeadStable'));
  const unknownField = block(99, filled(3, 1));

  test('a version or feature is reported although what follows it is not understood', () => {
    const [, ...rest] = parseTree('HeadStable', stable);
    const later = concat(integer(1, 2), formatTree(rest), unknownField);
    expect(codeOf('HeadStable', later)).toBe('ERR_UNSUPPORTED_VERSION');
    const feature = concat(integer(1, 1), block(2, varint(9)), formatTree(rest), unknownField);
    expect(codeOf('HeadStable', feature)).toBe('ERR_CRITICAL_FEATURE');
    const keyring = concat(
      block(1, varint(9)),
      codecOf('KeyringPublic').encode(exampleOf('KeyringPublic')),
      unknownField,
    );
    expect(codeOf('KeyringPublic', keyring)).toBe('ERR_CRITICAL_FEATURE');
  });

  test('the error names the version or feature', () => {
    let thrown: unknown;
    try {
      codecOf('HeadStable').decode(concat(integer(1, 1), block(2, varint(9))));
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Value).details).toEqual({ field: 'HeadStable.critical_features', feature: 9 });
  });

  test('they can be written, for tests of later formats', () => {
    const bytes = codecOf('HeadStable').encode({
      ...exampleOf('HeadStable'),
      formatVersion: 2,
      criticalFeatures: [3, 9],
    });
    expect(codeOf('HeadStable', bytes)).toBe('ERR_UNSUPPORTED_VERSION');
  });
});

describe('text (WIRE-012)', () => {
  test.each([
    ['a byte order mark', '\ufeffphone'],
    ['a decomposed letter', 'e\u0301'],
    ['a character above U+FFFF', '📱'],
    ['a NUL', 'a\0b'],
  ])('%s is kept as it is', (_, deviceName) => {
    const head = { ...exampleOf('HeadStable'), deviceName };
    expect(codecOf('HeadStable').decode(codecOf('HeadStable').encode(head)).deviceName).toBe(deviceName);
  });
});
