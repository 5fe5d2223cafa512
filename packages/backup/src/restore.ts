// Restores a snapshot, or a part of one, below a folder. Implements spec/archive.md §12.

import { closeSync, ftruncateSync, writeSync } from 'node:fs';
import {
  type ChunkReader,
  type HeadInfo,
  type PackRef,
  printablePath,
  type SnapshotEntry,
} from '@muniment/archive';
import { isMunimentError, MunimentError } from '@muniment/errors';
import type { Entry } from '@muniment/wire';
import { type ByteString, toByteString } from './byte-string.ts';
import { damageNotice, snapshotPath, unknownPath } from './list.ts';
import { assertGoingOn, NoticeLog, noticeOf, Turns } from './notices.ts';
import type { Session } from './session.ts';
import { summarise } from './summary.ts';
import { type Existing, inTheWay, setMetadata, TargetFolder, targetError } from './target.ts';
import type { Overwrite, Phase, RestoreOptions, RestoreResult } from './types.ts';

/** Times that differ by no more count as equal: what `utimes` can set. */
const MTIME_TOLERANCE_NS = 1_000n;
/** A pack of which this share is wanted is read whole. */
const WHOLE_SHARE = 0.3;

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
  /** Where the content of a hard link's target stands, once it does. */
  readonly #standing = new Map<ByteString, ByteString>();
  #plan: Plan = { bytesOf: new Map(), linkTargets: new Set(), files: 0, bytes: 0 };
  /** A folder that could not be made: nothing below it can be restored. */
  #blocked: ByteString | undefined;
  #chunks!: ChunkReader;
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
    this.#plan = await this.#makePlan();
    this.#chunks = archive.chunkReader(
      (pack) =>
        pack.sizeLog2 <= 17 || (this.#plan.bytesOf.get(pack) ?? 0) >= WHOLE_SHARE * 2 ** pack.sizeLog2,
    );
    this.#root = TargetFolder.openRoot(this.#options.into);
    try {
      this.#root.removeLeftovers();
      this.#report('restoring');
      await this.#restoreAll();
      while (this.#stack.length > 0) this.#leave();
      this.#report('restoring');
    } finally {
      for (const { folder } of this.#stack) folder.close();
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
    const walk = this.#session.archive.manifest(this.#head).entries({
      ...(this.#within === undefined ? {} : { within: this.#within }),
      onDamage: (damage) => {
        damageNotice(damage);
        isDamaged = true;
      },
    });
    const blocks = new Set<string>();
    let lastPack: PackRef | undefined;
    for await (const item of withoutDigestError(walk)) {
      await this.#step();
      entries++;
      if (item.entry.kind === 'hard-link') linkTargets.add(toByteString(item.entry.target));
      if (item.entry.kind !== 'file') continue;
      files++;
      bytes += Number(item.entry.size);
      try {
        for await (const extent of item.extents()) {
          if ('hole' in extent) continue;
          const { pack, offset, storedLength } = extent.chunk.block;
          if (pack !== lastPack) blocks.clear();
          lastPack = pack;
          // Chunks of one block are neighbours: each block counts once.
          if (blocks.has(`${offset}`)) continue;
          blocks.add(`${offset}`);
          bytesOf.set(pack!, (bytesOf.get(pack!) ?? 0) + storedLength);
        }
      } catch (error) {
        rethrowIfStore(error);
      }
      if (entries % 256 === 0) this.#report('planning', { files, bytes });
    }
    if (entries === 0 && this.#within !== undefined && !isDamaged) throw unknownPath(this.#within);
    this.#report('planning', { files, bytes });
    return { bytesOf, linkTargets, files, bytes };
  }

  async #restoreAll(): Promise<void> {
    const walk = this.#session.archive.manifest(this.#head, this.#chunks).entries({
      ...(this.#within === undefined ? {} : { within: this.#within }),
      onDamage: (damage) => this.#failed.add(damageNotice(damage)),
    });
    try {
      for await (const item of walk) {
        await this.#step();
        await this.#restoreEntry(item);
        this.#report('restoring');
      }
    } catch (error) {
      // Every file had been verified by itself.
      if (!isMunimentError(error, 'ERR_ENTRIES_DIGEST')) throw error;
      this.#failed.add(noticeOf(error));
    }
  }

  async #restoreEntry(item: SnapshotEntry): Promise<void> {
    const { entry } = item;
    const path = toByteString(entry.path);
    if (this.#blocked !== undefined && path.startsWith(`${this.#blocked}/`)) {
      this.#failed.add({
        code: 'ERR_TARGET',
        message: 'the folder that it lies in could not be made',
        path: printablePath(entry.path),
      });
      return;
    }
    try {
      const folder = this.#enter(path);
      const name = path.slice(path.lastIndexOf('/') + 1);
      switch (entry.kind) {
        case 'directory':
          this.#addFolder(folder, name, path, entry);
          break;
        case 'file':
          await this.#addFile(folder, name, path, item);
          break;
        case 'symlink':
          this.#addLink(folder, name, entry);
          break;
        case 'hard-link':
          await this.#addHardLink(folder, name, path, entry);
      }
    } catch (error) {
      const ours = targetError(error, printablePath(entry.path));
      rethrowIfStore(ours);
      if (isMunimentError(ours, 'ERR_TARGET_FULL') || isMunimentError(ours, 'ERR_INTERRUPTED')) throw ours;
      if (entry.kind === 'directory') this.#blocked = path;
      this.#failed.add(noticeOf(ours, { path: printablePath(entry.path) }));
    }
  }

  /** The folder that `path` lies in, leaving those that it does not. */
  #enter(path: ByteString): TargetFolder {
    while (this.#stack.length > 0 && !path.startsWith(`${this.#stack.at(-1)!.path}/`)) this.#leave();
    const top = this.#stack.at(-1);
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if ((top?.path ?? '') === parent) return top?.folder ?? this.#root;
    // Above the part that is restored, or below a part of the manifest that could not be read.
    this.#enter(parent);
    const above = this.#stack.at(-1)?.folder ?? this.#root;
    const { folder } = above.openFolder(parent.slice(parent.lastIndexOf('/') + 1), true);
    this.#stack.push({ path: parent, folder, entry: undefined });
    return folder;
  }

  #leave(): void {
    const { folder, entry } = this.#stack.pop()!;
    if (entry !== undefined) this.#noteIncomplete(folder.setMetadata(entry), entry);
    folder.close();
  }

  #addFolder(parent: TargetFolder, name: ByteString, path: ByteString, entry: Entry): void {
    const { folder, isNew } = parent.openFolder(name, true);
    this.#stack.push({ path, folder, entry });
    if (!isNew) folder.removeLeftovers();
    this.#counts.directories++;
  }

  async #addFile(
    folder: TargetFolder,
    name: ByteString,
    path: ByteString,
    item: SnapshotEntry,
  ): Promise<void> {
    const { entry } = item;
    const existing = folder.look(name);
    if (existing !== undefined && isPresent(existing, entry)) {
      this.#counts.presentFiles++;
      if (this.#plan.linkTargets.has(path)) this.#standing.set(path, path);
      return;
    }
    if (!this.#mayReplace(existing, entry)) return;
    await this.#writeFile(folder, name, item, entry, existing !== undefined);
    if (this.#plan.linkTargets.has(path)) this.#standing.set(path, path);
    this.#counts.files++;
  }

  /** Writes a file under a temporary name; it gets its own when all of it is there. */
  async #writeFile(
    folder: TargetFolder,
    name: ByteString,
    { entry: content, extents }: SnapshotEntry,
    metadata: Entry,
    replace: boolean,
  ): Promise<void> {
    const { name: temporary, handle } = folder.createTemporary();
    const bytesBefore = this.#counts.bytes;
    try {
      try {
        let [at, isHole] = [0, false];
        for await (const extent of extents()) {
          isHole = 'hole' in extent;
          if ('hole' in extent) {
            at += Number(extent.hole);
            continue;
          }
          const chunk = await this.#chunks.read(extent.chunk);
          for (let done = 0; done < chunk.length; ) {
            done += writeSync(handle, chunk, done, chunk.length - done, at + done);
          }
          at += chunk.length;
          this.#counts.bytes += chunk.length;
          await this.#step();
        }
        if (isHole) ftruncateSync(handle, Number(content.size));
        this.#noteIncomplete(setMetadata(handle, metadata), metadata);
      } finally {
        closeSync(handle);
      }
      folder.publish(temporary, name, replace);
    } catch (error) {
      this.#counts.bytes = bytesBefore;
      folder.remove(temporary);
      throw error;
    }
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
        await this.#writeFile(folder, name, item, item.entry, existing !== undefined);
        this.#counts.files++;
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

  async #step(): Promise<void> {
    assertGoingOn(this.#options.signal);
    const turn = this.#turns.next();
    if (turn !== undefined) await turn;
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
async function* withoutDigestError(entries: AsyncIterable<SnapshotEntry>): AsyncGenerator<SnapshotEntry> {
  try {
    yield* entries;
  } catch (error) {
    if (!isMunimentError(error, 'ERR_ENTRIES_DIGEST')) throw error;
  }
}

function rethrowIfStore(error: unknown): void {
  if (!isMunimentError(error) || error.errorClass === 'store') throw error;
}
