// Names and paths of the file system as strings of one character a byte: compact, comparable, and exact for names that
// are not valid UTF-8.

/** Each character is one byte. */
export type ByteString = string;

/** The byte string of a path: text is taken as UTF-8. */
export function toByteString(path: string | Uint8Array): ByteString {
  return typeof path === 'string'
    ? Buffer.from(path, 'utf8').toString('latin1')
    : Buffer.from(path.buffer, path.byteOffset, path.length).toString('latin1');
}

/** Its bytes, as a fresh buffer. */
export function toBytes(text: ByteString): Buffer {
  return Buffer.from(text, 'latin1');
}

/** Its bytes in exactly as many bytes of memory, for values that are kept or given out. */
export function toOwnBytes(text: ByteString): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As text; bytes that are no UTF-8 become lone surrogates, so that different names stay different. */
export function toText(name: ByteString): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for ASCII
  if (/^[\x00-\x7f]*$/.test(name)) return name;
  try {
    return strictUtf8.decode(toBytes(name));
  } catch {
    return name.replace(/[\x80-\xff]/g, (char) => String.fromCharCode(0xdc00 + char.charCodeAt(0)));
  }
}
