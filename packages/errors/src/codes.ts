// Generated from spec/errors.md by scripts/generate.ts. Do not edit.

/** The kind of failure a code stands for. */
export type ErrorClass =
  | 'usage'
  | 'malformed'
  | 'limit'
  | 'authentication'
  | 'unsupported'
  | 'missing'
  | 'conflict'
  | 'store'
  | 'source'
  | 'secret'
  | 'internal';

/** What the specification says of one error code. */
export interface ErrorInfo {
  readonly errorClass: ErrorClass;
  /** Exit code of the command-line tool. */
  readonly exit: number;
  readonly happened: string;
  readonly safe: string;
  readonly advice: string;
}

/** Every error code, with its row of spec/errors.md. */
export const ERRORS = {
  ERR_USAGE: {
    errorClass: 'usage',
    exit: 2,
    happened: 'The command or call was not understood.',
    safe: 'Nothing was touched.',
    advice: 'Check the arguments against the help text.',
  },
  ERR_INTERNAL: {
    errorClass: 'internal',
    exit: 70,
    happened: 'An assumption inside Muniment did not hold.',
    safe: 'Committed snapshots are not affected.',
    advice: 'Please report it with the command you ran.',
  },
  ERR_INTERRUPTED: {
    errorClass: 'usage',
    exit: 130,
    happened: 'The run was interrupted before it finished.',
    safe: 'Committed snapshots are not affected; uploaded data is kept for the next run.',
    advice: 'Run the same command again; it goes on where it stopped.',
  },
  ERR_LIMIT: {
    errorClass: 'limit',
    exit: 65,
    happened: 'A size or count is beyond the limit of the format.',
    safe: 'Nothing was allocated or written for it.',
    advice: 'If this is your own data, split it; if it came from a store, treat the object as damaged.',
  },
  ERR_ENCODING: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'Bytes could not be decoded: truncated, mistyped or not well formed.',
    safe: 'Other objects are not affected.',
    advice: 'Run verify to see what refers to it.',
  },
  ERR_NON_CANONICAL: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'Bytes decode but are not the one permitted encoding.',
    safe: 'Other objects are not affected.',
    advice: 'Run verify to see what refers to it.',
  },
  ERR_FIELD: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A field holds a value that its rules forbid.',
    safe: 'Other objects are not affected.',
    advice: 'Run verify to see what refers to it.',
  },
  ERR_PADDING: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'The padding of an object is not the one permitted: not zero, or of another size.',
    safe: 'Other objects are not affected.',
    advice: 'Run verify to see what refers to it.',
  },
  ERR_UNSUPPORTED_VERSION: {
    errorClass: 'unsupported',
    exit: 69,
    happened: 'The object has a format version this release does not know.',
    safe: 'Nothing was changed.',
    advice: 'Install a newer release of Muniment.',
  },
  ERR_CRITICAL_FEATURE: {
    errorClass: 'unsupported',
    exit: 69,
    happened: 'The object needs a feature this release does not know.',
    safe: 'Nothing was changed.',
    advice: 'Install a newer release of Muniment.',
  },
  ERR_KEY_SIZE: {
    errorClass: 'usage',
    exit: 70,
    happened: 'A key or secret has the wrong length.',
    safe: 'Nothing was touched.',
    advice: 'Pass a key of the documented length.',
  },
  ERR_OBJECT_LENGTH: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'An encrypted object has a length that no complete object has: it was cut or extended.',
    safe: 'Nothing of the missing part was released; other objects are not affected.',
    advice: 'Run verify, then back up again so that lost chunks are uploaded anew.',
  },
  ERR_COMMITMENT: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'An encrypted object does not belong to this key and place: another key, a moved object, or an altered header.',
    safe: 'Nothing was decrypted.',
    advice: 'Run verify; if every object fails, this is the key of another archive.',
  },
  ERR_SEGMENT: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'A segment of an encrypted object was altered, reordered or duplicated.',
    safe: 'Only segments that verified were released.',
    advice: 'Run verify, then back up again so that lost chunks are uploaded anew.',
  },
  ERR_AUTHENTICATION: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'A sealed secret could not be opened with this key.',
    safe: 'Nothing was decrypted.',
    advice: 'Check that the key belongs to this archive.',
  },
  ERR_ELEMENT: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A group element or scalar is the identity, zero, out of range or not canonically encoded.',
    safe: 'Nothing was computed with it.',
    advice: 'Refuse the message; if it came from a peer, the peer is broken or hostile.',
  },
  ERR_REFLECTED: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'The peer sent back a value that this side had sent.',
    safe: 'No password was tested and no key was derived.',
    advice: 'Refuse the peer; it is broken or hostile.',
  },
  ERR_LOGIN: {
    errorClass: 'authentication',
    exit: 77,
    happened: 'The password is wrong, or a message was altered or belongs to another account, server or context.',
    safe: 'No key was released.',
    advice: 'Check the password; each further attempt counts.',
  },
  ERR_PASSWORD_CHARACTERS: {
    errorClass: 'secret',
    exit: 65,
    happened: 'The password is empty or holds characters that cannot be typed alike everywhere.',
    safe: 'Nothing was sent.',
    advice: 'Choose a password without control characters, symbols of a newer Unicode version or unpaired surrogates.',
  },
  ERR_KSF: {
    errorClass: 'limit',
    exit: 65,
    happened: 'The password stretching asked for is weaker or costlier than this client accepts.',
    safe: 'No password was stretched.',
    advice: 'Refuse the server\'s parameters; install a newer release if they are legitimate.',
  },
  ERR_STATE_USED: {
    errorClass: 'usage',
    exit: 70,
    happened: 'A protocol state was used a second time.',
    safe: 'Nothing was computed with it.',
    advice: 'Start the exchange again.',
  },
  ERR_PROOF: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'A proof that a key share was used correctly does not verify.',
    safe: 'The answer was not used.',
    advice: 'Ask another share holder, and report the one that is named.',
  },
  ERR_SHARES: {
    errorClass: 'missing',
    exit: 65,
    happened: 'There are fewer good shares than the threshold asks for.',
    safe: 'Nothing was combined.',
    advice: 'Ask more share holders.',
  },
  ERR_STORE_NAME: {
    errorClass: 'usage',
    exit: 70,
    happened: 'A name is not a valid object name.',
    safe: 'Nothing was touched.',
    advice: 'Use lower-case letters, digits, hyphens and slashes, at most 200 characters.',
  },
  ERR_STORE_EXISTS: {
    errorClass: 'conflict',
    exit: 73,
    happened: 'An object of this name is already in the store.',
    safe: 'The existing object was not changed.',
    advice: 'Write under a new name; objects are never overwritten.',
  },
  ERR_STORE_NOT_FOUND: {
    errorClass: 'missing',
    exit: 66,
    happened: 'An object is not in the store.',
    safe: 'Other objects are not affected.',
    advice: 'If the store is still synchronising, wait; otherwise run verify to see what refers to it.',
  },
  ERR_STORE_RANGE: {
    errorClass: 'store',
    exit: 65,
    happened: 'The bytes asked for lie beyond the end of the object.',
    safe: 'Other objects are not affected.',
    advice: 'Run verify: the object may have been cut short.',
  },
  ERR_STORE_READ_ONLY: {
    errorClass: 'store',
    exit: 73,
    happened: 'The store cannot be written.',
    safe: 'Nothing in the store was changed.',
    advice: 'Check write protection and the permissions of this user.',
  },
  ERR_STORE_DENIED: {
    errorClass: 'store',
    exit: 77,
    happened: 'The store refuses to let this user read.',
    safe: 'Nothing in the store was changed.',
    advice: 'Check the permissions of this user, or sign in to the store again.',
  },
  ERR_STORE_FULL: {
    errorClass: 'store',
    exit: 73,
    happened: 'The store has no room left.',
    safe: 'Committed snapshots are not affected.',
    advice: 'Free some space or prune old snapshots, then run the command again.',
  },
  ERR_STORE_FOREIGN: {
    errorClass: 'store',
    exit: 73,
    happened: 'Something that is not part of the archive is in the place of an object or folder.',
    safe: 'It was neither followed nor changed.',
    advice: 'Look at the named path and move it out of the store.',
  },
  ERR_STORE_IO: {
    errorClass: 'store',
    exit: 74,
    happened: 'The store failed while reading or writing.',
    safe: 'Committed snapshots are not affected.',
    advice: 'Try again; if it persists, check the disk or the provider.',
  },
  ERR_STORE_UNREACHABLE: {
    errorClass: 'store',
    exit: 75,
    happened: 'The store is not there: not mounted, not connected, or removed.',
    safe: 'Committed snapshots are not affected.',
    advice: 'Connect or mount the store, check its path, and try again.',
  },
  ERR_RECOVERY_KEY_CHARACTER: {
    errorClass: 'secret',
    exit: 65,
    happened: 'The recovery key holds something that is not a digit.',
    safe: 'Nothing was tried with it.',
    advice: 'Look at the character that is named; only digits, spaces and dashes belong there.',
  },
  ERR_RECOVERY_KEY_LENGTH: {
    errorClass: 'secret',
    exit: 65,
    happened: 'The recovery key has too few or too many digits.',
    safe: 'Nothing was tried with it.',
    advice: 'Type all four rows of 16 digits.',
  },
  ERR_RECOVERY_KEY_ROW: {
    errorClass: 'secret',
    exit: 65,
    happened: 'A row of the recovery key is mistyped, or stands in another row\'s place.',
    safe: 'Nothing was tried with it.',
    advice: 'Compare the named row with the sheet, digit by digit.',
  },
  ERR_RECOVERY_KEY_OTHER: {
    errorClass: 'secret',
    exit: 77,
    happened: 'This recovery key is not the one that was asked for: its key id differs.',
    safe: 'Nothing was tried with it.',
    advice: 'Look for the sheet with the key id that is named.',
  },
  ERR_KEYRING_MAGIC: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'The object is not a keyring.',
    safe: 'Nothing was read from it.',
    advice: 'Check that this is the folder of a Muniment archive.',
  },
  ERR_KEYRING_MAC: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'The keyring was altered, or its parts come from different keyrings.',
    safe: 'No key was taken from it.',
    advice: 'Use another copy of the store, or an older keyring that still opens.',
  },
  ERR_KEYRING_BODY: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'The parts of an authenticated keyring contradict each other.',
    safe: 'No key was taken from it.',
    advice: 'Report it to the maker of the program that wrote it; an older keyring may still open.',
  },
  ERR_KEYRING_SUCCESSION: {
    errorClass: 'authentication',
    exit: 77,
    happened: 'A keyring does not hold the keys that it must have inherited: it was not made by a device of this archive.',
    safe: 'The keyring before it is not affected.',
    advice: 'Do not write with it; someone who was removed may have planted it.',
  },
  ERR_KEYRING_OUTDATED: {
    errorClass: 'conflict',
    exit: 73,
    happened: 'The archive has moved on to a keyring that this device does not have or cannot open.',
    safe: 'What older keyrings open can still be read; nothing was written.',
    advice: 'Let the store synchronise; if this device or key was removed, add it again from a device that still has access.',
  },
  ERR_METHOD_UNKNOWN: {
    errorClass: 'missing',
    exit: 77,
    happened: 'The keyring has no such recovery method: it was removed, or belongs to another archive.',
    safe: 'Nothing was tried with it.',
    advice: 'Use another recovery method, or add this device again.',
  },
  ERR_LAST_METHOD: {
    errorClass: 'conflict',
    exit: 73,
    happened: 'The archive would be left without a recovery key or a vault.',
    safe: 'The keyring was not changed.',
    advice: 'Add a recovery key first.',
  },
  ERR_RAW_LENGTH: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A compressed block does not expand to the length that was promised for it.',
    safe: 'No byte of the block was released.',
    advice: 'Run verify, then back up again so that lost chunks are uploaded anew.',
  },
  ERR_CHUNK_ID: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'A chunk is not the one that was referred to.',
    safe: 'No byte of the chunk was released.',
    advice: 'Run verify, then back up again so that lost chunks are uploaded anew.',
  },
  ERR_PACK_MISSING: {
    errorClass: 'missing',
    exit: 66,
    happened: 'A pack that a snapshot refers to is not in the store.',
    safe: 'Snapshots and files that do not refer to it are not affected.',
    advice: 'If the store is still synchronising, wait; otherwise back up again, then run repair.',
  },
  ERR_PACK_LOST: {
    errorClass: 'conflict',
    exit: 75,
    happened: 'Packs that the new snapshot refers to were deleted or marked while it was written.',
    safe: 'Earlier snapshots are not affected.',
    advice: 'Run the backup again when no other device is pruning.',
  },
  ERR_MANIFEST: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A part of a snapshot\'s list of files breaks the rules of the format.',
    safe: 'Nothing was written from it; other parts and snapshots are not affected.',
    advice: 'Run verify to see what it costs; restore an earlier snapshot.',
  },
  ERR_PATH: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A path in a snapshot could lead outside the target folder or lies in no folder.',
    safe: 'Nothing was written for it.',
    advice: 'Treat the archive as written by somebody hostile or by a faulty program.',
  },
  ERR_ENTRIES_DIGEST: {
    errorClass: 'authentication',
    exit: 65,
    happened: 'The list of files is not the one the snapshot was made with.',
    safe: 'Each file that was released had been verified by itself.',
    advice: 'Run verify; restore an earlier snapshot.',
  },
  ERR_HEAD: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'A head contradicts its own name, its archive or the rules of the format.',
    safe: 'Other snapshots are not affected.',
    advice: 'Run verify; the snapshot of this head is lost.',
  },
  ERR_HEAD_UNREADABLE: {
    errorClass: 'conflict',
    exit: 75,
    happened: 'A head in the store does not open, so nothing may be deleted.',
    safe: 'Nothing was deleted.',
    advice: 'Run verify. If the head is junk, remove that one object from the store by hand.',
  },
  ERR_FOREIGN_OBJECT: {
    errorClass: 'malformed',
    exit: 65,
    happened: 'The store holds something whose name is not of any form that Muniment writes.',
    safe: 'It was ignored.',
    advice: 'Remove it if you know what it is.',
  },
  ERR_SNAPSHOT_UNKNOWN: {
    errorClass: 'usage',
    exit: 2,
    happened: 'No snapshot has this name.',
    safe: 'Nothing was touched.',
    advice: 'List the snapshots and choose one of them.',
  },
  ERR_PATH_UNKNOWN: {
    errorClass: 'usage',
    exit: 2,
    happened: 'The snapshot has no such path.',
    safe: 'Nothing was touched.',
    advice: 'List the snapshot to see its paths.',
  },
} as const satisfies Record<string, ErrorInfo>;

/** A code of spec/errors.md. */
export type ErrorCode = keyof typeof ERRORS;
