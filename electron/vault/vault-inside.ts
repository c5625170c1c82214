import type { FoundJournal } from './find-journals.ts';
import type { JournalKeyWrapping } from './journal-keys.ts';
import type { JournalStore } from './journal-store.ts';
import type { Keyring } from './keyring.ts';
import type { RandomBytes } from './randomness.ts';
import type { HeadSealing, Tombstone, VaultHead } from './vault-head.ts';

/** An unlocked vault as work on the whole of it needs it: backup, check, import, shredding. */
export type VaultInside = {
  readonly folder: string;
  readonly vaultId: Uint8Array;
  readonly keyring: Keyring;
  readonly store: JournalStore;
  readonly journals: Map<string, FoundJournal>;
  readonly tombstones: Map<string, Tombstone>;
  readonly randomBytes: RandomBytes;
  /** The vault's own copies of the present keys; whoever asks neither keeps nor zeroes them. */
  readonly keys: () => {
    readonly wrapping: JournalKeyWrapping;
    /** Where changing the vault key was stopped: by which the journals are wrapped that were not reached. */
    readonly wrappingBefore: JournalKeyWrapping | null;
    readonly sealing: HeadSealing;
  };
  /** The head as it would be written now. */
  readonly head: () => VaultHead;
  /** Writes the head. @throws what the operating system says. */
  readonly writeHead: () => void;
};
