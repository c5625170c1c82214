import {
  type ControlSaid,
  controlMusic,
  freeMusic,
  holdCommands,
  type MusicAsk,
  type MusicControl,
  type MusicNow,
  nextPartIndex,
} from '../../shared/music/control.ts';
import { playedLevelDb } from '../../shared/music/level.ts';
import type { OutputRole, OutputWish } from '../../shared/music/outputs.ts';
import { type MusicPlace, musicLeftMs, placeAfter } from '../../shared/music/place.ts';
import { playerReportSchema } from '../../shared/music/player-message-schemas.ts';
import type { MusicAction, MusicCommand, PlayerCommand, PlayerReport } from '../../shared/music/player-messages.ts';
import { playerProblem } from '../../shared/music/player-problem.ts';
import type { Section } from '../../shared/music/section.ts';
import { type Playlist, type PlaylistTrack, partsOf, type Track } from '../../shared/music/track.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { ProbeFinding } from './library.ts';
import { notDecodable } from './not-decodable.ts';

/** How long two tracks overlap. */
export const CROSSFADE_MS = 8_000;
/** How often the place is journaled while music plays. */
const JOURNAL_EVERY_MS = 1_000;
/** A volume to begin with: about 9 dB under full. */
const FIRST_VOLUME = 0.6;

/** Something that happened to the music, in the shape of the journal's music event. */
export type MusicHappening = {
  readonly action: MusicAction | 'taken-up-again' | 'control';
  readonly control?: ControlSaid;
  readonly playlistId: string;
  readonly trackId: string | null;
  readonly positionMs: number;
  readonly volume: number;
  readonly trackTitle?: string;
  readonly section?: Section;
  /** What the track was raised or lowered by, in dB, before the volume. */
  readonly trackLevelDb?: number;
};

/** What the windows show of the music. Times in milliseconds of audio, volume 0 to 1. */
export type MusicState = {
  readonly playing: boolean;
  readonly loadedPlaylistId: string | null;
  readonly trackTitle: string | null;
  readonly nextTitle: string | null;
  readonly positionMs: number;
  readonly trackDurationMs: number;
  readonly volume: number;
  readonly volumeCeiling: number;
  readonly control: MusicControl;
  /** Whether Move on leads anywhere. */
  readonly canMoveOn: boolean;
  /** How long the list lasts from here; null where it has no end. */
  readonly leftMs: number | null;
  readonly problem: Problem | null;
};

export type PlayerClientOptions = {
  /** Sends a command to the player window; called only while there is one. */
  readonly send: (command: PlayerCommand) => void;
  /** Monotonic real time in milliseconds: music plays at one speed, whatever a session's clock does. */
  readonly nowMs: () => number;
  readonly newId: () => string;
  /** Called each second while music plays, and on every command, with the place as it is then. */
  readonly journalPlace: (place: MusicPlace) => void;
  /** The loudest volume that may be asked for, 0 to 1. */
  readonly volumeCeiling: () => number;
  /** Where the music shall be heard. A player that comes back is told so before anything plays. */
  readonly outputs: () => OutputWish;
};

export interface PlayerClient {
  /** Loads a playlist at rest, from its beginning or at a place and no louder than that place was. */
  load(playlist: Playlist, place?: MusicPlace): void;
  /** Loads a playlist where it would stand by now and plays if it was playing; for a start after a crash. */
  takeUpAgain(playlist: Playlist, place: MusicPlace, elapsedMs: number): void;
  play(): void;
  pause(): void;
  skip(): void;
  setVolume(volume: number): void;
  fadeOut(overMs: number): void;
  /** The loudest volume may be another now: what plays above it comes down. */
  heedCeiling(): void;
  /** Does what the therapist asks of the music. Answers whether anything changed. */
  control(ask: MusicAsk): boolean;
  /** Has the player decode a track at its beginning, middle and end. */
  probe(track: Track): Promise<Outcome<ProbeFinding>>;
  /** Another output may be wished for now. */
  heedOutputs(): void;
  /** Plays a soft tone at an output. */
  testTone(role: OutputRole): void;
  /** Hears which outputs are there, and how loud a test tone is. Answers how to stop listening. */
  watchOutputs(listener: (report: OutputReport) => void): () => void;
  /** Takes a report of the player window. What is none is refused with an error for the caller's log. */
  receive(raw: unknown): Outcome<null>;
  /** The player window is gone; what was asked for is kept until another one is ready. */
  playerGone(): void;
  /** A player window is ready for commands. Its own first report says so too; saying it twice does no harm. */
  playerReady(): void;
  /** Hears everything that belongs in the journal. Answers how to stop listening. */
  watch(listener: (happening: MusicHappening) => void): () => void;
  /** Called whenever `state()` has changed. Answers how to stop listening. */
  watchState(listener: () => void): () => void;
  state(): MusicState;
  /** Where the music is; null while nothing was loaded. */
  place(): MusicPlace | null;
}

/** What the player tells of outputs. */
export type OutputReport = Extract<PlayerReport, { kind: 'outputs' | 'tone' }>;

type Health = Extract<PlayerReport, { kind: 'health' }>;
type Loaded = {
  readonly playlist: Playlist;
  /** The place, and when it was known. */
  readonly place: MusicPlace;
  readonly atMs: number;
  /** The track itself is heard, so that the place moves with time. */
  readonly moves: boolean;
  readonly trackDurationMs: number;
};

const tooSlow: Problem = {
  code: 'music-probe-too-slow',
  sentence: 'The track could not be checked in time.',
  remedy: 'Check the music again.',
};
const badReport: Problem = {
  code: 'music-bad-report',
  sentence: 'The music player sent something that can’t be understood.',
  remedy: 'The music goes on. Install Vigil again if this is seen more than once.',
};

/** What is heard of a track, and how loud, for the journal. */
function heardOf(track: PlaylistTrack): Pick<MusicHappening, 'trackTitle' | 'section' | 'trackLevelDb'> {
  const named = { trackTitle: track.title, trackLevelDb: Math.round(playedLevelDb(track) * 10) / 10 };
  return track.section === undefined ? named : { ...named, section: track.section };
}

/** The main process's end of the player window: what was asked for, what is known, and the way back after a crash. */
export function createPlayerClient(options: PlayerClientOptions): PlayerClient {
  const { send, nowMs, newId, journalPlace, volumeCeiling, outputs } = options;
  const happenings = new Set<(happening: MusicHappening) => void>();
  const stateListeners = new Set<() => void>();
  const outputListeners = new Set<(report: OutputReport) => void>();
  const probes = new Map<string, (outcome: Outcome<ProbeFinding>) => void>();
  let present = false;
  /** The window has told of itself since it was last there: a new `ready` then means that it began anew. */
  let hasSpoken = false;
  let sequence = 0;
  let loaded: Loaded | null = null;
  let wish: 'stand' | 'play' = 'stand';
  let volume = FIRST_VOLUME;
  let control = freeMusic;
  let isTakingUpAgain = false;
  let hasStarted = false;
  let journaledAtMs = Number.NEGATIVE_INFINITY;
  let problem: Problem | null = null;

  function changed(): void {
    for (const listener of stateListeners) listener();
  }

  function tell(command: PlayerCommand['command']): void {
    if (!present) return;
    sequence += 1;
    send({ sequence, command });
  }

  function placeNow(): MusicPlace | null {
    if (loaded === null) return null;
    const { playlist, atMs, moves } = loaded;
    const place = { ...loaded.place, hold: held() };
    const now = placeAfter(playlist, { ...place, playing: moves && wish === 'play' }, nowMs() - atMs, CROSSFADE_MS);
    return { ...now, playing: wish === 'play' };
  }

  function held(): MusicPlace['hold'] {
    const { softer, stay, grounded } = control;
    return softer || stay || grounded ? { softer, stay, grounded } : undefined;
  }

  function journal(): void {
    const place = placeNow();
    if (place === null) return;
    journaledAtMs = nowMs();
    journalPlace(place);
  }

  /** Fixes the place as of now, so that time before this moment is counted as it was played. */
  function anchor(): void {
    const place = placeNow();
    if (loaded === null || place === null) return;
    loaded = { ...loaded, place, atMs: nowMs() };
  }

  function happened(action: MusicHappening['action'], place: MusicPlace, said: ControlSaid | null = null): void {
    const track = loaded?.playlist.tracks[place.trackIndex];
    const { playlistId, positionMs, gain } = place;
    const heard = track === undefined ? {} : heardOf(track);
    const what = said === null ? {} : { control: said };
    const trackId = track?.trackId ?? null;
    for (const listener of happenings) {
      listener({ action, ...what, playlistId, trackId, positionMs, volume: gain, ...heard });
    }
  }

  function tellLoad(): void {
    if (loaded === null) return;
    const { playlist, place } = loaded;
    const parts = partsOf(playlist);
    tell({
      kind: 'load',
      list: {
        playlistId: playlist.playlistId,
        endless: playlist.endless,
        ...(playlist.repeatsFrom === undefined ? {} : { repeatsFrom: playlist.repeatsFrom }),
        tracks: playlist.tracks.map((track, index) => ({
          trackId: track.trackId,
          format: track.format,
          durationMs: track.durationMs,
          trimDb: playedLevelDb(track),
          part: parts[index] ?? index,
          ...(track.cut === undefined ? {} : { cut: track.cut }),
        })),
      },
      trackIndex: place.trackIndex,
      positionMs: place.positionMs,
      volume: Math.min(place.gain, volumeCeiling()),
      volumeCeiling: volumeCeiling(),
      crossfadeMs: CROSSFADE_MS,
    });
    for (const command of holdCommands(control)) tell(command);
  }

  function put(playlist: Playlist, place: MusicPlace): void {
    wish = place.playing ? 'play' : 'stand';
    volume = Math.min(place.gain, volumeCeiling());
    control = { ...freeMusic, ...place.hold };
    problem = null;
    const trackDurationMs = playlist.tracks[place.trackIndex]?.durationMs ?? 0;
    loaded = { playlist, place, atMs: nowMs(), moves: false, trackDurationMs };
    hasStarted = false;
    tellLoad();
    if (wish === 'play') tell({ kind: 'play' });
    journal();
    changed();
  }

  function takeHealth(health: Health): void {
    if (loaded === null || health.afterSequence < sequence || health.playlistId !== loaded.playlist.playlistId) return;
    const before = state();
    const trackIndex = health.trackIndex ?? loaded.place.trackIndex;
    loaded = {
      ...loaded,
      atMs: nowMs(),
      trackDurationMs: health.durationMs,
      moves: health.playing && !health.safetyBed && health.problem !== 'no-output',
      place: {
        playlistId: loaded.playlist.playlistId,
        trackIndex,
        positionMs: health.positionMs,
        gain: health.soundingVolume,
        playing: wish === 'play',
      },
    };
    volume = health.volume;
    problem = health.problem === null ? null : playerProblem(health.problem);
    if (health.playing && nowMs() - journaledAtMs >= JOURNAL_EVERY_MS) journal();
    const after = state();
    const differs =
      before.trackTitle !== after.trackTitle ||
      before.problem !== after.problem ||
      before.volume !== after.volume ||
      before.playing !== after.playing ||
      Math.trunc(before.positionMs / 1000) !== Math.trunc(after.positionMs / 1000);
    if (differs) changed();
  }

  function takeHappening(report: Extract<PlayerReport, { kind: 'happened' }>): void {
    if (loaded === null || report.playlistId !== loaded.playlist.playlistId) return;
    const { trackIndex, positionMs } = report;
    const place = { ...loaded.place, trackIndex, positionMs, gain: report.volume };
    hasStarted ||= report.action === 'started';
    const isReturn = isTakingUpAgain && report.action === 'started';
    if (isReturn) isTakingUpAgain = false;
    happened(isReturn ? 'taken-up-again' : report.action, place);
    changed();
  }

  function settleProbe(probeId: string, outcome: Outcome<ProbeFinding>): void {
    probes.get(probeId)?.(outcome);
    probes.delete(probeId);
  }

  function gone(): void {
    if (!present) return;
    anchor();
    present = false;
    hasSpoken = false;
    for (const probeId of [...probes.keys()]) settleProbe(probeId, { ok: false, problem: tooSlow });
    if (loaded === null) return;
    problem = playerProblem('player-gone');
    if (wish === 'play') happened('interrupted', loaded.place);
    changed();
  }

  function ready(): void {
    if (present) return;
    present = true;
    tell({ kind: 'outputs', wish: outputs() });
    if (loaded === null) return;
    // The player's silence is taken off as if it had played: the session's arc does not stand still.
    anchor();
    isTakingUpAgain = wish === 'play' && (hasStarted || isTakingUpAgain);
    problem = null;
    tellLoad();
    if (wish === 'play') tell({ kind: 'play' });
    changed();
  }

  function state(): MusicState {
    const place = placeNow();
    const tracks = loaded?.playlist.tracks ?? [];
    const index = place?.trackIndex ?? 0;
    const again = loaded?.playlist.endless === true ? tracks[loaded.playlist.repeatsFrom ?? 0] : undefined;
    const next = tracks[index + 1] ?? again;
    return {
      playing: wish === 'play',
      loadedPlaylistId: loaded?.playlist.playlistId ?? null,
      trackTitle: tracks[index]?.title ?? null,
      nextTitle: next?.title ?? null,
      positionMs: place?.positionMs ?? 0,
      trackDurationMs: loaded?.trackDurationMs ?? 0,
      volume: Math.min(volume, volumeCeiling()),
      volumeCeiling: volumeCeiling(),
      control,
      canMoveOn: place !== null && loaded !== null && nextPartIndex(now(loaded, place)) !== null,
      leftMs: place === null || loaded === null ? null : musicLeftMs(loaded.playlist, place, CROSSFADE_MS),
      problem,
    };
  }

  function now({ playlist }: Loaded, { trackIndex, positionMs }: MusicPlace): MusicNow {
    const { endless, repeatsFrom } = playlist;
    return { parts: partsOf(playlist), endless, repeatsFrom, trackIndex, positionMs, playing: wish === 'play', volume };
  }

  /** What a command changes of what is known here; a player that comes back is told the same. Answers it as it is sent. */
  function heed(command: MusicCommand, before: Loaded): MusicCommand {
    switch (command.kind) {
      case 'play':
        wish = 'play';
        return command;
      case 'pause':
      case 'fade-out':
        // From now on a player that comes back stays silent.
        wish = 'stand';
        return command;
      case 'skip':
        // Next leads back into the music from the ground.
        control = { ...control, grounded: false };
        return command;
      case 'set-volume':
        volume = Math.min(volumeCeiling(), Math.max(0, command.volume));
        return { ...command, volume };
      case 'go-to': {
        const { trackIndex, positionMs } = command;
        const trackDurationMs = before.playlist.tracks[trackIndex]?.durationMs ?? 0;
        const place = { ...before.place, trackIndex, positionMs };
        loaded = { ...before, place, trackDurationMs, atMs: nowMs(), moves: false };
        return command;
      }
      default:
        return command;
    }
  }

  function ask(...commands: readonly MusicCommand[]): void {
    anchor();
    for (const command of commands) {
      if (loaded === null) return;
      tell(heed(command, loaded));
    }
    journal();
    changed();
  }

  function takeControl(asked: MusicAsk): boolean {
    const place = placeNow();
    if (loaded === null || place === null) return false;
    const step = controlMusic(control, asked, now(loaded, place));
    if (step === null) return false;
    // Where the music is and how it was held until now, before it is held otherwise.
    anchor();
    control = step.control;
    ask(...step.commands);
    if (step.said !== null) happened('control', place, step.said);
    return true;
  }

  return {
    load(playlist, place) {
      const start = { playlistId: playlist.playlistId, trackIndex: 0, positionMs: 0, gain: volume };
      isTakingUpAgain = false;
      put(playlist, { ...start, ...place, playlistId: playlist.playlistId, playing: false });
    },
    takeUpAgain(playlist, place, elapsedMs) {
      isTakingUpAgain = place.playing;
      put(playlist, placeAfter(playlist, { ...place, playlistId: playlist.playlistId }, elapsedMs, CROSSFADE_MS));
    },
    play: () => ask({ kind: 'play' }),
    pause: () => ask({ kind: 'pause' }),
    skip: () => ask({ kind: 'skip' }),
    setVolume: (asked) => ask({ kind: 'set-volume', volume: asked }),
    fadeOut: (overMs) => ask({ kind: 'fade-out', overMs }),
    heedCeiling: () => {
      if (volume > volumeCeiling()) ask({ kind: 'set-volume', volume });
    },
    control: takeControl,
    probe(track) {
      if (!present) return Promise.resolve({ ok: false, problem: tooSlow });
      const probeId = newId();
      return new Promise((resolve) => {
        probes.set(probeId, resolve);
        tell({ kind: 'probe', probeId, trackId: track.trackId, format: track.format });
      });
    },
    heedOutputs: () => tell({ kind: 'outputs', wish: outputs() }),
    testTone: (role) => tell({ kind: 'test-tone', role }),
    watchOutputs(listener) {
      outputListeners.add(listener);
      return () => outputListeners.delete(listener);
    },
    receive(raw) {
      const parsed = playerReportSchema.safeParse(raw);
      if (!parsed.success) return { ok: false, problem: badReport };
      const report = parsed.data;
      switch (report.kind) {
        case 'ready':
          if (hasSpoken) gone();
          ready();
          break;
        case 'health':
          hasSpoken = true;
          takeHealth(report);
          break;
        case 'happened':
          hasSpoken = true;
          takeHappening(report);
          break;
        case 'outputs':
        case 'tone':
          for (const listener of outputListeners) listener(report);
          break;
        case 'probed':
          settleProbe(report.probeId, { ok: true, value: { durationMs: report.durationMs, peakDb: report.peakDb } });
          break;
        case 'probe-failed':
          settleProbe(report.probeId, {
            ok: false,
            problem: report.fault === 'not-decodable' ? notDecodable : tooSlow,
          });
          break;
      }
      return { ok: true, value: null };
    },
    playerGone: gone,
    playerReady: ready,
    watch(listener) {
      happenings.add(listener);
      return () => happenings.delete(listener);
    },
    watchState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    state,
    place: placeNow,
  };
}
