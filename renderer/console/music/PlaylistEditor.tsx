import { useState } from 'react';
import type { ShelfPicture } from '../../../shared/bridge/playlist-shelf.ts';
import { arcMsOf, heardPlaylist, type Sections, withTrackAdded } from '../../../shared/music/playlist.ts';
import { type Join, joinsOf } from '../../../shared/music/playlist-joins.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { minutesLeft, wholeMinutes } from '../../design/time.ts';
import { useCall } from '../asking/useAsk.ts';
import { useBridge } from '../store.ts';
import { playlistWords as words } from '../words/playlist-words.ts';
import { PlaylistSections } from './PlaylistSections.tsx';
import { TrackShelf } from './TrackShelf.tsx';

/** A playlist that is being made or changed; without an id it is a new one. */
export type EditedPlaylist = {
  readonly playlistId: string | null;
  readonly title: string;
  readonly sections: Sections;
};

/** Makes or changes one playlist. Nothing is kept until it is asked for. */
export function PlaylistEditor({
  start,
  shelf,
  onKept,
  onBack,
}: {
  readonly start: EditedPlaylist;
  readonly shelf: ShelfPicture;
  readonly onKept: () => void;
  readonly onBack: () => void;
}) {
  const bridge = useBridge();
  const { problem, busy, call } = useCall();
  const [kept, setKept] = useState(start);
  const [draft, setDraft] = useState(start);
  const [leaving, setLeaving] = useState(false);
  const isChanged = draft !== kept;
  const tracks = new Map(shelf.tracks.map((track) => [track.trackId, track]));
  const heard = heardPlaylist(
    { ...draft, playlistId: draft.playlistId ?? '' },
    (trackId) => tracks.get(trackId) ?? null,
  );

  const joins = joinsOf(heard, shelf.crossfadeMs);
  // A track after itself is told without anything being measured.
  const isAnyMeasured = joins.some(({ findings }) =>
    findings.every(({ kind }) => kind !== 'not-measured' && kind !== 'same-track'),
  );

  const change = (changes: Partial<EditedPlaylist>) => setDraft({ ...draft, ...changes });
  const keep = async () => {
    const asked = draft;
    const outcome = await call(bridge.savePlaylist(asked));
    if (!outcome.ok) return;
    const saved = { ...asked, playlistId: outcome.value.playlistId };
    setKept(saved);
    // What was changed meanwhile stays, and is not kept yet.
    setDraft((now) => (now === asked ? saved : { ...now, playlistId: saved.playlistId }));
    setLeaving(false);
    onKept();
  };

  return (
    <>
      <div className="row">
        <h1 className="page-title">{words.title}</h1>
        <Button onPress={() => (isChanged ? setLeaving(true) : onBack())}>{words.backToList}</Button>
      </div>
      {leaving && isChanged && (
        <div className="row" role="alert">
          <StatusMark status="caution" words={words.unkept} />
          <Button kind="quiet" onPress={onBack}>
            {words.leave}
          </Button>
        </div>
      )}
      <div className="playlist-top">
        <Field
          label={words.titleField}
          value={draft.title}
          onChange={(title) => change({ title })}
          hint={words.titleHint}
          autoFocus={start.playlistId === null}
        />
        <Button kind="primary" disabled={busy || !isChanged || draft.title.trim() === ''} onPress={() => void keep()}>
          {words.keep}
        </Button>
      </div>
      <p role="status">{!isChanged && kept !== start ? words.kept : ''}</p>
      <ProblemNote problem={problem} />
      <Length list={draft.sections} neededMs={shelf.neededMs} />
      {joins.length > 0 && !isAnyMeasured && <p className="soft">{words.noneMeasured}</p>}
      <div className="playlist-columns">
        <PlaylistSections
          list={draft.sections}
          joins={isAnyMeasured ? joins : joins.map(withoutUnmeasured)}
          knownIds={new Set(tracks.keys())}
          onChange={(sections) => change({ sections })}
        />
        <TrackShelf
          tracks={shelf.tracks}
          unmeasurable={shelf.unmeasurable}
          onAdd={(section, track) => change({ sections: withTrackAdded(draft.sections, section, track) })}
        />
      </div>
    </>
  );
}

/** That nothing is measured is said once for the whole list, not at each join. */
function withoutUnmeasured(join: Join): Join {
  return { ...join, findings: join.findings.filter(({ kind }) => kind !== 'not-measured') };
}

/** The whole against what a session needs. */
function Length({ list, neededMs }: { readonly list: Sections; readonly neededMs: number }) {
  const arcMs = arcMsOf(list);
  const minutes = wholeMinutes(arcMs);
  if (list.extension.length > 0) return <StatusMark status="met" words={words.endless(minutes)} />;
  const needed = minutesLeft(neededMs);
  return arcMs >= neededMs ? (
    <StatusMark status="met" words={words.enough(minutes, needed)} />
  ) : (
    <StatusMark status="caution" words={words.short(minutes, needed)} />
  );
}
