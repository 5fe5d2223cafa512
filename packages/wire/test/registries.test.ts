// spec/registries.md against the code, and the labels of all packages against it.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CRITICAL_FEATURES, LABELS, NAME_PREFIXES, ROLES, VAULT_ENCAPSULATION_LABELS } from '../src/index.ts';
import { readSpec, section, tableRows } from './support/markdown.ts';
import { membersOf, schema } from './support/schema.ts';

const text = readSpec('registries.md');

describe('spec/registries.md', () => {
  test('roles', () => {
    const rows = tableRows(section(text, 'Roles'), 'Role');
    expect(rows.map(([role, , key]) => [key, Number(role)])).toEqual(Object.entries(ROLES));
  });

  test('labels', () => {
    const rows = tableRows(section(text, 'Labels'), 'Label');
    expect(rows.map(([label, key]) => [key, label])).toEqual(Object.entries(LABELS));
  });

  test('channel labels', () => {
    const rows = tableRows(section(text, 'Channel labels'), 'Channel label');
    expect(rows.map(([label, key]) => [key, label])).toEqual(Object.entries(VAULT_ENCAPSULATION_LABELS));
    for (const label of Object.values(VAULT_ENCAPSULATION_LABELS)) {
      expect(label).toMatch(/^message\/muniment-[a-z]+ [a-z]+$/);
      const all: readonly string[] = [...Object.values(LABELS), ...Object.values(VAULT_ENCAPSULATION_LABELS)];
      expect(all.filter((other) => other.startsWith(label) || label.startsWith(other))).toEqual([label]);
    }
  });

  test('enums', () => {
    const enums = section(text, 'Enums');
    const titles = [...enums.matchAll(/^### (\w+)$/gm)].map(([, title]) => title);
    expect(titles.sort()).toEqual(schema.enums.map(({ name }) => name).sort());
    for (const { name } of schema.enums) {
      const rows = tableRows(section(text, name), 'Number');
      expect(rows.map(([number, own]) => ({ number: Number(number), text: own }))).toEqual(
        membersOf(name).map((member) => ({ number: member.number, text: member.text })),
      );
    }
  });

  test('critical features', () => {
    const rows = tableRows(section(text, 'Critical features'), 'Feature');
    expect(rows.map(([feature]) => Number(feature))).toEqual(CRITICAL_FEATURES);
  });

  test('object names', () => {
    const rows = tableRows(section(text, 'Object names'), 'Start');
    expect(rows.map(([start, , key]) => [key, start])).toEqual(Object.entries(NAME_PREFIXES));
  });
});

describe('labels', () => {
  const labels: readonly string[] = Object.values(LABELS);

  test('are ASCII, and none is the start of another', () => {
    for (const label of labels) {
      expect(label).toMatch(/^muniment v1 [a-z-]+(?: [a-z-]+)*$/);
      expect(labels.filter((other) => other.startsWith(label))).toEqual([label]);
    }
  });

  test('of the channel are used by the two ends of the channel alone (VAULT-106)', () => {
    const packages = new URL('../../', import.meta.url);
    const users = readdirSync(packages).flatMap((name) => {
      const folder = new URL(`${name}/src/`, packages);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => [`${name}/src/${file}`, readFileSync(new URL(file, folder), 'utf8')] as const)
        .filter(([, source]) => /VAULT_ENCAPSULATION_LABELS|message\/muniment-vault/.test(source))
        .map(([path]) => path);
    });
    // What measures, and what makes and answers vectors, is at neither end.
    expect(users.filter((path) => !/^(?:bench|conformance)\//.test(path)).sort()).toEqual([
      'vault-client/src/channel.ts',
      'vault-server/src/realm.ts',
      'wire/src/index.ts',
      'wire/src/vault-inputs.ts',
    ]);
  });

  test('in the sources of all packages are registered', () => {
    const packages = new URL('../../', import.meta.url);
    const sources = readdirSync(packages).flatMap((name) => {
      const folder = new URL(`${name}/src/`, packages);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => [`${name}/src/${file}`, readFileSync(new URL(file, folder), 'utf8')] as const);
    });
    const used = sources.flatMap(([file, source]) =>
      [...source.matchAll(/(['"`])(muniment v\d.*?)\1/g)].map(([, , label]) => ({ file, label })),
    );
    expect(used.length).toBeGreaterThanOrEqual(labels.length);
    for (const { file, label } of used) expect(labels, `${file} uses "${label}"`).toContain(label);
  });
});
