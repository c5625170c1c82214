import { Minus, Pause, Play, Plus, SkipForward } from 'lucide-react';
import type { CallArgument } from '../../../shared/bridge/contract.ts';
import { Icon } from '../../design/Icon.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { secondsLeft } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { useBridge, usePicture } from '../store.ts';
import { stepped } from './volume.ts';
import './music.css';

/** What plays, how long it still lasts, and its few controls. Every change is ramped by the player; nothing clicks. */
export function MusicBar() {
  const bridge = useBridge();
  const { music } = usePicture();
  const { problem, busy, call } = useCall();
  const loaded = music.loadedPlaylistId !== null;
  const ask = (action: CallArgument<'music'>) => void call(bridge.music(action));
  const toggle = () => ask({ action: music.playing ? 'pause' : 'play' });
  const volume = (step: -1 | 1) => ask({ action: 'volume', volume: stepped(music.volume, step) });
  const trouble = problem ?? music.problem;

  return (
    <section className="music-bar" aria-label="Music">
      <div className="music-words">
        {trouble === null ? (
          <>
            <p className="music-title">{loaded ? (music.trackTitle ?? 'Music is ready') : 'No music chosen'}</p>
            {loaded && <p className="music-rest">{restWords(music)}</p>}
          </>
        ) : (
          <p className="music-trouble" role="alert">
            <StatusMark status="caution" words={`${trouble.sentence} ${trouble.remedy}`} />
          </p>
        )}
      </div>
      <CommandButton
        command="music-quieter"
        icon={<Icon icon={Minus} />}
        disabled={!loaded}
        onPress={() => volume(-1)}
      />
      <CommandButton
        command="music-toggle"
        label={music.playing ? 'Pause music' : 'Play music'}
        icon={<Icon icon={music.playing ? Pause : Play} />}
        disabled={!loaded}
        onPress={toggle}
      />
      <CommandButton command="music-louder" icon={<Icon icon={Plus} />} disabled={!loaded} onPress={() => volume(1)} />
      <CommandButton
        command="music-next"
        icon={<Icon icon={SkipForward} />}
        disabled={!loaded || busy}
        onPress={() => ask({ action: 'skip' })}
      />
    </section>
  );
}

function restWords(music: {
  readonly loadedPlaylistId: string | null;
  readonly trackTitle: string | null;
  readonly positionMs: number;
  readonly trackDurationMs: number;
  readonly volume: number;
  readonly playing: boolean;
}): string {
  if (music.loadedPlaylistId === null) return '';
  const volume = `volume ${Math.round(music.volume * 100)} %`;
  if (music.trackTitle === null) return volume;
  const left = `${secondsLeft(Math.max(0, music.trackDurationMs - music.positionMs))} left`;
  return `${music.playing ? '' : 'paused · '}${left} · ${volume}`;
}
