import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { useBridge, usePicture } from '../store.ts';
import { chartWords as words } from '../words/chart-words.ts';
import { SendRow } from './SendRow.tsx';
import './chart.css';

/**
 * Sends the record that is shown to the chart, and says how far it came; nothing where no chart is set.
 * @param signedSince what is signed under the record now: more than was sent makes another sending worth it
 */
export function SendToChart({
  sessionId,
  signedSince,
}: {
  readonly sessionId: string;
  readonly signedSince: { readonly addenda: number; readonly countersignatures: number };
}) {
  const bridge = useBridge();
  const { chart } = usePicture();
  const { problem, busy, call } = useCall();
  const send = chart?.sends.find((known) => known.sessionId === sessionId) ?? null;
  if (chart === null || (chart.server === null && send === null)) return null;
  const arrived = send?.arrived ?? null;
  const isBehind =
    arrived !== null &&
    (arrived.addenda < signedSince.addenda || arrived.countersignatures < signedSince.countersignatures);
  return (
    <Panel title={words.title}>
      {chart.waitsForSession && <p role="status">{words.waitsForSession}</p>}
      {send === null ? (
        <>
          <p className="soft">{words.notSent}</p>
          <ProblemNote problem={problem} />
          <div className="row">
            <Button disabled={busy} onPress={() => void call(bridge.sendToChart({ sessionIds: [sessionId] }))}>
              {words.send}
            </Button>
          </div>
        </>
      ) : (
        <SendRow send={send} canSend={chart.server !== null} />
      )}
      {isBehind && send?.state === 'arrived' && <p role="status">{words.sinceThen}</p>}
    </Panel>
  );
}
