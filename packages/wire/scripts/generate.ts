// Generates src/generated from spec/proto: `messages.ts`, our types with their strict codecs, and `protobuf.ts`, the codecs of
// protobufjs. `--check` compares with the files that are there instead of writing them.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  camelCase,
  constantCase,
  type Enum,
  enumText,
  type Field,
  type Message,
  PROTO_FOLDER,
  protoFiles,
  readSchema,
  tagOf,
  zeroIsUnset,
} from './proto.ts';

const schema = readSchema();
const enumByName = new Map<string, Enum>(schema.enums.map((entry) => [entry.name, entry]));
const UINT32_MAX = 2n ** 32n - 1n;

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const valueNames = (name: string): string => `${constantCase(name)}_NAMES`;
const valueNumbers = (name: string): string => `${constantCase(name)}_NUMBERS`;
const indent = (lines: readonly string[], by = '  '): string[] =>
  lines.map((line) => (line === '' ? line : by + line));

/** The members of an enum's union, with their numbers. */
function members(owner: Enum): { text: string; number: number }[] {
  const usable = zeroIsUnset(owner) ? owner.values.slice(1) : owner.values;
  return usable.map((value) => ({ text: enumText(owner, value), number: value.number }));
}

function generateEnum(owner: Enum): string[] {
  const list = members(owner);
  const names = owner.values.map((value) =>
    value.number === 0 ? 'undefined' : quote(enumText(owner, value)),
  );
  return [
    ...(owner.comment === '' ? [] : [`/** ${owner.comment} */`]),
    `export type ${owner.name} = ${list.map(({ text }) => quote(text)).join(' | ')};`,
    `const ${valueNames(owner.name)}: readonly (${owner.name} | undefined)[] = [${names.join(', ')}];`,
    '/** The numbers of the values on the wire. */',
    `export const ${valueNumbers(owner.name)}: { readonly [name in ${owner.name}]: number } = {`,
    ...list.map(({ text, number }) => `  ${/^\w+$/.test(text) ? text : quote(text)}: ${number},`),
    '};',
    '',
  ];
}

function typeOf(field: Field): string {
  const single = {
    bytes: 'Uint8Array',
    string: 'string',
    uint32: 'number',
    uint64: 'bigint',
    sint64: 'bigint',
    enum: field.type,
    message: field.type,
  }[field.kind];
  if (field.repeated) return `readonly ${single}[]`;
  return field.limits.optional ? `${single} | undefined` : single;
}

/** The limits of a field in words, for its documentation. */
function limitsText({ limits, kind, repeated }: Field): string {
  const parts: string[] = [];
  if (limits.count !== undefined) parts.push(`${limits.count.min} to ${limits.count.max} elements`);
  if (limits.length !== undefined) {
    const { min, max, orEmpty } = limits.length;
    const unit = kind === 'string' ? 'bytes of UTF-8' : 'bytes';
    parts.push(
      `${orEmpty ? '0 or ' : ''}${min === max ? max : `${min} to ${max}`} ${unit}${repeated ? ' each' : ''}`,
    );
  }
  if (limits.range !== undefined)
    parts.push(`${limits.range.min} to ${limits.range.max}${repeated ? ' each' : ''}`);
  if (limits.ascending) parts.push('strictly ascending');
  return parts.join(', ');
}

function generateType(message: Message): string[] {
  return [
    `/** ${message.comment === '' ? `The message ${message.name}.` : message.comment} */`,
    `export interface ${message.name} {`,
    ...message.fields.flatMap((field) => {
      const text = [limitsText(field), field.comment].filter((part) => part !== '').join(': ');
      const doc = text === '' ? [] : [`  /** ${text} */`];
      return [...doc, `  readonly ${camelCase(field.name)}: ${typeOf(field)};`];
    }),
    '}',
    '',
  ];
}

function generateReader(message: Message): string[] {
  const title = quote(message.name);
  const lines: string[] = [`let tag = r.tag(${title});`];
  const checks: string[] = [];
  for (const field of message.fields) {
    const variable = camelCase(field.name);
    const path = quote(`${message.name}.${field.name}`);
    const next = `tag = r.tag(${title});`;
    const { length, count, range } = field.limits;
    const tag = tagOf(field);
    if (field.repeated && count !== undefined) {
      const elementType = typeOf(field).slice('readonly '.length, -2);
      lines.push(`const ${variable}: ${elementType}[] = [];`);
      const room = `if (${variable}.length === ${count.max}) throw tooMany(${path}, ${count.max});`;
      if (field.kind === 'uint32' && range !== undefined) {
        lines.push(`if (tag === ${tag}) {`, `  const outer = r.enter(${path});`, '  do {', `    ${room}`);
        lines.push(
          `    const element = r.packedUint32(${path});`,
          ...indent(rangeChecks(field, 'element', path), '    '),
        );
        lines.push(
          `    ${variable}.push(element);`,
          '  } while (r.more());',
          '  r.leave(outer);',
          `  ${next}`,
          '}',
        );
      } else {
        lines.push(`while (tag === ${tag}) {`, `  ${room}`);
        if (field.kind === 'message') {
          lines.push(
            `  const outer = r.enter(${path});`,
            `  ${variable}.push(read${field.type}(r));`,
            '  r.leave(outer);',
          );
        } else if (length !== undefined) {
          const reader = field.kind === 'bytes' ? 'elementBytes' : 'elementString';
          lines.push(`  ${variable}.push(r.${reader}(${path}, ${length.min}, ${length.max}));`);
        } else throw new Error(`${message.name}.${field.name} is not handled`);
        lines.push(`  ${next}`, '}');
      }
      if (count.min > 0)
        checks.push(`if (${variable}.length < ${count.min}) throw tooFew(${path}, ${count.min});`);
      if (field.limits.ascending) {
        checks.push(
          `${field.kind === 'bytes' ? 'ascendingBytes' : 'ascendingNumbers'}(${path}, ${variable});`,
        );
      }
    } else if (length !== undefined) {
      const reader = field.kind === 'bytes' ? 'fieldBytes' : 'fieldString';
      const mayBeAbsent = length.min === 0 || length.orEmpty;
      const absent = field.kind === 'bytes' ? 'noBytes()' : "''";
      const type = field.kind === 'bytes' ? 'Uint8Array' : 'string';
      lines.push(`let ${variable}: ${type} | undefined;`);
      lines.push(
        `if (tag === ${tag}) {`,
        `  ${variable} = r.${reader}(${path}, ${length.min}, ${length.max});`,
        `  ${next}`,
        '}',
      );
      if (mayBeAbsent) checks.push(`${variable} ??= ${absent};`);
      else checks.push(`if (${variable} === undefined) throw missing(${path});`);
    } else if (range !== undefined) {
      const zero = field.kind === 'uint32' ? '0' : '0n';
      lines.push(`let ${variable} = ${zero};`);
      lines.push(`if (tag === ${tag}) {`, `  ${variable} = r.${field.kind}(${path});`, `  ${next}`, '}');
      checks.push(...rangeChecks(field, variable, path));
    } else if (field.kind === 'enum') {
      const owner = enumByName.get(field.type);
      if (owner === undefined) throw new Error(`${message.name}.${field.name} is not handled`);
      const initial = zeroIsUnset(owner) ? '' : ` = ${quote(members(owner)[0].text)}`;
      lines.push(`let ${variable}: ${field.type}${initial === '' ? ' | undefined' : initial};`);
      const call = `r.enumeration(${path}, ${valueNames(field.type)})`;
      lines.push(`if (tag === ${tag}) {`, `  ${variable} = ${call};`, `  ${next}`, '}');
      if (initial === '') checks.push(`if (${variable} === undefined) throw missing(${path});`);
    } else if (field.kind === 'message') {
      lines.push(`let ${variable}: ${field.type} | undefined;`);
      lines.push(
        `if (tag === ${tag}) {`,
        `  const outer = r.enter(${path});`,
        `  ${variable} = read${field.type}(r);`,
      );
      lines.push('  r.leave(outer);', `  ${next}`, '}');
      if (field.limits.required) checks.push(`if (${variable} === undefined) throw missing(${path});`);
    } else throw new Error(`${message.name}.${field.name} is not handled`);
  }
  return [
    `function read${message.name}(r: Reader): ${message.name} {`,
    ...indent(lines),
    `  if (tag !== 0) throw r.unexpected(${title}, tag);`,
    ...indent(checks),
    `  return { ${message.fields.map(({ name }) => camelCase(name)).join(', ')} };`,
    '}',
    '',
  ];
}

/** Checks of a decoded integer, without those that its type makes needless. */
function rangeChecks(field: Field, variable: string, path: string): string[] {
  const range = field.limits.range;
  if (range === undefined) throw new Error(`${field.name} has no range`);
  const suffix = field.kind === 'uint32' ? '' : 'n';
  const [least, most] = {
    uint32: [0n, UINT32_MAX],
    uint64: [0n, 2n ** 64n - 1n],
    sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  }[field.kind as 'uint32' | 'uint64' | 'sint64'];
  const checks: string[] = [];
  if (range.max < most)
    checks.push(`if (${variable} > ${range.max}${suffix}) throw tooLarge(${path}, ${range.max}${suffix});`);
  if (range.min > least)
    checks.push(`if (${variable} < ${range.min}${suffix}) throw tooSmall(${path}, ${range.min}${suffix});`);
  return checks;
}

function generateWriter(message: Message): string[] {
  const lines: string[] = [];
  for (const field of [...message.fields].reverse()) {
    const variable = camelCase(field.name);
    const path = quote(`${message.name}.${field.name}`);
    const { length, count, range } = field.limits;
    const tag = `w.varint32(${tagOf(field)});`;
    const nested = (value: string): string[] => [
      'const mark = w.mark();',
      `write${field.type}(w, ${value});`,
      `w.prefix(${path}, mark);`,
      tag,
    ];
    if (field.repeated && count !== undefined) {
      lines.push(`assertList(${path}, ${variable}, ${count.min}, ${count.max});`);
      const loop = `for (let i = ${variable}.length - 1; i >= 0; i--) {`;
      const ascending = field.kind === 'bytes' ? 'compareBytes(later, element) <= 0' : 'later <= element';
      const order = field.limits.ascending
        ? [`  if (later !== undefined && ${ascending}) throw unordered(${path});`, '  later = element;']
        : [];
      if (field.kind === 'uint32' && range !== undefined) {
        if (field.limits.ascending) lines.push('{', '  let later: number | undefined;');
        else lines.push('{');
        lines.push('  const mark = w.mark();', `  ${loop}`, `    const element = ${variable}[i];`);
        lines.push(`    assertUint32(${path}, element, ${range.min}, ${range.max});`, ...indent(order, '  '));
        lines.push(
          '    w.varint32(element);',
          '  }',
          `  if (${variable}.length > 0) {`,
          `    w.prefix(${path}, mark);`,
        );
        lines.push(`    ${tag}`, '  }', '}');
      } else if (field.kind === 'message') {
        lines.push(loop, ...indent(nested(`${variable}[i]`)), '}');
      } else if (length !== undefined) {
        const write =
          field.kind === 'bytes'
            ? [
                `assertBytes(${path}, element, ${length.min}, ${length.max}, false);`,
                'w.lengthAndBytes(element);',
              ]
            : [`w.lengthAndBytes(stringBytes(${path}, element, ${length.min}, ${length.max}, false));`];
        if (field.limits.ascending) lines.push('{', '  let later: Uint8Array | undefined;');
        else lines.push('{');
        lines.push(`  ${loop}`, `    const element = ${variable}[i];`, ...indent(write.slice(0, -1), '    '));
        lines.push(...indent(order, '  '), ...indent(write.slice(-1), '    '), `    ${tag}`, '  }', '}');
      } else throw new Error(`${message.name}.${field.name} is not handled`);
    } else if (length !== undefined) {
      const args = `${path}, ${variable}, ${length.min}, ${length.max}, ${length.orEmpty}`;
      const bytes = field.kind === 'bytes' ? variable : `${variable}Bytes`;
      lines.push(field.kind === 'bytes' ? `assertBytes(${args});` : `const ${bytes} = stringBytes(${args});`);
      lines.push(`if (${bytes}.length > 0) {`, `  w.lengthAndBytes(${bytes});`, `  ${tag}`, '}');
    } else if (range !== undefined) {
      if (field.kind === 'uint32') {
        lines.push(`assertUint32(${path}, ${variable}, ${range.min}, ${range.max});`);
        lines.push(`if (${variable} !== 0) {`, `  w.varint32(${variable});`, `  ${tag}`, '}');
      } else {
        lines.push(`assertBigint(${path}, ${variable}, ${range.min}n, ${range.max}n);`);
        lines.push(`if (${variable} !== 0n) {`, `  w.${field.kind}(${variable});`, `  ${tag}`, '}');
      }
    } else if (field.kind === 'enum') {
      lines.push(`const ${variable}Number = enumNumber(${path}, ${variable}, ${valueNumbers(field.type)});`);
      lines.push(`if (${variable}Number !== 0) {`, `  w.varint32(${variable}Number);`, `  ${tag}`, '}');
    } else if (field.kind === 'message') {
      const body = nested(variable);
      if (field.limits.optional) lines.push(`if (${variable} !== undefined) {`, ...indent(body), '}');
      else lines.push('{', ...indent(body), '}');
    } else throw new Error(`${message.name}.${field.name} is not handled`);
  }
  return [
    `function write${message.name}(w: Writer, value: ${message.name}): void {`,
    `  assertObject(${quote(message.name)}, value);`,
    `  const { ${message.fields.map(({ name }) => camelCase(name)).join(', ')} } = value;`,
    ...indent(lines),
    '}',
    '',
  ];
}

function generateEntryPoints(message: Message): string[] {
  if (message.maxBytes === undefined) return [];
  const { name, maxBytes } = message;
  const constant = `${constantCase(name)}_MAX_BYTES`;
  return [
    `/** The most bytes of an encoded ${name}. */`,
    `export const ${constant} = ${maxBytes};`,
    '',
    `/**`,
    ` * The canonical encoding of a ${name}, in bytes of its own.`,
    ` *`,
    ` * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than ${maxBytes} bytes`,
    ` */`,
    `export function encode${name}(value: ${name}): Uint8Array {`,
    `  const w = new Writer();`,
    `  try {`,
    `    write${name}(w, value);`,
    `    return w.finish('${name}', ${constant});`,
    `  } finally {`,
    `    w.discard();`,
    `  }`,
    `}`,
    '',
    `/**`,
    ` * Decodes an untrusted ${name}. The value shares no memory with \`bytes\`.`,
    ` *`,
    ` * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL or ERR_FIELD`,
    ` */`,
    `export function decode${name}(bytes: Uint8Array): ${name} {`,
    `  return read${name}(new Reader('${name}', bytes, ${constant}));`,
    `}`,
    '',
  ];
}

/** `LIMITS`: the annotations as data, for writers that must stay within them. */
function generateLimits(): string[] {
  const lines = ['/** The limits of every field, as spec/proto states them. */', 'export const LIMITS = {'];
  for (const message of schema.messages) {
    lines.push(`  ${message.name}: {`);
    for (const field of message.fields) {
      const { length, count, range } = field.limits;
      const suffix = field.kind === 'uint64' || field.kind === 'sint64' ? 'n' : '';
      const parts: string[] = [];
      if (count !== undefined) parts.push(`minCount: ${count.min}, maxCount: ${count.max}`);
      if (length !== undefined)
        parts.push(`minBytes: ${length.orEmpty ? 0 : length.min}, maxBytes: ${length.max}`);
      if (range !== undefined) parts.push(`min: ${range.min}${suffix}, max: ${range.max}${suffix}`);
      if (parts.length > 0) lines.push(`    ${camelCase(field.name)}: { ${parts.join(', ')} },`);
    }
    lines.push('  },');
  }
  lines.push('} as const;', '');
  return lines;
}

function generateMessages(): string {
  const body = [
    ...schema.enums.flatMap(generateEnum),
    ...schema.messages.flatMap(generateType),
    ...generateLimits(),
    ...schema.messages.flatMap((message) => [
      ...generateReader(message),
      ...generateWriter(message),
      ...generateEntryPoints(message),
    ]),
  ].join('\n');
  const uses = (names: readonly string[]): string[] =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = (names: readonly string[], from: string): string =>
    `import { ${uses(names).join(', ')} } from '${from}';`;
  return [
    '// Generated from spec/proto by scripts/generate.ts. Do not edit.',
    '',
    imports(
      [
        'ascendingBytes',
        'ascendingNumbers',
        'missing',
        'Reader',
        'tooFew',
        'tooLarge',
        'tooMany',
        'tooSmall',
      ],
      '../reader.ts',
    ),
    imports(
      [
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
      '../writer.ts',
    ),
    imports(['compareBytes', 'noBytes'], '../bytes.ts'),
    '',
    body,
  ].join('\n');
}

/** The static module of pbjs as it is, under a header that lets TypeScript carry it to `dist` unchecked. */
function generateProtobuf(): string {
  const pbjs = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');
  const options = [
    '-t',
    'static-module',
    '-w',
    'es6',
    '--no-create',
    '--no-verify',
    '--no-convert',
    '--root',
    'muniment',
  ];
  const sources = protoFiles().map((name) => fileURLToPath(new URL(name, PROTO_FOLDER)));
  const output = execFileSync(process.execPath, [pbjs, ...options, ...sources], { encoding: 'utf8' });
  return `// Generated from spec/proto by pbjs. Do not edit.\n// @ts-nocheck\n${output}`;
}

const outputs: readonly (readonly [name: string, make: () => string])[] = [
  ['messages.ts', generateMessages],
  ['protobuf.ts', generateProtobuf],
];
for (const [name, make] of outputs) {
  const target = new URL(`../src/generated/${name}`, import.meta.url);
  const output = make();
  if (!process.argv.includes('--check')) writeFileSync(target, output);
  else if (readFileSync(target, 'utf8') !== output) {
    console.error(
      `packages/wire/src/generated/${name} differs from spec/proto: run npm run generate -w @muniment/wire`,
    );
    process.exitCode = 1;
  }
}
