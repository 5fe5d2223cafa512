// The tests that mutation testing runs: all but those that start processes or repeat others at length.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  resolve: { alias: { '#argon2': fileURLToPath(new URL('./src/argon2-node.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    exclude: ['test/interop.test.ts', 'test/readme.test.ts'],
    env: { MUNIMENT_TESTS: 'quick' },
  },
});
