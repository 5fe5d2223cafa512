// The few calls an app makes: create an archive, back up folders, list, restore, and look after both.

export { backUp } from './backup.ts';
export { createArchive } from './create.ts';
export { defaultHome } from './home.ts';
export { listEntries } from './list.ts';
export * from './pending.ts';
export { restore } from './restore.ts';
export { enrolDevice, holdsArchive, openArchive, type Session } from './session.ts';
export { listSnapshots } from './summary.ts';
export * from './types.ts';
