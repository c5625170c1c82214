import { useState } from 'react';
import type { PatientSummary, SessionSummary } from '../../../shared/bridge/picture.ts';
import { exportFormats } from '../../../shared/record/export-format.ts';
import { Button } from '../../design/Button.tsx';
import { Check } from '../../design/Check.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { FolderField } from '../folder/FolderField.tsx';
import { sessionPlace, writtenWhen } from '../home/session-words.ts';
import { useBridge, usePicture } from '../store.ts';
import { optionsOf, exportWords as words } from '../words/export-words.ts';
import { choiceOf, type ExportDraft } from './export-draft.ts';
import { LockFields } from './LockFields.tsx';
import { type Scope, type ScopeOrigin, sessionsInScope } from './sessions-in-scope.ts';
import { useExport } from './useExport.ts';
import { Written } from './Written.tsx';
import './export.css';

const scopeOptions = optionsOf(words.scopes);
const streamOptions = optionsOf(words.streams);

/** What goes out, how it is locked, for whom and where to; what will leave is said before it does. */
export function ExportForm({ origin }: { readonly origin: ScopeOrigin }) {
  const { stage, exporting } = usePicture();
  const bridge = useBridge();
  const { draft, set, result, problem, canSign, call, write } = useExport();
  const [scope, setScope] = useState<Scope>({
    kind: origin.sessionId === null ? 'course' : 'session',
    from: '',
    until: '',
  });
  const { sessions, patients } = stage.kind === 'open' ? stage : { sessions: [], patients: [] };
  const chosen = sessionsInScope(sessions, origin, scope);
  const sessionIds = chosen.map(({ sessionId }) => sessionId);
  const choice = choiceOf(draft, sessionIds);

  return (
    <div className="form-stack export-form">
      <ScopeFields origin={origin} scope={scope} onChange={setScope} />
      <Choice
        label={words.stream}
        options={streamOptions}
        value={draft.stream}
        onChange={(stream) => set({ stream })}
      />
      {draft.stream === 'record' ? (
        <CopyFields draft={draft} set={set} />
      ) : (
        <>
          <p className="quiet-text">{words.processHint}</p>
          <Check label={words.processConfirm} checked={draft.confirmed} onChange={(confirmed) => set({ confirmed })} />
        </>
      )}
      <LockFields draft={draft} set={set} />
      <FolderField label={words.folder} value={draft.folder} onChange={(folder) => set({ folder })} />
      <Preview draft={draft} sessions={chosen} patients={patients} />
      <ProblemNote problem={problem} />
      {exporting === null ? (
        <Button
          kind="primary"
          disabled={choice === null || !canSign}
          onPress={() => choice !== null && void write(choice, () => bridge.exportSessions(choice))}
        >
          {words.write[draft.stream]}
        </Button>
      ) : (
        <>
          <p role="status">{words.writing(exporting.done, exporting.of)}</p>
          <Button onPress={() => void call(bridge.cancelExport({}))}>{words.cancel}</Button>
        </>
      )}
      {result !== null && <Written result={result} />}
    </div>
  );
}

function ScopeFields({
  origin,
  scope,
  onChange,
}: {
  readonly origin: ScopeOrigin;
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}) {
  return (
    <>
      <Choice
        label={words.scope}
        options={scopeOptions.filter(({ value }) => value !== 'session' || origin.sessionId !== null)}
        value={scope.kind}
        onChange={(kind) => onChange({ ...scope, kind })}
      />
      {scope.kind === 'dates' && (
        <div className="action-row">
          <Field kind="date" label={words.from} value={scope.from} onChange={(from) => onChange({ ...scope, from })} />
          <Field
            kind="date"
            label={words.until}
            value={scope.until}
            onChange={(until) => onChange({ ...scope, until })}
          />
        </div>
      )}
    </>
  );
}

type CopyProps = { readonly draft: ExportDraft; readonly set: (change: Partial<ExportDraft>) => void };

function CopyFields({ draft, set }: CopyProps) {
  return (
    <>
      <fieldset className="choice">
        <legend>{words.formats}</legend>
        <div className="export-checks">
          {exportFormats.map((format) => (
            <Check
              key={format}
              label={words.format[format]}
              checked={draft.formats.includes(format)}
              onChange={(wanted) =>
                set({ formats: exportFormats.filter((one) => (one === format ? wanted : draft.formats.includes(one))) })
              }
            />
          ))}
        </div>
        <Button onPress={() => set({ formats: exportFormats })}>{words.allFormats}</Button>
      </fieldset>
      <fieldset className="choice">
        <legend>{words.leaveOut}</legend>
        <div className="export-checks">
          <Check
            label={words.withoutName}
            checked={draft.withoutName}
            onChange={(withoutName) => set({ withoutName })}
          />
          <Check
            label={words.withoutFreeText}
            checked={draft.withoutFreeText}
            onChange={(withoutFreeText) => set({ withoutFreeText })}
          />
        </div>
      </fieldset>
    </>
  );
}

/** What will leave, before it does. */
function Preview({
  draft,
  sessions,
  patients,
}: {
  readonly draft: ExportDraft;
  readonly sessions: readonly SessionSummary[];
  readonly patients: readonly PatientSummary[];
}) {
  const count = sessions.length;
  if (count === 0) return <p role="status">{words.nothingChosen}</p>;
  const leftOut = [
    ...(draft.withoutName ? [words.withoutName] : []),
    ...(draft.withoutFreeText ? [words.withoutFreeText] : []),
  ];
  return (
    <div className="export-preview" role="status">
      {draft.stream === 'record' ? (
        <>
          <p>
            {words.preview(
              count,
              draft.formats.map((format) => words.format[format]),
            )}
          </p>
          {leftOut.length > 0 && <p>{words.previewLeftOut(leftOut)}</p>}
          <p>{words.previewNoProcess}</p>
        </>
      ) : (
        <p>{words.previewProcess(count)}</p>
      )}
      <p>{draft.lock === 'plain' ? words.previewPlain : words.previewLocked}</p>
      <SessionsList sessions={sessions} patients={patients} />
    </div>
  );
}

/** Whose sessions of which days these are, so that nobody's record leaves by a mistyped day. */
function SessionsList({
  sessions,
  patients,
}: {
  readonly sessions: readonly SessionSummary[];
  readonly patients: readonly PatientSummary[];
}) {
  const names = new Map(patients.map(({ patientId, name }) => [patientId, name]));
  return (
    // A long list scrolls, by the arrow keys too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <ul className="export-sessions" aria-label={words.sessionsListed} tabIndex={0}>
      {sessions.map((session) => (
        <li key={session.sessionId}>
          {words.sessionListed(
            writtenWhen(session.openedWallMs),
            names.get(session.patientId) ?? words.unknownPatient,
            sessionPlace(session),
          )}
        </li>
      ))}
    </ul>
  );
}
