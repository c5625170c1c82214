/** What a key press says, as far as it tells keys apart. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Keys that only change what another key means. */
const heldKeys = new Set([
  'shift',
  'control',
  'alt',
  'altgraph',
  'meta',
  'capslock',
  'dead',
  'unidentified',
  'process',
]);

/**
 * A pressed key as the registry writes it: `m`, `shift+b`, `ctrl+z`, `pagedown`, `?`. By what the key prints, so that it is
 * the same on every layout; Command counts as Ctrl. Null for keys with Alt, which belong to the system, and for held keys
 * alone. The shift that makes a sign (`?`) belongs to the sign.
 */
export function combinationOf(pressed: PressedKey): string | null {
  const key = pressed.key === ' ' ? 'space' : pressed.key.toLowerCase();
  // A sign made with AltGr is told as Ctrl and Alt on some systems; it is typed text, not a command.
  if (pressed.altKey || key === '' || heldKeys.has(key)) return null;
  const isSign = key.length === 1 && key.toUpperCase() === key;
  const isLetter = key.length === 1 && !isSign;
  const shift = pressed.shiftKey && (isLetter || key.length > 1) ? 'shift+' : '';
  return `${pressed.ctrlKey || pressed.metaKey ? 'ctrl+' : ''}${shift}${key}`;
}

/** Whether a key types something into a field: every single sign, Space and Enter. */
export function typesText(combination: string): boolean {
  if (combination.startsWith('ctrl+')) return false;
  const key = combination.replace(/^shift\+(?=.)/, '');
  return key.length === 1 || key === 'space' || key === 'enter';
}
