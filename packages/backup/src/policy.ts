// Rules of retention, from what a caller gives to what a keyring holds.

import type { Policy } from '@muniment/keys';
import type { KeepRules } from './types.ts';

/** All rules with their counts, or undefined if none is set. */
export function toPolicy(keep: KeepRules | undefined): Policy | undefined {
  if (keep === undefined) return undefined;
  const { keepLast = 0, keepDaily = 0, keepWeekly = 0, keepMonthly = 0 } = keep;
  const policy = { keepLast, keepDaily, keepWeekly, keepMonthly };
  for (const [rule, value] of Object.entries(policy)) {
    if (!Number.isSafeInteger(value) || value < 0 || value > 1_000_000) {
      throw new RangeError(`${rule} must be a whole number from 0 to 1000000`);
    }
  }
  return Object.values(policy).every((value) => value === 0) ? undefined : policy;
}
