const blockSize = 512;
/** What ustar's fields hold (POSIX.1-2017, pax, "ustar Interchange Format"). */
const longestName = 100;
const longestPrefix = 155;
const prefixAt = 345;
const largestFile = 0o77777777777;

/**
 * The header of one file in a tar archive; for its owner only, of nobody's name. A path beyond 100 bytes is divided at a
 * slash into prefix and name. @throws RangeError where the path, or the file, is longer than the format can hold
 */
export function tarHeader(path: string, size: number, modifiedMs: number): Uint8Array {
  const { prefix, name } = dividedPath(path);
  if (size > largestFile) throw new RangeError('a file that ustar cannot hold');
  const header = Buffer.alloc(blockSize);
  header.set(name, 0);
  header.set(prefix, prefixAt);
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

function dividedPath(path: string): { readonly prefix: Uint8Array; readonly name: Uint8Array } {
  const whole = Buffer.from(path, 'utf8');
  if (whole.length <= longestName) return { prefix: Buffer.alloc(0), name: whole };
  const slash = whole.subarray(0, longestPrefix + 1).lastIndexOf('/');
  const name = whole.subarray(slash + 1);
  if (slash < 1 || name.length === 0 || name.length > longestName) {
    throw new RangeError('a path that ustar cannot hold');
  }
  return { prefix: whole.subarray(0, slash), name };
}

/** The zeros after a file of that size, up to a whole block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((blockSize - (size % blockSize)) % blockSize);
}

/** What ends an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * blockSize);
}
