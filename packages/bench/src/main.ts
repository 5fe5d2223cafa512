// `npm run bench -- NAME [OPTIONS]`: prints one set of measurements.

interface Bench {
  run(options: { readonly isJson: boolean; readonly args: readonly string[] }): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  archive: () => import('./archive.ts'),
  opaque: () => import('./opaque.ts'),
  profile: () => import('./profile.ts'),
  scaling: () => import('./scaling.ts'),
  'start-up': () => import('./start-up.ts'),
  vault: () => import('./vault.ts'),
};
/** These have options of their own, and check them themselves. */
const WITH_OPTIONS: readonly string[] = ['archive', 'profile', 'scaling', 'start-up'];

const [name = '', ...args] = process.argv.slice(2);
const load = BENCHES[name];
const isJson = args.length === 1 && args[0] === '--json' && name === 'vault';
if (load === undefined || (args.length > 0 && !isJson && !WITH_OPTIONS.includes(name))) {
  console.error(
    'usage: npm run bench -- archive [OPTIONS] | opaque | profile [OPTIONS] | scaling [OPTIONS] | start-up [OPTIONS] | vault [--json]',
  );
  process.exit(2);
}
await (await load()).run({ isJson, args });
