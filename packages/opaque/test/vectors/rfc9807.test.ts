// The nine vectors of RFC 9807 appendix C: every input, intermediate value and output.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  finishLogin,
  finishRegistrationWith,
  randomizePassword,
  startLoginWith,
  startRegistrationWith,
} from '../../src/client.ts';
import { identityKsf } from '../../src/derandomized.ts';
import { envelopeKeys, maskingKey, recoverEnvelope } from '../../src/envelope.ts';
import { deriveSessionKeys } from '../../src/key-schedule.ts';
import { decodeKe1, decodeKe2 } from '../../src/messages.ts';
import { evaluate } from '../../src/oprf.ts';
import {
  deriveCredentialKey,
  finishServerLogin,
  respondToRegistration,
  serverKeysFrom,
  startServerLoginWith,
} from '../../src/server.ts';
import type { Suite } from '../../src/suite.ts';
import { p256Sha256 } from '../../src/suites/p256.ts';
import { fromHex, toHex } from '../hex.ts';
import { IMPLEMENTATIONS } from '../implementations.ts';

interface Vector {
  readonly config: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly intermediates: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

const vectors = JSON.parse(
  readFileSync(
    new URL('../../../../test-vectors/third-party/rfc9807-opaque-3dh.json', import.meta.url),
    'utf8',
  ),
) as Vector[];

const SUITES: Readonly<Record<string, readonly Suite[]>> = {
  ristretto255: IMPLEMENTATIONS['ristretto255-SHA512'],
  curve25519: IMPLEMENTATIONS['curve25519-SHA512'],
  'P256_XMD:SHA-256_SSWU_RO_': [p256Sha256],
};

/** Every field of a vector, which fails on a missing one and remembers what was not asked for. */
function reader(fields: Readonly<Record<string, string>>): {
  get(name: string): Uint8Array;
  unread(): string[];
} {
  const unread = new Set(Object.keys(fields));
  return {
    get(name) {
      if (fields[name] === undefined) throw new Error(`the vector has no ${name}`);
      unread.delete(name);
      return fromHex(fields[name]);
    },
    unread: () => [...unread],
  };
}

const ran = new Set<number>();

describe.each(vectors.map((vector, index) => ({ vector, index })))('vector $index', ({ vector, index }) => {
  const suites = SUITES[vector.config.Group];
  const { inputs, intermediates, outputs } = vector;
  const identities = {
    client: inputs.client_identity === undefined ? undefined : fromHex(inputs.client_identity),
    server: inputs.server_identity === undefined ? undefined : fromHex(inputs.server_identity),
  };

  test.each(suites.map((suite, i) => ({ suite, name: `${suite.name} (${i})` })))(
    '$name',
    async ({ suite }) => {
      expect(String(suite.hash.bytes)).toBe(vector.config.Nh);
      expect(String(suite.keyExchange.publicKeyBytes)).toBe(vector.config.Npk);
      expect(String(suite.keyExchange.privateKeyBytes)).toBe(vector.config.Nsk);
      const context = fromHex(vector.config.Context);
      const input = reader(inputs);
      const middle = reader(intermediates);
      const output = reader(outputs);
      const equals = (bytes: Uint8Array, expected: Uint8Array): void =>
        expect(toHex(bytes)).toBe(toHex(expected));

      const serverKeys = serverKeysFrom(suite, input.get('server_private_key'));
      equals(serverKeys.publicKey, input.get('server_public_key'));
      const oprfKey = deriveCredentialKey(suite, input.get('oprf_seed'), input.get('credential_identifier'));
      const login = { suite, context, identities, serverKeys, oprfKey };
      const serverRandom = {
        maskingNonce: input.get('masking_nonce'),
        serverNonce: input.get('server_nonce'),
        serverKeyShareSeed: input.get('server_keyshare_seed'),
      };

      if (vector.config.Fake === 'True') {
        const clientPublicKey = input.get('client_public_key');
        equals(suite.keyExchange.publicKey(input.get('client_private_key')), clientPublicKey);
        const envelope = new Uint8Array(32 + suite.hash.bytes);
        const record = Buffer.concat([clientPublicKey, input.get('masking_key'), envelope]);
        const { ke2 } = startServerLoginWith({ ...login, record, ke1: input.get('KE1') }, serverRandom);
        equals(ke2, output.get('KE2'));
        // Of the client's key share the vector gives the seed as well.
        equals(
          suite.keyExchange.deriveKeyPair(input.get('client_keyshare_seed')).publicKey,
          decodeKe1(suite, input.get('KE1')).clientKeyShare,
        );
      } else {
        const password = input.get('password');
        equals(oprfKey.expose(), middle.get('oprf_key'));

        const registration = startRegistrationWith(
          { suite, password },
          { blind: input.get('blind_registration') },
        );
        equals(registration.request, output.get('registration_request'));
        const response = respondToRegistration({
          suite,
          oprfKey,
          serverPublicKey: serverKeys.publicKey,
          request: registration.request,
        });
        equals(response, output.get('registration_response'));
        const finished = await finishRegistrationWith(
          { suite, ksf: identityKsf, identities, state: registration.state, response },
          { envelopeNonce: input.get('envelope_nonce') },
        );
        equals(finished.record, output.get('registration_upload'));
        equals(finished.exportKey.expose(), output.get('export_key'));

        const started = startLoginWith(
          { suite, password },
          {
            blind: input.get('blind_login'),
            clientNonce: input.get('client_nonce'),
            clientKeyShareSeed: input.get('client_keyshare_seed'),
          },
        );
        equals(started.ke1, output.get('KE1'));
        const answered = startServerLoginWith(
          { ...login, record: finished.record, ke1: started.ke1 },
          serverRandom,
        );
        equals(answered.ke2, output.get('KE2'));
        const client = await finishLogin({
          suite,
          ksf: identityKsf,
          context,
          identities,
          state: started.state,
          ke2: answered.ke2,
        });
        equals(client.ke3, output.get('KE3'));
        equals(client.sessionKey.expose(), output.get('session_key'));
        equals(client.exportKey.expose(), output.get('export_key'));
        equals(client.serverPublicKey, serverKeys.publicKey);
        const server = finishServerLogin({ suite, state: answered.state, ke3: client.ke3 });
        equals(server.sessionKey.expose(), output.get('session_key'));

        const randomizedPassword = await randomizePassword(
          suite,
          identityKsf,
          evaluate(suite, 'oprf', oprfKey, password),
        );
        equals(randomizedPassword, middle.get('randomized_password'));
        equals(maskingKey(suite, randomizedPassword), middle.get('masking_key'));
        const keys = envelopeKeys(suite, randomizedPassword, input.get('envelope_nonce'));
        equals(keys.authKey, middle.get('auth_key'));
        equals(keys.client.publicKey, middle.get('client_public_key'));
        const envelope = middle.get('envelope');
        equals(finished.record.subarray(finished.record.length - envelope.length), envelope);
        const recovered = recoverEnvelope(
          suite,
          randomizedPassword,
          serverKeys.publicKey,
          envelope,
          identities,
        );
        const ke2 = decodeKe2(suite, answered.ke2);
        const keyShare = suite.keyExchange.deriveKeyPair(input.get('client_keyshare_seed'));
        const dh = (privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array =>
          suite.keyExchange.diffieHellman(privateKey, publicKey);
        const session = deriveSessionKeys(
          suite,
          Buffer.concat([
            dh(keyShare.privateKey, ke2.serverKeyShare),
            dh(keyShare.privateKey, serverKeys.publicKey),
            dh(recovered.client.privateKey, ke2.serverKeyShare),
          ]),
          { ...ke2, context, identities: recovered.identities, ke1: started.ke1 },
        );
        equals(session.handshakeSecret, middle.get('handshake_secret'));
        equals(session.serverMacKey, middle.get('server_mac_key'));
        equals(session.clientMacKey, middle.get('client_mac_key'));
      }
      expect([...input.unread(), ...middle.unread(), ...output.unread()]).toEqual(
        Object.keys(inputs).filter((name) => name === 'client_identity' || name === 'server_identity'),
      );
      ran.add(index);
    },
  );
});

test('all six real and three fake vectors ran', () => {
  expect(ran.size).toBe(9);
  expect(vectors.filter((vector) => vector.config.Fake === 'True')).toHaveLength(3);
});
