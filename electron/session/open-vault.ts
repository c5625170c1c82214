import type { Outcome } from '../../shared/problem.ts';

/** What the main process asks of an open vault; the vault's own process answers. */
export type OpenVault = {
  readonly createJournal: (journalId: string, kind: 'clinic' | 'session' | 'audit') => Promise<Outcome<null>>;
  readonly append: (journalId: string, sequence: number, entry: string) => Promise<Outcome<null>>;
  readonly read: (
    journalId: string,
  ) => Promise<Outcome<{ readonly entries: readonly string[]; readonly report: readonly string[] }>>;
  readonly putSlot: (journalId: string, slot: string, text: string) => Promise<Outcome<null>>;
  readonly getSlot: (journalId: string, slot: string) => Promise<Outcome<string | null>>;
  readonly sign: (
    bytesHex: string,
  ) => Promise<Outcome<{ readonly signatureHex: string; readonly publicKeyHex: string }>>;
};
