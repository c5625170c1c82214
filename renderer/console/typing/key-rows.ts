export type KeyFace = 'letters' | 'signs' | 'digits';

/** What the keys of each face print, row by row: every sign that a name, a phone number, a path or a dose is written with. */
const faces: Readonly<Record<KeyFace, readonly string[]>> = {
  letters: ['1234567890', 'qwertyuiop', "asdfghjkl'", 'zxcvbnm,.-'],
  signs: ['1234567890', '@#%&*+=/_~', '()[]{}<>|\\', ':;!?"`^$°’'],
  digits: ['123', '456', '789', '.0-'],
};

/** The keys of a face, each as what it prints. */
export function keyRows(face: KeyFace, capital: boolean): readonly (readonly string[])[] {
  return faces[face].map((row) => [...row].map((key) => (capital && face === 'letters' ? key.toUpperCase() : key)));
}

/** The face for a field: digits where only a number belongs. A date and a time want more than a decimal point. */
export function faceFor(inputMode: string): KeyFace {
  return inputMode === 'decimal' ? 'digits' : 'letters';
}
