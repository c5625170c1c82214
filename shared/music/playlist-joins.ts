import { playedLevelDb } from './level.ts';
import { overlapMs } from './overlap.ts';
import type { Playlist, PlaylistTrack } from './track.ts';

/** Neighbours that differ by more than this are heard as a step. Loudness units; the house's choice. */
export const LARGEST_STEP_LU = 6;

/** What may be wrong where one piece goes over into the next. */
export type JoinFinding =
  /** A piece crossed with itself can cancel itself out: 21 dB were measured with a steady tone. */
  | { readonly kind: 'same-track' }
  /** Positive where the next piece is louder. */
  | { readonly kind: 'level'; readonly stepLu: number }
  /** How much of the end and of the beginning is silence, together. */
  | { readonly kind: 'silence'; readonly silentMs: number }
  /** The level or the silence at this join is not known. */
  | { readonly kind: 'not-measured' };

/** One join, by the places of both pieces in the list. */
export type Join = { readonly from: number; readonly to: number; readonly findings: readonly JoinFinding[] };

type Edge = { readonly levelDb: number | null; readonly silenceMs: number | null };

const unknownEdge: Edge = { levelDb: null, silenceMs: null };

function endOf(track: PlaylistTrack): Edge {
  // Where a piece is cut its file's own end says nothing.
  if (track.edges === undefined || (track.cut?.toMs ?? null) !== null) return unknownEdge;
  return { levelDb: track.edges.tailDb, silenceMs: track.edges.tailSilenceMs };
}

function beginningOf(track: PlaylistTrack): Edge {
  if (track.edges === undefined || (track.cut?.fromMs ?? 0) > 0) return unknownEdge;
  return { levelDb: track.edges.headDb, silenceMs: track.edges.headSilenceMs };
}

/** What one piece after another will sound like at their join. */
export function findingsOfJoin(from: PlaylistTrack, to: PlaylistTrack, crossfadeMs: number): JoinFinding[] {
  if (from.trackId === to.trackId) return [{ kind: 'same-track' }];
  const findings: JoinFinding[] = [];
  const end = endOf(from);
  const beginning = beginningOf(to);
  const isSilent = end.silenceMs !== null && beginning.silenceMs !== null;
  const isLevel = end.levelDb !== null && beginning.levelDb !== null;
  if (end.levelDb !== null && beginning.levelDb !== null) {
    const stepLu = beginning.levelDb + playedLevelDb(to) - (end.levelDb + playedLevelDb(from));
    if (Math.abs(stepLu) > LARGEST_STEP_LU) findings.push({ kind: 'level', stepLu });
  }
  if (end.silenceMs !== null && beginning.silenceMs !== null) {
    const silentMs = end.silenceMs + beginning.silenceMs;
    // At the middle of a crossfade both are 3 dB down: with more silence than half of it, the sound sinks there.
    if (silentMs > overlapMs(crossfadeMs, from.durationMs, to.durationMs) / 2)
      findings.push({ kind: 'silence', silentMs });
  }
  if (!isSilent || !isLevel) findings.push({ kind: 'not-measured' });
  return findings;
}

/** Every join of a playlist in its order, the one from the end back to what is repeated last. */
export function joinsOf(playlist: Playlist, crossfadeMs: number): Join[] {
  const { tracks, endless, repeatsFrom = 0 } = playlist;
  const joins = tracks.slice(1).map((_, index) => ({ from: index, to: index + 1 }));
  if (endless && tracks.length > 0) joins.push({ from: tracks.length - 1, to: repeatsFrom });
  return joins.flatMap(({ from, to }) => {
    const before = tracks[from];
    const after = tracks[to];
    if (before === undefined || after === undefined) return [];
    return [{ from, to, findings: findingsOfJoin(before, after, crossfadeMs) }];
  });
}
