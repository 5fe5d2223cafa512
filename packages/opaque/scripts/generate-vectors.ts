// Generates test-vectors/opaque/ from the reference implementation beside this file. `--check` compares instead of writing.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { formatFile, type VectorFile } from './vectors/format.ts';
import { protocolFile } from './vectors/protocol.ts';
import { rejectFile } from './vectors/reject.ts';
import { stringsFile } from './vectors/strings.ts';
import { thresholdFile } from './vectors/threshold.ts';

const folder = new URL('../../../test-vectors/opaque/', import.meta.url);
const files: readonly VectorFile[] = [protocolFile(), rejectFile(), stringsFile(), thresholdFile()];

mkdirSync(folder, { recursive: true });
for (const file of files) {
  const target = new URL(`${file.name}.json`, folder);
  const text = formatFile(file);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    console.log(`${file.name}.json: ${file.vectors.length} vectors`);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(
      `test-vectors/opaque/${file.name}.json is out of date: run npm run vectors -w @muniment/opaque`,
    );
    process.exit(1);
  }
}
