// The cryptography of steps, for real: OPAQUE's server for one account of one realm.

import { ed25519Verify } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  encodeContext,
  finishServerLogin,
  resumeServerLogin,
  type ServerKeys,
  type Suite,
  startServerLogin,
} from '@muniment/opaque';
import { vaultLoginProofInput } from '@muniment/wire';
import { isLoginProof } from './request.ts';
import type { RealmCrypto } from './step.ts';

/** What logins of an account are bound to. */
export interface LoginBinding {
  readonly suite: Suite;
  readonly serverKeys: ServerKeys;
  /** 16 bytes. */
  readonly realmId: Uint8Array;
  readonly accountId: Uint8Array;
}

/** The port of `step` for one account. */
export function realmCrypto({ suite, serverKeys, realmId, accountId }: LoginBinding): RealmCrypto {
  return {
    startLogin({ number, ksf, oprfKey, record }, ke1) {
      const context = encodeContext({ suite, ksf: { id: ksf }, realm: realmId, generation: number });
      const identities = { client: accountId, server: realmId };
      const { ke2, state } = startServerLogin({
        suite,
        context,
        identities,
        serverKeys,
        oprfKey,
        record,
        ke1,
      });
      return { ke2, state: state.suspend().expose() };
    },
    finishLogin(state, ke3) {
      try {
        return finishServerLogin({ suite, state: resumeServerLogin(suite, state), ke3 }).sessionKey.expose();
      } catch (error) {
        if (isMunimentError(error) && error.code === 'ERR_LOGIN') return undefined;
        throw error;
      }
    },
    verifySignature: ed25519Verify,
    verifyLoginProof: (sessionKey, input, proof) =>
      isLoginProof(suite, sessionKey, vaultLoginProofInput(input), proof),
  };
}
