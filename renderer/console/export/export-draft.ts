import { type ExportChoice, leastPassphraseLength } from '../../../shared/bridge/export-choice.ts';
import type { ExportFormat } from '../../../shared/record/export-format.ts';
import type { LockKind, StreamKind } from '../words/export-words.ts';

/** What is filled in so far. */
export type ExportDraft = {
  readonly stream: StreamKind;
  readonly confirmed: boolean;
  readonly formats: readonly ExportFormat[];
  readonly withoutName: boolean;
  readonly withoutFreeText: boolean;
  readonly receiver: string;
  readonly lock: LockKind;
  readonly passphrase: string;
  readonly passphraseAgain: string;
  readonly keys: string;
  readonly keep: boolean;
  readonly understood: boolean;
  readonly folder: string;
};

/** Locked with a passphrase unless the therapist chooses otherwise; the forms that most receivers want. */
export const emptyDraft: ExportDraft = {
  stream: 'record',
  confirmed: false,
  formats: ['pdf', 'json'],
  withoutName: false,
  withoutFreeText: false,
  receiver: '',
  lock: 'passphrase',
  passphrase: '',
  passphraseAgain: '',
  keys: '',
  keep: false,
  understood: false,
  folder: '',
};

/** The public keys of what was typed, one a line. */
export function keysIn(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** The export that was filled in; null while something of it is missing. */
export function choiceOf(draft: ExportDraft, sessionIds: readonly string[]): ExportChoice | null {
  const lock = lockOf(draft);
  const folder = draft.folder.trim();
  if (lock === null || folder === '' || sessionIds.length === 0) return null;
  const common = { sessionIds: [...sessionIds], lock, receiver: draft.receiver.trim(), folder };
  if (draft.stream === 'process') {
    return draft.confirmed ? { ...common, stream: 'process-notes', confirmed: true } : null;
  }
  if (draft.formats.length === 0) return null;
  const { withoutName, withoutFreeText } = draft;
  return { ...common, stream: 'record', formats: [...draft.formats], redaction: { withoutName, withoutFreeText } };
}

/** How an export is locked, as it was filled in; null while something of it is missing. */
export function lockOf(draft: ExportDraft): ExportChoice['lock'] | null {
  switch (draft.lock) {
    case 'passphrase': {
      const { passphrase, passphraseAgain } = draft;
      const isGood = passphrase.length >= leastPassphraseLength && passphrase === passphraseAgain;
      return isGood ? { kind: 'passphrase', passphrase } : null;
    }
    case 'recipients': {
      const recipients = [...keysIn(draft.keys)];
      return recipients.length > 0 ? { kind: 'recipients', recipients } : null;
    }
    case 'plain':
      return draft.understood ? { kind: 'plain', understood: true } : null;
  }
}
