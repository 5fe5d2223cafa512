import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { argon2id } from '../src/ksf.ts';
import { encodePasswordInput } from '../src/password.ts';
import { encodeContext } from '../src/profile.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';
import { toHex, utf8 } from './hex.ts';

const suite = ristretto255Sha512;
const ksf = argon2id({ memoryKib: 65536, passes: 3, parallelism: 4 });

test('the labels are those of the registry', () => {
  const registry = readFileSync(new URL('../../../spec/registries.md', import.meta.url), 'utf8');
  const starts = [
    encodePasswordInput({ password: 'x', account: utf8('a') }).expose(),
    encodeContext({ suite, ksf, realm: utf8('r'), generation: 0n }),
  ].map((bytes) => Buffer.from(bytes.subarray(2, 2 + bytes[1])).toString('latin1'));
  for (const label of starts) expect(registry).toContain(`| \`${label}\` |`);
});

describe('the context', () => {
  const base = { suite, ksf, realm: utf8('realm'), generation: 1n };

  test('changes with each of its parts', () => {
    const others = [
      base,
      { ...base, realm: utf8('realm2') },
      { ...base, generation: 2n },
      { ...base, generation: 1n << 32n },
      { ...base, ksf: argon2id({ memoryKib: 65537, passes: 3, parallelism: 4 }) },
      { ...base, suite: { ...suite, name: 'P256-SHA256' as const } },
    ].map((options) => toHex(encodeContext(options)));
    expect(new Set(others).size).toBe(others.length);
  });

  test('refuses what has no place in it', () => {
    expect(() => encodeContext({ ...base, realm: new Uint8Array(0) })).toThrow(RangeError);
    expect(() => encodeContext({ ...base, realm: new Uint8Array(1025) })).toThrow(RangeError);
    expect(() => encodeContext({ ...base, realm: 'realm' as never })).toThrow(TypeError);
    for (const generation of [-1n, 2n ** 64n, 1 as never]) {
      expect(() => encodeContext({ ...base, generation })).toThrow(RangeError);
    }
    expect(() =>
      encodeContext({ ...base, realm: new Uint8Array(1024), generation: 2n ** 64n - 1n }),
    ).not.toThrow();
  });
});

describe('the password input', () => {
  test('refuses accounts of other sizes and what is no text', () => {
    expect(() => encodePasswordInput({ password: 'x', account: new Uint8Array(0) })).toThrow(RangeError);
    expect(() => encodePasswordInput({ password: 'x', account: new Uint8Array(1025) })).toThrow(RangeError);
    expect(() => encodePasswordInput({ password: 'x', account: new Uint8Array(1) })).not.toThrow();
    expect(() => encodePasswordInput({ password: 'x', account: 'a' as never })).toThrow(TypeError);
    expect(() => encodePasswordInput({ password: 1 as never, account: utf8('a') })).toThrow(TypeError);
  });

  test('refuses a long text before it prepares it', () => {
    // The last character would be refused with another error.
    const refused = (length: number) => () =>
      encodePasswordInput({ password: `${'p'.repeat(length)}\n`, account: utf8('a') });
    expect(refused(4096)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }));
    expect(refused(4095)).toThrow(expect.objectContaining({ code: 'ERR_PASSWORD_CHARACTERS' }));
  });
});
