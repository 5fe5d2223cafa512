// What a realm tells of a record: everything but its secrets.

import type { VaultGeneration, VaultKeys, VaultRecord, VaultStatus } from '@muniment/wire';

/** The status of a record on which time has done its work. */
export function statusOf(record: VaultRecord): VaultStatus {
  const { version, phase, lastGeneration, attempts, unacknowledged, notBeforeMs, frozenUntilMs } = record;
  const { deleteAtMs, destroyedMs, lastAttemptMs, lastSuccessMs, owner, anchor } = record;
  return {
    version,
    phase,
    lastGeneration,
    active: generationOf(record.active),
    previous: generationOf(record.previous),
    staged: generationOf(record.staged),
    attempts,
    unacknowledged,
    notBeforeMs,
    frozenUntilMs,
    deleteAtMs,
    destroyedMs,
    lastAttemptMs,
    lastSuccessMs,
    owner,
    anchor,
  };
}

function generationOf(keys: VaultKeys | undefined): VaultGeneration | undefined {
  if (keys === undefined) return undefined;
  const { number, ksf, sinceMs, untilMs } = keys;
  return { number, ksf, sinceMs, untilMs };
}
