import type { ChartPicture } from '../../../shared/bridge/chart-picture.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { sessionPlace, writtenWhen } from '../home/session-words.ts';
import { useBridge, usePicture } from '../store.ts';
import { chartWords as words } from '../words/chart-words.ts';
import { SendRow } from './SendRow.tsx';

/** Every record that was sent or is to be, newest first, and how to send those that were not. */
export function ChartSends({ chart }: { readonly chart: ChartPicture }) {
  const bridge = useBridge();
  const { stage } = usePicture();
  const { problem, busy, call } = useCall();
  if (stage.kind !== 'open' || (chart.server === null && chart.sends.length === 0)) return null;
  const sent = new Set(chart.sends.map(({ sessionId }) => sessionId));
  const unsent = stage.sessions.filter(({ status, sessionId }) => status === 'signed' && !sent.has(sessionId));
  const nameOf = (sessionId: string): string => {
    const session = stage.sessions.find((known) => known.sessionId === sessionId);
    const patient = stage.patients.find((known) => known.patientId === session?.patientId);
    return session === undefined
      ? sessionId
      : `${patient?.name ?? ''}, ${sessionPlace(session)}, ${writtenWhen(session.openedWallMs)}`;
  };
  return (
    <Panel title={words.sends}>
      {chart.waitsForSession && <p role="status">{words.waitsForSession}</p>}
      {chart.server !== null && unsent.length > 0 && (
        <div className="row">
          <p>{words.unsent(unsent.length)}</p>
          <Button
            disabled={busy}
            onPress={() => void call(bridge.sendToChart({ sessionIds: unsent.map(({ sessionId }) => sessionId) }))}
          >
            {words.sendAll(unsent.length)}
          </Button>
        </div>
      )}
      <ProblemNote problem={problem} />
      {chart.sends.length === 0 && <p className="soft">{words.none}</p>}
      <ul className="chart-sends" aria-label={words.sends}>
        {chart.sends.map((send) => (
          <li key={send.sendId}>
            <p>{nameOf(send.sessionId)}</p>
            <SendRow send={send} canSend={chart.server !== null} whose={nameOf(send.sessionId)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
