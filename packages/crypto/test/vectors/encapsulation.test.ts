// Runs test-vectors/encapsulation but for `time`, which is a realm's: its packages run that.

import { expectedOutcome, fromHex, loadVectors, outcomeOf, type TestVector, toHex } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { encapsulateRequestWithRandomness, openRequestWithNonce } from '../../src/derandomized.ts';
import { encapsulateRequest, openRequest, SecretBytes, sha256, xwingPublicKey } from '../../src/index.ts';

interface EncapsulationVector extends TestVector {
  readonly keyId: number;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly publicKeySha256: string;
  readonly channelKeys: readonly { readonly keyId: number; readonly secretKey: string }[];
  readonly randomness: string;
  readonly plaintext: string;
  readonly requestPlaintext: string;
  readonly enc: string;
  readonly ciphertext: string;
  readonly request: string;
  readonly responseNonce: string;
  readonly response: string;
  readonly responses: readonly { readonly response: string; readonly outcome: string }[];
}

const suite = loadVectors<EncapsulationVector>('encapsulation/encapsulation.json');
const labels = { request: 'message/muniment-vault request', response: 'message/muniment-vault response' };

async function ask(vector: EncapsulationVector, plaintext: string): ReturnType<typeof encapsulateRequest> {
  const publicKey = await xwingPublicKey(SecretBytes.from(fromHex(vector.secretKey)));
  return encapsulateRequestWithRandomness(
    { keyId: vector.keyId, publicKey, labels, plaintext: fromHex(plaintext) },
    fromHex(vector.randomness),
  );
}

describe('test-vectors/encapsulation', () => {
  it.each(suite.of('request'))('$id', async (vector) => {
    suite.ran(vector);
    const isValid = vector.result === 'valid';
    const held = isValid ? [{ keyId: vector.keyId, secretKey: vector.secretKey }] : vector.channelKeys;
    const keys = (id: number): SecretBytes | undefined => {
      const found = held.find(({ keyId }) => keyId === id);
      return found === undefined ? undefined : SecretBytes.from(fromHex(found.secretKey));
    };
    let plaintext: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      ({ plaintext } = await openRequest({ keys, labels, request: fromHex(vector.request) }));
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (!isValid) return;
    expect(toHex(plaintext!)).toBe(vector.plaintext);
    const publicKey = await xwingPublicKey(SecretBytes.from(fromHex(vector.secretKey)));
    expect(toHex(await sha256(publicKey))).toBe(vector.publicKeySha256);
    const { request } = await ask(vector, vector.plaintext);
    expect(toHex(request)).toBe(vector.request);
    expect(vector.request.slice(14)).toBe(vector.enc + vector.ciphertext);
  });

  it.each(suite.of('seal'))('$id', async (vector) => {
    suite.ran(vector);
    const { keyId } = vector;
    const [publicKey, plaintext] = [fromHex(vector.publicKey), fromHex(vector.plaintext)];
    expect(await outcomeOf(() => encapsulateRequest({ keyId, publicKey, labels, plaintext }))).toBe(
      expectedOutcome(vector),
    );
  });

  it.each(suite.of('response'))('$id', async (vector) => {
    suite.ran(vector);
    const { request, openResponse } = await ask(vector, vector.requestPlaintext);
    let plaintext: Uint8Array | undefined;
    const outcome = await outcomeOf(async () => {
      plaintext = await openResponse(fromHex(vector.response));
    });
    expect(outcome).toBe(expectedOutcome(vector));
    if (vector.result === 'invalid') return;
    expect(toHex(plaintext!)).toBe(vector.plaintext);
    const keys = (): SecretBytes => SecretBytes.from(fromHex(vector.secretKey));
    const opened = await openRequestWithNonce({ keys, labels, request }, fromHex(vector.responseNonce));
    expect(toHex(await opened.sealResponse(plaintext!))).toBe(vector.response);
  });

  it.each(suite.of('sequence'))('$id', async (vector) => {
    suite.ran(vector);
    const { openResponse } = await ask(vector, vector.requestPlaintext);
    for (const { response, outcome } of vector.responses) {
      expect(await outcomeOf(() => openResponse(fromHex(response)))).toBe(outcome);
    }
    expect(vector.responses.at(-1)!.outcome).toBe(expectedOutcome(vector));
  });

  it('ran every vector but those of a realm', () => {
    const ofRealm = suite.of('time').map(({ id }) => id);
    expect(suite.missed()).toEqual(ofRealm);
  });
});
