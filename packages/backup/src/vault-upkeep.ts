// What is brought up to date at a vault whenever this device reaches it: a registration that was interrupted, the owner key,
// passwords that have run out, a password that was removed. Implements the client's part of spec/vault.md sections 8 and 9.

import { equalBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { removeMethod as removeFromKeyring } from '@muniment/keys';
import { commitPassword, type LoginProof, resumeRegistration, type VaultView } from '@muniment/vault-client';
import { publishRotated } from './rotation.ts';
import type { VaultLink } from './vault-link.ts';
import type { VaultMethod } from './vault-methods.ts';
import { isSameSecret } from './vault-notes.ts';

/** Whose the record at the vault is. */
export type Ownership = 'ours' | 'nobodys' | 'a-strangers';

/**
 * Does all that can be done. Safe to be called again, and to be killed, at any point.
 * @param login shows the vault the password that is being removed
 */
export async function keepUp(link: VaultLink, login?: LoginProof): Promise<Ownership> {
  await finishRegistration(link);
  const ownership = await bringOwner(link);
  if (ownership === 'a-strangers') return ownership;
  await retireMethods(link);
  await finishLeaving(link, login);
  return ownership;
}

/**
 * Commits a password whose method is in the archive's keyring, and takes back one whose method is not (VAULT-030): nobody can
 * have logged in with it.
 */
export async function finishRegistration(link: VaultLink): Promise<void> {
  const slot = link.notes.slot(link.account, 'registration');
  const pending = await resumeRegistration(slot);
  if (pending === undefined) return;
  pending.exportKey.wipe();
  pending.releaseSecret.wipe();
  const method = link.method(pending.generation);
  if (method === undefined) {
    // It stays at the vault until it runs out, and is nobody else's.
    link.notes.set(link.account, { own: pending.generation });
    await slot.clear();
    return;
  }
  try {
    await commit(link, undefined);
  } catch (error) {
    if (!isGone(error)) throw error;
    // It has run out, or another device's has taken its place: its method opens nothing.
    await removeVaultMethod(link, method);
    await slot.clear();
  }
}

/**
 * Makes the staged password the active one, and forgets the registration. If the vault has forgotten the login, it does without.
 * @throws what `isGone` is true for, if the staged password is no longer at the vault: the registration is not forgotten
 */
export async function commit(link: VaultLink, login: LoginProof | undefined): Promise<void> {
  const slot = link.notes.slot(link.account, 'registration');
  try {
    await commitAsOwner(link, login);
  } catch (error) {
    if (!isMunimentError(error, 'ERR_VAULT_REFUSED')) throw error;
    await commitAsOwner(link, undefined);
  }
  await slot.clear();
}

/** Another device may have changed the keys since the stage, so that the staged owner is not the present one. */
async function commitAsOwner(link: VaultLink, login: LoginProof | undefined): Promise<void> {
  const { clear: _clear, ...kept } = link.notes.slot(link.account, 'registration');
  // What this device has to do besides is told by the slot until it is done.
  const slot = { ...kept, clear: async () => {} };
  await link.asOwner(async (owner) => {
    let failure: unknown;
    for (const newOwner of link.note.owners.toReversed()) {
      try {
        await commitPassword(link.vault, { slot, owner, newOwner, login });
        return;
      } catch (error) {
        if (!isMunimentError(error, 'ERR_VAULT_SIGNATURE')) throw error;
        failure ??= error;
      }
    }
    throw failure;
  });
}

/** True for what a vault says of a staged generation that it no longer has. */
export function isGone(error: unknown): boolean {
  return isMunimentError(error) && ['ERR_VAULT_GENERATION', 'ERR_VAULT_NO_RECORD'].includes(error.code);
}

/** Removes the method, if it is there, which changes the keys. */
export async function removeVaultMethod(link: VaultLink, { methodId }: VaultMethod): Promise<void> {
  const { session } = link;
  // Another device may have changed the keys while the vault was asked, or may do so at the same moment.
  await session.refresh();
  await session.catchUp();
  if (!link.methods.some((method) => equalBytes(method.methodId, methodId))) return;
  await publishRotated(session, await removeFromKeyring(session.keyring, methodId), true);
  await session.catchUp();
}

/** Makes the owner of the present root key the vault's, if the vault knows one that this device remembers (VAULT-036). */
export async function bringOwner(link: VaultLink): Promise<Ownership> {
  const { phase, owner: publicKey } = await link.vault.status();
  if (phase !== 'active' && phase !== 'erased') return 'nobodys';
  if ((await link.findOwner(publicKey)) === undefined) return 'a-strangers';
  await link.asOwner(async (owner) => {
    if (owner === undefined) return;
    const newOwner = await link.currentOwner();
    try {
      if (isSameSecret(owner, newOwner)) return;
      link.noteOwner(newOwner);
      await link.vault.changeOwner({ owner, newOwner });
    } finally {
      newOwner.wipe();
    }
  });
  await link.settleOwner();
  return 'ours';
}

/**
 * Removes passwords that the vault can never again let anyone in with, now that another is in their place. Generations never
 * restart, so a number that is neither in use nor to come is gone for good.
 */
async function retireMethods(link: VaultLink): Promise<void> {
  const view = await link.vault.status();
  if (view.phase !== 'active' || link.method(view.active!.number) === undefined) return;
  const dead = link.methods.filter(
    ({ vault: { generation } }) => generation <= view.lastGeneration && !isAlive(view, generation),
  );
  for (const method of dead) await removeVaultMethod(link, method);
  if (dead.length > 0) await bringOwner(link);
}

function isAlive({ active, previous, staged }: VaultView, generation: bigint): boolean {
  return [active, previous, staged].some((known) => known?.number === generation);
}

/** Goes on with the removal of a password: from the archive, then from the vault. */
async function finishLeaving(link: VaultLink, login: LoginProof | undefined): Promise<void> {
  const { leaving } = link.note;
  if (leaving === undefined) return;
  for (const method of link.methods) {
    if (method.vault.generation <= leaving) await removeVaultMethod(link, method);
  }
  await bringOwner(link);
  const phase = await link.asOwner(async (owner, view) => {
    if (owner === undefined) return view.phase;
    if (view.active!.number > leaving) {
      link.notes.set(link.account, { leaving: undefined });
      return view.phase;
    }
    if (view.deleteAtMs !== 0n && login === undefined) return view.phase;
    return (await link.vault.remove({ owner, ...(login && { login }) })).phase;
  });
  if (phase === 'none' && link.methods.length === 0) link.notes.delete(link.account);
}
