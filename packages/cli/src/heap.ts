// How the garbage collector goes about long runs.

import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * What there is for young objects may grow to this. With less, many are taken for old that are not, and collecting those takes a
 * tenth of a backup of small files; with more, V8 lets some hundred MiB pile up that gain little.
 */
const YOUNG_BYTES = 4 * 2 ** 20;

let isWatched = false;

/**
 * Has V8 collect garbage early: left to itself it lets a hundred MiB and more pile up on long runs. Called when the code of a
 * command has been loaded, since loading gains much.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=60');
  if (isWatched) return;
  isWatched = true;
  const collections = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (young !== undefined && young.space_size < YOUNG_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    collections.disconnect();
  });
  collections.observe({ entryTypes: ['gc'] });
}

/**
 * Has V8 collect old objects only when they have doubled, for a command that holds few of them: what it has in hand lies outside of the
 * heap and is let go of at once, and looking for it more often would take a seventh of the command's time. Left to V8 altogether, it
 * takes 30 MiB more, and is no faster.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
