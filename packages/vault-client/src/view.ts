// The status of an account as people ask for it.

import type { RealmDescriptor, VaultResponse, VaultStatus } from '@muniment/wire';

/** What the realm keeps of an account, and what follows from it now. */
export interface VaultView extends VaultStatus {
  /** The realm's clock, Unix milliseconds. */
  readonly timeMs: number;
  /** How many wrong passwords may still follow one another: until the key is erased, or until an owner has to acknowledge. */
  readonly attemptsLeft: number;
  /** No attempt at the active password is taken before this time; absent if one is taken now, or none ever. */
  readonly waitUntilMs: number | undefined;
}

/** The view of an answer that has a status. */
export function viewOf(
  { status, timeMs }: VaultResponse,
  { limit, unacknowledgedLimit }: RealmDescriptor,
): VaultView {
  if (status === undefined) throw new TypeError('the answer has no status');
  const { phase, attempts, unacknowledged, notBeforeMs } = status;
  const frozenUntilMs = frozenUntil(status);
  const realmMs = Number(timeMs);
  const isGuessable = phase === 'active';
  const attemptsLeft = isGuessable
    ? Math.max(0, Math.min(limit - attempts, unacknowledgedLimit - unacknowledged))
    : 0;
  const untilMs = Math.max(Number(notBeforeMs), frozenUntilMs);
  return {
    ...status,
    timeMs: realmMs,
    attemptsLeft,
    waitUntilMs: isGuessable && untilMs > realmMs ? untilMs : undefined,
  };
}

/** Until when a freeze stops logins to the active generation. A deletion that is pending may always be saved by a right login. */
export function frozenUntil({ frozenUntilMs, deleteAtMs }: VaultStatus): number {
  return deleteAtMs === 0n ? Number(frozenUntilMs) : 0;
}
