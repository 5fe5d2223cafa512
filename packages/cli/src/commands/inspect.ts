// `muniment inspect`: what one file of a store is.

import { open } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { type Inspection, inspectObject, openArchive, type Session } from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { OBJECT_MAX_BYTES } from '@muniment/storage';
import { placeOf } from '../access.ts';
import { formatBytes, formatTable } from '../format.ts';
import type { JsonObject } from '../output.ts';
import { type CommonOptions, EXIT_OK, EXIT_PARTIAL, type Run } from '../run.ts';
import { reasonOf } from '../system-reason.ts';

/** How many components of a path an object's name has, by its first. */
const NAME_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['keyring', 2],
  ['heads', 2],
  ['marks', 2],
  ['packs', 3],
]);

export async function inspect(run: Run, file: string, _options: CommonOptions): Promise<number> {
  const path = resolve(file);
  const bytes = await readObject(path);
  const { name, store } = placeInStore(path);
  const session = store === undefined ? undefined : await openIfPossible(run, store);
  try {
    const found = await inspectObject(bytes, name, session);
    show(run, found, name);
    return found.problem === undefined ? EXIT_OK : EXIT_PARTIAL;
  } finally {
    await session?.close();
  }
}

async function readObject(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > OBJECT_MAX_BYTES) {
        throw new MunimentError('ERR_LIMIT', `${path} is larger than any object: ${formatBytes(size)}`);
      }
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMunimentError(error)) throw error;
    throw new MunimentError('ERR_INPUT_FILE', `${path} cannot be read: ${reasonOf(error)}`, { path }, error);
  }
}

/** Name and store of the object, as far as the path tells. */
function placeInStore(path: string): { name?: string; store?: string } {
  const parts = path.split(sep);
  for (const [first, length] of NAME_LENGTHS) {
    if (parts.length <= length || parts.at(-length) !== first) continue;
    let store = path;
    for (let i = 0; i < length; i++) store = dirname(store);
    return { name: parts.slice(-length).join('/'), store };
  }
  return {};
}

/** The archive around the object, if this device has its key: without it less can be said, and that is no error. */
async function openIfPossible(run: Run, store: string): Promise<Session | undefined> {
  try {
    return await openArchive(placeOf(run, store));
  } catch (error) {
    if (isMunimentError(error)) return undefined;
    throw error;
  }
}

function show(run: Run, found: Inspection, name: string | undefined): void {
  const { kind, size, facts, opened, problem } = found;
  const { output } = run;
  output.result(`${name ?? 'object'}: ${kind}, ${formatBytes(size)}`);
  for (const line of factLines(facts)) output.result(`  ${line}`);
  if (opened !== undefined) {
    output.result('  inside, opened with the key of this device:');
    for (const line of factLines(opened)) output.result(`    ${line}`);
  }
  output.event('inspection', {
    name,
    kind,
    size,
    facts: facts as JsonObject,
    opened: opened as JsonObject | undefined,
  });
  if (problem !== undefined) output.warn(problem.message, { code: problem.code });
}

function factLines(facts: Inspection['facts']): string[] {
  const rows = Object.entries(facts).map(([fact, value]) => [
    fact,
    typeof value === 'object' ? value.join(', ') : String(value),
  ]);
  return formatTable('<<', rows);
}
