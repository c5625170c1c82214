/** The words of where the music is heard. */
export const outputWords = {
  title: 'Where the music is heard',
  main: 'The patient hears it from',
  second: 'And in the room from',
  systemOutput: 'The output of the system',
  noSecond: 'Nothing else',
  notConnected: (name: string) => `${name} (not connected)`,
  unnamed: 'This machine names no outputs; the music goes where the system plays.',
  tone: { main: 'Play a soft tone for the patient', second: 'Play a soft tone in the room' },
  toneHint: 'Have the patient listen: the tone is soft, and the meter shows what goes out.',
  level: { main: 'Level at the patient’s output', second: 'Level at the room’s output' },
  decibels: (levelDb: number) => (levelDb < -80 ? 'silent' : `${Math.round(levelDb)} dB`.replace('-', '−')),
  /** Beside the music's controls, where the alert says the rest. */
  goneShort: { main: 'Output gone', second: 'Room’s output gone' },
  secondVolume: 'Volume in the room',
  percent: '%',
} as const;
