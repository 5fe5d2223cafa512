// Which requirements about checking have no edit.

import type { Edit } from './edit.ts';
import type { Exception } from './exceptions.ts';
import type { ModelEdit } from './model-edits.ts';
import { requirementsAboutChecking } from './requirements.ts';

/** What is wrong with the lists: requirements about checking without an edit, and exceptions that are none. */
export function problemsOfCoverage(
  documents: ReadonlyMap<string, string>,
  edits: readonly Edit[],
  model: readonly ModelEdit[],
  exceptions: readonly Exception[],
): string[] {
  const asked = requirementsAboutChecking(documents).map(({ id }) => id);
  const made = new Set([...edits, ...model].flatMap(({ reqs }) => reqs));
  const excepted = new Set(exceptions.map(({ id }) => id));
  return [
    ...asked
      .filter((id) => !made.has(id) && !excepted.has(id))
      .map((id) => `${id} is about checking and in no edit`),
    ...[...excepted].filter((id) => made.has(id)).map((id) => `${id} is excepted and in an edit`),
    ...[...excepted]
      .filter((id) => !asked.includes(id))
      .map((id) => `${id} is excepted and not about checking`),
  ];
}
