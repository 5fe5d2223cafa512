import type { CryptoProvider } from '../src/index.ts';
import { nobleProvider } from '../src/providers/noble.ts';
import { nodeProvider } from '../src/providers/node.ts';
import { webcryptoProvider } from '../src/providers/webcrypto.ts';

/** Every implementation of the provider interface; tests run on each. */
export const PROVIDERS: readonly CryptoProvider[] = [nodeProvider, webcryptoProvider, nobleProvider];
