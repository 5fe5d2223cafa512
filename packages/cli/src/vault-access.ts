// How a command gets at an account at a key vault: the token file, and the bundle that says whom to trust.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  fetchBundle,
  type Place,
  type Session,
  type VaultAccess,
  type VaultBundle,
  type VaultStatusResult,
  vaultStatus,
} from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import {
  httpTransport,
  isSameFingerprint,
  parseTokenFile,
  parseVaultBundle,
  parseVaultFingerprint,
  tokenClaims,
  type VaultToken,
  type VaultTransport,
  vaultFingerprint,
} from '@muniment/vault-client';
import { formatHex } from '@muniment/wire';
import { formatDuration } from './format.ts';
import { warnIfShared } from './password-input.ts';
import { askText, askYes } from './prompts.ts';
import { readText } from './read-text.ts';
import type { Run } from './run.ts';
import { assertVaultUrl } from './vault-url.ts';
import { messageOf } from './vault-words.ts';

/** A vault that asks for more patience is told as an error. */
const WAIT_MAX_MS = 60_000;
const WAITS_MAX_COUNT = 3;

/** Options of commands that ask a vault. */
export interface VaultOptions {
  /** Also from MUNIMENT_TOKEN_FILE. */
  readonly tokenFile?: string;
  readonly vaultBundle?: string;
  readonly vaultFingerprint?: string;
  /** Where the vault is, if not where the bundle says. */
  readonly vault?: string;
}

/** The way to the vault, if there is a token. @throws as `requireVault` */
export async function vaultAccess(run: Run, options: VaultOptions): Promise<VaultAccess | undefined> {
  const { tokenFile } = options;
  if (tokenFile === undefined) return undefined;
  return await accessWith(run, options, tokenFile, await obtainBundle(options));
}

async function accessWith(
  run: Run,
  options: VaultOptions,
  tokenFile: string,
  bundle: VaultBundle | undefined,
): Promise<VaultAccess> {
  // A file that cannot be read is told now, and not when half is done.
  (await readToken(tokenFile)).clientKey.wipe();
  return {
    token: tokenSource(run, tokenFile),
    transport: (url) => patientTransport(run, url),
    confirmFingerprint: (found, trusted) => confirmChange(run, options, found, trusted),
    ...(bundle !== undefined && { bundle }),
  };
}

/** The way to the vault, for what goes on without it: what is wrong with token or bundle is a warning. */
export async function accessOrWarning(run: Run, options: VaultOptions): Promise<VaultAccess | undefined> {
  try {
    return await vaultAccess(run, options);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    const { code } = error;
    run.output.warn(`the vault cannot be asked: ${error.message}`, { kind: 'unreachable', code });
    return undefined;
  }
}

/** Waits as long as a vault says that was asked too often, instead of leaving a command half done. */
export function patientTransport(
  run: Pick<Run, 'output' | 'signal'>,
  url: string,
  transport: VaultTransport = httpTransport(url),
): VaultTransport {
  // Of a command, not of a request: nobody can hold it up for long.
  let waits = 0;
  return {
    descriptor: () => transport.descriptor(),
    async request(sealed) {
      for (;;) {
        try {
          return await transport.request(sealed);
        } catch (error) {
          if (!isMunimentError(error, 'ERR_VAULT_RATE') || waits === WAITS_MAX_COUNT) throw error;
          const { retryAfterMs } = error.details;
          if (typeof retryAfterMs !== 'number' || retryAfterMs > WAIT_MAX_MS) throw error;
          waits++;
          run.output.note(`The vault was asked too often; going on in ${formatDuration(retryAfterMs)}.`);
          await sleep(retryAfterMs, undefined, { signal: run.signal }).catch(() => {
            throw new MunimentError('ERR_INTERRUPTED', 'stopped while waiting for the vault');
          });
        }
      }
    },
  };
}

/**
 * The same, for what cannot be done without.
 * @throws ERR_USAGE without a token; ERR_INPUT_FILE, ERR_REALM_BUNDLE for files that are not right; ERR_REALM_UNTRUSTED for a bundle
 *   with another fingerprint than the one that is given
 */
export async function requireVault(run: Run, options: VaultOptions): Promise<VaultAccess> {
  const access = await vaultAccess(run, options);
  if (access === undefined) throw tokenNeeded();
  return access;
}

/** A store that names a vault, from which the vault's bundle can be fetched. */
interface NamedVault extends Pick<Place, 'store'> {
  /** The address that the user chose. */
  readonly url?: string;
}

/**
 * The same, for a device that has never heard of the vault. In a terminal, what is missing is asked for. Without a bundle, that of a
 * vault that a store names is fetched, if its fingerprint is known from paper.
 */
export async function requireNewVault(
  run: Run,
  options: VaultOptions,
  named?: NamedVault,
): Promise<VaultAccess & { readonly bundle: VaultBundle }> {
  const where = named?.url ?? 'the vault';
  if (options.tokenFile === undefined && !run.hasTerminal) throw tokenNeeded();
  const tokenFile =
    options.tokenFile ??
    (await askText(run, `File with the account token, which the operator of ${where} gives`, {
      check: needed,
    }));
  const canFetch = named !== undefined;
  let bundleFile = options.vaultBundle;
  let isFetched = canFetch && bundleFile === undefined && options.vaultFingerprint !== undefined;
  if (bundleFile === undefined && run.hasTerminal && !isFetched) {
    bundleFile = await askBundleFile(run, where, canFetch);
    isFetched = bundleFile === '';
  }
  if (canFetch && isFetched) {
    const access = await accessWith(run, options, tokenFile, undefined);
    return { ...access, bundle: await fetchConfirmed(run, access, options, named) };
  }
  if (bundleFile === undefined) {
    const instead = canFetch ? ', or --vault-fingerprint with the fingerprint on the recovery sheet' : '';
    throw new MunimentError(
      'ERR_USAGE',
      `the bundle of the vault is needed, which says where it is and whom to trust: give --vault-bundle FILE${instead}`,
    );
  }
  const access = await requireVault(run, { ...options, tokenFile, vaultBundle: bundleFile });
  const bundle = access.bundle!;
  // A file that somebody has at hand just now may come from anywhere: the sheet knows better.
  const isVouchedFor = options.vaultBundle !== undefined || options.vaultFingerprint !== undefined;
  if (!isVouchedFor) await confirmFingerprint(run, bundle);
  return { ...access, bundle };
}

/** Which account a token is for. */
export async function accountOf(access: VaultAccess): Promise<{ issuer: string; subject: string }> {
  const { token, clientKey } = await access.token();
  clientKey.wipe();
  const { issuer, subject } = tokenClaims(token);
  return { issuer, subject };
}

/** @throws ERR_USAGE if the token is for somebody else */
export async function assertAccount(access: VaultAccess, name: string | undefined): Promise<string> {
  const { subject, issuer } = await accountOf(access);
  if (name !== undefined && name !== subject) {
    throw new MunimentError(
      'ERR_USAGE',
      `the token is for the account ${subject} of ${issuer}, not for ${name}: give a token of ${name}, or --account ${subject}`,
    );
  }
  return subject;
}

/**
 * The realm and fingerprint of a vault: of the bundle that is given, or of the vault that a token is given for, if it can be asked.
 */
export async function knownFingerprint(
  run: Run,
  session: Session,
  options: VaultOptions,
): Promise<{ readonly realmId: string; readonly fingerprint: string } | undefined> {
  const bundle = await obtainBundle(options);
  if (bundle !== undefined) {
    return { realmId: formatHex(bundle.realmId), fingerprint: await vaultFingerprint(bundle) };
  }
  const access = await accessOrWarning(run, options);
  return access === undefined ? undefined : await statusOrWarning(run, session, access);
}

/** What the vault says, or else a warning why it does not. */
export async function statusOrWarning(
  run: Run,
  session: Session,
  access: VaultAccess,
): Promise<VaultStatusResult | undefined> {
  try {
    return await vaultStatus(session, access);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    const { code } = error;
    run.output.warn(`the vault could not be asked: ${messageOf(error)}`, { kind: 'unreachable', code });
    return undefined;
  }
}

function tokenNeeded(): MunimentError {
  return new MunimentError(
    'ERR_USAGE',
    'an account token is needed, which the operator of the vault gives: --token-file FILE, or MUNIMENT_TOKEN_FILE',
  );
}

async function askBundleFile(run: Run, where: string, canFetch: boolean): Promise<string> {
  const question = `File with the bundle of ${where}, which says whom to trust`;
  if (!canFetch) return await askText(run, question, { check: needed });
  return (await askText(run, `${question} (none: compare the fingerprint on the recovery sheet)`)).trim();
}

/** What the vault itself gives out, if it has the fingerprint that the user knows from paper. */
async function fetchConfirmed(
  run: Run,
  { token }: VaultAccess,
  { vaultFingerprint: expected, vault }: VaultOptions,
  { store, url }: NamedVault,
): Promise<VaultBundle> {
  const address = vault ?? url;
  if (address !== undefined) assertVaultUrl(address);
  const wanted = expected === undefined ? undefined : asFingerprint(expected);
  return await fetchBundle(
    { store },
    {
      token,
      url: address,
      confirmFingerprint: async (found, bundle) => {
        if (wanted === undefined) await confirmFingerprint(run, bundle);
        else if (!isSameFingerprint(found, wanted)) {
          throw new MunimentError(
            'ERR_REALM_UNTRUSTED',
            `${bundle.url} has the fingerprint ${found}, not ${wanted}: it is another vault, or somebody is between`,
            { url: bundle.url, fingerprint: found },
          );
        }
        return true;
      },
    },
  );
}

function needed(text: string): string | undefined {
  return text.trim() === '' ? 'The name of a file is needed.' : undefined;
}

async function confirmFingerprint(run: Run, bundle: VaultBundle): Promise<void> {
  run.output.note(`The bundle says: vault ${bundle.url}`);
  run.output.note(`  fingerprint ${await vaultFingerprint(bundle)}`);
  if (await askYes(run, 'Does your recovery sheet, or the operator, show the same fingerprint?')) return;
  throw new MunimentError('ERR_REALM_UNTRUSTED', 'the fingerprint of the vault was not confirmed');
}

/** Signers in the place of those that this device trusts, whoever put the file there. @throws ERR_REALM_UNTRUSTED */
async function confirmChange(
  run: Run,
  { vaultFingerprint: expected }: VaultOptions,
  found: string,
  trusted: string | undefined,
): Promise<boolean> {
  // A bundle has the fingerprint that was given, or was not read.
  if (trusted === undefined || expected !== undefined) return true;
  const what = `this device trusts the vault with the fingerprint ${trusted}, and the bundle names other signers, with the fingerprint ${found}`;
  if (!run.hasTerminal) {
    throw new MunimentError(
      'ERR_REALM_UNTRUSTED',
      `${what}: ask the operator of the vault whether they have changed, and give --vault-fingerprint with what the operator says`,
      { fingerprint: found, trusted },
    );
  }
  run.output.warn(what, { kind: 'signers' });
  return await askYes(run, 'Has the operator told you that the signers changed, and this new fingerprint?');
}

async function obtainBundle(options: VaultOptions): Promise<VaultBundle | undefined> {
  const { vaultBundle: file, vaultFingerprint: expected, vault: url } = options;
  if (file === undefined) {
    if (url === undefined && expected === undefined) return undefined;
    throw new MunimentError(
      'ERR_USAGE',
      '--vault and --vault-fingerprint alone are for opening an archive with its password: give --vault-bundle FILE',
    );
  }
  const written = parseVaultBundle(await readText(file));
  const bundle = url === undefined ? written : { ...written, url };
  assertVaultUrl(bundle.url);
  if (expected === undefined) return bundle;
  const wanted = asFingerprint(expected);
  const found = await vaultFingerprint(bundle);
  if (!isSameFingerprint(found, wanted)) {
    throw new MunimentError(
      'ERR_REALM_UNTRUSTED',
      `the bundle in ${file} has the fingerprint ${found}, not ${wanted}: it is another vault's, or was changed`,
    );
  }
  return bundle;
}

/** @throws ERR_USAGE for a text that cannot be one */
function asFingerprint(text: string): string {
  try {
    return parseVaultFingerprint(text);
  } catch (error) {
    throw new MunimentError('ERR_USAGE', `${text} is no fingerprint of a vault`, {}, error);
  }
}

async function readToken(path: string): Promise<VaultToken> {
  return parseTokenFile(await readText(path));
}

/** Reads the file for each request: whatever renews tokens may do so while a command runs. */
function tokenSource(run: Run, path: string): () => Promise<VaultToken> {
  let isTold = false;
  return async () => {
    const token = await readToken(path);
    if (isTold) return token;
    isTold = true;
    warnIfShared(run, path);
    const agoMs = Date.now() - tokenClaims(token.token).expiresMs;
    // The clock of this computer may be wrong: the vault decides.
    if (agoMs > 0)
      run.output.note(
        `The token in ${path} expired ${formatDuration(agoMs)} ago, by the clock of this computer.`,
      );
    return token;
  };
}
