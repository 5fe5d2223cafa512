// spec/example.md is what the kit makes, and explains every byte of test-vectors/archives/tiny: checked over what the generator
// says, and once more over the printed text alone.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exampleDocument } from '../src/example/document.ts';
import { formatDump, row } from '../src/example/dump.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const storeFolder = join(root, 'test-vectors/archives/tiny/store');
const objects = new Map(
  readdirSync(storeFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(storeFolder, path), Uint8Array.from(readFileSync(path))] as const;
    }),
);
const committed = readFileSync(join(root, 'spec/example.md'), 'utf8');

/** A printed dump: what its lines show, and where. */
interface Printed {
  readonly title: string;
  readonly length: number;
  readonly lines: readonly string[];
}

function printedDumps(text: string): Printed[] {
  return [...text.matchAll(/^```\n# (.*), (\d+) bytes\noffset .*\n([\s\S]*?)\n```$/gm)].map(
    ([, title, length, lines]) => ({ title, length: Number(length), lines: lines.split('\n') }),
  );
}

/** What does not agree between a printed dump and the bytes. */
function disagreements({ length, lines }: Printed, bytes: Uint8Array): string[] {
  const found: string[] = [];
  let offset = 0;
  let runStart = 0;
  for (const line of lines) {
    const shortened =
      /^\.{6} {2}(\d+) more bytes, to ([0-9a-f]{6}); SHA-256 of all (\d+): ([0-9a-f]{64})$/.exec(line);
    if (shortened !== null) {
      const [, more, last, all, hash] = shortened;
      offset += Number(more);
      const run = bytes.subarray(runStart, offset);
      if (Number.parseInt(last, 16) !== offset - 1 || run.length !== Number(all))
        found.push(`length: ${line}`);
      if (createHash('sha256').update(run).digest('hex') !== hash) found.push(`hash: ${line}`);
      continue;
    }
    const shown = /^([0-9a-f]{6}) {2}((?:[0-9a-f]{2} ?){1,16})(?: |$)/.exec(line);
    if (shown === null) {
      found.push(`not a line of a dump: ${line}`);
      continue;
    }
    const part = Uint8Array.from(Buffer.from(shown[2].replaceAll(' ', ''), 'hex'));
    if (Number.parseInt(shown[1], 16) !== offset) found.push(`offset: ${line}`);
    if (Buffer.compare(part, bytes.subarray(offset, offset + part.length)) !== 0)
      found.push(`bytes: ${line}`);
    runStart = offset;
    offset += part.length;
  }
  if (offset !== length || length !== bytes.length)
    found.push(`${offset} bytes shown, ${length} stated, ${bytes.length} there`);
  return found;
}

describe('spec/example.md', () => {
  const { text, dumps } = exampleDocument();

  it('is what the kit makes', () => {
    expect(committed === text, 'run node packages/conformance/scripts/example.ts').toBe(true);
  });

  it('shows every object of the store, as it is stored', () => {
    expect(objects.size).toBe(4);
    for (const [name, bytes] of objects) {
      const dump = dumps.find(({ title }) => title === name);
      expect(dump?.bytes, name).toEqual(bytes);
    }
    expect(dumps).toHaveLength(8);
  });

  it.each(dumps.map((dump) => [dump.title, dump] as const))(
    'leaves no byte out: %s',
    (_, { rows, bytes }) => {
      expect(rows.every((one) => one.bytes.length > 0 && one.field !== '')).toBe(true);
      expect(Buffer.concat(rows.map((one) => one.bytes)).equals(bytes)).toBe(true);
    },
  );

  it('says the same in print', () => {
    const printed = printedDumps(committed);
    expect(printed.map(({ title }) => title)).toEqual(dumps.map(({ title }) => title));
    expect(printed.flatMap((one, i) => disagreements(one, dumps[i].bytes))).toEqual([]);
  });

  it('would be told of a wrong byte, a gap and a wrong hash', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
    const right = formatDump('planted', [row(bytes.slice(0, 20), 'a'), row(bytes.slice(20), 'b')]);
    const check = (text: string): number => disagreements(printedDumps(text)[0], bytes).length;
    expect(check(right)).toBe(0);
    expect(check(right.replace('10 11 12 13', '10 11 12 14'))).toBeGreaterThan(0);
    expect(check(right.replace('000014', '000015'))).toBeGreaterThan(0);
    expect(check(right.replace(/(: [0-9a-f]{63})./, '$1x'))).toBeGreaterThan(0);
    expect(check(right.replace('64 more bytes', '63 more bytes'))).toBeGreaterThan(0);
  });
});
