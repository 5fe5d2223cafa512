// The packages of this repository on the other side of the protocol: `muniment-conformance reference`.

import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import {
  type Answer,
  type Capabilities,
  type JsonObject,
  type Operations,
  PROTOCOL_VERSION,
} from '../protocol.ts';
import { operations as referenceOperations } from '../reference/index.ts';
import { isObject } from './members.ts';
import type { Implementation } from './run.ts';

/** What the reference says of itself. */
export function referenceCapabilities(version: string): Capabilities {
  return {
    name: 'Muniment reference',
    version,
    protocol: PROTOCOL_VERSION,
    operations: Object.keys(referenceOperations),
  };
}

/** Operations in this process as an implementation. An exception is a fault of the request that caused it. */
export function inProcess(
  capabilities: Capabilities,
  operations: Operations = referenceOperations,
): Implementation {
  return {
    capabilities: async () => capabilities,
    ask: async (operation, input) => {
      try {
        return { answer: await operations[operation](input) };
      } catch (error) {
        return { fault: `an exception: ${error instanceof Error ? error.message : String(error)}` };
      }
    },
    end: async () => undefined,
  };
}

/** Answers requests, one a line, until there are no more. */
export async function serve(
  input: Readable,
  output: Writable,
  capabilities: Capabilities,
  operations: Operations = referenceOperations,
): Promise<void> {
  for await (const line of linesOf(input)) {
    const request = JSON.parse(line) as { id: number; operation: string; input: JsonObject };
    const answer = await answerTo(request.operation, request.input, capabilities, operations);
    if (!output.write(`${JSON.stringify({ id: request.id, ...answer })}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
}

/** Only a line feed ends a line: other characters that some readers break lines at may stand in a text of JSON. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}

async function answerTo(
  name: string,
  input: JsonObject,
  capabilities: Capabilities,
  operations: Operations,
): Promise<Answer> {
  if (name === 'capabilities') return { value: { ...capabilities } };
  if (!Object.hasOwn(operations, name) || !isObject(input))
    return { unsupported: `no such operation: ${name}` };
  return operations[name](input);
}
