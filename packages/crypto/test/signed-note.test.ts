import { createHash, createPrivateKey, sign } from 'node:crypto';
import { isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ed25519PublicKey,
  formatSignedNote,
  formatVerifierKey,
  NOTE_KEY_HASH_BYTES,
  NOTE_MAX_BYTES,
  NOTE_MAX_SIGNATURES,
  type NoteSigner,
  noteKeyHash,
  parseSignedNote,
  parseVerifierKey,
  SecretBytes,
  signNote,
  type VerifierKey,
  verifySignedNote,
} from '../src/index.ts';

const numRuns = count('hpke messages') * 3;
const TEXT = 'who keeps what\n\nand for whom\n';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function party(name: string, n: number): { signer: NoteSigner; verifier: VerifierKey } {
  const seed = seededRandom(n).bytes(32);
  return { signer: { name, seed }, verifier: { name, publicKey: ed25519PublicKey(seed) } };
}

const operator = party('vault.example/operator', 31);
const witness = party('witness.example/w', 32);
const stranger = party('stranger.example', 33);
const NOTE = signNote(TEXT, witness.signer, signNote(TEXT, operator.signer));

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    if (error instanceof TypeError) return 'TypeError';
    if (error instanceof RangeError) return 'RangeError';
    return String(error);
  }
  return 'passed';
}

/** The line of a signature, put together by node:crypto. */
function lineBy({ name, seed }: NoteSigner, text: string): string {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed as Uint8Array]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicKey = ed25519PublicKey(seed);
  const hash = createHash('sha256').update(`${name}\n\x01`).update(publicKey).digest().subarray(0, 4);
  return `— ${name} ${Buffer.concat([hash, sign(null, Buffer.from(text), key)]).toString('base64')}\n`;
}

/** `count` lines of distinct strangers. */
const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `— stranger-${i} AAAAAAA=\n`).join('');

describe('the specification', () => {
  // The example of the Go module that notes come from, which signed-note describes.
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('verifies a note signed by another implementation', () => {
    const { text: own, verifiedBy } = verifySignedNote(utf8(`${text}\n${signature}`), [
      parseVerifierKey(key),
    ]);
    expect(own).toBe(text);
    expect(verifiedBy.map(formatVerifierKey)).toEqual([key]);
    const changed = utf8(`${text}\n${signature}`.replace('answer', 'Answer'));
    expect(codeOf(() => verifySignedNote(changed, [parseVerifierKey(key)]))).toBe('ERR_AUTHENTICATION');
  });

  it('has the constants it says', () => {
    expect([NOTE_KEY_HASH_BYTES, NOTE_MAX_SIGNATURES, NOTE_MAX_BYTES]).toEqual([4, 16, 65536]);
  });
});

describe('signing', () => {
  it('makes the bytes that node:crypto makes, one line for each signer', () => {
    const expected = `${TEXT}\n${lineBy(operator.signer, TEXT)}${lineBy(witness.signer, TEXT)}`;
    expect(asText(NOTE)).toBe(expected);
    expect(NOTE.buffer.byteLength).toBe(NOTE.length);
    const held = { ...operator.signer, seed: SecretBytes.from(operator.signer.seed as Uint8Array) };
    expect(signNote(TEXT, held)).toEqual(signNote(TEXT, operator.signer));
  });

  it('round-trips every text and name', () => {
    const texts = fc
      .string({ unit: 'grapheme' })
      .map((text) => `${text.replace(/[^\n -\u{10ffff}]/gu, '\n')}\n`);
    const names = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((name) => `n${name.replace(/[\p{White_Space}+]|[^!-\u{10ffff}]/gu, '_')}`);
    fc.assert(
      fc.property(texts, names, (text, name) => {
        const signer = { name, seed: operator.signer.seed };
        const { publicKey } = operator.verifier;
        const note = signNote(text, signer);
        expect(asText(note)).toBe(`${text}\n${lineBy(signer, text)}`);
        expect(parseSignedNote(note).text).toBe(text);
        expect(formatSignedNote(parseSignedNote(note))).toEqual(note);
        expect(verifySignedNote(note, [{ name, publicKey }]).verifiedBy).toEqual([{ name, publicKey }]);
        const key = formatVerifierKey({ name, publicKey });
        expect(parseVerifierKey(key)).toEqual({ name, publicKey });
      }),
      { numRuns },
    );
  });

  it('keeps the signatures of others and replaces its own', () => {
    expect(signNote(TEXT, witness.signer, NOTE)).toEqual(NOTE);
    const again = signNote(TEXT, operator.signer, NOTE);
    expect(asText(again)).toBe(`${TEXT}\n${lineBy(witness.signer, TEXT)}${lineBy(operator.signer, TEXT)}`);
    const { signatures } = parseSignedNote(NOTE);
    const wrong = { ...signatures[0], signature: new Uint8Array(64) };
    const planted = formatSignedNote({ text: TEXT, signatures: [wrong, signatures[1]] });
    expect(signNote(TEXT, operator.signer, planted)).toEqual(again);
  });

  it('refuses another text and a seventeenth signature', () => {
    expect(codeOf(() => signNote('other\n', operator.signer, NOTE))).toBe('RangeError');
    const full = (own: number): Uint8Array => utf8(`${TEXT}\n${lines(own)}`);
    expect(parseSignedNote(signNote(TEXT, operator.signer, full(15))).signatures).toHaveLength(16);
    expect(codeOf(() => signNote(TEXT, operator.signer, full(16)))).toBe('ERR_LIMIT');
  });
});

describe('verification', () => {
  const both = [operator.verifier, witness.verifier];

  it('names the known keys that have signed, in the order of the list', () => {
    expect(verifySignedNote(NOTE, both)).toEqual({ text: TEXT, verifiedBy: both });
    expect(verifySignedNote(NOTE, [...both].reverse()).verifiedBy).toEqual([...both].reverse());
    expect(verifySignedNote(NOTE, [stranger.verifier, witness.verifier]).verifiedBy).toEqual([
      witness.verifier,
    ]);
    const one = signNote(TEXT, operator.signer);
    expect(verifySignedNote(one, both).verifiedBy).toEqual([operator.verifier]);
  });

  it('refuses a note that no known key has signed', () => {
    expect(codeOf(() => verifySignedNote(NOTE, [stranger.verifier]))).toBe('ERR_AUTHENTICATION');
    expect(codeOf(() => verifySignedNote(NOTE, []))).toBe('ERR_AUTHENTICATION');
  });

  it('ignores signatures of a known name with another hash, and of a known hash with another name', () => {
    const impostor = party(operator.verifier.name, 34);
    const note = signNote(TEXT, operator.signer, signNote(TEXT, impostor.signer));
    expect(verifySignedNote(note, both).verifiedBy).toEqual([operator.verifier]);
    expect(verifySignedNote(note, [impostor.verifier]).verifiedBy).toEqual([impostor.verifier]);
    const { signatures } = parseSignedNote(signNote(TEXT, operator.signer));
    const renamed = { ...signatures[0], name: 'somebody.example' };
    const other = formatSignedNote({ text: TEXT, signatures: [renamed, ...signatures] });
    expect(verifySignedNote(other, both).verifiedBy).toEqual([operator.verifier]);
  });

  it('refuses the whole note for one wrong signature of a known key, and only for that', () => {
    const { signatures } = parseSignedNote(NOTE);
    for (const length of [1, 63, 64, 65]) {
      const wrong = { ...signatures[0], signature: new Uint8Array(length).fill(9) };
      const note = formatSignedNote({ text: TEXT, signatures: [wrong, signatures[1]] });
      expect(codeOf(() => verifySignedNote(note, both))).toBe('ERR_AUTHENTICATION');
      expect(verifySignedNote(note, [witness.verifier]).verifiedBy).toEqual([witness.verifier]);
    }
    const exchanged = signatures.map((own, i) => ({ ...own, signature: signatures[1 - i].signature }));
    const note = formatSignedNote({ text: TEXT, signatures: exchanged });
    expect(codeOf(() => verifySignedNote(note, both))).toBe('ERR_AUTHENTICATION');
  });

  it('gives nothing for a note with any bit changed', () => {
    for (let at = 0; at < NOTE.length; at++) {
      const changed = new Uint8Array(NOTE);
      changed[at] ^= 1 << (at % 8);
      const code = codeOf(() => {
        // A changed name, hash or dash makes a signature somebody else's, so both keys must be asked for.
        const { verifiedBy } = verifySignedNote(changed, both);
        if (verifiedBy.length < 2) throw new RangeError();
      });
      expect(['ERR_AUTHENTICATION', 'ERR_ENCODING', 'RangeError'], `byte ${at}`).toContain(code);
    }
  });

  it('counts nobody twice', () => {
    const alias = { ...operator.verifier, name: 'alias.example' };
    expect(codeOf(() => verifySignedNote(NOTE, [operator.verifier, operator.verifier]))).toBe('RangeError');
    expect(codeOf(() => verifySignedNote(NOTE, [operator.verifier, alias]))).toBe('RangeError');
  });

  it('refuses two verifiers of one name and hash, of which neither could be told', () => {
    const [first, second] = [101_412, 232_991].map((n) => {
      const publicKey = new Uint8Array(32);
      new DataView(publicKey.buffer).setUint32(0, n, true);
      return { name: 'a', publicKey };
    });
    expect(noteKeyHash('a', first.publicKey)).toEqual(noteKeyHash('a', second.publicKey));
    expect(codeOf(() => verifySignedNote(NOTE, [operator.verifier, first]))).toBe('passed');
    expect(codeOf(() => verifySignedNote(NOTE, [operator.verifier, first, second]))).toBe('RangeError');
  });

  it('refuses verifiers whose key is none', () => {
    for (const publicKey of [new Uint8Array(32), new Uint8Array(31)]) {
      expect(codeOf(() => verifySignedNote(NOTE, [{ name: 'a', publicKey }]))).toBe('RangeError');
      expect(codeOf(() => formatVerifierKey({ name: 'a', publicKey }))).toBe('RangeError');
    }
    const { publicKey } = operator.verifier;
    expect(codeOf(() => verifySignedNote(NOTE, [{ name: 'a b', publicKey }]))).toBe('RangeError');
  });
});

describe('parsing', () => {
  const line = '— a AAAAAAA=\n';
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['the least note', `\n\n${line}`, 'passed'],
    ['empty lines in the text', `a\n\n\nb\n\n\n${line}`, 'passed'],
    ['a byte order mark, which is text', `\ufeffa\n\n${line}`, 'passed'],
    ['DEL and C1 controls, which the specification allows', `\x7f\x80\n\n${line}`, 'passed'],
    ['nothing', '', 'ERR_ENCODING'],
    ['no newline at the end', `a\n\n${line.trimEnd()}`, 'ERR_ENCODING'],
    ['no empty line', `a\n${line}`, 'ERR_ENCODING'],
    ['no text', `\n${line}`, 'ERR_ENCODING'],
    ['no signature', 'a\n\n', 'ERR_ENCODING'],
    ['an empty line at the end', `a\n\n${line}\n`, 'ERR_ENCODING'],
    ['text among the signatures', `a\n\n${line}b\n`, 'ERR_ENCODING'],
    ['a hyphen for the dash', `a\n\n${line.replace('—', '-')}`, 'ERR_ENCODING'],
    ['two spaces', `a\n\n— a  AAAAAAA=\n`, 'ERR_ENCODING'],
    ['a space at the end', `a\n\n— a AAAAAAA= \n`, 'ERR_ENCODING'],
    ['no name', `a\n\n—  AAAAAAA=\n`, 'ERR_ENCODING'],
    ['a plus in a name', `a\n\n— a+b AAAAAAA=\n`, 'ERR_ENCODING'],
    ['a no-break space in a name', `a\n\n— a\u00a0b AAAAAAA=\n`, 'ERR_ENCODING'],
    ['a NEL in a name', `a\n\n— a\u0085b AAAAAAA=\n`, 'ERR_ENCODING'],
    ['an ideographic space in a name', `a\n\n— a\u3000b AAAAAAA=\n`, 'ERR_ENCODING'],
    ['a hash without a signature', `a\n\n— a AAAAAA==\n`, 'ERR_ENCODING'],
    ['no base64', `a\n\n— a AAA*AAA=\n`, 'ERR_ENCODING'],
    ['base64 without padding', `a\n\n— a AAAAAAA\n`, 'ERR_ENCODING'],
    ['base64 with needless padding', `a\n\n— a AAAAAAAA====\n`, 'ERR_ENCODING'],
    ['base64 with unused bits', `a\n\n— a AAAAAAB=\n`, 'ERR_ENCODING'],
    ['URL-safe base64', `a\n\n— a AAAAAA_-\n`, 'ERR_ENCODING'],
    ['two signatures of one key', `a\n\n${line}— b AAAAAAA=\n${line}`, 'ERR_ENCODING'],
    ['two hashes of one name', `a\n\n${line}— a AQAAAAA=\n`, 'passed'],
    ['a carriage return', `a\r\n\n${line}`, 'ERR_ENCODING'],
    ['a tab in the text', `a\tb\n\n${line}`, 'ERR_ENCODING'],
    ['a zero byte', `a\0\n\n${line}`, 'ERR_ENCODING'],
    ['bytes that are not UTF-8', Uint8Array.of(0xff, ...utf8(`\n\n${line}`)), 'ERR_ENCODING'],
    ['an encoded surrogate', Uint8Array.of(0xed, 0xa0, 0x80, ...utf8(`\n\n${line}`)), 'ERR_ENCODING'],
    ['16 signatures', `a\n\n${lines(16)}`, 'passed'],
    ['17 signatures', `a\n\n${lines(17)}`, 'ERR_LIMIT'],
    ['65,536 bytes', `${'a'.repeat(65536 - 17)}\n\n${line}`, 'passed'],
    ['65,537 bytes', `${'a'.repeat(65537 - 17)}\n\n${line}`, 'ERR_LIMIT'],
  ];

  it.each(cases)('%s', (_, text, expected) => {
    const note = typeof text === 'string' ? utf8(text) : text;
    expect(codeOf(() => parseSignedNote(note))).toBe(expected);
    if (expected === 'passed') expect(formatSignedNote(parseSignedNote(note))).toEqual(new Uint8Array(note));
  });

  it('takes the last empty line for the end of the text', () => {
    const text = 'a\n\n— a AAAAAAA=\n';
    expect(parseSignedNote(utf8(`${text}\n${line}`)).text).toBe(text);
  });

  it('is total and canonical on any bytes and on changed notes', () => {
    const junk = fc.uint8Array({ maxLength: 200 });
    const changed = fc
      .tuple(fc.nat(NOTE.length - 1), fc.nat(255))
      .map(([at, byte]) => NOTE.map((own, i) => (i === at ? byte : own)));
    fc.assert(
      fc.property(fc.oneof(junk, changed), (note) => {
        const code = codeOf(() => expect(formatSignedNote(parseSignedNote(note))).toEqual(note));
        expect(['passed', 'ERR_ENCODING']).toContain(code);
      }),
      { numRuns: numRuns * 10 },
    );
  });
});

describe('formatting', () => {
  const { signatures } = parseSignedNote(NOTE);
  const good = { text: TEXT, signatures };

  it('refuses what would not be read back', () => {
    const own = signatures[0];
    const many = (n: number): typeof signatures =>
      Array.from({ length: n }, (_, i) => ({ ...own, name: `name-${i}` }));
    const bad = [
      { ...good, text: 'no newline' },
      { ...good, text: '' },
      { ...good, text: 'tab\t\n' },
      { ...good, text: '\ud800\n' },
      { ...good, text: `${'a'.repeat(65536)}\n` },
      { ...good, signatures: [] },
      { ...good, signatures: many(17) },
      { ...good, signatures: [own, own] },
      ...['', 'a b', 'a+b', 'a\nb', 'a\0', '\ud800', 'a\u2003b'].map((name) => ({
        ...good,
        signatures: [{ ...own, name }],
      })),
      { ...good, signatures: [{ ...own, keyHash: new Uint8Array(3) }] },
      { ...good, signatures: [{ ...own, signature: new Uint8Array(0) }] },
    ];
    for (const value of bad) expect(codeOf(() => formatSignedNote(value))).toBe('RangeError');
    expect(codeOf(() => formatSignedNote({ ...good, signatures: many(16) }))).toBe('passed');
  });

  it('refuses wrong types', () => {
    const wrong = 7 as never;
    for (const call of [
      () => formatSignedNote({ ...good, text: wrong }),
      () => formatSignedNote({ ...good, signatures: [{ ...signatures[0], name: wrong }] }),
      () => formatSignedNote({ ...good, signatures: [{ ...signatures[0], keyHash: wrong }] }),
      () => formatSignedNote({ ...good, signatures: [{ ...signatures[0], signature: wrong }] }),
      () => parseSignedNote(wrong),
      () => parseVerifierKey(wrong),
      () => noteKeyHash(wrong, operator.verifier.publicKey),
      () => noteKeyHash('a', wrong),
      () => signNote(wrong, operator.signer),
      () => signNote(TEXT, { ...operator.signer, name: wrong }),
      () => signNote(TEXT, { ...operator.signer, seed: wrong }),
    ]) {
      expect(codeOf(call)).toBe('TypeError');
    }
    expect(codeOf(() => signNote(TEXT, { name: 'a', seed: new Uint8Array(31) }))).toBe('ERR_KEY_SIZE');
  });
});

describe('verifier keys', () => {
  const key = formatVerifierKey(operator.verifier);
  const [name, hash, base64] = key.split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/);

  it('have the form of the specification', () => {
    const { publicKey } = operator.verifier;
    const digest = createHash('sha256').update(`${name}\n\x01`).update(publicKey).digest();
    expect([name, hash]).toEqual([operator.verifier.name, digest.subarray(0, 4).toString('hex')]);
    expect(base64).toBe(Buffer.concat([Buffer.of(1), publicKey]).toString('base64'));
    expect(parseVerifierKey(key)).toEqual(operator.verifier);
    expect(parseVerifierKey(key).publicKey.buffer.byteLength).toBe(32);
  });

  /** A key text of these bytes with the hash that it should have. */
  function textOf(own: string, bytes: Uint8Array): string {
    const digest = createHash('sha256').update(`${own}\n`).update(bytes).digest().subarray(0, 4);
    return `${own}+${digest.toString('hex')}+${Buffer.from(bytes).toString('base64')}`;
  }

  it('are refused in every other form', () => {
    const { publicKey } = operator.verifier;
    const smallOrder = new Uint8Array(32);
    const cases: readonly (readonly [string, string])[] = [
      [textOf(name, Uint8Array.of(1, ...publicKey)), 'passed'],
      [textOf(name, Uint8Array.of(2, ...publicKey)), 'ERR_ENCODING'],
      [textOf(name, Uint8Array.of(1, ...publicKey, 0)), 'ERR_ENCODING'],
      [textOf(name, Uint8Array.of(1, ...publicKey.subarray(1))), 'ERR_ENCODING'],
      [textOf(name, Uint8Array.of(1)), 'ERR_ENCODING'],
      [textOf('', Uint8Array.of(1, ...publicKey)), 'ERR_ENCODING'],
      [textOf('a b', Uint8Array.of(1, ...publicKey)), 'ERR_ENCODING'],
      [textOf(name, Uint8Array.of(1, ...smallOrder)), 'ERR_ELEMENT'],
      [key.replace(name, `${name}x`), 'ERR_ENCODING'],
      [key.replace(hash, hash.toUpperCase().replace(/^\d+$/, 'ABCDEF00')), 'ERR_ENCODING'],
      [key.replace(hash, '00000000'), 'ERR_ENCODING'],
      [key.replace(`+${hash}`, ''), 'ERR_ENCODING'],
      [`${key}\n`, 'ERR_ENCODING'],
      [` ${key}`, 'ERR_ENCODING'],
      [key.slice(0, -1), 'ERR_ENCODING'],
      ['', 'ERR_ENCODING'],
      ['++', 'ERR_ENCODING'],
    ];
    for (const [text, expected] of cases)
      expect(
        codeOf(() => parseVerifierKey(text)),
        text,
      ).toBe(expected);
  });

  it('are read from any text without another failure', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(key.length - 1), (text, at) => {
        expect(codeOf(() => parseVerifierKey(text))).toBe('ERR_ENCODING');
        const changed = key.slice(0, at) + text + key.slice(at + 1);
        expect(['passed', 'ERR_ENCODING']).toContain(codeOf(() => parseVerifierKey(changed)));
        if (changed !== key) expect(codeOf(() => parseVerifierKey(changed))).toBe('ERR_ENCODING');
      }),
      { numRuns: numRuns * 10 },
    );
  });
});
