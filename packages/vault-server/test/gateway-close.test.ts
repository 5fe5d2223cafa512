import { describe, expect, it } from 'vitest';
import { createGateway, type GatewayOptions } from '../src/gateway.ts';
import {
  fakeRealm,
  gate,
  head,
  pause,
  post,
  REQUEST,
  RESPONSE,
  rawClient,
  start,
} from './gateway-helpers.ts';

/** A gateway whose realm answers once `done` is open, and which has begun `count` requests. */
async function begun(count: number, options: GatewayOptions = {}) {
  const done = gate();
  const entered = gate();
  let calls = 0;
  const handle = async (): Promise<Uint8Array> => {
    if (++calls === count) entered.open();
    await done.opened;
    return RESPONSE;
  };
  const running = await start({ closeTimeoutMs: 5000, ...options }, { handle });
  const answers = Array.from({ length: count }, () => post(running.url));
  // Watched before anything can go wrong with them.
  const settled = Promise.allSettled(answers);
  await entered.opened;
  return { ...running, done, settled, calls: () => calls };
}

/** Milliseconds that `work` takes. */
async function duration(work: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work;
  return performance.now() - startedMs;
}

describe('close', () => {
  it('lets requests in flight end, and accepts no more', async () => {
    const { gateway, url, done, settled, address, events } = await begun(20);
    let isClosed = false;
    const closing = gateway.close().then(() => {
      isClosed = true;
    });
    await pause(100);
    expect(isClosed).toBe(false);
    await expect(post(url)).rejects.toThrow();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    done.open();
    for (const answer of await settled) {
      expect(answer.status).toBe('fulfilled');
      const { value } = answer as PromiseFulfilledResult<Response>;
      expect([value.status, (await value.bytes()).length]).toEqual([200, RESPONSE.length]);
      expect(value.headers.get('connection')).toBe('close');
    }
    await closing;
    expect(events('closed')).toHaveLength(1);
    // The port is free again.
    const next = createGateway({ realm: fakeRealm() });
    await next.listen('127.0.0.1', address.port);
    await next.close();
  });

  it('waits for a body that is still coming', async () => {
    const { gateway, address } = await start({ closeTimeoutMs: 5000 });
    const client = await rawClient(address.port);
    client.socket.write(head());
    client.socket.write(REQUEST.subarray(0, 5000));
    await pause(50);
    const closing = gateway.close();
    await pause(100);
    client.socket.write(REQUEST.subarray(5000));
    await closing;
    await client.closed;
    expect(client.received().toString('latin1')).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });

  it('refuses requests that come behind one in flight', async () => {
    const done = gate();
    const entered = gate();
    let calls = 0;
    const handle = async (): Promise<Uint8Array> => {
      calls++;
      entered.open();
      await done.opened;
      return RESPONSE;
    };
    const { gateway, address } = await start({ closeTimeoutMs: 5000 }, { handle });
    const client = await rawClient(address.port);
    client.socket.write(head());
    client.socket.write(REQUEST);
    await entered.opened;
    const closing = gateway.close();
    client.socket.write(head());
    client.socket.write(REQUEST);
    await pause(50);
    done.open();
    await closing;
    await client.closed;
    const text = client.received().toString('latin1');
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*connection: close\r\n/i);
    expect(calls).toBe(1);
  });

  it('does not wait for connections without a request', async () => {
    const { gateway, address } = await start({ closeTimeoutMs: 10_000 });
    const silent = await rawClient(address.port);
    const inHead = await rawClient(address.port);
    inHead.socket.write('POST /v1/request HTTP/1.1\r\nhost:');
    const keptAlive = await rawClient(address.port);
    keptAlive.socket.write(`${head()}${Buffer.from(REQUEST).toString('latin1')}`);
    await keptAlive.until(/^HTTP\/1.1 200 /);
    expect(await duration(gateway.close())).toBeLessThan(2000);
    await Promise.all([silent.closed, inHead.closed, keptAlive.closed]);
  });

  it('cuts at the deadline what does not end', async () => {
    const { gateway, done, settled, events } = await begun(3, { closeTimeoutMs: 300 });
    const ms = await duration(gateway.close());
    expect(ms).toBeGreaterThan(250);
    expect(ms).toBeLessThan(2000);
    for (const answer of await settled) expect(answer.status).toBe('rejected');
    expect(events('request').map(({ code }) => code)).toEqual(['aborted', 'aborted', 'aborted']);
    done.open();
  });

  it('ends once, however often it is asked', async () => {
    const { gateway, done, settled, events } = await begun(1);
    const closing = [gateway.close(), gateway.close()];
    done.open();
    await Promise.all([...closing, settled]);
    await gateway.close();
    expect(events('closed')).toHaveLength(1);
  });

  it('of a gateway that never listened, or is just beginning to', async () => {
    await createGateway({ realm: fakeRealm() }).close();
    const gateway = createGateway({ realm: fakeRealm() });
    const listening = gateway.listen('127.0.0.1', 0);
    await gateway.close();
    const { port } = await listening;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('serves metrics to the last, then closes them', async () => {
    const { gateway, address, done, settled } = await begun(1, { metrics: { host: '127.0.0.1', port: 0 } });
    const metrics = `http://127.0.0.1:${address.metrics!.port}/metrics`;
    const closing = gateway.close();
    expect(await (await fetch(metrics)).text()).toContain('muniment_vault_requests_in_flight 1');
    done.open();
    await Promise.all([closing, settled]);
    await expect(fetch(metrics)).rejects.toThrow();
  });
});
