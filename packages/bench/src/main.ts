// `npm run bench -- NAME [OPTIONS]`: prints one set of measurements.

interface Bench {
  run(options: { readonly isJson: boolean; readonly args: readonly string[] }): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  archive: () => import('./archive.ts'),
  opaque: () => import('./opaque.ts'),
  vault: () => import('./vault.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const load = BENCHES[name];
const isJson = args.length === 1 && args[0] === '--json' && name === 'vault';
// The archive benchmark has many options, and checks them itself.
if (load === undefined || (args.length > 0 && !isJson && name !== 'archive')) {
  console.error('usage: npm run bench -- archive [OPTIONS] | opaque | vault [--json]');
  process.exit(2);
}
await (await load()).run({ isJson, args });
