/** The words of the frame around every phase. */
export const shellWords = {
  markAt: (time: string) => `${time}, mark this moment`,
} as const;
