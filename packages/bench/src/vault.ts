// What a vault can do: recoveries and registrations per second of the server's CPU time, over HTTP on loopback, with the shipped
// gateway, realm, record store and freshness file (SQLite, every write synchronous), beside the cryptography of OPAQUE alone. The
// server runs in a process of its own, whose CPU time the kernel counts, so that the client's work is not in the numbers; all
// are measured in turn in each round, so that a busy machine slows them alike. The client's stretching is left out.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createServerKeys,
  dealRegistration,
  decodeRegistrationRecord,
  finishLogin,
  finishServerLogin,
  ristretto255Sha512,
  type Suite,
  startLogin,
  startServerLogin,
} from '@muniment/opaque';
import { identityKsf } from '@muniment/opaque/derandomized';
import { loadLibsodiumSuite } from '@muniment/opaque/suites/libsodium';
import { initRealmFolder } from '@muniment/vault-server';
import * as serenity from '@serenity-kit/opaque';
import { VaultAccount, type VaultPlace } from './vault-account.ts';

const ROUNDS = 7;
const VAULT_ROUND_MS = 3000;
const CRYPTO_ROUND_MS = 300;
/** Accounts with a registration, over which recoveries go in turn. */
const ACCOUNTS = 64;
const IN_FLIGHT = 8;
/** The unit of the kernel's CPU times, on Linux. */
const TICKS_PER_SECOND = 100;

type Work = 'recoveries' | 'registrations' | 'status requests';

/** Something of which a rate can be measured. */
interface Subject {
  readonly name: string;
  readonly work: Work;
  /** How often in a second of CPU time. */
  measure(): Promise<number>;
}

/** What a realm on one implementation comes to, over HTTP. */
interface Served {
  readonly subjects: readonly Subject[];
  /** Ends the server and removes its folder. */
  end(): Promise<void>;
}

async function served(library: 'libsodium' | 'noble', clientSuite: Suite): Promise<Served> {
  const parent = mkdtempSync(join(tmpdir(), 'muniment-bench-'));
  const folder = join(parent, 'realm');
  const { keys, inForce } = await initRealmFolder(folder, {
    operator: 'Bench',
    url: 'http://127.0.0.1/',
    nowMs: Date.now(),
  });
  const child = fork(new URL('./vault-process.ts', import.meta.url), [folder, library], { execArgv: [] });
  const end = async (): Promise<void> => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(parent, { recursive: true });
  };
  try {
    const port = await portOf(child);
    const { realmId, serverPublicKey, channelKeys } = inForce!.descriptor;
    const place: VaultPlace = {
      url: `http://127.0.0.1:${port}`,
      suite: clientSuite,
      realmId,
      serverPublicKey,
      channel: channelKeys[0]!,
      issuer: { name: keys.ownIssuer.name, seed: keys.ownIssuer.seed.expose() },
    };
    let made = 0;
    const newAccount = (): Promise<VaultAccount> => VaultAccount.create(place, `account-${made++}`);
    // Tokens last for five minutes, and a round takes seconds: each round has accounts of its own.
    const registered = async (): Promise<VaultAccount[]> => {
      const accounts = await Promise.all(Array.from({ length: ACCOUNTS }, newAccount));
      await inTurn(accounts.length, async (i) => accounts[i]!.register());
      return accounts;
    };
    const name = `vault over HTTP, ${library}`;
    const rate = (work: (i: number) => Promise<void>): Promise<number> => rateOfProcess(child.pid!, work);
    const over =
      (act: (account: VaultAccount) => Promise<void>): (() => Promise<number>) =>
      async () => {
        const accounts = await registered();
        return rate(async (i) => act(accounts[i % ACCOUNTS]!));
      };
    return {
      subjects: [
        { name, work: 'recoveries', measure: over((account) => account.recover()) },
        { name, work: 'registrations', measure: () => rate(async () => (await newAccount()).register()) },
        { name, work: 'status requests', measure: over((account) => account.status()) },
      ],
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server ended');
  });
  const [port] = (await Promise.race([once(child, 'message'), ended])) as [number];
  return port;
}

/** Does works that overlap, but never two at once whose numbers are alike modulo ACCOUNTS; says how many it did. */
async function inTurn(
  count: number,
  work: (i: number) => Promise<void>,
  untilMs = Infinity,
): Promise<number> {
  let done = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_, worker) => {
      for (let i = worker; i < count && performance.now() < untilMs; i += IN_FLIGHT) {
        await work(i);
        done++;
      }
    }),
  );
  return done;
}

/** How often `work` is done in a second of another process's CPU time. */
async function rateOfProcess(pid: number, work: (i: number) => Promise<void>): Promise<number> {
  const before = cpuSeconds(pid);
  const done = await inTurn(Infinity, work, performance.now() + VAULT_ROUND_MS);
  return done / (cpuSeconds(pid) - before);
}

/** User and system time of all threads of a process. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: the state, and ten other fields.
  const [utime, stime] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number) as [number, number];
  return (utime + stime) / TICKS_PER_SECOND;
}

/** How often `work` is done in a second of this process's CPU time. */
async function rateHere(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  const until = performance.now() + CRYPTO_ROUND_MS;
  let done = 0;
  do {
    await work();
    done++;
  } while (performance.now() < until);
  const { user, system } = process.cpuUsage(start);
  return done / ((user + system) / 1e6);
}

/** The server's part of OPAQUE, for one login that is prepared once. */
async function cryptography(name: string, suite: Suite): Promise<readonly Subject[]> {
  const identities = { client: new Uint8Array(32), server: new Uint8Array(16) };
  const context = new Uint8Array(64);
  const serverKeys = createServerKeys(suite);
  const password = new TextEncoder().encode('correct horse battery staple');
  const ksf = identityKsf;
  const serverPublicKey = serverKeys.publicKey;
  const { oprfKey, record } = await dealRegistration({ suite, ksf, identities, password, serverPublicKey });
  const { ke1, state } = startLogin({ suite, password });
  const login = { suite, context, identities, serverKeys, oprfKey, record, ke1 };
  // A KE3 is right for one state alone: the work of checking it is the same for a wrong one.
  const { ke3 } = await finishLogin({
    suite,
    ksf,
    context,
    identities,
    state,
    ke2: startServerLogin(login).ke2,
  });
  return [
    {
      name,
      work: 'recoveries',
      measure: () =>
        rateHere(async () => {
          const { state: pending } = startServerLogin(login);
          try {
            finishServerLogin({ suite, state: pending, ke3 });
          } catch {
            // As said above.
          }
        }),
    },
    {
      name,
      work: 'registrations',
      measure: () =>
        rateHere(async () => {
          suite.group.assertScalar(oprfKey.expose());
          decodeRegistrationRecord(suite, record);
        }),
    },
  ];
}

/** The server's part of @serenity-kit/opaque. */
async function theirs(): Promise<readonly Subject[]> {
  await serenity.ready;
  const { client, server } = serenity;
  const name = 'cryptography, @serenity-kit/opaque';
  const password = 'correct horse battery staple';
  const userIdentifier = 'user';
  const serverSetup = server.createSetup();
  const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } };
  const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
  const request = { serverSetup, userIdentifier, registrationRequest };
  const { registrationResponse } = server.createRegistrationResponse(request);
  const { registrationRecord } = client.finishRegistration({
    clientRegistrationState,
    registrationResponse,
    password,
    keyStretching,
  });
  const { startLoginRequest } = client.startLogin({ password });
  const login = { serverSetup, userIdentifier, registrationRecord, startLoginRequest };
  const finished = (): string => {
    const started = client.startLogin({ password });
    const { loginResponse } = server.startLogin({ ...login, startLoginRequest: started.startLoginRequest });
    const { clientLoginState } = started;
    return client.finishLogin({ clientLoginState, loginResponse, password, keyStretching })!
      .finishLoginRequest;
  };
  const finishLoginRequest = finished();
  return [
    {
      name,
      work: 'recoveries',
      measure: () =>
        rateHere(async () => {
          const { serverLoginState } = server.startLogin(login);
          try {
            server.finishLogin({ serverLoginState, finishLoginRequest });
          } catch {
            // A KE3 is right for one state alone: the work of checking it is the same for a wrong one.
          }
        }),
    },
    {
      name,
      work: 'registrations',
      measure: () =>
        rateHere(async () => {
          server.createRegistrationResponse(request);
        }),
    },
  ];
}

interface Result {
  readonly name: string;
  readonly work: Work;
  /** Per second of CPU time. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

function resultOf({ name, work }: Subject, values: readonly number[]): Result {
  const sorted = values.toSorted((a, b) => a - b);
  return { name, work, median: sorted[sorted.length >> 1]!, least: sorted[0]!, most: sorted.at(-1)! };
}

/** Prints everything, as a table or as JSON. */
export async function run({ isJson }: { readonly isJson: boolean }): Promise<void> {
  const libsodium = await loadLibsodiumSuite();
  const servers: Served[] = [];
  try {
    for (const library of ['libsodium', 'noble'] as const) servers.push(await served(library, libsodium));
    const subjects = [
      ...servers.flatMap((server) => server.subjects),
      ...(await cryptography('cryptography, libsodium', libsodium)),
      ...(await cryptography('cryptography, noble', ristretto255Sha512)),
      ...(await theirs()),
    ];
    const rates = subjects.map((): number[] => []);
    for (let round = -1; round < ROUNDS; round++) {
      for (const [i, subject] of subjects.entries()) {
        const rate = await subject.measure();
        // The first round warms up.
        if (round >= 0) rates[i]!.push(rate);
      }
    }
    print(
      subjects.map((subject, i) => resultOf(subject, rates[i]!)),
      isJson,
    );
  } finally {
    await Promise.all(servers.map((server) => server.end()));
  }
}

function print(results: readonly Result[], isJson: boolean): void {
  const machine = { node: process.versions.node, processor: cpus()[0]?.model ?? 'unknown', rounds: ROUNDS };
  if (isJson) {
    console.log(
      JSON.stringify({ ...machine, unit: 'per second of CPU time of the server', results }, null, 2),
    );
    return;
  }
  console.log(
    `Per second of the server's CPU time: medians of ${ROUNDS} rounds, and the least and most of them`,
  );
  console.log(`Node ${machine.node}, ${machine.processor}`);
  console.log(
    'Recoveries are LOGIN and FINISH, registrations STAGE and COMMIT; the client does not stretch.\n',
  );
  for (const { name, work, median, least, most } of results) {
    const spread = `${least.toFixed(0)} to ${most.toFixed(0)}`;
    console.log(`${name.padEnd(36)}${work.padEnd(17)}${median.toFixed(0).padStart(8)}${spread.padStart(20)}`);
  }
}
