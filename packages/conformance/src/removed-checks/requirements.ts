// Which requirements are about checking: those for which a check has to be removed and the removal noticed.

/** A requirement of the specification. */
export interface CheckedRequirement {
  readonly id: string;
  /** Without line breaks. */
  readonly text: string;
}

const REQUIREMENT = /^<a id="([A-Z]+-[0-9]{3})"><\/a>\*\*\1\*\* ([\s\S]*)$/;
const CHECKING =
  /\b(?:refuse|reject|check|verif(?:y|ies)|compare|ignore|accept|take no more|release nothing)(?:s|d|ed)?\b|`ERR_/;

/** The requirements with a MUST or MUST NOT that speak of checking, refusing, comparing, ignoring or accepting, or name an error. */
export function requirementsAboutChecking(documents: ReadonlyMap<string, string>): CheckedRequirement[] {
  return [...documents.values()].flatMap((document) =>
    document.split(/\n\s*\n/).flatMap((paragraph) => {
      const [, id, words] = REQUIREMENT.exec(paragraph.trim()) ?? [];
      if (id === undefined || words === undefined) return [];
      const text = words.replace(/\s+/g, ' ');
      return /\bMUST\b/.test(text) && CHECKING.test(text) ? [{ id, text }] : [];
    }),
  );
}
