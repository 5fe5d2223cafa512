// How the workspace is put together: who may import whom, what runs in browsers, pinned versions, allowed files. The one
// place where this is said; scripts/check-structure.ts enforces it.

import type { Problem } from './lint/problem.ts';

/** The allowed imports between packages of this workspace, beside each package's own files. */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  // Only data: the folder at the root.
  'test-vectors': [],
  errors: [],
  wire: ['errors'],
  crypto: ['errors'],
  storage: ['errors'],
  keys: ['errors', 'wire', 'crypto'],
  opaque: ['errors', 'wire', 'crypto'],
  archive: ['errors', 'wire', 'crypto', 'storage'],
  'vault-client': ['errors', 'wire', 'crypto', 'keys', 'opaque'],
  'vault-server': ['errors', 'wire', 'crypto', 'opaque'],
  backup: ['errors', 'wire', 'crypto', 'storage', 'keys', 'opaque', 'archive', 'vault-client'],
  cli: [
    'errors',
    'wire',
    'crypto',
    'storage',
    'keys',
    'opaque',
    'archive',
    'vault-client',
    'vault-server',
    'backup',
  ],
  // The rest is never imported.
  bench: [
    'errors',
    'wire',
    'crypto',
    'storage',
    'keys',
    'opaque',
    'archive',
    'vault-client',
    'vault-server',
    'backup',
  ],
  acceptance: [
    'errors',
    'wire',
    'crypto',
    'storage',
    'keys',
    'opaque',
    'archive',
    'vault-client',
    'vault-server',
    'backup',
    'cli',
  ],
  conformance: [
    'archive',
    'crypto',
    'errors',
    'keys',
    'opaque',
    'storage',
    'test-vectors',
    'vault-client',
    'vault-server',
    'wire',
  ],
  'test-kit': [],
};

/** Imports that may bring types only: `archive` knows the store's contract and no store. */
export const TYPE_IMPORTS: readonly (readonly [from: string, to: string])[] = [['archive', 'storage']];

/** Packages that run unchanged in browsers. */
export const PORTABLE: readonly string[] = [
  'errors',
  'wire',
  'crypto',
  'keys',
  'opaque',
  'archive',
  'vault-client',
];

/** What makes and checks the vectors: it lies beside what is published of `conformance`, and may use what the workspace has. */
const UNPUBLISHED = /^packages\/conformance\/src\/(?!index[.]ts$|protocol[.]ts$|reference\/|runner\/)/;

/** What may lie at the root, beside files whose name begins with a dot. */
const TOP_LEVEL: readonly string[] = [
  'LICENSE',
  'README.md',
  'package-lock.json',
  'package.json',
  'packages',
  'spec',
  'test-vectors',
  'tsconfig.base.json',
  'turbo.json',
];

/** The files of the repository, by path from its root. Only sources and manifests need their text. */
export type Sources = ReadonlyMap<string, string>;

/** The parts of a package.json that are looked at. */
interface Manifest {
  readonly name?: string;
  readonly private?: boolean;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** An import, export-from, dynamic import or require. */
export interface ImportedModule {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

// Statements begin a line, so that what a comment or text quotes is not taken for one.
const STATEMENT =
  /^(?:import|export)\s+(type\s+)?((?:[\w$*\s,]|\{[^}]*\})+?)\s*from\s*(['"])([^'"\n]+)\3|^import\s*(['"])([^'"\n]+)\5/gm;
const CALL =
  /(?<![\w.$])(?:import|require|import\.meta\.resolve|process\.getBuiltinModule)\s*\(\s*(['"`])([^'"`\n]+)\1/g;
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*)/;

/** The modules that a TypeScript or JavaScript source names. */
export function importsOf(text: string): ImportedModule[] {
  const found = [...text.matchAll(STATEMENT)].map((match) => {
    const [, typeKeyword, clause, , from, , bare] = match;
    const listed = /^\{([^}]*)\}$/
      .exec(clause?.trim() ?? '')?.[1]
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return {
      specifier: from ?? bare,
      line: text.slice(0, match.index).split('\n').length,
      typeOnly: typeKeyword !== undefined || (listed?.every((name) => name.startsWith('type ')) ?? false),
    };
  });
  text.split('\n').forEach((content, i) => {
    if (COMMENT_LINE.test(content)) return;
    for (const [, , specifier] of content.matchAll(CALL))
      found.push({ specifier, line: i + 1, typeOnly: false });
  });
  return found;
}

/** True for sources that may use Node: `*.node.ts`, `*-node.ts`, `node.ts`, or below a folder `node`. */
function isNodeFile(path: string): boolean {
  return /(^|[/.-])node\.[jt]s$|\/node\//.test(path);
}

/** `@scope/name` or `name` of a specifier. */
function packageOf(specifier: string): string {
  const [first, second] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function manifestOf(sources: Sources, folder: string): Manifest {
  return JSON.parse(sources.get(`packages/${folder}/package.json`) ?? '{}') as Manifest;
}

/** The folder under packages/ that a path lies in, and the path within it. */
function place(path: string): { folder: string; inner: string } | undefined {
  const match = /^packages\/([^/]+)\/(.*)$/.exec(path);
  return match === null ? undefined : { folder: match[1], inner: match[2] };
}

/** A relative import as a path from the root. */
function resolve(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}

/** Checks the imports of all sources against the table. */
export function checkImports(sources: Sources): Problem[] {
  const problems: Problem[] = [];
  for (const [path, text] of sources) {
    const at = place(path);
    if (at === undefined || !/^(src|bin|scripts|test)\/.*\.[cm]?[jt]sx?$/.test(at.inner)) continue;
    const { folder, inner } = at;
    const isSource = /^(src|bin)\//.test(inner);
    const isTest = inner.startsWith('test/');
    const portable = PORTABLE.includes(folder) && inner.startsWith('src/') && !isNodeFile(inner);
    const manifest = manifestOf(sources, folder);
    const allowed = ALLOWED_IMPORTS[folder];
    for (const { specifier, line, typeOnly } of importsOf(text)) {
      const report = (what: string): void => {
        problems.push({ where: `${path}:${line}`, what: `${what}: ${specifier}` });
      };
      if (specifier.includes('${')) {
        if (isSource && !UNPUBLISHED.test(path)) report('is not known before it runs');
        continue;
      }
      if (specifier.startsWith('.')) {
        const target = resolve(path, specifier);
        if (isSource && !UNPUBLISHED.test(path) && UNPUBLISHED.test(target)) report('is not published');
        if (
          !target.startsWith(`packages/${folder}/`) &&
          /^packages\/[^/]+\/(src|dist|bin|test)\//.test(target)
        ) {
          report('reaches into another package');
        }
        if (portable && isNodeFile(target)) report('a portable source imports one for Node');
        continue;
      }
      if (specifier.startsWith('#')) {
        if (isSource && manifest.imports?.[specifier] === undefined)
          report('is not among the imports of package.json');
        continue;
      }
      if (specifier.startsWith('node:')) {
        if (portable) report('a portable source imports Node');
        continue;
      }
      const name = packageOf(specifier);
      const other = name.startsWith('@muniment/') ? name.slice('@muniment/'.length) : undefined;
      if (other === folder) continue;
      if (isSource) {
        const declared = {
          ...manifest.dependencies,
          ...manifest.peerDependencies,
          ...manifest.optionalDependencies,
        };
        const isHere = manifest.private === true || UNPUBLISHED.test(path);
        const inDevelopment = isHere && manifest.devDependencies?.[name] !== undefined;
        if (declared[name] === undefined && !inDevelopment) report('is not a dependency in package.json');
      }
      if (other === undefined) continue;
      if (other === 'test-kit') {
        if (!isTest) report('test-kit is for tests');
        continue;
      }
      if (allowed === undefined) report(`the table has no row for ${folder}`);
      else if (isSource && !allowed.includes(other)) report(`${folder} may not import ${other}`);
      else if (isSource && !typeOnly && TYPE_IMPORTS.some(([from, to]) => from === folder && to === other)) {
        report(`${folder} may import only types of ${other}`);
      }
    }
  }
  return problems;
}

/** Checks every package.json: edges, pins, and node conditions of its imports. */
export function checkManifests(sources: Sources): Problem[] {
  const problems: Problem[] = [];
  for (const [path, text] of sources) {
    if (!/^(packages\/[^/]+\/|test-vectors\/)?package\.json$/.test(path)) continue;
    const report = (what: string): void => {
      problems.push({ where: path, what });
    };
    const manifest = JSON.parse(text) as Manifest;
    const folder = place(path)?.folder;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
          report(`${name} is not pinned to one version: ${version}`);
      }
    }
    if (folder === undefined) continue;
    if (manifest.name !== `@muniment/${folder}`) report(`is called ${manifest.name}`);
    const allowed = ALLOWED_IMPORTS[folder];
    if (allowed === undefined) report(`the table has no row for ${folder}`);
    const runtime = {
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.optionalDependencies,
    };
    for (const name of Object.keys(runtime)) {
      const other = name.startsWith('@muniment/') ? name.slice('@muniment/'.length) : undefined;
      if (other !== undefined && !(allowed ?? []).includes(other))
        report(`${folder} may not depend on ${other}`);
    }
    for (const [name, target] of Object.entries(manifest.imports ?? {})) {
      const conditions =
        typeof target === 'object' && target !== null
          ? (target as Record<string, unknown>)
          : { default: target };
      if (
        PORTABLE.includes(folder) &&
        (typeof conditions.default !== 'string' || isNodeFile(conditions.default))
      ) {
        report(`${name} has no default that runs without Node`);
      }
    }
  }
  return problems;
}

/** Checks what lies at the root, and that the lock file names no host. */
export function checkRoot(sources: Sources): Problem[] {
  const problems: Problem[] = [];
  const names = new Set([...sources.keys()].map((path) => path.split('/')[0]));
  for (const name of names) {
    if (!name.startsWith('.') && !TOP_LEVEL.includes(name))
      problems.push({ where: name, what: 'may not lie at the root' });
  }
  const lock = sources.get('package-lock.json') ?? '{}';
  const { packages = {} } = JSON.parse(lock) as { packages?: Record<string, { resolved?: string }> };
  for (const [name, { resolved }] of Object.entries(packages)) {
    if (resolved !== undefined && /^[a-z+]+:/.test(resolved)) {
      problems.push({ where: `package-lock.json, ${name}`, what: `names a host: ${resolved}` });
    }
  }
  return problems;
}

/** No cycle can come of a table in which each package imports only those that stand above it. */
export function checkTable(table: Readonly<Record<string, readonly string[]>>): Problem[] {
  const names = Object.keys(table);
  return names.flatMap((name, i) =>
    table[name]
      .filter((other) => !names.slice(0, i).includes(other))
      .map((other) => ({
        where: 'the table of imports',
        what: `${name} imports ${other}, which does not stand above it`,
      })),
  );
}

/** Every check. */
export function checkStructure(sources: Sources): Problem[] {
  return [
    ...checkTable(ALLOWED_IMPORTS),
    ...checkImports(sources),
    ...checkManifests(sources),
    ...checkRoot(sources),
  ];
}
