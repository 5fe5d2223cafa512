// A realm on its folder behind its gateway, in a process of its own, as the command serves it; but its clock shows what the
// parent process says. Started by vault-servers.ts.

import { setImmediate } from 'node:timers/promises';
import { type RealmServerOptions, startRealmServer } from '@muniment/vault-server';

/** The argument of this program, as JSON. */
export interface VaultProcessOptions extends Pick<RealmServerOptions, 'folder' | 'freshness'> {
  readonly nowMs: number;
}

/** What the parent says. */
export type VaultOrder = { readonly nowMs: number } | 'tell memory' | 'close';

/** What this process says once it listens, and again for each order that it has carried out. */
export interface VaultReport {
  readonly port: number;
  /** If it was to be told. */
  readonly memory?: VaultMemory;
}

/** What is left when all garbage has been collected. */
export interface VaultMemory {
  readonly residentBytes: number;
  /** Of the heap, and of buffers outside it. */
  readonly usedBytes: number;
}

const LIMIT = 1_000_000_000;

async function serve({ nowMs, ...options }: VaultProcessOptions): Promise<void> {
  let clockMs = nowMs;
  // What limits the rate would keep a test from asking often enough.
  const server = await startRealmServer({
    ...options,
    host: '127.0.0.1',
    port: 0,
    accountRequestsPerMinute: LIMIT,
    gateway: {
      requestsPerMinute: LIMIT,
      maxInFlight: 1024,
      maxConnectionsPerAddress: 1024,
      keepAliveTimeoutMs: 60_000,
      realmTimeoutMs: 60_000,
      onRealmError: (error) => console.error('the realm failed:', error),
    },
    now: () => clockMs,
  });
  const { port } = server.address;
  process.on('message', async (order: VaultOrder) => {
    switch (order) {
      case 'tell memory':
        return report({ port, memory: await memory() });
      case 'close':
        await server.close();
        report({ port });
        return process.disconnect();
      default:
        clockMs = order.nowMs;
        return report({ port });
    }
  });
  // It never outlives whoever started it.
  process.on('disconnect', () => process.exit());
  report({ port });
}

async function memory(): Promise<VaultMemory> {
  // What a first collection finds finalizers for, the second takes.
  for (let i = 0; i < 2; i++) {
    globalThis.gc!();
    await setImmediate();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { residentBytes: rss, usedBytes: heapUsed + external };
}

function report(what: VaultReport): void {
  process.send?.(what);
}

await serve(JSON.parse(process.argv[2]!) as VaultProcessOptions);
