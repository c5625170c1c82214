import type { ExportFormat } from '../../../shared/record/export-format.ts';
import type { Option } from '../../design/Choice.tsx';

const formats: Readonly<Record<ExportFormat, string>> = {
  pdf: 'PDF to print',
  markdown: 'Markdown',
  json: 'JSON, to verify',
  fhir: 'FHIR document',
  'fhir-collection': 'FHIR collection',
  'readings-csv': 'Readings as CSV',
  'timeline-csv': 'Timeline as CSV',
  'doses-csv': 'Doses as CSV',
};

const sessions = (count: number) => (count === 1 ? '1 session' : `${count} sessions`);

/** The words of exports. */
export const exportWords = {
  title: 'Export',
  several: 'Export several sessions',
  scope: 'What',
  scopes: { session: 'This session', course: 'This course', dates: 'Between two days' },
  from: 'From this day',
  until: 'Until this day',
  nothingChosen: 'No signed session is in this.',
  stream: 'Which notes',
  streams: { record: 'The record', process: 'The process notes' },
  processHint:
    'Process notes are psychotherapy notes. They go out by themselves, never with the record, and most receivers need the patient’s own authorisation for them.',
  processConfirm: 'I mean to give the process notes away',
  formats: 'Forms',
  format: formats,
  allFormats: 'All forms',
  leaveOut: 'Leave out',
  withoutName: 'Names, telephone numbers, the day of birth',
  withoutFreeText: 'What was typed freely',
  receiver: 'For whom',
  receiverHint: 'Stands in the audit log.',
  lock: 'How it is locked',
  locks: { passphrase: 'With a passphrase', recipients: 'For their public key', plain: 'Plain files' },
  passphrase: 'Passphrase of the export',
  passphraseAgain: 'The same passphrase again',
  passphraseHint: (least: number) => `At least ${least} characters. Tell it by another way than the file goes.`,
  passphraseDiffers: 'The two passphrases differ.',
  keys: 'Their public key',
  keysHint: 'It begins with “age1”. Several: one a line.',
  keep: 'Remember the key for this receiver',
  kept: 'Remembered receivers',
  understood: 'I understand: everybody who has these files can read them',
  folder: 'Folder',
  preview: (count: number, forms: readonly string[]) => `${sessions(count)}: ${forms.join(', ')}.`,
  previewProcess: (count: number) => `${sessions(count)}: process notes.`,
  previewLocked: 'One file that only the receiver can open, signed with your key.',
  previewPlain: 'A folder of readable files, with a signed list.',
  previewLeftOut: (what: readonly string[]) => `Left out: ${what.join('; ')}.`,
  sessionsListed: 'Sessions in this export',
  sessionListed: (when: string, patient: string, place: string) => `${when} · ${patient} · ${place}`,
  unknownPatient: 'unknown patient',
  previewNoProcess: 'The process notes stay here.',
  write: { record: 'Export the record', process: 'Export the process notes' },
  writing: (done: number, of: number) => `Writing: ${done} of ${sessions(of)} done`,
  cancel: 'End the export',
  saved: 'Saved:',
  files: 'Files written',
  hash: (sha256: string) => `SHA-256 ${sha256}`,
} as const;

export type ScopeKind = keyof typeof exportWords.scopes;
export type StreamKind = keyof typeof exportWords.streams;
export type LockKind = keyof typeof exportWords.locks;

/** A record of labels as the options of a choice, in its order. */
export function optionsOf<Key extends string>(labels: Readonly<Record<Key, string>>): readonly Option<Key>[] {
  return (Object.keys(labels) as Key[]).map((value) => ({ value, label: labels[value] }));
}
