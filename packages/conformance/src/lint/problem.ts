// What a lint finds.

/** One finding: where, and what is wrong there. */
export interface Problem {
  readonly where: string;
  readonly what: string;
}

/** One line for each finding. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(({ where, what }) => `${where}: ${what}`).join('\n');
}
