import { createHash } from 'node:crypto';
import { MunimentError } from '@muniment/errors';
import { describe, expect, it } from 'vitest';
import { createGateway, type GatewayOptions, type RealmService } from '../src/gateway.ts';
import {
  exchange,
  fakeRealm,
  gate,
  head,
  NOTE,
  pause,
  post,
  REQUEST,
  RESPONSE,
  rawClient,
  start,
} from './gateway-helpers.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The answer must be this error, and nothing of a library's own words. */
async function expectError(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, await response.text()]).toEqual([status, `{"error":"${code}"}\n`]);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('cache-control')).toBe('no-store');
}

describe('POST /v1/request', () => {
  it('passes the bytes on and the answer back', async () => {
    const seen: Uint8Array[] = [];
    const { url } = await start(
      {},
      {
        handle: async (bytes) => {
          seen.push(bytes);
          return RESPONSE;
        },
      },
    );
    const body = new Uint8Array(REQUEST.length).map((_, i) => i * 7);
    const response = await post(url, { body });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(sha256(await response.bytes())).toBe(sha256(RESPONSE));
    expect(seen.map(sha256)).toEqual([sha256(body)]);
    expect(seen[0]!.constructor).toBe(Uint8Array);
    expect(seen[0]!.buffer.byteLength).toBe(REQUEST.length);
  });

  it('takes a body in chunks', async () => {
    const { address } = await start();
    const client = await rawClient(address.port);
    const fields = 'host: realm\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n';
    client.socket.write(`POST /v1/request HTTP/1.1\r\n${fields}\r\n`);
    for (let at = 0; at < REQUEST.length; at += 1000) {
      const part = REQUEST.subarray(at, at + 1000);
      client.socket.write(`${part.length.toString(16)}\r\n`);
      client.socket.write(part);
      client.socket.write('\r\n');
    }
    client.socket.write('0\r\n\r\n');
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 200 /);
    client.socket.destroy();
  });

  it.each<readonly [string, RequestInit, number]>([
    ['nothing', { body: new Uint8Array(0) }, 400],
    ['a byte too few', { body: REQUEST.subarray(1) }, 400],
    ['a byte too many', { body: new Uint8Array(REQUEST.length + 1) }, 413],
    ['JSON', { headers: { 'content-type': 'application/json' } }, 415],
    ['a parameter', { headers: { 'content-type': 'application/octet-stream; charset=utf-8' } }, 415],
    ['an empty type', { headers: { 'content-type': '' } }, 415],
    ['a compressed body', { headers: { 'content-encoding': 'gzip' } }, 415],
  ])('refuses %s', async (_, init, status) => {
    const { url } = await start({}, { handle: () => Promise.reject(new Error('was asked')) });
    await expectError(await post(url, init), status, 'ERR_VAULT_REQUEST');
  });

  it.each<readonly [string, Record<string, string>, string, number]>([
    ['no length and no body', {}, '', 400],
    ['too few bytes in chunks', { 'transfer-encoding': 'chunked' }, '3\r\nabc\r\n0\r\n\r\n', 400],
    [
      'too many bytes in chunks',
      { 'transfer-encoding': 'chunked' },
      `fff0\r\n${'a'.repeat(0xfff0)}\r\n0\r\n\r\n`,
      413,
    ],
    ['a length beyond all', { 'content-length': '9'.repeat(15) }, '', 413],
    ['an expectation', { 'content-length': '0', expect: 'gold' }, '', 417],
  ])('refuses %s', async (_, fields, body, status) => {
    const { address } = await start();
    const lines = {
      host: 'realm',
      'content-type': 'application/octet-stream',
      connection: 'close',
      ...fields,
    };
    const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    const answer = await exchange(address.port, `POST /v1/request HTTP/1.1\r\n${text.join('')}\r\n${body}`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/\{"error":"ERR_VAULT_REQUEST"\}\n$/);
  });

  // VAULT-112
  it('answers what is too long before it has come, and reads none of it', async () => {
    const { address } = await start();
    const client = await rawClient(address.port);
    client.socket.write(head({ 'content-length': 1_000_000_000 }));
    await client.until(/^HTTP\/1.1 413 [\s\S]*connection: close/i);
    await client.closed;
  });

  it('says 100 to a client that asks before it sends', async () => {
    const { address } = await start();
    const client = await rawClient(address.port);
    client.socket.write(head({ expect: '100-continue' }));
    await client.until(/^HTTP\/1.1 100 /);
    client.socket.write(REQUEST);
    await client.until(/HTTP\/1.1 200 /);
    client.socket.destroy();
  });

  it.each<readonly [string, RealmService['handle'], number, string]>([
    [
      'an unknown channel key',
      async () => Promise.reject(new MunimentError('ERR_CHANNEL_KEY')),
      400,
      'ERR_CHANNEL_KEY',
    ],
    [
      'a seal that does not open',
      async () => Promise.reject(new MunimentError('ERR_AUTHENTICATION')),
      400,
      'ERR_AUTHENTICATION',
    ],
    [
      'a realm that is not ready',
      async () => Promise.reject(new MunimentError('ERR_VAULT_UNAVAILABLE')),
      503,
      'ERR_VAULT_UNAVAILABLE',
    ],
    [
      'a store that fails',
      async () => Promise.reject(new MunimentError('ERR_STORE_IO', 'secret path')),
      500,
      'ERR_INTERNAL',
    ],
    ['a defect', async () => Promise.reject(new TypeError('secret detail')), 500, 'ERR_INTERNAL'],
    [
      'a defect that is thrown at once',
      () => {
        throw new TypeError('secret detail');
      },
      500,
      'ERR_INTERNAL',
    ],
    ['undefined as an error', async () => Promise.reject(undefined), 500, 'ERR_INTERNAL'],
    ['an answer of another length', async () => RESPONSE.subarray(1), 500, 'ERR_INTERNAL'],
    ['no answer', async () => undefined as unknown as Uint8Array, 500, 'ERR_INTERNAL'],
  ])('tells of %s by its code alone', async (_, handle, status, code) => {
    const { url, lines } = await start({}, { handle });
    await expectError(await post(url), status, code);
    await expect.poll(() => lines.filter((line) => line.includes(code))).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/secret/);
  });

  it('hands the realm’s errors to the operator, who may fail too', async () => {
    const error = new TypeError('detail');
    const seen: unknown[] = [];
    const onRealmError = (thrown: unknown): void => {
      seen.push(thrown);
      throw new Error('from the hook');
    };
    const { url, events } = await start({ onRealmError }, { handle: () => Promise.reject(error) });
    await expectError(await post(url), 500, 'ERR_INTERNAL');
    expect(seen).toEqual([error]);
    await expect.poll(() => events('request')).toMatchObject([{ level: 'error', cause: 'other' }]);
  });

  // VAULT-116
  it('waits for the realm only so long, and keeps its place until it is done', async () => {
    const done = gate();
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      if (calls++ === 0) await done.opened;
      return RESPONSE;
    };
    const { url, events } = await start({ realmTimeoutMs: 100, maxInFlight: 1 }, { handle });
    await expectError(await post(url), 503, 'ERR_VAULT_UNAVAILABLE');
    await expectError(await post(url), 503, 'ERR_VAULT_UNAVAILABLE');
    expect(calls).toBe(1);
    await expect.poll(() => events('request').map(({ cause }) => cause)).toEqual(['timeout', undefined]);
    done.open();
    await expect.poll(async () => (await post(url)).status).toBe(200);
  });

  // VAULT-116
  it('gives the realm no more at a time than told', async () => {
    const done = gate();
    let now = 0;
    let most = 0;
    const handle = async (): Promise<Uint8Array> => {
      most = Math.max(most, ++now);
      await done.opened;
      now--;
      return RESPONSE;
    };
    const { url } = await start({ maxInFlight: 3 }, { handle });
    // Three wait for the gate; the rest is refused, and only then it opens.
    let refusedCount = 0;
    const answers = Array.from({ length: 10 }, async () => {
      const answer = await post(url);
      if (answer.status === 503 && ++refusedCount === 7) done.open();
      return answer;
    });
    const refused = await Promise.any(answers);
    expect(refused.headers.get('retry-after')).toBe('1');
    await expectError(refused, 503, 'ERR_VAULT_UNAVAILABLE');
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 503)).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('lets slow bodies take no place', async () => {
    const { url, address } = await start({ maxInFlight: 1 });
    const slow = await Promise.all([rawClient(address.port), rawClient(address.port)]);
    for (const client of slow) client.socket.write(head());
    await pause(50);
    expect((await post(url)).status).toBe(200);
    for (const client of slow) {
      client.socket.write(REQUEST);
      await client.until(/^HTTP\/1.1 200 /);
      client.socket.destroy();
    }
  });
});

describe('GET /v1/descriptor', () => {
  it('gives the signed note', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/v1/descriptor`);
    expect([response.status, await response.text()]).toEqual([200, NOTE]);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const headOnly = await fetch(`${url}/v1/descriptor?any=query`, { method: 'HEAD' });
    expect([headOnly.status, await headOnly.text()]).toEqual([200, '']);
    expect(headOnly.headers.get('content-length')).toBe(String(Buffer.byteLength(NOTE)));
  });

  it('tells when there is none', async () => {
    const { url } = await start(
      {},
      {
        descriptor: () => {
          throw new Error('secret');
        },
      },
    );
    await expectError(await fetch(`${url}/v1/descriptor`), 503, 'ERR_VAULT_UNAVAILABLE');
  });
});

describe('GET /v1/bundle', () => {
  const TEXT = '{"format":"muniment-vault-bundle/1"}\n';
  const bundle = (): Uint8Array => new TextEncoder().encode(TEXT);

  it('gives the bundle', async () => {
    const { url } = await start({}, { bundle });
    const response = await fetch(`${url}/v1/bundle`);
    expect([response.status, await response.text()]).toEqual([200, TEXT]);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const headOnly = await fetch(`${url}/v1/bundle?any=query`, { method: 'HEAD' });
    expect([headOnly.status, await headOnly.text()]).toEqual([200, '']);
    expect(headOnly.headers.get('content-length')).toBe(String(TEXT.length));
    const posted = await fetch(`${url}/v1/bundle`, { method: 'POST', body: '{}' });
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
    await expectError(posted, 405, 'ERR_VAULT_REQUEST');
  });

  it('tells when there is none, and when it cannot be had', async () => {
    const none = await start();
    await expectError(await fetch(`${none.url}/v1/bundle`), 404, 'ERR_VAULT_REQUEST');
    const failing = await start(
      {},
      {
        bundle: () => {
          throw new Error('secret');
        },
      },
    );
    await expectError(await fetch(`${failing.url}/v1/bundle`), 503, 'ERR_VAULT_UNAVAILABLE');
  });

  it('counts as a request like any other', async () => {
    const { url } = await start({ requestsPerMinute: 1 }, { bundle });
    expect((await fetch(`${url}/v1/bundle`)).status).toBe(200);
    await expectError(await fetch(`${url}/v1/bundle`), 429, 'ERR_VAULT_RATE');
  });
});

describe('GET /healthz', () => {
  it('asks the realm at most once a second', async () => {
    let calls = 0;
    const { url } = await start(
      {},
      {
        isHealthy: async () => {
          calls++;
          return true;
        },
      },
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/healthz`)));
    for (const answer of answers)
      expect([answer.status, await answer.text()]).toEqual([200, '{"status":"ok"}\n']);
    expect(calls).toBe(1);
    await pause(1050);
    await fetch(`${url}/healthz`);
    expect(calls).toBe(2);
  });

  it.each<readonly [string, RealmService['isHealthy']]>([
    ['is not', async () => false],
    ['fails', () => Promise.reject(new Error('secret'))],
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['does not answer', () => new Promise(() => {})],
    ['answers nonsense', async () => 'yes' as unknown as boolean],
  ])('is 503 where the realm %s', async (_, isHealthy) => {
    const { url } = await start({}, { isHealthy });
    await expectError(await fetch(`${url}/healthz`), 503, 'ERR_VAULT_UNAVAILABLE');
  });

  it('is never rate limited', async () => {
    const { url } = await start({ requestsPerMinute: 1 });
    for (let i = 0; i < 5; i++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('other requests', () => {
  it.each([
    ['GET', '/', 404],
    ['POST', '/v1', 404],
    ['GET', '/metrics', 404],
    ['GET', '/v1/descriptor/', 404],
    ['GET', '/V1/descriptor', 404],
    ['GET', '/v1/%ff', 400],
    ['GET', '/%', 400],
    ['GET', `/${'a'.repeat(4000)}`, 404],
    ['GET', '/__proto__', 404],
    ['GET', '/constructor', 404],
    ['GET', '/v1/request', 405],
    ['PUT', '/v1/request', 405],
    ['OPTIONS', '/v1/request', 405],
    ['DELETE', '/v1/descriptor', 405],
    ['POST', '/v1/descriptor', 405],
    ['PATCH', '/healthz', 405],
  ])('%s %.40s is refused', async (method, path, status) => {
    const { url } = await start();
    const response = await fetch(`${url}${path}`, { method });
    expect(response.headers.has('allow')).toBe(status === 405);
    await expectError(response, status, 'ERR_VAULT_REQUEST');
  });

  it.each([
    ['PROPFIND /v1/request HTTP/1.1\r\nhost: a', 405],
    ['QUERY / HTTP/1.1\r\nhost: a', 404],
    ['GET /v1/descriptor HTTP/1.1\r\nhost: a\r\ncontent-length: 1', 400],
    ['GET /healthz HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked', 400],
    ['OPTIONS * HTTP/1.1\r\nhost: a', 404],
    ['GET http://realm/v1/request?a=b HTTP/1.1\r\nhost: a', 405],
    ['GET /v1/descriptor HTTP/1.1', 400],
    ['CONNECT realm:80 HTTP/1.1\r\nhost: a', 405],
    ['GET /v1/request HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade', 405],
  ])('%j is refused', async (text, status) => {
    const { address } = await start();
    const client = await rawClient(address.port);
    client.socket.write(`${text}\r\n\r\n`);
    expect(await client.until(/\{"error":"ERR_VAULT_REQUEST"\}\n$/)).toMatch(
      new RegExp(`^HTTP/1.1 ${status} `),
    );
    client.socket.destroy();
  });

  it('of HTTP/1.0 need no host', async () => {
    const { address } = await start();
    expect(await exchange(address.port, 'GET /v1/descriptor HTTP/1.0\r\n\r\n')).toContain(
      NOTE.split('\n')[0],
    );
  });

  it('with a body keep their connection if it is short, and lose it if not', async () => {
    const { address } = await start();
    const client = await rawClient(address.port);
    client.socket.write(head({ 'content-length': 5 }, 'POST /nowhere HTTP/1.1'));
    await client.until(/ 404 /);
    client.socket.write(
      `12345${head({}, 'GET /v1/descriptor HTTP/1.1').replace(/content-length.*\r\n/, '')}`,
    );
    await client.until(/ 200 /);
    client.socket.write(head({ 'content-length': 1_000_000 }, 'POST /nowhere HTTP/1.1'));
    await client.closed;
    expect(
      client
        .received()
        .toString('latin1')
        .match(/HTTP\/1.1 404/g),
    ).toHaveLength(2);
  });
});

describe('the rate limit', () => {
  // VAULT-116
  it('is so many requests a minute, whatever is asked', async () => {
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      calls++;
      return RESPONSE;
    };
    const { url, events } = await start({ requestsPerMinute: 5 }, { handle });
    expect((await post(url)).status).toBe(200);
    expect((await fetch(`${url}/v1/descriptor`)).status).toBe(200);
    await expectError(await fetch(`${url}/nowhere`), 404, 'ERR_VAULT_REQUEST');
    await expectError(await fetch(`${url}/v1/request`), 405, 'ERR_VAULT_REQUEST');
    await expectError(
      await post(url, { headers: { 'content-type': 'text/plain' } }),
      415,
      'ERR_VAULT_REQUEST',
    );
    for (const ask of [() => post(url), () => fetch(`${url}/v1/descriptor`), () => fetch(`${url}/nowhere`)]) {
      const response = await ask();
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect([...response.headers.keys()].filter((name) => name.includes('ratelimit'))).toEqual([]);
      await expectError(response, 429, 'ERR_VAULT_RATE');
    }
    expect(calls).toBe(1);
    await expect.poll(() => events('request').filter(({ status }) => status === 429)).toHaveLength(3);
    const limited = events('request').filter(({ status }) => status === 429);
    expect(limited[0]!.peer).toMatch(/^[0-9a-f]{16}$/);
    expect(new Set(limited.map(({ peer }) => peer)).size).toBe(1);
  });

  it('counts for the peer, whatever it says of itself', async () => {
    const { url } = await start({ requestsPerMinute: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) {
      statuses.push((await post(url, { headers: { 'x-forwarded-for': `192.0.2.${i}` } })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it('counts for whom a trusted proxy names, by /64', async () => {
    const { url } = await start({ requestsPerMinute: 1, trustedProxies: ['127.0.0.0/8'] });
    const ask = async (forwarded: string): Promise<number> =>
      (await post(url, { headers: { 'x-forwarded-for': forwarded } })).status;
    expect(await ask('192.0.2.1')).toBe(200);
    expect(await ask('192.0.2.2')).toBe(200);
    expect(await ask('198.51.100.9, 192.0.2.1')).toBe(429);
    expect(await ask('::ffff:192.0.2.1')).toBe(429);
    expect(await ask('2001:db8:1:2::1')).toBe(200);
    expect(await ask('2001:db8:1:2:ffff::1')).toBe(429);
    expect(await ask('2001:db8:1:3::1')).toBe(200);
  });

  it('remembers no more addresses than told', async () => {
    const { url } = await start({
      requestsPerMinute: 1,
      rateLimitEntries: 10,
      trustedProxies: ['127.0.0.1'],
    });
    const ask = async (n: number): Promise<number> =>
      (await fetch(`${url}/v1/descriptor`, { headers: { 'x-forwarded-for': `10.0.0.${n}` } })).status;
    for (let n = 0; n < 10; n++) expect(await ask(n)).toBe(200);
    for (let n = 0; n < 10; n++) expect(await ask(n)).toBe(429);
    for (let n = 10; n < 20; n++) expect(await ask(n)).toBe(200);
    // Forgotten, so counted anew.
    expect(await ask(0)).toBe(200);
  });
});

describe('options', () => {
  it.each<readonly [string, GatewayOptions]>([
    ['no requests', { requestsPerMinute: 0 }],
    ['half a connection', { maxConnections: 0.5 }],
    ['no number', { maxInFlight: Number.NaN }],
    ['times that contradict each other', { headersTimeoutMs: 2000, requestTimeoutMs: 1000 }],
    ['a proxy by name', { trustedProxies: ['proxy.example'] }],
  ])('with %s are a caller’s mistake', (_, options) => {
    expect(() => createGateway({ realm: fakeRealm(), options })).toThrow(RangeError);
  });

  it('given as undefined are not given', () => {
    const options = { maxInFlight: undefined } as unknown as GatewayOptions;
    expect(() => createGateway({ realm: fakeRealm(), options })).not.toThrow();
  });
});

describe('listen', () => {
  it('is for once', async () => {
    const { gateway } = await start();
    await expect(gateway.listen('127.0.0.1', 0)).rejects.toThrow(TypeError);
    await gateway.close();
    await gateway.close();
    await expect(gateway.listen('127.0.0.1', 0)).rejects.toThrow(TypeError);
  });

  it('tells of an address that is taken', async () => {
    const { address } = await start();
    const second = createGateway({ realm: fakeRealm() });
    await expect(second.listen('127.0.0.1', address.port)).rejects.toMatchObject({
      code: 'ERR_USAGE',
      details: { reason: 'EADDRINUSE' },
    });
    const third = createGateway({
      realm: fakeRealm(),
      options: { metrics: { host: '127.0.0.1', port: address.port } },
    });
    await expect(third.listen('127.0.0.1', 0)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});
