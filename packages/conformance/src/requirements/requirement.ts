// The requirements of spec/, one by one (spec/conventions.md, Requirement ids).

import { createHash } from 'node:crypto';

/** How binding a requirement is: its keyword. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

/** The levels, most binding first. */
export const LEVELS: readonly Level[] = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'];

/** Whose duties the requirements are (spec/conventions.md, Words); the longer of two that begin alike stands first. */
export const SUBJECTS: readonly string[] = [
  'writer',
  'reader',
  'collector',
  'verifier',
  'repairer',
  'folder store',
  'store',
  'client',
  'server',
  'dealer',
  'realm',
  'gateway',
  'operator',
  'implementation',
  'later format',
];

/** One requirement. */
export interface Requirement {
  readonly id: string;
  readonly level: Level;
  /** Its document, by its name in spec/. */
  readonly document: string;
  /** The heading that it stands under. */
  readonly section: string;
  /** Whose duty it is, or the empty string where the text begins with none of `SUBJECTS`. */
  readonly subject: string;
  /** The error codes and outcomes of a vault that it names. */
  readonly errors: readonly string[];
  /** The words of its paragraph without marks and line breaks. */
  readonly text: string;
  /** SHA-256 of `text` in UTF-8, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Matches each keyword in a text. */
export const KEYWORDS = /\b(?:MUST NOT|MUST|SHALL|SHOULD NOT|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g;

const START = /^<a id="([A-Z]+-[0-9]{3})"><\/a>\*\*[A-Z]+-[0-9]{3}\*\* /;

/** The words of Markdown: without anchors, emphasis, code marks and targets of links, in one line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<a id="[^"]*"><\/a>/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '$1')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .trim();
}

function subjectOf(text: string): string {
  const [, rest = ''] = /^(?:An? |Every )(.*)$/.exec(text) ?? [];
  return SUBJECTS.find((subject) => new RegExp(`^${subject}\\b`).test(rest)) ?? '';
}

function outcomesOf(text: string): string[] {
  const groups = text.matchAll(/\([^()]*\boutcomes? ([^()]*)\)/g);
  return [...groups].flatMap(([, group]) => [...group.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
}

/**
 * True of a duty to turn away what is read: it names an error, and a vector that only accepts does not show it.
 */
export function isRefusal({ text, subject }: Pick<Requirement, 'text' | 'subject'>): boolean {
  return subject !== 'later format' && /\bMUST\b[^.]*?\b(?:refuse|reject)\b/.test(text);
}

/** The requirements of one document of spec/, in order. `path` is its path from the root. */
export function requirementsOf(path: string, markdown: string): Requirement[] {
  const document = path.replace(/^spec\//, '');
  let section = '';
  return markdown.split(/\n\s*\n/).flatMap((block) => {
    const [, heading] = /^#+ (.*)$/m.exec(block) ?? [];
    if (heading !== undefined && block.startsWith('#')) section = plainText(heading);
    const [start, id] = START.exec(block) ?? [];
    if (start === undefined) return [];
    const body = block.slice(start.length);
    const text = plainText(body);
    const level = LEVELS.find((one) => one === text.match(KEYWORDS)?.[0]);
    if (level === undefined) return [];
    const codes = [...body.matchAll(/`(ERR_[A-Z0-9_]+)`/g)].map(([, code]) => code);
    return [
      {
        id,
        level,
        document,
        section,
        subject: subjectOf(text),
        errors: [...new Set([...codes, ...outcomesOf(body)])],
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    ];
  });
}

/** The requirements of all documents, document by document. */
export function allRequirements(documents: ReadonlyMap<string, string>): Requirement[] {
  return [...documents].flatMap(([path, text]) => requirementsOf(path, text));
}

/** The text of spec/requirements.json. */
export function formatRequirements(requirements: readonly Requirement[]): string {
  return `${JSON.stringify({ format: 1, count: requirements.length, requirements }, null, 2)}\n`;
}
