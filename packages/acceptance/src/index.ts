export { type CliResult, LAUNCHER, muniment, type RunOptions } from './muniment.ts';
