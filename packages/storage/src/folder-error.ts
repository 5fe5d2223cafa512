// What the operating system's errors mean for a store. Implements spec/storage.md §9.

import { type ErrorCode, MunimentError } from '@muniment/errors';
import { diskErrorCode } from './disk.ts';

/** What the store was doing when the disk failed. */
export interface DiskAction {
  readonly kind: 'read' | 'write';
  /** For people: `writing packs/0a/x7`. */
  readonly text: string;
  /** The folder of the store. */
  readonly root: string;
}

const UNREACHABLE = new Set([
  'ENODEV',
  'ENXIO',
  'ENOTCONN',
  'ESTALE',
  'ESHUTDOWN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/** Turns an error of the disk into one of the store; passes on anything else as it is. (STORE-049) */
export function toStoreError(error: unknown, action: DiskAction): unknown {
  const posix = diskErrorCode(error);
  if (posix === undefined) return error;
  const [code, reason] = explain(posix, action.kind);
  const message = `${action.text} in the folder ${action.root}: ${reason} (${posix})`;
  return new MunimentError(code, message, { posix }, error);
}

function explain(posix: string, kind: 'read' | 'write'): [ErrorCode, string] {
  switch (posix) {
    case 'EROFS':
      return ['ERR_STORE_READ_ONLY', 'the file system is mounted read-only'];
    case 'EACCES':
    case 'EPERM':
      if (kind === 'read') return ['ERR_STORE_DENIED', 'this user may not read it'];
      return ['ERR_STORE_READ_ONLY', 'this user may not write to it'];
    case 'ENOSPC':
      return ['ERR_STORE_FULL', 'the disk is full'];
    case 'EDQUOT':
      return ['ERR_STORE_FULL', 'the quota of this user is used up'];
    case 'EFBIG':
      return ['ERR_STORE_FULL', 'the file would be larger than is allowed here'];
    case 'EMFILE':
    case 'ENFILE':
      return ['ERR_STORE_IO', 'too many files are open'];
    case 'ENAMETOOLONG':
      return ['ERR_STORE_IO', 'the path is too long for this file system'];
    default:
      if (UNREACHABLE.has(posix)) return ['ERR_STORE_UNREACHABLE', 'the device or server does not answer'];
      return ['ERR_STORE_IO', 'the disk reported a failure'];
  }
}
