// Small helpers for bytes that are not secret.

/** An absent `bytes` field. A fresh one each time, because a value owns its buffers. */
export function noBytes(): Uint8Array {
  return new Uint8Array(0);
}

/** Negative, zero or positive as `a` sorts before, with or after `b`: byte by byte, a prefix first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/** True if each element sorts after the one before it. */
export function areAscendingBytes(list: readonly Uint8Array[]): boolean {
  return list.every((element, index) => index === 0 || compareBytes(list[index - 1], element) < 0);
}

/** True if each element is larger than the one before it. */
export function areAscendingNumbers(list: readonly number[]): boolean {
  return list.every((element, index) => index === 0 || list[index - 1] < element);
}
