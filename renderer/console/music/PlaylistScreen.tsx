import { useCallback, useEffect, useState } from 'react';
import type { ShelfPicture } from '../../../shared/bridge/playlist-shelf.ts';
import { noEntries } from '../../../shared/music/playlist.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { useCall } from '../asking/useAsk.ts';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { useBridge, usePicture } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { MeasuringNote } from './MeasuringNote.tsx';
import { MusicImport } from './MusicImport.tsx';
import { type EditedPlaylist, PlaylistEditor } from './PlaylistEditor.tsx';
import { PlaylistImport } from './PlaylistImport.tsx';
import { PlaylistRow } from './PlaylistRow.tsx';
import '../shell/page.css';
import './playlist.css';

const newPlaylist: EditedPlaylist = { playlistId: null, title: words.newTitle, sections: noEntries };

/** The clinic's playlists: made, changed, exported, imported and removed. */
export function PlaylistScreen({ onBack }: { readonly onBack: () => void }) {
  const bridge = useBridge();
  const { music } = usePicture();
  const { problem, call } = useCall();
  const [shelf, setShelf] = useState<ShelfPicture | null>(null);
  const [edited, setEdited] = useState<EditedPlaylist | null>(null);
  const [bringing, setBringing] = useState<'playlist' | 'files' | null>(null);
  const fetchShelf = useCallback(async () => {
    const outcome = await bridge.playlistShelf({});
    if (outcome.ok) setShelf(outcome.value);
    return outcome;
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each track that is measured the shelf knows more
  useEffect(() => {
    void fetchShelf();
  }, [fetchShelf, music.measuring.left]);
  const look = () => void call(fetchShelf());

  return (
    <div className="page-frame">
      <main className="page">
        {edited !== null && shelf !== null ? (
          <PlaylistEditor
            start={edited}
            shelf={shelf}
            onKept={look}
            onBack={() => {
              setEdited(null);
              look();
            }}
          />
        ) : (
          <>
            <div className="row">
              <h1 className="page-title">{words.title}</h1>
              <Button onPress={onBack}>{words.back}</Button>
            </div>
            <ProblemNote problem={problem ?? music.problem} />
            <Panel title={words.own}>
              {shelf?.playlists.length === 0 && <p className="soft">{words.none}</p>}
              <ul className="kept-playlists" aria-label={words.own}>
                {shelf?.playlists.map((playlist) => (
                  <PlaylistRow
                    key={playlist.playlistId}
                    playlist={playlist}
                    isInUse={shelf.inUse === playlist.playlistId}
                    onEdit={() => setEdited(playlist)}
                    onRemoved={look}
                  />
                ))}
              </ul>
              <div className="row">
                <Button kind="primary" disabled={shelf === null} onPress={() => setEdited(newPlaylist)}>
                  {words.make}
                </Button>
                <Button pressed={bringing === 'playlist'} onPress={() => setBringing('playlist')}>
                  {words.import}
                </Button>
                <Button pressed={bringing === 'files'} onPress={() => setBringing('files')}>
                  {words.bring}
                </Button>
              </div>
              {bringing === 'playlist' && <PlaylistImport onImported={look} onDone={() => setBringing(null)} />}
              {bringing === 'files' && (
                <MusicImport
                  onDone={() => {
                    setBringing(null);
                    look();
                  }}
                />
              )}
              <MeasuringNote measuring={music.measuring} />
            </Panel>
          </>
        )}
      </main>
      <OutsideBar />
    </div>
  );
}
