// Every primitive Muniment uses, in one room.

export { defaultProvider } from '#provider';
export { type Bytes, chain, equalBytes, isPromise, type MaybePromise } from './bytes.ts';
export {
  openCobblestone,
  openCobblestoneInto,
  sealCobblestone,
  sealCobblestoneInPlace,
} from './cobblestone.ts';
export {
  COBBLESTONE_COMMITMENT_BYTES,
  COBBLESTONE_HEADER_BYTES,
  COBBLESTONE_KEY_BYTES,
  COBBLESTONE_MAX_PLAINTEXT_BYTES,
  COBBLESTONE_MAX_SEGMENT_COUNT,
  COBBLESTONE_OVERHEAD_BYTES,
  COBBLESTONE_SALT_BYTES,
  COBBLESTONE_SEALED_SEGMENT_BYTES,
  COBBLESTONE_SEGMENT_BYTES,
  COBBLESTONE_TAG_BYTES,
  cobblestoneLength,
  cobblestonePlaintextLength,
} from './cobblestone-format.ts';
export { CobblestoneReader, type ObjectRange } from './cobblestone-reader.ts';
export { type ByteSource, openCobblestoneStream, sealCobblestoneStream } from './cobblestone-stream.ts';
export {
  assertEd25519PublicKey,
  ED25519_PUBLIC_KEY_BYTES,
  ED25519_SEED_BYTES,
  ED25519_SIGNATURE_BYTES,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
} from './ed25519.ts';
export {
  ENCAPSULATED_REQUEST_OVERHEAD_BYTES,
  ENCAPSULATED_RESPONSE_OVERHEAD_BYTES,
  ENCAPSULATION_HEADER_BYTES,
  type EncapsulatedRequest,
  type EncapsulateRequestOptions,
  type EncapsulationLabels,
  encapsulateRequest,
  type OpenedRequest,
  type OpenRequestOptions,
  openRequest,
  RESPONSE_NONCE_BYTES,
} from './encapsulation.ts';
export {
  createSha256,
  HKDF_MAX_BYTES,
  HKDF_MIN_PRK_BYTES,
  hkdf,
  hkdfExpand,
  hkdfExtract,
  hmacSha256,
  hmacSha512,
  importHmacSha256Key,
  SHA256_BYTES,
  SHA512_BYTES,
  sha256,
} from './hash.ts';
export {
  HPKE_AEAD_ID,
  HPKE_ENC_BYTES,
  HPKE_KDF_ID,
  HPKE_KEM_ID,
  HPKE_MAX_EXPORT_BYTES,
  HPKE_MAX_INFO_BYTES,
  HPKE_OVERHEAD_BYTES,
  type HpkeReceiver,
  type HpkeSender,
  hpkeOpen,
  hpkeSeal,
  hpkeSetupReceiver,
  hpkeSetupSender,
  xwingPublicKey,
} from './hpke.ts';
export type { AesGcmKey, CryptoProvider, HmacSha256Key, KemParts, Sha256Stream } from './provider.ts';
export { type RandomSource, randomBytes } from './random.ts';
export { type KeyInput, SecretBytes } from './secret-bytes.ts';
export {
  formatSignedNote,
  formatVerifierKey,
  NOTE_KEY_HASH_BYTES,
  NOTE_MAX_BYTES,
  NOTE_MAX_SIGNATURES,
  type NoteSignature,
  type NoteSigner,
  noteKeyHash,
  parseSignedNote,
  parseVerifierKey,
  type SignedNote,
  signNote,
  type VerifierKey,
  verifySignedNote,
} from './signed-note.ts';
export { XWING_CIPHERTEXT_BYTES, XWING_PUBLIC_KEY_BYTES, XWING_SECRET_BYTES } from './xwing.ts';
