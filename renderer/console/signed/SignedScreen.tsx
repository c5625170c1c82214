import { useMemo } from 'react';
import { draftRecord } from '../../../shared/record/draft.ts';
import { nameWithCredential } from '../../../shared/record/record-view.ts';
import { meaningNames } from '../../../shared/record/wording.ts';
import type { BodyOf } from '../../../shared/session/event.ts';
import type { Recorded } from '../../../shared/session/state.ts';
import { Panel } from '../../design/Panel.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { calendarDay, clockTime } from '../../design/time.ts';
import { SendToChart } from '../chart/SendToChart.tsx';
import { ExportForm } from '../export/ExportForm.tsx';
import { PhaseLayout } from '../phase/PhaseLayout.tsx';
import { RecordView } from '../record/RecordView.tsx';
import { useSession } from '../store.ts';
import { AddendumForm } from './AddendumForm.tsx';
import { Countersign } from './Countersign.tsx';
import '../record/record.css';

/** The signed record: locked, to be read, exported, and added to. */
export function SignedScreen() {
  const session = useSession();
  const state = session?.state ?? null;
  const record = useMemo(() => (state === null ? null : draftRecord(state)), [state]);
  if (session === null || state === null || record === null) return null;
  return (
    <PhaseLayout
      name="signed"
      time={
        <>
          <h1 className="phase-word">Signed</h1>
          {[...state.signatures, ...state.countersignatures].map((signature) => (
            <Signature key={signature.eventId} signature={signature} />
          ))}
          <SendToChart
            sessionId={session.sessionId}
            signedSince={{ addenda: state.addenda.length, countersignatures: state.countersignatures.length }}
          />
          <Panel title="Export">
            <ExportForm origin={{ sessionId: session.sessionId, courseId: state.opened?.body.course.courseId ?? '' }} />
          </Panel>
          <Panel title="Addenda">
            <ul className="plain-list" aria-label="Addenda">
              {state.addenda.map(({ body, at }) => (
                <li key={body.addendumId} className="record-addendum">
                  <p>{body.text}</p>
                  <p className="quiet-text">
                    {nameWithCredential(body)}, {calendarDay(at.wallMs, at.utcOffsetMinutes)}{' '}
                    {clockTime(at.wallMs, at.utcOffsetMinutes)}
                  </p>
                </li>
              ))}
              {state.addenda.length === 0 && <li className="quiet-text">None.</li>}
            </ul>
            <AddendumForm />
          </Panel>
          <Panel title="Second signature">
            <Countersign />
          </Panel>
        </>
      }
    >
      <RecordView document={record} />
    </PhaseLayout>
  );
}

function Signature({ signature: { body, at } }: { signature: Recorded<BodyOf<'signed' | 'countersigned'>> }) {
  const when = `${calendarDay(at.wallMs, at.utcOffsetMinutes)} ${clockTime(at.wallMs, at.utcOffsetMinutes)}`;
  return (
    <div className="record-signature">
      <StatusMark status="done" words={`${nameWithCredential(body)}, ${meaningNames[body.meaning]}`} />
      <p className="quiet-text">{when}</p>
      <p className="quiet-text record-hash">SHA-256 {body.recordSha256}</p>
    </div>
  );
}
