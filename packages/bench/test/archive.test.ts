import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseOptions, uploadBetween } from '../src/archive.ts';
import { drawChart } from '../src/archive-chart.ts';
import { type FoundFile, firstDifference } from '../src/archive-files.ts';
import { formatMarkdown } from '../src/archive-markdown.ts';
import { type Command, measure } from '../src/archive-process.ts';
import { encodeResults, formatResults, METRICS, type Results, type Sample } from '../src/archive-report.ts';
import { bench, benchData } from './bench.ts';

const PIPELINE = fileURLToPath(new URL('../src/archive-pipeline.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'muniment-bench-test-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('the bare pipeline', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [PIPELINE, ...args], { cwd: folder, encoding: 'utf8' });

  it.each([
    ['text', Buffer.from('what is said again and again compresses. '.repeat(500_000))],
    ['noise', randomBytes(9_000_001)],
  ])('gives back %s that fills several packs, and notices damage', (name, content) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'large'), content);
    writeFileSync(join(folder, name, 'small'), 'a line');
    expect(run('backup', name, `${name}-store`)).toMatchObject({ status: 0, stderr: '' });
    expect(run('verify', `${name}-store`)).toMatchObject({ status: 0, stderr: '' });
    expect(run('restore', `${name}-store`, `${name}-restored`)).toMatchObject({ status: 0, stderr: '' });
    expect(firstDifference(join(folder, name), join(folder, `${name}-restored`))).toBeUndefined();
    const pack = join(folder, `${name}-store`, '1');
    const object = readFileSync(pack);
    object[100]! ^= 1;
    writeFileSync(pack, object);
    expect(run('verify', `${name}-store`).status).not.toBe(0);
  });
});

describe('a run', () => {
  it('of ours alone measures every case, and leaves nothing behind', () => {
    const chart = join(folder, 'chart.svg');
    const small = ['--tools', 'muniment', '--corpora', 'small', '--scale', '0.0005', '--rounds', '1'];
    const { stdout, data } = benchData<Results>(['archive', ...small, '--svg', chart]);
    expect(stdout).toContain('verify all data');
    const { samples, corpora } = data;
    expect(samples.map((sample) => sample.case)).toEqual([
      'first',
      'unchanged',
      'changed',
      'restore',
      'verify',
    ]);
    for (const { values } of samples) {
      expect(values.wallSeconds).toBeGreaterThan(0);
      expect(values.cpuSeconds).toBeGreaterThan(0);
      expect(values.peakBytes).toBeGreaterThan(20 * 1024 ** 2);
    }
    const [first, unchanged] = samples;
    expect(first!.values.storeBytes).toBeGreaterThan(corpora[0]!.bytes / 20);
    expect(first!.values.uploadBytes).toBeLessThanOrEqual(first!.values.storeBytes!);
    expect(unchanged!.values.uploadBytes).toBeLessThan(first!.values.uploadBytes!);
    expect(readFileSync(chart, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it('of the bare pipeline restores what it backed up', () => {
    const small = ['--corpora', 'small', '--scale', '0.0005', '--rounds', '1'];
    const { stdout, data } = benchData<Results>(['archive', '--tools', 'pipeline', ...small]);
    expect(stdout).not.toContain('times as much');
    expect(data.samples.map((sample) => sample.case)).toEqual(['first', 'changed', 'restore', 'verify']);
  });

  it.each([
    ['--rounds', '0'],
    ['--scale', '-1'],
    ['--seed', 'x'],
    ['--tools', 'muniment,tape'],
    ['--corpora', ''],
    ['--colour', 'red'],
  ])('with %s %s ends before anything is made', (...args) => {
    expect(() => parseOptions(args)).toThrow();
  });

  it('that is not understood ends with 2', () => {
    const { status, stderr } = bench(['archive', '--rounds', 'many']);
    expect(status).toBe(2);
    expect(stderr).toContain('usage: npm run bench -- archive');
  });
});

describe('measure', () => {
  const bash = (script: string): Command => ({ argv: ['bash', '-c', script], cwd: folder, env: {} });

  it('counts the CPU time and memory of all processes of a command', async () => {
    const spin = 'const t = process.cpuUsage(); while (process.cpuUsage(t).user < 4e5);';
    const inner = `const own = Buffer.alloc(1e8, 1); ${spin}`;
    const outer = `${inner} child_process.spawnSync(process.execPath, ["-e", ${JSON.stringify(inner)}]);`;
    const command: Command = { argv: [process.execPath, '-e', outer], cwd: folder, env: {} };
    const { cpuSeconds, wallSeconds, peakBytes } = await measure(command, undefined);
    expect(cpuSeconds).toBeGreaterThan(0.8);
    expect(wallSeconds).toBeGreaterThan(0.8);
    expect(peakBytes).toBeGreaterThan(2e8);
  });

  it('fails with what the command says if it fails', async () => {
    await expect(measure(bash('echo no room >&2; exit 3'), undefined)).rejects.toThrow(
      /ended with 3:\nno room/,
    );
  });
});

describe('uploadBetween', () => {
  const file = (path: string, bytes: number, inode: number, time: number): readonly [string, FoundFile] => [
    path,
    { path, bytes, identity: `${inode} ${time}` },
  ];

  it('counts new and replaced files whole, and of others what they have grown by', () => {
    const before = new Map([file('kept', 10, 1, 1), file('grown', 10, 2, 1), file('replaced', 10, 3, 1)]);
    const after = new Map([
      file('kept', 10, 1, 1),
      file('grown', 17, 2, 2),
      file('replaced', 40, 9, 2),
      file('new', 100, 5, 2),
      file('index.1', 1000, 6, 2),
    ]);
    expect(uploadBetween(before, after, () => true)).toEqual({ bytes: 1147, objects: 4 });
    expect(uploadBetween(before, after, (path) => path !== 'index.1')).toEqual({ bytes: 147, objects: 3 });
  });
});

describe('firstDifference', () => {
  it('names the path that differs, or that only one folder has', () => {
    for (const name of ['a', 'b']) {
      mkdirSync(join(folder, name, 'inner'), { recursive: true });
      writeFileSync(join(folder, name, 'inner', 'file'), 'content');
    }
    const different = (): string | undefined => firstDifference(join(folder, 'a'), join(folder, 'b'));
    expect(different()).toBeUndefined();
    writeFileSync(join(folder, 'b', 'inner', 'file'), 'kontent');
    expect(different()).toBe('inner/file');
    writeFileSync(join(folder, 'b', 'inner', 'file'), 'content');
    writeFileSync(join(folder, 'b', 'more'), '');
    expect(different()).toBe('more');
    rmSync(join(folder, 'b', 'more'));
    writeFileSync(join(folder, 'a', 'only'), '');
    expect(different()).toBe('only');
  });
});

describe('the report', () => {
  const sample = (tool: string, round: number, wallSeconds: number): Sample => ({
    corpus: 'media',
    case: 'restore',
    tool,
    round,
    values: { wallSeconds, cpuSeconds: 1, peakBytes: 1e8 },
  });
  const results: Results = {
    setting: { processor: 'a <processor> & more', rounds: 3 },
    corpora: [{ name: 'media', description: 'files', change: 'some', files: 3, bytes: 1e9 }],
    tools: [
      { id: 'muniment', label: 'Muniment', settings: 'shipped', isLimit: false },
      { id: 'slow', label: 'slow', settings: 'default', isLimit: false },
      { id: 'alike', label: 'alike', settings: 'default', isLimit: false },
    ],
    samples: [1, 1.1, 0.9].flatMap((factor, i) => [
      sample('muniment', i + 1, 2 * factor),
      sample('slow', i + 1, 8 * factor),
      sample('alike', i + 1, 2.1 * factor),
    ]),
  };

  it('shows medians, and a ratio only where the tools can be told apart', () => {
    const text = formatResults(results);
    expect(text).toMatch(/^ {2}Muniment +2\.00 +\(1\.80 to 2\.20\) +500 /m);
    expect(text).toMatch(/^ {2}restore: slow +4\.00 \(3\.27 to 4\.89\) +~ +~/m);
    expect(text).toMatch(/^ {2}restore: alike +~ +~ +~/m);
  });

  it('has every ratio or why there is none in the data', () => {
    const { ratios, summaries } = JSON.parse(encodeResults(results)) as Record<string, object[]>;
    expect(summaries).toHaveLength(9);
    expect(METRICS).toContain('wallSeconds');
    const ratio = (tool: string): object | undefined =>
      ratios!.find(
        (each) => 'tool' in each && each.tool === tool && 'metric' in each && each.metric === 'wallSeconds',
      );
    expect(ratio('slow')).toMatchObject({ to: 'muniment', ratio: 4 });
    expect(ratio('alike')).toMatchObject({ to: 'muniment', refused: 'spread' });
  });

  it('makes tables of medians and of ratios that can be told', () => {
    const [times, sizes] = formatMarkdown(results).trimEnd().split('\n\n');
    expect(times!.split('\n')).toEqual([
      '|  | Muniment | slow | alike |',
      '|---|--:|--:|--:|',
      '| media, restore | 2.0 s (1.8 to 2.2) | 4.0x | ~ |',
    ]);
    expect(sizes!.split('\n').at(-1)).toBe('| media, peak memory of the restore, MiB | 95 | 95 | 95 |');
  });

  it('sets a limit that restores apart from those of a part of the work', () => {
    const zstd: Sample = {
      corpus: 'media',
      case: 'first',
      tool: 'zstd',
      round: 1,
      values: { wallSeconds: 0.5 },
    };
    const limited: Results = {
      ...results,
      tools: [
        ...results.tools,
        { id: 'zstd', label: 'limit: zstd', settings: 'alone', isLimit: true },
        { id: 'pipeline', label: 'limit: pipeline', settings: 'bare', isLimit: true },
      ],
      samples: [
        ...results.samples,
        zstd,
        ...[1, 1.1, 0.9].map((factor, i) => sample('pipeline', i + 1, factor)),
      ],
    };
    const [times, , parts, pipeline] = formatMarkdown(limited).trimEnd().split('\n\n');
    expect(times).toBe(formatMarkdown(results).split('\n\n')[0]);
    expect(parts!.split('\n')).toEqual([
      '| seconds | limit: zstd |',
      '|---|--:|',
      '| media, 1000 MB | 0.5 |',
    ]);
    expect(pipeline!.split('\n')).toEqual([
      '|  | limit: pipeline | Muniment | slow | alike |',
      '|---|--:|--:|--:|--:|',
      '| media, restore | 1.0 s (0.9 to 1.1) | 2.0x | 8.0x | 2.1x |',
    ]);
  });

  it('draws each tool as long as it is fast', () => {
    const chart = drawChart(results);
    const widths = [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(widths).toHaveLength(3);
    expect(widths[0]! / widths[1]!).toBeCloseTo(4, 1);
    expect(chart).toContain('a &lt;processor&gt; &amp; more');
    expect(chart).not.toMatch(/NaN|Infinity|undefined/);
  });
});
