// Reading on in a pack (src/forward-reader.ts).

import { randomBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { describe, expect, it } from 'vitest';
import { ForwardReader } from '../src/forward-reader.ts';

const LENGTH = 2 ** 20;
const PART = 5_000;
const plaintext = randomBytes(65_536);

/** A pack that tells what was read of it; `badAt` lies in a segment that does not open. */
function setUp(badAt?: number) {
  const reads: [offset: number, count: number][] = [];
  const pack = new Uint8Array(LENGTH);
  for (let at = 0; at < LENGTH; at += plaintext.length) pack.set(plaintext, at);
  const reader = new ForwardReader(async (offset, count) => {
    reads.push([offset, count]);
    if (offset + count > LENGTH) throw new MunimentError('ERR_OBJECT_LENGTH');
    if (badAt !== undefined && offset <= badAt && badAt < offset + count)
      throw new MunimentError('ERR_SEGMENT');
    return pack.slice(offset, offset + count);
  }, LENGTH);
  const isRight = async (offset: number, count: number): Promise<boolean> =>
    Buffer.from(await reader.read(offset, count)).equals(pack.subarray(offset, offset + count));
  return { reads, reader, isRight };
}

describe('parts of a pack', () => {
  it('that lie one behind the other are read with ever fewer requests, up to its end', async () => {
    const { reads, isRight } = setUp();
    let at = 0;
    for (; at + PART <= LENGTH; at += PART) expect(await isRight(at, PART)).toBe(true);
    expect(await isRight(at, LENGTH - at)).toBe(true);
    expect(reads.length).toBeLessThan(12);
    expect(reads[0]).toEqual([0, PART]);
    for (const [offset, count] of reads) expect(offset + count).toBeLessThanOrEqual(LENGTH);
    expect(Math.max(...reads.map(([, count]) => count))).toBe(262_144 + PART);
  });

  it('that lie anywhere are read alone', async () => {
    const { reads, isRight } = setUp();
    for (const at of [900_000, 100_000, 700_000, 600_000]) expect(await isRight(at, PART)).toBe(true);
    expect(reads.map(([, count]) => count)).toEqual([PART, PART, PART, PART]);
  });

  it('are a caller’s own, whatever is read afterwards', async () => {
    const { reader } = setUp();
    const first = await reader.read(0, PART);
    const second = await reader.read(PART, PART);
    expect(first.buffer).not.toBe(second.buffer);
    expect(second.buffer.byteLength).toBe(PART);
    second.fill(0);
    expect(Buffer.from(await reader.read(PART, PART)).equals(Buffer.alloc(PART))).toBe(false);
  });

  it('asked for at once are the right ones', async () => {
    const { isRight } = setUp();
    const offsets = Array.from({ length: 100 }, (_, i) => i * PART);
    expect(await Promise.all(offsets.map((at) => isRight(at, PART)))).toEqual(offsets.map(() => true));
  });

  it('lose to a bad segment what it holds, and no more', async () => {
    const bad = 40 * PART + 17;
    const { reads, reader, isRight } = setUp(bad);
    for (let at = 0; at < LENGTH - PART; at += PART) {
      if (at <= bad && bad < at + PART)
        await expect(reader.read(at, PART)).rejects.toMatchObject({ code: 'ERR_SEGMENT' });
      else expect(await isRight(at, PART)).toBe(true);
    }
    // From there on each is read alone: what else is damaged is not known.
    expect(reads.at(-1)![1]).toBe(PART);
  });

  it('are refused as the pack refuses them', async () => {
    const { reader } = setUp();
    await expect(reader.read(LENGTH - PART, PART + 1)).rejects.toMatchObject({ code: 'ERR_OBJECT_LENGTH' });
  });
});
