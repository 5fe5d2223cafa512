// The lint of spec/vault.md: its tables say what the code does, and its requirements keep the form of spec/conventions.md.

import type { Problem } from './problem.ts';

const SPEC = 'spec/vault.md';
const STEP = 'packages/vault-server/src/step.ts';
const ANSWERS = 'packages/vault-client/src/answers.ts';
const CLIENT_RULES = 'packages/vault-client/src/descriptor.ts';
const REALM_RULES = 'packages/vault-server/src/realm-folder.ts';
const TOKENS = 'packages/vault-server/src/token.ts';
const FRAMES = 'packages/wire/src/fixed-frame.ts';
const DESCRIPTORS = 'packages/wire/src/realm-descriptor.ts';
const NOTES = 'packages/crypto/src/signed-note.ts';

/** The sources that the tables are compared with. */
export const VAULT_SOURCES: readonly string[] = [
  STEP,
  ANSWERS,
  CLIENT_RULES,
  REALM_RULES,
  TOKENS,
  FRAMES,
  DESCRIPTORS,
  NOTES,
  'packages/wire/src/vault-inputs.ts',
  'packages/vault-server/src/realm.ts',
  'packages/vault-client/src/vault.ts',
  'spec/proto/vault.proto',
];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  days: DAY,
};
const NAMES: Readonly<Record<string, number>> = { MINUTE_MS: MINUTE, HOUR_MS: HOUR, DAY_MS: DAY };

/** The duration of a text such as `24 h`. */
function duration(text: string): number | undefined {
  const [, number, unit] = /^([\d,]+) ([a-z]+)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit ?? ''];
  return number === undefined || factor === undefined
    ? undefined
    : Number(number.replaceAll(',', '')) * factor;
}

/** The value of a product such as `72n * HOUR_MS`. */
function product(text: string): number {
  return text
    .split('*')
    .map((factor) => factor.trim())
    .reduce(
      (value, factor) => value * (NAMES[factor] ?? Number(factor.replace(/n$/, '').replaceAll('_', ''))),
      1,
    );
}

/** The value of a constant of a source, or undefined if it has none of that name. */
function constant(source: string, name: string): number | undefined {
  const [, text] = new RegExp(`const ${name}(?::[^=]*)? =\\s*([^;]+);`).exec(source) ?? [];
  const value = text === undefined ? Number.NaN : product(text);
  return Number.isNaN(value) ? undefined : value;
}

/** The values of a list of a source. */
function values(source: string, name: string): number[] {
  const [, text = ''] = new RegExp(`\\b${name}(?::[^=\\n]*)?(?: =|:)\\s*\\[([^\\]]*)\\]`).exec(source) ?? [];
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(product);
}

/** The rows of the table whose heading begins with `heading`, cell by cell. */
function table(text: string, heading: string): string[][] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`| ${heading}`));
  if (at < 0) return [];
  const rows = lines.slice(at + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Where numbers stand in the text and in the code: what is captured, and the constants that have to be the same. */
interface Fact {
  readonly what: string;
  readonly text: RegExp;
  readonly unit: number;
  readonly constants: readonly (readonly [path: string, name: string])[];
}

const FACTS: readonly Fact[] = [
  {
    what: 'the bytes of a request',
    text: /^\| request, response \(plaintext\) \| ([\d,]+) and/m,
    unit: 1,
    constants: [[FRAMES, 'VAULT_REQUEST_BYTES']],
  },
  {
    what: 'the bytes of a response',
    text: /^\| request, response \(plaintext\) \| [\d,]+ and ([\d,]+) bytes/m,
    unit: 1,
    constants: [[FRAMES, 'VAULT_RESPONSE_BYTES']],
  },
  {
    what: 'the bytes of a record',
    text: /in a frame of\s+([\d,]+) bytes/,
    unit: 1,
    constants: [[FRAMES, 'VAULT_RECORD_BYTES']],
  },
  {
    what: 'the bytes of a token',
    text: /^\| token \| ([\d,]+) bytes/m,
    unit: 1,
    constants: [[TOKENS, 'TOKEN_MAX_BYTES']],
  },
  {
    what: 'the life of a token',
    text: /^\| token \| [\d,]+ bytes, ([\d,]+) s \|/m,
    unit: 1000,
    constants: [[TOKENS, 'TOKEN_LIFETIME_MAX_MS']],
  },
  {
    what: 'the bytes of issuer and subject',
    text: /^\| issuer, subject \| ([\d,]+) bytes each/m,
    unit: 1,
    constants: [
      [TOKENS, 'TOKEN_NAME_MAX_BYTES'],
      ['packages/wire/src/vault-inputs.ts', 'VAULT_ACCOUNT_PART_MAX_BYTES'],
      [DESCRIPTORS, 'ISSUER_MAX_BYTES'],
    ],
  },
  {
    what: 'the attempts in a row',
    text: /^\| attempts in a row, unacknowledged \| ([\d,]+),/m,
    unit: 1,
    constants: [
      [CLIENT_RULES, 'LIMIT_MAX'],
      [DESCRIPTORS, 'LIMIT_MAX'],
    ],
  },
  {
    what: 'the unacknowledged attempts',
    text: /^\| attempts in a row, unacknowledged \| [\d,]+, ([\d,]+) \|/m,
    unit: 1,
    constants: [
      [CLIENT_RULES, 'UNACKNOWLEDGED_MAX'],
      [DESCRIPTORS, 'UNACKNOWLEDGED_MAX'],
    ],
  },
  {
    what: 'the interval of cancellations',
    text: /at most once in ([\d,]+) days/,
    unit: DAY,
    constants: [[STEP, 'CANCEL_INTERVAL_MS']],
  },
  {
    what: 'the longest freeze',
    text: /FREEZE stops logins for a time of at most ([\d,]+) h/,
    unit: HOUR,
    constants: [['packages/vault-client/src/vault.ts', 'FREEZE_MAX_MS']],
  },
  {
    what: 'the tolerance of a channel key’s time',
    text: /whose time, with\s+([\d,]+) minutes of tolerance/,
    unit: MINUTE,
    constants: [['packages/vault-server/src/realm.ts', 'CHANNEL_SKEW_MS']],
  },
  {
    what: 'how far a descriptor may be issued ahead',
    text: /issued more than ([\d,]+) minutes after its own clock/,
    unit: MINUTE,
    constants: [[CLIENT_RULES, 'DESCRIPTOR_SKEW_MS']],
  },
  {
    what: 'the bytes of a descriptor',
    text: /refuse a text of more than ([\d,]+) bytes/,
    unit: 1,
    constants: [[DESCRIPTORS, 'REALM_DESCRIPTOR_MAX_BYTES']],
  },
  {
    what: 'the life of a descriptor',
    text: /by ([\d,]+) days \(34,560,000,000 ms\)/,
    unit: DAY,
    constants: [[DESCRIPTORS, 'REALM_DESCRIPTOR_LIFETIME_MAX_MS']],
  },
  {
    what: 'the life of a channel key',
    text: /by ([\d,]+) days \(7,776,000,000 ms\)/,
    unit: DAY,
    constants: [[DESCRIPTORS, 'CHANNEL_KEY_LIFETIME_MAX_MS']],
  },
  {
    what: 'the bytes of a note',
    text: /refuse a note of more than ([\d,]+) bytes/,
    unit: 1,
    constants: [[NOTES, 'NOTE_MAX_BYTES']],
  },
  {
    what: 'the signatures of a note',
    text: /refuse a note of more than [\d,]+ bytes or ([\d,]+) signatures/,
    unit: 1,
    constants: [[NOTES, 'NOTE_MAX_SIGNATURES']],
  },
];

/** The constants of the rows of the table of times. */
const TIMES: Readonly<Record<string, string>> = {
  STAGE: 'STAGE_MS',
  LOGIN: 'LOGIN_MS',
  'the last attempt': 'RELEASE_MS',
  'COMMIT without a login proof': 'PREVIOUS_MS',
  'DELETE without a login proof': 'DELETE_MS',
  ABANDON: 'ABANDON_MS',
};

const REQUIREMENT = /^<a id="(VAULT-[0-9]{3})"><\/a>\*\*VAULT-[0-9]{3}\*\* ((?:.+\n?)+)/gm;
const KEYWORDS = /\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g;
const SUBJECT = /^An? (?:realm|client|gateway|operator)\b[^.;]*? (?:MUST|SHOULD|MAY)\b/;

const names = (text: string): string[] => [...text.matchAll(/[`']([a-z-]+)[`']/g)].map(([, name]) => name);

/**
 * Checks spec/vault.md.
 * @param text its text
 * @param sources the files of VAULT_SOURCES by path
 */
export function lintVault(text: string, sources: ReadonlyMap<string, string>): Problem[] {
  const problems: Problem[] = [];
  const report = (what: string): void => {
    problems.push({ where: SPEC, what });
  };
  const source = (path: string): string => sources.get(path) ?? '';
  for (const [, id, paragraph] of text.matchAll(REQUIREMENT)) {
    const found = paragraph.match(KEYWORDS)?.length ?? 0;
    if (found !== 1) report(`${id} has ${found} keywords`);
    if (!SUBJECT.test(paragraph))
      report(`${id} does not say of a realm, client, gateway or operator what it does`);
  }
  checkTransitions(table(text, 'Phase | Operation'), source(STEP), report);
  const outcomes = table(text, 'Operation | Outcomes with a status');
  checkOutcomes(outcomes, source(ANSWERS), report);
  const times = table(text, 'After | Counted from');
  for (const [after, from] of times) {
    const name = TIMES[from];
    if (name === undefined) report(`the table of times has a row "${from}" that no constant is known for`);
    else if (duration(after) !== constant(source(STEP), name)) {
      report(`"${after}" after ${from} is not ${name} of ${STEP}`);
    }
  }
  if (times.length !== Object.keys(TIMES).length) report(`the table of times has ${times.length} rows`);
  for (const { what, text: pattern, unit, constants } of FACTS) {
    const [, number] = pattern.exec(text) ?? [];
    if (number === undefined) report(`${what} is not where it was`);
    for (const [path, name] of constants) {
      const value = constant(source(path), name);
      if (number !== undefined && value !== Number(number.replaceAll(',', '')) * unit)
        report(`${what}, ${number}, is not ${name} of ${path}, ${value}`);
    }
  }
  checkWaits(text, source, report);
  checkCounts(text, source('spec/proto/vault.proto'), report);
  return problems;
}

type Report = (what: string) => void;

function checkTransitions(rows: readonly string[][], step: string, report: Report): void {
  const [, code = ''] = /const TRANSITIONS[^=]*= \[([\s\S]*?)\n\];/.exec(step) ?? [];
  const inCode = [
    ...code.matchAll(
      /\{ phase: '([a-z]+)', operation: '([a-z]+)', signed: \[([^\]]*)\], next: \[([^\]]*)\] \}/g,
    ),
  ].map(([, phase, operation, signed, next]) =>
    [phase, operation, names(signed).join(' '), names(next).join(' ')].join(' | '),
  );
  const inSpec = rows.map(([phase, operation, signed, next]) => {
    const by = signed === '-' ? [] : signed.split(', ').map((name) => name.replaceAll(' ', '-'));
    return [names(phase)[0], names(operation)[0], by.join(' '), names(next).join(' ')].join(' | ');
  });
  if (inCode.length === 0) report(`${STEP} has no table of transitions`);
  for (const row of inSpec) if (!inCode.includes(row)) report(`${STEP} does not have the transition ${row}`);
  for (const row of inCode)
    if (!inSpec.includes(row)) report(`the table does not have the transition ${row} of ${STEP}`);
  if (new Set(inSpec).size !== inSpec.length) report('a transition is in the table twice');
}

function checkOutcomes(rows: readonly string[][], answers: string, report: Report): void {
  const [, code = ''] = /const OUTCOMES[^=]*= \{([\s\S]*?)\n\};/.exec(answers) ?? [];
  const inCode = [...code.matchAll(/^ {2}([a-z]+): \[([^\]]*)\]/gm)].map(([, operation, outcomes]) =>
    [operation, ...names(outcomes).sort()].join(' '),
  );
  const inSpec = rows.flatMap(([operations, outcomes]) =>
    names(operations).map((operation) => [operation, ...outcomes.split(', ').sort()].join(' ')),
  );
  for (const row of inSpec)
    if (!inCode.includes(row)) report(`${ANSWERS} does not have the outcomes: ${row}`);
  for (const row of inCode)
    if (!inSpec.includes(row)) report(`the table does not have the outcomes of ${ANSWERS}: ${row}`);
}

/** The waits stand in VAULT-138 in milliseconds and in VAULT-020 in words. */
function checkWaits(text: string, source: (path: string) => string, report: Report): void {
  const [, list = ''] = /the same place of ((?:[\d,]+(?:, )?)+) ms/.exec(text) ?? [];
  const waits = list.split(', ').map((wait) => Number(wait.replaceAll(',', '')));
  const [, before = '', words = ''] =
    /none before\s+attempts 1 to (\d+), then ([^.]*?) before attempts/.exec(text) ?? [];
  const inWords = [
    ...Array.from({ length: Number(before) }, () => 0),
    ...words.split(', ').map((word) => duration(word.replaceAll('\n', ' '))),
  ];
  const same = (other: readonly unknown[]): boolean => other.join() === waits.join();
  if (!same(inWords)) report(`the waits in words are ${inWords.join(', ')} ms, not ${waits.join(', ')}`);
  if (!same(values(source(CLIENT_RULES), 'WAITS_MIN_MS')))
    report(`the waits are not WAITS_MIN_MS of ${CLIENT_RULES}`);
  if (!same(values(source(REALM_RULES), 'waitsMs'))) report(`the waits are not those of ${REALM_RULES}`);
}

function checkCounts(text: string, proto: string, report: Report): void {
  const [, pending] = /^\| pending logins \| (\d+) \|/m.exec(text) ?? [];
  if (!proto.includes(`VaultPending logins = 19;   // @count 0..${pending}`))
    report('the pending logins are not those of vault.proto');
  const [, bits] = /^\| versions, generations \| 2\^(\d+) - 1 \|/m.exec(text) ?? [];
  const greatest = String(2n ** BigInt(bits ?? 0) - 1n);
  for (const [, name, range] of proto.matchAll(
    /^ {2}uint64 (version|generation|last_generation|number) = \d+;\s*\/\/ @range (\S+)/gm,
  )) {
    if (!range.endsWith(`..${greatest}`))
      report(`a field ${name} of vault.proto does not end at 2^${bits} - 1`);
  }
}
