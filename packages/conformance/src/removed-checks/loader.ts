// Loads the sources of the workspace in the place of its compiled files, with an edit made, as often as wanted in one process:
// every edit has a module graph of its own, told apart by a query. What an edited package does not reach is loaded once.

import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { applyEdit, type Edit } from './edit.ts';

const ROOT = new URL('../../../../', import.meta.url);
const SOURCE = /^packages\/([^/]+)\/(?:src|dist|test)\//;
const RUNNER = new URL('test-api.ts', import.meta.url).href;

const stripped = new Map<string, string>();
const dependents = new Map<string, ReadonlySet<string>>();

function strip(path: string, edit?: Edit): string {
  const known = edit === undefined ? stripped.get(path) : undefined;
  if (known !== undefined) return known;
  const source = readFileSync(new URL(path, ROOT), 'utf8');
  const text = stripTypeScriptTypes(edit === undefined ? source : applyEdit(source, edit));
  if (edit === undefined) stripped.set(path, text);
  return text;
}

function dependenciesOf(name: string): readonly string[] {
  const text = readFileSync(new URL(`packages/${name}/package.json`, ROOT), 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies)
    .filter((one) => one.startsWith('@muniment/'))
    .map((one) => one.slice('@muniment/'.length));
}

/** Whether package `from` is package `to` or imports it, directly or not. */
function reaches(from: string, to: string): boolean {
  let all = dependents.get(from);
  if (all === undefined) {
    const set = new Set<string>([from]);
    for (const one of set) for (const next of dependenciesOf(one)) set.add(next);
    all = set;
    dependents.set(from, all);
  }
  return all.has(to);
}

const pathOf = (url: string): string | undefined =>
  url.startsWith(ROOT.href) ? url.slice(ROOT.href.length).replace(/\?.*$/, '') : undefined;

/**
 * Installs the loader.
 * @param edits the edits by the number that a query names; a query of another number loads the sources as they are
 */
export function installLoader(edits: readonly Edit[]): void {
  const editOf = (url: string | undefined): { number: string; edit: Edit | undefined } | undefined => {
    const number = url === undefined ? undefined : /\?edit=(.+)$/.exec(url)?.[1];
    return number === undefined ? undefined : { number, edit: edits[Number(number)] };
  };
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === 'vitest') return { url: RUNNER, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      const path = pathOf(resolved.url);
      const [, name] = SOURCE.exec(path ?? '') ?? [];
      if (path === undefined || name === undefined || name === 'conformance') return resolved;
      const source = path.replace(/\/dist\/(.*)\.js$/, '/src/$1.ts');
      const wanted = editOf(resolved.url) ?? editOf(context.parentURL);
      const target = wanted?.edit === undefined ? undefined : SOURCE.exec(wanted.edit.file)?.[1];
      const fresh =
        wanted !== undefined && (/\/test\//.test(source) || (target !== undefined && reaches(name, target)));
      return {
        url: `${ROOT.href}${source}${fresh ? `?edit=${wanted.number}` : ''}`,
        format: 'module',
        shortCircuit: true,
      };
    },
    load(url, context, nextLoad) {
      const path = pathOf(url);
      if (path === undefined || !path.endsWith('.ts') || !SOURCE.test(path)) return nextLoad(url, context);
      const edit = editOf(url)?.edit;
      const source = strip(path, edit?.file === path ? edit : undefined);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Imports a file of the repository with edit `number` made. */
export async function importEdited(path: string, number: number): Promise<void> {
  await import(`${new URL(path, ROOT).href}?edit=${number}`);
}
