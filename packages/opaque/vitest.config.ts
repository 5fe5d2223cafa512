import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  resolve: {
    // Tests run on the sources; package.json points to the compiled files.
    alias: { '#argon2': fileURLToPath(new URL('./src/argon2-node.ts', import.meta.url)) },
  },
  // Argon2id and the vector generator take seconds where other programs want the processor too.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
