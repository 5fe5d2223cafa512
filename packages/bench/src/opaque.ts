// OPAQUE on four implementations, side by side: each round measures all of them in turn, so that a busy machine slows
// them alike, and the medians of the rounds are printed. Stretching is left out (opaque-ke cannot leave it out and does the
// least it can: one pass over 8 KiB): the rest is what the protocol itself costs. Then the size of the client in a browser.

import { cpus } from 'node:os';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
  createServerSetup,
  dealRegistration,
  deriveCredentialKey,
  finishLogin,
  finishRegistration,
  finishServerLogin,
  respondToRegistration,
  type Suite,
  startLogin,
  startRegistration,
  startServerLogin,
} from '@muniment/opaque';
import { identityKsf, nobleRistretto255Suite } from '@muniment/opaque/derandomized';
import { loadLibsodiumSuite } from '@muniment/opaque/suites/libsodium';
import * as serenity from '@serenity-kit/opaque';
import { rolldown } from 'rolldown';

const ROUNDS = 7;
const ROUND_MS = 400;

interface Subject {
  readonly name: string;
  /** A registration by both sides. */
  register(): Promise<void>;
  /** A registration dealt by the client. */
  deal?(): Promise<void>;
  /** A login by both sides. */
  login(): Promise<void>;
  /** The server's part of a login, for the same KE1 again and again. */
  serve(): Promise<void>;
}

async function ours(name: string, suite: Suite): Promise<Subject> {
  const identities = { client: undefined, server: undefined };
  const password = new TextEncoder().encode('correct horse battery staple');
  const user = new TextEncoder().encode('user');
  const context = new Uint8Array(0);
  const setup = createServerSetup(suite);
  const ksf = identityKsf;
  const oprfKey = deriveCredentialKey(suite, setup.oprfSeed, user);
  const dealing = { suite, ksf, identities, password, serverPublicKey: setup.publicKey };
  const dealt = await dealRegistration(dealing);
  const serve = (ke1: Uint8Array) =>
    startServerLogin({
      suite,
      context,
      identities,
      serverKeys: setup,
      oprfKey: dealt.oprfKey,
      record: dealt.record,
      ke1,
    });
  const { ke1: sample } = startLogin({ suite, password });
  return {
    name,
    async register() {
      const { request, state } = startRegistration({ suite, password });
      const response = respondToRegistration({ suite, oprfKey, serverPublicKey: setup.publicKey, request });
      await finishRegistration({ suite, ksf, identities, state, response });
    },
    async deal() {
      await dealRegistration(dealing);
    },
    async login() {
      const { ke1, state } = startLogin({ suite, password });
      const server = serve(ke1);
      const { ke3 } = await finishLogin({ suite, ksf, context, identities, state, ke2: server.ke2 });
      finishServerLogin({ suite, state: server.state, ke3 });
    },
    async serve() {
      serve(sample);
    },
  };
}

function theirs(name: string): Subject {
  const { client, server } = serenity;
  const password = 'correct horse battery staple';
  const userIdentifier = 'user';
  const serverSetup = server.createSetup();
  const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } };
  const register = (): string => {
    const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
    const { registrationResponse } = server.createRegistrationResponse({
      serverSetup,
      userIdentifier,
      registrationRequest,
    });
    return client.finishRegistration({
      clientRegistrationState,
      registrationResponse,
      password,
      keyStretching,
    }).registrationRecord;
  };
  const registrationRecord = register();
  const serve = (startLoginRequest: string) =>
    server.startLogin({ serverSetup, userIdentifier, registrationRecord, startLoginRequest });
  const sample = client.startLogin({ password }).startLoginRequest;
  return {
    name,
    async register() {
      register();
    },
    async login() {
      const { clientLoginState, startLoginRequest } = client.startLogin({ password });
      const { serverLoginState, loginResponse } = serve(startLoginRequest);
      const done = client.finishLogin({ clientLoginState, loginResponse, password, keyStretching });
      if (done === undefined) throw new Error('the login failed');
      server.finishLogin({ serverLoginState, finishLoginRequest: done.finishLoginRequest });
    },
    async serve() {
      serve(sample);
    },
  };
}

/** How often `work` runs in a second of this process's CPU time, which other programs do not disturb. */
async function rate(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  const until = performance.now() + ROUND_MS;
  let count = 0;
  do {
    await work();
    count++;
  } while (performance.now() < until);
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

async function speeds(): Promise<void> {
  await serenity.ready;
  const subjects = [
    await ours('noble, scalars not split', nobleRistretto255Suite(false)),
    await ours('noble, scalars split', nobleRistretto255Suite(true)),
    await ours('libsodium', await loadLibsodiumSuite()),
    theirs('@serenity-kit/opaque'),
  ];
  const works = ['register', 'deal', 'login', 'serve'] as const;
  const results = subjects.map(() => works.map((): number[] => []));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, subject] of subjects.entries()) {
      for (const [j, work] of works.entries()) {
        const run = subject[work];
        if (run === undefined) continue;
        const result = await rate(run);
        // The first round warms up.
        if (round >= 0) results[i][j].push(result);
      }
    }
  }
  console.log(
    `OPAQUE-3DH, ristretto255-SHA512, without stretching: per second and core, medians of ${ROUNDS} rounds`,
  );
  console.log(`Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  console.log('                           registrations   dealt by     logins     server part');
  console.log('                            (both sides)   client   (both sides)    of logins');
  for (const [i, { name }] of subjects.entries()) {
    const cells = results[i].map((values) => (values.length === 0 ? '-' : median(values).toFixed(0)));
    const [register, deal, login, serve] = cells;
    console.log(
      `${name.padEnd(27)}${register.padStart(13)}${deal.padStart(11)}${login.padStart(13)}${serve.padStart(14)}`,
    );
  }
}

const CLIENT = `
  import { argon2id, dealRegistration, finishLogin, finishRegistration, resumeClientLogin, ristretto255Sha512, startLogin,
    startRegistration } from '@muniment/opaque';
  export { argon2id, dealRegistration, finishLogin, finishRegistration, resumeClientLogin, ristretto255Sha512, startLogin,
    startRegistration };`;
const BUNDLES: readonly (readonly [name: string, source: string])[] = [
  ['client', CLIENT],
  [
    'client and password preparation',
    `${CLIENT} export { encodePasswordInput } from '@muniment/opaque/password';`,
  ],
  ['@serenity-kit/opaque (client and server)', `export { client, ready } from '@serenity-kit/opaque';`],
];

async function sizes(): Promise<void> {
  console.log('\nBundle for browsers, minified, in bytes           raw      gzip    brotli');
  for (const [name, source] of BUNDLES) {
    const bundle = await rolldown({
      input: 'entry',
      platform: 'browser',
      logLevel: 'silent',
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? `${import.meta.dirname}/entry.js` : null),
          load: (id) => (id === `${import.meta.dirname}/entry.js` ? source : null),
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    await bundle.close();
    for (const chunk of output) {
      if (chunk.type !== 'chunk') continue;
      if (chunk.code.includes('node:')) throw new Error(`${name}: the bundle needs Node`);
      const code = Buffer.from(chunk.code);
      const lazy = chunk.isEntry ? name : `  when first used: ${chunk.name}`;
      const columns = [code.length, gzipSync(code, { level: 9 }).length, brotliCompressSync(code).length];
      console.log(`${lazy.padEnd(44)}${columns.map((column) => String(column).padStart(10)).join('')}`);
    }
  }
}

/** Prints everything. */
export async function run(): Promise<void> {
  await speeds();
  await sizes();
}
