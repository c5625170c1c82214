import type { ChartSendPicture, ChartSendState } from '../../../shared/bridge/chart-picture.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { type Status, StatusMark } from '../../design/StatusMark.tsx';
import { useCall } from '../asking/useAsk.ts';
import { writtenWhen } from '../home/session-words.ts';
import { useBridge } from '../store.ts';
import { chartWords as words } from '../words/chart-words.ts';

const statusOf: Readonly<Record<ChartSendState, Status>> = {
  waiting: 'unknown',
  sending: 'unknown',
  arrived: 'done',
  refused: 'caution',
  withdrawn: 'advisory',
};

/** How far one record has come, what the server said, and what can be done. */
export function SendRow({
  send,
  canSend,
  whose = '',
}: {
  readonly send: ChartSendPicture;
  readonly canSend: boolean;
  /** Tells the buttons of several rows apart. */
  readonly whose?: string;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const { sendId, state, arrived, triedWallMs, nextWallMs } = send;
  const named = (words: string) => (whose === '' ? words : `${words}: ${whose}`);
  const again = state === 'waiting' ? words.tryNow : words.sendAgain;
  const isOpen = state === 'waiting' || state === 'sending';
  return (
    <div className="chart-send">
      <p role="status">
        <StatusMark status={statusOf[state]} words={words.states[state]} />
      </p>
      {arrived !== null && triedWallMs !== null && (
        <p className="quiet-text">
          {writtenWhen(triedWallMs)}. {words.arrivedWords(arrived.created, arrived.existing)}
        </p>
      )}
      <ProblemNote problem={send.problem} />
      {send.said !== '' && <p className="quiet-text">{words.said(send.said)}</p>}
      {state === 'waiting' && nextWallMs !== null && (
        <p className="quiet-text">{words.nextAt(writtenWhen(nextWallMs))}</p>
      )}
      <ProblemNote problem={problem} />
      <div className="row">
        {canSend && state !== 'sending' && (state !== 'waiting' || nextWallMs !== null) && (
          <Button label={named(again)} disabled={busy} onPress={() => void call(bridge.sendToChartAgain({ sendId }))}>
            {again}
          </Button>
        )}
        {isOpen && (
          <Button
            label={named(words.withdraw)}
            disabled={busy}
            onPress={() => void call(bridge.withdrawFromChart({ sendId }))}
          >
            {words.withdraw}
          </Button>
        )}
      </div>
    </div>
  );
}
