// Best effort: what was secret and is no longer needed is overwritten. Every array that is filled with zeros is recorded with
// what it held before.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  dealRegistrationWith,
  finishLogin,
  finishRegistration,
  randomizePassword,
  startLoginWith,
  startRegistrationWith,
} from '../src/client.ts';
import { identityKsf } from '../src/derandomized.ts';
import { envelopeKeys } from '../src/envelope.ts';
import { decodeKe2, decodeRegistrationRecord } from '../src/messages.ts';
import { evaluate, generateOprfKey } from '../src/oprf.ts';
import { encodePasswordInput } from '../src/password.ts';
import {
  createFakeRecord,
  createServerSetup,
  finishServerLogin,
  respondToRegistration,
  startServerLoginWith,
} from '../src/server.ts';
import { dealSharedRegistration } from '../src/threshold.ts';
import { toHex, utf8 } from './hex.ts';
import { NAMED_SUITES } from './implementations.ts';
import { PUBLIC_KEYS } from './setting.ts';

const [{ suite }] = NAMED_SUITES;
const ksf = identityKsf;
const identities = PUBLIC_KEYS;
const context = new Uint8Array(0);
const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

let wiped: string[] = [];
const { fill } = Uint8Array.prototype;

beforeEach(() => {
  wiped = [];
  vi.spyOn(Uint8Array.prototype, 'fill').mockImplementation(function (this: Uint8Array, ...args) {
    if (args[0] === 0) wiped.push(toHex(this));
    return fill.apply(this, args);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** How many arrays with this content were overwritten since the last call. */
function count(...secrets: readonly Uint8Array[]): number[] {
  const counts = secrets.map((secret) => wiped.filter((content) => content === toHex(secret)).length);
  wiped = [];
  return counts;
}

test('registration and login overwrite what they derived', async () => {
  const password = utf8('correct horse battery staple');
  const setup = createServerSetup(suite);
  const oprfKey = generateOprfKey(suite);
  const serverPublicKey = setup.publicKey;
  const output = () => evaluate(suite, 'oprf', oprfKey, password);
  const outputBytes = new Uint8Array(output().expose());
  const randomized = await randomizePassword(suite, ksf, output());

  count();
  const envelopeNonce = seed(9);
  const dealt = await dealRegistrationWith(
    { suite, ksf, identities, password, serverPublicKey },
    { oprfKey, envelopeNonce },
  );
  const keys = envelopeKeys(suite, randomized, envelopeNonce);
  // The output twice: as computed, and in its holder.
  expect(count(outputBytes, randomized, keys.client.privateKey)).toEqual([2, 1, 1]);
  expect(toHex(oprfKey.expose())).not.toMatch(/^0+$/);

  const blind = suite.group.randomScalar();
  const registration = startRegistrationWith({ suite, password }, { blind });
  const request = registration.request;
  const response = respondToRegistration({ suite, oprfKey, serverPublicKey, request });
  count();
  await finishRegistration({ suite, ksf, identities, state: registration.state, response });
  expect(count(password, blind, outputBytes, randomized)).toEqual([1, 1, 2, 1]);

  const random = { blind, clientNonce: seed(1), clientKeyShareSeed: seed(2) };
  const clientShare = suite.keyExchange.deriveKeyPair(seed(2)).privateKey;
  const started = startLoginWith({ suite, password }, random);
  expect(count(clientShare)).toEqual([1]);
  expect(toHex(blind)).not.toMatch(/^0+$/);

  const serverShare = suite.keyExchange.deriveKeyPair(seed(5)).privateKey;
  const server = startServerLoginWith(
    { suite, context, identities, serverKeys: setup, oprfKey, record: dealt.record, ke1: started.ke1 },
    { maskingNonce: seed(3), serverNonce: seed(4), serverKeyShareSeed: seed(5) },
  );
  const ke2 = decodeKe2(suite, server.ke2);
  const dh = suite.keyExchange.diffieHellman;
  const ikm = Buffer.concat([
    dh(clientShare, ke2.serverKeyShare),
    dh(clientShare, serverPublicKey),
    dh(keys.client.privateKey, ke2.serverKeyShare),
  ]);
  const serverWiped = [...wiped];
  expect(count(ikm, serverShare)).toEqual([1, 1]);

  const { ke3, sessionKey } = await finishLogin({
    suite,
    ksf,
    context,
    identities,
    state: started.state,
    ke2: server.ke2,
  });
  const stateBytes = (content: string): boolean =>
    content.startsWith('010201') && content.includes(toHex(password));
  expect(wiped.filter(stateBytes)).toHaveLength(1);
  expect(count(password, blind, outputBytes, randomized, ikm, clientShare, keys.client.privateKey)).toEqual([
    ...[1, 1, 2, 1, 1, 1, 1],
  ]);
  // Once by HKDF, whose last block it is, and once here.
  expect(serverWiped.filter((content) => content === toHex(sessionKey.expose()))).toHaveLength(2);
  finishServerLogin({ suite, state: server.state, ke3 });
  expect(count(sessionKey.expose())).toEqual([1]);
});

test('a login that fails overwrites as well', async () => {
  const password = utf8('correct horse battery staple');
  const setup = createServerSetup(suite);
  const oprfKey = generateOprfKey(suite);
  const { ke1, state } = startLoginWith(
    { suite, password },
    { blind: suite.group.randomScalar(), clientNonce: seed(1), clientKeyShareSeed: seed(2) },
  );
  const { ke2 } = startServerLoginWith(
    { suite, context, identities, serverKeys: setup, oprfKey, record: setup.fakeRecord, ke1 },
    { maskingNonce: seed(3), serverNonce: seed(4), serverKeyShareSeed: seed(5) },
  );
  const randomized = await randomizePassword(suite, ksf, evaluate(suite, 'oprf', oprfKey, password));
  const clientShare = suite.keyExchange.deriveKeyPair(seed(2)).privateKey;
  count();
  await expect(finishLogin({ suite, ksf, context, identities, state, ke2 })).rejects.toMatchObject({
    code: 'ERR_LOGIN',
  });
  expect(count(password, randomized, clientShare)).toEqual([1, 1, 1]);
});

test('a fake record leaves no private key', () => {
  const { clientPublicKey } = decodeRegistrationRecord(suite, createFakeRecord(suite));
  const privateKeys = wiped.filter(
    (content) => content.length === 2 * suite.keyExchange.privateKeyBytes && !/^0+$/.test(content),
  );
  expect(
    privateKeys.map((hex) => toHex(suite.keyExchange.publicKey(new Uint8Array(Buffer.from(hex, 'hex'))))),
  ).toContain(toHex(clientPublicKey));
});

test('a prepared password and a shared key are overwritten', async () => {
  encodePasswordInput({ password: 'pa\u0308ss', account: utf8('account') });
  expect(count(utf8('p\u00e4ss'))).toEqual([1]);

  const random = vi.spyOn(suite.group, 'randomScalar');
  const { publicKey } = createServerSetup(suite);
  const servers = [{ publicKey, identities }];
  const password = utf8('x');
  const dealt = await dealSharedRegistration({ suite, ksf, password, threshold: 1, servers });
  // With a threshold of 1 the share is the key.
  const key = dealt.registrations[0].share.secret.expose();
  const randomized = await randomizePassword(suite, ksf, evaluate(suite, 'oprf', key, password));
  expect(random).toHaveBeenCalled();
  // As drawn, as copied into the share, and in its holder.
  expect(count(key, randomized)).toEqual([3, 1]);
});
