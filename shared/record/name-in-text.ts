/**
 * Finds a name in texts and puts a mark in its place. `whole`: only the whole name, for texts that name others too.
 * `parts`: also each of its parts as a word, so that a first name alone goes as well. Case, accents that were left
 * out, and the form in which accents are stored make no difference. Rather a word too many than a name too few.
 */
export function nameInText(
  name: string,
): (text: string, mark: string, which: 'whole' | 'parts') => { readonly text: string; readonly places: number } {
  // As it was typed too: composing changes some characters for good.
  const forms = [name.trim(), name.trim().normalize('NFC')];
  const words = forms
    .join(' ')
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const whole = pattern([...new Set(forms.flatMap(variants))].map(wholeName));
  const parts = pattern(
    [...new Set(words.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}\p{M}]+/u)]))]
      .filter((part) => lettersOf(part) >= 2)
      .flatMap(variants)
      // The longest first: of a double name no half is to stay.
      .sort((one, other) => other.length - one.length)
      .map((part) => standingAlone(escaped(part))),
  );
  return (text, mark, which) => {
    let places = 0;
    const replaced = () => {
      places += 1;
      return mark;
    };
    const left = replaceAll(text, whole, replaced);
    return { text: which === 'whole' ? left : replaceParts(left, mark, parts, replaced), places };
  };
}

/** The parts within what is left beside the marks: a name may be a word of the mark itself. */
function replaceParts(text: string, mark: string, parts: RegExp | null, replaced: () => string): string {
  return text
    .split(mark)
    .map((piece) => replaceAll(piece, parts, replaced))
    .join(mark);
}

function replaceAll(text: string, search: RegExp | null, replaced: () => string): string {
  return search === null ? text : text.replace(search, replaced);
}

function pattern(alternatives: readonly string[]): RegExp | null {
  const some = alternatives.filter((alternative) => alternative !== '');
  return some.length === 0 ? null : new RegExp(some.join('|'), 'giu');
}

/** Its letters composed, decomposed, and without their accents. */
function variants(text: string): string[] {
  const decomposed = text.normalize('NFD');
  return [...new Set([text, text.normalize('NFC'), decomposed, decomposed.replace(/\p{M}+/gu, '')])];
}

/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Two letters may stand in any word; from four on, and where words are not set apart, it is found even within one. */
function wholeName(name: string): string {
  const found = name.split(/\s+/u).map(escaped).join('\\s*');
  return lettersOf(name) >= 4 || unspaced.test(name) ? found : standingAlone(found);
}

/** A pattern with no letter or digit before or after it. */
function standingAlone(found: string): string {
  return `(?<![\\p{L}\\p{N}\\p{M}])${found}(?![\\p{L}\\p{N}\\p{M}])`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function lettersOf(text: string): number {
  return [...text].filter((character) => /[\p{L}\p{N}]/u.test(character)).length;
}
