import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { Slider } from '../../design/Slider.tsx';
import { wholeMinutes } from '../../design/time.ts';
import { OutputPanel } from '../music/OutputPanel.tsx';
import { usePicture } from '../store.ts';
import { musicWords } from '../words/music-words.ts';
import { playlistWords } from '../words/playlist-words.ts';
import { settingsWords as words } from '../words/settings-words.ts';
import { useConsoleSettings } from './useConsoleSettings.ts';

/** The playlists of this machine with how long each lasts, and the loudest volume that may be asked for. */
export function MusicPanel({ onPlaylists }: { readonly onPlaylists: () => void }) {
  const { music } = usePicture();
  const { settings, set, problem } = useConsoleSettings();
  return (
    <Panel title={words.music}>
      <Slider
        label={musicWords.ceiling}
        value={Math.round(settings.musicCeiling * 100)}
        least={20}
        most={100}
        unit={musicWords.percent}
        onChange={(percent) => set({ musicCeiling: percent / 100 })}
      />
      <ProblemNote problem={problem} />
      <OutputPanel />
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
      <div className="row">
        <Button onPress={onPlaylists}>{playlistWords.open}</Button>
      </div>
    </Panel>
  );
}
