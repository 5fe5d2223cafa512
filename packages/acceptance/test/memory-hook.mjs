// Loaded into every process of the command by NODE_OPTIONS: notes the most memory the process had, at its end.

import { appendFileSync, readFileSync } from 'node:fs';

process.on('exit', () => {
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  appendFileSync(process.env.MUNIMENT_PEAKS, `${peak}\n`);
});
