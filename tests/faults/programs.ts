/** The programs that the faults start and kill, each of which is made one file of before anything is tried. */
export const programSources = {
  scenario: 'tests/faults/scenario-program.ts',
  keys: 'tests/faults/key-program.ts',
  backups: 'tests/faults/backup-program.ts',
  troubled: 'tests/faults/troubled-program.ts',
} as const;

/** Where each of them lies. */
export type Programs = Readonly<Record<keyof typeof programSources, string>>;
