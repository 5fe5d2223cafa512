// Suite encapsulation: requests and responses between a client and a realm, through whoever lies between.

import { bytes, ERROR, fields, HEX, integer, list, oneOf, suiteSchema } from '../json-schema.ts';
import { concat, flip, overwrite, u8, u32, unhex, utf8 } from '../kit/bytes.ts';
import {
  encapsulate,
  encapsulationHeader,
  REQUEST_LABEL,
  RESPONSE_LABEL,
  type RequestParts,
  type ResponseParts,
  sealResponse,
} from '../kit/encapsulation.ts';
import { sha256 } from '../kit/hash.ts';
import { generated } from '../kit/seed.ts';
import { xWingPublicKey } from '../kit/x-wing.ts';
import { type Files, type Flag, invalid, type Vector, valid, vectorFile } from '../suite.ts';

const FLAGS: Record<string, Flag> = {
  Request: { bugType: 'BASIC', description: 'A request that opens.' },
  Response: { bugType: 'BASIC', description: 'A response that opens.' },
  Size: { bugType: 'EDGE_CASE', description: 'The least or the greatest plaintext.' },
  Truncated: { bugType: 'MISSING_CHECK', description: 'Bytes are missing at the end.' },
  OtherKeyId: {
    bugType: 'CONFUSION',
    description: 'A key id that the realm does not have, or has for another key.',
  },
  OtherAlgorithms: {
    bugType: 'CONFUSION',
    description: 'An algorithm number that is not the one of Muniment.',
  },
  OtherPlace: {
    bugType: 'AUTHENTICATION_BYPASS',
    description: 'Sealed under another label, header or associated data.',
  },
  OtherRequest: { bugType: 'AUTHENTICATION_BYPASS', description: 'The response to another request.' },
  Altered: { bugType: 'AUTHENTICATION_BYPASS', description: 'Bytes were changed on the way.' },
  ChannelKey: { bugType: 'MISSING_CHECK', description: 'A public key that is none.' },
  KeyTime: { bugType: 'MISSING_CHECK', description: 'A channel key before or after its time.' },
  Sequence: { bugType: 'MISSING_CHECK', description: 'Several responses to one request.' },
};

const none: Uint8Array = new Uint8Array(0);
const none32 = new Uint8Array(32);
const SECRET = generated('encapsulation channel key', 32);
const OTHER_SECRET = generated('encapsulation channel key 2', 32);
const KEYS = [
  { keyId: 7, secretKey: SECRET },
  { keyId: 8, secretKey: OTHER_SECRET },
];
const PARTS: RequestParts = {
  keyId: 7,
  secretKey: SECRET,
  randomness: generated('encapsulation randomness', 64),
  plaintext: utf8('what a client asks'),
};
const REQUEST = encapsulate(PARTS);
const ANSWER: ResponseParts = {
  exported: REQUEST.exported,
  enc: REQUEST.enc,
  responseNonce: generated('encapsulation response nonce', 32),
  plaintext: utf8('what a realm answers'),
};
const RESPONSE = sealResponse(ANSWER).response;

/** As a frame of wire.md: length, content, zeros. */
function frame(content: Uint8Array, length: number): Uint8Array {
  return concat(u32(content.length), content, new Uint8Array(length - 4 - content.length));
}

function request(
  id: string,
  comment: string,
  flags: readonly string[],
  change: Partial<RequestParts> = {},
): Vector {
  const parts = { ...PARTS, ...change };
  const made = encapsulate(parts);
  return {
    id: `encapsulation-request-${id}`,
    comment,
    ...valid,
    flags,
    reqs: ['VAULT-100'],
    operation: 'request',
    keyId: parts.keyId,
    secretKey: parts.secretKey,
    publicKeySha256: sha256(xWingPublicKey(parts.secretKey)),
    randomness: parts.randomness,
    plaintext: parts.plaintext,
    ...made,
  };
}

function refused(
  id: string,
  comment: string,
  flag: string,
  bytesOf: Uint8Array,
  { error = 'ERR_AUTHENTICATION', keys = KEYS }: { error?: string; keys?: typeof KEYS } = {},
): Vector {
  return {
    id: `encapsulation-request-${id}`,
    comment,
    ...invalid(error),
    flags: [flag],
    reqs: [error === 'ERR_CHANNEL_KEY' ? 'VAULT-101' : 'VAULT-102'],
    operation: 'request',
    channelKeys: keys,
    request: bytesOf,
  };
}

function response(
  id: string,
  comment: string,
  flags: readonly string[],
  change: Partial<RequestParts> = {},
  answer: Partial<ResponseParts> = {},
): Vector {
  const parts = { ...PARTS, ...change };
  const { exported, enc } = encapsulate(parts);
  const given = { ...ANSWER, exported, enc, ...answer };
  return {
    id: `encapsulation-response-${id}`,
    comment,
    ...valid,
    flags,
    reqs: ['VAULT-103'],
    operation: 'response',
    keyId: parts.keyId,
    secretKey: parts.secretKey,
    randomness: parts.randomness,
    requestPlaintext: parts.plaintext,
    exported,
    responseNonce: given.responseNonce,
    ...sealResponse(given),
    plaintext: given.plaintext,
  };
}

const asked = {
  keyId: PARTS.keyId,
  secretKey: PARTS.secretKey,
  randomness: PARTS.randomness,
  requestPlaintext: PARTS.plaintext,
};

function refusedResponse(id: string, comment: string, flag: string, bytesOf: Uint8Array): Vector {
  return {
    id: `encapsulation-response-${id}`,
    comment,
    ...invalid('ERR_AUTHENTICATION'),
    flags: [flag],
    reqs: ['VAULT-104'],
    operation: 'response',
    ...asked,
    response: bytesOf,
  };
}

function sequence(
  id: string,
  comment: string,
  reqs: readonly string[],
  responses: readonly (readonly [Uint8Array, string])[],
): Vector {
  const [, last] = responses.at(-1)!;
  return {
    id: `encapsulation-sequence-${id}`,
    comment,
    ...(last === 'valid' ? valid : invalid(last)),
    flags: ['Sequence'],
    reqs,
    operation: 'sequence',
    ...asked,
    responses: responses.map(([bytesOf, outcome]) => ({ response: bytesOf, outcome })),
  };
}

const DAY_MS = 86_400_000;
const TIMES = { notBeforeMs: 1_750_000_000_000, notAfterMs: 1_750_000_000_000 + 30 * DAY_MS };

function atTime(id: string, comment: string, nowMs: number, isOpen: boolean): Vector {
  return {
    id: `encapsulation-time-${id}`,
    comment,
    ...(isOpen ? valid : invalid('ERR_CHANNEL_KEY')),
    flags: ['KeyTime'],
    reqs: ['VAULT-101'],
    operation: 'time',
    channelKeys: [{ ...KEYS[0], ...TIMES }],
    nowMs,
    request: REQUEST.request,
    ...(isOpen ? { plaintext: PARTS.plaintext } : {}),
  };
}

function publicKey(id: string, comment: string, key: Uint8Array): Vector {
  return {
    id: `encapsulation-key-${id}`,
    comment,
    ...invalid('ERR_FIELD'),
    flags: ['ChannelKey'],
    reqs: ['VAULT-100'],
    operation: 'seal',
    keyId: 7,
    publicKey: key,
    plaintext: PARTS.plaintext,
  };
}

export function encapsulation(): Files {
  const right = REQUEST.request;
  const other = encapsulate({ ...PARTS, randomness: generated('encapsulation randomness 2', 64) });
  const headed = (header: Uint8Array): Uint8Array => overwrite(right, 0, header);
  const algorithms = (...numbers: number[]): Uint8Array => headed(encapsulationHeader(7, numbers));
  const elsewhere = (change: Partial<RequestParts>): Uint8Array =>
    encapsulate({ ...PARTS, ...change }).request;
  const info = (label: string, header = encapsulationHeader(7)): Uint8Array =>
    concat(utf8(label), u8(0), header);
  const answer = (change: Partial<ResponseParts>): Uint8Array =>
    sealResponse({ ...ANSWER, ...change }).response;
  const publicKeyOf = xWingPublicKey(SECRET);
  const vectors: Vector[] = [
    request('short', 'A short request.', ['Request']),
    request('empty', 'An empty plaintext: 1,143 bytes.', ['Request', 'Size'], { plaintext: none }),
    request('key-id-zero', 'Key id 0.', ['Request', 'Size'], { keyId: 0 }),
    request('key-id-255', 'Key id 255.', ['Request', 'Size'], { keyId: 255 }),
    request('zero-secret', 'A channel key with a secret of zeros.', ['Request'], {
      secretKey: new Uint8Array(32),
    }),
    request('other-randomness', 'The same request with other randomness.', ['Request'], {
      randomness: generated('encapsulation randomness 2', 64),
    }),
    request('frame', 'The frame of a request: 9,335 bytes.', ['Request', 'Size'], {
      plaintext: frame(utf8('the message of a request'), 8192),
    }),
    refused('no-bytes', 'No bytes.', 'Truncated', none),
    refused('header-only', 'Nothing behind the header.', 'Truncated', right.slice(0, 7)),
    refused('no-ciphertext', 'Nothing behind the encapsulated key.', 'Truncated', right.slice(0, 1127)),
    refused(
      'short-tag',
      'One byte less than the least request: 1,142 bytes.',
      'Truncated',
      right.slice(0, 1142),
    ),
    refused(
      'least-length',
      'The least length, but not the whole request.',
      'Truncated',
      right.slice(0, 1143),
    ),
    refused('byte-missing', 'The last byte is missing.', 'Truncated', right.slice(0, -1)),
    refused('byte-more', 'One byte more.', 'Altered', concat(right, u8(0))),
    refused(
      'short-and-other-key',
      'Too short, with a key id that the realm does not have: the length is looked at first.',
      'Truncated',
      headed(encapsulationHeader(9)).slice(0, 1142),
    ),
    refused(
      'key-id-unknown',
      'A key id that the realm does not have.',
      'OtherKeyId',
      headed(encapsulationHeader(9)),
      {
        error: 'ERR_CHANNEL_KEY',
      },
    ),
    refused(
      'key-id-of-another',
      'The key id of another channel key of the realm.',
      'OtherKeyId',
      headed(encapsulationHeader(8)),
    ),
    refused('key-id-reused', 'Sealed to a channel key whose id has another key now.', 'OtherKeyId', right, {
      keys: [{ keyId: 7, secretKey: OTHER_SECRET }],
    }),
    refused('no-keys', 'The realm has no channel key left.', 'OtherKeyId', right, {
      error: 'ERR_CHANNEL_KEY',
      keys: [],
    }),
    ...[
      ['kem-zero', 'KEM 0.', [0, 3, 2]],
      ['kem-x25519', 'KEM 0x0020, X25519.', [0x0020, 3, 2]],
      ['kem-bytes-exchanged', 'The bytes of the KEM are exchanged.', [0x7a64, 3, 2]],
      ['kdf-sha256', 'KDF 0x0001, HKDF-SHA-256.', [0x647a, 1, 2]],
      ['kdf-sha384', 'KDF 0x0002, HKDF-SHA-384.', [0x647a, 2, 2]],
      ['aead-aes128', 'AEAD 0x0001, AES-128-GCM.', [0x647a, 3, 1]],
      ['aead-chacha', 'AEAD 0x0003, ChaCha20-Poly1305.', [0x647a, 3, 3]],
      ['aead-export-only', 'AEAD 0xffff, which seals nothing.', [0x647a, 3, 0xffff]],
    ].map(([id, comment, numbers]) =>
      refused(id as string, comment as string, 'OtherAlgorithms', algorithms(...(numbers as number[])), {
        error: 'ERR_CHANNEL_KEY',
      }),
    ),
    refused(
      'algorithms-and-key-id',
      'Another algorithm and a key id that the realm does not have.',
      'OtherAlgorithms',
      headed(encapsulationHeader(9, [0x0020, 1, 1])),
      { error: 'ERR_CHANNEL_KEY' },
    ),
    refused('enc-first', 'The first byte of the ML-KEM ciphertext.', 'Altered', flip(right, 7)),
    refused('enc-last-kem', 'The last byte of the ML-KEM ciphertext.', 'Altered', flip(right, 7 + 1087)),
    refused('enc-x25519', 'One bit of the X25519 public key.', 'Altered', flip(right, 7 + 1100)),
    refused(
      'enc-x25519-high-bit',
      'The highest bit of the X25519 public key, which X25519 itself ignores.',
      'Altered',
      flip(right, 7 + 1119, 0x80),
    ),
    refused(
      'enc-x25519-zero',
      'An X25519 public key of zeros, which has low order.',
      'Altered',
      overwrite(right, 7 + 1088, new Uint8Array(32)),
    ),
    refused(
      'enc-x25519-order-8',
      'An X25519 public key of order 8.',
      'Altered',
      overwrite(right, 7 + 1088, unhex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800')),
    ),
    refused(
      'enc-of-another',
      'The encapsulated key of another request.',
      'Altered',
      overwrite(right, 7, other.enc),
    ),
    refused('ciphertext', 'One bit of the ciphertext.', 'Altered', flip(right, 1127)),
    refused('tag', 'One bit of the tag.', 'Altered', flip(right, -1)),
    refused(
      'tag-zero',
      'A tag of zeros.',
      'Altered',
      overwrite(right, right.length - 16, new Uint8Array(16)),
    ),
    refused(
      'other-label',
      'Sealed under the label of the response.',
      'OtherPlace',
      elsewhere({ info: info(RESPONSE_LABEL) }),
    ),
    refused(
      'oblivious-http-label',
      'Sealed under the label of RFC 9458.',
      'OtherPlace',
      elsewhere({ info: info('message/bhttp request') }),
    ),
    refused(
      'no-separator',
      'Sealed without the zero byte behind the label.',
      'OtherPlace',
      elsewhere({ info: concat(utf8(REQUEST_LABEL), encapsulationHeader(7)) }),
    ),
    refused(
      'no-header-in-info',
      'Sealed under the label alone.',
      'OtherPlace',
      elsewhere({ info: info(REQUEST_LABEL, none) }),
    ),
    refused(
      'other-header-in-info',
      'Sealed under the header of another key id.',
      'OtherPlace',
      elsewhere({ info: info(REQUEST_LABEL, encapsulationHeader(8)) }),
    ),
    refused('no-info', 'Sealed under an empty info.', 'OtherPlace', elsewhere({ info: none })),
    refused(
      'header-as-aad',
      'The header was given as associated data, which has to be empty.',
      'OtherPlace',
      elsewhere({ aad: encapsulationHeader(7) }),
    ),
    refused(
      'reflected-response',
      'A response in the place of a request.',
      'Altered',
      concat(RESPONSE, new Uint8Array(1143)),
      {
        error: 'ERR_CHANNEL_KEY',
      },
    ),
    publicKey(
      'coefficient',
      'A coefficient of the ML-KEM key is not below 3,329.',
      overwrite(publicKeyOf, 0, unhex('ffffff')),
    ),
    publicKey(
      'coefficient-q',
      'A coefficient of the ML-KEM key is 3,329.',
      overwrite(publicKeyOf, 0, concat(u8(0x01), u8((publicKeyOf[1] & 0xf0) | 0x0d))),
    ),
    publicKey(
      'x25519-zero',
      'An X25519 part of 0, a point of low order.',
      overwrite(publicKeyOf, 1184, none32),
    ),
    publicKey(
      'x25519-one',
      'An X25519 part of 1, a point of low order.',
      overwrite(publicKeyOf, 1184, concat(u8(1), none32.slice(1))),
    ),
    response('short', 'A short response.', ['Response']),
    response('empty', 'An empty plaintext: 48 bytes.', ['Response', 'Size'], {}, { plaintext: none }),
    response(
      'zero-nonce',
      'A response nonce of zeros.',
      ['Response'],
      {},
      { responseNonce: new Uint8Array(32) },
    ),
    response(
      'other-nonce',
      'The same answer under another nonce.',
      ['Response'],
      {},
      {
        responseNonce: generated('encapsulation response nonce 2', 32),
      },
    ),
    response('other-request', 'The same answer to another request.', ['Response'], {
      randomness: generated('encapsulation randomness 2', 64),
    }),
    response(
      'frame',
      'The frame of a response: 4,144 bytes.',
      ['Response', 'Size'],
      {},
      {
        plaintext: frame(utf8('the message of a response'), 4096),
      },
    ),
    refusedResponse('no-bytes', 'No bytes.', 'Truncated', none),
    refusedResponse('nonce-only', 'Nothing behind the nonce.', 'Truncated', RESPONSE.slice(0, 32)),
    refusedResponse(
      'short-tag',
      'One byte less than the least response: 47 bytes.',
      'Truncated',
      RESPONSE.slice(0, 47),
    ),
    refusedResponse(
      'least-length',
      'The least length, but not the whole response.',
      'Truncated',
      RESPONSE.slice(0, 48),
    ),
    refusedResponse('byte-missing', 'The last byte is missing.', 'Truncated', RESPONSE.slice(0, -1)),
    refusedResponse('byte-more', 'One byte more.', 'Altered', concat(RESPONSE, u8(0))),
    refusedResponse('nonce', 'One bit of the nonce.', 'Altered', flip(RESPONSE, 0)),
    refusedResponse('ciphertext', 'One bit of the ciphertext.', 'Altered', flip(RESPONSE, 32)),
    refusedResponse('tag', 'One bit of the tag.', 'Altered', flip(RESPONSE, -1)),
    refusedResponse(
      'of-another-request',
      'The response to another request.',
      'OtherRequest',
      answer({ exported: other.exported, enc: other.enc }),
    ),
    refusedResponse(
      'other-enc',
      'The right secret with the encapsulated key of another request.',
      'OtherRequest',
      answer({ enc: other.enc }),
    ),
    refusedResponse(
      'other-secret',
      'The secret of another request.',
      'OtherRequest',
      answer({ exported: other.exported }),
    ),
    refusedResponse(
      'exported-under-other-label',
      'The secret was exported under the label of the request.',
      'OtherPlace',
      answer({ exported: encapsulate({ ...PARTS, exporterContext: utf8(REQUEST_LABEL) }).exported }),
    ),
    refusedResponse(
      'salt-exchanged',
      'Nonce and encapsulated key are exchanged in the salt.',
      'OtherPlace',
      answer({ salt: concat(ANSWER.responseNonce, REQUEST.enc) }),
    ),
    refusedResponse(
      'salt-enc-only',
      'The salt is the encapsulated key alone.',
      'OtherPlace',
      answer({ salt: REQUEST.enc }),
    ),
    refusedResponse(
      'aad',
      'Associated data that has to be empty.',
      'OtherPlace',
      answer({ aad: ANSWER.responseNonce }),
    ),
    refusedResponse('reflected-request', 'The request itself.', 'Altered', right),
    sequence(
      'junk-first',
      'Junk before the response.',
      ['VAULT-104'],
      [
        [new Uint8Array(48), 'ERR_AUTHENTICATION'],
        [none, 'ERR_AUTHENTICATION'],
        [RESPONSE, 'valid'],
      ],
    ),
    sequence(
      'twice',
      'The same response a second time.',
      ['VAULT-105'],
      [
        [RESPONSE, 'valid'],
        [RESPONSE, 'ERR_STATE_USED'],
      ],
    ),
    sequence(
      'another-second',
      'Another response of the realm after one that opened.',
      ['VAULT-105'],
      [
        [RESPONSE, 'valid'],
        [answer({ responseNonce: generated('encapsulation response nonce 2', 32) }), 'ERR_STATE_USED'],
      ],
    ),
    sequence(
      'junk-after',
      'Junk after a response that opened.',
      ['VAULT-105'],
      [
        [RESPONSE, 'valid'],
        [new Uint8Array(48), 'ERR_STATE_USED'],
      ],
    ),
    atTime('start', 'The first millisecond of the key.', TIMES.notBeforeMs, true),
    atTime('before-tolerated', '10 minutes before the start.', TIMES.notBeforeMs - 600_000, true),
    atTime('before', '10 minutes and a millisecond before the start.', TIMES.notBeforeMs - 600_001, false),
    atTime('last', 'The last millisecond of the key.', TIMES.notAfterMs - 1, true),
    atTime(
      'after-tolerated',
      'The last tolerated millisecond after the end.',
      TIMES.notAfterMs + 599_999,
      true,
    ),
    atTime('after', 'More than 10 minutes after the end.', TIMES.notAfterMs + 600_001, false),
    atTime('long-before', 'A day before the start.', TIMES.notBeforeMs - DAY_MS, false),
    atTime('long-after', 'A day after the end.', TIMES.notAfterMs + DAY_MS, false),
    {
      ...atTime('other-key', 'A key of another id, in its time.', TIMES.notBeforeMs, false),
      channelKeys: [{ ...KEYS[0], keyId: 8, ...TIMES }],
    },
  ];
  return new Map([
    ['encapsulation/encapsulation.json', vectorFile('encapsulation', FLAGS, vectors)],
    ...schema(),
  ]);
}

function schema(): Files {
  const key = { keyId: integer(0, 255), secretKey: bytes(32) };
  const timed = { ...key, notBeforeMs: integer(), notAfterMs: integer() };
  const question = { ...key, randomness: bytes(64), requestPlaintext: HEX };
  const sequenceFields = {
    ...question,
    responses: list(fields({ response: HEX, outcome: { anyOf: [oneOf('valid'), ERROR] } }), 2),
  };
  const time = { channelKeys: list(fields(timed)), nowMs: integer(), request: HEX };
  return suiteSchema('encapsulation', 'Requests and responses between a client and a realm', FLAGS, [
    {
      operation: 'request',
      result: 'valid',
      required: {
        ...key,
        publicKeySha256: bytes(32),
        randomness: bytes(64),
        plaintext: HEX,
        info: HEX,
        enc: bytes(1120),
        key: bytes(32),
        nonce: bytes(12),
        ciphertext: HEX,
        exported: bytes(32),
        request: HEX,
      },
    },
    { operation: 'request', result: 'invalid', required: { channelKeys: list(fields(key)), request: HEX } },
    {
      operation: 'seal',
      result: 'invalid',
      required: { keyId: integer(0, 255), publicKey: bytes(1216), plaintext: HEX },
    },
    {
      operation: 'response',
      result: 'valid',
      required: {
        ...question,
        exported: bytes(32),
        responseNonce: bytes(32),
        prk: bytes(64),
        key: bytes(32),
        nonce: bytes(12),
        response: HEX,
        plaintext: HEX,
      },
    },
    { operation: 'response', result: 'invalid', required: { ...question, response: HEX } },
    { operation: 'sequence', result: 'valid', required: sequenceFields },
    { operation: 'sequence', result: 'invalid', required: sequenceFields },
    { operation: 'time', result: 'valid', required: { ...time, plaintext: HEX } },
    { operation: 'time', result: 'invalid', required: time },
  ]);
}
