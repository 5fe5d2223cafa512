// The lint of tables: what spec/ lists of labels, roles, names, enums, suites, limits and error codes is what the code has.

import type { Problem } from './problem.ts';

const ERRORS = 'packages/errors/src/codes.ts';
const REGISTRIES = 'packages/wire/src/registries.ts';
const INPUTS = 'packages/wire/src/vault-inputs.ts';
const SUITES = 'packages/opaque/src/suite.ts';
const PROTOS = ['spec/proto/archive.proto', 'spec/proto/keyring.proto', 'spec/proto/vault.proto'] as const;

/** A limit that a table states: the row whose first cell is `row`, and the constant that has its number. */
interface Limit {
  readonly document: string;
  /** How the heading of the table begins. */
  readonly heading: string;
  readonly row: string;
  readonly path: string;
  readonly constant: string;
}

const limit = (document: string, heading: string, row: string, path: string, constant: string): Limit => ({
  document: `spec/${document}`,
  heading,
  row,
  path: `packages/${path}`,
  constant,
});

const LIMITS: readonly Limit[] = [
  limit('archive.md', 'what | limit', 'path', 'archive/src/path.ts', 'PATH_MAX_BYTES'),
  limit(
    'archive.md',
    'what | limit',
    'objects under `keyring/` that a reader opens',
    'keys/src/select.ts',
    'KEYRING_OBJECT_COUNT_MAX',
  ),
  limit('keys.md', 'What | Limit', 'keyring object', 'keys/src/keyring.ts', 'KEYRING_MAX_BYTES'),
  limit(
    'keys.md',
    'What | Limit',
    'well-formed keyring objects that a reader looks at',
    'keys/src/select.ts',
    'KEYRING_OBJECT_COUNT_MAX',
  ),
  limit('keys.md', 'What | Limit', 'typed recovery key', 'keys/src/recovery-key.ts', 'RECOVERY_KEY_TEXT_MAX'),
  limit('opaque.md', 'What | Limit', 'account id, realm id', 'opaque/src/password.ts', 'ACCOUNT_MAX_BYTES'),
  limit('opaque.md', 'What | Limit', 'account id, realm id', 'opaque/src/profile.ts', 'REALM_MAX_BYTES'),
  limit('opaque.md', 'What | Limit', 'prepared password', 'opaque/src/password.ts', 'PASSWORD_MAX_BYTES'),
  limit('opaque.md', 'What | Limit', 'OPRF input', 'opaque/src/oprf.ts', 'OPRF_INPUT_MAX_BYTES'),
  limit('opaque.md', 'What | Limit', 'shares', 'opaque/src/threshold.ts', 'SHARE_MAX_COUNT'),
  limit('storage.md', 'What | Limit | Why', 'object name', 'storage/src/names.ts', 'OBJECT_NAME_MAX_BYTES'),
  limit('storage.md', 'What | Limit | Why', 'object', 'storage/src/names.ts', 'OBJECT_MAX_BYTES'),
  limit('wire.md', 'Frame of', '`VaultRequest`', 'wire/src/fixed-frame.ts', 'VAULT_REQUEST_BYTES'),
  limit('wire.md', 'Frame of', '`VaultResponse`', 'wire/src/fixed-frame.ts', 'VAULT_RESPONSE_BYTES'),
  limit('wire.md', 'Frame of', '`VaultRecord`', 'wire/src/fixed-frame.ts', 'VAULT_RECORD_BYTES'),
];

const DOCUMENTS: readonly string[] = [
  'errors',
  'registries',
  'wire',
  'opaque',
  'archive',
  'keys',
  'storage',
  'vault',
].map((name) => `spec/${name}.md`);

/** The documents and sources that are compared. */
export const TABLE_SOURCES: readonly string[] = [
  ...new Set([
    ERRORS,
    REGISTRIES,
    INPUTS,
    SUITES,
    ...PROTOS,
    ...DOCUMENTS,
    ...LIMITS.map(({ path }) => path),
  ]),
];

/** The value of a product of numbers and powers such as `2 * 1024` or `2 ** 26`; NaN of anything else. */
function value(text: string): number {
  return text
    .replaceAll('**', '^')
    .split('*')
    .reduce((product, factor) => {
      const [base, power = '1', ...rest] = factor
        .split('^')
        .map((part) => Number(part.replaceAll(/[_,\s]/g, '')));
      return rest.length > 0 ? Number.NaN : product * Number(base) ** Number(power);
    }, 1);
}

function constant(source: string, name: string): number {
  const [, text = ''] = new RegExp(`const ${name}(?::[^=]*)? =\\s*([^;]+);`).exec(source) ?? [];
  return text === '' ? Number.NaN : value(text);
}

/** The cells of the table whose heading begins with `heading`, in the section under the heading `under` if it is given. */
function rows(text: string, heading: string, under?: string): string[][] {
  const lines = text.split('\n');
  const from =
    under === undefined ? 0 : lines.findIndex((line) => /^#+ /.test(line) && line.endsWith(` ${under}`));
  const at = from < 0 ? -1 : lines.findIndex((line, i) => i >= from && line.startsWith(`| ${heading}`));
  if (at < 0) return [];
  const rest = lines.slice(at + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const unmarked = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

/** The pairs of an object literal that a source declares, as `key value`. */
function pairs(source: string, name: string): string[] {
  const [, body = ''] = new RegExp(`const ${name}[^=]*= \\{([^}]*)\\}`).exec(source) ?? [];
  return [...body.matchAll(/^\s*'?([\w-]+)'?: (?:'([^']*)'|([0-9]+)),?$/gm)].map(
    ([, key, text, number]) => `${key} ${text ?? number}`,
  );
}

/** The enums of the schema, as `name number member`; those that stand for "not set" are left out. */
function enumMembers(proto: string): string[] {
  return [...proto.matchAll(/^enum (\w+) \{([^}]*)\}/gm)].flatMap(([, name, body]) => {
    const members = [...body.matchAll(/^\s*([A-Z0-9_]+) = ([0-9]+);/gm)]
      .filter(([, member]) => !member.endsWith('_UNSPECIFIED'))
      .map(([, member, number]) => ({ member, number }));
    const prefix = `${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_`;
    return members.map(
      ({ member, number }) =>
        `${name} ${number} ${member
          .replace(new RegExp(`^${prefix}`), '')
          .toLowerCase()
          .replaceAll('_', '-')}`,
    );
  });
}

/** The greatest lengths of the messages that stand alone, as `message bytes`. */
const messageLengths = (proto: string): string[] =>
  [...proto.matchAll(/^message (\w+) \{\s*\/\/ @max ([0-9]+)/gm)].map(
    ([, name, bytes]) => `${name} ${bytes}`,
  );

/**
 * Checks the tables.
 * @param files the files of TABLE_SOURCES by path
 */
export function lintTables(files: ReadonlyMap<string, string>): Problem[] {
  const problems: Problem[] = [];
  const file = (path: string): string => files.get(path) ?? '';
  const compare = (
    document: string,
    what: string,
    inSpec: readonly string[],
    path: string,
    inCode: readonly string[],
  ): void => {
    const report = (message: string): void => {
      problems.push({ where: document, what: message });
    };
    if (inSpec.length === 0 || inCode.length === 0) report(`there are no ${what} to compare with ${path}`);
    for (const one of inSpec)
      if (!inCode.includes(one)) report(`${path} does not have of the ${what}: ${one}`);
    for (const one of inCode)
      if (!inSpec.includes(one)) report(`the ${what} of ${path} have what the table has not: ${one}`);
    if (new Set(inSpec).size !== inSpec.length) report(`of the ${what} one is there twice`);
  };

  const registries = file('spec/registries.md');
  const keyed = (heading: string, key: number, entry: number): string[] =>
    rows(registries, heading).map((cells) => `${unmarked(cells[key])} ${unmarked(cells[entry])}`);
  const code = file(REGISTRIES);
  compare('spec/registries.md', 'roles', keyed('Role |', 2, 0), REGISTRIES, pairs(code, 'ROLES'));
  compare('spec/registries.md', 'labels', keyed('Label |', 1, 0), REGISTRIES, pairs(code, 'LABELS'));
  compare(
    'spec/registries.md',
    'channel labels',
    keyed('Channel label |', 1, 0),
    INPUTS,
    pairs(file(INPUTS), 'VAULT_ENCAPSULATION_LABELS'),
  );
  compare(
    'spec/registries.md',
    'object names',
    keyed('Start |', 2, 0),
    REGISTRIES,
    pairs(code, 'NAME_PREFIXES'),
  );

  compare(
    'spec/opaque.md',
    'suites',
    rows(file('spec/opaque.md'), 'Suite | Number').map(([name, number]) => `${unmarked(name)} ${number}`),
    SUITES,
    pairs(file(SUITES), 'SUITE_IDS'),
  );

  const protos = PROTOS.map(file).join('\n');
  const titles = [...registries.matchAll(/^### (\w+)$/gm)].map(([, title]) => title);
  compare(
    'spec/registries.md',
    'enums',
    titles.flatMap((title) =>
      rows(registries, 'Number | Name', title).map(
        ([number, name]) => `${title} ${number} ${unmarked(name)}`,
      ),
    ),
    'spec/proto',
    enumMembers(protos),
  );
  const vault = file('spec/vault.md');
  const members = (name: string): string[] =>
    enumMembers(protos)
      .filter((member) => member.startsWith(`${name} `))
      .map((member) => member.split(' ')[2]);
  compare(
    'spec/vault.md',
    'phases',
    rows(vault, 'Phase | Meaning').map(([phase]) => unmarked(phase)),
    'spec/proto/vault.proto',
    members('VaultPhase'),
  );
  // Those of a request that was looked at, and the five before that.
  const outcomes = rows(vault, 'Operation | Outcomes with a status').flatMap(([, list]) =>
    (list ?? '').split(', '),
  );
  const early = ['denied', 'malformed', 'uncertain', 'busy', 'rolled-back'];
  compare(
    'spec/vault.md',
    'outcomes',
    [...new Set([...outcomes, ...early])],
    'spec/proto/vault.proto',
    members('VaultOutcome'),
  );
  compare(
    'spec/wire.md',
    'lengths of messages',
    rows(file('spec/wire.md'), 'Message | Most bytes').map(([name, bytes]) => `${unmarked(name)} ${bytes}`),
    'spec/proto',
    messageLengths(protos),
  );

  const codes = [
    ...file(ERRORS).matchAll(/^ {2}(ERR_[A-Z0-9_]+): \{\s*errorClass: '([a-z]+)',\s*exit: ([0-9]+),/gm),
  ];
  compare(
    'spec/errors.md',
    'error codes',
    rows(file('spec/errors.md'), 'Code | Class').map(
      ([name, errorClass, exit]) => `${unmarked(name)} ${errorClass} ${exit}`,
    ),
    ERRORS,
    codes.map(([, name, errorClass, exit]) => `${name} ${errorClass} ${exit}`),
  );

  for (const { document, heading, row, path, constant: name } of LIMITS) {
    const cell = rows(file(document), heading).find(([first]) => first === row)?.[1];
    const [, number] = /^([\d,]+(?:\^[\d]+)?)/.exec(cell ?? '') ?? [];
    const inSpec = number === undefined ? Number.NaN : value(number.replace('^', '**'));
    const inCode = constant(file(path), name);
    if (Number.isNaN(inSpec) || inSpec !== inCode)
      problems.push({
        where: document,
        what: `the limit of "${row}", ${cell}, is not ${name} of ${path}, ${inCode}`,
      });
  }
  return problems;
}
