// Signatures whose bodies follow.
import { MunimentError } from '@muniment/errors';
import type { KeyringUnlock } from '@muniment/keys';
import type { Session } from './session.ts';
import type * as T from './types.ts';

const later = (): never => {
  throw new MunimentError('ERR_INTERNAL', 'not built yet');
};

/** The archives that this device has a key for. */
export async function listEnrolments(_home: string): Promise<
  readonly {
    archiveId: string;
    location: string | undefined;
    deviceName: string;
    lastBackupMs: number | undefined;
  }[]
> {
  return later();
}
/** What changed from snapshot `a` to snapshot `b`, in path order. */
export async function* diffSnapshots(
  _session: Session,
  _a: string,
  _b: string,
  _options?: T.RunOptions,
): AsyncGenerator<T.Difference> {
  later();
}
export async function verify(_session: Session, _options?: T.VerifyOptions): Promise<T.VerifyResult> {
  return later();
}
export async function repair(_session: Session, _options?: T.RunOptions): Promise<T.RepairResult> {
  return later();
}
export async function forget(_session: Session, _options: T.ForgetOptions): Promise<T.RetentionResult> {
  return later();
}
export async function prune(_session: Session, _options?: T.PruneOptions): Promise<T.RetentionResult> {
  return later();
}
export async function listMethods(_session: Session): Promise<readonly T.MethodInfo[]> {
  return later();
}
export async function addRecoveryKey(
  _session: Session,
  _options: T.AddRecoveryKeyOptions,
): Promise<T.MethodInfo> {
  return later();
}
/** Removes a method and rotates. `id`: the first digits of a method id, or a key id. @throws ERR_METHOD_UNKNOWN, ERR_LAST_METHOD */
export async function removeMethod(_session: Session, _id: string): Promise<void> {
  return later();
}
/** A restore drill: opens the archive with the key alone, lists the newest snapshot, reads one file. */
export async function checkMethod(_place: T.Place, _unlock: KeyringUnlock): Promise<T.CheckResult> {
  return later();
}
export async function rotate(_session: Session): Promise<void> {
  return later();
}
/** Stores what backups keep when they are told nothing; undefined: everything. */
export async function setKeepRules(_session: Session, _keep: T.KeepRules | undefined): Promise<void> {
  return later();
}
export async function status(_session: Session): Promise<T.StatusResult> {
  return later();
}
/** Deletes the archive from the store, keyrings first, and what this device keeps of it. The session is closed. */
export async function destroyArchive(_session: Session, _options?: T.RunOptions): Promise<T.DestroyResult> {
  return later();
}
/** Says what an object is; `name` is its name in the store, if it is known. */
export async function inspectObject(
  _bytes: Uint8Array,
  _name?: string,
  _session?: Session,
): Promise<T.Inspection> {
  return later();
}
