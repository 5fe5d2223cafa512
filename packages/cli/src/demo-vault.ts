// A key vault in this process, for the demo: the same code as `muniment vault serve`, on a loopback port and a temporary folder.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultAccess, VaultBundle } from '@muniment/backup';
import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { initRealmFolder, issueToken, startRealmServer } from '@muniment/vault-server';

const MINUTE_MS = 60_000;

/** The vault of a demo. */
export interface DemoVault {
  /** The way of an account to it, as the app of a user has it. */
  accessOf(account: string): VaultAccess & { readonly bundle: VaultBundle };
  /** What its operator has before them. */
  look(searched: readonly string[]): DemoVaultView;
  close(): Promise<void>;
}

export interface DemoVaultView {
  /** Requests that were answered; the operator sees their times and addresses. */
  readonly requests: number;
  readonly bytes: number;
  /** Those of the words looked for that stand in a file of the vault. */
  readonly found: readonly string[];
}

/** Makes a vault in `folder` and serves it. */
export async function startDemoVault(folder: string): Promise<DemoVault> {
  let requests = 0;
  const host = '127.0.0.1';
  const { keys, signers, inForce } = await initRealmFolder(folder, {
    operator: 'Demo',
    url: `http://${host}`,
    nowMs: Date.now(),
  });
  const log = {
    write: (line: string): void => {
      if (line.includes('"/v1/request"')) requests++;
    },
  };
  const server = await startRealmServer({
    folder,
    host,
    port: 0,
    log,
    // All of a year within seconds.
    accountRequestsPerMinute: 1_000,
  });
  const { realmId, ownIssuer } = keys;
  const url = `http://${host}:${server.address.port}`;
  const bundle = { url, realmId, signers, note: new TextDecoder().decode(inForce!.note) };
  return {
    accessOf(subject) {
      const clientKey = SecretBytes.random(32);
      const issue = (): Promise<string> =>
        issueToken({
          issuer: ownIssuer.name,
          subject,
          realmId,
          clientPublicKey: ed25519PublicKey(clientKey),
          issuerSeed: ownIssuer.seed,
          nowMs: Date.now(),
          lifetimeMs: 5 * MINUTE_MS,
        });
      return { bundle, token: async () => ({ token: await issue(), clientKey }) };
    },
    look(searched) {
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
      return {
        requests,
        bytes: files.reduce((sum, { length }) => sum + length, 0),
        found: searched.filter((word) => files.some((content) => content.includes(word))),
      };
    },
    close: () => server.close(),
  };
}
