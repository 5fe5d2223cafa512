// Gateways on loopback, and clients that say what no HTTP library would.

import { connect, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import {
  createGateway,
  type Gateway,
  type GatewayAddress,
  type GatewayOptions,
  type RealmService,
} from '../src/gateway.ts';
import { VAULT_SEALED_REQUEST_BYTES, VAULT_SEALED_RESPONSE_BYTES } from '../src/sizes.ts';

export const NOTE = 'muniment-vault-realm/1\nrealm 00112233445566778899aabbccddeeff\n\n— realm AAAA\n';
export const REQUEST: Uint8Array<ArrayBuffer> = new Uint8Array(VAULT_SEALED_REQUEST_BYTES).fill(0x51);
export const RESPONSE: Uint8Array<ArrayBuffer> = new Uint8Array(VAULT_SEALED_RESPONSE_BYTES).fill(0xa5);

/** A realm that answers RESPONSE, unless told otherwise. */
export function fakeRealm(changed: Partial<RealmService> = {}): RealmService {
  return {
    handle: async () => RESPONSE,
    descriptor: () => new TextEncoder().encode(NOTE),
    isHealthy: async () => true,
    ...changed,
  };
}

export interface Running {
  readonly gateway: Gateway;
  readonly address: GatewayAddress;
  readonly url: string;
  /** What was logged, line by line. */
  readonly lines: string[];
  /** The lines of one event, read. */
  events(event: string): Record<string, unknown>[];
}

const running: Gateway[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.close()));
});

/** A gateway on a free port of 127.0.0.1, which ends with the test. */
export async function start(
  options: GatewayOptions = {},
  realm: Partial<RealmService> = {},
): Promise<Running> {
  const lines: string[] = [];
  const gateway = createGateway({
    realm: fakeRealm(realm),
    options: {
      log: { write: (line) => lines.push(line) },
      requestsPerMinute: 1_000_000,
      closeTimeoutMs: 1000,
      ...options,
    },
  });
  running.push(gateway);
  const address = await gateway.listen('127.0.0.1', 0);
  return {
    gateway,
    address,
    url: `http://127.0.0.1:${address.port}`,
    lines,
    events: (event) =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((fields) => fields.event === event),
  };
}

/** POST /v1/request. */
export function post(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/request`, {
    method: 'POST',
    body: REQUEST,
    ...init,
    headers: { 'content-type': 'application/octet-stream', ...init.headers },
  });
}

/** The head of a request to POST /v1/request, as text. */
export function head(
  fields: Record<string, string | number> = {},
  line = 'POST /v1/request HTTP/1.1',
): string {
  const all = {
    host: 'realm',
    'content-type': 'application/octet-stream',
    'content-length': VAULT_SEALED_REQUEST_BYTES,
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line}\r\n${lines.join('')}\r\n`;
}

/** A connection that gathers what comes. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything received. */
  received(): Buffer;
  /** Resolves when the other side has ended or reset the connection. */
  readonly closed: Promise<void>;
  /** Resolves once something that matches has come; rejects if the connection ends before. */
  until(pattern: RegExp): Promise<string>;
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      ended = true;
      resolve();
      for (const check of waiting) check();
    });
  });
  // A reset is an end like another.
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    for (const check of waiting) check();
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const received = (): Buffer => Buffer.concat(chunks);
  return {
    socket,
    received,
    closed,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const text = received().toString('latin1');
          if (pattern.test(text)) resolve(text);
          else if (ended)
            reject(new Error(`the connection ended after ${JSON.stringify(text.slice(0, 200))}`));
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
  };
}

/** Sends `bytes` on a new connection and gives what comes until it ends. */
export async function exchange(port: number, bytes: string | Uint8Array, end = false): Promise<string> {
  const client = await rawClient(port);
  client.socket.write(bytes);
  if (end) client.socket.end();
  await client.closed;
  return client.received().toString('latin1');
}

/** A promise and its resolver. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
