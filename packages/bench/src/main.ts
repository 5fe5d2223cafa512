// `npm run bench -- NAME [--json]`: prints one set of measurements.

interface Bench {
  run(options: { readonly isJson: boolean }): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  opaque: () => import('./opaque.ts'),
  vault: () => import('./vault.ts'),
};

const [name = '', ...options] = process.argv.slice(2);
const load = BENCHES[name];
const isJson = options.length === 1 && options[0] === '--json' && name === 'vault';
if (load === undefined || (options.length > 0 && !isJson)) {
  console.error('usage: npm run bench -- opaque | vault [--json]');
  process.exit(2);
}
await (await load()).run({ isJson });
