import type { AuditAction, AuditEntry } from './audit-entry.ts';

const openedBy = { passphrase: 'a passphrase', recovery: 'a recovery key', keystore: 'the system’s keystore' } as const;
const lockedWhy = { asked: 'by hand', idle: 'after idling', suspend: 'as the machine went to sleep' } as const;

const lockWords = {
  plain: 'readable by everybody who has the files',
  passphrase: 'locked with a passphrase',
  recipients: 'locked for a public key',
} as const;

const accessWords = { none: 'without a proof of who we are', bearer: 'with a token', client: 'as a client' } as const;

/** An action of the audit log in words. */
export function auditWords(action: AuditAction): string {
  switch (action.type) {
    case 'vault-created':
      return 'Vault created';
    case 'unlocked': {
      const tries = action.wrongTriesBefore;
      const before = tries === 0 ? '' : `, after ${tries} wrong ${tries === 1 ? 'try' : 'tries'}`;
      return `Unlocked with ${openedBy[action.with]}${before}`;
    }
    case 'locked':
      return `Locked ${lockedWhy[action.why]}`;
    case 'record-signed':
      return `Record signed, session ${short(action.sessionId)}, SHA-256 ${action.recordSha256}`;
    case 'record-countersigned':
      return `Record countersigned, session ${short(action.sessionId)}, SHA-256 ${action.recordSha256}`;
    case 'record-exported': {
      const files = action.files.map(({ format, sha256 }) => `${format} ${sha256}`).join('; ');
      const what = action.files.some(({ format }) => format === 'process-notes') ? 'Process notes' : 'Record';
      const whom = action.receiver === undefined || action.receiver === '' ? '' : `, for ${action.receiver}`;
      return `${what} exported, session ${short(action.sessionId)}${whom}, ${lockWords[action.lock ?? 'plain']}: ${files}`;
    }
    case 'course-exported': {
      const files = action.files.map(({ name, sha256 }) => `${name} ${sha256}`).join('; ');
      const whom = action.receiver === '' ? '' : `, for ${action.receiver}`;
      return `Course report exported, course ${short(action.courseId)}${whom}, ${lockWords[action.lock]}: ${files}`;
    }
    case 'receiver-kept':
      return `Public key kept of ${action.receiver}`;
    case 'chart-set':
      return action.address === null
        ? 'Chart: none any more'
        : `Chart set: ${action.address}, ${accessWords[action.access ?? 'none']}`;
    case 'record-sent':
      return `Record sent to the chart, session ${short(action.sessionId)}, ${action.address}: record ${action.recordSha256}; transaction ${action.transactionSha256}`;
    case 'record-not-sent':
      return `Record refused by the chart, session ${short(action.sessionId)}, ${action.address}: ${action.problem}`;
    case 'slot-added':
      return action.kind === 'recovery'
        ? 'Recovery key made'
        : `Key added: ${openedBy[action.kind]}${action.therapist === null ? '' : ` of ${action.therapist}`}`;
    case 'passphrase-changed':
      return `Passphrase changed, key ${short(action.slotId)}`;
    case 'slot-removed':
      return `Key removed, ${short(action.slotId)}`;
    case 'vault-key-changed':
      return 'The vault’s key changed';
    case 'proof-refused':
      return 'Wrong passphrase or recovery key typed to change a key; nothing was changed';
    case 'backup-plan-set':
      return action.folder === null ? 'Backups ended' : `Folder for backups chosen: ${action.folder}`;
    case 'backed-up':
      return action.problem === null ? 'Backed up' : `Backup failed: ${action.problem}`;
    case 'backup-restored':
      return `Backup restored into ${action.into}`;
    case 'sessions-imported':
      return `${action.count} sessions taken from another vault`;
    case 'session-shredded':
      return `Session ${short(action.sessionId)} shredded: ${action.reason}`;
    case 'vault-checked':
      return action.isWhole ? 'Vault checked: whole' : 'Vault checked: damaged';
    case 'protocol-changed':
      return `Protocol: ${action.title} ${action.version}, SHA-256 ${action.sha256}`;
    case 'audit-exported':
      return `Audit log exported to ${action.file}`;
    case 'lock-set':
      return `Locks by itself after ${action.idleMinutes} min${action.inSession ? ', in sessions too' : ''}`;
    case 'copied-in-emergency':
      return `Session ${short(action.sessionId)} copied to another disk: ${action.folder}`;
  }
}

/** The audit log as CSV: UTF-8, ISO time with offset, who, what kind, in words. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ wallMs, utcOffsetMinutes, by, action }) => [
    isoTime(wallMs, utcOffsetMinutes),
    by,
    action.type,
    auditWords(action),
  ]);
  return [['time', 'by', 'kind', 'what'], ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n');
}

/** A cell that no spreadsheet takes for a formula. */
function cell(content: string): string {
  const safe = /^[=+\-@\t\r]/.test(content) ? `'${content}` : content;
  return `"${safe.replaceAll('"', '""')}"`;
}

function isoTime(wallMs: number, utcOffsetMinutes: number): string {
  const local = new Date(wallMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(utcOffsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const short = (id: string) => id.slice(0, 8);
