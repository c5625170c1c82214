/** The words of quick notes: the rail, the text, the last entry, the list of all. */
export const noteWords = {
  rail: 'Quick notes',
  text: 'Text',
  draft: (time: string) => `Draft ${time}`,
  draftKept: 'Text: draft kept',
  more: 'More',
  moreTitle: 'More notes',
  agoTitle: 'When was it?',
  ago: (minutes: number) => `${minutes} min ago`,
  now: 'Now',
  mark: 'Mark this moment',
  filed: (text: string, time: string) => `${text} noted ${time}`,
  noted: (time: string) => `noted ${time}`,
  notSavedYet: (time: string) => `${time}, not saved yet`,
  none: 'No entry yet',
  undo: 'Undo',
  allEntries: 'All entries. ',
} as const;
