import { createHmac } from 'node:crypto';
import { SecretBytes } from '@muniment/crypto';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZero } from '../src/chunkers/file.ts';
import {
  contentTable,
  cutContent,
  type FileChunker,
  FileCutter,
  isPaged,
  RecordCutter,
  recordGroups,
  type StreamRecord,
} from '../src/index.ts';

const chunkerKey = SecretBytes.from(new Uint8Array(32).fill(3));
const table = await contentTable(chunkerKey);
const random = seededRandom(3);

/** The specification's steps, word by word, with BigInt arithmetic. */
function cutAsSpecified(data: Uint8Array): number {
  const n = Math.min(data.length, 262144);
  if (n <= 16384) return n;
  let h = 0n;
  for (let i = 16384; i < n; i++) {
    h = (2n * h + BigInt(table[data[i]])) % 2n ** 32n;
    const mask = i < 65536 ? 0xffffc000n : 0xfffc0000n;
    if ((h & mask) === 0n) return i + 1;
  }
  return n;
}

async function pieces(
  source: Uint8Array | Iterable<Uint8Array>,
  chunker: FileChunker,
  cutter = new FileCutter(table),
) {
  const all: (number | string)[] = [];
  const bytes: Uint8Array[] = [];
  for await (const piece of cutter.cut(source, chunker)) {
    if ('hole' in piece) {
      all.push(-piece.hole);
      bytes.push(new Uint8Array(piece.hole));
    } else {
      all.push(piece.chunk.length);
      bytes.push(piece.chunk.slice());
    }
  }
  return { all, bytes: Buffer.concat(bytes) };
}

/** Sparse data: random stretches, text and zeros of odd lengths. */
function mixed(seed: number): Uint8Array {
  const source = seededRandom(seed);
  const parts: Uint8Array[] = [];
  for (let i = source.below(6); i >= 0; i--) {
    const kind = source.below(3);
    const length = source.below(300_000);
    parts.push(
      kind === 0
        ? new Uint8Array(length)
        : kind === 1
          ? source.bytes(length)
          : new Uint8Array(length).fill(97),
    );
  }
  return Buffer.concat(parts);
}

describe('content', () => {
  it('cuts as the specification says', () => {
    for (let i = 0; i < 20; i++) {
      const data = random.bytes(300_000);
      expect(cutContent(table, data, 0, data.length)).toBe(cutAsSpecified(data));
      const at = random.below(1000);
      expect(cutContent(table, data, at, data.length)).toBe(cutAsSpecified(data.subarray(at)));
    }
  });

  it('has sizes around the average', () => {
    const data = random.bytes(20_000_000);
    let chunks = 0;
    for (let at = 0; at < data.length; chunks++) at += cutContent(table, data, at, data.length);
    expect(data.length / chunks).toBeGreaterThan(55_000);
    expect(data.length / chunks).toBeLessThan(95_000);
  });

  it('finds its cuts again after an insertion', async () => {
    const data = random.bytes(3_000_000);
    const cuts = async (bytes: Uint8Array) => {
      const ends = new Set<string>();
      for await (const piece of new FileCutter(table).cut(bytes, 'content')) {
        if ('chunk' in piece) ends.add(Buffer.from(piece.chunk.subarray(-32)).toString('hex'));
      }
      return ends;
    };
    const before = await cuts(data);
    const after = await cuts(Buffer.concat([random.bytes(1000), data]));
    const shared = [...before].filter((end) => after.has(end)).length;
    expect(shared / before.size).toBeGreaterThan(0.8);
  });

  it('depends on the key', async () => {
    const other = await contentTable(SecretBytes.from(new Uint8Array(32).fill(4)));
    expect(other).not.toEqual(table);
    expect(new Set(table).size).toBe(256);
  });
});

describe('FileCutter', () => {
  it('gives the same pieces for any split of the input, and all bytes', async () => {
    const cutter = new FileCutter(table);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('fixed' as const, 'content' as const, 'page' as const),
        async (seed, chunker) => {
          const data = mixed(seed);
          const whole = await pieces(data, chunker, cutter);
          expect(whole.bytes.equals(data)).toBe(true);
          const source = seededRandom(seed + 1);
          const parts: Uint8Array[] = [];
          for (let at = 0; at < data.length; ) {
            const length = source.below(4) === 0 ? source.below(3) : source.below(200_000);
            parts.push(data.subarray(at, at + length));
            at += length;
          }
          expect((await pieces(parts, chunker, cutter)).all).toEqual(whole.all);
        },
      ),
      { numRuns: Math.ceil(count('property') / 5) },
    );
  });

  it('finds holes in whole windows only', async () => {
    expect((await pieces(new Uint8Array(65_535), 'content')).all).toEqual([65_535]);
    expect((await pieces(new Uint8Array(65_536), 'content')).all).toEqual([-65_536]);
    expect((await pieces(new Uint8Array(200_000), 'fixed')).all).toEqual([-196_608, 3_392]);
    const island = new Uint8Array(65_536 * 3);
    island[65_536] = 1;
    expect((await pieces(island, 'fixed')).all).toEqual([-65_536, 65_536, -65_536]);
    expect((await pieces(new Uint8Array(0), 'content')).all).toEqual([]);
  });
});

describe('page', () => {
  it('cuts at multiples of 4,096 of the file, whatever lies between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        let at = 0;
        for await (const piece of new FileCutter(table).cut(mixed(seed), 'page')) {
          expect(at % 4_096).toBe(0);
          at += 'hole' in piece ? piece.hole : piece.chunk.length;
          if ('chunk' in piece) expect(piece.chunk.length).toBeLessThanOrEqual(4_096);
        }
      }),
      { numRuns: Math.ceil(count('property') / 5) },
    );
  });

  it('finds all chunks again but those with a changed page', async () => {
    const data = random.bytes(1_000_000);
    const ids = async () => {
      const found: string[] = [];
      for await (const piece of new FileCutter(table).cut(data, 'page')) {
        if ('chunk' in piece) found.push(createHmac('sha256', 'ids').update(piece.chunk).digest('hex'));
      }
      return found;
    };
    const before = await ids();
    for (const at of [0, 5_000, 700_000]) data[at]! ^= 1;
    const after = await ids();
    expect(after.flatMap((id, i) => (id === before[i] ? [] : [i]))).toEqual([0, 1, 170]);
  });

  it('is for files that begin as SQLite databases do', () => {
    const start = new TextEncoder().encode('SQLite format 3\0 and more');
    expect(isPaged(start, 2 ** 32)).toBe(true);
    expect(isPaged(start, 2 ** 32 + 1)).toBe(false);
    for (let i = 0; i < 16; i++) {
      expect(isPaged(start.subarray(0, i), i)).toBe(false);
      const other = start.slice();
      other[i]! ^= 0x20;
      expect(isPaged(other, other.length)).toBe(false);
    }
  });
});

describe('isZero', () => {
  it('sees one bit anywhere, at any alignment', () => {
    const buffer = new Uint8Array(64);
    for (let from = 0; from < 9; from++) {
      for (let to = from; to < 40; to++) {
        expect(isZero(buffer.subarray(from, to))).toBe(true);
        for (let at = from; at < to; at++) {
          buffer[at] = 0x80;
          expect(isZero(buffer.subarray(from, to))).toBe(false);
          buffer[at] = 0;
        }
      }
    }
  });
});

describe('record', () => {
  it('cuts where the MAC says, at the count, and at the weight', async () => {
    const cutter = await RecordCutter.create(chunkerKey, 1);
    const { hkdfExpand } = await import('@muniment/crypto');
    const key = await hkdfExpand(chunkerKey, new TextEncoder().encode('muniment v1 record cut'), 32);
    let inGroup = 0;
    let cuts = 0;
    for (let i = 0; i < 5000; i++) {
      const record = new TextEncoder().encode(`record ${i}`);
      const mac = createHmac('sha256', key)
        .update(Buffer.from([1]))
        .update(record)
        .digest();
      inGroup++;
      const expected = (inGroup >= 2 && mac.readUInt32BE(0) < 2 ** 26) || inGroup === 512;
      expect(await cutter.push(record, 1)).toBe(expected);
      if (expected) {
        inGroup = 0;
        cuts++;
      }
    }
    expect(cuts).toBeGreaterThan(40);
    const heavy = await RecordCutter.create(chunkerKey, 0);
    expect(await heavy.push(new Uint8Array([1]), 262_143)).toBe(false);
    expect(await heavy.push(new Uint8Array([2]), 1)).toBe(true);
  });
});

describe('recordGroups', () => {
  const text = new TextEncoder();
  const messages = (length: number): StreamRecord[] =>
    Array.from({ length }, (_, i) => ({
      key: text.encode(`id ${i}`),
      bytes: text.encode(`message ${i} `.repeat(1 + (i % 7))),
    }));
  const groupsOf = async (records: Iterable<StreamRecord>): Promise<Buffer[]> => {
    const groups: Buffer[] = [];
    for await (const group of recordGroups(chunkerKey, records)) groups.push(Buffer.from(group));
    return groups;
  };

  it('gives out all bytes in order, in groups of some 64 records', async () => {
    const records = messages(5_000);
    const groups = await groupsOf(records);
    expect(Buffer.concat(groups)).toEqual(Buffer.concat(records.map(({ bytes }) => bytes)));
    expect(records.length / groups.length).toBeGreaterThan(45);
    expect(records.length / groups.length).toBeLessThan(90);
  });

  it('keeps all groups but one when a record is added, changed or removed', async () => {
    const records = messages(5_000);
    const before = new Set((await groupsOf(records)).map((group) => group.toString('latin1')));
    const edits: ((all: StreamRecord[], at: number) => void)[] = [
      (all, at) => all.splice(at, 0, { key: text.encode('new'), bytes: text.encode('a new message') }),
      (all, at) => all.splice(at, 1, { key: all[at]!.key, bytes: text.encode('an edited message') }),
      (all, at) => all.splice(at, 1),
    ];
    for (const edit of edits) {
      for (const at of [0, 1_234, 4_998]) {
        const changed = [...records];
        edit(changed, at);
        const fresh = (await groupsOf(changed)).filter((group) => !before.has(group.toString('latin1')));
        expect(fresh.length).toBeLessThanOrEqual(2);
      }
    }
  });

  it('depends on the chunker key, and not on what happens to a record afterwards', async () => {
    const records = messages(2_000);
    const kept = await groupsOf(
      (function* () {
        for (const record of messages(2_000)) {
          yield record;
          record.bytes.fill(0);
        }
      })(),
    );
    expect(kept).toEqual(await groupsOf(records));
    const others: number[] = [];
    const otherKey = SecretBytes.from(new Uint8Array(32).fill(4));
    for await (const group of recordGroups(otherKey, records)) others.push(group.length);
    expect(others).not.toEqual(kept.map(({ length }) => length));
  });

  it('has no chunk for records without bytes, and none for no records', async () => {
    const empty = Array.from({ length: 600 }, (_, i) => ({
      key: text.encode(`${i}`),
      bytes: new Uint8Array(0),
    }));
    expect((await pieces(await groupsOf(empty), 'record')).all).toEqual([]);
    expect((await pieces(await groupsOf([]), 'record')).all).toEqual([]);
  });

  it('makes each group a chunk, whatever is in it, and cuts the longest', async () => {
    const groups = [
      new Uint8Array(131_072),
      random.bytes(10),
      random.bytes(1_044_480),
      random.bytes(2_100_000),
    ];
    const { all, bytes } = await pieces(groups, 'record');
    expect(all).toEqual([131_072, 10, 1_044_480, 1_044_480, 1_044_480, 11_040]);
    expect(bytes.equals(Buffer.concat(groups))).toBe(true);
  });
});
