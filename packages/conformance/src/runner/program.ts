// An implementation as a child process: requests as lines to its standard input, answers as lines from its standard output
// (test-vectors/PROTOCOL.md). Several requests are on their way at a time; whatever the program does, each gets a reply.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { type Answer, type Capabilities, type JsonObject, PROTOCOL_VERSION } from '../protocol.ts';
import { readAnswer, shorten } from './compare.ts';
import { isObject } from './members.ts';

/** What came back to a request: an answer, or how the program failed to give one. */
export type Reply = { readonly answer: Answer } | { readonly fault: string };

/** The program cannot be used at all: it does not start, or does not say what it can do. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

export interface ProgramOptions {
  readonly command: readonly string[];
  /** How long an answer may take once it is the next one to be given, in milliseconds. */
  readonly timeoutMs: number;
  /** How many requests are on their way at most. */
  readonly window?: number;
  /** After so many faults in a row nothing more is asked. */
  readonly faultLimit?: number;
}

interface Pending {
  readonly operation: string;
  readonly input: JsonObject;
  readonly resolve: (reply: Reply) => void;
  /** Whether it is asked for the second time, alone, because the program ended while it was on its way. */
  alone: boolean;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const WINDOW = 16;
const FAULT_LIMIT = 20;
const LINE_CHARACTERS_MAX = 1 << 28;
const STDERR_CHARACTERS = 600;

/** JSON in ASCII, so that no reader breaks a line within a text, or minds half of a surrogate pair. */
function toAscii(value: JsonObject): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A running implementation. */
export class Program {
  readonly #options: Required<ProgramOptions>;
  readonly #waiting: Pending[] = [];
  /** On their way, oldest first, by the number of their request. */
  readonly #sent = new Map<number, Pending>();
  #child: Child | undefined;
  #nextId = 0;
  #timer: NodeJS.Timeout | undefined;
  #line = '';
  #stderr = '';
  #faults = 0;
  #starts = 0;
  #exit: Promise<string> = Promise.resolve('');
  #unasked: string | undefined;

  constructor(options: ProgramOptions) {
    this.#options = { window: WINDOW, faultLimit: FAULT_LIMIT, ...options };
  }

  /** How often the program was started again. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** Asks for the program's name and operations. @throws ProgramError if it does not say them as it has to */
  async capabilities(): Promise<Capabilities> {
    const reply = await this.ask('capabilities', { protocol: PROTOCOL_VERSION });
    if ('fault' in reply) throw new ProgramError(`no answer to \`capabilities\`: ${reply.fault}`);
    const value = 'value' in reply.answer ? reply.answer.value : undefined;
    const { name, version, protocol, operations } = (value ?? {}) as Partial<Capabilities>;
    const areTexts = Array.isArray(operations) && operations.every((one) => typeof one === 'string');
    if (typeof name !== 'string' || typeof version !== 'string' || !areTexts) {
      throw new ProgramError('the answer to `capabilities` does not give name, version and operations');
    }
    if (protocol !== PROTOCOL_VERSION)
      throw new ProgramError(`the program speaks protocol ${String(protocol)}, and not ${PROTOCOL_VERSION}`);
    return { name, version, protocol, operations };
  }

  /** Sends one request as soon as there is room for it. */
  ask(operation: string, input: JsonObject): Promise<Reply> {
    return new Promise((resolve) => {
      this.#waiting.push({ operation, input, resolve, alone: false });
      this.#fill();
    });
  }

  /** Ends the program's input and waits for its end. Says what was wrong with that, if anything. */
  async end(): Promise<string | undefined> {
    const child = this.#child;
    if (child === undefined) return this.#unasked;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, this.#options.timeoutMs);
    child.stdin.end();
    const exit = await this.#exit;
    clearTimeout(timer);
    if (late)
      return `the program does not end within ${this.#options.timeoutMs} ms after its input has ended`;
    if (this.#unasked !== undefined) return this.#unasked;
    return exit === 'status 0' ? undefined : `the program ends with ${exit} after its input has ended`;
  }

  #start(): void {
    const [command, ...args] = this.#options.command;
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#starts++;
    this.#child = child;
    this.#line = '';
    this.#stderr = '';
    const decoder = new StringDecoder('utf8');
    let failure: string | undefined;
    child.on('error', (error) => {
      failure = `it could not be started (${error.message})`;
    });
    // A program that has ended takes no more requests; what became of them is seen at its end.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#receive(decoder.write(chunk));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      this.#stderr = (this.#stderr + String(chunk)).slice(-STDERR_CHARACTERS);
    });
    this.#exit = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        const how = failure ?? (signal === null ? `status ${code}` : `signal ${signal}`);
        resolve(how);
        if (this.#child === child) this.#ended(how);
      });
    });
  }

  /** Sends what there is room for. */
  #fill(): void {
    if (this.#waiting.length > 0 && this.#faults >= this.#options.faultLimit) {
      const reply = { fault: `not asked: the program failed ${this.#faults} times in a row` };
      for (const { resolve } of this.#waiting.splice(0)) resolve(reply);
    }
    while (this.#waiting.length > 0 && this.#sent.size < this.#options.window) {
      // A request that is asked alone waits for the others, and the others for it.
      if (this.#sent.size > 0 && (this.#waiting[0].alone || [...this.#sent.values()][0].alone)) break;
      const pending = this.#waiting.shift()!;
      if (this.#child === undefined) this.#start();
      const id = this.#nextId++;
      this.#sent.set(id, pending);
      this.#child!.stdin.write(`${toAscii({ id, operation: pending.operation, input: pending.input })}\n`);
      if (this.#sent.size === 1) this.#watch();
    }
  }

  /** Begins to wait for the oldest answer. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#sent.size === 0) return;
    this.#timer = setTimeout(
      () => this.#fail(`no answer within ${this.#options.timeoutMs} ms`),
      this.#options.timeoutMs,
    );
  }

  #receive(text: string): void {
    const child = this.#child;
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop()!;
    if (this.#line.length > LINE_CHARACTERS_MAX) this.#fail('an answer without an end');
    for (const line of lines) {
      // A fault ends the program: the rest of what it said is of no use.
      if (this.#child !== child) return;
      this.#receiveLine(line);
    }
  }

  #receiveLine(line: string): void {
    const [id] = this.#sent.keys();
    if (id === undefined) {
      this.#unasked = `the program says something that it was not asked for: ${shorten(line, 200)}`;
      this.#stop();
      this.#faults++;
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#fail(`a line that is no JSON: ${shorten(line, 200)}`);
      return;
    }
    if (!isObject(message)) {
      this.#fail(`a line that is no JSON object: ${shorten(line, 200)}`);
      return;
    }
    if (message.id !== id) {
      this.#fail(
        `an answer with the id ${shorten(message.id ?? null, 40)}, where that of request ${id} is due`,
      );
      return;
    }
    const answer = readAnswer(message);
    const pending = this.#sent.get(id)!;
    this.#sent.delete(id);
    this.#watch();
    this.#faults = answer === undefined ? this.#faults : 0;
    pending.resolve(
      answer === undefined ? { fault: `no right answer: ${shorten(message, 300)}` } : { answer },
    );
    this.#fill();
  }

  /** The oldest request is at fault: the program is ended, and the others are asked again. */
  #fail(fault: string): void {
    this.#stop();
    this.#faults++;
    const [oldest, ...others] = [...this.#sent.values()];
    this.#sent.clear();
    this.#waiting.unshift(...others);
    oldest?.resolve({ fault });
    this.#fill();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
  }

  /**
   * The program ended by itself while requests were on their way. Answers may have been lost with it, so the oldest request is
   * asked again, alone, before it is called the cause.
   */
  #ended(how: string): void {
    clearTimeout(this.#timer);
    this.#child = undefined;
    const [oldest, ...others] = [...this.#sent.values()];
    if (oldest === undefined) return;
    const said = this.#stderr.trim();
    const fault = `the program ended with ${how}${said === '' ? '' : `, saying: ${said}`}`;
    const isCertain = oldest.alone || others.length === 0;
    this.#sent.clear();
    this.#waiting.unshift(...others);
    if (isCertain) {
      this.#faults++;
      oldest.resolve({ fault });
    } else {
      oldest.alone = true;
      this.#waiting.unshift(oldest);
    }
    this.#fill();
  }
}
