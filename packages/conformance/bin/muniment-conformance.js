#!/usr/bin/env node
// Starts muniment-conformance.

import { main } from '../dist/runner/command.js';

process.exitCode = await main(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
