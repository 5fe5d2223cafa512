// Questions on the terminal. Shown on stderr, so that stdout holds nothing but results.

import { isMunimentError, MunimentError } from '@muniment/errors';

type Clack = typeof import('@clack/prompts');

const streams = { input: process.stdin, output: process.stderr };

/** Asks without showing what is typed. @throws ERR_INTERRUPTED if the user gives up, as all questions here */
export async function askSecret(
  message: string,
  check: (answer: string) => string | undefined,
): Promise<string> {
  return await ask<string>(({ password }) =>
    password({ ...streams, message, validate: (answer) => check(answer ?? '') }),
  );
}

/** Asks for a line of text. */
export async function askText(
  message: string,
  options: { readonly initial?: string; readonly check?: (answer: string) => string | undefined } = {},
): Promise<string> {
  const { initial = '', check } = options;
  const answer = await ask<string>(({ text }) =>
    text({
      ...streams,
      message,
      initialValue: initial,
      validate: (value) => check?.(value ?? ''),
    }),
  );
  return answer ?? '';
}

/** Asks to choose one of several. */
export async function askChoice<Value extends string>(
  message: string,
  options: readonly { readonly value: Value; readonly label: string }[],
): Promise<Value> {
  const plain: { value: string; label: string }[] = [...options];
  return (await ask(({ select }) => select<string>({ ...streams, message, options: plain }))) as Value;
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
  const answer = await question(clack);
  if (clack.isCancel(answer)) {
    throw new MunimentError('ERR_INTERRUPTED', 'the question was not answered');
  }
  return answer as Answer;
}
