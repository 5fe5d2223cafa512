// Writes the generated suites under test-vectors/. `--check` compares instead of writing.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SUITES } from '../src/suites/index.ts';

const target = fileURLToPath(new URL('../../../test-vectors/', import.meta.url));
const checking = process.argv.includes('--check');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const name of wanted) if (!(name in SUITES)) throw new Error(`there is no suite ${name}`);

function present(folder: string): string[] {
  try {
    return readdirSync(join(target, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(target, join(entry.parentPath, entry.name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

let differences = 0;
const differs = (path: string, what: string): void => {
  differences++;
  console.error(`test-vectors/${path} ${what}`);
};
for (const [name, build] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const files = build();
  // The guides are written by hand; everything else in a suite's folder is generated.
  const schema = `schema/${name}.json`;
  const old = [...present(name), ...present('schema').filter((path) => path === schema)].filter(
    (path) => !path.endsWith('.md'),
  );
  for (const path of old) {
    if (files.has(path)) continue;
    if (checking) differs(path, 'is not generated');
    else rmSync(join(target, path));
  }
  for (const [path, bytes] of files) {
    if (!path.startsWith(`${name}/`) && path !== schema)
      throw new Error(`suite ${name} may not write ${path}`);
    const full = join(target, path);
    if (!checking) {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, bytes);
    } else if (!old.includes(path)) differs(path, 'is missing');
    else if (!readFileSync(full).equals(bytes)) differs(path, 'differs from what the generator makes');
  }
}
if (differences > 0) {
  console.error('Run npm run generate -w @muniment/conformance and look at what changed.');
  process.exit(1);
}
