// The main job: create, back up, lose the device, restore with the digits.

import { join } from 'node:path';
import { parseRecoveryKey } from '@muniment/keys';
import { folderStore } from '@muniment/storage';
import { expect, test } from 'vitest';
import { backUp, createArchive, listEntries, listSnapshots, openArchive, restore } from '../src/index.ts';
import * as tree from './tree.ts';

test('a folder comes back byte for byte with the digits alone', async () => {
  const folder = tree.temporaryFolder();
  const source = join(folder, 'letters');
  tree.mkdirSync(join(source, 'a/b'), { recursive: true });
  tree.writeFileSync(join(source, 'a/one.txt'), 'one');
  tree.writeFileSync(join(source, 'a/b/empty'), '');
  tree.writeFileSync(join(source, 'big.bin'), Buffer.alloc(3_000_000, 'muniment '));
  tree.symlinkSync('a/one.txt', join(source, 'link'));
  tree.linkSync(join(source, 'big.bin'), join(source, 'same.bin'));
  tree.chmodSync(join(source, 'a'), 0o750);
  tree.utimesSync(join(source, 'a'), 1_000_000_000, 1_000_000_000.25);

  const store = folderStore(join(folder, 'store'), { create: true });
  const location = join(folder, 'store');
  let digits = '';
  const session = await createArchive({
    store,
    home: join(folder, 'home'),
    location,
    deviceName: 'laptop',
    confirm: (sheet) => {
      digits = sheet.digits();
    },
  });
  const result = await backUp(session, { paths: [source] });
  expect(result.skipped).toEqual({ first: [], count: 0 });
  expect(result.readFiles).toBe(3);
  await session.close();

  const key = await parseRecoveryKey(digits);
  const other = await openArchive({
    store,
    home: join(folder, 'other home'),
    unlock: { type: 'recovery-key', key },
  });
  expect(listSnapshots(other)).toHaveLength(1);
  const listed = await Array.fromAsync(listEntries(other, { recursive: true }), ({ path }) => path);
  expect(listed).toEqual([
    'letters',
    'letters/a',
    'letters/a/b',
    'letters/a/b/empty',
    'letters/a/one.txt',
    'letters/big.bin',
    'letters/link',
    'letters/same.bin',
  ]);
  const into = join(folder, 'restored');
  const restored = await restore(other, { into });
  expect(restored.failed.first).toEqual([]);
  const [before, after] = [tree.factsOf(source), tree.factsOf(join(into, 'letters'))];
  expect(tree.comparable(after, before)).toEqual(tree.comparable(before));
  await other.close();
});
