import * as z from 'zod';
import type { CallArgument } from '../../shared/bridge/contract.ts';
import type { MusicPicture, PlaylistPicture } from '../../shared/bridge/picture.ts';
import { joinSentence } from '../../shared/music/join-words.ts';
import { playedLevelDb } from '../../shared/music/level.ts';
import type { MusicPlace } from '../../shared/music/place.ts';
import { musicNeedOf } from '../../shared/music/playlist-check.ts';
import { joinsOf } from '../../shared/music/playlist-joins.ts';
import { type Playlist, totalDurationMs } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Progress } from '../../shared/progress.ts';
import { durationMs } from '../../shared/protocol/limit.ts';
import type { Command } from '../../shared/session/command.ts';
import type { BodyOf, SessionEvent } from '../../shared/session/event.ts';
import { type Phase, protocolOf, type SessionState } from '../../shared/session/state.ts';
import type { BuiltInSet } from '../music/built-in-set.ts';
import type { MusicLibrary } from '../music/library.ts';
import type { LibraryAnalysis } from '../music/library-analysis.ts';
import { CROSSFADE_MS, type MusicHappening, type PlayerClient } from '../music/player-client.ts';
import type { SessionRoom } from './session-room.ts';

export type MusicRoomParts = {
  readonly library: Pick<MusicLibrary, 'listPlaylists' | 'playlist' | 'check' | 'createPlaylist' | 'problem'>;
  readonly analysis: Pick<LibraryAnalysis, 'picture' | 'problem' | 'look' | 'start' | 'stop'>;
  readonly builtInSet: Pick<BuiltInSet, 'progress' | 'watch' | 'stop'>;
  readonly player: Pick<
    PlayerClient,
    | 'watch'
    | 'watchState'
    | 'state'
    | 'place'
    | 'load'
    | 'takeUpAgain'
    | 'probe'
    | 'play'
    | 'pause'
    | 'skip'
    | 'control'
    | 'fadeOut'
  >;
  /** The running session's room; null while none runs. */
  readonly running: () => (FollowedRoom & Pick<SessionRoom, 'saveMusicPlace'>) | null;
  /** Brings something into the running session's journal. */
  readonly report: (command: Command) => Promise<Outcome<unknown>>;
  readonly changed: () => void;
  /** Real milliseconds of this boot, and which boot it is: music plays at one speed, whatever a session's clock does. */
  readonly realTime: () => { readonly ms: number; readonly bootId: string };
  /** Something is under way that takes real time; a rehearsal's clock stands until the answer is called. */
  readonly hold: () => () => void;
};

/** A session as far as the music follows it. */
export type FollowedRoom = { readonly conductor: { readonly state: SessionState } };

/** How fast the music gives way to an emergency. */
const emergencyFadeMs = 2_000;

/** A place in the music as it is kept beside the journal, with the real time it was true. */
const keptPlaceSchema = z.strictObject({
  place: z.strictObject({
    playlistId: z.string(),
    trackIndex: z.number().int().min(0),
    positionMs: z.number().min(0),
    gain: z.number().min(0).max(1),
    playing: z.boolean(),
    hold: z.strictObject({ softer: z.boolean(), stay: z.boolean(), grounded: z.boolean() }).optional(),
  }),
  atMs: z.number(),
  bootId: z.string(),
});

const importUnderWay: Problem = {
  code: 'music-import-under-way',
  sentence: 'Other files are being brought into the library.',
  remedy: 'Wait until they are there, or stop that first.',
};
const noMusic: Problem = {
  code: 'no-music',
  sentence: 'No music is chosen.',
  remedy: 'Choose and check the music in pre-check.',
};

/** Joins the music to the running session: it begins with the dose, fades with the return, and its place is kept. */
export class MusicRoom {
  readonly #parts: MusicRoomParts;
  /** Music was heard when the session's course took it away: taking that back gives it back. */
  #isTakenAway = false;
  /** How loud each track of the loaded list is played, as text to be compared. */
  #loadedLevels = '';
  #importing: { readonly stop: AbortController; progress: Progress } | null = null;
  #pictured: { readonly of: readonly Playlist[]; readonly pictures: MusicPicture['playlists'] } | null = null;

  constructor(parts: MusicRoomParts) {
    this.#parts = parts;
    parts.player.watch((happening) => void this.#journal(happening));
    parts.player.watchState(parts.changed);
    parts.builtInSet.watch(parts.changed);
  }

  picture(): MusicPicture {
    const { library, player, analysis } = this.#parts;
    const state = player.state();
    return {
      playlists: this.#playlistPictures(library.listPlaylists()),
      ...state,
      control: { ...state.control, undo: state.control.undo?.kind ?? null },
      problem: state.problem ?? library.problem ?? analysis.problem,
      making: this.#parts.builtInSet.progress(),
      importing: this.#importing?.progress ?? null,
      measuring: analysis.picture(),
    };
  }

  /** A picture goes out several times a second; what the playlists look like changes only with them. */
  #playlistPictures(playlists: readonly Playlist[]): MusicPicture['playlists'] {
    if (this.#pictured?.of !== playlists) this.#pictured = { of: playlists, pictures: playlists.map(playlistPicture) };
    return this.#pictured.pictures;
  }

  async importPlaylist(
    title: string,
    paths: readonly string[],
  ): Promise<Outcome<{ playlistId: string; leftOut: readonly Problem[] }>> {
    if (this.#importing !== null) return { ok: false, problem: importUnderWay };
    const release = this.#parts.hold();
    const stop = new AbortController();
    const importing = { stop, progress: { done: 0, of: 0 } };
    this.#importing = importing;
    const onProgress = (progress: Progress): void => {
      importing.progress = progress;
      this.#parts.changed();
    };
    try {
      const created = await this.#parts.library.createPlaylist(title, paths, { onProgress, signal: stop.signal });
      if (!created.ok) return created;
      const { playlistId, leftOut } = created.value;
      return { ok: true, value: { playlistId, leftOut } };
    } finally {
      this.#importing = null;
      release();
      this.#parts.analysis.look();
      this.#parts.changed();
    }
  }

  /** Stops bringing files into the library. */
  stopImport(): Outcome<null> {
    this.#importing?.stop.abort();
    return { ok: true, value: null };
  }

  /** Measures what nobody measured yet, or stops that. */
  measure(on: boolean): Outcome<null> {
    if (on) this.#parts.analysis.start();
    else this.#parts.analysis.stop();
    return { ok: true, value: null };
  }

  /** Checks a playlist in the player that will play it, and records the choice with what was found. */
  async choose(playlistId: string, afterEnd?: AfterEnd): Promise<Outcome<{ problems: readonly string[] }>> {
    const room = this.#parts.running();
    if (room === null)
      return {
        ok: false,
        problem: { code: 'no-session', sentence: 'No session is open.', remedy: 'Open a session first.' },
      };
    const need = musicNeedOf(protocolOf(room.conductor.state));
    const release = this.#parts.hold();
    try {
      const checked = await this.#parts.library.check(playlistId, need, (track) => this.#parts.player.probe(track));
      if (!checked.ok) return checked;
      const { playlist, problems } = checked.value;
      const sentences = problems.map((problem) => `${problem.sentence} ${problem.remedy}`.slice(0, 400));
      const recorded = await this.#parts.report({
        type: 'choose-music',
        playlistId,
        title: playlist.title,
        trackCount: playlist.tracks.length,
        totalMs: totalDurationMs(playlist),
        endless: playlist.endless,
        ...(afterEnd === undefined ? {} : { afterEnd }),
        problems: sentences,
      });
      if (!recorded.ok) return recorded;
      if (sentences.length === 0) this.#load(withEnd(playlist, afterEnd));
      return { ok: true, value: { problems: sentences } };
    } finally {
      release();
    }
  }

  #load(playlist: Playlist, place?: MusicPlace): void {
    this.#loadedLevels = levelsOf(playlist);
    this.#parts.player.load(playlist, place);
  }

  /**
   * What was measured since the list was chosen counts from the dose on, and not only after a crash: the levels stay the same
   * through the session.
   */
  #heedMeasures(state: SessionState): void {
    const place = this.#parts.player.place();
    if (place === null || place.playing) return;
    const playlist = this.#chosenPlaylist(state);
    if (playlist?.playlistId !== place.playlistId || levelsOf(playlist) === this.#loadedLevels) return;
    this.#load(playlist, place);
  }

  /** The list that was chosen for a session, as the library has it now; null where none can be played. */
  #chosenPlaylist({ music }: SessionState): Playlist | null {
    const chosen = music?.body;
    if (chosen === undefined || chosen.problems.length > 0) return null;
    const listed = this.#parts.library.playlist(chosen.playlistId);
    return listed === null ? null : withEnd(listed, chosen.afterEnd);
  }

  /** Stops making the built-in set, on which a choice may wait. */
  stopMaking(): Outcome<null> {
    this.#parts.builtInSet.stop();
    return { ok: true, value: null };
  }

  act(asked: CallArgument<'music'>): Outcome<null> {
    const { player } = this.#parts;
    if (player.place() === null) return { ok: false, problem: noMusic };
    if (asked.action !== 'volume') this.#isTakenAway = false;
    switch (asked.action) {
      case 'play':
        player.play();
        break;
      case 'pause':
        player.pause();
        break;
      case 'skip':
        player.skip();
        break;
      case 'volume':
        player.control({ kind: 'volume', volume: asked.volume });
        break;
      default:
        player.control({ kind: asked.action });
    }
    return { ok: true, value: null };
  }

  /** Follows the session: music with the dose, away with the return, away at once in an emergency. */
  follow(room: FollowedRoom, events: readonly SessionEvent[]): void {
    if (room !== this.#parts.running()) return;
    const { player } = this.#parts;
    for (const { body } of events) {
      if (body.type === 'dosing-opened' || (body.type === 'dose-placed' && !body.booster))
        this.#heedMeasures(room.conductor.state);
      if (body.type === 'emergency-opened') player.fadeOut(emergencyFadeMs);
      if (body.type === 'dose-placed' && !body.booster && player.place() !== null) player.play();
      if (body.type === 'return-begun' || body.type === 'stopped' || body.type === 'left-against-advice') {
        this.#isTakenAway = player.place()?.playing ?? false;
        player.fadeOut(durationMs(protocolOf(room.conductor.state).durations.musicFade));
      }
      // What the therapist had silenced stays silent.
      if (body.type === 'phase-change-undone' && hearsMusic(room.conductor.state.phase) && this.#isTakenAway) {
        this.#isTakenAway = false;
        player.play();
      }
    }
  }

  /** Takes the music up again after a restart: where it would stand by now, no louder than it was. */
  async resume(room: SessionRoom): Promise<void> {
    const { state } = room.conductor;
    const playlist = this.#chosenPlaylist(state);
    if (playlist === null) return;
    const kept = parsedPlace(await room.musicPlace());
    if (kept === null || !hearsMusic(state.phase)) {
      this.#load(playlist, kept?.place);
      return;
    }
    const now = this.#parts.realTime();
    const elapsedMs = now.bootId === kept.bootId ? Math.max(0, now.ms - kept.atMs) : 0;
    this.#loadedLevels = levelsOf(playlist);
    this.#parts.player.takeUpAgain(playlist, kept.place, elapsedMs);
  }

  /** Keeps the place beside the running session's journal. */
  keepPlace(place: MusicPlace): void {
    const { ms, bootId } = this.#parts.realTime();
    void this.#parts.running()?.saveMusicPlace(JSON.stringify({ place, atMs: ms, bootId }));
  }

  async #journal(happening: MusicHappening): Promise<void> {
    await this.#parts.report({ type: 'report-music', ...happening });
  }
}

type AfterEnd = NonNullable<BodyOf<'music-chosen'>['afterEnd']>;

/** How loud each track of a list is played. */
function levelsOf({ tracks }: Playlist): string {
  return tracks.map((track) => playedLevelDb(track).toFixed(2)).join(' ');
}

/** The list with the end that was chosen for this session: it begins again, or the soft ground follows. */
function withEnd(playlist: Playlist, afterEnd: AfterEnd | undefined): Playlist {
  return afterEnd === undefined ? playlist : { ...playlist, endless: afterEnd === 'again' };
}

function playlistPicture(playlist: Playlist): PlaylistPicture {
  const { playlistId, title, builtIn, endless, tracks } = playlist;
  return {
    playlistId,
    title,
    builtIn,
    endless,
    totalMs: totalDurationMs(playlist),
    hasExtension: playlist.repeatsFrom !== undefined,
    joinNotes: joinNotesOf(playlist),
    tracks: tracks.map((track) => ({ trackId: track.trackId, title: track.title, durationMs: track.durationMs })),
  };
}

/** So many notes on joins are read before a session; whoever wants all of them opens the playlist. */
const MOST_JOIN_NOTES = 3;

/** What may be heard where one piece goes over into the next; that something was not measured is no note. */
function joinNotesOf(playlist: Playlist): string[] {
  if (playlist.builtIn) return [];
  return joinsOf(playlist, CROSSFADE_MS)
    .flatMap(({ from, findings }) =>
      findings
        .filter(({ kind }) => kind !== 'not-measured')
        .map((finding) => `After “${playlist.tracks[from]?.title ?? ''}”: ${joinSentence(finding)}`),
    )
    .slice(0, MOST_JOIN_NOTES);
}

function hearsMusic(phase: Phase | null): boolean {
  return phase === 'absorption' || phase === 'journey';
}

function parsedPlace(text: string | null): z.infer<typeof keptPlaceSchema> | null {
  if (text === null) return null;
  const parsed = keptPlaceSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
