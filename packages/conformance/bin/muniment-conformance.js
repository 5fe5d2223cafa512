#!/usr/bin/env node
// Starts muniment-conformance. What an older Node lacks is missed only while modules load: it is asked for first.

const NEEDED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) < NEEDED_MAJOR) {
  process.stderr.write(
    `muniment-conformance needs Node ${NEEDED_MAJOR} or later; this is ${process.version}.\n`,
  );
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/runner/command.js');
  process.exitCode = await main(process.argv.slice(2), {
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
  });
}
