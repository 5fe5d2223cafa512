// Run as an ordinary user by tests: backs up, or restores, and prints the result.

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { backUp, createArchive, openArchive, restore } from '@muniment/backup';
import { folderStore } from '@muniment/storage';

const [, , what, folder] = process.argv as [string, string, string, string];
const place = { store: folderStore(join(folder, 'store'), { create: true }), home: join(folder, 'home') };
if (what === 'backup') {
  const session = await createArchive({ ...place, deviceName: 'ordinary', confirm: () => {} });
  const result = await backUp(session, { paths: [join(folder, 'src')] });
  print({ ...result, snapshot: undefined });
} else {
  const session = await openArchive(place);
  const result = await restore(session, { into: join(folder, 'out') });
  print({ ...result, snapshot: undefined });
}

function print(value: unknown): void {
  writeSync(1, JSON.stringify(value));
}
