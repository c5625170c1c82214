const blockSize = 512;
/** What ustar's fields hold (POSIX.1-2017, pax, "ustar Interchange Format"). */
const longestName = 100;
const largestFile = 0o77777777777;

/** The header of one file in a tar archive; for its owner only, of nobody's name. */
export function tarHeader(name: string, size: number, modifiedMs: number): Uint8Array {
  const nameBytes = Buffer.from(name, 'utf8');
  if (nameBytes.length > longestName || size > largestFile) throw new RangeError('a file that ustar cannot hold');
  const header = Buffer.alloc(blockSize);
  header.set(nameBytes, 0);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width, '0')}\0`;
  header.write(octal(0o600, 7), 100, 'latin1');
  header.write(octal(0, 7), 108, 'latin1');
  header.write(octal(0, 7), 116, 'latin1');
  header.write(octal(size, 11), 124, 'latin1');
  header.write(octal(Math.max(0, Math.floor(modifiedMs / 1000)), 11), 136, 'latin1');
  // The sum is taken with its own field full of spaces.
  header.fill(' ', 148, 156);
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** The zeros after a file of that size, up to a whole block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((blockSize - (size % blockSize)) % blockSize);
}

/** What ends an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * blockSize);
}
