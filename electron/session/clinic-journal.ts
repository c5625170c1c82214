import { type Clinic, emptyClinic, withClinicEntry } from '../../shared/course/clinic.ts';
import { type ClinicEntry, clinicEntrySchema } from '../../shared/course/clinic-entry.ts';
import type { Outcome } from '../../shared/problem.ts';
import type { OpenVault } from './open-vault.ts';

/** The clinic's own journal has this kind in the vault; there is one. */
const clinicKind = 'clinic';

/** The clinic's journal: patients, courses, sessions begun and signed. Entries count only once they are durable. */
export class ClinicJournal {
  readonly #vault: OpenVault;
  readonly #journalId: string;
  readonly #entries: ClinicEntry[];
  #clinic: Clinic;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(vault: OpenVault, journalId: string, entries: readonly ClinicEntry[]) {
    this.#vault = vault;
    this.#journalId = journalId;
    this.#entries = [...entries];
    this.#clinic = entries.reduce(withClinicEntry, emptyClinic);
  }

  /** Reads the clinic's journal of an open vault, or begins it in a new one. */
  static async open(
    vault: OpenVault,
    journals: readonly { journalId: string; kind: string }[],
    newId: () => string,
  ): Promise<Outcome<ClinicJournal>> {
    const known = journals.find((journal) => journal.kind === clinicKind);
    if (known === undefined) {
      const journalId = newId();
      const created = await vault.createJournal(journalId, clinicKind);
      return created.ok ? { ok: true, value: new ClinicJournal(vault, journalId, []) } : created;
    }
    const read = await vault.read(known.journalId);
    if (!read.ok) return read;
    const entries: ClinicEntry[] = [];
    for (const text of read.value.entries) {
      const parsed = clinicEntrySchema.safeParse(JSON.parse(text));
      if (!parsed.success) {
        return {
          ok: false,
          problem: {
            code: 'clinic-journal-unknown',
            sentence: 'The clinic’s journal holds an entry that this version does not know.',
            remedy: 'Open the vault with the version of Vigil that wrote it.',
          },
        };
      }
      entries.push(parsed.data);
    }
    return { ok: true, value: new ClinicJournal(vault, known.journalId, entries) };
  }

  get clinic(): Clinic {
    return this.#clinic;
  }

  get journalId(): string {
    return this.#journalId;
  }

  /** All entries, oldest first. */
  get entries(): readonly ClinicEntry[] {
    return this.#entries;
  }

  /** Appends entries in order; resolves when they are durable. What failed is not part of the clinic. */
  append(...entries: readonly ClinicEntry[]): Promise<Outcome<null>> {
    const next = this.#last.then(() => this.#appendAll(entries));
    this.#last = next;
    return next;
  }

  async #appendAll(entries: readonly ClinicEntry[]): Promise<Outcome<null>> {
    for (const entry of entries) {
      const outcome = await this.#vault.append(this.#journalId, this.#entries.length + 1, JSON.stringify(entry));
      if (!outcome.ok) return outcome;
      this.#entries.push(entry);
      this.#clinic = withClinicEntry(this.#clinic, entry);
    }
    return { ok: true, value: null };
  }
}
