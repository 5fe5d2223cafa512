// test-vectors/opaque by @muniment/opaque.

import { SecretBytes } from '@muniment/crypto';
import { isMunimentError } from '@muniment/errors';
import {
  argon2id,
  type ClientLoginState,
  type ClientRegistrationState,
  combineShares,
  deriveCredentialKey,
  encodeContext,
  finalize,
  finishLogin,
  finishRegistration,
  finishServerLogin,
  type Identities,
  p256Sha256,
  REALM_MAX_BYTES,
  respondToRegistration,
  resumeClientLogin,
  resumeClientRegistration,
  resumeServerLogin,
  ristretto255Sha512,
  type ServerKeys,
  type ServerLoginState,
  SHARE_MAX_COUNT,
  type StartedLogin,
  type StartedServerLogin,
  type Suite,
  serverKeysFrom,
  verifiableFinalize,
  verifySharedKey,
} from '@muniment/opaque';
import {
  dealKeySharesWith,
  dealRegistrationWith,
  evaluateShareWith,
  finishRegistrationWith,
  startLoginWith,
  startRegistrationWith,
  startServerLoginWith,
} from '@muniment/opaque/derandomized';
import { ACCOUNT_MAX_BYTES, encodePasswordInput, prepareOpaqueString } from '@muniment/opaque/password';
import { curve25519Sha512 } from '@muniment/opaque/suites/curve25519';
import { formatHex } from '@muniment/wire';
import type { Json, JsonObject, Operations } from '../protocol.ts';
import { ksfOf } from './stretching.ts';
import {
  answering,
  assertSame,
  Fields,
  formatAll,
  malformed,
  operation,
  readBytes,
  readText,
} from './support.ts';

const SUITES: Readonly<Record<string, Suite>> = {
  'ristretto255-SHA512': ristretto255Sha512,
  'P256-SHA256': p256Sha256,
  'curve25519-SHA512': curve25519Sha512,
};
const NONCE_BYTES = 32;
const SEED_BYTES = 32;
const LONG_MAX_BYTES = 65_535;
const GENERATION_MAX = 2n ** 64n - 1n;
const STATES = ['client-registration', 'client-login', 'server-login'] as const;
const STEPS = ['finish', 'fail', 'malformed', 'suspend', 'resume'] as const;

type Step = (typeof STEPS)[number];

function suiteOf(input: Fields): Suite {
  return SUITES[input.choice('suiteName', Object.keys(SUITES))];
}

/** Something that its owner drew or keeps: a bad one is a mistake of the request. */
function scalarOf(suite: Suite, input: Fields, name: string): Uint8Array {
  return asScalar(suite, input.bytes(name, suite.group.scalarBytes), name);
}

function asScalar(suite: Suite, scalar: Uint8Array, name: string): Uint8Array {
  return drawn(scalar, name, () => suite.group.assertScalar(scalar));
}

function drawn(bytes: Uint8Array, name: string, check: () => void): Uint8Array {
  try {
    check();
  } catch (error) {
    if (isMunimentError(error)) malformed(`${name} is none`);
    throw error;
  }
  return bytes;
}

function serverKeysOf(suite: Suite, input: Fields): ServerKeys {
  const { privateKeyBytes, assertPrivateKey } = suite.keyExchange;
  const privateKey = input.bytes('serverPrivateKey', privateKeyBytes);
  drawn(privateKey, 'serverPrivateKey', () => assertPrivateKey(privateKey));
  return serverKeysFrom(suite, privateKey);
}

function lengthOf(input: Fields, name: string, min: number, max: number): Uint8Array {
  const bytes = input.bytes(name);
  if (bytes.length < min || bytes.length > max) malformed(`${name} has ${bytes.length} bytes`);
  return bytes;
}

function identitiesOf(input: Fields): Identities {
  if (!input.has('identities')) return { client: undefined, server: undefined };
  const identities = input.object('identities');
  const identity = (name: string): Uint8Array | undefined =>
    identities.has(name) ? lengthOf(identities, name, 1, LONG_MAX_BYTES) : undefined;
  return { client: identity('client'), server: identity('server') };
}

function contextOf(input: Fields): Uint8Array {
  return lengthOf(input, 'context', 0, LONG_MAX_BYTES);
}

function secret(value: SecretBytes): string {
  return formatHex(value.expose());
}

function startLogin(suite: Suite, input: Fields, password: Uint8Array): StartedLogin {
  const own = input.object('client');
  return startLoginWith(
    { suite, password },
    {
      blind: scalarOf(suite, own, 'blind'),
      clientNonce: own.bytes('clientNonce', NONCE_BYTES),
      clientKeyShareSeed: own.bytes('clientKeyShareSeed', SEED_BYTES),
    },
  );
}

interface ServerSide {
  readonly context: Uint8Array;
  readonly oprfKey: Uint8Array;
  readonly record: Uint8Array;
  readonly ke1: Uint8Array;
}

function startServerLogin(suite: Suite, input: Fields, side: ServerSide): StartedServerLogin {
  const own = input.object('server');
  return startServerLoginWith(
    {
      suite,
      identities: identitiesOf(input),
      serverKeys: serverKeysOf(suite, input),
      ...side,
    },
    {
      maskingNonce: own.bytes('maskingNonce', NONCE_BYTES),
      serverNonce: own.bytes('serverNonce', NONCE_BYTES),
      serverKeyShareSeed: own.bytes('serverKeyShareSeed', SEED_BYTES),
    },
  );
}

/** A server's side with all of it from the vector. */
function answerKe1(suite: Suite, input: Fields): StartedServerLogin {
  return startServerLogin(suite, input, {
    context: contextOf(input),
    // Of whoever sends records, and so not to be relied on.
    oprfKey: input.bytes('oprfKey'),
    record: input.bytes('record'),
    ke1: input.bytes('ke1'),
  });
}

async function run(input: Fields): Promise<JsonObject> {
  const suite = suiteOf(input);
  const ksf = ksfOf(input);
  const identities = identitiesOf(input);
  const account = lengthOf(input, 'account', 1, ACCOUNT_MAX_BYTES);
  const password = encodePasswordInput({ password: input.text('password'), account }).expose();
  const realm = lengthOf(input, 'realm', 1, REALM_MAX_BYTES);
  const generation = input.bigInteger('generation', 0n, GENERATION_MAX);
  const context = encodeContext({ suite, ksf, realm, generation });
  const { publicKey: serverPublicKey } = serverKeysOf(suite, input);
  const oprfKey = scalarOf(suite, input, 'oprfKey');
  const envelopeNonce = input.bytes('envelopeNonce', NONCE_BYTES);

  const dealt = await dealRegistrationWith(
    { suite, ksf, identities, password, serverPublicKey },
    { oprfKey: SecretBytes.from(oprfKey), envelopeNonce },
  );
  const blind = scalarOf(suite, input, 'blindRegistration');
  const { request, state } = startRegistrationWith({ suite, password }, { blind });
  const response = respondToRegistration({ suite, oprfKey, serverPublicKey, request });
  const { record, exportKey } = await finishRegistrationWith(
    { suite, ksf, identities, state, response },
    { envelopeNonce },
  );
  assertSame('a record dealt and one of two parties', dealt.record, record);
  assertSame('an export key dealt and one of two parties', secret(dealt.exportKey), secret(exportKey));

  const started = startLogin(suite, input, password);
  const answered = startServerLogin(suite, input, { context, oprfKey, record, ke1: started.ke1 });
  const client = await finishLogin({
    suite,
    ksf,
    context,
    identities,
    state: started.state,
    ke2: answered.ke2,
  });
  const server = finishServerLogin({ suite, state: answered.state, ke3: client.ke3 });
  assertSame('the session keys of both sides', secret(client.sessionKey), secret(server.sessionKey));
  assertSame('the export keys of both times', secret(client.exportKey), secret(exportKey));
  return {
    registrationRequest: formatHex(request),
    registrationResponse: formatHex(response),
    registrationRecord: formatHex(record),
    ke1: formatHex(started.ke1),
    ke2: formatHex(answered.ke2),
    ke3: formatHex(client.ke3),
    exportKey: secret(exportKey),
    sessionKey: secret(client.sessionKey),
  };
}

async function fake(input: Fields): Promise<JsonObject> {
  const suite = suiteOf(input);
  const ksf = ksfOf(input);
  const context = contextOf(input);
  const oprfKey = deriveCredentialKey(
    suite,
    input.bytes('oprfSeed', suite.hash.bytes),
    lengthOf(input, 'credentialIdentifier', 0, LONG_MAX_BYTES),
  );
  const ke1 = input.bytes('ke1');
  const record = input.bytes('fakeRecord');
  const { ke2 } = startServerLogin(suite, input, { context, oprfKey: oprfKey.expose(), record, ke1 });
  const { state } = startLogin(suite, input, input.bytes('passwordInput'));
  const identities = identitiesOf(input);
  const clientError = await codeOf(() => finishLogin({ suite, ksf, context, identities, state, ke2 }));
  return { ke2: formatHex(ke2), clientError, oprfKey: secret(oprfKey) };
}

async function codeOf(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isMunimentError(error)) return error.code;
    throw error;
  }
}

/** What the machine of a state is fed with: bytes that fit it, and others. */
interface Machine<State> {
  readonly first: State;
  readonly right: Uint8Array;
  readonly wrong: Uint8Array;
  readonly error: string;
  use(state: State, message: Uint8Array): unknown;
  resume(bytes: Uint8Array): State;
}

async function useState(input: Fields): Promise<JsonObject> {
  const suite = suiteOf(input);
  const ksf = ksfOf(input);
  const identities = identitiesOf(input);
  const context = contextOf(input);
  const password = input.bytes('passwordInput');
  const oprfKey = scalarOf(suite, input, 'oprfKey');
  const { publicKey: serverPublicKey } = serverKeysOf(suite, input);
  const blind = scalarOf(suite, input, 'blindRegistration');
  const registration = startRegistrationWith({ suite, password }, { blind });
  const { request } = registration;
  const envelopeNonce = input.bytes('envelopeNonce', NONCE_BYTES);
  const { record } = await dealRegistrationWith(
    { suite, ksf, identities, password, serverPublicKey },
    { oprfKey: SecretBytes.from(oprfKey), envelopeNonce },
  );
  const client = startLogin(suite, input, password);
  const server = startServerLogin(suite, input, { context, oprfKey, record, ke1: client.ke1 });
  const steps = input.list('steps', readStep);
  switch (input.choice('state', STATES)) {
    case 'client-registration':
      return takeSteps(steps, {
        first: registration.state,
        right: respondToRegistration({ suite, oprfKey, serverPublicKey, request }),
        wrong: Uint8Array.of(...request, ...serverPublicKey),
        error: 'ERR_REFLECTED',
        use: (state: ClientRegistrationState, response) =>
          finishRegistration({ suite, ksf, identities, state, response }),
        resume: (bytes) => resumeClientRegistration(suite, bytes),
      });
    case 'client-login':
      return takeSteps(steps, {
        first: client.state,
        right: server.ke2,
        wrong: altered(server.ke2),
        error: 'ERR_LOGIN',
        use: (state: ClientLoginState, ke2) => finishLogin({ suite, ksf, context, identities, state, ke2 }),
        resume: (bytes) => resumeClientLogin(suite, bytes),
      });
    case 'server-login': {
      const { state: twin } = startLogin(suite, input, password);
      const { ke3 } = await finishLogin({ suite, ksf, context, identities, state: twin, ke2: server.ke2 });
      return takeSteps(steps, {
        first: server.state,
        right: ke3,
        wrong: altered(ke3),
        error: 'ERR_LOGIN',
        use: (state: ServerLoginState, message) => finishServerLogin({ suite, state, ke3: message }),
        resume: (bytes) => resumeServerLogin(suite, bytes),
      });
    }
  }
}

function readStep(value: Json, where: string): Step {
  const text = readText(value, where);
  return STEPS.find((step) => step === text) ?? malformed(`${where}: no step ${JSON.stringify(text)}`);
}

/** The bytes with the last bit turned. */
function altered(bytes: Uint8Array): Uint8Array {
  return bytes.with(-1, bytes.at(-1)! ^ 1);
}

/** Takes the steps one after the other; the first that does not do what its name says is refused for all. */
async function takeSteps<State extends { suspend(): SecretBytes }>(
  steps: readonly Step[],
  { first, right, wrong, error, use, resume }: Machine<State>,
): Promise<JsonObject> {
  let state = first;
  let stored: Uint8Array = new Uint8Array(0);
  const refused = async (message: Uint8Array, expected: string): Promise<void> => {
    try {
      await use(state, message);
    } catch (cause) {
      if (isMunimentError(cause) && cause.code === expected) return;
      throw cause;
    }
    throw new Error(`a message was accepted that has to be refused with ${expected}`);
  };
  for (const step of steps) {
    if (step === 'finish') await use(state, right);
    else if (step === 'fail') await refused(wrong, error);
    else if (step === 'malformed') await refused(right.slice(1), 'ERR_ENCODING');
    else if (step === 'suspend') stored = Uint8Array.from(state.suspend().expose());
    else state = resume(stored);
  }
  return {};
}

function resumeState(suite: Suite, state: (typeof STATES)[number], bytes: Uint8Array): SecretBytes {
  switch (state) {
    case 'client-registration':
      return resumeClientRegistration(suite, bytes).suspend();
    case 'client-login':
      return resumeClientLogin(suite, bytes).suspend();
    case 'server-login':
      return resumeServerLogin(suite, bytes).suspend();
  }
}

/** The text of code points, such as `0061 1F511`. Two halves of a pair would be another code point. */
function textOf(input: Fields, name: string): string {
  const points = input.text(name);
  if (points === '') return '';
  if (!/^[0-9A-F]{4,6}(?: [0-9A-F]{4,6})*$/.test(points)) malformed(`${name} is no list of code points`);
  const numbers = points.split(' ').map((digits) => Number.parseInt(digits, 16));
  if (numbers.some((number) => number > 0x10ffff)) malformed(`${name} has a number that is no code point`);
  const text = numbers.map((number) => String.fromCodePoint(number)).join('');
  if ([...text].length !== numbers.length) malformed(`${name} has a pair of surrogates`);
  return text;
}

function pointsOf(text: string): string {
  return [...text]
    .map((character) => character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0'))
    .join(' ');
}

/** The numbers of the cost, whatever numbers they are. */
function readNumber(value: Json, where: string): number {
  return typeof value === 'number' ? value : malformed(`${where} is no number`);
}

function sharedKeyOf(input: Fields): { threshold: number; sharePublicKeys: readonly Uint8Array[] } {
  const sharePublicKeys = input.list('sharePublicKeys', (value, where) => readBytes(value, where));
  if (sharePublicKeys.length > SHARE_MAX_COUNT) malformed(`${sharePublicKeys.length} shares`);
  return { threshold: input.integer('threshold', 1, sharePublicKeys.length), sharePublicKeys };
}

function dealShares(input: Fields): JsonObject {
  const suite = suiteOf(input);
  const scalars = (name: string): Uint8Array[] =>
    input.list(name, (value, where) =>
      asScalar(suite, readBytes(value, where, suite.group.scalarBytes), where),
    );
  const [coefficients, nonces] = [scalars('coefficients'), scalars('proofNonces')];
  if (nonces.length > SHARE_MAX_COUNT) malformed(`${nonces.length} shares`);
  if (input.integer('threshold', 1, nonces.length) !== coefficients.length + 1)
    malformed('coefficients that are not of this threshold');
  const blindedElement = input.bytes('blindedElement');
  const dealt = dealKeySharesWith(suite, scalarOf(suite, input, 'oprfKey'), coefficients, nonces.length);
  const answers = dealt.shares.map((share, i) => {
    const answer = evaluateShareWith(suite, share, blindedElement, nonces[i]);
    return {
      index: answer.index,
      evaluatedElement: formatHex(answer.evaluatedElement),
      proof: formatHex(answer.proof),
    };
  });
  return {
    shares: dealt.shares.map((share) => secret(share.secret)),
    sharePublicKeys: formatAll(dealt.sharePublicKeys),
    publicKey: formatHex(dealt.publicKey),
    answers,
  };
}

export const operations: Operations = {
  'opaque.run': operation(run),
  'opaque.fake': operation(fake),

  'opaque.finishLogin': operation(async (input) => {
    const suite = suiteOf(input);
    const ksf = ksfOf(input);
    const { state } = startLogin(suite, input, input.bytes('passwordInput'));
    const finished = await finishLogin({
      suite,
      ksf,
      context: contextOf(input),
      identities: identitiesOf(input),
      state,
      ke2: input.bytes('ke2'),
    });
    return {
      ke3: formatHex(finished.ke3),
      sessionKey: secret(finished.sessionKey),
      exportKey: secret(finished.exportKey),
    };
  }),

  'opaque.startServerLogin': operation((input) => ({
    ke2: formatHex(answerKe1(suiteOf(input), input).ke2),
  })),

  'opaque.finishServerLogin': operation((input) => {
    const suite = suiteOf(input);
    const { state } = answerKe1(suite, input);
    return { sessionKey: secret(finishServerLogin({ suite, state, ke3: input.bytes('ke3') }).sessionKey) };
  }),

  'opaque.respondToRegistration': operation((input) => {
    const suite = suiteOf(input);
    const response = respondToRegistration({
      suite,
      oprfKey: input.bytes('oprfKey'),
      serverPublicKey: input.bytes('serverPublicKey'),
      request: input.bytes('request'),
    });
    return { response: formatHex(response) };
  }),

  'opaque.finishRegistration': operation(async (input) => {
    const suite = suiteOf(input);
    const ksf = ksfOf(input);
    const { state } = startRegistrationWith(
      { suite, password: input.bytes('passwordInput') },
      { blind: scalarOf(suite, input, 'blindRegistration') },
    );
    const { record, exportKey } = await finishRegistrationWith(
      { suite, ksf, identities: identitiesOf(input), state, response: input.bytes('response') },
      { envelopeNonce: input.bytes('envelopeNonce', NONCE_BYTES) },
    );
    return { record: formatHex(record), exportKey: secret(exportKey) };
  }),

  'opaque.deal': operation(async (input) => {
    const suite = suiteOf(input);
    const { record, exportKey } = await dealRegistrationWith(
      {
        suite,
        ksf: ksfOf(input),
        identities: identitiesOf(input),
        password: input.bytes('passwordInput'),
        serverPublicKey: input.bytes('serverPublicKey'),
      },
      {
        oprfKey: SecretBytes.from(scalarOf(suite, input, 'oprfKey')),
        envelopeNonce: input.bytes('envelopeNonce', NONCE_BYTES),
      },
    );
    return { record: formatHex(record), exportKey: secret(exportKey) };
  }),

  'opaque.verifiableFinalize': operation((input) => {
    const suite = suiteOf(input);
    const item = {
      input: input.bytes('input'),
      blind: scalarOf(suite, input, 'blind'),
      blindedElement: input.bytes('blindedElement'),
      evaluatedElement: input.bytes('evaluatedElement'),
    };
    const [output] = verifiableFinalize(suite, [item], input.bytes('publicKey'), input.bytes('proof'));
    return { output: secret(output!) };
  }),

  'opaque.ksfParameters': operation((input) => {
    const { memoryKib, passes, parallelism } = input.object('ksf').map(readNumber);
    if (memoryKib === undefined || passes === undefined || parallelism === undefined)
      malformed('input.ksf has not all numbers');
    return { ksfId: argon2id({ memoryKib, passes, parallelism } as Parameters<typeof argon2id>[0]).id };
  }),

  'opaque.resume': operation((input) => {
    const bytes = input.bytes('bytes');
    const again = resumeState(suiteOf(input), input.choice('state', STATES), bytes);
    assertSame('a state, resumed and suspended again', again.expose(), bytes);
    return {};
  }),

  'opaque.useState': operation(useState),

  'opaque.prepare': answering((input) => {
    const password = textOf(input, 'password');
    try {
      return { value: { prepared: pointsOf(prepareOpaqueString(password)) } };
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      const { reason, position } = error.details;
      return { error: error.code, value: { reason: reason as string, position: position as number } };
    }
  }),

  'opaque.passwordInput': operation((input) => {
    const account = lengthOf(input, 'account', 1, ACCOUNT_MAX_BYTES);
    return { passwordInput: secret(encodePasswordInput({ password: textOf(input, 'password'), account })) };
  }),

  'opaque.context': operation((input) => {
    const context = encodeContext({
      suite: suiteOf(input),
      ksf: ksfOf(input),
      realm: lengthOf(input, 'realm', 1, REALM_MAX_BYTES),
      generation: input.bigInteger('generation', 0n, GENERATION_MAX),
    });
    return { context: formatHex(context) };
  }),

  'opaque.dealShares': operation(dealShares),

  'opaque.combine': answering((input) => {
    const suite = suiteOf(input);
    const evaluations = input.list('answers', (value, where) => {
      const answer = new Fields(value, where);
      return {
        index: answer.integer('index', 0, SHARE_MAX_COUNT + 1),
        evaluatedElement: answer.bytes('evaluatedElement'),
        proof: answer.bytes('proof'),
      };
    });
    const blindedElement = input.bytes('blindedElement');
    const unblinding = input.has('blind')
      ? { input: input.bytes('input'), blind: scalarOf(suite, input, 'blind') }
      : undefined;
    try {
      const combined = combineShares({
        suite,
        ...sharedKeyOf(input),
        blindedElement,
        evaluations,
      });
      const { evaluatedElement, rejected } = combined;
      const oprfOutput =
        unblinding && secret(finalize(suite, unblinding.input, unblinding.blind, evaluatedElement));
      return {
        value: { evaluatedElement: formatHex(evaluatedElement), rejected: [...rejected], oprfOutput },
      };
    } catch (error) {
      if (!isMunimentError(error, 'ERR_SHARES')) throw error;
      const indexes = String(error.details.rejected).split(' ');
      const rejected = indexes.filter((index) => index !== '').map(Number);
      return { error: error.code, value: { rejected } };
    }
  }),

  'opaque.verifyKey': operation((input) => {
    const suite = suiteOf(input);
    verifySharedKey(suite, { ...sharedKeyOf(input), publicKey: input.bytes('publicKey') });
    return {};
  }),
};
