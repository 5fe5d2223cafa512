import { isMunimentError } from '@muniment/errors';
import { count } from '@muniment/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumeRegistration } from '../src/index.ts';
import {
  decodeLoginState,
  decodeRegistrationState,
  encodeLoginState,
  encodeRegistrationState,
  type LoginState,
  type RegistrationState,
} from '../src/state.ts';
import { memorySlot } from './helpers.ts';

const OWNER = { realmId: new Uint8Array(16).fill(3), accountId: new Uint8Array(20).fill(4) };
const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const number = fc.bigInt({ min: 1n, max: 2n ** 53n - 1n });
const text = fc.stringMatching(/^[ -~]{0,64}$/);

const logins: fc.Arbitrary<LoginState> = fc.record({
  generation: number,
  version: number,
  ksfId: text,
  ke1: bytes(96),
  opaque: fc.uint8Array({ maxLength: 300 }),
  passwordInput: fc.uint8Array({ maxLength: 300 }),
  ke2: fc.option(bytes(320), { nil: undefined }),
});
const registrations: fc.Arbitrary<RegistrationState> = fc
  .record({
    step: fc.constantFrom('staging' as const, 'staged' as const, 'committing' as const),
    generation: number,
    ksfId: text,
    exportKey: bytes(64),
    releaseSecret: bytes(32),
    commit: fc.uint8Array({ minLength: 1, maxLength: 60 }),
    loginProof: fc.oneof(bytes(0), bytes(64)),
  })
  .map((state) =>
    state.step === 'committing'
      ? state
      : { ...state, commit: new Uint8Array(0), loginProof: new Uint8Array(0) },
  );

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error.code;
  }
}

describe('a stored state', () => {
  it('is read as it was written, in bytes of its own', () => {
    fc.assert(
      fc.property(logins, (state) => {
        const stored = encodeLoginState(OWNER, state);
        const read = decodeLoginState(OWNER, stored);
        stored.fill(0);
        expect(read).toEqual(state);
      }),
    );
    fc.assert(
      fc.property(registrations, (state) => {
        const stored = encodeRegistrationState(OWNER, state);
        const read = decodeRegistrationState(OWNER, stored);
        stored.fill(0);
        expect(read).toEqual(state);
      }),
    );
  });

  it('is refused where it is shorter or longer', () => {
    const [login] = fc.sample(logins, { numRuns: 1, seed: 1 });
    const [registration] = fc.sample(registrations, { numRuns: 1, seed: 1 });
    const stored = encodeLoginState(OWNER, login!);
    for (let length = 0; length < stored.length; length++) {
      expect(codeOf(() => decodeLoginState(OWNER, stored.subarray(0, length)))).toBe('ERR_ENCODING');
    }
    expect(codeOf(() => decodeLoginState(OWNER, Uint8Array.from([...stored, 0])))).toBe('ERR_ENCODING');
    const other = encodeRegistrationState(OWNER, registration!);
    for (let length = 0; length < other.length; length++) {
      expect(codeOf(() => decodeRegistrationState(OWNER, other.subarray(0, length)))).toBe('ERR_ENCODING');
    }
    expect(codeOf(() => decodeRegistrationState(OWNER, Uint8Array.from([...other, 0])))).toBe('ERR_ENCODING');
  });

  it('is refused where it is of another kind, version, realm or account', () => {
    const [login] = fc.sample(logins, { numRuns: 1, seed: 2 });
    const stored = encodeLoginState(OWNER, login!);
    expect(codeOf(() => decodeRegistrationState(OWNER, stored))).toBe('ERR_FIELD');
    expect(codeOf(() => decodeLoginState({ ...OWNER, realmId: new Uint8Array(16) }, stored))).toBe(
      'ERR_FIELD',
    );
    expect(codeOf(() => decodeLoginState({ ...OWNER, accountId: new Uint8Array(20) }, stored))).toBe(
      'ERR_FIELD',
    );
    const newer = Uint8Array.from([2, ...stored.subarray(1)]);
    expect(codeOf(() => decodeLoginState(OWNER, newer))).toBe('ERR_UNSUPPORTED_VERSION');
    const [state] = fc.sample(registrations, { numRuns: 1, seed: 2 });
    const stepAt = 2 + 16 + 2 + OWNER.accountId.length;
    const staged = encodeRegistrationState(OWNER, { ...state!, step: 'staged', commit: new Uint8Array(1) });
    expect(codeOf(() => decodeRegistrationState(OWNER, staged))).toBe('ERR_FIELD');
    staged[stepAt] = 3;
    expect(codeOf(() => decodeRegistrationState(OWNER, staged))).toBe('ERR_FIELD');
    const large = encodeLoginState(OWNER, { ...login!, generation: 2n ** 53n });
    expect(codeOf(() => decodeLoginState(OWNER, large))).toBe('ERR_FIELD');
    const zero = encodeLoginState(OWNER, { ...login!, version: 0n });
    expect(codeOf(() => decodeLoginState(OWNER, zero))).toBe('ERR_FIELD');
    const odd = encodeLoginState(OWNER, { ...login!, ksfId: 'k\u00e4se' });
    expect(codeOf(() => decodeLoginState(OWNER, odd))).toBe('ERR_ENCODING');
  });

  it('gives a value or an error of this family for any bytes', () => {
    const codes = [undefined, 'ERR_ENCODING', 'ERR_FIELD', 'ERR_UNSUPPORTED_VERSION'];
    const mutated = fc
      .tuple(
        fc.oneof(
          logins.map((state) => encodeLoginState(OWNER, state)),
          registrations.map((state) => encodeRegistrationState(OWNER, state)),
          fc.uint8Array({ maxLength: 400 }),
        ),
        fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
      )
      .map(([stored, changes]) => {
        for (const [at, byte] of changes) if (stored.length > 0) stored[at % stored.length] = byte;
        return stored;
      });
    fc.assert(
      fc.property(mutated, (stored) => {
        const before = stored.slice();
        expect(codes).toContain(codeOf(() => decodeLoginState(OWNER, stored)));
        expect(codes).toContain(codeOf(() => decodeRegistrationState(OWNER, stored)));
        expect(stored).toEqual(before);
      }),
      { numRuns: count('vault-client states') },
    );
  });

  it('says what is pending, whoever it is of', async () => {
    const [state] = fc.sample(registrations, { numRuns: 1, seed: 3 });
    const slot = memorySlot();
    slot.bytes = encodeRegistrationState(OWNER, state!);
    const pending = await resumeRegistration(slot);
    expect(pending).toMatchObject({ step: state!.step, generation: state!.generation });
    expect(pending?.exportKey.expose()).toEqual(state!.exportKey);
    slot.bytes = new Uint8Array(3);
    await expect(resumeRegistration(slot)).rejects.toSatisfy((error) => isMunimentError(error));
    await expect(resumeRegistration({ ...slot, load: async () => 'x' as never })).rejects.toThrow(TypeError);
  });
});
