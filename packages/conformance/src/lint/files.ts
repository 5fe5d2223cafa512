// The tracked files of the repository.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('../../../../', import.meta.url));

/** Paths of all tracked files, from the root. Files that were deleted and not yet committed are left out. */
export function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter((path) => path !== '' && existsSync(ROOT + path));
}

/** The text of a tracked file. */
export function readText(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}
