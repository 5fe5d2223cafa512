// A process that runs tests with edits made. It reads a list of jobs from its standard input and answers each in a line.

import { text } from 'node:stream/consumers';
import type { Edit } from './edit.ts';
import { importEdited, installLoader } from './loader.ts';
import { collect } from './test-api.ts';
import { isNamed } from './title.ts';

/** What to run: tests of some files, by title; all of a file if there are no titles. `number` is that of an edit, or -1. */
export interface Job {
  readonly number: number;
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** The input of the process. */
export interface Work {
  readonly edits: readonly Edit[];
  readonly jobs: readonly Job[];
}

/** What a job came to: for each file the tests that ran, with the message of each that failed. */
export interface JobResult {
  readonly number: number;
  readonly ran: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

/** How long one test may take. */
const TEST_MS = 120_000;

async function within(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${TEST_MS} ms`)), TEST_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function runFile(
  path: string,
  number: number,
  titles: readonly string[],
): Promise<Record<string, string | null>> {
  const { tests, close } = await collect(() => importEdited(path, number));
  const ran: Record<string, string | null> = {};
  for (const { title, run } of tests) {
    if (titles.length > 0 && !titles.some((one) => isNamed(title, one))) continue;
    let failure: string | null = null;
    try {
      await within(run());
    } catch (error) {
      failure = String(error);
    }
    ran[title] = failure;
  }
  await close();
  return ran;
}

const { edits, jobs } = JSON.parse(await text(process.stdin)) as Work;
installLoader(edits);
// What an edit leaves running is not to end the process.
process.on('unhandledRejection', () => undefined);
for (const { number, files } of jobs) {
  const ran: Record<string, Record<string, string | null>> = {};
  for (const [path, titles] of Object.entries(files)) {
    try {
      ran[path] = await runFile(path, number, titles);
    } catch (error) {
      ran[path] = { '': String(error) };
    }
  }
  const result: JobResult = { number, ran };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
process.exit(0);
