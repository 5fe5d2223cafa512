import { isFull } from '@muniment/test-kit';
import { defineConfig } from 'vitest/config';

// At full counts the files take over an hour one after the other, and wait for disks and clocks for much of it.
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({ test: isFull ? { maxWorkers: 2 } : {} });
