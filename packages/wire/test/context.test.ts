import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  headContext,
  keyringBodyContext,
  markContext,
  PACK_ROLES,
  packContext,
  ROLES,
} from '../src/index.ts';
import { filled, hex } from './support/bytes.ts';

const archiveId = filled(16, 0xaa);
const id = hex('000102030405060708090a0b0c0d0e0f');

/** The layout of the specification, put together another way. */
function layout(role: number, epoch: number, objectId: string): Uint8Array {
  const part = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  return hex(`${part(role, 2)}${'aa'.repeat(16)}${part(epoch, 8)}${objectId}`);
}

describe('contexts (WIRE-050)', () => {
  const idHex = '000102030405060708090a0b0c0d0e0f';

  test('have the layout of the specification', () => {
    expect(keyringBodyContext({ archiveId, generation: 0x01020304n, keyringId: id })).toEqual(
      layout(1, 0, `01020304${idHex}`),
    );
    expect(headContext({ archiveId, sequence: 2n ** 53n - 1n, epoch: 0xfffffffe, headId: id })).toEqual(
      layout(2, 0xfffffffe, `001fffffffffffff${idHex}`),
    );
    expect(packContext({ archiveId, epoch: 7, packClass: 'data', packId: id })).toEqual(layout(3, 7, idHex));
    expect(packContext({ archiveId, epoch: 7, packClass: 'media', packId: id })).toEqual(layout(4, 7, idHex));
    expect(packContext({ archiveId, epoch: 7, packClass: 'manifest', packId: id })).toEqual(
      layout(5, 7, idHex),
    );
    expect(markContext({ archiveId, epoch: 1, markId: id })).toEqual(layout(6, 1, idHex));
  });

  test('differ whenever anything that they are made of differs', () => {
    const ids = fc.constantFrom(id, filled(16, 0), filled(16, 0xaa));
    const parts = fc.record({
      archiveId: ids,
      id: ids,
      epoch: fc.constantFrom(1, 2, 256),
      number: fc.constantFrom(1n, 2n, 256n),
    });
    const kinds = ['keyring', 'head', 'data', 'media', 'manifest', 'mark'] as const;
    type Parts = { archiveId: Uint8Array; id: Uint8Array; epoch: number; number: bigint };
    const make = (kind: (typeof kinds)[number], own: Parts): Uint8Array => {
      if (kind === 'keyring') {
        return keyringBodyContext({ archiveId: own.archiveId, generation: own.number, keyringId: own.id });
      }
      if (kind === 'head') {
        return headContext({
          archiveId: own.archiveId,
          sequence: own.number,
          epoch: own.epoch,
          headId: own.id,
        });
      }
      if (kind === 'mark') return markContext({ archiveId: own.archiveId, epoch: own.epoch, markId: own.id });
      return packContext({ archiveId: own.archiveId, epoch: own.epoch, packClass: kind, packId: own.id });
    };
    const used = (kind: (typeof kinds)[number], own: Parts): unknown => ({
      kind,
      archiveId: own.archiveId,
      id: own.id,
      epoch: kind === 'keyring' ? 0 : own.epoch,
      number: kind === 'keyring' || kind === 'head' ? own.number : 0n,
    });
    const key = (value: unknown): string =>
      JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        parts,
        fc.constantFrom(...kinds),
        parts,
        (kindA, a, kindB, b) => {
          const same = Buffer.compare(make(kindA, a), make(kindB, b)) === 0;
          expect(same).toBe(key(used(kindA, a)) === key(used(kindB, b)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('are bytes of their own', () => {
    const context = markContext({ archiveId, epoch: 1, markId: id });
    expect(context.buffer.byteLength).toBe(context.length);
    expect(context.constructor).toBe(Uint8Array);
  });

  test('are not made of what has no place in them', () => {
    expect(() => packContext({ archiveId, epoch: 0, packClass: 'data', packId: id })).toThrow(RangeError);
    expect(() => packContext({ archiveId, epoch: 1, packClass: 'toString' as never, packId: id })).toThrow(
      TypeError,
    );
    expect(() => packContext({ archiveId: id.subarray(1), epoch: 1, packClass: 'data', packId: id })).toThrow(
      RangeError,
    );
    expect(() => markContext({ archiveId, epoch: 2 ** 32, markId: id })).toThrow(RangeError);
    expect(() => markContext({ archiveId, epoch: 1, markId: new Uint8Array(0) })).toThrow(RangeError);
    expect(() => headContext({ archiveId, sequence: 0n, epoch: 1, headId: id })).toThrow(RangeError);
    expect(() => keyringBodyContext({ archiveId, generation: 2n ** 32n, keyringId: id })).toThrow(RangeError);
    expect(() => keyringBodyContext({ archiveId, generation: 1n, keyringId: 'x' as never })).toThrow(
      TypeError,
    );
  });

  test('have roles that differ', () => {
    const roles = Object.values(ROLES);
    expect(new Set(roles).size).toBe(roles.length);
    expect(new Set(Object.values(PACK_ROLES)).size).toBe(3);
  });
});
