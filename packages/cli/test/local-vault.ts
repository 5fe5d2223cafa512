// A vault in the process of the tests, whose clock they move.

import { chmodSync } from 'node:fs';
import { ed25519PublicKey, SecretBytes } from '@muniment/crypto';
import { formatTokenFile, formatVaultBundle, vaultFingerprint } from '@muniment/vault-client';
import { initRealmFolder, issueToken, startRealmServer } from '@muniment/vault-server';
import type { Room } from './launched.ts';

const TOKEN_MS = 300_000;
const LIMIT = 1_000_000;

export interface LocalVault {
  readonly url: string;
  readonly fingerprint: string;
  /** Lets time pass, and renews `token.json`. */
  wait(ms: number): Promise<void>;
  /** A token for an account, in a file of the room. */
  writeToken(account: string, name: string): Promise<void>;
  close(): Promise<void>;
}

/** Serves a realm, with `bundle.json` and Ada's `token.json` in the room. */
export async function startLocalVault(room: Room): Promise<LocalVault> {
  let nowMs = Date.now();
  const host = '127.0.0.1';
  const folder = room.at('realm');
  const { keys, signers, inForce } = await initRealmFolder(folder, {
    ...{ operator: 'Example', url: `http://${host}`, nowMs },
  });
  const server = await startRealmServer({
    ...{ folder, host, port: 0, accountRequestsPerMinute: LIMIT, now: () => nowMs },
    // What limits the rate would keep tests from asking often enough.
    gateway: { requestsPerMinute: LIMIT },
  });
  const { realmId, ownIssuer } = keys;
  const url = `http://${host}:${server.address.port}`;
  const note = new TextDecoder().decode(inForce!.note);
  room.write('bundle.json', formatVaultBundle({ url, realmId, signers, note }));
  const writeToken = async (subject: string, name: string): Promise<void> => {
    const clientKey = SecretBytes.random(32);
    const token = await issueToken({
      ...{ issuer: ownIssuer.name, issuerSeed: ownIssuer.seed, subject, realmId },
      ...{ clientPublicKey: ed25519PublicKey(clientKey), nowMs, lifetimeMs: TOKEN_MS },
    });
    room.write(name, formatTokenFile({ token, clientKey }));
    chmodSync(room.at(name), 0o600);
  };
  await writeToken('ada', 'token.json');
  return {
    url,
    fingerprint: await vaultFingerprint({ realmId, signers }),
    async wait(ms) {
      nowMs += ms;
      await writeToken('ada', 'token.json');
    },
    writeToken,
    close: () => server.close(),
  };
}
