// What runs in the browser: the vector tests of the packages, HPKE messages from elsewhere, and the reading of an archive
// over `fetch`.

import { Archive, type ArchiveKeys } from '@muniment/archive';
import { createSha256, defaultProvider, hpkeOpen, hpkeSeal, xwingPublicKey } from '@muniment/crypto';
import { hpkeSealWithRandomness } from '@muniment/crypto/derandomized';
import { isMunimentError } from '@muniment/errors';
import { type OpenKeyring, openKeyrings, parseRecoveryKey } from '@muniment/keys';
import { fetchStore } from './fetch-store.ts';
import { fetchVectorFiles, fromHex, type SuiteReport, takeReports, toHex } from './test-kit.ts';
import { runTestFile, type TestReport } from './vitest.ts';

/** What a page can do and what the packages made of it. */
export interface Environment {
  readonly provider: string;
  readonly hasWebCrypto: boolean;
  readonly hasNode: boolean;
}

/** Outcome of one file of vector tests. */
export interface FileReport extends TestReport {
  readonly suites: readonly SuiteReport[];
  /** Files below test-vectors/ that were read. */
  readonly read: readonly string[];
}

/** An HPKE message and all that made it, in hexadecimal. */
export interface HpkeMessage {
  readonly secret: string;
  readonly publicKey: string;
  readonly info: string;
  readonly aad: string;
  readonly plaintext: string;
  readonly randomness: string;
  readonly sealed: string;
}

/** An entry as the command's `ls --json` describes it. */
export interface PageEntry {
  readonly pathHex: string;
  readonly kind: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: string;
  /** ISO 8601 with nanoseconds. */
  readonly mtime: string;
  readonly target: string;
  /** SHA-256 of a file's content. */
  readonly sha256: string | undefined;
}

/** What an attempt at reading an archive came to. */
export type ReadOutcome =
  | { readonly entries: readonly PageEntry[]; readonly compressions: readonly string[] }
  | { readonly code: string; readonly details: Readonly<Record<string, unknown>> };

/** What the page offers to whoever drives it. */
export interface PageApi {
  environment(): Environment;
  fetchVectorFiles(paths: readonly string[]): Promise<void>;
  runVectorTests(file: string): Promise<FileReport>;
  /** Repeats each message bit by bit and opens it; gives back one sealed here. @throws Error naming what differs */
  checkHpke(messages: readonly HpkeMessage[]): Promise<{ checked: number; sealed: string }>;
  /** Opens the archive whose store is served at `base` with the 64 digits and reads all of its latest snapshot. */
  readArchive(base: string, digits: string): Promise<ReadOutcome>;
}

/** Makes the page ready, with the vector tests it can run: path to import. */
export function start(tests: Readonly<Record<string, () => Promise<unknown>>>): void {
  const api: PageApi = {
    environment: () => ({
      provider: defaultProvider.name,
      hasWebCrypto: globalThis.crypto.subtle !== undefined,
      hasNode: 'process' in globalThis || 'Buffer' in globalThis || 'require' in globalThis,
    }),
    fetchVectorFiles,
    async runVectorTests(file) {
      takeReports();
      const report = await runTestFile(tests[file]!);
      return { ...report, ...takeReports() };
    },
    checkHpke,
    async readArchive(base, digits) {
      try {
        return await readArchive(base, digits);
      } catch (error) {
        if (!isMunimentError(error)) throw error;
        return { code: error.code, details: error.details };
      }
    },
  };
  Object.assign(globalThis, { muniment: api });
}

async function checkHpke(messages: readonly HpkeMessage[]): Promise<{ checked: number; sealed: string }> {
  const check = (what: string, bytes: Uint8Array, expected: string): void => {
    if (toHex(bytes) !== expected) throw new Error(`${what} differs`);
  };
  let last = '';
  for (const message of messages) {
    const secret = fromHex(message.secret);
    const publicKey = fromHex(message.publicKey);
    const info = fromHex(message.info);
    const aad = fromHex(message.aad);
    const plaintext = fromHex(message.plaintext);
    const sealed = fromHex(message.sealed);
    check('the public key', await xwingPublicKey(secret), message.publicKey);
    const again = await hpkeSealWithRandomness(publicKey, info, aad, plaintext, fromHex(message.randomness));
    check('the sealed message', again, message.sealed);
    check('the opened message', await hpkeOpen(secret, info, aad, sealed), message.plaintext);
    for (const at of [0, 1100, sealed.length - 1]) {
      const altered = new Uint8Array(sealed);
      altered[at]! ^= 1;
      const code = await hpkeOpen(secret, info, aad, altered).then(
        () => 'none',
        (error) => String(error.code),
      );
      if (code !== 'ERR_AUTHENTICATION') throw new Error(`a message altered at ${at} gives ${code}`);
    }
    last = toHex(await hpkeSeal(publicKey, info, aad, plaintext));
  }
  return { checked: messages.length, sealed: last };
}

async function readArchive(base: string, digits: string): Promise<ReadOutcome> {
  const store = fetchStore(base);
  const key = await parseRecoveryKey(digits);
  const objects: { name: string; bytes: Uint8Array }[] = [];
  for await (const { name } of store.list('keyring/')) objects.push({ name, bytes: await store.get(name) });
  const { tips } = await openKeyrings(objects, { type: 'recovery-key', key });
  const archive = await Archive.open(store, archiveKeys(tips[0]!));
  const head = archive.snapshot('latest');
  const chunks = archive.chunkReader();
  const entries: PageEntry[] = [];
  const compressions = new Set<string>();
  for await (const { entry, extents } of archive.manifest(head, chunks).entries()) {
    const { path, kind, mode, uid, gid, size, mtimeNs, target } = entry;
    const hash = createSha256();
    for await (const extent of extents()) {
      if ('chunk' in extent) compressions.add(extent.chunk.block.compression);
      hash.update('hole' in extent ? new Uint8Array(Number(extent.hole)) : await chunks.read(extent.chunk));
    }
    entries.push({
      pathHex: toHex(path),
      kind,
      mode: mode.toString(8).padStart(4, '0'),
      uid,
      gid,
      size: String(size),
      mtime: isoTime(mtimeNs),
      target: new TextDecoder().decode(target),
      sha256: kind === 'file' ? toHex(hash.digest()) : undefined,
    });
  }
  return { entries, compressions: [...compressions] };
}

function archiveKeys({
  archiveId,
  dedupKey,
  chunkerKey,
  epochs,
  generation,
  hash,
}: OpenKeyring): ArchiveKeys {
  return {
    archiveId,
    dedupKey,
    chunkerKey,
    epochs,
    keyringGeneration: Number(generation),
    keyringHash: hash,
  };
}

function isoTime(ns: bigint): string {
  const second = 1_000_000_000n;
  const fraction = ((ns % second) + second) % second;
  const seconds = new Date(Number((ns - fraction) / second) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(9, '0')}Z`;
}
