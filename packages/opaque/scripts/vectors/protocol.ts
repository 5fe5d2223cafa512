// protocol.json: whole runs of the Muniment profile with Argon2id, and answers for users who do not exist.

import type { Vector, VectorFile } from './format.ts';
import {
  answer,
  type Bytes,
  blindInput,
  type ClientRandom,
  concat,
  deriveScalar,
  expand,
  generated,
  i2osp,
  ksfId,
  ke1 as makeKe1,
  multiply,
  P256,
  prefixed,
  type ReferenceIdentities,
  type ReferenceSuite,
  RISTRETTO,
  register,
  type ServerRandom,
  type Stretching,
  scalar,
  toNumber,
  utf8,
} from './reference.ts';

const LEAST: Stretching = { memoryKib: 65536, passes: 3, parallelism: 4 };
const ONE_LANE: Stretching = { memoryKib: 65536, passes: 4, parallelism: 1 };

export function passwordInput(account: Bytes, password: string): Bytes {
  return concat(prefixed(utf8('muniment v1 password')), prefixed(account), prefixed(utf8(password)));
}

export function profileContext(suite: ReferenceSuite, ksf: string, realm: Bytes, generation: bigint): Bytes {
  return concat(
    prefixed(utf8('muniment v1 opaque context')),
    prefixed(utf8(suite.name)),
    prefixed(utf8(ksf)),
    prefixed(realm),
    i2osp(Number(generation >> 32n), 4),
    i2osp(Number(generation & 0xffffffffn), 4),
  );
}

export function clientRandom(suite: ReferenceSuite, name: string): ClientRandom {
  return {
    blind: scalar(suite, `${name} blind`),
    clientNonce: generated(`${name} client nonce`, 32),
    clientKeyShareSeed: generated(`${name} client key share seed`, 32),
  };
}

export function serverRandom(name: string): ServerRandom {
  return {
    maskingNonce: generated(`${name} masking nonce`, 32),
    serverNonce: generated(`${name} server nonce`, 32),
    serverKeyShareSeed: generated(`${name} server key share seed`, 32),
  };
}

interface Run {
  readonly id: string;
  readonly comment: string;
  readonly suite: ReferenceSuite;
  readonly password: string;
  /** As prepared. */
  readonly prepared: string;
  readonly identities: ReferenceIdentities;
  readonly stretching: Stretching;
  readonly generation: bigint;
  readonly account: string;
}

function run(options: Run): Vector {
  const { id, comment, suite, password, prepared, identities, stretching, generation } = options;
  const account = utf8(options.account);
  const realm = utf8('vault.example');
  const input = passwordInput(account, prepared);
  const context = profileContext(suite, ksfId(stretching), realm, generation);
  const server = suite.deriveKeyPair(generated(`${id} server`, 32));
  const oprfKey = scalar(suite, `${id} oprf key`);
  const envelopeNonce = generated(`${id} envelope nonce`, 32);
  const registration = register({
    suite,
    input,
    oprfKey,
    serverPublicKey: server.publicKey,
    identities,
    envelopeNonce,
    stretching,
  });
  const blindRegistration = scalar(suite, `${id} blind registration`);
  const request = blindInput(suite, input, blindRegistration);
  const client = clientRandom(suite, id);
  const random = serverRandom(id);
  const ke1 = makeKe1(suite, input, client);
  const login = answer({
    suite,
    oprfKey,
    serverPrivateKey: server.privateKey,
    serverPublicKey: server.publicKey,
    record: registration.record,
    ke1,
    context,
    identities,
    random,
  });
  return {
    id,
    comment,
    flags: ['Run', ...(prepared === password ? [] : ['Preparation'])],
    reqs: ['OPAQUE-020', 'OPAQUE-024', 'OPAQUE-030', 'OPAQUE-033', 'OPAQUE-035', 'OPAQUE-040'],
    operation: 'run',
    suiteName: suite.name,
    password,
    account,
    realm,
    generation: generation.toString(),
    ksf: stretching,
    identities,
    serverPrivateKey: server.privateKey,
    oprfKey,
    envelopeNonce,
    blindRegistration,
    client,
    server: random,
    intermediates: {
      passwordInput: input,
      context,
      serverPublicKey: server.publicKey,
      oprfOutput: registration.oprfOutput,
      stretched: registration.stretched,
      randomizedPassword: registration.randomizedPassword,
      maskingKey: registration.maskingKey,
      authKey: registration.authKey,
      clientPrivateKey: registration.client.privateKey,
      clientPublicKey: registration.client.publicKey,
      envelope: registration.envelope,
      handshakeSecret: login.handshakeSecret,
      serverMacKey: login.serverMacKey,
      clientMacKey: login.clientMacKey,
    },
    registrationRequest: request,
    registrationResponse: concat(multiply(suite, oprfKey, request), server.publicKey),
    registrationRecord: registration.record,
    ke1,
    ke2: login.ke2,
    ke3: login.ke3,
    exportKey: registration.exportKey,
    sessionKey: login.sessionKey,
  };
}

/** The answer for a user who does not exist, RFC 9807 section 6.3.2.2. */
function fake(id: string, comment: string, suite: ReferenceSuite, identities: ReferenceIdentities): Vector {
  const server = suite.deriveKeyPair(generated(`${id} server`, 32));
  const oprfSeed = generated(`${id} oprf seed`, suite.hashBytes);
  const credentialIdentifier = utf8(`${id} nobody`);
  const seed = expand(suite, oprfSeed, concat(credentialIdentifier, utf8('OprfKey')), 32);
  const oprfKey = deriveScalar(suite, seed, 'OPAQUE-DeriveKeyPair');
  if (toNumber(suite, oprfKey) === 0n) throw new Error('a key is zero');
  const fakeRecord = concat(
    suite.deriveKeyPair(generated(`${id} fake client`, 32)).publicKey,
    generated(`${id} fake masking key`, suite.hashBytes),
    new Uint8Array(32 + suite.hashBytes),
  );
  const passwordBytes = utf8('any password');
  const client = clientRandom(suite, id);
  const random = serverRandom(id);
  const context = utf8(`${id} context`);
  const ke1 = makeKe1(suite, passwordBytes, client);
  const { ke2 } = answer({
    suite,
    oprfKey,
    serverPrivateKey: server.privateKey,
    serverPublicKey: server.publicKey,
    record: fakeRecord,
    ke1,
    context,
    identities,
    random,
  });
  return {
    id,
    comment,
    flags: ['Fake'],
    reqs: ['OPAQUE-053', 'OPAQUE-055'],
    operation: 'fake',
    suiteName: suite.name,
    ksf: 'identity',
    passwordInput: passwordBytes,
    context,
    identities,
    serverPrivateKey: server.privateKey,
    oprfSeed,
    credentialIdentifier,
    fakeRecord,
    client,
    server: random,
    intermediates: { oprfKey },
    ke1,
    ke2,
    clientError: 'ERR_LOGIN',
  };
}

export function protocolFile(): VectorFile {
  const named = { client: utf8('alice'), server: utf8('realm-1') };
  const plain = { password: 'correct horse battery staple', prepared: 'correct horse battery staple' };
  // Composed by NFC; an ideographic space mapped to a space.
  const typed = { password: 'pa\u0308sswo\u0308rd\u3000\u{1f511}', prepared: 'p\u00e4ssw\u00f6rd \u{1f511}' };
  const common = { identities: {}, stretching: LEAST, generation: 1n, account: 'issuer|subject-1', ...plain };
  return {
    name: 'protocol',
    flags: {
      Run: {
        bugType: 'BASIC',
        description: 'Registration dealt by the client, the same in two parties, and a login.',
      },
      Preparation: { bugType: 'INTEROPERABILITY', description: 'The password changes when it is prepared.' },
      Fake: {
        bugType: 'CONFUSION',
        description: 'The answer for a user who does not exist; the client fails.',
      },
    },
    vectors: [
      run({ id: 'opaque-run-1', comment: 'Public keys as identities.', suite: RISTRETTO, ...common }),
      run({
        id: 'opaque-run-2',
        comment: 'Given identities.',
        suite: RISTRETTO,
        ...common,
        identities: named,
      }),
      run({
        id: 'opaque-run-3',
        comment: 'A password that is changed by preparation, one lane, the greatest generation.',
        suite: RISTRETTO,
        ...common,
        ...typed,
        stretching: ONE_LANE,
        generation: 2n ** 64n - 1n,
      }),
      run({
        id: 'opaque-run-4',
        comment: 'The password of opaque-run-1 for another account; only a client identity.',
        suite: RISTRETTO,
        ...common,
        account: 'issuer|subject-2',
        identities: { client: named.client },
      }),
      run({ id: 'opaque-run-5', comment: 'P-256, public keys as identities.', suite: P256, ...common }),
      run({
        id: 'opaque-run-6',
        comment: 'P-256, given identities.',
        suite: P256,
        ...common,
        ...typed,
        identities: named,
      }),
      fake('opaque-fake-1', 'Public keys as identities.', RISTRETTO, {}),
      fake('opaque-fake-2', 'Given identities.', RISTRETTO, named),
      fake('opaque-fake-3', 'P-256, given identities.', P256, named),
    ],
  };
}
