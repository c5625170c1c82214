/** What everything that must stay secret begins with: it stands nowhere in the program and in no other place of the machine. */
const beginning = 'Zq7XwKv9';

/** A word of that kind; which one it is stands behind the mark. */
export function marked(what: string): string {
  return `${beginning}-${what}`;
}

/** A number that is nowhere else either, as it is typed: somebody's telephone. */
export const markedNumber = '7049386152748';

/** One way in which a secret can lie in a file or in memory. */
export type Form = { readonly secret: string; readonly form: string; readonly bytes: Buffer };

/** All ways in which marked words are searched. */
export function wordForms(): Form[] {
  return [beginning, markedNumber].flatMap((text) => {
    const secret = text === beginning ? 'a marked word' : 'a marked number';
    const [utf8, utf16] = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
    const other = encodedForms(secret, utf16).map((form) => ({ ...form, form: `${form.form} of UTF-16LE` }));
    return [...plainForms(secret, text), ...encodedForms(secret, utf8), ...other];
  });
}

/** The ways in which text lies in a program's memory. */
export function plainForms(secret: string, text: string): Form[] {
  return [
    { secret, form: 'UTF-8', bytes: Buffer.from(text, 'utf8') },
    { secret, form: 'UTF-16LE', bytes: Buffer.from(text, 'utf16le') },
  ];
}

/** Bytes as they are, in hexadecimal, and in base64 wherever they begin in it. */
export function encodedForms(secret: string, bytes: Buffer): Form[] {
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((before) => {
    // Only the letters that no neighbour has a part in.
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = before === 0 ? 0 : before + 1;
    const last = (before + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    return { secret, form: `base64 at ${before}`, bytes: Buffer.from(text.slice(first, last), 'ascii') };
  });
  return [
    { secret, form: 'hex', bytes: Buffer.from(hex, 'ascii') },
    { secret, form: 'HEX', bytes: Buffer.from(hex.toUpperCase(), 'ascii') },
    ...base64,
  ];
}

/** A key as it is, and written out. */
export function keyForms(secret: string, key: Buffer): Form[] {
  return [{ secret, form: 'bytes', bytes: key }, ...encodedForms(secret, key)];
}

/** Where a form was found, with the readable letters around it. */
export type Hit = { readonly form: Form; readonly at: number; readonly around: string };

/** Every place of every form in these bytes; at most so many of each. */
export function hitsIn(content: Buffer, forms: readonly Form[], most = 20): Hit[] {
  const hits: Hit[] = [];
  for (const form of forms) {
    let found = 0;
    for (let at = content.indexOf(form.bytes); at !== -1 && found < most; at = content.indexOf(form.bytes, at + 1)) {
      found += 1;
      hits.push({ form, at, around: readable(content.subarray(Math.max(0, at - 60), at + 100)) });
    }
  }
  return hits;
}

function readable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/[^\x20-\x7e]+/g, '·');
}
