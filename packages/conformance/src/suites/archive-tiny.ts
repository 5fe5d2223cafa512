// The least archive that shows everything: one recovery key, one device, one folder with one file of five bytes. spec/example.md
// explains each of its bytes.

import { ArchiveBuilder, type Snapshot } from '../kit/archive.ts';
import { firstKeyring, type Keyring } from '../kit/keyring.ts';
import { NONE } from '../kit/messages.ts';
import { generated } from '../kit/seed.ts';
import { archiveKeys, type FixtureMethods, fixtureMethods } from './archive-keyring.ts';

/** The archive and all that it was made from. */
export interface TinyArchive {
  readonly name: string;
  readonly builder: ArchiveBuilder;
  readonly methods: FixtureMethods;
  readonly keyrings: readonly [Keyring];
  readonly snapshot: Snapshot;
}

const START_MS = Date.UTC(2026, 0, 1);
const START_NS = BigInt(START_MS) * 1_000_000n;

export function tinyArchive(): TinyArchive {
  const title = 'archives tiny';
  const methods = fixtureMethods(title);
  const keyring = firstKeyring(title, [methods.sheet, methods.laptop]);
  const use = { generation: keyring.content.generation, hash: keyring.hash };
  const builder = new ArchiveBuilder(title, archiveKeys(keyring), NONE, use);
  builder.store.set(keyring.name, keyring.bytes);
  const snapshot = builder.snapshot(
    [
      { path: 'notes', kind: 'directory', mtimeNs: START_NS },
      { path: 'notes/hi', kind: 'file', mtimeNs: START_NS, content: [{ text: 'hello' }] },
    ],
    { deviceId: generated('archives device laptop', 16), deviceName: 'laptop', timeMs: START_MS },
  );
  return { name: 'tiny', builder, methods, keyrings: [keyring], snapshot };
}
