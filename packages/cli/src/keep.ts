// The keep options, which init, backup and forget share.

import type { KeepRules } from '@muniment/backup';
import { formatCount } from './format.ts';

export interface KeepOptions {
  readonly keep?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
}

/** The rules that the options state; undefined if there are none. */
export function keepRules(options: KeepOptions): KeepRules | undefined {
  const { keep = 0, keepDaily = 0, keepWeekly = 0, keepMonthly = 0 } = options;
  if (keep + keepDaily + keepWeekly + keepMonthly === 0) return undefined;
  return { keepLast: keep, keepDaily, keepWeekly, keepMonthly };
}

/** Rules in words. */
export function keepText(rules: KeepRules | undefined): string {
  if (rules === undefined) return 'every snapshot';
  const { keepLast = 0, keepDaily = 0, keepWeekly = 0, keepMonthly = 0 } = rules;
  const parts: string[] = [];
  if (keepLast > 0) parts.push(`the last ${formatCount(keepLast, 'snapshot')}`);
  if (keepDaily > 0) parts.push(`one a day for ${formatCount(keepDaily, 'day')}`);
  if (keepWeekly > 0) parts.push(`one a week for ${formatCount(keepWeekly, 'week')}`);
  if (keepMonthly > 0) parts.push(`one a month for ${formatCount(keepMonthly, 'month')}`);
  return parts.length === 0 ? 'every snapshot' : parts.join(', ');
}
