// Text from outside on a terminal, and names back from it.

/** Control characters, line separators, and characters that reorder or hide what stands beside them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const ESCAPE = /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/g;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `text` as one line that no terminal obeys: what cannot be printed becomes `\xNN` or `\uNNNN`. */
export function escapeControls(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** A JSON text, the same value, with the same characters escaped. */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

/**
 * The bytes that a listing shows as `text`, when names were escaped in it: `\xNN` is a byte, `\uNNNN` a character.
 * Undefined if it holds no escape, so that it means what it says.
 */
export function parseEscapedName(text: string): Uint8Array | undefined {
  const parts: Buffer[] = [];
  let end = 0;
  for (const found of text.matchAll(ESCAPE)) {
    const [whole, byte, character] = found;
    parts.push(Buffer.from(text.slice(end, found.index)));
    parts.push(
      byte === undefined
        ? Buffer.from(String.fromCharCode(Number.parseInt(character!, 16)))
        : Buffer.from(byte, 'hex'),
    );
    end = found.index + whole.length;
  }
  if (parts.length === 0) return undefined;
  parts.push(Buffer.from(text.slice(end)));
  return new Uint8Array(Buffer.concat(parts));
}

/** The text of `bytes`, or undefined if they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
