import { join } from 'node:path';
import { auditCsv, auditWords } from '../../shared/audit/audit-words.ts';
import type {
  AuditLine,
  BackupListing,
  BackupPlanPicture,
  BackupPreviewPicture,
  EmergencyCopyPicture,
  FoundNotePicture,
  ImportPicture,
  KeySlotPicture,
  RecoverySheetPicture,
  VaultCheckPicture,
  VaultPicture,
  VaultWork,
} from '../../shared/bridge/vault-picture.ts';
import type { LockSettings } from '../../shared/course/lock-settings.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { writeExportFolder } from '../records/write-export-folder.ts';
import type { BackupState } from '../vault/backup-state.ts';
import type { Keystore } from '../vault/keystore.ts';
import { saysWrongSecret } from '../vault/secret-tries.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import { backupAdvisory, isBehind } from './backup-advisory.ts';
import type { Clock } from './clock.ts';
import type { Desk } from './desk.ts';

/** What the room needs of the desk: who is there, what the clinic's journal says, and where lines of the audit log go. */
export type VaultDesk = Pick<
  Desk,
  | 'isOpen'
  | 'running'
  | 'lockSettings'
  | 'setLock'
  | 'therapistName'
  | 'newestSignedWallMs'
  | 'joinClinic'
  | 'shredRefusal'
  | 'sessionShredded'
  | 'auditEntries'
  | 'audit'
  | 'keystoreChanged'
  | 'runningJournals'
  | 'copiedInEmergency'
>;

export type VaultRoomParts = {
  readonly client: Pick<VaultClient, 'backups' | 'keySlots' | 'copyInEmergency'>;
  readonly desk: VaultDesk;
  readonly clock: Clock;
  readonly rehearsal: boolean;
  readonly keystore: Keystore;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Something is under way that takes real time; a rehearsal's clock stands until the answer is called. */
  readonly hold: () => () => void;
  readonly changed: () => void;
  /** Lets the therapist choose a folder; null where they changed their mind. */
  readonly askFolder: () => Promise<Outcome<string | null>>;
};

/** Work that reads or writes so much at once that a session's entries would wait for it. */
const sessionRuns: Problem = {
  code: 'session-running',
  sentence: 'A session is running, and this would make its entries wait.',
  remedy: 'Sign the session first. A backup can be made at any time.',
};

/** What concerns the vault as a whole: who can open it, its backups, whether it is whole, what is shredded. */
export class VaultRoom {
  readonly #parts: VaultRoomParts;
  #backup: BackupState | null = null;
  #work: VaultWork | null = null;
  /** A record was signed while something else was under way. */
  #isBackupDue = false;

  constructor(parts: VaultRoomParts) {
    this.#parts = parts;
  }

  picture(): VaultPicture {
    const { desk } = this.#parts;
    const lock = desk.lockSettings;
    if (!desk.isOpen || this.#backup === null) return { backup: null, work: this.#work, lock };
    const { plan, lastSuccessWallMs } = this.#backup;
    const problem = backupAdvisory(this.#backup, desk.newestSignedWallMs, this.#wallMs());
    return { backup: { plan, lastSuccessWallMs, problem }, work: this.#work, lock };
  }

  /** The vault was unlocked: what is known of its backups is looked up. */
  async entered(): Promise<void> {
    const state = await this.#held(() => this.#parts.client.backups.state());
    this.#backup = state.ok ? state.value : null;
    this.#parts.changed();
  }

  /** Reads what was written in sessions, so that the first search does not wait for it; entries that are saved go between. */
  async prepareSearch(): Promise<void> {
    await this.#parts.client.backups.search('', () => undefined);
  }

  /** The vault was locked: nothing of it is known here any more. */
  locked(): void {
    this.#backup = null;
    this.#work = null;
    this.#isBackupDue = false;
  }

  /** A record was signed: a backup follows by itself, where the plan says so; after whatever is under way. */
  async signed(): Promise<void> {
    if (this.#backup?.plan?.afterEachSession !== true) return this.#parts.changed();
    if (this.#work === null) await this.backUpNow();
    else this.#isBackupDue = true;
  }

  /** The vault was unlocked: a backup that the lock or a missing disk kept from following a session is made up for. */
  async catchUp(): Promise<void> {
    const { desk } = this.#parts;
    if (desk.running !== null || this.#backup === null || !isBehind(this.#backup, desk.newestSignedWallMs)) return;
    await this.signed();
  }

  async keySlots(): Promise<Outcome<readonly KeySlotPicture[]>> {
    const slots = await this.#parts.client.keySlots.list();
    if (!slots.ok) return slots;
    return {
      ok: true,
      value: slots.value.map(({ slotId, kind, therapist, createdWallMs, isMine }) => ({
        slotId,
        kind,
        therapist,
        createdWallMs,
        isMine,
      })),
    };
  }

  async addTherapist(
    current: Uint8Array,
    passphrase: Uint8Array,
    therapist: { readonly name: string; readonly credential: string },
  ): Promise<Outcome<null>> {
    const added = await this.#proven(() =>
      this.#parts.client.keySlots.addTherapist(current, {
        passphrase,
        therapist,
        ownWords: [therapist.name],
        wallMs: this.#wallMs(),
      }),
    );
    return added.ok ? this.#logged({ type: 'slot-added', kind: 'passphrase', therapist: therapist.name }) : added;
  }

  async changePassphrase(slotId: string, current: Uint8Array, passphrase: Uint8Array): Promise<Outcome<null>> {
    const changed = await this.#proven(() => this.#parts.client.keySlots.changePassphrase(slotId, current, passphrase));
    return changed.ok ? this.#logged({ type: 'passphrase-changed', slotId }) : changed;
  }

  async removeKeySlot(slotId: string, current: Uint8Array): Promise<Outcome<null>> {
    const removed = await this.#proven(() => this.#parts.client.keySlots.removeKeySlot(slotId, current));
    if (!removed.ok) return removed;
    await this.#parts.desk.keystoreChanged();
    return this.#logged({ type: 'slot-removed', slotId });
  }

  async makeRecoveryKey(current: Uint8Array): Promise<Outcome<RecoverySheetPicture>> {
    const made = await this.#proven(() => this.#parts.client.keySlots.makeRecoveryKey(current, this.#wallMs()));
    if (!made.ok) return made;
    await this.#logged({ type: 'slot-added', kind: 'recovery', therapist: null });
    return { ok: true, value: made.value.sheet };
  }

  /** Lets the system's keystore open the vault; refused where it does not protect what it keeps. */
  async addKeystoreSlot(current: Uint8Array): Promise<Outcome<null>> {
    const { client, keystore, randomBytes, desk } = this.#parts;
    const added = await this.#proven(() =>
      client.keySlots.addKeystoreSlot(current, keystore, randomBytes(32), this.#wallMs()),
    );
    if (!added.ok) return added;
    await desk.keystoreChanged();
    return this.#logged({ type: 'slot-added', kind: 'keystore', therapist: null });
  }

  async rotateVaultKey(current: Uint8Array): Promise<Outcome<null>> {
    const rotated = await this.#proven(() =>
      this.#working('rotate', (tell) => this.#parts.client.keySlots.rotateVaultKey(current, tell)),
    );
    return rotated.ok ? this.#logged({ type: 'vault-key-changed' }) : rotated;
  }

  async setBackupPlan(plan: BackupPlanPicture | null): Promise<Outcome<null>> {
    const set = await this.#parts.client.backups.setPlan(plan);
    if (!set.ok) return set;
    this.#backup = set.value;
    this.#parts.changed();
    return this.#logged({ type: 'backup-plan-set', folder: plan?.folder ?? null });
  }

  async backUpNow(): Promise<Outcome<null>> {
    const wallMs = this.#wallMs();
    const made = await this.#working('backup', (tell) => this.#parts.client.backups.backUp(wallMs, tell));
    await this.entered();
    const problem = made.ok ? null : made.problem.code;
    const logged = await this.#logged({ type: 'backed-up', problem });
    return made.ok ? logged : made;
  }

  async listBackups(folder: string): Promise<Outcome<readonly BackupListing[]>> {
    const listed = await this.#parts.client.backups.list(folder);
    if (!listed.ok) return listed;
    return {
      ok: true,
      value: listed.value.map(({ name, generation, bytes, writtenWallMs, state }) => ({
        name,
        generation,
        bytes,
        writtenWallMs,
        state,
      })),
    };
  }

  async previewBackup(backup: string, typed: Uint8Array): Promise<Outcome<BackupPreviewPicture>> {
    if (this.#parts.desk.running !== null) return { ok: false, problem: sessionRuns };
    const preview = await this.#held(() => this.#parts.client.backups.preview(backup, typed));
    if (!preview.ok) return preview;
    const { sessions, newestWallMs, therapists, damage } = preview.value;
    return { ok: true, value: { sessions, newestWallMs, therapists, damage } };
  }

  async restoreBackup(wanted: {
    readonly backup: string;
    readonly into: string;
    readonly typed: Uint8Array;
    readonly evenDamaged: boolean;
  }): Promise<Outcome<VaultCheckPicture>> {
    const { rehearsal, desk } = this.#parts;
    if (desk.running !== null) return { ok: false, problem: sessionRuns };
    const restored = await this.#working('restore', (tell) =>
      this.#parts.client.backups.restore({ ...wanted, rehearsal }, tell),
    );
    if (!restored.ok || !this.#parts.desk.isOpen) return restored;
    await this.#logged({ type: 'backup-restored', into: wanted.into });
    return restored;
  }

  async importSessions(folder: string, typed: Uint8Array): Promise<Outcome<ImportPicture>> {
    const { desk } = this.#parts;
    if (desk.running !== null) return { ok: false, problem: sessionRuns };
    const taken = await this.#working('import', (tell) =>
      this.#parts.client.backups.importSessions({ folder, typed, runningSessionId: null }, tell),
    );
    if (!taken.ok) return taken;
    const { imported, extended, known, conflicts, clinicEntries } = taken.value;
    const joined = await desk.joinClinic(clinicEntries, new Set([...imported, ...extended, ...known]));
    if (!joined.ok) return joined;
    await this.#logged({ type: 'sessions-imported', count: imported.length + extended.length });
    return {
      ok: true,
      value: {
        imported: imported.length,
        extended: extended.length,
        known: known.length,
        conflicts: conflicts.map(({ problem }) => problem),
      },
    };
  }

  /** Shreds a signed session for good; answers, in words, what still holds it. */
  async shredSession(sessionId: string, reason: string): Promise<Outcome<{ readonly stillHeldBy: readonly string[] }>> {
    const { desk } = this.#parts;
    const refusal = desk.running === null ? desk.shredRefusal(sessionId) : sessionRuns;
    if (refusal !== null) return { ok: false, problem: refusal };
    const by = desk.therapistName;
    const wallMs = this.#wallMs();
    const shredded = await this.#working('shred', () =>
      this.#parts.client.backups.shred({ journalId: sessionId, wallMs, reason, by }),
    );
    if (!shredded.ok) return shredded;
    const told = await desk.sessionShredded(sessionId, reason);
    if (!told.ok) return told;
    await this.#logged({ type: 'session-shredded', sessionId, reason });
    const backups = shredded.value.stillHeldBy.map(({ folder, name }) => `${folder}: ${name}`);
    const copies = desk.auditEntries.flatMap(({ action }) =>
      action.type === 'copied-in-emergency' && action.sessionId === sessionId ? [action.folder] : [],
    );
    return { ok: true, value: { stillHeldBy: [...backups, ...copies] } };
  }

  async checkVault(): Promise<Outcome<VaultCheckPicture>> {
    const checked = await this.#working('check', (tell) => this.#parts.client.backups.check(tell));
    if (!checked.ok) return checked;
    await this.#logged({ type: 'vault-checked', isWhole: checked.value.isWhole });
    return checked;
  }

  /** What was written in sessions and has all words of the query. */
  async search(query: string): Promise<Outcome<readonly FoundNotePicture[]>> {
    const found = await this.#held(() => this.#parts.client.backups.search(query, () => undefined));
    if (!found.ok) return found;
    return { ok: true, value: found.value.map(({ journalId, text }) => ({ sessionId: journalId, text })) };
  }

  /** The audit log, newest first, each entry in words. */
  auditLog(): Outcome<readonly AuditLine[]> {
    const lines = this.#parts.desk.auditEntries.map(({ wallMs, utcOffsetMinutes, by, action }) => ({
      wallMs,
      utcOffsetMinutes,
      by,
      words: auditWords(action),
    }));
    return { ok: true, value: lines.toReversed() };
  }

  /** Writes the audit log as CSV into a new folder inside the given one. */
  async exportAuditLog(folder: string): Promise<Outcome<{ readonly file: string }>> {
    const day = new Date(this.#wallMs()).toISOString().slice(0, 10);
    const bytes = Buffer.from(auditCsv(this.#parts.desk.auditEntries), 'utf8');
    const written = await writeExportFolder(folder, `vigil-audit-log-${day}`, [{ name: 'audit-log.csv', bytes }]);
    if (!written.ok) return written;
    const file = join(written.value.folder, 'audit-log.csv');
    await this.#logged({ type: 'audit-exported', file });
    return { ok: true, value: { file } };
  }

  /** Sets when the console locks by itself. */
  async setLock(lock: LockSettings): Promise<Outcome<null>> {
    const set = await this.#parts.desk.setLock(lock);
    return set.ok ? this.#logged({ type: 'lock-set', ...lock }) : set;
  }

  /**
   * Copies the running session, also what is not saved yet, to another disk: a vault that the same keys open. Where no folder is
   * named it is the one for backups, if that is on another disk; else the therapist is asked. Null: they chose none.
   */
  async copyInEmergency(named: string | null): Promise<Outcome<EmergencyCopyPicture | null>> {
    const plan = this.#backup?.plan ?? null;
    const planned = plan !== null && !plan.sameDiskAccepted ? plan.folder : null;
    const parent = named ?? planned;
    const chosen = parent === null ? await this.#parts.askFolder() : ({ ok: true, value: parent } as const);
    if (!chosen.ok || chosen.value === null) return chosen.ok ? { ok: true, value: null } : chosen;
    const { desk } = this.#parts;
    const running = desk.runningJournals();
    if (!running.ok) return running;
    const { sessionId, entries, clinic } = running.value;
    const journals = [{ journalId: sessionId, entries }, ...(clinic === null ? [] : [clinic])];
    const folder = chosen.value;
    const copied = await this.#held(() => this.#parts.client.copyInEmergency({ folder, journals }));
    if (!copied.ok) return copied;
    desk.copiedInEmergency(sessionId, entries.length);
    // A disk that takes nothing takes no line of the log either; it is written once it can be.
    void this.#logged({ type: 'copied-in-emergency', sessionId, folder: copied.value.folder });
    return { ok: true, value: { ...copied.value, entries: entries.length } };
  }

  /** Stops what is under way. */
  async stop(): Promise<Outcome<null>> {
    const { client } = this.#parts;
    return this.#work?.what === 'rotate' ? client.keySlots.stopRotation() : client.backups.stop();
  }

  async #working<Value>(
    what: VaultWork['what'],
    work: (tell: (done: number, of: number) => void) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    const show = (done: number, of: number) => {
      this.#work = { what, done, of };
      this.#parts.changed();
    };
    show(0, 0);
    try {
      return await this.#held(() => work(show));
    } finally {
      this.#work = null;
      this.#parts.changed();
      if (this.#isBackupDue) {
        this.#isBackupDue = false;
        void this.backUpNow();
      }
    }
  }

  /** Work that whoever asks proves to be theirs to ask for; a wrong proof stands in the audit log. */
  async #proven<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const outcome = await this.#held(work);
    if (!outcome.ok && saysWrongSecret(outcome.problem)) await this.#logged({ type: 'proof-refused' });
    return outcome;
  }

  async #held<Value>(work: () => Promise<Value>): Promise<Value> {
    const release = this.#parts.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** What was done is done, also where its line cannot be written yet: the desk tells that, and it is written later. */
  async #logged(action: Parameters<Desk['audit']>[0]): Promise<{ readonly ok: true; readonly value: null }> {
    await this.#parts.desk.audit(action);
    return { ok: true, value: null };
  }

  #wallMs(): number {
    return this.#parts.clock.read().wallMs;
  }
}
