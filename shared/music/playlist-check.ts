import type { Problem } from '../problem.ts';
import { durationMs } from '../protocol/limit.ts';
import type { Protocol } from '../protocol/schema.ts';
import { heardMsOf } from './playlist.ts';
import { type Playlist, type PlaylistTrack, totalDurationMs } from './track.ts';

/** What probing one track found. `durationMs` is what the decoder says, which is what the session will hear. */
export type TrackFinding =
  | { readonly trackId: string; readonly state: 'sound'; readonly durationMs: number }
  | { readonly trackId: string; readonly state: 'silent'; readonly durationMs: number }
  | { readonly trackId: string; readonly state: 'missing' }
  | { readonly trackId: string; readonly state: 'not-decodable' }
  | { readonly trackId: string; readonly state: 'not-checked' };

/** A length that decoder and tags see alike differs by less; more, and a place in the track is not where it is looked for. */
const LARGEST_DISPUTE_MS = 500;

/** Whether two ways to tell a track's length differ by more than they may. */
export function isLengthDisputed(knownMs: number, playerMs: number): boolean {
  return Math.abs(playerMs - knownMs) > LARGEST_DISPUTE_MS;
}

/** How long the music must last: the longest journey of the protocol and the reserve behind it. */
export type MusicNeed = { readonly longestJourneyMs: number; readonly reserveMs: number };

/** What a protocol asks of the music. */
export function musicNeedOf({ durations }: Pick<Protocol, 'durations'>): MusicNeed {
  return {
    longestJourneyMs: durationMs(durations.journeyMaximum),
    reserveMs: durationMs(durations.musicReserve),
  };
}

/** How long the music must last in all, in milliseconds. */
export function neededMsOf({ longestJourneyMs, reserveMs }: MusicNeed): number {
  return longestJourneyMs + reserveMs;
}

function faultOf(title: string, state: TrackFinding['state']): Problem | null {
  switch (state) {
    case 'sound':
      return null;
    case 'silent':
      return {
        code: 'music-track-silent',
        sentence: `The track “${title}” is silent.`,
        remedy: 'Listen to the file; choose another playlist or import a sound copy of it.',
      };
    case 'missing':
      return {
        code: 'music-track-missing',
        sentence: `The file of the track “${title}” is missing.`,
        remedy: 'Import the file again, or choose another playlist.',
      };
    case 'not-decodable':
      return {
        code: 'music-track-not-decodable',
        sentence: `The track “${title}” can't be decoded.`,
        remedy: 'Convert the file to FLAC or Ogg Vorbis and import it again, or choose another playlist.',
      };
    case 'not-checked':
      return {
        code: 'music-track-not-checked',
        sentence: `The track “${title}” could not be checked in time.`,
        remedy: 'Check the music again; if it happens again, choose another playlist.',
      };
  }
}

/** How much of a file of this length is heard of a track. */
function heardOf({ cut }: PlaylistTrack, fileMs: number): number {
  return heardMsOf({ fileMs, startMs: cut?.fromMs ?? 0, endMs: cut?.toMs ?? null });
}

/**
 * What stands against playing `playlist` through a session, given what probing found; empty when nothing does.
 * A track without a finding counts as not checked. Only tracks that sound count towards the length; a list that is
 * exactly as long as needed passes, and so does an endless one of any length.
 */
export function checkPlaylist(playlist: Playlist, findings: readonly TrackFinding[], need: MusicNeed): Problem[] {
  if (playlist.tracks.length === 0) {
    return [
      {
        code: 'music-list-empty',
        sentence: `The playlist “${playlist.title}” has no tracks.`,
        remedy: 'Choose another playlist, or import audio files into a new one.',
      },
    ];
  }
  const found = new Map(findings.map((finding) => [finding.trackId, finding]));
  const problems: Problem[] = [];
  for (const track of new Map(playlist.tracks.map((one) => [one.trackId, one])).values()) {
    const finding = found.get(track.trackId);
    const fault = faultOf(track.title, finding?.state ?? 'not-checked');
    if (fault !== null) problems.push(fault);
    // What is heard is compared: a cut is no dispute.
    if (finding?.state === 'sound' && isLengthDisputed(track.durationMs, heardOf(track, finding.durationMs))) {
      problems.push({
        code: 'music-track-length-disputed',
        sentence: `The length of the track “${track.title}” is not sure: after an interruption it may go on at the wrong place.`,
        remedy: 'Convert the file to FLAC or Ogg Vorbis and import it again, or choose another playlist.',
      });
    }
  }
  const heard = playlist.tracks.map((track) => {
    const finding = found.get(track.trackId);
    return { ...track, durationMs: finding?.state === 'sound' ? heardOf(track, finding.durationMs) : 0 };
  });
  const heardMs = totalDurationMs({ ...playlist, tracks: heard });
  const neededMs = neededMsOf(need);
  if (!playlist.endless && heardMs < neededMs) {
    problems.push({
      code: 'music-too-short',
      sentence: `The playlist “${playlist.title}” lasts ${Math.floor(heardMs / 60_000)} minutes; ${Math.ceil(neededMs / 60_000)} are needed.`,
      remedy: 'Add tracks, or choose a longer playlist or the built-in set.',
    });
  }
  return problems;
}
