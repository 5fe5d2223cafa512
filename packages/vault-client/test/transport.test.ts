import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MunimentError } from '@muniment/errors';
import { createGateway } from '@muniment/vault-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  fetchVaultBundle,
  formatVaultBundle,
  type HttpTransportOptions,
  httpTransport,
  SEALED_REQUEST_BYTES,
  SEALED_RESPONSE_BYTES,
} from '../src/index.ts';
import { withRetries } from '../src/retry.ts';
import { testRealm, testVault } from './helpers.ts';

const REQUEST = new Uint8Array(SEALED_REQUEST_BYTES).fill(7);

/** The address of an HTTP server in this process. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
}

async function failureOf(url: string, options: HttpTransportOptions = {}): Promise<MunimentError> {
  const failure: unknown = await httpTransport(url, options)
    .request(REQUEST)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MunimentError);
  return failure as MunimentError;
}

describe('HTTP', () => {
  it('carries a request and a descriptor', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        seen.push([
          request.method,
          request.url,
          request.headers['content-type'],
          Buffer.concat(parts).length,
        ]);
        response.end(request.method === 'POST' ? Buffer.alloc(SEALED_RESPONSE_BYTES, 9) : 'a note');
      });
    });
    const transport = httpTransport(`${url}//`);
    expect(await transport.request(REQUEST)).toEqual(new Uint8Array(SEALED_RESPONSE_BYTES).fill(9));
    expect(new TextDecoder().decode(await transport.descriptor())).toBe('a note');
    expect(seen).toEqual([
      ['POST', '/realm/v1/request', 'application/octet-stream', 9335],
      ['GET', '/realm/v1/descriptor', undefined, 0],
    ]);
  });

  it('leads to a realm behind its gateway', async () => {
    const test = await testRealm();
    const gateway = createGateway({ realm: test.realm });
    const { port } = await gateway.listen('127.0.0.1', 0);
    onTestFinished(() => gateway.close());
    const transport = httpTransport(`http://127.0.0.1:${port}`);
    const vault = await testVault(test, transport);
    expect(await vault.status()).toMatchObject({ phase: 'none', attemptsLeft: 0, timeMs: test.clock.nowMs });
    // What was sealed to another realm's key of the same number.
    const other = await testRealm();
    const misled = await testVault(other, { ...transport, descriptor: async () => other.note });
    await expect(misled.status()).rejects.toMatchObject({ code: 'ERR_CHANNEL_KEY' });
    const bad = httpTransport(`http://127.0.0.1:${port}/elsewhere`);
    await expect(bad.request(REQUEST)).rejects.toMatchObject({ code: 'ERR_VAULT_REQUEST' });
    await expect(bad.descriptor()).rejects.toMatchObject({ code: 'ERR_VAULT_REQUEST' });
  });

  it('says what every refusal means', async () => {
    const rows: readonly (readonly [status: number, body: string, code: string, retryAfter?: string])[] = [
      [400, '{"error":"ERR_CHANNEL_KEY"}', 'ERR_CHANNEL_KEY'],
      [400, '{"error":"ERR_AUTHENTICATION"}', 'ERR_CHANNEL_KEY'],
      [400, '{"error":"ERR_VAULT_REQUEST"}', 'ERR_VAULT_REQUEST'],
      [400, 'null', 'ERR_VAULT_REQUEST'],
      [400, 'x'.repeat(5000), 'ERR_VAULT_REQUEST'],
      [404, '{"error":"ERR_CHANNEL_KEY"}', 'ERR_VAULT_REQUEST'],
      [413, '', 'ERR_VAULT_REQUEST'],
      [429, '', 'ERR_VAULT_RATE', '17'],
      [429, '', 'ERR_VAULT_RATE'],
      [500, '{"error":"ERR_INTERNAL"}', 'ERR_VAULT_UNAVAILABLE'],
      [503, '', 'ERR_VAULT_UNAVAILABLE', '1'],
      [201, 'x', 'ERR_VAULT_REQUEST'],
    ];
    for (const [status, body, code, retryAfter] of rows) {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
        response.end(body);
      });
      const failure = await failureOf(url);
      expect(failure.code, `${status} ${body.slice(0, 30)}`).toBe(code);
      const expected = retryAfter === undefined ? undefined : Number(retryAfter) * 1000;
      expect(failure.details.retryAfterMs).toBe(expected);
    }
  });

  // VAULT-114
  it('follows no redirect', async () => {
    let visited = 0;
    const elsewhere = await serve((_request, response) => {
      visited++;
      response.end(Buffer.alloc(SEALED_RESPONSE_BYTES));
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serve((request, response) => {
        request.resume();
        response.writeHead(status, { location: elsewhere });
        response.end();
      });
      expect((await failureOf(url)).code).toBe('ERR_VAULT_REQUEST');
    }
    expect(visited).toBe(0);
    const opaque = { type: 'opaqueredirect', status: 0, headers: new Headers(), body: null } as Response;
    const failure = await failureOf('https://vault.example', { fetch: async () => opaque });
    expect(failure.code).toBe('ERR_VAULT_REQUEST');
  });

  // VAULT-113
  it('reads no more than an answer may have', async () => {
    let written = 0;
    const url = await serve((request, response) => {
      request.resume();
      const more = (): void => {
        while (written < 50_000_000 && response.write(Buffer.alloc(65536))) written += 65536;
        if (written < 50_000_000) response.once('drain', more);
      };
      more();
    });
    expect(await failureOf(url)).toMatchObject({ code: 'ERR_VAULT_ANSWER', details: { isOpened: false } });
    expect(written).toBeLessThan(50_000_000);
    const short = await serve((request, response) => {
      request.resume();
      response.end('short');
    });
    expect((await failureOf(short)).code).toBe('ERR_VAULT_ANSWER');
    const empty = new Response(null, { status: 200 });
    expect((await failureOf('https://vault.example', { fetch: async () => empty })).code).toBe(
      'ERR_VAULT_ANSWER',
    );
  });

  it('gives up on who does not answer, or is not there', async () => {
    const silent = await serve(() => {});
    const failure = await failureOf(silent, { timeoutMs: 50 });
    expect(failure).toMatchObject({
      code: 'ERR_VAULT_UNAVAILABLE',
      message: 'the vault did not answer in time',
    });
    const stuck = await serve((request, response) => {
      request.resume();
      response.writeHead(200);
      response.write('x');
    });
    expect((await failureOf(stuck, { timeoutMs: 50 })).code).toBe('ERR_VAULT_UNAVAILABLE');
    expect((await failureOf('http://127.0.0.1:1')).code).toBe('ERR_VAULT_UNAVAILABLE');
  });

  // VAULT-114
  it('is plain only to this machine', () => {
    for (const url of [
      'http://vault.example',
      'http://10.0.0.1',
      'http://127.example',
      'http://localhost.example',
    ]) {
      expect(() => httpTransport(url), url).toThrow(RangeError);
      expect(() => httpTransport(url, { allowHttp: true }), url).not.toThrow();
    }
    for (const url of [
      'http://localhost:1',
      'http://127.0.0.1',
      'http://127.9.9.9',
      'http://[::1]:80/x',
      'https://vault.example',
    ]) {
      expect(() => httpTransport(url), url).not.toThrow();
    }
    for (const url of ['', 'vault.example', 'https://a@b', 'https://a/?x', 'file:///x']) {
      expect(() => httpTransport(url), url).toThrow(RangeError);
    }
    expect(() => httpTransport('https://vault.example', { timeoutMs: 0 })).toThrow(RangeError);
  });
});

describe('trying again', () => {
  function environment(): { slept: number[]; sleep: (ms: number) => Promise<void>; random: () => number } {
    const slept: number[] = [];
    return { slept, sleep: async (ms) => void slept.push(ms), random: () => 0.5 };
  }

  async function failing(
    code: 'ERR_VAULT_UNAVAILABLE' | 'ERR_VAULT_RATE' | 'ERR_VAULT_ANSWER' | 'ERR_VAULT_TOKEN',
    details: Readonly<Record<string, number | boolean>>,
    options = {},
  ): Promise<{ slept: number[]; tries: number }> {
    const env = environment();
    let tries = 0;
    const work = withRetries(
      async () => {
        tries++;
        throw new MunimentError(code, '', details);
      },
      options,
      env,
    );
    await expect(work).rejects.toMatchObject({ code });
    return { slept: env.slept, tries };
  }

  // VAULT-157
  it('waits longer each time, and not for ever', async () => {
    expect(await failing('ERR_VAULT_UNAVAILABLE', {})).toEqual({ slept: [375, 750, 1500, 3000], tries: 5 });
    const options = { attempts: 4, baseMs: 100, maxMs: 150 };
    expect(await failing('ERR_VAULT_UNAVAILABLE', {}, options)).toEqual({
      slept: [75, 112.5, 112.5],
      tries: 4,
    });
    expect(await failing('ERR_VAULT_UNAVAILABLE', {}, { attempts: 1 })).toEqual({ slept: [], tries: 1 });
    await expect(withRetries(async () => 1, { attempts: 0 }, environment())).rejects.toThrow(RangeError);
  });

  it('waits as long as it is told, unless that is too long', async () => {
    expect(await failing('ERR_VAULT_RATE', { retryAfterMs: 7000 }, { attempts: 3 })).toEqual({
      slept: [7000, 7000],
      tries: 3,
    });
    expect(await failing('ERR_VAULT_RATE', { retryAfterMs: 20_001 })).toEqual({ slept: [], tries: 1 });
  });

  // VAULT-157
  it('is for what may pass', async () => {
    expect((await failing('ERR_VAULT_TOKEN', {})).tries).toBe(1);
    expect((await failing('ERR_VAULT_ANSWER', {})).tries).toBe(1);
    expect((await failing('ERR_VAULT_ANSWER', { isOpened: false })).tries).toBe(5);
    const env = environment();
    const work = async (tries: number): Promise<number> => {
      if (tries < 2) throw new MunimentError('ERR_VAULT_UNAVAILABLE');
      return tries;
    };
    expect(await withRetries(work, {}, env)).toBe(2);
    await expect(withRetries(() => Promise.reject(new Error('ours')), {}, env)).rejects.toThrow('ours');
  });
});

describe('a bundle that is fetched', () => {
  it('is the one that the gateway gives, at the address that was asked', async () => {
    const { realmId, signers, note } = await testRealm();
    const bundle = {
      url: 'https://elsewhere.example',
      realmId,
      signers,
      note: new TextDecoder().decode(note),
    };
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push([request.method, request.url, request.headers.authorization]);
      response.end(formatVaultBundle(bundle));
    });
    expect(await fetchVaultBundle(`${url}/`)).toEqual({ ...bundle, url: `${url}/` });
    expect(seen).toEqual([['GET', '/realm/v1/bundle', undefined]]);
  });

  it('is refused if it is none, too long, or somewhere else', async () => {
    const rows: readonly (readonly [number, string | Uint8Array, string])[] = [
      [200, '{}', 'ERR_REALM_BUNDLE'],
      [200, Uint8Array.of(0xff), 'ERR_REALM_BUNDLE'],
      [200, ' '.repeat(65_536), 'ERR_REALM_BUNDLE'],
      [200, ' '.repeat(65_537), 'ERR_VAULT_ANSWER'],
      [302, '', 'ERR_VAULT_REQUEST'],
      [404, '', 'ERR_VAULT_REQUEST'],
      [429, '', 'ERR_VAULT_RATE'],
      [503, '', 'ERR_VAULT_UNAVAILABLE'],
    ];
    for (const [status, body, code] of rows) {
      const url = await serve((_request, response) => {
        response.writeHead(status, status === 302 ? { location: '/realm/v1/descriptor' } : {});
        response.end(body);
      });
      await expect(fetchVaultBundle(url), `${status}`).rejects.toMatchObject({ code });
    }
    const silent = await serve(() => {});
    await expect(fetchVaultBundle(silent, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'ERR_VAULT_UNAVAILABLE',
    });
    await expect(fetchVaultBundle('http://vault.example')).rejects.toThrow(RangeError);
  });
});
