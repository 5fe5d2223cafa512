// Every check that can be removed is missed by a vector or test: the edits of src/removed-checks, made one at a time.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../src/lint/files.ts';
import { readDocuments } from '../src/lint/index.ts';
import { EDITS } from '../src/removed-checks/catalogue.ts';
import { problemsOfCoverage } from '../src/removed-checks/coverage.ts';
import { applyEdit, type Edit } from '../src/removed-checks/edit.ts';
import { EXCEPTIONS } from '../src/removed-checks/exceptions.ts';
import { readModelEdits } from '../src/removed-checks/model-edits.ts';
import { requirementsAboutChecking } from '../src/removed-checks/requirements.ts';
import { runEdits } from '../src/removed-checks/run.ts';
import { formatTable } from '../src/removed-checks/table.ts';

const documents = readDocuments();
const model = readModelEdits();
const known = new Set(
  [...documents.values()].flatMap((text) =>
    [...text.matchAll(/<a id="([A-Z]+-\d{3})">/g)].map(([, id]) => id),
  ),
);

describe('the catalogue', () => {
  it('has edits that fit their files, each once', () => {
    for (const edit of EDITS) applyEdit(readFileSync(`${ROOT}${edit.file}`, 'utf8'), edit);
    expect(new Set(EDITS.map(({ file, find, replace }) => `${file} ${find} ${replace}`)).size).toBe(
      EDITS.length,
    );
    expect(EDITS.length).toBeGreaterThan(100);
  });

  it('names requirements that there are, and something that notices each edit', () => {
    for (const { reqs, removes, caughtBy } of EDITS) {
      const notices = 'test' in caughtBy ? caughtBy.names : caughtBy.vectors;
      expect(notices.length, removes).toBeGreaterThan(0);
      expect(
        reqs.filter((id) => !known.has(id)),
        removes,
      ).toEqual([]);
      expect(reqs.length, removes).toBeGreaterThan(0);
    }
  });

  it('is the one that spec/removed-checks.md shows', () => {
    expect(readFileSync(`${ROOT}spec/removed-checks.md`, 'utf8')).toBe(formatTable(EDITS, model, EXCEPTIONS));
  });
});

describe('a check that is removed', () => {
  it('is missed', async () => {
    const { verdicts, broken } = await runEdits(EDITS);
    expect(broken).toEqual([]);
    expect(
      verdicts.flatMap(({ edit, problems }) =>
        problems.map((problem) => `${edit.reqs.join(' ')} without ${edit.removes}: ${problem}`),
      ),
    ).toEqual([]);
    expect(verdicts).toHaveLength(EDITS.length);
    const rows = verdicts.map(({ edit: { reqs, removes, caughtBy } }) => {
      const by = 'test' in caughtBy ? caughtBy.names : caughtBy.vectors;
      return `${reqs.join(' ')} without ${removes}: ${by.join(', ')}`;
    });
    console.log(
      `${rows.join('\n')}\n${rows.length} checks removed, all noticed; ${model.length} rules in the model check`,
    );
  }, 1_800_000);

  it('is not taken for missed where nothing fails, or where everything does', async () => {
    const [first] = EDITS;
    const without = (replace: string, vectors: readonly string[]): Edit => ({
      ...first!,
      file: 'packages/keys/src/recovery-key.ts',
      find: 'if (!isRowRight(values, row)) wrong.push(row);',
      replace,
      caughtBy: { vectors },
    });
    const edits = [
      without('if (!isRowRight(values, row)) wrong.push(row + 0);', ['recovery-key-digit-row-1']),
      without('wrong.push(row);', ['recovery-key-63']),
      without('', ['recovery-key-digit-row-1']),
    ];
    const { verdicts } = await runEdits(edits);
    expect(verdicts.map(({ problems }) => problems.length)).toEqual([1, 2, 0]);
  }, 300_000);
});

describe('requirements about checking', () => {
  it('are each in an edit, or excepted with a reason', () => {
    expect(problemsOfCoverage(documents, EDITS, model, EXCEPTIONS)).toEqual([]);
    expect(EXCEPTIONS.length).toBeLessThan(10);
  });

  it('are missed where they have no edit, and no exception stands for one that has', () => {
    const [first] = requirementsAboutChecking(documents);
    const without = EDITS.filter(({ reqs }) => !reqs.includes(first!.id));
    expect(problemsOfCoverage(documents, without, model, EXCEPTIONS)).toContain(
      `${first!.id} is about checking and in no edit`,
    );
    const excepted = [...EXCEPTIONS, { id: first!.id, reason: 'none' }];
    expect(problemsOfCoverage(documents, EDITS, model, excepted)).toEqual([
      `${first!.id} is excepted and in an edit`,
    ]);
  });

  it('are told by their words', () => {
    const text = (words: string): Map<string, string> =>
      new Map([['spec/x.md', `<a id="ARCH-001"></a>**ARCH-001** A reader ${words}`]]);
    for (const words of [
      'MUST refuse a pack.',
      'MUST NOT accept a pack.',
      'MUST compare\nthe digest.',
      'MUST read it. (`ERR_LIMIT`)',
    ]) {
      expect(requirementsAboutChecking(text(words)), words).toHaveLength(1);
    }
    for (const words of ['SHOULD refuse a pack.', 'MUST write a pack.']) {
      expect(requirementsAboutChecking(text(words)), words).toEqual([]);
    }
    expect(requirementsAboutChecking(documents).length).toBeGreaterThan(150);
  });
});
