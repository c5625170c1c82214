// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them.
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML text or as a quoted attribute. Control characters, which no text has, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(controlCharacters, '\uFFFD').replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Text as a CSS string, with its quotes: every character that is not plain is written by its number. */
export function cssString(text: string): string {
  const safe = Array.from(text.replace(controlCharacters, '\uFFFD'), (character) =>
    /[A-Za-z0-9 ]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0xfffd).toString(16)} `,
  );
  return `"${safe.join('')}"`;
}
