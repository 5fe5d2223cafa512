#!/usr/bin/env node
// Starts muniment. Plain JavaScript of 2020 or later, so that an older Node can run it and hand over to the one that Muniment needs.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const EXIT_UNAVAILABLE = 69;
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];

const self = fileURLToPath(import.meta.url);
const major = Number(process.versions.node.split('.')[0]);
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Answered here: it needs neither the newer Node nor the rest of the program.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else if (major < NEEDED_MAJOR) {
  handOver();
} else {
  await start();
}

async function start() {
  const main = new URL('../dist/index.js', import.meta.url);
  if (!existsSync(main)) {
    fail('Muniment has not been built.', 'Run `npm ci` or `npm run build` in its repository.');
    return;
  }
  const { run } = await import(main.href);
  await run(args);
}

/** Runs the same command line on the Node of the npm package `node`, and ends as it ends. */
function handOver() {
  const newer = findNode();
  if (newer === undefined) {
    fail(
      `Muniment needs Node ${NEEDED_MAJOR} or later; this is ${process.version}.`,
      `Install Node ${NEEDED_MAJOR}, or \`npm install node@${NEEDED_MAJOR}\` beside Muniment.`,
    );
    return;
  }
  // `--` would end up in the arguments of the program: Node stops reading its own options at the script.
  const child = spawn(newer, [...process.execArgv, self, ...args], { stdio: 'inherit' });
  const pass = (signal) => child.kill(signal);
  for (const signal of PASSED_ON) process.on(signal, pass);
  child.on('error', (error) => {
    fail(`Node ${NEEDED_MAJOR} could not be started from ${newer}: ${error.message}.`, 'Run `npm ci` again.');
  });
  child.on('exit', (code, signal) => {
    for (const name of PASSED_ON) process.off(name, pass);
    if (signal === null) {
      process.exitCode = code;
    } else {
      process.exitCode = 128 + constants.signals[signal];
      process.kill(process.pid, signal);
    }
  });
}

/** The binary of the npm package `node` nearest to this file, if it is new enough. */
function findNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    const binary = join(dirname(manifest), typeof bin === 'string' ? bin : bin.node);
    return Number(version.split('.')[0]) >= NEEDED_MAJOR && existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function fail(what, advice) {
  process.stderr.write(`muniment: ${what}\n  Still safe: nothing was touched.\n  What to do: ${advice}\n`);
  process.exitCode = EXIT_UNAVAILABLE;
}
