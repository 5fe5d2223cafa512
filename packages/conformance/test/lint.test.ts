// The lints find nothing in the repository, and find what is planted.

import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT, readText } from '../src/lint/files.ts';
import { lintAll, readDocuments, readReferences, readVectorFiles } from '../src/lint/index.ts';
import { formatProblems } from '../src/lint/problem.ts';
import { lintProse } from '../src/lint/prose.ts';
import { type Documents, lintCitations, lintRemoved, lintSchemaWords, lintSpec } from '../src/lint/spec.ts';
import { lintTables, TABLE_SOURCES } from '../src/lint/tables.ts';
import { lintVault, VAULT_SOURCES } from '../src/lint/vault.ts';
import { formatCounts, lintVectors, type VectorFiles, vectorPaths } from '../src/lint/vectors.ts';

describe('the repository', () => {
  it('passes every lint', () => {
    const { problems, counts } = lintAll();
    console.log(formatCounts(counts));
    expect(formatProblems(problems)).toBe('');
    expect(counts.length).toBeGreaterThan(10);
  });

  it('keeps the vectors below 20 MB, with a licence and a guide', () => {
    const { paths } = readVectorFiles();
    const size = paths.reduce((sum, path) => sum + statSync(`${ROOT}test-vectors/${path}`).size, 0);
    expect(size).toBeLessThan(20_000_000);
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
    // Code, spans of code, and sections that only explain.
    expect(
      lint(
        '```\nit must\n```\n\nA field with `@required`.\n\n## 3. Security considerations\n\nIt must.\n\n### More\n\nMust.\n',
      ),
    ).toBe('');
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
    ['two keywords in a requirement', right.replace('read.', 'read and SHOULD rest.'), /with 2 keywords/],
    ['a requirement of nobody', right.replace('A reader', 'One'), /ARCH-001 does not begin with whose duty/],
    [
      'a refusal without an error',
      right.replace('read. (`ERR_GOOD`)', 'refuse it, so that it ends.'),
      /ARCH-001 refuses and names no error/,
    ],
    ['a lower-case duty', `${right}\nA writer must write.\n`, /archive.md:3: "must" in normative text/],
    [
      'a lower-case duty in a requirement',
      right.replace('read.', 'read what must last.'),
      /"must" in normative/,
    ],
    ['a lower-case duty in a table', '| a |\n|---|\n| it shall not be |\n', /"shall not" in normative text/],
    ['a duty at the start of a sentence', 'Must a writer write?\n', /"Must" in normative text/],
    [
      'what somebody has to do',
      'A writer has to write, and readers have to read.\n',
      /"has to".*\n.*"have to"/,
    ],
    ['what may not be', 'A writer may not write.\n', /"may not" in normative text/],
    ['what is required', 'Writing is required.\n', /"required" in normative text/],
    [
      'a duty behind a section that only explains',
      '## 1. Rationale\n\nIt must.\n\n## 2. Rules\n\nIt must.\n',
      /^spec\/archive.md:7: "must" in normative text that is no requirement$/,
    ],
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

describe('removed requirements', () => {
  const changes = '# Changes\n\n| Removed | In | Because |\n|---|---|---|\n| ARCH-002 | draft 2 | of x |\n';
  const documents: Documents = new Map([
    ['spec/changes.md', changes],
    ['spec/archive.md', '<a id="ARCH-001"></a>**ARCH-001** A reader MUST read.\n'],
  ]);

  it('may be named by the list, and by nothing else', () => {
    expect(formatProblems(lintSpec(documents, () => true))).toBe('');
    const citing = new Map([...documents, ['spec/keys.md', 'See ARCH-002.\n']]);
    expect(formatProblems(lintSpec(citing, () => true))).toBe('spec/keys.md:1: ARCH-002 is no requirement');
  });

  it('do not come back', () => {
    const again = new Map([
      ...documents,
      ['spec/keys.md', '<a id="ARCH-002"></a>**ARCH-002** A reader MUST read.\n'],
    ]);
    expect(formatProblems(lintSpec(again, () => true))).toMatch(
      /keys.md:1: ARCH-002 was removed: its id is used/,
    );
  });

  it('are listed', () => {
    expect(lintRemoved(['ARCH-001', 'ARCH-002'], documents)).toEqual([]);
    expect(formatProblems(lintRemoved(['ARCH-001', 'ARCH-003'], documents))).toBe(
      'spec/changes.md: ARCH-003 was removed and is not listed',
    );
  });
});

describe('the lint of tables', () => {
  /** The problems after something was put in the place of something else in one file. */
  function afterChange(where: string, from: string, to: string): string {
    const files = new Map(TABLE_SOURCES.map((path) => [path, readText(path)]));
    if (where !== '') {
      expect(files.get(where)).toContain(from);
      files.set(where, files.get(where)!.replace(from, to));
    }
    return formatProblems(lintTables(files));
  }

  it('finds nothing as it is, and everything missing where there is nothing', () => {
    expect(afterChange('', '', '')).toBe('');
    expect(lintTables(new Map()).length).toBeGreaterThan(20);
  });

  const registries = 'packages/wire/src/registries.ts';
  it.each<[string, string, string, string, RegExp]>([
    ['another role', 'spec/registries.md', '| 6 | mark |', '| 9 | mark |', /the roles of .* not: mark 6/],
    ['another role in the code', registries, 'mark: 6', 'mark: 8', /does not have of the roles: mark 6/],
    [
      'another label',
      'spec/registries.md',
      '`muniment v1 slot`',
      '`muniment v2 slot`',
      /does not have of the labels: slot muniment v2 slot/,
    ],
    [
      'a label less',
      'spec/registries.md',
      '| `muniment v1 slot` |',
      '',
      /the labels of .* not: slot muniment v1/,
    ],
    [
      'another channel label in the code',
      'packages/wire/src/vault-inputs.ts',
      'vault response',
      'vault answer',
      /channel labels: response message\/muniment-vault response/,
    ],
    [
      'another object name',
      'spec/registries.md',
      '| `heads/` | head',
      '| `head/` | head',
      /object names: head head\//,
    ],
    [
      'an enum member less',
      'spec/proto/vault.proto',
      'ROLLED_BACK = 18;',
      '// none',
      /does not have of the enums: VaultOutcome 18 rolled-back/,
    ],
    ['a status more', 'spec/registries.md', '| 17 | `busy`', '| 19 | `busy`', /VaultOutcome 17 busy/],
    [
      'a phase that nobody explains',
      'spec/vault.md',
      '| `staged` | a first',
      '| `waiting` | a first',
      /the phases of .* not: staged/,
    ],
    [
      'an outcome that no operation has',
      'spec/proto/vault.proto',
      'BUSY = 17;',
      'BUSY = 17;\n  TIRED = 19;',
      /the outcomes of .* not: tired/,
    ],
    ['another phase', 'spec/registries.md', '| 4 | `erased`', '| 4 | `gone`', /VaultPhase 4 gone/],
    [
      'another length of a message',
      'spec/wire.md',
      '| `VaultRequest` | 8188 |',
      '| `VaultRequest` | 8189 |',
      /lengths of messages: VaultRequest 8189/,
    ],
    [
      'another class of an error',
      'spec/errors.md',
      '| `ERR_PADDING` | malformed |',
      '| `ERR_PADDING` | limit |',
      /ERR_PADDING limit/,
    ],
    [
      'an error that only code has',
      'packages/errors/src/codes.ts',
      'ERR_PADDING: {',
      'ERR_FILLING: {',
      /not: ERR_FILLING/,
    ],
    [
      'another number of a suite',
      'packages/opaque/src/suite.ts',
      "'P256-SHA256': 2",
      "'P256-SHA256': 4",
      /suites: P256-SHA256 2/,
    ],
    [
      'a smaller frame',
      'spec/wire.md',
      '| `VaultRecord` | 16384 |',
      '| `VaultRecord` | 8192 |',
      /"`VaultRecord`", 8192, is not/,
    ],
    [
      'a shorter path',
      'spec/archive.md',
      '| path | 32,768 bytes |',
      '| path | 4,096 bytes |',
      /"path", 4,096 bytes, is not PATH_MAX/,
    ],
    [
      'a larger object',
      'packages/storage/src/names.ts',
      '64 * 1024 * 1024',
      '128 * 1024 * 1024',
      /"object", 2\^26 .* is not OBJECT_MAX/,
    ],
    [
      'a limit that has gone',
      'spec/keys.md',
      '| keyring object |',
      '| a keyring |',
      /"keyring object", undefined, is not/,
    ],
  ])('finds %s', (_, where, from, to, message) => {
    expect(afterChange(where, from, to)).toMatch(message);
  });
});

it('finds duties in the comments of a schema, and leaves annotations alone', () => {
  const lint = (text: string): string => formatProblems(lintSchemaWords('spec/proto/x.proto', text));
  expect(lint('bytes id = 1;  // @length 16 @required  of the object\nstring must = 2;\n')).toBe('');
  expect(lint('one\nbytes id = 1;  // must be random\n')).toBe(
    'spec/proto/x.proto:2: "must" beside what annotations say',
  );
});

it('finds a requirement that code cites and that there is not', () => {
  const known = new Set(['ARCH-001', 'VAULT-003']);
  const lint = (text: string): string => formatProblems(lintCitations('packages/x/src/x.ts', text, known));
  expect(lint('// ARCH-001 and VAULT-003; UTF-008 is none of ours.')).toBe('');
  expect(lint('one\n// VAULT-004')).toBe('packages/x/src/x.ts:2: VAULT-004 is no requirement');
});

it('finds a document that the list of documents does not have', () => {
  const documents: Documents = new Map([
    ['spec/README.md', '| `wire.md`, `proto/` | messages |\n'],
    ['spec/wire.md', '# Title\n'],
    ['spec/new.md', '# Title\n'],
  ]);
  expect(formatProblems(lintSpec(documents, () => true))).toBe('spec/README.md: new.md is not in its table');
});

describe('the lint of the vault', () => {
  const spec = readText('spec/vault.md');
  const step = 'packages/vault-server/src/step.ts';

  /** The problems after something was put in the place of something else in the specification or in a source. */
  function afterChange(where: string, from: string | RegExp, to: string): string {
    const text = (path: string): string => {
      const old = readText(path);
      const changed = path === where ? old.replace(from, to) : old;
      if (path === where) expect(changed).not.toBe(old);
      return changed;
    };
    return formatProblems(
      lintVault(text('spec/vault.md'), new Map(VAULT_SOURCES.map((path) => [path, text(path)]))),
    );
  }

  it('finds nothing as it is, and everything missing where there are no sources', () => {
    expect(
      formatProblems(lintVault(spec, new Map(VAULT_SOURCES.map((path) => [path, readText(path)])))),
    ).toBe('');
    expect(lintVault(spec, new Map()).length).toBeGreaterThan(50);
    expect(
      lintVault('', new Map(VAULT_SOURCES.map((path) => [path, readText(path)]))).length,
    ).toBeGreaterThan(50);
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'two keywords',
      'spec/vault.md',
      'A realm MUST allow ten',
      'A realm MUST and SHOULD allow ten',
      /VAULT-020 has 2 keywords/,
    ],
    [
      'no keyword',
      'spec/vault.md',
      'A realm MUST allow ten',
      'A realm allows ten',
      /VAULT-020 has 0 keywords/,
    ],
    [
      'another subject',
      'spec/vault.md',
      'A realm MUST allow ten',
      'A server MUST allow ten',
      /VAULT-020 does not say of/,
    ],
    [
      'a transition that the code does not have',
      'spec/vault.md',
      '| `erased` | `cancel` | owner |',
      '| `erased` | `freeze` | owner |',
      /does not have the transition erased \| freeze/,
    ],
    [
      'a transition that nobody signs',
      step,
      "operation: 'delete', signed: ['owner'], next: ['none']",
      "operation: 'delete', signed: [], next: ['none']",
      /does not have the transition erased \| delete \| owner \| none/,
    ],
    ['another next phase', step, "next: ['active', 'erased']", "next: ['active']", /active \| login/],
    [
      'a transition less',
      step,
      "  { phase: 'active', operation: 'revert'",
      "  // { phase: 'active', operation : 'revert'",
      /does not have the transition active \| revert/,
    ],
    [
      'another time in the text',
      'spec/vault.md',
      '| 24 h | STAGE |',
      '| 25 h | STAGE |',
      /"25 h" after STAGE is not STAGE_MS/,
    ],
    [
      'another time in the code',
      step,
      'DELETE_MS: bigint = 72n',
      'DELETE_MS: bigint = 71n',
      /"72 h" after DELETE without a login proof is not/,
    ],
    [
      'a time that no constant is known for',
      'spec/vault.md',
      '| 7 days | ABANDON |',
      '| 7 days | GIVING UP |',
      /"GIVING UP"/,
    ],
    ['another interval', step, '90n * DAY_MS', '9n * DAY_MS', /the interval of cancellations, 90, is not/],
    [
      'another limit in the text',
      'spec/vault.md',
      '| token | 2,048 bytes, 300 s |',
      '| token | 2,048 bytes, 600 s |',
      /the life of a token, 600, is not/,
    ],
    [
      'another limit in the code',
      'packages/wire/src/fixed-frame.ts',
      'VAULT_RESPONSE_BYTES = 4096',
      'VAULT_RESPONSE_BYTES = 8192',
      /the bytes of a response, 4,096, is not/,
    ],
    [
      'a limit that has gone from the text',
      'spec/vault.md',
      'refuse a note of more than 65,536 bytes',
      'refuse a long note',
      /the bytes of a note is not where it was/,
    ],
    [
      'more pending logins',
      'spec/vault.md',
      '| pending logins | 10 |',
      '| pending logins | 11 |',
      /the pending logins are not/,
    ],
    [
      'greater versions',
      'spec/proto/vault.proto',
      '@range 0..9007199254740991',
      '@range 0..9007199254740992',
      /a field version of vault.proto/,
    ],
    [
      'another wait in the text',
      'spec/vault.md',
      '0, 0, 0, 0, 60,000',
      '0, 0, 0, 0, 30,000',
      /the waits in words are/,
    ],
    [
      'another wait in the code of a client',
      'packages/vault-client/src/descriptor.ts',
      '  48 * HOUR_MS,',
      '  47 * HOUR_MS,',
      /the waits are not WAITS_MIN_MS/,
    ],
    [
      'another wait in the code of a realm',
      'packages/vault-server/src/realm-folder.ts',
      '0, 0, 0, 0, MINUTE_MS',
      '0, 0, 0, 0, 0',
      /the waits are not those of/,
    ],
    [
      'another outcome in the text',
      'spec/vault.md',
      '| `finish` | ok, wrong, no-login |',
      '| `finish` | ok, wrong |',
      /does not have the outcomes: finish no-login|does not have the outcomes: finish ok wrong/,
    ],
    [
      'another outcome in the code',
      'packages/vault-client/src/answers.ts',
      "finish: ['ok', 'wrong', 'no-login']",
      "finish: ['ok', 'wrong']",
      /the table does not have the outcomes of/,
    ],
  ])('finds %s', (_, where, from, to, message) => {
    expect(afterChange(where, from, to)).toMatch(message);
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
