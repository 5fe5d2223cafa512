// JSON schemas (draft 2020-12) of vector files, put together from few parts. Nothing is allowed that is not listed.

import { type Files, type Flag, formatJson } from './suite.ts';

/** A JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

/** Bytes in hexadecimal, of any length. */
export const HEX: Schema = ref('hex');
/** An integer in decimal digits, for those that a double does not hold. */
export const DECIMAL: Schema = ref('decimal');
export const TEXT: Schema = { type: 'string' };
export const LABEL: Schema = { type: 'string', minLength: 1 };
export const BOOLEAN: Schema = { type: 'boolean' };
export const ERROR: Schema = ref('error');
export const OBJECT_NAME: Schema = { type: 'string', minLength: 1, maxLength: 200 };
/** Content in pieces (test-vectors/README.md). */
export const CONTENT: Schema = ref('content');
/** Bytes in pieces. */
export const PIECES: Schema = {
  type: 'array',
  items: fields({ hex: HEX }, { count: integer(2) }),
};

/** Exactly `length` bytes in hexadecimal. */
export function bytes(length: number): Schema {
  return { type: 'string', pattern: `^[0-9a-f]{${2 * length}}$` };
}

export function integer(minimum = 0, maximum = Number.MAX_SAFE_INTEGER): Schema {
  return { type: 'integer', minimum, maximum };
}

export function list(items: Schema, minItems = 0): Schema {
  return { type: 'array', items, minItems };
}

export function oneOf(...values: readonly string[]): Schema {
  return { enum: values };
}

/** An object with exactly these members. */
export function fields(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

/** What a vector of one operation and result has beside the common fields. */
export interface VectorShape {
  readonly operation?: string;
  readonly result: 'valid' | 'invalid';
  /** The outcomes that stand in the place of an error. */
  readonly outcomes?: readonly string[];
  readonly required: Readonly<Record<string, Schema>>;
  readonly optional?: Readonly<Record<string, Schema>>;
}

const ID = '^[a-z0-9]+(-[a-z0-9]+)*$';
const CLASSES = [
  'malformed',
  'limit',
  'authentication',
  'unsupported',
  'missing',
  'conflict',
  'secret',
  'usage',
];
const BUG_TYPES = [
  'BASIC',
  'EDGE_CASE',
  'CANONICAL_FORM',
  'MISSING_CHECK',
  'RESOURCE_EXHAUSTION',
  'AUTHENTICATION_BYPASS',
  'CONFUSION',
  'ROLLBACK',
  'PATH_TRAVERSAL',
  'INTEROPERABILITY',
];

function vectorSchema(
  { operation, result, outcomes, required, optional }: VectorShape,
  flags: readonly string[],
): Schema {
  const reported =
    outcomes === undefined
      ? { errorClass: { enum: CLASSES }, error: ERROR }
      : { outcome: { enum: outcomes } };
  const failure = result === 'valid' ? {} : { ...reported, released: ref('released') };
  return fields(
    {
      id: { type: 'string', pattern: ID },
      comment: { type: 'string', pattern: '^.*[.]$' },
      result: { const: result },
      ...failure,
      flags: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: flags } },
      reqs: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', pattern: '^[A-Z]+-[0-9]{3}$' },
      },
      ...(operation === undefined ? {} : { operation: { const: operation } }),
      ...required,
    },
    optional,
  );
}

/**
 * The schema of a suite's files, under `schema/`.
 * @param shared members of the file itself, beside those that all files have
 * @param defs further definitions, for `#/$defs/...`
 */
export function suiteSchema(
  suite: string,
  title: string,
  flags: Readonly<Record<string, Flag>>,
  shapes: readonly VectorShape[],
  shared: Readonly<Record<string, Schema>> = {},
  defs: Readonly<Record<string, Schema>> = {},
): Files {
  const names = Object.keys(flags);
  const vectorDefs = Object.fromEntries(
    shapes.map((shape) => [
      [shape.operation ?? 'vector', shape.result].join('-'),
      vectorSchema(shape, names),
    ]),
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...fields({
      suite: { const: suite },
      schema: { const: `schema/${suite}.json` },
      format: { const: 1 },
      version: { const: 1 },
      vectorCount: integer(1),
      flags: fields({}, Object.fromEntries(names.map((name) => [name, ref('flag')]))),
      ...shared,
      vectors: { type: 'array', minItems: 1, items: { oneOf: Object.keys(vectorDefs).map(ref) } },
    }),
    $defs: {
      hex: { type: 'string', pattern: '^([0-9a-f]{2})*$' },
      decimal: { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' },
      error: { type: 'string', pattern: '^ERR_[A-Z0-9_]+$' },
      flag: fields({ bugType: { enum: BUG_TYPES }, description: { type: 'string', pattern: '^.*[.]$' } }),
      released: {
        oneOf: [{ enum: ['none', 'rest'] }, fields({ count: integer(1), sha256: bytes(32) })],
      },
      content: {
        type: 'array',
        items: {
          oneOf: [
            fields({ text: LABEL }, { count: integer(2) }),
            fields({ generated: LABEL, length: integer(1) }),
            fields({ zeros: integer(1) }),
            fields({ repeat: integer(2), pieces: ref('content') }),
          ],
        },
      },
      ...defs,
      ...vectorDefs,
    },
  };
  return new Map([[`schema/${suite}.json`, formatJson(schema)]]);
}
