// The packages of this repository as an implementation: what every operation of the vectors comes to here. Other
// implementations are compared with it.

import type { Operations } from '../protocol.ts';
import { operations as recoveryKey } from './recovery-key.ts';
import { operations as wire } from './wire.ts';

/** Of each suite, its operations. */
const SUITES: readonly Operations[] = [recoveryKey, wire];

/** Every operation that there is, by the name that requests use. */
export const operations: Operations = Object.assign({}, ...SUITES);
