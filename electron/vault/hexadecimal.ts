/** Bytes as lower-case hexadecimal. */
export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Hexadecimal as bytes; the text is trusted to be that. */
export function hexBytes(text: string): Uint8Array {
  // Copied as bytes and not through an iterator: opening a large vault does this some thousand times.
  return new Uint8Array(Buffer.from(text, 'hex'));
}
