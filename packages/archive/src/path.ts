// Paths of a manifest: bytes, components joined by '/', in path order. Implements spec/archive.md §2 and §6.

import { MunimentError } from '@muniment/errors';

const SLASH = 0x2f;
const DOT = 0x2e;

/** The greatest length of a path in bytes. */
export const PATH_MAX_BYTES = 32_768;

/**
 * Path order: component by component, so that a directory is followed by what lies below it. Negative if `a` comes
 * first, 0 if the paths are equal.
 */
export function comparePaths(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue;
    // The separator sorts before every byte: "a/b" precedes "a-b" because "a" precedes "a-b".
    if (a[i] === SLASH) return -1;
    if (b[i] === SLASH) return 1;
    return a[i] - b[i];
  }
  return a.length - b.length;
}

/** The path without its last component; undefined for a path of one component. */
export function parentPath(path: Uint8Array): Uint8Array | undefined {
  const at = path.lastIndexOf(SLASH);
  return at < 0 ? undefined : path.subarray(0, at);
}

/** True if `path` is `ancestor` or lies below it; everything lies below the empty path. */
export function isWithin(path: Uint8Array, ancestor: Uint8Array): boolean {
  if (ancestor.length === 0) return true;
  if (path.length < ancestor.length) return false;
  for (let i = 0; i < ancestor.length; i++) if (path[i] !== ancestor[i]) return false;
  return path.length === ancestor.length || path[ancestor.length] === SLASH;
}

/**
 * Refuses what could lead outside the target (ARCH-042).
 * @throws ERR_PATH
 */
export function assertPath(path: Uint8Array): void {
  const fail = (reason: string): never => {
    throw new MunimentError('ERR_PATH', `a path ${reason}: ${printablePath(path)}`, {
      path: printablePath(path),
    });
  };
  if (path.length === 0) fail('is empty');
  if (path.length > PATH_MAX_BYTES) fail('is too long');
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (path[i] === 0) fail('holds a NUL byte');
    if (i < path.length && path[i] !== SLASH) continue;
    const length = i - start;
    if (length === 0) fail('has an empty component');
    if (path[start] === DOT && (length === 1 || (length === 2 && path[start + 1] === DOT)))
      fail("has a component '.' or '..'");
    start = i + 1;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A path for people: UTF-8 where it is valid, other and control bytes as \xNN, so that a hostile name cannot drive a
 * terminal.
 */
export function printablePath(path: Uint8Array): string {
  let text: string;
  try {
    text = strictUtf8.decode(path);
  } catch {
    text = Array.from(path, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
    ).join('');
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}
