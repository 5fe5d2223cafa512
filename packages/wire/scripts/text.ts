// Small helpers for generating TypeScript text.

/** `archive_id` is `archiveId`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `HeadStable` is `HEAD_STABLE`. */
export function constantCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** `text` as a string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Indents `text` by its brackets, so that templates need not, and drops its empty lines but single ones. */
export function layOut(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    const bare = line.trim();
    // Comments have no brackets that count; the lines of a block comment begin with a star.
    if (/^(\/\/|\/\*\*|\*)/.test(bare))
      return `${'  '.repeat(depth)}${bare.startsWith('*') ? ' ' : ''}${bare}`;
    if (/^[})\]]/.test(bare)) depth--;
    const result = bare === '' ? '' : '  '.repeat(depth) + bare;
    if (/[{([]$/.test(bare)) depth++;
    return result;
  });
  return lines.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}
