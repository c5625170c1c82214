/** Bytes as lower-case hexadecimal. */
export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Hexadecimal as bytes; the text is trusted to be that. */
export function hexBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
