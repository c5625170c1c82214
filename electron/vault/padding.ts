const smallestBytes = 256;
const largestDoublingBytes = 65_536;

/** The padded size for a content of so many bytes: powers of two from 256 to 64 KiB, then whole 64 KiB. */
export function paddedSize(contentBytes: number): number {
  const needed = contentBytes + 4;
  if (needed > largestDoublingBytes) return Math.ceil(needed / largestDoublingBytes) * largestDoublingBytes;
  let size = smallestBytes;
  while (size < needed) size *= 2;
  return size;
}

/** Content with its length in front (32 bit, big endian) and zeros behind, so that its size tells less. */
export function pad(content: Uint8Array): Uint8Array {
  const padded = Buffer.alloc(paddedSize(content.length));
  padded.writeUInt32BE(content.length, 0);
  padded.set(content, 4);
  return padded;
}

/** The content of a padded text; null when it is not one. */
export function unpad(padded: Uint8Array): Uint8Array | null {
  if (padded.length < smallestBytes) return null;
  const length = Buffer.from(padded.buffer, padded.byteOffset, padded.byteLength).readUInt32BE(0);
  if (length > padded.length - 4 || paddedSize(length) !== padded.length) return null;
  for (let index = 4 + length; index < padded.length; index += 1) if (padded[index] !== 0) return null;
  return padded.subarray(4, 4 + length);
}
