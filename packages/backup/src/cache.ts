// The local cache: where chunks lie, what files looked like when they were read, and the journal of packs under way.
// Never needed to restore: a cache that is lost, damaged or another archive's is made anew.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { ChunkIndex, ChunkLocation, ChunkSpace, LocationTable, PackRef } from '@muniment/archive';
import { equalBytes } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { type Compression, formatHex, type PackClass, parseHex } from '@muniment/wire';
import type { Session } from './session.ts';

const VERSION = 2;
const LOCATION_BYTES = 48;
const SPACES: Readonly<Record<ChunkSpace, number>> = { content: 0, manifest: 1 };
const CLASSES: readonly PackClass[] = ['data', 'media', 'manifest'];
const COMPRESSIONS: readonly Compression[] = ['none', 'deflate', 'zstd'];

const SCHEMA = `
  CREATE TABLE archive (id TEXT NOT NULL);
  CREATE TABLE chunks (key INTEGER PRIMARY KEY, location BLOB NOT NULL);
  CREATE TABLE pending (pack TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE folders (path BLOB PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

/** The cache of one archive on one device. Every row carries a checksum: what rotted on disk counts as not there. */
export class Cache implements ChunkIndex {
  readonly #database: DatabaseSync;
  readonly #table: LocationTable;
  readonly #getChunk: StatementSync;
  readonly #setChunk: StatementSync;
  readonly #getFolder: StatementSync;
  readonly #setFolder: StatementSync;
  /** Chunks whose pack is not full yet. */
  readonly #open = new Map<number, ChunkLocation>();
  /** Packs of this run, as the writer refers to them. */
  readonly #own = new Map<string, PackRef>();
  /** The ids of all chunks there are, if the table began empty: asked first, it mostly says no. */
  readonly #ids: IdFilter | undefined;
  #inTransaction = false;

  private constructor(database: DatabaseSync, table: LocationTable) {
    this.#database = database;
    this.#table = table;
    this.#getChunk = database.prepare('SELECT location FROM chunks WHERE key = ?');
    // Arrays take a third less time than objects with names.
    this.#getChunk.setReturnArrays(true);
    this.#setChunk = database.prepare('INSERT OR REPLACE INTO chunks VALUES (?, ?)');
    this.#getFolder = database.prepare('SELECT content FROM folders WHERE path = ?');
    this.#setFolder = database.prepare('INSERT OR REPLACE INTO folders VALUES (?, ?)');
    if (database.prepare('SELECT 1 FROM chunks LIMIT 1').get() === undefined) this.#ids = new IdFilter();
  }

  /**
   * Opens the cache in `folder`, anew if it is damaged or another's.
   * @param table where the packs of locations are interned, the one of the archive that is being written
   * @throws ERR_HOME
   */
  static open(folder: string, archiveId: string, table: LocationTable): Cache {
    const path = join(folder, 'cache.sqlite');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return Cache.#openAt(path, archiveId, table);
    } catch {
      Cache.remove(folder);
      return guarded(() => Cache.#openAt(path, archiveId, table));
    }
  }

  /** Deletes the cache in `folder`. */
  static remove(folder: string): void {
    const path = join(folder, 'cache.sqlite');
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      rmSync(`${path}${suffix}`, { force: true, recursive: true });
    }
  }

  static #openAt(path: string, archiveId: string, table: LocationTable): Cache {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      // What the cache loses in a power cut it loses as a whole transaction; nothing else depends on it.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;');
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
        user_version: number;
      };
      if (version === 0) {
        database.exec(`BEGIN; ${SCHEMA}`);
        database.prepare('INSERT INTO archive VALUES (?)').run(archiveId);
        database.exec('COMMIT');
      } else {
        const row = database.prepare('SELECT id FROM archive').get() as { id: string } | undefined;
        if (version !== VERSION || row?.id !== archiveId) throw new Error('a cache of something else');
      }
      return new Cache(database, table);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get(space: ChunkSpace, id: Uint8Array): ChunkLocation | undefined {
    if (this.#ids?.mayHave(id) === false) return undefined;
    const key = keyOf(space, id);
    const open = this.#open.get(key);
    if (open !== undefined && equalBytes(open.id, id)) return open;
    const row = this.#inside(() => this.#getChunk.get(key)) as unknown as [Uint8Array] | undefined;
    return row === undefined ? undefined : this.#decode(space, id, row[0]);
  }

  set(space: ChunkSpace, location: ChunkLocation): void {
    const { pack } = location.block;
    this.#ids?.add(location.id);
    if (pack === undefined || pack.sizeLog2 === 0) {
      this.#open.set(keyOf(space, location.id), location);
      return;
    }
    this.#inside(() => this.#insert(space, location, pack, parseHex(pack.id)));
  }

  /** Journals a pack before it is stored: should the run die, the next one finds its chunks. */
  packFilled(pack: PackRef, chunks: readonly (readonly [ChunkSpace, ChunkLocation])[]): void {
    this.#own.set(pack.id, pack);
    const packId = parseHex(pack.id);
    this.#inside(() => {
      this.#database.prepare('INSERT OR REPLACE INTO pending VALUES (?)').run(pack.id);
      for (const [space, location] of chunks) {
        this.#insert(space, location, pack, packId);
        this.#open.delete(keyOf(space, location.id));
      }
    });
    this.flush();
  }

  /** What is kept about the files of a folder. */
  getFolder(path: Uint8Array): Uint8Array | undefined {
    const row = this.#inside(() => this.#getFolder.get(path)) as { content: Uint8Array } | undefined;
    if (row === undefined || row.content.length < 4) return undefined;
    const body = row.content.subarray(4);
    return readUint32(row.content, 0) === crc32(body, crc32(path)) ? body : undefined;
  }

  setFolder(path: Uint8Array, body: Uint8Array): void {
    const content = new Uint8Array(4 + body.length);
    writeUint32(content, 0, crc32(body, crc32(path)));
    content.set(body, 4);
    this.#inside(() => this.#setFolder.run(path, content));
  }

  /** Forgets a folder and all below it. */
  deleteFolders(path: Uint8Array): void {
    const [from, to] = [Buffer.concat([path, Buffer.from('/')]), Buffer.concat([path, Buffer.from('0')])];
    this.#inside(() =>
      this.#database
        .prepare('DELETE FROM folders WHERE path = ? OR (path >= ? AND path < ?)')
        .run(path, from, to),
    );
  }

  /** Packs that runs of this device stored, or were about to store, and that no committed snapshot is known to refer to. */
  pendingPacks(): string[] {
    const rows = guarded(() => this.#database.prepare('SELECT pack FROM pending').all());
    return (rows as { pack: string }[]).map(({ pack }) => pack);
  }

  /** Takes packs out of the journal. */
  settlePacks(packs: Iterable<string>): void {
    this.#inside(() => {
      const statement = this.#database.prepare('DELETE FROM pending WHERE pack = ?');
      for (const pack of packs) statement.run(pack);
    });
    this.flush();
  }

  packsReferred(ids: Iterable<string>): void {
    this.settlePacks(ids);
  }

  /** Makes what has been set durable against the death of this process. */
  flush(): void {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    guarded(() => this.#database.exec('COMMIT'));
  }

  close(): void {
    try {
      this.flush();
    } finally {
      this.#database.close();
    }
  }

  /** Closes; false if something of the cache was lost with that. */
  tryClose(): boolean {
    try {
      this.close();
      return true;
    } catch {
      return false;
    }
  }

  #insert(space: ChunkSpace, location: ChunkLocation, pack: PackRef, packId: Uint8Array): void {
    this.#setChunk.run(keyOf(space, location.id), encodeLocation(space, location, pack, packId));
  }

  /** Does something inside of a transaction: outside of one, each statement takes and leaves the locks of the file. */
  #inside<T>(work: () => T): T {
    return guarded(() => {
      if (!this.#inTransaction) this.#database.exec('BEGIN');
      this.#inTransaction = true;
      return work();
    });
  }

  #decode(space: ChunkSpace, id: Uint8Array, row: Uint8Array): ChunkLocation | undefined {
    if (row.length !== LOCATION_BYTES || readUint32(row, 44) !== checksum(space, id, row)) return undefined;
    const packId = formatHex(row.subarray(0, 16));
    const [packClass, compression, sizeLog2] = [CLASSES[row[16]!]!, COMPRESSIONS[row[17]!]!, row[18]!];
    const pack = this.#own.get(packId) ?? this.#table.pack(packId, packClass, readUint32(row, 20), sizeLog2);
    return {
      block: {
        pack,
        offset: readUint32(row, 24),
        storedLength: readUint32(row, 28),
        rawLength: readUint32(row, 32),
        compression,
      },
      offset: readUint32(row, 36),
      length: readUint32(row, 40),
      id,
    };
  }
}

/** The cache turned out to be damaged while it was in use. */
export class DamagedCacheError extends Error {
  override readonly name = 'DamagedCacheError';
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGE_CODES = [11, 26];

/** Tells damage to the cache from failures of the disk. @throws DamagedCacheError, ERR_HOME */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode === undefined) throw error;
    if (DAMAGE_CODES.includes(errcode & 0xff))
      throw new DamagedCacheError('the cache is damaged', { cause: error });
    throw new MunimentError('ERR_HOME', `the cache: ${(error as Error).message}`, {}, error);
  }
}

/** Does `work` with the cache of a session; should it turn out to be damaged, once more with a new one. */
export async function withCache<T>(session: Session, work: (cache: Cache) => Promise<T>): Promise<T> {
  const { folder, archiveId } = session;
  for (let isNew = false; ; isNew = true) {
    const cache = Cache.open(folder.path, archiveId, session.archive.table);
    let result: T;
    try {
      result = await work(cache);
    } catch (error) {
      const isClosed = cache.tryClose();
      if (error instanceof DamagedCacheError || !isClosed) Cache.remove(folder.path);
      if (error instanceof DamagedCacheError && !isNew) continue;
      throw error;
    }
    // What was done is done, whatever has become of the cache.
    if (!cache.tryClose()) Cache.remove(folder.path);
    return result;
  }
}

/** 1 MiB: of a million ids it still knows 19 of 20 others. */
const FILTER_BITS = 2 ** 23;

/** A Bloom filter. Ids are as good as random, so parts of them serve as its hashes. */
class IdFilter {
  readonly #bits = new Uint8Array(FILTER_BITS / 8);

  add(id: Uint8Array): void {
    this.#set(readUint32(id, 0) % FILTER_BITS);
    this.#set(readUint32(id, 4) % FILTER_BITS);
  }

  mayHave(id: Uint8Array): boolean {
    return this.#has(readUint32(id, 0) % FILTER_BITS) && this.#has(readUint32(id, 4) % FILTER_BITS);
  }

  #set(bit: number): void {
    this.#bits[bit >> 3]! |= 1 << (bit & 7);
  }

  #has(bit: number): boolean {
    return (this.#bits[bit >> 3]! & (1 << (bit & 7))) !== 0;
  }
}

/** Rows are copied when they are bound; one for each of a pack's chunks would be as much again as the pack. */
const ROW = new Uint8Array(LOCATION_BYTES);

/** Valid until the next call. */
function encodeLocation(
  space: ChunkSpace,
  { block, offset, length, id }: ChunkLocation,
  pack: PackRef,
  packId: Uint8Array,
): Uint8Array {
  const row = ROW;
  row.set(packId);
  row[16] = CLASSES.indexOf(pack.packClass);
  row[17] = COMPRESSIONS.indexOf(block.compression);
  row[18] = pack.sizeLog2;
  writeUint32(row, 20, pack.epoch);
  writeUint32(row, 24, block.offset);
  writeUint32(row, 28, block.storedLength);
  writeUint32(row, 32, block.rawLength);
  writeUint32(row, 36, offset);
  writeUint32(row, 40, length);
  writeUint32(row, 44, checksum(space, id, row));
  return row;
}

function checksum(space: ChunkSpace, id: Uint8Array, row: Uint8Array): number {
  return crc32(row.subarray(0, 44), crc32(id, SPACES[space]));
}

/**
 * A number for a chunk: 52 bits of its id, and its space. Two chunks of one number are as good as never, a row's checksum tells them
 * apart, and then one of them is not found, and stored twice.
 */
function keyOf(space: ChunkSpace, id: Uint8Array): number {
  return (
    (readUint32(id, 0) * 2 ** 20 + (id[4]! * 2 ** 12 + id[5]! * 2 ** 4 + (id[6]! >> 4))) * 2 + SPACES[space]
  );
}

function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
