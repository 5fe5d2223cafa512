// Generates src/generated from spec/proto: `messages.ts`, our types with their strict codecs, and `protobuf.ts`, the codecs of
// protobufjs. A test compares the files that are there with a fresh generation.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { entryPoints, readerFunction, writerFunction } from './codecs.ts';
import { PROTO_FOLDER, protoFiles, readSchema, type Schema } from './proto.ts';
import { layOut } from './text.ts';
import { enumDeclarations, limitsDeclaration, messageDeclaration } from './types.ts';

// Where generated code finds what it uses.
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  '../bytes.ts': ['areAscendingBytes', 'areAscendingNumbers', 'noBytes'],
  '../reader.ts': [
    'knownFeatures',
    'knownVersion',
    'missing',
    'notAscending',
    'Reader',
    'tooFew',
    'tooLarge',
    'tooMany',
    'tooSmall',
  ],
  '../writer.ts': [
    'assertBigint',
    'assertBytes',
    'assertList',
    'assertObject',
    'assertUint32',
    'enumNumber',
    'stringBytes',
    'unordered',
    'Writer',
  ],
};

/** The text of src/generated/messages.ts. */
export function generateMessages({ enums, messages }: Schema): string {
  const body = [
    ...enums.map(enumDeclarations),
    ...messages.map(messageDeclaration),
    limitsDeclaration(messages),
    ...messages.flatMap((message) => [
      readerFunction(message, enums),
      writerFunction(message),
      entryPoints(message),
    ]),
  ].join('\n');
  const imports = Object.entries(HELPERS).map(([from, names]) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
    return `import { ${used.join(', ')} } from '${from}';`;
  });
  return layOut(
    `// Generated from spec/proto by scripts/generate.ts. Do not edit.\n\n${imports.join('\n')}\n${body.trimEnd()}\n`,
  );
}

/** The text of src/generated/protobuf.ts: the static module of pbjs as it is, under a header that turns type checks off. */
export function generateProtobuf(): string {
  const pbjs = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');
  const format = ['-t', 'static-module', '-w', 'es6', '--root', 'muniment'];
  const without = ['--no-create', '--no-verify', '--no-convert'];
  const sources = protoFiles().map((name) => fileURLToPath(new URL(name, PROTO_FOLDER)));
  const output = execFileSync(process.execPath, [pbjs, ...format, ...without, ...sources], {
    encoding: 'utf8',
  });
  return `// Generated from spec/proto by pbjs. Do not edit.\n// @ts-nocheck\n${output}`;
}

if (import.meta.main) {
  const folder = new URL('../src/generated/', import.meta.url);
  writeFileSync(new URL('messages.ts', folder), generateMessages(readSchema()));
  writeFileSync(new URL('protobuf.ts', folder), generateProtobuf());
}
