// A realm in this process, a network that loses and repeats, and state that survives the crash of its program.

import {
  ed25519PublicKey,
  encapsulateRequest,
  formatVerifierKey,
  type NoteSigner,
  SecretBytes,
  sha256,
  signNote,
  xwingPublicKey,
} from '@muniment/crypto';
import { MunimentError } from '@muniment/errors';
import { argon2idFromId, createServerKeys, type Ksf, ristretto255Sha512 } from '@muniment/opaque';
import {
  createAccountLimiter,
  createRealm,
  type Freshness,
  issueToken,
  memoryRecordStore,
  noFreshness,
  type Realm,
  type RecordStore,
} from '@muniment/vault-server';
import { formatRealmDescriptor, type RealmDescriptor, VAULT_ENCAPSULATION_LABELS } from '@muniment/wire';
import { openVaultWith, type VaultEnvironment } from '../src/derandomized.ts';
import type { StateSlot, Vault, VaultToken, VaultTransport } from '../src/index.ts';

export const START_MS = 1_800_000_000_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const WAITS_MS: readonly number[] = [
  0,
  0,
  0,
  0,
  60_000,
  HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  3 * DAY_MS,
  3 * DAY_MS,
];
const CHANNEL_KEY_MS = 60 * DAY_MS;
const ISSUER = 'https://login.example';

/** What a program that is killed throws: nothing catches it but the test. */
export class Killed extends Error {}

/** Stands in for Argon2id under its least expensive name: what is tested here is not its price. */
export const CHEAP_KSF: Ksf = {
  id: 'argon2id-v19-m65536-t3-p4',
  stretch: async (input, length) => {
    const hash = await sha256(input);
    return Uint8Array.from({ length }, (_, i) => hash[i % hash.length]!);
  },
};

/** A realm with a clock of its own. */
export interface TestRealm {
  readonly realm: Realm;
  readonly realmId: Uint8Array;
  readonly signers: readonly string[];
  readonly descriptor: RealmDescriptor;
  readonly note: Uint8Array;
  /** Unix milliseconds; shared by the accounts of the realm. */
  readonly clock: { nowMs: number };
  /** A token of the account, for its own key unless another is given. */
  token(other?: SecretBytes): Promise<VaultToken>;
  /** The same realm with another account, which nobody has used. */
  account(): TestRealm;
  /** What the realm answers to the plaintext of a request. */
  answer(plaintext: Uint8Array): Promise<Uint8Array>;
  /** Another descriptor, signed. */
  sign(changes: Partial<RealmDescriptor>, by?: readonly NoteSigner[]): Uint8Array;
  readonly operator: NoteSigner;
  /** Of the channel keys, in their order. */
  readonly secrets: readonly SecretBytes[];
  readonly witness: NoteSigner;
}

export interface TestRealmOptions {
  readonly store?: RecordStore;
  readonly freshness?: Freshness;
  /** Requests a minute of an account and a key of its tokens. */
  readonly perMinute?: number;
  readonly changes?: Partial<RealmDescriptor>;
}

/** A realm in memory with an operator and a witness. */
export async function testRealm({
  store = memoryRecordStore(),
  freshness = noFreshness,
  perMinute,
  changes = {},
}: TestRealmOptions = {}): Promise<TestRealm> {
  const suite = ristretto255Sha512;
  const realmId = SecretBytes.random(16).expose();
  const serverKeys = createServerKeys(suite);
  const issuerSeed = SecretBytes.random(32);
  const clientKey = SecretBytes.random(32);
  const secrets = [SecretBytes.random(32), SecretBytes.random(32)];
  const operator: NoteSigner = { name: 'operator.example', seed: SecretBytes.random(32) };
  const witness: NoteSigner = { name: 'witness.example', seed: SecretBytes.random(32) };
  const issuer = { name: ISSUER, publicKey: ed25519PublicKey(issuerSeed) };
  const channelKeys = await Promise.all(
    secrets.map(async (secret, i) => ({
      keyId: i + 1,
      notBeforeMs: START_MS + (i * CHANNEL_KEY_MS) / 2,
      notAfterMs: START_MS + (i * CHANNEL_KEY_MS) / 2 + CHANNEL_KEY_MS,
      publicKey: await xwingPublicKey(secret),
    })),
  );
  const descriptor: RealmDescriptor = {
    realmId,
    serial: 1,
    previous: new Uint8Array(32),
    issuedMs: START_MS,
    expiresMs: START_MS + 90 * DAY_MS,
    operator: 'Example',
    serverPublicKey: serverKeys.publicKey,
    limit: 10,
    waitsMs: WAITS_MS,
    unacknowledgedLimit: 30,
    rollback: 'unprotected',
    channelKeys,
    issuers: [issuer],
    ...changes,
  };
  const sign = (
    more: Partial<RealmDescriptor>,
    by: readonly NoteSigner[] = [operator, witness],
  ): Uint8Array => {
    const text = formatRealmDescriptor({ ...descriptor, ...more });
    return by.reduce<Uint8Array>(
      (note, signer) => signNote(text, signer, note.length === 0 ? undefined : note),
      new Uint8Array(0),
    );
  };
  const note = sign({});
  const clock = { nowMs: START_MS };
  let accounts = 0;
  const realm = createRealm({
    realmId,
    suite,
    serverKeys,
    storageKey: SecretBytes.random(32),
    channelKeys: channelKeys.map(({ keyId, notBeforeMs, notAfterMs }, i) => ({
      keyId,
      notBeforeMs,
      notAfterMs,
      secret: secrets[i]!,
    })),
    issuers: [issuer],
    policy: descriptor,
    store,
    freshness,
    // Unless it is what a test is about, nothing is limited, whatever is done to the clock.
    limiter: createAccountLimiter(
      perMinute === undefined ? { perMinute: 1_000_000 } : { perMinute, clock: () => clock.nowMs },
    ),
    descriptor: () => note,
    now: () => clock.nowMs,
  });
  return account();

  async function answer(plaintext: Uint8Array): Promise<Uint8Array> {
    const [{ keyId, publicKey }] = channelKeys as [(typeof channelKeys)[0]];
    const labels = VAULT_ENCAPSULATION_LABELS;
    const { request, openResponse } = await encapsulateRequest({ keyId, publicKey, labels, plaintext });
    return openResponse(await realm.handle(request));
  }

  function account(): TestRealm {
    const subject = `account-${++accounts}`;
    return {
      clock,
      account,
      answer,
      realm,
      realmId,
      descriptor,
      note,
      operator,
      witness,
      secrets,
      sign,
      signers: [operator, witness].map(({ name, seed }) =>
        formatVerifierKey({ name, publicKey: ed25519PublicKey(seed) }),
      ),
      token: async (other = clientKey) => ({
        clientKey: other,
        token: await issueToken({
          issuer: ISSUER,
          subject,
          realmId,
          clientPublicKey: ed25519PublicKey(other),
          issuerSeed,
          nowMs: clock.nowMs,
        }),
      }),
    };
  }
}

/** What a network does with one exchange. `request`: it is lost; `answer`: its answer is; `twice`: it arrives twice. */
export type NetworkFault = 'request' | 'answer' | 'twice' | undefined;

/** The way to a realm in this process. Counts what is sent; `fault` is asked for each, from 1. */
export function directTransport(
  { realm }: Pick<TestRealm, 'realm'>,
  fault: (index: number) => NetworkFault = () => undefined,
): VaultTransport & { readonly sent: Uint8Array[] } {
  const sent: Uint8Array[] = [];
  return {
    sent,
    descriptor: async () => realm.descriptor(),
    request: async (sealed) => {
      sent.push(sealed);
      const what = fault(sent.length);
      if (what === 'request') throw unavailable();
      const answer = await realm.handle(sealed);
      if (what === 'twice') return realm.handle(sealed);
      if (what === 'answer') throw unavailable();
      return answer;
    },
  };
}

function unavailable(): MunimentError {
  return new MunimentError('ERR_VAULT_UNAVAILABLE');
}

/** Nothing waits, nothing is random, stretching costs nothing. */
export const QUICK: VaultEnvironment & { readonly slept: number[] } = {
  slept: [],
  sleep: async (ms) => {
    QUICK.slept.push(ms);
  },
  random: () => 0.5,
  ksfFromId: (id) => {
    argon2idFromId(id);
    return CHEAP_KSF;
  },
};

/** A vault of a test realm, over its own transport unless told. */
export async function testVault(
  test: TestRealm,
  transport: VaultTransport = directTransport(test),
  attempts = 4,
): Promise<Vault> {
  const { realmId, signers } = test;
  const token = (): Promise<VaultToken> => test.token();
  return openVaultWith(
    { transport, realmId, signers, token, now: () => test.clock.nowMs, retries: { attempts } },
    QUICK,
  );
}

/** A slot in memory that outlives whoever uses it. */
export function memorySlot(): StateSlot & { bytes: Uint8Array | undefined } {
  return {
    bytes: undefined,
    async load() {
      return this.bytes && new Uint8Array(this.bytes);
    },
    async save(bytes) {
      this.bytes = new Uint8Array(bytes);
    },
    async clear() {
      this.bytes = undefined;
    },
  };
}
