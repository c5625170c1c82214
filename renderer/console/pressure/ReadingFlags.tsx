import type { ReadingFlag } from '../../../shared/vitals/reading.ts';
import { StatusMark } from '../../design/StatusMark.tsx';

const words: Record<ReadingFlag, string> = {
  'irregular-heartbeat': 'Irregular heartbeat',
  'possible-atrial-fibrillation': 'Possible atrial fibrillation',
  movement: 'The arm moved',
  'not-at-rest': 'Not at rest',
  'poor-cuff-fit': 'The cuff did not fit well',
  averaged: 'The monitor’s mean of several',
  'doubtful-age': 'Perhaps not from just now',
};

/** What the monitor itself noticed about a reading. */
export function ReadingFlags({ flags }: { readonly flags: readonly ReadingFlag[] }) {
  if (flags.length === 0) return null;
  return (
    <div className="row">
      {flags.map((flag) => (
        <StatusMark key={flag} status="advisory" words={words[flag]} />
      ))}
    </div>
  );
}
