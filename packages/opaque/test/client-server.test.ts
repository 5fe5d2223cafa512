import { SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, test } from 'vitest';
import {
  dealRegistration,
  finishLogin,
  finishRegistration,
  startLogin,
  startRegistration,
} from '../src/client.ts';
import { identityKsf } from '../src/derandomized.ts';
import {
  decodeKe1,
  decodeKe2,
  decodeRegistrationRecord,
  decodeRegistrationResponse,
  messageSizes,
} from '../src/messages.ts';
import {
  createFakeRecord,
  createServerKeys,
  createServerSetup,
  deriveCredentialKey,
  respondToRegistration,
  serverKeysFrom,
  startServerLogin,
} from '../src/server.ts';
import { resumeClientLogin, resumeServerLogin } from '../src/state.ts';
import { curve25519Sha512 } from '../src/suites/curve25519.ts';
import { ristretto255Sha512 } from '../src/suites/ristretto255.ts';
import { toHex, utf8 } from './hex.ts';
import { NAMED_SUITES } from './implementations.ts';
import { PUBLIC_KEYS, setting } from './setting.ts';

const suites = [...NAMED_SUITES, { name: 'curve25519', suite: curve25519Sha512 }];

describe.each(suites)('$name', ({ suite }) => {
  test('a dealt registration logs in; both sides get the same session key', async () => {
    const at = await setting(suite);
    const client = at.startLogin();
    const server = at.startServerLogin(client.ke1);
    const done = await at.finishLogin(client.state, server.ke2);
    const { sessionKey } = at.finishServerLogin(server.state, done.ke3);
    expect(toHex(done.sessionKey.expose())).toBe(toHex(sessionKey.expose()));
    expect(toHex(done.exportKey.expose())).toBe(toHex(at.user.exportKey.expose()));
    expect(done.exportKey.length).toBe(suite.hash.bytes);
    expect(done.sessionKey.length).toBe(suite.hash.bytes);
  });

  test('messages have the sizes of the table', async () => {
    const at = await setting(suite);
    const client = at.startLogin();
    const server = at.startServerLogin(client.ke1);
    const { ke3 } = await at.finishLogin(client.state, server.ke2);
    const { request } = startRegistration({ suite, password: at.password });
    const response = respondToRegistration({
      suite,
      oprfKey: at.user.oprfKey,
      serverPublicKey: at.server.publicKey,
      request,
    });
    const sizes = {
      registrationRequest: request.length,
      registrationResponse: response.length,
      registrationRecord: at.user.record.length,
      ke1: client.ke1.length,
      ke2: server.ke2.length,
      ke3: ke3.length,
      envelope: decodeRegistrationRecord(suite, at.user.record).envelope.length,
    };
    expect(messageSizes(suite)).toEqual(sizes);
    expect(Object.values(sizes)).toEqual(
      suite.name === 'P256-SHA256' ? [33, 66, 129, 98, 259, 32, 64] : [32, 64, 192, 96, 320, 64, 96],
    );
    expect(at.server.fakeRecord.length).toBe(at.user.record.length);
  });

  // OPAQUE-031, OPAQUE-054
  test('whatever is drawn is drawn anew', async () => {
    const at = await setting(suite);
    const [a, b] = [at.startLogin().ke1, at.startLogin().ke1].map((ke1) => decodeKe1(suite, ke1));
    expect(toHex(a.blindedElement)).not.toBe(toHex(b.blindedElement));
    expect(toHex(a.clientNonce)).not.toBe(toHex(b.clientNonce));
    expect(toHex(a.clientKeyShare)).not.toBe(toHex(b.clientKeyShare));
    const { ke1 } = at.startLogin();
    const [c, d] = [at.startServerLogin(ke1).ke2, at.startServerLogin(ke1).ke2].map((ke2) =>
      decodeKe2(suite, ke2),
    );
    expect(toHex(c.maskingNonce)).not.toBe(toHex(d.maskingNonce));
    expect(toHex(c.serverNonce)).not.toBe(toHex(d.serverNonce));
    expect(toHex(c.serverKeyShare)).not.toBe(toHex(d.serverKeyShare));
    expect(toHex(c.evaluatedElement)).toBe(toHex(d.evaluatedElement));
    const again = await setting(suite);
    expect(toHex(again.user.oprfKey.expose())).not.toBe(toHex(at.user.oprfKey.expose()));
    expect(toHex(again.server.privateKey.expose())).not.toBe(toHex(at.server.privateKey.expose()));
    expect(toHex(again.server.oprfSeed.expose())).not.toBe(toHex(at.server.oprfSeed.expose()));
    expect(toHex(again.server.fakeRecord)).not.toBe(toHex(at.server.fakeRecord));
    const requests = [0, 1].map(() => toHex(startRegistration({ suite, password: at.password }).request));
    expect(requests[0]).not.toBe(requests[1]);
    const deal = { suite, ksf: identityKsf, identities: PUBLIC_KEYS, password: at.password };
    const dealt = [
      await dealRegistration({ ...deal, serverPublicKey: at.server.publicKey }),
      await dealRegistration({ ...deal, serverPublicKey: at.server.publicKey }),
    ].map(({ record }) => decodeRegistrationRecord(suite, record).envelope.subarray(0, 32));
    expect(toHex(dealt[0])).not.toBe(toHex(dealt[1]));
    expect([a.clientNonce, c.maskingNonce, c.serverNonce, dealt[0]].map((nonce) => nonce.length)).toEqual([
      32, 32, 32, 32,
    ]);
  });

  test('registration between two parties draws its nonce anew and wipes nothing of the caller', async () => {
    const at = await setting(suite);
    const password = utf8('another password');
    const copy = toHex(password);
    const oprfKey = deriveCredentialKey(suite, at.server.oprfSeed, utf8('user'));
    const register = async () => {
      const { request, state } = startRegistration({ suite, password: SecretBytes.from(password) });
      const response = respondToRegistration({
        suite,
        oprfKey,
        serverPublicKey: at.server.publicKey,
        request,
      });
      return finishRegistration({ suite, ksf: identityKsf, identities: PUBLIC_KEYS, state, response });
    };
    const records = [await register(), await register()].map(({ record }) =>
      decodeRegistrationRecord(suite, record),
    );
    expect(toHex(records[0].envelope)).not.toBe(toHex(records[1].envelope));
    expect(toHex(records[0].maskingKey)).toBe(toHex(records[1].maskingKey));
    expect(toHex(password)).toBe(copy);
    expect(oprfKey.isWiped).toBe(false);
  });

  test('a fake record is random up to an empty envelope, and gives the same element for the same user', async () => {
    const at = await setting(suite);
    const fields = decodeRegistrationRecord(suite, createFakeRecord(suite));
    expect(fields.envelope.every((byte) => byte === 0)).toBe(true);
    expect(fields.maskingKey.some((byte) => byte !== 0)).toBe(true);
    const { ke1 } = at.startLogin();
    const answer = (user: string) =>
      decodeKe2(
        suite,
        startServerLogin({
          suite,
          context: at.context,
          identities: at.identities,
          serverKeys: at.server,
          oprfKey: deriveCredentialKey(suite, at.server.oprfSeed, utf8(user)),
          record: at.server.fakeRecord,
          ke1,
        }).ke2,
      );
    expect(toHex(answer('nobody').evaluatedElement)).toBe(toHex(answer('nobody').evaluatedElement));
    expect(toHex(answer('nobody').evaluatedElement)).not.toBe(toHex(answer('somebody').evaluatedElement));
    expect(toHex(answer('nobody').maskedResponse)).not.toBe(toHex(answer('nobody').maskedResponse));
  });

  test('no single bit of KE2 or KE3 can be changed', async () => {
    const at = await setting(suite);
    const random = seededRandom(9807);
    const { state, ke1 } = at.startLogin();
    const server = at.startServerLogin(ke1);
    const stored = new Uint8Array(state.suspend().expose());
    const flipped = (bytes: Uint8Array): Uint8Array => {
      const bit = random.below(8 * bytes.length);
      return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    };
    for (let i = 0; i < count('property') / 10; i++) {
      const attempt = at.finishLogin(resumeClientLogin(suite, stored), flipped(server.ke2));
      await expect(attempt).rejects.toSatisfy(
        (error) => isMunimentError(error, 'ERR_LOGIN') || isMunimentError(error, 'ERR_ELEMENT'),
      );
    }
    await expect(at.finishLogin(resumeClientLogin(suite, stored), server.ke2)).resolves.toBeDefined();
  });

  test('decoders take any bytes and give a value or an error of ours', () => {
    const random = seededRandom(11);
    const sizes = messageSizes(suite);
    const decoders = [
      [decodeKe1, sizes.ke1],
      [decodeKe2, sizes.ke2],
      [decodeRegistrationRecord, sizes.registrationRecord],
      [decodeRegistrationResponse, sizes.registrationResponse],
    ] as const;
    for (let i = 0; i < count('property'); i++) {
      const [decode, size] = random.pick(decoders);
      const bytes = random.bytes(random.below(4) === 0 ? random.below(2 * size) : size);
      const copy = toHex(bytes);
      try {
        decode(suite, bytes);
      } catch (error) {
        expect(isMunimentError(error, bytes.length === size ? 'ERR_ELEMENT' : 'ERR_ENCODING')).toBe(true);
      }
      expect(toHex(bytes)).toBe(copy);
    }
  });

  test('a stored private key gives the same public key', () => {
    const keys = createServerKeys(suite);
    expect(toHex(serverKeysFrom(suite, keys.privateKey).publicKey)).toBe(toHex(keys.publicKey));
    expect(() => serverKeysFrom(suite, new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_SIZE' }),
    );
  });
});

describe('callers', () => {
  const suite = ristretto255Sha512;

  test('own their arrays: later changes have no effect on what waits', async () => {
    const at = await setting(suite, { client: utf8('alice'), server: utf8('server') });
    const { state, ke1 } = at.startLogin();
    const server = at.startServerLogin(ke1);
    const identities = { client: utf8('alice'), server: utf8('server') };
    const context = utf8('context');
    const ke2 = new Uint8Array(server.ke2);
    const pending = finishLogin({ suite, ksf: at.ksf, context, identities, state, ke2 });
    for (const array of [identities.client, identities.server, context, ke2, at.password, ke1]) array.fill(0);
    const { ke3 } = await pending;
    expect(() => at.finishServerLogin(server.state, ke3)).not.toThrow();

    const serverPublicKey = new Uint8Array(at.server.publicKey);
    const dealing = dealRegistration({
      suite,
      ksf: at.ksf,
      identities,
      password: utf8('x'),
      serverPublicKey,
    });
    serverPublicKey.fill(0);
    expect(toHex((await dealing).serverPublicKey)).toBe(toHex(at.server.publicKey));
  });

  test('get arrays that are exactly theirs', async () => {
    const at = await setting(suite);
    const { state, ke1 } = startLogin({ suite, password: Buffer.from(at.password) });
    const server = at.startServerLogin(Buffer.from(ke1));
    const done = await at.finishLogin(state, Buffer.from(server.ke2));
    const fields = [
      ...Object.values(decodeKe1(suite, Buffer.from(ke1))),
      ...Object.values(decodeKe2(suite, Buffer.from(server.ke2))),
    ];
    for (const bytes of [ke1, server.ke2, done.ke3, done.serverPublicKey, at.user.record, ...fields]) {
      expect(bytes.constructor).toBe(Uint8Array);
      expect(bytes.buffer.byteLength).toBe(bytes.length);
    }
  });

  // OPAQUE-075
  test('are told of their mistakes', async () => {
    const at = await setting(suite);
    const { state, ke1 } = at.startLogin();
    const { ke2 } = at.startServerLogin(ke1);
    const login = { suite, ksf: at.ksf, context: at.context, identities: PUBLIC_KEYS, state, ke2 };
    await expect(finishLogin({ ...login, context: 'text' as never })).rejects.toThrow(TypeError);
    await expect(finishLogin({ ...login, context: new Uint8Array(65536) })).rejects.toThrow(RangeError);
    for (const side of ['client', 'server'] as const) {
      const given = (identity: unknown) => ({
        ...login,
        identities: { ...PUBLIC_KEYS, [side]: identity } as never,
      });
      await expect(finishLogin(given('text'))).rejects.toThrow(TypeError);
      await expect(finishLogin(given(new Uint8Array(0)))).rejects.toThrow(RangeError);
      await expect(finishLogin(given(new Uint8Array(65536)))).rejects.toThrow(RangeError);
    }
    await expect(finishLogin({ ...login, ke2: 'text' as never })).rejects.toThrow(TypeError);
    await expect(finishLogin({ ...login, state: {} as never })).rejects.toThrow(TypeError);
    expect(state.isUsed).toBe(false);
    expect(() => startLogin({ suite, password: 'text' as never })).toThrow(TypeError);
    expect(() => startLogin({ suite, password: new Uint8Array(65536) })).toThrow(
      expect.objectContaining({ code: 'ERR_LIMIT' }),
    );
    const short = { id: 'short', stretch: async () => new Uint8Array(63) };
    await expect(finishLogin({ ...login, ksf: short })).rejects.toThrow(TypeError);
    const text = { id: 'text', stretch: async () => 'x'.repeat(64) as never };
    const again = at.startLogin();
    const answered = at.startServerLogin(again.ke1);
    await expect(finishLogin({ ...login, ...answered, state: again.state, ksf: text })).rejects.toThrow(
      TypeError,
    );
    expect(() => deriveCredentialKey(suite, new Uint8Array(63), utf8('user'))).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_SIZE' }),
    );
    expect(() => deriveCredentialKey(suite, new Uint8Array(64), 'user' as never)).toThrow(TypeError);
    await expect(
      dealRegistration({ ...login, password: at.password, serverPublicKey: 'text' as never }),
    ).rejects.toThrow(TypeError);
  });

  test('may use the longest context, identity and input', async () => {
    const longest = new Uint8Array(65535).fill(1);
    const at = await setting(suite, { client: longest, server: longest });
    const { state, ke1 } = startLogin({ suite, password: longest });
    expect(state.isUsed).toBe(false);
    const { ke2 } = startServerLogin({
      suite,
      context: longest,
      identities: at.identities,
      serverKeys: at.server,
      oprfKey: at.user.oprfKey,
      record: at.user.record,
      ke1,
    });
    const login = finishLogin({
      suite,
      ksf: at.ksf,
      context: longest,
      identities: at.identities,
      state,
      ke2,
    });
    await expect(login).rejects.toMatchObject({ code: 'ERR_LOGIN' });
  });

  test('do not lose a state to the wrong suite', async () => {
    const at = await setting(suite);
    const { state, ke1 } = at.startLogin();
    const { ke2 } = at.startServerLogin(ke1);
    const other = { suite: curve25519Sha512, ksf: at.ksf, context: at.context, identities: PUBLIC_KEYS };
    await expect(finishLogin({ ...other, state, ke2 })).rejects.toMatchObject({ code: 'ERR_FIELD' });
    expect(state.isUsed).toBe(false);
    await expect(at.finishLogin(state, ke2)).resolves.toBeDefined();
    // Three bytes are a header, and are read as one.
    expect(() => resumeServerLogin(suite, Uint8Array.of(1, 1, 1))).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD' }),
    );
  });

  test('can create a set-up for every user at once', () => {
    const setup = createServerSetup(suite);
    expect(setup.oprfSeed.length).toBe(64);
    const keys = ['a', 'b'].map((user) => deriveCredentialKey(suite, setup.oprfSeed, utf8(user)));
    expect(toHex(keys[0].expose())).not.toBe(toHex(keys[1].expose()));
  });
});

test('secrets do not print', async () => {
  const at = await setting(ristretto255Sha512);
  const { state } = at.startLogin();
  const { inspect } = await import('node:util');
  for (const value of [state, at.user, at.server]) {
    const shown = inspect(value, { depth: 9, showHidden: true }) + JSON.stringify(value);
    expect(shown).not.toContain(toHex(at.user.oprfKey.expose()));
    expect(shown).not.toMatch(/correct horse/);
  }
  expect(JSON.stringify(state)).toBe('{"kind":"client-login"}');
});
