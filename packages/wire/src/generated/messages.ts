// Generated from spec/proto by scripts/generate.ts. Do not edit.

import { areAscendingBytes, areAscendingNumbers, noBytes } from '../bytes.ts';
import { knownFeatures, knownVersion, missing, notAscending, Reader, tooFew, tooLarge, tooMany, tooSmall } from '../reader.ts';
import { assertBigint, assertBytes, assertList, assertObject, assertUint32, enumNumber, stringBytes, unordered, Writer } from '../writer.ts';

export type HeadKind = 'snapshot' | 'link';
const HEAD_KIND_NAMES: readonly (HeadKind | undefined)[] = [undefined, 'snapshot', 'link'];
/** The numbers of the values on the wire. */
export const HEAD_KIND_NUMBERS: { readonly [name in HeadKind]: number } = {
  'snapshot': 1,
  'link': 2,
};

export type EntryKind = 'file' | 'directory' | 'symlink' | 'hard-link';
const ENTRY_KIND_NAMES: readonly (EntryKind | undefined)[] = [undefined, 'file', 'directory', 'symlink', 'hard-link'];
/** The numbers of the values on the wire. */
export const ENTRY_KIND_NUMBERS: { readonly [name in EntryKind]: number } = {
  'file': 1,
  'directory': 2,
  'symlink': 3,
  'hard-link': 4,
};

export type PackClass = 'data' | 'media' | 'manifest';
const PACK_CLASS_NAMES: readonly (PackClass | undefined)[] = [undefined, 'data', 'media', 'manifest'];
/** The numbers of the values on the wire. */
export const PACK_CLASS_NUMBERS: { readonly [name in PackClass]: number } = {
  'data': 1,
  'media': 2,
  'manifest': 3,
};

export type Compression = 'none' | 'deflate' | 'zstd';
const COMPRESSION_NAMES: readonly (Compression | undefined)[] = [undefined, 'deflate', 'zstd'];
/** The numbers of the values on the wire. */
export const COMPRESSION_NUMBERS: { readonly [name in Compression]: number } = {
  'none': 0,
  'deflate': 1,
  'zstd': 2,
};

export type Chunker = 'none' | 'fixed' | 'content' | 'record' | 'page';
const CHUNKER_NAMES: readonly (Chunker | undefined)[] = [undefined, 'fixed', 'content', 'record', 'page'];
/** The numbers of the values on the wire. */
export const CHUNKER_NUMBERS: { readonly [name in Chunker]: number } = {
  'none': 0,
  'fixed': 1,
  'content': 2,
  'record': 3,
  'page': 4,
};

export type MarkKind = 'delete' | 'damaged';
const MARK_KIND_NAMES: readonly (MarkKind | undefined)[] = [undefined, 'delete', 'damaged'];
/** The numbers of the values on the wire. */
export const MARK_KIND_NUMBERS: { readonly [name in MarkKind]: number } = {
  'delete': 1,
  'damaged': 2,
};

/** How a recovery method obtains its 32-byte secret. */
export type MethodType = 'recovery-key' | 'vault' | 'passkey' | 'device';
const METHOD_TYPE_NAMES: readonly (MethodType | undefined)[] = [undefined, 'recovery-key', 'vault', 'passkey', 'device'];
/** The numbers of the values on the wire. */
export const METHOD_TYPE_NUMBERS: { readonly [name in MethodType]: number } = {
  'recovery-key': 1,
  'vault': 2,
  'passkey': 3,
  'device': 4,
};

export type VaultOperation = 'status' | 'stage' | 'commit' | 'login' | 'finish' | 'acknowledge' | 'freeze' | 'abandon' | 'cancel' | 'anchor' | 'owner' | 'revert' | 'delete';
const VAULT_OPERATION_NAMES: readonly (VaultOperation | undefined)[] = [undefined, 'status', 'stage', 'commit', 'login', 'finish', 'acknowledge', 'freeze', 'abandon', 'cancel', 'anchor', 'owner', 'revert', 'delete'];
/** The numbers of the values on the wire. */
export const VAULT_OPERATION_NUMBERS: { readonly [name in VaultOperation]: number } = {
  'status': 1,
  'stage': 2,
  'commit': 3,
  'login': 4,
  'finish': 5,
  'acknowledge': 6,
  'freeze': 7,
  'abandon': 8,
  'cancel': 9,
  'anchor': 10,
  'owner': 11,
  'revert': 12,
  'delete': 13,
};

export type VaultOutcome = 'ok' | 'denied' | 'malformed' | 'conflict' | 'uncertain' | 'no-record' | 'other-generation' | 'wait' | 'frozen' | 'locked' | 'destroyed' | 'wrong' | 'no-login' | 'signature' | 'refused' | 'anchored' | 'busy' | 'rolled-back';
const VAULT_OUTCOME_NAMES: readonly (VaultOutcome | undefined)[] = [undefined, 'ok', 'denied', 'malformed', 'conflict', 'uncertain', 'no-record', 'other-generation', 'wait', 'frozen', 'locked', 'destroyed', 'wrong', 'no-login', 'signature', 'refused', 'anchored', 'busy', 'rolled-back'];
/** The numbers of the values on the wire. */
export const VAULT_OUTCOME_NUMBERS: { readonly [name in VaultOutcome]: number } = {
  'ok': 1,
  'denied': 2,
  'malformed': 3,
  'conflict': 4,
  'uncertain': 5,
  'no-record': 6,
  'other-generation': 7,
  'wait': 8,
  'frozen': 9,
  'locked': 10,
  'destroyed': 11,
  'wrong': 12,
  'no-login': 13,
  'signature': 14,
  'refused': 15,
  'anchored': 16,
  'busy': 17,
  'rolled-back': 18,
};

export type VaultPhase = 'none' | 'staged' | 'active' | 'erased';
const VAULT_PHASE_NAMES: readonly (VaultPhase | undefined)[] = [undefined, 'none', 'staged', 'active', 'erased'];
/** The numbers of the values on the wire. */
export const VAULT_PHASE_NUMBERS: { readonly [name in VaultPhase]: number } = {
  'none': 1,
  'staged': 2,
  'active': 3,
  'erased': 4,
};

/** The plaintext of a head object, inside the padded frame. */
export interface Head {
  /** 1 to 8388608 bytes: an encoded HeadStable; its hash is the snapshot id */
  readonly stable: Uint8Array;
  /** 0 to 4294967295: raised when only locations change */
  readonly revision: number;
  /** top node of the manifest; absent in a link head */
  readonly root: Location | undefined;
  /** 0 to 8: levels above the leaves */
  readonly depth: number;
}

/** What a snapshot is, without where it lies. */
export interface HeadStable {
  /** 1 to 65535 */
  readonly formatVersion: number;
  /** 0 to 16 elements, 1 to 65535 each, strictly ascending */
  readonly criticalFeatures: readonly number[];
  /** 16 bytes */
  readonly archiveId: Uint8Array;

  readonly kind: HeadKind;
  /** 1 to 9007199254740991 */
  readonly sequence: bigint;
  /** 0 to 1024 elements, 32 bytes each, strictly ascending */
  readonly parents: readonly Uint8Array[];
  /** 1 to 4096 elements */
  readonly clock: readonly DeviceCount[];
  /** 0 to 200000 elements, 32 bytes each, strictly ascending */
  readonly endorsed: readonly Uint8Array[];
  /** 32 bytes */
  readonly entriesDigest: Uint8Array;
  /** 1 to 4294967295 */
  readonly keyringGeneration: bigint;
  /** 32 bytes */
  readonly keyringHash: Uint8Array;

  readonly totals: Totals | undefined;
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 0 to 128 bytes of UTF-8 */
  readonly deviceName: string;
  /** 0 to 253402300799999 */
  readonly timeMs: bigint;
  /** 0 to 64 elements, 1 to 128 bytes of UTF-8 each */
  readonly tags: readonly string[];
  /** 0 to 1024 elements */
  readonly roots: readonly Root[];
  /** 0 or 32 bytes: id of the snapshot that a repair rewrote */
  readonly replaces: Uint8Array;
}

/** How many heads a device had written, this one included, when the head was written. */
export interface DeviceCount {
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 1 to 9007199254740991 */
  readonly count: bigint;
}

/** What the entries of a snapshot add up to. */
export interface Totals {
  /** 0 to 9007199254740991 */
  readonly files: bigint;
  /** 0 to 9007199254740991 */
  readonly directories: bigint;
  /** 0 to 9007199254740991 */
  readonly others: bigint;
  /** 0 to 9223372036854775807 */
  readonly bytes: bigint;
  /** 0 to 9007199254740991 */
  readonly skipped: bigint;
}

/** A top-level name of the snapshot and the folder or file it was made from. */
export interface Root {
  /** 1 to 1024 bytes */
  readonly name: Uint8Array;
  /** 0 to 32768 bytes */
  readonly source: Uint8Array;
}

/** Where a chunk lies, self-contained. */
export interface Location {

  readonly pack: Pack;
  /** its pack is 1 */
  readonly block: Block;
  /** its block index is 0 */
  readonly chunk: ChunkRef;
}

/** A pack that blocks of the same message lie in. */
export interface Pack {
  /** 16 bytes */
  readonly packId: Uint8Array;

  readonly packClass: PackClass;
  /** 1 to 4294967295 */
  readonly epoch: number;
  /** 12 to 24: of the padded plaintext */
  readonly sizeLog2: number;
}

/** A unit of compression: one run of bytes in a pack. */
export interface Block {
  /** 0 to 1048575: 0: the pack this message lies in; n: the n-th of the message's packs */
  readonly pack: number;
  /** 4 to 16777215: in the pack's plaintext */
  readonly offset: number;
  /** 1 to 16777212 */
  readonly storedLength: number;
  /** 1 to 4194304 */
  readonly rawLength: number;

  readonly compression: Compression;
}

/** A unit of deduplication: one run of bytes in a block's raw form. */
export interface ChunkRef {
  /** 0 to 1048575: index into the blocks of the same message */
  readonly block: number;
  /** 0 to 4194303 */
  readonly offset: number;
  /** 1 to 4194304 */
  readonly length: number;
  /** 32 bytes */
  readonly id: Uint8Array;
}

/** A node of the manifest tree: a leaf holds records, a branch holds children. */
export interface ManifestNode {
  /** 0 to 65536 elements */
  readonly packs: readonly Pack[];
  /** 0 to 65536 elements */
  readonly blocks: readonly Block[];
  /** 0 to 65536 elements */
  readonly records: readonly Record[];
  /** 0 to 65536 elements */
  readonly children: readonly Child[];
}

/** A node one level down. */
export interface Child {
  /** 1 to 32768 bytes: greatest path below this child */
  readonly lastPath: Uint8Array;

  readonly chunk: ChunkRef;
}

/** A path and where its content lies. */
export interface Record {
  /** 1 to 131072 bytes: an encoded Entry; hashed into entries_digest */
  readonly entry: Uint8Array;
  /** 0 to 64 elements */
  readonly extents: readonly Extent[];
  /** 0 to 16384 elements: chunks that each hold an ExtentList */
  readonly lists: readonly ChunkRef[];

  readonly chunker: Chunker;
}

/** What a path is, without where its content lies. */
export interface Entry {
  /** 1 to 32768 bytes */
  readonly path: Uint8Array;

  readonly kind: EntryKind;
  /** 0 to 4095 */
  readonly mode: number;
  /** -9223372036854775808 to 9223372036854775807 */
  readonly mtimeNs: bigint;
  /** 0 to 9223372036854775807 */
  readonly size: bigint;
  /** 0 to 4294967295 */
  readonly uid: number;
  /** 0 to 4294967295 */
  readonly gid: number;
  /** 0 to 32768 bytes: of a symbolic link; path of the file for a hard link */
  readonly target: Uint8Array;
  /** 0 or 32 bytes */
  readonly contentDigest: Uint8Array;
}

/** One run of a file: a chunk, or a hole of zero bytes. */
export interface Extent {
  /** 0 to 9223372036854775807 */
  readonly hole: bigint;

  readonly chunk: ChunkRef | undefined;
}

/** The extents of a file that has too many for its record. */
export interface ExtentList {
  /** 0 to 1024 elements */
  readonly packs: readonly Pack[];
  /** 0 to 1024 elements */
  readonly blocks: readonly Block[];
  /** 1 to 1024 elements */
  readonly extents: readonly Extent[];
}

/** The plaintext of a mark object, inside the padded frame. */
export interface Mark {

  readonly kind: MarkKind;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
  /** 16 bytes */
  readonly deviceId: Uint8Array;
  /** 1 to 262144 elements, 16 bytes each, strictly ascending */
  readonly packIds: readonly Uint8Array[];
}

/** The readable part of a keyring: what a device needs before it has any key. */
export interface KeyringPublic {
  /** 0 to 16 elements, 1 to 65535 each, strictly ascending */
  readonly criticalFeatures: readonly number[];
  /** 16 bytes */
  readonly archiveId: Uint8Array;
  /** 1 to 4294967295 */
  readonly generation: bigint;
  /** 16 bytes */
  readonly keyringId: Uint8Array;
  /** 0 to 16 elements, 32 bytes each, strictly ascending */
  readonly parents: readonly Uint8Array[];
  /** 1 to 64 elements */
  readonly slots: readonly Slot[];
}

/** One way to open the keyring. */
export interface Slot {
  /** 16 bytes */
  readonly methodId: Uint8Array;

  readonly type: MethodType;
  /** 32 bytes */
  readonly salt: Uint8Array;
  /** 0 to 4 bytes of UTF-8 */
  readonly keyId: string;
  /** 1168 bytes */
  readonly sealedRootKey: Uint8Array;
  /** of a method of type VAULT, and of no other */
  readonly vault: VaultLocator | undefined;
}

/** Where the vault of a method is, and which registration of which account. */
export interface VaultLocator {
  /** 1 to 512 bytes of UTF-8 */
  readonly url: string;
  /** 16 bytes */
  readonly realmId: Uint8Array;
  /** 1 to 256 bytes of UTF-8 */
  readonly issuer: string;
  /** 1 to 256 bytes of UTF-8 */
  readonly subject: string;
  /** 1 to 9007199254740991 */
  readonly generation: bigint;
}

/** The sealed part of a keyring. */
export interface KeyringBody {
  /** 32 bytes */
  readonly dedupKey: Uint8Array;
  /** 32 bytes */
  readonly chunkerKey: Uint8Array;
  /** 1 to 4096 elements */
  readonly epochs: readonly Epoch[];
  /** 1 to 64 elements */
  readonly methods: readonly Method[];
  /** 0 to 4096 elements, 16 bytes each, strictly ascending */
  readonly removedMethods: readonly Uint8Array[];

  readonly policy: Policy | undefined;
}

/** One archive key and the number that names it in contexts and head names. */
export interface Epoch {
  /** 1 to 4294967295 */
  readonly number: number;
  /** 32 bytes */
  readonly key: Uint8Array;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
}

/** What is kept of a recovery method so that any enrolled device can seal a new root key to it. */
export interface Method {
  /** 16 bytes */
  readonly methodId: Uint8Array;

  readonly type: MethodType;
  /** 1216 bytes */
  readonly publicKey: Uint8Array;
  /** 0 to 128 bytes of UTF-8 */
  readonly label: string;
  /** 0 to 253402300799999 */
  readonly createdMs: bigint;
}

/** Retention that applies when a run names none. Zero means that the rule is not set. */
export interface Policy {
  /** 0 to 1000000 */
  readonly keepLast: number;
  /** 0 to 1000000 */
  readonly keepDaily: number;
  /** 0 to 1000000 */
  readonly keepWeekly: number;
  /** 0 to 1000000 */
  readonly keepMonthly: number;
}

/** What a client sends, inside the fixed frame of a request. */
export interface VaultRequest {
  /** 1 to 65535 */
  readonly formatVersion: number;

  readonly operation: VaultOperation;
  /** 1 to 2048 bytes of UTF-8 */
  readonly token: string;
  /** 0 to 4096 bytes: the encoded body of the operation; none for STATUS */
  readonly body: Uint8Array;
  /** 64 bytes: by the key that the token names */
  readonly proof: Uint8Array;
  /** 0 or 64 bytes */
  readonly ownerSignature: Uint8Array;
  /** 0 or 64 bytes */
  readonly newOwnerSignature: Uint8Array;
  /** 0 or 64 bytes */
  readonly loginProof: Uint8Array;
}

/** Body of STAGE. */
export interface VaultStage {
  /** 0 to 9007199254740991 */
  readonly version: bigint;
  /** 1 to 9007199254740991 */
  readonly generation: bigint;
  /** 1 to 64 bytes of UTF-8 */
  readonly ksf: string;
  /** 32 bytes */
  readonly oprfKey: Uint8Array;
  /** 192 bytes */
  readonly record: Uint8Array;
  /** 32 bytes */
  readonly releaseSecret: Uint8Array;
  /** 32 bytes */
  readonly owner: Uint8Array;
  /** takes the place of the anchor at the commit */
  readonly anchor: VaultAnchor | undefined;
}

/** Body of COMMIT. */
export interface VaultCommit {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 1 to 9007199254740991 */
  readonly generation: bigint;
  /** 0 or 32 bytes: of the login that the login proof is about */
  readonly loginId: Uint8Array;
}

/** Body of LOGIN. */
export interface VaultLogin {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 1 to 9007199254740991 */
  readonly generation: bigint;
  /** 96 bytes */
  readonly ke1: Uint8Array;
}

/** Body of FINISH. */
export interface VaultFinish {
  /** 32 bytes */
  readonly loginId: Uint8Array;
  /** 64 bytes */
  readonly ke3: Uint8Array;
}

/** Body of ACKNOWLEDGE, ABANDON and CANCEL. */
export interface VaultChange {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
}

/** Body of FREEZE. */
export interface VaultFreeze {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 0 to 259200000: 0: no longer */
  readonly durationMs: bigint;
}

/** Body of ANCHOR. */
export interface VaultAnchorChange {
  /** 1 to 9007199254740991 */
  readonly version: bigint;

  readonly expected: VaultAnchor | undefined;

  readonly next: VaultAnchor;
}

/** Body of OWNER. */
export interface VaultOwnerChange {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 32 bytes */
  readonly owner: Uint8Array;
}

/** Body of REVERT. */
export interface VaultRevert {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 1 to 9007199254740991: the previous one */
  readonly generation: bigint;
  /** 32 bytes */
  readonly loginId: Uint8Array;
  /** 32 bytes */
  readonly owner: Uint8Array;
}

/** Body of DELETE. */
export interface VaultDelete {
  /** 1 to 9007199254740991 */
  readonly version: bigint;
  /** 0 or 32 bytes */
  readonly loginId: Uint8Array;
}

/** What a realm answers, inside the fixed frame of a response. */
export interface VaultResponse {
  /** 1 to 65535 */
  readonly formatVersion: number;

  readonly outcome: VaultOutcome;
  /** 0 to 253402300799999: the realm's clock */
  readonly timeMs: bigint;
  /** with a valid token and a record that was read */
  readonly status: VaultStatus | undefined;
  /** 0 or 320 bytes */
  readonly ke2: Uint8Array;
  /** 0 or 32 bytes */
  readonly releaseSecret: Uint8Array;
}

/** What the realm keeps of an account, as far as it is told. */
export interface VaultStatus {
  /** 0 to 9007199254740991 */
  readonly version: bigint;

  readonly phase: VaultPhase;
  /** 0 to 9007199254740991 */
  readonly lastGeneration: bigint;

  readonly active: VaultGeneration | undefined;
  /** until_ms: when it goes */
  readonly previous: VaultGeneration | undefined;
  /** until_ms: when it goes */
  readonly staged: VaultGeneration | undefined;
  /** 0 to 10: since the last login that was right */
  readonly attempts: number;
  /** 0 to 1000 */
  readonly unacknowledged: number;
  /** 0 to 253402300799999 */
  readonly notBeforeMs: bigint;
  /** 0 to 253402300799999 */
  readonly frozenUntilMs: bigint;
  /** 0 to 253402300799999 */
  readonly deleteAtMs: bigint;
  /** 0 to 253402300799999 */
  readonly destroyedMs: bigint;
  /** 0 to 253402300799999 */
  readonly lastAttemptMs: bigint;
  /** 0 to 253402300799999 */
  readonly lastSuccessMs: bigint;
  /** 0 or 32 bytes */
  readonly owner: Uint8Array;

  readonly anchor: VaultAnchor | undefined;
}

/** A generation as a client sees it. */
export interface VaultGeneration {
  /** 1 to 9007199254740991 */
  readonly number: bigint;
  /** 1 to 64 bytes of UTF-8 */
  readonly ksf: string;
  /** 0 to 253402300799999 */
  readonly sinceMs: bigint;
  /** 0 to 253402300799999: 0: no end is set */
  readonly untilMs: bigint;
}

/** The newest head and keyring that an owner has vouched for. */
export interface VaultAnchor {
  /** 1 to 9007199254740991 */
  readonly sequence: bigint;
  /** 32 bytes */
  readonly snapshotId: Uint8Array;
  /** 1 to 4294967295 */
  readonly keyringGeneration: bigint;
  /** 32 bytes */
  readonly keyringHash: Uint8Array;
}

/** What a realm stores for an account, inside the fixed frame of a sealed record. */
export interface VaultRecord {
  /** 1 to 65535 */
  readonly formatVersion: number;
  /** 1 to 9007199254740991 */
  readonly version: bigint;

  readonly phase: VaultPhase;
  /** 0 to 9007199254740991 */
  readonly lastGeneration: bigint;
  /** 0 or 32 bytes */
  readonly owner: Uint8Array;

  readonly active: VaultKeys | undefined;

  readonly previous: VaultKeys | undefined;

  readonly staged: VaultKeys | undefined;
  /** 0 to 10 */
  readonly attempts: number;
  /** 0 to 1000 */
  readonly unacknowledged: number;
  /** 0 to 253402300799999 */
  readonly notBeforeMs: bigint;
  /** 0 to 253402300799999 */
  readonly frozenUntilMs: bigint;
  /** 0 to 253402300799999 */
  readonly deleteAtMs: bigint;
  /** 0 to 253402300799999 */
  readonly cancelledMs: bigint;
  /** 0 to 253402300799999 */
  readonly destroyedMs: bigint;
  /** 0 to 253402300799999 */
  readonly lastAttemptMs: bigint;
  /** 0 to 253402300799999 */
  readonly lastSuccessMs: bigint;

  readonly anchor: VaultAnchor | undefined;
  /** 0 to 10 elements */
  readonly logins: readonly VaultPending[];
  /** 0 or 32 bytes: digest of the change that was applied last */
  readonly lastRequest: Uint8Array;
}

/** A generation as a realm keeps it. Erased parts are absent. */
export interface VaultKeys {
  /** 1 to 9007199254740991 */
  readonly number: bigint;
  /** 1 to 64 bytes of UTF-8 */
  readonly ksf: string;
  /** 0 to 253402300799999 */
  readonly sinceMs: bigint;
  /** 0 to 253402300799999 */
  readonly untilMs: bigint;
  /** 0 or 32 bytes */
  readonly oprfKey: Uint8Array;
  /** 0 or 192 bytes */
  readonly record: Uint8Array;
  /** 0 or 32 bytes */
  readonly releaseSecret: Uint8Array;
  /** 0 or 32 bytes: of a staged generation */
  readonly owner: Uint8Array;
  /** of a staged generation */
  readonly anchor: VaultAnchor | undefined;
}

/** A login that was counted. */
export interface VaultPending {
  /** 32 bytes */
  readonly loginId: Uint8Array;
  /** 1 to 9007199254740991 */
  readonly generation: bigint;
  /** 0 to 253402300799999 */
  readonly startedMs: bigint;
  /** 320 bytes */
  readonly ke2: Uint8Array;
  /** 0 or 131 bytes: of OPAQUE's server; absent once KE3 was seen */
  readonly state: Uint8Array;
  /** 0 or 64 bytes: once KE3 verified */
  readonly sessionKey: Uint8Array;
  /** 0 or 64 bytes: once KE3 verified */
  readonly ke3: Uint8Array;
}

/** The limits of every field, as spec/proto states them. */
export const LIMITS = {
  Head: {
    stable: { minBytes: 1, maxBytes: 8388608 },
    revision: { min: 0, max: 4294967295 },

    depth: { min: 0, max: 8 },
  },
  HeadStable: {
    formatVersion: { min: 1, max: 65535 },
    criticalFeatures: { minCount: 0, maxCount: 16, min: 1, max: 65535 },
    archiveId: { minBytes: 16, maxBytes: 16 },

    sequence: { min: 1n, max: 9007199254740991n },
    parents: { minCount: 0, maxCount: 1024, minBytes: 32, maxBytes: 32 },
    clock: { minCount: 1, maxCount: 4096 },
    endorsed: { minCount: 0, maxCount: 200000, minBytes: 32, maxBytes: 32 },
    entriesDigest: { minBytes: 32, maxBytes: 32 },
    keyringGeneration: { min: 1n, max: 4294967295n },
    keyringHash: { minBytes: 32, maxBytes: 32 },

    deviceId: { minBytes: 16, maxBytes: 16 },
    deviceName: { minBytes: 0, maxBytes: 128 },
    timeMs: { min: 0n, max: 253402300799999n },
    tags: { minCount: 0, maxCount: 64, minBytes: 1, maxBytes: 128 },
    roots: { minCount: 0, maxCount: 1024 },
    replaces: { minBytes: 0, maxBytes: 32 },
  },
  DeviceCount: {
    deviceId: { minBytes: 16, maxBytes: 16 },
    count: { min: 1n, max: 9007199254740991n },
  },
  Totals: {
    files: { min: 0n, max: 9007199254740991n },
    directories: { min: 0n, max: 9007199254740991n },
    others: { min: 0n, max: 9007199254740991n },
    bytes: { min: 0n, max: 9223372036854775807n },
    skipped: { min: 0n, max: 9007199254740991n },
  },
  Root: {
    name: { minBytes: 1, maxBytes: 1024 },
    source: { minBytes: 0, maxBytes: 32768 },
  },
  Location: {

  },
  Pack: {
    packId: { minBytes: 16, maxBytes: 16 },

    epoch: { min: 1, max: 4294967295 },
    sizeLog2: { min: 12, max: 24 },
  },
  Block: {
    pack: { min: 0, max: 1048575 },
    offset: { min: 4, max: 16777215 },
    storedLength: { min: 1, max: 16777212 },
    rawLength: { min: 1, max: 4194304 },

  },
  ChunkRef: {
    block: { min: 0, max: 1048575 },
    offset: { min: 0, max: 4194303 },
    length: { min: 1, max: 4194304 },
    id: { minBytes: 32, maxBytes: 32 },
  },
  ManifestNode: {
    packs: { minCount: 0, maxCount: 65536 },
    blocks: { minCount: 0, maxCount: 65536 },
    records: { minCount: 0, maxCount: 65536 },
    children: { minCount: 0, maxCount: 65536 },
  },
  Child: {
    lastPath: { minBytes: 1, maxBytes: 32768 },

  },
  Record: {
    entry: { minBytes: 1, maxBytes: 131072 },
    extents: { minCount: 0, maxCount: 64 },
    lists: { minCount: 0, maxCount: 16384 },

  },
  Entry: {
    path: { minBytes: 1, maxBytes: 32768 },

    mode: { min: 0, max: 4095 },
    mtimeNs: { min: -9223372036854775808n, max: 9223372036854775807n },
    size: { min: 0n, max: 9223372036854775807n },
    uid: { min: 0, max: 4294967295 },
    gid: { min: 0, max: 4294967295 },
    target: { minBytes: 0, maxBytes: 32768 },
    contentDigest: { minBytes: 0, maxBytes: 32 },
  },
  Extent: {
    hole: { min: 0n, max: 9223372036854775807n },

  },
  ExtentList: {
    packs: { minCount: 0, maxCount: 1024 },
    blocks: { minCount: 0, maxCount: 1024 },
    extents: { minCount: 1, maxCount: 1024 },
  },
  Mark: {

    createdMs: { min: 0n, max: 253402300799999n },
    deviceId: { minBytes: 16, maxBytes: 16 },
    packIds: { minCount: 1, maxCount: 262144, minBytes: 16, maxBytes: 16 },
  },
  KeyringPublic: {
    criticalFeatures: { minCount: 0, maxCount: 16, min: 1, max: 65535 },
    archiveId: { minBytes: 16, maxBytes: 16 },
    generation: { min: 1n, max: 4294967295n },
    keyringId: { minBytes: 16, maxBytes: 16 },
    parents: { minCount: 0, maxCount: 16, minBytes: 32, maxBytes: 32 },
    slots: { minCount: 1, maxCount: 64 },
  },
  Slot: {
    methodId: { minBytes: 16, maxBytes: 16 },

    salt: { minBytes: 32, maxBytes: 32 },
    keyId: { minBytes: 0, maxBytes: 4 },
    sealedRootKey: { minBytes: 1168, maxBytes: 1168 },

  },
  VaultLocator: {
    url: { minBytes: 1, maxBytes: 512 },
    realmId: { minBytes: 16, maxBytes: 16 },
    issuer: { minBytes: 1, maxBytes: 256 },
    subject: { minBytes: 1, maxBytes: 256 },
    generation: { min: 1n, max: 9007199254740991n },
  },
  KeyringBody: {
    dedupKey: { minBytes: 32, maxBytes: 32 },
    chunkerKey: { minBytes: 32, maxBytes: 32 },
    epochs: { minCount: 1, maxCount: 4096 },
    methods: { minCount: 1, maxCount: 64 },
    removedMethods: { minCount: 0, maxCount: 4096, minBytes: 16, maxBytes: 16 },

  },
  Epoch: {
    number: { min: 1, max: 4294967295 },
    key: { minBytes: 32, maxBytes: 32 },
    createdMs: { min: 0n, max: 253402300799999n },
  },
  Method: {
    methodId: { minBytes: 16, maxBytes: 16 },

    publicKey: { minBytes: 1216, maxBytes: 1216 },
    label: { minBytes: 0, maxBytes: 128 },
    createdMs: { min: 0n, max: 253402300799999n },
  },
  Policy: {
    keepLast: { min: 0, max: 1000000 },
    keepDaily: { min: 0, max: 1000000 },
    keepWeekly: { min: 0, max: 1000000 },
    keepMonthly: { min: 0, max: 1000000 },
  },
  VaultRequest: {
    formatVersion: { min: 1, max: 65535 },

    token: { minBytes: 1, maxBytes: 2048 },
    body: { minBytes: 0, maxBytes: 4096 },
    proof: { minBytes: 64, maxBytes: 64 },
    ownerSignature: { minBytes: 0, maxBytes: 64 },
    newOwnerSignature: { minBytes: 0, maxBytes: 64 },
    loginProof: { minBytes: 0, maxBytes: 64 },
  },
  VaultStage: {
    version: { min: 0n, max: 9007199254740991n },
    generation: { min: 1n, max: 9007199254740991n },
    ksf: { minBytes: 1, maxBytes: 64 },
    oprfKey: { minBytes: 32, maxBytes: 32 },
    record: { minBytes: 192, maxBytes: 192 },
    releaseSecret: { minBytes: 32, maxBytes: 32 },
    owner: { minBytes: 32, maxBytes: 32 },

  },
  VaultCommit: {
    version: { min: 1n, max: 9007199254740991n },
    generation: { min: 1n, max: 9007199254740991n },
    loginId: { minBytes: 0, maxBytes: 32 },
  },
  VaultLogin: {
    version: { min: 1n, max: 9007199254740991n },
    generation: { min: 1n, max: 9007199254740991n },
    ke1: { minBytes: 96, maxBytes: 96 },
  },
  VaultFinish: {
    loginId: { minBytes: 32, maxBytes: 32 },
    ke3: { minBytes: 64, maxBytes: 64 },
  },
  VaultChange: {
    version: { min: 1n, max: 9007199254740991n },
  },
  VaultFreeze: {
    version: { min: 1n, max: 9007199254740991n },
    durationMs: { min: 0n, max: 259200000n },
  },
  VaultAnchorChange: {
    version: { min: 1n, max: 9007199254740991n },

  },
  VaultOwnerChange: {
    version: { min: 1n, max: 9007199254740991n },
    owner: { minBytes: 32, maxBytes: 32 },
  },
  VaultRevert: {
    version: { min: 1n, max: 9007199254740991n },
    generation: { min: 1n, max: 9007199254740991n },
    loginId: { minBytes: 32, maxBytes: 32 },
    owner: { minBytes: 32, maxBytes: 32 },
  },
  VaultDelete: {
    version: { min: 1n, max: 9007199254740991n },
    loginId: { minBytes: 0, maxBytes: 32 },
  },
  VaultResponse: {
    formatVersion: { min: 1, max: 65535 },

    timeMs: { min: 0n, max: 253402300799999n },

    ke2: { minBytes: 0, maxBytes: 320 },
    releaseSecret: { minBytes: 0, maxBytes: 32 },
  },
  VaultStatus: {
    version: { min: 0n, max: 9007199254740991n },

    lastGeneration: { min: 0n, max: 9007199254740991n },

    attempts: { min: 0, max: 10 },
    unacknowledged: { min: 0, max: 1000 },
    notBeforeMs: { min: 0n, max: 253402300799999n },
    frozenUntilMs: { min: 0n, max: 253402300799999n },
    deleteAtMs: { min: 0n, max: 253402300799999n },
    destroyedMs: { min: 0n, max: 253402300799999n },
    lastAttemptMs: { min: 0n, max: 253402300799999n },
    lastSuccessMs: { min: 0n, max: 253402300799999n },
    owner: { minBytes: 0, maxBytes: 32 },

  },
  VaultGeneration: {
    number: { min: 1n, max: 9007199254740991n },
    ksf: { minBytes: 1, maxBytes: 64 },
    sinceMs: { min: 0n, max: 253402300799999n },
    untilMs: { min: 0n, max: 253402300799999n },
  },
  VaultAnchor: {
    sequence: { min: 1n, max: 9007199254740991n },
    snapshotId: { minBytes: 32, maxBytes: 32 },
    keyringGeneration: { min: 1n, max: 4294967295n },
    keyringHash: { minBytes: 32, maxBytes: 32 },
  },
  VaultRecord: {
    formatVersion: { min: 1, max: 65535 },
    version: { min: 1n, max: 9007199254740991n },

    lastGeneration: { min: 0n, max: 9007199254740991n },
    owner: { minBytes: 0, maxBytes: 32 },

    attempts: { min: 0, max: 10 },
    unacknowledged: { min: 0, max: 1000 },
    notBeforeMs: { min: 0n, max: 253402300799999n },
    frozenUntilMs: { min: 0n, max: 253402300799999n },
    deleteAtMs: { min: 0n, max: 253402300799999n },
    cancelledMs: { min: 0n, max: 253402300799999n },
    destroyedMs: { min: 0n, max: 253402300799999n },
    lastAttemptMs: { min: 0n, max: 253402300799999n },
    lastSuccessMs: { min: 0n, max: 253402300799999n },

    logins: { minCount: 0, maxCount: 10 },
    lastRequest: { minBytes: 0, maxBytes: 32 },
  },
  VaultKeys: {
    number: { min: 1n, max: 9007199254740991n },
    ksf: { minBytes: 1, maxBytes: 64 },
    sinceMs: { min: 0n, max: 253402300799999n },
    untilMs: { min: 0n, max: 253402300799999n },
    oprfKey: { minBytes: 0, maxBytes: 32 },
    record: { minBytes: 0, maxBytes: 192 },
    releaseSecret: { minBytes: 0, maxBytes: 32 },
    owner: { minBytes: 0, maxBytes: 32 },

  },
  VaultPending: {
    loginId: { minBytes: 32, maxBytes: 32 },
    generation: { min: 1n, max: 9007199254740991n },
    startedMs: { min: 0n, max: 253402300799999n },
    ke2: { minBytes: 320, maxBytes: 320 },
    state: { minBytes: 0, maxBytes: 131 },
    sessionKey: { minBytes: 0, maxBytes: 64 },
    ke3: { minBytes: 0, maxBytes: 64 },
  },
} as const;

function readHead(r: Reader): Head {
  let tag = r.tag('Head');
  let stable: Uint8Array | undefined;
  if (tag === 10) {
    stable = r.fieldBytes('Head.stable', 1, 8388608);
    tag = r.tag('Head');
  }
  let revision = 0;
  if (tag === 16) {
    revision = r.uint32('Head.revision');
    tag = r.tag('Head');
  }
  let root: Location | undefined;
  if (tag === 26) {
    const outer = r.enter('Head.root');
    root = readLocation(r);
    r.leave(outer);
    tag = r.tag('Head');
  }
  let depth = 0;
  if (tag === 32) {
    depth = r.uint32('Head.depth');
    tag = r.tag('Head');
  }
  if (tag !== 0) throw r.unexpected('Head', tag);
  if (stable === undefined) throw missing('Head.stable');
  if (depth > 8) throw tooLarge('Head.depth', 8);
  return {
    stable,
    revision,
    root,
    depth,
  };
}

function writeHead(w: Writer, value: Head): void {
  assertObject('Head', value);
  const {
    stable,
    revision,
    root,
    depth,
  } = value;
  assertUint32('Head.depth', depth, 0, 8);
  if (depth !== 0) {
    w.varint32(depth);
    w.varint32(32);
  }
  if (root !== undefined) {
    const mark = w.mark();
    writeLocation(w, root);
    w.prefix('Head.root', mark);
    w.varint32(26);
  }
  assertUint32('Head.revision', revision, 0, 4294967295);
  if (revision !== 0) {
    w.varint32(revision);
    w.varint32(16);
  }
  assertBytes('Head.stable', stable, 1, 8388608, false);
  w.lengthAndBytes(stable);
  w.varint32(10);
}

/** The most bytes of an encoded Head. */
export const HEAD_MAX_BYTES = 16777212;

/**
 * The canonical encoding of a Head, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 16777212 bytes
 */
export function encodeHead(value: Head): Uint8Array {
  const w = new Writer();
  try {
    writeHead(w, value);
    return w.finish('Head', HEAD_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Head. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeHead(bytes: Uint8Array): Head {
  return readHead(new Reader('Head', bytes, HEAD_MAX_BYTES));
}

function readHeadStable(r: Reader): HeadStable {
  let tag = r.tag('HeadStable');
  let formatVersion = 0;
  if (tag === 8) {
    formatVersion = r.uint32('HeadStable.format_version');
    if (formatVersion > 65535) throw tooLarge('HeadStable.format_version', 65535);
    if (formatVersion < 1) throw tooSmall('HeadStable.format_version', 1);
    knownVersion('HeadStable.format_version', formatVersion);
    tag = r.tag('HeadStable');
  }
  const criticalFeatures: number[] = [];
  if (tag === 18) {
    const outer = r.enter('HeadStable.critical_features');
    do {
      if (criticalFeatures.length === 16) throw tooMany('HeadStable.critical_features', 16);
      const element = r.packedUint32('HeadStable.critical_features');
      if (element > 65535) throw tooLarge('HeadStable.critical_features', 65535);
      if (element < 1) throw tooSmall('HeadStable.critical_features', 1);
      criticalFeatures.push(element);
    } while (r.more());
    r.leave(outer);
    knownFeatures('HeadStable.critical_features', criticalFeatures);
    tag = r.tag('HeadStable');
  }
  let archiveId: Uint8Array | undefined;
  if (tag === 26) {
    archiveId = r.fieldBytes('HeadStable.archive_id', 16, 16);
    tag = r.tag('HeadStable');
  }
  let kind: HeadKind | undefined;
  if (tag === 32) {
    kind = r.enumeration('HeadStable.kind', HEAD_KIND_NAMES);
    tag = r.tag('HeadStable');
  }
  let sequence = 0n;
  if (tag === 40) {
    sequence = r.uint64('HeadStable.sequence');
    tag = r.tag('HeadStable');
  }
  const parents: Uint8Array[] = [];
  while (tag === 50) {
    if (parents.length === 1024) throw tooMany('HeadStable.parents', 1024);
    parents.push(r.elementBytes('HeadStable.parents', 32, 32));
    tag = r.tag('HeadStable');
  }
  const clock: DeviceCount[] = [];
  while (tag === 58) {
    if (clock.length === 4096) throw tooMany('HeadStable.clock', 4096);
    const outer = r.enter('HeadStable.clock');
    clock.push(readDeviceCount(r));
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  const endorsed: Uint8Array[] = [];
  while (tag === 66) {
    if (endorsed.length === 200000) throw tooMany('HeadStable.endorsed', 200000);
    endorsed.push(r.elementBytes('HeadStable.endorsed', 32, 32));
    tag = r.tag('HeadStable');
  }
  let entriesDigest: Uint8Array | undefined;
  if (tag === 74) {
    entriesDigest = r.fieldBytes('HeadStable.entries_digest', 32, 32);
    tag = r.tag('HeadStable');
  }
  let keyringGeneration = 0n;
  if (tag === 80) {
    keyringGeneration = r.uint64('HeadStable.keyring_generation');
    tag = r.tag('HeadStable');
  }
  let keyringHash: Uint8Array | undefined;
  if (tag === 90) {
    keyringHash = r.fieldBytes('HeadStable.keyring_hash', 32, 32);
    tag = r.tag('HeadStable');
  }
  let totals: Totals | undefined;
  if (tag === 98) {
    const outer = r.enter('HeadStable.totals');
    totals = readTotals(r);
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  let deviceId: Uint8Array | undefined;
  if (tag === 106) {
    deviceId = r.fieldBytes('HeadStable.device_id', 16, 16);
    tag = r.tag('HeadStable');
  }
  let deviceName: string | undefined;
  if (tag === 114) {
    deviceName = r.fieldString('HeadStable.device_name', 0, 128);
    tag = r.tag('HeadStable');
  }
  let timeMs = 0n;
  if (tag === 120) {
    timeMs = r.uint64('HeadStable.time_ms');
    tag = r.tag('HeadStable');
  }
  const tags: string[] = [];
  while (tag === 130) {
    if (tags.length === 64) throw tooMany('HeadStable.tags', 64);
    tags.push(r.elementString('HeadStable.tags', 1, 128));
    tag = r.tag('HeadStable');
  }
  const roots: Root[] = [];
  while (tag === 138) {
    if (roots.length === 1024) throw tooMany('HeadStable.roots', 1024);
    const outer = r.enter('HeadStable.roots');
    roots.push(readRoot(r));
    r.leave(outer);
    tag = r.tag('HeadStable');
  }
  let replaces: Uint8Array | undefined;
  if (tag === 146) {
    replaces = r.fieldBytes('HeadStable.replaces', 32, 32);
    tag = r.tag('HeadStable');
  }
  if (tag !== 0) throw r.unexpected('HeadStable', tag);
  if (formatVersion > 65535) throw tooLarge('HeadStable.format_version', 65535);
  if (formatVersion < 1) throw tooSmall('HeadStable.format_version', 1);
  if (!areAscendingNumbers(criticalFeatures)) throw notAscending('HeadStable.critical_features');
  if (archiveId === undefined) throw missing('HeadStable.archive_id');
  if (kind === undefined) throw missing('HeadStable.kind');
  if (sequence > 9007199254740991n) throw tooLarge('HeadStable.sequence', 9007199254740991n);
  if (sequence < 1n) throw tooSmall('HeadStable.sequence', 1n);
  if (!areAscendingBytes(parents)) throw notAscending('HeadStable.parents');
  if (clock.length < 1) throw tooFew('HeadStable.clock', 1);
  if (!areAscendingBytes(endorsed)) throw notAscending('HeadStable.endorsed');
  if (entriesDigest === undefined) throw missing('HeadStable.entries_digest');
  if (keyringGeneration > 4294967295n) throw tooLarge('HeadStable.keyring_generation', 4294967295n);
  if (keyringGeneration < 1n) throw tooSmall('HeadStable.keyring_generation', 1n);
  if (keyringHash === undefined) throw missing('HeadStable.keyring_hash');
  if (deviceId === undefined) throw missing('HeadStable.device_id');
  deviceName ??= '';
  if (timeMs > 253402300799999n) throw tooLarge('HeadStable.time_ms', 253402300799999n);
  replaces ??= noBytes();
  return {
    formatVersion,
    criticalFeatures,
    archiveId,
    kind,
    sequence,
    parents,
    clock,
    endorsed,
    entriesDigest,
    keyringGeneration,
    keyringHash,
    totals,
    deviceId,
    deviceName,
    timeMs,
    tags,
    roots,
    replaces,
  };
}

function writeHeadStable(w: Writer, value: HeadStable): void {
  assertObject('HeadStable', value);
  const {
    formatVersion,
    criticalFeatures,
    archiveId,
    kind,
    sequence,
    parents,
    clock,
    endorsed,
    entriesDigest,
    keyringGeneration,
    keyringHash,
    totals,
    deviceId,
    deviceName,
    timeMs,
    tags,
    roots,
    replaces,
  } = value;
  assertBytes('HeadStable.replaces', replaces, 32, 32, true);
  if (replaces.length > 0) {
    w.lengthAndBytes(replaces);
    w.varint32(146);
  }
  assertList('HeadStable.roots', roots, 0, 1024);
  for (let i = roots.length - 1; i >= 0; i--) {
    const element = roots[i];
    const mark = w.mark();
    writeRoot(w, element);
    w.prefix('HeadStable.roots', mark);
    w.varint32(138);
  }
  assertList('HeadStable.tags', tags, 0, 64);
  for (let i = tags.length - 1; i >= 0; i--) {
    const element = tags[i];
    const elementBytes = stringBytes('HeadStable.tags', element, 1, 128, false);
    w.lengthAndBytes(elementBytes);
    w.varint32(130);
  }
  assertBigint('HeadStable.time_ms', timeMs, 0n, 253402300799999n);
  if (timeMs !== 0n) {
    w.uint64(timeMs);
    w.varint32(120);
  }
  const deviceNameBytes = stringBytes('HeadStable.device_name', deviceName, 0, 128, false);
  if (deviceNameBytes.length > 0) {
    w.lengthAndBytes(deviceNameBytes);
    w.varint32(114);
  }
  assertBytes('HeadStable.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(106);
  if (totals !== undefined) {
    const mark = w.mark();
    writeTotals(w, totals);
    w.prefix('HeadStable.totals', mark);
    w.varint32(98);
  }
  assertBytes('HeadStable.keyring_hash', keyringHash, 32, 32, false);
  w.lengthAndBytes(keyringHash);
  w.varint32(90);
  assertBigint('HeadStable.keyring_generation', keyringGeneration, 1n, 4294967295n);
  w.uint64(keyringGeneration);
  w.varint32(80);
  assertBytes('HeadStable.entries_digest', entriesDigest, 32, 32, false);
  w.lengthAndBytes(entriesDigest);
  w.varint32(74);
  assertList('HeadStable.endorsed', endorsed, 0, 200000);
  for (let i = endorsed.length - 1; i >= 0; i--) {
    const element = endorsed[i];
    assertBytes('HeadStable.endorsed', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(66);
  }
  if (!areAscendingBytes(endorsed)) throw unordered('HeadStable.endorsed');
  assertList('HeadStable.clock', clock, 1, 4096);
  for (let i = clock.length - 1; i >= 0; i--) {
    const element = clock[i];
    const mark = w.mark();
    writeDeviceCount(w, element);
    w.prefix('HeadStable.clock', mark);
    w.varint32(58);
  }
  assertList('HeadStable.parents', parents, 0, 1024);
  for (let i = parents.length - 1; i >= 0; i--) {
    const element = parents[i];
    assertBytes('HeadStable.parents', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(50);
  }
  if (!areAscendingBytes(parents)) throw unordered('HeadStable.parents');
  assertBigint('HeadStable.sequence', sequence, 1n, 9007199254740991n);
  w.uint64(sequence);
  w.varint32(40);
  const kindNumber = enumNumber('HeadStable.kind', kind, HEAD_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(32);
  }
  assertBytes('HeadStable.archive_id', archiveId, 16, 16, false);
  w.lengthAndBytes(archiveId);
  w.varint32(26);
  assertList('HeadStable.critical_features', criticalFeatures, 0, 16);
  if (criticalFeatures.length > 0) {
    const mark = w.mark();
    for (let i = criticalFeatures.length - 1; i >= 0; i--) {
      const element = criticalFeatures[i];
      assertUint32('HeadStable.critical_features', element, 1, 65535);
      w.varint32(element);
    }
    if (!areAscendingNumbers(criticalFeatures)) throw unordered('HeadStable.critical_features');
    w.prefix('HeadStable.critical_features', mark);
    w.varint32(18);
  }
  assertUint32('HeadStable.format_version', formatVersion, 1, 65535);
  w.varint32(formatVersion);
  w.varint32(8);
}

/** The most bytes of an encoded HeadStable. */
export const HEAD_STABLE_MAX_BYTES = 8388608;

/**
 * The canonical encoding of a HeadStable, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 8388608 bytes
 */
export function encodeHeadStable(value: HeadStable): Uint8Array {
  const w = new Writer();
  try {
    writeHeadStable(w, value);
    return w.finish('HeadStable', HEAD_STABLE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted HeadStable. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeHeadStable(bytes: Uint8Array): HeadStable {
  return readHeadStable(new Reader('HeadStable', bytes, HEAD_STABLE_MAX_BYTES));
}

function readDeviceCount(r: Reader): DeviceCount {
  let tag = r.tag('DeviceCount');
  let deviceId: Uint8Array | undefined;
  if (tag === 10) {
    deviceId = r.fieldBytes('DeviceCount.device_id', 16, 16);
    tag = r.tag('DeviceCount');
  }
  let count = 0n;
  if (tag === 16) {
    count = r.uint64('DeviceCount.count');
    tag = r.tag('DeviceCount');
  }
  if (tag !== 0) throw r.unexpected('DeviceCount', tag);
  if (deviceId === undefined) throw missing('DeviceCount.device_id');
  if (count > 9007199254740991n) throw tooLarge('DeviceCount.count', 9007199254740991n);
  if (count < 1n) throw tooSmall('DeviceCount.count', 1n);
  return {
    deviceId,
    count,
  };
}

function writeDeviceCount(w: Writer, value: DeviceCount): void {
  assertObject('DeviceCount', value);
  const {
    deviceId,
    count,
  } = value;
  assertBigint('DeviceCount.count', count, 1n, 9007199254740991n);
  w.uint64(count);
  w.varint32(16);
  assertBytes('DeviceCount.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(10);
}

function readTotals(r: Reader): Totals {
  let tag = r.tag('Totals');
  let files = 0n;
  if (tag === 8) {
    files = r.uint64('Totals.files');
    tag = r.tag('Totals');
  }
  let directories = 0n;
  if (tag === 16) {
    directories = r.uint64('Totals.directories');
    tag = r.tag('Totals');
  }
  let others = 0n;
  if (tag === 24) {
    others = r.uint64('Totals.others');
    tag = r.tag('Totals');
  }
  let bytes = 0n;
  if (tag === 32) {
    bytes = r.uint64('Totals.bytes');
    tag = r.tag('Totals');
  }
  let skipped = 0n;
  if (tag === 40) {
    skipped = r.uint64('Totals.skipped');
    tag = r.tag('Totals');
  }
  if (tag !== 0) throw r.unexpected('Totals', tag);
  if (files > 9007199254740991n) throw tooLarge('Totals.files', 9007199254740991n);
  if (directories > 9007199254740991n) throw tooLarge('Totals.directories', 9007199254740991n);
  if (others > 9007199254740991n) throw tooLarge('Totals.others', 9007199254740991n);
  if (bytes > 9223372036854775807n) throw tooLarge('Totals.bytes', 9223372036854775807n);
  if (skipped > 9007199254740991n) throw tooLarge('Totals.skipped', 9007199254740991n);
  return {
    files,
    directories,
    others,
    bytes,
    skipped,
  };
}

function writeTotals(w: Writer, value: Totals): void {
  assertObject('Totals', value);
  const {
    files,
    directories,
    others,
    bytes,
    skipped,
  } = value;
  assertBigint('Totals.skipped', skipped, 0n, 9007199254740991n);
  if (skipped !== 0n) {
    w.uint64(skipped);
    w.varint32(40);
  }
  assertBigint('Totals.bytes', bytes, 0n, 9223372036854775807n);
  if (bytes !== 0n) {
    w.uint64(bytes);
    w.varint32(32);
  }
  assertBigint('Totals.others', others, 0n, 9007199254740991n);
  if (others !== 0n) {
    w.uint64(others);
    w.varint32(24);
  }
  assertBigint('Totals.directories', directories, 0n, 9007199254740991n);
  if (directories !== 0n) {
    w.uint64(directories);
    w.varint32(16);
  }
  assertBigint('Totals.files', files, 0n, 9007199254740991n);
  if (files !== 0n) {
    w.uint64(files);
    w.varint32(8);
  }
}

function readRoot(r: Reader): Root {
  let tag = r.tag('Root');
  let name: Uint8Array | undefined;
  if (tag === 10) {
    name = r.fieldBytes('Root.name', 1, 1024);
    tag = r.tag('Root');
  }
  let source: Uint8Array | undefined;
  if (tag === 18) {
    source = r.fieldBytes('Root.source', 0, 32768);
    tag = r.tag('Root');
  }
  if (tag !== 0) throw r.unexpected('Root', tag);
  if (name === undefined) throw missing('Root.name');
  source ??= noBytes();
  return {
    name,
    source,
  };
}

function writeRoot(w: Writer, value: Root): void {
  assertObject('Root', value);
  const {
    name,
    source,
  } = value;
  assertBytes('Root.source', source, 0, 32768, false);
  if (source.length > 0) {
    w.lengthAndBytes(source);
    w.varint32(18);
  }
  assertBytes('Root.name', name, 1, 1024, false);
  w.lengthAndBytes(name);
  w.varint32(10);
}

function readLocation(r: Reader): Location {
  let tag = r.tag('Location');
  let pack: Pack | undefined;
  if (tag === 10) {
    const outer = r.enter('Location.pack');
    pack = readPack(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  let block: Block | undefined;
  if (tag === 18) {
    const outer = r.enter('Location.block');
    block = readBlock(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 26) {
    const outer = r.enter('Location.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Location');
  }
  if (tag !== 0) throw r.unexpected('Location', tag);
  if (pack === undefined) throw missing('Location.pack');
  if (block === undefined) throw missing('Location.block');
  if (chunk === undefined) throw missing('Location.chunk');
  return {
    pack,
    block,
    chunk,
  };
}

function writeLocation(w: Writer, value: Location): void {
  assertObject('Location', value);
  const {
    pack,
    block,
    chunk,
  } = value;
  {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Location.chunk', mark);
    w.varint32(26);
  }
  {
    const mark = w.mark();
    writeBlock(w, block);
    w.prefix('Location.block', mark);
    w.varint32(18);
  }
  {
    const mark = w.mark();
    writePack(w, pack);
    w.prefix('Location.pack', mark);
    w.varint32(10);
  }
}

function readPack(r: Reader): Pack {
  let tag = r.tag('Pack');
  let packId: Uint8Array | undefined;
  if (tag === 10) {
    packId = r.fieldBytes('Pack.pack_id', 16, 16);
    tag = r.tag('Pack');
  }
  let packClass: PackClass | undefined;
  if (tag === 16) {
    packClass = r.enumeration('Pack.pack_class', PACK_CLASS_NAMES);
    tag = r.tag('Pack');
  }
  let epoch = 0;
  if (tag === 24) {
    epoch = r.uint32('Pack.epoch');
    tag = r.tag('Pack');
  }
  let sizeLog2 = 0;
  if (tag === 32) {
    sizeLog2 = r.uint32('Pack.size_log2');
    tag = r.tag('Pack');
  }
  if (tag !== 0) throw r.unexpected('Pack', tag);
  if (packId === undefined) throw missing('Pack.pack_id');
  if (packClass === undefined) throw missing('Pack.pack_class');
  if (epoch < 1) throw tooSmall('Pack.epoch', 1);
  if (sizeLog2 > 24) throw tooLarge('Pack.size_log2', 24);
  if (sizeLog2 < 12) throw tooSmall('Pack.size_log2', 12);
  return {
    packId,
    packClass,
    epoch,
    sizeLog2,
  };
}

function writePack(w: Writer, value: Pack): void {
  assertObject('Pack', value);
  const {
    packId,
    packClass,
    epoch,
    sizeLog2,
  } = value;
  assertUint32('Pack.size_log2', sizeLog2, 12, 24);
  w.varint32(sizeLog2);
  w.varint32(32);
  assertUint32('Pack.epoch', epoch, 1, 4294967295);
  w.varint32(epoch);
  w.varint32(24);
  const packClassNumber = enumNumber('Pack.pack_class', packClass, PACK_CLASS_NUMBERS);
  if (packClassNumber !== 0) {
    w.varint32(packClassNumber);
    w.varint32(16);
  }
  assertBytes('Pack.pack_id', packId, 16, 16, false);
  w.lengthAndBytes(packId);
  w.varint32(10);
}

function readBlock(r: Reader): Block {
  let tag = r.tag('Block');
  let pack = 0;
  if (tag === 8) {
    pack = r.uint32('Block.pack');
    tag = r.tag('Block');
  }
  let offset = 0;
  if (tag === 16) {
    offset = r.uint32('Block.offset');
    tag = r.tag('Block');
  }
  let storedLength = 0;
  if (tag === 24) {
    storedLength = r.uint32('Block.stored_length');
    tag = r.tag('Block');
  }
  let rawLength = 0;
  if (tag === 32) {
    rawLength = r.uint32('Block.raw_length');
    tag = r.tag('Block');
  }
  let compression: Compression = 'none';
  if (tag === 40) {
    compression = r.enumeration('Block.compression', COMPRESSION_NAMES);
    tag = r.tag('Block');
  }
  if (tag !== 0) throw r.unexpected('Block', tag);
  if (pack > 1048575) throw tooLarge('Block.pack', 1048575);
  if (offset > 16777215) throw tooLarge('Block.offset', 16777215);
  if (offset < 4) throw tooSmall('Block.offset', 4);
  if (storedLength > 16777212) throw tooLarge('Block.stored_length', 16777212);
  if (storedLength < 1) throw tooSmall('Block.stored_length', 1);
  if (rawLength > 4194304) throw tooLarge('Block.raw_length', 4194304);
  if (rawLength < 1) throw tooSmall('Block.raw_length', 1);
  return {
    pack,
    offset,
    storedLength,
    rawLength,
    compression,
  };
}

function writeBlock(w: Writer, value: Block): void {
  assertObject('Block', value);
  const {
    pack,
    offset,
    storedLength,
    rawLength,
    compression,
  } = value;
  const compressionNumber = enumNumber('Block.compression', compression, COMPRESSION_NUMBERS);
  if (compressionNumber !== 0) {
    w.varint32(compressionNumber);
    w.varint32(40);
  }
  assertUint32('Block.raw_length', rawLength, 1, 4194304);
  w.varint32(rawLength);
  w.varint32(32);
  assertUint32('Block.stored_length', storedLength, 1, 16777212);
  w.varint32(storedLength);
  w.varint32(24);
  assertUint32('Block.offset', offset, 4, 16777215);
  w.varint32(offset);
  w.varint32(16);
  assertUint32('Block.pack', pack, 0, 1048575);
  if (pack !== 0) {
    w.varint32(pack);
    w.varint32(8);
  }
}

function readChunkRef(r: Reader): ChunkRef {
  let tag = r.tag('ChunkRef');
  let block = 0;
  if (tag === 8) {
    block = r.uint32('ChunkRef.block');
    tag = r.tag('ChunkRef');
  }
  let offset = 0;
  if (tag === 16) {
    offset = r.uint32('ChunkRef.offset');
    tag = r.tag('ChunkRef');
  }
  let length = 0;
  if (tag === 24) {
    length = r.uint32('ChunkRef.length');
    tag = r.tag('ChunkRef');
  }
  let id: Uint8Array | undefined;
  if (tag === 34) {
    id = r.fieldBytes('ChunkRef.id', 32, 32);
    tag = r.tag('ChunkRef');
  }
  if (tag !== 0) throw r.unexpected('ChunkRef', tag);
  if (block > 1048575) throw tooLarge('ChunkRef.block', 1048575);
  if (offset > 4194303) throw tooLarge('ChunkRef.offset', 4194303);
  if (length > 4194304) throw tooLarge('ChunkRef.length', 4194304);
  if (length < 1) throw tooSmall('ChunkRef.length', 1);
  if (id === undefined) throw missing('ChunkRef.id');
  return {
    block,
    offset,
    length,
    id,
  };
}

function writeChunkRef(w: Writer, value: ChunkRef): void {
  assertObject('ChunkRef', value);
  const {
    block,
    offset,
    length,
    id,
  } = value;
  assertBytes('ChunkRef.id', id, 32, 32, false);
  w.lengthAndBytes(id);
  w.varint32(34);
  assertUint32('ChunkRef.length', length, 1, 4194304);
  w.varint32(length);
  w.varint32(24);
  assertUint32('ChunkRef.offset', offset, 0, 4194303);
  if (offset !== 0) {
    w.varint32(offset);
    w.varint32(16);
  }
  assertUint32('ChunkRef.block', block, 0, 1048575);
  if (block !== 0) {
    w.varint32(block);
    w.varint32(8);
  }
}

function readManifestNode(r: Reader): ManifestNode {
  let tag = r.tag('ManifestNode');
  const packs: Pack[] = [];
  while (tag === 10) {
    if (packs.length === 65536) throw tooMany('ManifestNode.packs', 65536);
    const outer = r.enter('ManifestNode.packs');
    packs.push(readPack(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const blocks: Block[] = [];
  while (tag === 18) {
    if (blocks.length === 65536) throw tooMany('ManifestNode.blocks', 65536);
    const outer = r.enter('ManifestNode.blocks');
    blocks.push(readBlock(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const records: Record[] = [];
  while (tag === 26) {
    if (records.length === 65536) throw tooMany('ManifestNode.records', 65536);
    const outer = r.enter('ManifestNode.records');
    records.push(readRecord(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  const children: Child[] = [];
  while (tag === 34) {
    if (children.length === 65536) throw tooMany('ManifestNode.children', 65536);
    const outer = r.enter('ManifestNode.children');
    children.push(readChild(r));
    r.leave(outer);
    tag = r.tag('ManifestNode');
  }
  if (tag !== 0) throw r.unexpected('ManifestNode', tag);
  return {
    packs,
    blocks,
    records,
    children,
  };
}

function writeManifestNode(w: Writer, value: ManifestNode): void {
  assertObject('ManifestNode', value);
  const {
    packs,
    blocks,
    records,
    children,
  } = value;
  assertList('ManifestNode.children', children, 0, 65536);
  for (let i = children.length - 1; i >= 0; i--) {
    const element = children[i];
    const mark = w.mark();
    writeChild(w, element);
    w.prefix('ManifestNode.children', mark);
    w.varint32(34);
  }
  assertList('ManifestNode.records', records, 0, 65536);
  for (let i = records.length - 1; i >= 0; i--) {
    const element = records[i];
    const mark = w.mark();
    writeRecord(w, element);
    w.prefix('ManifestNode.records', mark);
    w.varint32(26);
  }
  assertList('ManifestNode.blocks', blocks, 0, 65536);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const element = blocks[i];
    const mark = w.mark();
    writeBlock(w, element);
    w.prefix('ManifestNode.blocks', mark);
    w.varint32(18);
  }
  assertList('ManifestNode.packs', packs, 0, 65536);
  for (let i = packs.length - 1; i >= 0; i--) {
    const element = packs[i];
    const mark = w.mark();
    writePack(w, element);
    w.prefix('ManifestNode.packs', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded ManifestNode. */
export const MANIFEST_NODE_MAX_BYTES = 4194304;

/**
 * The canonical encoding of a ManifestNode, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4194304 bytes
 */
export function encodeManifestNode(value: ManifestNode): Uint8Array {
  const w = new Writer();
  try {
    writeManifestNode(w, value);
    return w.finish('ManifestNode', MANIFEST_NODE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted ManifestNode. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeManifestNode(bytes: Uint8Array): ManifestNode {
  return readManifestNode(new Reader('ManifestNode', bytes, MANIFEST_NODE_MAX_BYTES));
}

function readChild(r: Reader): Child {
  let tag = r.tag('Child');
  let lastPath: Uint8Array | undefined;
  if (tag === 10) {
    lastPath = r.fieldBytes('Child.last_path', 1, 32768);
    tag = r.tag('Child');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 18) {
    const outer = r.enter('Child.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Child');
  }
  if (tag !== 0) throw r.unexpected('Child', tag);
  if (lastPath === undefined) throw missing('Child.last_path');
  if (chunk === undefined) throw missing('Child.chunk');
  return {
    lastPath,
    chunk,
  };
}

function writeChild(w: Writer, value: Child): void {
  assertObject('Child', value);
  const {
    lastPath,
    chunk,
  } = value;
  {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Child.chunk', mark);
    w.varint32(18);
  }
  assertBytes('Child.last_path', lastPath, 1, 32768, false);
  w.lengthAndBytes(lastPath);
  w.varint32(10);
}

function readRecord(r: Reader): Record {
  let tag = r.tag('Record');
  let entry: Uint8Array | undefined;
  if (tag === 10) {
    entry = r.fieldBytes('Record.entry', 1, 131072);
    tag = r.tag('Record');
  }
  const extents: Extent[] = [];
  while (tag === 18) {
    if (extents.length === 64) throw tooMany('Record.extents', 64);
    const outer = r.enter('Record.extents');
    extents.push(readExtent(r));
    r.leave(outer);
    tag = r.tag('Record');
  }
  const lists: ChunkRef[] = [];
  while (tag === 26) {
    if (lists.length === 16384) throw tooMany('Record.lists', 16384);
    const outer = r.enter('Record.lists');
    lists.push(readChunkRef(r));
    r.leave(outer);
    tag = r.tag('Record');
  }
  let chunker: Chunker = 'none';
  if (tag === 32) {
    chunker = r.enumeration('Record.chunker', CHUNKER_NAMES);
    tag = r.tag('Record');
  }
  if (tag !== 0) throw r.unexpected('Record', tag);
  if (entry === undefined) throw missing('Record.entry');
  return {
    entry,
    extents,
    lists,
    chunker,
  };
}

function writeRecord(w: Writer, value: Record): void {
  assertObject('Record', value);
  const {
    entry,
    extents,
    lists,
    chunker,
  } = value;
  const chunkerNumber = enumNumber('Record.chunker', chunker, CHUNKER_NUMBERS);
  if (chunkerNumber !== 0) {
    w.varint32(chunkerNumber);
    w.varint32(32);
  }
  assertList('Record.lists', lists, 0, 16384);
  for (let i = lists.length - 1; i >= 0; i--) {
    const element = lists[i];
    const mark = w.mark();
    writeChunkRef(w, element);
    w.prefix('Record.lists', mark);
    w.varint32(26);
  }
  assertList('Record.extents', extents, 0, 64);
  for (let i = extents.length - 1; i >= 0; i--) {
    const element = extents[i];
    const mark = w.mark();
    writeExtent(w, element);
    w.prefix('Record.extents', mark);
    w.varint32(18);
  }
  assertBytes('Record.entry', entry, 1, 131072, false);
  w.lengthAndBytes(entry);
  w.varint32(10);
}

/** The most bytes of an encoded Record. */
export const RECORD_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a Record, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeRecord(value: Record): Uint8Array {
  const w = new Writer();
  try {
    writeRecord(w, value);
    return w.finish('Record', RECORD_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Record. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeRecord(bytes: Uint8Array): Record {
  return readRecord(new Reader('Record', bytes, RECORD_MAX_BYTES));
}

function readEntry(r: Reader): Entry {
  let tag = r.tag('Entry');
  let path: Uint8Array | undefined;
  if (tag === 10) {
    path = r.fieldBytes('Entry.path', 1, 32768);
    tag = r.tag('Entry');
  }
  let kind: EntryKind | undefined;
  if (tag === 16) {
    kind = r.enumeration('Entry.kind', ENTRY_KIND_NAMES);
    tag = r.tag('Entry');
  }
  let mode = 0;
  if (tag === 24) {
    mode = r.uint32('Entry.mode');
    tag = r.tag('Entry');
  }
  let mtimeNs = 0n;
  if (tag === 32) {
    mtimeNs = r.sint64('Entry.mtime_ns');
    tag = r.tag('Entry');
  }
  let size = 0n;
  if (tag === 40) {
    size = r.uint64('Entry.size');
    tag = r.tag('Entry');
  }
  let uid = 0;
  if (tag === 48) {
    uid = r.uint32('Entry.uid');
    tag = r.tag('Entry');
  }
  let gid = 0;
  if (tag === 56) {
    gid = r.uint32('Entry.gid');
    tag = r.tag('Entry');
  }
  let target: Uint8Array | undefined;
  if (tag === 66) {
    target = r.fieldBytes('Entry.target', 0, 32768);
    tag = r.tag('Entry');
  }
  let contentDigest: Uint8Array | undefined;
  if (tag === 74) {
    contentDigest = r.fieldBytes('Entry.content_digest', 32, 32);
    tag = r.tag('Entry');
  }
  if (tag !== 0) throw r.unexpected('Entry', tag);
  if (path === undefined) throw missing('Entry.path');
  if (kind === undefined) throw missing('Entry.kind');
  if (mode > 4095) throw tooLarge('Entry.mode', 4095);
  if (size > 9223372036854775807n) throw tooLarge('Entry.size', 9223372036854775807n);
  target ??= noBytes();
  contentDigest ??= noBytes();
  return {
    path,
    kind,
    mode,
    mtimeNs,
    size,
    uid,
    gid,
    target,
    contentDigest,
  };
}

function writeEntry(w: Writer, value: Entry): void {
  assertObject('Entry', value);
  const {
    path,
    kind,
    mode,
    mtimeNs,
    size,
    uid,
    gid,
    target,
    contentDigest,
  } = value;
  assertBytes('Entry.content_digest', contentDigest, 32, 32, true);
  if (contentDigest.length > 0) {
    w.lengthAndBytes(contentDigest);
    w.varint32(74);
  }
  assertBytes('Entry.target', target, 0, 32768, false);
  if (target.length > 0) {
    w.lengthAndBytes(target);
    w.varint32(66);
  }
  assertUint32('Entry.gid', gid, 0, 4294967295);
  if (gid !== 0) {
    w.varint32(gid);
    w.varint32(56);
  }
  assertUint32('Entry.uid', uid, 0, 4294967295);
  if (uid !== 0) {
    w.varint32(uid);
    w.varint32(48);
  }
  assertBigint('Entry.size', size, 0n, 9223372036854775807n);
  if (size !== 0n) {
    w.uint64(size);
    w.varint32(40);
  }
  assertBigint('Entry.mtime_ns', mtimeNs, -9223372036854775808n, 9223372036854775807n);
  if (mtimeNs !== 0n) {
    w.sint64(mtimeNs);
    w.varint32(32);
  }
  assertUint32('Entry.mode', mode, 0, 4095);
  if (mode !== 0) {
    w.varint32(mode);
    w.varint32(24);
  }
  const kindNumber = enumNumber('Entry.kind', kind, ENTRY_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(16);
  }
  assertBytes('Entry.path', path, 1, 32768, false);
  w.lengthAndBytes(path);
  w.varint32(10);
}

/** The most bytes of an encoded Entry. */
export const ENTRY_MAX_BYTES = 131072;

/**
 * The canonical encoding of a Entry, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 131072 bytes
 */
export function encodeEntry(value: Entry): Uint8Array {
  const w = new Writer();
  try {
    writeEntry(w, value);
    return w.finish('Entry', ENTRY_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Entry. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeEntry(bytes: Uint8Array): Entry {
  return readEntry(new Reader('Entry', bytes, ENTRY_MAX_BYTES));
}

function readExtent(r: Reader): Extent {
  let tag = r.tag('Extent');
  let hole = 0n;
  if (tag === 8) {
    hole = r.uint64('Extent.hole');
    tag = r.tag('Extent');
  }
  let chunk: ChunkRef | undefined;
  if (tag === 18) {
    const outer = r.enter('Extent.chunk');
    chunk = readChunkRef(r);
    r.leave(outer);
    tag = r.tag('Extent');
  }
  if (tag !== 0) throw r.unexpected('Extent', tag);
  if (hole > 9223372036854775807n) throw tooLarge('Extent.hole', 9223372036854775807n);
  return {
    hole,
    chunk,
  };
}

function writeExtent(w: Writer, value: Extent): void {
  assertObject('Extent', value);
  const {
    hole,
    chunk,
  } = value;
  if (chunk !== undefined) {
    const mark = w.mark();
    writeChunkRef(w, chunk);
    w.prefix('Extent.chunk', mark);
    w.varint32(18);
  }
  assertBigint('Extent.hole', hole, 0n, 9223372036854775807n);
  if (hole !== 0n) {
    w.uint64(hole);
    w.varint32(8);
  }
}

function readExtentList(r: Reader): ExtentList {
  let tag = r.tag('ExtentList');
  const packs: Pack[] = [];
  while (tag === 10) {
    if (packs.length === 1024) throw tooMany('ExtentList.packs', 1024);
    const outer = r.enter('ExtentList.packs');
    packs.push(readPack(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  const blocks: Block[] = [];
  while (tag === 18) {
    if (blocks.length === 1024) throw tooMany('ExtentList.blocks', 1024);
    const outer = r.enter('ExtentList.blocks');
    blocks.push(readBlock(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  const extents: Extent[] = [];
  while (tag === 26) {
    if (extents.length === 1024) throw tooMany('ExtentList.extents', 1024);
    const outer = r.enter('ExtentList.extents');
    extents.push(readExtent(r));
    r.leave(outer);
    tag = r.tag('ExtentList');
  }
  if (tag !== 0) throw r.unexpected('ExtentList', tag);
  if (extents.length < 1) throw tooFew('ExtentList.extents', 1);
  return {
    packs,
    blocks,
    extents,
  };
}

function writeExtentList(w: Writer, value: ExtentList): void {
  assertObject('ExtentList', value);
  const {
    packs,
    blocks,
    extents,
  } = value;
  assertList('ExtentList.extents', extents, 1, 1024);
  for (let i = extents.length - 1; i >= 0; i--) {
    const element = extents[i];
    const mark = w.mark();
    writeExtent(w, element);
    w.prefix('ExtentList.extents', mark);
    w.varint32(26);
  }
  assertList('ExtentList.blocks', blocks, 0, 1024);
  for (let i = blocks.length - 1; i >= 0; i--) {
    const element = blocks[i];
    const mark = w.mark();
    writeBlock(w, element);
    w.prefix('ExtentList.blocks', mark);
    w.varint32(18);
  }
  assertList('ExtentList.packs', packs, 0, 1024);
  for (let i = packs.length - 1; i >= 0; i--) {
    const element = packs[i];
    const mark = w.mark();
    writePack(w, element);
    w.prefix('ExtentList.packs', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded ExtentList. */
export const EXTENT_LIST_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a ExtentList, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeExtentList(value: ExtentList): Uint8Array {
  const w = new Writer();
  try {
    writeExtentList(w, value);
    return w.finish('ExtentList', EXTENT_LIST_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted ExtentList. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeExtentList(bytes: Uint8Array): ExtentList {
  return readExtentList(new Reader('ExtentList', bytes, EXTENT_LIST_MAX_BYTES));
}

function readMark(r: Reader): Mark {
  let tag = r.tag('Mark');
  let kind: MarkKind | undefined;
  if (tag === 8) {
    kind = r.enumeration('Mark.kind', MARK_KIND_NAMES);
    tag = r.tag('Mark');
  }
  let createdMs = 0n;
  if (tag === 16) {
    createdMs = r.uint64('Mark.created_ms');
    tag = r.tag('Mark');
  }
  let deviceId: Uint8Array | undefined;
  if (tag === 26) {
    deviceId = r.fieldBytes('Mark.device_id', 16, 16);
    tag = r.tag('Mark');
  }
  const packIds: Uint8Array[] = [];
  while (tag === 34) {
    if (packIds.length === 262144) throw tooMany('Mark.pack_ids', 262144);
    packIds.push(r.elementBytes('Mark.pack_ids', 16, 16));
    tag = r.tag('Mark');
  }
  if (tag !== 0) throw r.unexpected('Mark', tag);
  if (kind === undefined) throw missing('Mark.kind');
  if (createdMs > 253402300799999n) throw tooLarge('Mark.created_ms', 253402300799999n);
  if (deviceId === undefined) throw missing('Mark.device_id');
  if (packIds.length < 1) throw tooFew('Mark.pack_ids', 1);
  if (!areAscendingBytes(packIds)) throw notAscending('Mark.pack_ids');
  return {
    kind,
    createdMs,
    deviceId,
    packIds,
  };
}

function writeMark(w: Writer, value: Mark): void {
  assertObject('Mark', value);
  const {
    kind,
    createdMs,
    deviceId,
    packIds,
  } = value;
  assertList('Mark.pack_ids', packIds, 1, 262144);
  for (let i = packIds.length - 1; i >= 0; i--) {
    const element = packIds[i];
    assertBytes('Mark.pack_ids', element, 16, 16, false);
    w.lengthAndBytes(element);
    w.varint32(34);
  }
  if (!areAscendingBytes(packIds)) throw unordered('Mark.pack_ids');
  assertBytes('Mark.device_id', deviceId, 16, 16, false);
  w.lengthAndBytes(deviceId);
  w.varint32(26);
  assertBigint('Mark.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(16);
  }
  const kindNumber = enumNumber('Mark.kind', kind, MARK_KIND_NUMBERS);
  if (kindNumber !== 0) {
    w.varint32(kindNumber);
    w.varint32(8);
  }
}

/** The most bytes of an encoded Mark. */
export const MARK_MAX_BYTES = 8388608;

/**
 * The canonical encoding of a Mark, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 8388608 bytes
 */
export function encodeMark(value: Mark): Uint8Array {
  const w = new Writer();
  try {
    writeMark(w, value);
    return w.finish('Mark', MARK_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted Mark. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeMark(bytes: Uint8Array): Mark {
  return readMark(new Reader('Mark', bytes, MARK_MAX_BYTES));
}

function readKeyringPublic(r: Reader): KeyringPublic {
  let tag = r.tag('KeyringPublic');
  const criticalFeatures: number[] = [];
  if (tag === 10) {
    const outer = r.enter('KeyringPublic.critical_features');
    do {
      if (criticalFeatures.length === 16) throw tooMany('KeyringPublic.critical_features', 16);
      const element = r.packedUint32('KeyringPublic.critical_features');
      if (element > 65535) throw tooLarge('KeyringPublic.critical_features', 65535);
      if (element < 1) throw tooSmall('KeyringPublic.critical_features', 1);
      criticalFeatures.push(element);
    } while (r.more());
    r.leave(outer);
    knownFeatures('KeyringPublic.critical_features', criticalFeatures);
    tag = r.tag('KeyringPublic');
  }
  let archiveId: Uint8Array | undefined;
  if (tag === 18) {
    archiveId = r.fieldBytes('KeyringPublic.archive_id', 16, 16);
    tag = r.tag('KeyringPublic');
  }
  let generation = 0n;
  if (tag === 24) {
    generation = r.uint64('KeyringPublic.generation');
    tag = r.tag('KeyringPublic');
  }
  let keyringId: Uint8Array | undefined;
  if (tag === 34) {
    keyringId = r.fieldBytes('KeyringPublic.keyring_id', 16, 16);
    tag = r.tag('KeyringPublic');
  }
  const parents: Uint8Array[] = [];
  while (tag === 42) {
    if (parents.length === 16) throw tooMany('KeyringPublic.parents', 16);
    parents.push(r.elementBytes('KeyringPublic.parents', 32, 32));
    tag = r.tag('KeyringPublic');
  }
  const slots: Slot[] = [];
  while (tag === 50) {
    if (slots.length === 64) throw tooMany('KeyringPublic.slots', 64);
    const outer = r.enter('KeyringPublic.slots');
    slots.push(readSlot(r));
    r.leave(outer);
    tag = r.tag('KeyringPublic');
  }
  if (tag !== 0) throw r.unexpected('KeyringPublic', tag);
  if (!areAscendingNumbers(criticalFeatures)) throw notAscending('KeyringPublic.critical_features');
  if (archiveId === undefined) throw missing('KeyringPublic.archive_id');
  if (generation > 4294967295n) throw tooLarge('KeyringPublic.generation', 4294967295n);
  if (generation < 1n) throw tooSmall('KeyringPublic.generation', 1n);
  if (keyringId === undefined) throw missing('KeyringPublic.keyring_id');
  if (!areAscendingBytes(parents)) throw notAscending('KeyringPublic.parents');
  if (slots.length < 1) throw tooFew('KeyringPublic.slots', 1);
  return {
    criticalFeatures,
    archiveId,
    generation,
    keyringId,
    parents,
    slots,
  };
}

function writeKeyringPublic(w: Writer, value: KeyringPublic): void {
  assertObject('KeyringPublic', value);
  const {
    criticalFeatures,
    archiveId,
    generation,
    keyringId,
    parents,
    slots,
  } = value;
  assertList('KeyringPublic.slots', slots, 1, 64);
  for (let i = slots.length - 1; i >= 0; i--) {
    const element = slots[i];
    const mark = w.mark();
    writeSlot(w, element);
    w.prefix('KeyringPublic.slots', mark);
    w.varint32(50);
  }
  assertList('KeyringPublic.parents', parents, 0, 16);
  for (let i = parents.length - 1; i >= 0; i--) {
    const element = parents[i];
    assertBytes('KeyringPublic.parents', element, 32, 32, false);
    w.lengthAndBytes(element);
    w.varint32(42);
  }
  if (!areAscendingBytes(parents)) throw unordered('KeyringPublic.parents');
  assertBytes('KeyringPublic.keyring_id', keyringId, 16, 16, false);
  w.lengthAndBytes(keyringId);
  w.varint32(34);
  assertBigint('KeyringPublic.generation', generation, 1n, 4294967295n);
  w.uint64(generation);
  w.varint32(24);
  assertBytes('KeyringPublic.archive_id', archiveId, 16, 16, false);
  w.lengthAndBytes(archiveId);
  w.varint32(18);
  assertList('KeyringPublic.critical_features', criticalFeatures, 0, 16);
  if (criticalFeatures.length > 0) {
    const mark = w.mark();
    for (let i = criticalFeatures.length - 1; i >= 0; i--) {
      const element = criticalFeatures[i];
      assertUint32('KeyringPublic.critical_features', element, 1, 65535);
      w.varint32(element);
    }
    if (!areAscendingNumbers(criticalFeatures)) throw unordered('KeyringPublic.critical_features');
    w.prefix('KeyringPublic.critical_features', mark);
    w.varint32(10);
  }
}

/** The most bytes of an encoded KeyringPublic. */
export const KEYRING_PUBLIC_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a KeyringPublic, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeKeyringPublic(value: KeyringPublic): Uint8Array {
  const w = new Writer();
  try {
    writeKeyringPublic(w, value);
    return w.finish('KeyringPublic', KEYRING_PUBLIC_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted KeyringPublic. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeKeyringPublic(bytes: Uint8Array): KeyringPublic {
  return readKeyringPublic(new Reader('KeyringPublic', bytes, KEYRING_PUBLIC_MAX_BYTES));
}

function readSlot(r: Reader): Slot {
  let tag = r.tag('Slot');
  let methodId: Uint8Array | undefined;
  if (tag === 10) {
    methodId = r.fieldBytes('Slot.method_id', 16, 16);
    tag = r.tag('Slot');
  }
  let type: MethodType | undefined;
  if (tag === 16) {
    type = r.enumeration('Slot.type', METHOD_TYPE_NAMES);
    tag = r.tag('Slot');
  }
  let salt: Uint8Array | undefined;
  if (tag === 26) {
    salt = r.fieldBytes('Slot.salt', 32, 32);
    tag = r.tag('Slot');
  }
  let keyId: string | undefined;
  if (tag === 34) {
    keyId = r.fieldString('Slot.key_id', 0, 4);
    tag = r.tag('Slot');
  }
  let sealedRootKey: Uint8Array | undefined;
  if (tag === 42) {
    sealedRootKey = r.fieldBytes('Slot.sealed_root_key', 1168, 1168);
    tag = r.tag('Slot');
  }
  let vault: VaultLocator | undefined;
  if (tag === 50) {
    const outer = r.enter('Slot.vault');
    vault = readVaultLocator(r);
    r.leave(outer);
    tag = r.tag('Slot');
  }
  if (tag !== 0) throw r.unexpected('Slot', tag);
  if (methodId === undefined) throw missing('Slot.method_id');
  if (type === undefined) throw missing('Slot.type');
  if (salt === undefined) throw missing('Slot.salt');
  keyId ??= '';
  if (sealedRootKey === undefined) throw missing('Slot.sealed_root_key');
  return {
    methodId,
    type,
    salt,
    keyId,
    sealedRootKey,
    vault,
  };
}

function writeSlot(w: Writer, value: Slot): void {
  assertObject('Slot', value);
  const {
    methodId,
    type,
    salt,
    keyId,
    sealedRootKey,
    vault,
  } = value;
  if (vault !== undefined) {
    const mark = w.mark();
    writeVaultLocator(w, vault);
    w.prefix('Slot.vault', mark);
    w.varint32(50);
  }
  assertBytes('Slot.sealed_root_key', sealedRootKey, 1168, 1168, false);
  w.lengthAndBytes(sealedRootKey);
  w.varint32(42);
  const keyIdBytes = stringBytes('Slot.key_id', keyId, 0, 4, false);
  if (keyIdBytes.length > 0) {
    w.lengthAndBytes(keyIdBytes);
    w.varint32(34);
  }
  assertBytes('Slot.salt', salt, 32, 32, false);
  w.lengthAndBytes(salt);
  w.varint32(26);
  const typeNumber = enumNumber('Slot.type', type, METHOD_TYPE_NUMBERS);
  if (typeNumber !== 0) {
    w.varint32(typeNumber);
    w.varint32(16);
  }
  assertBytes('Slot.method_id', methodId, 16, 16, false);
  w.lengthAndBytes(methodId);
  w.varint32(10);
}

function readVaultLocator(r: Reader): VaultLocator {
  let tag = r.tag('VaultLocator');
  let url: string | undefined;
  if (tag === 10) {
    url = r.fieldString('VaultLocator.url', 1, 512);
    tag = r.tag('VaultLocator');
  }
  let realmId: Uint8Array | undefined;
  if (tag === 18) {
    realmId = r.fieldBytes('VaultLocator.realm_id', 16, 16);
    tag = r.tag('VaultLocator');
  }
  let issuer: string | undefined;
  if (tag === 26) {
    issuer = r.fieldString('VaultLocator.issuer', 1, 256);
    tag = r.tag('VaultLocator');
  }
  let subject: string | undefined;
  if (tag === 34) {
    subject = r.fieldString('VaultLocator.subject', 1, 256);
    tag = r.tag('VaultLocator');
  }
  let generation = 0n;
  if (tag === 40) {
    generation = r.uint64('VaultLocator.generation');
    tag = r.tag('VaultLocator');
  }
  if (tag !== 0) throw r.unexpected('VaultLocator', tag);
  if (url === undefined) throw missing('VaultLocator.url');
  if (realmId === undefined) throw missing('VaultLocator.realm_id');
  if (issuer === undefined) throw missing('VaultLocator.issuer');
  if (subject === undefined) throw missing('VaultLocator.subject');
  if (generation > 9007199254740991n) throw tooLarge('VaultLocator.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultLocator.generation', 1n);
  return {
    url,
    realmId,
    issuer,
    subject,
    generation,
  };
}

function writeVaultLocator(w: Writer, value: VaultLocator): void {
  assertObject('VaultLocator', value);
  const {
    url,
    realmId,
    issuer,
    subject,
    generation,
  } = value;
  assertBigint('VaultLocator.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(40);
  const subjectBytes = stringBytes('VaultLocator.subject', subject, 1, 256, false);
  w.lengthAndBytes(subjectBytes);
  w.varint32(34);
  const issuerBytes = stringBytes('VaultLocator.issuer', issuer, 1, 256, false);
  w.lengthAndBytes(issuerBytes);
  w.varint32(26);
  assertBytes('VaultLocator.realm_id', realmId, 16, 16, false);
  w.lengthAndBytes(realmId);
  w.varint32(18);
  const urlBytes = stringBytes('VaultLocator.url', url, 1, 512, false);
  w.lengthAndBytes(urlBytes);
  w.varint32(10);
}

function readKeyringBody(r: Reader): KeyringBody {
  let tag = r.tag('KeyringBody');
  let dedupKey: Uint8Array | undefined;
  if (tag === 10) {
    dedupKey = r.fieldBytes('KeyringBody.dedup_key', 32, 32);
    tag = r.tag('KeyringBody');
  }
  let chunkerKey: Uint8Array | undefined;
  if (tag === 18) {
    chunkerKey = r.fieldBytes('KeyringBody.chunker_key', 32, 32);
    tag = r.tag('KeyringBody');
  }
  const epochs: Epoch[] = [];
  while (tag === 26) {
    if (epochs.length === 4096) throw tooMany('KeyringBody.epochs', 4096);
    const outer = r.enter('KeyringBody.epochs');
    epochs.push(readEpoch(r));
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  const methods: Method[] = [];
  while (tag === 34) {
    if (methods.length === 64) throw tooMany('KeyringBody.methods', 64);
    const outer = r.enter('KeyringBody.methods');
    methods.push(readMethod(r));
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  const removedMethods: Uint8Array[] = [];
  while (tag === 42) {
    if (removedMethods.length === 4096) throw tooMany('KeyringBody.removed_methods', 4096);
    removedMethods.push(r.elementBytes('KeyringBody.removed_methods', 16, 16));
    tag = r.tag('KeyringBody');
  }
  let policy: Policy | undefined;
  if (tag === 50) {
    const outer = r.enter('KeyringBody.policy');
    policy = readPolicy(r);
    r.leave(outer);
    tag = r.tag('KeyringBody');
  }
  if (tag !== 0) throw r.unexpected('KeyringBody', tag);
  if (dedupKey === undefined) throw missing('KeyringBody.dedup_key');
  if (chunkerKey === undefined) throw missing('KeyringBody.chunker_key');
  if (epochs.length < 1) throw tooFew('KeyringBody.epochs', 1);
  if (methods.length < 1) throw tooFew('KeyringBody.methods', 1);
  if (!areAscendingBytes(removedMethods)) throw notAscending('KeyringBody.removed_methods');
  return {
    dedupKey,
    chunkerKey,
    epochs,
    methods,
    removedMethods,
    policy,
  };
}

function writeKeyringBody(w: Writer, value: KeyringBody): void {
  assertObject('KeyringBody', value);
  const {
    dedupKey,
    chunkerKey,
    epochs,
    methods,
    removedMethods,
    policy,
  } = value;
  if (policy !== undefined) {
    const mark = w.mark();
    writePolicy(w, policy);
    w.prefix('KeyringBody.policy', mark);
    w.varint32(50);
  }
  assertList('KeyringBody.removed_methods', removedMethods, 0, 4096);
  for (let i = removedMethods.length - 1; i >= 0; i--) {
    const element = removedMethods[i];
    assertBytes('KeyringBody.removed_methods', element, 16, 16, false);
    w.lengthAndBytes(element);
    w.varint32(42);
  }
  if (!areAscendingBytes(removedMethods)) throw unordered('KeyringBody.removed_methods');
  assertList('KeyringBody.methods', methods, 1, 64);
  for (let i = methods.length - 1; i >= 0; i--) {
    const element = methods[i];
    const mark = w.mark();
    writeMethod(w, element);
    w.prefix('KeyringBody.methods', mark);
    w.varint32(34);
  }
  assertList('KeyringBody.epochs', epochs, 1, 4096);
  for (let i = epochs.length - 1; i >= 0; i--) {
    const element = epochs[i];
    const mark = w.mark();
    writeEpoch(w, element);
    w.prefix('KeyringBody.epochs', mark);
    w.varint32(26);
  }
  assertBytes('KeyringBody.chunker_key', chunkerKey, 32, 32, false);
  w.lengthAndBytes(chunkerKey);
  w.varint32(18);
  assertBytes('KeyringBody.dedup_key', dedupKey, 32, 32, false);
  w.lengthAndBytes(dedupKey);
  w.varint32(10);
}

/** The most bytes of an encoded KeyringBody. */
export const KEYRING_BODY_MAX_BYTES = 1048576;

/**
 * The canonical encoding of a KeyringBody, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 1048576 bytes
 */
export function encodeKeyringBody(value: KeyringBody): Uint8Array {
  const w = new Writer();
  try {
    writeKeyringBody(w, value);
    return w.finish('KeyringBody', KEYRING_BODY_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted KeyringBody. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeKeyringBody(bytes: Uint8Array): KeyringBody {
  return readKeyringBody(new Reader('KeyringBody', bytes, KEYRING_BODY_MAX_BYTES));
}

function readEpoch(r: Reader): Epoch {
  let tag = r.tag('Epoch');
  let number = 0;
  if (tag === 8) {
    number = r.uint32('Epoch.number');
    tag = r.tag('Epoch');
  }
  let key: Uint8Array | undefined;
  if (tag === 18) {
    key = r.fieldBytes('Epoch.key', 32, 32);
    tag = r.tag('Epoch');
  }
  let createdMs = 0n;
  if (tag === 24) {
    createdMs = r.uint64('Epoch.created_ms');
    tag = r.tag('Epoch');
  }
  if (tag !== 0) throw r.unexpected('Epoch', tag);
  if (number < 1) throw tooSmall('Epoch.number', 1);
  if (key === undefined) throw missing('Epoch.key');
  if (createdMs > 253402300799999n) throw tooLarge('Epoch.created_ms', 253402300799999n);
  return {
    number,
    key,
    createdMs,
  };
}

function writeEpoch(w: Writer, value: Epoch): void {
  assertObject('Epoch', value);
  const {
    number,
    key,
    createdMs,
  } = value;
  assertBigint('Epoch.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(24);
  }
  assertBytes('Epoch.key', key, 32, 32, false);
  w.lengthAndBytes(key);
  w.varint32(18);
  assertUint32('Epoch.number', number, 1, 4294967295);
  w.varint32(number);
  w.varint32(8);
}

function readMethod(r: Reader): Method {
  let tag = r.tag('Method');
  let methodId: Uint8Array | undefined;
  if (tag === 10) {
    methodId = r.fieldBytes('Method.method_id', 16, 16);
    tag = r.tag('Method');
  }
  let type: MethodType | undefined;
  if (tag === 16) {
    type = r.enumeration('Method.type', METHOD_TYPE_NAMES);
    tag = r.tag('Method');
  }
  let publicKey: Uint8Array | undefined;
  if (tag === 26) {
    publicKey = r.fieldBytes('Method.public_key', 1216, 1216);
    tag = r.tag('Method');
  }
  let label: string | undefined;
  if (tag === 34) {
    label = r.fieldString('Method.label', 0, 128);
    tag = r.tag('Method');
  }
  let createdMs = 0n;
  if (tag === 40) {
    createdMs = r.uint64('Method.created_ms');
    tag = r.tag('Method');
  }
  if (tag !== 0) throw r.unexpected('Method', tag);
  if (methodId === undefined) throw missing('Method.method_id');
  if (type === undefined) throw missing('Method.type');
  if (publicKey === undefined) throw missing('Method.public_key');
  label ??= '';
  if (createdMs > 253402300799999n) throw tooLarge('Method.created_ms', 253402300799999n);
  return {
    methodId,
    type,
    publicKey,
    label,
    createdMs,
  };
}

function writeMethod(w: Writer, value: Method): void {
  assertObject('Method', value);
  const {
    methodId,
    type,
    publicKey,
    label,
    createdMs,
  } = value;
  assertBigint('Method.created_ms', createdMs, 0n, 253402300799999n);
  if (createdMs !== 0n) {
    w.uint64(createdMs);
    w.varint32(40);
  }
  const labelBytes = stringBytes('Method.label', label, 0, 128, false);
  if (labelBytes.length > 0) {
    w.lengthAndBytes(labelBytes);
    w.varint32(34);
  }
  assertBytes('Method.public_key', publicKey, 1216, 1216, false);
  w.lengthAndBytes(publicKey);
  w.varint32(26);
  const typeNumber = enumNumber('Method.type', type, METHOD_TYPE_NUMBERS);
  if (typeNumber !== 0) {
    w.varint32(typeNumber);
    w.varint32(16);
  }
  assertBytes('Method.method_id', methodId, 16, 16, false);
  w.lengthAndBytes(methodId);
  w.varint32(10);
}

function readPolicy(r: Reader): Policy {
  let tag = r.tag('Policy');
  let keepLast = 0;
  if (tag === 8) {
    keepLast = r.uint32('Policy.keep_last');
    tag = r.tag('Policy');
  }
  let keepDaily = 0;
  if (tag === 16) {
    keepDaily = r.uint32('Policy.keep_daily');
    tag = r.tag('Policy');
  }
  let keepWeekly = 0;
  if (tag === 24) {
    keepWeekly = r.uint32('Policy.keep_weekly');
    tag = r.tag('Policy');
  }
  let keepMonthly = 0;
  if (tag === 32) {
    keepMonthly = r.uint32('Policy.keep_monthly');
    tag = r.tag('Policy');
  }
  if (tag !== 0) throw r.unexpected('Policy', tag);
  if (keepLast > 1000000) throw tooLarge('Policy.keep_last', 1000000);
  if (keepDaily > 1000000) throw tooLarge('Policy.keep_daily', 1000000);
  if (keepWeekly > 1000000) throw tooLarge('Policy.keep_weekly', 1000000);
  if (keepMonthly > 1000000) throw tooLarge('Policy.keep_monthly', 1000000);
  return {
    keepLast,
    keepDaily,
    keepWeekly,
    keepMonthly,
  };
}

function writePolicy(w: Writer, value: Policy): void {
  assertObject('Policy', value);
  const {
    keepLast,
    keepDaily,
    keepWeekly,
    keepMonthly,
  } = value;
  assertUint32('Policy.keep_monthly', keepMonthly, 0, 1000000);
  if (keepMonthly !== 0) {
    w.varint32(keepMonthly);
    w.varint32(32);
  }
  assertUint32('Policy.keep_weekly', keepWeekly, 0, 1000000);
  if (keepWeekly !== 0) {
    w.varint32(keepWeekly);
    w.varint32(24);
  }
  assertUint32('Policy.keep_daily', keepDaily, 0, 1000000);
  if (keepDaily !== 0) {
    w.varint32(keepDaily);
    w.varint32(16);
  }
  assertUint32('Policy.keep_last', keepLast, 0, 1000000);
  if (keepLast !== 0) {
    w.varint32(keepLast);
    w.varint32(8);
  }
}

function readVaultRequest(r: Reader): VaultRequest {
  let tag = r.tag('VaultRequest');
  let formatVersion = 0;
  if (tag === 8) {
    formatVersion = r.uint32('VaultRequest.format_version');
    if (formatVersion > 65535) throw tooLarge('VaultRequest.format_version', 65535);
    if (formatVersion < 1) throw tooSmall('VaultRequest.format_version', 1);
    knownVersion('VaultRequest.format_version', formatVersion);
    tag = r.tag('VaultRequest');
  }
  let operation: VaultOperation | undefined;
  if (tag === 16) {
    operation = r.enumeration('VaultRequest.operation', VAULT_OPERATION_NAMES);
    tag = r.tag('VaultRequest');
  }
  let token: string | undefined;
  if (tag === 26) {
    token = r.fieldString('VaultRequest.token', 1, 2048);
    tag = r.tag('VaultRequest');
  }
  let body: Uint8Array | undefined;
  if (tag === 34) {
    body = r.fieldBytes('VaultRequest.body', 0, 4096);
    tag = r.tag('VaultRequest');
  }
  let proof: Uint8Array | undefined;
  if (tag === 42) {
    proof = r.fieldBytes('VaultRequest.proof', 64, 64);
    tag = r.tag('VaultRequest');
  }
  let ownerSignature: Uint8Array | undefined;
  if (tag === 50) {
    ownerSignature = r.fieldBytes('VaultRequest.owner_signature', 64, 64);
    tag = r.tag('VaultRequest');
  }
  let newOwnerSignature: Uint8Array | undefined;
  if (tag === 58) {
    newOwnerSignature = r.fieldBytes('VaultRequest.new_owner_signature', 64, 64);
    tag = r.tag('VaultRequest');
  }
  let loginProof: Uint8Array | undefined;
  if (tag === 66) {
    loginProof = r.fieldBytes('VaultRequest.login_proof', 64, 64);
    tag = r.tag('VaultRequest');
  }
  if (tag !== 0) throw r.unexpected('VaultRequest', tag);
  if (formatVersion > 65535) throw tooLarge('VaultRequest.format_version', 65535);
  if (formatVersion < 1) throw tooSmall('VaultRequest.format_version', 1);
  if (operation === undefined) throw missing('VaultRequest.operation');
  if (token === undefined) throw missing('VaultRequest.token');
  body ??= noBytes();
  if (proof === undefined) throw missing('VaultRequest.proof');
  ownerSignature ??= noBytes();
  newOwnerSignature ??= noBytes();
  loginProof ??= noBytes();
  return {
    formatVersion,
    operation,
    token,
    body,
    proof,
    ownerSignature,
    newOwnerSignature,
    loginProof,
  };
}

function writeVaultRequest(w: Writer, value: VaultRequest): void {
  assertObject('VaultRequest', value);
  const {
    formatVersion,
    operation,
    token,
    body,
    proof,
    ownerSignature,
    newOwnerSignature,
    loginProof,
  } = value;
  assertBytes('VaultRequest.login_proof', loginProof, 64, 64, true);
  if (loginProof.length > 0) {
    w.lengthAndBytes(loginProof);
    w.varint32(66);
  }
  assertBytes('VaultRequest.new_owner_signature', newOwnerSignature, 64, 64, true);
  if (newOwnerSignature.length > 0) {
    w.lengthAndBytes(newOwnerSignature);
    w.varint32(58);
  }
  assertBytes('VaultRequest.owner_signature', ownerSignature, 64, 64, true);
  if (ownerSignature.length > 0) {
    w.lengthAndBytes(ownerSignature);
    w.varint32(50);
  }
  assertBytes('VaultRequest.proof', proof, 64, 64, false);
  w.lengthAndBytes(proof);
  w.varint32(42);
  assertBytes('VaultRequest.body', body, 0, 4096, false);
  if (body.length > 0) {
    w.lengthAndBytes(body);
    w.varint32(34);
  }
  const tokenBytes = stringBytes('VaultRequest.token', token, 1, 2048, false);
  w.lengthAndBytes(tokenBytes);
  w.varint32(26);
  const operationNumber = enumNumber('VaultRequest.operation', operation, VAULT_OPERATION_NUMBERS);
  if (operationNumber !== 0) {
    w.varint32(operationNumber);
    w.varint32(16);
  }
  assertUint32('VaultRequest.format_version', formatVersion, 1, 65535);
  w.varint32(formatVersion);
  w.varint32(8);
}

/** The most bytes of an encoded VaultRequest. */
export const VAULT_REQUEST_MAX_BYTES = 8188;

/**
 * The canonical encoding of a VaultRequest, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 8188 bytes
 */
export function encodeVaultRequest(value: VaultRequest): Uint8Array {
  const w = new Writer();
  try {
    writeVaultRequest(w, value);
    return w.finish('VaultRequest', VAULT_REQUEST_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultRequest. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultRequest(bytes: Uint8Array): VaultRequest {
  return readVaultRequest(new Reader('VaultRequest', bytes, VAULT_REQUEST_MAX_BYTES));
}

function readVaultStage(r: Reader): VaultStage {
  let tag = r.tag('VaultStage');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultStage.version');
    tag = r.tag('VaultStage');
  }
  let generation = 0n;
  if (tag === 16) {
    generation = r.uint64('VaultStage.generation');
    tag = r.tag('VaultStage');
  }
  let ksf: string | undefined;
  if (tag === 26) {
    ksf = r.fieldString('VaultStage.ksf', 1, 64);
    tag = r.tag('VaultStage');
  }
  let oprfKey: Uint8Array | undefined;
  if (tag === 34) {
    oprfKey = r.fieldBytes('VaultStage.oprf_key', 32, 32);
    tag = r.tag('VaultStage');
  }
  let record: Uint8Array | undefined;
  if (tag === 42) {
    record = r.fieldBytes('VaultStage.record', 192, 192);
    tag = r.tag('VaultStage');
  }
  let releaseSecret: Uint8Array | undefined;
  if (tag === 50) {
    releaseSecret = r.fieldBytes('VaultStage.release_secret', 32, 32);
    tag = r.tag('VaultStage');
  }
  let owner: Uint8Array | undefined;
  if (tag === 58) {
    owner = r.fieldBytes('VaultStage.owner', 32, 32);
    tag = r.tag('VaultStage');
  }
  let anchor: VaultAnchor | undefined;
  if (tag === 66) {
    const outer = r.enter('VaultStage.anchor');
    anchor = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultStage');
  }
  if (tag !== 0) throw r.unexpected('VaultStage', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultStage.version', 9007199254740991n);
  if (generation > 9007199254740991n) throw tooLarge('VaultStage.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultStage.generation', 1n);
  if (ksf === undefined) throw missing('VaultStage.ksf');
  if (oprfKey === undefined) throw missing('VaultStage.oprf_key');
  if (record === undefined) throw missing('VaultStage.record');
  if (releaseSecret === undefined) throw missing('VaultStage.release_secret');
  if (owner === undefined) throw missing('VaultStage.owner');
  return {
    version,
    generation,
    ksf,
    oprfKey,
    record,
    releaseSecret,
    owner,
    anchor,
  };
}

function writeVaultStage(w: Writer, value: VaultStage): void {
  assertObject('VaultStage', value);
  const {
    version,
    generation,
    ksf,
    oprfKey,
    record,
    releaseSecret,
    owner,
    anchor,
  } = value;
  if (anchor !== undefined) {
    const mark = w.mark();
    writeVaultAnchor(w, anchor);
    w.prefix('VaultStage.anchor', mark);
    w.varint32(66);
  }
  assertBytes('VaultStage.owner', owner, 32, 32, false);
  w.lengthAndBytes(owner);
  w.varint32(58);
  assertBytes('VaultStage.release_secret', releaseSecret, 32, 32, false);
  w.lengthAndBytes(releaseSecret);
  w.varint32(50);
  assertBytes('VaultStage.record', record, 192, 192, false);
  w.lengthAndBytes(record);
  w.varint32(42);
  assertBytes('VaultStage.oprf_key', oprfKey, 32, 32, false);
  w.lengthAndBytes(oprfKey);
  w.varint32(34);
  const ksfBytes = stringBytes('VaultStage.ksf', ksf, 1, 64, false);
  w.lengthAndBytes(ksfBytes);
  w.varint32(26);
  assertBigint('VaultStage.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(16);
  assertBigint('VaultStage.version', version, 0n, 9007199254740991n);
  if (version !== 0n) {
    w.uint64(version);
    w.varint32(8);
  }
}

/** The most bytes of an encoded VaultStage. */
export const VAULT_STAGE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultStage, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultStage(value: VaultStage): Uint8Array {
  const w = new Writer();
  try {
    writeVaultStage(w, value);
    return w.finish('VaultStage', VAULT_STAGE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultStage. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultStage(bytes: Uint8Array): VaultStage {
  return readVaultStage(new Reader('VaultStage', bytes, VAULT_STAGE_MAX_BYTES));
}

function readVaultCommit(r: Reader): VaultCommit {
  let tag = r.tag('VaultCommit');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultCommit.version');
    tag = r.tag('VaultCommit');
  }
  let generation = 0n;
  if (tag === 16) {
    generation = r.uint64('VaultCommit.generation');
    tag = r.tag('VaultCommit');
  }
  let loginId: Uint8Array | undefined;
  if (tag === 26) {
    loginId = r.fieldBytes('VaultCommit.login_id', 32, 32);
    tag = r.tag('VaultCommit');
  }
  if (tag !== 0) throw r.unexpected('VaultCommit', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultCommit.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultCommit.version', 1n);
  if (generation > 9007199254740991n) throw tooLarge('VaultCommit.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultCommit.generation', 1n);
  loginId ??= noBytes();
  return {
    version,
    generation,
    loginId,
  };
}

function writeVaultCommit(w: Writer, value: VaultCommit): void {
  assertObject('VaultCommit', value);
  const {
    version,
    generation,
    loginId,
  } = value;
  assertBytes('VaultCommit.login_id', loginId, 32, 32, true);
  if (loginId.length > 0) {
    w.lengthAndBytes(loginId);
    w.varint32(26);
  }
  assertBigint('VaultCommit.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(16);
  assertBigint('VaultCommit.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultCommit. */
export const VAULT_COMMIT_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultCommit, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultCommit(value: VaultCommit): Uint8Array {
  const w = new Writer();
  try {
    writeVaultCommit(w, value);
    return w.finish('VaultCommit', VAULT_COMMIT_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultCommit. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultCommit(bytes: Uint8Array): VaultCommit {
  return readVaultCommit(new Reader('VaultCommit', bytes, VAULT_COMMIT_MAX_BYTES));
}

function readVaultLogin(r: Reader): VaultLogin {
  let tag = r.tag('VaultLogin');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultLogin.version');
    tag = r.tag('VaultLogin');
  }
  let generation = 0n;
  if (tag === 16) {
    generation = r.uint64('VaultLogin.generation');
    tag = r.tag('VaultLogin');
  }
  let ke1: Uint8Array | undefined;
  if (tag === 26) {
    ke1 = r.fieldBytes('VaultLogin.ke1', 96, 96);
    tag = r.tag('VaultLogin');
  }
  if (tag !== 0) throw r.unexpected('VaultLogin', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultLogin.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultLogin.version', 1n);
  if (generation > 9007199254740991n) throw tooLarge('VaultLogin.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultLogin.generation', 1n);
  if (ke1 === undefined) throw missing('VaultLogin.ke1');
  return {
    version,
    generation,
    ke1,
  };
}

function writeVaultLogin(w: Writer, value: VaultLogin): void {
  assertObject('VaultLogin', value);
  const {
    version,
    generation,
    ke1,
  } = value;
  assertBytes('VaultLogin.ke1', ke1, 96, 96, false);
  w.lengthAndBytes(ke1);
  w.varint32(26);
  assertBigint('VaultLogin.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(16);
  assertBigint('VaultLogin.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultLogin. */
export const VAULT_LOGIN_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultLogin, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultLogin(value: VaultLogin): Uint8Array {
  const w = new Writer();
  try {
    writeVaultLogin(w, value);
    return w.finish('VaultLogin', VAULT_LOGIN_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultLogin. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultLogin(bytes: Uint8Array): VaultLogin {
  return readVaultLogin(new Reader('VaultLogin', bytes, VAULT_LOGIN_MAX_BYTES));
}

function readVaultFinish(r: Reader): VaultFinish {
  let tag = r.tag('VaultFinish');
  let loginId: Uint8Array | undefined;
  if (tag === 10) {
    loginId = r.fieldBytes('VaultFinish.login_id', 32, 32);
    tag = r.tag('VaultFinish');
  }
  let ke3: Uint8Array | undefined;
  if (tag === 18) {
    ke3 = r.fieldBytes('VaultFinish.ke3', 64, 64);
    tag = r.tag('VaultFinish');
  }
  if (tag !== 0) throw r.unexpected('VaultFinish', tag);
  if (loginId === undefined) throw missing('VaultFinish.login_id');
  if (ke3 === undefined) throw missing('VaultFinish.ke3');
  return {
    loginId,
    ke3,
  };
}

function writeVaultFinish(w: Writer, value: VaultFinish): void {
  assertObject('VaultFinish', value);
  const {
    loginId,
    ke3,
  } = value;
  assertBytes('VaultFinish.ke3', ke3, 64, 64, false);
  w.lengthAndBytes(ke3);
  w.varint32(18);
  assertBytes('VaultFinish.login_id', loginId, 32, 32, false);
  w.lengthAndBytes(loginId);
  w.varint32(10);
}

/** The most bytes of an encoded VaultFinish. */
export const VAULT_FINISH_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultFinish, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultFinish(value: VaultFinish): Uint8Array {
  const w = new Writer();
  try {
    writeVaultFinish(w, value);
    return w.finish('VaultFinish', VAULT_FINISH_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultFinish. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultFinish(bytes: Uint8Array): VaultFinish {
  return readVaultFinish(new Reader('VaultFinish', bytes, VAULT_FINISH_MAX_BYTES));
}

function readVaultChange(r: Reader): VaultChange {
  let tag = r.tag('VaultChange');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultChange.version');
    tag = r.tag('VaultChange');
  }
  if (tag !== 0) throw r.unexpected('VaultChange', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultChange.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultChange.version', 1n);
  return {
    version,
  };
}

function writeVaultChange(w: Writer, value: VaultChange): void {
  assertObject('VaultChange', value);
  const {
    version,
  } = value;
  assertBigint('VaultChange.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultChange. */
export const VAULT_CHANGE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultChange, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultChange(value: VaultChange): Uint8Array {
  const w = new Writer();
  try {
    writeVaultChange(w, value);
    return w.finish('VaultChange', VAULT_CHANGE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultChange. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultChange(bytes: Uint8Array): VaultChange {
  return readVaultChange(new Reader('VaultChange', bytes, VAULT_CHANGE_MAX_BYTES));
}

function readVaultFreeze(r: Reader): VaultFreeze {
  let tag = r.tag('VaultFreeze');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultFreeze.version');
    tag = r.tag('VaultFreeze');
  }
  let durationMs = 0n;
  if (tag === 16) {
    durationMs = r.uint64('VaultFreeze.duration_ms');
    tag = r.tag('VaultFreeze');
  }
  if (tag !== 0) throw r.unexpected('VaultFreeze', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultFreeze.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultFreeze.version', 1n);
  if (durationMs > 259200000n) throw tooLarge('VaultFreeze.duration_ms', 259200000n);
  return {
    version,
    durationMs,
  };
}

function writeVaultFreeze(w: Writer, value: VaultFreeze): void {
  assertObject('VaultFreeze', value);
  const {
    version,
    durationMs,
  } = value;
  assertBigint('VaultFreeze.duration_ms', durationMs, 0n, 259200000n);
  if (durationMs !== 0n) {
    w.uint64(durationMs);
    w.varint32(16);
  }
  assertBigint('VaultFreeze.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultFreeze. */
export const VAULT_FREEZE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultFreeze, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultFreeze(value: VaultFreeze): Uint8Array {
  const w = new Writer();
  try {
    writeVaultFreeze(w, value);
    return w.finish('VaultFreeze', VAULT_FREEZE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultFreeze. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultFreeze(bytes: Uint8Array): VaultFreeze {
  return readVaultFreeze(new Reader('VaultFreeze', bytes, VAULT_FREEZE_MAX_BYTES));
}

function readVaultAnchorChange(r: Reader): VaultAnchorChange {
  let tag = r.tag('VaultAnchorChange');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultAnchorChange.version');
    tag = r.tag('VaultAnchorChange');
  }
  let expected: VaultAnchor | undefined;
  if (tag === 18) {
    const outer = r.enter('VaultAnchorChange.expected');
    expected = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultAnchorChange');
  }
  let next: VaultAnchor | undefined;
  if (tag === 26) {
    const outer = r.enter('VaultAnchorChange.next');
    next = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultAnchorChange');
  }
  if (tag !== 0) throw r.unexpected('VaultAnchorChange', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultAnchorChange.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultAnchorChange.version', 1n);
  if (next === undefined) throw missing('VaultAnchorChange.next');
  return {
    version,
    expected,
    next,
  };
}

function writeVaultAnchorChange(w: Writer, value: VaultAnchorChange): void {
  assertObject('VaultAnchorChange', value);
  const {
    version,
    expected,
    next,
  } = value;
  {
    const mark = w.mark();
    writeVaultAnchor(w, next);
    w.prefix('VaultAnchorChange.next', mark);
    w.varint32(26);
  }
  if (expected !== undefined) {
    const mark = w.mark();
    writeVaultAnchor(w, expected);
    w.prefix('VaultAnchorChange.expected', mark);
    w.varint32(18);
  }
  assertBigint('VaultAnchorChange.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultAnchorChange. */
export const VAULT_ANCHOR_CHANGE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultAnchorChange, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultAnchorChange(value: VaultAnchorChange): Uint8Array {
  const w = new Writer();
  try {
    writeVaultAnchorChange(w, value);
    return w.finish('VaultAnchorChange', VAULT_ANCHOR_CHANGE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultAnchorChange. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultAnchorChange(bytes: Uint8Array): VaultAnchorChange {
  return readVaultAnchorChange(new Reader('VaultAnchorChange', bytes, VAULT_ANCHOR_CHANGE_MAX_BYTES));
}

function readVaultOwnerChange(r: Reader): VaultOwnerChange {
  let tag = r.tag('VaultOwnerChange');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultOwnerChange.version');
    tag = r.tag('VaultOwnerChange');
  }
  let owner: Uint8Array | undefined;
  if (tag === 18) {
    owner = r.fieldBytes('VaultOwnerChange.owner', 32, 32);
    tag = r.tag('VaultOwnerChange');
  }
  if (tag !== 0) throw r.unexpected('VaultOwnerChange', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultOwnerChange.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultOwnerChange.version', 1n);
  if (owner === undefined) throw missing('VaultOwnerChange.owner');
  return {
    version,
    owner,
  };
}

function writeVaultOwnerChange(w: Writer, value: VaultOwnerChange): void {
  assertObject('VaultOwnerChange', value);
  const {
    version,
    owner,
  } = value;
  assertBytes('VaultOwnerChange.owner', owner, 32, 32, false);
  w.lengthAndBytes(owner);
  w.varint32(18);
  assertBigint('VaultOwnerChange.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultOwnerChange. */
export const VAULT_OWNER_CHANGE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultOwnerChange, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultOwnerChange(value: VaultOwnerChange): Uint8Array {
  const w = new Writer();
  try {
    writeVaultOwnerChange(w, value);
    return w.finish('VaultOwnerChange', VAULT_OWNER_CHANGE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultOwnerChange. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultOwnerChange(bytes: Uint8Array): VaultOwnerChange {
  return readVaultOwnerChange(new Reader('VaultOwnerChange', bytes, VAULT_OWNER_CHANGE_MAX_BYTES));
}

function readVaultRevert(r: Reader): VaultRevert {
  let tag = r.tag('VaultRevert');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultRevert.version');
    tag = r.tag('VaultRevert');
  }
  let generation = 0n;
  if (tag === 16) {
    generation = r.uint64('VaultRevert.generation');
    tag = r.tag('VaultRevert');
  }
  let loginId: Uint8Array | undefined;
  if (tag === 26) {
    loginId = r.fieldBytes('VaultRevert.login_id', 32, 32);
    tag = r.tag('VaultRevert');
  }
  let owner: Uint8Array | undefined;
  if (tag === 34) {
    owner = r.fieldBytes('VaultRevert.owner', 32, 32);
    tag = r.tag('VaultRevert');
  }
  if (tag !== 0) throw r.unexpected('VaultRevert', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultRevert.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultRevert.version', 1n);
  if (generation > 9007199254740991n) throw tooLarge('VaultRevert.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultRevert.generation', 1n);
  if (loginId === undefined) throw missing('VaultRevert.login_id');
  if (owner === undefined) throw missing('VaultRevert.owner');
  return {
    version,
    generation,
    loginId,
    owner,
  };
}

function writeVaultRevert(w: Writer, value: VaultRevert): void {
  assertObject('VaultRevert', value);
  const {
    version,
    generation,
    loginId,
    owner,
  } = value;
  assertBytes('VaultRevert.owner', owner, 32, 32, false);
  w.lengthAndBytes(owner);
  w.varint32(34);
  assertBytes('VaultRevert.login_id', loginId, 32, 32, false);
  w.lengthAndBytes(loginId);
  w.varint32(26);
  assertBigint('VaultRevert.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(16);
  assertBigint('VaultRevert.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultRevert. */
export const VAULT_REVERT_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultRevert, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultRevert(value: VaultRevert): Uint8Array {
  const w = new Writer();
  try {
    writeVaultRevert(w, value);
    return w.finish('VaultRevert', VAULT_REVERT_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultRevert. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultRevert(bytes: Uint8Array): VaultRevert {
  return readVaultRevert(new Reader('VaultRevert', bytes, VAULT_REVERT_MAX_BYTES));
}

function readVaultDelete(r: Reader): VaultDelete {
  let tag = r.tag('VaultDelete');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultDelete.version');
    tag = r.tag('VaultDelete');
  }
  let loginId: Uint8Array | undefined;
  if (tag === 18) {
    loginId = r.fieldBytes('VaultDelete.login_id', 32, 32);
    tag = r.tag('VaultDelete');
  }
  if (tag !== 0) throw r.unexpected('VaultDelete', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultDelete.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultDelete.version', 1n);
  loginId ??= noBytes();
  return {
    version,
    loginId,
  };
}

function writeVaultDelete(w: Writer, value: VaultDelete): void {
  assertObject('VaultDelete', value);
  const {
    version,
    loginId,
  } = value;
  assertBytes('VaultDelete.login_id', loginId, 32, 32, true);
  if (loginId.length > 0) {
    w.lengthAndBytes(loginId);
    w.varint32(18);
  }
  assertBigint('VaultDelete.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(8);
}

/** The most bytes of an encoded VaultDelete. */
export const VAULT_DELETE_MAX_BYTES = 4096;

/**
 * The canonical encoding of a VaultDelete, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4096 bytes
 */
export function encodeVaultDelete(value: VaultDelete): Uint8Array {
  const w = new Writer();
  try {
    writeVaultDelete(w, value);
    return w.finish('VaultDelete', VAULT_DELETE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultDelete. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultDelete(bytes: Uint8Array): VaultDelete {
  return readVaultDelete(new Reader('VaultDelete', bytes, VAULT_DELETE_MAX_BYTES));
}

function readVaultResponse(r: Reader): VaultResponse {
  let tag = r.tag('VaultResponse');
  let formatVersion = 0;
  if (tag === 8) {
    formatVersion = r.uint32('VaultResponse.format_version');
    if (formatVersion > 65535) throw tooLarge('VaultResponse.format_version', 65535);
    if (formatVersion < 1) throw tooSmall('VaultResponse.format_version', 1);
    knownVersion('VaultResponse.format_version', formatVersion);
    tag = r.tag('VaultResponse');
  }
  let outcome: VaultOutcome | undefined;
  if (tag === 16) {
    outcome = r.enumeration('VaultResponse.outcome', VAULT_OUTCOME_NAMES);
    tag = r.tag('VaultResponse');
  }
  let timeMs = 0n;
  if (tag === 24) {
    timeMs = r.uint64('VaultResponse.time_ms');
    tag = r.tag('VaultResponse');
  }
  let status: VaultStatus | undefined;
  if (tag === 34) {
    const outer = r.enter('VaultResponse.status');
    status = readVaultStatus(r);
    r.leave(outer);
    tag = r.tag('VaultResponse');
  }
  let ke2: Uint8Array | undefined;
  if (tag === 42) {
    ke2 = r.fieldBytes('VaultResponse.ke2', 320, 320);
    tag = r.tag('VaultResponse');
  }
  let releaseSecret: Uint8Array | undefined;
  if (tag === 50) {
    releaseSecret = r.fieldBytes('VaultResponse.release_secret', 32, 32);
    tag = r.tag('VaultResponse');
  }
  if (tag !== 0) throw r.unexpected('VaultResponse', tag);
  if (formatVersion > 65535) throw tooLarge('VaultResponse.format_version', 65535);
  if (formatVersion < 1) throw tooSmall('VaultResponse.format_version', 1);
  if (outcome === undefined) throw missing('VaultResponse.outcome');
  if (timeMs > 253402300799999n) throw tooLarge('VaultResponse.time_ms', 253402300799999n);
  ke2 ??= noBytes();
  releaseSecret ??= noBytes();
  return {
    formatVersion,
    outcome,
    timeMs,
    status,
    ke2,
    releaseSecret,
  };
}

function writeVaultResponse(w: Writer, value: VaultResponse): void {
  assertObject('VaultResponse', value);
  const {
    formatVersion,
    outcome,
    timeMs,
    status,
    ke2,
    releaseSecret,
  } = value;
  assertBytes('VaultResponse.release_secret', releaseSecret, 32, 32, true);
  if (releaseSecret.length > 0) {
    w.lengthAndBytes(releaseSecret);
    w.varint32(50);
  }
  assertBytes('VaultResponse.ke2', ke2, 320, 320, true);
  if (ke2.length > 0) {
    w.lengthAndBytes(ke2);
    w.varint32(42);
  }
  if (status !== undefined) {
    const mark = w.mark();
    writeVaultStatus(w, status);
    w.prefix('VaultResponse.status', mark);
    w.varint32(34);
  }
  assertBigint('VaultResponse.time_ms', timeMs, 0n, 253402300799999n);
  if (timeMs !== 0n) {
    w.uint64(timeMs);
    w.varint32(24);
  }
  const outcomeNumber = enumNumber('VaultResponse.outcome', outcome, VAULT_OUTCOME_NUMBERS);
  if (outcomeNumber !== 0) {
    w.varint32(outcomeNumber);
    w.varint32(16);
  }
  assertUint32('VaultResponse.format_version', formatVersion, 1, 65535);
  w.varint32(formatVersion);
  w.varint32(8);
}

/** The most bytes of an encoded VaultResponse. */
export const VAULT_RESPONSE_MAX_BYTES = 4092;

/**
 * The canonical encoding of a VaultResponse, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 4092 bytes
 */
export function encodeVaultResponse(value: VaultResponse): Uint8Array {
  const w = new Writer();
  try {
    writeVaultResponse(w, value);
    return w.finish('VaultResponse', VAULT_RESPONSE_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultResponse. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultResponse(bytes: Uint8Array): VaultResponse {
  return readVaultResponse(new Reader('VaultResponse', bytes, VAULT_RESPONSE_MAX_BYTES));
}

function readVaultStatus(r: Reader): VaultStatus {
  let tag = r.tag('VaultStatus');
  let version = 0n;
  if (tag === 8) {
    version = r.uint64('VaultStatus.version');
    tag = r.tag('VaultStatus');
  }
  let phase: VaultPhase | undefined;
  if (tag === 16) {
    phase = r.enumeration('VaultStatus.phase', VAULT_PHASE_NAMES);
    tag = r.tag('VaultStatus');
  }
  let lastGeneration = 0n;
  if (tag === 24) {
    lastGeneration = r.uint64('VaultStatus.last_generation');
    tag = r.tag('VaultStatus');
  }
  let active: VaultGeneration | undefined;
  if (tag === 34) {
    const outer = r.enter('VaultStatus.active');
    active = readVaultGeneration(r);
    r.leave(outer);
    tag = r.tag('VaultStatus');
  }
  let previous: VaultGeneration | undefined;
  if (tag === 42) {
    const outer = r.enter('VaultStatus.previous');
    previous = readVaultGeneration(r);
    r.leave(outer);
    tag = r.tag('VaultStatus');
  }
  let staged: VaultGeneration | undefined;
  if (tag === 50) {
    const outer = r.enter('VaultStatus.staged');
    staged = readVaultGeneration(r);
    r.leave(outer);
    tag = r.tag('VaultStatus');
  }
  let attempts = 0;
  if (tag === 56) {
    attempts = r.uint32('VaultStatus.attempts');
    tag = r.tag('VaultStatus');
  }
  let unacknowledged = 0;
  if (tag === 64) {
    unacknowledged = r.uint32('VaultStatus.unacknowledged');
    tag = r.tag('VaultStatus');
  }
  let notBeforeMs = 0n;
  if (tag === 72) {
    notBeforeMs = r.uint64('VaultStatus.not_before_ms');
    tag = r.tag('VaultStatus');
  }
  let frozenUntilMs = 0n;
  if (tag === 80) {
    frozenUntilMs = r.uint64('VaultStatus.frozen_until_ms');
    tag = r.tag('VaultStatus');
  }
  let deleteAtMs = 0n;
  if (tag === 88) {
    deleteAtMs = r.uint64('VaultStatus.delete_at_ms');
    tag = r.tag('VaultStatus');
  }
  let destroyedMs = 0n;
  if (tag === 96) {
    destroyedMs = r.uint64('VaultStatus.destroyed_ms');
    tag = r.tag('VaultStatus');
  }
  let lastAttemptMs = 0n;
  if (tag === 104) {
    lastAttemptMs = r.uint64('VaultStatus.last_attempt_ms');
    tag = r.tag('VaultStatus');
  }
  let lastSuccessMs = 0n;
  if (tag === 112) {
    lastSuccessMs = r.uint64('VaultStatus.last_success_ms');
    tag = r.tag('VaultStatus');
  }
  let owner: Uint8Array | undefined;
  if (tag === 122) {
    owner = r.fieldBytes('VaultStatus.owner', 32, 32);
    tag = r.tag('VaultStatus');
  }
  let anchor: VaultAnchor | undefined;
  if (tag === 130) {
    const outer = r.enter('VaultStatus.anchor');
    anchor = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultStatus');
  }
  if (tag !== 0) throw r.unexpected('VaultStatus', tag);
  if (version > 9007199254740991n) throw tooLarge('VaultStatus.version', 9007199254740991n);
  if (phase === undefined) throw missing('VaultStatus.phase');
  if (lastGeneration > 9007199254740991n) throw tooLarge('VaultStatus.last_generation', 9007199254740991n);
  if (attempts > 10) throw tooLarge('VaultStatus.attempts', 10);
  if (unacknowledged > 1000) throw tooLarge('VaultStatus.unacknowledged', 1000);
  if (notBeforeMs > 253402300799999n) throw tooLarge('VaultStatus.not_before_ms', 253402300799999n);
  if (frozenUntilMs > 253402300799999n) throw tooLarge('VaultStatus.frozen_until_ms', 253402300799999n);
  if (deleteAtMs > 253402300799999n) throw tooLarge('VaultStatus.delete_at_ms', 253402300799999n);
  if (destroyedMs > 253402300799999n) throw tooLarge('VaultStatus.destroyed_ms', 253402300799999n);
  if (lastAttemptMs > 253402300799999n) throw tooLarge('VaultStatus.last_attempt_ms', 253402300799999n);
  if (lastSuccessMs > 253402300799999n) throw tooLarge('VaultStatus.last_success_ms', 253402300799999n);
  owner ??= noBytes();
  return {
    version,
    phase,
    lastGeneration,
    active,
    previous,
    staged,
    attempts,
    unacknowledged,
    notBeforeMs,
    frozenUntilMs,
    deleteAtMs,
    destroyedMs,
    lastAttemptMs,
    lastSuccessMs,
    owner,
    anchor,
  };
}

function writeVaultStatus(w: Writer, value: VaultStatus): void {
  assertObject('VaultStatus', value);
  const {
    version,
    phase,
    lastGeneration,
    active,
    previous,
    staged,
    attempts,
    unacknowledged,
    notBeforeMs,
    frozenUntilMs,
    deleteAtMs,
    destroyedMs,
    lastAttemptMs,
    lastSuccessMs,
    owner,
    anchor,
  } = value;
  if (anchor !== undefined) {
    const mark = w.mark();
    writeVaultAnchor(w, anchor);
    w.prefix('VaultStatus.anchor', mark);
    w.varint32(130);
  }
  assertBytes('VaultStatus.owner', owner, 32, 32, true);
  if (owner.length > 0) {
    w.lengthAndBytes(owner);
    w.varint32(122);
  }
  assertBigint('VaultStatus.last_success_ms', lastSuccessMs, 0n, 253402300799999n);
  if (lastSuccessMs !== 0n) {
    w.uint64(lastSuccessMs);
    w.varint32(112);
  }
  assertBigint('VaultStatus.last_attempt_ms', lastAttemptMs, 0n, 253402300799999n);
  if (lastAttemptMs !== 0n) {
    w.uint64(lastAttemptMs);
    w.varint32(104);
  }
  assertBigint('VaultStatus.destroyed_ms', destroyedMs, 0n, 253402300799999n);
  if (destroyedMs !== 0n) {
    w.uint64(destroyedMs);
    w.varint32(96);
  }
  assertBigint('VaultStatus.delete_at_ms', deleteAtMs, 0n, 253402300799999n);
  if (deleteAtMs !== 0n) {
    w.uint64(deleteAtMs);
    w.varint32(88);
  }
  assertBigint('VaultStatus.frozen_until_ms', frozenUntilMs, 0n, 253402300799999n);
  if (frozenUntilMs !== 0n) {
    w.uint64(frozenUntilMs);
    w.varint32(80);
  }
  assertBigint('VaultStatus.not_before_ms', notBeforeMs, 0n, 253402300799999n);
  if (notBeforeMs !== 0n) {
    w.uint64(notBeforeMs);
    w.varint32(72);
  }
  assertUint32('VaultStatus.unacknowledged', unacknowledged, 0, 1000);
  if (unacknowledged !== 0) {
    w.varint32(unacknowledged);
    w.varint32(64);
  }
  assertUint32('VaultStatus.attempts', attempts, 0, 10);
  if (attempts !== 0) {
    w.varint32(attempts);
    w.varint32(56);
  }
  if (staged !== undefined) {
    const mark = w.mark();
    writeVaultGeneration(w, staged);
    w.prefix('VaultStatus.staged', mark);
    w.varint32(50);
  }
  if (previous !== undefined) {
    const mark = w.mark();
    writeVaultGeneration(w, previous);
    w.prefix('VaultStatus.previous', mark);
    w.varint32(42);
  }
  if (active !== undefined) {
    const mark = w.mark();
    writeVaultGeneration(w, active);
    w.prefix('VaultStatus.active', mark);
    w.varint32(34);
  }
  assertBigint('VaultStatus.last_generation', lastGeneration, 0n, 9007199254740991n);
  if (lastGeneration !== 0n) {
    w.uint64(lastGeneration);
    w.varint32(24);
  }
  const phaseNumber = enumNumber('VaultStatus.phase', phase, VAULT_PHASE_NUMBERS);
  if (phaseNumber !== 0) {
    w.varint32(phaseNumber);
    w.varint32(16);
  }
  assertBigint('VaultStatus.version', version, 0n, 9007199254740991n);
  if (version !== 0n) {
    w.uint64(version);
    w.varint32(8);
  }
}

function readVaultGeneration(r: Reader): VaultGeneration {
  let tag = r.tag('VaultGeneration');
  let number = 0n;
  if (tag === 8) {
    number = r.uint64('VaultGeneration.number');
    tag = r.tag('VaultGeneration');
  }
  let ksf: string | undefined;
  if (tag === 18) {
    ksf = r.fieldString('VaultGeneration.ksf', 1, 64);
    tag = r.tag('VaultGeneration');
  }
  let sinceMs = 0n;
  if (tag === 24) {
    sinceMs = r.uint64('VaultGeneration.since_ms');
    tag = r.tag('VaultGeneration');
  }
  let untilMs = 0n;
  if (tag === 32) {
    untilMs = r.uint64('VaultGeneration.until_ms');
    tag = r.tag('VaultGeneration');
  }
  if (tag !== 0) throw r.unexpected('VaultGeneration', tag);
  if (number > 9007199254740991n) throw tooLarge('VaultGeneration.number', 9007199254740991n);
  if (number < 1n) throw tooSmall('VaultGeneration.number', 1n);
  if (ksf === undefined) throw missing('VaultGeneration.ksf');
  if (sinceMs > 253402300799999n) throw tooLarge('VaultGeneration.since_ms', 253402300799999n);
  if (untilMs > 253402300799999n) throw tooLarge('VaultGeneration.until_ms', 253402300799999n);
  return {
    number,
    ksf,
    sinceMs,
    untilMs,
  };
}

function writeVaultGeneration(w: Writer, value: VaultGeneration): void {
  assertObject('VaultGeneration', value);
  const {
    number,
    ksf,
    sinceMs,
    untilMs,
  } = value;
  assertBigint('VaultGeneration.until_ms', untilMs, 0n, 253402300799999n);
  if (untilMs !== 0n) {
    w.uint64(untilMs);
    w.varint32(32);
  }
  assertBigint('VaultGeneration.since_ms', sinceMs, 0n, 253402300799999n);
  if (sinceMs !== 0n) {
    w.uint64(sinceMs);
    w.varint32(24);
  }
  const ksfBytes = stringBytes('VaultGeneration.ksf', ksf, 1, 64, false);
  w.lengthAndBytes(ksfBytes);
  w.varint32(18);
  assertBigint('VaultGeneration.number', number, 1n, 9007199254740991n);
  w.uint64(number);
  w.varint32(8);
}

function readVaultAnchor(r: Reader): VaultAnchor {
  let tag = r.tag('VaultAnchor');
  let sequence = 0n;
  if (tag === 8) {
    sequence = r.uint64('VaultAnchor.sequence');
    tag = r.tag('VaultAnchor');
  }
  let snapshotId: Uint8Array | undefined;
  if (tag === 18) {
    snapshotId = r.fieldBytes('VaultAnchor.snapshot_id', 32, 32);
    tag = r.tag('VaultAnchor');
  }
  let keyringGeneration = 0n;
  if (tag === 24) {
    keyringGeneration = r.uint64('VaultAnchor.keyring_generation');
    tag = r.tag('VaultAnchor');
  }
  let keyringHash: Uint8Array | undefined;
  if (tag === 34) {
    keyringHash = r.fieldBytes('VaultAnchor.keyring_hash', 32, 32);
    tag = r.tag('VaultAnchor');
  }
  if (tag !== 0) throw r.unexpected('VaultAnchor', tag);
  if (sequence > 9007199254740991n) throw tooLarge('VaultAnchor.sequence', 9007199254740991n);
  if (sequence < 1n) throw tooSmall('VaultAnchor.sequence', 1n);
  if (snapshotId === undefined) throw missing('VaultAnchor.snapshot_id');
  if (keyringGeneration > 4294967295n) throw tooLarge('VaultAnchor.keyring_generation', 4294967295n);
  if (keyringGeneration < 1n) throw tooSmall('VaultAnchor.keyring_generation', 1n);
  if (keyringHash === undefined) throw missing('VaultAnchor.keyring_hash');
  return {
    sequence,
    snapshotId,
    keyringGeneration,
    keyringHash,
  };
}

function writeVaultAnchor(w: Writer, value: VaultAnchor): void {
  assertObject('VaultAnchor', value);
  const {
    sequence,
    snapshotId,
    keyringGeneration,
    keyringHash,
  } = value;
  assertBytes('VaultAnchor.keyring_hash', keyringHash, 32, 32, false);
  w.lengthAndBytes(keyringHash);
  w.varint32(34);
  assertBigint('VaultAnchor.keyring_generation', keyringGeneration, 1n, 4294967295n);
  w.uint64(keyringGeneration);
  w.varint32(24);
  assertBytes('VaultAnchor.snapshot_id', snapshotId, 32, 32, false);
  w.lengthAndBytes(snapshotId);
  w.varint32(18);
  assertBigint('VaultAnchor.sequence', sequence, 1n, 9007199254740991n);
  w.uint64(sequence);
  w.varint32(8);
}

function readVaultRecord(r: Reader): VaultRecord {
  let tag = r.tag('VaultRecord');
  let formatVersion = 0;
  if (tag === 8) {
    formatVersion = r.uint32('VaultRecord.format_version');
    if (formatVersion > 65535) throw tooLarge('VaultRecord.format_version', 65535);
    if (formatVersion < 1) throw tooSmall('VaultRecord.format_version', 1);
    knownVersion('VaultRecord.format_version', formatVersion);
    tag = r.tag('VaultRecord');
  }
  let version = 0n;
  if (tag === 16) {
    version = r.uint64('VaultRecord.version');
    tag = r.tag('VaultRecord');
  }
  let phase: VaultPhase | undefined;
  if (tag === 24) {
    phase = r.enumeration('VaultRecord.phase', VAULT_PHASE_NAMES);
    tag = r.tag('VaultRecord');
  }
  let lastGeneration = 0n;
  if (tag === 32) {
    lastGeneration = r.uint64('VaultRecord.last_generation');
    tag = r.tag('VaultRecord');
  }
  let owner: Uint8Array | undefined;
  if (tag === 42) {
    owner = r.fieldBytes('VaultRecord.owner', 32, 32);
    tag = r.tag('VaultRecord');
  }
  let active: VaultKeys | undefined;
  if (tag === 50) {
    const outer = r.enter('VaultRecord.active');
    active = readVaultKeys(r);
    r.leave(outer);
    tag = r.tag('VaultRecord');
  }
  let previous: VaultKeys | undefined;
  if (tag === 58) {
    const outer = r.enter('VaultRecord.previous');
    previous = readVaultKeys(r);
    r.leave(outer);
    tag = r.tag('VaultRecord');
  }
  let staged: VaultKeys | undefined;
  if (tag === 66) {
    const outer = r.enter('VaultRecord.staged');
    staged = readVaultKeys(r);
    r.leave(outer);
    tag = r.tag('VaultRecord');
  }
  let attempts = 0;
  if (tag === 72) {
    attempts = r.uint32('VaultRecord.attempts');
    tag = r.tag('VaultRecord');
  }
  let unacknowledged = 0;
  if (tag === 80) {
    unacknowledged = r.uint32('VaultRecord.unacknowledged');
    tag = r.tag('VaultRecord');
  }
  let notBeforeMs = 0n;
  if (tag === 88) {
    notBeforeMs = r.uint64('VaultRecord.not_before_ms');
    tag = r.tag('VaultRecord');
  }
  let frozenUntilMs = 0n;
  if (tag === 96) {
    frozenUntilMs = r.uint64('VaultRecord.frozen_until_ms');
    tag = r.tag('VaultRecord');
  }
  let deleteAtMs = 0n;
  if (tag === 104) {
    deleteAtMs = r.uint64('VaultRecord.delete_at_ms');
    tag = r.tag('VaultRecord');
  }
  let cancelledMs = 0n;
  if (tag === 112) {
    cancelledMs = r.uint64('VaultRecord.cancelled_ms');
    tag = r.tag('VaultRecord');
  }
  let destroyedMs = 0n;
  if (tag === 120) {
    destroyedMs = r.uint64('VaultRecord.destroyed_ms');
    tag = r.tag('VaultRecord');
  }
  let lastAttemptMs = 0n;
  if (tag === 128) {
    lastAttemptMs = r.uint64('VaultRecord.last_attempt_ms');
    tag = r.tag('VaultRecord');
  }
  let lastSuccessMs = 0n;
  if (tag === 136) {
    lastSuccessMs = r.uint64('VaultRecord.last_success_ms');
    tag = r.tag('VaultRecord');
  }
  let anchor: VaultAnchor | undefined;
  if (tag === 146) {
    const outer = r.enter('VaultRecord.anchor');
    anchor = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultRecord');
  }
  const logins: VaultPending[] = [];
  while (tag === 154) {
    if (logins.length === 10) throw tooMany('VaultRecord.logins', 10);
    const outer = r.enter('VaultRecord.logins');
    logins.push(readVaultPending(r));
    r.leave(outer);
    tag = r.tag('VaultRecord');
  }
  let lastRequest: Uint8Array | undefined;
  if (tag === 162) {
    lastRequest = r.fieldBytes('VaultRecord.last_request', 32, 32);
    tag = r.tag('VaultRecord');
  }
  if (tag !== 0) throw r.unexpected('VaultRecord', tag);
  if (formatVersion > 65535) throw tooLarge('VaultRecord.format_version', 65535);
  if (formatVersion < 1) throw tooSmall('VaultRecord.format_version', 1);
  if (version > 9007199254740991n) throw tooLarge('VaultRecord.version', 9007199254740991n);
  if (version < 1n) throw tooSmall('VaultRecord.version', 1n);
  if (phase === undefined) throw missing('VaultRecord.phase');
  if (lastGeneration > 9007199254740991n) throw tooLarge('VaultRecord.last_generation', 9007199254740991n);
  owner ??= noBytes();
  if (attempts > 10) throw tooLarge('VaultRecord.attempts', 10);
  if (unacknowledged > 1000) throw tooLarge('VaultRecord.unacknowledged', 1000);
  if (notBeforeMs > 253402300799999n) throw tooLarge('VaultRecord.not_before_ms', 253402300799999n);
  if (frozenUntilMs > 253402300799999n) throw tooLarge('VaultRecord.frozen_until_ms', 253402300799999n);
  if (deleteAtMs > 253402300799999n) throw tooLarge('VaultRecord.delete_at_ms', 253402300799999n);
  if (cancelledMs > 253402300799999n) throw tooLarge('VaultRecord.cancelled_ms', 253402300799999n);
  if (destroyedMs > 253402300799999n) throw tooLarge('VaultRecord.destroyed_ms', 253402300799999n);
  if (lastAttemptMs > 253402300799999n) throw tooLarge('VaultRecord.last_attempt_ms', 253402300799999n);
  if (lastSuccessMs > 253402300799999n) throw tooLarge('VaultRecord.last_success_ms', 253402300799999n);
  lastRequest ??= noBytes();
  return {
    formatVersion,
    version,
    phase,
    lastGeneration,
    owner,
    active,
    previous,
    staged,
    attempts,
    unacknowledged,
    notBeforeMs,
    frozenUntilMs,
    deleteAtMs,
    cancelledMs,
    destroyedMs,
    lastAttemptMs,
    lastSuccessMs,
    anchor,
    logins,
    lastRequest,
  };
}

function writeVaultRecord(w: Writer, value: VaultRecord): void {
  assertObject('VaultRecord', value);
  const {
    formatVersion,
    version,
    phase,
    lastGeneration,
    owner,
    active,
    previous,
    staged,
    attempts,
    unacknowledged,
    notBeforeMs,
    frozenUntilMs,
    deleteAtMs,
    cancelledMs,
    destroyedMs,
    lastAttemptMs,
    lastSuccessMs,
    anchor,
    logins,
    lastRequest,
  } = value;
  assertBytes('VaultRecord.last_request', lastRequest, 32, 32, true);
  if (lastRequest.length > 0) {
    w.lengthAndBytes(lastRequest);
    w.varint32(162);
  }
  assertList('VaultRecord.logins', logins, 0, 10);
  for (let i = logins.length - 1; i >= 0; i--) {
    const element = logins[i];
    const mark = w.mark();
    writeVaultPending(w, element);
    w.prefix('VaultRecord.logins', mark);
    w.varint32(154);
  }
  if (anchor !== undefined) {
    const mark = w.mark();
    writeVaultAnchor(w, anchor);
    w.prefix('VaultRecord.anchor', mark);
    w.varint32(146);
  }
  assertBigint('VaultRecord.last_success_ms', lastSuccessMs, 0n, 253402300799999n);
  if (lastSuccessMs !== 0n) {
    w.uint64(lastSuccessMs);
    w.varint32(136);
  }
  assertBigint('VaultRecord.last_attempt_ms', lastAttemptMs, 0n, 253402300799999n);
  if (lastAttemptMs !== 0n) {
    w.uint64(lastAttemptMs);
    w.varint32(128);
  }
  assertBigint('VaultRecord.destroyed_ms', destroyedMs, 0n, 253402300799999n);
  if (destroyedMs !== 0n) {
    w.uint64(destroyedMs);
    w.varint32(120);
  }
  assertBigint('VaultRecord.cancelled_ms', cancelledMs, 0n, 253402300799999n);
  if (cancelledMs !== 0n) {
    w.uint64(cancelledMs);
    w.varint32(112);
  }
  assertBigint('VaultRecord.delete_at_ms', deleteAtMs, 0n, 253402300799999n);
  if (deleteAtMs !== 0n) {
    w.uint64(deleteAtMs);
    w.varint32(104);
  }
  assertBigint('VaultRecord.frozen_until_ms', frozenUntilMs, 0n, 253402300799999n);
  if (frozenUntilMs !== 0n) {
    w.uint64(frozenUntilMs);
    w.varint32(96);
  }
  assertBigint('VaultRecord.not_before_ms', notBeforeMs, 0n, 253402300799999n);
  if (notBeforeMs !== 0n) {
    w.uint64(notBeforeMs);
    w.varint32(88);
  }
  assertUint32('VaultRecord.unacknowledged', unacknowledged, 0, 1000);
  if (unacknowledged !== 0) {
    w.varint32(unacknowledged);
    w.varint32(80);
  }
  assertUint32('VaultRecord.attempts', attempts, 0, 10);
  if (attempts !== 0) {
    w.varint32(attempts);
    w.varint32(72);
  }
  if (staged !== undefined) {
    const mark = w.mark();
    writeVaultKeys(w, staged);
    w.prefix('VaultRecord.staged', mark);
    w.varint32(66);
  }
  if (previous !== undefined) {
    const mark = w.mark();
    writeVaultKeys(w, previous);
    w.prefix('VaultRecord.previous', mark);
    w.varint32(58);
  }
  if (active !== undefined) {
    const mark = w.mark();
    writeVaultKeys(w, active);
    w.prefix('VaultRecord.active', mark);
    w.varint32(50);
  }
  assertBytes('VaultRecord.owner', owner, 32, 32, true);
  if (owner.length > 0) {
    w.lengthAndBytes(owner);
    w.varint32(42);
  }
  assertBigint('VaultRecord.last_generation', lastGeneration, 0n, 9007199254740991n);
  if (lastGeneration !== 0n) {
    w.uint64(lastGeneration);
    w.varint32(32);
  }
  const phaseNumber = enumNumber('VaultRecord.phase', phase, VAULT_PHASE_NUMBERS);
  if (phaseNumber !== 0) {
    w.varint32(phaseNumber);
    w.varint32(24);
  }
  assertBigint('VaultRecord.version', version, 1n, 9007199254740991n);
  w.uint64(version);
  w.varint32(16);
  assertUint32('VaultRecord.format_version', formatVersion, 1, 65535);
  w.varint32(formatVersion);
  w.varint32(8);
}

/** The most bytes of an encoded VaultRecord. */
export const VAULT_RECORD_MAX_BYTES = 16380;

/**
 * The canonical encoding of a VaultRecord, in bytes of its own.
 *
 * @throws TypeError or RangeError if a field breaks its limits or the encoding is longer than 16380 bytes
 */
export function encodeVaultRecord(value: VaultRecord): Uint8Array {
  const w = new Writer();
  try {
    writeVaultRecord(w, value);
    return w.finish('VaultRecord', VAULT_RECORD_MAX_BYTES);
  } finally {
    w.discard();
  }
}

/**
 * Decodes an untrusted VaultRecord. The value shares no memory with `bytes`.
 *
 * @throws ERR_LIMIT, ERR_ENCODING, ERR_NON_CANONICAL, ERR_FIELD, ERR_UNSUPPORTED_VERSION or ERR_CRITICAL_FEATURE
 */
export function decodeVaultRecord(bytes: Uint8Array): VaultRecord {
  return readVaultRecord(new Reader('VaultRecord', bytes, VAULT_RECORD_MAX_BYTES));
}

function readVaultKeys(r: Reader): VaultKeys {
  let tag = r.tag('VaultKeys');
  let number = 0n;
  if (tag === 8) {
    number = r.uint64('VaultKeys.number');
    tag = r.tag('VaultKeys');
  }
  let ksf: string | undefined;
  if (tag === 18) {
    ksf = r.fieldString('VaultKeys.ksf', 1, 64);
    tag = r.tag('VaultKeys');
  }
  let sinceMs = 0n;
  if (tag === 24) {
    sinceMs = r.uint64('VaultKeys.since_ms');
    tag = r.tag('VaultKeys');
  }
  let untilMs = 0n;
  if (tag === 32) {
    untilMs = r.uint64('VaultKeys.until_ms');
    tag = r.tag('VaultKeys');
  }
  let oprfKey: Uint8Array | undefined;
  if (tag === 42) {
    oprfKey = r.fieldBytes('VaultKeys.oprf_key', 32, 32);
    tag = r.tag('VaultKeys');
  }
  let record: Uint8Array | undefined;
  if (tag === 50) {
    record = r.fieldBytes('VaultKeys.record', 192, 192);
    tag = r.tag('VaultKeys');
  }
  let releaseSecret: Uint8Array | undefined;
  if (tag === 58) {
    releaseSecret = r.fieldBytes('VaultKeys.release_secret', 32, 32);
    tag = r.tag('VaultKeys');
  }
  let owner: Uint8Array | undefined;
  if (tag === 66) {
    owner = r.fieldBytes('VaultKeys.owner', 32, 32);
    tag = r.tag('VaultKeys');
  }
  let anchor: VaultAnchor | undefined;
  if (tag === 74) {
    const outer = r.enter('VaultKeys.anchor');
    anchor = readVaultAnchor(r);
    r.leave(outer);
    tag = r.tag('VaultKeys');
  }
  if (tag !== 0) throw r.unexpected('VaultKeys', tag);
  if (number > 9007199254740991n) throw tooLarge('VaultKeys.number', 9007199254740991n);
  if (number < 1n) throw tooSmall('VaultKeys.number', 1n);
  if (ksf === undefined) throw missing('VaultKeys.ksf');
  if (sinceMs > 253402300799999n) throw tooLarge('VaultKeys.since_ms', 253402300799999n);
  if (untilMs > 253402300799999n) throw tooLarge('VaultKeys.until_ms', 253402300799999n);
  oprfKey ??= noBytes();
  record ??= noBytes();
  releaseSecret ??= noBytes();
  owner ??= noBytes();
  return {
    number,
    ksf,
    sinceMs,
    untilMs,
    oprfKey,
    record,
    releaseSecret,
    owner,
    anchor,
  };
}

function writeVaultKeys(w: Writer, value: VaultKeys): void {
  assertObject('VaultKeys', value);
  const {
    number,
    ksf,
    sinceMs,
    untilMs,
    oprfKey,
    record,
    releaseSecret,
    owner,
    anchor,
  } = value;
  if (anchor !== undefined) {
    const mark = w.mark();
    writeVaultAnchor(w, anchor);
    w.prefix('VaultKeys.anchor', mark);
    w.varint32(74);
  }
  assertBytes('VaultKeys.owner', owner, 32, 32, true);
  if (owner.length > 0) {
    w.lengthAndBytes(owner);
    w.varint32(66);
  }
  assertBytes('VaultKeys.release_secret', releaseSecret, 32, 32, true);
  if (releaseSecret.length > 0) {
    w.lengthAndBytes(releaseSecret);
    w.varint32(58);
  }
  assertBytes('VaultKeys.record', record, 192, 192, true);
  if (record.length > 0) {
    w.lengthAndBytes(record);
    w.varint32(50);
  }
  assertBytes('VaultKeys.oprf_key', oprfKey, 32, 32, true);
  if (oprfKey.length > 0) {
    w.lengthAndBytes(oprfKey);
    w.varint32(42);
  }
  assertBigint('VaultKeys.until_ms', untilMs, 0n, 253402300799999n);
  if (untilMs !== 0n) {
    w.uint64(untilMs);
    w.varint32(32);
  }
  assertBigint('VaultKeys.since_ms', sinceMs, 0n, 253402300799999n);
  if (sinceMs !== 0n) {
    w.uint64(sinceMs);
    w.varint32(24);
  }
  const ksfBytes = stringBytes('VaultKeys.ksf', ksf, 1, 64, false);
  w.lengthAndBytes(ksfBytes);
  w.varint32(18);
  assertBigint('VaultKeys.number', number, 1n, 9007199254740991n);
  w.uint64(number);
  w.varint32(8);
}

function readVaultPending(r: Reader): VaultPending {
  let tag = r.tag('VaultPending');
  let loginId: Uint8Array | undefined;
  if (tag === 10) {
    loginId = r.fieldBytes('VaultPending.login_id', 32, 32);
    tag = r.tag('VaultPending');
  }
  let generation = 0n;
  if (tag === 16) {
    generation = r.uint64('VaultPending.generation');
    tag = r.tag('VaultPending');
  }
  let startedMs = 0n;
  if (tag === 24) {
    startedMs = r.uint64('VaultPending.started_ms');
    tag = r.tag('VaultPending');
  }
  let ke2: Uint8Array | undefined;
  if (tag === 34) {
    ke2 = r.fieldBytes('VaultPending.ke2', 320, 320);
    tag = r.tag('VaultPending');
  }
  let state: Uint8Array | undefined;
  if (tag === 42) {
    state = r.fieldBytes('VaultPending.state', 131, 131);
    tag = r.tag('VaultPending');
  }
  let sessionKey: Uint8Array | undefined;
  if (tag === 50) {
    sessionKey = r.fieldBytes('VaultPending.session_key', 64, 64);
    tag = r.tag('VaultPending');
  }
  let ke3: Uint8Array | undefined;
  if (tag === 58) {
    ke3 = r.fieldBytes('VaultPending.ke3', 64, 64);
    tag = r.tag('VaultPending');
  }
  if (tag !== 0) throw r.unexpected('VaultPending', tag);
  if (loginId === undefined) throw missing('VaultPending.login_id');
  if (generation > 9007199254740991n) throw tooLarge('VaultPending.generation', 9007199254740991n);
  if (generation < 1n) throw tooSmall('VaultPending.generation', 1n);
  if (startedMs > 253402300799999n) throw tooLarge('VaultPending.started_ms', 253402300799999n);
  if (ke2 === undefined) throw missing('VaultPending.ke2');
  state ??= noBytes();
  sessionKey ??= noBytes();
  ke3 ??= noBytes();
  return {
    loginId,
    generation,
    startedMs,
    ke2,
    state,
    sessionKey,
    ke3,
  };
}

function writeVaultPending(w: Writer, value: VaultPending): void {
  assertObject('VaultPending', value);
  const {
    loginId,
    generation,
    startedMs,
    ke2,
    state,
    sessionKey,
    ke3,
  } = value;
  assertBytes('VaultPending.ke3', ke3, 64, 64, true);
  if (ke3.length > 0) {
    w.lengthAndBytes(ke3);
    w.varint32(58);
  }
  assertBytes('VaultPending.session_key', sessionKey, 64, 64, true);
  if (sessionKey.length > 0) {
    w.lengthAndBytes(sessionKey);
    w.varint32(50);
  }
  assertBytes('VaultPending.state', state, 131, 131, true);
  if (state.length > 0) {
    w.lengthAndBytes(state);
    w.varint32(42);
  }
  assertBytes('VaultPending.ke2', ke2, 320, 320, false);
  w.lengthAndBytes(ke2);
  w.varint32(34);
  assertBigint('VaultPending.started_ms', startedMs, 0n, 253402300799999n);
  if (startedMs !== 0n) {
    w.uint64(startedMs);
    w.varint32(24);
  }
  assertBigint('VaultPending.generation', generation, 1n, 9007199254740991n);
  w.uint64(generation);
  w.varint32(16);
  assertBytes('VaultPending.login_id', loginId, 32, 32, false);
  w.lengthAndBytes(loginId);
  w.varint32(10);
}
