import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Tests run the sources; package.json maps `#provider` to the build.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  // Plain JavaScript cryptography on a busy machine needs more than the usual five seconds, above all at full counts.
  test: { testTimeout: 120_000 },
  resolve: {
    alias: { '#provider': fileURLToPath(new URL('src/default-provider-node.ts', import.meta.url)) },
  },
});
