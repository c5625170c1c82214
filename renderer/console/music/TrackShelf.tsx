import { useState } from 'react';
import { type Section, sections } from '../../../shared/music/section.ts';
import type { Track } from '../../../shared/music/track.ts';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { Panel } from '../../design/Panel.tsx';
import { minutesSeconds } from '../../design/time.ts';
import { playlistWords as words } from '../words/playlist-words.ts';

/** So many tracks are shown at once; the others are found by a part of their title. */
const mostShown = 24;

/** The library's tracks, each to be added at the end of a section. */
export function TrackShelf({
  tracks,
  onAdd,
}: {
  readonly tracks: readonly Track[];
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
        {found.slice(0, mostShown).map((track) => (
          <li key={track.trackId} className="shelf-track">
            <div className="piece-words">
              <p className="piece-title">{track.title}</p>
              <p className="soft">
                {track.artist === null ? '' : `${track.artist} · `}
                {minutesSeconds(track.durationMs)}
              </p>
            </div>
            <Button label={words.addOf(track.title, words.sections[section])} onPress={() => onAdd(section, track)}>
              {words.addShort}
            </Button>
          </li>
        ))}
      </ul>
      {found.length > mostShown && <p className="soft">{words.more(found.length - mostShown)}</p>}
    </Panel>
  );
}
