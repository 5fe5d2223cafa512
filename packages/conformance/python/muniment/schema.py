"""The messages and enums of spec/proto (spec/wire.md section 3).

An enum is followed by its names, from number 0; a message by a line for each field: number, name, type (`*`: a list),
annotations.
"""

SCHEMA = """
# keyring.proto
enum MethodType METHOD_TYPE_UNSPECIFIED RECOVERY_KEY VAULT PASSKEY DEVICE
message KeyringPublic max 1048576
  1 critical_features *uint32 count=0..16 range=1..65535 ascending features
  2 archive_id bytes length=16
  3 generation uint64 range=1..4294967295
  4 keyring_id bytes length=16
  5 parents *bytes count=0..16 length=32 ascending
  6 slots *Slot count=1..64
message Slot
  1 method_id bytes length=16
  2 type MethodType
  3 salt bytes length=32
  4 key_id string length=0..4
  5 sealed_root_key bytes length=1168
  6 vault VaultLocator optional
message VaultLocator
  1 url string length=1..512
  2 realm_id bytes length=16
  3 issuer string length=1..256
  4 subject string length=1..256
  5 generation uint64 range=1..9007199254740991
message KeyringBody max 1048576
  1 dedup_key bytes length=32
  2 chunker_key bytes length=32
  3 epochs *Epoch count=1..4096
  4 methods *Method count=1..64
  5 removed_methods *bytes count=0..4096 length=16 ascending
  6 policy Policy optional
message Epoch
  1 number uint32 range=1..4294967295
  2 key bytes length=32
  3 created_ms uint64 range=0..253402300799999
message Method
  1 method_id bytes length=16
  2 type MethodType
  3 public_key bytes length=1216
  4 label string length=0..128
  5 created_ms uint64 range=0..253402300799999
message Policy
  1 keep_last uint32 range=0..1000000
  2 keep_daily uint32 range=0..1000000
  3 keep_weekly uint32 range=0..1000000
  4 keep_monthly uint32 range=0..1000000
# archive.proto
enum HeadKind HEAD_KIND_UNSPECIFIED SNAPSHOT LINK
enum EntryKind ENTRY_KIND_UNSPECIFIED FILE DIRECTORY SYMLINK HARD_LINK
enum PackClass PACK_CLASS_UNSPECIFIED DATA MEDIA MANIFEST
enum Compression COMPRESSION_NONE DEFLATE ZSTD
enum Chunker CHUNKER_NONE FIXED CONTENT RECORD PAGE
enum MarkKind MARK_KIND_UNSPECIFIED DELETE DAMAGED
message Head max 16777212
  1 stable bytes length=1..8388608
  2 revision uint32 range=0..4294967295
  3 root Location optional
  4 depth uint32 range=0..8
message HeadStable max 8388608
  1 format_version uint32 range=1..65535 version
  2 critical_features *uint32 count=0..16 range=1..65535 ascending features
  3 archive_id bytes length=16
  4 kind HeadKind
  5 sequence uint64 range=1..9007199254740991
  6 parents *bytes count=0..1024 length=32 ascending
  7 clock *DeviceCount count=1..4096
  8 endorsed *bytes count=0..200000 length=32 ascending
  9 entries_digest bytes length=32
  10 keyring_generation uint64 range=1..4294967295
  11 keyring_hash bytes length=32
  12 totals Totals optional
  13 device_id bytes length=16
  14 device_name string length=0..128
  15 time_ms uint64 range=0..253402300799999
  16 tags *string count=0..64 length=1..128
  17 roots *Root count=0..1024
  18 replaces bytes length=0|32
message DeviceCount
  1 device_id bytes length=16
  2 count uint64 range=1..9007199254740991
message Totals
  1 files uint64 range=0..9007199254740991
  2 directories uint64 range=0..9007199254740991
  3 others uint64 range=0..9007199254740991
  4 bytes uint64 range=0..9223372036854775807
  5 skipped uint64 range=0..9007199254740991
message Root
  1 name bytes length=1..1024
  2 source bytes length=0..32768
message Location
  1 pack Pack required
  2 block Block required
  3 chunk ChunkRef required
message Pack
  1 pack_id bytes length=16
  2 pack_class PackClass
  3 epoch uint32 range=1..4294967295
  4 size_log2 uint32 range=12..24
message Block
  1 pack uint32 range=0..1048575
  2 offset uint32 range=4..16777215
  3 stored_length uint32 range=1..16777212
  4 raw_length uint32 range=1..4194304
  5 compression Compression
message ChunkRef
  1 block uint32 range=0..1048575
  2 offset uint32 range=0..4194303
  3 length uint32 range=1..4194304
  4 id bytes length=32
message ManifestNode max 4194304
  1 packs *Pack count=0..65536
  2 blocks *Block count=0..65536
  3 records *Record count=0..65536
  4 children *Child count=0..65536
message Child
  1 last_path bytes length=1..32768
  2 chunk ChunkRef required
message Record max 1048576
  1 entry bytes length=1..131072
  2 extents *Extent count=0..64
  3 lists *ChunkRef count=0..16384
  4 chunker Chunker
message Entry max 131072
  1 path bytes length=1..32768
  2 kind EntryKind
  3 mode uint32 range=0..4095
  4 mtime_ns sint64 range=-9223372036854775808..9223372036854775807
  5 size uint64 range=0..9223372036854775807
  6 uid uint32 range=0..4294967295
  7 gid uint32 range=0..4294967295
  8 target bytes length=0..32768
  9 content_digest bytes length=0|32
message Extent
  1 hole uint64 range=0..9223372036854775807
  2 chunk ChunkRef optional
message ExtentList max 1048576
  1 packs *Pack count=0..1024
  2 blocks *Block count=0..1024
  3 extents *Extent count=1..1024
message Mark max 8388608
  1 kind MarkKind
  2 created_ms uint64 range=0..253402300799999
  3 device_id bytes length=16
  4 pack_ids *bytes count=1..262144 length=16 ascending
# vault.proto
enum VaultOperation VAULT_OPERATION_UNSPECIFIED VAULT_OPERATION_STATUS VAULT_OPERATION_STAGE VAULT_OPERATION_COMMIT
    VAULT_OPERATION_LOGIN VAULT_OPERATION_FINISH VAULT_OPERATION_ACKNOWLEDGE VAULT_OPERATION_FREEZE
    VAULT_OPERATION_ABANDON VAULT_OPERATION_CANCEL VAULT_OPERATION_ANCHOR VAULT_OPERATION_OWNER VAULT_OPERATION_REVERT
    VAULT_OPERATION_DELETE
enum VaultOutcome VAULT_OUTCOME_UNSPECIFIED VAULT_OUTCOME_OK VAULT_OUTCOME_DENIED VAULT_OUTCOME_MALFORMED
    VAULT_OUTCOME_CONFLICT VAULT_OUTCOME_UNCERTAIN VAULT_OUTCOME_NO_RECORD VAULT_OUTCOME_OTHER_GENERATION
    VAULT_OUTCOME_WAIT VAULT_OUTCOME_FROZEN VAULT_OUTCOME_LOCKED VAULT_OUTCOME_DESTROYED VAULT_OUTCOME_WRONG
    VAULT_OUTCOME_NO_LOGIN VAULT_OUTCOME_SIGNATURE VAULT_OUTCOME_REFUSED VAULT_OUTCOME_ANCHORED VAULT_OUTCOME_BUSY
    VAULT_OUTCOME_ROLLED_BACK
enum VaultPhase VAULT_PHASE_UNSPECIFIED VAULT_PHASE_NONE VAULT_PHASE_STAGED VAULT_PHASE_ACTIVE VAULT_PHASE_ERASED
message VaultRequest max 8188
  1 format_version uint32 range=1..65535 version
  2 operation VaultOperation
  3 token string length=1..2048
  4 body bytes length=0..4096
  5 proof bytes length=64
  6 owner_signature bytes length=0|64
  7 new_owner_signature bytes length=0|64
  8 login_proof bytes length=0|64
message VaultStage max 4096
  1 version uint64 range=0..9007199254740991
  2 generation uint64 range=1..9007199254740991
  3 ksf string length=1..64
  4 oprf_key bytes length=32
  5 record bytes length=192
  6 release_secret bytes length=32
  7 owner bytes length=32
  8 anchor VaultAnchor optional
message VaultCommit max 4096
  1 version uint64 range=1..9007199254740991
  2 generation uint64 range=1..9007199254740991
  3 login_id bytes length=0|32
message VaultLogin max 4096
  1 version uint64 range=1..9007199254740991
  2 generation uint64 range=1..9007199254740991
  3 ke1 bytes length=96
message VaultFinish max 4096
  1 login_id bytes length=32
  2 ke3 bytes length=64
message VaultChange max 4096
  1 version uint64 range=1..9007199254740991
message VaultFreeze max 4096
  1 version uint64 range=1..9007199254740991
  2 duration_ms uint64 range=0..259200000
message VaultAnchorChange max 4096
  1 version uint64 range=1..9007199254740991
  2 expected VaultAnchor optional
  3 next VaultAnchor required
message VaultOwnerChange max 4096
  1 version uint64 range=1..9007199254740991
  2 owner bytes length=32
message VaultRevert max 4096
  1 version uint64 range=1..9007199254740991
  2 generation uint64 range=1..9007199254740991
  3 login_id bytes length=32
  4 owner bytes length=32
message VaultDelete max 4096
  1 version uint64 range=1..9007199254740991
  2 login_id bytes length=0|32
message VaultResponse max 4092
  1 format_version uint32 range=1..65535 version
  2 outcome VaultOutcome
  3 time_ms uint64 range=0..253402300799999
  4 status VaultStatus optional
  5 ke2 bytes length=0|320
  6 release_secret bytes length=0|32
message VaultStatus
  1 version uint64 range=0..9007199254740991
  2 phase VaultPhase
  3 last_generation uint64 range=0..9007199254740991
  4 active VaultGeneration optional
  5 previous VaultGeneration optional
  6 staged VaultGeneration optional
  7 attempts uint32 range=0..10
  8 unacknowledged uint32 range=0..1000
  9 not_before_ms uint64 range=0..253402300799999
  10 frozen_until_ms uint64 range=0..253402300799999
  11 delete_at_ms uint64 range=0..253402300799999
  12 destroyed_ms uint64 range=0..253402300799999
  13 last_attempt_ms uint64 range=0..253402300799999
  14 last_success_ms uint64 range=0..253402300799999
  15 owner bytes length=0|32
  16 anchor VaultAnchor optional
message VaultGeneration
  1 number uint64 range=1..9007199254740991
  2 ksf string length=1..64
  3 since_ms uint64 range=0..253402300799999
  4 until_ms uint64 range=0..253402300799999
message VaultAnchor
  1 sequence uint64 range=1..9007199254740991
  2 snapshot_id bytes length=32
  3 keyring_generation uint64 range=1..4294967295
  4 keyring_hash bytes length=32
message VaultRecord max 16380
  1 format_version uint32 range=1..65535 version
  2 version uint64 range=1..9007199254740991
  3 phase VaultPhase
  4 last_generation uint64 range=0..9007199254740991
  5 owner bytes length=0|32
  6 active VaultKeys optional
  7 previous VaultKeys optional
  8 staged VaultKeys optional
  9 attempts uint32 range=0..10
  10 unacknowledged uint32 range=0..1000
  11 not_before_ms uint64 range=0..253402300799999
  12 frozen_until_ms uint64 range=0..253402300799999
  13 delete_at_ms uint64 range=0..253402300799999
  14 cancelled_ms uint64 range=0..253402300799999
  15 destroyed_ms uint64 range=0..253402300799999
  16 last_attempt_ms uint64 range=0..253402300799999
  17 last_success_ms uint64 range=0..253402300799999
  18 anchor VaultAnchor optional
  19 logins *VaultPending count=0..10
  20 last_request bytes length=0|32
message VaultKeys
  1 number uint64 range=1..9007199254740991
  2 ksf string length=1..64
  3 since_ms uint64 range=0..253402300799999
  4 until_ms uint64 range=0..253402300799999
  5 oprf_key bytes length=0|32
  6 record bytes length=0|192
  7 release_secret bytes length=0|32
  8 owner bytes length=0|32
  9 anchor VaultAnchor optional
message VaultPending
  1 login_id bytes length=32
  2 generation uint64 range=1..9007199254740991
  3 started_ms uint64 range=0..253402300799999
  4 ke2 bytes length=320
  5 state bytes length=0|131
  6 session_key bytes length=0|64
  7 ke3 bytes length=0|64
"""
