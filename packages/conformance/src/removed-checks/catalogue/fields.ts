// Limits of single fields, as the generated decoders check them (spec/proto): each is removed by itself.

import type { Edit } from '../edit.ts';

/** A line of a decoder, and a vector that only this line refuses. */
const LIMITS: readonly (readonly [check: string, vector: string])[] = [
  ["  if (stable === undefined) throw missing('Head.stable');", 'wire-head-stable-missing'],
  ["  if (depth > 8) throw tooLarge('Head.depth', 8);", 'wire-head-depth-too-great'],
  [
    "    if (formatVersion > 65535) throw tooLarge('HeadStable.format_version', 65535);",
    'wire-version-65536',
  ],
  [
    "      if (element > 65535) throw tooLarge('HeadStable.critical_features', 65535);",
    'wire-features-65536',
  ],
  ["      if (element < 1) throw tooSmall('HeadStable.critical_features', 1);", 'wire-features-0'],
  ["    if (clock.length === 4096) throw tooMany('HeadStable.clock', 4096);", 'wire-head-clock-4097'],
  ["    if (tags.length === 64) throw tooMany('HeadStable.tags', 64);", 'wire-head-stable-tags-too-many'],
  ["    if (roots.length === 1024) throw tooMany('HeadStable.roots', 1024);", 'wire-head-roots-1025'],
  [
    "  if (archiveId === undefined) throw missing('HeadStable.archive_id');",
    'wire-head-stable-archive-id-missing',
  ],
  [
    "  if (sequence > 9007199254740991n) throw tooLarge('HeadStable.sequence', 9007199254740991n);",
    'wire-head-stable-sequence-too-great',
  ],
  ["  if (sequence < 1n) throw tooSmall('HeadStable.sequence', 1n);", 'wire-head-stable-sequence-missing'],
  [
    "  if (!areAscendingBytes(parents)) throw notAscending('HeadStable.parents');",
    'wire-head-stable-parents-descending',
  ],
  ["  if (clock.length < 1) throw tooFew('HeadStable.clock', 1);", 'wire-head-stable-clock-none'],
  [
    "  if (!areAscendingBytes(endorsed)) throw notAscending('HeadStable.endorsed');",
    'wire-head-stable-endorsed-descending',
  ],
  [
    "  if (entriesDigest === undefined) throw missing('HeadStable.entries_digest');",
    'wire-head-stable-entries-digest-missing',
  ],
  [
    "  if (keyringGeneration > 4294967295n) throw tooLarge('HeadStable.keyring_generation', 4294967295n);",
    'wire-head-stable-keyring-generation-too-great',
  ],
  [
    "  if (keyringGeneration < 1n) throw tooSmall('HeadStable.keyring_generation', 1n);",
    'wire-head-stable-keyring-generation-missing',
  ],
  [
    "  if (keyringHash === undefined) throw missing('HeadStable.keyring_hash');",
    'wire-head-stable-keyring-hash-missing',
  ],
  [
    "  if (deviceId === undefined) throw missing('HeadStable.device_id');",
    'wire-head-stable-device-id-missing',
  ],
  [
    "  if (timeMs > 253402300799999n) throw tooLarge('HeadStable.time_ms', 253402300799999n);",
    'wire-head-stable-time-ms-too-great',
  ],
  [
    "  if (deviceId === undefined) throw missing('DeviceCount.device_id');",
    'wire-device-count-device-id-missing',
  ],
  [
    "  if (count > 9007199254740991n) throw tooLarge('DeviceCount.count', 9007199254740991n);",
    'wire-device-count-count-too-great',
  ],
  ["  if (count < 1n) throw tooSmall('DeviceCount.count', 1n);", 'wire-device-count-count-missing'],
  [
    "  if (files > 9007199254740991n) throw tooLarge('Totals.files', 9007199254740991n);",
    'wire-totals-files-too-great',
  ],
  [
    "  if (directories > 9007199254740991n) throw tooLarge('Totals.directories', 9007199254740991n);",
    'wire-totals-directories-too-great',
  ],
  [
    "  if (others > 9007199254740991n) throw tooLarge('Totals.others', 9007199254740991n);",
    'wire-totals-others-too-great',
  ],
  [
    "  if (bytes > 9223372036854775807n) throw tooLarge('Totals.bytes', 9223372036854775807n);",
    'wire-totals-bytes-too-great',
  ],
  [
    "  if (skipped > 9007199254740991n) throw tooLarge('Totals.skipped', 9007199254740991n);",
    'wire-totals-skipped-too-great',
  ],
  ["  if (name === undefined) throw missing('Root.name');", 'wire-root-name-missing'],
  ["  if (pack === undefined) throw missing('Location.pack');", 'wire-location-pack-missing'],
  ["  if (block === undefined) throw missing('Location.block');", 'wire-location-block-missing'],
  ["  if (chunk === undefined) throw missing('Location.chunk');", 'wire-location-chunk-missing'],
  ["  if (packId === undefined) throw missing('Pack.pack_id');", 'wire-pack-pack-id-missing'],
  ["  if (epoch < 1) throw tooSmall('Pack.epoch', 1);", 'wire-pack-epoch-missing'],
  ["  if (sizeLog2 > 24) throw tooLarge('Pack.size_log2', 24);", 'wire-pack-size-log2-too-great'],
  ["  if (sizeLog2 < 12) throw tooSmall('Pack.size_log2', 12);", 'wire-pack-size-log2-too-small'],
  ["  if (pack > 1048575) throw tooLarge('Block.pack', 1048575);", 'wire-block-pack-too-great'],
  ["  if (offset > 16777215) throw tooLarge('Block.offset', 16777215);", 'wire-block-offset-too-great'],
  ["  if (offset < 4) throw tooSmall('Block.offset', 4);", 'wire-block-offset-too-small'],
  [
    "  if (storedLength > 16777212) throw tooLarge('Block.stored_length', 16777212);",
    'wire-block-stored-length-too-great',
  ],
  ["  if (storedLength < 1) throw tooSmall('Block.stored_length', 1);", 'wire-block-stored-length-missing'],
  [
    "  if (rawLength > 4194304) throw tooLarge('Block.raw_length', 4194304);",
    'wire-block-raw-length-too-great',
  ],
  ["  if (rawLength < 1) throw tooSmall('Block.raw_length', 1);", 'wire-block-raw-length-missing'],
  ["  if (block > 1048575) throw tooLarge('ChunkRef.block', 1048575);", 'wire-chunk-ref-block-too-great'],
  ["  if (offset > 4194303) throw tooLarge('ChunkRef.offset', 4194303);", 'wire-chunk-ref-offset-too-great'],
  ["  if (length > 4194304) throw tooLarge('ChunkRef.length', 4194304);", 'wire-chunk-ref-length-too-great'],
  ["  if (length < 1) throw tooSmall('ChunkRef.length', 1);", 'wire-chunk-ref-length-missing'],
  ["  if (id === undefined) throw missing('ChunkRef.id');", 'wire-chunk-ref-id-missing'],
  ["    if (packs.length === 65536) throw tooMany('ManifestNode.packs', 65536);", 'wire-node-packs-65537'],
  ["    if (blocks.length === 65536) throw tooMany('ManifestNode.blocks', 65536);", 'wire-node-blocks-65537'],
  [
    "    if (records.length === 65536) throw tooMany('ManifestNode.records', 65536);",
    'wire-node-records-65537',
  ],
  [
    "    if (children.length === 65536) throw tooMany('ManifestNode.children', 65536);",
    'wire-node-children-65537',
  ],
  ["  if (lastPath === undefined) throw missing('Child.last_path');", 'wire-child-last-path-missing'],
  ["  if (chunk === undefined) throw missing('Child.chunk');", 'wire-child-chunk-missing'],
  ["    if (extents.length === 64) throw tooMany('Record.extents', 64);", 'wire-record-extents-too-many'],
  ["  if (entry === undefined) throw missing('Record.entry');", 'wire-record-entry-missing'],
  ["  if (path === undefined) throw missing('Entry.path');", 'wire-entry-path-missing'],
  ["  if (mode > 4095) throw tooLarge('Entry.mode', 4095);", 'wire-entry-mode-too-great'],
  [
    "  if (size > 9223372036854775807n) throw tooLarge('Entry.size', 9223372036854775807n);",
    'wire-entry-size-too-great',
  ],
  [
    "  if (hole > 9223372036854775807n) throw tooLarge('Extent.hole', 9223372036854775807n);",
    'wire-extent-hole-too-great',
  ],
  ["  if (extents.length < 1) throw tooFew('ExtentList.extents', 1);", 'wire-extent-list-extents-none'],
  [
    "  if (createdMs > 253402300799999n) throw tooLarge('Mark.created_ms', 253402300799999n);",
    'wire-mark-created-ms-too-great',
  ],
  ["  if (deviceId === undefined) throw missing('Mark.device_id');", 'wire-mark-device-id-missing'],
  ["  if (packIds.length < 1) throw tooFew('Mark.pack_ids', 1);", 'wire-mark-pack-ids-none'],
  [
    "  if (!areAscendingBytes(packIds)) throw notAscending('Mark.pack_ids');",
    'wire-mark-pack-ids-descending',
  ],
  [
    "    if (parents.length === 16) throw tooMany('KeyringPublic.parents', 16);",
    'wire-keyring-public-parents-too-many',
  ],
  ["    if (slots.length === 64) throw tooMany('KeyringPublic.slots', 64);", 'wire-keyring-slots-65'],
  [
    "  if (archiveId === undefined) throw missing('KeyringPublic.archive_id');",
    'wire-keyring-public-archive-id-missing',
  ],
  [
    "  if (generation > 4294967295n) throw tooLarge('KeyringPublic.generation', 4294967295n);",
    'wire-keyring-public-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('KeyringPublic.generation', 1n);",
    'wire-keyring-public-generation-missing',
  ],
  [
    "  if (keyringId === undefined) throw missing('KeyringPublic.keyring_id');",
    'wire-keyring-public-keyring-id-missing',
  ],
  [
    "  if (!areAscendingBytes(parents)) throw notAscending('KeyringPublic.parents');",
    'wire-keyring-public-parents-descending',
  ],
  ["  if (slots.length < 1) throw tooFew('KeyringPublic.slots', 1);", 'wire-keyring-public-slots-none'],
  ["  if (methodId === undefined) throw missing('Slot.method_id');", 'wire-slot-method-id-missing'],
  ["  if (salt === undefined) throw missing('Slot.salt');", 'wire-slot-salt-missing'],
  [
    "  if (sealedRootKey === undefined) throw missing('Slot.sealed_root_key');",
    'wire-slot-sealed-root-key-missing',
  ],
  ["  if (url === undefined) throw missing('VaultLocator.url');", 'wire-vault-locator-url-missing'],
  [
    "  if (realmId === undefined) throw missing('VaultLocator.realm_id');",
    'wire-vault-locator-realm-id-missing',
  ],
  ["  if (issuer === undefined) throw missing('VaultLocator.issuer');", 'wire-vault-locator-issuer-missing'],
  [
    "  if (subject === undefined) throw missing('VaultLocator.subject');",
    'wire-vault-locator-subject-missing',
  ],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultLocator.generation', 9007199254740991n);",
    'wire-vault-locator-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultLocator.generation', 1n);",
    'wire-vault-locator-generation-missing',
  ],
  ["    if (epochs.length === 4096) throw tooMany('KeyringBody.epochs', 4096);", 'wire-keyring-epochs-4097'],
  ["    if (methods.length === 64) throw tooMany('KeyringBody.methods', 64);", 'wire-keyring-methods-65'],
  [
    "  if (dedupKey === undefined) throw missing('KeyringBody.dedup_key');",
    'wire-keyring-body-dedup-key-missing',
  ],
  [
    "  if (chunkerKey === undefined) throw missing('KeyringBody.chunker_key');",
    'wire-keyring-body-chunker-key-missing',
  ],
  ["  if (epochs.length < 1) throw tooFew('KeyringBody.epochs', 1);", 'wire-keyring-body-epochs-none'],
  ["  if (methods.length < 1) throw tooFew('KeyringBody.methods', 1);", 'wire-keyring-body-methods-none'],
  [
    "  if (!areAscendingBytes(removedMethods)) throw notAscending('KeyringBody.removed_methods');",
    'wire-keyring-body-removed-methods-descending',
  ],
  ["  if (number < 1) throw tooSmall('Epoch.number', 1);", 'wire-epoch-number-missing'],
  ["  if (key === undefined) throw missing('Epoch.key');", 'wire-epoch-key-missing'],
  [
    "  if (createdMs > 253402300799999n) throw tooLarge('Epoch.created_ms', 253402300799999n);",
    'wire-epoch-created-ms-too-great',
  ],
  ["  if (methodId === undefined) throw missing('Method.method_id');", 'wire-method-method-id-missing'],
  ["  if (publicKey === undefined) throw missing('Method.public_key');", 'wire-method-public-key-missing'],
  [
    "  if (createdMs > 253402300799999n) throw tooLarge('Method.created_ms', 253402300799999n);",
    'wire-method-created-ms-too-great',
  ],
  [
    "  if (keepLast > 1000000) throw tooLarge('Policy.keep_last', 1000000);",
    'wire-policy-keep-last-too-great',
  ],
  [
    "  if (keepDaily > 1000000) throw tooLarge('Policy.keep_daily', 1000000);",
    'wire-policy-keep-daily-too-great',
  ],
  [
    "  if (keepWeekly > 1000000) throw tooLarge('Policy.keep_weekly', 1000000);",
    'wire-policy-keep-weekly-too-great',
  ],
  [
    "  if (keepMonthly > 1000000) throw tooLarge('Policy.keep_monthly', 1000000);",
    'wire-policy-keep-monthly-too-great',
  ],
  ["  if (token === undefined) throw missing('VaultRequest.token');", 'wire-vault-request-token-missing'],
  ["  if (proof === undefined) throw missing('VaultRequest.proof');", 'wire-vault-request-proof-missing'],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultStage.version', 9007199254740991n);",
    'wire-vault-stage-version-too-great',
  ],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultStage.generation', 9007199254740991n);",
    'wire-vault-stage-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultStage.generation', 1n);",
    'wire-vault-stage-generation-missing',
  ],
  ["  if (ksf === undefined) throw missing('VaultStage.ksf');", 'wire-vault-stage-ksf-missing'],
  ["  if (oprfKey === undefined) throw missing('VaultStage.oprf_key');", 'wire-vault-stage-oprf-key-missing'],
  ["  if (record === undefined) throw missing('VaultStage.record');", 'wire-vault-stage-record-missing'],
  [
    "  if (releaseSecret === undefined) throw missing('VaultStage.release_secret');",
    'wire-vault-stage-release-secret-missing',
  ],
  ["  if (owner === undefined) throw missing('VaultStage.owner');", 'wire-vault-stage-owner-missing'],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultCommit.version', 9007199254740991n);",
    'wire-vault-commit-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultCommit.version', 1n);", 'wire-vault-commit-version-missing'],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultCommit.generation', 9007199254740991n);",
    'wire-vault-commit-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultCommit.generation', 1n);",
    'wire-vault-commit-generation-missing',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultLogin.version', 9007199254740991n);",
    'wire-vault-login-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultLogin.version', 1n);", 'wire-vault-login-version-missing'],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultLogin.generation', 9007199254740991n);",
    'wire-vault-login-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultLogin.generation', 1n);",
    'wire-vault-login-generation-missing',
  ],
  ["  if (ke1 === undefined) throw missing('VaultLogin.ke1');", 'wire-vault-login-ke1-missing'],
  [
    "  if (loginId === undefined) throw missing('VaultFinish.login_id');",
    'wire-vault-finish-login-id-missing',
  ],
  ["  if (ke3 === undefined) throw missing('VaultFinish.ke3');", 'wire-vault-finish-ke3-missing'],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultChange.version', 9007199254740991n);",
    'wire-vault-change-version-too-great',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultFreeze.version', 9007199254740991n);",
    'wire-vault-freeze-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultFreeze.version', 1n);", 'wire-vault-freeze-version-missing'],
  [
    "  if (durationMs > 259200000n) throw tooLarge('VaultFreeze.duration_ms', 259200000n);",
    'wire-vault-freeze-duration-ms-too-great',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultAnchorChange.version', 9007199254740991n);",
    'wire-vault-anchor-change-version-too-great',
  ],
  [
    "  if (version < 1n) throw tooSmall('VaultAnchorChange.version', 1n);",
    'wire-vault-anchor-change-version-missing',
  ],
  [
    "  if (next === undefined) throw missing('VaultAnchorChange.next');",
    'wire-vault-anchor-change-next-missing',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultOwnerChange.version', 9007199254740991n);",
    'wire-vault-owner-change-version-too-great',
  ],
  [
    "  if (version < 1n) throw tooSmall('VaultOwnerChange.version', 1n);",
    'wire-vault-owner-change-version-missing',
  ],
  [
    "  if (owner === undefined) throw missing('VaultOwnerChange.owner');",
    'wire-vault-owner-change-owner-missing',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultRevert.version', 9007199254740991n);",
    'wire-vault-revert-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultRevert.version', 1n);", 'wire-vault-revert-version-missing'],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultRevert.generation', 9007199254740991n);",
    'wire-vault-revert-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultRevert.generation', 1n);",
    'wire-vault-revert-generation-missing',
  ],
  [
    "  if (loginId === undefined) throw missing('VaultRevert.login_id');",
    'wire-vault-revert-login-id-missing',
  ],
  ["  if (owner === undefined) throw missing('VaultRevert.owner');", 'wire-vault-revert-owner-missing'],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultDelete.version', 9007199254740991n);",
    'wire-vault-delete-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultDelete.version', 1n);", 'wire-vault-delete-version-missing'],
  [
    "  if (timeMs > 253402300799999n) throw tooLarge('VaultResponse.time_ms', 253402300799999n);",
    'wire-vault-response-time-ms-too-great',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultStatus.version', 9007199254740991n);",
    'wire-vault-status-version-too-great',
  ],
  [
    "  if (lastGeneration > 9007199254740991n) throw tooLarge('VaultStatus.last_generation', 9007199254740991n);",
    'wire-vault-status-last-generation-too-great',
  ],
  [
    "  if (attempts > 10) throw tooLarge('VaultStatus.attempts', 10);",
    'wire-vault-status-attempts-too-great',
  ],
  [
    "  if (unacknowledged > 1000) throw tooLarge('VaultStatus.unacknowledged', 1000);",
    'wire-vault-status-unacknowledged-too-great',
  ],
  [
    "  if (notBeforeMs > 253402300799999n) throw tooLarge('VaultStatus.not_before_ms', 253402300799999n);",
    'wire-vault-status-not-before-ms-too-great',
  ],
  [
    "  if (frozenUntilMs > 253402300799999n) throw tooLarge('VaultStatus.frozen_until_ms', 253402300799999n);",
    'wire-vault-status-frozen-until-ms-too-great',
  ],
  [
    "  if (deleteAtMs > 253402300799999n) throw tooLarge('VaultStatus.delete_at_ms', 253402300799999n);",
    'wire-vault-status-delete-at-ms-too-great',
  ],
  [
    "  if (destroyedMs > 253402300799999n) throw tooLarge('VaultStatus.destroyed_ms', 253402300799999n);",
    'wire-vault-status-destroyed-ms-too-great',
  ],
  [
    "  if (lastAttemptMs > 253402300799999n) throw tooLarge('VaultStatus.last_attempt_ms', 253402300799999n);",
    'wire-vault-status-last-attempt-ms-too-great',
  ],
  [
    "  if (lastSuccessMs > 253402300799999n) throw tooLarge('VaultStatus.last_success_ms', 253402300799999n);",
    'wire-vault-status-last-success-ms-too-great',
  ],
  [
    "  if (number > 9007199254740991n) throw tooLarge('VaultGeneration.number', 9007199254740991n);",
    'wire-vault-generation-number-too-great',
  ],
  [
    "  if (number < 1n) throw tooSmall('VaultGeneration.number', 1n);",
    'wire-vault-generation-number-missing',
  ],
  ["  if (ksf === undefined) throw missing('VaultGeneration.ksf');", 'wire-vault-generation-ksf-missing'],
  [
    "  if (sinceMs > 253402300799999n) throw tooLarge('VaultGeneration.since_ms', 253402300799999n);",
    'wire-vault-generation-since-ms-too-great',
  ],
  [
    "  if (untilMs > 253402300799999n) throw tooLarge('VaultGeneration.until_ms', 253402300799999n);",
    'wire-vault-generation-until-ms-too-great',
  ],
  [
    "  if (sequence > 9007199254740991n) throw tooLarge('VaultAnchor.sequence', 9007199254740991n);",
    'wire-vault-anchor-sequence-too-great',
  ],
  ["  if (sequence < 1n) throw tooSmall('VaultAnchor.sequence', 1n);", 'wire-vault-anchor-sequence-missing'],
  [
    "  if (snapshotId === undefined) throw missing('VaultAnchor.snapshot_id');",
    'wire-vault-anchor-snapshot-id-missing',
  ],
  [
    "  if (keyringGeneration > 4294967295n) throw tooLarge('VaultAnchor.keyring_generation', 4294967295n);",
    'wire-vault-anchor-keyring-generation-too-great',
  ],
  [
    "  if (keyringGeneration < 1n) throw tooSmall('VaultAnchor.keyring_generation', 1n);",
    'wire-vault-anchor-keyring-generation-missing',
  ],
  [
    "  if (keyringHash === undefined) throw missing('VaultAnchor.keyring_hash');",
    'wire-vault-anchor-keyring-hash-missing',
  ],
  [
    "    if (logins.length === 10) throw tooMany('VaultRecord.logins', 10);",
    'wire-vault-record-logins-too-many',
  ],
  [
    "  if (version > 9007199254740991n) throw tooLarge('VaultRecord.version', 9007199254740991n);",
    'wire-vault-record-version-too-great',
  ],
  ["  if (version < 1n) throw tooSmall('VaultRecord.version', 1n);", 'wire-vault-record-version-missing'],
  [
    "  if (lastGeneration > 9007199254740991n) throw tooLarge('VaultRecord.last_generation', 9007199254740991n);",
    'wire-vault-record-last-generation-too-great',
  ],
  [
    "  if (attempts > 10) throw tooLarge('VaultRecord.attempts', 10);",
    'wire-vault-record-attempts-too-great',
  ],
  [
    "  if (unacknowledged > 1000) throw tooLarge('VaultRecord.unacknowledged', 1000);",
    'wire-vault-record-unacknowledged-too-great',
  ],
  [
    "  if (notBeforeMs > 253402300799999n) throw tooLarge('VaultRecord.not_before_ms', 253402300799999n);",
    'wire-vault-record-not-before-ms-too-great',
  ],
  [
    "  if (frozenUntilMs > 253402300799999n) throw tooLarge('VaultRecord.frozen_until_ms', 253402300799999n);",
    'wire-vault-record-frozen-until-ms-too-great',
  ],
  [
    "  if (deleteAtMs > 253402300799999n) throw tooLarge('VaultRecord.delete_at_ms', 253402300799999n);",
    'wire-vault-record-delete-at-ms-too-great',
  ],
  [
    "  if (cancelledMs > 253402300799999n) throw tooLarge('VaultRecord.cancelled_ms', 253402300799999n);",
    'wire-vault-record-cancelled-ms-too-great',
  ],
  [
    "  if (destroyedMs > 253402300799999n) throw tooLarge('VaultRecord.destroyed_ms', 253402300799999n);",
    'wire-vault-record-destroyed-ms-too-great',
  ],
  [
    "  if (lastAttemptMs > 253402300799999n) throw tooLarge('VaultRecord.last_attempt_ms', 253402300799999n);",
    'wire-vault-record-last-attempt-ms-too-great',
  ],
  [
    "  if (lastSuccessMs > 253402300799999n) throw tooLarge('VaultRecord.last_success_ms', 253402300799999n);",
    'wire-vault-record-last-success-ms-too-great',
  ],
  [
    "  if (number > 9007199254740991n) throw tooLarge('VaultKeys.number', 9007199254740991n);",
    'wire-vault-keys-number-too-great',
  ],
  ["  if (number < 1n) throw tooSmall('VaultKeys.number', 1n);", 'wire-vault-keys-number-missing'],
  ["  if (ksf === undefined) throw missing('VaultKeys.ksf');", 'wire-vault-keys-ksf-missing'],
  [
    "  if (sinceMs > 253402300799999n) throw tooLarge('VaultKeys.since_ms', 253402300799999n);",
    'wire-vault-keys-since-ms-too-great',
  ],
  [
    "  if (untilMs > 253402300799999n) throw tooLarge('VaultKeys.until_ms', 253402300799999n);",
    'wire-vault-keys-until-ms-too-great',
  ],
  [
    "  if (loginId === undefined) throw missing('VaultPending.login_id');",
    'wire-vault-pending-login-id-missing',
  ],
  [
    "  if (generation > 9007199254740991n) throw tooLarge('VaultPending.generation', 9007199254740991n);",
    'wire-vault-pending-generation-too-great',
  ],
  [
    "  if (generation < 1n) throw tooSmall('VaultPending.generation', 1n);",
    'wire-vault-pending-generation-missing',
  ],
  [
    "  if (startedMs > 253402300799999n) throw tooLarge('VaultPending.started_ms', 253402300799999n);",
    'wire-vault-pending-started-ms-too-great',
  ],
  ["  if (ke2 === undefined) throw missing('VaultPending.ke2');", 'wire-vault-pending-ke2-missing'],
];

function editOf([check, vector]: (typeof LIMITS)[number]): Edit {
  const [, refusal, field] = /throw (\w+)\("?'?([A-Za-z_.]+)/.exec(check) ?? [];
  const isGreatest = refusal === 'tooLarge' || refusal === 'tooMany';
  return {
    reqs: [isGreatest ? 'WIRE-022' : 'WIRE-023'],
    removes: `${WORDS[refusal ?? '']} ${field}`,
    file: 'packages/wire/src/generated/messages.ts',
    find: `\n${check}\n`,
    replace: '\n',
    caughtBy: { vectors: [vector] },
  };
}

/** What each refusal of a decoder looks at. */
const WORDS: Readonly<Record<string, string>> = {
  tooLarge: 'the greatest',
  tooSmall: 'the least',
  tooMany: 'the greatest number of',
  tooFew: 'the least number of',
  missing: 'the presence of',
  notAscending: 'the order of',
};

export const FIELD_EDITS: readonly Edit[] = LIMITS.map(editOf);
