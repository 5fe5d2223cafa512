// Every generated suite.

import type { Files } from '../suite.ts';
import { archives } from './archives.ts';
import { chunkers } from './chunkers.ts';
import { cobblestoneContexts } from './cobblestone-contexts.ts';
import { encapsulation } from './encapsulation.ts';
import { heads } from './heads.ts';
import { keyHierarchy } from './key-hierarchy.ts';
import { keyring } from './keyring.ts';
import { manifest } from './manifest.ts';
import { packs } from './packs.ts';
import { realmDescriptor } from './realm-descriptor.ts';
import { recoveryKey } from './recovery-key.ts';
import { vaultSteps } from './vault-steps.ts';
import { vaultTranscripts } from './vault-transcripts.ts';
import { wire } from './wire.ts';

/** What each suite makes, by its folder under `test-vectors/`. */
export const SUITES: Readonly<Record<string, () => Files>> = {
  archives,
  chunkers,
  'cobblestone-contexts': cobblestoneContexts,
  encapsulation,
  heads,
  'key-hierarchy': keyHierarchy,
  keyring,
  manifest,
  packs,
  'realm-descriptor': realmDescriptor,
  'recovery-key': recoveryKey,
  'vault-steps': vaultSteps,
  'vault-transcripts': vaultTranscripts,
  wire,
};
