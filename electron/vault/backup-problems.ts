import type { Problem } from '../../shared/problem.ts';

/** What can go wrong with backups, restoring, exchange, checking and shredding. None names a patient or a path. */
export const backupProblems = {
  anotherRuns: {
    code: 'vault-at-work',
    sentence: 'The vault is being backed up, checked, restored, imported or shredded at this moment.',
    remedy: 'Wait until that is done, or stop it.',
  },
  stopped: {
    code: 'stopped',
    sentence: 'This was stopped before its end. Nothing is lost.',
    remedy: 'Begin again when there is time.',
  },
  noPlan: {
    code: 'no-backup-plan',
    sentence: 'No folder was chosen for backups yet.',
    remedy: 'Choose a folder on a second disk or a share.',
  },
  noClinicJournal: {
    code: 'no-clinic-journal',
    sentence: 'This vault has no journal of the clinic yet, so there is nothing to back up.',
    remedy: 'Finish setting up the vault first.',
  },
  sameDisk: {
    code: 'backup-same-disk',
    sentence: 'The folder for backups is on the same disk as the vault; one broken disk would take both.',
    remedy: 'Choose a folder on another disk, a USB stick or a share, or accept the same disk explicitly.',
  },
  insideVault: {
    code: 'backup-inside-vault',
    sentence: 'The folder for backups is the vault itself or lies inside it.',
    remedy: 'Choose a folder outside of the vault.',
  },
  folderGone: {
    code: 'backup-folder-gone',
    sentence: 'The folder for backups is not there or does not answer.',
    remedy: 'Plug in the disk or connect the share, then back up again.',
  },
  folderFull: {
    code: 'backup-folder-full',
    sentence: 'The folder for backups has no room for another backup.',
    remedy: 'Free space there, keep fewer backups, or choose another folder.',
  },
  folderReadOnly: {
    code: 'backup-folder-read-only',
    sentence: 'The folder for backups cannot be written.',
    remedy: 'Make it writable for this user, or choose another folder.',
  },
  folderSlow: {
    code: 'backup-folder-slow',
    sentence: 'The folder for backups did not answer for half a minute; the backup was given up.',
    remedy: 'Check the disk or the network, then back up again.',
  },
  folderUnfaithful: {
    code: 'backup-not-faithful',
    sentence: 'What was written to the folder for backups reads back differently; the backup was removed.',
    remedy: 'Replace this disk, or choose another folder. The earlier backups are untouched.',
  },
  noRoomHere: {
    code: 'no-room-to-back-up',
    sentence: 'There is no room on the disk of the vault to make the backup in before it is copied.',
    remedy: 'Free as much space on this disk as the vault takes, or choose a folder on a disk of this computer.',
  },
  notVerified: {
    code: 'backup-not-verified',
    sentence: 'The new backup did not open as it should; it was removed.',
    remedy: 'Have the whole vault checked, then back up again. The earlier backups are untouched.',
  },
  interrupted: {
    code: 'backup-interrupted',
    sentence: 'The vault was disturbed while it was backed up; the unfinished backup was removed.',
    remedy: 'Back up again.',
  },
  notABackup: {
    code: 'not-a-backup',
    sentence: 'This folder is not a backup of a vault.',
    remedy: 'Choose one from the list of backups.',
  },
  unfinishedBackup: {
    code: 'unfinished-backup',
    sentence: 'This backup was cut off while it was written, or part of it is gone.',
    remedy: 'Choose another one; an earlier backup of the same vault is untouched by this.',
  },
  damagedBackup: {
    code: 'damaged-backup',
    sentence: 'This backup is damaged; not all of it can be read.',
    remedy: 'Choose another backup, or restore what can still be read from this one.',
  },
  isABackup: {
    code: 'is-a-backup',
    sentence: 'This folder is a backup; it must not be written to.',
    remedy: 'Restore it into an empty folder and open that.',
  },
  placeTaken: {
    code: 'restore-place-taken',
    sentence: 'This folder already holds something; nothing is ever restored over it.',
    remedy: 'Choose an empty folder on a disk of this computer.',
  },
  newerBackup: {
    code: 'newer-format',
    sentence: 'This backup was written by a newer version of Vigil. Nothing in it was touched.',
    remedy: 'Restore it with the newer version.',
  },
  itself: {
    code: 'import-itself',
    sentence: 'This folder is the vault that is open.',
    remedy: 'Choose the folder of another vault, or a backup.',
  },
  sessionRuns: {
    code: 'session-not-signed',
    sentence: 'This session is not signed yet; only a signed session can be shredded.',
    remedy: 'Finish and sign the session first.',
  },
  notASession: {
    code: 'not-a-session',
    sentence: 'Only the journal of a session can be shredded.',
    remedy: 'Choose a session.',
  },
  shredded: {
    code: 'journal-shredded',
    sentence: 'This session was shredded; nothing of it can be read any more.',
    remedy: 'A backup that was made before may still hold it.',
  },
} as const satisfies Record<string, Problem>;
