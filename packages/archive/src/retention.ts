// Which snapshots a retention policy keeps. Implements spec/archive.md §10.

import type { Policy } from '@muniment/wire';
import type { HeadInfo } from './head.ts';

/** A policy that keeps everything: no rule is set. */
export function isEmptyPolicy({ keepLast, keepDaily, keepWeekly, keepMonthly }: Policy): boolean {
  return keepLast === 0 && keepDaily === 0 && keepWeekly === 0 && keepMonthly === 0;
}

/**
 * The snapshots a policy keeps: a snapshot is kept if any rule keeps it. `keepDaily: 7` keeps the newest snapshot of each of the
 * last 7 days that have one; days, ISO weeks and months are those of UTC. A policy without rules keeps all.
 * @param snapshots in any order
 */
export function selectKept(snapshots: readonly HeadInfo[], policy: Policy): Set<HeadInfo> {
  if (isEmptyPolicy(policy)) return new Set(snapshots);
  const newestFirst = [...snapshots].sort(
    (a, b) => compare(b.stable.timeMs, a.stable.timeMs) || compare(b.stable.sequence, a.stable.sequence),
  );
  const kept = new Set(newestFirst.slice(0, policy.keepLast));
  const rules: [number, (time: Date) => string][] = [
    [policy.keepDaily, (time) => time.toISOString().slice(0, 10)],
    [policy.keepWeekly, isoWeek],
    [policy.keepMonthly, (time) => time.toISOString().slice(0, 7)],
  ];
  for (const [count, period] of rules) {
    const seen = new Set<string>();
    for (const snapshot of newestFirst) {
      if (seen.size >= count) break;
      const key = period(new Date(Number(snapshot.stable.timeMs)));
      if (seen.has(key)) continue;
      seen.add(key);
      kept.add(snapshot);
    }
  }
  return kept;
}

/** The ISO 8601 week of a time: the week that its Thursday lies in. */
function isoWeek(time: Date): string {
  const thursday = new Date(time);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${Math.ceil(((thursday.getTime() - firstDay) / 86_400_000 + 1) / 7)}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
