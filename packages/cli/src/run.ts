// What every command is given, and the exit codes that are not those of an error.

import type { Notice, Phase, Progress, Reminder, RunOptions } from '@muniment/backup';
import type { Output } from './output.ts';
import type { ProgressState } from './progress.ts';

/** All went well. */
export const EXIT_OK = 0;
/** Done, but not everything: something was skipped, lost, or found damaged. */
export const EXIT_PARTIAL = 3;
/** `status --max-age`: the newest snapshot is too old, or there is none. */
export const EXIT_TOO_OLD = 4;

/** One run of a command. */
export interface Run {
  readonly output: Output;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
  /** Where this device keeps its keys and caches. */
  readonly home: string;
  /** True if questions can be asked. */
  readonly hasTerminal: boolean;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const PHASES: Readonly<Record<Phase, { readonly label: string; readonly item: string }>> = {
  opening: { label: 'Opening', item: 'file' },
  reading: { label: 'Reading', item: 'file' },
  committing: { label: 'Committing', item: 'file' },
  retention: { label: 'Looking for what to delete', item: 'pack' },
  planning: { label: 'Planning', item: 'file' },
  restoring: { label: 'Restoring', item: 'file' },
  verifying: { label: 'Verifying', item: 'pack' },
  repairing: { label: 'Repairing', item: 'snapshot' },
  deleting: { label: 'Deleting', item: 'object' },
};
/** Warnings after this many only count: the first tell what is wrong. JSON lines hold all. */
const SHOWN_NOTICE_COUNT = 50;
/** What is passed over by design, and so is no reason to call a run partial. */
const HARMLESS: ReadonlySet<string> = new Set(['ERR_SOURCE_KIND']);

const REMINDER_COMMANDS: ReadonlyMap<Reminder['kind'], string> = new Map([
  ['check-recovery-key', 'muniment method check STORE'],
  ['check-recovery-key-overdue', 'muniment method check STORE'],
]);

/** Counts and shows the notices of one call. */
export interface NoticeLog {
  readonly onNotice: (notice: Notice) => void;
  /** True if a notice says that something is missing from the result. */
  isPartial(): boolean;
}

/** A log that writes warnings as they come. */
export function noticeLog(run: Run): NoticeLog {
  let shown = 0;
  let isPartial = false;
  return {
    onNotice(notice: Notice): void {
      if (!HARMLESS.has(notice.code)) isPartial = true;
      const { code, message, path, object } = notice;
      run.output.event('warning', { message, code, path, object });
      shown++;
      if (shown > SHOWN_NOTICE_COUNT + 1) return;
      if (shown > SHOWN_NOTICE_COUNT) run.output.note('Further warnings are counted only.');
      else run.output.note(`warning: ${withSubject(message, path ?? object)}`);
    },
    isPartial: () => isPartial,
  };
}

function withSubject(message: string, subject: string | undefined): string {
  return subject === undefined || message.includes(subject) ? message : `${subject}: ${message}`;
}

/** The options by which a call is watched and stopped. */
export function watched(run: Run, notices?: NoticeLog): RunOptions {
  return {
    signal: run.signal,
    onNotice: notices?.onNotice,
    onProgress: (progress) => run.output.progress(toProgressState(progress)),
  };
}

function toProgressState(progress: Progress): ProgressState {
  const { phase, files, bytes } = progress;
  return {
    phase,
    ...PHASES[phase],
    doneBytes: bytes,
    doneItems: files,
    // Totals of a backup are those of the snapshot before: once passed, they say nothing.
    totalBytes: within(bytes, progress.bytesTotal),
    totalItems: within(files, progress.filesTotal),
  };
}

function within(done: number, total: number | undefined): number | undefined {
  return total === undefined || total === 0 || done > total ? undefined : total;
}

/** Says what the user should do next, and how. */
export function showReminders(run: Run, reminders: readonly Reminder[]): void {
  for (const { kind, message } of reminders) {
    const command = REMINDER_COMMANDS.get(kind);
    run.output.remind(kind, message, command);
  }
}
