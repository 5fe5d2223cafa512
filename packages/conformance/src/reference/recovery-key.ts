// test-vectors/recovery-key by @muniment/keys.

import { sha256, xwingPublicKey } from '@muniment/crypto';
import {
  checkRecoveryKeyRows,
  deriveRecoveryKeySecret,
  formatRecoveryKey,
  parseRecoveryKey,
  RECOVERY_KEY_ROW_COUNT,
  type RecoveryKey,
} from '@muniment/keys';
import { generateRecoveryKey } from '@muniment/keys/derandomized';
import { formatHex } from '@muniment/wire';
import type { JsonObject, Operations } from '../protocol.ts';
import { Fields, malformed, operation, readText } from './support.ts';

function describeKey(key: RecoveryKey): JsonObject {
  return {
    material: new TextDecoder().decode(key.digits.expose()),
    rows: formatRecoveryKey(key).replaceAll(' ', '').split('\n'),
    keyId: key.keyId,
  };
}

const parseRows = (input: Fields): Promise<RecoveryKey> =>
  parseRecoveryKey(input.list('rows', readText).join(' '));

export const operations: Operations = {
  'recovery-key.parse': operation(async (input) => describeKey(await parseRecoveryKey(input.text('text')))),

  'recovery-key.secret': operation(async (input) => {
    const key = await parseRows(input);
    const secret = await deriveRecoveryKeySecret(key, input.bytes('salt', 32));
    return {
      ...describeKey(key),
      secret: formatHex(secret.expose()),
      publicKeySha256: formatHex(await sha256(await xwingPublicKey(secret))),
    };
  }),

  'recovery-key.generate': operation(async (input) => {
    const random = input.bytes('random');
    let taken = 0;
    const key = await generateRecoveryKey((length) => {
      if (random.length - taken < length) malformed('random has too few bytes');
      taken += length;
      return random.slice(taken - length, taken);
    });
    if (taken < random.length) malformed(`random has ${random.length - taken} bytes too many`);
    return describeKey(key);
  }),

  'recovery-key.check': operation(async (input) => {
    const key = await parseRows(input);
    const answers = input.list('answers', (value, where) => {
      const answer = new Fields(value, where);
      return { row: answer.integer('row', 1, RECOVERY_KEY_ROW_COUNT), text: answer.text('text') };
    });
    if (answers.length === 0) malformed('no answers');
    checkRecoveryKeyRows(key, answers);
    return {};
  }),
};
