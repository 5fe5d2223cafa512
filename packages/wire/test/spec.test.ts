// spec/wire.md against the code: its tables, its examples and its requirement ids.

import { ERRORS, isMunimentError } from '@muniment/errors';
import { describe, expect, test } from 'vitest';
import { ANNOTATIONS } from '../scripts/proto.ts';
import {
  decodeEntry,
  decodeExtentList,
  decodeMark,
  type Entry,
  type ExtentList,
  encodeEntry,
  encodeExtentList,
  encodeFixedFrame,
  encodeMark,
  encodePaddedFrame,
  formatHeadName,
  formatHex,
  formatKeyringName,
  formatMarkName,
  formatPackName,
  headContext,
  keyringBodyContext,
  type Mark,
  markContext,
  packContext,
  VAULT_RECORD_BYTES,
  VAULT_REQUEST_BYTES,
  VAULT_RESPONSE_BYTES,
} from '../src/index.ts';
import { filled, hex } from './support/bytes.ts';
import { readSpec, section, tableRows } from './support/markdown.ts';
import { messageOf, schema, standalone } from './support/schema.ts';

const text = readSpec('wire.md');

describe('requirements', () => {
  const ids = [...text.matchAll(/^<a id="(WIRE-\d{3})"><\/a>\*\*(WIRE-\d{3})\*\* /gm)];

  test('have an anchor, a number of their own, and come in order', () => {
    expect(ids.length).toBeGreaterThan(30);
    for (const [, anchor, name] of ids) expect(anchor).toBe(name);
    const names = ids.map(([, anchor]) => anchor);
    expect(names).toEqual([...new Set(names)].sort());
    expect([...text.matchAll(/\*\*WIRE/g)].length).toBe(ids.length);
  });

  test('have one keyword each', () => {
    for (const paragraph of text.split('\n\n').filter((part) => part.startsWith('<a id='))) {
      expect(paragraph.match(/\b(MUST|SHOULD|MAY)\b/g)?.length, paragraph).toBe(1);
    }
  });

  test('name errors that there are', () => {
    for (const [code] of text.matchAll(/ERR_\w+/g)) expect(Object.keys(ERRORS)).toContain(code);
  });

  test('that code, scripts and tests cite are there', () => {
    const names = new Set(ids.map(([, name]) => name));
    const files = import.meta.glob(['../src/**/*.ts', '../scripts/*.ts', './**/*.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    expect(Object.keys(files).length).toBeGreaterThan(20);
    for (const [file, source] of Object.entries(files)) {
      for (const [cited] of (source as string).matchAll(/WIRE-\d{3}/g)) {
        expect(names.has(cited), `${file} cites ${cited}`).toBe(true);
      }
    }
  });
});

describe('tables', () => {
  test('annotations are those that the generator reads', () => {
    const words = tableRows(section(text, '3.1 Annotations'), 'Annotation').map(
      ([form]) => form.slice(1).split(' ')[0],
    );
    expect([...new Set(words)].sort()).toEqual([...ANNOTATIONS].sort());
  });

  test('messages that stand alone have their @max', () => {
    const rows = tableRows(section(text, '3.2 Messages that stand alone'), 'Message');
    expect(rows.map(([name, max]) => [name, Number(max)])).toEqual(
      standalone.map(({ name, maxBytes }) => [name, maxBytes]),
    );
  });

  test('fixed frames have the lengths that it says', () => {
    const rows = tableRows(section(text, '6.2 The fixed frame'), 'Frame of');
    expect(rows.map(([name, bytes]) => [name, Number(bytes)])).toEqual([
      ['VaultRequest', VAULT_REQUEST_BYTES],
      ['VaultResponse', VAULT_RESPONSE_BYTES],
      ['VaultRecord', VAULT_RECORD_BYTES],
    ]);
  });

  test('messages nest as deep as it says', () => {
    const depth = (name: string): number =>
      1 +
      Math.max(
        0,
        ...messageOf(name)
          .fields.filter(({ kind }) => kind === 'message')
          .map(({ type }) => depth(type)),
      );
    const deepest = Math.max(...schema.messages.map(({ name }) => depth(name)));
    expect(text).toContain(`messages nest at most ${deepest} deep`);
  });

  test('contexts have the roles and lengths that it says', () => {
    const archiveId = filled(16, 0xaa);
    const id = filled(16, 1);
    const made = [
      keyringBodyContext({ archiveId, generation: 1n, keyringId: id }),
      headContext({ archiveId, sequence: 1n, epoch: 1, headId: id }),
      packContext({ archiveId, epoch: 1, packClass: 'data', packId: id }),
      packContext({ archiveId, epoch: 1, packClass: 'media', packId: id }),
      packContext({ archiveId, epoch: 1, packClass: 'manifest', packId: id }),
      markContext({ archiveId, epoch: 1, markId: id }),
    ];
    const rows = tableRows(section(text, '8. Contexts'), 'Object');
    expect(rows.map(([, role, , , length]) => [Number(role), Number(length)])).toEqual(
      made.map((context) => [context[0], context.length]),
    );
  });

  test('names have the forms that it shows', () => {
    const id = hex('000102030405060708090a0b0c0d0e0f');
    const rows = tableRows(section(text, '7. Object names'), 'Object');
    expect(rows.map(([, , example]) => example)).toEqual([
      formatKeyringName({ generation: 1n, keyringId: id }),
      formatHeadName({ sequence: 2n, epoch: 1, headId: id }),
      formatPackName(id),
      formatMarkName({ epoch: 1, markId: id }),
    ]);
  });
});

describe('examples', () => {
  const examples = section(text, '11. Examples');
  const [messages, contexts] = [...examples.matchAll(/```\n([\s\S]*?)```/g)].map(([, body]) => body.trim());

  test('of messages are what the code writes and reads', () => {
    const entry: Entry = {
      path: new TextEncoder().encode('a/b.txt'),
      kind: 'file',
      mode: 0o644,
      mtimeNs: -1n,
      size: 5n,
      uid: 0,
      gid: 0,
      target: new Uint8Array(0),
      contentDigest: filled(32, 0x11),
    };
    const list: ExtentList = {
      packs: [],
      blocks: [],
      extents: [
        { hole: 4096n, chunk: undefined },
        { hole: 0n, chunk: { block: 0, offset: 0, length: 300, id: filled(32, 0x22) } },
      ],
    };
    const mark: Mark = {
      kind: 'delete',
      createdMs: 1_700_000_000_000n,
      deviceId: filled(16, 0x33),
      packIds: [filled(16, 0x44)],
    };
    const [entryHex, listHex, markHex] = messages.split('\n\n').map((example) => example.split('\n')[1]);
    expect(formatHex(encodeEntry(entry))).toBe(entryHex);
    expect(decodeEntry(hex(entryHex))).toEqual(entry);
    expect(formatHex(encodeExtentList(list))).toBe(listHex);
    expect(decodeExtentList(hex(listHex))).toEqual(list);
    expect(formatHex(encodeMark(mark))).toBe(markHex);
    expect(decodeMark(hex(markHex))).toEqual(mark);
  });

  test('of the frames', () => {
    const number = (text: string): number => Number(text.replace(',', ''));
    const [, content, start, zeros] =
      /content `(\w+)` is `(\w+)` and ([\d,]+) zero bytes/.exec(examples) ?? [];
    const frame = encodePaddedFrame(hex(content));
    expect(formatHex(frame)).toBe(start + '00'.repeat(number(zeros)));
    const [, length, more] =
      /fixed frame of ([\d,]+) bytes around it has ([\d,]+) zero bytes/.exec(examples) ?? [];
    expect(formatHex(encodeFixedFrame(hex(content), number(length)))).toBe(start + '00'.repeat(number(more)));
  });

  test('of contexts', () => {
    const archiveId = filled(16, 0xaa);
    const id = hex('000102030405060708090a0b0c0d0e0f');
    const pack = (packClass: 'data' | 'media' | 'manifest'): Uint8Array =>
      packContext({ archiveId, epoch: 1, packClass, packId: id });
    expect(contexts.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['keyring body', formatHex(keyringBodyContext({ archiveId, generation: 1n, keyringId: id }))],
      ['head', formatHex(headContext({ archiveId, sequence: 2n, epoch: 1, headId: id }))],
      ['pack, class data', formatHex(pack('data'))],
      ['pack, class media', formatHex(pack('media'))],
      ['pack, class manifest', formatHex(pack('manifest'))],
      ['mark', formatHex(markContext({ archiveId, epoch: 1, markId: id }))],
    ]);
  });

  test.each(tableRows(examples, 'Bytes'))('of what is refused: %s (%s)', (bytes, _, code) => {
    let own = '-';
    try {
      decodeExtentList(hex(bytes === '(none)' ? '' : bytes));
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      own = error.code;
    }
    expect(own).toBe(code);
  });
});
