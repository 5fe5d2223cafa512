// A registered user and a server, for tests that only need some.

import { dealRegistration, finishLogin, startLogin } from '../src/client.ts';
import { identityKsf } from '../src/derandomized.ts';
import type { Identities } from '../src/envelope.ts';
import { createServerSetup, finishServerLogin, startServerLogin } from '../src/server.ts';
import type { Suite } from '../src/suite.ts';
import { utf8 } from './hex.ts';

export const PUBLIC_KEYS: Identities = { client: undefined, server: undefined };

/** A server with one user, whose password is `password`. */
export async function setting(suite: Suite, identities: Identities = PUBLIC_KEYS) {
  const password = utf8('correct horse battery staple');
  const context = utf8('context');
  const server = createServerSetup(suite);
  const ksf = identityKsf;
  const user = await dealRegistration({
    suite,
    ksf,
    identities,
    password,
    serverPublicKey: server.publicKey,
  });
  const shared = { suite, context, identities };
  return {
    ...shared,
    ksf,
    password,
    server,
    user,
    startLogin: () => startLogin({ suite, password }),
    startServerLogin: (ke1: Uint8Array) =>
      startServerLogin({ ...shared, serverKeys: server, oprfKey: user.oprfKey, record: user.record, ke1 }),
    finishLogin: (state: ReturnType<typeof startLogin>['state'], ke2: Uint8Array) =>
      finishLogin({ ...shared, ksf, state, ke2 }),
    finishServerLogin: (state: ReturnType<typeof startServerLogin>['state'], ke3: Uint8Array) =>
      finishServerLogin({ suite, state, ke3 }),
  };
}
