// A realm on a SQLite folder behind its gateway, for measurements: on a given implementation of its suite, and with no limit to
// how often it is asked. Started by vault.ts, which tells it the folder and the implementation.

import { join } from 'node:path';
import { ristretto255Sha512, serverKeysFrom } from '@muniment/opaque';
import { loadLibsodiumSuite } from '@muniment/opaque/suites/libsodium';
import {
  createAccountLimiter,
  createGateway,
  createRealm,
  readRealmFolder,
  sqliteFreshness,
  sqliteRecordStore,
} from '@muniment/vault-server';

const NO_LIMIT = 1_000_000_000;

const [folder, library] = process.argv.slice(2) as [string, string];
const { keys, inForce } = await readRealmFolder(folder);
const { descriptor, note } = inForce!;
const suite = library === 'libsodium' ? await loadLibsodiumSuite() : ristretto255Sha512;
const realm = createRealm({
  ...keys,
  suite,
  serverKeys: serverKeysFrom(suite, keys.serverPrivateKey),
  policy: descriptor,
  store: await sqliteRecordStore(join(folder, 'records.db')),
  freshness: await sqliteFreshness(join(folder, 'freshness.db')),
  limiter: createAccountLimiter({ perMinute: NO_LIMIT }),
  descriptor: () => note,
  now: Date.now,
});
const gateway = createGateway({
  realm,
  options: { requestsPerMinute: NO_LIMIT, keepAliveTimeoutMs: 60_000 },
});
const { port } = await gateway.listen('127.0.0.1', 0);
process.on('disconnect', () => process.exit());
process.send!(port);
