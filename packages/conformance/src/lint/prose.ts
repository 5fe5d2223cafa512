// The lint of words: what no tracked file may mention.

import type { Problem } from './problem.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly what: string;
}

// Patterns are put together from halves where this file would otherwise be its own finding.
const RULES: readonly Rule[] = [
  {
    pattern: /\bregistry\.[a-z0-9-]+\.[a-z]+|\bnpmjs\.(?:org|com)\b|\byarnpkg\b/i,
    what: 'the host of a package registry',
  },
  {
    pattern: new RegExp(`(?<![\\w.-])/(?:${['wo', 'rk'].join('')}|root)/`),
    what: 'an absolute path of one machine',
  },
  { pattern: /(?<![\w./-])\/home\/(?!ada\b|store\b)[a-z]/, what: 'the home folder of one machine' },
  {
    pattern: new RegExp(`(?<!user[ -])\\b(?:sub-?)?${['ag', 'ent'].join('')}s?\\b`, 'i'),
    what: 'who wrote it',
  },
  { pattern: /\b(?:coding|chat|previous|earlier|working) sessions?\b/i, what: 'how it was written' },
  {
    pattern: /\b(?:an|the|this|that|open|closed|github|see) issues?\b|\bissues? ?#?\d/i,
    what: 'a report in a tracker',
  },
  {
    pattern: new RegExp(
      `\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['HA', 'CK'].join('')})\\b`,
    ),
    what: 'unfinished work',
  },
];

/** Files whose words are not ours, or are data. */
const EXEMPT = /(^|\/)LICENSE$|^package-lock\.json$|^test-vectors\/(third-party|archives\/[^/]+\/store)\//;

/** True if the lint looks at a file. */
export function isProse(path: string): boolean {
  return !EXEMPT.test(path);
}

/** Checks one file. */
export function lintProse(path: string, text: string): Problem[] {
  if (!isProse(path)) return [];
  return text.split('\n').flatMap((line, i) =>
    RULES.flatMap(({ pattern, what }) => {
      const match = pattern.exec(line);
      return match === null
        ? []
        : [{ where: `${path}:${i + 1}`, what: `mentions ${what}: ${match[0].trim()}` }];
    }),
  );
}
