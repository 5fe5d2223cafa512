import type { IncomingMessage } from 'node:http';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccountLimiter } from '../src/rate-limit-account.ts';
import { clientAddress, trustedProxies } from '../src/rate-limit-address.ts';

const account = (n: number): Uint8Array => seededRandom(n).bytes(32);

describe('createAccountLimiter', () => {
  it('allows a minute’s requests at once, then one for each that time gives back', () => {
    let nowMs = 1_000_000;
    const limiter = createAccountLimiter({ perMinute: 30, clock: () => nowMs });
    for (let i = 0; i < 30; i++) expect(limiter.take(account(1))).toEqual({ allowed: true });
    expect(limiter.take(account(1))).toEqual({ allowed: false, retryAfterMs: 2000 });
    nowMs += 1999;
    expect(limiter.take(account(1))).toEqual({ allowed: false, retryAfterMs: 1 });
    nowMs += 1;
    expect(limiter.take(account(1))).toEqual({ allowed: true });
    expect(limiter.take(account(1))).toEqual({ allowed: false, retryAfterMs: 2000 });
    // Being refused costs nothing, however often.
    for (let i = 0; i < 1000; i++) limiter.take(account(1));
    nowMs += 60_000;
    for (let i = 0; i < 30; i++) expect(limiter.take(account(1)).allowed).toBe(true);
    expect(limiter.take(account(1)).allowed).toBe(false);
  });

  it('keeps accounts apart', () => {
    const limiter = createAccountLimiter({ perMinute: 1, clock: () => 5 });
    for (let n = 0; n < 20; n++) {
      expect(limiter.take(account(n)).allowed).toBe(true);
      expect(limiter.take(account(n)).allowed).toBe(false);
    }
  });

  it('knows a handle by its bytes, not by the array', () => {
    const limiter = createAccountLimiter({ perMinute: 1, clock: () => 5 });
    const handle = account(1);
    limiter.take(handle);
    const padded = new Uint8Array(40);
    padded.set(handle, 8);
    handle.fill(0);
    expect(limiter.take(padded.subarray(8)).allowed).toBe(false);
    expect(limiter.take(handle).allowed).toBe(true);
  });

  it('remembers no more accounts than told, those of the longest quiet forgotten first', () => {
    const limiter = createAccountLimiter({ perMinute: 1, maxEntries: 100, clock: () => 5 });
    for (let n = 0; n < 100; n++) limiter.take(account(n));
    expect(limiter.take(account(0)).allowed).toBe(false);
    limiter.take(account(100));
    expect(limiter.size).toBe(100);
    // 0 asked after 1 did.
    expect(limiter.take(account(0)).allowed).toBe(false);
    expect(limiter.take(account(1)).allowed).toBe(true);
    for (let n = 1000; n < 5000; n++) limiter.take(account(n));
    expect(limiter.size).toBe(100);
  });

  it('locks nobody out for more than a minute when the clock is set back', () => {
    let nowMs = 10_000_000;
    const limiter = createAccountLimiter({ perMinute: 2, clock: () => nowMs });
    limiter.take(account(1));
    limiter.take(account(1));
    nowMs = 1_000_000;
    const limit = limiter.take(account(1));
    expect(limit).toEqual({ allowed: false, retryAfterMs: 30_000 });
    nowMs += 30_000;
    expect(limiter.take(account(1)).allowed).toBe(true);
  });

  it('allows in no stretch of time more than a full bucket and what flowed in', () => {
    const steps = fc.array(fc.nat(5000), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), steps, (perMinute, waits) => {
        let nowMs = 0;
        const limiter = createAccountLimiter({ perMinute, clock: () => nowMs });
        const allowedAt: number[] = [];
        for (const wait of waits) {
          nowMs += wait;
          const limit = limiter.take(account(1));
          if (limit.allowed) allowedAt.push(nowMs);
          else {
            // What it says of the wait is true.
            nowMs += limit.retryAfterMs;
            expect(limiter.take(account(1)).allowed).toBe(true);
            allowedAt.push(nowMs);
          }
        }
        for (let from = 0; from < allowedAt.length; from++) {
          for (let to = from; to < allowedAt.length; to++) {
            const flowedIn = ((allowedAt[to]! - allowedAt[from]!) * perMinute) / 60_000;
            expect(to - from + 1).toBeLessThanOrEqual(perMinute + flowedIn + 1e-3);
          }
        }
      }),
      { numRuns: count('property') },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('takes no %s for a count', (wrong) => {
    expect(() => createAccountLimiter({ perMinute: wrong })).toThrow(RangeError);
    expect(() => createAccountLimiter({ maxEntries: wrong })).toThrow(RangeError);
  });
});

describe('trustedProxies', () => {
  it('knows addresses and networks of both families', () => {
    const proxies = trustedProxies(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::1', '203.0.113.0/31']);
    for (const address of [
      '192.0.2.7',
      '10.255.0.1',
      '2001:db8:1::5',
      '::1',
      '::ffff:10.1.2.3',
      '203.0.113.1',
    ])
      expect([address, proxies.has(address)]).toEqual([address, true]);
    for (const address of [
      '192.0.2.8',
      '11.0.0.1',
      '2001:db9::1',
      '::2',
      '203.0.113.2',
      '',
      'unknown',
      '10.1',
    ])
      expect([address, proxies.has(address)]).toEqual([address, false]);
  });

  it.each(['localhost', '', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0/8', '10.0.0.1/8/8', '*'])(
    'takes no %j',
    (entry) => expect(() => trustedProxies([entry])).toThrow(RangeError),
  );
});

describe('clientAddress', () => {
  const of = (remoteAddress: string | undefined, forwarded: string | undefined, proxies: string[]): string =>
    clientAddress(
      { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
      trustedProxies(proxies),
    );

  it.each<readonly [string, string | undefined, string | undefined, string[], string]>([
    ['the peer', '198.51.100.1', undefined, [], '198.51.100.1'],
    ['the peer, whatever it says', '198.51.100.1', '192.0.2.1', [], '198.51.100.1'],
    ['the peer, which is no proxy', '198.51.100.1', '192.0.2.1', ['10.0.0.1'], '198.51.100.1'],
    ['whom a proxy names', '10.0.0.1', '192.0.2.1', ['10.0.0.1'], '192.0.2.1'],
    ['the last that a proxy names', '10.0.0.1', '1.1.1.1, 192.0.2.1', ['10.0.0.1'], '192.0.2.1'],
    ['through two proxies', '10.0.0.1', '1.1.1.1, 192.0.2.1, 10.0.0.2', ['10.0.0.0/8'], '192.0.2.1'],
    ['a proxy that names nobody', '10.0.0.1', undefined, ['10.0.0.1'], '10.0.0.1'],
    ['a proxy that names nonsense', '10.0.0.1', '1.1.1.1, unknown', ['10.0.0.1'], '10.0.0.1'],
    [
      'nonsense behind two proxies',
      '10.0.0.1',
      'x'.repeat(4000).concat(', 10.0.0.2'),
      ['10.0.0.0/8'],
      '10.0.0.2',
    ],
    ['an address with a port', '10.0.0.1', '192.0.2.1:80', ['10.0.0.1'], '10.0.0.1'],
    ['IPv6', '::1', '2001:db8::1', ['::1'], '2001:db8::1'],
    ['a mapped proxy', '::ffff:10.0.0.1', '192.0.2.1', ['10.0.0.1'], '192.0.2.1'],
    ['nobody', undefined, '192.0.2.1', ['10.0.0.1'], ''],
  ])('is %s', (_, remote, forwarded, proxies, expected) => {
    expect(of(remote, forwarded, proxies)).toBe(expected);
  });
});
