// Backing up: walks folders, reads what has changed, and commits a snapshot.

import { readFileSync } from 'node:fs';
import {
  Archive,
  type Device,
  type FileContent,
  type HeadInfo,
  type NewEntry,
  type SnapshotEntry,
  SnapshotWriter,
} from '@muniment/archive';
import { isPromise, type MaybePromise } from '@muniment/crypto';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { type ByteString, toBytes, toOwnBytes } from './byte-string.ts';
import { type Cache, DamagedCacheError, withCache } from './cache.ts';
import { DryIndex, dryStore } from './dry-run.ts';
import { Exclusion, parseExcludeFile } from './exclude.ts';
import { InOrder } from './in-order.ts';
import { assertGoingOn, NoticeLog, noticeOf, Turns } from './notices.ts';
import { deleteOrphans, SWEEP_AGE_MS } from './orphans.ts';
import { PreviousEntries, previousSnapshot } from './previous.ts';
import { retainSeries } from './retention.ts';
import { findRoots, hiddenFolders } from './roots.ts';
import type { Session } from './session.ts';
import { isRacy, KnownFolder, SeenFolder } from './signatures.ts';
import { type ReadFile, SourceReader } from './source-file.ts';
import { DatabaseCopies } from './sqlite-snapshot.ts';
import { allReminders } from './status.ts';
import { summarise } from './summary.ts';
import type { BackupOptions, BackupResult, Progress } from './types.ts';
import { guardVaults } from './vault-guard.ts';
import { walkAhead } from './walk-ahead.ts';
import {
  type FileStat,
  FOLDER_END,
  fileId,
  show,
  sourceNotice,
  type WalkItem,
  type WalkRoot,
  type WalkStep,
} from './walker.ts';

/** A collector on another device can mark what an attempt refers to each time that it runs, which is seldom. */
const ATTEMPTS = 5;
/** The path that is reported is no older. */
const SHOWN_MS = 20;
const NO_TARGET = new Uint8Array(0);

/**
 * Backs up files and folders as one snapshot. What has not changed since the last snapshot of the same path, by size,
 * times and inode, is not read again. Nothing is deleted unless `keep` or the archive's stored policy says so.
 *
 * ```ts
 * const { snapshot, skipped } = await backUp(session, { paths: ['/home/ada/letters'] });
 * ```
 * @throws ERR_SOURCE_MISSING if none of the paths is there, ERR_NOT_ENROLLED, ERR_BUSY, ERR_INTERRUPTED, ERR_USAGE,
 *   ERR_PACK_LOST, ERR_KEYRING_OUTDATED, ERR_HOME, errors of the store; the snapshots before are as they were
 */
export async function backUp(session: Session, options: BackupOptions): Promise<BackupResult> {
  const exclusion = readExclusion(options);
  const { device } = session.writer();
  return session.exclusively(async () => {
    for (let attempt = 1; ; attempt++) {
      const running = withCache(session, (cache) =>
        new BackupRun(session, options, exclusion, cache).run(device),
      );
      const committed = await running.catch(async (error: unknown) => {
        if (!isMunimentError(error, 'ERR_KEYRING_OUTDATED') || attempt === ATTEMPTS) throw error;
        return undefined;
      });
      if (committed === undefined) {
        // Another device is changing the keys: what was uploaded is there, so running again is cheap.
        await session.refresh();
        await session.catchUp();
        continue;
      }
      const { head, result } = committed;
      if (head === undefined) return result;
      if (!committed.isLost && (await counts(session, head))) {
        session.updateRecord({ lastBackupMs: Date.now() });
        session.rememberHeads(false);
        const outcome = await retain(session, head, options);
        const vaultNotices = await guardVaults(session, options.vault);
        const snapshot = summarise(head, session.archive.tips());
        return { ...result, ...outcome, snapshot, vaultNotices, reminders: allReminders(session) };
      }
      await session.store.delete(head.name);
      if (attempt === ATTEMPTS) throw new MunimentError('ERR_PACK_LOST');
      await session.archive.refresh();
    }
  });
}

/** The snapshot is committed: what goes wrong with deleting old ones is reported and does not undo that. */
async function retain(
  session: Session,
  head: HeadInfo,
  { keep, onNotice, onProgress }: BackupOptions,
): Promise<Pick<BackupResult, 'retention' | 'retentionProblem'>> {
  try {
    onProgress?.({ phase: 'retention', files: 0, bytes: 0, storedBytes: 0 });
    return { retention: await retainSeries(session, head, keep), retentionProblem: undefined };
  } catch (error) {
    const retentionProblem = noticeOf(error);
    onNotice?.(retentionProblem);
    return { retention: undefined, retentionProblem };
  }
}

/**
 * Looks whether another device has changed the keys meanwhile, so that a head of the epoch before does not count.
 * @throws ERR_KEYRING_OUTDATED if this device has been removed
 * Requirements: ARCH-064.
 */
async function counts(session: Session, head: HeadInfo): Promise<boolean> {
  await session.refresh();
  await session.catchUp();
  const { archive, store } = session;
  if (archive.heads.counting.some(({ snapshotId }) => snapshotId === head.snapshotId)) return true;
  // A listing may be stale; of a head of the newest epoch it is enough that it is there.
  return head.ref.epoch === archive.epoch && (await store.stat(head.name)) !== undefined;
}

function readExclusion({ exclude = [], excludeFiles = [] }: BackupOptions): Exclusion {
  const fromFiles = excludeFiles.flatMap((path) => {
    try {
      return parseExcludeFile(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new MunimentError('ERR_USAGE', `the exclude file ${path} cannot be read`, { path }, error);
    }
  });
  return new Exclusion([...exclude, ...fromFiles]);
}

/** The files of a folder that is being walked: as they were known, and as they are now. */
interface OpenFolder {
  readonly source: ByteString;
  readonly known: KnownFolder;
  readonly seen: SeenFolder;
}

class BackupRun {
  readonly #session: Session;
  readonly #cache: Cache;
  readonly #options: BackupOptions;
  readonly #exclusion: Exclusion;
  readonly #skipped: NoticeLog;
  readonly #changed: NoticeLog;
  readonly #turns = new Turns();
  readonly #folders: OpenFolder[] = [];
  /** First path of each file with several names. */
  readonly #linked = new Map<string, Uint8Array>();
  readonly #counts = { files: 0, directories: 0, others: 0, bytes: 0, unchangedFiles: 0, readFiles: 0 };
  #current: ByteString = '';
  /** As it was reported last. */
  #shown = '';
  #shownAtMs = -SHOWN_MS;
  #previous: HeadInfo | undefined;
  #writer!: SnapshotWriter;
  #reader!: SourceReader;
  /** Entries, in path order: some wait for the ids of their content. */
  readonly #found = new InOrder<FileContent>(() => this.#writer.hurry());
  #entries!: PreviousEntries;
  #databases: DatabaseCopies | undefined;

  constructor(session: Session, options: BackupOptions, exclusion: Exclusion, cache: Cache) {
    this.#session = session;
    this.#cache = cache;
    this.#options = options;
    this.#exclusion = exclusion;
    this.#skipped = new NoticeLog(options.onNotice);
    this.#changed = new NoticeLog(options.onNotice);
  }

  /** Runs up to the commit. `head` is undefined after a dry run; `isLost` means that it refers to packs that are gone. */
  async run(device: Device): Promise<{ head: HeadInfo | undefined; isLost: boolean; result: BackupResult }> {
    const { paths, tags = [], dryRun = false, compression = 'zstd', jobs } = this.#options;
    const session = this.#session;
    const roots = findRoots(paths, this.#skipped);
    this.#previous = previousSnapshot(session, roots);
    const unfinished = this.#cache.pendingPacks();
    const archive = dryRun
      ? await Archive.open(dryStore(session.store), session.archive.keys)
      : session.archive;
    const index = dryRun ? new DryIndex(this.#cache) : this.#cache;
    this.#report('opening');
    DatabaseCopies.clear(session.folder.path);
    if (this.#options.sqliteSnapshot === true) this.#databases = this.#databaseCopies();
    this.#writer = await SnapshotWriter.begin(archive, { index, compression, jobs });
    this.#reader = new SourceReader(this.#writer, (bytes) => this.#onPart(bytes));
    try {
      await this.#walk(roots);
      await this.#found.finish();
      this.#report('committing');
      assertGoingOn(this.#options.signal);
      if (dryRun) {
        await this.#writer.abandon();
        return { head: undefined, isLost: false, result: this.#result() };
      }
      const { head, lost } = await this.#writer.commit({
        device,
        timeMs: Date.now(),
        tags,
        roots: roots.map(({ name, source }) => ({ name: toOwnBytes(name), source: toOwnBytes(source) })),
        skipped: this.#skipped.count,
      });
      await session.archive.refresh();
      if (lost.length === 0) await this.#settle(unfinished);
      this.#report('committing');
      return { head, isLost: lost.length > 0, result: this.#result() };
    } catch (error) {
      await this.#writer.abandon();
      throw error;
    }
  }

  /** Takes the packs of this run out of the journal, and deletes those of unfinished runs that it did not reuse. */
  async #settle(unfinished: readonly string[]): Promise<void> {
    const before = new Set(unfinished);
    try {
      this.#cache.settlePacks(this.#cache.pendingPacks().filter((pack) => !before.has(pack)));
      if (unfinished.length === 0) return;
      await deleteOrphans(this.#session, this.#cache, unfinished);
      await this.#session.store.sweep(SWEEP_AGE_MS);
    } catch (error) {
      // The snapshot is committed; a journal that was not brought up to date is by the next run.
      if (!(error instanceof DamagedCacheError) && !isMunimentError(error, 'ERR_HOME')) throw error;
    }
  }

  #result(): BackupResult {
    const { newBytes, storedBytes, packs } = this.#writer.totals;
    return {
      ...this.#counts,
      snapshot: undefined,
      newBytes: Number(newBytes),
      storedBytes,
      storedPacks: packs,
      skipped: this.#skipped.toNotices(),
      changed: this.#changed.toNotices(),
      retention: undefined,
      retentionProblem: undefined,
      vaultNotices: [],
      reminders: [],
    };
  }

  async #walk(roots: readonly WalkRoot[]): Promise<void> {
    const { archive, location, folder } = this.#session;
    const manifest = this.#previous === undefined ? undefined : archive.manifest(this.#previous);
    // What is unreadable of the snapshot before is read from the files again.
    this.#entries = new PreviousEntries(manifest?.leaves({ onDamage: rethrowStoreErrors }));
    const options = {
      exclusion: this.#exclusion,
      oneFileSystem: this.#options.oneFileSystem ?? false,
      hidden: hiddenFolders([location, `${folder.path}/../..`]),
      skipped: this.#skipped,
    };
    this.#report('reading');
    const isUnknown = this.#previous === undefined || this.#options.paranoid === true;
    const reads = isUnknown && this.#databases === undefined;
    for await (const steps of walkAhead(roots, options, { hasThreads: this.#writer.hasThreads, reads })) {
      for (const step of steps) {
        assertGoingOn(this.#options.signal);
        const turn = this.#turns.next();
        if (turn !== undefined) await turn;
        // Waiting for nothing costs as much as looking whether a file has changed.
        const added = this.#addStep(step);
        if (added !== undefined) await added;
      }
    }
  }

  #addStep(item: WalkStep): Promise<void> | undefined {
    if (item === FOLDER_END) return this.#leaveFolder();
    if (item.kind !== 'file') return this.#addOther(item);
    if (this.#databases?.isBeside(item.source) === true) return undefined;
    const path = toBytes(item.path);
    const before = this.#entries.find(path);
    return isPromise(before)
      ? before.then((entry) => this.#addFile(item, path, entry))
      : this.#addFile(item, path, before);
  }

  async #addOther(item: WalkItem): Promise<void> {
    const path = toBytes(item.path);
    const entry = newEntry(item.stat, path, item.kind, toBytes(item.target));
    const before = await this.#entries.find(path);
    const parent = item.kind === 'directory' ? this.#folders.at(-1) : undefined;
    await this.#found.add(() => {
      parent?.seen.addFolder(item.name);
      return this.#writer.add(entry, undefined, before);
    });
    if (item.kind === 'symlink') {
      this.#counts.others++;
      return;
    }
    this.#counts.directories++;
    this.#folders.push(this.#openFolder(item.source));
    this.#current = item.source;
    this.#report('reading');
  }

  /** @param before what the snapshot before has at `path`, which is the item's */
  #addFile(item: WalkItem, path: Uint8Array, before: SnapshotEntry | undefined): Promise<void> | undefined {
    const { source, stat } = item;
    const first = stat.nlink > 1n ? this.#linked.get(fileId(stat)) : undefined;
    if (first !== undefined) {
      const entry = newEntry(stat, path, 'hard-link', first);
      this.#counts.others++;
      return this.#found.add(() => this.#writer.add(entry, undefined, before));
    }
    this.#current = source;
    // A file that was named by itself has a folder of its own in the cache.
    const folder = this.#folders.at(-1) ?? this.#openFolder(source);
    const known = this.#isUnchanged(item, before, folder.known) ? this.#reuse(before) : undefined;
    if (known === undefined) return this.#addRead(item, path, folder);
    if (!isPromise(known)) return this.#addKnown(item, path, folder, known, before);
    return known.then((content) =>
      content === undefined
        ? this.#addRead(item, path, folder)
        : this.#addKnown(item, path, folder, content, before),
    );
  }

  /** Adds a file that is as it was in the snapshot before. */
  #addKnown(
    item: WalkItem,
    path: Uint8Array,
    folder: OpenFolder,
    content: FileContent,
    before: SnapshotEntry | undefined,
  ): Promise<void> | undefined {
    const entry = newEntry(item.stat, path, 'file');
    this.#counts.unchangedFiles++;
    this.#counts.bytes += Number(content.size);
    this.#countFile(item, item.stat);
    const isAlone = this.#folders.length === 0;
    return this.#found.add(() => {
      folder.seen.addFile(item.name, item.stat, content.digest);
      if (isAlone) this.#saveFolder(folder);
      return this.#writer.add(entry, content, before);
    });
  }

  /** Reads a file, and adds it. */
  #addRead(item: WalkItem, path: Uint8Array, folder: OpenFolder): Promise<void> | undefined {
    const bytesBefore = this.#counts.bytes;
    const skip = (error: unknown): undefined => {
      this.#counts.bytes = bytesBefore;
      this.#skipped.add(sourceNotice(error, item.source));
    };
    let read: MaybePromise<ReadFile | undefined>;
    try {
      read =
        item.read === undefined
          ? this.#readSource(item.source, item.stat)
          : this.#reader.take(item.read.bytes, item.stat, item.read.atMs);
    } catch (error) {
      return skip(error);
    }
    const add = (file: ReadFile | undefined): Promise<void> | undefined => {
      this.#counts.bytes = bytesBefore;
      return file === undefined ? this.#skipOther(item) : this.#addContent(item, path, folder, file);
    };
    return isPromise(read) ? read.then(add, skip) : add(read);
  }

  #skipOther({ source }: WalkItem): undefined {
    this.#skipped.add({
      code: 'ERR_SOURCE_KIND',
      message: 'it stopped being a file while it was looked at',
      path: show(source),
    });
  }

  /** Adds a file that was read. */
  #addContent(
    item: WalkItem,
    path: Uint8Array,
    folder: OpenFolder,
    { stat, content, size, changes, isStable, readAtMs }: ReadFile,
  ): Promise<void> | undefined {
    if (changes > 0) {
      const outcome = isStable ? 'it was read again' : 'it was kept as it was read last';
      this.#changed.add({
        code: 'ERR_SOURCE_CHANGED',
        message: `it changed while it was read; ${outcome}`,
        path: show(item.source),
      });
    }
    const isKept = isStable && !isRacy(stat, readAtMs);
    const entry = newEntry(stat, path, 'file');
    this.#counts.readFiles++;
    this.#counts.bytes += size;
    this.#countFile(item, stat);
    const isAlone = this.#folders.length === 0;
    return this.#found.addWith(content, (value) => {
      if (isKept) folder.seen.addFile(item.name, stat, value.digest);
      if (isAlone) this.#saveFolder(folder);
      return this.#writer.add(entry, value);
    });
  }

  #countFile({ path }: WalkItem, stat: FileStat): void {
    if (stat.nlink > 1n) this.#linked.set(fileId(stat), toOwnBytes(path));
    this.#counts.files++;
    this.#report('reading');
  }

  /** True if a file is as it was in the snapshot before, as far as its signature tells. */
  #isUnchanged(
    { name, source, stat }: WalkItem,
    before: SnapshotEntry | undefined,
    known: KnownFolder,
  ): before is SnapshotEntry {
    if (this.#options.paranoid === true || this.#databases?.hasLog(source) === true) return false;
    if (before === undefined || before.entry.kind !== 'file' || before.entry.size !== stat.size) return false;
    return known.isUnchanged(name, stat, before.entry.contentDigest);
  }

  /** The content of an entry of the snapshot before, or undefined if some of it is not there any more. */
  #reuse(before: SnapshotEntry): MaybePromise<FileContent | undefined> {
    const unreadable = (error: unknown): undefined => rethrowStoreErrors({ error });
    try {
      const content = this.#writer.reuse(before);
      return isPromise(content) ? content.catch(unreadable) : content;
    } catch (error) {
      return unreadable(error);
    }
  }

  #databaseCopies(): DatabaseCopies {
    return new DatabaseCopies(this.#session.folder.path, (source, reason) =>
      this.#changed.add({
        code: 'ERR_SOURCE_CHANGED',
        message: `no consistent copy of this database could be made (${reason}); it was read as it is, with what lies beside it`,
        path: show(source),
      }),
    );
  }

  /** Of a copy, all but the content is what was seen of the database. */
  #readSource(source: ByteString, stat: FileStat): MaybePromise<ReadFile | undefined> {
    const databases = this.#databases;
    if (databases === undefined) return this.#reader.read(source, stat);
    const readAtMs = Date.now();
    return databases.use(source, async (path) => {
      const result = await this.#reader.read(path, stat);
      if (path === source || result === undefined) return result;
      return { ...result, stat, readAtMs, isStable: !databases.hasLog(source) };
    });
  }

  #openFolder(source: ByteString): OpenFolder {
    return { source, known: new KnownFolder(this.#cache.getFolder(toBytes(source))), seen: new SeenFolder() };
  }

  #leaveFolder(): Promise<void> | undefined {
    const folder = this.#folders.pop()!;
    return this.#found.add(() => {
      this.#saveFolder(folder);
      return undefined;
    });
  }

  #saveFolder({ source, known, seen }: OpenFolder): void {
    if (this.#options.dryRun === true) return;
    for (const name of known.folders) {
      if (!seen.folders.has(name)) this.#cache.deleteFolders(toBytes(`${source}/${name}`));
    }
    const content = seen.finish();
    if (!known.isSame(content)) this.#cache.setFolder(toBytes(source), content);
  }

  async #onPart(bytes: number): Promise<void> {
    this.#counts.bytes += bytes;
    assertGoingOn(this.#options.signal);
    this.#report('reading');
    const turn = this.#turns.next();
    if (turn !== undefined) await turn;
  }

  #report(phase: Progress['phase']): void {
    const { onProgress } = this.#options;
    if (onProgress === undefined) return;
    const totals = this.#previous?.stable.totals;
    const now = performance.now();
    if (now - this.#shownAtMs >= SHOWN_MS) {
      this.#shownAtMs = now;
      this.#shown = show(this.#current);
    }
    onProgress({
      phase,
      files: this.#counts.files,
      bytes: this.#counts.bytes,
      filesTotal: totals === undefined ? undefined : Number(totals.files),
      bytesTotal: totals === undefined ? undefined : Number(totals.bytes),
      storedBytes: phase === 'opening' ? 0 : this.#writer.totals.storedBytes,
      path: this.#shown,
    });
  }
}

function rethrowStoreErrors({ error }: { readonly error: unknown }): undefined {
  if (!isMunimentError(error) || error.errorClass === 'store') throw error;
}

function newEntry(
  stat: FileStat,
  path: Uint8Array,
  kind: NewEntry['kind'],
  target: Uint8Array = NO_TARGET,
): NewEntry {
  return {
    path,
    kind,
    mode: Number(stat.mode & 0o7777n),
    mtimeNs: stat.mtimeNs,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    target,
  };
}
