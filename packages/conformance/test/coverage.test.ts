// The coverage of the requirements: complete in the repository, and incomplete where something is taken away.

import { describe, expect, it } from 'vitest';
import { readText } from '../src/lint/files.ts';
import {
  cover,
  coverageProblems,
  type Evidence,
  idsOf,
  isCode,
  isTest,
} from '../src/requirements/coverage.ts';
import { repositoryCoverage } from '../src/requirements/index.ts';
import {
  formatCoverage,
  formatNumbers,
  formatOne,
  formatTotals,
  NUMBERS_END,
  NUMBERS_START,
  withNumbers,
  withoutLines,
} from '../src/requirements/report.ts';
import {
  allRequirements,
  formatRequirements,
  plainText,
  requirementsOf,
} from '../src/requirements/requirement.ts';

describe('the repository', () => {
  const { coverage, problems, removed, files, totals } = repositoryCoverage();
  console.log(totals);

  it('shows each MUST and MUST NOT by a vector or a test, or says why none can', () => {
    expect(problems).toEqual([]);
  });

  it('has removed no requirement without saying so', () => {
    expect(removed).toEqual([]);
  });

  it.each([...files])('has an up-to-date %s', (path, text) => {
    // Not toBe: the difference of two long texts is not what one wants to read.
    expect(
      withoutLines(readText(path)) === withoutLines(text),
      'run node packages/conformance/scripts/coverage.ts --write',
    ).toBe(true);
  });

  it('has a subject, a section and a text for every requirement', () => {
    expect(coverage.length).toBeGreaterThan(300);
    for (const { requirement } of coverage) {
      expect(requirement.section, requirement.id).not.toBe('');
      expect(requirement.text, requirement.id).toMatch(/^[A-Z].{20,}/);
      expect(requirement.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

const spec = `# Title

## 1. First

<a id="ARCH-001"></a>**ARCH-001** A reader MUST refuse a \`pack\` that is *not* [right](x.md), so that
it ends. (\`ERR_PADDING\`, outcome \`denied\`)

Prose. MUST is no requirement here.

### 1.1 Second

<a id="ARCH-002"></a>**ARCH-002** A folder store MUST NOT guess.

<a id="ARCH-003"></a>**ARCH-003** A writer SHOULD write.
`;

describe('a requirement', () => {
  const all = requirementsOf('spec/archive.md', spec);

  it('has its parts', () => {
    expect(all.map(({ sha256, ...rest }) => [sha256.length, rest])).toEqual([
      [
        64,
        {
          id: 'ARCH-001',
          level: 'MUST',
          document: 'archive.md',
          section: '1. First',
          subject: 'reader',
          errors: ['ERR_PADDING', 'denied'],
          text: 'A reader MUST refuse a pack that is not right, so that it ends. (ERR_PADDING, outcome denied)',
        },
      ],
      [
        64,
        {
          id: 'ARCH-002',
          level: 'MUST NOT',
          document: 'archive.md',
          section: '1.1 Second',
          subject: 'folder store',
          errors: [],
          text: 'A folder store MUST NOT guess.',
        },
      ],
      [
        64,
        {
          id: 'ARCH-003',
          level: 'SHOULD',
          document: 'archive.md',
          section: '1.1 Second',
          subject: 'writer',
          errors: [],
          text: 'A writer SHOULD write.',
        },
      ],
    ]);
  });

  it('has another digest when a word changes, and the same when lines are broken elsewhere', () => {
    const digest = (text: string): string => requirementsOf('spec/archive.md', text)[0].sha256;
    expect(digest(spec.replace('so that\nit', 'so\nthat it'))).toBe(digest(spec));
    expect(digest(spec.replace('ends', 'stops'))).not.toBe(digest(spec));
  });

  it('keeps operators and stars that mark nothing', () => {
    expect(plainText('2 * 3 and a*b, `x || y`')).toBe('2 * 3 and a*b, x || y');
  });

  it('is listed in JSON', () => {
    const parsed = JSON.parse(formatRequirements(all));
    expect(parsed.count).toBe(3);
    expect(parsed.requirements).toEqual(all);
  });
});

describe('the coverage', () => {
  const requirements = allRequirements(new Map([['spec/archive.md', spec]]));
  const complete: Evidence = {
    requirements,
    vectors: [
      { suite: 'packs', valid: true, reqs: ['ARCH-001'] },
      { suite: 'packs', valid: false, reqs: ['ARCH-001'] },
    ],
    sources: new Map([
      ['packages/archive/test/x.test.ts', "line\nit('guesses nothing (ARCH-002)')\n"],
      ['packages/archive/src/x.ts', '// ARCH-001 to ARCH-003\n'],
    ]),
    removedChecks: [{ removes: 'the padding', file: 'packages/archive/src/y.ts', reqs: ['ARCH-001'] }],
    exceptions: {},
  };
  const problems = (change: Partial<Evidence>): string => {
    const evidence = { ...complete, ...change };
    return coverageProblems(cover(evidence), evidence.exceptions).join('\n');
  };

  it('is complete where each duty is shown; advice needs nothing', () => {
    expect(problems({})).toBe('');
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    [
      'a duty that nothing names',
      { vectors: [] },
      /^ARCH-001 \(MUST\) has neither vector nor test nor exception$/,
    ],
    ['a prohibition that nothing names', { sources: new Map() }, /^ARCH-002 \(MUST NOT\) has neither/],
    [
      'a duty that only code names',
      { sources: new Map([['packages/archive/src/x.ts', '// ARCH-002']]) },
      /^ARCH-002 \(MUST NOT\) has neither/,
    ],
    [
      'a duty that a test has as data only',
      { sources: new Map([['packages/archive/test/x.test.ts', "expect(ids).toEqual(['ARCH-002']);"]]) },
      /^ARCH-002 \(MUST NOT\) has neither/,
    ],
    [
      'a duty that only the tests of this package name',
      { sources: new Map([['packages/conformance/test/x.test.ts', '// ARCH-002']]) },
      /^ARCH-002 \(MUST NOT\) has neither/,
    ],
    [
      'a refusal that only valid vectors name',
      { vectors: complete.vectors.slice(0, 1) },
      /^ARCH-001 refuses something, and only valid vectors name it$/,
    ],
    [
      'an exception of no requirement',
      { exceptions: { 'ARCH-099': 'None.' } },
      /^ARCH-099 has an exception and is no requirement$/,
    ],
    [
      'an exception without a reason',
      { sources: new Map(), exceptions: { 'ARCH-002': ' ' } },
      /^ARCH-002 has an exception without a reason$/,
    ],
    [
      'an exception that is not needed',
      { exceptions: { 'ARCH-002': 'Nobody guesses.' } },
      /^ARCH-002 has an exception and needs none/,
    ],
  ])('finds %s', (_, change, message) => {
    expect(problems(change)).toMatch(message);
  });

  it('takes a written exception in the place of a test', () => {
    expect(problems({ sources: new Map(), exceptions: { 'ARCH-002': 'A duty of people.' } })).toBe('');
  });

  it('knows tests from code', () => {
    expect(
      [
        'packages/storage/test/contract.test.ts',
        'packages/storage/src/contract.ts',
        'packages/storage/src/names.ts',
        'packages/storage/README.md',
        'packages/conformance/src/suite.ts',
      ].map((path) => [isTest(path), isCode(path)]),
    ).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
  });

  it('reads ranges', () => {
    expect(idsOf('// ARCH-001 to ARCH-004, WIRE-010 and WIRE-012, UTF-8')).toEqual([
      'ARCH-001',
      'ARCH-004',
      'WIRE-010',
      'WIRE-012',
      'ARCH-002',
      'ARCH-003',
    ]);
    expect(idsOf('ARCH-009 to KEYS-012')).toEqual(['ARCH-009', 'KEYS-012']);
  });

  it('is printed with totals, vectors, files, edits and exceptions', () => {
    const coverage = cover({ ...complete, exceptions: { 'ARCH-003': 'Advice.' } });
    const text = formatCoverage(coverage, 1);
    expect(text).toContain('| `archive.md` | 1 | 1 | 1 | 0 | 0 | 3 | 1 | 1 | 2 | 3 | 1 | 0 |');
    expect(text).toContain(
      '| [ARCH-001](archive.md#ARCH-001) | MUST | packs 1 + 1 |  | [archive/x.ts](../packages/archive/src/x.ts#L1) [archive/y.ts](../packages/archive/src/y.ts) | [1](removed-checks.md) |',
    );
    expect(text).toContain('[archive/x.test.ts](../packages/archive/test/x.test.ts#L2)');
    expect(text).toContain('| [ARCH-003](archive.md#ARCH-003) | Advice. |');
    expect(withoutLines(text)).toContain('[archive/x.test.ts](../packages/archive/test/x.test.ts)');
    expect(formatTotals(coverage)).toMatch(/^requirements: 3; MUST 1 \(1 shown, 0 exceptions\); MUST NOT 1/);
    expect(formatOne(coverage[1])).toContain('    packages/archive/test/x.test.ts:2');
  });

  it('is put into the README between the two comments, and nowhere else', () => {
    const numbers = formatNumbers(cover(complete), [{ suite: 'packs', valid: 1, invalid: 1 }], 1);
    expect(numbers).toContain('1 MUST, 1 MUST NOT, 1 SHOULD');
    expect(numbers).toContain(
      '2 [vectors](test-vectors), 1 valid and 1 invalid; valid + invalid by suite: `packs` 1 + 1.',
    );
    expect(withNumbers(`a\n${NUMBERS_START}\nold\n${NUMBERS_END}\nb\n`, numbers)).toBe(`a\n${numbers}\nb\n`);
    expect(() => withNumbers('a\n', numbers)).toThrow();
  });
});
