import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandOfKey,
  isSecondPress,
  keyShortcuts,
  keysOf,
  secondPressMs,
  takenBy,
} from '../../renderer/console/keys/command-of-key.ts';
import { combinationOf, typesText } from '../../renderer/console/keys/key-combination.ts';
import { keyRegistry } from '../../renderer/console/keys/key-registry.ts';
import { commandWords, keyInWords } from '../../renderer/console/words/key-words.ts';
import {
  type ConsoleSettings,
  consoleCommandIds,
  consoleSettingsSchema,
  usualConsoleSettings as usual,
} from '../../shared/bridge/console-settings.ts';

const pressed = (key: string, held: Partial<Parameters<typeof combinationOf>[0]> = {}) =>
  combinationOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
const asked = (settings: ConsoleSettings, combination: string, typing = false) =>
  commandOfKey(settings, combination, typing)?.command ?? null;

describe('a pressed key', () => {
  it.each([
    ['m', {}, 'm'],
    ['M', {}, 'm'],
    ['B', { shiftKey: true }, 'shift+b'],
    ['?', { shiftKey: true }, '?'],
    ['1', { shiftKey: true }, '1'],
    ['z', { ctrlKey: true }, 'ctrl+z'],
    ['l', { metaKey: true }, 'ctrl+l'],
    ['PageDown', {}, 'pagedown'],
    [' ', {}, 'space'],
    ['e', { altKey: true }, null],
    ['@', { ctrlKey: true, altKey: true }, null],
    ['Shift', { shiftKey: true }, null],
    ['Dead', {}, null],
  ])('%s with %j is %s', (key, held, combination) => {
    expect(pressed(key, held)).toBe(combination);
  });

  it('is accepted as a setting whatever is pressed', () => {
    const key = fc.oneof(
      fc.constantFrom('a', 'Z', '?', 'PageUp', 'F13', ' ', 'Enter', 'ö', '['),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(key, fc.boolean(), fc.boolean(), (name, ctrlKey, shiftKey) => {
        const combination = pressed(name, { ctrlKey, shiftKey });
        fc.pre(combination !== null && !/\s/.test(combination));
        const settings = { ...usual, keys: { 'note-mark': combination } };
        expect(consoleSettingsSchema.safeParse(settings).success).toBe(true);
      }),
    );
  });

  it.each([
    ['m', true],
    ['?', true],
    ['shift+m', true],
    ['space', true],
    ['+', true],
    ['ctrl+m', false],
    ['pagedown', false],
    ['f6', false],
  ])('%s types text: %s', (combination, types) => {
    expect(typesText(combination)).toBe(types);
  });
});

describe('the registry', () => {
  it('gives no key to two commands', () => {
    const keys = consoleCommandIds.flatMap((id) => keyRegistry[id].keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names each command in words of its own', () => {
    const words = consoleCommandIds.map((id) => commandWords[id]);
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => word.trim() === '')).toEqual([]);
  });

  it('lets no key that types text act while text is typed', () => {
    const whileTyping = consoleCommandIds.filter((id) => keyRegistry[id].whileTyping === true);
    expect(whileTyping.flatMap((id) => keyRegistry[id].keys).filter(typesText)).toEqual([]);
  });

  it.each([
    ['1', 'tag-1'],
    ['n', 'note-text'],
    ['6', 'note-text'],
    ['m', 'note-mark'],
    ['u', 'note-undo'],
    ['ctrl+z', 'note-undo'],
    ['b', 'measure'],
    ['shift+b', 'reading-by-hand'],
    ['p', 'music-toggle'],
    ['[', 'music-quieter'],
    ['>', 'music-next'],
    ['s', 'music-softer'],
    ['y', 'music-stay'],
    ['o', 'music-move-on'],
    ['w', 'music-ground'],
    ['z', 'music-undo'],
    ['g', 'next-phase'],
    ['e', 'emergency'],
    ['d', 'darker'],
    ['shift+d', 'brighter'],
    ['?', 'key-list'],
    ['space', null],
    ['escape', null],
  ])('%s asks for %s', (combination, command) => {
    expect(asked(usual, combination)).toBe(command);
  });
});

describe('while text is typed', () => {
  it('single keys and undo are left to the field', () => {
    for (const key of ['m', '1', 'e', 'ctrl+z', '?']) expect(asked(usual, key, true)).toBeNull();
  });
  it('the alert and the lock are still reached', () => {
    expect(asked(usual, 'f6', true)).toBe('to-alert');
    expect(asked(usual, 'ctrl+l', true)).toBe('lock');
  });
});

describe('settings', () => {
  it('switched off, single keys do nothing, and those with Ctrl do', () => {
    const off = { ...usual, singleKeys: false };
    expect(asked(off, 'm')).toBeNull();
    expect(asked(off, 'ctrl+z')).toBe('note-undo');
    expect(asked(off, 'f6')).toBe('to-alert');
    expect(keyShortcuts(off, 'note-undo')).toBe('Control+z');
    expect(keyShortcuts(off, 'note-mark')).toBeUndefined();
  });

  it('another key takes the place of all usual ones', () => {
    const other = { ...usual, keys: { 'note-mark': 'x' } };
    expect(asked(other, 'x')).toBe('note-mark');
    expect(asked(other, 'm')).toBeNull();
  });

  it('a key that was given to another command is no longer the usual one’s', () => {
    const other = { ...usual, keys: { 'note-mark': 'u' } };
    expect(asked(other, 'u')).toBe('note-mark');
    expect(keysOf(other, 'note-undo')).toEqual(['ctrl+z']);
  });

  it('a command without a key has none', () => {
    expect(asked({ ...usual, keys: { emergency: null } }, 'e')).toBeNull();
  });

  it('says which command a key is for already', () => {
    expect(takenBy(usual, 'm', null)).toBe('note-mark');
    expect(takenBy(usual, 'm', 'note-mark')).toBeNull();
    expect(takenBy(usual, 'x', null)).toBeNull();
    expect(takenBy({ ...usual, pedals: [{ key: 'f9', command: 'measure' }] }, 'f9', null)).toBe('measure');
  });

  it('whatever is set, a key asks for at most one command, and that one lists it', () => {
    const key = fc.constantFrom('m', 'u', 'x', 'f9', 'pagedown', 'shift+b', '>');
    const settings = fc.record({
      musicCeiling: fc.double({ min: 0.2, max: 1, noNaN: true }),
      singleKeys: fc.boolean(),
      keys: fc.dictionary(fc.constantFrom(...consoleCommandIds), fc.option(key)),
      pedals: fc.uniqueArray(fc.record({ key, command: fc.constantFrom(...consoleCommandIds) }), {
        selector: (pedal) => pedal.key,
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(settings, key, (drawn, pressedKey) => {
        const parsed = consoleSettingsSchema.parse(drawn);
        const answer = commandOfKey(parsed, pressedKey, false);
        if (answer === null) return;
        const listed = answer.byPedal ? parsed.pedals.map((pedal) => pedal.key) : keysOf(parsed, answer.command);
        expect(listed).toContain(pressedKey);
      }),
    );
  });
});

describe('a pedal', () => {
  const settings = { ...usual, pedals: [{ key: 'pagedown', command: 'note-mark' as const }] };
  it('acts also where single keys are switched off, and not while text is typed', () => {
    expect(commandOfKey({ ...settings, singleKeys: false }, 'pagedown', false)).toEqual({
      command: 'note-mark',
      byPedal: true,
    });
    expect(commandOfKey(settings, 'pagedown', true)).toBeNull();
  });
  it.each([
    [secondPressMs - 1, true],
    [secondPressMs, true],
    [secondPressMs + 1, false],
  ])('trodden on again after %i ms is a second press: %s', (afterMs, second) => {
    expect(isSecondPress(500, 500 + afterMs)).toBe(second);
  });
  it('has no second press before a first', () => {
    expect(isSecondPress(null, 500)).toBe(false);
  });
  it('wants two presses for what is not easily taken back', () => {
    const twice = consoleCommandIds.filter((id) => keyRegistry[id].twiceByPedal === true);
    expect(twice).toEqual([
      'music-toggle',
      'music-move-on',
      'music-ground',
      'music-next',
      'next-phase',
      'lock',
      'touch-lock',
    ]);
  });
});

it.each([
  ['shift+b', 'Shift+B'],
  ['ctrl+z', 'Ctrl+Z'],
  ['pagedown', 'Page Down'],
  ['f6', 'F6'],
  ['+', '+'],
  ['ctrl++', 'Ctrl++'],
  ['?', '?'],
])('%s is written %s', (combination, words) => {
  expect(keyInWords(combination)).toBe(words);
});
