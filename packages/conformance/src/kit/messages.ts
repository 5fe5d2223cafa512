// The messages of spec/proto/archive.proto and keyring.proto, field by field, with the hand-made writer. A value is written
// as it is given: rules are for the readers under test to enforce.

import { concat } from './bytes.ts';
import { bytes, packed, repeated, sint, string, uint } from './proto.ts';

export const HEAD_SNAPSHOT = 1;
export const HEAD_LINK = 2;
export const FILE = 1;
export const DIRECTORY = 2;
export const SYMLINK = 3;
export const HARD_LINK = 4;
export const DATA = 1;
export const MEDIA = 2;
export const MANIFEST = 3;
export const NONE = 0;
export const DEFLATE = 1;
export const ZSTD = 2;
export const FIXED = 1;
export const CONTENT = 2;
export const RECORD = 3;
export const PAGE = 4;
export const MARK_DAMAGED = 2;

export interface Pack {
  readonly packId: Uint8Array;
  readonly packClass: number;
  readonly epoch: number;
  readonly sizeLog2: number;
}

export function encodePack(m: Pack): Uint8Array {
  return concat(bytes(1, m.packId), uint(2, m.packClass), uint(3, m.epoch), uint(4, m.sizeLog2));
}

export interface Block {
  readonly pack: number;
  readonly offset: number;
  readonly storedLength: number;
  readonly rawLength: number;
  readonly compression: number;
}

export function encodeBlock(m: Block): Uint8Array {
  return concat(
    uint(1, m.pack),
    uint(2, m.offset),
    uint(3, m.storedLength),
    uint(4, m.rawLength),
    uint(5, m.compression),
  );
}

export interface ChunkRef {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
  readonly id: Uint8Array;
}

export function encodeChunkRef(m: ChunkRef): Uint8Array {
  return concat(uint(1, m.block), uint(2, m.offset), uint(3, m.length), bytes(4, m.id));
}

export interface Location {
  readonly pack: Pack;
  readonly block: Block;
  readonly chunk: ChunkRef;
}

export function encodeLocation(m: Location): Uint8Array {
  return concat(
    bytes(1, encodePack(m.pack)),
    bytes(2, encodeBlock(m.block)),
    bytes(3, encodeChunkRef(m.chunk)),
  );
}

export interface Extent {
  readonly hole: number;
  readonly chunk?: ChunkRef | undefined;
}

export function encodeExtent(m: Extent): Uint8Array {
  return concat(
    uint(1, m.hole),
    m.chunk === undefined ? new Uint8Array(0) : bytes(2, encodeChunkRef(m.chunk)),
  );
}

export interface ExtentList {
  readonly packs: readonly Pack[];
  readonly blocks: readonly Block[];
  readonly extents: readonly Extent[];
}

export function encodeExtentList(m: ExtentList): Uint8Array {
  return concat(
    repeated(1, m.packs.map(encodePack)),
    repeated(2, m.blocks.map(encodeBlock)),
    repeated(3, m.extents.map(encodeExtent)),
  );
}

export interface Entry {
  readonly path: Uint8Array;
  readonly kind: number;
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly size: number | bigint;
  readonly uid: number;
  readonly gid: number;
  readonly target: Uint8Array;
  readonly contentDigest: Uint8Array;
}

export function encodeEntry(m: Entry): Uint8Array {
  return concat(
    bytes(1, m.path),
    uint(2, m.kind),
    uint(3, m.mode),
    sint(4, m.mtimeNs),
    uint(5, m.size),
    uint(6, m.uid),
    uint(7, m.gid),
    bytes(8, m.target),
    bytes(9, m.contentDigest),
  );
}

export interface Record {
  readonly entry: Uint8Array;
  readonly extents: readonly Extent[];
  readonly lists: readonly ChunkRef[];
  readonly chunker: number;
}

export function encodeRecord(m: Record): Uint8Array {
  return concat(
    bytes(1, m.entry),
    repeated(2, m.extents.map(encodeExtent)),
    repeated(3, m.lists.map(encodeChunkRef)),
    uint(4, m.chunker),
  );
}

export interface Child {
  readonly lastPath: Uint8Array;
  readonly chunk: ChunkRef;
}

export function encodeChild(m: Child): Uint8Array {
  return concat(bytes(1, m.lastPath), bytes(2, encodeChunkRef(m.chunk)));
}

export interface ManifestNode {
  readonly packs: readonly Pack[];
  readonly blocks: readonly Block[];
  readonly records: readonly Record[];
  readonly children: readonly Child[];
}

export function encodeManifestNode(m: ManifestNode): Uint8Array {
  return concat(
    repeated(1, m.packs.map(encodePack)),
    repeated(2, m.blocks.map(encodeBlock)),
    repeated(3, m.records.map(encodeRecord)),
    repeated(4, m.children.map(encodeChild)),
  );
}

export interface DeviceCount {
  readonly deviceId: Uint8Array;
  readonly count: number | bigint;
}

export interface Totals {
  readonly files: number | bigint;
  readonly directories: number | bigint;
  readonly others: number | bigint;
  readonly bytes: number | bigint;
  readonly skipped: number | bigint;
}

export function encodeTotals(m: Totals): Uint8Array {
  return concat(
    uint(1, m.files),
    uint(2, m.directories),
    uint(3, m.others),
    uint(4, m.bytes),
    uint(5, m.skipped),
  );
}

export interface Root {
  readonly name: Uint8Array;
  readonly source: Uint8Array;
}

export interface HeadStable {
  readonly formatVersion: number;
  readonly criticalFeatures: readonly number[];
  readonly archiveId: Uint8Array;
  readonly kind: number;
  readonly sequence: number | bigint;
  readonly parents: readonly Uint8Array[];
  readonly clock: readonly DeviceCount[];
  readonly endorsed: readonly Uint8Array[];
  readonly entriesDigest: Uint8Array;
  readonly keyringGeneration: number | bigint;
  readonly keyringHash: Uint8Array;
  readonly totals?: Totals | undefined;
  readonly deviceId: Uint8Array;
  readonly deviceName: string;
  readonly timeMs: number | bigint;
  readonly tags: readonly string[];
  readonly roots: readonly Root[];
  readonly replaces: Uint8Array;
}

export function encodeHeadStable(m: HeadStable): Uint8Array {
  const utf8 = new TextEncoder();
  return concat(
    uint(1, m.formatVersion),
    packed(2, m.criticalFeatures),
    bytes(3, m.archiveId),
    uint(4, m.kind),
    uint(5, m.sequence),
    repeated(6, m.parents),
    repeated(
      7,
      m.clock.map((entry) => concat(bytes(1, entry.deviceId), uint(2, entry.count))),
    ),
    repeated(8, m.endorsed),
    bytes(9, m.entriesDigest),
    uint(10, m.keyringGeneration),
    bytes(11, m.keyringHash),
    // Totals of nothing have no field that is set: present means non-empty, so all-zero totals are absent.
    m.totals === undefined ? new Uint8Array(0) : bytes(12, encodeTotals(m.totals)),
    bytes(13, m.deviceId),
    string(14, m.deviceName),
    uint(15, m.timeMs),
    repeated(
      16,
      m.tags.map((tag) => utf8.encode(tag)),
    ),
    repeated(
      17,
      m.roots.map((root) => concat(bytes(1, root.name), bytes(2, root.source))),
    ),
    bytes(18, m.replaces),
  );
}

export interface Head {
  readonly stable: Uint8Array;
  readonly revision: number;
  readonly root?: Location | undefined;
  readonly depth: number;
}

export function encodeHead(m: Head): Uint8Array {
  return concat(
    bytes(1, m.stable),
    uint(2, m.revision),
    m.root === undefined ? new Uint8Array(0) : bytes(3, encodeLocation(m.root)),
    uint(4, m.depth),
  );
}

export interface Mark {
  readonly kind: number;
  readonly createdMs: number;
  readonly deviceId: Uint8Array;
  readonly packIds: readonly Uint8Array[];
}

export function encodeMark(m: Mark): Uint8Array {
  return concat(uint(1, m.kind), uint(2, m.createdMs), bytes(3, m.deviceId), repeated(4, m.packIds));
}

export interface Slot {
  readonly methodId: Uint8Array;
  readonly type: number;
  readonly salt: Uint8Array;
  readonly keyId: string;
  readonly sealedRootKey: Uint8Array;
  readonly vault?: VaultLocator | undefined;
}

export interface VaultLocator {
  readonly url: string;
  readonly realmId: Uint8Array;
  readonly issuer: string;
  readonly subject: string;
  readonly generation: number | bigint;
}

export function encodeVaultLocator(m: VaultLocator): Uint8Array {
  return concat(
    string(1, m.url),
    bytes(2, m.realmId),
    string(3, m.issuer),
    string(4, m.subject),
    uint(5, m.generation),
  );
}

export function encodeSlot(m: Slot): Uint8Array {
  return concat(
    bytes(1, m.methodId),
    uint(2, m.type),
    bytes(3, m.salt),
    string(4, m.keyId),
    bytes(5, m.sealedRootKey),
    m.vault === undefined ? new Uint8Array(0) : bytes(6, encodeVaultLocator(m.vault)),
  );
}

export interface KeyringPublic {
  readonly criticalFeatures: readonly number[];
  readonly archiveId: Uint8Array;
  readonly generation: number | bigint;
  readonly keyringId: Uint8Array;
  readonly parents: readonly Uint8Array[];
  readonly slots: readonly Slot[];
}

export function encodeKeyringPublic(m: KeyringPublic): Uint8Array {
  return concat(
    packed(1, m.criticalFeatures),
    bytes(2, m.archiveId),
    uint(3, m.generation),
    bytes(4, m.keyringId),
    repeated(5, m.parents),
    repeated(6, m.slots.map(encodeSlot)),
  );
}

export interface Epoch {
  readonly number: number;
  readonly key: Uint8Array;
  readonly createdMs: number;
}

export interface Method {
  readonly methodId: Uint8Array;
  readonly type: number;
  readonly publicKey: Uint8Array;
  readonly label: string;
  readonly createdMs: number;
}

export interface Policy {
  readonly keepLast: number;
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly keepMonthly: number;
}

export interface KeyringBody {
  readonly dedupKey: Uint8Array;
  readonly chunkerKey: Uint8Array;
  readonly epochs: readonly Epoch[];
  readonly methods: readonly Method[];
  readonly removedMethods: readonly Uint8Array[];
  readonly policy?: Policy | undefined;
}

export function encodeKeyringBody(m: KeyringBody): Uint8Array {
  return concat(
    bytes(1, m.dedupKey),
    bytes(2, m.chunkerKey),
    repeated(
      3,
      m.epochs.map((epoch) => concat(uint(1, epoch.number), bytes(2, epoch.key), uint(3, epoch.createdMs))),
    ),
    repeated(
      4,
      m.methods.map((method) =>
        concat(
          bytes(1, method.methodId),
          uint(2, method.type),
          bytes(3, method.publicKey),
          string(4, method.label),
          uint(5, method.createdMs),
        ),
      ),
    ),
    repeated(5, m.removedMethods),
    m.policy === undefined
      ? new Uint8Array(0)
      : bytes(
          6,
          concat(
            uint(1, m.policy.keepLast),
            uint(2, m.policy.keepDaily),
            uint(3, m.policy.keepWeekly),
            uint(4, m.policy.keepMonthly),
          ),
        ),
  );
}
