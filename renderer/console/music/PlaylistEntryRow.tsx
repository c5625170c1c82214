import { GripVertical } from 'lucide-react';
import { type PointerEvent, useState } from 'react';
import { joinSentence } from '../../../shared/music/join-words.ts';
import { heardMsOf, type PlaylistEntry } from '../../../shared/music/playlist.ts';
import type { JoinFinding } from '../../../shared/music/playlist-joins.ts';
import { Button } from '../../design/Button.tsx';
import { Icon } from '../../design/Icon.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { TrimForm } from './TrimForm.tsx';

/** One piece of a section: its handle, what is heard of it, and what may be wrong where it goes over into the next. */
export function PlaylistEntryRow({
  entry,
  place,
  isKnown,
  findings,
  isDragged,
  isDropPlace,
  onGrip,
  onStep,
  onTrim,
  onTakeOut,
}: {
  readonly entry: PlaylistEntry;
  readonly place: { readonly position: number; readonly count: number; readonly section: string };
  readonly isKnown: boolean;
  readonly findings: readonly JoinFinding[];
  readonly isDragged: boolean;
  readonly isDropPlace: boolean;
  readonly onGrip: (event: PointerEvent) => void;
  readonly onStep: (direction: -1 | 1) => void;
  readonly onTrim: (startMs: number, endMs: number | null) => boolean;
  readonly onTakeOut: () => void;
}) {
  const [trimming, setTrimming] = useState(false);
  const { title } = entry;
  return (
    <li className="piece" data-entry={entry.entryId} data-dragged={isDragged} data-drop={isDropPlace}>
      <div className="piece-line">
        <button
          type="button"
          className="button piece-handle"
          data-handle={entry.entryId}
          aria-label={words.move(title, place.position, place.count, place.section)}
          aria-keyshortcuts="ArrowUp ArrowDown"
          onPointerDown={onGrip}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            onStep(event.key === 'ArrowUp' ? -1 : 1);
          }}
        >
          <Icon icon={GripVertical} />
        </button>
        <div className="piece-words">
          <p className="piece-title">{title}</p>
          <p className="soft">
            {heardWords(entry)}
            {isKnown ? '' : ` · ${words.notInLibrary}`}
          </p>
        </div>
        <Button label={words.trimOf(title)} pressed={trimming} onPress={() => setTrimming(!trimming)}>
          {words.trim}
        </Button>
        <Button kind="quiet" label={words.takeOutOf(title)} onPress={onTakeOut}>
          {words.takeOut}
        </Button>
      </div>
      {trimming && <TrimForm entry={entry} onTrim={onTrim} onDone={() => setTrimming(false)} />}
      {findings.map((finding) =>
        finding.kind === 'not-measured' ? (
          <p key={finding.kind} className="soft piece-join">
            {joinSentence(finding)}
          </p>
        ) : (
          <p key={finding.kind} className="piece-join">
            <StatusMark status="caution" words={joinSentence(finding)} />
          </p>
        ),
      )}
    </li>
  );
}

function heardWords(entry: PlaylistEntry): string {
  const heard = minutesSeconds(heardMsOf(entry));
  if (entry.startMs === 0 && entry.endMs === null) return heard;
  return words.heardPart(minutesSeconds(entry.startMs), minutesSeconds(entry.endMs ?? entry.fileMs), heard);
}
