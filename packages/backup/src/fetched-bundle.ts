// A vault's bundle, where the user has nothing of the vault but its fingerprint on paper. Implements VAULT-158.

import { isMunimentError, MunimentError } from '@muniment/errors';
import { fetchVaultBundle, vaultFingerprint } from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import { recoveryOptions } from './recover.ts';
import type { FetchBundleOptions, Place, VaultBundle, VaultInfo } from './types.ts';
import { tokenHolder } from './vault-link.ts';

/**
 * The bundle of the vault that the store's keyrings name for the holder of the token, as the vault itself gives it out, once the user
 * has confirmed its fingerprint. Nothing about the account is sent.
 *
 * ```ts
 * const bundle = await fetchBundle({ store }, { token, confirmFingerprint: (found) => isSameFingerprint(found, fromPaper) });
 * const session = await recoverByPassword({ store, home }, { password, bundle, token });
 * ```
 * @throws ERR_REALM_UNTRUSTED if the fingerprint is not confirmed, the realm is none that the keyrings name, or they name several
 *   addresses and none was chosen
 * @throws ERR_METHOD_UNKNOWN if no keyring names the account; ERR_REALM_BUNDLE, ERR_VAULT_UNAVAILABLE, ERR_VAULT_RATE,
 *   ERR_VAULT_REQUEST, ERR_VAULT_ANSWER for what is not answered with a bundle; ERR_VAULT_TOKEN, errors of the store
 */
export async function fetchBundle(
  { store }: Pick<Place, 'store'>,
  options: FetchBundleOptions,
): Promise<VaultBundle> {
  const { confirmFingerprint, fetch = fetchVaultBundle } = options;
  const { issuer, subject } = await tokenHolder(options);
  const named = (await recoveryOptions({ store })).flatMap(({ vault }) =>
    vault !== undefined && vault.issuer === issuer && vault.subject === subject ? [vault] : [],
  );
  if (named.length === 0) {
    throw new MunimentError('ERR_METHOD_UNKNOWN', `the store names no password of ${subject}`, { subject });
  }
  const url = options.url ?? onlyAddress(named);
  const bundle = await asked(url, fetch);
  if (!named.some(({ realmId }) => realmId === formatHex(bundle.realmId))) {
    throw new MunimentError('ERR_REALM_UNTRUSTED', `${url} is another vault than the one the archive names`, {
      url,
    });
  }
  const fingerprint = await vaultFingerprint(bundle);
  if ((await confirmFingerprint(fingerprint, bundle)) === true) return bundle;
  throw new MunimentError(
    'ERR_REALM_UNTRUSTED',
    `the fingerprint ${fingerprint}, which ${url} shows, was not confirmed`,
    { url, fingerprint },
  );
}

function onlyAddress(named: readonly VaultInfo[]): string {
  const urls = [...new Set(named.map(({ url }) => url))];
  if (urls.length === 1) return urls[0]!;
  throw new MunimentError(
    'ERR_REALM_UNTRUSTED',
    `the archive names several vaults: say which of ${urls.join(', ')}`,
  );
}

/** @throws ERR_REALM_BUNDLE for an address that nothing is sent to */
async function asked(url: string, fetch: NonNullable<FetchBundleOptions['fetch']>): Promise<VaultBundle> {
  try {
    // Where it was asked is where the vault is, whatever the file says.
    return { ...(await fetch(url)), url };
  } catch (error) {
    if (isMunimentError(error) || !(error instanceof RangeError)) throw error;
    throw new MunimentError('ERR_REALM_BUNDLE', `${url}: ${error.message}`, { url }, error);
  }
}
