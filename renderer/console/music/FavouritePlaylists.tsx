import type { PatientSummary } from '../../../shared/bridge/picture.ts';
import { Panel } from '../../design/Panel.tsx';
import { usePicture } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { FavouriteToggle } from './FavouriteToggle.tsx';
import './playlist.css';

/** Which playlists one patient likes. */
export function FavouritePlaylists({ patient }: { readonly patient: PatientSummary }) {
  const { music } = usePicture();
  return (
    <Panel title={words.favourites}>
      <p className="soft">{words.favouritesHint}</p>
      <ul className="kept-playlists" aria-label={words.favourites}>
        {music.playlists.map((playlist) => (
          <li key={playlist.playlistId} className="piece-line">
            <p className="piece-title piece-words">{playlist.title}</p>
            <FavouriteToggle patient={patient} playlist={playlist} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
