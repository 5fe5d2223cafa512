// Checks the workspace against the table in src/structure.ts. Findings end it with status 1.

import { checkGenerator } from '../src/generator-imports.ts';
import { readText, trackedFiles } from '../src/lint/files.ts';
import { formatProblems } from '../src/lint/problem.ts';
import { checkStructure } from '../src/structure.ts';

const isRead = (path: string): boolean => /\.[cm]?[jt]sx?$|(^|\/)package(-lock)?\.json$/.test(path);
const sources = new Map(trackedFiles().map((path) => [path, isRead(path) ? readText(path) : '']));
const problems = [...checkStructure(sources), ...checkGenerator(sources)];
if (problems.length > 0) {
  console.error(formatProblems(problems));
  process.exit(1);
}
console.log(`structure: ${sources.size} files, as the table says`);
