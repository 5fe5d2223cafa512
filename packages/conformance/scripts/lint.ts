// Checks vectors, specification and words, and prints how many vectors there are and how the requirements are covered. Findings
// end it with status 1.

import { lintAll } from '../src/lint/index.ts';
import { formatProblems } from '../src/lint/problem.ts';
import { formatCounts } from '../src/lint/vectors.ts';
import { repositoryCoverage } from '../src/requirements/index.ts';

const { problems, counts, unvectored } = lintAll();
console.log(formatCounts(counts));
console.log(`requirements that no vector names: ${unvectored.length}`);
if (process.argv.includes('--uncovered')) console.log(unvectored.join(' '));
console.log(repositoryCoverage().totals);
if (problems.length > 0) {
  console.error(formatProblems(problems));
  process.exit(1);
}
