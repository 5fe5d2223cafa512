// The packages of this repository as an implementation: what every operation of the vectors comes to here. Other
// implementations are compared with it.

import type { Operations } from '../protocol.ts';
import { operations as archives } from './archives.ts';
import { portableOperations } from './portable.ts';
import { operations as realm } from './realm.ts';
import { operations as vaultSteps } from './vault-steps.ts';

/** The suites that need Node; those that do not are in portable.ts. */
const SUITES: readonly Operations[] = [archives, vaultSteps, realm];

/** Every operation that there is, by the name that requests use. */
export const operations: Operations = Object.assign({}, portableOperations, ...SUITES);
