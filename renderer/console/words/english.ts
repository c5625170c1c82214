import { chartWords } from './chart-words.ts';
import { courseWords } from './course-words.ts';
import { exportWords } from './export-words.ts';
import { commandWords, keyWords } from './key-words.ts';
import { liveWords } from './live-words.ts';
import { musicWords } from './music-words.ts';
import { noteWords } from './note-words.ts';
import { outputWords } from './output-words.ts';
import { playlistWords } from './playlist-words.ts';
import { settingsWords } from './settings-words.ts';
import { shellWords } from './shell-words.ts';
import { typingWords } from './typing-words.ts';

/** The words of the rooms that keep theirs apart from their screens, in one place. */
export const english = {
  chart: chartWords,
  course: courseWords,
  commands: commandWords,
  exports: exportWords,
  keys: keyWords,
  live: liveWords,
  music: musicWords,
  output: outputWords,
  notes: noteWords,
  playlists: playlistWords,
  settings: settingsWords,
  shell: shellWords,
  typing: typingWords,
} as const;

/** The same shape with other words: what a sentence is made from stays, what it says is free. */
type InAnyLanguage<Part> = Part extends string
  ? string
  : Part extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Name in keyof Part]: InAnyLanguage<Part[Name]> };

/** What another language has to say: every word of these rooms, none more and none less. */
export type Words = InAnyLanguage<typeof english>;
