// The operations that need nothing of Node, and so run in a browser too.

import type { Operations } from '../protocol.ts';
import { operations as chunkers } from './chunkers.ts';
import { operations as cobblestoneContexts } from './cobblestone-contexts.ts';
import { operations as encapsulation } from './encapsulation.ts';
import { operations as heads } from './heads.ts';
import { operations as keyHierarchy } from './key-hierarchy.ts';
import { operations as keyring } from './keyring.ts';
import { operations as manifest } from './manifest.ts';
import { operations as opaque } from './opaque.ts';
import { operations as packs } from './packs.ts';
import { operations as realmDescriptor } from './realm-descriptor.ts';
import { operations as recoveryKey } from './recovery-key.ts';
import { operations as vaultTranscripts } from './vault-transcripts.ts';
import { operations as wire } from './wire.ts';

/** Of each suite, its operations. */
const SUITES: readonly Operations[] = [
  wire,
  recoveryKey,
  keyHierarchy,
  keyring,
  cobblestoneContexts,
  chunkers,
  packs,
  manifest,
  heads,
  encapsulation,
  realmDescriptor,
  opaque,
  vaultTranscripts,
];

/** Operations by the names that requests use. */
export const portableOperations: Operations = Object.assign({}, ...SUITES);
