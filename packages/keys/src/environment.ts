// Where a writer gets its randomness and time, so that tests and vectors can choose both.

import { hpkeSeal, type KeyInput, type RandomSource, randomBytes, sealCobblestone } from '@muniment/crypto';

/** Everything about writing a keyring that is not a function of its inputs. */
export interface KeyringEnvironment {
  readonly random: RandomSource;
  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
  /** HPKE base mode with empty additional data. */
  sealRootKey(publicKey: Uint8Array, info: Uint8Array, rootKey: Uint8Array): Promise<Uint8Array>;
  /** Cobblestone-256. */
  sealBody(key: KeyInput, context: Uint8Array, body: Uint8Array): Promise<Uint8Array>;
}

/** The platform's generator and clock. */
export const platform: KeyringEnvironment = {
  random: randomBytes,
  nowMs: () => Date.now(),
  sealRootKey: (publicKey, info, rootKey) => hpkeSeal(publicKey, info, new Uint8Array(0), rootKey),
  sealBody: (key, context, body) => sealCobblestone(key, context, body),
};
