// From the keyring objects of a store to the keyring to use: spec/keys.md section 6.2.

import { isMunimentError, MunimentError } from '@muniment/errors';
import { formatHex } from '@muniment/wire';
import { type OpenKeyring, type ParsedKeyring, parseKeyring } from './keyring.ts';
import { ancestorHashes, distinctKeyrings, keyringTips } from './lineage.ts';
import { type KeyringUnlock, openKeyring } from './open.ts';
import { assertSuccessor } from './succession.ts';

/** A reader looks at no more well-formed keyring objects than this. */
export const KEYRING_OBJECT_COUNT_MAX = 64;

/** An object as found in a store or in a device's own copy. */
export interface KeyringObject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An object that is of no use to this reader, and why. */
export interface RefusedKeyring {
  /** The name it was found under. */
  readonly name: string;
  readonly error: MunimentError;
}

/** What a set of keyring objects comes to for one way of unlocking. */
export interface KeyringSet {
  /** Opened, checked, and not made from by any other opened one; newest first. More than one is a fork. Never empty. */
  readonly tips: readonly OpenKeyring[];
  /** Well formed or of a newer format, in no tip's ancestry, and not opened or refused: a reader warns, a writer stops. */
  readonly unopened: readonly RefusedKeyring[];
  /** Not keyrings at all, or under another name than their own: reported and otherwise ignored. */
  readonly malformed: readonly RefusedKeyring[];
  /** All well-formed ones, for `expiredKeyrings`. */
  readonly keyrings: readonly ParsedKeyring[];
  /** Wipes all tips. */
  wipe(): void;
}

/**
 * Opens all of an archive's keyrings that can be opened and finds the newest. A device passes its own copy of the last
 * keyring it used along with those of the store, so that nothing that does not follow from it takes its place.
 *
 * ```ts
 * const set = await openKeyrings(objects, { type: 'device', methodId, secret });
 * const [keyring] = set.tips;
 * ```
 * @throws the error of the newest keyring if none can be opened: see `openKeyring`, ERR_KEYRING_SUCCESSION
 * @throws ERR_LIMIT for more than 64 different well-formed objects
 * @throws RangeError if there are no objects
 */
export async function openKeyrings(
  objects: readonly KeyringObject[],
  unlock: KeyringUnlock,
): Promise<KeyringSet> {
  if (objects.length === 0) throw new RangeError('objects must not be empty');
  const { found, newer, malformed } = parseAll(objects);
  const keyrings = distinctKeyrings(found);
  if (keyrings.length > KEYRING_OBJECT_COUNT_MAX) {
    throw new MunimentError('ERR_LIMIT', `${keyrings.length} keyring objects`, {
      count: keyrings.length,
      limit: KEYRING_OBJECT_COUNT_MAX,
    });
  }
  const opened = new Map<string, OpenKeyring>();
  const refused = new Map<string, MunimentError>();
  try {
    for (const parsed of keyrings) {
      const result = await openOrRefuse(parsed, unlock);
      if (result instanceof MunimentError) refused.set(formatHex(parsed.hash), result);
      else opened.set(formatHex(parsed.hash), result);
    }
    // Oldest first. A keyring that is not above its parents is refused whenever its turn comes, so every parent that
    // matters has been judged before.
    for (const keyring of [...opened.values()].reverse()) {
      const error = checkSuccession(keyring, opened, refused);
      if (error === undefined) continue;
      refused.set(formatHex(keyring.hash), error);
      opened.delete(formatHex(keyring.hash));
      keyring.wipe();
    }
    const tips = keyringTips([...opened.values()]);
    const ancestors = new Set(tips.flatMap((tip) => [...ancestorHashes(tip, keyrings)]));
    const unopened = keyrings.flatMap(({ hash, name }): RefusedKeyring[] => {
      const id = formatHex(hash);
      const error = refused.get(id);
      return error === undefined || ancestors.has(id) ? [] : [{ name, error }];
    });
    if (tips.length === 0) throw (unopened[0] ?? newer[0] ?? malformed[0])!.error;
    const inUse = new Set(tips);
    for (const keyring of opened.values()) if (!inUse.has(keyring)) keyring.wipe();
    return {
      tips,
      unopened: [...unopened, ...newer],
      malformed,
      keyrings,
      wipe: () => {
        for (const tip of tips) tip.wipe();
      },
    };
  } catch (error) {
    for (const keyring of opened.values()) keyring.wipe();
    throw error;
  }
}

/**
 * What a writer checks before it writes anything: that no keyring of the archive is beyond it (KEYS-064).
 * @throws ERR_KEYRING_OUTDATED, details: the `name` of the first such object; its error is the cause
 */
export function assertNoneUnopened({ unopened: [first] }: KeyringSet): void {
  if (first === undefined) return;
  throw new MunimentError(
    'ERR_KEYRING_OUTDATED',
    `${first.name} does not open: ${first.error.message}`,
    { name: first.name },
    first.error,
  );
}

function parseAll(objects: readonly KeyringObject[]): {
  found: ParsedKeyring[];
  newer: RefusedKeyring[];
  malformed: RefusedKeyring[];
} {
  const found: ParsedKeyring[] = [];
  const newer: RefusedKeyring[] = [];
  const malformed: RefusedKeyring[] = [];
  for (const { name, bytes } of objects) {
    try {
      found.push(parseKeyring(bytes, name));
    } catch (error) {
      if (!isMunimentError(error)) throw error;
      (error.errorClass === 'unsupported' ? newer : malformed).push({ name, error });
    }
  }
  return { found, newer, malformed };
}

async function openOrRefuse(
  parsed: ParsedKeyring,
  unlock: KeyringUnlock,
): Promise<OpenKeyring | MunimentError> {
  try {
    return await openKeyring(parsed, unlock);
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error;
  }
}

/** Why an opened keyring is refused, if it is. */
function checkSuccession(
  keyring: OpenKeyring,
  opened: ReadonlyMap<string, OpenKeyring>,
  refused: ReadonlyMap<string, MunimentError>,
): MunimentError | undefined {
  const ids = keyring.parents.map(formatHex);
  if (ids.some((id) => isMunimentError(refused.get(id), 'ERR_KEYRING_SUCCESSION'))) {
    return new MunimentError('ERR_KEYRING_SUCCESSION', `${keyring.name} was made from a refused keyring`, {
      name: keyring.name,
    });
  }
  const parents = ids.flatMap((id) => opened.get(id) ?? []);
  if (parents.length === 0) return undefined;
  try {
    assertSuccessor(parents, keyring);
    return undefined;
  } catch (error) {
    if (!isMunimentError(error)) throw error;
    return error;
  }
}
