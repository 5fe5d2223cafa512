import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import {
  exchange,
  gate,
  head,
  pause,
  post,
  type RawClient,
  REQUEST,
  RESPONSE,
  rawClient,
  start,
} from './gateway-helpers.ts';

/** Times short enough for a test; one byte a second is slow all the same. */
const SHORT = {
  headersTimeoutMs: 1500,
  requestTimeoutMs: 2500,
  keepAliveTimeoutMs: 500,
  realmTimeoutMs: 5000,
} as const;

/** Writes one byte a second until the connection ends, and gives how many milliseconds that took. */
async function drip(client: RawClient, bytes: string): Promise<number> {
  const startedMs = performance.now();
  let at = 0;
  const timer = setInterval(() => client.socket.write(bytes[at++ % bytes.length]!), 1000);
  await client.closed;
  clearInterval(timer);
  return performance.now() - startedMs;
}

describe('a slow client is cut', () => {
  // VAULT-116
  it('in its headers, in its body, and before its first byte', async () => {
    const { url, address, events } = await start(SHORT);
    const [inHead, inBody, silent] = await Promise.all([1, 2, 3].map(() => rawClient(address.port)));
    inBody!.socket.write(head());
    const [headMs, bodyMs, silentMs] = await Promise.all([
      drip(inHead!, `${head()}`),
      drip(inBody!, 'body'),
      silent!.closed.then(() => 0),
    ]);
    expect(headMs).toBeGreaterThan(1000);
    expect(headMs).toBeLessThan(4000);
    expect(bodyMs).toBeGreaterThan(2000);
    expect(bodyMs).toBeLessThan(5000);
    expect(silentMs).toBe(0);
    for (const client of [inHead, inBody, silent]) {
      const text = client!.received().toString('latin1');
      expect(text).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
      expect(text).toMatch(/\r\n\r\n\{"error":"ERR_VAULT_REQUEST"\}\n$/);
    }
    expect((await post(url)).status).toBe(200);
    expect(events('bad-http').map(({ status }) => status)).toEqual([408, 408, 408]);
  });

  it('between requests', async () => {
    const { address } = await start(SHORT);
    const client = await rawClient(address.port);
    client.socket.write(head());
    client.socket.write(REQUEST);
    await client.until(/^HTTP\/1.1 200 /);
    const startedMs = performance.now();
    await client.closed;
    expect(performance.now() - startedMs).toBeLessThan(4000);
  });

  it('if it does not read its answers', async () => {
    const limits = {
      headersTimeoutMs: 500,
      requestTimeoutMs: 1000,
      realmTimeoutMs: 100,
      keepAliveTimeoutMs: 500,
    };
    const { url, address } = await start({ ...limits, maxConnectionsPerAddress: 1 });
    const client = await rawClient(address.port);
    client.socket.pause();
    const request = head({}, 'GET /v1/descriptor HTTP/1.1').replace(/content-(length|type).*\r\n/g, '');
    // More answers than the system's buffers hold.
    const startedMs = performance.now();
    for (let i = 0; i < 200; i++) client.socket.write(request.repeat(500));
    await pause(500);
    expect((await post(url)).status).toBe(429);
    await expect.poll(async () => (await post(url)).status, { timeout: 20_000, interval: 200 }).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(1500);
    client.socket.destroy();
  });
});

describe('connections', () => {
  // VAULT-116
  it('of one address are so many', async () => {
    const { url, address, events } = await start({ maxConnectionsPerAddress: 4 });
    const clients = await Promise.all([1, 2, 3, 4].map(() => rawClient(address.port)));
    await pause(50);
    const refused = await exchange(address.port, '');
    expect(refused).toMatch(
      /^HTTP\/1.1 429 [\s\S]*retry-after: 10\r\n[\s\S]*\{"error":"ERR_VAULT_RATE"\}\n$/,
    );
    expect(events('connection-refused')).toMatchObject([{ level: 'warn' }]);
    clients[0]!.socket.destroy();
    await expect.poll(async () => (await post(url).catch(() => undefined))?.status).toBe(200);
    for (const client of clients) client.socket.destroy();
  });

  it('of trusted proxies are not counted', async () => {
    const { url, address } = await start({ maxConnectionsPerAddress: 1, trustedProxies: ['127.0.0.1'] });
    const clients = await Promise.all([1, 2, 3, 4].map(() => rawClient(address.port)));
    expect((await post(url)).status).toBe(200);
    for (const client of clients) client.socket.destroy();
  });

  it('of all are so many', async () => {
    const { url, address, events } = await start({ maxConnections: 3 });
    const clients = await Promise.all([1, 2, 3].map(() => rawClient(address.port)));
    await pause(50);
    expect(await exchange(address.port, '')).toBe('');
    expect(events('connection-refused')).toHaveLength(1);
    for (const client of clients) client.socket.destroy();
    await expect.poll(async () => (await post(url).catch(() => undefined))?.status).toBe(200);
  });
});

describe('bytes that are no HTTP', () => {
  it.each<readonly [string, string, number]>([
    ['junk', 'junk\r\n\r\n', 400],
    ['the start of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['HTTP/9', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['a method that there is none of', 'STEAL /v1/request HTTP/1.1\r\nhost: a\r\n\r\n', 400],
    ['two lengths', `${head().replace('\r\n\r\n', '\r\ncontent-length: 7\r\n\r\n')}`, 400],
    ['a length and chunks', `${head({ 'transfer-encoding': 'chunked' })}`, 400],
    ['a negative length', `${head({ 'content-length': -1 })}`, 400],
    [
      'a chunk without a size',
      'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n',
      400,
    ],
    ['a header with a line break', 'GET / HTTP/1.1\r\nhost: a\r\n b\r\n\r\n', 400],
    ['a header with a zero', 'GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n', 400],
    ['long headers', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a long path', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
    [
      'long chunk extensions',
      `POST /v1/request HTTP/1.1\r\nhost: a\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n`,
      413,
    ],
  ])('get a typed error: %s', async (_, bytes, status) => {
    const { url, address } = await start(SHORT);
    const answer = await exchange(address.port, Buffer.from(bytes, 'latin1'));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/\r\n\r\n\{"error":"ERR_VAULT_REQUEST"\}\n$/);
    expect((await post(url)).status).toBe(200);
  });

  it('behind a request come after its answer', async () => {
    const done = gate();
    const handle = async (): Promise<Uint8Array> => {
      await done.opened;
      return RESPONSE;
    };
    const { address, events } = await start(SHORT, { handle });
    const client = await rawClient(address.port);
    client.socket.write(head());
    client.socket.write(REQUEST);
    client.socket.write('junk\r\n\r\n');
    for (let i = 0; i < 5; i++) {
      await pause(20);
      client.socket.write('more junk');
    }
    expect(client.received().length).toBe(0);
    done.open();
    await client.closed;
    const text = client.received().toString('latin1');
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(text.match(/HTTP\/1.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect(text).toMatch(/\{"error":"ERR_VAULT_REQUEST"\}\n$/);
    expect(events('bad-http')).toHaveLength(1);
  });

  it('in a body are an error of that request alone', async () => {
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      calls++;
      return RESPONSE;
    };
    const { address } = await start(SHORT, { handle });
    const chunked = 'host: a\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n';
    const first = Buffer.concat([Buffer.from(head()), REQUEST]);
    const bytes = Buffer.concat([first, Buffer.from(`POST /v1/request HTTP/1.1\r\n${chunked}\r\nzz\r\n`)]);
    const text = await exchange(address.port, bytes);
    expect(text.match(/HTTP\/1.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    expect(calls).toBe(1);
  });

  it('may come after CONNECT, and the connection be reset', async () => {
    const done = gate();
    const handle = async (): Promise<Uint8Array> => {
      await done.opened;
      return RESPONSE;
    };
    const { url, address } = await start(SHORT, { handle });
    for (let i = 0; i < 20; i++) {
      const client = await rawClient(address.port);
      client.socket.write(head());
      client.socket.write(REQUEST);
      client.socket.write('CONNECT realm:80 HTTP/1.1\r\nhost: a\r\n\r\njunk');
      await pause(5);
      client.socket.resetAndDestroy();
    }
    done.open();
    await pause(50);
    expect((await post(url)).status).toBe(200);
  });

  it('from many clients leave it as it was', { timeout: 300_000 }, async () => {
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      calls++;
      return RESPONSE;
    };
    const { url, address, gateway, lines } = await start({ ...SHORT, requestTimeoutMs: 1500 }, { handle });
    const random = seededRandom(42);
    const VALID = Buffer.concat([Buffer.from(head()), REQUEST]);
    const WORDS = [
      'GET',
      'POST',
      ' ',
      '/',
      'HTTP/1.1',
      '\r\n',
      '\r\n\r\n',
      ':',
      'host',
      'chunked',
      '0',
      '\0',
      ',',
    ];
    const makers: readonly (() => Buffer)[] = [
      () => Buffer.from(random.bytes(1 + random.below(300))),
      () => Buffer.from(Array.from({ length: random.below(40) }, () => random.pick(WORDS)).join(' ')),
      // A valid one with some bytes of its head changed, or cut.
      () => {
        const bytes = Buffer.from(VALID);
        for (let i = 0; i <= random.below(4); i++) bytes[random.below(150)] = random.below(256);
        return bytes;
      },
      () => VALID.subarray(0, random.below(VALID.length)),
      () => Buffer.concat([VALID, Buffer.from(random.bytes(1 + random.below(100)))]),
      () =>
        Buffer.from(
          `CONNECT realm:${random.below(99999)} HTTP/1.1\r\nhost: a\r\n\r\n${'x'.repeat(random.below(50))}`,
        ),
    ];
    let unexpected = '';
    async function attack(): Promise<void> {
      const client = await rawClient(address.port);
      client.socket.write(random.pick(makers)());
      const leave = random.pick(['resetAndDestroy', 'destroy', 'end', 'end', 'wait'] as const);
      if (leave !== 'wait') client.socket[leave]();
      await client.closed;
      const text = client.received().toString('latin1');
      // Nothing, answers of the protocol, or typed errors.
      for (const [, body] of text.matchAll(/\{(.*)\}/g)) {
        if (!/^"(error":"ERR_VAULT_REQUEST|status":"ok)"$/.test(body!)) unexpected = text;
      }
      if (/FST_|Error:|statusCode|node:/.test(text)) unexpected = text;
    }
    let left = count('gateway junk');
    const worker = async (): Promise<void> => {
      while (left-- > 0) await attack();
    };
    await Promise.all(Array.from({ length: 24 }, worker));
    expect(unexpected).toBe('');

    const before = calls;
    const response = await post(url);
    expect([response.status, (await response.bytes()).length]).toEqual([200, RESPONSE.length]);
    expect(calls).toBe(before + 1);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('event');
    // And it ends as if nothing had been.
    const startedMs = performance.now();
    await gateway.close();
    expect(performance.now() - startedMs).toBeLessThan(900);
  });
});
