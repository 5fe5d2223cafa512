// The one form of every error answer of the gateway: a status, a code of spec/errors.md as JSON, and nothing else.

import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { ErrorCode } from '@muniment/errors';

/** An answer that is an error. Thrown by handlers. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** A request that is none of this protocol. */
export function malformed(status: number, headers?: Readonly<Record<string, string>>): Refusal {
  return new Refusal(status, 'ERR_VAULT_REQUEST', headers);
}

/** No answer now; the same request may be sent again. */
export function unavailable(retryAfterSeconds = 1): Refusal {
  return new Refusal(503, 'ERR_VAULT_UNAVAILABLE', { 'retry-after': String(retryAfterSeconds) });
}

const codes = new WeakMap<ServerResponse, ErrorCode>();

/** The code that a response was refused with. */
export function refusalCode(response: ServerResponse): ErrorCode | undefined {
  return codes.get(response);
}

function headersOf({ code, headers }: Refusal): { body: string; fields: Record<string, string> } {
  const body = `${JSON.stringify({ error: code })}\n`;
  const fields = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  };
  return { body, fields };
}

/**
 * Sends a refusal, unless an answer has begun. The connection stays open only if what is left of the request is known to
 * be at most `restBytes` long: nobody may make the server read and discard without end.
 */
export function refuse(response: ServerResponse, refusal: Refusal, restBytes: number): void {
  if (response.headersSent || response.writableEnded) return;
  codes.set(response, refusal.code);
  const { req } = response;
  const length = req.headers['content-length'];
  const short =
    (length === undefined && req.headers['transfer-encoding'] === undefined) || Number(length) <= restBytes;
  if (!req.complete && !short) response.setHeader('connection', 'close');
  const { body, fields } = headersOf(refusal);
  response.writeHead(refusal.status, fields);
  response.end(body);
}

/** A refusal as bytes on the wire, for a connection that carries no request. */
export function refusalText(refusal: Refusal): string {
  const { body, fields } = headersOf(refusal);
  const lines = Object.entries({ ...fields, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n${body}`;
}
