/** The words of the console's own keyboard. */
export const typingWords = {
  title: 'Keyboard',
  shift: 'Capital letters',
  signs: 'Signs',
  letters: 'Letters',
  space: 'Space',
  back: 'Delete',
  enter: 'New line',
  hide: 'Hide the keyboard',
  lettersFace: 'abc',
  signsFace: '#+=',
} as const;
