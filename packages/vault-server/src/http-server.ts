// An HTTP/1.1 server that slow, silent, numerous or malformed clients cannot hold up, and that ends gracefully. It knows
// connections; what requests mean is the gateway's business.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { MunimentError } from '@muniment/errors';
import { malformed, Refusal, refusalText, refuse, unavailable } from './refusal.ts';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface HttpServerLimits {
  /** Connections in all. Further ones are closed at once. */
  readonly maxConnections: number;
  /** Connections of one address (as `addressKey` counts it). Further ones are refused. */
  readonly maxConnectionsPerAddress: number;
  /** From the start of a connection or request until its headers are complete. */
  readonly headersTimeoutMs: number;
  /** From the start of a request until its body is complete. */
  readonly requestTimeoutMs: number;
  /** Between an answer and the next request. */
  readonly keepAliveTimeoutMs: number;
  /** Without a byte in either direction, whatever is going on. */
  readonly idleTimeoutMs: number;
  /** How much of a refused request is read in order to keep its connection. */
  readonly restBytes: number;
}

export interface HttpServerEvents {
  /** Must end `response`, now or later. */
  request(request: IncomingMessage, response: ServerResponse): void;
  /** Once for every request, before anything else is told about it. */
  started?(request: IncomingMessage): void;
  /** Once for every request: its answer was sent, or its connection is gone. */
  ended?(request: IncomingMessage, response: ServerResponse): void;
  connected?(): void;
  disconnected?(): void;
  refused?(reason: 'address' | 'all', address: string): void;
  badHttp?(status: number, address: string): void;
  /** What the address of a connection is counted as; undefined if it is not counted. */
  addressKey(address: string): string | undefined;
}

export interface HttpServer {
  /** @throws ERR_USAGE if the address cannot be listened on */
  listen(host: string, port: number): Promise<ListenAddress>;
  /** Accepts nothing more, lets requests that have begun end, and cuts what is left after `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

interface Connection {
  readonly address: string;
  /** Requests whose answer has not ended, in the order of their arrival. */
  readonly open: Set<ServerResponse>;
  /** Set once bytes came that are no request: nothing after them can be understood. */
  broken?: Refusal;
}

const MAX_HEADER_BYTES = 8192;

/** The status for an error of Node's parser or timer. */
function statusOf(code: string | undefined): number {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return 413;
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    default:
      return 400;
  }
}

/** A server that does not listen yet. */
export function createHttpServer(limits: HttpServerLimits, events: HttpServerEvents): HttpServer {
  const { restBytes } = limits;
  const connections = new Map<Socket, Connection>();
  const perAddress = new Map<string, number>();
  let draining = false;
  let emptied = (): void => {};

  const server = createServer({
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(limits.headersTimeoutMs / 4, 1000)),
    maxHeaderSize: MAX_HEADER_BYTES,
    // Checked in `onRequest`: Node's own answer has no code.
    requireHostHeader: false,
  });
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleTimeoutMs;

  /** Ends a connection on which no answer is open any more, if it is to end. */
  function settle(socket: Socket, connection: Connection): void {
    if (connection.open.size > 0 || (connection.broken === undefined && !draining)) return;
    if (connection.broken !== undefined && socket.writable) socket.write(refusalText(connection.broken));
    socket.destroySoon();
  }

  function onRequest(request: IncomingMessage, response: ServerResponse, refusal?: Refusal): void {
    const { socket } = request;
    const connection = connections.get(socket);
    // A connection that was refused as a whole has its answer.
    if (connection === undefined) return;
    events.started?.(request);
    connection.open.add(response);
    // Comes also for an answer that waits behind others when the connection ends.
    response.once('close', () => {
      connection.open.delete(response);
      events.ended?.(request, response);
      settle(socket, connection);
    });
    // The peer may reset a connection at any time; `close` follows.
    request.on('error', () => {});
    response.on('error', () => {});
    if (refusal !== undefined) refuse(response, refusal, restBytes);
    else if (draining) refuse(response, unavailable(), restBytes);
    else if (request.httpVersion === '1.1' && request.headers.host === undefined) {
      refuse(response, malformed(400), restBytes);
    } else events.request(request, response);
  }

  server.on('connection', (socket) => {
    // Node takes its own listener away after CONNECT; a reset then would end the process.
    socket.on('error', () => {});
    const address = socket.remoteAddress;
    // Gone before it was accepted.
    if (address === undefined) {
      socket.destroy();
      return;
    }
    const key = events.addressKey(address);
    const count = key === undefined ? 0 : (perAddress.get(key) ?? 0);
    if (count >= limits.maxConnectionsPerAddress) {
      events.refused?.('address', address);
      socket.write(refusalText(new Refusal(429, 'ERR_VAULT_RATE', { 'retry-after': '10' })));
      socket.destroySoon();
      return;
    }
    if (key !== undefined) perAddress.set(key, count + 1);
    const connection: Connection = { address, open: new Set() };
    connections.set(socket, connection);
    events.connected?.();
    socket.once('close', () => {
      connections.delete(socket);
      if (key !== undefined) {
        const left = (perAddress.get(key) ?? 1) - 1;
        if (left === 0) perAddress.delete(key);
        else perAddress.set(key, left);
      }
      events.disconnected?.();
      if (connections.size === 0) emptied();
    });
  });
  server.on('drop', (data) => events.refused?.('all', data?.remoteAddress ?? ''));
  server.on('request', onRequest);
  server.on('checkExpectation', (request, response) => onRequest(request, response, malformed(417)));
  server.on('connect', (_request, socket) => {
    const connection = connections.get(socket as Socket);
    if (connection === undefined) return;
    connection.broken = malformed(405, { allow: 'GET, HEAD, POST' });
    events.badHttp?.(405, connection.address);
    settle(socket as Socket, connection);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    const connection = connections.get(socket);
    if (connection === undefined || error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    // Every further byte fails again.
    if (connection.broken !== undefined) return;
    const refusal = malformed(statusOf(error.code));
    connection.broken = refusal;
    events.badHttp?.(refusal.status, connection.address);
    // Requests that are complete get their answers first, in order: an error in their place would say of them what is
    // true of other bytes only. One whose body broke off gets the error itself.
    for (const response of connection.open) {
      if (response.req.complete) continue;
      response.shouldKeepAlive = false;
      refuse(response, refusal, 0);
    }
    settle(socket, connection);
  });
  // An accept that fails (too many open files) must not end the process; the client tries again.
  server.on('error', () => {});

  return {
    async listen(host, port) {
      await new Promise<void>((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException): void => {
          const where = { host, port, reason: error.code };
          reject(new MunimentError('ERR_USAGE', `cannot listen on ${host}, port ${port}`, where, error));
        };
        server.once('error', failed);
        server.listen({ host, port }, () => {
          server.off('error', failed);
          resolve();
        });
      });
      const { address, port: bound } = server.address() as AddressInfo;
      return { host: address, port: bound };
    },
    async close(deadlineMs) {
      draining = true;
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const [socket, connection] of connections) {
        for (const response of connection.open) response.shouldKeepAlive = false;
        settle(socket, connection);
      }
      const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(timer);
      // The server is closed a moment before the last connections have told of their ends.
      if (connections.size > 0) {
        await new Promise<void>((resolve) => {
          emptied = resolve;
        });
      }
    },
  };
}
