import { useState } from 'react';
import type { ReadingEntry } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { usePicture } from '../store.ts';
import { measuredWords } from './monitor-clock-words.ts';
import { PressureDigits } from './PressureDigits.tsx';
import { ReadingFlags } from './ReadingFlags.tsx';
import { spokenReading } from './reading-words.ts';
import { StrikeForm } from './StrikeForm.tsx';

/** A reading from the monitor that counts only once it was compared with the monitor's own display. */
export function PendingReading({ entry }: { readonly entry: ReadingEntry }) {
  const { problem, busy, ask } = useAsk();
  const [striking, setStriking] = useState(false);
  const { monitors } = usePicture();
  const { source } = entry.reading;
  return (
    <>
      <PressureDigits reading={entry.reading} />
      <ReadingFlags flags={entry.reading.flags} />
      <p className="pressure-step" role="status">
        Does the display show {spokenReading(entry.reading)}?
      </p>
      {source.kind === 'monitor' && (
        <p className="soft">{measuredWords(source.monitorTime, entry.monitorClockDifferenceMs)}</p>
      )}
      <ProblemNote problem={problem ?? monitors.problem} />
      {striking ? (
        <StrikeForm readingId={entry.reading.readingId} onBack={() => setStriking(false)} />
      ) : (
        <div className="row">
          <Button
            kind="primary"
            disabled={busy}
            onPress={(press) => void ask({ type: 'confirm-reading', readingId: entry.reading.readingId }, press)}
          >
            Confirm the reading
          </Button>
          <Button onPress={() => setStriking(true)}>Strike it</Button>
        </div>
      )}
    </>
  );
}
