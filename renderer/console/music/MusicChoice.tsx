import { useState } from 'react';
import type { PatientSummary, Picture, PlaylistPicture } from '../../../shared/bridge/picture.ts';
import { Button } from '../../design/Button.tsx';
import { Choice, type Option } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { wholeMinutes } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { CommandButton } from '../keys/CommandButton.tsx';
import { useBridge, usePicture, useSession } from '../store.ts';
import { musicWords as words } from '../words/music-words.ts';
import { playlistWords } from '../words/playlist-words.ts';
import { FavouriteToggle } from './FavouriteToggle.tsx';
import { MakingMusic } from './MakingMusic.tsx';
import { MusicImport } from './MusicImport.tsx';
import { OutputPanel } from './OutputPanel.tsx';
import './music.css';

/** What may follow the list's end; of a list with an extension only that is repeated. */
function afterEndOptions(hasExtension: boolean): readonly Option<'again' | 'ground'>[] {
  return [
    { value: 'again', label: hasExtension ? playlistWords.extensionAgain : words.afterEndAgain },
    { value: 'ground', label: words.afterEndGround },
  ];
}

/** The choice of music in pre-check: built-in or the clinic's own files, checked as it is chosen, heard before the dose. */
export function MusicChoice() {
  const session = useSession();
  const bridge = useBridge();
  const { music, stage } = usePicture();
  const { problem, busy, call } = useCall();
  const [importing, setImporting] = useState(false);
  const chosen = session?.state.music?.body ?? null;
  const listed = music.playlists.find(({ playlistId }) => playlistId === chosen?.playlistId);
  const patient = patientIn(stage);
  const isFavourite = ({ playlistId }: PlaylistPicture) => patient?.favouriteIds.includes(playlistId) ?? false;
  const playlists = [...music.playlists].sort((one, other) => Number(isFavourite(other)) - Number(isFavourite(one)));

  return (
    <section className="form-stack" aria-label={playlistWords.choice}>
      <OutputPanel />
      <ul className="plain-list" aria-label="Playlists">
        {playlists.map((playlist) => (
          <li key={playlist.playlistId} className="playlist">
            <div className="playlist-words">
              <p className="playlist-title">{playlist.title}</p>
              <p className="quiet-text">{lengthWords(playlist)}</p>
              {playlist.joinNotes.map((note) => (
                <p key={note} className="quiet-text">
                  {note}
                </p>
              ))}
            </div>
            {patient !== null && <FavouriteToggle patient={patient} playlist={playlist} />}
            <Button
              pressed={chosen?.playlistId === playlist.playlistId}
              disabled={busy}
              label={`${chosen?.playlistId === playlist.playlistId ? words.chosen : words.choose} ${playlist.title}`}
              onPress={() => void call(bridge.chooseMusic({ playlistId: playlist.playlistId }))}
            >
              {chosen?.playlistId === playlist.playlistId ? words.chosen : words.choose}
            </Button>
          </li>
        ))}
        {music.playlists.length === 0 && <li className="quiet-text">No music yet.</li>}
      </ul>
      {music.making !== null && <MakingMusic done={music.making} />}
      {busy && music.making === null && <p role="status">Checking every file</p>}
      <ProblemNote problem={problem} />
      {chosen !== null && (
        <Choice
          label={words.afterEnd}
          options={afterEndOptions(listed?.hasExtension ?? false)}
          value={chosen.afterEnd ?? (chosen.endless ? 'again' : 'ground')}
          onChange={(afterEnd) => void call(bridge.chooseMusic({ playlistId: chosen.playlistId, afterEnd }))}
        />
      )}
      {chosen !== null && <ChoiceResult title={chosen.title} problems={chosen.problems} />}
      <div className="action-row">
        {chosen !== null && music.playing && (
          <CommandButton command="music-next" onPress={() => void call(bridge.music({ action: 'skip' }))}>
            {words.next}
          </CommandButton>
        )}
        {chosen !== null && (
          <Button
            disabled={music.loadedPlaylistId === null}
            onPress={() => void call(bridge.music({ action: music.playing ? 'pause' : 'play' }))}
          >
            {music.playing ? 'Stop listening' : 'Listen'}
          </Button>
        )}
        {!importing && <Button onPress={() => setImporting(true)}>Bring own music</Button>}
      </div>
      {importing && <MusicImport onDone={() => setImporting(false)} />}
    </section>
  );
}

/** Whose session this window stands in. */
function patientIn(stage: Picture['stage']): PatientSummary | null {
  if (stage.kind !== 'open') return null;
  const session = stage.sessions.find(({ sessionId }) => sessionId === stage.activeSessionId);
  return stage.patients.find(({ patientId }) => patientId === session?.patientId) ?? null;
}

function ChoiceResult({ title, problems }: { title: string; problems: readonly string[] }) {
  if (problems.length === 0) return <StatusMark status="done" words={`${title}: every file is there and plays`} />;
  return (
    <ul className="plain-list" aria-label="What the check found">
      {problems.map((sentence) => (
        <li key={sentence}>
          <StatusMark status="caution" words={sentence} />
        </li>
      ))}
    </ul>
  );
}

function lengthWords(playlist: PlaylistPicture): string {
  const pieces = playlist.tracks.length === 1 ? '1 piece' : `${playlist.tracks.length} pieces`;
  const length = playlist.endless ? 'goes on without end' : `${wholeMinutes(playlist.totalMs)} min`;
  return `${playlist.builtIn ? 'Built in · ' : ''}${pieces} · ${length}`;
}
