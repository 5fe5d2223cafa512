// The command `muniment`: reads its arguments, runs one command, and ends with a documented exit code.

import { ERRORS, isMunimentError, MunimentError } from '@muniment/errors';
import { Output } from './output.ts';
import { runProgram } from './program.ts';

/**
 * Runs one command line and sets the exit code of the process.
 *
 * ```ts
 * await run(['backup', 'Documents', '--to', '/media/usb/backup']);
 * ```
 */
export async function run(args: readonly string[]): Promise<void> {
  // Errors in the arguments must be told in the way that was asked for, before the arguments are understood.
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const output = new Output({ json: options.includes('--json'), quiet: options.includes('--quiet') });
  // What escapes every promise, as the streams of a terminal that goes away do, ends like any other error.
  process.on('uncaughtException', (error) => {
    fail(output, error);
    process.exit();
  });
  try {
    end(output, await runProgram(args, output));
  } catch (error) {
    fail(output, error);
  }
}

function fail(output: Output, error: unknown): void {
  const known = toMunimentError(error);
  const { exit } = ERRORS[known.code];
  output.endProgress();
  output.fail(known, exit);
  end(output, exit);
}

function end(output: Output, exit: number): void {
  output.endProgress();
  output.event('exit', { code: exit });
  process.exitCode = exit;
}

/** Whatever was thrown as an error of ours: what no code foresaw is a defect, and told without its insides. */
function toMunimentError(error: unknown): MunimentError {
  if (isMunimentError(error)) return error;
  if (isSystemError(error) && error.syscall === 'setRawMode') {
    return new MunimentError('ERR_INTERRUPTED', 'the terminal went away', {}, error);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new MunimentError('ERR_INTERNAL', `an assumption did not hold: ${reason}`, {}, error);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
