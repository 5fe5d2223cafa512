// test-vectors/recovery-key by @muniment/keys.

import { sha256, xwingPublicKey } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
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

/** The key that is given, not typed: its rows, and the same as material. */
async function keyOf(input: Fields): Promise<RecoveryKey> {
  const rows = input.list('rows', readText).join(' ');
  const key = await parseRecoveryKey(rows).catch((error: unknown) => {
    if (isMunimentError(error)) malformed(`rows are no recovery key: ${error.code}`);
    throw error;
  });
  const { material } = describeKey(key);
  if (input.has('material') && input.text('material') !== material) malformed('material is not that of rows');
  return key;
}

export const operations: Operations = {
  'recovery-key.parse': operation(async (input) => describeKey(await parseRecoveryKey(input.text('text')))),

  'recovery-key.secret': operation(async (input) => {
    const key = await keyOf(input);
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
    const key = await keyOf(input);
    const answers = input.list('answers', (value, where) => {
      const answer = new Fields(value, where);
      return { row: answer.integer('row', 1, RECOVERY_KEY_ROW_COUNT), text: answer.text('text') };
    });
    if (answers.length === 0) malformed('no answers');
    checkRecoveryKeyRows(key, answers);
    return {};
  }),
};
