// Restores a snapshot, or a part of one, below a folder. Implements spec/archive.md §12.

import { closeSync, ftruncateSync } from 'node:fs';
import {
  type ChunkLocation,
  type ChunkReader,
  type ComingChunk,
  type Crew,
  type ExtentLocation,
  eachExtent,
  type HeadInfo,
  type LookAhead,
  type PackRef,
  printablePath,
  type SnapshotEntry,
} from '@muniment/archive';
import { isPromise, type MaybePromise } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Entry } from '@muniment/wire';
import { type ByteString, toByteString } from './byte-string.ts';
import { LargeFiles } from './large-files.ts';
import { damageNotice, snapshotPath, unknownPath } from './list.ts';
import { type FileOrder, type FileOutcome, setMetadata, writeAll } from './new-file.ts';
import { assertGoingOn, NoticeLog, noticeOf, Turns } from './notices.ts';
import type { Session } from './session.ts';
import { SmallFiles } from './small-files.ts';
import { summarise } from './summary.ts';
import { type Existing, inTheWay, type NewFile, TargetFolder, targetError } from './target.ts';
import type { Overwrite, Phase, RestoreOptions, RestoreResult } from './types.ts';

/** Times that differ by no more count as equal: what `utimes` can set. */
const MTIME_TOLERANCE_NS = 1_000n;
/** A pack of which this share is wanted is read whole. */
const WHOLE_SHARE = 0.3;
/** Steps that are found before their turn. */
const STEP_COUNT = 1_024;
/** Parts of a file that are one step. */
const PART_COUNT = 64;
/** Folders that stay open because something in them waits for its turn. */
const LEFT_FOLDER_COUNT = 200;
/** So many small files are made here before a thread is started for them. */
const ALONE_COUNT = 256;
/** A large file is opened a second time while it is written. */
const OWNER_WRITES = 0o200;
/** After so many steps that were found, what they need is begun. */
const ADVANCE_COUNT = 64;

/**
 * Restores into the folder `into`. Content is verified before it is written; a file gets its name only when it is
 * complete. What cannot be restored is reported, and the rest goes on.
 *
 * ```ts
 * const { failed } = await restore(session, { into: '/home/ada/restored' });
 * ```
 * @throws ERR_SNAPSHOT_UNKNOWN, ERR_PATH_UNKNOWN, ERR_TARGET, ERR_TARGET_FULL, ERR_INTERRUPTED, errors of the store
 */
export async function restore(session: Session, options: RestoreOptions): Promise<RestoreResult> {
  const head = session.archive.snapshot(options.snapshot ?? 'latest');
  return new RestoreRun(session, head, options).run();
}

/** A folder that entries are being restored into. */
interface OpenFolder {
  readonly path: ByteString;
  readonly folder: TargetFolder;
  /** Undefined for folders above the part that is restored. */
  readonly entry: Entry | undefined;
}

/** One thing to do, when it is its turn. */
interface Step {
  readonly run: () => Promise<void> | undefined;
  /** Of a whole file: can be made on another thread while what follows is done. */
  readonly small?: { readonly writing: Writing; readonly parts: readonly Part[] };
  /** What needs the small files that were found before it: behind them on their way, or once they are all there. */
  readonly comes?: 'behind files' | 'after files';
}

/** A run of a file, on its way. */
type Part = { readonly hole: bigint } | { readonly chunk: ComingChunk };

/** A file that is written, from its first part to its name. */
interface Writing {
  readonly folder: TargetFolder;
  readonly name: ByteString;
  readonly content: Entry;
  readonly metadata: Entry;
  /** True if something is there that may be replaced. */
  readonly replace: boolean;
  /** Called when it has its name. */
  readonly written: () => void;
  file: NewFile | undefined;
  at: number;
  bytes: number;
  endsInHole: boolean;
  isGivenUp: boolean;
}

interface Plan {
  readonly bytesOf: ReadonlyMap<PackRef, number>;
  /** Paths that hard links of the selection lead to. */
  readonly linkTargets: Set<ByteString>;
  readonly files: number;
  readonly bytes: number;
}

// ARCH-101, ARCH-103
class RestoreRun {
  readonly #session: Session;
  readonly #head: HeadInfo;
  readonly #options: RestoreOptions;
  readonly #overwrite: Overwrite;
  readonly #within: Uint8Array | undefined;
  readonly #failed: NoticeLog;
  readonly #incomplete: NoticeLog;
  readonly #turns = new Turns();
  readonly #counts = { files: 0, directories: 0, links: 0, bytes: 0, presentFiles: 0, keptFiles: 0 };
  readonly #stack: OpenFolder[] = [];
  /** All that are open, those with things in them that are to be done after they were left too. */
  readonly #openFolders = new Set<TargetFolder>();
  readonly #steps: Step[] = [];
  /** The file that has been begun. */
  #writing: Writing | undefined;
  readonly #smallFiles = new SmallFiles();
  #largeFiles!: LargeFiles;
  #smallCount = 0;
  /** Where the content of a hard link's target stands, once it does. */
  readonly #standing = new Map<ByteString, ByteString>();
  #plan: Plan = { bytesOf: new Map(), linkTargets: new Set(), files: 0, bytes: 0 };
  /** A folder that could not be made: nothing below it can be restored. */
  #blocked: ByteString | undefined;
  #chunks!: ChunkReader;
  #ahead!: LookAhead;
  #root!: TargetFolder;

  constructor(session: Session, head: HeadInfo, options: RestoreOptions) {
    this.#session = session;
    this.#head = head;
    this.#options = options;
    this.#overwrite = options.overwrite ?? 'never';
    this.#within = snapshotPath(options.path);
    this.#failed = new NoticeLog(options.onNotice);
    this.#incomplete = new NoticeLog(options.onNotice);
  }

  async run(): Promise<RestoreResult> {
    const { archive } = this.#session;
    // How much a part of the snapshot comes to is not known yet.
    const bytes = this.#within === undefined ? Number(this.#head.stable.totals?.bytes ?? 0n) : 0;
    const crew = await archive.startCrew(this.#options.jobs, bytes);
    try {
      return await this.#runWith(crew);
    } finally {
      await crew.close();
    }
  }

  async #runWith(crew: Crew): Promise<RestoreResult> {
    const { archive } = this.#session;
    this.#plan = await this.#makePlan();
    this.#chunks = archive.chunkReader(
      (pack) =>
        pack.sizeLog2 <= 17 || (this.#plan.bytesOf.get(pack) ?? 0) >= WHOLE_SHARE * 2 ** pack.sizeLog2,
    );
    this.#root = TargetFolder.openRoot(this.#options.into);
    this.#largeFiles = new LargeFiles(crew);
    this.#ahead = await archive.lookAhead(this.#chunks, crew);
    try {
      this.#root.removeLeftovers();
      this.#report('restoring');
      await this.#restoreAll(crew.size > 1);
      this.#report('restoring');
    } finally {
      this.#ahead.close();
      await this.#smallFiles.close();
      if (this.#writing !== undefined) await this.#giveUp(this.#writing);
      for (const folder of this.#openFolders) folder.close();
      this.#root.close();
    }
    return {
      ...this.#counts,
      snapshot: summarise(this.#head, archive.tips()),
      failed: this.#failed.toNotices(),
      incomplete: this.#incomplete.toNotices(),
    };
  }

  /** A first pass over the manifest: what is wanted of which pack, and what hard links lead to. */
  async #makePlan(): Promise<Plan> {
    const bytesOf = new Map<PackRef, number>();
    const linkTargets = new Set<ByteString>();
    let [files, bytes, entries] = [0, 0, 0];
    this.#report('planning', { files, bytes });
    let isDamaged = false;
    const walk = this.#session.archive.manifest(this.#head).leaves({
      ...(this.#within === undefined ? {} : { within: this.#within }),
      onDamage: (damage) => {
        damageNotice(damage);
        isDamaged = true;
      },
    });
    const blocks = new Set<number>();
    let lastPack: PackRef | undefined;
    const add = (extent: ExtentLocation): void => {
      if ('hole' in extent) return;
      const { pack, offset, storedLength } = extent.chunk.block;
      if (pack !== lastPack) blocks.clear();
      lastPack = pack;
      // Chunks of one block are neighbours: each block counts once.
      if (blocks.has(offset)) return;
      blocks.add(offset);
      bytesOf.set(pack!, (bytesOf.get(pack!) ?? 0) + storedLength);
    };
    for await (const leaf of withoutDigestError(walk)) {
      const turn = this.#step();
      if (turn !== undefined) await turn;
      for (const item of leaf) {
        entries++;
        if (item.entry.kind === 'hard-link') linkTargets.add(toByteString(item.entry.target));
        if (item.entry.kind !== 'file') continue;
        files++;
        bytes += Number(item.entry.size);
        try {
          const rest = eachExtent(item, add);
          if (rest !== undefined) await rest;
        } catch (error) {
          rethrowIfStore(error);
        }
      }
      this.#report('planning', { files, bytes });
    }
    if (entries === 0 && this.#within !== undefined && !isDamaged) throw unknownPath(this.#within);
    this.#report('planning', { files, bytes });
    return { bytesOf, linkTargets, files, bytes };
  }

  /** Finds what is to be done, some way ahead, and does it in order. */
  async #restoreAll(hasThreads: boolean): Promise<void> {
    const found = this.#find();
    for (let isAllFound = false; ; ) {
      while (!isAllFound && !this.#isFarAhead()) {
        isAllFound = (await found.next()).done === true;
        this.#ahead.advance();
      }
      this.#ahead.advance();
      const step = this.#steps.shift();
      if (step === undefined) {
        await this.#smallFiles.finish();
        if (isAllFound) break;
        continue;
      }
      assertGoingOn(this.#options.signal);
      if (step.small !== undefined && hasThreads) {
        const { writing, parts } = step.small;
        const isMade = ++this.#smallCount > ALONE_COUNT && this.#make(writing, parts);
        if (isPromise(isMade) ? await isMade : isMade) continue;
      }
      if (step.comes === 'behind files' && this.#smallFiles.isBusy) {
        this.#smallFiles.after(() => void step.run());
        continue;
      }
      if (step.comes === 'after files') await this.#smallFiles.finish();
      const running = step.run();
      if (running !== undefined) await running;
      this.#report('restoring');
    }
  }

  /** Has a small file made behind those before it. False if it must be written here. */
  #make(writing: Writing, parts: readonly Part[]): MaybePromise<boolean> {
    const { folder, name, metadata, content } = writing;
    const length = Number(content.size);
    const order = folder.order(name, length, metadata);
    if (order === undefined || parts.some((part) => 'hole' in part)) return false;
    const filled = this.#fill(this.#smallFiles.room(length), parts);
    if (filled === undefined) return this.#order(writing, parts, order);
    return filled.then(
      () => this.#order(writing, parts, order),
      (error: unknown) => {
        this.#smallFiles.after(() => this.#lose(metadata, error));
        for (const part of parts) release(part);
        return true;
      },
    );
  }

  /** Puts the chunks of `parts` into the room for their file, beginning `at` with the `from`th. */
  #fill(room: Uint8Array, parts: readonly Part[], from = 0, at = 0): Promise<void> | undefined {
    for (let i = from, to = at; i < parts.length; i++) {
      const part = parts[i]!;
      if ('hole' in part) continue;
      const bytes = part.chunk.bytes();
      if (isPromise(bytes)) {
        return bytes.then((value) => {
          room.set(value, to);
          return this.#fill(room, parts, i + 1, to + value.length);
        });
      }
      room.set(bytes, to);
      to += bytes.length;
    }
    return undefined;
  }

  /** Orders a file that is in the room for it. */
  #order(writing: Writing, parts: readonly Part[], order: FileOrder): MaybePromise<boolean> {
    for (const part of parts) release(part);
    const added = this.#smallFiles.add(order, (outcome) => this.#made(writing, order.length, outcome));
    const goOn = (): MaybePromise<boolean> => {
      const turn = this.#step();
      return turn === undefined ? true : turn.then(() => true);
    };
    return added === undefined ? goOn() : added.then(goOn);
  }

  #made(writing: Writing, length: number, outcome: FileOutcome): void {
    const { metadata } = writing;
    if (outcome !== undefined && 'code' in outcome) {
      const { code, message } = outcome;
      const isTaken = code === 'EISDIR' || code === 'ENOTEMPTY';
      this.#lose(metadata, isTaken ? inTheWay('a folder') : Object.assign(new Error(message), { code }));
      return;
    }
    this.#noteIncomplete(outcome?.problem, metadata);
    this.#counts.bytes += length;
    writing.written();
    this.#report('restoring');
  }

  #isFarAhead(): boolean {
    return (
      this.#ahead.isFull ||
      this.#steps.length >= STEP_COUNT ||
      this.#openFolders.size - this.#stack.length >= LEFT_FOLDER_COUNT
    );
  }

  /**
   * Finds what is to be done, in order; pauses when enough has been found. Only folders are made at once: whatever else fails, fails
   * in its turn.
   */
  async *#find(): AsyncGenerator<void, undefined> {
    const walk = this.#session.archive.manifest(this.#head, this.#chunks).leaves({
      ...(this.#within === undefined ? {} : { within: this.#within }),
      onDamage: (damage) => {
        const notice = damageNotice(damage);
        this.#addStep(() => this.#failed.add(notice), 'behind files');
      },
    });
    try {
      let count = 0;
      for await (const leaf of walk) {
        for (const item of leaf) {
          const turn = this.#step();
          if (turn !== undefined) await turn;
          const rest = this.#findIn(item);
          if (rest !== undefined) yield* rest;
          if (++count % ADVANCE_COUNT === 0 || this.#isFarAhead()) yield;
        }
      }
    } catch (error) {
      // Every file had been verified by itself.
      this.#addStep(() => {
        if (!isMunimentError(error, 'ERR_ENTRIES_DIGEST')) throw error;
        this.#failed.add(noticeOf(error));
      }, 'after files');
    }
    while (this.#stack.length > 0) this.#leave();
  }

  #addStep(run: () => void, comes?: Step['comes']): void {
    this.#steps.push({
      run: () => {
        run();
        return undefined;
      },
      ...(comes === undefined ? {} : { comes }),
    });
  }

  /** What is to be done for an entry. Gives what is left to be found, of a file that has more to it. */
  #findIn(item: SnapshotEntry): AsyncGenerator<void> | undefined {
    const { entry } = item;
    const path = toByteString(entry.path);
    if (this.#blocked !== undefined && path.startsWith(`${this.#blocked}/`)) {
      const notice = {
        code: 'ERR_TARGET',
        message: 'the folder that it lies in could not be made',
        path: printablePath(entry.path),
      } as const;
      this.#addStep(() => this.#failed.add(notice), 'behind files');
      return undefined;
    }
    while (this.#stack.length > 0 && !path.startsWith(`${this.#stack.at(-1)!.path}/`)) this.#leave();
    try {
      const folder = this.#enter(path);
      const name = path.slice(path.lastIndexOf('/') + 1);
      switch (entry.kind) {
        case 'directory':
          this.#addFolder(folder, name, path, entry);
          return undefined;
        case 'file':
          return this.#findFile(folder, name, path, item);
        case 'symlink':
          this.#steps.push({ run: this.#orLose(entry, async () => this.#addLink(folder, name, entry)) });
          return undefined;
        case 'hard-link':
          this.#steps.push({
            run: this.#orLose(entry, () => this.#addHardLink(folder, name, path, entry)),
            comes: 'after files',
          });
          return undefined;
      }
    } catch (error) {
      if (entry.kind === 'directory') this.#blocked = path;
      this.#addStep(() => this.#lose(entry, error), 'behind files');
      return undefined;
    }
  }

  /** Work whose failure costs only its entry. */
  #orLose(entry: Entry, work: () => Promise<void>): () => Promise<void> {
    return async () => {
      try {
        await work();
      } catch (error) {
        this.#smallFiles.after(() => this.#lose(entry, error));
      }
    };
  }

  /** Reports an entry as not restored. @throws the error, if it ends the restore */
  #lose(entry: Entry, error: unknown): void {
    const ours = targetError(error, printablePath(entry.path));
    rethrowIfStore(ours);
    if (isMunimentError(ours, 'ERR_TARGET_FULL') || isMunimentError(ours, 'ERR_INTERRUPTED')) throw ours;
    this.#failed.add(noticeOf(ours, { path: printablePath(entry.path) }));
  }

  /** The folder that `path` lies in. */
  #enter(path: ByteString): TargetFolder {
    const top = this.#stack.at(-1);
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if ((top?.path ?? '') === parent) return top?.folder ?? this.#root;
    // Above the part that is restored, or below a part of the manifest that could not be read.
    const above = this.#enter(parent);
    const { folder } = above.openFolder(parent.slice(parent.lastIndexOf('/') + 1), true);
    this.#push({ path: parent, folder, entry: undefined });
    return folder;
  }

  #push(open: OpenFolder): void {
    this.#stack.push(open);
    this.#openFolders.add(open.folder);
  }

  /** Ends what is below a folder: when all of it has been done, the folder is finished. */
  #leave(): void {
    const { folder, entry } = this.#stack.pop()!;
    this.#addStep(() => {
      if (entry !== undefined) this.#noteIncomplete(folder.setMetadata(entry), entry);
      this.#openFolders.delete(folder);
      folder.close();
    }, 'behind files');
  }

  #addFolder(parent: TargetFolder, name: ByteString, path: ByteString, entry: Entry): void {
    const { folder, isNew } = parent.openFolder(name, true);
    this.#push({ path, folder, entry });
    if (!isNew) folder.removeLeftovers();
    this.#counts.directories++;
  }

  #findFile(
    folder: TargetFolder,
    name: ByteString,
    path: ByteString,
    { entry, extentParts }: SnapshotEntry,
  ): AsyncGenerator<void> | undefined {
    const stands = (): void => {
      if (this.#plan.linkTargets.has(path)) this.#standing.set(path, path);
    };
    const existing = folder.look(name);
    if (existing !== undefined && isPresent(existing, entry)) {
      this.#counts.presentFiles++;
      stands();
      return undefined;
    }
    if (!this.#mayReplace(existing, entry)) return undefined;
    const writing = newWriting(folder, name, entry, entry, existing !== undefined, () => {
      stands();
      this.#counts.files++;
    });
    let found: ReturnType<SnapshotEntry['extentParts']>;
    try {
      found = extentParts();
    } catch (error) {
      this.#addFailure(writing, error);
      return undefined;
    }
    if (Symbol.asyncIterator in found) return this.#findParts(writing, found);
    if (found.length > PART_COUNT) return this.#findParts(writing, [found]);
    const parts = found.map((extent) => this.#part(extent));
    const run = this.#orLose(entry, () => this.#write(writing, parts, true));
    const isSmall = entry.size <= SmallFiles.fileMaxBytes && existing === undefined;
    this.#steps.push(isSmall ? { run, small: { writing, parts } } : { run });
    return undefined;
  }

  /** The steps of a file that takes several. */
  async *#findParts(
    writing: Writing,
    found: AsyncIterable<readonly ExtentLocation[]> | Iterable<readonly ExtentLocation[]>,
  ): AsyncGenerator<void> {
    let parts: Part[] = [];
    const add = (of: readonly Part[], isLast: boolean): void => {
      this.#steps.push({ run: this.#orLose(writing.metadata, () => this.#write(writing, of, isLast)) });
    };
    try {
      for await (const extents of found) {
        for (const extent of extents) {
          if (parts.length === PART_COUNT) {
            add(parts, false);
            parts = [];
            yield;
          }
          parts.push(this.#part(extent));
        }
      }
    } catch (error) {
      for (const part of parts) release(part);
      this.#addFailure(writing, error);
      return;
    }
    add(parts, true);
  }

  #part(extent: ExtentLocation): Part {
    return 'hole' in extent ? extent : { chunk: this.#ahead.tell(extent.chunk) };
  }

  /** A file whose parts could not all be found is given up in its turn. */
  #addFailure(writing: Writing, failure: unknown): void {
    const run = this.#orLose(writing.metadata, async () => {
      if (writing.isGivenUp) return;
      await this.#giveUp(writing);
      throw failure;
    });
    this.#steps.push({ run });
  }

  /** Writes the next parts of a file under a temporary name; it gets its own when all of it is there. */
  async #write(writing: Writing, parts: readonly Part[], isLast: boolean): Promise<void> {
    try {
      if (writing.isGivenUp) return;
      const { folder, content, metadata } = writing;
      this.#writing = writing;
      const isLarge = content.size >= LargeFiles.fileMinBytes;
      writing.file ??= folder.createTemporary(metadata.mode | (isLarge ? OWNER_WRITES : 0));
      const { handle, name, made } = writing.file;
      for (const part of parts) {
        writing.endsInHole = 'hole' in part;
        if ('hole' in part) {
          writing.at += Number(part.hole);
          continue;
        }
        const bytes = part.chunk.bytes();
        const chunk = isPromise(bytes) ? await bytes : bytes;
        if (isLarge) {
          const added = this.#largeFiles.add(handle, writing.at, chunk);
          if (added !== undefined) await added;
        } else {
          writeAll(handle, chunk, writing.at);
        }
        writing.at += chunk.length;
        writing.bytes += chunk.length;
        part.chunk.release();
        const turn = this.#step();
        if (turn !== undefined) await turn;
      }
      if (!isLast) return;
      if (isLarge) await this.#largeFiles.flush();
      if (writing.endsInHole) ftruncateSync(handle, Number(content.size));
      this.#noteIncomplete(setMetadata(handle, metadata, made), metadata);
      writing.file = undefined;
      try {
        closeSync(handle);
        folder.publish(name, writing.name, writing.replace);
      } catch (error) {
        folder.remove(name);
        throw error;
      }
      this.#writing = undefined;
      this.#counts.bytes += writing.bytes;
      writing.written();
    } catch (error) {
      await this.#giveUp(writing);
      throw error;
    } finally {
      for (const part of parts) release(part);
    }
  }

  /** Removes what there is of a file. */
  async #giveUp(writing: Writing): Promise<void> {
    writing.isGivenUp = true;
    if (this.#writing === writing) this.#writing = undefined;
    if (writing.file === undefined) return;
    await this.#largeFiles.drop();
    const { handle, name } = writing.file;
    writing.file = undefined;
    closeSync(handle);
    writing.folder.remove(name);
  }

  #addLink(folder: TargetFolder, name: ByteString, entry: Entry): void {
    const target = toByteString(entry.target);
    const existing = folder.look(name);
    if (existing?.isSymbolicLink() && folder.readLink(name) === target) {
      this.#noteIncomplete(folder.setLinkMetadata(name, entry), entry);
      this.#counts.links++;
      return;
    }
    if (!this.#mayReplace(existing, entry)) return;
    const temporary = folder.createTemporaryLink(target);
    try {
      this.#noteIncomplete(folder.setLinkMetadata(temporary, entry), entry);
      folder.publish(temporary, name, existing !== undefined);
    } catch (error) {
      folder.remove(temporary);
      throw error;
    }
    this.#counts.links++;
  }

  async #addHardLink(folder: TargetFolder, name: ByteString, path: ByteString, entry: Entry): Promise<void> {
    const target = toByteString(entry.target);
    const standing = this.#standing.get(target);
    if (standing === undefined) {
      await this.#addCopy(folder, name, path, entry);
      return;
    }
    const slash = standing.lastIndexOf('/');
    await this.#inFolder(standing.slice(0, Math.max(0, slash)), (from) => {
      const fromName = standing.slice(slash + 1);
      const source = from.look(fromName);
      if (source === undefined || !source.isFile()) throw inTheWay('something that is not the linked file');
      const existing = folder.look(name);
      if (existing?.isFile() && existing.ino === source.ino && existing.dev === source.dev) {
        this.#counts.links++;
        return;
      }
      if (!this.#mayReplace(existing, entry)) return;
      const temporary = folder.createTemporaryHardLink(from, fromName);
      try {
        folder.publish(temporary, name, existing !== undefined);
      } catch (error) {
        folder.remove(temporary);
        throw error;
      }
      this.#counts.links++;
    });
  }

  /** The file that a hard link leads to is not restored, or not as it was: the link becomes a file of its own. */
  async #addCopy(folder: TargetFolder, name: ByteString, path: ByteString, link: Entry): Promise<void> {
    const walk = this.#session.archive
      .manifest(this.#head, this.#chunks)
      .entries({ within: link.target, onDamage: (damage) => void damageNotice(damage) });
    for await (const item of walk) {
      if (item.entry.kind !== 'file' || item.entry.path.length !== link.target.length) break;
      const existing = folder.look(name);
      if (existing !== undefined && isPresent(existing, item.entry)) {
        this.#counts.presentFiles++;
      } else {
        if (!this.#mayReplace(existing, link)) return;
        const writing = newWriting(folder, name, item.entry, item.entry, existing !== undefined, () => {
          this.#counts.files++;
        });
        try {
          for await (const extent of item.extents()) {
            await this.#write(
              writing,
              ['hole' in extent ? extent : { chunk: this.#now(extent.chunk) }],
              false,
            );
          }
        } catch (error) {
          await this.#giveUp(writing);
          throw error;
        }
        await this.#write(writing, [], true);
      }
      this.#standing.set(toByteString(link.target), path);
      return;
    }
    const shown = printablePath(link.target);
    throw new MunimentError('ERR_PATH_UNKNOWN', `the file that it is a link to, ${shown}, cannot be read`, {
      path: shown,
    });
  }

  /** Opens a folder of the target from the top, component by component. */
  async #inFolder(path: ByteString, work: (folder: TargetFolder) => void): Promise<void> {
    const opened: TargetFolder[] = [];
    try {
      let folder = this.#root;
      for (const name of path === '' ? [] : path.split('/')) {
        ({ folder } = folder.openFolder(name, false));
        opened.push(folder);
      }
      work(folder);
    } finally {
      for (const folder of opened) folder.close();
    }
  }

  /** Whether an entry may take the place of what is there; counts it as kept if not. @throws ERR_TARGET_EXISTS for a folder */
  #mayReplace(existing: Existing, entry: Entry): boolean {
    if (existing === undefined) return true;
    if (existing.isDirectory()) throw inTheWay('a folder');
    const isNewer = entry.mtimeNs > existing.mtimeNs + MTIME_TOLERANCE_NS;
    if (this.#overwrite === 'always' || (this.#overwrite === 'if-newer' && isNewer)) return true;
    this.#counts.keptFiles++;
    return false;
  }

  #noteIncomplete(problem: string | undefined, entry: Entry): void {
    if (problem === undefined) return;
    this.#incomplete.add({ code: 'ERR_TARGET', message: problem, path: printablePath(entry.path) });
  }

  /** A chunk that is read when it is asked for. */
  #now(location: ChunkLocation): ComingChunk {
    return { length: location.length, bytes: () => this.#chunks.read(location), release: () => {} };
  }

  /** To be awaited if it gives a promise. */
  #step(): Promise<void> | undefined {
    assertGoingOn(this.#options.signal);
    return this.#turns.next();
  }

  #report(phase: Phase, counts: { files: number; bytes: number } = this.#counts): void {
    this.#options.onProgress?.({
      phase,
      files: counts.files,
      bytes: counts.bytes,
      filesTotal: phase === 'planning' ? undefined : this.#plan.files,
      bytesTotal: phase === 'planning' ? undefined : this.#plan.bytes,
      storedBytes: 0,
    });
  }
}

function newWriting(
  folder: TargetFolder,
  name: ByteString,
  content: Entry,
  metadata: Entry,
  replace: boolean,
  written: () => void,
): Writing {
  const nothing = { file: undefined, at: 0, bytes: 0, endsInHole: false, isGivenUp: false };
  return { folder, name, content, metadata, replace, written, ...nothing };
}

function release(part: Part): void {
  if ('chunk' in part) part.chunk.release();
}

/** A file as it would be restored, by size and time. */
function isPresent(existing: NonNullable<Existing>, { size, mtimeNs }: Entry): boolean {
  const difference = existing.mtimeNs - mtimeNs;
  return (
    existing.isFile() &&
    existing.size === size &&
    difference <= MTIME_TOLERANCE_NS &&
    -difference <= MTIME_TOLERANCE_NS
  );
}

/** The entries digest is judged in the pass that restores. */
async function* withoutDigestError<T>(walk: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* walk;
  } catch (error) {
    if (!isMunimentError(error, 'ERR_ENTRIES_DIGEST')) throw error;
  }
}

function rethrowIfStore(error: unknown): void {
  if (!isMunimentError(error) || error.errorClass === 'store') throw error;
}
