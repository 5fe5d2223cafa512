// Destroying an archive: keyrings first, so that whatever is left after a crash opens for nobody who has no copy of one.

import { MunimentError } from '@muniment/errors';
import { mapConcurrent } from '@muniment/storage';
import { parseObjectName } from '@muniment/wire';
import { readKeyrings } from './keyrings.ts';
import { assertGoingOn, NoticeLog } from './notices.ts';
import { DESTROYING, type Session } from './session.ts';
import type { DestroyResult, RunOptions } from './types.ts';

const CONCURRENCY = 8;
/** A listing may be stale, so an object can turn up only in the next one. */
const ROUNDS = 3;

/**
 * Deletes the archive from the store, and what this device keeps of it; the session is closed. Things in the store that are
 * not Muniment's stay. Interrupted, it is finished by opening the archive and destroying it again.
 * @throws ERR_STORE_FOREIGN if the store holds keyrings of another archive too, ERR_NOT_ENROLLED, ERR_BUSY,
 *   ERR_INTERRUPTED, errors of the store
 */
export async function destroyArchive(session: Session, options: RunOptions = {}): Promise<DestroyResult> {
  const { store, folder } = session;
  session.writer();
  const release = folder.lock();
  let objects = 0;
  const foreign = new NoticeLog(options.onNotice);
  try {
    const { byArchive } = await readKeyrings(store);
    const own = new Set(folder.readKeyrings().map(({ name }) => name));
    const [other] = [...byArchive].flatMap(([id, objects]) => {
      // What has the name of one of ours is ours, however spoilt.
      const isForeign = id !== session.archiveId && objects.some(({ name }) => !own.has(name));
      return isForeign ? [id] : [];
    });
    if (other !== undefined) {
      throw new MunimentError('ERR_STORE_FOREIGN', `the store holds another archive too, ${other}`, {
        archiveId: other,
      });
    }
    folder.write(DESTROYING, new TextEncoder().encode(session.location ?? ''));
    for (const prefix of ['keyring/', 'heads/', 'marks/', '']) {
      for (let round = 0; round < ROUNDS; round++) {
        const ours: string[] = [];
        for await (const { name } of store.list(prefix)) {
          if (parseObjectName(name) !== undefined) ours.push(name);
        }
        if (ours.length === 0) break;
        await mapConcurrent(ours, CONCURRENCY, async (name) => {
          assertGoingOn(options.signal);
          await store.delete(name);
          objects++;
          options.onProgress?.({ phase: 'deleting', files: objects, bytes: 0, storedBytes: 0 });
        });
      }
    }
    await store.sweep(0);
    for await (const { name } of store.list('')) addForeign(foreign, name);
    for await (const { path } of store.listForeign()) addForeign(foreign, path);
  } finally {
    release();
  }
  session.leave();
  await session.close();
  return { objects, foreign: foreign.toNotices() };
}

function addForeign(log: NoticeLog, name: string): void {
  log.add({ code: 'ERR_FOREIGN_OBJECT', message: `${name} is not Muniment's and was left`, object: name });
}
