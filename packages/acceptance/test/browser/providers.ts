// Stands in for the list of providers of the tests of `@muniment/crypto`: what this page uses by default, WebCrypto where the
// browser offers it (secure contexts), noble elsewhere.

import { type CryptoProvider, defaultProvider } from '@muniment/crypto';

export const PROVIDERS: readonly CryptoProvider[] = [defaultProvider];
