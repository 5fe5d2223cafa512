import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { issueToken, TOKEN_MAX_BYTES, type TokenParts, verifyToken } from '../src/token.ts';

// Tokens are made by hand with node:crypto: the package signs and verifies with jose.

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const NOW_MS = Date.UTC(2026, 10, 22, 1, 2, 3, 456);
const NOW_S = Math.floor(NOW_MS / 1000);

function keyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const { x } = createPublicKey(keyOf(seed)).export({ format: 'jwk' });
  return Uint8Array.from(Buffer.from(x as string, 'base64url'));
}

const random = seededRandom(2026);
const issuerSeed = random.bytes(32);
const otherSeed = random.bytes(32);
const realmId = random.bytes(16);
const clientPublicKey = publicKeyOf(random.bytes(32));
const issuer = { name: 'https://id.example', publicKey: publicKeyOf(issuerSeed) };
const rules = { realmId, issuers: [issuer], nowMs: NOW_MS };
const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const HEADER = { alg: 'EdDSA', typ: 'muniment-vault+jwt' };
const X = Buffer.from(clientPublicKey).toString('base64url');
const JWK = { kty: 'OKP', crv: 'Ed25519', x: X };
const CLAIMS = {
  iss: issuer.name,
  sub: 'account 7',
  aud: Buffer.from(realmId).toString('hex'),
  iat: NOW_S - 10,
  exp: NOW_S + 290,
  cnf: { jwk: JWK },
};

/** A token of any header and claims, rightly signed. Strings are taken as they are. */
function forge(header: unknown = HEADER, claims: unknown = CLAIMS, seed: Uint8Array = issuerSeed): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign(null, Buffer.from(input), keyOf(seed)).toString('base64url')}`;
}

async function expectRefused(token: string, with_: typeof rules = rules): Promise<void> {
  const error: unknown = await verifyToken(token, with_).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isMunimentError(error, 'ERR_VAULT_TOKEN'), `${String(token).slice(0, 80)}: ${error}`).toBe(true);
  // One constant error: nothing in it tells why.
  const { message, details, cause } = error as MunimentError;
  expect([message, details, cause]).toEqual([new MunimentError('ERR_VAULT_TOKEN').message, {}, undefined]);
}

/** CLAIMS with some replaced, or left out where undefined. */
const claims = (changed: Record<string, unknown>): unknown => ({ ...CLAIMS, ...changed });

describe('a valid token', () => {
  it.each(['EdDSA', 'Ed25519'])('says who, for which key and until when: alg %s', async (alg) => {
    const verified = await verifyToken(forge({ ...HEADER, alg }), rules);
    expect(verified).toEqual({
      issuer: issuer.name,
      subject: 'account 7',
      clientKey: clientPublicKey,
      expiresMs: (NOW_S + 290) * 1000,
    });
    expect(verified.clientKey.buffer.byteLength).toBe(32);
  });

  it.each([
    ['a key id in its header', forge({ ...HEADER, kid: '2026-11' })],
    ['claims that are not looked at', forge(HEADER, claims({ jti: 'x', nbf: NOW_S, scope: ['a'] }))],
    ['the longest lifetime', forge(HEADER, claims({ iat: NOW_S, exp: NOW_S + 300 }))],
    ['the shortest rest', forge(HEADER, claims({ iat: NOW_S - 299, exp: NOW_S + 1 }))],
    ['a clock a minute ahead', forge(HEADER, claims({ iat: NOW_S + 60, exp: NOW_S + 61, nbf: NOW_S + 60 }))],
    ['a subject of 256 bytes', forge(HEADER, claims({ sub: 'ä'.repeat(128) }))],
    ['spaces in its JSON', forge(JSON.stringify(HEADER, null, 2), JSON.stringify(CLAIMS, null, 2))],
  ])('may have %s', async (_, token) => {
    expect(await verifyToken(token, rules)).toMatchObject({
      issuer: issuer.name,
      clientKey: clientPublicKey,
    });
  });

  it('is found by any key of its issuer', async () => {
    const keys = [otherSeed, issuerSeed].map((seed) => ({ name: issuer.name, publicKey: publicKeyOf(seed) }));
    for (const issuers of [keys, keys.toReversed()]) {
      expect(await verifyToken(forge(), { ...rules, issuers })).toMatchObject({ subject: 'account 7' });
      expect(await verifyToken(forge(HEADER, CLAIMS, otherSeed), { ...rules, issuers })).toMatchObject({
        subject: 'account 7',
      });
    }
  });

  it('ends at the millisecond', async () => {
    const token = forge();
    const endMs = CLAIMS.exp * 1000;
    await expect(verifyToken(token, { ...rules, nowMs: endMs - 1 })).resolves.toBeDefined();
    await expectRefused(token, { ...rules, nowMs: endMs });
  });

  it('of the library alone is accepted too', async () => {
    const token = await new SignJWT(CLAIMS).setProtectedHeader(HEADER).sign(keyOf(issuerSeed));
    expect(await verifyToken(token, rules)).toMatchObject({ subject: 'account 7' });
  });
});

describe('a token is refused for', () => {
  const HEADERS: readonly (readonly [string, unknown])[] = [
    ['no alg', { typ: HEADER.typ }],
    ['alg none', { ...HEADER, alg: 'none' }],
    ['another alg', { ...HEADER, alg: 'ES256' }],
    ['HMAC', { ...HEADER, alg: 'HS256' }],
    ['alg in other case', { ...HEADER, alg: 'eddsa' }],
    ['Ed448', { ...HEADER, alg: 'Ed448' }],
    ['alg as a list', { ...HEADER, alg: ['EdDSA'] }],
    ['no typ', { alg: 'EdDSA' }],
    ['typ JWT', { ...HEADER, typ: 'JWT' }],
    ['typ at+jwt', { ...HEADER, typ: 'at+jwt' }],
    ['typ in other case', { ...HEADER, typ: 'Muniment-Vault+JWT' }],
    ['typ with application/', { ...HEADER, typ: 'application/muniment-vault+jwt' }],
    ['jku', { ...HEADER, jku: 'https://evil.example/jwks' }],
    ['x5u', { ...HEADER, x5u: 'https://evil.example/cert' }],
    ['x5c', { ...HEADER, x5c: ['MIIB'] }],
    ['jwk', { ...HEADER, jwk: { kty: 'OKP', crv: 'Ed25519', x: X } }],
    ['crit', { ...HEADER, crit: ['exp'], exp: 1 }],
    ['an empty crit', { ...HEADER, crit: [] }],
    ['b64', { ...HEADER, b64: true }],
    ['b64 false', { ...HEADER, b64: false, crit: ['b64'] }],
    ['zip', { ...HEADER, zip: 'DEF' }],
    ['a header that is a list', [HEADER]],
    ['a header that is null', 'null'],
    ['a header that is no JSON', '{'],
    ['a byte order mark', `\ufeff${JSON.stringify(HEADER)}`],
  ];
  it.each(HEADERS)('its header: %s', (_, header) => expectRefused(forge(header)));

  const SMALL_ORDER = [
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    // Not canonical: y = p, and y = p + 1.
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ].map((hex) => Buffer.from(hex, 'hex').toString('base64url'));

  const CLAIM_FAULTS: readonly (readonly [string, unknown])[] = [
    ...['iss', 'sub', 'aud', 'iat', 'exp', 'cnf'].map(
      (name) => [`no ${name}`, claims({ [name]: undefined })] as const,
    ),
    ...['iss', 'sub', 'aud', 'iat', 'exp', 'cnf'].map(
      (name) => [`${name} null`, claims({ [name]: null })] as const,
    ),
    ['another issuer', claims({ iss: 'https://other.example' })],
    ['an issuer with a slash more', claims({ iss: `${issuer.name}/` })],
    ['an empty issuer', claims({ iss: '' })],
    ['an issuer as a list', claims({ iss: [issuer.name] })],
    ['an empty subject', claims({ sub: '' })],
    ['a subject of 257 bytes', claims({ sub: `${'ä'.repeat(128)}a` })],
    ['a numeric subject', claims({ sub: 7 })],
    ['half a surrogate pair', JSON.stringify(CLAIMS).replace('account 7', '\\ud800')],
    ['another realm', claims({ aud: '00'.repeat(16) })],
    ['a realm in upper case', claims({ aud: CLAIMS.aud.toUpperCase() })],
    ['a realm with a digit more', claims({ aud: `${CLAIMS.aud}0` })],
    ['a realm in a list', claims({ aud: [CLAIMS.aud] })],
    ['several realms', claims({ aud: [CLAIMS.aud, '00'.repeat(16)] })],
    ['iat in two minutes', claims({ iat: NOW_S + 61, exp: NOW_S + 100 })],
    ['nbf in two minutes', claims({ nbf: NOW_S + 61 })],
    ['nbf as text', claims({ nbf: String(NOW_S) })],
    ['iat as text', claims({ iat: String(CLAIMS.iat) })],
    ['iat before 1970', claims({ iat: -1, exp: 200 })],
    ['a fraction of a second', claims({ iat: NOW_S + 0.5 })],
    ['exp as text', claims({ exp: String(CLAIMS.exp) })],
    ['exp in milliseconds', claims({ exp: CLAIMS.exp * 1000 })],
    ['its end, a second ago', claims({ iat: NOW_S - 100, exp: NOW_S - 1 })],
    ['its end, now', claims({ iat: NOW_S - 100, exp: NOW_S })],
    ['an end before its beginning', claims({ iat: NOW_S + 30, exp: NOW_S + 30 })],
    ['a life of 301 s', claims({ iat: NOW_S, exp: NOW_S + 301 })],
    ['a life without end', claims({ exp: Number.MAX_SAFE_INTEGER })],
    ['no key', claims({ cnf: {} })],
    ['a key as text', claims({ cnf: { jwk: X } })],
    ['a list of keys', claims({ cnf: { jwk: [JWK] } })],
    ['a thumbprint', claims({ cnf: { jkt: X } })],
    ['two confirmations', claims({ cnf: { jwk: JWK, jkt: X } })],
    ['a key of another kind', claims({ cnf: { jwk: { ...JWK, kty: 'EC' } } })],
    ['a key of another curve', claims({ cnf: { jwk: { ...JWK, crv: 'X25519' } } })],
    ['a private key', claims({ cnf: { jwk: { ...JWK, d: X } } })],
    ['a key without x', claims({ cnf: { jwk: { kty: 'OKP', crv: 'Ed25519' } } })],
    ['a key as a list of numbers', claims({ cnf: { jwk: { ...JWK, x: [...clientPublicKey] } } })],
    ['a key of 31 bytes', claims({ cnf: { jwk: { ...JWK, x: encode('k'.repeat(31)) } } })],
    ['a key of 33 bytes', claims({ cnf: { jwk: { ...JWK, x: encode('k'.repeat(33)) } } })],
    ['padding of a key', claims({ cnf: { jwk: { ...JWK, x: `${X}=` } } })],
    ['a key that is no point', claims({ cnf: { jwk: { ...JWK, x: encode(`\x02${'\0'.repeat(31)}`) } } })],
    ...SMALL_ORDER.map((x) => [`the weak key ${x}`, claims({ cnf: { jwk: { ...JWK, x } } })] as const),
    ['claims that are a list', [CLAIMS]],
    ['claims that are text', '"claims"'],
    ['claims that are no JSON', JSON.stringify(CLAIMS).slice(0, -1)],
  ];
  it.each(CLAIM_FAULTS)('its claims: %s', (_, faulty) => expectRefused(forge(HEADER, faulty)));

  const valid = forge();
  const [head, body, signature] = valid.split('.') as [string, string, string];
  const input = `${head}.${body}`;
  const hs256 = (key: Uint8Array, text: string): string =>
    createHmac('sha256', key).update(text).digest('base64url');
  const hmacInput = `${encode({ ...HEADER, alg: 'HS256' })}.${body}`;
  /** S + L, which lax verifiers take for S. */
  function plusOrder(text: string): string {
    const bytes = Buffer.from(text, 'base64url');
    const order = (1n << 252n) + 27742317777372353535851937790883648493n;
    let s = order + BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`);
    for (let i = 32; i < 64; i++, s >>= 8n) bytes[i] = Number(s & 255n);
    return bytes.toString('base64url');
  }

  it.each([
    ['a signature of another key', forge(HEADER, CLAIMS, otherSeed)],
    ['a signature of other claims', `${input}.${forge(HEADER, claims({ sub: 'b' })).split('.')[2]}`],
    ['no signature', `${input}.`],
    ['two segments', input],
    ['four segments', `${valid}.${signature}`],
    ['a signature of zeros', `${input}.${'A'.repeat(86)}`],
    ['a signature of 63 bytes', `${input}.${encode('s'.repeat(63))}`],
    ['a signature of 65 bytes', `${input}.${encode('s'.repeat(65))}`],
    ['S plus the group order', `${input}.${plusOrder(signature)}`],
    ['padding', `${valid}==`],
    ['a line break at the end', `${valid}\n`],
    ['a space before', ` ${valid}`],
    ['the base64 alphabet', `${input}.${Buffer.from(signature, 'base64url').toString('base64')}`],
    ['HMAC under the public key', `${hmacInput}.${hs256(issuer.publicKey, hmacInput)}`],
    ['HMAC, called EdDSA', `${input}.${hs256(issuer.publicKey, input)}`],
    ['no alg of a library', new UnsecuredJWT(CLAIMS).encode()],
    ['nothing at all', ''],
    ['an encrypted token', 'e30.e30.e30.e30.e30'],
  ])('its form: %s', (_, token) => expectRefused(token));

  it('its form: unused bits of the last character', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(signature.slice(-1));
    for (let bits = 1; bits < 16; bits++) {
      const other = `${valid.slice(0, -1)}${alphabet[last ^ bits]}`;
      expect(Buffer.from(other.split('.')[2]!, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
      await expectRefused(other);
    }
  });

  it('its length: 2,048 characters are taken, more are not', async () => {
    const of = (length: number): string => forge(HEADER, claims({ filler: 'f'.repeat(length) }));
    const lengths = Array.from({ length: 1400 }, (_, i) => i).filter((i) => of(i).length === TOKEN_MAX_BYTES);
    await expect(verifyToken(of(lengths.at(-1)!), rules)).resolves.toBeDefined();
    const longer = of(lengths.at(-1)! + 1);
    expect(longer.length).toBeGreaterThan(TOKEN_MAX_BYTES);
    await expectRefused(longer);
    await expectRefused('a'.repeat(10_000_000));
  });

  it('a type that is no text', async () => {
    for (const value of [undefined, null, 7, {}, [valid]]) await expectRefused(value as unknown as string);
  });

  it('an issuer with a weak key, under which everybody can sign', async () => {
    // A = R = identity, S = 0: the equation holds for every message.
    const identity = Buffer.from(`01${'00'.repeat(31)}`, 'hex');
    const forged = `${input}.${Buffer.concat([identity, Buffer.alloc(32)]).toString('base64url')}`;
    await expectRefused(forged, { ...rules, issuers: [{ name: issuer.name, publicKey: identity }] });
  });

  it('a realm without issuers', () => expectRefused(valid, { ...rules, issuers: [] }));
});

describe('mutated tokens', () => {
  const token = forge();

  it('are all refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0é';
    const mutation = fc.record({
      at: fc.nat(token.length),
      cut: fc.nat(3),
      put: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        let text = token;
        for (const { at, cut, put } of mutations) text = text.slice(0, at) + put + text.slice(at + cut);
        if (text !== token) await expectRefused(text);
      }),
      { numRuns: count('property') },
    );
  });

  it('with any one character replaced or left out are refused', async () => {
    for (let at = 0; at < token.length; at++) {
      await expectRefused(token.slice(0, at) + token.slice(at + 1));
      await expectRefused(token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1));
    }
  });

  it('of arbitrary JSON, rightly signed, give claims in range or nothing', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(CLAIMS), JWK, X));
    const anything = fc.record(
      { iss: value, sub: value, aud: value, iat: value, exp: value, cnf: value },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.jsonValue(), async (changed, header) => {
        const token = forge(HEADER, { ...CLAIMS, ...changed });
        const verified = await verifyToken(token, rules).catch(async () => expectRefused(token));
        if (verified) {
          expect(verified.issuer).toBe(issuer.name);
          expect(new TextEncoder().encode(verified.subject).length).toBeLessThanOrEqual(256);
          expect(verified.expiresMs).toBeGreaterThan(NOW_MS);
        }
        await expectRefused(forge(header));
      }),
      { numRuns: count('property') },
    );
  });
});

describe('issueToken', () => {
  const parts: TokenParts = {
    issuer: issuer.name,
    subject: 'account 7',
    realmId,
    clientPublicKey,
    issuerSeed,
    nowMs: NOW_MS,
  };

  it('gives a token that is valid from now on, for as long as told', async () => {
    for (const lifetimeMs of [1000, 60_000, 300_000]) {
      const token = await issueToken({ ...parts, lifetimeMs });
      const expiresMs = NOW_S * 1000 + lifetimeMs;
      expect(await verifyToken(token, { ...rules, nowMs: expiresMs - 1 })).toEqual({
        issuer: issuer.name,
        subject: 'account 7',
        clientKey: clientPublicKey,
        expiresMs,
      });
      await expectRefused(token, { ...rules, nowMs: expiresMs });
    }
  });

  it('says nothing but what was asked for', async () => {
    const [head, body, signature] = (await issueToken(parts)).split('.') as [string, string, string];
    const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(read(head)).toEqual({ alg: 'Ed25519', typ: 'muniment-vault+jwt' });
    expect(read(body)).toEqual({ ...CLAIMS, iat: NOW_S, exp: NOW_S + 300 });
    expect(signature).toBe(
      sign(null, Buffer.from(`${head}.${body}`), keyOf(issuerSeed)).toString('base64url'),
    );
  });

  it('gives valid tokens of every subject and issuer', async () => {
    const name = fc.string({ unit: fc.constantFrom(...'aZ0!~:/#%"\\'), minLength: 1, maxLength: 256 });
    const subject = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 64 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(name, subject, async (iss, sub) => {
        const token = await issueToken({ ...parts, issuer: iss, subject: sub });
        const issuers = [{ name: iss, publicKey: issuer.publicKey }];
        expect(await verifyToken(token, { ...rules, issuers })).toMatchObject({ issuer: iss, subject: sub });
      }),
      { numRuns: count('property') },
    );
  });

  it.each<readonly [string, Partial<TokenParts>]>([
    ['an issuer with a space', { issuer: 'a b' }],
    ['an empty issuer', { issuer: '' }],
    ['a long issuer', { issuer: 'a'.repeat(257) }],
    ['an empty subject', { subject: '' }],
    ['a long subject', { subject: 'ä'.repeat(129) }],
    ['half a surrogate pair', { subject: '\ud800' }],
    ['a short realm id', { realmId: random.bytes(15) }],
    ['a short client key', { clientPublicKey: random.bytes(31) }],
    ['no time', { nowMs: Number.NaN }],
    ['half a second', { lifetimeMs: 500 }],
    ['a second and a half', { lifetimeMs: 1500 }],
    ['301 s', { lifetimeMs: 301_000 }],
    ['no lifetime', { lifetimeMs: Number.NaN }],
    ['parts that are too long together', { issuer: '"'.repeat(256), subject: '\x01'.repeat(256) }],
  ])('is a caller’s mistake with %s', async (_, wrong) => {
    await expect(issueToken({ ...parts, ...wrong })).rejects.toThrow(RangeError);
  });

  it('refuses weak client keys and short seeds', async () => {
    const weak = issueToken({ ...parts, clientPublicKey: new Uint8Array(32) });
    await expect(weak).rejects.toMatchObject({ code: 'ERR_ELEMENT' });
    const short = issueToken({ ...parts, issuerSeed: new Uint8Array(31) });
    await expect(short).rejects.toMatchObject({ code: 'ERR_KEY_SIZE' });
  });

  it('takes rules of the right lengths only', async () => {
    const token = forge();
    await expect(verifyToken(token, { ...rules, realmId: random.bytes(15) })).rejects.toThrow(RangeError);
    const issuers = [{ name: issuer.name, publicKey: random.bytes(31) }];
    await expect(verifyToken(token, { ...rules, issuers })).rejects.toThrow(RangeError);
  });
});
