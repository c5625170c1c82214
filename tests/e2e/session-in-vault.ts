import { randomBytes } from 'node:crypto';
import { openVault, verifyPassphrase } from '../../electron/vault/open-vault.ts';
import { type SessionEvent, sessionEventSchema } from '../../shared/session/event.ts';
import { passphrase } from './practice.ts';

/** The events of the one session in a closed vault, as they lie on disk. */
export async function sessionInVault(folder: string): Promise<readonly SessionEvent[]> {
  const verified = await verifyPassphrase(folder, new TextEncoder().encode(passphrase), { rehearsal: true });
  if (!verified.ok) throw new Error(verified.problem.sentence);
  const opened = openVault(verified.value, randomBytes);
  if (!opened.ok) throw new Error(opened.problem.sentence);
  try {
    const [session, ...others] = opened.value.journals().filter((journal) => journal.kind === 'session');
    if (session === undefined || others.length > 0) throw new Error('The vault does not hold one session.');
    const read = await opened.value.read(session.journalId);
    if (!read.ok) throw new Error(read.problem.sentence);
    return read.value.entries.map((entry) => sessionEventSchema.parse(JSON.parse(entry)));
  } finally {
    await opened.value.close();
  }
}
