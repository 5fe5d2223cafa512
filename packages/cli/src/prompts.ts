// Questions on the terminal. Shown on stderr, so that stdout holds nothing but results.

import { isMunimentError, MunimentError } from '@muniment/errors';

type Clack = typeof import('@clack/prompts');

const ASSUMED_COLUMNS = 80;
const streams = { input: process.stdin, output: process.stderr };

/** Who asks: a question ends when the run is asked to stop, as when the terminal goes away. */
export interface Asker {
  readonly signal: AbortSignal;
}

/** Asks without showing what is typed. @throws ERR_INTERRUPTED if the user gives up, as all questions here */
export async function askSecret(
  { signal }: Asker,
  message: string,
  check: (answer: string) => string | undefined,
): Promise<string> {
  return await ask<string>(({ password }) =>
    password({ ...streams, signal, message, validate: (answer) => check(answer ?? '') }),
  );
}

/** Asks for a line of text. */
export async function askText(
  { signal }: Asker,
  message: string,
  options: { readonly initial?: string; readonly check?: (answer: string) => string | undefined } = {},
): Promise<string> {
  const { initial = '', check } = options;
  const answer = await ask<string>(({ text }) =>
    text({
      ...streams,
      signal,
      message,
      initialValue: initial,
      validate: (value) => check?.(value ?? ''),
    }),
  );
  return answer ?? '';
}

/** Asks to choose one of several. */
export async function askChoice<Value extends string>(
  { signal }: Asker,
  message: string,
  options: readonly { readonly value: Value; readonly label: string }[],
): Promise<Value> {
  const plain: { value: string; label: string }[] = [...options];
  return (await ask(({ select }) =>
    select<string>({ ...streams, signal, message, options: plain }),
  )) as Value;
}

/** Asks a question to be answered with yes or no; no is the answer of whoever presses Enter only. */
export async function askYes({ signal }: Asker, message: string): Promise<boolean> {
  return await ask<boolean>(({ confirm }) =>
    confirm({ ...streams, signal, message, active: 'yes', inactive: 'no', initialValue: false }),
  );
}

/** The message of an error of ours as the answer to a typing mistake; other errors go on. */
export function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isMunimentError(error)) return `${error.message}. ${error.advice}`;
    throw error;
  }
}

async function ask<Answer>(question: (clack: Clack) => Promise<Answer | symbol>): Promise<Answer> {
  const clack = await import('@clack/prompts');
  // A terminal that does not tell its width (serial lines, some containers) must not get one letter a line.
  if (!(process.stderr.columns > 0)) process.stderr.columns = ASSUMED_COLUMNS;
  const answer = await question(clack);
  if (clack.isCancel(answer)) {
    throw new MunimentError('ERR_INTERRUPTED', 'the question was not answered');
  }
  return answer as Answer;
}
