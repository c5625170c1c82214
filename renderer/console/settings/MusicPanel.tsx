import { Panel } from '../../design/Panel.tsx';
import { wholeMinutes } from '../../design/time.ts';
import { usePicture } from '../store.ts';
import { settingsWords as words } from '../words/settings-words.ts';

/** The playlists of this machine, with how long each lasts. */
export function MusicPanel() {
  const { music } = usePicture();
  return (
    <Panel title={words.music}>
      {music.playlists.length === 0 ? (
        <p className="soft">{words.noMusic}</p>
      ) : (
        <>
          <ul className="settings-list" aria-label={words.music}>
            {music.playlists.map((playlist) => (
              <li key={playlist.playlistId}>
                <p>{playlist.title}</p>
                <p className="soft">
                  {words.minutes(wholeMinutes(playlist.totalMs))}
                  {playlist.endless ? `, ${words.endless}` : ''}
                </p>
              </li>
            ))}
          </ul>
          <p className="soft">{words.musicHint}</p>
        </>
      )}
    </Panel>
  );
}
