// Runs publint and attw on every package that is meant to be published: what npm users would get.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packages = new URL('../../', import.meta.url);

let failed = false;
for (const name of readdirSync(packages)) {
  const folder = new URL(`${name}/`, packages);
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { private?: boolean };
  if (manifest.private === true) continue;
  // attw understands entry points that are imported; a command has none.
  const checks = [['publint', 'run', '--strict', '--pack', 'npm']];
  if (name !== 'cli') checks.push(['attw', '--pack', '.', '--profile', 'esm-only']);
  for (const [command, ...args] of checks) {
    try {
      await run(command, args, { cwd: folder });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      console.error(`${name}: ${command} failed\n${stdout}${stderr}`);
      failed = true;
    }
  }
}
if (failed) process.exit(1);
console.log('publint and attw: every package passes');
