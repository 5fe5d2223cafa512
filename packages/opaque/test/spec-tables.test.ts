// The tables of spec/opaque.md against the code.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ARGON2ID_LIMITS } from '../src/ksf.ts';
import { messageSizes } from '../src/messages.ts';
import { ACCOUNT_MAX_BYTES, PASSWORD_MAX_BYTES, UNICODE_VERSION } from '../src/password.ts';
import { REALM_MAX_BYTES } from '../src/profile.ts';
import { SUITE_IDS } from '../src/suite.ts';
import { curve25519Sha512 } from '../src/suites/curve25519.ts';
import { p256Sha256 } from '../src/suites/p256.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';
import { SHARE_MAX_COUNT } from '../src/threshold.ts';

const spec = readFileSync(new URL('../../../spec/opaque.md', import.meta.url), 'utf8');
const suites = [ristretto255Sha512, p256Sha256, curve25519Sha512];

/** The cells of the rows of the table whose first heading is `heading`. */
function table(heading: string): string[][] {
  const lines = spec.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`)) + 2;
  const end = lines.findIndex((line, i) => i >= start && !line.startsWith('|'));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

test('suites', () => {
  const rows = table('Suite').map(([name, id, oprf, , , ...sizes]) => ({ name, id, oprf, sizes }));
  expect(rows).toEqual(
    suites.map((suite) => ({
      name: `\`${suite.name}\``,
      id: String(SUITE_IDS[suite.name]),
      oprf: suite.oprfName,
      sizes: [
        suite.group.elementBytes,
        suite.group.scalarBytes,
        suite.keyExchange.publicKeyBytes,
        suite.keyExchange.privateKeyBytes,
        suite.hash.bytes,
      ].map(String),
    })),
  );
});

test('messages', () => {
  const sizes = suites.map(messageSizes);
  const keys = [
    'registrationRequest',
    'registrationResponse',
    'registrationRecord',
    'ke1',
    'ke2',
    'ke3',
  ] as const;
  expect(table('Message').map((row) => row[2])).toEqual(
    keys.map((key) => sizes.map((of) => of[key]).join(' / ')),
  );
});

test('limits of stretching', () => {
  const number = (cell: string): number => Number(cell.replace(/,| KiB/g, ''));
  const rows = table('Parameter').map(([, least, most]) => ({ min: number(least), max: number(most) }));
  expect(rows).toEqual([ARGON2ID_LIMITS.memoryKib, ARGON2ID_LIMITS.passes, ARGON2ID_LIMITS.parallelism]);
});

test('limits', () => {
  const limits = new Map(
    table('What').map(([what, limit]) => [what, Number.parseInt(limit.replace(',', ''), 10)]),
  );
  expect(limits.get('account id, realm id')).toBe(ACCOUNT_MAX_BYTES);
  expect(limits.get('account id, realm id')).toBe(REALM_MAX_BYTES);
  expect(limits.get('prepared password')).toBe(PASSWORD_MAX_BYTES);
  expect(limits.get('shares')).toBe(SHARE_MAX_COUNT);
  expect(spec).toContain(`Unicode ${UNICODE_VERSION}`);
});
