import type { Outcome } from '../../shared/problem.ts';
import type { BackupPlan } from './backup-state.ts';
import { type AskVault, type Progress, typedBytes } from './key-slot-client.ts';
import type { VaultAnswer } from './messages.ts';

/** Backups, restoring, exchange, shredding and checking, for the main process. One at a time; each can be stopped. */
export class BackupClient {
  readonly #call: AskVault;

  constructor(call: AskVault) {
    this.#call = call;
  }

  /** Where backups go, which are known, and how the last one went. */
  state(): Promise<Outcome<VaultAnswer<'backupState'>>> {
    return this.#call('backupState', {});
  }

  /** Sets where backups go, or that there are none any more. */
  setPlan(plan: BackupPlan | null): Promise<Outcome<VaultAnswer<'setBackupPlan'>>> {
    return this.#call('setBackupPlan', { plan });
  }

  /** Backs up by the plan. `wallMs`: the wall clock now. */
  backUp(wallMs: number, onProgress: Progress): Promise<Outcome<VaultAnswer<'backUp'>>> {
    return this.#call('backUp', { wallMs }, onProgress);
  }

  /** The backups in a folder, of whichever vaults; nothing is opened. */
  list(folder: string): Promise<Outcome<VaultAnswer<'listBackups'>>> {
    return this.#call('listBackups', { folder });
  }

  /** What is in a backup. `typed`: a passphrase or a recovery key of that time. */
  preview(backup: string, typed: string | Uint8Array): Promise<Outcome<VaultAnswer<'previewBackup'>>> {
    return this.#call('previewBackup', { backup, typed: typedBytes(typed) });
  }

  /** Restores a backup into an absent or empty folder; never over anything. */
  restore(
    wanted: {
      readonly backup: string;
      readonly into: string;
      readonly typed: string | Uint8Array;
      readonly rehearsal: boolean;
      readonly evenDamaged: boolean;
    },
    onProgress: Progress,
  ): Promise<Outcome<VaultAnswer<'restoreBackup'>>> {
    return this.#call('restoreBackup', { ...wanted, typed: typedBytes(wanted.typed) }, onProgress);
  }

  /** Takes the sessions of another vault or backup into this one; that one is only read. */
  importSessions(
    wanted: {
      readonly folder: string;
      readonly typed: string | Uint8Array;
      readonly runningSessionId: string | null;
    },
    onProgress: Progress,
  ): Promise<Outcome<VaultAnswer<'importSessions'>>> {
    return this.#call('importSessions', { ...wanted, typed: typedBytes(wanted.typed) }, onProgress);
  }

  /** Shreds a signed session for good; answers which known backups still hold it. */
  shred(wanted: {
    readonly journalId: string;
    readonly wallMs: number;
    readonly reason: string;
    readonly by: string;
  }): Promise<Outcome<VaultAnswer<'shredSession'>>> {
    return this.#call('shredSession', wanted);
  }

  /** Checks the whole vault; only reads. */
  check(onProgress: Progress): Promise<Outcome<VaultAnswer<'checkVault'>>> {
    return this.#call('checkVault', {}, onProgress);
  }

  /** What was written in sessions and has all words of the query, the newest sessions' first. */
  search(query: string, onProgress: Progress): Promise<Outcome<VaultAnswer<'search'>>> {
    return this.#call('search', { query }, onProgress);
  }

  /** Stops what is under way. */
  stop(): Promise<Outcome<null>> {
    return this.#call('stopWork', {});
  }
}
