// The lints find nothing in the repository, and find what is planted.

import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../src/lint/files.ts';
import { lintAll, readDocuments, readReferences, readVectorFiles } from '../src/lint/index.ts';
import { formatProblems } from '../src/lint/problem.ts';
import { lintProse } from '../src/lint/prose.ts';
import { type Documents, lintSpec } from '../src/lint/spec.ts';
import { formatCounts, lintVectors, type VectorFiles, vectorPaths } from '../src/lint/vectors.ts';

describe('the repository', () => {
  it('passes every lint', () => {
    const { problems, counts } = lintAll();
    console.log(formatCounts(counts));
    expect(formatProblems(problems)).toBe('');
    expect(counts.length).toBeGreaterThan(10);
  });

  it('keeps the vectors below 15 MB, with a licence and a guide', () => {
    const { paths } = readVectorFiles();
    const size = paths.reduce((sum, path) => sum + statSync(`${ROOT}test-vectors/${path}`).size, 0);
    expect(size).toBeLessThan(15_000_000);
    expect(size).toBeGreaterThan(1_000_000);
    expect(paths).toContain('LICENSE');
    expect(paths).toContain('README.md');
  });
});

describe('the lint of vectors', () => {
  const files = readVectorFiles();
  const references = readReferences(readDocuments());
  const path = 'packs/packs.json';
  type Json = Record<string, unknown> & { vectors: Record<string, unknown>[] };

  /** The problems of the one suite after a change. */
  function afterChange(change: (file: Json) => void): string {
    const file = files.readJson(path) as Json;
    change(file);
    const changed: VectorFiles = {
      paths: files.paths.filter(
        (one) => one === path || one === 'schema/packs.json' || one === 'packs/APPLYING.md',
      ),
      readJson: (one) => (one === path ? file : files.readJson(one)),
    };
    return formatProblems(lintVectors(changed, references).problems);
  }

  it('knows every file of vectors', () => {
    expect(vectorPaths(files).length).toBeGreaterThanOrEqual(14);
    expect(afterChange(() => undefined)).toBe('');
  });

  it.each<[string, (file: Json) => void, RegExp]>([
    [
      'a field that the schema does not have',
      (file) => {
        file.vectors[0].extra = 1;
      },
      /does not fit its schema/,
    ],
    [
      'a field that is missing',
      (file) => {
        delete file.vectors[0].object;
      },
      /does not fit its schema/,
    ],
    [
      'an invalid vector without an error',
      (file) => {
        delete file.vectors.find(({ result }) => result === 'invalid')!.error;
      },
      /does not fit its schema/,
    ],
    [
      'upper-case hexadecimal',
      (file) => {
        file.vectors[0].head = 'AB';
      },
      /does not fit its schema/,
    ],
    [
      'an id twice',
      (file) => {
        file.vectors[1].id = file.vectors[0].id;
      },
      /is also in/,
    ],
    [
      'a requirement that does not exist',
      (file) => {
        file.vectors[0].reqs = ['ARCH-999'];
      },
      /no requirement ARCH-999/,
    ],
    [
      'an error code that does not exist',
      (file) => {
        file.vectors.find(({ result }) => result === 'invalid')!.error = 'ERR_NO_SUCH';
      },
      /has no ERR_NO_SUCH/,
    ],
    [
      'an error class that is another code’s',
      (file) => {
        file.vectors.find(({ error }) => error === 'ERR_PADDING')!.errorClass = 'limit';
      },
      /is of class/,
    ],
    [
      'a wrong count',
      (file) => {
        file.vectorCount = 1;
      },
      /states 1 vectors/,
    ],
    [
      'a flag that no vector has',
      (file) => {
        for (const vector of file.vectors) vector.flags = ['Read'];
      },
      /no vector has the flag/,
    ],
    [
      'too few invalid vectors',
      (file) => {
        file.vectors = file.vectors.filter(({ result }) => result === 'valid');
        file.vectorCount = file.vectors.length;
      },
      /fewer invalid/,
    ],
  ])('finds %s', (_, change, message) => {
    expect(afterChange(change)).toMatch(message);
  });
});

describe('the lint of spec/', () => {
  const errors = '| `ERR_GOOD` | malformed | 65 | a | b | c |\n';
  const right = '<a id="ARCH-001"></a>**ARCH-001** A reader MUST read. (`ERR_GOOD`)\n';
  const lint = (text: string): string => {
    const documents: Documents = new Map([
      ['spec/errors.md', errors],
      ['spec/archive.md', text],
    ]);
    return formatProblems(lintSpec(documents, (path) => documents.has(path)));
  };

  it('finds nothing in a right document', () => {
    expect(
      lint(
        `# Title\n\n${right}\nProse, see [errors](errors.md) and [above](#ARCH-001) and [title](#title).\n`,
      ),
    ).toBe('');
    expect(lint(`${right}\n| MUST |\n|---|\n\n\`\`\`\nMUST\n\`\`\`\n`)).toBe('');
  });

  it.each<[string, string, RegExp]>([
    ['an id twice', `${right}\n${right}`, /ARCH-001 is also at/],
    [
      'an anchor that differs from its text',
      right.replace('**ARCH-001**', '**ARCH-002**'),
      /the anchor says/,
    ],
    ['an id that does not begin its paragraph', `Text ${right}`, /does not stand in bold/],
    ['a requirement without a keyword', right.replace('MUST read', 'reads'), /without a keyword/],
    ['a keyword outside a requirement', `${right}\nA writer SHOULD write.\n`, /outside a requirement/],
    ['an error code that is not in the table', right.replace('ERR_GOOD', 'ERR_BAD'), /ERR_BAD is not in/],
    [
      'a requirement that is mentioned and does not exist',
      `${right}\nSee ARCH-777.\n`,
      /ARCH-777 is no requirement/,
    ],
    ['a link to no file', `${right}\n[x](nowhere.md)\n`, /leads nowhere/],
    ['a link to no anchor', `${right}\n[x](errors.md#nowhere)\n`, /leads to no anchor/],
  ])('finds %s', (_, text, message) => {
    expect(lint(text)).toMatch(message);
  });
});

describe('the lint of words', () => {
  const join = (...parts: readonly string[]): string => parts.join('');

  it.each([
    join('see https://registry.', 'example.org/x'),
    join('from npm', 'js.com'),
    join('in /wo', 'rk/main/spec'),
    join('in /ro', 'ot/x'),
    join('in /ho', 'me/someone/x'),
    join('written by an ag', 'ent'),
    join('two suba', 'gents'),
    join('in an earlier ses', 'sion'),
    join('fixes iss', 'ue #12'),
    join('see the iss', 'ue'),
    join('TO', 'DO later'),
  ])('finds: %s', (text) => {
    expect(lintProse('packages/x/src/x.ts', `first line\n${text}\n`)).toHaveLength(1);
  });

  it.each([
    'a session key',
    'the session of a store',
    'the token issuer issues a token',
    'the user agent',
    '/home/ada/letters',
    'https://example.org/work/x',
    'network/roots',
  ])('leaves alone: %s', (text) => {
    expect(lintProse('packages/x/src/x.ts', text)).toEqual([]);
  });
});
