// How sealed requests reach a realm: the contract, and HTTPS over fetch.

import {
  ENCAPSULATED_REQUEST_OVERHEAD_BYTES,
  ENCAPSULATED_RESPONSE_OVERHEAD_BYTES,
  NOTE_MAX_BYTES,
} from '@muniment/crypto';
import { type ErrorCode, MunimentError } from '@muniment/errors';
import { VAULT_REQUEST_BYTES, VAULT_RESPONSE_BYTES } from '@muniment/wire';
import { BUNDLE_MAX_BYTES, isVaultUrl, parseVaultBundle, type VaultBundle } from './bundle.ts';

/** What a client sends: 9,335 bytes, whatever it asks. */
export const SEALED_REQUEST_BYTES: number = VAULT_REQUEST_BYTES + ENCAPSULATED_REQUEST_OVERHEAD_BYTES;
/** What it is answered: 4,144 bytes, whatever that says. */
export const SEALED_RESPONSE_BYTES: number = VAULT_RESPONSE_BYTES + ENCAPSULATED_RESPONSE_OVERHEAD_BYTES;

/** The way to a realm and back. Nobody on it is trusted. */
export interface VaultTransport {
  /**
   * The signed note in force, at most 65,536 bytes.
   * @throws ERR_VAULT_UNAVAILABLE, ERR_VAULT_RATE, ERR_VAULT_REQUEST, ERR_VAULT_ANSWER
   */
  descriptor(): Promise<Uint8Array>;
  /**
   * The realm's answer, 4,144 bytes. The request may have been carried out also where this fails.
   * @throws ERR_CHANNEL_KEY, ERR_VAULT_UNAVAILABLE, ERR_VAULT_RATE, ERR_VAULT_REQUEST, ERR_VAULT_ANSWER; `retryAfterMs` in the
   * details if the vault says so
   */
  request(sealed: Uint8Array): Promise<Uint8Array>;
}

/** What `httpTransport` and `fetchVaultBundle` take besides the address. */
export interface HttpTransportOptions {
  /** The platform's unless told. */
  readonly fetch?: typeof globalThis.fetch;
  /** How long one exchange may take; 30 s unless told. */
  readonly timeoutMs?: number;
  /** Lets http go further than to this machine: what is asked and answered stays sealed, who asks does not. */
  readonly allowHttp?: boolean;
}

const TIMEOUT_MS = 30_000;
const ERROR_MAX_BYTES = 1024;
const RETRY_AFTER_MAX_SECONDS = 86_400;

/**
 * A realm behind a gateway at `url`. One call is one exchange: nothing is tried twice here.
 *
 * ```ts
 * const vault = await openVault({ transport: httpTransport(bundle.url), ...bundle, token });
 * ```
 * @throws RangeError for a URL that is none of a vault, or http to another machine
 */
export function httpTransport(url: string, options: HttpTransportOptions = {}): VaultTransport {
  const base = baseOf(url, options);
  return {
    descriptor: () => exchange(`${base}/v1/descriptor`, { method: 'GET' }, NOTE_MAX_BYTES, options),
    request: async (sealed) => {
      const response = await exchange(
        `${base}/v1/request`,
        {
          method: 'POST',
          body: new Uint8Array(sealed),
          headers: { 'content-type': 'application/octet-stream' },
        },
        SEALED_RESPONSE_BYTES,
        options,
      );
      if (response.length !== SEALED_RESPONSE_BYTES) {
        throw badLength(`the answer does not have ${SEALED_RESPONSE_BYTES} bytes`);
      }
      return response;
    },
  };
}

/**
 * The bundle that a gateway at `url` gives to everyone. Whoever is between can give another one: its fingerprint, compared with
 * the one on paper, is all that it is trusted by (VAULT-158). Its `url` is the one that was asked, whatever the file says.
 *
 * ```ts
 * const bundle = await fetchVaultBundle('https://vault.example');
 * if (!isSameFingerprint(await vaultFingerprint(bundle), fromPaper)) throw new Error('not this vault');
 * ```
 * @throws ERR_REALM_BUNDLE for an answer that is no bundle; ERR_VAULT_UNAVAILABLE, ERR_VAULT_RATE, ERR_VAULT_REQUEST, ERR_VAULT_ANSWER
 * @throws RangeError as `httpTransport`
 */
export async function fetchVaultBundle(
  url: string,
  options: HttpTransportOptions = {},
): Promise<VaultBundle> {
  const base = baseOf(url, options);
  const bytes = await exchange(`${base}/v1/bundle`, { method: 'GET' }, BUNDLE_MAX_BYTES, options);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new MunimentError('ERR_REALM_BUNDLE', 'the vault gives a bundle that is not UTF-8', {}, cause);
  }
  return { ...parseVaultBundle(text), url };
}

/** @throws RangeError (VAULT-114) */
function baseOf(url: string, { timeoutMs = TIMEOUT_MS, allowHttp = false }: HttpTransportOptions): string {
  if (typeof url !== 'string' || !isVaultUrl(url)) throw new RangeError('url is not the address of a vault');
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) throw new RangeError('timeoutMs must be above 0');
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !allowHttp && !isLoopback(hostname)) {
    throw new RangeError('http is for this machine only: use https, or allowHttp');
  }
  return url.replace(/\/+$/, '');
}

/** One exchange: the body of an answer with status 200. */
async function exchange(
  address: string,
  init: RequestInit,
  maxBytes: number,
  { fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS }: HttpTransportOptions,
): Promise<Uint8Array> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(address, {
      ...init,
      signal: abort.signal,
      // A redirect would send the request where nobody decided to send it.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (response.status !== 200) throw await refusalOf(response);
    return await readAtMost(response, maxBytes);
  } catch (error) {
    if (error instanceof MunimentError) throw error;
    // What fetch throws tells no more, and differs between platforms.
    const what = abort.signal.aborted ? 'the vault did not answer in time' : 'the vault cannot be reached';
    throw new MunimentError('ERR_VAULT_UNAVAILABLE', what, { url: address }, error);
  } finally {
    clearTimeout(timer);
  }
}

/** An address that no network leads to. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** The error for every answer but 200. */
async function refusalOf(response: Response): Promise<MunimentError> {
  const { status } = response;
  const details = { status, retryAfterMs: retryAfterOf(response) };
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await response.body?.cancel();
    return new MunimentError('ERR_VAULT_REQUEST', 'the address leads on to another, which is not followed', {
      status,
    });
  }
  const said = await codeOf(response);
  const code: ErrorCode =
    status === 429
      ? 'ERR_VAULT_RATE'
      : status >= 500
        ? 'ERR_VAULT_UNAVAILABLE'
        : // A request that does not open was sealed to a key that the realm has no longer under this number.
          status === 400 && (said === 'ERR_CHANNEL_KEY' || said === 'ERR_AUTHENTICATION')
          ? 'ERR_CHANNEL_KEY'
          : 'ERR_VAULT_REQUEST';
  return new MunimentError(code, '', details);
}

/** The code in the JSON of a refusal, whatever else it holds. */
async function codeOf(response: Response): Promise<unknown> {
  try {
    const text = new TextDecoder().decode(await readAtMost(response, ERROR_MAX_BYTES));
    return (JSON.parse(text) as { readonly error?: unknown } | null)?.error;
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds; dates are not understood. */
function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  if (value === null || !/^\d{1,6}$/.test(value)) return undefined;
  return Math.min(Number(value), RETRY_AFTER_MAX_SECONDS) * 1000;
}

/** The body, unless it is longer than `maxBytes`, which is found before more is kept. (VAULT-113) */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) break;
    length += next.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw badLength(`the answer has more than ${maxBytes} bytes`);
    }
    parts.push(next.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whoever lies between may have sent it, so that another try may be answered by the realm. */
function badLength(what: string): MunimentError {
  return new MunimentError('ERR_VAULT_ANSWER', what, { isOpened: false });
}
