import { type AuditAction, type AuditEntry, auditEntrySchema } from '../../shared/audit/audit-entry.ts';
import type { Outcome } from '../../shared/problem.ts';
import type { OpenVault } from './open-vault.ts';

const auditKind = 'audit';

/** The vault's audit log: a journal of its own, sealed and chained as the others are. */
export class AuditLog {
  readonly #vault: Pick<OpenVault, 'append'>;
  readonly #journalId: string;
  readonly #entries: AuditEntry[];
  /** What could not be written yet, in its order; it goes first when the disk takes something again. */
  readonly #waiting: AuditEntry[] = [];
  #last: Promise<unknown> = Promise.resolve();

  private constructor(vault: Pick<OpenVault, 'append'>, journalId: string, entries: readonly AuditEntry[]) {
    this.#vault = vault;
    this.#journalId = journalId;
    this.#entries = [...entries];
  }

  /** Reads the audit log of an open vault, or begins it where there is none yet. */
  static async open(
    vault: Pick<OpenVault, 'append' | 'createJournal' | 'read'>,
    journals: readonly { readonly journalId: string; readonly kind: string }[],
    newId: () => string,
  ): Promise<Outcome<AuditLog>> {
    const known = journals.find((journal) => journal.kind === auditKind);
    if (known === undefined) {
      const journalId = newId();
      const created = await vault.createJournal(journalId, auditKind);
      return created.ok ? { ok: true, value: new AuditLog(vault, journalId, []) } : created;
    }
    const read = await vault.read(known.journalId);
    if (!read.ok) return read;
    const entries: AuditEntry[] = [];
    for (const text of read.value.entries) {
      const entry = auditEntrySchema.safeParse(JSON.parse(text));
      if (!entry.success) {
        return {
          ok: false,
          problem: {
            code: 'audit-log-unknown',
            sentence: 'The audit log holds an entry that this version does not know.',
            remedy: 'Open the vault with the version of Vigil that wrote it.',
          },
        };
      }
      entries.push(entry.data);
    }
    return { ok: true, value: new AuditLog(vault, known.journalId, entries) };
  }

  /** All entries, oldest first. */
  get entries(): readonly AuditEntry[] {
    return this.#entries;
  }

  /**
   * Adds an entry; resolves when it is durable, in the order of asking. What failed is not part of the log yet: it is kept for as
   * long as the vault is open, and written before the next one.
   */
  append(entry: {
    readonly wallMs: number;
    readonly utcOffsetMinutes: number;
    readonly by: string;
    readonly action: AuditAction;
  }): Promise<Outcome<null>> {
    const next = this.#last.then(async () => {
      this.#waiting.push(entry);
      return this.#write();
    });
    this.#last = next;
    return next;
  }

  async #write(): Promise<Outcome<null>> {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const outcome = await this.#vault.append(this.#journalId, this.#entries.length + 1, JSON.stringify(first));
      if (!outcome.ok) return outcome;
      this.#entries.push(first);
      this.#waiting.shift();
    }
    return { ok: true, value: null };
  }
}
