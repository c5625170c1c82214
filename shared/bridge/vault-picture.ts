import type { LockSettings } from '../course/lock-settings.ts';
import type { Problem } from '../problem.ts';
import type { TherapistSettings } from './picture.ts';

/** Where backups go, how many are kept, and whether one is made after each session. */
export type BackupPlanPicture = {
  readonly folder: string;
  readonly keep: number;
  readonly afterEachSession: boolean;
  /** The vault's own disk is taken although one broken disk then takes both. */
  readonly sameDiskAccepted: boolean;
};

/** Long work on the whole vault, one at a time: `done` parts of `of`. */
export type VaultWork = {
  readonly what: 'backup' | 'check' | 'restore' | 'import' | 'shred' | 'rotate';
  readonly done: number;
  readonly of: number;
};

/** What concerns the vault as a whole. */
export type VaultPicture = {
  /** Null while the vault is locked. */
  readonly backup: {
    readonly plan: BackupPlanPicture | null;
    readonly lastSuccessWallMs: number | null;
    /** A backup failed, is overdue, or was never set up though there are sessions: what to do. */
    readonly problem: Problem | null;
  } | null;
  readonly work: VaultWork | null;
  /** When the console locks by itself; null while the vault is locked. */
  readonly lock: LockSettings | null;
};

/** One way to open the vault. */
export type KeySlotPicture = {
  readonly slotId: string;
  readonly kind: 'passphrase' | 'recovery' | 'keystore';
  readonly therapist: TherapistSettings | null;
  readonly createdWallMs: number | null;
  /** The vault was unlocked with it. */
  readonly isMine: boolean;
};

/** A backup as it is seen from outside. */
export type BackupListing = {
  readonly name: string;
  readonly generation: number;
  readonly bytes: number;
  readonly writtenWallMs: number | null;
  readonly state: 'whole' | 'unfinished' | 'newer';
};

export type BackupPreviewPicture = {
  readonly sessions: number;
  readonly newestWallMs: number | null;
  readonly therapists: readonly string[];
  readonly damage: readonly string[];
};

export type VaultCheckPicture = {
  readonly isWhole: boolean;
  readonly journals: number;
  readonly entries: number;
  readonly damage: readonly string[];
  readonly notes: readonly string[];
};

/** What an import did, in counts; each conflict in words. */
export type ImportPicture = {
  readonly imported: number;
  readonly extended: number;
  readonly known: number;
  readonly conflicts: readonly Problem[];
};

/** One entry of the audit log in words. */
export type AuditLine = {
  readonly wallMs: number;
  readonly utcOffsetMinutes: number;
  readonly by: string;
  readonly words: string;
};

/** Something that was written in a session. */
export type FoundNotePicture = { readonly sessionId: string; readonly text: string };

/** The recovery key, shown this once. */
export type RecoverySheetPicture = {
  readonly groups: readonly string[];
  readonly qrSvg: string;
  readonly title: string;
  readonly sentences: readonly string[];
};

/** The running session on another disk: where, and how many entries. On the vault's own disk it helps only while that lives. */
export type EmergencyCopyPicture = {
  readonly folder: string;
  readonly entries: number;
  readonly isOnSameDisk: boolean;
};
