import { useMemo } from 'react';
import { Button } from '../../design/Button.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { clockTime } from '../../design/time.ts';
import { useNow, useOpenSession } from '../store.ts';
import { HappeningTable } from './HappeningTable.tsx';
import { happenings, happeningsAround, nextMoment } from './happenings.ts';

/** What is looked at: everything, or what happened around one moment of the session's timeline. Milliseconds. */
export type StripLook = 'all' | number;

/** What happened around a touched moment, and the way to the moments beside it; or all of it as one table. */
export function StripSheet({
  look,
  onLook,
  onClose,
}: {
  readonly look: StripLook;
  readonly onLook: (look: StripLook) => void;
  readonly onClose: () => void;
}) {
  const { state } = useOpenSession();
  const now = useNow();
  const all = useMemo(() => happenings(state), [state]);
  if (look === 'all') {
    return (
      <Sheet title="Everything that happened" open onClose={onClose}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrows scroll what has the focus, and nothing else in here takes it */}
        <section aria-label="Table" tabIndex={0}>
          <HappeningTable caption={`${all.length} entries, oldest first`} rows={all} />
        </section>
      </Sheet>
    );
  }
  const around = happeningsAround(all, look);
  const earlier = nextMoment(all, look, 'earlier');
  const later = nextMoment(all, look, 'later');
  const clock = clockTime(now.wallMs + look - now.elapsedMs, now.utcOffsetMinutes);
  return (
    <Sheet title={`Around ${clock}`} open onClose={onClose}>
      <div className="row">
        <Button disabled={earlier === null} onPress={() => earlier !== null && onLook(earlier)}>
          Earlier
        </Button>
        <Button disabled={later === null} onPress={() => later !== null && onLook(later)}>
          Later
        </Button>
        <Button kind="quiet" onPress={() => onLook('all')}>
          Whole table
        </Button>
      </div>
      <HappeningTable
        caption={around.length === 0 ? 'Nothing within 2 min of it' : 'Within 2 min of it'}
        rows={around}
      />
    </Sheet>
  );
}
