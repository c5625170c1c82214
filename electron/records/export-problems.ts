import type { Problem } from '../../shared/problem.ts';

const nothingLeft = 'Nothing was left in the folder.';

/** Every problem of an export that a person can act on. None names a patient or a path. */
export const exportProblems = {
  folderMissing: {
    code: 'export-folder-missing',
    sentence: `The folder is not there any more. ${nothingLeft}`,
    remedy: 'Connect the drive again, or choose another folder.',
  },
  notAFolder: {
    code: 'export-not-a-folder',
    sentence: 'What was chosen is not a folder.',
    remedy: 'Choose a folder.',
  },
  readOnly: {
    code: 'export-folder-read-only',
    sentence: `The folder cannot be written. ${nothingLeft}`,
    remedy: 'Choose another folder, or take off the write protection.',
  },
  diskFull: {
    code: 'export-disk-full',
    sentence: `There is not enough space for the export. ${nothingLeft}`,
    remedy: 'Free some space there, or choose another folder.',
  },
  diskError: {
    code: 'export-disk-error',
    sentence: `The drive reported an error. ${nothingLeft}`,
    remedy: 'Check that the drive is connected, or choose another folder.',
  },
  leftOver: {
    code: 'export-left-over',
    sentence: 'The drive failed during the export, and what was begun could not be removed.',
    remedy: 'Connect the drive and delete what has a name that begins with “.vigil” and ends with “.part”.',
  },
  notPrinted: {
    code: 'export-not-printed',
    sentence: 'The pages could not be printed to a PDF. Nothing was written.',
    remedy: 'Try once more; if it fails again, start Vigil anew.',
  },
  cancelled: {
    code: 'export-cancelled',
    sentence: `The export was ended before it was whole. ${nothingLeft}`,
    remedy: 'Begin it again when you want it.',
  },
  noPassphrase: {
    code: 'export-no-passphrase',
    sentence: 'The export has no passphrase to lock it with. Nothing was written.',
    remedy: 'Type a passphrase for the one who receives it, or choose their public key.',
  },
  noRecipient: {
    code: 'export-no-recipient',
    sentence: 'The export has nobody to be locked for. Nothing was written.',
    remedy: 'Add the public key of the one who receives it, or type a passphrase.',
  },
  notARecipient: {
    code: 'export-recipient-invalid',
    sentence: 'That is not a public key of age. Nothing was written.',
    remedy: 'Ask the one who receives it for the key that begins with “age1”, and copy it whole.',
  },
  running: {
    code: 'export-running',
    sentence: 'This is being exported into this folder already.',
    remedy: 'Wait until it is done.',
  },
} as const satisfies Record<string, Problem>;

const byCode: Readonly<Record<string, Problem>> = {
  ENOSPC: exportProblems.diskFull,
  EDQUOT: exportProblems.diskFull,
  EFBIG: exportProblems.diskFull,
  EROFS: exportProblems.readOnly,
  EACCES: exportProblems.readOnly,
  EPERM: exportProblems.readOnly,
  ENOENT: exportProblems.folderMissing,
  ENOTDIR: exportProblems.notAFolder,
  EIO: exportProblems.diskError,
  ENXIO: exportProblems.diskError,
  ENODEV: exportProblems.diskError,
  ESTALE: exportProblems.diskError,
  ENOTCONN: exportProblems.diskError,
  ETIMEDOUT: exportProblems.diskError,
};

/** What the operating system says about a failed export, as a Problem; null when it is a defect of ours. */
export function exportProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return byCode[error.code] ?? null;
}
