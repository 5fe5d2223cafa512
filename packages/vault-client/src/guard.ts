// What an owner should hear about at each backup (VAULT-037), as data.

import { equalBytes } from '@muniment/crypto';
import type { Vault } from './vault.ts';
import type { VaultView } from './view.ts';

/** Times are Unix milliseconds of the realm's clock. */
export type VaultWarning =
  /** Wrong passwords that no owner has acknowledged. `attempts`: since the last right one. */
  | {
      readonly kind: 'guesses';
      readonly unacknowledged: number;
      readonly attempts: number;
      readonly attemptsLeft: number;
      readonly lastAttemptMs: number;
      /** 0: never. */
      readonly lastSuccessMs: number;
    }
  /** Another password counts than the one that this archive's keys name. */
  | {
      readonly kind: 'generation';
      readonly expected: bigint;
      readonly active: bigint;
      readonly sinceMs: number;
    }
  /** An older password still opens, until then. */
  | { readonly kind: 'previous'; readonly generation: bigint; readonly untilMs: number }
  /** A password waits for its commit. */
  | { readonly kind: 'staged'; readonly generation: bigint; readonly untilMs: number }
  /** Somebody else is the owner. */
  | { readonly kind: 'owner' }
  | { readonly kind: 'deletion-pending'; readonly atMs: number }
  | { readonly kind: 'frozen'; readonly untilMs: number }
  | { readonly kind: 'destroyed'; readonly atMs: number }
  /** The vault has no password for the account. */
  | { readonly kind: 'no-record' }
  /** The vault shows an older record than it has shown before. */
  | { readonly kind: 'rolled-back'; readonly version: bigint; readonly seen: bigint }
  /** Whoever can put the realm's store back gets attempts again. */
  | { readonly kind: 'rollback-unprotected' }
  /** One party alone vouches for the realm. */
  | { readonly kind: 'one-party' };

/** What an owner expects of the vault. */
export interface ExpectedStatus {
  /** Of the archive's password. */
  readonly generation: bigint;
  /** Of the seed that the vault accepted last, 32 bytes. */
  readonly ownerPublicKey: Uint8Array;
  /** What was seen before. */
  readonly previousStatus?: Pick<VaultView, 'version' | 'lastGeneration'> | undefined;
  /** A generation that is being replaced, or registered, by this owner itself. */
  readonly ownGenerations?: readonly bigint[] | undefined;
  /** For warnings about the realm. */
  readonly vault?: Pick<Vault, 'descriptor' | 'isOneParty'> | undefined;
}

/**
 * Everything in a status that its owner did not do, or should know. Empty if all is well.
 *
 * ```ts
 * for (const { kind } of reviewVault(await vault.status(), { generation, ownerPublicKey, vault })) console.log(kind);
 * ```
 */
export function reviewVault(view: VaultView, expected: ExpectedStatus): VaultWarning[] {
  const { previousStatus, vault } = expected;
  const warnings: VaultWarning[] = [];
  if (previousStatus !== undefined && isOlder(view, previousStatus)) {
    warnings.push({ kind: 'rolled-back', version: view.version, seen: previousStatus.version });
  }
  warnings.push(...recordWarnings(view, expected));
  if (vault?.descriptor.rollback === 'unprotected') warnings.push({ kind: 'rollback-unprotected' });
  if (vault?.isOneParty === true) warnings.push({ kind: 'one-party' });
  return warnings;
}

function recordWarnings(
  view: VaultView,
  { generation, ownerPublicKey, ownGenerations = [] }: ExpectedStatus,
): VaultWarning[] {
  const { phase, active, previous, staged, unacknowledged, attempts, attemptsLeft } = view;
  const { deleteAtMs, frozenUntilMs, timeMs } = view;
  const isOwn = (number: bigint): boolean => number === generation || ownGenerations.includes(number);
  const warnings: VaultWarning[] = [];
  if (unacknowledged > 0) {
    warnings.push({
      kind: 'guesses',
      unacknowledged,
      attempts,
      attemptsLeft,
      lastAttemptMs: Number(view.lastAttemptMs),
      lastSuccessMs: Number(view.lastSuccessMs),
    });
  }
  if (phase === 'none' || phase === 'staged') warnings.push({ kind: 'no-record' });
  if (phase === 'erased') warnings.push({ kind: 'destroyed', atMs: Number(view.destroyedMs) });
  if (active !== undefined && active.number !== generation) {
    const sinceMs = Number(active.sinceMs);
    warnings.push({ kind: 'generation', expected: generation, active: active.number, sinceMs });
  }
  if (previous !== undefined && !isOwn(previous.number)) {
    warnings.push({ kind: 'previous', generation: previous.number, untilMs: Number(previous.untilMs) });
  }
  if (staged !== undefined && !isOwn(staged.number)) {
    warnings.push({ kind: 'staged', generation: staged.number, untilMs: Number(staged.untilMs) });
  }
  if (view.owner.length > 0 && !equalBytes(view.owner, ownerPublicKey)) warnings.push({ kind: 'owner' });
  if (deleteAtMs !== 0n) warnings.push({ kind: 'deletion-pending', atMs: Number(deleteAtMs) });
  if (frozenUntilMs > BigInt(timeMs)) warnings.push({ kind: 'frozen', untilMs: Number(frozenUntilMs) });
  return warnings;
}

function isOlder(view: VaultView, seen: Pick<VaultView, 'version' | 'lastGeneration'>): boolean {
  return view.version < seen.version || view.lastGeneration < seen.lastGeneration;
}
