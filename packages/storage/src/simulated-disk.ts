// A disk in memory that forgets, like a real one, what was not synced before the power went. For tests of durability.

import { CrashError } from './crash-error.ts';
import type { Disk, DiskEntry, DiskKind, DiskStat } from './disk.ts';
import { seededNumbers } from './seeded.ts';

export interface SimulatedDiskOptions {
  /** False for a disk like FAT, whose `link` fails with EPERM; true unless told. */
  readonly hardLinks?: boolean;
  /** The most bytes that one `write` takes; all of them unless told. */
  readonly writeBytes?: number;
  /** The unit that a crash keeps or loses of unsynced contents; 512 unless told. */
  readonly blockBytes?: number;
  /** The bytes that fit on the disk; no limit unless told. */
  readonly capacity?: number;
  /** Milliseconds since 1970, for the times of files; always 0 unless told. */
  readonly now?: () => number;
  /** Delays each operation by a few turns of the event loop, chosen from this seed, so that concurrent calls mix. */
  readonly interleaveSeed?: number;
}

/** One operation as the disk saw it, such as `fsync /store/heads/~muniment-put-0a.tmp`. */
export interface DiskOperation {
  readonly kind: keyof Disk;
  readonly path: string;
}

interface FileNode {
  readonly kind: 'file';
  readonly id: string;
  changedMs: number;
  cached: Uint8Array;
  durable: Uint8Array;
}

interface FolderNode {
  readonly kind: 'folder';
  readonly id: string;
  changedMs: number;
  cached: Map<string, Node>;
  durable: Map<string, Node>;
  /** Changes since the last sync, in order; a rename is one change. */
  pending: EntryChange[];
}

interface SpecialNode {
  readonly kind: 'link' | 'other';
  readonly id: string;
  changedMs: number;
}

type Node = FileNode | FolderNode | SpecialNode;
type EntryChange = (entries: Map<string, Node>) => void;

/**
 * A simulated disk. Give `disk` to the code under test, then cut the power with `crash`.
 *
 * ```ts
 * const simulated = new SimulatedDisk();
 * simulated.crashAt(7, seed);                     // the seventh operation from here is the last
 * await put(simulated.disk).catch(() => {});
 * simulated.crash(seed);                          // what was not synced is lost, kept or torn
 * ```
 */
export class SimulatedDisk {
  readonly disk: Disk;
  /** Every operation so far. */
  readonly operations: DiskOperation[] = [];
  /** Called after every operation, with the disk as a reader sees it at that moment. */
  onOperation: ((operation: DiskOperation) => void) | undefined;
  /**
   * Gives the POSIX name of the failure that an operation is to end with. A failed `close` has closed the file, as on
   * Linux; no other failed operation has any effect.
   */
  failWith: ((operation: DiskOperation) => string | undefined) | undefined;

  readonly #options: SimulatedDiskOptions;
  readonly #delay: (() => number) | undefined;
  readonly #open = new Map<number, { node: FileNode | FolderNode; path: string }>();
  #root: FolderNode;
  #nextId = 1;
  #nextHandle = 1;
  #crashIn = Number.POSITIVE_INFINITY;
  #chance: () => number = () => 0;
  #crashed = false;

  constructor(options: SimulatedDiskOptions = {}) {
    this.#options = options;
    this.#delay = options.interleaveSeed === undefined ? undefined : seededNumbers(options.interleaveSeed);
    this.#root = this.#newFolder();
    this.disk = this.#port();
  }

  /** How many files are open: 0 once every call has come back, or something leaks. */
  get openHandles(): number {
    return this.#open.size;
  }

  /** True from the operation named by `crashAt` until `crash` or `restart`. */
  get crashed(): boolean {
    return this.#crashed;
  }

  /** Every file by path, with the contents that a reader sees now. */
  files(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    visit(this.#root, '', (path, node) => {
      if (node.kind === 'file') found.set(path, node.cached);
    });
    return found;
  }

  /** Every folder by path, without the root. */
  folders(): string[] {
    const found: string[] = [];
    visit(this.#root, '', (path, node) => {
      if (node.kind === 'folder') found.push(path);
    });
    return found;
  }

  /** Puts a link, pipe or device, a file or a folder at `path`, durably. */
  plant(path: string, kind: DiskKind, bytes: Uint8Array = new Uint8Array()): void {
    const { folder, name } = this.#locate(path);
    const node =
      kind === 'folder' ? this.#newFolder() : kind === 'file' ? this.#newFile(bytes) : this.#newSpecial(kind);
    folder.cached.set(name, node);
    folder.durable.set(name, node);
  }

  /**
   * Makes the `count`-th operation from now the last one: it happens in full, in part or not at all, chosen from `seed`,
   * and it and every later one throw a CrashError.
   */
  crashAt(count: number, seed: number): void {
    this.#crashIn = count;
    this.#chance = seededNumbers(seed);
  }

  /**
   * Cuts the power and restores it. Synced contents and entries stay. Of each other change to a folder, any subset
   * survives; of unsynced contents any blocks, at any length between the old and the new one, zeros between them.
   */
  crash(seed: number): void {
    const chance = seededNumbers(seed ^ 0x5bd1e995);
    const seen = new Set<Node>();
    const blockBytes = this.#options.blockBytes ?? 512;
    // All, none or some: the extremes would be rare if every change were a coin toss of its own.
    const share = () => [0, 0.25, 0.5, 0.75, 1][Math.floor(chance() * 5)] ?? 1;
    const settle = (node: Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (node.kind === 'file') {
        if (node.cached !== node.durable) node.durable = tear(node, blockBytes, share(), chance);
        node.cached = node.durable;
      } else if (node.kind === 'folder') {
        const kept = share();
        for (const change of node.pending) if (chance() < kept) change(node.durable);
        node.pending = [];
        node.cached = new Map(node.durable);
        for (const child of node.durable.values()) settle(child);
      }
    };
    settle(this.#root);
    this.restart();
  }

  /** Ends the process but not the machine: open files are closed and everything written so far stays. */
  restart(): void {
    this.#open.clear();
    this.#crashIn = Number.POSITIVE_INFINITY;
    this.#crashed = false;
  }

  #port(): Disk {
    return {
      create: (path) => this.#run('create', path, () => this.#create(path)),
      open: (path) => this.#run('open', path, () => this.#openFile(path)),
      write: (handle, bytes, position) =>
        this.#run(
          'write',
          this.#pathOf(handle),
          () => this.#write(handle, bytes, position),
          () => this.#write(handle, bytes.subarray(0, Math.floor(bytes.length * this.#chance())), position),
        ),
      read: (handle, target, position) =>
        this.#run('read', this.#pathOf(handle), () => {
          const part = this.#file(handle).cached.subarray(position, position + target.length);
          target.set(part);
          return part.length;
        }),
      fstat: (handle) => this.#run('fstat', this.#pathOf(handle), () => statOf(this.#opened(handle))),
      fsync: (handle) =>
        this.#run('fsync', this.#pathOf(handle), () => {
          const node = this.#file(handle);
          node.durable = node.cached;
        }),
      close: (handle) =>
        this.#run('close', this.#pathOf(handle), () => {
          if (!this.#open.delete(handle)) throw posixError('EBADF');
        }),
      lstat: (path) => this.#run('lstat', path, () => statOf(this.#node(path))),
      entries: (path) => this.#entries(path),
      fsyncFolder: (path) =>
        this.#run('fsyncFolder', path, () => {
          const folder = this.#folder(path);
          folder.durable = new Map(folder.cached);
          folder.pending = [];
        }),
      link: (from, to) => this.#run('link', to, () => this.#link(from, to)),
      rename: (from, to) => this.#run('rename', to, () => this.#rename(from, to)),
      unlink: (path) => this.#run('unlink', path, () => this.#unlink(path)),
      mkdir: (path) => this.#run('mkdir', path, () => this.#mkdir(path)),
      rmdir: (path) => this.#run('rmdir', path, () => this.#rmdir(path)),
    };
  }

  async #run<T>(kind: keyof Disk, path: string, effect: () => T, partly: () => unknown = effect): Promise<T> {
    const turns = this.#delay === undefined ? 0 : Math.floor(this.#delay() * 4);
    for (let i = 0; i < turns; i++) await undefined;
    if (this.#crashed) throw new CrashError('the machine is off');
    const operation = { kind, path };
    this.operations.push(operation);
    if (--this.#crashIn === 0) {
      this.#crashed = true;
      const extent = Math.floor(this.#chance() * 3);
      try {
        if (extent === 1) partly();
        else if (extent === 2) effect();
      } catch {
        // It would have failed; nobody is left to hear of it.
      }
      this.onOperation?.(operation);
      throw new CrashError(`the power went during ${kind} ${path}`);
    }
    const failure = this.failWith?.(operation);
    if (failure !== undefined) {
      if (kind === 'close') effect();
      throw posixError(failure);
    }
    const result = effect();
    this.onOperation?.(operation);
    return result;
  }

  async *#entries(path: string): AsyncGenerator<DiskEntry> {
    const listed = await this.#run('entries', path, () => [...this.#folder(path).cached]);
    for (const [name, { kind }] of listed) yield { name, kind };
  }

  #create(path: string): number {
    const { folder, name } = this.#locate(path);
    if (folder.cached.has(name)) throw posixError('EEXIST');
    const node = this.#newFile();
    this.#change(folder, (entries) => entries.set(name, node));
    return this.#openHandle(node, path);
  }

  #openFile(path: string): number {
    const node = this.#node(path);
    if (!isOpenable(node)) throw posixError(node.kind === 'link' ? 'ELOOP' : 'ENXIO');
    return this.#openHandle(node, path);
  }

  #openHandle(node: FileNode | FolderNode, path: string): number {
    this.#open.set(this.#nextHandle, { node, path });
    return this.#nextHandle++;
  }

  #write(handle: number, bytes: Uint8Array, position: number): number {
    const node = this.#file(handle);
    const taken = Math.min(bytes.length, this.#options.writeBytes ?? bytes.length, this.#room());
    if (taken === 0 && bytes.length > 0) throw posixError('ENOSPC');
    const grown = new Uint8Array(Math.max(node.cached.length, position + taken));
    grown.set(node.cached);
    grown.set(bytes.subarray(0, taken), position);
    node.cached = grown;
    node.changedMs = this.#now();
    return taken;
  }

  #room(): number {
    const { capacity } = this.#options;
    if (capacity === undefined) return Number.POSITIVE_INFINITY;
    // Two names of one file share its bytes.
    return capacity - [...new Set(this.files().values())].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  #link(from: string, to: string): void {
    const node = this.#node(from);
    const { folder, name } = this.#locate(to);
    if (this.#options.hardLinks === false) throw posixError('EPERM');
    if (folder.cached.has(name)) throw posixError('EEXIST');
    if (node.kind === 'folder') throw posixError('EPERM');
    this.#change(folder, (entries) => entries.set(name, node));
  }

  #rename(from: string, to: string): void {
    const source = this.#locate(from);
    const target = this.#locate(to);
    if (source.folder !== target.folder) throw posixError('EXDEV');
    const node = this.#node(from);
    const replaced = target.folder.cached.get(target.name);
    if (replaced?.kind === 'folder') {
      if (node.kind !== 'folder') throw posixError('EISDIR');
      if (replaced.cached.size > 0) throw posixError('ENOTEMPTY');
    } else if (replaced !== undefined && node.kind === 'folder') {
      throw posixError('ENOTDIR');
    }
    this.#change(source.folder, (entries) => {
      entries.delete(source.name);
      entries.set(target.name, node);
    });
  }

  #unlink(path: string): void {
    if (this.#node(path).kind === 'folder') throw posixError('EISDIR');
    const { folder, name } = this.#locate(path);
    this.#change(folder, (entries) => entries.delete(name));
  }

  #mkdir(path: string): void {
    const { folder, name } = this.#locate(path);
    if (folder.cached.has(name)) throw posixError('EEXIST');
    const node = this.#newFolder();
    this.#change(folder, (entries) => entries.set(name, node));
  }

  #rmdir(path: string): void {
    if (this.#folder(path).cached.size > 0) throw posixError('ENOTEMPTY');
    const { folder, name } = this.#locate(path);
    this.#change(folder, (entries) => entries.delete(name));
  }

  #change(folder: FolderNode, change: EntryChange): void {
    change(folder.cached);
    folder.pending.push(change);
    folder.changedMs = this.#now();
  }

  #locate(path: string): { folder: FolderNode; name: string } {
    const slash = path.lastIndexOf('/');
    return { folder: this.#folder(path.slice(0, slash)), name: path.slice(slash + 1) };
  }

  #folder(path: string): FolderNode {
    const node = this.#node(path);
    if (node.kind !== 'folder') throw posixError('ENOTDIR');
    return node;
  }

  #node(path: string): Node {
    let node: Node = this.#root;
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      if (node.kind !== 'folder') throw posixError('ENOTDIR');
      const next: Node | undefined = node.cached.get(name);
      if (next === undefined) throw posixError('ENOENT');
      node = next;
    }
    return node;
  }

  #opened(handle: number): FileNode | FolderNode {
    const open = this.#open.get(handle);
    if (open === undefined) throw posixError('EBADF');
    return open.node;
  }

  #file(handle: number): FileNode {
    const node = this.#opened(handle);
    if (node.kind !== 'file') throw posixError('EISDIR');
    return node;
  }

  #pathOf(handle: number): string {
    return this.#open.get(handle)?.path ?? `handle ${handle}`;
  }

  #newFile(bytes: Uint8Array = new Uint8Array()): FileNode {
    const contents = Uint8Array.from(bytes);
    return { kind: 'file', id: this.#newId(), changedMs: this.#now(), cached: contents, durable: contents };
  }

  #newFolder(): FolderNode {
    const id = this.#newId();
    return { kind: 'folder', id, changedMs: this.#now(), cached: new Map(), durable: new Map(), pending: [] };
  }

  #newSpecial(kind: 'link' | 'other'): SpecialNode {
    return { kind, id: this.#newId(), changedMs: this.#now() };
  }

  #newId(): string {
    return String(this.#nextId++);
  }

  #now(): number {
    return this.#options.now?.() ?? 0;
  }
}

/** What a crash leaves of contents that were written after the last sync. */
function tear(node: FileNode, blockBytes: number, share: number, chance: () => number): Uint8Array {
  const { cached, durable } = node;
  const [shorter, longer] = [cached.length, durable.length].toSorted((a, b) => a - b) as [number, number];
  const torn = new Uint8Array(shorter + Math.floor(chance() * (longer - shorter + 1)));
  torn.set(durable.subarray(0, torn.length));
  for (let start = 0; start < torn.length; start += blockBytes) {
    if (chance() < share) torn.set(cached.subarray(start, Math.min(start + blockBytes, torn.length)), start);
  }
  return torn;
}

function visit(folder: FolderNode, at: string, see: (path: string, node: Node) => void): void {
  for (const [name, node] of folder.cached) {
    see(`${at}/${name}`, node);
    if (node.kind === 'folder') visit(node, `${at}/${name}`, see);
  }
}

function isOpenable(node: Node): node is FileNode | FolderNode {
  return node.kind === 'file' || node.kind === 'folder';
}

function statOf(node: Node): DiskStat {
  const { kind, id, changedMs } = node;
  return { kind, id, changedMs, size: node.kind === 'file' ? node.cached.length : 0 };
}

function posixError(code: string): Error {
  return Object.assign(new Error(`${code} (simulated)`), { code });
}
