// Runs the examples of a README as a user would: as modules that import packages by name.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One fenced `ts` block, run. */
export interface ReadmeExample {
  /** What the comments behind its `console.log` lines say it prints. */
  readonly expected: readonly string[];
  readonly printed: readonly string[];
  /** Must be empty. */
  readonly stderr: string;
}

/**
 * Runs every `ts` block of `README.md` in `folder`, a package.
 *
 * ```ts
 * for (const example of await runReadme(new URL('..', import.meta.url))) expect(example.printed).toEqual(example.expected);
 * ```
 */
export async function runReadme(folder: URL): Promise<ReadmeExample[]> {
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  const examples: ReadmeExample[] = [];
  for (const [, block] of readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)) {
    const expected = [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, said]) => said);
    const args = ['--input-type=module-typescript', '--eval', block];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: fileURLToPath(folder) });
    examples.push({ expected, printed: stdout.trimEnd().split('\n'), stderr });
  }
  return examples;
}
