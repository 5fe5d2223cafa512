// OPAQUE-3DH with ristretto255-SHA512 (RFC 9807, RFC 9497) as spec/opaque.md profiles it, with given randomness: dealing, both
// sides of a login, and everything on the way.

import { argon2Sync, createHash } from 'node:crypto';
import { concat, u8, u16, u64, utf8 } from './bytes.ts';
import { fromLittleEndian, toLittleEndian } from './ed25519.ts';
import { expand, extract, hmacSha512 } from './hash.ts';
import {
  baseTimes,
  elementFromUniform,
  elementTimes,
  encodeElement,
  multiply,
  RISTRETTO_ORDER,
} from './ristretto.ts';
import { prefixed } from './vault.ts';

const none: Uint8Array = new Uint8Array(0);
const CONTEXT = concat(utf8('OPRFV1-'), u8(0), utf8('-ristretto255-SHA512'));

function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return Uint8Array.from(hash.digest());
}

/** RFC 9380 §5.3.1, 64 bytes: one block. */
function expandMessage(message: Uint8Array, domain: string): Uint8Array {
  const suffix = concat(utf8(domain), CONTEXT);
  const tail = concat(suffix, u8(suffix.length));
  const first = sha512(new Uint8Array(128), message, u16(64), u8(0), tail);
  return sha512(first, u8(1), tail);
}

const hashToScalar = (message: Uint8Array, domain: string): bigint =>
  fromLittleEndian(expandMessage(message, domain)) % RISTRETTO_ORDER;

/** A scalar of 64 uniform bytes, for keys and blinds that are drawn. */
export function scalarOf(uniform: Uint8Array): Uint8Array {
  return toLittleEndian(fromLittleEndian(uniform) % RISTRETTO_ORDER);
}

/** RFC 9497 §3.2.1 with the info of RFC 9807 §6.4.1: the key pair of a 32-byte seed. */
export function keyPairOf(seed: Uint8Array): {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
} {
  const info = utf8('OPAQUE-DeriveDiffieHellmanKeyPair');
  const scalar = hashToScalar(concat(seed, prefixed(info), u8(0)), 'DeriveKeyPair');
  return { privateKey: toLittleEndian(scalar), publicKey: baseTimes(scalar) };
}

/** The element that an input is hashed to, times a scalar. */
function hashedTimes(input: Uint8Array, scalar: bigint): Uint8Array {
  return encodeElement(multiply(elementFromUniform(expandMessage(input, 'HashToGroup-')), scalar));
}

function inverse(value: bigint): bigint {
  let [result, square] = [1n, value];
  for (
    let rest = RISTRETTO_ORDER - 2n;
    rest > 0n;
    rest >>= 1n, square = (square * square) % RISTRETTO_ORDER
  ) {
    if (rest & 1n) result = (result * square) % RISTRETTO_ORDER;
  }
  return result;
}

/** p("muniment v1 password") || p(account) || p(password); the password is prepared already. */
export function passwordInput(account: Uint8Array, password: string): Uint8Array {
  return concat(prefixed(utf8('muniment v1 password')), prefixed(account), prefixed(utf8(password)));
}

/** Parameters of Argon2id. */
export interface Argon2 {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** No stretching, as in the vectors of RFC 9807. */
export const IDENTITY_KSF: Argon2 = { memoryKib: 0, passes: 0, lanes: 0 };

export function ksfId({ memoryKib, passes, lanes }: Argon2): string {
  return `argon2id-v19-m${memoryKib}-t${passes}-p${lanes}`;
}

const stretched = new Map<string, Uint8Array>();

/** Argon2id with 64 bytes of output; the same twice costs once. */
function stretch(input: Uint8Array, { memoryKib, passes, lanes }: Argon2): Uint8Array {
  if (passes === 0) return input;
  const key = `${Buffer.from(input).toString('hex')} ${memoryKib} ${passes} ${lanes}`;
  const known = stretched.get(key);
  if (known !== undefined) return known;
  const output = Uint8Array.from(
    argon2Sync('argon2id', {
      message: input,
      nonce: new Uint8Array(16),
      parallelism: lanes,
      tagLength: 64,
      memory: memoryKib,
      passes,
    }),
  );
  stretched.set(key, output);
  return output;
}

/** Who talks to whom about what. */
export interface Binding {
  /** The account id. */
  readonly client: Uint8Array;
  /** The realm id. */
  readonly server: Uint8Array;
  readonly serverPublicKey: Uint8Array;
  readonly ksf: Argon2;
  readonly generation: bigint;
  /** In the place of the one of spec/opaque.md. */
  readonly context?: Uint8Array;
}

function contextOf({ server, ksf, generation, context }: Binding): Uint8Array {
  if (context !== undefined) return context;
  return concat(
    prefixed(utf8('muniment v1 opaque context')),
    prefixed(utf8('ristretto255-SHA512')),
    prefixed(utf8(ksfId(ksf))),
    prefixed(server),
    u64(generation),
  );
}

function finalize(
  input: Uint8Array,
  element: Uint8Array,
  ksf: Argon2,
): { output: Uint8Array; randomized: Uint8Array } {
  const output = sha512(prefixed(input), prefixed(element), utf8('Finalize'));
  return { output, randomized: extract(none, concat(output, stretch(output, ksf))) };
}

interface Opened {
  readonly clientKeys: ReturnType<typeof keyPairOf>;
  readonly exportKey: Uint8Array;
  readonly tag: Uint8Array;
}

/** RFC 9807 §4.1: what randomized password and nonce give. */
function envelope(
  randomized: Uint8Array,
  nonce: Uint8Array,
  { client, server, serverPublicKey }: Binding,
): Opened {
  const derive = (name: string, length: number): Uint8Array =>
    expand(randomized, concat(nonce, utf8(name)), length);
  const cleartext = concat(serverPublicKey, prefixed(server), prefixed(client));
  return {
    clientKeys: keyPairOf(derive('PrivateKey', 32)),
    exportKey: derive('ExportKey', 64),
    tag: hmacSha512(derive('AuthKey', 64), nonce, cleartext),
  };
}

/** A registration, dealt. */
export interface Dealt {
  readonly oprfOutput: Uint8Array;
  readonly randomizedPassword: Uint8Array;
  readonly record: Uint8Array;
  readonly exportKey: Uint8Array;
}

export function deal(
  input: Uint8Array,
  oprfKey: Uint8Array,
  envelopeNonce: Uint8Array,
  binding: Binding,
): Dealt {
  const element = hashedTimes(input, fromLittleEndian(oprfKey));
  const { output, randomized } = finalize(input, element, binding.ksf);
  const { clientKeys, exportKey, tag } = envelope(randomized, envelopeNonce, binding);
  const maskingKey = expand(randomized, utf8('MaskingKey'), 64);
  return {
    oprfOutput: output,
    randomizedPassword: randomized,
    record: concat(clientKeys.publicKey, maskingKey, envelopeNonce, tag),
    exportKey,
  };
}

/** What a client draws for a login. */
export interface ClientRandom {
  readonly blind: Uint8Array;
  readonly clientNonce: Uint8Array;
  readonly clientKeyShareSeed: Uint8Array;
}

/** What a server draws for a login. */
export interface ServerRandom {
  readonly maskingNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly serverKeyShareSeed: Uint8Array;
}

export function makeKe1(
  input: Uint8Array,
  { blind, clientNonce, clientKeyShareSeed }: ClientRandom,
): Uint8Array {
  return concat(
    hashedTimes(input, fromLittleEndian(blind)),
    clientNonce,
    keyPairOf(clientKeyShareSeed).publicKey,
  );
}

function expandLabel(secret: Uint8Array, label: string, transcript: Uint8Array): Uint8Array {
  const name = utf8(`OPAQUE-${label}`);
  return expand(secret, concat(u16(64), u8(name.length), name, u8(transcript.length), transcript), 64);
}

interface Session {
  readonly serverMac: Uint8Array;
  readonly clientMac: Uint8Array;
  readonly sessionKey: Uint8Array;
}

function session(binding: Binding, ke1: Uint8Array, inner: Uint8Array, ikm: Uint8Array): Session {
  const preamble = concat(
    utf8('OPAQUEv1-'),
    prefixed(contextOf(binding)),
    prefixed(binding.client),
    ke1,
    prefixed(binding.server),
    inner,
  );
  const prk = extract(none, ikm);
  const transcript = sha512(preamble);
  const handshake = expandLabel(prk, 'HandshakeSecret', transcript);
  const serverMac = hmacSha512(expandLabel(handshake, 'ServerMAC', none), transcript);
  return {
    serverMac,
    clientMac: hmacSha512(expandLabel(handshake, 'ClientMAC', none), sha512(preamble, serverMac)),
    sessionKey: expandLabel(prk, 'SessionKey', transcript),
  };
}

/** What a server answers, keeps and expects. */
export interface Answered {
  readonly ke2: Uint8Array;
  /** Header, expected client MAC, session key: 131 bytes. */
  readonly state: Uint8Array;
  readonly clientMac: Uint8Array;
  readonly sessionKey: Uint8Array;
}

export function makeKe2(
  {
    oprfKey,
    record,
    serverPrivateKey,
  }: { oprfKey: Uint8Array; record: Uint8Array; serverPrivateKey: Uint8Array },
  ke1: Uint8Array,
  { maskingNonce, serverNonce, serverKeyShareSeed }: ServerRandom,
  binding: Binding,
): Answered {
  const evaluated = elementTimes(ke1.subarray(0, 32), fromLittleEndian(oprfKey));
  const pad = expand(record.subarray(32, 96), concat(maskingNonce, utf8('CredentialResponsePad')), 128);
  const plain = concat(binding.serverPublicKey, record.subarray(96));
  const masked = plain.map((byte, i) => byte ^ pad[i]);
  const share = keyPairOf(serverKeyShareSeed);
  const clientShare = ke1.subarray(64);
  const privateShare = fromLittleEndian(share.privateKey);
  const ikm = concat(
    elementTimes(clientShare, privateShare),
    elementTimes(clientShare, fromLittleEndian(serverPrivateKey)),
    elementTimes(record.subarray(0, 32), privateShare),
  );
  const inner = concat(evaluated, maskingNonce, masked, serverNonce, share.publicKey);
  const { serverMac, clientMac, sessionKey } = session(binding, ke1, inner, ikm);
  return {
    ke2: concat(inner, serverMac),
    state: concat(u8(1), u8(3), u8(1), clientMac, sessionKey),
    clientMac,
    sessionKey,
  };
}

/** What a client has after a login. */
export interface Finished {
  readonly ke3: Uint8Array;
  readonly sessionKey: Uint8Array;
  readonly exportKey: Uint8Array;
}

/** The client's end of a login, or undefined where the envelope or the server's MAC does not hold. */
export function finishKe2(
  input: Uint8Array,
  random: ClientRandom,
  ke2: Uint8Array,
  binding: Binding,
): Finished | undefined {
  const ke1 = makeKe1(input, random);
  const element = elementTimes(ke2.subarray(0, 32), inverse(fromLittleEndian(random.blind)));
  const { randomized } = finalize(input, element, binding.ksf);
  const maskingKey = expand(randomized, utf8('MaskingKey'), 64);
  const pad = expand(maskingKey, concat(ke2.subarray(32, 64), utf8('CredentialResponsePad')), 128);
  const plain = ke2.subarray(64, 192).map((byte, i) => byte ^ pad[i]);
  const serverPublicKey = plain.subarray(0, 32);
  const { clientKeys, exportKey, tag } = envelope(randomized, plain.subarray(32, 64), {
    ...binding,
    serverPublicKey,
  });
  if (Buffer.compare(tag, plain.subarray(64)) !== 0) return undefined;
  const share = fromLittleEndian(keyPairOf(random.clientKeyShareSeed).privateKey);
  const serverShare = ke2.subarray(224, 256);
  const ikm = concat(
    elementTimes(serverShare, share),
    elementTimes(serverPublicKey, share),
    elementTimes(serverShare, fromLittleEndian(clientKeys.privateKey)),
  );
  const { serverMac, clientMac, sessionKey } = session(binding, ke1, ke2.subarray(0, 256), ikm);
  if (Buffer.compare(serverMac, ke2.subarray(256)) !== 0) return undefined;
  return { ke3: clientMac, sessionKey, exportKey };
}
