// How the garbage collector goes about long runs.

import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage early: left to itself it lets a hundred MiB and more pile up on long runs, and work here gains little from
 * that. Called when the code of a command has been loaded, since loading gains much.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}

/**
 * Leaves it to V8 again when to collect old objects, for a command that holds few of them: what it has in hand lies outside of the
 * heap and is let go of at once, and looking for it would take a seventh of the command's time.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=0');
}
