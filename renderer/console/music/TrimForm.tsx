import { useState } from 'react';
import type { PlaylistEntry } from '../../../shared/music/playlist.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { writtenPlaceMs } from './written-place.ts';

/** From where to where a piece is heard. `onTrim` answers whether that is possible. */
export function TrimForm({
  entry,
  onTrim,
  onDone,
}: {
  readonly entry: PlaylistEntry;
  readonly onTrim: (startMs: number, endMs: number | null) => boolean;
  readonly onDone: () => void;
}) {
  const [from, setFrom] = useState(minutesSeconds(entry.startMs));
  const [to, setTo] = useState(minutesSeconds(entry.endMs ?? entry.fileMs));
  const [refused, setRefused] = useState(false);
  const trim = () => {
    const startMs = writtenPlaceMs(from);
    // The end is shown in whole seconds: left as it stands, it is the file's own.
    const isEnd = entry.endMs === null && to === minutesSeconds(entry.fileMs);
    const endMs = isEnd ? null : writtenPlaceMs(to);
    const isDone = startMs !== null && (isEnd || endMs !== null) && onTrim(startMs, endMs);
    setRefused(!isDone);
    if (isDone) onDone();
  };
  return (
    <div className="piece-trim">
      <div className="pair">
        <Field label={words.trimFrom} value={from} onChange={setFrom} hint={words.trimHint} autoFocus onEnter={trim} />
        <Field label={words.trimTo} value={to} onChange={setTo} hint={words.trimHint} onEnter={trim} />
      </div>
      <ProblemNote problem={refused ? words.trimProblem : null} />
      <div className="row">
        <Button onPress={trim}>{words.trimKeep}</Button>
        <Button
          onPress={() => {
            onTrim(0, null);
            onDone();
          }}
        >
          {words.trimWhole}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words.trimNot}
        </Button>
      </div>
    </div>
  );
}
