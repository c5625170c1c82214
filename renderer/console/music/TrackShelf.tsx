import { useState } from 'react';
import type { ShelfPicture } from '../../../shared/bridge/playlist-shelf.ts';
import { SILENT_BELOW_DB } from '../../../shared/music/level.ts';
import { type Section, sections } from '../../../shared/music/section.ts';
import type { Track } from '../../../shared/music/track.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { playlistWords as words } from '../words/playlist-words.ts';

/** So many tracks are shown at once; the others are found by a part of their title. */
const mostShown = 24;

/** What should be known of a track before it goes into a list; nothing where all is well. */
function cautionOf(track: Track, unmeasurable: ShelfPicture['unmeasurable']): string | null {
  const fault = unmeasurable.find(({ trackId }) => trackId === track.trackId)?.fault;
  if (fault !== undefined) return words.trackFaults[fault];
  if (track.peakDb !== undefined && track.peakDb < SILENT_BELOW_DB) return words.trackSilent;
  return track.isLengthDisputed === true ? words.trackLengthDisputed : null;
}

/** The library's tracks, each to be added at the end of a section. */
export function TrackShelf({
  tracks,
  unmeasurable,
  onAdd,
}: {
  readonly tracks: readonly Track[];
  readonly unmeasurable: ShelfPicture['unmeasurable'];
  readonly onAdd: (section: Section, track: Track) => void;
}) {
  const [section, setSection] = useState<Section>('opening');
  const [sought, setSought] = useState('');
  const wanted = sought.trim().toLocaleLowerCase();
  const found = tracks.filter(({ title, artist }) => `${title} ${artist ?? ''}`.toLocaleLowerCase().includes(wanted));
  return (
    <Panel title={words.add}>
      <Choice
        label={words.addTo}
        options={sections.map((value) => ({ value, label: words.sections[value] }))}
        value={section}
        onChange={setSection}
      />
      <Field label={words.find} value={sought} onChange={setSought} />
      {found.length === 0 && <p className="soft">{words.noTracks}</p>}
      <ul className="shelf-tracks" aria-label={words.add}>
        {found.slice(0, mostShown).map((track) => {
          const caution = cautionOf(track, unmeasurable);
          return (
            <li key={track.trackId} className="shelf-track">
              <div className="piece-words">
                <p className="piece-title">{track.title}</p>
                <p className="soft">
                  {track.artist === null ? '' : `${track.artist} · `}
                  {minutesSeconds(track.durationMs)}
                </p>
                {caution !== null && <StatusMark status="caution" words={caution} />}
              </div>
              <Button label={words.addOf(track.title, words.sections[section])} onPress={() => onAdd(section, track)}>
                {words.addShort}
              </Button>
            </li>
          );
        })}
      </ul>
      {found.length > mostShown && <p className="soft">{words.more(found.length - mostShown)}</p>}
    </Panel>
  );
}
