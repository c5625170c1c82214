const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 with padding (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const bits = (one << 16) | (two << 8) | three;
    const left = bytes.length - at;
    parts.push(
      letters.charAt(bits >> 18) +
        letters.charAt((bits >> 12) & 63) +
        (left > 1 ? letters.charAt((bits >> 6) & 63) : '=') +
        (left > 2 ? letters.charAt(bits & 63) : '='),
    );
  }
  return parts.join('');
}

/** The bytes of base64 with padding; null for anything that is not exactly what `base64` writes. */
export function base64Bytes(text: string): Uint8Array | null {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const letter of digits) {
    bits = ((bits << 6) | letters.indexOf(letter)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = (bits >> count) & 0xff;
    at += 1;
  }
  // Whatever was no letter, was too short, or had bits left over does not come out as it went in.
  return base64(bytes) === text ? bytes : null;
}
