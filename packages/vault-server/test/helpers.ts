import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Makes temporary folders and removes them after the tests of the file. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  afterAll(() => {
    for (const path of made) rmSync(path, { recursive: true, force: true });
  });
  return () => {
    const path = mkdtempSync(join(tmpdir(), 'muniment-vault-'));
    made.push(path);
    return path;
  };
}

/**
 * The bytes of a database and its -wal and -shm files. Another process reads them: if this one opened and closed them, its own
 * connections would lose their locks.
 */
export function rawFiles(path: string): Buffer[] {
  return ['', '-wal', '-shm']
    .map((suffix) => path + suffix)
    .filter((file) => existsSync(file))
    .map((file) => execFileSync('cat', [file], { maxBuffer: 2 ** 30 }));
}
