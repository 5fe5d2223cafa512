// Prints how fast each engine of this runtime cuts, side by side, and how fast files are cut by the faster one.
// Usage: node scripts/measure-gear.ts [rounds]. A figure is the best of the rounds, which are interleaved: what is slower is
// other programs' doing.

import { randomBytes } from 'node:crypto';
import {
  GEAR_BUFFER_BYTES,
  type GearEngine,
  javaScriptEngine,
  webAssemblyEngine,
} from '../src/chunkers/gear.ts';
import { FileCutter } from '../src/index.ts';

const rounds = Number(process.argv[2] ?? 200);
const bytes = randomBytes(GEAR_BUFFER_BYTES);
const table = Uint32Array.from({ length: 256 }, () => randomBytes(4).readUInt32LE());

function cutBuffer(engine: GearEngine): void {
  for (let at = 0; at < GEAR_BUFFER_BYTES; ) at += engine.cut(at, GEAR_BUFFER_BYTES);
}

const works = new Map<string, () => unknown>();
for (const [name, engine] of [
  ['cut, JavaScript', javaScriptEngine()],
  ['cut, WebAssembly', webAssemblyEngine()],
] as const) {
  if (engine === undefined) continue;
  engine.setTable(table);
  engine.data.set(bytes);
  works.set(name, () => cutBuffer(engine));
}
const cutter = new FileCutter(table);
works.set('files', async () => {
  for await (const piece of cutter.cut(bytes, 'content')) if ('hole' in piece) throw new Error('a hole');
});

const best = new Map<string, number>();
for (let i = 0; i < rounds; i++) {
  for (const [name, work] of works) {
    const start = performance.now();
    await work();
    const rate = GEAR_BUFFER_BYTES / 1000 / (performance.now() - start);
    best.set(name, Math.max(best.get(name) ?? 0, rate));
  }
}
for (const [name, rate] of best) console.log(`${name.padEnd(26)}${rate.toFixed(0).padStart(6)} MB/s`);
