import { useState } from 'react';
import type { PatientSummary, SessionSummary } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useCall } from '../asking/useAsk.ts';
import { CourseReportForm } from '../course/CourseReportForm.tsx';
import { QuestionnairesPanel } from '../course/QuestionnairesPanel.tsx';
import { ExportForm } from '../export/ExportForm.tsx';
import { FavouritePlaylists } from '../music/FavouritePlaylists.tsx';
import { useBridge } from '../store.ts';
import { courseWords } from '../words/course-words.ts';
import { exportWords } from '../words/export-words.ts';
import { settingsWords } from '../words/settings-words.ts';
import { ShredForm } from './ShredForm.tsx';
import { sessionPlace, writtenWhen } from './session-words.ts';

/** One patient: who, the next session of the course, the sessions so far. */
export function PatientPanel({
  patient,
  sessions,
}: {
  readonly patient: PatientSummary;
  readonly sessions: readonly SessionSummary[];
}) {
  return (
    <div className="stack">
      <Panel title={patient.name}>
        <dl className="facts">
          <dt>Born</dt>
          <dd>{patient.dateOfBirth}</dd>
          <dt>Phone</dt>
          <dd>{patient.phone === '' ? 'None given' : patient.phone}</dd>
          <dt>Allergies</dt>
          <dd>{patient.allergies === '' ? 'None given' : patient.allergies}</dd>
          <dt>Emergency contact</dt>
          <dd>{patient.emergencyContact === '' ? 'None given' : patient.emergencyContact}</dd>
          <dt>Course</dt>
          <dd>{`${patient.course.medicineDone} medicine and ${patient.course.maintenanceDone} maintenance sessions done`}</dd>
        </dl>
      </Panel>
      <NextSession patient={patient} runs={sessions.some((session) => session.status === 'running')} />
      <FavouritePlaylists patient={patient} />
      <QuestionnairesPanel patient={patient} />
      <PastSessions sessions={sessions.filter((session) => session.status !== 'running')} />
      {sessions.some((session) => session.status === 'signed') && <CourseExport courseId={patient.course.courseId} />}
    </div>
  );
}

function CourseExport({ courseId }: { readonly courseId: string }) {
  const [asked, setAsked] = useState<'sessions' | 'report' | null>(null);
  return (
    <Panel title={exportWords.title}>
      {asked === 'sessions' && <ExportForm origin={{ sessionId: null, courseId }} />}
      {asked === 'report' && <CourseReportForm courseId={courseId} />}
      <div className="row">
        {asked !== 'sessions' && <Button onPress={() => setAsked('sessions')}>{exportWords.several}</Button>}
        {asked !== 'report' && <Button onPress={() => setAsked('report')}>{courseWords.reportOpen}</Button>}
      </div>
    </Panel>
  );
}

function NextSession({ patient, runs }: { readonly patient: PatientSummary; readonly runs: boolean }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [kept, setKept] = useState<'yes' | 'no' | null>(null);
  const { next, medicineDone } = patient.course;
  if (next === null || runs) {
    return <p className="soft">{runs ? 'A session of this patient is running.' : 'The course is complete.'}</p>;
  }
  const first = medicineDone === 0;
  return (
    <Panel title={`Next: ${sessionPlace(next)}`}>
      {!first && <YesNo label="Was the integration after the last session kept?" value={kept} onChange={setKept} />}
      <ProblemNote problem={problem} />
      <div className="row">
        <Button
          kind="primary"
          disabled={busy || (!first && kept === null)}
          onPress={() =>
            void call(
              bridge.openSession({
                patientId: patient.patientId,
                lastIntegrationKept: kept === null ? null : kept === 'yes',
              }),
            )
          }
        >
          Open {sessionPlace(next)}
        </Button>
      </div>
    </Panel>
  );
}

function PastSessions({ sessions }: { readonly sessions: readonly SessionSummary[] }) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [shredding, setShredding] = useState<string | null>(null);
  const newestFirst = [...sessions].sort((one, other) => other.openedWallMs - one.openedWallMs);
  return (
    <Panel title="Signed sessions">
      {sessions.length === 0 && <p className="soft">{settingsWords.teach.past}</p>}
      <ul className="past-sessions">
        {newestFirst.map((session) => (
          <li key={session.sessionId}>
            {session.status === 'shredded' ? (
              <p className="soft">{`${writtenWhen(session.openedWallMs)}, ${sessionPlace(session)}: shredded`}</p>
            ) : (
              <div className="row">
                <Button
                  disabled={busy}
                  onPress={() => void call(bridge.enterSession({ sessionId: session.sessionId }))}
                >{`${writtenWhen(session.openedWallMs)}, ${sessionPlace(session)}`}</Button>
                <Button
                  kind="quiet"
                  label={`Shred ${sessionPlace(session)}`}
                  onPress={() => setShredding(session.sessionId)}
                >
                  Shred…
                </Button>
              </div>
            )}
            {shredding === session.sessionId && (
              <ShredForm sessionId={session.sessionId} onDone={() => setShredding(null)} />
            )}
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
    </Panel>
  );
}
