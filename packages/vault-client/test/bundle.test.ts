import { createHash } from 'node:crypto';
import { ed25519PublicKey, formatVerifierKey, SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUNDLE_MAX_BYTES,
  formatTokenFile,
  formatVaultBundle,
  isSameFingerprint,
  parseTokenFile,
  parseVaultBundle,
  parseVaultFingerprint,
  SIGNERS_MAX_COUNT,
  TOKEN_MAX_LENGTH,
  tokenAccount,
  tokenClaims,
  type VaultBundle,
  vaultFingerprint,
} from '../src/index.ts';

function signer(name: string, fill: number): string {
  return formatVerifierKey({ name, publicKey: ed25519PublicKey(new Uint8Array(32).fill(fill)) });
}

const BUNDLE: VaultBundle = {
  url: 'https://vault.example/realm',
  realmId: Uint8Array.from({ length: 16 }, (_, i) => i),
  signers: [signer('operator.example', 1), signer('witness.example', 2)],
  note: 'text\n\n— name AAAAAAA=\n',
};

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return isMunimentError(error) ? error.code : (error as Error).name;
  }
}

/** The text of a bundle with fields replaced. */
function withFields(changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(formatVaultBundle(BUNDLE)) as object), ...changes });
}

describe('a bundle', () => {
  it('is read as it was written', () => {
    expect(parseVaultBundle(formatVaultBundle(BUNDLE))).toEqual(BUNDLE);
    expect(JSON.parse(formatVaultBundle(BUNDLE))).toEqual({
      format: 'muniment-vault-bundle/1',
      url: BUNDLE.url,
      realm: '000102030405060708090a0b0c0d0e0f',
      signers: BUNDLE.signers,
      note: BUNDLE.note,
    });
  });

  it('is refused in every other form', () => {
    const many = Array.from({ length: SIGNERS_MAX_COUNT + 1 }, (_, i) => signer(`s${i}`, i + 1));
    const bad: readonly string[] = [
      '',
      'null',
      '[]',
      '"text"',
      '{}',
      formatVaultBundle(BUNDLE).slice(0, -3),
      withFields({ format: 'muniment-vault-bundle/2' }),
      withFields({ more: 1 }),
      withFields({ note: undefined }),
      withFields({ note: '' }),
      withFields({ note: 7 }),
      withFields({ url: 'ftp://vault.example' }),
      withFields({ url: 'https://user@vault.example' }),
      withFields({ url: 'https://vault.example?x' }),
      withFields({ url: 'https://vault.example#x' }),
      withFields({ url: 'https://vault.example/\u00e9' }),
      withFields({ url: `https://vault.example/${'x'.repeat(512)}` }),
      withFields({ url: 7 }),
      withFields({ realm: '00' }),
      withFields({ realm: '000102030405060708090A0B0C0D0E0F' }),
      withFields({ realm: null }),
      withFields({ signers: [] }),
      withFields({ signers: 'x' }),
      withFields({ signers: [7] }),
      withFields({ signers: ['operator.example+00000000+AQ=='] }),
      withFields({ signers: many }),
      // One key under two names would sign for two.
      withFields({ signers: [signer('a', 1), signer('b', 1)] }),
      withFields({ note: 'x'.repeat(BUNDLE_MAX_BYTES) }),
      withFields({ note: '\u20ac'.repeat(BUNDLE_MAX_BYTES / 2) }),
    ];
    for (const text of bad)
      expect(
        codeOf(() => parseVaultBundle(text)),
        text.slice(0, 200),
      ).toBe('ERR_REALM_BUNDLE');
    expect(parseVaultBundle(withFields({ signers: many.slice(1) })).signers).toHaveLength(SIGNERS_MAX_COUNT);
  });

  it('is not written in every other form', () => {
    expect(codeOf(() => formatVaultBundle({ ...BUNDLE, url: 'x' }))).toBe('RangeError');
    expect(codeOf(() => formatVaultBundle({ ...BUNDLE, realmId: new Uint8Array(15) }))).toBe('RangeError');
    expect(codeOf(() => formatVaultBundle({ ...BUNDLE, signers: [] }))).toBe('RangeError');
    expect(codeOf(() => formatVaultBundle({ ...BUNDLE, note: '' }))).toBe('RangeError');
    expect(codeOf(() => formatVaultBundle({ ...BUNDLE, note: 'x'.repeat(BUNDLE_MAX_BYTES) }))).toBe(
      'RangeError',
    );
  });

  it('gives a value or ERR_REALM_BUNDLE for any text', () => {
    const json = fc.oneof(
      fc.json(),
      fc.record({ url: fc.anything(), signers: fc.anything() }).map((changes) => withFields(changes)),
      fc.tuple(fc.nat(700), fc.string()).map(([at, text]) => {
        const whole = formatVaultBundle(BUNDLE);
        return whole.slice(0, at) + text + whole.slice(at + text.length);
      }),
    );
    fc.assert(
      fc.property(json, (text) => {
        expect([undefined, 'ERR_REALM_BUNDLE']).toContain(codeOf(() => parseVaultBundle(text)));
        expect([undefined, 'ERR_REALM_BUNDLE']).toContain(codeOf(() => parseTokenFile(text)));
      }),
    );
  });
});

describe('a fingerprint', () => {
  it('is 100 bits of the hash of label, realm id and sorted signers', async () => {
    const sorted = [...BUNDLE.signers].sort();
    const hash = createHash('sha256').update('muniment v1 vault fingerprint\0').update(BUNDLE.realmId);
    hash.update(Buffer.of(sorted.length));
    for (const text of sorted) hash.update(Buffer.of(0, text.length)).update(text);
    const bits = [...hash.digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const text = Array.from({ length: 20 }, (_, i) => Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2))
      .map((value) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[value])
      .join('');
    const fingerprint = await vaultFingerprint(BUNDLE);
    expect(fingerprint).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(fingerprint.replaceAll('-', '')).toBe(text);
  });

  it('does not depend on the order of the signers, and on all else', async () => {
    const { realmId, signers } = BUNDLE;
    const fingerprint = await vaultFingerprint({ realmId, signers });
    expect(await vaultFingerprint({ realmId, signers: [...signers].reverse() })).toBe(fingerprint);
    const others = [
      { realmId: new Uint8Array(16), signers },
      { realmId, signers: signers.slice(1) },
      { realmId, signers: [...signers, signer('third', 3)] },
    ];
    for (const other of others) expect(await vaultFingerprint(other)).not.toBe(fingerprint);
    await expect(vaultFingerprint({ realmId, signers: [] })).rejects.toThrow(RangeError);
  });

  it('is known however it is typed', () => {
    const printed = '0123-4567-89AB-CDEF-GH1K';
    for (const typed of [printed, '0l23 4567 89ab cdef ghik', 'o1234567-89abcdefghLk', ` ${printed}\n`]) {
      expect(parseVaultFingerprint(typed)).toBe(printed);
      expect(isSameFingerprint(typed, printed)).toBe(true);
    }
    expect(isSameFingerprint('0123-4567-89AB-CDEF-GH1M', printed)).toBe(false);
    for (const bad of ['', printed.slice(1), `${printed}0`, printed.replace('H', 'U'), ' '.repeat(300)]) {
      expect(codeOf(() => parseVaultFingerprint(bad))).toBe('ERR_REALM_BUNDLE');
      expect(isSameFingerprint(bad, bad)).toBe(false);
    }
    expect(() => isSameFingerprint(7 as never, printed)).toThrow(TypeError);
  });
});

function jwt(claims: unknown): string {
  const segment = (text: string): string => Buffer.from(text).toString('base64url');
  return `${segment('{}')}.${segment(JSON.stringify(claims))}.${segment('signature')}`;
}

describe('an account token', () => {
  const claims = { iss: 'https://login.example', sub: 'käse-7', iat: 1000, exp: 1300, aud: 'x' };

  it('says whom it is for, and until when', () => {
    expect(tokenClaims(jwt(claims))).toEqual({
      issuer: 'https://login.example',
      subject: 'käse-7',
      issuedMs: 1_000_000,
      expiresMs: 1_300_000,
    });
    expect(tokenAccount(jwt(claims))).toEqual({ issuer: 'https://login.example', subject: 'käse-7' });
  });

  it('lies with its key in a file', () => {
    const clientKey = SecretBytes.from(new Uint8Array(32).fill(7));
    const text = formatTokenFile({ token: jwt(claims), clientKey });
    expect(JSON.parse(text)).toEqual({
      format: 'muniment-vault-token/1',
      token: jwt(claims),
      clientKey: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    });
    const read = parseTokenFile(text);
    expect(read.token).toBe(jwt(claims));
    expect(read.clientKey.expose()).toEqual(clientKey.expose());
    const file = JSON.parse(text) as object;
    for (const changes of [
      { clientKey: 'BwcH' },
      { clientKey: 7 },
      { clientKey: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwd=' },
      { token: 'x' },
      { token: 7 },
      { more: 1 },
      { format: 'muniment-vault-bundle/1' },
    ]) {
      expect(codeOf(() => parseTokenFile(JSON.stringify({ ...file, ...changes })))).toBe('ERR_REALM_BUNDLE');
    }
    expect(codeOf(() => formatTokenFile({ token: 'x', clientKey }))).toBe('RangeError');
    expect(codeOf(() => formatTokenFile({ token: jwt(claims), clientKey: SecretBytes.random(31) }))).toBe(
      'RangeError',
    );
  });

  it('is refused in every other form', () => {
    const bad: readonly string[] = [
      '',
      'a.b',
      jwt(claims).replace('.', '..'),
      `${jwt(claims)}=`,
      jwt([]),
      jwt(null),
      jwt({ ...claims, iss: '' }),
      jwt({ ...claims, sub: 'x'.repeat(257) }),
      jwt({ ...claims, sub: '\ud800' }),
      jwt({ ...claims, exp: '1300' }),
      jwt({ ...claims, iat: -1 }),
      jwt({ ...claims, exp: 1e15 }),
      jwt({ ...claims, more: 'x'.repeat(TOKEN_MAX_LENGTH) }),
      `e30.${Buffer.from('{').toString('base64url')}.c2ln`,
      `e30.${Buffer.from([0xff]).toString('base64url')}.c2ln`,
      'e30.e31.c2ln',
    ];
    for (const token of bad)
      expect(
        codeOf(() => tokenClaims(token)),
        token,
      ).toBe('ERR_REALM_BUNDLE');
  });
});
