import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { clockTime } from '../../design/time.ts';
import { useAsk } from '../asking/useAsk.ts';
import { useSession } from '../store.ts';

/** Two things that are done rather than seen: put on the side, and helped to the bathroom. */
export function SideAndBathroom() {
  const session = useSession();
  const { problem, busy, ask } = useAsk();
  const onSide = session?.state.putOnSideAt ?? null;
  const bathrooms = session?.state.events.filter((event) => event.body.type === 'bathroom-assisted') ?? [];
  const last = bathrooms.at(-1);
  return (
    <section className="observation" aria-label="Position and bathroom">
      <div className="action-row">
        <Button disabled={busy} onPress={(press) => void ask({ type: 'put-on-side' }, press)}>
          Put on the side
        </Button>
        <Button disabled={busy} onPress={(press) => void ask({ type: 'assist-bathroom' }, press)}>
          Bathroom, assisted
        </Button>
      </div>
      <p className="quiet-text">
        {onSide === null ? 'Not on the side yet' : `On the side ${clockTime(onSide.wallMs, onSide.utcOffsetMinutes)}`}
        {last !== undefined &&
          ` · bathroom ${clockTime(last.happenedAt.wallMs, last.happenedAt.utcOffsetMinutes)}, never alone`}
      </p>
      <ProblemNote problem={problem} />
    </section>
  );
}
