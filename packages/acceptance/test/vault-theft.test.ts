// What somebody has who stole the files of a realm's store, without and with the storage key, and what they gain who put old files
// back: the sentences of spec/threat-model.md section 4, tried out on SQLite files that the shipped realm wrote.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import { ed25519PublicKey } from '@muniment/crypto';
import { argon2id, evaluate, type Ksf, ristretto255Sha512 } from '@muniment/opaque';
import { encodePasswordInput } from '@muniment/opaque/password';
import {
  accountHandle,
  type Freshness,
  noFreshness,
  sqliteFreshness,
  sqliteRecordStore,
} from '@muniment/vault-server';
import {
  encodeVaultChange,
  encodeVaultRecord,
  formatHex,
  type VaultOutcome,
  type VaultRecord,
} from '@muniment/wire';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './trees.ts';
import {
  type Account,
  type Ask,
  commitAsk,
  type Dealt,
  deal,
  finishAsk,
  finishGuess,
  isEvaluation,
  loginAsk,
  newAccount,
  newGuess,
  stageAsk,
  tokenFor,
  utf8,
} from './vault-client-by-hand.ts';
import {
  ask,
  type LocalVault,
  localVault,
  newVaultFolder,
  recordOf,
  register,
  START_MS,
  type VaultFolder,
} from './vault-servers.ts';

const TIMEOUT_MS = 600_000;
/** So often one record is written without a change. */
const REWRITES = 20;
const suite = ristretto255Sha512;

/** The realm of a folder on its SQLite files, until `close`. */
interface FileVault extends LocalVault {
  /** How many KE2 were made. */
  evaluations: number;
  close(): Promise<void>;
}

async function openVault(folder: VaultFolder, freshnessFile?: string): Promise<FileVault> {
  const store = await sqliteRecordStore(folder.records);
  const freshness: Freshness =
    freshnessFile === undefined ? noFreshness : await sqliteFreshness(freshnessFile);
  const onEvaluation = (): void => {
    vault.evaluations++;
  };
  const close = async (): Promise<void> => {
    await store.close();
    await freshness.close();
  };
  onTestFinished(close);
  const vault: FileVault = Object.assign(await localVault(folder, { store, freshness, onEvaluation }), {
    evaluations: 0,
    close,
  });
  return vault;
}

/** One login, without KE3. */
async function tryPassword(
  vault: FileVault,
  account: Account,
  dealt: Dealt,
  password: string,
): Promise<{ readonly outcome: VaultOutcome; readonly isEvaluated: boolean; readonly notBeforeMs: number }> {
  const status = await ask(account, { operation: 'status' }, vault.handle, vault.nowMs);
  const guess = newGuess(account, password);
  const what = loginAsk(guess, 1n, status.status?.version ?? 2n);
  const { outcome, ke2, status: after } = await ask(account, what, vault.handle, vault.nowMs);
  const isEvaluated = ke2.length > 0 && isEvaluation(guess, ke2, dealt.oprfKey);
  return { outcome, isEvaluated, notBeforeMs: Number(after?.notBeforeMs ?? 0n) };
}

/** Guesses as often as the vault answers, waiting as long as it says. The number of evaluations. */
async function guessOut(vault: FileVault, account: Account, dealt: Dealt): Promise<number> {
  let evaluated = 0;
  for (let i = 0; i < 100; i++) {
    const { outcome, isEvaluated, notBeforeMs } = await tryPassword(vault, account, dealt, `guess ${i}`);
    if (outcome === 'wait') vault.nowMs = notBeforeMs;
    else if (outcome === 'ok') evaluated += isEvaluated ? 1 : 0;
    else return evaluated;
  }
  throw new Error('the vault goes on answering');
}

/**
 * The bytes of a database and its log and shared memory. Another process reads them: if this one opened and closed them, its
 * own connections would lose their locks.
 */
function bytesOf(database: string): Buffer {
  const files = ['', '-wal', '-shm'].map((suffix) => database + suffix).filter((file) => existsSync(file));
  return execFileSync('cat', files, { maxBuffer: 2 ** 30 });
}

/** Copies the closed database `from` over the closed database `to`. */
function putBack(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(to + suffix, { force: true });
  copyFileSync(from, to);
}

interface Row {
  readonly id: number;
  readonly handle: Uint8Array;
  readonly revision: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Everything that stands in the file, as SQLite tells it. */
function rowsOf(database: string): readonly Row[] {
  const copy = join(temporaryFolder(), 'copy.db');
  copyFileSync(database, copy);
  const connection = new DatabaseSync(copy);
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  expect(tables.map(({ name }) => name)).toEqual(['records']);
  const rows = connection.prepare('SELECT * FROM records ORDER BY id').all() as unknown as Row[];
  connection.close();
  for (const row of rows) expect(Object.keys(row)).toEqual(['id', 'handle', 'revision', 'sealed']);
  return rows;
}

/** A text or bytes in every form in which they might stand in a file. */
function formsOf(secret: Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('base64url')];
  const wide = Buffer.from(bytes.toString('latin1'), 'utf16le');
  // Base64 without its last characters, which hang on what follows.
  const base64 = bytes.toString('base64').slice(0, Math.floor(bytes.length / 3) * 4);
  return [bytes, wide, ...[...texts, base64].map((text) => Buffer.from(text))];
}

describe('a thief of the files without the storage key', () => {
  it(
    'finds no account, password, key or record in them',
    async () => {
      const folder = await newVaultFolder();
      const notes = join(folder.folder, 'freshness.db');
      const vault = await openVault(folder, notes);
      const secrets = new Map<string, Uint8Array>();
      for (let i = 0; i < 6; i++) {
        const account = newAccount(folder.facts, `ada.lovelace.${i}@example.org`);
        const password = `correct horse battery ${i}`;
        const dealt = await register(account, password, vault.handle);
        const guess = newGuess(account, password);
        const login = loginAsk(guess, 1n, 2n);
        const { ke2 } = await ask(account, login, vault.handle, vault.nowMs);
        const { ke3, sessionKey } = await finishGuess(account, guess, ke2, 1n);
        const { releaseSecret } = await ask(account, await finishAsk(login, ke3), vault.handle, vault.nowMs);
        expect(releaseSecret).toEqual(dealt.releaseSecret);
        await tryPassword(vault, account, dealt, 'a wrong one');
        const { oprfKey, record, exportKey } = dealt;
        const all = {
          subject: utf8(account.subject),
          'account id': account.accountId,
          password: utf8(password),
          'OPRF input': guess.input,
          'OPRF key': oprfKey,
          'client key of the record': record.subarray(0, 32),
          'masking key': record.subarray(32, 96),
          envelope: record.subarray(96),
          'export key': exportKey,
          'release secret': releaseSecret,
          KE1: guess.ke1,
          KE2: ke2,
          KE3: ke3,
          'session key': sessionKey.expose(),
          owner: ed25519PublicKey(account.ownerSeed),
          'client key of the token': ed25519PublicKey(account.clientSeed),
          token: utf8(tokenFor(account, START_MS)),
        };
        for (const [name, secret] of Object.entries(all)) secrets.set(`${name} ${i}`, secret);
      }
      const { keys } = folder;
      secrets.set('issuer', utf8(folder.facts.issuer.name));
      secrets.set('realm id', keys.realmId);
      secrets.set('storage key', keys.storageKey.expose());
      secrets.set('private key', keys.serverPrivateKey.expose());
      secrets.set('public key', folder.facts.serverPublicKey);
      secrets.set('stretching', utf8('argon2id'));

      const handles = await vault.store.handles();
      expect(handles).toHaveLength(6);
      const search = (haystack: Buffer): void => {
        for (const [name, secret] of secrets) {
          for (const form of formsOf(secret)) expect(haystack.includes(form), name).toBe(false);
          // Nor a half of what is long enough to be no accident.
          if (secret.length >= 32)
            expect(haystack.includes(Buffer.from(secret).subarray(0, 16)), name).toBe(false);
        }
        // What is searched are the right bytes: the handles are there.
        for (const handle of handles) expect(haystack.includes(Buffer.from(handle))).toBe(true);
      };
      for (const database of [folder.records, notes]) search(bytesOf(database));
      await vault.close();
      for (const database of [folder.records, notes]) search(bytesOf(database));
    },
    TIMEOUT_MS,
  );

  it(
    'cannot tell one record from another, or from itself before, but by the count of writes',
    async () => {
      const folder = await newVaultFolder({ freshness: 'none' });
      const vault = await openVault(folder);
      const [nothing, ...others] = Array.from({ length: 6 }, (_, i) =>
        newAccount(folder.facts, `account ${i}`),
      ) as [Account, ...Account[]];
      // A record of every kind: staged, registered, guessed at, opened, destroyed, deleted.
      const [opened, guessed, destroyed, deleted, registered] = others as [
        Account,
        Account,
        Account,
        Account,
        Account,
      ];
      const dealt = new Map<Account, Dealt>();
      for (const account of others) dealt.set(account, await register(account, 'one password', vault.handle));
      const staging = stageAsk(nothing, await deal(nothing, 'one password'), 0n);
      expect((await ask(nothing, staging, vault.handle, vault.nowMs)).outcome).toBe('ok');
      const guess = newGuess(opened, 'one password');
      const login = loginAsk(guess, 1n, 2n);
      const { ke2 } = await ask(opened, login, vault.handle, vault.nowMs);
      const { ke3 } = await finishGuess(opened, guess, ke2, 1n);
      expect((await ask(opened, await finishAsk(login, ke3), vault.handle, vault.nowMs)).outcome).toBe('ok');
      await tryPassword(vault, guessed, dealt.get(guessed)!, 'a wrong one');
      expect(await guessOut(vault, destroyed, dealt.get(destroyed)!)).toBe(10);
      vault.nowMs = START_MS;
      const body = encodeVaultChange({ version: 2n });
      const abandoning: Ask = { operation: 'abandon', body, version: 2n };
      expect((await ask(deleted, abandoning, vault.handle, vault.nowMs)).outcome).toBe('ok');
      vault.nowMs += 8 * 86_400_000;
      await vault.sweep();
      const phases = await Promise.all(
        [nothing, ...others].map(async (account) => (await recordOf(folder, account, vault.store))!.phase),
      );
      expect(phases).toEqual(['none', 'active', 'active', 'erased', 'none', 'active']);
      vault.nowMs = START_MS;

      // One record written again and again: a login that is asked for again changes nothing in it.
      const again = loginAsk(newGuess(registered, 'whatever'), 1n, 2n);
      const sealed: Uint8Array[] = [];
      const contents = new Set<string>();
      const handle = await accountHandle(folder.keys.storageKey, registered.accountId);
      for (let i = 0; i < REWRITES; i++) {
        expect((await ask(registered, again, vault.handle, vault.nowMs)).outcome).toBe('ok');
        const record = (await recordOf(folder, registered, vault.store))!;
        contents.add(formatHex(encodeVaultRecord(record)));
        sealed.push((await vault.store.get(handle))!.sealed);
      }
      expect(contents.size).toBe(1);
      await vault.close();

      const rows = rowsOf(folder.records);
      expect(rows).toHaveLength(6);
      const all = [...rows.map((row) => row.sealed), ...sealed];
      expect(new Set(all.map(({ length }) => length))).toEqual(new Set([all[0]!.length]));
      // No place in which all are alike, and no eight bytes in a row that any two have in common.
      for (let at = 0; at < all[0]!.length; at++) {
        expect(new Set(all.map((bytes) => bytes[at])).size).toBeGreaterThan(1);
      }
      const seen = new Set<bigint>();
      const distinct = new Set(all.map(formatHex));
      expect(distinct.size).toBe(all.length - 1);
      for (const hex of distinct) {
        const bytes = Buffer.from(hex, 'hex');
        for (let at = 0; at + 8 <= bytes.length; at++) {
          const window = bytes.readBigUInt64BE(at);
          if (seen.has(window)) throw new Error(`two records have ${window.toString(16)} in common`);
          seen.add(window);
        }
      }
      // As many ones as noise, in any two versions of one record other bits, each value as often as any other, no compression.
      const [first, second] = sealed as [Uint8Array, Uint8Array];
      let differing = 0;
      for (const [at, byte] of first.entries())
        differing += (byte ^ second[at]!).toString(2).replaceAll('0', '').length;
      expect(Math.abs(differing / (first.length * 8) - 0.5)).toBeLessThan(0.02);
      const noise = Buffer.concat(all.slice(0, -1));
      const counts = new Array<number>(256).fill(0);
      for (const byte of noise) counts[byte]!++;
      const expected = noise.length / 256;
      const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // 255 degrees of freedom: beyond 420 once in ten thousand million.
      expect(chiSquared).toBeLessThan(420);
      expect(deflateRawSync(noise, { level: 9 }).length).toBeGreaterThanOrEqual(noise.length);
      console.log(
        `${all.length} sealed records of ${first.length} bytes, chi-squared ${chiSquared.toFixed(0)}`,
      );
      // What is told: how many accounts there are, in which order they came, and how often each was written, by sweeps too.
      expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(rows.map(({ revision }) => revision.at(-1))).toEqual([5, 4, 12, 4, 2 + REWRITES, 2]);
    },
    TIMEOUT_MS,
  );
});

/** A guess at a stolen record, as spec/opaque.md describes registration: the export key if it is right. */
async function guessOffline(
  { record, oprfKey }: Pick<Dealt, 'record' | 'oprfKey'>,
  { accountId }: Account,
  { password, ksf }: { readonly password: string; readonly ksf: Ksf },
): Promise<Uint8Array | undefined> {
  const { hash } = suite;
  const output = evaluate(
    suite,
    'oprf',
    oprfKey,
    encodePasswordInput({ password, account: accountId }).expose(),
  ).expose();
  const stretched = await ksf.stretch(output, hash.bytes);
  const randomized = hash.extract(new Uint8Array(0), Buffer.concat([output, stretched]));
  const maskingKey = hash.expand(randomized, utf8('MaskingKey'), hash.bytes);
  if (formatHex(maskingKey) !== formatHex(record.subarray(32, 96))) return undefined;
  const nonce = record.subarray(96, 128);
  return hash.expand(randomized, Buffer.concat([nonce, utf8('ExportKey')]), hash.bytes);
}

describe('a thief of the files and the storage key', () => {
  it(
    'tries passwords at the price of Argon2id, against what was not erased',
    async () => {
      const folder = await newVaultFolder({ freshness: 'none' });
      const vault = await openVault(folder);
      const [victim, destroyed] = ['victim', 'destroyed'].map((name) => newAccount(folder.facts, name)) as [
        Account,
        Account,
      ];
      const ksf = argon2id({ memoryKib: 65_536, passes: 3, parallelism: 4 });
      const dealt = await deal(victim, 'Tr0ub4dor', { ksf });
      for (const what of [stageAsk(victim, dealt, 0n), commitAsk(victim, 1n, 1n)]) {
        expect((await ask(victim, what, vault.handle, vault.nowMs)).outcome).toBe('ok');
      }
      await tryPassword(vault, victim, dealt, 'a wrong one');
      await guessOut(vault, destroyed, await register(destroyed, 'Tr0ub4dor', vault.handle));
      await vault.close();

      const thief = await sqliteRecordStore(folder.records);
      onTestFinished(() => thief.close());
      const stolen = (await recordOf(folder, victim, thief))!;
      // Counts are read, and who is behind a record by trying names: it holds none.
      expect(stolen).toMatchObject({ phase: 'active', attempts: 1, unacknowledged: 1 });
      expect(await recordOf(folder, newAccount(folder.facts, 'nobody'), thief)).toBeUndefined();
      expect(Buffer.from(encodeVaultRecord(stolen)).includes('victim')).toBe(false);
      const keys = stolen.active!;
      expect(keys.releaseSecret).toEqual(dealt.releaseSecret);
      const begin = performance.now();
      expect(await guessOffline(keys, victim, { password: 'letmein', ksf })).toBeUndefined();
      const milliseconds = performance.now() - begin;
      expect(await guessOffline(keys, victim, { password: 'Tr0ub4dor', ksf })).toEqual(
        new Uint8Array(dealt.exportKey),
      );
      console.log(`one offline guess: ${milliseconds.toFixed(0)} ms`);
      // Nothing is left to try a password against where ten attempts were used.
      const { active } = (await recordOf(folder, destroyed, thief)) as VaultRecord;
      expect([active!.oprfKey, active!.record]).toEqual([new Uint8Array(0), new Uint8Array(0)]);
    },
    TIMEOUT_MS,
  );
});

describe('an old copy of the files put back', () => {
  /** Registers two accounts, keeps a copy, and uses up all guesses at one of them. */
  async function exhausted(freshnessFile?: string) {
    const folder = await newVaultFolder(freshnessFile === undefined ? { freshness: 'none' } : {});
    let vault = await openVault(folder, freshnessFile);
    const [account, bystander] = [newAccount(folder.facts, 'account'), newAccount(folder.facts, 'bystander')];
    const dealt = await register(account, 'the right one', vault.handle);
    const others = await register(bystander, 'another', vault.handle);
    await vault.close();
    const copies = temporaryFolder();
    const [oldRecords, oldNotes] = [join(copies, 'records.db'), join(copies, 'freshness.db')];
    copyFileSync(folder.records, oldRecords);
    if (freshnessFile !== undefined) copyFileSync(freshnessFile, oldNotes);
    vault = await openVault(folder, freshnessFile);
    const guesses = await guessOut(vault, account, dealt);
    await vault.close();
    const newRecords = join(copies, 'new.db');
    copyFileSync(folder.records, newRecords);
    return { folder, account, bystander, dealt, others, oldRecords, oldNotes, newRecords, guesses };
  }

  it(
    'gives all its attempts again, as often as it is put back, where there is no freshness',
    async () => {
      const { folder, account, dealt, oldRecords, guesses } = await exhausted();
      let evaluations = guesses;
      for (let i = 0; i < 3; i++) {
        putBack(oldRecords, folder.records);
        const vault = await openVault(folder);
        evaluations += await guessOut(vault, account, dealt);
        // Thirty in all would lock it; that count came back too.
        expect(await recordOf(folder, account, vault.store)).toMatchObject({
          phase: 'erased',
          unacknowledged: 10,
        });
        await vault.close();
      }
      expect(evaluations).toBe(40);
    },
    TIMEOUT_MS,
  );

  it(
    'is answered with rolled-back, and nothing else, where there is one',
    async () => {
      const notes = join(temporaryFolder(), 'freshness.db');
      const { folder, account, bystander, dealt, others, oldRecords, newRecords, guesses } =
        await exhausted(notes);
      expect(guesses).toBe(10);
      putBack(oldRecords, folder.records);
      let vault = await openVault(folder, notes);
      const version = encodeVaultChange({ version: 2n });
      const login = loginAsk(newGuess(account, 'the right one'), 1n, 2n);
      const { ownerSeed } = account;
      const asks: Ask[] = [
        { operation: 'status' },
        login,
        await finishAsk(login, new Uint8Array(64)),
        stageAsk(account, { ...dealt, generation: 2n }, 2n),
        commitAsk(account, 1n, 1n),
        { operation: 'abandon', body: version, version: 2n },
        { operation: 'acknowledge', body: version, version: 2n, ownerSeed },
        { operation: 'cancel', body: version, version: 2n, ownerSeed },
      ];
      for (const what of asks) {
        const answer = await ask(account, what, vault.handle, vault.nowMs);
        expect(answer).toMatchObject({ outcome: 'rolled-back', status: undefined });
        expect([answer.ke2.length, answer.releaseSecret.length]).toEqual([0, 0]);
      }
      expect(vault.evaluations).toBe(0);
      expect(await vault.sweep()).toBe(0);
      // Whoever's record is the same in the copy is served.
      expect(await tryPassword(vault, bystander, others, 'a guess')).toMatchObject({
        outcome: 'ok',
        isEvaluated: true,
      });
      await vault.close();
      // A store that begins anew is an old one too.
      rmSync(folder.records);
      vault = await openVault(folder, notes);
      expect((await ask(account, { operation: 'status' }, vault.handle, vault.nowMs)).outcome).toBe(
        'rolled-back',
      );
      await vault.close();
      // And with the newest copy all is as before.
      putBack(newRecords, folder.records);
      vault = await openVault(folder, notes);
      const { outcome, status } = await ask(account, { operation: 'status' }, vault.handle, vault.nowMs);
      expect({ outcome, phase: status?.phase }).toEqual({ outcome: 'ok', phase: 'erased' });
      await vault.close();
    },
    TIMEOUT_MS,
  );

  it(
    'works again where the freshness file was put back with it, which is the limit of freshness',
    async () => {
      const notes = join(temporaryFolder(), 'freshness.db');
      const { folder, account, dealt, oldRecords, oldNotes } = await exhausted(notes);
      putBack(oldRecords, folder.records);
      putBack(oldNotes, notes);
      const vault = await openVault(folder, notes);
      expect(await guessOut(vault, account, dealt)).toBe(10);
    },
    TIMEOUT_MS,
  );

  it(
    'does not open under another revision, or in the place of another account',
    async () => {
      const { folder, account, bystander, newRecords, oldRecords } = await exhausted();
      const spoil = async (sql: string): Promise<VaultOutcome[]> => {
        putBack(newRecords, folder.records);
        const connection = new DatabaseSync(folder.records);
        connection.exec(`ATTACH '${oldRecords}' AS old; ${sql}; DETACH old`);
        connection.close();
        const vault = await openVault(folder);
        const outcomes: VaultOutcome[] = [];
        for (const each of [account, bystander]) {
          outcomes.push((await ask(each, { operation: 'status' }, vault.handle, vault.nowMs)).outcome);
        }
        expect(vault.evaluations).toBe(0);
        await vault.close();
        return outcomes;
      };
      const old = '(SELECT sealed FROM old.records WHERE old.records.id = main.records.id)';
      expect(await spoil(`UPDATE main.records SET sealed = ${old} WHERE id = 1`)).toEqual([
        'rolled-back',
        'ok',
      ]);
      const other = '(SELECT sealed FROM old.records WHERE old.records.id = 3 - main.records.id)';
      expect(
        await spoil(`UPDATE main.records SET sealed = ${other}, revision = x'0000000000000002'`),
      ).toEqual(['rolled-back', 'rolled-back']);
    },
    TIMEOUT_MS,
  );
});
