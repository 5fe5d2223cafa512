// Whether an answer is the one that is expected: the one place where this is decided, for vectors and for random cases.

import { createHash } from 'node:crypto';
import { ERRORS, type ErrorCode } from '@muniment/errors';
import type { Answer, Json, JsonObject, Released } from '../protocol.ts';
import { at, differenceOf, isObject, pick } from './members.ts';
import type { Expected, OperationRow } from './vectors.ts';

/** How error codes are compared: as they are, by their class of spec/errors.md, or not at all. */
export type CodeRule = 'exact' | 'class' | 'none';
export const CODE_RULES: readonly CodeRule[] = ['exact', 'class', 'none'];

/** What a comparison came to. */
export type Verdict =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string };

const passed: Verdict = { status: 'passed' };
const failed = (reason: string): Verdict => ({ status: 'failed', reason });

/**
 * What an implementation sent as an answer, or undefined if it is none: exactly one of `value` alone, `error`, `outcome` and
 * `unsupported`.
 */
export function readAnswer(message: JsonObject): Answer | undefined {
  const { value, error, outcome, unsupported, released } = message;
  const hasValue = value === undefined || value === null || isObject(value);
  const kinds = [error, outcome, unsupported].filter((member) => member !== undefined && member !== null);
  if (!hasValue || kinds.length > 1) return undefined;
  const outputs = isObject(value) ? { value } : {};
  if (error != null) {
    if (error !== true && (typeof error !== 'string' || error === '')) return undefined;
    if (released != null && !isReleased(released)) return undefined;
    return { error, ...outputs, ...(released == null ? {} : { released: released as Released }) };
  }
  if (outcome != null) return typeof outcome === 'string' ? { outcome, ...outputs } : undefined;
  if (unsupported != null) return typeof unsupported === 'string' ? { unsupported } : undefined;
  return isObject(value) ? { value } : undefined;
}

function isReleased(value: Json): boolean {
  if (typeof value === 'string') return /^(?:[0-9a-f]{2})*$/.test(value);
  if (!isObject(value)) return false;
  const { count, sha256 } = value;
  return Number.isSafeInteger(count) && (count as number) >= 0 && /^[0-9a-f]{64}$/.test(String(sha256));
}

/** Compares an answer with what is expected of it. */
export function compareAnswer(
  row: OperationRow,
  expected: Expected,
  answer: Answer,
  codes: CodeRule,
): Verdict {
  if ('unsupported' in answer) return { status: 'skipped', reason: answer.unsupported };
  const isFailure = 'error' in answer || ('outcome' in answer && answer.outcome !== 'ok');
  if (expected.result === 'valid') {
    if (isFailure) return failed(`refused what is valid: ${shown(answer)}`);
    return compareOutputs(row.outputs, expected.value, answer.value);
  }
  if (!isFailure) return failed(`accepted what it has to refuse with ${expected.error ?? expected.outcome}`);
  return (
    compareCodes(expected, answer, codes) ??
    compareReleased(expected, 'released' in answer ? answer.released : undefined) ??
    (expected.value === undefined
      ? passed
      : compareOutputs(row.failureOutputs ?? [], expected.value, answer.value))
  );
}

function shown(answer: Answer): string {
  if ('error' in answer) return String(answer.error);
  return 'outcome' in answer ? answer.outcome : 'no error';
}

function compareOutputs(outputs: readonly string[], expected: JsonObject, got: JsonObject = {}): Verdict {
  const actual = pick(got, outputs);
  const path = differenceOf(expected, actual);
  if (path === undefined) return passed;
  const here = [at(expected, path), at(actual, path)].map((value) => shorten(value ?? null, 200));
  return failed(`${path} is ${here[1]} and not ${here[0]}`);
}

/** A JSON text of at most `limit` characters, cut in its middle. */
export function shorten(value: Json, limit: number): string {
  const text = JSON.stringify(value);
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2) - 10;
  return `${text.slice(0, half)}...(${text.length - 2 * half} more)...${text.slice(-half)}`;
}

/** The class of an error code in spec/errors.md, or undefined. */
export function errorClassOf(code: string): string | undefined {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].errorClass : undefined;
}

function compareCodes(
  expected: Extract<Expected, { result: 'invalid' }>,
  answer: Answer,
  codes: CodeRule,
): Verdict | undefined {
  if (codes === 'none') return undefined;
  const got = 'error' in answer ? answer.error : undefined;
  if (expected.outcome !== undefined) {
    // An outcome is part of the protocol between realm and client, not a matter of how errors are reported.
    const outcome = 'outcome' in answer ? answer.outcome : got;
    return outcome === expected.outcome
      ? undefined
      : failed(`the outcome is ${String(outcome)} and not ${expected.outcome}`);
  }
  const code = got ?? ('outcome' in answer ? answer.outcome : undefined);
  if (code === expected.error) return undefined;
  if (code === true)
    return failed(`reports no code, where it has to be ${expected.error} (--codes none leaves codes out)`);
  const other = errorClassOf(String(code));
  if (codes === 'class' && other !== undefined && other === expected.errorClass) return undefined;
  const wanted =
    codes === 'class' ? `of class ${expected.errorClass}, like ${expected.error}` : expected.error;
  return failed(`the error is ${String(code)} and not ${wanted}`);
}

function compareReleased(
  expected: Extract<Expected, { result: 'invalid' }>,
  got: Released | undefined,
): Verdict | undefined {
  const limit = expected.released;
  if (got === undefined || limit === 'rest') return undefined;
  const { count, sha256 } = typeof got === 'string' ? hashed(got) : got;
  if (count === 0) return undefined;
  if (limit === 'none') return failed(`released ${count} bytes, where nothing may be released`);
  if (count > limit.count) return failed(`released ${count} bytes, where at most ${limit.count} may be`);
  if (count === limit.count && sha256 !== limit.sha256)
    return failed(
      `released ${count} bytes that are not the plaintext: their SHA-256 is ${sha256}, not ${limit.sha256}`,
    );
  return undefined;
}

function hashed(hex: string): { count: number; sha256: string } {
  const bytes = Buffer.from(hex, 'hex');
  return { count: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
