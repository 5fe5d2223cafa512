// What the calls of this package take and give.

import type { ErrorCode } from '@muniment/errors';
import type { KeyringUnlock, MethodType, Policy, RecoveryKey, RecoveryKeyRowAnswer } from '@muniment/keys';
import type { Ksf } from '@muniment/opaque';
import type { Store } from '@muniment/storage';
import type {
  OpenVaultOptions,
  Vault,
  VaultBundle,
  VaultToken,
  VaultTransport,
  VaultWarning,
} from '@muniment/vault-client';
import type { Compression, Entry, EntryKind, HeadKind } from '@muniment/wire';

export type {
  Compression,
  Entry,
  EntryKind,
  KeyringUnlock,
  Ksf,
  MethodType,
  Policy,
  Store,
  VaultBundle,
  VaultToken,
  VaultTransport,
};

/** A path: text, or bytes where a name is not valid UTF-8. */
export type PathInput = string | Uint8Array;

/** Which snapshots to keep; a rule that is absent or 0 keeps none of its own. */
export type KeepRules = Partial<Policy>;

/** Where an archive is, and where this device keeps its key and cache. */
export interface Place {
  readonly store: Store;
  /** The device's own folder, holding `archives/<archive id>/`; made when it is needed. */
  readonly home: string;
  /** How the user names the store: a folder path or a URL. A folder is left out of backups of what lies around it. */
  readonly location?: string | undefined;
}

/** Something that a call passed over or did not do in full. */
export interface Notice {
  readonly code: ErrorCode;
  /** Printable. */
  readonly message: string;
  /** Printable path of a file or entry. */
  readonly path?: string | undefined;
  /** Name of an object in the store. */
  readonly object?: string | undefined;
}

/** The first notices of a call, and how many there were. */
export interface Notices {
  /** At most 1,000. */
  readonly first: readonly Notice[];
  readonly count: number;
}

export type Phase =
  | 'opening'
  | 'reading'
  | 'committing'
  | 'retention'
  | 'planning'
  | 'restoring'
  | 'verifying'
  | 'repairing'
  | 'deleting';

/** How far a call has come. Called often: whoever shows it decides how often to. */
export interface Progress {
  readonly phase: Phase;
  readonly files: number;
  readonly bytes: number;
  /** Totals, as far as they are known; those of a backup are the ones of the snapshot before. */
  readonly filesTotal?: number | undefined;
  readonly bytesTotal?: number | undefined;
  /** Bytes put into the store. */
  readonly storedBytes: number;
  /** Printable. */
  readonly path?: string | undefined;
}

/** How a call is watched and stopped. */
export interface RunOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Stops at the next safe point with ERR_INTERRUPTED. */
  readonly signal?: AbortSignal | undefined;
}

/** What is printed for the user to keep. Printing the object shows no digit. */
export interface RecoverySheet {
  /** 32 hexadecimal digits; empty until the archive is there. */
  readonly archiveId: string;
  /** Four characters that match paper to archive. */
  readonly keyId: string;
  readonly label: string;
  readonly createdMs: number;
  readonly location: string | undefined;
  /** The 64 digits, four lines of four groups of four. An ordinary string: print it and let it go. */
  digits(): string;
  /** Checks rows that the user typed back. @throws ERR_RECOVERY_KEY_CHARACTER, ERR_RECOVERY_KEY_LENGTH, ERR_RECOVERY_KEY_ROW, ERR_RECOVERY_KEY_OTHER */
  check(answers: readonly RecoveryKeyRowAnswer[]): void;
}

export interface CreateOptions extends Place {
  /** Up to 128 bytes of UTF-8. */
  readonly deviceName: string;
  /**
   * Shown the sheet before anything is stored: print it, ask rows back with `sheet.check`, and return. If it throws,
   * there is no archive.
   */
  readonly confirm: (sheet: RecoverySheet) => Promise<void> | void;
  /** Stored in the archive: what backups keep when they are told nothing. */
  readonly keep?: KeepRules | undefined;
}

export interface OpenOptions extends Place {
  /** By default the key that this device keeps in `home`. */
  readonly unlock?: KeyringUnlock | undefined;
  /** Give this device a key of its own, so that it opens the archive unasked from now on; nothing if it has one. */
  readonly enrol?: { readonly deviceName: string } | undefined;
  /** With `unlock`: asked whether the archive that the store shows is the newest. */
  readonly vault?: VaultAccess | undefined;
  /** Open an archive that is older than the one the vault knows. */
  readonly acceptOlder?: boolean | undefined;
}

/** How to reach an account at a key vault. */
export interface VaultAccess {
  /** Asked for before each request; a token lives for five minutes at most. */
  readonly token: () => Promise<VaultToken>;
  /** Which vault, and whom to trust for it: needed once on each device, which remembers it. */
  readonly bundle?: VaultBundle | undefined;
  /**
   * Shown the fingerprint of signers that this device does not trust yet, if the bundle comes from where anyone could change it;
   * `trusted` is the one of those that it trusts for the vault so far. Others take their place only if this says yes.
   */
  readonly confirmFingerprint?:
    | ((fingerprint: string, trusted: string | undefined) => Promise<boolean> | boolean)
    | undefined;
  /** `httpTransport` unless told. */
  readonly transport?: ((url: string) => VaultTransport) | undefined;
  /** `openVault` unless told. */
  readonly open?: ((options: OpenVaultOptions) => Promise<Vault>) | undefined;
}

/** How to get a vault's bundle from the vault itself. */
export interface FetchBundleOptions extends Pick<VaultAccess, 'token'> {
  /** Where the vault is; what the store's keyrings say unless told. */
  readonly url?: string | undefined;
  /** Shown the fingerprint: yes only if the user has the same on paper, since whoever is between can serve any bundle. */
  readonly confirmFingerprint: (fingerprint: string, bundle: VaultBundle) => Promise<boolean> | boolean;
  /** `fetchVaultBundle` unless told. */
  readonly fetch?: ((url: string) => Promise<VaultBundle>) | undefined;
}

/** What changes the keys. */
export interface RotateOptions {
  /** Told of the new keys at once, if it can be reached; else by a later call. */
  readonly vault?: VaultAccess | undefined;
}

/** Of a password that is tried at a vault. */
export interface AttemptOptions {
  /** Told before the password is tried: what it costs if it is wrong. Throws to stop: then no attempt is spent. */
  readonly onStatus?: ((offer: VaultOffer) => Promise<void> | void) | undefined;
}

/** `onStatus` is of `oldPassword`. */
export interface AddPasswordOptions extends VaultAccess, AttemptOptions {
  readonly password: string;
  /** The password before: with it, that one stops working at once. */
  readonly oldPassword?: string | undefined;
  /** 'password' unless told. */
  readonly label?: string | undefined;
  /** Argon2id with 128 MiB unless told. */
  readonly ksf?: Ksf | undefined;
  /** Go on although the store shows an older archive than the vault knows, which then forgets what it knew. */
  readonly acceptOlder?: boolean | undefined;
}

export interface AddPasswordResult {
  readonly method: MethodInfo;
  /** Until when the password before still works; undefined if there is none. */
  readonly previousUntilMs: number | undefined;
  /** Nobody but its operator vouches for the vault. */
  readonly isOneParty: boolean;
  readonly vault: VaultStatusResult;
}

export interface RemovePasswordOptions extends VaultAccess, AttemptOptions {
  /** With it, the vault deletes at once what it keeps. */
  readonly password?: string | undefined;
}

export interface RemovePasswordResult {
  /** When the vault deletes what it keeps; undefined if it has. */
  readonly deleteAtMs: number | undefined;
}

export interface FreezeOptions extends VaultAccess {
  /** At most 72 hours; 0 ends it. */
  readonly durationMs: number;
}

/** What a vault says of an account. Times are Unix milliseconds. */
export interface VaultStatusResult {
  readonly url: string;
  /** 32 hexadecimal digits. */
  readonly realmId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly operator: string;
  /** What people compare: 20 characters. */
  readonly fingerprint: string;
  readonly signedBy: readonly string[];
  readonly isOneParty: boolean;
  /** Whether the vault would notice that its store was put back. */
  readonly isRollbackProtected: boolean;
  readonly phase: 'none' | 'staged' | 'active' | 'erased';
  /** The vault's clock. */
  readonly timeMs: number;
  readonly generation: bigint | undefined;
  readonly sinceMs: number | undefined;
  /** A password before that still works. */
  readonly previous: { readonly generation: bigint; readonly untilMs: number } | undefined;
  /** Whether a method of this archive is for the password that counts. Undefined where there is no session. */
  readonly isOurs: boolean | undefined;
  /** Wrong in a row. */
  readonly attempts: number;
  readonly attemptsLeft: number;
  /** Wrong ones since the owner acknowledged the last. */
  readonly unacknowledged: number;
  readonly waitUntilMs: number | undefined;
  readonly frozenUntilMs: number | undefined;
  readonly deleteAtMs: number | undefined;
  readonly destroyedMs: number | undefined;
  readonly lastAttemptMs: number | undefined;
  readonly lastSuccessMs: number | undefined;
  readonly anchorSequence: bigint | undefined;
  readonly warnings: readonly VaultNotice[];
}

/**
 * 'unreachable': the vault could not be asked, or something at it could not be finished; 'no-token': it was not asked;
 * 'changed': another password counts than at the last backup of this device, and the archive names it; 'archive-older': the vault
 * knows a newer state of the archive than the store shows. The others are what the vault's status shows.
 */
export type VaultNoticeKind = VaultWarning['kind'] | 'unreachable' | 'no-token' | 'changed' | 'archive-older';

/** What a user should know of a vault. */
export interface VaultNotice {
  readonly kind: VaultNoticeKind;
  /** One sentence. */
  readonly message: string;
  readonly url: string;
  readonly subject: string;
  /** For 'unreachable'. */
  readonly code?: ErrorCode | undefined;
}

/** What a recovery by password finds before it tries the password. */
export interface VaultOffer {
  readonly status: VaultStatusResult;
  /** The password that is going to be tried. */
  readonly generation: bigint;
}

export interface RecoverOptions extends VaultAccess, AttemptOptions {
  readonly bundle: VaultBundle;
  readonly password: string;
  /** The password before the one that counts, while it still works. */
  readonly previous?: boolean | undefined;
  /** Give this device a key of its own. */
  readonly deviceName?: string | undefined;
  readonly acceptOlder?: boolean | undefined;
}

/** A way into an archive, as the store shows it to everyone. Nothing of it is authenticated. */
export interface RecoveryOption {
  /** 32 hexadecimal digits. */
  readonly archiveId: string;
  readonly type: MethodType;
  /** Of a recovery key. */
  readonly keyId: string | undefined;
  /** Of a password. */
  readonly vault: VaultInfo | undefined;
}

/** This device, as the archive knows it. */
export interface DeviceInfo {
  /** 32 hexadecimal digits. */
  readonly methodId: string;
  readonly name: string;
}

export interface BackupOptions extends RunOptions {
  /** Files and folders. Each becomes a top-level name of the snapshot; of two alike the second gets `~2`. */
  readonly paths: readonly PathInput[];
  /** Patterns: see README.md. */
  readonly exclude?: readonly string[] | undefined;
  /** Files with one pattern a line. */
  readonly excludeFiles?: readonly string[] | undefined;
  readonly oneFileSystem?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Read and compare, store nothing. */
  readonly dryRun?: boolean | undefined;
  /** Read every file, also those that seem unchanged. */
  readonly paranoid?: boolean | undefined;
  /**
   * Of a SQLite database, back up a consistent copy that SQLite makes, and not its file as it lies there while it may be in use;
   * leave out what SQLite keeps beside it.
   */
  readonly sqliteSnapshot?: boolean | undefined;
  /** zstd unless told. */
  readonly compression?: Compression | undefined;
  /** Threads that work beside this one; 1 for none. By default as many as there are processors, four at most. */
  readonly jobs?: number | undefined;
  /** Asked what happened there, and told of the new snapshot. No backup fails for a vault. */
  readonly vault?: VaultAccess | undefined;
  /** Snapshots to keep after this one is committed; the archive's stored policy if absent; nothing is deleted without either. */
  readonly keep?: KeepRules | undefined;
}

export interface BackupResult {
  /** Absent after a dry run. */
  readonly snapshot: SnapshotSummary | undefined;
  readonly files: number;
  readonly directories: number;
  readonly others: number;
  readonly bytes: number;
  /** Files that were not read because they had not changed. */
  readonly unchangedFiles: number;
  readonly readFiles: number;
  /** What was not in the store before. */
  readonly newBytes: number;
  readonly storedBytes: number;
  readonly storedPacks: number;
  /** Files and folders left out, with the reason. */
  readonly skipped: Notices;
  /** Files that changed while they were read: backed up all the same. */
  readonly changed: Notices;
  readonly retention: RetentionResult | undefined;
  /** Why old snapshots were not deleted, if they should have been: the new one is committed all the same. */
  readonly retentionProblem: Notice | undefined;
  /** What the user should know of the vaults that the archive names. */
  readonly vaultNotices: readonly VaultNotice[];
  readonly reminders: readonly Reminder[];
}

/** A snapshot in lists. */
export interface SnapshotSummary {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly sequence: bigint;
  readonly timeMs: number;
  readonly deviceName: string;
  /** 32 hexadecimal digits. */
  readonly deviceId: string;
  readonly tags: readonly string[];
  /** Printable; `source` is the path on the device that made the snapshot. */
  readonly roots: readonly { readonly name: string; readonly source: string }[];
  readonly files: number;
  readonly directories: number;
  readonly others: number;
  readonly bytes: number;
  /** How many files could not be read. */
  readonly skipped: number;
  /** True for the newest heads; two or more such snapshots are a fork. */
  readonly isTip: boolean;
  /** Id of the snapshot that this one repairs. */
  readonly replaces: string | undefined;
}

/** An entry in lists. */
export interface ListedEntry {
  /** Printable. */
  readonly path: string;
  readonly pathBytes: Uint8Array;
  readonly kind: EntryKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** Printable; of a symbolic link its text, of a hard link the path of the file. */
  readonly target: string | undefined;
}

export interface ListOptions extends RunOptions {
  /** 'latest' unless told, or the first digits of an id. */
  readonly snapshot?: string | undefined;
  readonly path?: PathInput | undefined;
  /** All below `path` and not only what lies directly in it. */
  readonly recursive?: boolean | undefined;
}

/** What is different about a path. */
export type DifferenceAspect = 'kind' | 'content' | 'mode' | 'owner' | 'mtime' | 'target';

export interface Difference {
  /** Printable. */
  readonly path: string;
  readonly pathBytes: Uint8Array;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: ListedEntry | undefined;
  readonly after: ListedEntry | undefined;
  /** What differs, for `changed`. */
  readonly aspects: readonly DifferenceAspect[];
}

export type Overwrite = 'never' | 'if-newer' | 'always';

export interface RestoreOptions extends RunOptions {
  /** The folder to restore into; made if it is not there. */
  readonly into: string;
  readonly snapshot?: string | undefined;
  /** Only this path and what lies below it; it keeps its place below `into`. */
  readonly path?: PathInput | undefined;
  /** What happens to files that are there already and differ. 'never' unless told. */
  readonly overwrite?: Overwrite | undefined;
  /** As BackupOptions.jobs. */
  readonly jobs?: number | undefined;
}

export interface RestoreResult {
  readonly snapshot: SnapshotSummary;
  /** Written now. */
  readonly files: number;
  readonly directories: number;
  /** Links of both kinds. */
  readonly links: number;
  readonly bytes: number;
  /** There already, with the same size and modification time. */
  readonly presentFiles: number;
  /** There already and different, and left as they were. */
  readonly keptFiles: number;
  /** Not restored, with the reason: the restore is complete only if there are none. */
  readonly failed: Notices;
  /** Restored, but for an owner, mode or time that could not be set. */
  readonly incomplete: Notices;
}

export type VerifyLevel = 'structure' | 'sample' | 'all';

export interface VerifyOptions extends RunOptions {
  /** 'structure' unless told: every manifest, and that every pack is there with its size. */
  readonly level?: VerifyLevel | undefined;
  /** How many per cent of the packs are read, for level 'sample'. */
  readonly samplePercent?: number | undefined;
  /** As BackupOptions.jobs. */
  readonly jobs?: number | undefined;
}

/** What damage costs. */
export interface DamageReport {
  /** 64 hexadecimal digits. */
  readonly snapshot: string;
  readonly paths: Notices;
}

export interface VerifyResult {
  readonly isSound: boolean;
  readonly snapshots: number;
  readonly packs: number;
  readonly readPacks: number;
  readonly readBytes: number;
  /** Objects that are missing or do not verify. */
  readonly damagedObjects: Notices;
  /** Snapshots that lose something, and what. */
  readonly damage: readonly DamageReport[];
  /** Names in the store that are not Muniment's. */
  readonly foreign: Notices;
  /** Damaged packs that were marked, so that the next backup uploads their chunks again. */
  readonly marked: number;
  /** Packs that no snapshot refers to: left by unfinished runs, or waiting to be deleted. */
  readonly unreferencedPacks: number;
}

export interface RepairResult {
  /** Snapshots whose parts were all found elsewhere. */
  readonly revised: readonly string[];
  /** Snapshots that were written anew without what is lost. */
  readonly replaced: readonly {
    readonly old: string;
    readonly replacement: string;
    readonly lost: Notices;
  }[];
  /** Snapshots of which nothing could be saved. */
  readonly beyondRepair: readonly string[];
}

export interface ForgetOptions extends RunOptions {
  /** Names of snapshots to forget: the first digits of their ids. */
  readonly snapshots?: readonly string[] | undefined;
  /** Forget all that these rules do not keep. */
  readonly keep?: KeepRules | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface PruneOptions extends RunOptions {
  /** How long packs stay marked before they are deleted: 24 hours unless told. */
  readonly graceMs?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What forgetting and pruning did, or in a dry run would do. */
export interface RetentionResult {
  readonly kept: readonly SnapshotSummary[];
  readonly forgotten: readonly SnapshotSummary[];
  /** Packs that nothing refers to, marked now; deleted after the grace period by a later prune. */
  readonly markedPacks: number;
  readonly deletedPacks: number;
  readonly deletedBytes: number;
  /** Packs rewritten because little of them was in use. */
  readonly compactedPacks: number;
}

/** Where a password is checked, and which registration of which account. */
export interface VaultInfo {
  readonly url: string;
  /** 32 hexadecimal digits. */
  readonly realmId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly generation: bigint;
}

export interface MethodInfo {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly type: MethodType;
  readonly label: string;
  /** Of a recovery key. */
  readonly keyId: string | undefined;
  /** Of a vault; a `KeyringDoubt` does not tell it. */
  readonly vault: VaultInfo | undefined;
  readonly createdMs: number;
  /** True for the device that asks. */
  readonly isThisDevice: boolean;
  /** When this device last saw it checked with `checkMethod`. */
  readonly checkedMs: number | undefined;
}

/** A change of the keys that someone who was removed could have made. */
export interface KeyringDoubt {
  /** Hash of the keyring, 64 hexadecimal digits. */
  readonly tip: string;
  readonly added: readonly MethodInfo[];
  readonly removed: readonly MethodInfo[];
}

export interface AddRecoveryKeyOptions {
  readonly label: string;
  readonly confirm: (sheet: RecoverySheet) => Promise<void> | void;
}

/** A restore drill: what a key opens. */
export interface CheckResult {
  readonly method: MethodInfo;
  /** Newest snapshot that the key opens; undefined if the archive has none. */
  readonly snapshot: SnapshotSummary | undefined;
  /** Entries of it that were listed, and bytes of one file that were read and verified. */
  readonly entries: number;
  readonly bytes: number;
}

/** Something that the user should do. */
export interface Reminder {
  readonly kind:
    | 'check-recovery-key'
    | 'check-recovery-key-overdue'
    | 'fork'
    | 'store-older'
    | 'keyring-healed'
    | 'keyring-outdated'
    | 'keyring-doubt'
    | 'head-problem'
    | 'foreign-object'
    | 'vault-unfinished'
    | 'vault-owner'
    | 'vault-not-asked';
  /** One sentence. */
  readonly message: string;
}

export interface StatusResult {
  readonly archiveId: string;
  readonly location: string | undefined;
  readonly device: DeviceInfo | undefined;
  readonly keyringGeneration: bigint;
  readonly epoch: number;
  readonly snapshots: number;
  readonly newest: SnapshotSummary | undefined;
  /** Since the newest snapshot, in milliseconds. */
  readonly ageMs: number | undefined;
  /** Newest snapshot of this device. */
  readonly newestHere: SnapshotSummary | undefined;
  readonly packs: number;
  readonly storedBytes: number;
  readonly markedPacks: number;
  readonly methods: readonly MethodInfo[];
  readonly policy: KeepRules | undefined;
  readonly reminders: readonly Reminder[];
}

export interface DestroyResult {
  readonly objects: number;
  /** What is in the store and is not Muniment's: it was left alone. */
  readonly foreign: Notices;
}

/** Facts about an object. */
export type Facts = Readonly<Record<string, string | number | bigint | readonly string[]>>;

/** What one object is. */
export interface Inspection {
  readonly kind: 'keyring' | 'head' | 'pack' | 'mark' | 'sealed' | 'unknown';
  readonly size: number;
  /** What can be said without a key. */
  readonly facts: Facts;
  /** What can be said with the keys of a session that opens it. */
  readonly opened: Facts | undefined;
  /** Why it is not what its name says, if so. */
  readonly problem: Notice | undefined;
}

export type { HeadKind, RecoveryKey, RecoveryKeyRowAnswer };
