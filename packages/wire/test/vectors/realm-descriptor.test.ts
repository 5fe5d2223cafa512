// Runs test-vectors/realm-descriptor/text.json: the text of a descriptor.

import { createHash } from 'node:crypto';
import { expectedOutcome, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { formatRealmDescriptor, parseRealmDescriptor, type RealmDescriptor } from '../../src/index.ts';

interface TextVector extends TestVector {
  readonly text: string;
  readonly descriptor: Readonly<Record<string, unknown>>;
}

const suite = loadVectors<TextVector>('realm-descriptor/text.json');

/** A descriptor in the form of the vectors. */
function describeDescriptor({ realmId, previous, serverPublicKey, ...rest }: RealmDescriptor): unknown {
  return {
    ...rest,
    realmId: toHex(realmId),
    previous: toHex(previous),
    serverPublicKey: toHex(serverPublicKey),
    channelKeys: rest.channelKeys.map(({ publicKey, ...key }) => ({
      ...key,
      publicKeySha256: createHash('sha256').update(publicKey).digest('hex'),
    })),
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
    expect(describeDescriptor(descriptor!)).toEqual(vector.descriptor);
    expect(formatRealmDescriptor(descriptor!)).toBe(vector.text);
  });

  it('ran every vector', () => {
    expect(suite.missed()).toEqual([]);
  });
});
