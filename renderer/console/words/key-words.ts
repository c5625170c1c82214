import type { ConsoleCommandId } from '../../../shared/bridge/console-settings.ts';

/** What each command is called: on its button, in the list of keys and beside a pedal. A verb and its object. */
export const commandWords: Readonly<Record<ConsoleCommandId, string>> = {
  'tag-1': 'First quick note',
  'tag-2': 'Second quick note',
  'tag-3': 'Third quick note',
  'tag-4': 'Fourth quick note',
  'tag-5': 'Fifth quick note',
  'note-text': 'Write a note',
  'note-mark': 'Mark this moment',
  'note-undo': 'Take the last note back',
  entries: 'Show all entries',
  measure: 'Measure the blood pressure',
  'reading-by-hand': 'Enter a reading by hand',
  'music-toggle': 'Hush the music, or let it continue',
  'music-quieter': 'Volume down',
  'music-louder': 'Volume up',
  'music-softer': 'Softer, or full again',
  'music-stay': 'Stay in this part of the music',
  'music-move-on': 'Move on to the next part of the music',
  'music-ground': 'Ground: the soft tone, or back to the music',
  'music-undo': 'Take back what was done with the music',
  'music-next': 'Next piece',
  'next-phase': 'Go on to the next phase',
  'to-alert': 'Go to the alert',
  emergency: 'Emergency',
  lock: 'Lock',
  darker: 'Darker screen',
  brighter: 'Brighter screen',
  'dark-screen': 'Dark screen',
  'touch-lock': 'Lock touch',
  'strip-table': 'Show the strip as a table',
  'key-list': 'Show the keys',
};

/** The words of the list of keys and of its settings. */
export const keyWords = {
  title: 'Keys',
  open: 'Keys',
  plain: 'A key acts at once, but never while you type.',
  off: 'Single keys are switched off. Keys with Ctrl and F6 act still.',
  groups: { notes: 'Notes', pressure: 'Blood pressure', music: 'Music', session: 'Session', screen: 'Screen' },
  escape: 'Close what is open; a draft is kept. Ends nothing.',
  tab: 'From one control to the next; arrows move inside a choice.',
  noKey: 'No key',
  singleKeys: 'Keys without Ctrl act',
  change: (command: string, keys: string) => `${keys}: change the key for ${command}`,
  pressNow: 'Press the new key',
  noKeyFor: 'Without a key',
  usual: 'Back to the usual keys',
  keepAsIs: 'Leave it as it is',
  taken: (key: string, command: string) => `${key} is for “${command}” already.`,
  pedals: 'Pedals',
  pedalsHint: 'A pedal or page-turner sends a key. Choose what it is for, then press it.',
  addPedal: 'Add a pedal',
  pedalIsFor: 'The pedal is for',
  pressPedal: 'Press the pedal now',
  removePedal: (key: string) => `Remove the pedal ${key}`,
  remove: 'Remove',
  pressAgain: (command: string) => `${command}: press the pedal again`,
  typing: 'This key types text; choose another, or hold Ctrl with it.',
} as const;

/** How keys that print nothing are called. */
const namesOfKeys: Readonly<Record<string, string>> = {
  pagedown: 'Page Down',
  pageup: 'Page Up',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  space: 'Space',
  escape: 'Esc',
  tab: 'Tab',
};

/** A key as people write it: `Shift+B`, `Ctrl+Z`, `Page Down`. */
export function keyInWords(combination: string): string {
  const plus = combination.length > 1 ? combination.slice(0, -1).lastIndexOf('+') : -1;
  const held = plus === -1 ? [] : combination.slice(0, plus).split('+');
  const key = combination.slice(plus + 1);
  const name = namesOfKeys[key] ?? (key.length === 1 || /^f\d+$/.test(key) ? key.toUpperCase() : key);
  return [...held.map((word) => (word === 'ctrl' ? 'Ctrl' : 'Shift')), name].join('+');
}
