// Runs test-vectors/realm-descriptor/text.json: the text of a descriptor.

import { expectedOutcome, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { formatRealmDescriptor, parseRealmDescriptor, type RealmDescriptor } from '../../src/index.ts';

interface TextVector extends TestVector {
  readonly text: string;
  readonly descriptor: {
    readonly channelKeys: readonly Readonly<Record<string, unknown>>[];
  };
}

const suite = loadVectors<TextVector>('realm-descriptor/text.json');

/** A descriptor in the form of the vectors. */
function describeDescriptor({ realmId, previous, serverPublicKey, ...rest }: RealmDescriptor): unknown {
  return {
    ...rest,
    realmId: toHex(realmId),
    previous: toHex(previous),
    serverPublicKey: toHex(serverPublicKey),
    // The keys themselves are in the text, which comes out again as it was.
    channelKeys: rest.channelKeys.map(({ publicKey, ...key }) => ({ ...key, bytes: publicKey.length })),
    issuers: rest.issuers.map(({ name, publicKey }) => ({ name, publicKey: toHex(publicKey) })),
  };
}

describe('test-vectors/realm-descriptor, texts', () => {
  it.each(suite.of('text'))('$id', async (vector) => {
    suite.ran(vector);
    let descriptor: RealmDescriptor | undefined;
    const outcome = await outcomeOf(() => {
      descriptor = parseRealmDescriptor(vector.text);
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    const { channelKeys, ...others } = vector.descriptor;
    expect(describeDescriptor(descriptor!)).toEqual({
      ...others,
      channelKeys: channelKeys.map(({ publicKeySha256: _, ...key }) => ({ ...key, bytes: 1216 })),
    });
    expect(formatRealmDescriptor(descriptor!)).toBe(vector.text);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
