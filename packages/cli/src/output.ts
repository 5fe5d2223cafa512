// Where everything a command says goes: words or JSON lines on stdout; progress, warnings and errors on stderr.

import type { ErrorCode, MunimentError } from '@muniment/errors';
import { escapeControls, escapeJson } from './printable.ts';
import { ProgressReport, type ProgressState } from './progress.ts';
import { errorFields, messageOf } from './vault-words.ts';

/** How a command was asked to speak. */
export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What a JSON line may hold; bigint is written as a number. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[] | JsonObject;
/** Fields that are undefined are left out. */
export interface JsonObject {
  readonly [field: string]: JsonValue | undefined;
}

/** What to type to follow the advice of an error, where that can be said. */
const COMMANDS: ReadonlyMap<ErrorCode, string> = new Map([
  ['ERR_KEYRING_DOUBT', 'muniment method merge STORE'],
  ['ERR_KEYRING_OUTDATED', 'the same, with --recovery-key-file FILE'],
  ['ERR_SNAPSHOT_UNKNOWN', 'muniment snapshots STORE'],
  ['ERR_ARCHIVE_OLDER', 'the same, with --accept-older'],
  ['ERR_VAULT_LOCKED', 'muniment password acknowledge STORE --token-file FILE'],
  ['ERR_VAULT_REFUSED', 'muniment password status STORE --token-file FILE'],
  ['ERR_VAULT_DESTROYED', 'the same, with --recovery-key-file FILE'],
]);

/** The output of one run. */
export class Output {
  readonly #options: OutputOptions;
  readonly #progress: ProgressReport | undefined;
  readonly #reminders = new Set<string>();
  #stdoutClosed = false;
  #stderrClosed = false;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#progress = options.quiet && !options.json ? undefined : new ProgressReport(this, options.json);
    // A reader that went away (`| head`) is no failure of ours: what it no longer reads is dropped.
    process.stdout.on('error', () => {
      this.#stdoutClosed = true;
    });
    process.stderr.on('error', () => {
      this.#stderrClosed = true;
    });
  }

  /** True when nobody reads stdout any more, so that a listing may stop. */
  get isClosed(): boolean {
    return this.#stdoutClosed;
  }

  get isJson(): boolean {
    return this.#options.json;
  }

  /** A line about the run, in words; not with --quiet. */
  say(line: string): void {
    if (!this.#options.json && !this.#options.quiet) this.#line(line);
  }

  /** A line that the user asked for, in words; with --quiet too. */
  result(line: string): void {
    if (!this.#options.json) this.#line(line);
  }

  /** A JSON line; only with --json. */
  event(type: string, fields: JsonObject = {}): void {
    if (!this.#options.json) return;
    const line = JSON.stringify({ type, ...fields }, (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    this.#writeStdout(escapeJson(line));
  }

  /** Something that deserves attention but stops nothing. */
  warn(message: string, fields: JsonObject = {}): void {
    this.#errorLine(`warning: ${message}`);
    this.event('warning', { message, ...fields });
  }

  /** Something that is no news, beside the warnings; not with --quiet. */
  mention(message: string, fields: JsonObject = {}): void {
    if (!this.#options.quiet) this.#errorLine(`note: ${message}`);
    this.event('warning', { message, ...fields });
  }

  /** A remark beside the warnings, in words. */
  note(message: string): void {
    this.#errorLine(message);
  }

  /** What the user should do one day soon; with --quiet too, because a forgotten key is found out too late. */
  remind(kind: string, message: string, command?: string): void {
    // Opening an archive and reporting on it find the same things.
    if (this.#reminders.has(message)) return;
    this.#reminders.add(message);
    const sentence = message.replace(/\.?$/, '.');
    this.#errorLine(`reminder: ${sentence}${command === undefined ? '' : ` Run: ${command}`}`);
    this.event('reminder', { kind, message });
  }

  /** The failure that ended the run. */
  fail(error: MunimentError, exit: number): void {
    const message = messageOf(error);
    const lines = [
      `muniment: ${message.replace(/[.\s]+$/, '')}.`,
      `  Still safe: ${error.safe}`,
      `  What to do: ${error.advice}`,
    ];
    const command = COMMANDS.get(error.code);
    if (command !== undefined) lines.push(`  Command: ${command}`);
    for (const line of lines) this.#errorLine(line);
    if (process.env.MUNIMENT_DEBUG === '1') this.writeStderrRaw(debugText(error));
    const { code, safe, advice } = error;
    this.event('error', { code, message, safe, advice, exit, ...errorFields(error) });
  }

  /** Where the run stands. */
  progress(state: ProgressState): void {
    this.#progress?.update(state);
  }

  /** Removes the progress line, so that what follows stands alone. */
  endProgress(): void {
    this.#progress?.end();
  }

  #line(line: string): void {
    // Lines quote names and messages: nothing in them may drive a terminal.
    this.#writeStdout(escapeControls(line));
  }

  #writeStdout(line: string): void {
    this.#progress?.clear();
    if (!this.#stdoutClosed) process.stdout.write(`${line}\n`);
  }

  #errorLine(line: string): void {
    this.#progress?.clear();
    this.writeStderrRaw(`${escapeControls(line)}\n`);
  }

  /** Text with its own line ends and control sequences. */
  writeStderrRaw(text: string): void {
    if (!this.#stderrClosed) process.stderr.write(text);
  }
}

function debugText(error: unknown): string {
  let text = '';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    text += `${depth === 0 ? '' : 'caused by '}${at.stack ?? at.message}\n`;
  }
  return text;
}
