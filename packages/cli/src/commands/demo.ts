// `muniment demo`: everything that matters, once, in a minute: back up, lose the device, restore with the digits, and with a password,
// compare.

import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import {
  addPassword,
  backUp,
  createArchive,
  openArchive,
  type Place,
  type RecoverySheet,
  recoverByPassword,
  restore,
  type Session,
} from '@muniment/backup';
import { isMunimentError, MunimentError } from '@muniment/errors';
import { parseRecoveryKey } from '@muniment/keys';
import { argon2id } from '@muniment/opaque';
import { folderStore, type Store } from '@muniment/storage';
import { compareTrees, type TreeComparison } from '../compare-trees.ts';
import { type DemoVault, type DemoVaultView, startDemoVault } from '../demo-vault.ts';
import { formatBytes, formatCount, formatTable } from '../format.ts';
import { keepHeapSmall } from '../heap.ts';
import { type CommonOptions, EXIT_OK, EXIT_PARTIAL, noticeLog, type Run, watched } from '../run.ts';
import { writeSample } from '../sample.ts';
import { messageOf } from '../vault-words.ts';

export interface DemoOptions extends CommonOptions {
  readonly keepFolder?: boolean;
}

const SHOWN_OBJECT_COUNT = 4;
const SHOWN_DIFFERENCE_COUNT = 10;
/** Names searched for in the store: short ones could be there by chance, and more than a few prove no more. */
const SEARCHED_NAME_COUNT = 20;
const SEARCHED_NAME_BYTES = 8;
const ACCOUNT = 'ada-lovelace';
const PASSWORD = 'violin trapdoor kiosk purple';
const WRONG_PASSWORD = 'violin trapdoor kiosk yellow';
/** The least that the protocol allows, so that the demo is quick. */
const STRETCHING = { memoryKib: 65_536, passes: 3, parallelism: 4 };

export async function demo(run: Run, folder: string | undefined, options: DemoOptions): Promise<number> {
  keepHeapSmall();
  const room = await mkdtemp(join(tmpdir(), 'muniment-demo-'));
  try {
    const vault = await startDemoVault(join(room, 'vault'));
    try {
      return await demonstrate(run, room, folder, vault);
    } finally {
      await vault.close();
    }
  } finally {
    if (options.keepFolder === true) run.output.say(`Left for you to look at: ${room}`);
    else await rm(room, { recursive: true, force: true });
  }
}

async function demonstrate(
  run: Run,
  room: string,
  folder: string | undefined,
  vault: DemoVault,
): Promise<number> {
  const { output } = run;
  const source = folder === undefined ? join(room, 'chat-history') : resolve(folder);
  if (folder === undefined) writeSample(source);
  else assertUsable(source, room);

  const store = folderStore(join(room, 'store'), { create: true });
  const device = { store, home: join(room, 'old-device'), location: join(room, 'store') };
  output.say(
    `1. Back up ${folder === undefined ? 'a sample chat history' : source} to a store that nobody trusts.`,
  );
  const digits = await backUpOnce(run, device, source, vault);

  await rm(device.home, { recursive: true });
  output.say('4. The device is lost, and its keys with it.');

  output.say('5. On a new device, type the 64 digits and restore.');
  const byDigits = join(room, 'restored');
  const notices = await restoreWith(run, { store, home: join(room, 'new-device') }, digits, byDigits);
  const comparison = compare(run, source, byDigits);

  output.say('6. On another new device, the password.');
  const byPassword = join(room, 'restored-by-password');
  const other = await restoreByPassword(run, { store, home: join(room, 'third-device') }, vault, byPassword);
  const second = compare(run, source, byPassword);

  const seen = await lookAsStore(store, source);
  showStore(run, seen);
  const vaultView = vault.look([PASSWORD, ACCOUNT, ...seen.searched]);
  showVault(run, vaultView);
  showResult(run, comparison, seen, { second, wrongPasswords: other.wrongPasswords, vaultView });
  const isWhole =
    comparison.differences.length + second.differences.length + seen.found.length + vaultView.found.length ===
    0;
  return isWhole && !notices && !other.isPartial ? EXIT_OK : EXIT_PARTIAL;
}

function compare({ output }: Run, source: string, into: string): TreeComparison {
  const comparison = compareTrees(source, join(into, basename(source)));
  const { files, folders, links, bytes, differences } = comparison;
  output.say(
    `     Compared: ${formatCount(files, 'file')} (${formatBytes(bytes)}), ${formatCount(folders, 'folder')}, ${formatCount(links, 'link')};`,
  );
  output.say(
    differences.length === 0
      ? '     every byte, name, mode, time and link is the same.'
      : `     ${formatCount(differences.length, 'DIFFERENCE')}:`,
  );
  for (const difference of differences.slice(0, SHOWN_DIFFERENCE_COUNT)) output.result(`     ${difference}`);
  return comparison;
}

function assertUsable(path: string, room: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new MunimentError('ERR_INPUT_FILE', `${path} is not a folder`, { path });
  }
  if (!relative(path, room).startsWith('..')) {
    throw new MunimentError(
      'ERR_USAGE',
      `${path} holds the folder for temporary files, where the demo works`,
    );
  }
}

/** Makes the archive and one snapshot, and sets a password; gives the digits as they stand on the sheet. */
async function backUpOnce(run: Run, place: Place, source: string, vault: DemoVault): Promise<string> {
  const { output } = run;
  let digits = '';
  const confirm = (sheet: RecoverySheet): void => {
    digits = sheet.digits();
  };
  const session = await createArchive({ ...place, deviceName: 'old device', confirm });
  try {
    const began = performance.now();
    const result = await backUp(session, { ...watched(run, noticeLog(run)), paths: [source] });
    const seconds = (performance.now() - began) / 1000;
    output.endProgress();
    const { files, bytes, storedBytes } = result;
    output.say(
      `     ${formatCount(files, 'file')}, ${formatBytes(bytes)}, became ${formatBytes(storedBytes)} in ${seconds.toFixed(1)} s.`,
    );
    output.say('2. The recovery key, to be written down:');
    for (const row of digits.split('\n')) output.say(`     ${row}`);
    output.say('3. A password besides, which a key vault checks; it runs in this process.');
    const added = await addPassword(session, {
      ...vault.accessOf(ACCOUNT),
      password: PASSWORD,
      ksf: argon2id(STRETCHING),
    });
    output.say(`     \`${PASSWORD}\` for the account ${ACCOUNT}; fingerprint ${added.vault.fingerprint}`);
    return digits;
  } finally {
    await session.close();
  }
}

/** True if something could not be restored. */
async function restoreWith(run: Run, place: Place, digits: string, into: string): Promise<boolean> {
  const key = await parseRecoveryKey(digits);
  const session = await openArchive({ ...place, unlock: { type: 'recovery-key', key } });
  try {
    return await restoreAll(run, session, into);
  } finally {
    await session.close();
    key.wipe();
  }
}

/** Tries a wrong password, then the right one. */
async function restoreByPassword(
  run: Run,
  place: Place,
  vault: DemoVault,
  into: string,
): Promise<{ readonly isPartial: boolean; readonly wrongPasswords: number }> {
  const access = vault.accessOf(ACCOUNT);
  let wrongPasswords = 0;
  try {
    await (await recoverByPassword(place, { ...access, password: WRONG_PASSWORD })).close();
  } catch (error) {
    if (!isMunimentError(error, 'ERR_PASSWORD_WRONG')) throw error;
    wrongPasswords++;
    run.output.say(`     \`${WRONG_PASSWORD}\`: ${messageOf(error)}.`);
  }
  const session = await recoverByPassword(place, { ...access, password: PASSWORD });
  run.output.say(`     \`${PASSWORD}\`: the archive is open.`);
  try {
    return { isPartial: await restoreAll(run, session, into), wrongPasswords };
  } finally {
    await session.close();
  }
}

async function restoreAll(run: Run, session: Session, into: string): Promise<boolean> {
  const notices = noticeLog(run);
  const { failed } = await restore(session, { ...watched(run, notices), into });
  run.output.endProgress();
  return notices.isPartial() || failed.count > 0;
}

/** What the keeper of the store has before them. */
interface StoreView {
  readonly objects: readonly { readonly name: string; readonly size: number }[];
  readonly bytes: number;
  /** Names of files that were looked for in every object. */
  readonly searched: readonly string[];
  /** Those that were there. */
  readonly found: readonly string[];
}

async function lookAsStore(store: Store, source: string): Promise<StoreView> {
  const searched = someNames(source);
  const found = new Set<string>();
  const objects: { name: string; size: number }[] = [];
  for await (const { name, size } of store.list('')) {
    objects.push({ name, size });
    const content = Buffer.from(await store.get(name));
    for (const word of searched) if (content.includes(word)) found.add(word);
  }
  objects.sort((a, b) => (a.name < b.name ? -1 : 1));
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  return { objects, bytes, searched, found: [...found] };
}

function someNames(source: string): string[] {
  const names = new Set<string>([basename(source)]);
  const pending = [source];
  while (pending.length > 0 && names.size < SEARCHED_NAME_COUNT) {
    const folder = pending.shift()!;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      names.add(entry.name);
      if (entry.isDirectory()) pending.push(join(folder, entry.name));
    }
  }
  return [...names]
    .filter((name) => Buffer.byteLength(name) >= SEARCHED_NAME_BYTES)
    .slice(0, SEARCHED_NAME_COUNT);
}

function showStore(run: Run, { objects, bytes, searched, found }: StoreView): void {
  const { output } = run;
  output.say(
    `7. The store sees ${formatCount(objects.length, 'object')}, ${formatBytes(bytes)}, when they came, and their names:`,
  );
  const rows = objects.slice(0, SHOWN_OBJECT_COUNT).map(({ name, size }) => [name, formatBytes(size)]);
  for (const line of formatTable('<>', rows)) output.say(`     ${line}`);
  if (objects.length > rows.length) output.say(`     and ${objects.length - rows.length} more`);
  output.say('   It does not see names, contents, exact sizes or how many files there are:');
  output.say(
    found.length === 0
      ? `     ${formatCount(searched.length, 'file name')} searched for in every object, none found.`
      : `     FOUND in the store: ${found.join(', ')}`,
  );
}

function showVault({ output }: Run, { requests, bytes, found }: DemoVaultView): void {
  output.say(
    `8. The vault has seen ${formatCount(requests, 'sealed request')}, and for whom; it keeps ${formatBytes(bytes)}.`,
  );
  output.say('   It has not seen the password, nor anything that opens the archive by itself:');
  output.say(
    found.length === 0
      ? '     password, account and file names searched for in all its files, none found.'
      : `     FOUND at the vault: ${found.join(', ')}`,
  );
}

/** What the part of the demo with the password showed. */
interface PasswordResult {
  readonly second: TreeComparison;
  readonly wrongPasswords: number;
  readonly vaultView: DemoVaultView;
}

function showResult(
  run: Run,
  comparison: TreeComparison,
  seen: StoreView,
  { second, wrongPasswords, vaultView }: PasswordResult,
): void {
  const { files, folders, links, bytes, differences } = comparison;
  run.output.event('demo', {
    files,
    folders,
    links,
    bytes,
    differences,
    storeObjects: seen.objects.length,
    storeBytes: seen.bytes,
    searchedNames: seen.searched.length,
    foundNames: seen.found,
    password: {
      wrongPasswords,
      files: second.files,
      bytes: second.bytes,
      differences: second.differences,
      vaultRequests: vaultView.requests,
      vaultBytes: vaultView.bytes,
      foundAtVault: vaultView.found,
    },
  });
}
