// Serves a page, the test vectors and one store to a browser, as any static file server would, and a listing of the store.

import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderStore, type ObjectInfo } from '@muniment/storage';

const VECTORS = fileURLToPath(new URL('../../../../test-vectors/', import.meta.url));

/**
 * What a page must be allowed to do for Muniment: run its own scripts, compile WebAssembly (zstd), and fetch from its own
 * origin and from `data:` (where the WebAssembly comes from). No eval, no inline scripts.
 */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' data:";

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Muniment</title><script type="module" src="/entry.js"></script>';

/** A server on a free port of 127.0.0.1. */
export interface PageServer {
  readonly port: number;
  /** How often objects of stores were asked for as a whole, and in part. */
  readonly served: { whole: number; partial: number };
  /** Serves the store in `folder` below `/stores/<name>/`. */
  addStore(name: string, folder: string): void;
  close(): Promise<void>;
}

/** Starts a server for a bundle (file name to code). */
export async function serve(bundle: ReadonlyMap<string, string>): Promise<PageServer> {
  const stores = new Map<string, string>();
  const served = { whole: 0, partial: 0 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [first = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
    if (rest.includes('..') || rest.includes('.')) return send(response, 404);
    if (first === '') return send(response, 200, 'text/html', PAGE);
    const code = bundle.get(pathname.slice(1));
    if (code !== undefined) return send(response, 200, 'text/javascript', code);
    if (first === 'test-vectors') return sendFile(request, response, join(VECTORS, ...rest));
    const [name = '', kind, ...object] = rest;
    const folder = stores.get(name);
    if (first !== 'stores' || folder === undefined) return send(response, 404);
    if (kind === 'list') {
      const listing: ObjectInfo[] = [];
      for await (const object of folderStore(folder).list(searchParams.get('prefix') ?? ''))
        listing.push(object);
      return send(response, 200, 'application/json', JSON.stringify(listing));
    }
    if (kind !== 'objects') return send(response, 404);
    if (request.method === 'GET') served[request.headers.range === undefined ? 'whole' : 'partial']++;
    await sendFile(request, response, join(folder, ...object));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else send(response, 500, 'text/plain', String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    served,
    addStore: (name, folder) => {
      stores.set(name, folder);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, type = 'text/plain', body = ''): void {
  response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
}

async function sendFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch {
    return send(response, 404);
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) return send(response, 404);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const from = range === null ? 0 : Number(range[1]);
    const to = range === null ? info.size - 1 : Math.min(Number(range[2]), info.size - 1);
    if (range !== null && from > to) {
      response.writeHead(416, { 'content-range': `bytes */${info.size}` }).end();
      return;
    }
    const length = to - from + 1;
    response.writeHead(range === null ? 200 : 206, {
      'content-type': 'application/octet-stream',
      'content-length': length,
      'accept-ranges': 'bytes',
      ...(range === null ? {} : { 'content-range': `bytes ${from}-${to}/${info.size}` }),
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, from);
    response.end(bytes);
  } finally {
    await file.close();
  }
}
