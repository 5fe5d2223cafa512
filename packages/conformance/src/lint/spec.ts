// The lint of spec/: requirement ids, keywords, error codes, links.

import { isRefusal, requirementsOf } from '../requirements/requirement.ts';
import type { Problem } from './problem.ts';

/** The documents of spec/ by path, as text. */
export type Documents = ReadonlyMap<string, string>;

const ANCHOR = /<a id="([^"]*)"><\/a>/g;
const REQUIREMENT = /^<a id="([A-Z]+-[0-9]{3})"><\/a>\*\*([A-Z]+-[0-9]{3})\*\* /;
const KEYWORD = /\b(MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/;
const MENTION = /\b([A-Z]{4,7}-[0-9]{3})\b/g;
// The document that says what the keywords mean.
const CONVENTIONS = 'spec/conventions.md';
// The document that lists the others.
const CONTENTS = 'spec/README.md';
// The document that lists removed requirements.
const CHANGES = 'spec/changes.md';
// Documents and sections that demand nothing (spec/conventions.md, Words). What is generated quotes.
const INFORMATIVE =
  /^spec\/(?:README|rationale|threat-model|changes|example|conventions|coverage|removed-checks)\.md$/;
const INFORMATIVE_SECTION = /^(?:[0-9]+\. )?(?:Security considerations|Rationale|Examples?)$/;
// What reads like a duty and is none: a duty has a keyword in capitals and an id.
const MODAL = /\b(?:must(?: not)?|shall(?: not)?|(?:has|have) to|may not|required)\b/i;
const EVERY_KEYWORD = /\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g;

interface Paragraph {
  readonly line: number;
  readonly text: string;
}

/** Runs of lines between blank lines; code blocks, tables and headings are left out. */
function paragraphs(text: string): Paragraph[] {
  const out: { line: number; text: string }[] = [];
  let open = false;
  let fenced = false;
  text.split('\n').forEach((line, i) => {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const breaks = fenced || /^\s*```|^\s*$|^#|^\s*\|/.test(line);
    if (!breaks && open) out[out.length - 1].text += `\n${line}`;
    else if (!breaks) out.push({ line: i + 1, text: line });
    open = !breaks;
  });
  return out;
}

/** The lines of a document that can demand something, with their numbers; code blocks and spans are left out. */
function normativeLines(path: string, text: string): { line: number; text: string }[] {
  if (INFORMATIVE.test(path)) return [];
  let fenced = false;
  let informativeDepth = 0;
  return text.split('\n').flatMap((line, i) => {
    if (/^\s*```/.test(line)) fenced = !fenced;
    const [, marks, heading] = /^(#+) (.*)$/.exec(line) ?? [];
    if (marks !== undefined && !fenced && (informativeDepth === 0 || marks.length <= informativeDepth))
      informativeDepth = INFORMATIVE_SECTION.test(heading) ? marks.length : 0;
    return fenced || informativeDepth > 0 ? [] : [{ line: i + 1, text: line.replace(/`[^`]*`/g, '') }];
  });
}

/** The ids that the table of spec/changes.md lists as removed. */
export function removedIds(documents: Documents): string[] {
  const rows = (documents.get(CHANGES) ?? '').matchAll(/^\| ([A-Z]+-[0-9]{3}) \|/gm);
  return [...rows].map(([, id]) => id);
}

/** Checks that of the ids that there were none has gone without a row in spec/changes.md. */
export function lintRemoved(before: readonly string[], documents: Documents): Problem[] {
  const present = new Set([...requirementIds(documents), ...removedIds(documents)]);
  return before
    .filter((id) => !present.has(id))
    .map((id) => ({ where: CHANGES, what: `${id} was removed and is not listed` }));
}

/** Every requirement id of the documents, in order. */
export function requirementIds(documents: Documents): string[] {
  return [...documents.values()].flatMap((text) =>
    [...text.matchAll(/^<a id="([A-Z]+-[0-9]{3})"><\/a>/gm)].map(([, id]) => id),
  );
}

/** Every error code of the table in spec/errors.md, with its class. */
export function errorCodes(documents: Documents): Map<string, string> {
  const rows = (documents.get('spec/errors.md') ?? '').matchAll(/^\| `(ERR_[A-Z0-9_]+)` \| ([a-z]+) \|/gm);
  return new Map([...rows].map(([, code, errorClass]) => [code, errorClass]));
}

/** The anchors that a document offers: explicit ones, and those of its headings. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
  return new Set([...headings, ...[...text.matchAll(ANCHOR)].map(([, id]) => id)]);
}

/**
 * Checks the documents.
 * @param exists says whether a path of the repository, from its root, exists
 */
export function lintSpec(documents: Documents, exists: (path: string) => boolean): Problem[] {
  const problems: Problem[] = [];
  const codes = errorCodes(documents);
  const seen = new Map<string, string>();
  const known = new Set(requirementIds(documents));
  const removed = new Set(removedIds(documents));
  const contents = documents.get(CONTENTS);
  for (const path of documents.keys()) {
    const name = path.slice('spec/'.length);
    if (contents !== undefined && path !== CONTENTS && !contents.includes(`| \`${name}\``))
      problems.push({ where: CONTENTS, what: `${name} is not in its table` });
  }
  for (const [path, text] of documents) {
    const report = (line: number, what: string): void => {
      problems.push({ where: `${path}:${line}`, what });
    };
    text.split('\n').forEach((line, i) => {
      for (const [, id] of line.matchAll(ANCHOR)) {
        if (!/^[A-Z]+-[0-9]{3}$/.test(id)) continue;
        const other = seen.get(id);
        if (other !== undefined) report(i + 1, `${id} is also at ${other}`);
        if (removed.has(id)) report(i + 1, `${id} was removed: its id is used for nothing else`);
        seen.set(id, `${path}:${i + 1}`);
        const [, anchor, bold] = REQUIREMENT.exec(line) ?? [];
        if (anchor === undefined)
          report(i + 1, `${id} does not stand in bold behind its anchor at the start of its paragraph`);
        else if (anchor !== bold) report(i + 1, `the anchor says ${anchor}, the text ${bold}`);
      }
      for (const [, code] of line.matchAll(/`(ERR_[A-Z0-9_]+)`/g)) {
        if (!codes.has(code)) report(i + 1, `${code} is not in spec/errors.md`);
      }
      for (const [, id] of line.matchAll(MENTION)) {
        if ([...known].some((other) => other.startsWith(id.slice(0, -3))) && !known.has(id)) {
          if (path !== CHANGES || !removed.has(id)) report(i + 1, `${id} is no requirement`);
        }
      }
      for (const [, target] of line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file, anchor] = target.split('#');
        if (/^[a-z]+:/.test(file)) continue;
        const full = file === '' ? path : new URL(file, `file:///${path}`).pathname.slice(1);
        if (file !== '' && !exists(full)) report(i + 1, `the link ${target} leads nowhere`);
        else if (anchor !== undefined && documents.has(full) && !anchors(documents.get(full)!).has(anchor)) {
          report(i + 1, `the link ${target} leads to no anchor`);
        }
      }
    });
    for (const { line, text: of } of normativeLines(path, text)) {
      for (const [word] of of.matchAll(new RegExp(MODAL, 'gi')))
        if (word !== word.toUpperCase()) report(line, `"${word}" in normative text that is no requirement`);
    }
    for (const requirement of requirementsOf(path, text)) {
      const { id, subject, errors } = requirement;
      const line = text.slice(0, text.indexOf(`<a id="${id}">`)).split('\n').length;
      if (subject === '') report(line, `${id} does not begin with whose duty it is`);
      if (isRefusal(requirement) && errors.length === 0) report(line, `${id} refuses and names no error`);
    }
    for (const { line, text: paragraph } of paragraphs(text)) {
      const isRequirement = REQUIREMENT.test(paragraph);
      const hasKeyword = KEYWORD.test(paragraph);
      if (isRequirement && !hasKeyword) report(line, 'a requirement without a keyword');
      const keywords = paragraph.match(EVERY_KEYWORD)?.length ?? 0;
      if (isRequirement && keywords > 1) report(line, `a requirement with ${keywords} keywords`);
      if (!isRequirement && hasKeyword && path !== CONVENTIONS)
        report(line, 'a keyword outside a requirement');
    }
  }
  return problems;
}

/** Checks the words of a schema's comments: its annotations bind, and nothing else there does. */
export function lintSchemaWords(path: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, i) => {
    const [, comment = ''] = /\/\/(.*)$/.exec(line) ?? [];
    const words = comment.replace(/@[a-z]+/g, '').match(new RegExp(MODAL, 'gi')) ?? [];
    return words.map((word) => ({
      where: `${path}:${i + 1}`,
      what: `"${word}" beside what annotations say`,
    }));
  });
}

/** Checks that the requirements which a file outside the specification names are there. */
export function lintCitations(path: string, text: string, known: ReadonlySet<string>): Problem[] {
  const families = new Set([...known].map((id) => id.slice(0, -3)));
  return text
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(MENTION)].flatMap(([, id]) =>
        families.has(id.slice(0, -3)) && !known.has(id)
          ? [{ where: `${path}:${i + 1}`, what: `${id} is no requirement` }]
          : [],
      ),
    );
}
