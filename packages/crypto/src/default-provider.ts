// The provider of browsers and other web-like runtimes: WebCrypto where the page may use it (secure contexts), else noble.

import type { CryptoProvider } from './provider.ts';
import { nobleProvider } from './providers/noble.ts';
import { nobleSha3 } from './providers/sha3-noble.ts';
import { webcryptoProvider } from './providers/webcrypto.ts';
import type { Sha3 } from './sha3.ts';

export { ed25519Provider } from './providers/ed25519-noble.ts';

export const defaultProvider: CryptoProvider =
  globalThis.crypto?.subtle === undefined ? nobleProvider : webcryptoProvider;

export async function loadSha3(): Promise<Sha3> {
  return nobleSha3;
}
