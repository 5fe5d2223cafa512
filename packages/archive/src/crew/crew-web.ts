// Crews of runtimes without worker_threads.

import type { PackKeys } from '../archive-keys.ts';
import { type Crew, type CrewOptions, LocalCrew } from './crew.ts';

/** A crew for the packs of one archive. */
export function startCrew(keys: PackKeys, { provider }: CrewOptions): Crew {
  return new LocalCrew(keys, provider);
}
