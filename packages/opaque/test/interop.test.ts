// Against opaque-ke, the Rust implementation, as packed by @serenity-kit: clients of either with servers of the other.
// It uses the empty context, and Argon2id with m = 64 MiB, t = 3, p = 4 unless told otherwise.

import { SecretBytes } from '@muniment/crypto';
import * as ristretto from '@serenity-kit/opaque';
import * as p256 from '@serenity-kit/opaque-p256';
import { describe, expect, test } from 'vitest';
import {
  dealRegistration,
  finishLogin,
  finishRegistration,
  startLogin,
  startRegistration,
} from '../src/client.ts';
import type { Identities } from '../src/envelope.ts';
import { argon2id, type Ksf, unboundedArgon2id } from '../src/ksf.ts';
import {
  createServerSetup,
  deriveCredentialKey,
  finishServerLogin,
  respondToRegistration,
  type ServerSetup,
  serverKeysFrom,
  startServerLogin,
} from '../src/server.ts';
import type { Suite } from '../src/suite.ts';
import { loadLibsodiumSuite } from '../src/suites/libsodium.ts';
import { p256Sha256 } from '../src/suites/p256.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';
import { utf8 } from './hex.ts';

const PASSWORD = 'correct horse battery staple';
const WRONG = 'correct horse battery stable';
const USER = 'user-1';
const NOBODY = 'nobody';
const context = new Uint8Array(0);

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const fromText = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));

type Peer = typeof ristretto;
const CUSTOM = { iterations: 2, memory: 4096, parallelism: 2 };
const STRETCHINGS = [
  { name: 'default Argon2id', ksf: argon2id({ memoryKib: 65536, passes: 3, parallelism: 4 }), theirs: {} },
  {
    name: 'custom Argon2id',
    ksf: unboundedArgon2id({ memoryKib: 4096, passes: 2, parallelism: 2 }),
    theirs: { keyStretching: { 'argon2id-custom': CUSTOM } },
  },
] as const;
const IDENTITIES: readonly {
  name: string;
  ours: Identities;
  theirs: { identifiers?: { client?: string; server?: string } };
}[] = [
  { name: 'without identities', ours: { client: undefined, server: undefined }, theirs: {} },
  {
    name: 'with identities',
    ours: { client: utf8('alice'), server: utf8('example') },
    theirs: { identifiers: { client: 'alice', server: 'example' } },
  },
  {
    name: 'with a client identity',
    ours: { client: utf8('alice'), server: undefined },
    theirs: { identifiers: { client: 'alice' } },
  },
];

/** One user and one server, each of either make. */
interface Client {
  register(
    password: string,
    server: Server,
  ): Promise<{ record: Uint8Array; exportKey: string; serverKey: string }>;
  /** `undefined` if the client fails. */
  login(
    password: string,
    server: Server,
    user: string,
    record: Uint8Array | undefined,
  ): Promise<Login | undefined>;
}

interface Login {
  readonly exportKey: string;
  readonly serverKey: string;
  readonly clientSessionKey: string;
  readonly serverSessionKey: string;
}

interface Server {
  readonly publicKey: string;
  respond(user: string, request: Uint8Array): Uint8Array;
  start(
    user: string,
    record: Uint8Array | undefined,
    ke1: Uint8Array,
  ): { ke2: Uint8Array; finish(ke3: Uint8Array): string };
}

function ourClient(suite: Suite, ksf: Ksf, identities: Identities): Client {
  return {
    async register(password, server) {
      const { request, state } = startRegistration({ suite, password: utf8(password) });
      const response = server.respond(USER, request);
      const done = await finishRegistration({ suite, ksf, identities, state, response });
      return {
        record: done.record,
        exportKey: toText(done.exportKey.expose()),
        serverKey: toText(done.serverPublicKey),
      };
    },
    async login(password, server, user, record) {
      const { ke1, state } = startLogin({ suite, password: utf8(password) });
      const { ke2, finish } = server.start(user, record, ke1);
      try {
        const done = await finishLogin({ suite, ksf, context, identities, state, ke2 });
        return {
          exportKey: toText(done.exportKey.expose()),
          serverKey: toText(done.serverPublicKey),
          clientSessionKey: toText(done.sessionKey.expose()),
          serverSessionKey: finish(done.ke3),
        };
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_LOGIN' });
        return undefined;
      }
    },
  };
}

function theirClient({ client }: Peer, options: object): Client {
  return {
    async register(password, server) {
      const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
      const registrationResponse = toText(server.respond(USER, fromText(registrationRequest)));
      const done = client.finishRegistration({
        clientRegistrationState,
        registrationResponse,
        password,
        ...options,
      });
      return {
        record: fromText(done.registrationRecord),
        exportKey: done.exportKey,
        serverKey: done.serverStaticPublicKey,
      };
    },
    async login(password, server, user, record) {
      const { clientLoginState, startLoginRequest } = client.startLogin({ password });
      const { ke2, finish } = server.start(user, record, fromText(startLoginRequest));
      const done = client.finishLogin({ clientLoginState, loginResponse: toText(ke2), password, ...options });
      if (done === undefined) return undefined;
      return {
        exportKey: done.exportKey,
        serverKey: done.serverStaticPublicKey,
        clientSessionKey: done.sessionKey,
        serverSessionKey: finish(fromText(done.finishLoginRequest)),
      };
    },
  };
}

function ourServer(suite: Suite, setup: ServerSetup, identities: Identities): Server {
  const oprfKeyOf = (user: string) => deriveCredentialKey(suite, setup.oprfSeed, utf8(user));
  return {
    publicKey: toText(setup.publicKey),
    respond: (user, request) =>
      respondToRegistration({ suite, oprfKey: oprfKeyOf(user), serverPublicKey: setup.publicKey, request }),
    start(user, record, ke1) {
      const { ke2, state } = startServerLogin({
        suite,
        context,
        identities,
        serverKeys: setup,
        oprfKey: oprfKeyOf(user),
        record: record ?? setup.fakeRecord,
        ke1,
      });
      return { ke2, finish: (ke3) => toText(finishServerLogin({ suite, state, ke3 }).sessionKey.expose()) };
    },
  };
}

function theirServer({ server }: Peer, serverSetup: string, identifiers: object): Server {
  return {
    publicKey: server.getPublicKey(serverSetup),
    respond: (userIdentifier, request) =>
      fromText(
        server.createRegistrationResponse({
          serverSetup,
          userIdentifier,
          registrationRequest: toText(request),
        }).registrationResponse,
      ),
    start(userIdentifier, record, ke1) {
      const { serverLoginState, loginResponse } = server.startLogin({
        serverSetup,
        userIdentifier,
        registrationRecord: record === undefined ? undefined : toText(record),
        startLoginRequest: toText(ke1),
        ...identifiers,
      });
      return {
        ke2: fromText(loginResponse),
        finish: (ke3) =>
          server.finishLogin({ serverLoginState, finishLoginRequest: toText(ke3), ...identifiers })
            .sessionKey,
      };
    },
  };
}

async function converse(client: Client, server: Server): Promise<void> {
  const registered = await client.register(PASSWORD, server);
  expect(registered.serverKey).toBe(server.publicKey);
  const login = await client.login(PASSWORD, server, USER, registered.record);
  expect(login).toBeDefined();
  expect(login?.exportKey).toBe(registered.exportKey);
  expect(login?.serverKey).toBe(server.publicKey);
  expect(login?.clientSessionKey).toBe(login?.serverSessionKey);
  expect(await client.login(WRONG, server, USER, registered.record)).toBeUndefined();
  expect(await client.login(PASSWORD, server, NOBODY, undefined)).toBeUndefined();
}

await Promise.all([ristretto.ready, p256.ready]);
const suites: readonly { name: string; suite: Suite; peer: Peer }[] = [
  { name: 'ristretto255', suite: ristretto255Sha512, peer: ristretto },
  { name: 'ristretto255 on libsodium', suite: await loadLibsodiumSuite(), peer: ristretto },
  { name: 'P-256', suite: p256Sha256, peer: p256 },
];

describe.each(suites)('$name', ({ suite, peer }) => {
  // Each default login costs a third of a second to stretch, on either side: the most telling ones are enough.
  const isFast = suite.group !== ristretto255Sha512.group && suite.group !== p256Sha256.group;
  describe.each(isFast ? STRETCHINGS.slice(1) : STRETCHINGS)('$name', ({ name, ksf, theirs }) => {
    describe.each(name.startsWith('default') ? IDENTITIES.slice(0, 2) : IDENTITIES)('$name', (identities) => {
      const options = { ...theirs, ...identities.theirs };

      test('our client, their server', async () => {
        await converse(
          ourClient(suite, ksf, identities.ours),
          theirServer(peer, peer.server.createSetup(), identities.theirs),
        );
      });

      test('their client, our server', async () => {
        await converse(
          theirClient(peer, options),
          ourServer(suite, createServerSetup(suite), identities.ours),
        );
      });
    });
  });

  test('records and set-up of one server work in the other', async () => {
    const { ksf, theirs } = STRETCHINGS[1];
    const { ours } = IDENTITIES[0];
    const serverSetup = peer.server.createSetup();
    // Their set-up is OPRF seed, private key, fake private or public key.
    const bytes = fromText(serverSetup);
    const oprfSeed = bytes.slice(0, suite.hash.bytes);
    const privateKey = bytes.slice(oprfSeed.length, oprfSeed.length + suite.keyExchange.privateKeyBytes);
    const setup = {
      ...createServerSetup(suite),
      ...serverKeysFrom(suite, privateKey),
      oprfSeed: SecretBytes.from(oprfSeed),
    };
    const before = theirServer(peer, serverSetup, {});
    const after = ourServer(suite, setup, ours);
    expect(after.publicKey).toBe(before.publicKey);
    const registered = await theirClient(peer, theirs).register(PASSWORD, before);
    for (const client of [theirClient(peer, theirs), ourClient(suite, ksf, ours)]) {
      const login = await client.login(PASSWORD, after, USER, registered.record);
      expect(login?.exportKey).toBe(registered.exportKey);
    }
  });

  test('their client logs in with a registration that our client dealt', async () => {
    const { ksf, theirs } = STRETCHINGS[1];
    const { ours } = IDENTITIES[0];
    const setup = createServerSetup(suite);
    const dealt = await dealRegistration({
      suite,
      ksf,
      identities: ours,
      password: utf8(PASSWORD),
      serverPublicKey: setup.publicKey,
    });
    const server: Server = {
      ...ourServer(suite, setup, ours),
      start(_, record, ke1) {
        const { ke2, state } = startServerLogin({
          suite,
          context,
          identities: ours,
          serverKeys: setup,
          oprfKey: dealt.oprfKey,
          record: record ?? setup.fakeRecord,
          ke1,
        });
        return { ke2, finish: (ke3) => toText(finishServerLogin({ suite, state, ke3 }).sessionKey.expose()) };
      },
    };
    const login = await theirClient(peer, theirs).login(PASSWORD, server, USER, dealt.record);
    expect(login?.exportKey).toBe(toText(dealt.exportKey.expose()));
    expect(login?.clientSessionKey).toBe(login?.serverSessionKey);
    expect(await theirClient(peer, theirs).login(WRONG, server, USER, dealt.record)).toBeUndefined();
  });
});
