// `npm run bench -- NAME`: prints one set of measurements.

const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  opaque: () => import('./opaque.ts'),
};

const name = process.argv[2] ?? '';
const load = BENCHES[name];
if (load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
  process.exit(2);
}
await (await load()).run();
