import type { Outcome } from '../../shared/problem.ts';
import { backUpByPlan, setBackupPlan } from './backup-calls.ts';
import { listBackups } from './backup-list.ts';
import { backupCalls } from './backup-messages.ts';
import { backupProblems } from './backup-problems.ts';
import { readBackupState } from './backup-state.ts';
import { systemFiles } from './backup-target.ts';
import { parsed, type VaultAnswers } from './call-answers.ts';
import { checkVault, unlockedPlace } from './check-vault.ts';
import { importSessions } from './exchange-sessions.ts';
import type { Derive } from './key-derivation.ts';
import type { LongWork } from './long-work.ts';
import { previewBackup, restoreBackup } from './restore-backup.ts';
import type { NoteSearch } from './search-notes.ts';
import { shredJournal } from './shred-journal.ts';
import type { Vault } from './vault.ts';
import type { Wait } from './wrong-tries.ts';

/** Work on the whole vault goes one at a time: a second one is refused, and the one that runs can be stopped. */
export class OneAtATime {
  #current: { isStopped: boolean } | null = null;

  /** Does the work, unless another is under way. */
  async run<Value>(tell: LongWork['tell'], work: (work: LongWork) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    if (this.#current !== null) return { ok: false, problem: backupProblems.anotherRuns };
    const current = { isStopped: false };
    this.#current = current;
    try {
      return await work({ tell, isStopped: () => current.isStopped });
    } finally {
      this.#current = null;
    }
  }

  /** Stops what is under way; harmless at any time. */
  stop(): void {
    if (this.#current !== null) this.#current.isStopped = true;
  }
}

/** What these answers need of the service that they are part of. */
export type BackupHost = {
  readonly wait: Wait;
  readonly derive: () => Derive;
  readonly working: OneAtATime;
  readonly withVault: <Value>(work: (vault: Vault) => Promise<Outcome<Value>>) => Promise<Outcome<Value>>;
  /** Whether this vault is the one that is unlocked now. */
  readonly isOpen: (vault: Vault) => boolean;
  readonly searchOf: (vault: Vault) => NoteSearch;
  readonly tell: (id: number, done: number, of: number) => void;
};

type BackupCall = keyof typeof backupCalls;

/** The answers to every call about backups, exchange, shredding and checking. */
export function backupAnswersOf(host: BackupHost): Pick<VaultAnswers, BackupCall> {
  const ports = { files: systemFiles, wait: host.wait };
  const work = <Value>(id: number, run: (work: LongWork) => Promise<Outcome<Value>>) =>
    host.working.run((done, of) => host.tell(id, done, of), run);
  return {
    backupState: parsed(backupCalls.backupState, () => host.withVault((vault) => readBackupState(vault.inside()))),
    setBackupPlan: parsed(backupCalls.setBackupPlan, ({ plan }) =>
      host.withVault((vault) => setBackupPlan(vault.inside(), plan, ports)),
    ),
    backUp: parsed(backupCalls.backUp, ({ wallMs }, id) =>
      host.withVault((vault) => work(id, (running) => backUpByPlan(vault.inside(), wallMs, running, ports))),
    ),
    listBackups: parsed(backupCalls.listBackups, ({ folder }) => listBackups(ports, folder)),
    previewBackup: parsed(backupCalls.previewBackup, async ({ backup, typed }) => {
      const preview = await previewBackup(backup, typed, { ...ports, derive: host.derive() });
      typed.fill(0);
      if (!preview.ok) return preview;
      const { therapists, damage } = preview.value;
      return { ok: true, value: { ...preview.value, therapists: [...therapists], damage: [...damage] } };
    }),
    restoreBackup: parsed(backupCalls.restoreBackup, async (args, id) => {
      const done = await work(id, (running) => restoreBackup(args, running, { ...ports, derive: host.derive() }));
      args.typed.fill(0);
      return done.ok ? { ok: true, value: copied(done.value) } : done;
    }),
    importSessions: parsed(backupCalls.importSessions, async (args, id) => {
      const done = await host.withVault((vault) =>
        work(id, (running) => importSessions(vault.inside(), args, running, host.derive())),
      );
      args.typed.fill(0);
      if (!done.ok) return done;
      const { imported, extended, known, conflicts, clinicEntries } = done.value;
      const told = conflicts.map(({ journalId, problem: { code, sentence, remedy } }) => ({
        journalId,
        problem: { code, sentence, remedy },
      }));
      return {
        ok: true,
        value: {
          imported: [...imported],
          extended: [...extended],
          known: [...known],
          conflicts: told,
          clinicEntries: [...clinicEntries],
        },
      };
    }),
    shredSession: parsed(backupCalls.shredSession, (args, id) =>
      host.withVault((vault) =>
        work(id, async () => {
          const shredded = await shredJournal(vault.inside(), args, ports);
          return shredded.ok ? { ok: true, value: { stillHeldBy: [...shredded.value.stillHeldBy] } } : shredded;
        }),
      ),
    ),
    checkVault: parsed(backupCalls.checkVault, (_, id) =>
      host.withVault((vault) =>
        work(id, async (running) => {
          const checked = await checkVault(unlockedPlace(vault.inside()), running);
          return checked.ok ? { ok: true, value: copied(checked.value) } : checked;
        }),
      ),
    ),
    search: parsed(backupCalls.search, ({ query }, id) =>
      host.withVault(async (vault) => {
        const search = host.searchOf(vault);
        const isEnded = () => !host.isOpen(vault);
        await search.refresh(vault.inside(), { tell: (done, of) => host.tell(id, done, of), isStopped: isEnded });
        return { ok: true, value: [...search.find(query)] };
      }),
    ),
    stopWork: parsed(backupCalls.stopWork, async () => {
      host.working.stop();
      return { ok: true, value: null };
    }),
  };
}

function copied<Check extends { readonly damage: readonly string[]; readonly notes: readonly string[] }>(
  check: Check,
): Omit<Check, 'damage' | 'notes'> & { damage: string[]; notes: string[] } {
  return { ...check, damage: [...check.damage], notes: [...check.notes] };
}
