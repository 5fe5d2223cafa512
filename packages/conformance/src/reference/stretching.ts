// Stretching as the vectors ask for it: Argon2id of any cost that a small machine can bear, or none.

import { isMunimentError } from '@muniment/errors';
import { argon2idFromId, type Ksf } from '@muniment/opaque';
import { identityKsf, unboundedArgon2id } from '@muniment/opaque/derandomized';
import { formatHex } from '@muniment/wire';
import { type Fields, malformed } from './support.ts';

const MEMORY_MAX_KIB = 131_072;
const PASSES_MAX = 10;
const LANES_MAX = 4;
/** Argon2id costs a good part of a second, and most vectors of a suite stretch the same input. */
const REMEMBERED_COUNT = 64;
const stretched = new Map<string, Promise<Uint8Array>>();

function remembering({ id, stretch }: Ksf): Ksf {
  return {
    id,
    async stretch(input, length) {
      const name = `${id} ${length} ${formatHex(input)}`;
      const known = stretched.get(name) ?? stretch(input, length);
      stretched.delete(name);
      stretched.set(name, known);
      for (const oldest of stretched.keys()) {
        if (stretched.size <= REMEMBERED_COUNT) break;
        stretched.delete(oldest);
      }
      return Uint8Array.from(await known);
    },
  };
}

/** The member `ksf`: `identity`, or the cost of Argon2id, whose limits vectors do not heed. */
export function ksfOf(input: Fields): Ksf {
  if (input.isText('ksf')) {
    input.choice('ksf', ['identity']);
    return identityKsf;
  }
  const cost = input.object('ksf');
  const parallelism = cost.integer('parallelism', 1, LANES_MAX);
  const memoryKib = cost.integer('memoryKib', 8 * parallelism, MEMORY_MAX_KIB);
  return remembering(
    unboundedArgon2id({ memoryKib, passes: cost.integer('passes', 1, PASSES_MAX), parallelism }),
  );
}

/** Argon2id by its id, which a client only takes within its limits. */
export function ksfById(id: string): Ksf {
  try {
    const ksf = argon2idFromId(id);
    const [memoryKib, passes] = [...id.matchAll(/-[mt](\d+)/g)].map(([, digits]) => Number(digits));
    if (memoryKib > MEMORY_MAX_KIB || passes > PASSES_MAX) malformed(`${id} takes too long`);
    return remembering(ksf);
  } catch (error) {
    if (isMunimentError(error)) malformed(`${JSON.stringify(id)} is no stretching that a client takes`);
    throw error;
  }
}
