// The portable packages in Debian's Chromium: their vectors over WebCrypto and over noble, and an archive that the command
// made, read over `fetch`.

import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hpkeOpen, xwingPublicKey } from '@muniment/crypto';
import { hpkeSealWithRandomness } from '@muniment/crypto/derandomized';
import { formatRecoveryKey, generateRecoveryKey, parseRecoveryKey } from '@muniment/keys';
import { fromHex, seededRandom, toHex } from '@muniment/test-kit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flipBit, type ListedLine, largestPack, type MadeArchive, makeArchive } from './browser/archive.ts';
import { bundleForBrowser, bundlePage, findVectorTests } from './browser/bundle.ts';
import { INSECURE_HOST, startChromium } from './browser/chromium.ts';
import type { FileReport, HpkeMessage, PageApi, PageEntry, ReadOutcome } from './browser/page.ts';
import { type PageServer, serve } from './browser/server.ts';

declare const muniment: PageApi;

const VECTORS = fileURLToPath(new URL('../../../test-vectors/', import.meta.url));
/** Suites of packages that make no promise about browsers. */
const ELSEWHERE = ['opaque/', 'vault-steps/'];
const TESTS = findVectorTests();

const vectorFiles = globSync('**/*', { cwd: VECTORS, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(VECTORS.length))
  .filter((path) => !ELSEWHERE.some((folder) => path.startsWith(folder)))
  .sort();

/** Operations of suites that only those other packages have. */
const OPERATIONS_ELSEWHERE = ['encapsulation.time', 'vault-transcripts.request'];

interface Suite {
  readonly vectorCount?: number;
  readonly vectors: readonly { readonly id: string; readonly operation: string }[];
}

/** Every suite of the project's own: path to the ids of its vectors. */
const suites = new Map(
  vectorFiles
    .filter((path) => path.endsWith('.json') && !path.startsWith('third-party/'))
    .map((path) => [path, JSON.parse(readFileSync(join(VECTORS, path), 'utf8')) as Suite] as const)
    .filter(([, { vectorCount }]) => vectorCount !== undefined)
    .map(([path, { vectors }]) => {
      const own = vectors.filter(
        ({ operation }) => !OPERATIONS_ELSEWHERE.includes(`${dirname(path)}.${operation}`),
      );
      return [path, own.map(({ id }) => id)] as const;
    }),
);

const scratch = mkdtempSync(join(tmpdir(), 'muniment-browser-'));
/** Browsers have WebCrypto on trusted origins only; elsewhere the packages fall back to noble. */
const PAGES = [
  { provider: 'webcrypto', host: '127.0.0.1' },
  { provider: 'noble', host: INSECURE_HOST },
];

/** A page that runs one file of vector tests after the other from the moment it is there. */
interface RunningPage {
  readonly page: Page;
  readonly reports: ReadonlyMap<string, Promise<FileReport>>;
  /** Exceptions that nobody caught, and violations of the content security policy. */
  readonly errors: readonly unknown[];
}

const pages = new Map<string, RunningPage>();
let server: PageServer;
let browser: Browser;
/** Made once, when a test first asks for it. */
let archive: Promise<MadeArchive> | undefined;

beforeAll(async () => {
  server = await serve(await bundlePage(TESTS));
  browser = await startChromium();
  for (const { provider, host } of PAGES) pages.set(provider, await openPage(host));
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function openPage(host: string): Promise<RunningPage> {
  const page = await browser.newPage();
  const errors: unknown[] = [];
  page.on('pageerror', (error) => errors.push(error));
  page.on('console', (message) => {
    // The browser reports each 404 by itself; whether that is right is for the tests of the store.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) errors.push(message.text());
  });
  await page.goto(`http://${host}:${server.port}/`);
  await page.waitForFunction(() => 'muniment' in globalThis);
  await page.evaluate((paths) => muniment.fetchVectorFiles(paths), vectorFiles);
  const reports = new Map<string, Promise<FileReport>>();
  let before: Promise<unknown> = Promise.resolve();
  for (const file of TESTS) {
    const report = before.then(() => page.evaluate((path) => muniment.runVectorTests(path), file));
    reports.set(file, report);
    // One that fails is seen by the test that waits for it.
    before = report.catch(() => {});
  }
  return { page, reports, errors };
}

async function servedArchive(): Promise<MadeArchive> {
  archive ??= makeArchive(join(scratch, 'archive'));
  const made = await archive;
  server.addStore('archive', made.store);
  return made;
}

// The pages are busy from the start, so that any test may have to wait.
describe.each(PAGES)('over $provider', { timeout: 180_000 }, ({ provider }) => {
  let page: Page;
  let reports: RunningPage['reports'];

  beforeAll(() => {
    ({ page, reports } = pages.get(provider)!);
  });

  it('is a page without Node, on the expected primitives', async () => {
    expect(await page.evaluate(() => muniment.environment())).toEqual({
      provider,
      hasWebCrypto: provider === 'webcrypto',
      hasNode: false,
    });
  });

  it.each(TESTS)('passes %s', async (file) => {
    const { failures, tests } = await reports.get(file)!;
    expect(failures).toEqual([]);
    expect(tests).toBeGreaterThan(1);
  });

  it('ran every vector of every suite', async () => {
    const all = await Promise.all(reports.values());
    const ran = new Map<string, Set<string>>();
    for (const suite of all.flatMap((report) => report.suites)) {
      ran.set(suite.path, new Set([...(ran.get(suite.path) ?? []), ...suite.ran]));
    }
    expect([...ran.keys()].sort()).toEqual([...suites.keys()]);
    for (const [path, ids] of suites)
      expect([path, ids.filter((id) => !ran.get(path)!.has(id))]).toEqual([path, []]);
    const read = all.flatMap((report) => report.read);
    expect(read.filter((path) => path.startsWith('third-party/')).sort()).toEqual([
      'third-party/wycheproof-c2sp_chunked_encryption_aes_256_gcm_test.json',
      'third-party/wycheproof-hkdf_sha512_test.json',
      'third-party/xwing-kem.json',
    ]);
  });

  it('seals and opens the same HPKE messages as Node', async () => {
    const messages = await hpkeMessages(8);
    const { checked, sealed } = await page.evaluate((all) => muniment.checkHpke(all), messages);
    expect(checked).toBe(8);
    const { secret, info, aad, plaintext } = messages[7]!;
    const opened = await hpkeOpen(fromHex(secret), fromHex(info), fromHex(aad), fromHex(sealed));
    expect(toHex(opened)).toBe(plaintext);
  });

  it('reads an archive of the command over fetch, with the digits alone', async () => {
    const archive = await servedArchive();
    const before = { ...server.served };
    const outcome = await read(page, 'archive', archive.digits);
    if ('code' in outcome) throw new Error(`${outcome.code} ${JSON.stringify(outcome.details)}`);
    expect(outcome.entries.map(asListed)).toEqual(archive.listing.map(fromCommand));
    expect(outcome.compressions).toContain('zstd');
    for (const { pathHex, sha256 } of outcome.entries.filter(({ kind }) => kind === 'file')) {
      const path = Buffer.concat([Buffer.from(`${dirname(archive.source)}/`), fromHex(pathHex)]);
      expect(sha256, path.toString()).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    }
    const hashed = outcome.entries.filter(({ sha256 }) => sha256 !== undefined);
    expect(hashed.length).toBe(archive.listing.filter(({ kind }) => kind === 'file').length);
    expect(hashed.length).toBeGreaterThan(60);
    expect(server.served.whole).toBeGreaterThan(before.whole);
    expect(server.served.partial).toBeGreaterThan(before.partial);
  });

  it('refuses digits that are wrong, and names the row', async () => {
    const { digits } = await servedArchive();
    const at = digits.split('\n').slice(0, 2).join('\n').length + 3;
    const digit = (Number(digits[at]) + 1) % 10;
    const mistyped = digits.slice(0, at) + digit + digits.slice(at + 1);
    expect(await read(page, 'archive', mistyped)).toEqual({
      code: 'ERR_RECOVERY_KEY_ROW',
      details: { row: 3, rows: '3' },
    });
    expect(await read(page, 'archive', digits.slice(0, -1))).toEqual({
      code: 'ERR_RECOVERY_KEY_LENGTH',
      details: { digits: 63, expected: 64 },
    });
  });

  it('refuses the digits of another archive', async () => {
    const { digits } = await servedArchive();
    const other = await generateRecoveryKey();
    const { keyId } = await parseRecoveryKey(digits);
    expect(await read(page, 'archive', formatRecoveryKey(other))).toEqual({
      code: 'ERR_RECOVERY_KEY_OTHER',
      details: { keyId: other.keyId, keyIds: keyId },
    });
  });

  it('notices an altered and a missing pack, and an altered keyring', async () => {
    const { store, digits } = await servedArchive();
    const damage = (name: string, spoil: (folder: string) => void): Promise<ReadOutcome> => {
      const folder = join(scratch, `${provider}-${name}`);
      cpSync(store, folder, { recursive: true });
      spoil(folder);
      server.addStore(basename(folder), folder);
      return read(page, basename(folder), digits);
    };
    // A byte of the first segment, which holds content; the last may be padding, which a read by ranges leaves out.
    const altered = await damage('altered', (folder) => flipBit(largestPack(folder), 200));
    expect(altered).toMatchObject({ code: 'ERR_SEGMENT' });
    const missing = await damage('missing', (folder) => unlinkSync(largestPack(folder)));
    expect(missing).toMatchObject({ code: 'ERR_PACK_MISSING' });
    // The sealed body, just before the MAC.
    const keyring = await damage('keyring', (folder) => {
      for (const path of globSync('keyring/*', { cwd: folder })) flipBit(join(folder, path), -40);
    });
    expect(keyring).toMatchObject({ code: 'ERR_KEYRING_MAC' });
  });

  it('broke no rule of the page, and threw nothing behind its back', () => {
    expect(pages.get(provider)!.errors).toEqual([]);
  });
});

it.each([
  ["import '@muniment/crypto/providers/node';", /providers\/node\.js imports node:crypto/],
  ["import '../../../archive/src/compression/compressor-node.ts';", /compressor-node\.js imports node:zlib/],
  ["export { folderStore } from '@muniment/storage';", /"folderStore" is not exported/],
  ["import fs from 'fs'; fs.readFileSync('x');", /imports fs, which browsers do not have/],
  ["import 'no-such-package';", /no-such-package/],
])('does not bundle %s', async (source, message) => {
  await expect(bundleForBrowser(source)).rejects.toThrow(message);
});

it('says what to install where there is no browser', async () => {
  await expect(startChromium('/nowhere/chromium')).rejects.toThrow('install the Debian package chromium');
});

function read(page: Page, store: string, digits: string): Promise<ReadOutcome> {
  return page.evaluate(([base, text]) => muniment.readArchive(base!, text!), [`/stores/${store}/`, digits]);
}

/** Messages of Node's provider, from generated inputs. */
async function hpkeMessages(count: number): Promise<HpkeMessage[]> {
  const random = seededRandom(3);
  const messages: HpkeMessage[] = [];
  for (let i = 0; i < count; i++) {
    const [secret, info, aad, plaintext, randomness] = [32, 3 * i, 2 * i, 32 * i, 64].map((n) =>
      random.bytes(n),
    );
    const publicKey = await xwingPublicKey(secret!);
    const sealed = await hpkeSealWithRandomness(publicKey, info!, aad!, plaintext!, randomness!);
    const fields = { secret, publicKey, info, aad, plaintext, randomness, sealed };
    messages.push(
      Object.fromEntries(
        Object.entries(fields).map(([name, bytes]) => [name, toHex(bytes!)]),
      ) as unknown as HpkeMessage,
    );
  }
  return messages;
}

/** An entry as the page found it, less its content. */
function asListed({ sha256: _, ...entry }: PageEntry): Omit<PageEntry, 'sha256'> {
  return entry;
}

/** The same from a line of the command. */
function fromCommand(line: ListedLine): Omit<PageEntry, 'sha256'> {
  const { path, pathBase64, kind, mode, uid, gid, size, mtime, target } = line;
  const bytes = pathBase64 === undefined ? Buffer.from(path) : Buffer.from(pathBase64, 'base64');
  return {
    pathHex: bytes.toString('hex'),
    kind,
    mode,
    uid,
    gid,
    size: String(size),
    mtime,
    target: target ?? '',
  };
}
