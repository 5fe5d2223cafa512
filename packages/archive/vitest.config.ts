import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Tests run the sources; package.json maps `#compressor` and `#crew` to the build.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: { testTimeout: 120_000 },
  resolve: {
    alias: {
      '#compressor': fileURLToPath(new URL('src/compression/compressor-node.ts', import.meta.url)),
      '#crew': fileURLToPath(new URL('src/crew/crew-node.ts', import.meta.url)),
    },
  },
});
