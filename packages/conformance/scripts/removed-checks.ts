// Removes checks, one at a time, and sees that a vector or test notices. Prints the table and writes nothing; --write writes
// spec/removed-checks.md. --survey prints what fails for edits whose number, requirement or file is named.

import { writeFileSync } from 'node:fs';
import { EDITS } from '../src/removed-checks/catalogue.ts';
import { EXCEPTIONS } from '../src/removed-checks/exceptions.ts';
import { readModelEdits } from '../src/removed-checks/model-edits.ts';
import { runEdits, survey } from '../src/removed-checks/run.ts';
import { formatTable } from '../src/removed-checks/table.ts';
import { APPLIED_BY, readVectors } from '../src/removed-checks/vectors.ts';

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const numbers = EDITS.flatMap((edit, i) =>
  wanted.length === 0 ||
  wanted.some((one) => edit.reqs.includes(one) || edit.file.includes(one) || String(i) === one)
    ? [i]
    : [],
);

if (args.includes('--write')) {
  const path = new URL('../../../spec/removed-checks.md', import.meta.url);
  writeFileSync(path, formatTable(EDITS, readModelEdits(), EXCEPTIONS));
} else if (args.includes('--survey')) {
  const vectors = [...readVectors().values()];
  const requests = numbers.map((number) => {
    const files: Record<string, string[]> = {};
    for (const { id, path, reqs } of vectors) {
      if (!reqs.some((one) => EDITS[number]!.reqs.includes(one))) continue;
      for (const file of APPLIED_BY[path] ?? []) {
        files[file] ??= [];
        files[file].push(id);
      }
    }
    return { number, files };
  });
  for (const [number, failing] of await survey(EDITS, requests)) {
    console.log(
      `${number} ${EDITS[number]!.reqs} without ${EDITS[number]!.removes}: ${failing.length}: ${failing.slice(0, 12).join(' ')}`,
    );
  }
} else {
  const { verdicts, broken } = await runEdits(EDITS, numbers);
  for (const problem of broken) console.error(problem);
  let survivors = 0;
  for (const { edit, problems } of verdicts) {
    if (problems.length === 0) continue;
    survivors++;
    console.error(
      `${edit.reqs.join(' ')} without ${edit.removes} (${edit.file}):\n  ${problems.join('\n  ')}`,
    );
  }
  console.log(`${verdicts.length} checks removed, ${verdicts.length - survivors} removals caught`);
  if (survivors > 0 || broken.length > 0) process.exit(1);
}
