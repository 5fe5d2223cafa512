// Runs tests with checks removed, in a few processes, and says which removals nothing noticed.

import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Edit } from './edit.ts';
import { isNamed } from './title.ts';
import { APPLIED_BY, type KnownVector, readVectors, validBeside } from './vectors.ts';
import type { Job, JobResult, Work } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
/** Edits that one process tries: each leaves its modules in memory. */
const BATCH_COUNT = 40;
/** No number of an edit: the sources as they are. */
const UNEDITED = -1;

/** What one edit came to. */
export interface Verdict {
  readonly edit: Edit;
  /** Why it is not as it should be; empty if it was caught by all that it names. */
  readonly problems: readonly string[];
}

/** What must fail and what must pass once an edit is made: titles of tests by the path of their file. */
interface Expectation {
  readonly fails: readonly { readonly title: string; readonly files: readonly string[] }[];
  readonly passes: readonly { readonly title: string; readonly files: readonly string[] }[];
}

function expectationOf({ caughtBy }: Edit, vectors: ReadonlyMap<string, KnownVector>): Expectation {
  if ('test' in caughtBy) {
    const files = [caughtBy.test];
    return {
      fails: caughtBy.names.map((title) => ({ title, files })),
      passes: [{ title: caughtBy.passes, files }],
    };
  }
  const find = (id: string): KnownVector => {
    const vector = vectors.get(id);
    if (vector === undefined) throw new Error(`there is no vector ${id}`);
    return vector;
  };
  const known = caughtBy.vectors.map(find);
  const valid = known.map((vector) => {
    const beside =
      caughtBy.passes === undefined ? validBeside(vector, caughtBy.vectors, vectors) : find(caughtBy.passes);
    if (beside === undefined)
      throw new Error(`there is no other valid vector of the operation of ${vector.id}`);
    return beside;
  });
  const named = ({ id, path }: KnownVector): { title: string; files: readonly string[] } => ({
    title: id,
    files: APPLIED_BY[path] ?? [],
  });
  return { fails: known.map(named), passes: [...new Set(valid)].map(named) };
}

function jobOf(number: number, { fails, passes }: Expectation): Job {
  const files: Record<string, string[]> = {};
  for (const { title, files: paths } of [...fails, ...passes]) {
    for (const path of paths) {
      files[path] ??= [];
      if (!files[path].includes(title)) files[path].push(title);
    }
  }
  return { number, files };
}

function runBatch(edits: readonly Edit[], jobs: readonly Job[]): Promise<JobResult[]> {
  const args = ['--no-warnings', WORKER];
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const results = stdout
        .split('\n')
        .filter((line) => line.startsWith('{"number"'))
        .map((line) => JSON.parse(line) as JobResult);
      if (results.length === jobs.length) resolve(results);
      else
        reject(
          new Error(`a worker stopped at edit ${jobs[results.length]?.number}: ${error?.message} ${stderr}`),
        );
    });
    const work: Work = { edits, jobs };
    child.stdin?.end(JSON.stringify(work));
  });
}

/** Runs jobs in as many processes as there are processors. */
async function runJobs(edits: readonly Edit[], jobs: readonly Job[]): Promise<JobResult[]> {
  const batches: Job[][] = [];
  for (let at = 0; at < jobs.length; at += BATCH_COUNT) batches.push(jobs.slice(at, at + BATCH_COUNT));
  const results: JobResult[] = [];
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      results.push(...(await runBatch(edits, batch)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), batches.length) }, work));
  return results;
}

/** The messages of the tests that `title` names in `ran`: null for one that passed. */
function outcomesOf({ ran }: JobResult, title: string, files: readonly string[]): (string | null)[] {
  return files.flatMap((path) =>
    Object.entries(ran[path] ?? {})
      .filter(([one]) => isNamed(one, title))
      .map(([, failure]) => failure),
  );
}

function judge(edit: Edit, { fails, passes }: Expectation, result: JobResult): Verdict {
  const problems: string[] = [];
  for (const [path, ran] of Object.entries(result.ran)) {
    if (typeof ran[''] === 'string') problems.push(`${path} does not load: ${ran['']}`);
  }
  for (const { title, files } of fails) {
    if (!outcomesOf(result, title, files).some((failure) => failure !== null))
      problems.push(`${title} passes`);
  }
  for (const { title, files } of passes) {
    const outcomes = outcomesOf(result, title, files);
    const failure = outcomes.find((one) => one !== null);
    if (outcomes.length === 0) problems.push(`${title} is not there`);
    else if (failure !== undefined) problems.push(`${title} fails too: ${failure}`);
  }
  return { edit, problems };
}

/** What is named by edits and fails with the sources as they are. */
function failingUnedited(expectations: readonly Expectation[], results: readonly JobResult[]): string[] {
  const problems = new Set<string>();
  for (const { fails, passes } of expectations) {
    for (const { title, files } of [...fails, ...passes]) {
      const outcomes = results.flatMap((result) => outcomesOf(result, title, files));
      if (outcomes.length === 0) problems.add(`${title} is not there`);
      for (const failure of outcomes)
        if (failure !== null) problems.add(`${title} fails unedited: ${failure}`);
    }
  }
  return [...problems];
}

/** Makes every edit and runs what is named for it. `broken` is what fails without any edit, and makes the rest worthless. */
export async function runEdits(
  edits: readonly Edit[],
  numbers: readonly number[] = edits.map((_, i) => i),
): Promise<{ verdicts: readonly Verdict[]; broken: readonly string[] }> {
  const vectors = readVectors();
  const expected = new Map(numbers.map((number) => [number, expectationOf(edits[number]!, vectors)]));
  const whole: Expectation = {
    fails: [...expected.values()].flatMap(({ fails }) => fails),
    passes: [...expected.values()].flatMap(({ passes }) => passes),
  };
  const jobs = [...expected].map(([number, expectation]) => jobOf(number, expectation));
  const results = await runJobs(edits, [jobOf(UNEDITED, whole), ...jobs]);
  const verdicts = results
    .filter(({ number }) => number !== UNEDITED)
    .toSorted((a, b) => a.number - b.number)
    .map((result) => judge(edits[result.number]!, expected.get(result.number)!, result));
  const broken = failingUnedited(
    [...expected.values()],
    results.filter(({ number }) => number === UNEDITED),
  );
  return { verdicts, broken };
}

/** Which tests of `files` fail with edit `number` made: those that could be named for it. */
export async function survey(
  edits: readonly Edit[],
  requests: readonly {
    readonly number: number;
    readonly files: Readonly<Record<string, readonly string[]>>;
  }[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const results = await runJobs(edits, requests);
  return new Map(
    results.map(({ number, ran }) => [
      number,
      Object.values(ran).flatMap((one) =>
        Object.entries(one)
          .filter(([, failure]) => failure !== null)
          .map(([title, failure]) => (title === '' ? `does not load: ${failure}` : title)),
      ),
    ]),
  );
}
