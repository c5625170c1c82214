import { useState } from 'react';
import type { ReadingEntry } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { PressureDigits } from './PressureDigits.tsx';
import { ReadingFlags } from './ReadingFlags.tsx';
import { spokenReading } from './reading-words.ts';
import { StrikeForm } from './StrikeForm.tsx';

/** A reading from the monitor that counts only once it was compared with the monitor's own display. */
export function PendingReading({ entry }: { readonly entry: ReadingEntry }) {
  const { problem, busy, ask } = useAsk();
  const [striking, setStriking] = useState(false);
  return (
    <>
      <PressureDigits reading={entry.reading}>
        <ReadingFlags flags={entry.reading.flags} />
      </PressureDigits>
      <p className="pressure-step" role="status">
        Does the display show {spokenReading(entry.reading)}?
      </p>
      <ProblemNote problem={problem} />
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
