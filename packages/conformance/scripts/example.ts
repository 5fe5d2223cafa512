// Writes spec/example.md. `--check` compares instead of writing.

import { readFileSync, writeFileSync } from 'node:fs';
import { exampleDocument } from '../src/example/document.ts';

const target = new URL('../../../spec/example.md', import.meta.url);
const { text } = exampleDocument();
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('spec/example.md is out of date: run node packages/conformance/scripts/example.ts');
  process.exitCode = 1;
}
