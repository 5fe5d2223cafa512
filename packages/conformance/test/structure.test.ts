// The workspace is as the table says, and the check finds what is planted.

import { describe, expect, it } from 'vitest';
import { readText, trackedFiles } from '../src/lint/files.ts';
import { formatProblems } from '../src/lint/problem.ts';
import {
  ALLOWED_IMPORTS,
  checkImports,
  checkManifests,
  checkRoot,
  checkStructure,
  checkTable,
  importsOf,
} from '../src/structure.ts';

const isRead = (path: string): boolean => /\.[cm]?[jt]sx?$|(^|\/)package(-lock)?\.json$/.test(path);
const sources = new Map(trackedFiles().map((path) => [path, isRead(path) ? readText(path) : '']));

/** What the check finds once `text` is a file of the workspace. */
function planted(path: string, text: string): string {
  return formatProblems(
    checkImports(new Map([...sources, [path, text]])).filter(({ where }) => where.startsWith(path)),
  );
}

describe('the workspace', () => {
  it('is as the table says', () => {
    expect(sources.size).toBeGreaterThan(100);
    expect(formatProblems(checkStructure(sources))).toBe('');
  });

  it('has a row for every package', () => {
    const folders = new Set(
      [...sources.keys()].flatMap((path) => /^packages\/([^/]+)\//.exec(path)?.[1] ?? []),
    );
    for (const folder of folders) expect(ALLOWED_IMPORTS, folder).toHaveProperty(folder);
  });
});

describe('imports', () => {
  it('are found in every form', () => {
    const text = [
      `import a from 'one';`,
      `import type { B } from 'two';`,
      `import { type C, type D } from 'three';`,
      `import { type E, f } from 'four';`,
      `import {`,
      `  g,`,
      `  type H,`,
      `} from 'five';`,
      `export * from 'six';`,
      `export { i } from "seven";`,
      `import 'eight';`,
      `const j = await import('nine');`,
      `const k = require('ten');`,
      `// import l from 'comment';`,
      ` * import m from 'documentation';`,
      `const n = "import o from 'text'";`,
      `import * as p from 'eleven';`,
      `import q, { r } from 'twelve';`,
    ].join('\n');
    const found = importsOf(text);
    expect(found.map(({ specifier }) => specifier).sort()).toEqual(
      [
        'one',
        'two',
        'three',
        'four',
        'five',
        'six',
        'seven',
        'eight',
        'nine',
        'ten',
        'eleven',
        'twelve',
      ].sort(),
    );
    expect(found.filter(({ typeOnly }) => typeOnly).map(({ specifier }) => specifier)).toEqual([
      'two',
      'three',
    ]);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'an edge that is not in the table',
      'packages/wire/src/planted.ts',
      `import { x } from '@muniment/crypto';`,
      /wire may not import crypto/,
    ],
    [
      'an edge upwards',
      'packages/crypto/src/planted.ts',
      `import { x } from '@muniment/keys';`,
      /crypto may not import keys/,
    ],
    [
      'an import of the command',
      'packages/backup/src/planted.ts',
      `import { x } from '@muniment/cli';`,
      /backup may not import cli/,
    ],
    [
      'an import of this package',
      'packages/archive/src/planted.ts',
      `import { x } from '@muniment/conformance';`,
      /archive may not import conformance/,
    ],
    [
      'a value of the store in archive',
      'packages/archive/src/planted.ts',
      `import { memoryStore } from '@muniment/storage';`,
      /only types of storage/,
    ],
    [
      'test-kit outside tests',
      'packages/archive/src/planted.ts',
      `import { count } from '@muniment/test-kit';`,
      /test-kit is for tests/,
    ],
    [
      'a dependency that is not declared',
      'packages/wire/src/planted.ts',
      `import x from 'left-pad';`,
      /is not a dependency/,
    ],
    [
      'the sources of another package',
      'packages/keys/src/planted.ts',
      `import { x } from '../../wire/src/reader.ts';`,
      /reaches into another package/,
    ],
    [
      'Node in a portable source',
      'packages/archive/src/planted.ts',
      `import { readFileSync } from 'node:fs';`,
      /imports Node/,
    ],
    [
      'Node by a dynamic import',
      'packages/keys/src/planted.ts',
      `const fs = await import('node:fs');`,
      /imports Node/,
    ],
    [
      'a source for Node in a portable one',
      'packages/crypto/src/planted.ts',
      `import { x } from './providers/node.ts';`,
      /imports one for Node/,
    ],
    [
      'an import that package.json does not map',
      'packages/wire/src/planted.ts',
      `import { x } from '#provider';`,
      /not among the imports/,
    ],
    [
      'a module whose name is computed',
      'packages/archive/src/planted.ts',
      `const module = await import(\`node:\${name}\`);`,
      /not known before it runs/,
    ],
    [
      'what is not published in what is',
      'packages/conformance/src/runner/planted.ts',
      `import { lintAll } from '../lint/index.ts';`,
      /is not published/,
    ],
    [
      'a tool of development in what is published',
      'packages/conformance/src/runner/planted.ts',
      `import { Ajv2020 } from 'ajv/dist/2020.js';`,
      /is not a dependency/,
    ],
  ])('%s is found', (_, path, text, message) => {
    expect(planted(path, text)).toMatch(message);
  });

  it.each<[string, string, string]>([
    ['an edge of the table', 'packages/keys/src/planted.ts', `import { x } from '@muniment/wire';`],
    [
      'types of the store in archive',
      'packages/archive/src/planted.ts',
      `import type { Store } from '@muniment/storage';`,
    ],
    [
      'a tool of development beside what is published',
      'packages/conformance/src/lint/planted.ts',
      `import { Ajv2020 } from 'ajv/dist/2020.js';`,
    ],
    [
      'Node in a file for Node',
      'packages/archive/src/planted.node.ts',
      `import { readFileSync } from 'node:fs';`,
    ],
    [
      'Node in a folder for Node',
      'packages/archive/src/node/planted.ts',
      `import { readFileSync } from 'node:fs';`,
    ],
    [
      'Node in a package that is not portable',
      'packages/backup/src/planted.ts',
      `import { readFileSync } from 'node:fs';`,
    ],
    [
      'test-kit in a test',
      'packages/archive/test/planted.test.ts',
      `import { count } from '@muniment/test-kit';`,
    ],
  ])('%s is allowed', (_, path, text) => {
    expect(planted(path, text)).toBe('');
  });
});

describe('package.json', () => {
  const check = (folder: string, manifest: object): string =>
    formatProblems(checkManifests(new Map([[`packages/${folder}/package.json`, JSON.stringify(manifest)]])));

  it.each<[string, object, RegExp]>([
    ['a caret', { name: '@muniment/wire', dependencies: { x: '^1.0.0' } }, /not pinned/],
    ['a star', { name: '@muniment/wire', devDependencies: { x: '*' } }, /not pinned/],
    ['a tag', { name: '@muniment/wire', dependencies: { x: 'latest' } }, /not pinned/],
    ['a range', { name: '@muniment/wire', dependencies: { x: '1.0.0 - 2.0.0' } }, /not pinned/],
    [
      'an edge that is not in the table',
      { name: '@muniment/wire', dependencies: { '@muniment/keys': '0.1.0' } },
      /may not depend on keys/,
    ],
    ['another name', { name: '@muniment/wires' }, /is called/],
    [
      'an import for Node alone',
      { name: '@muniment/wire', imports: { '#x': { node: './dist/x-node.js' } } },
      /no default/,
    ],
    [
      'a default for Node',
      { name: '@muniment/wire', imports: { '#x': { default: './dist/x-node.js' } } },
      /no default/,
    ],
  ])('with %s is found', (_, manifest, message) => {
    expect(check('wire', manifest)).toMatch(message);
  });

  it('may ask for a range of a peer', () => {
    expect(check('opaque', { name: '@muniment/opaque', peerDependencies: { x: '^1.0.0' } })).toBe('');
  });

  it('of the vectors is looked at too', () => {
    const manifest = JSON.stringify({ name: '@muniment/test-vectors', dependencies: { x: '^1.0.0' } });
    expect(formatProblems(checkManifests(new Map([['test-vectors/package.json', manifest]])))).toMatch(
      /not pinned/,
    );
  });

  it('of a package that the table does not have is found', () => {
    expect(check('extra', { name: '@muniment/extra' })).toMatch(/no row for extra/);
  });
});

describe('the root', () => {
  it.each(['notes.md', 'scripts/x.ts', 'docs/x.md'])('may not have %s', (path) => {
    expect(formatProblems(checkRoot(new Map([[path, '']])))).toMatch(/may not lie at the root/);
  });

  it('may not have a lock file that names a host', () => {
    const lock = JSON.stringify({
      packages: { 'node_modules/x': { resolved: 'https://example.org/x.tgz' } },
    });
    expect(formatProblems(checkRoot(new Map([['package-lock.json', lock]])))).toMatch(/names a host/);
    const local = JSON.stringify({ packages: { 'node_modules/x': { resolved: 'packages/x', link: true } } });
    expect(checkRoot(new Map([['package-lock.json', local]]))).toEqual([]);
  });
});

describe('the table', () => {
  it('has no cycle', () => {
    expect(checkTable(ALLOWED_IMPORTS)).toEqual([]);
    expect(checkTable({ a: ['b'], b: ['a'] })).toHaveLength(1);
    expect(checkTable({ a: ['a'] })).toHaveLength(1);
  });
});
