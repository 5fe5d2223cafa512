// The messages between the runner and an implementation: test-vectors/PROTOCOL.md.

/** The version of the protocol. */
export const PROTOCOL_VERSION = 1;

/** A value as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json | undefined };

/** One line to the implementation. */
export interface Request {
  readonly id: number;
  /** `capabilities`, or `<suite>.<operation>`. */
  readonly operation: string;
  readonly input: JsonObject;
}

/** Plaintext that was given out before a failure: hexadecimal digits, or its length and SHA-256. */
export type Released = string | { readonly count: number; readonly sha256: string };

/** What an operation came to. */
export type Answer =
  | { readonly value: JsonObject }
  | { readonly error: string | true; readonly released?: Released; readonly value?: JsonObject }
  | { readonly outcome: string; readonly value?: JsonObject }
  | { readonly unsupported: string };

/** An operation of an implementation that runs in this process. */
export type Operation = (input: JsonObject) => Answer | Promise<Answer>;

/** Operations by the names that requests use. */
export type Operations = Readonly<Record<string, Operation>>;

/** What the answer to `capabilities` says. */
export interface Capabilities {
  readonly name: string;
  readonly version: string;
  readonly protocol: number;
  readonly operations: readonly string[];
}
