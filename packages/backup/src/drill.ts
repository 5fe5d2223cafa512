// The restore drill: what a key opens, tried as on a new device.

import { equalBytes, xwingPublicKey } from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { deriveRecoveryKeySecret, type KeyringUnlock } from '@muniment/keys';
import { formatHex } from '@muniment/wire';
import { findMethod } from './methods.ts';
import { openArchive, type Session } from './session.ts';
import { summarise } from './summary.ts';
import type { CheckResult, Place } from './types.ts';

/** No more of the one file is read. */
const DRILL_BYTES = 16 * 2 ** 20;

/**
 * Opens the archive with the key alone, walks the list of the newest snapshot and reads one file. An enrolled device
 * remembers that the key was checked.
 * @throws ERR_KEYRING_OUTDATED for a key that was removed, ERR_RECOVERY_KEY_OTHER, ERR_AUTHENTICATION, ERR_METHOD_UNKNOWN and the errors of opening and reading
 */
export async function checkMethod(place: Place, unlock: KeyringUnlock): Promise<CheckResult> {
  const session = await openArchive({ ...place, unlock });
  try {
    const { unopened } = session.keyrings;
    const isOld = session.archive.heads.problems.some(({ error }) => error.code === 'ERR_KEYRING_OUTDATED');
    if (unopened.length > 0 || isOld) {
      throw new MunimentError(
        'ERR_KEYRING_OUTDATED',
        'the key opens an older keyring of the archive and not the newest: it was removed',
      );
    }
    const methodId = await usedMethod(session, unlock);
    const read = await readOne(session);
    const { record } = session;
    if (record !== undefined) {
      session.updateRecord({ checkedMs: { ...record.checkedMs, [methodId]: Date.now() } });
    }
    return { method: findMethod(session, methodId), ...read };
  } finally {
    await session.close();
  }
}

/** Which method of the newest keyring the key is. */
async function usedMethod(session: Session, unlock: KeyringUnlock): Promise<string> {
  if (unlock.type === 'device' || unlock.type === 'secret') return formatHex(unlock.methodId);
  if (unlock.type === 'root-key') throw new TypeError('a root key is no method');
  const candidates = session.keyring.slots.filter(
    ({ type, keyId }) => type === 'recovery-key' && keyId === unlock.key.keyId,
  );
  if (candidates.length === 1) return formatHex(candidates[0]!.methodId);
  // Two keys share an id once in a million pairs.
  for (const { methodId, salt } of candidates) {
    const secret = await deriveRecoveryKeySecret(unlock.key, salt);
    const publicKey = await xwingPublicKey(secret);
    secret.wipe();
    const method = session.keyring.methods.find((other) => equalBytes(other.methodId, methodId));
    if (method !== undefined && equalBytes(method.publicKey, publicKey)) return formatHex(methodId);
  }
  throw new MunimentError('ERR_METHOD_UNKNOWN', 'the key is not a method of the newest keyring');
}

async function readOne(session: Session): Promise<Pick<CheckResult, 'snapshot' | 'entries' | 'bytes'>> {
  const { archive } = session;
  const head = archive.snapshots().at(-1);
  if (head === undefined) return { snapshot: undefined, entries: 0, bytes: 0 };
  const chunks = archive.chunkReader();
  let [entries, bytes] = [0, 0];
  for await (const { entry, extents } of archive.manifest(head, chunks).entries()) {
    entries++;
    if (bytes > 0 || entry.kind !== 'file' || entry.size === 0n) continue;
    for await (const extent of extents()) {
      if ('hole' in extent) continue;
      if (bytes >= DRILL_BYTES) break;
      bytes += (await chunks.read(extent.chunk)).length;
    }
  }
  return { snapshot: summarise(head, archive.tips()), entries, bytes };
}
