// Malformed requests by the thousand to a vault in a process of its own: each is answered with a typed error or outcome, none tests
// a password or changes a record, the memory of the process stays, and afterwards it serves as before.

import { connect } from 'node:net';
import { count, isFull, seededRandom } from '@muniment/test-kit';
import { expect, it } from 'vitest';
import { finishAsk, finishGuess, loginAsk, newAccount, newGuess } from './vault-client-by-hand.ts';
import { LAYERS, type Target } from './vault-junk.ts';
import type { VaultMemory } from './vault-process.ts';
import { ask, newVaultFolder, recordInFile, register, START_MS, startVaultServer } from './vault-servers.ts';

const WORKERS = 12;
const MIB = 1024 ** 2;

function inMiB({ residentBytes, usedBytes }: VaultMemory): string {
  return `${(usedBytes / MIB).toFixed(1)} MiB (resident ${(residentBytes / MIB).toFixed(1)})`;
}

/** Bytes that are not even HTTP, and what comes back. */
function exchangeRaw(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (more: string) => {
      text += more;
    });
    // A reset is an end like another.
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.end(bytes);
  });
}

it('malformed requests come to nothing', async () => {
  const total = count('vault-malformed-requests');
  // The memory of a process settles while its code becomes warm.
  const settled = isFull ? 10_000 : Math.floor(total / 3);
  const vault = await newVaultFolder();
  const server = await startVaultServer(vault);
  const account = newAccount(vault.facts, 'target');
  const dealt = await register(account, 'the right one', server.send);
  const target: Target = { account, dealt, nowMs: START_MS, url: server.url };
  const before = await recordInFile(vault, account);

  const random = seededRandom(4);
  const said = new Map<string, number>();
  const layers = Object.entries(LAYERS);
  let made = 0;
  async function makeUpTo(end: number): Promise<void> {
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        while (made < end) {
          const [name, junk] = layers[made++ % layers.length]!;
          const verdict = await junk(target, random).catch((error: unknown) => {
            throw new Error(`malformed at ${name}`, { cause: error });
          });
          expect(verdict.released).toBe(0);
          const key = `${name}: ${verdict.said}`;
          said.set(key, (said.get(key) ?? 0) + 1);
        }
      }),
    );
  }

  await makeUpTo(settled);
  const settledMemory = await server.memory();
  await makeUpTo(total);
  const endMemory = await server.memory();
  for (let i = 0; i < 50; i++) {
    const port = Number(new URL(server.url).port);
    const line = i % 2 === 0 ? random.bytes(200) : Buffer.from(`${'G'.repeat(i)} / HTTP/9.9\r\n\r\n`);
    expect(await exchangeRaw(port, line)).toMatch(/^(?:HTTP\/1\.1 4\d\d [\s\S]*"ERR_VAULT_REQUEST"\}\n)?$/);
  }
  console.log(
    `${total} requests; in use ${inMiB(settledMemory)} after ${settled}, ${inMiB(endMemory)} after all`,
    Object.fromEntries([...said].sort()),
  );

  expect(endMemory.residentBytes).toBeLessThan(settledMemory.residentBytes + 20 * MIB);
  expect(endMemory.usedBytes).toBeLessThan(settledMemory.usedBytes + 4 * MIB);
  // Each layer was found to be wrong where it is.
  const found = new Set([...said.keys()].map((key) => key.split(':')[0]));
  expect(found).toEqual(new Set(Object.keys(LAYERS)));
  expect(await recordInFile(vault, account)).toEqual(before);

  const guess = newGuess(account, 'the right one');
  const login = loginAsk(guess, 1n, 2n);
  const { ke2 } = await ask(account, login, server.send, START_MS);
  const { ke3, exportKey } = await finishGuess(account, guess, ke2, 1n);
  const { outcome, releaseSecret } = await ask(account, await finishAsk(login, ke3), server.send, START_MS);
  expect({ outcome, releaseSecret }).toEqual({ outcome: 'ok', releaseSecret: dealt.releaseSecret });
  expect(exportKey.expose()).toEqual(dealt.exportKey);
}, 7_200_000);
