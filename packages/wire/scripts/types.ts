// The types that stand for the enums and messages of spec/proto, and their limits as data.

import { type Enum, type EnumValue, type Field, type Message, zeroIsUnset } from './proto.ts';
import { camelCase, constantCase, quote } from './text.ts';

/** The constant that maps numbers to names. */
export function namesConstant(enumName: string): string {
  return `${constantCase(enumName)}_NAMES`;
}

/** The constant that maps names to numbers. */
export function numbersConstant(enumName: string): string {
  return `${constantCase(enumName)}_NUMBERS`;
}

/** `HARD_LINK` of any enum is `hard-link`; `COMPRESSION_NONE` of `Compression` is `none`. */
export function enumText(owner: Enum, value: EnumValue): string {
  const prefix = `${constantCase(owner.name)}_`;
  const own = value.name.startsWith(prefix) ? value.name.slice(prefix.length) : value.name;
  return own.toLowerCase().replaceAll('_', '-');
}

/** The type of one value of a field, whether the field is a list or not. */
export function elementType(field: Field): string {
  switch (field.kind) {
    case 'bytes':
      return 'Uint8Array';
    case 'string':
      return 'string';
    case 'uint32':
      return 'number';
    case 'uint64':
    case 'sint64':
      return 'bigint';
    case 'enum':
    case 'message':
      return field.type;
  }
}

/** The union of an enum's names and the two tables between names and numbers. */
export function enumDeclarations(owner: Enum): string {
  const usable = zeroIsUnset(owner) ? owner.values.slice(1) : owner.values;
  const names = owner.values.map((value) =>
    value.number === 0 ? 'undefined' : quote(enumText(owner, value)),
  );
  return `
    ${owner.comment === '' ? '' : `/** ${owner.comment} */`}
    export type ${owner.name} = ${usable.map((value) => quote(enumText(owner, value))).join(' | ')};
    const ${namesConstant(owner.name)}: readonly (${owner.name} | undefined)[] = [${names.join(', ')}];
    /** The numbers of the values on the wire. */
    export const ${numbersConstant(owner.name)}: { readonly [name in ${owner.name}]: number } = {
    ${usable.map((value) => `${quote(enumText(owner, value))}: ${value.number},`).join('\n')}
    };
  `;
}

/** The interface of a message. */
export function messageDeclaration(message: Message): string {
  return `
    /** ${message.comment} */
    export interface ${message.name} {
    ${message.fields.map(fieldDeclaration).join('\n')}
    }
  `;
}

function fieldDeclaration(field: Field): string {
  const single = elementType(field);
  const type = field.repeated
    ? `readonly ${single}[]`
    : field.limits.optional
      ? `${single} | undefined`
      : single;
  const text = [limitsText(field), field.comment].filter((part) => part !== '').join(': ');
  return `${text === '' ? '' : `/** ${text} */`}
    readonly ${camelCase(field.name)}: ${type};`;
}

/** The limits of a field in words. */
function limitsText({ limits: { length, count, range, ascending }, kind, repeated }: Field): string {
  const each = repeated ? ' each' : '';
  const parts: string[] = [];
  if (count !== undefined) parts.push(`${count.min} to ${count.max} elements`);
  if (length !== undefined) {
    const span = length.min === length.max ? length.max : `${length.min} to ${length.max}`;
    parts.push(`${length.orEmpty ? '0 or ' : ''}${span} bytes${kind === 'string' ? ' of UTF-8' : ''}${each}`);
  }
  if (range !== undefined) parts.push(`${range.min} to ${range.max}${each}`);
  if (ascending) parts.push('strictly ascending');
  return parts.join(', ');
}

/** `LIMITS`: the annotations as data, for writers that must stay within them. */
export function limitsDeclaration(messages: readonly Message[]): string {
  return `
    /** The limits of every field, as spec/proto states them. */
    export const LIMITS = {
    ${messages
      .map(
        (message) => `${message.name}: {
          ${message.fields.map(fieldLimits).join('\n')}
        },`,
      )
      .join('\n')}
    } as const;
  `;
}

function fieldLimits({ name, kind, limits: { length, count, range } }: Field): string {
  const suffix = kind === 'uint64' || kind === 'sint64' ? 'n' : '';
  const parts: string[] = [];
  if (count !== undefined) parts.push(`minCount: ${count.min}, maxCount: ${count.max}`);
  if (length !== undefined)
    parts.push(`minBytes: ${length.orEmpty ? 0 : length.min}, maxBytes: ${length.max}`);
  if (range !== undefined) parts.push(`min: ${range.min}${suffix}, max: ${range.max}${suffix}`);
  return parts.length === 0 ? '' : `${camelCase(name)}: { ${parts.join(', ')} },`;
}
