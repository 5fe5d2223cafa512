import { randomBytes } from 'node:crypto';
import { MunimentError } from '@muniment/errors';
import { describe, expect, it } from 'vitest';
import type { GatewayOptions, RealmService } from '../src/gateway.ts';
import { REFUSALS_PER_MINUTE } from '../src/log.ts';
import { issueToken } from '../src/token.ts';
import {
  exchange,
  head,
  pause,
  post,
  REQUEST,
  RESPONSE,
  type Running,
  rawClient,
  start,
} from './gateway-helpers.ts';

const METRICS = { host: '127.0.0.1', port: 0 } as const;

async function startWithMetrics(options: GatewayOptions = {}, realm: Partial<RealmService> = {}) {
  const running = await start({ metrics: METRICS, ...options }, realm);
  const url = `http://127.0.0.1:${running.address.metrics!.port}/metrics`;
  return { ...running, metricsUrl: url, scrape: async () => (await fetch(url)).text() };
}

/** The values of the metrics of one name, by their labels. */
function valuesOf(text: string, name: string): Record<string, number> {
  const rows = [...text.matchAll(new RegExp(`^${name}(\\{[^}]*\\})? (\\S+)$`, 'gm'))];
  return Object.fromEntries(rows.map(([, labels = '', value]) => [labels, Number(value)]));
}

describe('metrics', () => {
  it('count requests by route, status and outcome', async () => {
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      if (++calls % 2 === 0) throw new MunimentError('ERR_CHANNEL_KEY');
      return RESPONSE;
    };
    const { url, scrape } = await startWithMetrics(
      { requestsPerMinute: 9 },
      { handle, bundle: () => RESPONSE },
    );
    for (let i = 0; i < 4; i++) await (await post(url)).bytes();
    await (await fetch(`${url}/v1/descriptor?x=1`)).text();
    await (await fetch(`${url}/v1/bundle?x=1`)).bytes();
    await (await fetch(`${url}/secret-path`)).text();
    await (await fetch(`${url}/v1/request`, { method: 'PUT' })).text();
    await (await fetch(`${url}/healthz`)).text();
    for (let i = 0; i < 3; i++) await (await post(url)).bytes();
    const expected = {
      '{route="/v1/request",status="200",outcome="ok"}': 3,
      '{route="/v1/request",status="400",outcome="ERR_CHANNEL_KEY"}': 2,
      '{route="/v1/request",status="405",outcome="ERR_VAULT_REQUEST"}': 1,
      '{route="/v1/request",status="429",outcome="ERR_VAULT_RATE"}': 2,
      '{route="/v1/descriptor",status="200",outcome="ok"}': 1,
      '{route="/v1/bundle",status="200",outcome="ok"}': 1,
      '{route="other",status="404",outcome="ERR_VAULT_REQUEST"}': 1,
      '{route="/healthz",status="200",outcome="ok"}': 1,
    };
    await expect
      .poll(async () => valuesOf(await scrape(), 'muniment_vault_requests_total'))
      .toEqual(expected);
    const text = await scrape();
    expect(valuesOf(text, 'muniment_vault_rate_limited_total')).toEqual({ '': 2 });
    expect(valuesOf(text, 'muniment_vault_requests_in_flight')).toEqual({ '': 0 });
    expect(valuesOf(text, 'muniment_vault_request_duration_seconds_count')).toMatchObject({
      '{route="/v1/request"}': 8,
    });
    expect(valuesOf(text, 'process_resident_memory_bytes')['']).toBeGreaterThan(10_000_000);
  });

  it('count clients that leave, refused connections and bytes that are no HTTP', async () => {
    const never = new Promise<Uint8Array>(() => {});
    const { url, address, scrape } = await startWithMetrics(
      { maxConnectionsPerAddress: 1, closeTimeoutMs: 100 },
      { handle: () => never },
    );
    await exchange(address.port, 'junk\r\n\r\n');
    const client = await rawClient(address.port);
    await expect.poll(async () => valuesOf(await scrape(), 'muniment_vault_connections')).toEqual({ '': 1 });
    await exchange(address.port, '');
    client.socket.destroy();
    await expect.poll(async () => valuesOf(await scrape(), 'muniment_vault_connections')).toEqual({ '': 0 });
    await expect(post(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await expect
      .poll(async () => valuesOf(await scrape(), 'muniment_vault_requests_total'))
      .toEqual({ '{route="/v1/request",status="499",outcome="aborted"}': 1 });
    const text = await scrape();
    expect(valuesOf(text, 'muniment_vault_bad_http_total')).toEqual({ '{status="400"}': 1 });
    expect(valuesOf(text, 'muniment_vault_connections_refused_total')).toEqual({ '{reason="address"}': 1 });
    expect(valuesOf(text, 'muniment_vault_requests_in_flight')).toEqual({ '': 0 });
  });

  it('count each of the requests that wait behind one another when their client leaves', async () => {
    const never = new Promise<Uint8Array>(() => {});
    let calls = 0;
    const handle = (): Promise<Uint8Array> => {
      calls++;
      return never;
    };
    const { address, scrape, events } = await startWithMetrics({ closeTimeoutMs: 100 }, { handle });
    const client = await rawClient(address.port);
    for (let i = 0; i < 3; i++) {
      client.socket.write(head());
      client.socket.write(REQUEST);
    }
    await expect.poll(() => calls).toBe(3);
    client.socket.destroy();
    await expect
      .poll(async () => valuesOf(await scrape(), 'muniment_vault_requests_in_flight'))
      .toEqual({ '': 0 });
    expect(events('request').map(({ code }) => code)).toEqual(['aborted', 'aborted', 'aborted']);
  });

  it('are served nowhere unless told, and nothing else beside them', async () => {
    const { address } = await start();
    expect(address).not.toHaveProperty('metrics');
    const { metricsUrl } = await startWithMetrics();
    const response = await fetch(metricsUrl);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const [path, method, status] of [
      ['/', 'GET', 404],
      ['/v1/descriptor', 'GET', 404],
      ['/metrics', 'POST', 405],
    ] as const) {
      const refused = await fetch(new URL(path, metricsUrl), { method });
      expect([refused.status, await refused.text()]).toEqual([status, '{"error":"ERR_VAULT_REQUEST"}\n']);
    }
  });

  it('of two gateways in one process are kept apart', async () => {
    const [one, two] = await Promise.all([startWithMetrics(), startWithMetrics()]);
    await (await post(one.url)).bytes();
    await expect
      .poll(async () => Object.keys(valuesOf(await one.scrape(), 'muniment_vault_requests_total')))
      .toHaveLength(1);
    expect(valuesOf(await two.scrape(), 'muniment_vault_requests_total')).toEqual({});
  });
});

describe('the log', () => {
  // VAULT-115
  it('has a line for each request, with nothing but the listed fields', async () => {
    const { url, events } = await start();
    await (await post(url, { headers: { 'x-request-id': 'mine', 'request-id': 'mine' } })).bytes();
    await (await fetch(`${url}/v1/request`)).text();
    await expect.poll(() => events('request')).toHaveLength(2);
    const [ok, refused] = events('request') as [Record<string, unknown>, Record<string, unknown>];
    expect(Object.keys(ok).sort()).toEqual(
      ['code', 'durationMs', 'event', 'level', 'request', 'route', 'status', 'time'].sort(),
    );
    expect(ok).toMatchObject({ level: 'info', route: '/v1/request', status: 200, code: 'ok' });
    expect(ok.request).toMatch(/^[0-9a-f]{32}$/);
    expect(ok.request).not.toBe(refused.request);
    expect(refused).toMatchObject({ level: 'warn', status: 405, code: 'ERR_VAULT_REQUEST' });
    expect(refused.peer).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('refused requests', () => {
  it('fill no disk: so many lines a minute, however many they are', async () => {
    const { url, events } = await start({ requestsPerMinute: 1 });
    for (let i = 0; i < 100; i++) await (await fetch(`${url}/v1/descriptor`)).text();
    await pause(50);
    expect(events('request').filter(({ status }) => status === 429)).toHaveLength(REFUSALS_PER_MINUTE);
  });
});

describe('neither log nor metrics', () => {
  // VAULT-115
  it('hold a token, an account, a message or an address', async () => {
    const realmId = new Uint8Array(randomBytes(16));
    const seed = new Uint8Array(randomBytes(32));
    // A point of large order, as every public key is.
    const clientPublicKey = Uint8Array.from(
      Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'),
    );
    const subject = `account-${randomBytes(8).toString('hex')}`;
    const nowMs = Date.now();
    const issued = {
      issuer: 'https://id.example',
      subject,
      realmId,
      clientPublicKey,
      issuerSeed: seed,
      nowMs,
    };
    const token = await issueToken(issued);
    const message = randomBytes(64).toString('hex');
    const forwarded = '192.0.2.77';
    const secrets = [
      token,
      ...token.split('.'),
      subject,
      message,
      forwarded,
      'id.example',
      '127.0.0.1',
      'secret-q',
    ];

    // A realm that says all it knows in its errors.
    const tellTale = [token, subject, message, forwarded].join(' ');
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      switch (calls++ % 5) {
        case 0:
          return RESPONSE;
        case 1:
          throw new Error(tellTale);
        case 2:
          throw new MunimentError('ERR_CHANNEL_KEY', tellTale, { token });
        case 3:
          throw new MunimentError('ERR_STORE_IO', tellTale, { subject }, new Error(tellTale));
        default:
          throw Object.assign(new Error(tellTale), { name: tellTale, code: token, statusCode: 418 });
      }
    };
    const descriptor = (): Uint8Array => {
      throw new Error(tellTale);
    };
    const isHealthy = (): Promise<boolean> => Promise.reject(new Error(tellTale));
    const running: Running & { scrape(): Promise<string> } = await startWithMetrics(
      { trustedProxies: ['127.0.0.1'], requestsPerMinute: 40 },
      { handle, descriptor, isHealthy },
    );
    const { url, address, lines, scrape } = running;

    const body = new Uint8Array(REQUEST.length);
    new TextEncoder().encodeInto(`${tellTale} ${message}`, body);
    const headers = {
      'x-forwarded-for': forwarded,
      authorization: `Bearer ${token}`,
      cookie: `token=${token}`,
      'user-agent': tellTale,
      'x-request-id': token,
      referer: `https://id.example/${subject}`,
    };
    const answers: Response[] = [];
    for (let i = 0; i < 10; i++) answers.push(await post(url, { body, headers }));
    answers.push(await post(url, { body: body.subarray(1), headers }));
    answers.push(await post(url, { body, headers: { ...headers, 'content-type': message } }));
    answers.push(await fetch(`${url}/v1/descriptor?secret-q=${token}`, { headers }));
    answers.push(await fetch(`${url}/${subject}/${token}?secret-q=${message}`, { headers }));
    answers.push(await fetch(`${url}/healthz?secret-q=${token}`, { headers }));
    answers.push(await fetch(`${url}/v1/request?secret-q=${token}`, { method: 'PUT', headers }));
    for (let i = 0; i < 40; i++) answers.push(await post(url, { body, headers }));
    expect(answers.map(({ status }) => status)).toContain(429);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    await exchange(address.port, `${token} /${subject} ${message}\r\n\r\n`);
    await exchange(address.port, `GET /${token} HTTP/1.1\r\n${subject}: ${message}\r\n\0\r\n\r\n`);
    // The header of a proxy that is believed, with a token where an address should be.
    await exchange(address.port, `GET /x HTTP/1.0\r\nx-forwarded-for: ${subject}\r\n\r\n`);

    await expect.poll(() => running.events('request').length).toBeGreaterThan(50);
    const told = { log: lines.join(''), metrics: await scrape(), answers: bodies.join('\n') };
    for (const [where, text] of Object.entries(told)) {
      expect(text.length, where).toBeGreaterThan(500);
      for (const secret of secrets)
        expect(text.includes(secret), `${secret.slice(0, 20)} in the ${where}`).toBe(false);
    }
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ time: expect.any(String) });
  });
});
