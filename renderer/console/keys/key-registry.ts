import type { ConsoleCommandId } from '../../../shared/bridge/console-settings.ts';

export type KeyGroup = 'notes' | 'pressure' | 'music' | 'session' | 'screen';

/** One command of the console, as its button, its key, the list of keys and the pedals know it. */
export type KeyCommand = {
  readonly group: KeyGroup;
  /** The usual keys; the first is the one that is shown and may be changed. */
  readonly keys: readonly string[];
  /** Acts also while text is typed: only keys that type nothing. */
  readonly whileTyping?: boolean;
  /** A pedal is trodden on by a slip: what is not easily taken back wants it twice. */
  readonly twiceByPedal?: boolean;
};

/** The one list that buttons, keys, the list of keys and pedals are fed from, in the order in which it is shown. */
export const keyRegistry: Readonly<Record<ConsoleCommandId, KeyCommand>> = {
  'tag-1': { group: 'notes', keys: ['1'] },
  'tag-2': { group: 'notes', keys: ['2'] },
  'tag-3': { group: 'notes', keys: ['3'] },
  'tag-4': { group: 'notes', keys: ['4'] },
  'tag-5': { group: 'notes', keys: ['5'] },
  'note-text': { group: 'notes', keys: ['n', '6'] },
  'note-mark': { group: 'notes', keys: ['m'] },
  'note-undo': { group: 'notes', keys: ['u', 'ctrl+z'] },
  entries: { group: 'notes', keys: ['r'] },
  measure: { group: 'pressure', keys: ['b'] },
  'reading-by-hand': { group: 'pressure', keys: ['shift+b'] },
  'music-toggle': { group: 'music', keys: ['p'], twiceByPedal: true },
  'music-quieter': { group: 'music', keys: ['['] },
  'music-louder': { group: 'music', keys: [']'] },
  'music-softer': { group: 'music', keys: ['s'] },
  'music-stay': { group: 'music', keys: ['y'] },
  'music-move-on': { group: 'music', keys: ['o'], twiceByPedal: true },
  'music-ground': { group: 'music', keys: ['w'], twiceByPedal: true },
  'music-undo': { group: 'music', keys: ['z'] },
  'music-next': { group: 'music', keys: ['>'], twiceByPedal: true },
  'next-phase': { group: 'session', keys: ['g'], twiceByPedal: true },
  'to-alert': { group: 'session', keys: ['f6'], whileTyping: true },
  emergency: { group: 'session', keys: ['e'] },
  lock: { group: 'session', keys: ['ctrl+l'], whileTyping: true, twiceByPedal: true },
  darker: { group: 'screen', keys: ['d'] },
  brighter: { group: 'screen', keys: ['shift+d'] },
  'dark-screen': { group: 'screen', keys: ['0'] },
  'touch-lock': { group: 'screen', keys: ['l'], twiceByPedal: true },
  'strip-table': { group: 'screen', keys: ['t'] },
  'key-list': { group: 'screen', keys: ['?'] },
};
