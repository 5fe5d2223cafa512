import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  // Tests with other processes take seconds where other programs want the processor too.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
