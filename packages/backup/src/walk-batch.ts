// Steps of a walk on their way from one thread to another, in few large pieces.

import type { ByteString } from './byte-string.ts';
import { readAsSeen } from './open-file.ts';
import type { Notice } from './types.ts';
import {
  type FileStat,
  FOLDER_END,
  type Walk,
  type WalkKind,
  type WalkState,
  type WalkStep,
} from './walker.ts';

const FIELDS = ['dev', 'ino', 'mode', 'nlink', 'uid', 'gid', 'size', 'mtimeNs', 'ctimeNs'] as const;
/** So much of files is read ahead for a batch, and of files up to so many bytes. */
const READ_BYTES = 2 ** 20;
const READ_FILE_MAX_BYTES = 2 ** 16;
/** What a step is; the kinds of items come first. */
const KINDS: readonly WalkKind[] = ['file', 'directory', 'symlink'];
const END: number = KINDS.length;
const NOTICE: number = END + 1;
/** A file with its content. */
const READ_FILE: number = NOTICE + 1;
/** No path holds it. */
const SEPARATOR = '\0';

/** What a thread that walks is started with. */
export interface WalkOrder {
  readonly state: WalkState;
  readonly patterns: readonly string[];
  readonly oneFileSystem: boolean;
  readonly hidden: ReadonlySet<string>;
  /** Whether small files are to be read. */
  readonly reads: boolean;
}

/** Some steps, and what was reported between them. */
export interface WalkBatch {
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Path and source of each item, target of each link. */
  readonly strings: ByteString;
  /** The fields of each item, as 64 bits that some read with a sign. */
  readonly stats: BigInt64Array<ArrayBuffer>;
  readonly notices: readonly Notice[];
  /** What has been read of files, one behind the other. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** No later than it was. */
  readonly readAtMs: number;
  readonly isLast: boolean;
}

/** Walks on until there are `count` steps, or no more; fewer where files that are read fill a batch. */
export function nextBatch(walk: Walk, reported: Notice[], count: number, reads: boolean): WalkBatch {
  const readAtMs = Date.now();
  // Memory of its own, which can be handed over, and not cleared: only what is written to it is read.
  const content = Buffer.allocUnsafeSlow(reads ? READ_BYTES : 0) as Uint8Array<ArrayBuffer>;
  let contentLength = 0;
  const kinds: number[] = [];
  const strings: ByteString[] = [];
  const stats = new BigInt64Array(count * FIELDS.length);
  let statCount = 0;
  const notices: Notice[] = [];
  let isFull = false;
  for (let steps = 0; steps < count && !isFull; steps++) {
    const step = walk.next();
    for (const notice of reported.splice(0)) {
      kinds.push(NOTICE);
      notices.push(notice);
    }
    if (step === undefined) break;
    if (step === FOLDER_END) {
      kinds.push(END);
      continue;
    }
    const size = reads && step.kind === 'file' ? Number(step.stat.size) : Number.POSITIVE_INFINITY;
    isFull = size <= READ_FILE_MAX_BYTES && contentLength + size > READ_BYTES;
    const target = content.subarray(contentLength, contentLength + size);
    const isRead = size <= READ_FILE_MAX_BYTES && !isFull && readAsSeen(step.source, step.stat, target);
    if (isRead) contentLength += size;
    kinds.push(isRead ? READ_FILE : KINDS.indexOf(step.kind));
    strings.push(step.path, step.source);
    if (step.kind === 'symlink') strings.push(step.target);
    for (const field of FIELDS) stats[statCount++] = step.stat[field];
  }
  return {
    kinds: Uint8Array.from(kinds),
    strings: strings.join(SEPARATOR),
    stats: stats.slice(0, statCount),
    notices,
    content,
    readAtMs,
    isLast: walk.isDone,
  };
}

/** The steps of a batch; what was reported goes to `report` when its turn comes. */
export function* stepsOf(batch: WalkBatch, report: (notice: Notice) => void): Generator<WalkStep> {
  const { kinds, stats, notices, content, readAtMs } = batch;
  const strings = batch.strings.split(SEPARATOR);
  let [stringAt, statAt, noticeAt, contentAt] = [0, 0, 0, 0];
  for (const kind of kinds) {
    if (kind === NOTICE) {
      report(notices[noticeAt++]!);
    } else if (kind === END) {
      yield FOLDER_END;
    } else {
      const [path, source] = [strings[stringAt++]!, strings[stringAt++]!];
      const name = path.slice(path.lastIndexOf('/') + 1);
      const stat = toStat(stats, statAt);
      statAt += FIELDS.length;
      if (kind === READ_FILE) {
        const bytes = content.subarray(contentAt, contentAt + Number(stat.size));
        contentAt += bytes.length;
        yield { kind: 'file', path, name, source, stat, target: '', read: { bytes, atMs: readAtMs } };
        continue;
      }
      const target = KINDS[kind] === 'symlink' ? strings[stringAt++]! : '';
      yield { kind: KINDS[kind]!, path, name, source, stat, target };
    }
  }
  // It came with the message, and nothing else would free it soon.
  content.buffer.transfer(0);
}

/** The fields in their order. */
function toStat(stats: BigInt64Array, at: number): FileStat {
  return {
    dev: unsigned(stats[at]!),
    ino: unsigned(stats[at + 1]!),
    mode: stats[at + 2]!,
    nlink: stats[at + 3]!,
    uid: stats[at + 4]!,
    gid: stats[at + 5]!,
    size: stats[at + 6]!,
    mtimeNs: stats[at + 7]!,
    ctimeNs: stats[at + 8]!,
  };
}

/** Numbers of devices and inodes may take all 64 bits. */
function unsigned(value: bigint): bigint {
  return value < 0n ? BigInt.asUintN(64, value) : value;
}
