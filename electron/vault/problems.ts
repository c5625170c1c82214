import type { Problem } from '../../shared/problem.ts';

/** Every problem of the vault that a person can act on. None names a patient, a path or a word of an entry. */
export const vaultProblems = {
  notAVault: {
    code: 'not-a-vault',
    sentence: 'This folder holds something else, not a vault.',
    remedy: 'Choose the folder of a vault, or an empty folder for a new one.',
  },
  folderNotEmpty: {
    code: 'folder-not-empty',
    sentence: 'This folder already holds something.',
    remedy: 'Choose an empty folder for the new vault.',
  },
  noVaultHere: {
    code: 'no-vault-here',
    sentence: 'There is no vault in this folder yet.',
    remedy: 'Create a vault here, or choose the folder of an existing one.',
  },
  newerFormat: {
    code: 'newer-format',
    sentence: 'This vault was written by a newer version of Vigil. Nothing in it was touched.',
    remedy: 'Open it with the newer version.',
  },
  weakenedHeader: {
    code: 'weakened-header',
    sentence: 'The header of this vault asks for a weaker protection than Vigil has ever used; it was altered.',
    remedy: 'Do not enter the passphrase again. Restore the vault folder from a backup.',
  },
  weakPassphrase: {
    code: 'weak-passphrase',
    sentence: 'This passphrase is too easy to guess.',
    remedy: 'Use at least 10 characters; four or more unrelated words are good.',
  },
  wrongPassphrase: {
    code: 'wrong-passphrase',
    sentence: 'This is not the passphrase of this vault.',
    remedy: 'Try again; mind capital letters and the keyboard layout. Each wrong try makes the next one wait longer.',
  },
  wrongRecoveryKey: {
    code: 'wrong-recovery-key',
    sentence: 'This is not a recovery key of this vault.',
    remedy:
      'Take the newest printed sheet; a recovery key that was removed or belongs to another vault does not open it.',
  },
  mistypedRecoveryKey: {
    code: 'mistyped-recovery-key',
    sentence: 'This recovery key is mistyped: its check does not hold. Nothing was tried.',
    remedy: 'Compare it with the sheet group by group: seven groups of five characters.',
  },
  noKeystoreSlot: {
    code: 'no-keystore-slot',
    sentence: "This vault does not open by this computer's keystore.",
    remedy: 'Unlock it with the passphrase.',
  },
  keystoreChanged: {
    code: 'keystore-changed',
    sentence: "This computer's keystore is another one than when it was set up for this vault; it was not used.",
    remedy: 'Unlock the vault with the passphrase, then set the keystore up again.',
  },
  keystoreForgot: {
    code: 'keystore-forgot',
    sentence: "This computer's keystore does not give back what it was to keep for this vault.",
    remedy: 'Unlock the vault with the passphrase, then set the keystore up again.',
  },
  keystoreUnsafe: {
    code: 'keystore-unsafe',
    sentence: 'This computer has no keystore that protects anything; it keeps secrets in clear.',
    remedy: "Go on with the passphrase, or set up the system's keyring first.",
  },
  keySlotUnknown: {
    code: 'key-slot-unknown',
    sentence: 'The vault has no such key.',
    remedy: 'Look at the list of keys again.',
  },
  lastKeySlot: {
    code: 'last-key-slot',
    sentence: 'This is the last passphrase or recovery key of the vault; without it nothing could ever be read again.',
    remedy: 'Add another passphrase or a recovery key first.',
  },
  notYourPassphrase: {
    code: 'not-your-passphrase',
    sentence: 'This passphrase can only be changed by whoever knows it, or with a recovery key.',
    remedy: 'Enter the present passphrase of this therapist, or a recovery key of the vault.',
  },
  passphraseTaken: {
    code: 'passphrase-taken',
    sentence: 'This passphrase already opens the vault for somebody.',
    remedy: 'Choose another one; whoever uses it now should change theirs as well.',
  },
  signingNeedsPassphrase: {
    code: 'signing-needs-passphrase',
    sentence: 'A signature stands for a person, and this vault was not unlocked with the passphrase of one.',
    remedy: 'Lock it and unlock it with your passphrase; with a recovery key you can set a new one first.',
  },
  rotationStopped: {
    code: 'rotation-stopped',
    sentence: 'Changing the key of the vault was stopped before its end. Nothing is lost.',
    remedy: 'It is completed by itself when the vault is unlocked the next time.',
  },
  noRoomToMigrate: {
    code: 'no-room-to-migrate',
    sentence:
      'There is no room for the copy that is made before this vault is brought to the new format. Nothing was changed.',
    remedy: 'Free as much space on this disk as the vault folder takes, then unlock it again.',
  },
  rehearsalVault: {
    code: 'rehearsal-vault',
    sentence: 'This is the vault of a rehearsal; no real session may be kept in it.',
    remedy: "Choose the clinic's own vault, or start Vigil as a rehearsal.",
  },
  realVault: {
    code: 'real-vault',
    sentence: 'This vault holds real sessions; no rehearsal may write into it.',
    remedy: 'Choose another folder for the rehearsal.',
  },
  networkFolder: {
    code: 'network-folder',
    sentence: 'This folder is on a network drive; a vault could be damaged there.',
    remedy: 'Choose a folder on a disk of this computer.',
  },
  cloudFolder: {
    code: 'cloud-folder',
    sentence:
      'This folder is copied to a cloud service; a vault could be damaged there and its copies leave the clinic.',
    remedy: 'Choose a folder that is not synchronised.',
  },
  inUse: {
    code: 'vault-in-use',
    sentence: 'This vault is already open in another window or program.',
    remedy: 'Close the other one first.',
  },
  unsafeDatabase: {
    code: 'unsafe-database',
    sentence: 'In this folder the database cannot be written so that it survives a power cut.',
    remedy: 'Choose a folder on a disk of this computer.',
  },
  locked: {
    code: 'vault-locked',
    sentence: 'The vault is locked.',
    remedy: 'Unlock it with the passphrase.',
  },
  alreadyUnlocked: {
    code: 'vault-already-unlocked',
    sentence: 'A vault is already unlocked.',
    remedy: 'Lock it first.',
  },
  onlyThisSession: {
    code: 'only-this-session',
    sentence: 'The vault is locked; only the running session can be written.',
    remedy: 'Unlock the vault with the passphrase.',
  },
  diskFull: {
    code: 'disk-full',
    sentence: 'The disk is full; the last entry is not saved yet.',
    remedy: 'Free some space on this disk. Vigil keeps the entry and tries again.',
  },
  diskReadOnly: {
    code: 'disk-read-only',
    sentence: 'The vault folder cannot be written; the last entry is not saved yet.',
    remedy: 'Make the folder writable again. Vigil keeps the entry and tries again.',
  },
  diskError: {
    code: 'disk-error',
    sentence: 'The disk reported an error; the last entry is not saved yet.',
    remedy: 'Check that the disk is connected. Vigil keeps the entry and tries again.',
  },
  journalUnknown: {
    code: 'journal-unknown',
    sentence: 'The vault has no such journal.',
    remedy: 'Lock the vault and unlock it again.',
  },
  journalExists: {
    code: 'journal-exists',
    sentence: 'A journal with this id is already in the vault.',
    remedy: 'Use a new id.',
  },
  sequenceGap: {
    code: 'sequence-gap',
    sentence: 'An entry before this one is missing; this one was not saved.',
    remedy: 'Save the entries in their order.',
  },
  sequenceTaken: {
    code: 'sequence-taken',
    sentence: 'Another entry already has this number; nothing was overwritten.',
    remedy: 'Read the journal again and go on after its last entry.',
  },
  entryTooLarge: {
    code: 'entry-too-large',
    sentence: 'This entry is larger than the vault takes.',
    remedy: 'Split the text into several entries.',
  },
  unknownCall: {
    code: 'unknown-call',
    sentence: 'The vault was asked for something that it does not know.',
    remedy: 'Restart Vigil; if it comes back, the installation is mixed from two versions.',
  },
  wrongArguments: {
    code: 'wrong-arguments',
    sentence: 'The vault was asked in a form that it does not know.',
    remedy: 'Restart Vigil; if it comes back, the installation is mixed from two versions.',
  },
  vaultStopped: {
    code: 'vault-stopped',
    sentence: 'The vault stopped unexpectedly and is locked now. Everything that was shown as saved is on disk.',
    remedy: 'Unlock it again with the passphrase.',
  },
  cardUnreadable: {
    code: 'card-unreadable',
    sentence: 'The emergency card of the clinic cannot be read.',
    remedy: 'Enter the emergency number and the address again.',
  },
} as const satisfies Record<string, Problem>;

/** `what`: one sentence that names the damaged part. */
export function damagedVault(what: string): Problem {
  return {
    code: 'vault-damaged',
    sentence: `${what} Nothing was changed.`,
    remedy: 'Copy the whole vault folder to another disk before anything else, then restore it from a backup.',
  };
}

/** `what`: one sentence that names what is damaged or missing in one journal. */
export function damagedJournal(what: string): Problem {
  return {
    code: 'journal-damaged',
    sentence: what,
    remedy: 'Copy the whole vault folder to another disk before anything else, then restore it from a backup.',
  };
}
