// A realm on its folder behind its gateway, in a process of its own, as the command serves it; but its clock shows what the
// parent process says. Started by vault-servers.ts.

import { type RealmServerOptions, startRealmServer } from '@muniment/vault-server';

/** The argument of this program, as JSON. */
export interface VaultProcessOptions extends Pick<RealmServerOptions, 'folder' | 'freshness'> {
  readonly nowMs: number;
}

/** What the parent says. */
export type VaultOrder = { readonly nowMs: number } | 'close';

/** What this process says: where it listens, and that an order was carried out. */
export type VaultReport = { readonly port: number } | 'done';

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
  process.on('message', async (order: VaultOrder) => {
    if (order === 'close') await server.close();
    else clockMs = order.nowMs;
    report('done');
    if (order === 'close') process.disconnect();
  });
  // It never outlives whoever started it.
  process.on('disconnect', () => process.exit());
  report({ port: server.address.port });
}

function report(what: VaultReport): void {
  process.send?.(what);
}

await serve(JSON.parse(process.argv[2]!) as VaultProcessOptions);
