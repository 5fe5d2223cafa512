import { defineConfig } from 'vitest/config';

// Real processes, and disks that are synchronised before each: a busy machine needs its time.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({ test: { testTimeout: 240_000 } });
