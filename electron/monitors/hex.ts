/** Bytes as lower-case hex without separators, as readings keep them. */
export function toHex(bytes: Uint8Array | readonly number[]): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
