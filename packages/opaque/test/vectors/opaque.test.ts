// test-vectors/opaque/, as APPLYING.md there says: on noble, and for ristretto255 on libsodium as well.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SecretBytes } from '@muniment/crypto';
import { isMunimentError, type MunimentError } from '@muniment/errors';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  dealRegistrationWith,
  finishLogin,
  finishRegistration,
  finishRegistrationWith,
  randomizePassword,
  startLoginWith,
  startRegistrationWith,
} from '../../src/client.ts';
import { dealKeySharesWith, evaluateShareWith, identityKsf } from '../../src/derandomized.ts';
import { envelopeKeys, maskingKey, recoverEnvelope } from '../../src/envelope.ts';
import { deriveSessionKeys } from '../../src/key-schedule.ts';
import { type Argon2idParameters, argon2id, type Ksf, unboundedArgon2id } from '../../src/ksf.ts';
import { decodeKe2 } from '../../src/messages.ts';
import { evaluate, finalize, verifiableFinalize } from '../../src/oprf.ts';
import { encodePasswordInput, prepareOpaqueString } from '../../src/password.ts';
import { encodeContext } from '../../src/profile.ts';
import {
  deriveCredentialKey,
  finishServerLogin,
  respondToRegistration,
  serverKeysFrom,
  startServerLoginWith,
} from '../../src/server.ts';
import { resumeClientLogin, resumeClientRegistration, resumeServerLogin } from '../../src/state.ts';
import type { Suite } from '../../src/suite.ts';
import { combineShares, verifySharedKey } from '../../src/threshold.ts';
import { fromHex, toHex } from '../hex.ts';
import { IMPLEMENTATIONS, isQuick } from '../implementations.ts';

// biome-ignore lint/suspicious/noExplicitAny: the schema has checked the shape of every vector
type Vector = Readonly<Record<string, any>>;

interface VectorFile {
  readonly schema: string;
  readonly vectorCount: number;
  readonly vectors: readonly Vector[];
}

const root = new URL('../../../../test-vectors/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/** Argon2id costs a third of a second: the same input is stretched once, however many vectors need it. */
const stretched = new Map<string, Promise<Uint8Array>>();
function ksfOf(ksf: 'identity' | Argon2idParameters): Ksf {
  if (ksf === 'identity') return identityKsf;
  const { id, stretch } = unboundedArgon2id(ksf);
  return {
    id,
    async stretch(input, length) {
      const key = `${id} ${length} ${toHex(input)}`;
      const known = stretched.get(key) ?? stretch(input, length);
      stretched.set(key, known);
      return new Uint8Array(await known);
    },
  };
}

const optional = (hex: string | undefined): Uint8Array | undefined =>
  hex === undefined ? undefined : fromHex(hex);
const identitiesOf = (vector: Vector) => ({
  client: optional(vector.identities.client),
  server: optional(vector.identities.server),
});
const bytesOf = <Name extends string>(fields: Readonly<Record<Name, string>>): Record<Name, Uint8Array> =>
  Object.fromEntries(Object.entries<string>(fields).map(([name, hex]) => [name, fromHex(hex)])) as never;
const textOf = (points: string): string =>
  points === ''
    ? ''
    : points
        .split(' ')
        .map((hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
        .join('');
const equals = (actual: Uint8Array | SecretBytes, expected: string): void =>
  expect(toHex(actual instanceof SecretBytes ? actual.expose() : actual)).toBe(expected);

const startLogin = (suite: Suite, vector: Vector, password: Uint8Array) =>
  startLoginWith({ suite, password }, bytesOf(vector.client));
const startServerLogin = (
  suite: Suite,
  vector: Vector,
  record: Uint8Array,
  ke1: Uint8Array,
  oprfKey: Uint8Array,
) =>
  startServerLoginWith(
    {
      suite,
      context: fromHex(vector.context),
      identities: identitiesOf(vector),
      serverKeys: serverKeysFrom(suite, fromHex(vector.serverPrivateKey)),
      oprfKey,
      record,
      ke1,
    },
    bytesOf(vector.server),
  );

/** Carries out a vector; compares what it gives with what the vector says, if it says so. */
const OPERATIONS: Readonly<Record<string, (suite: Suite, vector: Vector) => Promise<void>>> = {
  async run(suite, vector) {
    const middle = vector.intermediates;
    const ksf = ksfOf(vector.ksf);
    expect(argon2id(vector.ksf).id).toBe(ksf.id);
    const identities = identitiesOf(vector);
    const password = encodePasswordInput({
      password: vector.password,
      account: fromHex(vector.account),
    }).expose();
    equals(password, middle.passwordInput);
    const context = encodeContext({
      suite,
      ksf,
      realm: fromHex(vector.realm),
      generation: BigInt(vector.generation),
    });
    equals(context, middle.context);
    const serverKeys = serverKeysFrom(suite, fromHex(vector.serverPrivateKey));
    equals(serverKeys.publicKey, middle.serverPublicKey);
    const oprfKey = fromHex(vector.oprfKey);
    const envelopeNonce = fromHex(vector.envelopeNonce);

    const dealt = await dealRegistrationWith(
      { suite, ksf, identities, password, serverPublicKey: serverKeys.publicKey },
      { oprfKey: SecretBytes.from(oprfKey), envelopeNonce },
    );
    equals(dealt.record, vector.registrationRecord);
    equals(dealt.exportKey, vector.exportKey);
    equals(dealt.oprfKey, vector.oprfKey);

    const registration = startRegistrationWith(
      { suite, password },
      { blind: fromHex(vector.blindRegistration) },
    );
    equals(registration.request, vector.registrationRequest);
    const response = respondToRegistration({
      suite,
      oprfKey,
      serverPublicKey: serverKeys.publicKey,
      request: registration.request,
    });
    equals(response, vector.registrationResponse);
    const finished = await finishRegistrationWith(
      { suite, ksf, identities, state: registration.state, response },
      { envelopeNonce },
    );
    equals(finished.record, vector.registrationRecord);
    equals(finished.exportKey, vector.exportKey);
    equals(finished.serverPublicKey, middle.serverPublicKey);

    const started = startLogin(suite, vector, password);
    equals(started.ke1, vector.ke1);
    const login = { ...vector, context: middle.context };
    const answered = startServerLogin(suite, login, finished.record, started.ke1, oprfKey);
    equals(answered.ke2, vector.ke2);
    const client = await finishLogin({
      suite,
      ksf,
      context,
      identities,
      state: started.state,
      ke2: answered.ke2,
    });
    equals(client.ke3, vector.ke3);
    equals(client.exportKey, vector.exportKey);
    equals(client.sessionKey, vector.sessionKey);
    equals(
      finishServerLogin({ suite, state: answered.state, ke3: client.ke3 }).sessionKey,
      vector.sessionKey,
    );

    const output = evaluate(suite, 'oprf', oprfKey, password);
    equals(output, middle.oprfOutput);
    equals(await ksf.stretch(output.expose(), suite.hash.bytes), middle.stretched);
    const randomized = await randomizePassword(suite, ksf, output);
    equals(randomized, middle.randomizedPassword);
    equals(maskingKey(suite, randomized), middle.maskingKey);
    const keys = envelopeKeys(suite, randomized, envelopeNonce);
    equals(keys.authKey, middle.authKey);
    equals(keys.client.privateKey, middle.clientPrivateKey);
    equals(keys.client.publicKey, middle.clientPublicKey);
    const recovered = recoverEnvelope(
      suite,
      randomized,
      serverKeys.publicKey,
      fromHex(middle.envelope),
      identities,
    );
    const ke2 = decodeKe2(suite, answered.ke2);
    const share = suite.keyExchange.deriveKeyPair(fromHex(vector.client.clientKeyShareSeed));
    const dh = suite.keyExchange.diffieHellman;
    const session = deriveSessionKeys(
      suite,
      new Uint8Array([
        ...dh(share.privateKey, ke2.serverKeyShare),
        ...dh(share.privateKey, serverKeys.publicKey),
        ...dh(recovered.client.privateKey, ke2.serverKeyShare),
      ]),
      { ...ke2, context, identities: recovered.identities, ke1: started.ke1 },
    );
    equals(session.handshakeSecret, middle.handshakeSecret);
    equals(session.serverMacKey, middle.serverMacKey);
    equals(session.clientMacKey, middle.clientMacKey);
  },

  async fake(suite, vector) {
    const oprfKey = deriveCredentialKey(
      suite,
      fromHex(vector.oprfSeed),
      fromHex(vector.credentialIdentifier),
    );
    equals(oprfKey, vector.intermediates.oprfKey);
    const { ke1, state } = startLogin(suite, vector, fromHex(vector.passwordInput));
    equals(ke1, vector.ke1);
    const { ke2 } = startServerLogin(suite, vector, fromHex(vector.fakeRecord), ke1, oprfKey.expose());
    equals(ke2, vector.ke2);
    const login = finishLogin({
      suite,
      ksf: ksfOf(vector.ksf),
      context: fromHex(vector.context),
      identities: identitiesOf(vector),
      state,
      ke2,
    });
    await expect(login).rejects.toMatchObject({ code: vector.clientError });
  },

  async finishLogin(suite, vector) {
    const { state } = startLogin(suite, vector, fromHex(vector.passwordInput));
    const client = await finishLogin({
      suite,
      ksf: ksfOf(vector.ksf),
      context: fromHex(vector.context),
      identities: identitiesOf(vector),
      state,
      ke2: fromHex(vector.ke2),
    });
    equals(client.ke3, vector.ke3);
    equals(client.sessionKey, vector.sessionKey);
    equals(client.exportKey, vector.exportKey);
  },

  async startServerLogin(suite, vector) {
    const { ke2 } = startServerLogin(
      suite,
      vector,
      fromHex(vector.record),
      fromHex(vector.ke1),
      fromHex(vector.oprfKey),
    );
    equals(ke2, vector.ke2);
  },

  async finishServerLogin(suite, vector) {
    const record = fromHex(vector.record);
    const { state } = startServerLogin(suite, vector, record, fromHex(vector.ke1), fromHex(vector.oprfKey));
    equals(finishServerLogin({ suite, state, ke3: fromHex(vector.ke3) }).sessionKey, vector.sessionKey);
  },

  async respondToRegistration(suite, vector) {
    const response = respondToRegistration({
      suite,
      oprfKey: fromHex(vector.oprfKey),
      serverPublicKey: fromHex(vector.serverPublicKey),
      request: fromHex(vector.request),
    });
    equals(response, vector.response);
  },

  async finishRegistration(suite, vector) {
    const password = fromHex(vector.passwordInput);
    const { state } = startRegistrationWith(
      { suite, password },
      { blind: fromHex(vector.blindRegistration) },
    );
    const finished = await finishRegistrationWith(
      {
        suite,
        ksf: ksfOf(vector.ksf),
        identities: identitiesOf(vector),
        state,
        response: fromHex(vector.response),
      },
      { envelopeNonce: fromHex(vector.envelopeNonce) },
    );
    equals(finished.record, vector.record);
    equals(finished.exportKey, vector.exportKey);
  },

  async deal(suite, vector) {
    const dealt = await dealRegistrationWith(
      {
        suite,
        ksf: ksfOf(vector.ksf),
        identities: identitiesOf(vector),
        password: fromHex(vector.passwordInput),
        serverPublicKey: fromHex(vector.serverPublicKey),
      },
      { oprfKey: SecretBytes.from(fromHex(vector.oprfKey)), envelopeNonce: fromHex(vector.envelopeNonce) },
    );
    equals(dealt.record, vector.record);
    equals(dealt.exportKey, vector.exportKey);
  },

  async verifiableFinalize(suite, vector) {
    const item = {
      input: fromHex(vector.input),
      blind: fromHex(vector.blind),
      blindedElement: fromHex(vector.blindedElement),
      evaluatedElement: fromHex(vector.evaluatedElement),
    };
    const [output] = verifiableFinalize(suite, [item], fromHex(vector.publicKey), fromHex(vector.proof));
    equals(output, vector.output);
  },

  async resume(suite, vector) {
    const resume = {
      'client-registration': resumeClientRegistration,
      'client-login': resumeClientLogin,
      'server-login': resumeServerLogin,
    }[vector.state as 'client-login'];
    equals(resume(suite, fromHex(vector.bytes)).suspend(), vector.bytes);
  },

  async useState(suite, vector) {
    const right = await stateMachine(suite, vector);
    for (const step of vector.steps.slice(0, -1)) {
      // Only the last step may be refused.
      await expect(right(step)).resolves.toBeUndefined();
    }
    await right(vector.steps.at(-1));
  },

  async dealShares(suite, vector) {
    const dealt = dealKeySharesWith(
      suite,
      fromHex(vector.oprfKey),
      vector.coefficients.map(fromHex),
      vector.shares.length,
    );
    expect(dealt.threshold).toBe(vector.threshold);
    expect(dealt.shares.map((share) => toHex(share.secret.expose()))).toEqual(vector.shares);
    expect(dealt.shares.map((share) => share.index)).toEqual(
      vector.shares.map((_: string, i: number) => i + 1),
    );
    expect(dealt.sharePublicKeys.map(toHex)).toEqual(vector.sharePublicKeys);
    equals(dealt.publicKey, vector.publicKey);
    dealt.shares.forEach((share, i) => {
      const answer = evaluateShareWith(
        suite,
        share,
        fromHex(vector.blindedElement),
        fromHex(vector.proofNonces[i]),
      );
      const { index, evaluatedElement, proof } = vector.answers[i];
      expect(answer.index).toBe(index);
      equals(answer.evaluatedElement, evaluatedElement);
      equals(answer.proof, proof);
    });
  },

  async combine(suite, vector) {
    const options = {
      suite,
      threshold: vector.threshold,
      sharePublicKeys: vector.sharePublicKeys.map(fromHex),
      blindedElement: fromHex(vector.blindedElement),
      evaluations: vector.answers.map((answer: Vector) => ({
        index: answer.index,
        evaluatedElement: fromHex(answer.evaluatedElement),
        proof: fromHex(answer.proof),
      })),
    };
    let combined: ReturnType<typeof combineShares>;
    try {
      combined = combineShares(options);
    } catch (error) {
      expect((error as MunimentError).details.rejected).toBe(vector.rejected.join(' '));
      throw error;
    }
    equals(combined.evaluatedElement, vector.evaluatedElement);
    expect(combined.rejected).toEqual(vector.rejected);
    equals(
      finalize(suite, fromHex(vector.input), fromHex(vector.blind), combined.evaluatedElement),
      vector.oprfOutput,
    );
  },

  async verifyKey(suite, vector) {
    verifySharedKey(suite, {
      threshold: vector.threshold,
      sharePublicKeys: vector.sharePublicKeys.map(fromHex),
      publicKey: fromHex(vector.publicKey),
    });
  },

  async ksfParameters(_, vector) {
    expect(argon2id(vector.ksf).id).toBe(vector.ksfId);
  },

  async prepare(_, vector) {
    try {
      expect(prepareOpaqueString(textOf(vector.password))).toBe(textOf(vector.prepared));
    } catch (error) {
      if (isMunimentError(error)) {
        expect(error.details).toEqual({ reason: vector.reason, position: vector.position });
      }
      throw error;
    }
  },

  async passwordInput(_, vector) {
    const input = encodePasswordInput({
      password: textOf(vector.password),
      account: fromHex(vector.account),
    });
    equals(input, vector.passwordInput);
  },

  async context(suite, vector) {
    const ksf = argon2id(vector.ksf);
    const context = encodeContext({
      suite,
      ksf,
      realm: fromHex(vector.realm),
      generation: BigInt(vector.generation),
    });
    equals(context, vector.context);
  },
};

/** The steps of a `useState` vector: each is expected to do what its name says, the last may be refused. */
async function stateMachine(suite: Suite, vector: Vector) {
  const ksf = ksfOf(vector.ksf);
  const identities = identitiesOf(vector);
  const context = fromHex(vector.context);
  const password = fromHex(vector.passwordInput);
  const oprfKey = fromHex(vector.oprfKey);
  const { publicKey: serverPublicKey } = serverKeysFrom(suite, fromHex(vector.serverPrivateKey));
  const registration = startRegistrationWith(
    { suite, password },
    { blind: fromHex(vector.blindRegistration) },
  );
  const response = respondToRegistration({ suite, oprfKey, serverPublicKey, request: registration.request });
  const dealt = await dealRegistrationWith(
    { suite, ksf, identities, password, serverPublicKey },
    { oprfKey: SecretBytes.from(oprfKey), envelopeNonce: fromHex(vector.envelopeNonce) },
  );
  const client = startLogin(suite, vector, password);
  const server = startServerLogin(suite, vector, dealt.record, client.ke1, oprfKey);
  const twin = startLogin(suite, vector, password);
  const { ke3 } = await finishLogin({ suite, ksf, context, identities, state: twin.state, ke2: server.ke2 });
  const altered = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
  const machine = {
    'client-registration': {
      state: registration.state,
      right: response,
      // What does not match at registration is a server that sends the blinded element back.
      wrong: new Uint8Array([...registration.request, ...serverPublicKey]),
      error: 'ERR_REFLECTED',
      use: (state: never, message: Uint8Array) =>
        finishRegistration({ suite, ksf, identities, state, response: message }),
      resume: resumeClientRegistration,
    },
    'client-login': {
      state: client.state,
      right: server.ke2,
      wrong: altered(server.ke2),
      error: 'ERR_LOGIN',
      use: (state: never, message: Uint8Array) =>
        finishLogin({ suite, ksf, context, identities, state, ke2: message }),
      resume: resumeClientLogin,
    },
    'server-login': {
      state: server.state,
      right: ke3,
      wrong: altered(ke3),
      error: 'ERR_LOGIN',
      use: async (state: never, message: Uint8Array) => finishServerLogin({ suite, state, ke3: message }),
      resume: resumeServerLogin,
    },
  }[vector.state as 'client-login'];

  let state = machine.state;
  let stored = new Uint8Array(0);
  return async (step: string): Promise<void> => {
    if (step === 'finish') await machine.use(state as never, machine.right);
    else if (step === 'suspend') stored = new Uint8Array(state.suspend().expose());
    else if (step === 'resume') state = machine.resume(suite, stored);
    else {
      const message = step === 'fail' ? machine.wrong : machine.right.slice(1);
      const code = step === 'fail' ? machine.error : 'ERR_ENCODING';
      await expect(machine.use(state as never, message)).rejects.toMatchObject({ code });
    }
    expect(state.isUsed).toBe(step === 'finish' || step === 'fail' || step === 'suspend');
  };
}

test.runIf(!isQuick)('the committed files are what the generator makes', () => {
  const script = fileURLToPath(new URL('../../scripts/generate-vectors.ts', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});

describe.each(['protocol', 'reject', 'strings', 'threshold'])('%s.json', (name) => {
  const file = read(`opaque/${name}.json`) as VectorFile;
  let ran = 0;

  test('fits its schema', () => {
    const validate = new Ajv2020({ strict: true }).compile(read(file.schema) as object);
    validate(file);
    expect(validate.errors).toBeNull();
    expect(file.vectorCount).toBe(file.vectors.length);
  });

  async function apply(suite: Suite, vector: Vector): Promise<void> {
    ran++;
    const outcome = OPERATIONS[vector.operation](suite, vector);
    if (vector.result === 'valid') return outcome;
    await expect(outcome, vector.id).rejects.toSatisfy((error: unknown) =>
      isMunimentError(error, vector.error),
    );
  }

  const cases = file.vectors.flatMap((vector) =>
    IMPLEMENTATIONS[vector.suiteName ?? 'ristretto255-SHA512'].map((suite, i) => ({ suite, vector, i })),
  );
  if (isQuick) {
    // One test per operation, and stretching with Argon2id once accepted and once refused.
    for (const operation of new Set(cases.map(({ vector }) => vector.operation))) {
      test(operation, async () => {
        for (const { suite, vector } of cases) {
          const isCostly =
            typeof vector.ksf === 'object' && !['ksfParameters', 'context'].includes(operation);
          if (isCostly && !['opaque-run-3', 'opaque-reject-r-ksf-ignored'].includes(vector.id)) continue;
          if (vector.operation === operation) await apply(suite, vector);
        }
      });
    }
    return;
  }
  for (const { suite, vector, i } of cases) {
    test(i === 0 ? vector.id : `${vector.id} on libsodium`, () => apply(suite, vector));
  }

  test('every vector ran', () => {
    expect(ran).toBe(cases.length);
    expect(new Set(cases.map(({ vector }) => vector.id)).size).toBe(file.vectors.length);
  });
});
