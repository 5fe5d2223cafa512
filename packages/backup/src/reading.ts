// What shows an archive and what is in it. Loads neither what writes nor what talks to vaults, so that it is there in a moment.

export { diffSnapshots } from './diff.ts';
export { defaultHome, type Enrolment, listEnrolments } from './home.ts';
export { listEntries } from './list.ts';
export { holdsArchive, openArchive, type Session } from './session.ts';
export { listSnapshots } from './summary.ts';
