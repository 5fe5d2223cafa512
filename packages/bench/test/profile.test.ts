import { describe, expect, it } from 'vitest';
import { formatProfiles, type ProfiledRun, parseOptions } from '../src/profile.ts';
import { type CpuProfile, secondsByArea } from '../src/profile-areas.ts';
import { benchData } from './bench.ts';

/** Each frame is called by the one before it, and was seen for as many seconds. */
function profileOf(
  ...frames: readonly (readonly [name: string, url: string, seconds: number])[]
): CpuProfile {
  return {
    nodes: frames.map(([functionName, url], i) => ({
      id: i + 1,
      callFrame: { functionName, url },
      children: i + 1 < frames.length ? [i + 2] : [],
    })),
    samples: frames.map((_, i) => i + 1),
    timeDeltas: frames.map(([, , seconds]) => seconds * 1e6),
  };
}

describe('areas', () => {
  it('are those of the nearest frame that says what it is for', () => {
    const profile = profileOf(
      ['(root)', '', 1],
      ['run', 'file:///x/packages/backup/dist/backup.js', 2],
      ['readSync', 'node:fs', 4],
      ['read', '', 8],
    );
    expect(Object.fromEntries(secondsByArea(profile))).toEqual({
      'other code of Node': 1,
      'code of backup': 2,
      'system calls on files': 12,
    });
  });

  it('tell the cache from other code, and the engine from both', () => {
    const cache = profileOf(
      ['get', 'file:///x/packages/backup/dist/cache.js', 1],
      ['run', '', 2],
      ['(garbage collector)', '', 4],
    );
    expect(Object.fromEntries(secondsByArea(cache))).toEqual({
      'the local cache (SQLite)': 3,
      'garbage collection': 4,
    });
  });

  it('are shown from the greatest on, without those below a hundredth', () => {
    const areas = [
      { area: 'compression', seconds: 3 },
      { area: 'waiting', seconds: 0.99 },
      { area: 'code of wire', seconds: 0.01 },
    ];
    expect(formatProfiles([{ corpus: 'chat', case: 'restore', areas }]).split('\n')).toEqual([
      'chat, restore: 4.00 s',
      '  compression                    3.00 s   75 %',
      '  waiting                        0.99 s   25 %',
    ]);
  });
});

describe('a run', () => {
  it('profiles each case, and leaves nothing behind', { timeout: 120_000 }, () => {
    const args = ['profile', '--corpora', 'media', '--scale', '0.01'];
    const { data: runs } = benchData<ProfiledRun[]>(args);
    expect(runs.map((run) => run.case)).toEqual(['first backup', 'unchanged backup', 'restore', 'verify']);
    for (const { areas } of runs) {
      const named = areas.map(({ area }) => area);
      expect(named).toContain('loading code');
      expect(named).toContain('system calls on files');
      expect(areas.every(({ seconds }, i) => i === 0 || seconds <= areas[i - 1]!.seconds)).toBe(true);
    }
  });

  it.each([
    ['--scale', '-1'],
    ['--corpora', 'all'],
  ])('with %s %s ends before anything is made', (...args) => {
    expect(() => parseOptions(args)).toThrow();
  });
});
