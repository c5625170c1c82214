import { useState } from 'react';
import type { ReadingEntry } from '../../../shared/session/state.ts';
import { Button } from '../../design/Button.tsx';
import { clockTime } from '../../design/time.ts';
import { useOpenSession } from '../store.ts';
import { clockRemark } from './monitor-clock-words.ts';
import { readingLine, sourceWords } from './reading-words.ts';
import { StrikeForm } from './StrikeForm.tsx';

const statusWords: Record<ReadingEntry['status'], string> = {
  pending: 'waits to be confirmed',
  confirmed: 'confirmed',
  struck: 'struck',
};

function clockWords({ reading, monitorClockDifferenceMs }: ReadingEntry): string {
  if (reading.source.kind === 'by-hand') return '';
  const remark = clockRemark(reading.source.monitorTime, monitorClockDifferenceMs);
  return remark === null ? '' : ` · ${remark}`;
}

/** Every reading of the session, newest first, and what was set aside; a confirmed one can be struck with a reason. */
export function ReadingsList() {
  const { state } = useOpenSession();
  const [striking, setStriking] = useState<string | null>(null);
  return (
    <>
      <ul className="readings-list">
        {[...state.readings].reverse().map((entry) => {
          const { readingId } = entry.reading;
          return (
            <li key={readingId} data-status={entry.status}>
              <span className="reading-numbers">{readingLine(entry)}</span>
              <span className="soft">
                {clockTime(entry.at.wallMs, entry.at.utcOffsetMinutes)} · {sourceWords(entry)} ·{' '}
                {statusWords[entry.status]}
                {entry.struckReason === null ? '' : `: ${entry.struckReason}`}
                {clockWords(entry)}
              </span>
              {entry.status === 'confirmed' && striking !== readingId && (
                <Button kind="quiet" label={`Strike ${readingLine(entry)}`} onPress={() => setStriking(readingId)}>
                  Strike
                </Button>
              )}
              {striking === readingId && <StrikeForm readingId={readingId} onBack={() => setStriking(null)} />}
            </li>
          );
        })}
      </ul>
      {state.setAside.length > 0 && (
        <ul className="readings-list" aria-label="Set aside">
          {state.setAside.map(({ setAside, at, eventId }) => (
            <li key={eventId}>
              <span className="soft">
                {`${clockTime(at.wallMs, at.utcOffsetMinutes)} · set aside: ${setAside.reason}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
