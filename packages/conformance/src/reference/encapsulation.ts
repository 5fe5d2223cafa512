// test-vectors/encapsulation by @muniment/crypto; what needs a realm is in realm.ts.

import {
  type EncapsulatedRequest,
  encapsulateRequest,
  openRequest,
  SecretBytes,
  sha256,
  XWING_SECRET_BYTES,
  xwingPublicKey,
} from '@muniment/crypto';
import { encapsulateRequestWithRandomness } from '@muniment/crypto/derandomized';
import { isMunimentError } from '@muniment/errors';
import { formatHex, VAULT_ENCAPSULATION_LABELS as labels } from '@muniment/wire';
import type { Operations } from '../protocol.ts';
import { answering, Fields, malformed, operation } from './support.ts';
import { KEY_ID_MAX, RANDOMNESS_BYTES } from './vault-setting.ts';

/** The secret of a channel key, by its id. The first of several of one id. */
function secretsOf(input: Fields): ReadonlyMap<number, Uint8Array> {
  const keys = input.has('channelKeys')
    ? input.list('channelKeys', (value, where) => new Fields(value, where))
    : [input];
  return new Map(
    keys
      .map(
        (key) => [key.integer('keyId', 0, KEY_ID_MAX), key.bytes('secretKey', XWING_SECRET_BYTES)] as const,
      )
      .reverse(),
  );
}

/** The request that a client made of the vector's plaintext. */
async function ask(input: Fields, plaintext: Uint8Array): Promise<EncapsulatedRequest> {
  return encapsulateRequestWithRandomness(
    {
      keyId: input.integer('keyId', 0, KEY_ID_MAX),
      publicKey: await xwingPublicKey(input.secret('secretKey', XWING_SECRET_BYTES)),
      labels,
      plaintext,
    },
    input.bytes('randomness', RANDOMNESS_BYTES),
  );
}

export const operations: Operations = {
  'encapsulation.request': operation(async (input) => {
    const secrets = secretsOf(input);
    const { plaintext } = await openRequest({
      keys: (keyId) => {
        const secret = secrets.get(keyId);
        return secret === undefined ? undefined : SecretBytes.from(secret);
      },
      labels,
      request: input.bytes('request'),
    });
    const value = { plaintext: formatHex(plaintext) };
    if (!input.has('randomness')) return value;
    // What sealing gives is for the eyes of whoever compares: its inputs are the vector's own.
    const publicKey = await xwingPublicKey(input.secret('secretKey', XWING_SECRET_BYTES));
    const { request } = await ask(input, plaintext);
    return { ...value, publicKeySha256: formatHex(await sha256(publicKey)), sealed: formatHex(request) };
  }),

  'encapsulation.seal': operation(async (input) => {
    await encapsulateRequest({
      keyId: input.integer('keyId', 0, KEY_ID_MAX),
      publicKey: input.bytes('publicKey'),
      labels,
      plaintext: input.bytes('plaintext'),
    });
    return {};
  }),

  'encapsulation.response': operation(async (input) => {
    const { openResponse } = await ask(input, input.bytes('requestPlaintext'));
    return { plaintext: formatHex(await openResponse(input.bytes('response'))) };
  }),

  'encapsulation.sequence': answering(async (input) => {
    const { openResponse } = await ask(input, input.bytes('requestPlaintext'));
    const all = input.list('responses', (value, where) => new Fields(value, where).bytes('response'));
    if (all.length === 0) malformed('input.responses is empty');
    const responses: { outcome: string }[] = [];
    for (const response of all) responses.push({ outcome: await outcomeOf(openResponse(response)) });
    const last = responses.at(-1)!.outcome;
    return last === 'valid' ? { value: { responses } } : { error: last, value: { responses } };
  }),
};

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'valid';
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    throw error;
  }
}
