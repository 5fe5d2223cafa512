// How an archive stands, and what the user should do about it.

import { listMethods } from './methods.ts';
import type { Session } from './session.ts';
import { summarise } from './summary.ts';
import type { Reminder, StatusResult } from './types.ts';

const DAY_MS = 86_400_000;
const CHECK_AFTER_DAYS = 30;
const OVERDUE_AFTER_DAYS = 90;

/** What was found while opening, and recovery keys that have not been tried for long. */
export function allReminders(session: Session, nowMs: number = Date.now()): readonly Reminder[] {
  return [...session.reminders, ...checkReminders(session, nowMs)];
}

/** A key that was never checked counts from when it was made. */
function checkReminders(session: Session, nowMs: number): Reminder[] {
  if (session.record === undefined) return [];
  const keys = listMethods(session).filter(({ type }) => type === 'recovery-key');
  return keys.flatMap(({ keyId, createdMs, checkedMs }): Reminder[] => {
    const days = Math.floor((nowMs - (checkedMs ?? createdMs)) / DAY_MS);
    if (days < CHECK_AFTER_DAYS) return [];
    const isOverdue = days >= OVERDUE_AFTER_DAYS;
    const since = checkedMs === undefined ? 'made and never checked since' : 'checked last';
    return [
      {
        kind: isOverdue ? 'check-recovery-key-overdue' : 'check-recovery-key',
        message: `Recovery key ${keyId} was ${since} ${days} days ago: try it, so that you know it works.`,
      },
    ];
  });
}

/** How the archive stands. Reads the list of packs and the marks. @throws errors of the store */
export async function status(session: Session): Promise<StatusResult> {
  const { archive, keyring, record } = session;
  const nowMs = Date.now();
  const tips = archive.tips();
  const snapshots = archive.snapshots().map((head) => summarise(head, tips));
  const newest = snapshots.at(-1);
  const packs = await archive.listPacks();
  const { packs: marked } = await archive.readMarks();
  return {
    archiveId: session.archiveId,
    location: session.location,
    device: session.device,
    keyringGeneration: keyring.generation,
    epoch: archive.epoch,
    snapshots: snapshots.length,
    newest,
    ageMs: newest === undefined ? undefined : nowMs - newest.timeMs,
    newestHere: snapshots.findLast(({ deviceId }) => deviceId === record?.methodId),
    packs: packs.size,
    storedBytes: [...packs.values()].reduce((sum, size) => sum + size, 0),
    markedPacks: [...marked].filter((id) => packs.has(id)).length,
    methods: listMethods(session),
    policy: keyring.policy,
    reminders: allReminders(session, nowMs),
  };
}
