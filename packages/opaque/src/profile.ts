// The context string of the Muniment profile: spec/opaque.md, "Context".

import { assertBytes, concat, label, prefixed } from './bytes.ts';
import type { Ksf } from './ksf.ts';
import type { Suite } from './suite.ts';

/** What `encodeContext` takes. */
export interface ContextOptions {
  readonly suite: Suite;
  readonly ksf: Pick<Ksf, 'id'>;
  /** The id of the server's realm, 1 to 1024 bytes. */
  readonly realm: Uint8Array;
  /** Which registration of the account this is. */
  readonly generation: bigint;
}

/** The longest realm id. */
export const REALM_MAX_BYTES = 1024;

/**
 * The context string: suite, stretching, realm and generation, so that a login succeeds only where both sides mean the
 * same.
 *
 * @throws RangeError on a realm or generation out of range
 */
export function encodeContext({ suite, ksf, realm, generation }: ContextOptions): Uint8Array {
  assertBytes('realm', realm);
  if (realm.length < 1 || realm.length > REALM_MAX_BYTES) {
    throw new RangeError(`realm must have 1 to ${REALM_MAX_BYTES} bytes, has ${realm.length}`);
  }
  if (typeof generation !== 'bigint' || generation < 0n || generation >= 2n ** 64n) {
    throw new RangeError('generation must be a bigint from 0 to 2^64 - 1');
  }
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, generation);
  return concat(
    prefixed(label('muniment v1 opaque context')),
    prefixed(label(suite.name)),
    prefixed(label(ksf.id)),
    prefixed(realm),
    number,
  );
}
