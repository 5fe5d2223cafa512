// Rules of the vault switched off, one at a time, by edits of the production source: what the model check must find.

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RealmCode } from './world.ts';

const SOURCE = new URL('../../src/', import.meta.url);
/** Below the package, so that imports of packages find them. */
const COPIES = new URL('../../.model-edits/', import.meta.url);

export interface Edit {
  /** What it switches off. */
  readonly rule: string;
  readonly file: 'step.ts' | 'release.ts';
  /** Found exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly scenario: string;
  /** The property that breaks first. */
  readonly property: string;
}

const STEP = 'step.ts';
const RELEASE = 'release.ts';

export const EDITS: readonly Edit[] = [
  {
    rule: '1: what nobody knows to be written is told',
    file: RELEASE,
    find: "if (written === 'ok') return result;",
    replace: "if (written !== 'conflict') return result;",
    scenario: 'recover',
    property: 'P1',
  },
  {
    rule: '1: an answer leaves before its write is known',
    file: RELEASE,
    find: "if (written === 'ok') return result;",
    replace: 'if (written.length > 0) return result;',
    scenario: 'recover',
    property: 'P1',
  },
  {
    rule: '1: a retry is answered from a read',
    file: STEP,
    find: "{ outcome: 'ok', write: record, ke2: pending.ke2 }",
    replace: "{ outcome: 'ok', ke2: pending.ke2 }",
    scenario: 'recover',
    property: 'P1',
  },
  {
    rule: '2: an attempt is not counted',
    file: STEP,
    find: '    attempts,\n    unacknowledged: record.unacknowledged + 1,',
    replace: '    unacknowledged: record.unacknowledged + 1,',
    scenario: 'recover',
    property: 'P1',
  },
  {
    rule: '2: no wait',
    file: STEP,
    find: "if (nowMs < record.notBeforeMs) return 'wait';",
    replace: '',
    scenario: 'waits',
    property: 'P1',
  },
  {
    rule: '2: a right login clears the total as well',
    file: STEP,
    find: 'unacknowledged: record.unacknowledged - 1,',
    replace: 'unacknowledged: 0,',
    scenario: 'recover',
    property: 'P3',
  },
  {
    rule: '2: a commit clears the count',
    file: STEP,
    find: 'return { ...common, previous: staying(record, proven, nowMs) };',
    replace: 'return { ...common, attempts: 0, previous: staying(record, proven, nowMs) };',
    scenario: 'replace',
    property: 'P3',
  },
  {
    rule: '2: a commit ends the wait',
    file: STEP,
    find: 'return { ...common, previous: staying(record, proven, nowMs) };',
    replace: 'return { ...common, notBeforeMs: 0n, previous: staying(record, proven, nowMs) };',
    scenario: 'replace',
    property: 'P3',
  },
  {
    rule: '2: a freeze clears the count',
    file: STEP,
    find: 'return { frozenUntilMs:',
    replace: 'return { attempts: 0, frozenUntilMs:',
    scenario: 'deadlines',
    property: 'P3',
  },
  {
    rule: '2: acknowledging clears the count',
    file: STEP,
    find: 'return { unacknowledged: current.logins',
    replace: 'return { attempts: 0, unacknowledged: current.logins',
    scenario: 'acknowledge',
    property: 'P3',
  },
  {
    rule: '2: acknowledging forgets logins that are open',
    file: STEP,
    find: 'current.logins.filter(({ state }) => state.length > 0).length',
    replace: '0',
    scenario: 'acknowledge',
    property: 'P1',
  },
  {
    rule: '2: a right login at the new password clears the attempts at the old one',
    file: STEP,
    find: 'if (generation === (record.previous ?? record.active)?.number)',
    replace: 'if (generation !== 0n)',
    scenario: 'thief',
    property: 'P3',
  },
  {
    rule: '3: the last attempt leaves the key',
    file: STEP,
    find: '...(isLast && {',
    replace: '...(attempts > 99 && {',
    scenario: 'recover',
    property: 'P5',
  },
  {
    rule: '3: the last attempt leaves the previous key',
    file: STEP,
    find: '      previous: withoutOprfKey(record.previous),\n',
    replace: '',
    scenario: 'replaced',
    property: 'P5',
  },
  {
    rule: '3: the store is not told to erase',
    file: STEP,
    find: 'return before !== undefined && secrets(before).some(',
    replace: 'return before === undefined && secrets(after).some(',
    scenario: 'recover',
    property: 'P5',
  },
  {
    rule: '4: versions are not compared',
    file: STEP,
    find: "content.operation !== 'finish' && content.body.version !== record.version",
    replace: "content.operation !== 'finish' && content.body.version < 0n",
    scenario: 'acknowledge',
    property: 'P6',
  },
  {
    rule: '4: versions begin anew after a deletion',
    file: STEP,
    find: 'return { ...NO_RECORD, version, lastGeneration,',
    replace: 'return { ...NO_RECORD, version: version * 0n, lastGeneration,',
    scenario: 'abandon',
    property: 'P6',
  },
  {
    rule: '4: generations begin anew after a deletion',
    file: STEP,
    find: 'return { ...NO_RECORD, version, lastGeneration,',
    replace: 'return { ...NO_RECORD, version, lastGeneration: lastGeneration * 0n,',
    scenario: 'delete',
    property: 'P6',
  },
  {
    rule: '4: a deletion forgets the wrong attempts',
    file: STEP,
    find: 'lastGeneration, unacknowledged, lastRequest };',
    replace: 'lastGeneration, unacknowledged: unacknowledged * 0, lastRequest };',
    scenario: 'delete',
    property: 'P3',
  },
  {
    rule: '5: a KE3 that comes again clears again',
    file: STEP,
    find: "return { outcome: 'ok', write: record, releaseSecret: keys.releaseSecret };",
    replace:
      "return { outcome: 'ok', write: { ...record, attempts: 0 }, releaseSecret: keys.releaseSecret };",
    scenario: 'recover',
    property: 'P6',
  },
  {
    rule: '5: one pending login only',
    file: STEP,
    find: 'logins: [...makeRoom(record.logins, policy.limit), pending],',
    replace: 'logins: [pending],',
    scenario: 'recover',
    property: 'P11',
  },
  {
    rule: '5: a login tests one KE3 after the other',
    file: STEP,
    find: 'write: { ...record, version, logins: others } };',
    replace: 'write: { ...record, version } };',
    scenario: 'finish wrong',
    property: 'P11',
  },
  {
    rule: '6: a staged generation can be guessed at',
    file: STEP,
    find: 'return [active, previous].find((keys) => keys?.number === generation);',
    replace: 'return [active, previous, arguments[0].staged].find((keys) => keys?.number === generation);',
    scenario: 'replace in doubt',
    property: 'P2',
  },
  {
    rule: '6: staging without the owner',
    file: STEP,
    find: "phase: 'active', operation: 'stage', signed: ['owner', 'new-owner']",
    replace: "phase: 'active', operation: 'stage', signed: ['new-owner']",
    scenario: 'recover',
    property: 'P4',
  },
  {
    rule: '6: owner signatures are not looked at',
    file: STEP,
    find: "transition!.signed.includes('owner') &&",
    replace: "transition!.signed.includes('login') &&",
    scenario: 'recover',
    property: 'P4',
  },
  {
    rule: '6: a commit of another generation than the one it names',
    file: STEP,
    find: 'record.staged?.number === content.body.generation ? record.staged.owner : undefined',
    replace: 'record.staged?.owner',
    scenario: 'register',
    property: 'P2',
  },
  {
    rule: '6: what is staged takes the place of what is committed',
    file: STEP,
    find: 'return { staged, lastGeneration: generation,',
    replace: 'return { staged, active: record.active && staged, lastGeneration: generation,',
    scenario: 'replace',
    property: 'P2',
  },
  {
    rule: '7: replacing without the password ends it',
    file: STEP,
    find: 'return { ...active, untilMs: nowMs + PREVIOUS_MS };',
    replace: 'return undefined;',
    scenario: 'replace',
    property: 'P2',
  },
  {
    rule: '7: a second replacement pushes out what the first one left',
    file: STEP,
    find: 'if (previous !== undefined) return proven === previous.number ? undefined : previous;',
    replace: '',
    scenario: 'thief replaces',
    property: 'P2',
  },
  {
    rule: '8: a right login does not take a deletion back',
    file: STEP,
    find: '    deleteAtMs: 0n,\n    lastSuccessMs: nowMs,',
    replace: '    lastSuccessMs: nowMs,',
    scenario: 'abandon and recover',
    property: 'P10',
  },
  {
    rule: '8: any number of cancellations',
    file: STEP,
    find: "if (record.cancelledMs !== 0n && nowMs < record.cancelledMs + CANCEL_INTERVAL_MS) return 'refused';",
    replace: '',
    scenario: 'abandon',
    property: 'P10',
  },
  {
    rule: '8: an abandonment clears the count',
    file: STEP,
    find: '{ deleteAtMs: where.nowMs + ABANDON_MS }',
    replace: '{ deleteAtMs: where.nowMs + ABANDON_MS, attempts: 0 }',
    scenario: 'abandon and recover',
    property: 'P3',
  },
  {
    rule: '8: a thief freezes what a right login could save',
    file: STEP,
    find: ' && isFreezable(record, generation)',
    replace: '',
    scenario: 'deadlines',
    property: 'P7',
  },
  {
    rule: '11: the anchor goes back',
    file: STEP,
    find: ' && isForward(current, next)',
    replace: '',
    scenario: 'anchor',
    property: 'P9',
  },
  {
    rule: '11: the anchor is not compared',
    file: STEP,
    find: 'isSameVaultAnchor(current, expected) && ',
    replace: '',
    scenario: 'anchor',
    property: 'P9',
  },
];

/** How often `find` is in the production source. */
export async function countOf({ file, find }: Edit): Promise<number> {
  return (await readFile(new URL(file, SOURCE), 'utf8')).split(find).length - 1;
}

/** The production modules, edited. */
export async function loadEdited(edit: Edit, number: number): Promise<RealmCode> {
  const folder = new URL(`${process.pid}-${number}/`, COPIES);
  await mkdir(folder, { recursive: true });
  await cp(fileURLToPath(SOURCE), fileURLToPath(folder), { recursive: true });
  const file = new URL(edit.file, folder);
  const source = await readFile(file, 'utf8');
  await writeFile(
    file,
    source.replace(edit.find, () => edit.replace),
  );
  const load = (name: string) =>
    import(/* @vite-ignore */ pathToFileURL(fileURLToPath(new URL(name, folder))).href);
  return { ...(await load(STEP)), ...(await load(RELEASE)) };
}

export async function removeEdited(): Promise<void> {
  await rm(COPIES, { recursive: true, force: true });
}
