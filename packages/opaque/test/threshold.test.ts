import { describe, expect, test } from 'vitest';
import { finishLogin, startLogin } from '../src/client.ts';
import { identityKsf } from '../src/derandomized.ts';
import { decodeKe1 } from '../src/messages.ts';
import { generateOprfKey, oprfPublicKey } from '../src/oprf.ts';
import { createServerSetup, finishServerLogin, startServerLogin } from '../src/server.ts';
import {
  combineShares,
  dealKeyShares,
  dealKeySharesWith,
  dealSharedRegistration,
  evaluateShare,
  verifyKeyShare,
  verifySharedKey,
  verifyShareEvaluation,
} from '../src/threshold.ts';
import { toHex, utf8 } from './hex.ts';
import { NAMED_SUITES } from './implementations.ts';
import { PUBLIC_KEYS } from './setting.ts';

describe.each(NAMED_SUITES)('$name', ({ suite }) => {
  test.each([
    [2, 3],
    [3, 5],
  ])('OPAQUE with %i of %i servers', async (threshold, count) => {
    const password = utf8('correct horse battery staple');
    const context = utf8('context');
    const setups = Array.from({ length: count }, () => createServerSetup(suite));
    const identities = setups.map((_, i) =>
      i === 0 ? PUBLIC_KEYS : { client: utf8('me'), server: utf8(`realm ${i}`) },
    );
    const dealt = await dealSharedRegistration({
      suite,
      ksf: identityKsf,
      password,
      threshold,
      servers: setups.map((setup, i) => ({ publicKey: setup.publicKey, identities: identities[i] })),
    });
    verifySharedKey(suite, dealt);
    for (const { share } of dealt.registrations) verifyKeyShare(suite, dealt, share);
    expect(new Set(dealt.registrations.map(({ exportKey }) => toHex(exportKey.expose()))).size).toBe(count);

    async function login(typed: string, indexes: readonly number[]) {
      const started = indexes.map(() => startLogin({ suite, password: utf8(typed) }));
      const results = indexes.map((_, i) => i);
      return Promise.all(
        results.map(async (i) => {
          // Each server gets its own KE1; the shares that are combined with its answer are for the same one.
          const { ke1, state } = started[i];
          const { blindedElement } = decodeKe1(suite, ke1);
          const evaluations = indexes.map((index) =>
            evaluateShare(suite, dealt.registrations[index].share, blindedElement),
          );
          const { evaluatedElement, rejected } = combineShares({
            suite,
            ...dealt,
            blindedElement,
            evaluations,
          });
          expect(rejected).toEqual([]);
          const index = indexes[i];
          const server = startServerLogin({
            suite,
            context,
            identities: identities[index],
            serverKeys: setups[index],
            oprfKey: dealt.registrations[index].share.secret,
            record: dealt.registrations[index].record,
            ke1,
          });
          const client = await finishLogin({
            suite,
            ksf: identityKsf,
            context,
            identities: identities[index],
            state,
            ke2: server.ke2,
            combinedElement: evaluatedElement,
          });
          const { sessionKey } = finishServerLogin({ suite, state: server.state, ke3: client.ke3 });
          expect(toHex(sessionKey.expose())).toBe(toHex(client.sessionKey.expose()));
          expect(toHex(client.exportKey.expose())).toBe(toHex(dealt.registrations[index].exportKey.expose()));
        }),
      );
    }
    const indexes = Array.from({ length: threshold }, (_, i) => count - 1 - i);
    await login('correct horse battery staple', indexes);
    await expect(login('correct horse battery stable', indexes)).rejects.toMatchObject({ code: 'ERR_LOGIN' });
    await expect(login('correct horse battery staple', indexes.slice(1))).rejects.toMatchObject({
      code: 'ERR_SHARES',
    });
  });

  test('a share alone, or another combination of elements, does not open the record', async () => {
    const password = utf8('password');
    const setups = [0, 1, 2].map(() => createServerSetup(suite));
    const servers = setups.map(({ publicKey }) => ({ publicKey, identities: PUBLIC_KEYS }));
    const dealt = await dealSharedRegistration({ suite, ksf: identityKsf, password, threshold: 2, servers });
    const [{ share, record }] = dealt.registrations;
    const { ke1, state } = startLogin({ suite, password });
    const at = { suite, context: new Uint8Array(0), identities: PUBLIC_KEYS };
    const { ke2 } = startServerLogin({ ...at, serverKeys: setups[0], oprfKey: share.secret, record, ke1 });
    await expect(finishLogin({ ...at, ksf: identityKsf, state, ke2 })).rejects.toMatchObject({
      code: 'ERR_LOGIN',
    });

    const again = startLogin({ suite, password });
    const answer = startServerLogin({
      ...at,
      serverKeys: setups[0],
      oprfKey: share.secret,
      record,
      ke1: again.ke1,
    });
    const { blindedElement } = decodeKe1(suite, again.ke1);
    const finish = (combinedElement: Uint8Array) =>
      finishLogin({ ...at, ksf: identityKsf, state: again.state, ke2: answer.ke2, combinedElement });
    await expect(finish(new Uint8Array(suite.group.elementBytes))).rejects.toMatchObject({
      code: 'ERR_ELEMENT',
    });
    expect(again.state.isUsed).toBe(false);
    await expect(finish(blindedElement)).rejects.toMatchObject({ code: 'ERR_REFLECTED' });

    // A server that reflects is refused even if the others' elements combine.
    const third = startLogin({ suite, password });
    const honest = startServerLogin({
      ...at,
      serverKeys: setups[0],
      oprfKey: share.secret,
      record,
      ke1: third.ke1,
    });
    const reflected = new Uint8Array(honest.ke2);
    reflected.set(decodeKe1(suite, third.ke1).blindedElement);
    const options = {
      ...at,
      ksf: identityKsf,
      state: third.state,
      ke2: reflected,
      combinedElement: dealt.publicKey,
    };
    await expect(finishLogin(options)).rejects.toMatchObject({ code: 'ERR_REFLECTED' });
  });

  test('every share fits its public key, and no other', () => {
    const key = generateOprfKey(suite);
    const dealt = dealKeyShares(suite, key, { threshold: 2, count: 3 });
    expect(toHex(dealt.publicKey)).toBe(toHex(oprfPublicKey(suite, key)));
    const proof = expect.objectContaining({ code: 'ERR_PROOF' });
    const [one, two] = dealt.shares;
    expect(() => verifyKeyShare(suite, dealt, { ...one, index: 2 })).toThrow(proof);
    expect(() => verifyKeyShare(suite, dealt, { ...one, secret: two.secret })).toThrow(proof);
    expect(() => verifyKeyShare(suite, dealt, { ...one, index: 4 })).toThrow(proof);
    expect(() => verifyKeyShare(suite, dealt, { ...one, index: 0 })).toThrow(proof);
    const blindedElement = suite.group.multiplyBase(suite.group.randomScalar());
    const evaluation = evaluateShare(suite, one, blindedElement);
    expect(() =>
      verifyShareEvaluation(suite, dealt.sharePublicKeys[0], blindedElement, evaluation),
    ).not.toThrow();
    expect(() => verifyShareEvaluation(suite, dealt.sharePublicKeys[1], blindedElement, evaluation)).toThrow(
      proof,
    );
    expect(toHex(evaluateShare(suite, one, blindedElement).proof)).not.toBe(toHex(evaluation.proof));
    expect(key.isWiped).toBe(false);
    const again = dealKeyShares(suite, key, { threshold: 2, count: 3 });
    expect(toHex(again.shares[0].secret.expose())).not.toBe(toHex(one.secret.expose()));
  });

  test('combining says exactly what was wrong', () => {
    const key = generateOprfKey(suite);
    const dealt = dealKeyShares(suite, key, { threshold: 2, count: 4 });
    const blindedElement = suite.group.multiplyBase(suite.group.randomScalar());
    const good = dealt.shares.map((share) => evaluateShare(suite, share, blindedElement));
    const bad = (i: number) => ({ ...good[i], proof: good[(i + 1) % 4].proof });
    const options = { suite, ...dealt, blindedElement };
    const { rejected } = combineShares({ ...options, evaluations: [bad(2), good[1], bad(0), good[3]] });
    expect(rejected).toEqual([1, 3]);
    const nothing = new Uint8Array(suite.group.elementBytes);
    expect(() => combineShares({ ...options, blindedElement: nothing, evaluations: good })).toThrow(
      expect.objectContaining({ code: 'ERR_ELEMENT' }),
    );
    // A mistake of the caller is no bad share.
    const text = { ...good[0], proof: 'text' as never };
    expect(() => combineShares({ ...options, evaluations: [text, ...good] })).toThrow(TypeError);
    for (const threshold of [0, 5, 1.5]) {
      expect(() => combineShares({ ...options, threshold, evaluations: good })).toThrow(RangeError);
      expect(() => verifySharedKey(suite, { ...dealt, threshold })).toThrow(RangeError);
    }
    const spoiled = { ...dealt, sharePublicKeys: dealt.sharePublicKeys.toSpliced(3, 1, dealt.publicKey) };
    expect(() => verifySharedKey(suite, spoiled)).toThrow(
      expect.objectContaining({ code: 'ERR_PROOF', details: { index: 4 } }),
    );
    expect(() => verifyKeyShare(suite, spoiled, dealt.shares[3])).toThrow(
      expect.objectContaining({ code: 'ERR_PROOF', details: { index: 4 } }),
    );
  });

  test.each([
    [0, 1],
    [-1, 1],
    [2, 1],
    [1, 256],
    [1.5, 2],
    [1, 2.5],
    [Number.NaN, 2],
  ])('%s of %s cannot be', (threshold, count) => {
    expect(() => dealKeyShares(suite, generateOprfKey(suite), { threshold, count })).toThrow(RangeError);
  });

  test('more coefficients than shares cannot be', () => {
    const key = generateOprfKey(suite);
    const coefficients = [suite.group.randomScalar()];
    expect(() => dealKeySharesWith(suite, key, coefficients, 1)).toThrow(RangeError);
    expect(() => dealKeySharesWith(suite, key, [], 0)).toThrow(RangeError);
    expect(() => dealKeySharesWith(suite, key, coefficients, 2)).not.toThrow();
  });

  test('255 shares can be', () => {
    const { shares, sharePublicKeys } = dealKeyShares(suite, generateOprfKey(suite), {
      threshold: 1,
      count: 255,
    });
    expect(shares.at(-1)?.index).toBe(255);
    expect(sharePublicKeys).toHaveLength(255);
  });

  test('a server key that is none is refused before anything is dealt', async () => {
    const deal = (publicKey: Uint8Array) =>
      dealSharedRegistration({
        suite,
        ksf: identityKsf,
        password: utf8('x'),
        threshold: 1,
        servers: [{ publicKey, identities: PUBLIC_KEYS }],
      });
    const size = suite.keyExchange.publicKeyBytes;
    await expect(deal(new Uint8Array(size))).rejects.toMatchObject({ code: 'ERR_ELEMENT' });
    await expect(deal(new Uint8Array(size - 1))).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    await expect(deal('text' as never)).rejects.toThrow(TypeError);
  });
});
