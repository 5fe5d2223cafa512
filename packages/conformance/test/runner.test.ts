// The runner and programs of every kind: right ones in other languages, partial ones, and those that are wrong, crash, hang,
// or speak nonsense. Each gets the right report and the right status.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { EXIT, main, parseExpectedFailures } from '../src/runner/command.ts';
import type { Report, Result } from '../src/runner/run.ts';

const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const VECTORS = pathTo('../../../test-vectors');
const BIN = pathTo('../bin/muniment-conformance.js');
const faulty = (state: string): string[] => [process.execPath, pathTo('programs/faulty.js'), state];

/** The vectors of object names: those of packs and of no object are what faulty.js has, the rest it says it has not. */
const NAMES = (
  JSON.parse(readFileSync(join(VECTORS, 'wire/wire.json'), 'utf8')) as {
    vectors: { id: string; operation: string; result: string; name: string }[];
  }
).vectors.filter(({ operation }) => operation === 'name');
const SKIPPED_COUNT = NAMES.filter(({ name }) => /^(keyring|heads|marks)\//.test(name)).length;
const RUN_COUNT = NAMES.length - SKIPPED_COUNT;
const INVALID_COUNT = RUN_COUNT - 1;
/** The name at which the broken ones break. */
const SPECIAL = NAMES.find(({ name }) => name === 'packs/01/000102030405060708090a0b0c0d0e0f')!.id;

interface Run {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function conformance(options: readonly string[], command: readonly string[] = []): Promise<Run> {
  let out = '';
  let error = '';
  const args = ['--vectors', VECTORS, ...options, ...(command.length === 0 ? [] : ['--', ...command])];
  const status = await main(args, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
  });
  return { status, out, error };
}

/** The parts of a JSON report that are looked at here. */
type JsonReport = Omit<Report, 'results'> & {
  readonly success: boolean;
  readonly results: readonly (Pick<Result, 'status' | 'reason'> & {
    readonly id: string;
    readonly operation: string;
    readonly read?: readonly string[];
    readonly again?: string;
  })[];
};

/** Runs all names against a faulty program. */
async function names(state: string, options: readonly string[] = []): Promise<Run & { report: JsonReport }> {
  const found = await conformance(
    ['--operation', 'wire.name', '--report', 'json', ...options],
    faulty(state),
  );
  return { ...found, report: JSON.parse(found.out) as JsonReport };
}

const failuresOf = ({ results }: JsonReport): [string, string | undefined][] =>
  results.filter(({ status }) => status === 'failed').map(({ id, reason }) => [id, reason]);

const folder = mkdtempSync(join(tmpdir(), 'muniment-conformance-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('examples', () => {
  it.each([
    ['recovery-key.parse', '/usr/bin/python3', 'recovery-key.py'],
    ['wire.name', '/bin/sh', 'object-names.sh'],
  ])('%s in 40 lines of %s', async (operation, interpreter, file) => {
    const path = pathTo(`../examples/${file}`);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    const options = ['--operation', operation, '--report', 'json', '--random', '40', '--seed', '7'];
    const { status, out } = await conformance(options, [interpreter, path]);
    const report = JSON.parse(out) as JsonReport;
    expect(failuresOf(report)).toEqual([]);
    expect(report.random?.differences).toEqual([]);
    expect(report.random?.cases).toBe(40);
    expect(report.results.length).toBeGreaterThan(30);
    expect(report.results.every((result) => result.status === 'passed')).toBe(true);
    expect(status).toBe(EXIT.success);
  });
});

describe('a partial program', () => {
  it('succeeds with what it has; the rest is counted', async () => {
    const { status, out } = await conformance(['--suite', 'wire'], faulty('sound'));
    expect(status).toBe(EXIT.success);
    expect(out).toContain(`Skipped as unsupported:\n  ${SKIPPED_COUNT} x names of other objects than packs`);
    expect(out).toContain('wire.decode wire.frame wire.fixed-frame');
    const [passed, failed, expected, skipped, notRun] = /^wire\s+(.*)$/m
      .exec(out)![1]
      .split(/\s+/)
      .map(Number);
    expect([failed, expected, skipped]).toEqual([0, 0, SKIPPED_COUNT]);
    expect(passed).toBe(RUN_COUNT);
    expect(notRun).toBeGreaterThan(1500);
    expect(out).toContain('faulty (sound) 1: As expected.');
  });

  it('that lists what it answers nothing of is told so', async () => {
    const { status, out } = await conformance(['--operation', 'wire.name'], faulty('idle'));
    expect(status).toBe(EXIT.success);
    expect(out).toContain('The program lists wire.name and answers no vector of it.');
    expect((await conformance(['--operation', 'wire.name'], faulty('sound'))).out).not.toContain(
      'answers no vector',
    );
  });

  it('fails if it lists what it does not have, or what there is not', async () => {
    const { status, out } = await conformance(
      ['--operation', 'wire.name', '--operation', 'wire.frame'],
      faulty('boastful'),
    );
    expect(status).toBe(EXIT.failure);
    expect(out).toContain('accepted what it has to refuse with ERR_PADDING');
    expect(out).toContain('The program lists wire.teleport, which is no operation of these vectors.');
  });
});

describe('a wrong program', () => {
  it('that accepts too much is told what, where to read, and how to see it again', async () => {
    const { status, out } = await conformance(['--operation', 'wire.name'], faulty('lenient'));
    expect(status).toBe(EXIT.failure);
    const part = out.split('\n\n').find((text) => text.includes('packs/01/0001'))!;
    expect(part).toMatch(
      /^wire\.name wire-[a-z0-9-]+: accepted what it has to refuse with ERR_FOREIGN_OBJECT$/m,
    );
    expect(part).toMatch(/^ {2}about {5}\S.*\.$/m);
    expect(part).toMatch(/^ {2}read {6}spec\/wire\.md#WIRE-041$/m);
    expect(part).toMatch(/^ {12}test-vectors\/wire\/APPLYING\.md#name$/m);
    expect(part).toContain('{"name":"packs/01/000102030405060708090a0b0c0d0e0f"}');
    expect(part).toMatch(/^ {2}expected {2}ERR_FOREIGN_OBJECT \(malformed\); may release: none$/m);
    // The command that is given runs this vector alone.
    const again = /^ {2}again {5}npx muniment-conformance (.*)$/m.exec(part)![1].split(' ');
    const alone = spawnSync(process.execPath, [BIN, ...again], { encoding: 'utf8' });
    expect(alone.status).toBe(EXIT.failure);
    expect(alone.stdout).toMatch(/^all +0 +1 +0 +0 +0$/m);
  });

  it('that gives another value is told the first difference', async () => {
    const { status, report } = await names('wrong');
    expect(status).toBe(EXIT.failure);
    expect(failuresOf(report)).toEqual([
      ['wire-name-pack', expect.stringMatching(/^means\.id is "[0-9A-F]+" and not "[0-9a-f]+"$/)],
    ]);
    const digits = await conformance(
      ['--operation', 'wire.name', '--random', '200', '--seed', '1'],
      faulty('wrong'),
    );
    expect(digits.status).toBe(EXIT.failure);
    expect(digits.out).toMatch(/wire\.name, a random case: means\.id is "[0-9A-F]+" and not "[0-9a-f]+"/);
    expect(digits.out).toContain('"result": "valid"');
  });

  it('that refuses too much', async () => {
    const { report } = await names('over-strict');
    expect(failuresOf(report).map(([, reason]) => reason)).toEqual(
      Array(5).fill('refused what is valid: ERR_FOREIGN_OBJECT'),
    );
  });

  it('that releases what it may not', async () => {
    const { report } = await names('talkative');
    expect(failuresOf(report)[0][1]).toBe('released 3 bytes, where nothing may be released');
  });

  it.each([
    ['without-codes', 'exact', INVALID_COUNT],
    ['without-codes', 'class', INVALID_COUNT],
    ['without-codes', 'none', 0],
    ['other-code', 'exact', INVALID_COUNT],
    ['other-code', 'class', 0],
    ['other-class', 'class', INVALID_COUNT],
    ['other-class', 'none', 0],
  ])('that reports an error %s, by --codes %s', async (state, codes, failures) => {
    const { status, report } = await names(state, ['--codes', codes]);
    expect(failuresOf(report)).toHaveLength(failures);
    expect(status).toBe(failures === 0 ? EXIT.success : EXIT.failure);
  });
});

describe('a broken program', () => {
  it.each([
    ['crash', /^the program ended with status 41, saying: the faulty program gives up$/],
    ['garbage', /^a line that is no JSON: "Segmentation fault \(just kidding\)"$/],
    ['list', /^a line that is no JSON object/],
    ['two-kinds', /^no right answer: /],
    ['hang', /^no answer within 1500 ms$/],
  ])('%s: the request that did it is named, and the others are run', async (state, reason) => {
    const { status, report } = await names(state, ['--timeout', '1500']);
    expect(status).toBe(EXIT.failure);
    expect(failuresOf(report)).toEqual([[SPECIAL, expect.stringMatching(reason)]]);
    expect(report.results.filter((result) => result.status === 'passed')).toHaveLength(RUN_COUNT - 1);
  });

  it('that ends at every request is not started for ever', async () => {
    const { status, report } = await names('crash-always');
    expect(status).toBe(EXIT.failure);
    const reasons = failuresOf(report).map(([, reason]) => reason);
    expect(reasons).toHaveLength(NAMES.length);
    expect(reasons.filter((reason) => reason === 'the program ended with status 42')).toHaveLength(20);
    expect(reasons.at(-1)).toBe('not asked: the program failed 20 times in a row');
  });

  it('that answers out of order', async () => {
    const { status, report } = await names('out-of-order', ['--timeout', '1500']);
    expect(status).toBe(EXIT.failure);
    expect(failuresOf(report)[0][1]).toMatch(/^an answer with the id \d+, where that of request \d+ is due$/);
  });

  it('that says more than it was asked for', async () => {
    const { status, report } = await names('chatty');
    expect(status).toBe(EXIT.failure);
    expect(report.success).toBe(false);
  });

  it.each([
    ['bad-end', 'the program ends with status 7 after its input has ended'],
    ['no-end', 'the program does not end within 1500 ms after its input has ended'],
  ])('that ends badly: %s', async (state, end) => {
    const { status, report } = await names(state, ['--timeout', '1500']);
    expect(report.end).toBe(end);
    expect(failuresOf(report)).toEqual([]);
    expect(status).toBe(EXIT.failure);
  });

  it.each([
    ['other-protocol', 'the program speaks protocol 2, and not 1'],
    ['without-operations', 'the answer to `capabilities` does not give name, version and operations'],
  ])('that does not say what it can do: %s', async (state, message) => {
    const { status, error } = await conformance(['--operation', 'wire.name'], faulty(state));
    expect(status).toBe(EXIT.program);
    expect(error).toContain(message);
  });

  it('that is not there', async () => {
    const { status, error } = await conformance(['--operation', 'wire.name'], [join(folder, 'nothing')]);
    expect(status).toBe(EXIT.program);
    expect(error).toContain('it could not be started');
  });
});

describe('expected failures', () => {
  const failing = join(folder, 'expected.txt');

  it('are read with comments', () => {
    expect(parseExpectedFailures('# all of them\none\n\n  two # because\n')).toEqual(new Set(['one', 'two']));
  });

  it('are no failures; one that passes is, and one that names nothing', async () => {
    const found = failuresOf((await names('lenient')).report).map(([id]) => id);
    expect(found.length).toBeGreaterThan(3);
    writeFileSync(failing, found.join('\n'));
    const expected = await names('lenient', ['--expected-failures', failing]);
    expect(expected.status).toBe(EXIT.success);
    expect(expected.report.summary[0]).toMatchObject({ failed: 0, expectedFailures: found.length });
    const sound = await names('sound', ['--expected-failures', failing]);
    expect(sound.status).toBe(EXIT.failure);
    expect(
      sound.report.results.filter(({ status }) => status === 'unexpected-pass').map(({ id }) => id),
    ).toEqual(found);
    writeFileSync(failing, 'wire-name-of-nothing');
    const unknown = await names('sound', ['--expected-failures', failing]);
    expect(unknown.status).toBe(EXIT.failure);
    expect(unknown.report.unknownExpected).toEqual(['wire-name-of-nothing']);
  });
});

describe('reports', () => {
  it('as JUnit, into a file', async () => {
    const file = join(folder, 'junit.xml');
    const options = [
      '--operation',
      'wire.name',
      '--report',
      'junit',
      '--out',
      file,
      '--random',
      '60',
      '--seed',
      '5',
    ];
    const { status, out } = await conformance(options, faulty('lenient'));
    expect([status, out]).toEqual([EXIT.failure, '']);
    // A parser that is none of ours; it prints what it found.
    const code =
      'import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); ' +
      'print([(s.get("name"), int(s.get("tests")), len(s.findall("testcase")), int(s.get("failures")), ' +
      'len(s.findall("testcase/failure")), int(s.get("skipped")), len(s.findall("testcase/skipped"))) for s in r])';
    const printed = execFileSync('/usr/bin/python3', ['-c', code, file], { encoding: 'utf8' });
    const [all, skipped] = [NAMES.length, SKIPPED_COUNT];
    const suite = new RegExp(`^\\[\\('wire', ${all}, ${all}, (\\d+), \\1, ${skipped}, ${skipped}\\), `);
    expect(printed).toMatch(suite);
    expect(printed).toContain(", ('run', 1, 1, 1, 1, 0, 0)]");
  });
});

describe('the command line', () => {
  it('helps', async () => {
    const { status, out } = await conformance(['--help']);
    expect(status).toBe(EXIT.success);
    for (const option of ['--suite', '--expected-failures', '--random', '--report', '--timeout', 'status 0'])
      expect(out).toContain(option);
  });

  it('lists', async () => {
    const { status, out } = await conformance(['--list', '--suite', 'recovery-key']);
    expect(status).toBe(EXIT.success);
    expect(out).toMatch(/^recovery-key\.parse +17 valid +80 invalid$/m);
    expect(out).not.toContain('wire.name');
  });

  it.each([
    [['--suite', 'wires'], [], 'there is no suite wires'],
    [['--operation', 'wire.names'], [], 'there is no operation wire.names'],
    [['--operation', 'wire.name', '--vector', 'nothing'], [], 'there is no vector nothing'],
    [['--random', '-1'], ['true'], "'--random'"],
    [['--random', 'many'], ['true'], '--random takes a whole number'],
    [['--codes', 'loosely'], ['true'], '--codes takes exact, class, none'],
    [['--report', 'paper'], ['true'], '--report takes terminal, json, junit'],
    [['--frobnicate'], ['true'], '--frobnicate'],
    [[], [], 'there is no command to run behind --'],
    [['python3', 'mine.py'], [], 'the command to run stands behind --: python3'],
    [['--expected-failures', '/nonexistent'], ['true'], 'ENOENT'],
    [['--vectors', '/nonexistent'], ['true'], 'ENOENT'],
  ])('refuses %j', async (options, command, message) => {
    const { status, error } = await conformance(options, command);
    expect(status).toBe(EXIT.usage);
    expect(error).toContain(message);
  });
});
