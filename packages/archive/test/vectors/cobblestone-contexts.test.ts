// Runs test-vectors/cobblestone-contexts: the contexts of packages/wire with the objects of packages/crypto.

import { openCobblestone, openCobblestoneStream, sha256 } from '@muniment/crypto';
import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { headContext, keyringBodyContext, markContext, packContext } from '@muniment/wire';
import { describe, expect, it } from 'vitest';

interface ContextVector extends TestVector {
  readonly place: {
    readonly kind: 'keyringBody' | 'head' | 'packData' | 'packMedia' | 'packManifest' | 'mark';
    readonly archiveId: string;
    readonly epoch: number;
    readonly number?: string;
    readonly id: string;
  };
  readonly context: string;
  readonly object: string;
  readonly plaintext?: string;
  readonly released?: 'none' | { readonly count: number; readonly sha256: string };
}

interface ContextFile {
  readonly vectorCount: number;
  readonly vectors: readonly ContextVector[];
  readonly key: string;
}

const suite = loadVectors<ContextVector, ContextFile>('cobblestone-contexts/cobblestone-contexts.json');
const CLASSES = { packData: 'data', packMedia: 'media', packManifest: 'manifest' } as const;

function contextOf({
  place: { kind, archiveId: archive, epoch, number, id: hexId },
}: ContextVector): Uint8Array {
  const archiveId = fromHex(archive);
  const id = fromHex(hexId);
  switch (kind) {
    case 'keyringBody':
      return keyringBodyContext({ archiveId, generation: BigInt(number!), keyringId: id });
    case 'head':
      return headContext({ archiveId, sequence: BigInt(number!), epoch, headId: id });
    case 'mark':
      return markContext({ archiveId, epoch, markId: id });
    default:
      return packContext({ archiveId, epoch, packClass: CLASSES[kind], packId: id });
  }
}

/** `bytes` in parts of `size`. */
function* parts(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('test-vectors/cobblestone-contexts', () => {
  const key = fromHex(suite.file.key);

  it.each(suite.vectors)('$id', async (vector) => {
    suite.ran(vector);
    const context = contextOf(vector);
    expect(toHex(context)).toBe(vector.context);
    const object = fromHex(vector.object);
    let plaintext: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      plaintext = await openCobblestone(key, context, object);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'valid') expect(toHex(plaintext!)).toBe(vector.plaintext);
  });

  it.each(suite.vectors)('$id, as a stream', async (vector) => {
    const released: Uint8Array[] = [];
    const outcome = await outcomeOf(async () => {
      const source = parts(fromHex(vector.object), 5000);
      for await (const part of openCobblestoneStream(key, contextOf(vector), source))
        released.push(part.slice());
    });
    expect(outcome).toBe(expectedOutcome(vector));
    const all = fromHex(released.map(toHex).join(''));
    if (vector.result === 'valid') {
      expect(toHex(all)).toBe(vector.plaintext);
      return;
    }
    const allowed = vector.released === 'none' ? { count: 0, sha256: '' } : vector.released!;
    expect(all.length).toBeLessThanOrEqual(allowed.count);
    if (all.length > 0 && all.length === allowed.count) expect(toHex(await sha256(all))).toBe(allowed.sha256);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
