// Annotated dumps: rows of bytes with what they are, and their text.

import { hex } from '../kit/bytes.ts';
import { sha256 } from '../kit/hash.ts';

/** A run of bytes that is one thing. */
export interface Row {
  readonly bytes: Uint8Array;
  /** Nesting, for the eye. */
  readonly depth: number;
  readonly field: string;
  readonly meaning: string;
}

/** Bytes on a line. */
export const LINE_BYTES = 16;
/** Longer runs are shortened to their first line, their length and their SHA-256. */
export const SHORTENED_BYTES = 64;
const BYTES_WIDTH = 3 * LINE_BYTES - 1;
const CONTINUED = '......';

export function row(bytes: Uint8Array, field: string, meaning = '', depth = 0): Row {
  return { bytes, depth, field, meaning };
}

/** The rows one level further in. */
export function indented(rows: readonly Row[], by = 1): Row[] {
  return rows.map((one) => ({ ...one, depth: one.depth + by }));
}

const offsetText = (offset: number): string => offset.toString(16).padStart(6, '0');

function spaced(bytes: Uint8Array): string {
  return (hex(bytes).match(/../g) ?? []).join(' ');
}

/** A fenced block: the title with the number of bytes, a line of headings, then the rows with their offsets. */
export function formatDump(title: string, rows: readonly Row[]): string {
  const fieldText = ({ depth, field }: Row): string => `${'. '.repeat(depth)}${field}`;
  const fieldWidth = Math.max('field'.length, ...rows.map((one) => fieldText(one).length));
  const line = (offset: string, bytes: string, field: string, meaning: string): string =>
    `${offset}  ${bytes.padEnd(BYTES_WIDTH)}  ${field.padEnd(fieldWidth)}  ${meaning}`.trimEnd();
  const lines: string[] = [];
  let offset = 0;
  for (const one of rows) {
    const { bytes, meaning } = one;
    const shown = bytes.length > SHORTENED_BYTES ? LINE_BYTES : bytes.length;
    for (let at = 0; at < shown; at += LINE_BYTES) {
      const part = bytes.subarray(at, Math.min(at + LINE_BYTES, shown));
      const isFirst = at === 0;
      lines.push(
        line(offsetText(offset + at), spaced(part), isFirst ? fieldText(one) : '', isFirst ? meaning : ''),
      );
    }
    if (shown < bytes.length) {
      const last = offsetText(offset + bytes.length - 1);
      const rest = `${bytes.length - shown} more bytes, to ${last}`;
      lines.push(`${CONTINUED}  ${rest}; SHA-256 of all ${bytes.length}: ${hex(sha256(bytes))}`);
    }
    offset += bytes.length;
  }
  const heading = line('offset', 'bytes', 'field', 'meaning');
  return ['```', `# ${title}, ${offset} bytes`, heading, ...lines, '```'].join('\n');
}

const NAME_CHARACTERS = 28;

/** Values by name: beside it, or below it if the name is long, as names are that say how the value is made. */
export function formatValues(
  values: readonly (readonly [name: string, value?: Uint8Array | string])[],
): string {
  const isShort = (name: string): boolean => name.length <= NAME_CHARACTERS;
  const width = Math.max(0, ...values.map(([name]) => (isShort(name) ? name.length : 0)));
  const lines = values.flatMap(([name, value]) => {
    const text = value instanceof Uint8Array ? hex(value) : value;
    if (text === undefined) return [name];
    return isShort(name) ? [`${name.padEnd(width)}  ${text}`] : [name, `    ${text}`];
  });
  return ['```', ...lines, '```'].join('\n');
}
