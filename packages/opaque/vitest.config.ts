import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  resolve: {
    // Tests run on the sources; package.json points to the compiled files.
    alias: { '#argon2': fileURLToPath(new URL('./src/argon2-node.ts', import.meta.url)) },
  },
  test: { include: ['test/**/*.test.ts'] },
});
