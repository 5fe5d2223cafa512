// When an answer may leave: spec/vault.md, VAULT-001. The one place that looks at what a store said of a write.

import type { SwapOutcome } from './record-store.ts';
import type { StepResult } from './step.ts';

/**
 * What becomes of a step's result once the store has answered: it is released only after an unambiguous `ok`. After a
 * `conflict` the step runs again on what is there now; what nobody can say was written counts as used and tells nothing.
 */
export function releaseAfter(result: StepResult, written: SwapOutcome): StepResult | 'again' {
  if (written === 'ok') return result;
  return written === 'conflict' ? 'again' : { outcome: 'uncertain' };
}
