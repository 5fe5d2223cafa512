// reject.json: everything a party must refuse, each with what a correct peer or an attacker would really send, so that
// only the one check in question stands in its way. Every operation has accepted vectors as well.

import type { Vector, VectorFile } from './format.ts';
import { clientRandom, serverRandom } from './protocol.ts';
import {
  answer,
  type Bytes,
  blindInput,
  CURVE25519,
  concat,
  finalize,
  fromHex,
  generated,
  ke1 as makeKe1,
  multiply,
  multiplyBase,
  P256,
  prefixed,
  prove,
  type ReferenceIdentities,
  type ReferenceSuite,
  RISTRETTO,
  register,
  type ServerAnswer,
  type Stretching,
  scalar,
  toScalar,
  utf8,
} from './reference.ts';

type Case = Pick<Vector, 'id' | 'comment' | 'error' | 'flags' | 'reqs'>;

const flip = (bytes: Bytes, position: number, mask = 1): Bytes =>
  bytes.map((byte, i) => (i === (position + bytes.length) % bytes.length ? byte ^ mask : byte));
const replace = (bytes: Bytes, offset: number, part: Bytes): Bytes =>
  concat(bytes.subarray(0, offset), part, bytes.subarray(offset + part.length));
const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value);

/** Encodings that are no element, or the identity. */
function badElements(suite: ReferenceSuite): [name: string, comment: string, bytes: Bytes][] {
  const isElement = (bytes: Bytes): boolean => {
    try {
      suite.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const search = (make: (i: number) => Bytes): Bytes => {
    for (let i = 0; ; i++) if (!isElement(make(i))) return make(i);
  };
  const good = multiplyBase(suite, scalar(suite, 'a good element'));
  if (suite.elementBytes === 33) {
    const modulus = fromHex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
    return [
      ['zero', 'The identity written as zeros', new Uint8Array(33)],
      ['prefix-0', 'A good x coordinate behind the prefix 00', replace(good, 0, Uint8Array.of(0))],
      ['prefix-4', 'A good x coordinate behind the prefix 04', replace(good, 0, Uint8Array.of(4))],
      ['prefix-5', 'A good x coordinate behind the prefix 05', replace(good, 0, Uint8Array.of(5))],
      [
        'modulus',
        'An x coordinate that is the modulus, another writing of 0',
        concat(Uint8Array.of(2), modulus),
      ],
      ['ones', 'An x coordinate above the modulus', concat(Uint8Array.of(3), fill(32, 0xff))],
      [
        'off-curve',
        'An x coordinate without a point',
        search((i) => concat(Uint8Array.of(2), generated(`off the curve ${i}`, 32))),
      ],
    ];
  }
  const modulus = concat(Uint8Array.of(0xed), fill(30, 0xff), Uint8Array.of(0x7f));
  return [
    ['zero', 'The identity', new Uint8Array(32)],
    ['modulus', 'The modulus, another writing of the identity', modulus],
    ['top-bit', 'A good element with the top bit set', flip(good, 31, 0x80)],
    ['identity-top-bit', 'The identity with the top bit set', flip(new Uint8Array(32), 31, 0x80)],
    ['ones', 'All bits set', fill(32, 0xff)],
    ['negative', 'A negative field element, 1', flip(new Uint8Array(32), 0)],
    [
      'non-square',
      'A field element that encodes no point',
      search((i) => {
        const bytes = generated(`no point ${i}`, 32);
        bytes[0] &= 0xfe;
        bytes[31] &= 0x3f;
        return bytes;
      }),
    ],
  ];
}

/** Wrong lengths of a message. */
function badLengths(message: Bytes): [name: string, comment: string, bytes: Bytes][] {
  return [
    ['empty', 'Empty', new Uint8Array(0)],
    ['short', 'One byte too short', message.slice(0, -1)],
    ['long', 'One byte too long', concat(message, new Uint8Array(1))],
    ['half', 'Half', message.slice(0, message.length >> 1)],
    ['twice', 'Twice', concat(message, message)],
  ];
}

/** Scalars that are none. */
function badScalars(suite: ReferenceSuite): [name: string, comment: string, bytes: Bytes][] {
  return [
    ['zero', 'Zero', new Uint8Array(32)],
    ['order', 'The order of the group, another writing of zero', toScalar(suite, suite.order)],
    ['order-plus-1', 'The order of the group plus one', toScalar(suite, suite.order + 1n)],
    ['ones', 'All bits set', fill(32, 0xff)],
  ];
}

function world(
  suite: ReferenceSuite,
  identities: ReferenceIdentities = {},
  stretching: Stretching = 'identity',
) {
  const name = `reject ${suite.name}`;
  const input = utf8('correct horse battery staple');
  const context = utf8('a context');
  const server = suite.deriveKeyPair(generated(`${name} server`, 32));
  const oprfKey = scalar(suite, `${name} oprf key`);
  const envelopeNonce = generated(`${name} envelope nonce`, 32);
  const base = { suite, input, oprfKey, serverPublicKey: server.publicKey, identities, envelopeNonce };
  const registration = register({ ...base, stretching });
  const client = clientRandom(suite, name);
  const random = serverRandom(name);
  const ke1 = makeKe1(suite, input, client);
  const honest: ServerAnswer = {
    suite,
    oprfKey,
    serverPrivateKey: server.privateKey,
    serverPublicKey: server.publicKey,
    record: registration.record,
    ke1,
    context,
    identities,
    random,
  };
  return {
    base,
    registration,
    client,
    random,
    ke1,
    honest,
    input,
    context,
    server,
    oprfKey,
    envelopeNonce,
    identities,
    stretching,
  };
}

type World = ReturnType<typeof world>;

function finishLogin(w: World, test: Case, ke2: Bytes, changed: Record<string, unknown> = {}): Vector {
  return {
    ...test,
    operation: 'finishLogin',
    suiteName: w.base.suite.name,
    ksf: w.stretching,
    passwordInput: w.input,
    context: w.context,
    identities: w.identities,
    client: w.client,
    ke2,
    ...changed,
  };
}

function serverLogin(w: World): Record<string, unknown> {
  return {
    suiteName: w.base.suite.name,
    context: w.context,
    identities: w.identities,
    serverPrivateKey: w.server.privateKey,
    oprfKey: w.oprfKey,
    record: w.registration.record,
    ke1: w.ke1,
    server: w.random,
  };
}

function messages(suite: ReferenceSuite, tag: string): Vector[] {
  const w = world(suite);
  const honest = answer(w.honest);
  const { elementBytes } = suite;
  const keyBytes = w.server.publicKey.length;
  const vectors: Vector[] = [];
  const id = (name: string): string => `opaque-reject-${tag}-${name}`;
  const length = ['OPAQUE-010', 'OPAQUE-015'];
  const element = ['OPAQUE-011', 'OPAQUE-012', 'OPAQUE-015'];

  // KE2 at the client.
  vectors.push(
    finishLogin(
      w,
      { id: id('ke2-good'), comment: 'Accepted.', flags: ['Good'], reqs: ['OPAQUE-002'] },
      honest.ke2,
      {
        ke3: honest.ke3,
        sessionKey: honest.sessionKey,
        exportKey: w.registration.exportKey,
      },
    ),
  );
  for (const [name, comment, ke2] of badLengths(honest.ke2)) {
    vectors.push(
      finishLogin(
        w,
        {
          id: id(`ke2-${name}`),
          comment: `KE2: ${comment}.`,
          error: 'ERR_ENCODING',
          flags: ['Length'],
          reqs: length,
        },
        ke2,
      ),
    );
  }
  for (const [name, comment, bytes] of badElements(suite)) {
    const bad = (field: string, ke2: Bytes): Vector =>
      finishLogin(
        w,
        {
          id: id(`ke2-${field}-${name}`),
          comment: `${field} of KE2: ${comment}.`,
          error: 'ERR_ELEMENT',
          flags: ['Element'],
          reqs: element,
        },
        ke2,
      );
    // The MAC covers what is sent, as a hostile server would have it.
    vectors.push(
      bad('evaluated-element', answer({ ...w.honest, evaluatedElement: bytes }).ke2),
      bad('server-key-share', replace(honest.ke2, honest.ke2.length - suite.hashBytes - keyBytes, bytes)),
    );
  }

  // KE1 and the record at the server.
  vectors.push({
    id: id('ke1-good'),
    comment: 'Accepted.',
    flags: ['Good'],
    reqs: ['OPAQUE-002'],
    operation: 'startServerLogin',
    ...serverLogin(w),
    ke2: honest.ke2,
  });
  const server = (
    name: string,
    comment: string,
    error: string,
    flags: string[],
    reqs: string[],
    changed: Record<string, unknown>,
  ): void => {
    vectors.push({
      id: id(name),
      comment,
      error,
      flags,
      reqs,
      operation: 'startServerLogin',
      ...serverLogin(w),
      ...changed,
    });
  };
  for (const [name, comment, bytes] of badLengths(w.ke1)) {
    server(`ke1-${name}`, `KE1: ${comment}.`, 'ERR_ENCODING', ['Length'], length, { ke1: bytes });
  }
  for (const [name, comment, bytes] of badLengths(w.registration.record)) {
    server(
      `record-${name}`,
      `Record: ${comment}.`,
      'ERR_ENCODING',
      ['Length'],
      ['OPAQUE-010', 'OPAQUE-056'],
      { record: bytes },
    );
  }
  const fakeRecord = concat(
    w.registration.record.subarray(0, keyBytes + suite.hashBytes),
    new Uint8Array(32),
  );
  server(
    'fake-record-without-tag',
    'A fake record whose envelope is 32 zeros only.',
    'ERR_ENCODING',
    ['Length'],
    ['OPAQUE-056'],
    {
      record: fakeRecord,
    },
  );
  for (const [name, comment, bytes] of badElements(suite)) {
    server(
      `ke1-blinded-element-${name}`,
      `Blinded element of KE1: ${comment}.`,
      'ERR_ELEMENT',
      ['Element'],
      element,
      {
        ke1: replace(w.ke1, 0, bytes),
      },
    );
    server(
      `ke1-client-key-share-${name}`,
      `Client key share of KE1: ${comment}.`,
      'ERR_ELEMENT',
      ['Element'],
      element,
      {
        ke1: replace(w.ke1, elementBytes + 32, bytes),
      },
    );
    server(
      `record-client-key-${name}`,
      `Client key of the record: ${comment}.`,
      'ERR_ELEMENT',
      ['Element'],
      element,
      {
        record: replace(w.registration.record, 0, bytes),
      },
    );
  }
  for (const [name, comment, bytes] of badScalars(suite)) {
    server(`oprf-key-${name}`, `OPRF key: ${comment}.`, 'ERR_ELEMENT', ['Scalar'], ['OPAQUE-013'], {
      oprfKey: bytes,
    });
  }

  // Registration between two parties.
  const request = blindInput(suite, w.input, scalar(suite, 'reject blind registration'));
  const response = concat(multiply(suite, w.oprfKey, request), w.server.publicKey);
  const respond = {
    operation: 'respondToRegistration',
    suiteName: suite.name,
    oprfKey: w.oprfKey,
    serverPublicKey: w.server.publicKey,
  };
  vectors.push({
    id: id('request-good'),
    comment: 'Accepted.',
    flags: ['Good'],
    reqs: ['OPAQUE-002'],
    ...respond,
    request,
    response,
  });
  for (const [name, comment, bytes] of badLengths(request)) {
    vectors.push({
      id: id(`request-${name}`),
      comment: `Registration request: ${comment}.`,
      error: 'ERR_ENCODING',
      flags: ['Length'],
      reqs: length,
      ...respond,
      request: bytes,
    });
  }
  for (const [name, comment, bytes] of badElements(suite)) {
    vectors.push({
      id: id(`request-element-${name}`),
      comment: `Registration request: ${comment}.`,
      error: 'ERR_ELEMENT',
      flags: ['Element'],
      reqs: element,
      ...respond,
      request: bytes,
    });
  }
  for (const [name, comment, bytes] of badScalars(suite)) {
    vectors.push({
      id: id(`request-key-${name}`),
      comment: `OPRF key at registration: ${comment}.`,
      error: 'ERR_ELEMENT',
      flags: ['Scalar'],
      reqs: ['OPAQUE-013'],
      ...respond,
      request,
      oprfKey: bytes,
    });
  }
  const finish = {
    operation: 'finishRegistration',
    suiteName: suite.name,
    ksf: 'identity',
    passwordInput: w.input,
    identities: {},
    blindRegistration: scalar(suite, 'reject blind registration'),
    envelopeNonce: w.envelopeNonce,
  };
  vectors.push({
    id: id('response-good'),
    comment: 'Accepted.',
    flags: ['Good'],
    reqs: ['OPAQUE-002'],
    ...finish,
    response,
    record: w.registration.record,
    exportKey: w.registration.exportKey,
  });
  for (const [name, comment, bytes] of badLengths(response)) {
    vectors.push({
      id: id(`response-${name}`),
      comment: `Registration response: ${comment}.`,
      error: 'ERR_ENCODING',
      flags: ['Length'],
      reqs: length,
      ...finish,
      response: bytes,
    });
  }
  for (const [name, comment, bytes] of badElements(suite)) {
    vectors.push(
      {
        id: id(`response-element-${name}`),
        comment: `Evaluated element of the response: ${comment}.`,
        error: 'ERR_ELEMENT',
        flags: ['Element'],
        reqs: element,
        ...finish,
        response: replace(response, 0, bytes),
      },
      {
        id: id(`response-key-${name}`),
        comment: `Server key of the response: ${comment}.`,
        error: 'ERR_ELEMENT',
        flags: ['Element'],
        reqs: element,
        ...finish,
        response: replace(response, elementBytes, bytes),
      },
    );
  }
  vectors.push({
    id: id('response-reflected'),
    comment: 'The server sends the blinded element back.',
    error: 'ERR_REFLECTED',
    flags: ['Reflection'],
    reqs: ['OPAQUE-014'],
    ...finish,
    response: concat(request, w.server.publicKey),
  });

  // Registration dealt by the client.
  const deal = {
    operation: 'deal',
    suiteName: suite.name,
    ksf: 'identity',
    passwordInput: w.input,
    identities: {},
    oprfKey: w.oprfKey,
    envelopeNonce: w.envelopeNonce,
  };
  vectors.push({
    id: id('deal-good'),
    comment: 'Accepted.',
    flags: ['Good'],
    reqs: ['OPAQUE-030'],
    ...deal,
    serverPublicKey: w.server.publicKey,
    record: w.registration.record,
    exportKey: w.registration.exportKey,
  });
  for (const [name, comment, bytes] of badElements(suite)) {
    vectors.push({
      id: id(`deal-${name}`),
      comment: `Server key when dealing: ${comment}.`,
      error: 'ERR_ELEMENT',
      flags: ['Element'],
      reqs: ['OPAQUE-032'],
      ...deal,
      serverPublicKey: bytes,
    });
  }
  for (const [name, comment, bytes] of badLengths(w.server.publicKey)) {
    vectors.push({
      id: id(`deal-${name}`),
      comment: `Server key when dealing: ${comment}.`,
      error: 'ERR_ENCODING',
      flags: ['Length'],
      reqs: ['OPAQUE-032'],
      ...deal,
      serverPublicKey: bytes,
    });
  }
  return vectors;
}

function authentication(suite: ReferenceSuite, tag: string): Vector[] {
  const named: ReferenceIdentities = { client: utf8('alice'), server: utf8('realm-1') };
  const w = world(suite, named);
  const honest = answer(w.honest);
  const { envelope, record } = w.registration;
  const { hashBytes } = suite;
  const keyBytes = w.server.publicKey.length;
  const id = (name: string): string => `opaque-reject-${tag}-${name}`;
  const vectors: Vector[] = [];
  const client = (
    name: string,
    comment: string,
    reqs: string[],
    ke2: Bytes,
    changed: Record<string, unknown> = {},
  ): void => {
    vectors.push(
      finishLogin(
        w,
        { id: id(name), comment, error: 'ERR_LOGIN', flags: ['Login'], reqs: [...reqs, 'OPAQUE-053'] },
        ke2,
        changed,
      ),
    );
  };
  const withEnvelope = (changed: Bytes): Bytes => answer({ ...w.honest, envelope: changed }).ke2;
  const withContext = (context: Bytes): Bytes => answer({ ...w.honest, context }).ke2;
  const withIdentities = (identities: ReferenceIdentities): Bytes => answer({ ...w.honest, identities }).ke2;

  vectors.push(
    finishLogin(
      w,
      { id: id('login-good'), comment: 'Accepted.', flags: ['Good'], reqs: ['OPAQUE-002'] },
      honest.ke2,
      {
        ke3: honest.ke3,
        sessionKey: honest.sessionKey,
        exportKey: w.registration.exportKey,
      },
    ),
  );

  // The server's MAC is right in all of these: only the envelope's tag stands in the way.
  client('envelope-nonce', 'A bit of the envelope nonce.', ['OPAQUE-050'], withEnvelope(flip(envelope, 0)));
  client(
    'envelope-tag-first',
    'The first byte of the envelope tag.',
    ['OPAQUE-050'],
    withEnvelope(flip(envelope, 32)),
  );
  client(
    'envelope-tag-last',
    'The last bit of the envelope tag.',
    ['OPAQUE-050'],
    withEnvelope(flip(envelope, -1, 0x80)),
  );
  client(
    'envelope-tag-zero',
    'An envelope tag of zeros.',
    ['OPAQUE-050'],
    withEnvelope(replace(envelope, 32, new Uint8Array(hashBytes))),
  );
  client(
    'envelope-tag-truncated',
    'The first 16 bytes of the envelope tag are right.',
    ['OPAQUE-050'],
    withEnvelope(replace(envelope, 48, new Uint8Array(hashBytes - 16))),
  );
  client(
    'envelope-tag-tail',
    'The last half of the envelope tag is right.',
    ['OPAQUE-050'],
    withEnvelope(replace(envelope, 32, new Uint8Array(hashBytes / 2))),
  );
  const evil = suite.deriveKeyPair(generated('another server', 32));
  client(
    'server-key',
    'The masked server key is that of another server, which answers with its own private key.',
    ['OPAQUE-050'],
    answer({ ...w.honest, serverPrivateKey: evil.privateKey, serverPublicKey: evil.publicKey }).ke2,
  );
  client(
    'server-private-key',
    'A server without the private key: it has record and OPRF key only.',
    ['OPAQUE-051'],
    answer({ ...w.honest, serverPrivateKey: evil.privateKey }).ke2,
  );

  client(
    'server-mac-first',
    'The first bit of the server MAC.',
    ['OPAQUE-051'],
    flip(honest.ke2, -hashBytes),
  );
  client(
    'server-mac-middle',
    'A bit in the middle of the server MAC.',
    ['OPAQUE-051'],
    flip(honest.ke2, -hashBytes / 2),
  );
  client('server-mac-last', 'The last bit of the server MAC.', ['OPAQUE-051'], flip(honest.ke2, -1, 0x80));
  client(
    'server-mac-zero',
    'A server MAC of zeros.',
    ['OPAQUE-051'],
    replace(honest.ke2, honest.ke2.length - hashBytes, new Uint8Array(hashBytes)),
  );
  client(
    'server-mac-truncated',
    'The first 16 bytes of the server MAC are right.',
    ['OPAQUE-051'],
    replace(honest.ke2, honest.ke2.length - hashBytes + 16, new Uint8Array(hashBytes - 16)),
  );
  client(
    'server-mac-tail',
    'The last half of the server MAC is right.',
    ['OPAQUE-051'],
    replace(honest.ke2, honest.ke2.length - hashBytes, new Uint8Array(hashBytes / 2)),
  );
  client(
    'server-mac-client',
    'The client MAC in place of the server MAC.',
    ['OPAQUE-051'],
    replace(honest.ke2, honest.ke2.length - hashBytes, honest.ke3),
  );
  client(
    'masking-nonce',
    'A bit of the masking nonce.',
    ['OPAQUE-050'],
    flip(honest.ke2, suite.elementBytes),
  );
  client(
    'server-nonce',
    'A bit of the server nonce.',
    ['OPAQUE-051'],
    flip(honest.ke2, honest.ke2.length - hashBytes - keyBytes - 32),
  );
  client(
    'evaluated-element',
    'The element of another OPRF key.',
    ['OPAQUE-050'],
    answer({ ...w.honest, oprfKey: scalar(suite, 'another oprf key') }).ke2,
  );
  client(
    'replayed',
    'The answer to another KE1.',
    ['OPAQUE-051'],
    answer({ ...w.honest, ke1: makeKe1(suite, w.input, clientRandom(suite, 'another login')) }).ke2,
  );

  client(
    'context',
    'The server means another context.',
    ['OPAQUE-035', 'OPAQUE-051'],
    withContext(utf8('b context')),
  );
  client(
    'context-empty',
    'The server means no context.',
    ['OPAQUE-035', 'OPAQUE-051'],
    withContext(new Uint8Array(0)),
  );
  client(
    'context-longer',
    'The server means a longer context.',
    ['OPAQUE-035', 'OPAQUE-051'],
    withContext(utf8('a context ')),
  );

  client(
    'server-identity',
    'The server means another server identity.',
    ['OPAQUE-033'],
    withIdentities({ ...named, server: utf8('realm-2') }),
  );
  client(
    'client-identity',
    'The server means another client identity.',
    ['OPAQUE-033'],
    withIdentities({ ...named, client: utf8('bob') }),
  );
  client(
    'identities-swapped',
    'The server means the identities the other way round.',
    ['OPAQUE-033'],
    withIdentities({ client: named.server as Bytes, server: named.client as Bytes }),
  );
  client('identities-absent', 'The server means the public keys.', ['OPAQUE-033'], withIdentities({}));
  client(
    'identities-shifted',
    'A byte moved from one identity to the other.',
    ['OPAQUE-033'],
    withIdentities({ client: utf8('alicer'), server: utf8('ealm-1') }),
  );
  const keys: [string, string, ReferenceIdentities][] = [
    [
      'client-other-client',
      'The client means another client identity than at registration.',
      { ...named, client: utf8('bob') },
    ],
    [
      'client-other-server',
      'The client means another server identity than at registration.',
      { ...named, server: utf8('realm-2') },
    ],
    ['client-no-identities', 'The client means the public keys, but registered with identities.', {}],
  ];
  for (const [name, comment, identities] of keys) {
    client(name, comment, ['OPAQUE-033', 'OPAQUE-050'], withIdentities(identities), { identities });
  }

  const password = (name: string, comment: string, input: Bytes): void => {
    const ke1 = makeKe1(suite, input, w.client);
    client(name, comment, ['OPAQUE-050'], answer({ ...w.honest, ke1 }).ke2, { passwordInput: input });
  };
  password('wrong-password', 'Another password.', utf8('correct horse battery stable'));
  password('longer-password', 'A longer password.', utf8('correct horse battery staple '));
  const account = (name: string): Bytes =>
    concat(prefixed(utf8('muniment v1 password')), prefixed(utf8(name)), prefixed(utf8('the same password')));
  const one = register({ ...w.base, input: account('subject-1'), stretching: 'identity' });
  client(
    'other-account',
    'The same password and OPRF key for another account.',
    ['OPAQUE-024'],
    answer({ ...w.honest, record: one.record, ke1: makeKe1(suite, account('subject-2'), w.client) }).ke2,
    { passwordInput: account('subject-2') },
  );

  // A client that does not stretch would get in with this record.
  const argon: Stretching = { memoryKib: 65536, passes: 3, parallelism: 4 };
  client('ksf-ignored', 'The record was made without stretching.', ['OPAQUE-040', 'OPAQUE-042'], honest.ke2, {
    ksf: argon,
  });
  const stretched = world(suite, named, argon);
  client(
    'ksf-missing',
    'The record was made with Argon2id, the client does not stretch.',
    ['OPAQUE-040'],
    answer(stretched.honest).ke2,
  );
  for (const [name, other] of [
    ['ksf-passes', { ...argon, passes: 4 }],
    ['ksf-memory', { ...argon, memoryKib: 65544 }],
    ['ksf-lanes', { ...argon, parallelism: 3 }],
  ] as const) {
    client(name, 'The record was made with other parameters.', ['OPAQUE-040'], answer(stretched.honest).ke2, {
      ksf: other,
    });
  }
  client(
    'fake-record',
    'A fake record.',
    ['OPAQUE-055', 'OPAQUE-050'],
    answer({
      ...w.honest,
      record: concat(
        record.subarray(0, keyBytes),
        generated('a fake masking key', hashBytes),
        new Uint8Array(32 + hashBytes),
      ),
    }).ke2,
  );

  // Reflection.
  const reflected = (name: string, comment: string, ke2: Bytes): void => {
    vectors.push(
      finishLogin(
        w,
        { id: id(name), comment, error: 'ERR_REFLECTED', flags: ['Reflection'], reqs: ['OPAQUE-014'] },
        ke2,
      ),
    );
  };
  const blinded = w.ke1.subarray(0, suite.elementBytes);
  const unit = toScalar(suite, 1n);
  const unkeyed = register({ ...w.base, oprfKey: unit, stretching: 'identity' });
  reflected(
    'reflected-element',
    'The server sends the blinded element back, with a record to match: an OPRF key of 1.',
    answer({ ...w.honest, oprfKey: unit, record: unkeyed.record, evaluatedElement: blinded }).ke2,
  );
  reflected(
    'reflected-element-only',
    'The blinded element in an honest answer.',
    replace(honest.ke2, 0, blinded),
  );
  reflected(
    'reflected-key-share',
    'The server sends the client key share back.',
    answer({ ...w.honest, random: { ...w.random, serverKeyShareSeed: w.client.clientKeyShareSeed } }).ke2,
  );

  // KE3 at the server.
  const ke3 = (name: string, comment: string, bytes: Bytes, error?: string): void => {
    vectors.push({
      id: id(name),
      comment,
      ...(error === undefined ? {} : { error }),
      flags: [error === undefined ? 'Good' : error === 'ERR_LOGIN' ? 'Login' : 'Length'],
      reqs: error === 'ERR_ENCODING' ? ['OPAQUE-010'] : ['OPAQUE-052'],
      operation: 'finishServerLogin',
      ...serverLogin(w),
      ke3: bytes,
      ...(error === undefined ? { sessionKey: honest.sessionKey } : {}),
    });
  };
  ke3('ke3-good', 'Accepted.', honest.ke3);
  ke3('ke3-first', 'The first bit of the client MAC.', flip(honest.ke3, 0), 'ERR_LOGIN');
  ke3('ke3-middle', 'A bit in the middle of the client MAC.', flip(honest.ke3, hashBytes / 2), 'ERR_LOGIN');
  ke3('ke3-last', 'The last bit of the client MAC.', flip(honest.ke3, -1, 0x80), 'ERR_LOGIN');
  ke3('ke3-zero', 'A client MAC of zeros.', new Uint8Array(hashBytes), 'ERR_LOGIN');
  ke3(
    'ke3-truncated',
    'The first 16 bytes of the client MAC are right.',
    replace(honest.ke3, 16, new Uint8Array(hashBytes - 16)),
    'ERR_LOGIN',
  );
  ke3(
    'ke3-tail',
    'The last half of the client MAC is right.',
    replace(honest.ke3, 0, new Uint8Array(hashBytes / 2)),
    'ERR_LOGIN',
  );
  ke3('ke3-server-mac', 'The server MAC in place of the client MAC.', honest.serverMac, 'ERR_LOGIN');
  ke3(
    'ke3-other-login',
    'The client MAC of another login.',
    answer({ ...w.honest, random: serverRandom('another login') }).ke3,
    'ERR_LOGIN',
  );
  for (const [name, comment, bytes] of badLengths(honest.ke3))
    ke3(`ke3-${name}`, `KE3: ${comment}.`, bytes, 'ERR_ENCODING');
  ke3('ke3-16', 'The first 16 bytes of the right client MAC alone.', honest.ke3.slice(0, 16), 'ERR_ENCODING');
  return vectors;
}

function x25519(): Vector[] {
  const suite = CURVE25519;
  const w = world(suite);
  const honest = answer(w.honest);
  const offset = honest.ke2.length - suite.hashBytes - 32;
  const modulus = concat(Uint8Array.of(0xed), fill(30, 0xff), Uint8Array.of(0x7f));
  const vectors: Vector[] = [
    finishLogin(
      w,
      { id: 'opaque-reject-x-good', comment: 'Accepted.', flags: ['Good'], reqs: ['OPAQUE-002'] },
      honest.ke2,
      {
        ke3: honest.ke3,
        sessionKey: honest.sessionKey,
        exportKey: w.registration.exportKey,
      },
    ),
  ];
  const bad: [string, string, Bytes][] = [
    ['zero', 'Zero, a point of small order', new Uint8Array(32)],
    ['one', 'One, a point of small order', flip(new Uint8Array(32), 0)],
    [
      'order-8',
      'A point of order 8',
      fromHex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'),
    ],
    ['minus-one', 'Minus one, a point of small order', flip(modulus, 0)],
    ['modulus', 'The modulus, another writing of zero', modulus],
    [
      'top-bit',
      'A good key with the top bit set',
      flip(suite.deriveKeyPair(generated('x', 32)).publicKey, 31, 0x80),
    ],
    ['ones', 'All bits set', fill(32, 0xff)],
  ];
  for (const [name, comment, bytes] of bad) {
    const test = {
      comment: `X25519 key share: ${comment}.`,
      error: 'ERR_ELEMENT',
      flags: ['Element'],
      reqs: ['OPAQUE-011', 'OPAQUE-012'],
    };
    vectors.push(
      finishLogin(w, { id: `opaque-reject-x-ke2-${name}`, ...test }, replace(honest.ke2, offset, bytes)),
      {
        id: `opaque-reject-x-ke1-${name}`,
        ...test,
        operation: 'startServerLogin',
        ...serverLogin(w),
        ke1: replace(w.ke1, 64, bytes),
      },
    );
  }
  return vectors;
}

function proofs(suite: ReferenceSuite, tag: string): Vector[] {
  const key = scalar(suite, `proof key ${suite.name}`);
  const input = utf8('an input');
  const blind = scalar(suite, `proof blind ${suite.name}`);
  const blindedElement = blindInput(suite, input, blind, 1);
  const evaluatedElement = multiply(suite, key, blindedElement);
  const proof = prove(
    suite,
    key,
    blindedElement,
    evaluatedElement,
    scalar(suite, `proof nonce ${suite.name}`),
  );
  const data = {
    suiteName: suite.name,
    input,
    blind,
    blindedElement,
    evaluatedElement,
    publicKey: multiplyBase(suite, key),
    proof,
  };
  const vector = (
    name: string,
    comment: string,
    error: string | undefined,
    changed: Record<string, unknown>,
  ): Vector => ({
    id: `opaque-reject-${tag}-proof-${name}`,
    comment,
    ...(error === undefined ? {} : { error }),
    flags: [error === undefined ? 'Good' : 'Proof'],
    reqs: error === undefined ? ['OPAQUE-002'] : ['OPAQUE-013', 'OPAQUE-070'],
    operation: 'verifiableFinalize',
    ...data,
    ...changed,
  });
  const other = scalar(suite, 'another proof key');
  const vectors = [
    vector('good', 'Accepted.', undefined, { output: finalize(suite, input, blind, evaluatedElement) }),
    vector('c', 'The challenge is altered.', 'ERR_PROOF', {
      proof: flip(proof, suite.isLittleEndian ? 0 : 31),
    }),
    vector('s', 'The response is altered.', 'ERR_PROOF', {
      proof: flip(proof, suite.isLittleEndian ? 32 : 63),
    }),
    vector('key', 'Another public key.', 'ERR_PROOF', { publicKey: multiplyBase(suite, other) }),
    vector('element', 'Another evaluated element.', 'ERR_PROOF', {
      evaluatedElement: multiply(suite, other, blindedElement),
    }),
    vector('blinded', 'Another blinded element.', 'ERR_PROOF', {
      blindedElement: blindInput(suite, input, other, 1),
    }),
    vector('swapped', 'Challenge and response exchanged.', 'ERR_PROOF', {
      proof: concat(proof.slice(32), proof.slice(0, 32)),
    }),
  ];
  for (const [name, comment, bytes] of badScalars(suite)) {
    vectors.push(
      vector(`c-${name}`, `Challenge: ${comment}.`, 'ERR_ELEMENT', { proof: replace(proof, 0, bytes) }),
      vector(`s-${name}`, `Response: ${comment}.`, 'ERR_ELEMENT', { proof: replace(proof, 32, bytes) }),
    );
  }
  for (const [name, comment, bytes] of badLengths(proof)) {
    vectors.push(vector(name, `Proof: ${comment}.`, 'ERR_ENCODING', { proof: bytes }));
  }
  for (const [name, comment, bytes] of badElements(suite)) {
    vectors.push(
      vector(`key-${name}`, `Public key: ${comment}.`, 'ERR_ELEMENT', { publicKey: bytes }),
      vector(`element-${name}`, `Evaluated element: ${comment}.`, 'ERR_ELEMENT', { evaluatedElement: bytes }),
    );
  }
  return vectors;
}

function parameters(): Vector[] {
  const least = { memoryKib: 65536, passes: 3, parallelism: 1 };
  const most = { memoryKib: 1048576, passes: 10, parallelism: 4 };
  const vector = (id: string, comment: string, ksf: Record<string, number>, ksfId?: string): Vector => ({
    id: `opaque-reject-ksf-${id}`,
    comment,
    ...(ksfId === undefined ? { error: 'ERR_KSF' } : {}),
    flags: [ksfId === undefined ? 'Parameters' : 'Good'],
    reqs: ['OPAQUE-041'],
    operation: 'ksfParameters',
    ksf,
    ...(ksfId === undefined ? {} : { ksfId }),
  });
  return [
    vector('least', 'The least.', least, 'argon2id-v19-m65536-t3-p1'),
    vector('most', 'The most.', most, 'argon2id-v19-m1048576-t10-p4'),
    vector('memory-below', 'Memory below the least.', { ...least, memoryKib: 65535 }),
    vector('memory-above', 'Memory above the most.', { ...most, memoryKib: 1048577 }),
    vector('memory-zero', 'No memory.', { ...least, memoryKib: 0 }),
    vector('memory-fraction', 'A fraction of a KiB.', { ...least, memoryKib: 65536.5 }),
    vector('passes-below', 'Passes below the least.', { ...least, passes: 2 }),
    vector('passes-above', 'Passes above the most.', { ...most, passes: 11 }),
    vector('lanes-below', 'No lane.', { ...least, parallelism: 0 }),
    vector('lanes-above', 'Lanes above the most.', { ...most, parallelism: 5 }),
    vector('rfc-2-gib', 'The first choice of RFC 9807, 2 GiB in one pass.', {
      memoryKib: 2097152,
      passes: 1,
      parallelism: 4,
    }),
  ];
}

function states(): Vector[] {
  const w = world(RISTRETTO);
  const honest = answer(w.honest);
  const blind = scalar(RISTRETTO, 'reject blind registration');
  const request = blindInput(RISTRETTO, w.input, blind);
  const head = (kind: number, suite = 1, version = 1): Bytes => Uint8Array.of(version, kind, suite);
  const share = RISTRETTO.deriveKeyPair(w.client.clientKeyShareSeed);
  const forms: Record<string, Bytes> = {
    'client-registration': concat(head(1), blind, request, prefixed(w.input)),
    'client-login': concat(head(2), w.client.blind, share.privateKey, w.ke1, prefixed(w.input)),
    'server-login': concat(head(3), honest.ke3, honest.sessionKey),
  };
  const run = {
    suiteName: RISTRETTO.name,
    ksf: 'identity',
    passwordInput: w.input,
    context: w.context,
    identities: {},
    blindRegistration: blind,
    client: w.client,
    server: w.random,
    serverPrivateKey: w.server.privateKey,
    oprfKey: w.oprfKey,
    envelopeNonce: w.envelopeNonce,
  };
  const vectors: Vector[] = [];
  for (const [state, bytes] of Object.entries(forms)) {
    const id = (name: string): string => `opaque-reject-state-${state}-${name}`;
    const form = (name: string, comment: string, stored: Bytes, error?: string): void => {
      vectors.push({
        id: id(name),
        comment,
        ...(error === undefined ? {} : { error }),
        flags: [error === undefined ? 'Good' : 'State'],
        reqs: ['OPAQUE-061'],
        operation: 'resume',
        suiteName: RISTRETTO.name,
        state,
        bytes: stored,
      });
    };
    form('good', 'Resumed, and suspended to the same bytes.', bytes);
    form('empty', 'Empty.', new Uint8Array(0), 'ERR_ENCODING');
    form('header', 'Shorter than the header.', bytes.slice(0, 2), 'ERR_ENCODING');
    form('header-only', 'The header alone.', bytes.slice(0, 3), 'ERR_ENCODING');
    form('short', 'One byte too short.', bytes.slice(0, -1), 'ERR_ENCODING');
    form('long', 'One byte too long.', concat(bytes, new Uint8Array(1)), 'ERR_ENCODING');
    form('version', 'Another version.', replace(bytes, 0, Uint8Array.of(2)), 'ERR_UNSUPPORTED_VERSION');
    form('version-0', 'Version 0.', replace(bytes, 0, Uint8Array.of(0)), 'ERR_UNSUPPORTED_VERSION');
    form('suite', 'Another suite.', replace(bytes, 2, Uint8Array.of(2)), 'ERR_FIELD');
    form('suite-x25519', 'A suite of the same sizes.', replace(bytes, 2, Uint8Array.of(3)), 'ERR_FIELD');
    for (const other of [0, 1, 2, 3, 4]) {
      if (other !== bytes[1])
        form(`kind-${other}`, 'Another kind.', replace(bytes, 1, Uint8Array.of(other)), 'ERR_FIELD');
    }
    const reuse = (name: string, comment: string, steps: string[]): void => {
      vectors.push({
        id: id(name),
        comment,
        error: 'ERR_STATE_USED',
        flags: ['Reuse'],
        reqs: ['OPAQUE-060'],
        operation: 'useState',
        ...run,
        state,
        steps,
      });
    };
    reuse('finish-finish', 'Used twice with the right message.', ['finish', 'finish']);
    reuse('fail-finish', 'Used after it was used with a message that does not match.', ['fail', 'finish']);
    reuse('suspend-finish', 'Used after it was suspended.', ['suspend', 'finish']);
    reuse('suspend-suspend', 'Suspended twice.', ['suspend', 'suspend']);
    reuse('finish-suspend', 'Suspended after it was used.', ['finish', 'suspend']);
    reuse('resume-finish-finish', 'Suspended, resumed, used twice.', [
      'suspend',
      'resume',
      'finish',
      'finish',
    ]);
    vectors.push({
      id: id('resume-finish'),
      comment: 'A malformed message does not spend the state; suspended, resumed, used once.',
      flags: ['Good'],
      reqs: ['OPAQUE-060', 'OPAQUE-015'],
      operation: 'useState',
      ...run,
      state,
      steps: ['malformed', 'suspend', 'resume', 'malformed', 'finish'],
    });
  }
  return vectors;
}

export function rejectFile(): VectorFile {
  return {
    name: 'reject',
    flags: {
      Good: { bugType: 'BASIC', description: 'Accepted: the counterpart of the rejected ones.' },
      Length: { bugType: 'MISSING_CHECK', description: 'A message, record or proof of another length.' },
      Element: {
        bugType: 'MISSING_CHECK',
        description: 'The identity, or bytes that are no canonical element.',
      },
      Scalar: { bugType: 'MISSING_CHECK', description: 'Zero, or a scalar that is not below the order.' },
      Reflection: {
        bugType: 'AUTHENTICATION_BYPASS',
        description: 'The server sends back what the client sent.',
      },
      Login: {
        bugType: 'AUTHENTICATION_BYPASS',
        description:
          'A wrong password, an altered or misdirected message, other identities, context or stretching.',
      },
      Proof: { bugType: 'AUTHENTICATION_BYPASS', description: 'A proof that does not verify.' },
      Parameters: { bugType: 'RESOURCE_EXHAUSTION', description: 'Argon2id parameters outside the limits.' },
      State: { bugType: 'CONFUSION', description: 'Stored bytes that are not the state asked for.' },
      Reuse: { bugType: 'MISSING_CHECK', description: 'A state used a second time.' },
    },
    vectors: [
      ...messages(RISTRETTO, 'r'),
      ...messages(P256, 'p'),
      ...authentication(RISTRETTO, 'r'),
      ...authentication(P256, 'p'),
      ...x25519(),
      ...proofs(RISTRETTO, 'r'),
      ...proofs(P256, 'p'),
      ...parameters(),
      ...states(),
    ],
  };
}
