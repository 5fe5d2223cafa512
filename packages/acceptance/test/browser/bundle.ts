// Bundles the page as a web application would: with browser conditions, and nothing of Node.

import { existsSync, globSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
const PAGE = fileURLToPath(new URL('./page.ts', import.meta.url));
const ENTRY = join(dirname(PAGE), 'entry.js');

/** The packages that promise to run in browsers. */
const PORTABLE = ['errors', 'wire', 'crypto', 'keys', 'archive', 'vault-client'];

/** What the vector tests import and browsers do not have, and what takes its place. */
const REPLACED: Readonly<Record<string, string>> = {
  vitest: fileURLToPath(new URL('./vitest.ts', import.meta.url)),
  '@muniment/test-kit': fileURLToPath(new URL('./test-kit.ts', import.meta.url)),
  [join(PACKAGES, 'crypto/test/providers.ts')]: fileURLToPath(new URL('./providers.ts', import.meta.url)),
};

/** The vector tests of the portable packages, as paths below packages/. */
export function findVectorTests(): string[] {
  return globSync(`{${PORTABLE.join(',')}}/test/vectors/*.test.ts`, { cwd: PACKAGES }).sort();
}

/** The page that runs `tests`: file name to code. Its script is `entry.js`. */
export function bundlePage(tests: readonly string[]): Promise<Map<string, string>> {
  const imports = tests.map(
    (path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(join(PACKAGES, path))})`,
  );
  return bundleForBrowser(`import { start } from ${JSON.stringify(PAGE)}; start({ ${imports.join(', ')} });`);
}

/**
 * Bundles a module, whose imports are relative to this folder, and all it imports: file name to code.
 * @throws Error if anything imports a module of Node or one that is not there, and for every warning
 */
export async function bundleForBrowser(source: string): Promise<Map<string, string>> {
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    // Packages say that their modules have no side effects; their test files register tests.
    treeshake: { moduleSideEffects: [{ test: /\.test\.ts$/, sideEffects: true }] },
    plugins: [provideEntry(source), refuseNode, replaceTestParts, useBuild],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  try {
    const { output } = await bundle.generate({ format: 'es', entryFileNames: '[name].js' });
    const files = new Map<string, string>();
    for (const part of output) if (part.type === 'chunk') files.set(part.fileName, part.code);
    for (const part of output) {
      if (part.type !== 'chunk') throw new Error(`${part.fileName} is no script`);
      for (const name of [...part.imports, ...part.dynamicImports]) {
        if (!files.has(name)) throw new Error(`${part.fileName} imports ${name}, which is not in the bundle`);
      }
    }
    return files;
  } finally {
    await bundle.close();
  }
}

function provideEntry(source: string): Plugin {
  return {
    name: 'provide-entry',
    resolveId: (id) => (id === ENTRY ? id : undefined),
    load: (id) => (id === ENTRY ? source : undefined),
  };
}

const refuseNode: Plugin = {
  name: 'refuse-node',
  resolveId(id, importer) {
    if (isBuiltin(id))
      throw new Error(`${importer ?? 'the entry'} imports ${id}, which browsers do not have`);
  },
};

const replaceTestParts: Plugin = {
  name: 'replace-test-parts',
  resolveId: (id, importer) => REPLACED[absolute(id, importer)],
};

/** Tests of a package import its sources; what is tested in the page is what the package ships. */
const useBuild: Plugin = {
  name: 'use-build',
  resolveId(id, importer) {
    if (!id.startsWith('.')) return;
    const [name = '', folder, ...rest] = relative(PACKAGES, absolute(id, importer)).split(sep);
    if (folder !== 'src') return;
    const built = join(PACKAGES, name, 'dist', ...rest).replace(/\.ts$/, '.js');
    if (!existsSync(built)) throw new Error(`${built} is missing: build the packages first`);
    return built;
  },
};

function absolute(id: string, importer = ENTRY): string {
  return id.startsWith('.') ? resolve(dirname(importer), id) : id;
}
