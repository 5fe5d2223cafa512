// The malicious gateway where it stands in a network: an HTTP server in front of the shipped gateway, which besides spoils HTTP.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { httpTransport, type VaultTransport } from '@muniment/vault-client';
import { createGateway, type RealmService } from '@muniment/vault-server';
import type { Deliver, EvilGateway } from './vault-evil-gateway.ts';
import { GatewayRefusal, post } from './vault-servers.ts';

/** What becomes of an exchange, beside what the gateway does to the messages; the request has been passed on before. */
export const HTTP_FAULTS = [
  'no answer',
  'half an answer',
  'an answer too long',
  'a page',
  'another place',
  'a failure',
  'too many requests',
] as const;

export type HttpFault = (typeof HTTP_FAULTS)[number];

/** The shipped gateway of a realm, on loopback until `close`. */
export async function shippedGateway(
  realm: RealmService,
): Promise<{ readonly deliver: Deliver; close(): Promise<void> }> {
  const gateway = createGateway({
    realm,
    options: { requestsPerMinute: 1_000_000, maxConnectionsPerAddress: 1024, closeTimeoutMs: 100 },
  });
  const { port } = await gateway.listen('127.0.0.1', 0);
  const deliver: Deliver = async (request) => {
    try {
      return await post(`http://127.0.0.1:${port}`, request);
    } catch (error) {
      const isOfKey = error instanceof GatewayRefusal && error.status === 400;
      throw isOfKey ? new MunimentError('ERR_CHANNEL_KEY') : error;
    }
  };
  return { deliver, close: () => gateway.close() };
}

/** A way through an HTTP server that hands everything to the malicious gateway. */
export async function evilProxy(
  gateway: EvilGateway,
  plan: ReadonlyMap<number, HttpFault>,
): Promise<{ readonly transport: VaultTransport; close(): Promise<void> }> {
  let count = 0;
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { transport: httpTransport(`http://127.0.0.1:${port}`), close };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.end(await gateway.descriptor());
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fault = plan.get(count++);
    let body: Uint8Array;
    try {
      body = await gateway.request(new Uint8Array(Buffer.concat(chunks)));
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      response.writeHead(error.code === 'ERR_CHANNEL_KEY' ? 400 : 503, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify({ error: error.code }));
      return;
    }
    switch (fault) {
      case undefined:
        response.end(body);
        return;
      case 'no answer':
        response.destroy();
        return;
      case 'half an answer':
        response.writeHead(200, { 'content-length': body.length });
        response.write(body.subarray(0, body.length >> 1), () => response.destroy());
        return;
      case 'an answer too long':
        response.end(Buffer.concat([body, body]));
        return;
      case 'a page':
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<p>Please sign in to this network.</p>');
        return;
      case 'another place':
        response.writeHead(307, { location: `http://127.0.0.1:${port}/elsewhere` });
        response.end();
        return;
      case 'a failure':
        response.writeHead(500);
        response.end(body);
        return;
      case 'too many requests':
        response.writeHead(429, { 'retry-after': '86400' });
        response.end();
        return;
    }
  }
}
