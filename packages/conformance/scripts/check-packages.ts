// Runs publint and attw on every package that is meant to be published, and looks for files that its modules import and that are
// not packed: what npm users would get.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { importsOf } from '../src/structure.ts';

const run = promisify(execFile);
const packages = new URL('../../', import.meta.url);
const folders = [
  ...readdirSync(packages).map((name) => new URL(`${name}/`, packages)),
  new URL('../test-vectors/', packages),
];

/** The paths that npm would pack. */
async function packed(folder: URL): Promise<string[]> {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    maxBuffer: 1 << 26,
  });
  const found = JSON.parse(stdout) as
    | Record<string, { files: { path: string }[] }>
    | { files: { path: string }[] }[];
  return Object.values(found).flatMap(({ files }) => files.map(({ path }) => path));
}

/** Imports of packed modules that lead to what is not packed. */
function missingImports(folder: URL, paths: readonly string[]): string[] {
  const all = new Set(paths.map((path) => new URL(path, folder).href));
  return paths
    .filter((path) => /\.(?:d\.ts|js)$/.test(path))
    .flatMap((path) =>
      importsOf(readFileSync(new URL(path, folder), 'utf8'))
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => new URL(specifier, new URL(path, folder)).href)
        .filter((target) => !all.has(target) && !all.has(target.replace(/\.ts$/, '.d.ts')))
        .map((target) => `${path} imports ${target.slice(folder.href.length)}`),
    );
}

let failed = false;
const fail = (name: string, what: string): void => {
  console.error(`${name}: ${what}`);
  failed = true;
};
for (const folder of folders) {
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    name: string;
    private?: boolean;
    exports?: Record<string, unknown>;
  };
  if (manifest.private === true) continue;
  const checks = [['publint', 'run', '--strict', '--pack', 'npm']];
  // attw understands entry points that are imported; the command has none, and the vectors are data.
  const hasModules = manifest.exports?.['.'] !== undefined && manifest.name !== '@muniment/cli';
  if (hasModules) checks.push(['attw', '--pack', '.', '--profile', 'esm-only']);
  for (const [command, ...args] of checks) {
    try {
      await run(command, args, { cwd: folder });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      fail(manifest.name, `${command} failed\n${stdout}${stderr}`);
    }
  }
  const paths = await packed(folder);
  if (paths.length < 3) fail(manifest.name, `packs only ${paths.join(', ')}`);
  for (const missing of missingImports(folder, paths)) fail(manifest.name, `${missing}, which is not packed`);
}
if (failed) process.exit(1);
console.log('publint and attw: every package passes, and every module that is imported is packed');
