import { defineConfig } from 'vitest/config';

// Generating every suite takes some seconds on a busy machine.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({ test: { testTimeout: 120_000 } });
