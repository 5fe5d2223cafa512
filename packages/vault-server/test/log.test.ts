import { describe, expect, it } from 'vitest';
import { createLog, createPeerNames, REFUSALS_PER_MINUTE } from '../src/log.ts';

describe('createLog', () => {
  it('writes one JSON object a line', () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line) }, () => 0);
    log.write('info', 'listening');
    log.write('error', 'request', { request: 'ab', status: 500, code: 'ERR_INTERNAL', durationMs: 1.5 });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"listening"}\n',
      '{"time":"1970-01-01T00:00:00.000Z","level":"error","event":"request","request":"ab","status":500,"code":"ERR_INTERNAL","durationMs":1.5}\n',
    ]);
  });

  it('goes on without a sink that fails', () => {
    const log = createLog({
      write() {
        throw new Error('disk full');
      },
    });
    expect(() => log.write('info', 'request')).not.toThrow();
  });

  it('writes so many lines of refused traffic a minute, and says how many it left out', () => {
    const lines: { event: string; suppressed?: number }[] = [];
    let nowMs = 1_000_000;
    const log = createLog({ write: (line) => lines.push(JSON.parse(line)) }, () => nowMs);
    for (let i = 0; i < 10_000; i++) log.refusal('bad-http', { status: 400 });
    expect(lines).toHaveLength(REFUSALS_PER_MINUTE);
    // Other events have lines of their own.
    log.refusal('request', { status: 429 });
    expect(lines).toHaveLength(REFUSALS_PER_MINUTE + 1);
    nowMs += 60_000;
    log.refusal('bad-http', { status: 400 });
    log.refusal('bad-http', { status: 400 });
    expect(lines.slice(-2)).toMatchObject([
      { suppressed: 10_000 - REFUSALS_PER_MINUTE },
      { event: 'bad-http' },
    ]);
    expect(lines.at(-1)).not.toHaveProperty('suppressed');
    // A clock that was set back stops no lines.
    for (let i = 0; i < 100; i++) log.refusal('bad-http', {});
    nowMs = 0;
    log.refusal('bad-http', {});
    expect(lines.at(-1)).toHaveProperty('suppressed', 42);
  });
});

describe('createPeerNames', () => {
  it('names an address alike for a day, and never again', () => {
    let nowMs = Date.UTC(2026, 10, 22, 1);
    const nameOf = createPeerNames(() => nowMs);
    const names = new Set([nameOf('192.0.2.1')]);
    nowMs = Date.UTC(2026, 10, 22, 23, 59, 59);
    expect(names).toContain(nameOf('192.0.2.1'));
    expect(names).not.toContain(nameOf('192.0.2.2'));
    nowMs = Date.UTC(2026, 10, 23);
    names.add(nameOf('192.0.2.1'));
    nowMs = Date.UTC(2026, 10, 22, 1);
    names.add(nameOf('192.0.2.1'));
    // Another gateway, or the same one started again.
    names.add(createPeerNames(() => nowMs)('192.0.2.1'));
    expect(names.size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{16}$/);
  });
});
