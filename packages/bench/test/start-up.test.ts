import { describe, expect, it } from 'vitest';
import { formatStartUp, parseOptions, type StartUpCommand } from '../src/start-up.ts';
import { bench, benchData } from './bench.ts';

describe('a run', () => {
  it('measures each command in each round, and leaves nothing behind', () => {
    const { stdout, data } = benchData<{ commands: StartUpCommand[] }>(['start-up', '--rounds', '2']);
    expect(stdout).toMatch(/^muniment snapshots +time .* ms, .*x .*; CPU .* ms, .*x .*; goal: at most 6x$/m);
    const { commands } = data;
    expect(commands.map(({ title }) => title)).toEqual([
      'node -e 0',
      'muniment --version',
      'muniment snapshots',
    ]);
    for (const { samples } of commands) {
      expect(samples).toHaveLength(2);
      for (const { wallMs, cpuMs } of samples) {
        expect(wallMs).toBeGreaterThan(1);
        expect(cpuMs).toBeGreaterThan(1);
      }
    }
  });

  it.each([
    ['--rounds', '0'],
    ['--rounds', '1.5'],
    ['--colour', 'red'],
    ['more', 'words'],
  ])('with %s %s ends before anything is made', (...args) => {
    expect(() => parseOptions(args)).toThrow();
  });

  it('that is not understood ends with 2', () => {
    const { status, stderr } = bench(['start-up', '--rounds', 'many']);
    expect(status).toBe(2);
    expect(stderr).toContain('usage: npm run bench -- start-up');
  });
});

it('ratios are those of medians, with the middle half of the rounds beside them', () => {
  const samples = (...values: readonly number[]): StartUpCommand['samples'] =>
    values.map((wallMs) => ({ wallMs, cpuMs: 2 * wallMs }));
  const text = formatStartUp([
    { title: 'node -e 0', limit: undefined, samples: samples(10, 10, 20, 10) },
    { title: 'muniment', limit: 3, samples: samples(20, 40, 40, 90) },
  ]);
  expect(text.split('\n')).toEqual([
    'node -e 0           time   10 ms; CPU   20 ms',
    'muniment            time   40 ms, 4.0x (2.0 to 4.0); CPU   80 ms, 4.0x (2.0 to 4.0); goal: at most 3x',
  ]);
});
