// Writes spec/example.md: every byte of the archive test-vectors/archives/tiny, with the keys that seal it. What is shown is taken
// from the stored objects: they are opened, decoded and taken apart here.

import { aesGcmOpen } from '../kit/aes-gcm.ts';
import { compareBytes, concat, hex, u16, u32, u64, utf8 } from '../kit/bytes.ts';
import { objectKeys } from '../kit/cobblestone.ts';
import { expand, extract, hmacSha256, sha3, sha256, shake } from '../kit/hash.ts';
import { type Keyring, type KitMethod, publicPart, rootKeys, slotInfo } from '../kit/keyring.ts';
import { mlKemDecapsulate, mlKemKeyPair } from '../kit/ml-kem.ts';
import { headContext, keyringBodyContext, packContext } from '../kit/objects.ts';
import type { PackBuilder } from '../kit/pack.ts';
import { rowsOf } from '../kit/recovery-key.ts';
import { readSchema } from '../kit/schema.ts';
import { x25519, x25519Public } from '../kit/x-wing.ts';
import { type TinyArchive, tinyArchive } from '../suites/archive-tiny.ts';
import { dissect, type Notes, type Splits } from './dissect.ts';
import { formatDump, formatValues, indented, type Row, row } from './dump.ts';

/** A dump of the document and the bytes that it shows. */
export interface Dump {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly bytes: Uint8Array;
}

const SEGMENT_BYTES = 16384;
const SALT_BYTES = 24;
const COMMITMENT_BYTES = 32;
const TAG_BYTES = 16;
const LABEL_X_WING = '\\.//^\\';
const LABEL_COBBLESTONE = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM';

const time = (ms: bigint): string => new Date(Number(ms)).toISOString();

const NOTES: Notes = {
  'KeyringPublic.archive_id': 'in every context',
  'KeyringPublic.keyring_id': 'as in the name',
  'Slot.salt': 'random',
  'Slot.key_id': 'of the digits, keys.md 3.1',
  'Slot.sealed_root_key': 'keys.md 4, seal slot',
  'KeyringBody.dedup_key': 'names chunks',
  'KeyringBody.chunker_key': 'says where to cut',
  'Epoch.key': 'archive key of the epoch',
  'Epoch.created_ms': time,
  'Method.method_id': 'the order of slots is the same',
  'Method.public_key': 'X-Wing, of the secret',
  'Method.created_ms': time,
  'Block.pack': (value) => `the ${value === 1n ? 'first' : `${value}th`} pack of this message`,
  'Block.offset': 'in the plaintext of the pack',
  'ChunkRef.id': 'HMAC-SHA-256(dedup key, chunk)',
  'Pack.epoch': 'says which archive key',
  'Pack.size_log2': (value) => `plaintext of ${2 ** Number(value)} bytes`,
  'Record.entry': 'an Entry, hashed into entries_digest',
  'Entry.mode': (value) => `0${value.toString(8)} octal`,
  'Entry.mtime_ns': (value) => time(value / 1_000_000n),
  'Entry.content_digest': 'archive.md 6',
  'Head.stable': 'a HeadStable; its SHA-256 is the snapshot id',
  'HeadStable.archive_id': 'as in the keyring',
  'HeadStable.sequence': 'as in the name',
  'HeadStable.entries_digest': 'archive.md 6',
  'HeadStable.keyring_hash': 'SHA-256 of the keyring object',
  'HeadStable.time_ms': time,
  'DeviceCount.count': 'its first head',
};

const SPLITS: Splits = {
  'Slot.sealed_root_key': (value) => [
    row(value.slice(0, 1088), 'ML-KEM-768 ciphertext', 'enc, first part'),
    row(value.slice(1088, 1120), 'X25519 public key', 'enc, second part: the ephemeral key'),
    row(value.slice(1120, -TAG_BYTES), 'ciphertext', 'of the root key'),
    row(value.slice(-TAG_BYTES), 'tag', 'AES-256-GCM'),
  ],
  'Method.public_key': (value) => [
    row(value.slice(0, 1184), 'ML-KEM-768 public key'),
    row(value.slice(1184), 'X25519 public key'),
  ],
  'Record.entry': (value) => messageRows('Entry', value),
  'Head.stable': (value) => messageRows('HeadStable', value),
};

const schema = readSchema();

function messageRows(name: string, bytes: Uint8Array): Row[] {
  return dissect(schema, name, bytes, NOTES, SPLITS);
}

/** A sealed object that was opened: what it is, what it was made of. */
interface Opened {
  readonly salt: Uint8Array;
  readonly keys: ReturnType<typeof objectKeys>;
  readonly plaintext: Uint8Array;
  readonly rows: Row[];
}

/** Opens a Cobblestone object of one segment. @throws Error if it does not open */
function openSealed(inputKey: Uint8Array, context: Uint8Array, object: Uint8Array): Opened {
  const salt = object.slice(0, SALT_BYTES);
  const keys = objectKeys(inputKey, context, salt);
  const commitment = object.slice(SALT_BYTES, SALT_BYTES + COMMITMENT_BYTES);
  const segment = object.slice(SALT_BYTES + COMMITMENT_BYTES);
  const plaintext = aesGcmOpen(keys.key, keys.nonce, new Uint8Array(0), segment);
  if (compareBytes(commitment, keys.commitment) !== 0 || plaintext === undefined)
    throw new Error('it does not open');
  if (plaintext.length >= SEGMENT_BYTES) throw new Error('it has several segments');
  const rows = [
    row(salt, 'salt', 'random'),
    row(commitment, 'commitment', 'derived, to be compared'),
    row(segment.slice(0, -TAG_BYTES), 'segment 0', 'ciphertext; shorter than 16384, so the last'),
    row(segment.slice(-TAG_BYTES), 'tag', 'AES-256-GCM, no additional data'),
  ];
  return { salt, keys, plaintext, rows };
}

function sealedValues(
  keyName: string,
  inputKey: Uint8Array,
  contextText: string,
  context: Uint8Array,
  { salt, keys }: Opened,
): string {
  return formatValues([
    [`input key = ${keyName}`, inputKey],
    [`context = ${contextText}`, context],
    ['salt', salt],
    [`info = "${LABEL_COBBLESTONE}" || 0x00 || salt || context`],
    ['HKDF-Expand(input key, info, 76), cut into:'],
    ['  AES key (32)', keys.key],
    ['  base nonce (12)', keys.nonce],
    ['  commitment (32)', keys.commitment],
    ['nonce of segment 0 = base nonce XOR 0', keys.nonce],
  ]);
}

/** The frame of wire.md section 6.1 around rows. */
function frameRows(frame: Uint8Array, content: Row[]): Row[] {
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  return [
    row(frame.slice(0, 4), 'content length', `${length}`),
    ...content,
    row(frame.slice(4 + length), 'padding', 'zero bytes'),
  ];
}

const contentOf = (frame: Uint8Array): Uint8Array =>
  frame.slice(4, 4 + new DataView(frame.buffer, frame.byteOffset).getUint32(0));

function packSection(
  { builder, keyrings }: TinyArchive,
  pack: PackBuilder,
  contextText: string,
  content: (bytes: Uint8Array) => Row[],
): { values: string; plaintext: Dump; object: Dump } {
  const { archiveId } = keyrings[0].content;
  const key = builder.keys.epochs.get(pack.epoch)!;
  const context = packContext(archiveId, pack.epoch, pack.packClass, pack.packId);
  const bytes = builder.store.get(pack.name)!;
  const opened = openSealed(key, context, bytes);
  const rows = frameRows(opened.plaintext, indented(content(contentOf(opened.plaintext))));
  return {
    values: sealedValues('archive key of epoch 1', key, contextText, context, opened),
    plaintext: { title: `plaintext of ${pack.name}`, rows, bytes: opened.plaintext },
    object: { title: pack.name, rows: opened.rows, bytes },
  };
}

/** How the secret of a method opens its slot, step by step. @throws Error if it does not */
function slotValues(keyring: Keyring, method: KitMethod): { xWing: string; hpke: string } {
  const { archiveId, rootKey } = keyring.content;
  const info = slotInfo(archiveId, method);
  const sealed = publicPart(keyring.content).slots.find(
    ({ methodId }) => methodId === method.methodId,
  )!.sealedRootKey;
  if (!Buffer.from(keyring.bytes).includes(Buffer.from(sealed)))
    throw new Error('the slot is not in the object');
  const seed = shake(256, 96, method.secret);
  const kem = mlKemKeyPair(seed.slice(0, 64));
  const kemSecret = mlKemDecapsulate(kem.privateKey, sealed.subarray(0, 1088));
  const ephemeral = sealed.slice(1088, 1120);
  const xSecret = x25519(seed.slice(64), ephemeral);
  const shared = sha3(kemSecret, xSecret, ephemeral, x25519Public(seed.slice(64)), utf8(LABEL_X_WING));
  const suite = concat(utf8('HPKE'), u16(0x647a), u16(0x0003), u16(0x0002));
  const labeled = (label: string, input: Uint8Array): Uint8Array =>
    concat(utf8('HPKE-v1'), suite, utf8(label), input);
  const none = new Uint8Array(0);
  const pskIdHash = extract(none, labeled('psk_id_hash', none));
  const infoHash = extract(none, labeled('info_hash', info));
  const context = concat(Uint8Array.of(0), pskIdHash, infoHash);
  const secret = extract(shared, labeled('secret', none));
  const key = expand(secret, concat(u16(32), labeled('key', context)), 32);
  const nonce = expand(secret, concat(u16(12), labeled('base_nonce', context)), 12);
  const opened = aesGcmOpen(key, nonce, none, sealed.subarray(1120));
  if (opened === undefined || compareBytes(opened, rootKey) !== 0) throw new Error('the slot does not open');
  return {
    xWing: formatValues([
      ['secret', method.secret],
      ['SHAKE-256(secret, 96), cut into:'],
      ['  seed of ML-KEM-768', seed.slice(0, 64)],
      ['  X25519 private key', seed.slice(64)],
      ['X25519 public key', x25519Public(seed.slice(64))],
      ['ML-KEM shared secret', kemSecret],
      ['X25519 shared secret', xSecret],
      [
        `shared secret = SHA3-256(ML-KEM shared secret || X25519 shared secret || ephemeral key || X25519 public key || "${LABEL_X_WING}")`,
        shared,
      ],
    ]),
    hpke: formatValues([
      ['shared secret', shared],
      ['info = "muniment v1 slot" || 0x00 || type (1) || archive id || method id || salt', info],
      ['suite = "HPKE" || 647a || 0003 || 0002', suite],
      ['psk_id_hash = HMAC-SHA-512("", "HPKE-v1" || suite || "psk_id_hash")', pskIdHash],
      ['info_hash = HMAC-SHA-512("", "HPKE-v1" || suite || "info_hash" || info)', infoHash],
      ['secret = HMAC-SHA-512(shared secret, "HPKE-v1" || suite || "secret")', secret],
      [
        'key = HKDF-Expand(secret, u16 32 || "HPKE-v1" || suite || "key" || 0x00 || psk_id_hash || info_hash, 32)',
        key,
      ],
      [
        'nonce = HKDF-Expand(secret, u16 12 || "HPKE-v1" || suite || "base_nonce" || 0x00 || psk_id_hash || info_hash, 12)',
        nonce,
      ],
      ['root key = AES-256-GCM open(key, nonce, ciphertext || tag)', opened],
    ]),
  };
}

/** All dumps, and the text around them. */
export function exampleDocument(): { text: string; dumps: Dump[] } {
  const tiny = tinyArchive();
  const { builder, methods, snapshot } = tiny;
  const [keyring] = tiny.keyrings;
  const { store, keys: archive } = builder;
  const { archiveId, rootKey, generation, keyringId } = keyring.content;
  const keys = rootKeys(rootKey);
  const archiveKey = archive.epochs.get(1)!;
  const dumps: Dump[] = [];
  const dump = (one: Dump): string => {
    dumps.push(one);
    return formatDump(one.title, one.rows);
  };

  // The keyring.
  const object = keyring.bytes;
  const view = new DataView(object.buffer, object.byteOffset);
  const publicLength = view.getUint32(10);
  const publicBytes = object.slice(14, 14 + publicLength);
  const bodyAt = 18 + publicLength;
  const bodyLength = view.getUint32(bodyAt - 4);
  const body = object.slice(bodyAt, bodyAt + bodyLength);
  const bodyContext = keyringBodyContext(archiveId, generation, keyringId);
  const openedBody = openSealed(keys.body, bodyContext, body);
  const keyringDump: Dump = {
    title: keyring.name,
    bytes: object,
    rows: [
      row(object.slice(0, 8), 'magic', '"MUNIKEYR", keys.md 5'),
      row(object.slice(8, 10), 'format version', '1'),
      row(object.slice(10, 14), 'public length', `${publicLength}; a KeyringPublic`),
      ...indented(messageRows('KeyringPublic', publicBytes)),
      row(object.slice(bodyAt - 4, bodyAt), 'body length', `${bodyLength}; a Cobblestone object`),
      ...indented(openedBody.rows),
      row(object.slice(-32), 'MAC', 'HMAC-SHA-256(MAC key, all before)'),
    ],
  };
  const sheet = slotValues(keyring, methods.sheet);
  const device = slotValues(keyring, methods.laptop);
  const material = methods.sheet.material!;
  const [file] = snapshot.entries.filter(({ entry }) => entry.contentDigest.length > 0);
  const [dataPack] = file.packs;
  const root = snapshot.tree!.root;
  const manifestPack = root.placed.pack;
  const chunkId = builder.chunkId(file.content);
  const gear = expand(archive.chunkerKey, utf8('muniment v1 gear table'), 1024);
  const cutKey = expand(archive.chunkerKey, utf8('muniment v1 record cut'), 32);
  const paths = snapshot.entries.map(({ entry }) => entry.path);
  const cutValue = hmacSha256(cutKey, Uint8Array.of(0), paths[1]);

  const data = packSection(tiny, dataPack, '0x03 || archive id || u32 epoch || pack id', (bytes) => [
    row(bytes, 'block 0', `stored as it is; one chunk: "${file.source.path}" is "hello"`),
  ]);
  const manifest = packSection(tiny, manifestPack, '0x05 || archive id || u32 epoch || pack id', (bytes) =>
    messageRows('ManifestNode', bytes),
  );
  const headBytes = store.get(snapshot.name)!;
  const context = headContext(archiveId, 1, 1, snapshot.headId);
  const openedHead = openSealed(archiveKey, context, headBytes);
  const headFrame: Dump = {
    title: `plaintext of ${snapshot.name}`,
    bytes: openedHead.plaintext,
    rows: frameRows(openedHead.plaintext, indented(messageRows('Head', contentOf(openedHead.plaintext)))),
  };
  const encodedEntries = entriesOf(contentOf(manifest.plaintext.bytes));
  const names: readonly (readonly [string, string])[] = [
    [keyring.name, 'the keyring: two slots, and the sealed body with all keys'],
    [dataPack.name, 'a pack of class data: the five bytes'],
    [manifestPack.name, 'a pack of class manifest: one node, which is leaf and root'],
    [snapshot.name, 'the head, written last'],
  ];

  const text = `# A worked example

Status: draft 1 of format 1. Licence: CC-BY-4.0 (\`LICENSE\`). Nothing in this document is normative. It is generated; CI compares it with the objects.

## 1. What is here

An archive with one recovery key and one device, and in it one snapshot of one folder, \`notes\`, with one file, \`hi\`, which says \`hello\`. It lies in
[test-vectors/archives/tiny](../test-vectors/archives/tiny/archive.json), and all of its bytes are explained here. Open its four objects in a hex editor and follow.

| Object | Bytes | SHA-256 | Is |
|---|---|---|---|
${names.map(([name, what]) => `| \`${name}\` | ${store.get(name)!.length} | \`${hex(sha256(store.get(name)!))}\` | ${what} |`).join('\n')}

A dump has the offset, the bytes, what they are, and what that means. A row with a number of the form \`field 3\` begins with the tag of that field, and its
length if it has one ([wire.md](wire.md#4-the-canonical-encoding)); dots show what is inside of what. What has its default is not there: owner
and group 0, block 0, offset 0, revision 0, depth 0, no parents. Runs of more than 64 bytes are shortened, and their SHA-256 is given. What is called random
in an archive is generated here, so that everyone gets the same bytes; the rule is in [test-vectors/README.md](../test-vectors/README.md#notation).

\`\`\`
64 digits or device secret
  └─ secret of a method ── opens its slot ──> root key ─┬─ MAC key ──────── authenticates the keyring
                                                        └─ body key ─────── opens the keyring's body
                                                             ├─ archive key of epoch 1 ── opens head and packs
                                                             ├─ dedup key ───────────── names chunks
                                                             └─ chunker key ─────────── says where to cut
head ── names the root node ──> manifest pack ── names chunks ──> data pack ──> hello
\`\`\`

## 2. From the digits to the root key

[keys.md section 3](keys.md#3-the-64-digit-recovery-key) and [section 4](keys.md#4-methods-and-slots). The sheet of paper says:

${formatValues([
  ['row 1', rowText(material, 0)],
  ['row 2', rowText(material, 1)],
  ['row 3', rowText(material, 2)],
  ['row 4', rowText(material, 3)],
  ['key id', methods.sheet.keyId],
])}

The last digit of each row is its check digit; without the four, 60 digits remain, in ASCII the *key material*. The slot of the recovery key (section 3) has the salt, and so:

${formatValues([
  ['key material', material],
  ['salt', methods.sheet.salt],
  ['PRK = HMAC-SHA-512(salt, key material)', extract(methods.sheet.salt, utf8(material))],
  ['secret = HKDF-Expand(PRK, "muniment v1 recovery-key secret", 32)', methods.sheet.secret],
])}

The secret is an X-Wing decapsulation key. With the first 1120 bytes of \`sealed_root_key\` (section 3), which are a ciphertext of ML-KEM and an ephemeral key of X25519, it gives a shared secret:

${sheet.xWing}

From that and \`info\` come key and nonce of HPKE (RFC 9180 section 5.1, base mode), and these open the rest of \`sealed_root_key\`:

${sheet.hpke}

The device keeps a secret of its own. It is the secret of its method as it is, and its slot opens in the same way, to the same root key:

${device.xWing}

${device.hpke}

## 3. The keyring

[keys.md section 5](keys.md#5-the-keyring-object). Whoever has the object can read this much of it:

${dump(keyringDump)}

From the root key come the keys of body and MAC ([keys.md section 4](keys.md#4-methods-and-slots)):

${formatValues([
  ['root key', rootKey],
  ['body key = HKDF-Expand(root key, "muniment v1 keyring body", 32)', keys.body],
  ['MAC key = HKDF-Expand(root key, "muniment v1 keyring mac", 32)', keys.mac],
  [
    `MAC = HMAC-SHA-256(MAC key, the first ${object.length - 32} bytes)`,
    hmacSha256(keys.mac, object.subarray(0, -32)),
  ],
  ['vault-owner seed = HKDF-Expand(root key, "muniment v1 vault owner", 32), not used here', keys.vaultOwner],
])}

The body is a Cobblestone object ([wire.md section 8.1](wire.md#81-encrypted-objects)) under the context of [section 8](wire.md#8-contexts):

${sealedValues('body key', keys.body, '0x01 || archive id || u32 0 || u32 generation || keyring id', bodyContext, openedBody)}

Its plaintext has no padding:

${dump({
  title: `plaintext of the body of ${keyring.name}`,
  bytes: openedBody.plaintext,
  rows: messageRows('KeyringBody', openedBody.plaintext),
})}

## 4. The file becomes a chunk

[archive.md section 5](archive.md#5-chunks). Five bytes are less than a window of 65536, so there is no hole and one stretch; a stretch of up to 16384 bytes is one chunk, so nothing is cut.

${formatValues([
  ['content', `${hex(file.content)}, "hello"`],
  ['dedup key', archive.dedupKey],
  ['chunk id = HMAC-SHA-256(dedup key, content)', chunkId],
  ['chunker key', archive.chunkerKey],
  ['gear table = HKDF-Expand(chunker key, "muniment v1 gear table", 1024), not used here:'],
  ['first of its 256 words', gear.slice(0, 4)],
  ['SHA-256 of all of it', sha256(gear)],
])}

The chunk is a block of its own, not compressed, in a pack of class data. The plaintext of a pack is a padded frame ([wire.md section 6.1](wire.md#61-the-padded-frame)), here of the least
length, 4096:

${dump(data.plaintext)}

It is sealed with the archive key ([archive.md section 2](archive.md#2-conventions-and-terms), ARCH-001):

${data.values}

${dump(data.object)}

## 5. The manifest

[archive.md section 6](archive.md#6-manifests). Two paths, two records, in path order. The content digest of the file covers the length and the id of its one chunk; the entries digest covers both encoded entries:

${formatValues([
  ['content digest = SHA-256(u64 length || chunk id)', sha256(u64(file.content.length), chunkId)],
  ...encodedEntries.map((entry, i) => [`entry ${i + 1}, ${entry.length} bytes`, entry] as const),
  [
    'entries digest = SHA-256(u32 length || entry 1 || u32 length || entry 2)',
    sha256(...encodedEntries.map((entry) => concat(u32(entry.length), entry))),
  ],
])}

Where records are cut into leaves says the chunker \`record\` ([archive.md section 5.4](archive.md#54-record)). Behind the first record there is no cut, because a group has at least two; behind the second there is one, since it is the last:

${formatValues([
  ['cut key = HKDF-Expand(chunker key, "muniment v1 record cut", 32)', cutKey],
  [`HMAC-SHA-256(cut key, 0x00 || "notes/hi"), first 4 bytes; a cut if below 04000000`, cutValue.slice(0, 4)],
])}

One leaf is left, so it is the root, and the depth is 0. It is a chunk of its own, in a block of its own, in a pack of class manifest:

${dump(manifest.plaintext)}

${manifest.values}

${dump(manifest.object)}

The chunk id of the node, by which the head names it, is the HMAC of the ${root.length} bytes between length and padding:

${formatValues([
  ['HMAC-SHA-256(dedup key, node)', hmacSha256(archive.dedupKey, contentOf(manifest.plaintext.bytes))],
])}

## 6. The head

[archive.md section 7](archive.md#7-heads). The part \`stable\` says what the snapshot is, the rest where it lies. The hash of the keyring and both digests are those from above.

${dump(headFrame)}

${formatValues([
  ['snapshot id = SHA-256(stable)', snapshot.snapshotId],
  ['keyring hash = SHA-256(keyring object)', keyring.hash],
])}

${sealedValues('archive key of epoch 1', archiveKey, '0x02 || archive id || u32 epoch || u64 sequence || head id', context, openedHead)}

${dump({ title: snapshot.name, bytes: headBytes, rows: openedHead.rows })}

## 7. The way back

A reader with the 64 digits:

1. lists \`keyring/\`, reads the object, finds the slot with the key id \`${methods.sheet.keyId}\` in its public part, derives the secret with that slot's salt, opens the slot (section 2), compares the MAC, opens the body (section 3);
2. lists \`heads/\`, builds the context from the name \`${snapshot.name.slice('heads/'.length)}\`: sequence 1, epoch 1 and the head id; opens the object with the archive key of epoch 1 (section 6). Epoch 1 is the greatest, so the head counts;
3. opens the pack that \`root\` names, as class manifest, epoch 1, of ${2 ** manifestPack.pack.sizeLog2} bytes; takes ${root.placed.storedLength} bytes from offset ${root.placed.offset}; compares their chunk id; decodes the node; checks order, paths, parents and fields; compares the entries digest (section 5);
4. makes the folder \`notes\`; for \`notes/hi\` compares the content digest with the extent, opens the data pack, takes 5 bytes from offset 4, compares their chunk id, and only then writes them (section 4).

Suite \`archives\` has this archive as \`tiny\`, vector \`archives-tiny-1\`.
`;
  return { text, dumps };
}

/** A row of digits in groups of four. */
function rowText(material: string, i: number): string {
  return rowsOf(material)[i].replace(/(....)(?=.)/g, '$1 ');
}

/** The encoded entries of a leaf. */
function entriesOf(node: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  dissect(schema, 'ManifestNode', node, NOTES, {
    'Record.entry': (entry) => {
      out.push(entry);
      return [row(entry, 'entry')];
    },
  });
  return out;
}
