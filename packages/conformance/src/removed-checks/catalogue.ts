// Every check that is removed, family by family.

import { ARCHIVE_EDITS } from './catalogue/archive.ts';
import { CHANNEL_EDITS } from './catalogue/channel.ts';
import { DUTY_EDITS } from './catalogue/duties.ts';
import { FIELD_EDITS } from './catalogue/fields.ts';
import { KEYRING_EDITS } from './catalogue/keyring.ts';
import { OPAQUE_EDITS } from './catalogue/opaque.ts';
import { RECOVERY_KEY_EDITS } from './catalogue/recovery-key.ts';
import { STORE_EDITS } from './catalogue/store.ts';
import { VAULT_EDITS } from './catalogue/vault.ts';
import { WIRE_EDITS } from './catalogue/wire.ts';
import type { Edit } from './edit.ts';

export const EDITS: readonly Edit[] = [
  ...RECOVERY_KEY_EDITS,
  ...WIRE_EDITS,
  ...FIELD_EDITS,
  ...KEYRING_EDITS,
  ...ARCHIVE_EDITS,
  ...OPAQUE_EDITS,
  ...STORE_EDITS,
  ...CHANNEL_EDITS,
  ...VAULT_EDITS,
  ...DUTY_EDITS,
];
