// The rule that makes each vector prove two implementations: the generator shares no code with the packages under test.

import type { Problem } from './lint/problem.ts';
import { importsOf } from './structure.ts';

/** Where the generator lies, from the root of the repository: not what runs implementations, of which the packages are one. */
const GENERATOR =
  /^packages\/conformance\/(src\/(?!reference\/|runner\/|removed-checks\/|protocol\.ts)|scripts\/generate)/;

/**
 * Checks that the generator imports nothing but Node's own modules, its own files, and ajv for the lint.
 * @param sources its sources by path
 */
export function checkGenerator(sources: ReadonlyMap<string, string>): Problem[] {
  return [...sources]
    .filter(([path]) => GENERATOR.test(path))
    .flatMap(([path, text]) =>
      importsOf(text).flatMap(({ specifier, line }) => {
        const own = new URL(specifier, `file:///${path}`).pathname.startsWith('/packages/conformance/');
        const allowed =
          specifier.startsWith('node:') || specifier.startsWith('ajv/') || (specifier.startsWith('.') && own);
        return allowed
          ? []
          : [{ where: `${path}:${line}`, what: `the generator may not import ${specifier}` }];
      }),
    );
}
