// Generates src/codes.ts from the table in spec/errors.md. `--check` compares instead of writing.
import { readFileSync, writeFileSync } from 'node:fs';

const spec = readFileSync(new URL('../../../spec/errors.md', import.meta.url), 'utf8');
const target = new URL('../src/codes.ts', import.meta.url);
const CLASSES =
  /Classes: ([\s\S]*?)\n\n/
    .exec(spec)?.[1]
    .match(/`[a-z]+`/g)
    ?.map((name) => name.slice(1, -1)) ?? [];

const rows = spec
  .split('\n')
  .filter((line) => line.startsWith('| `ERR_'))
  .map((line) => {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells.length !== 6) throw new Error(`spec/errors.md: expected six cells: ${line}`);
    const [code, errorClass, exit, happened, safe, advice] = cells;
    if (!CLASSES.includes(errorClass)) throw new Error(`spec/errors.md: unknown class ${errorClass}`);
    return { code: code.replaceAll('`', ''), errorClass, exit: Number(exit), happened, safe, advice };
  });
const seen = new Set<string>();
for (const { code } of rows) {
  if (seen.has(code)) throw new Error(`spec/errors.md: ${code} is listed twice`);
  seen.add(code);
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const output = `// Generated from spec/errors.md by scripts/generate.ts. Do not edit.

/** The kind of failure a code stands for. */
export type ErrorClass =
${CLASSES.map((name) => `  | '${name}'`).join('\n')};

/** What the specification says of one error code. */
export interface ErrorInfo {
  readonly errorClass: ErrorClass;
  /** Exit code of the command-line tool. */
  readonly exit: number;
  readonly happened: string;
  readonly safe: string;
  readonly advice: string;
}

/** Every error code, with its row of spec/errors.md. */
export const ERRORS = {
${rows
  .map(
    (row) => `  ${row.code}: {
    errorClass: '${row.errorClass}',
    exit: ${row.exit},
    happened: ${quote(row.happened)},
    safe: ${quote(row.safe)},
    advice: ${quote(row.advice)},
  },`,
  )
  .join('\n')}
} as const satisfies Record<string, ErrorInfo>;

/** A code of spec/errors.md. */
export type ErrorCode = keyof typeof ERRORS;
`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== output) {
    console.error(
      'packages/errors/src/codes.ts differs from spec/errors.md: run npm run generate -w @muniment/errors',
    );
    process.exit(1);
  }
} else {
  writeFileSync(target, output);
}
