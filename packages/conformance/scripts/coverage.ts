// Checks that each requirement is shown by a vector or a test, and that what is generated from that is up to date; findings
// end it with status 1. `--write` writes the generated files; ids as arguments print all that there is of each.

import { existsSync, writeFileSync } from 'node:fs';
import { ROOT, readText } from '../src/lint/files.ts';
import { repositoryCoverage } from '../src/requirements/index.ts';
import { formatOne, withoutLines } from '../src/requirements/report.ts';

const { coverage, problems, removed, files, totals } = repositoryCoverage();
const ids = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const id of ids) {
  const one = coverage.find(({ requirement }) => requirement.id === id);
  console.log(one === undefined ? `${id} is no requirement` : formatOne(one));
}
if (ids.length === 0) {
  const found = [...problems, ...removed];
  for (const [path, text] of files) {
    // What forgets an id is not written over what remembers it.
    if (process.argv.includes('--write') && removed.length === 0) writeFileSync(ROOT + path, text);
    else if (!existsSync(ROOT + path) || withoutLines(readText(path)) !== withoutLines(text))
      found.push(`${path} differs from what coverage.ts --write makes`);
  }
  console.log(totals);
  if (found.length > 0) {
    console.error(found.join('\n'));
    process.exit(1);
  }
}
