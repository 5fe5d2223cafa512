// The strict decoders and encoders of the messages of spec/proto, as straight code without tables: a manifest has a million
// records. What each field asks for is decided here, once; a field that is not handled stops the generation.

import { type Enum, type Field, INTEGER_RANGES, type Message, zeroIsUnset } from './proto.ts';
import { camelCase, constantCase, quote } from './text.ts';
import { elementType, enumText, namesConstant, numbersConstant } from './types.ts';

/** A part of a decoder: what it does when it meets the field, and what it checks when all fields have been read. */
interface ReadSteps {
  readonly read: string;
  readonly check: string;
}

/** The tag of a field: its number and the wire type of its canonical form. */
export function tagOf(field: Field): number {
  const lengthDelimited = field.repeated || ['bytes', 'string', 'message'].includes(field.kind);
  return field.number * 8 + (lengthDelimited ? 2 : 0);
}

const pathOf = (field: Field): string => quote(`${field.message}.${field.name}`);
const bigSuffix = (field: Field): string => (field.kind === 'uint32' ? '' : 'n');

function unhandled(field: Field): never {
  throw new Error(`${field.message}.${field.name} is not handled`);
}

/** The function that reads a message. */
export function readerFunction(message: Message, enums: readonly Enum[]): string {
  const steps = message.fields.map((field) => readSteps(field, enums));
  return `
    function read${message.name}(r: Reader): ${message.name} {
      let tag = r.tag(${quote(message.name)});
      ${steps.map(({ read }) => read).join('\n')}
      if (tag !== 0) throw r.unexpected(${quote(message.name)}, tag);
      ${steps.map(({ check }) => check).join('\n')}
      return {
        ${message.fields.map(({ name }) => `${camelCase(name)},`).join('\n')}
      };
    }
  `.replaceAll(/\n\s*\n/g, '\n');
}

function readSteps(field: Field, enums: readonly Enum[]): ReadSteps {
  if (field.repeated) return field.kind === 'uint32' ? readPacked(field) : readList(field);
  switch (field.kind) {
    case 'bytes':
    case 'string':
      return readBytes(field);
    case 'uint32':
    case 'uint64':
    case 'sint64':
      return readInteger(field);
    case 'enum':
      return readEnum(field, enums);
    case 'message':
      return readMessage(field);
  }
}

/** `if` the field is here: `steps`, then on to the next tag. */
function ifPresent(field: Field, steps: string): string {
  return `
    if (tag === ${tagOf(field)}) {
      ${steps}
      tag = r.tag(${quote(field.message)});
    }`;
}

function readPacked(field: Field): ReadSteps {
  const { count } = field.limits;
  const list = camelCase(field.name);
  const path = pathOf(field);
  if (count === undefined) return unhandled(field);
  return {
    read: `
      const ${list}: number[] = [];
      ${ifPresent(
        field,
        `const outer = r.enter(${path});
        do {
          if (${list}.length === ${count.max}) throw tooMany(${path}, ${count.max});
          const element = r.packedUint32(${path});
          ${rangeChecks(field, 'element')}
          ${list}.push(element);
        } while (r.more());
        r.leave(outer);
        ${field.limits.features ? `knownFeatures(${path}, ${list});` : ''}`,
      )}`,
    check: listChecks(field),
  };
}

function readList(field: Field): ReadSteps {
  const { count, length } = field.limits;
  const list = camelCase(field.name);
  const path = pathOf(field);
  if (count === undefined) return unhandled(field);
  let element: string;
  if (field.kind === 'message') {
    element = `const outer = r.enter(${path});
      ${list}.push(read${field.type}(r));
      r.leave(outer);`;
  } else if (length !== undefined) {
    const method = field.kind === 'bytes' ? 'elementBytes' : 'elementString';
    element = `${list}.push(r.${method}(${path}, ${length.min}, ${length.max}));`;
  } else return unhandled(field);
  return {
    read: `
      const ${list}: ${elementType(field)}[] = [];
      while (tag === ${tagOf(field)}) {
        if (${list}.length === ${count.max}) throw tooMany(${path}, ${count.max});
        ${element}
        tag = r.tag(${quote(field.message)});
      }`,
    check: listChecks(field),
  };
}

function listChecks(field: Field): string {
  const { count, ascending } = field.limits;
  const list = camelCase(field.name);
  if (count === undefined) return unhandled(field);
  const few = `if (${list}.length < ${count.min}) throw tooFew(${pathOf(field)}, ${count.min});`;
  const order = `if (!${ascendingCheck(field)}(${list})) throw notAscending(${pathOf(field)});`;
  return `
    ${count.min > 0 ? few : ''}
    ${ascending ? order : ''}`;
}

function ascendingCheck({ kind }: Field): string {
  return kind === 'bytes' ? 'areAscendingBytes' : 'areAscendingNumbers';
}

function readBytes(field: Field): ReadSteps {
  const { length } = field.limits;
  const variable = camelCase(field.name);
  if (length === undefined) return unhandled(field);
  const [method, empty] = field.kind === 'bytes' ? ['fieldBytes', 'noBytes()'] : ['fieldString', "''"];
  return {
    read: `
      let ${variable}: ${elementType(field)} | undefined;
      ${ifPresent(field, `${variable} = r.${method}(${pathOf(field)}, ${length.min}, ${length.max});`)}`,
    check: mayBeEmpty(field)
      ? `${variable} ??= ${empty};`
      : `if (${variable} === undefined) throw missing(${pathOf(field)});`,
  };
}

function mayBeEmpty({ limits: { length } }: Field): boolean {
  return length !== undefined && (length.min === 0 || length.orEmpty);
}

function readInteger(field: Field): ReadSteps {
  const variable = camelCase(field.name);
  const value = `${variable} = r.${field.kind}(${pathOf(field)});`;
  const known = `${rangeChecks(field, variable)}
    knownVersion(${pathOf(field)}, ${variable});`;
  return {
    read: `
      let ${variable} = 0${bigSuffix(field)};
      ${ifPresent(field, field.limits.version ? `${value}\n${known}` : value)}`,
    check: rangeChecks(field, variable),
  };
}

/** Checks of a decoded integer, without those that its type makes needless. */
function rangeChecks(field: Field, variable: string): string {
  const { range } = field.limits;
  const bounds = INTEGER_RANGES[field.kind];
  if (range === undefined || bounds === undefined) return unhandled(field);
  const [min, max] = [`${range.min}${bigSuffix(field)}`, `${range.max}${bigSuffix(field)}`];
  return `
    ${range.max < bounds.max ? `if (${variable} > ${max}) throw tooLarge(${pathOf(field)}, ${max});` : ''}
    ${range.min > bounds.min ? `if (${variable} < ${min}) throw tooSmall(${pathOf(field)}, ${min});` : ''}`;
}

function readEnum(field: Field, enums: readonly Enum[]): ReadSteps {
  const variable = camelCase(field.name);
  const owner = enums.find(({ name }) => name === field.type) ?? unhandled(field);
  const needed = zeroIsUnset(owner);
  const declaration = needed
    ? `let ${variable}: ${field.type} | undefined;`
    : `let ${variable}: ${field.type} = ${quote(enumText(owner, owner.values[0]))};`;
  return {
    read: `
      ${declaration}
      ${ifPresent(field, `${variable} = r.enumeration(${pathOf(field)}, ${namesConstant(field.type)});`)}`,
    check: needed ? `if (${variable} === undefined) throw missing(${pathOf(field)});` : '',
  };
}

function readMessage(field: Field): ReadSteps {
  const variable = camelCase(field.name);
  return {
    read: `
      let ${variable}: ${field.type} | undefined;
      ${ifPresent(
        field,
        `const outer = r.enter(${pathOf(field)});
        ${variable} = read${field.type}(r);
        r.leave(outer);`,
      )}`,
    check: field.limits.required ? `if (${variable} === undefined) throw missing(${pathOf(field)});` : '',
  };
}

/** The function that writes a message, last field first. */
export function writerFunction(message: Message): string {
  return `
    function write${message.name}(w: Writer, value: ${message.name}): void {
      assertObject(${quote(message.name)}, value);
      const {
        ${message.fields.map(({ name }) => `${camelCase(name)},`).join('\n')}
      } = value;
      ${[...message.fields].reverse().map(writeStep).join('\n')}
    }
  `.replaceAll(/\n\s*\n/g, '\n');
}

function writeStep(field: Field): string {
  if (field.repeated) return field.kind === 'uint32' ? writePacked(field) : writeList(field);
  switch (field.kind) {
    case 'bytes':
    case 'string':
      return writeBytes(field);
    case 'uint32':
    case 'uint64':
    case 'sint64':
      return writeInteger(field);
    case 'enum':
      return writeEnum(field);
    case 'message':
      return writeMessage(field);
  }
}

const writeTag = (field: Field): string => `w.varint32(${tagOf(field)});`;

/** `steps`, only `if` the condition holds where it may not. */
function writeIf(condition: string | undefined, steps: string): string {
  if (condition === undefined) return steps;
  return `
    if (${condition}) {
      ${steps}
    }`;
}

function writeElements(field: Field, steps: string): string {
  const list = camelCase(field.name);
  const check = `if (!${ascendingCheck(field)}(${list})) throw unordered(${pathOf(field)});`;
  return `
    for (let i = ${list}.length - 1; i >= 0; i--) {
      const element = ${list}[i];
      ${steps}
    }
    ${field.limits.ascending ? check : ''}`;
}

function assertCount(field: Field): string {
  const { count } = field.limits;
  if (count === undefined) return unhandled(field);
  return `assertList(${pathOf(field)}, ${camelCase(field.name)}, ${count.min}, ${count.max});`;
}

function writePacked(field: Field): string {
  const list = camelCase(field.name);
  const { range } = field.limits;
  if (range === undefined) return unhandled(field);
  return `
    ${assertCount(field)}
    if (${list}.length > 0) {
      const mark = w.mark();
      ${writeElements(
        field,
        `assertUint32(${pathOf(field)}, element, ${range.min}, ${range.max});
        w.varint32(element);`,
      )}
      w.prefix(${pathOf(field)}, mark);
      ${writeTag(field)}
    }`;
}

function writeList(field: Field): string {
  return `
    ${assertCount(field)}
    ${writeElements(field, field.kind === 'message' ? writeNested(field, 'element') : writeContent(field, 'element'))}`;
}

function writeNested(field: Field, value: string): string {
  return `const mark = w.mark();
    write${field.type}(w, ${value});
    w.prefix(${pathOf(field)}, mark);
    ${writeTag(field)}`;
}

/** Writes one `bytes` or `string`, or nothing for an empty one that is not an element of a list. */
function writeContent(field: Field, value: string): string {
  const { length } = field.limits;
  if (length === undefined) return unhandled(field);
  const args = `${pathOf(field)}, ${value}, ${length.min}, ${length.max}, ${length.orEmpty}`;
  const skip = mayBeEmpty(field) && !field.repeated;
  const bytes = field.kind === 'bytes' ? value : `${value}Bytes`;
  const check = field.kind === 'bytes' ? `assertBytes(${args});` : `const ${bytes} = stringBytes(${args});`;
  const write = `w.lengthAndBytes(${bytes});
    ${writeTag(field)}`;
  return `${check}
    ${writeIf(skip ? `${bytes}.length > 0` : undefined, write)}`;
}

function writeBytes(field: Field): string {
  return writeContent(field, camelCase(field.name));
}

function writeInteger(field: Field): string {
  const variable = camelCase(field.name);
  const { range } = field.limits;
  if (range === undefined) return unhandled(field);
  const suffix = bigSuffix(field);
  const assertion = field.kind === 'uint32' ? 'assertUint32' : 'assertBigint';
  const method = field.kind === 'uint32' ? 'varint32' : field.kind;
  const write = `w.${method}(${variable});
    ${writeTag(field)}`;
  return `
    ${assertion}(${pathOf(field)}, ${variable}, ${range.min}${suffix}, ${range.max}${suffix});
    ${writeIf(range.min > 0n ? undefined : `${variable} !== 0${suffix}`, write)}`;
}

function writeEnum(field: Field): string {
  const variable = camelCase(field.name);
  return `
    const ${variable}Number = enumNumber(${pathOf(field)}, ${variable}, ${numbersConstant(field.type)});
    if (${variable}Number !== 0) {
      w.varint32(${variable}Number);
      ${writeTag(field)}
    }`;
}

function writeMessage(field: Field): string {
  const variable = camelCase(field.name);
  const nested = writeNested(field, variable);
  return field.limits.optional
    ? writeIf(`${variable} !== undefined`, nested)
    : `{
        ${nested}
      }`;
}

/** What callers use of a message that is encoded on its own: its greatest length, its encoder and its decoder. */
export function entryPoints({ name, maxBytes }: Message): string {
  if (maxBytes === undefined) return '';
  const constant = `${constantCase(name)}_MAX_BYTES`;
  return `
    /** The most bytes of an encoded ${name}. */
    export const ${constant} = ${maxBytes};

    /**
    * The canonical encoding of a ${name}, in bytes of its own.
    *
    * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than ${maxBytes} bytes
    */
    export function encode${name}(value: ${name}): Uint8Array {
      const w = new Writer();
      try {
        write${name}(w, value);
        return w.finish(${quote(name)}, ${constant});
      } finally {
        w.discard();
      }
    }

    /**
    * Decodes an untrusted ${name}. The value shares no memory with \`bytes\`.
    *
    * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
    */
    export function decode${name}(bytes: Uint8Array): ${name} {
      return read${name}(new Reader(${quote(name)}, bytes, ${constant}));
    }
  `;
}
