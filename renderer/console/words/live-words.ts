/** What is said to who does not see the screen. */
export const liveWords = {
  news: 'News',
  urgent: 'Urgent news',
  noted: (text: string, time: string) => `${text} noted ${time}`,
  reading: (systolic: number, diastolic: number, pulse: number | null) =>
    `Blood pressure ${systolic} over ${diastolic}${pulse === null ? '' : `, pulse ${pulse}`}`,
  phase: (phase: string) => `Phase: ${phase}`,
  holdLeft: (minutes: number) => (minutes === 1 ? '1 minute of the hold left' : `${minutes} minutes of the hold left`),
  holdOver: 'The hold is over. Spit now.',
  monitorGone: (name: string) => `${name} is unplugged`,
  monitorBack: (name: string) => `${name} is plugged in again`,
} as const;
