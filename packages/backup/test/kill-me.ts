// Backs up until it is killed. Prints a line when it begins.

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { backUp, openArchive } from '@muniment/backup';
import { folderStore } from '@muniment/storage';

const [, , folder] = process.argv as [string, string, string];
const session = await openArchive({ store: folderStore(join(folder, 'store')), home: join(folder, 'home') });
writeSync(1, 'begins\n');
await backUp(session, { paths: [join(folder, 'src')] });
