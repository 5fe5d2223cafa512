// Generates, lints and checks; imported by nobody. What runs is in scripts/.

export { lintAll } from './lint/index.ts';
export { checkStructure } from './structure.ts';
export { SUITES } from './suites/index.ts';
