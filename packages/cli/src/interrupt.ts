// Ctrl-C and the signals of a shutdown: the first stops at the next safe point, the second at once.

import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by the launcher. */
const SAME_PRESS_MS = 300;

/** Watches the signals; `onFirst` is called when the run is asked to stop. */
export function watchSignals(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  for (const name of SIGNALS) {
    process.on(name, () => {
      const now = performance.now();
      if (!controller.signal.aborted) {
        firstAt = now;
        onFirst();
        controller.abort();
      } else if (now - firstAt > SAME_PRESS_MS) {
        process.exit(128 + constants.signals[name]);
      }
    });
  }
  return controller.signal;
}
