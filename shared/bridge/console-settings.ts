import * as z from 'zod';

/** Everything that can be asked of the console by a key or a pedal. What each is called and by which key stands in the console. */
export const consoleCommandIds = [
  'tag-1',
  'tag-2',
  'tag-3',
  'tag-4',
  'tag-5',
  'note-text',
  'note-mark',
  'note-undo',
  'entries',
  'measure',
  'reading-by-hand',
  'music-toggle',
  'music-quieter',
  'music-louder',
  'music-softer',
  'music-stay',
  'music-move-on',
  'music-ground',
  'music-undo',
  'music-next',
  'next-phase',
  'to-alert',
  'emergency',
  'lock',
  'darker',
  'brighter',
  'dark-screen',
  'touch-lock',
  'strip-table',
  'key-list',
] as const;
export type ConsoleCommandId = (typeof consoleCommandIds)[number];

const commandId = z.enum(consoleCommandIds);
/** A key with what is held beside it: `m`, `shift+b`, `ctrl+z`, `pagedown`, `?`. */
const keyCombination = z.string().regex(/^(ctrl\+)?(shift\+)?(\S|[a-z0-9]{2,20})$/);

/** As loud as music may be asked for unless the clinic says otherwise: some 2 dB under full. */
export const usualMusicCeiling = 0.9;

/** What this machine's console is set to: its keys and its pedals. Nothing of a patient. */
export const consoleSettingsSchema = z.strictObject({
  /** Whether keys without Ctrl act. Off for who speaks to the machine, or leans on it. */
  singleKeys: z.boolean(),
  /** The key of a command where it is another than the usual one; null where none. */
  keys: z.partialRecord(commandId, keyCombination.nullable()),
  /** What a pedal or page-turner sends, and what it is for. */
  pedals: z.array(z.strictObject({ key: keyCombination, command: commandId })).max(8),
  /** The loudest volume that may be asked for on this machine, 0 to 1. */
  musicCeiling: z.number().min(0.2).max(1),
});
export type ConsoleSettings = z.infer<typeof consoleSettingsSchema>;

export const usualConsoleSettings: ConsoleSettings = {
  singleKeys: true,
  keys: {},
  pedals: [],
  musicCeiling: usualMusicCeiling,
};
