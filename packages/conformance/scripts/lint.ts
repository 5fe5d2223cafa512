// Checks vectors, specification and words, and prints how many vectors there are. Findings end it with status 1.

import { lintAll } from '../src/lint/index.ts';
import { formatProblems } from '../src/lint/problem.ts';
import { formatCounts } from '../src/lint/vectors.ts';

const { problems, counts, unvectored } = lintAll();
console.log(formatCounts(counts));
console.log(`requirements that no vector names: ${unvectored.length}`);
if (process.argv.includes('--uncovered')) console.log(unvectored.join(' '));
if (problems.length > 0) {
  console.error(formatProblems(problems));
  process.exit(1);
}
