import { useState } from 'react';
import type { PatientSummary, SessionSummary } from '../../../shared/bridge/picture.ts';
import type { FoundNotePicture } from '../../../shared/bridge/vault-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { writtenWhen } from './session-words.ts';

/** Finds patients by name, and sessions by what was written in them. */
export function SearchPanel({
  patients,
  sessions,
  onPatient,
}: {
  readonly patients: readonly PatientSummary[];
  readonly sessions: readonly SessionSummary[];
  readonly onPatient: (patientId: string) => void;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [query, setQuery] = useState('');
  const [searched, setSearched] = useState<{
    readonly query: string;
    readonly notes: readonly FoundNotePicture[];
  } | null>(null);
  const search = async () => {
    const wanted = query.trim();
    if (busy || wanted === '') return;
    const outcome = await call(bridge.searchNotes({ query: wanted }));
    setSearched(outcome.ok ? { query: wanted, notes: outcome.value } : null);
  };
  const found = searched === null ? [] : patients.filter(({ name }) => holds(name, searched.query));
  // A session may have been shredded since it was found.
  const notes = (searched?.notes ?? []).filter(({ sessionId }) => !isShredded(sessions, sessionId));
  const nothing = searched !== null && found.length === 0 && notes.length === 0;
  return (
    <Panel title="Search">
      <div className="action-row search-row">
        <Field label="Names and notes" value={query} onChange={setQuery} onEnter={() => void search()} />
        <Button disabled={busy || query.trim() === ''} onPress={() => void search()}>
          Search
        </Button>
      </div>
      {busy && <p role="status">Reading what was written</p>}
      <ProblemNote problem={problem} />
      {nothing && <p role="status">Nothing found.</p>}
      {searched !== null && !nothing && (
        <ul className="past-sessions" aria-label="Found">
          {found.map(({ patientId, name }) => (
            <li key={patientId}>
              <Button onPress={() => onPatient(patientId)}>{name}</Button>
            </li>
          ))}
          {notes.map(({ sessionId, text }, index) => {
            const session = sessions.find((known) => known.sessionId === sessionId);
            const patient = patients.find((known) => known.patientId === session?.patientId);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: what was found has no name and is only replaced all together
              <li key={index}>
                <Button
                  disabled={busy || session === undefined}
                  onPress={() => void call(bridge.enterSession({ sessionId }))}
                >
                  {`${patient?.name ?? 'Unknown'}, ${session === undefined ? '' : writtenWhen(session.openedWallMs)}: ${short(text)}`}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

function isShredded(sessions: readonly SessionSummary[], sessionId: string): boolean {
  return sessions.some((session) => session.sessionId === sessionId && session.status === 'shredded');
}

/** As much of a note as fits beside its place. */
const shortLength = 120;

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= shortLength ? line : `${line.slice(0, shortLength)}…`;
}

function holds(name: string, query: string): boolean {
  const plainly = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');
  return plainly(query)
    .split(/\s+/)
    .every((word) => plainly(name).includes(word));
}
