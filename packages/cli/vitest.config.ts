import { defineConfig } from 'vitest/config';

// Tests start real processes, one after the other within a file; a busy machine needs its time.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({ test: { testTimeout: 120_000 } });
