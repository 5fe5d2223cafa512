import { describe, expect, it } from 'vitest';
import { formatGrowths, parseOptions } from '../src/scaling.ts';
import { describeBend, growths, type ScalingSample } from '../src/scaling-model.ts';
import { benchData } from './bench.ts';

const samples = (...points: readonly (readonly [size: number, value: number])[]): ScalingSample[] =>
  points.map(([size, time]) => ({ series: 'files', case: 'restore', size, values: { time } }));

describe('growth', () => {
  it('is straight where a line through two sizes foretells the third', () => {
    const [growth] = growths(samples([1_000, 11], [10, 1.1], [100, 2]));
    expect(growth!.points.map(({ size }) => size)).toEqual([10, 100, 1_000]);
    expect(growth!.slope).toBeCloseTo(0.01);
    expect(growth!.bend).toBeCloseTo(1);
    expect(describeBend(growth!)).toBe('straight');
  });

  it('has a bend where it costs more, or less, than that', () => {
    expect(describeBend(growths(samples([10, 1], [100, 10], [1_000, 1_000]))[0]!)).toBe('10.0x of straight');
    expect(describeBend(growths(samples([10, 1], [100, 10], [1_000, 20]))[0]!)).toBe('0.20x of straight');
  });

  it('says nothing of two sizes, nor where a line leads to nothing', () => {
    expect(growths(samples([10, 1], [100, 2]))[0]!.bend).toBeUndefined();
    expect(growths(samples([10, 1]))[0]!.slope).toBeNaN();
    expect(growths(samples([10, 0], [100, 0], [1_000, 0]))[0]!.bend).toBeUndefined();
  });

  it('is shown with what each further unit costs', () => {
    const text = formatGrowths(growths(samples([10, 1], [100, 2], [1_000, 12])));
    expect(text.split('\n')).toEqual([
      'files, restore (10, 100, 1000)',
      '  time                   1        2       12  +0.011 each      straight',
    ]);
  });
});

describe('a run', () => {
  it('counts what is asked of the store, and leaves nothing behind', { timeout: 120_000 }, () => {
    const args = ['scaling', '--series', 'files', '--scale', '0.05', '--steps', '2'];
    const found = benchData<{ samples: ScalingSample[] }>(args).data.samples;
    const cases = found.map((sample) => `${sample.series} ${sample.size} ${sample.case}`);
    expect(cases.slice(0, 4)).toEqual([
      'files 50 first backup',
      'files 50 unchanged backup',
      'files 50 restore',
      'files 50 verify',
    ]);
    expect(found).toHaveLength(8);
    const [first, unchanged, restored] = found.map(({ values }) => values);
    // A pack of data and one of the manifest, and a head.
    expect(first!.puts).toBe(3);
    expect(unchanged!.puts).toBe(1);
    expect(unchanged!['new MB']).toBeLessThan(first!['new MB']!);
    expect(restored).not.toHaveProperty('puts');
    for (const values of [first, unchanged, restored]) {
      expect(values!['other requests']).toBeGreaterThan(5);
      expect(values!['CPU s']).toBeGreaterThan(0.05);
      expect(values!['peak MiB']).toBeGreaterThan(30);
    }
  });

  it('has a case for changes, and four for snapshots', { timeout: 120_000 }, () => {
    const run = (series: string, steps: number): ScalingSample[] => {
      const args = ['scaling', '--series', series, '--scale', '0.2', '--steps', `${steps}`];
      return benchData<{ samples: ScalingSample[] }>(args).data.samples;
    };
    const found = [...run('changes', 1), ...run('snapshots', 2)];
    expect(found.map(({ series, size, case: of }) => `${series} ${size} ${of}`)).toEqual([
      'changes 1 next backup',
      ...[1, 2].flatMap((size) =>
        ['next backup', 'snapshots', 'restore', 'verify'].map((of) => `snapshots ${size} ${of}`),
      ),
    ]);
    for (const { series, case: of, values } of found) {
      if (of !== 'next backup') expect(values, series).not.toHaveProperty('puts');
      // What changed, its list, and a head.
      else expect(values.puts, series).toBe(3);
    }
  });

  it.each([
    ['--scale', '0'],
    ['--steps', '5'],
    ['--series', 'files,colours'],
    ['more', 'words'],
  ])('with %s %s ends before anything is made', (...args) => {
    expect(() => parseOptions(args)).toThrow();
  });
});
