import { defineConfig } from 'vitest/config';

// Real cryptography on machines that may be slow and busy.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({ test: { testTimeout: 60_000 } });
