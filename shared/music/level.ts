import type { PlaylistTrack } from './track.ts';

/** Below this a level is called silence: 16-bit audio has nothing under it. */
export const SILENCE_DB = -120;

/** A track whose largest sample is below this is silent, and so is a place in it. dBFS; the house's choice. */
export const SILENT_BELOW_DB = -60;

/** Programme loudness that tracks are brought to (EBU R128): leaves room for two decks to sum without limiting. */
const TARGET_LOUDNESS_DB = -23;
/** A quiet track is raised by at most this much, so that its noise stays where it was. */
const LARGEST_BOOST_DB = 6;
/** No track's peak comes above this, so that two that cross stay within what can be played. dBFS; the house's choice. */
const HIGHEST_PEAK_DB = -3;
/** What a track nobody measured is lowered by: most published music stands about this much above the target. */
const UNMEASURED_TRIM_DB = -10;

/** Linear gain of a level in dB. */
export function gainOfDb(levelDb: number): number {
  return 10 ** (levelDb / 20);
}

/** Level in dB of a linear gain or amplitude; never below `SILENCE_DB`. */
export function dbOfGain(gain: number): number {
  return gain <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(gain));
}

/** What a track's own gain has to be, in dB, so that tracks follow each other at one loudness. */
export function trimDbOf(loudnessDb: number | null): number {
  return loudnessDb === null ? UNMEASURED_TRIM_DB : Math.min(LARGEST_BOOST_DB, TARGET_LOUDNESS_DB - loudnessDb);
}

/**
 * What a track is raised or lowered by in a playlist, in dB: to the house's loudness, and by its section; less where its
 * peak would come too high.
 */
export function playedLevelDb({
  loudnessDb,
  levelDb = 0,
  peakDb,
}: Pick<PlaylistTrack, 'loudnessDb' | 'levelDb' | 'peakDb'>): number {
  const wantedDb = trimDbOf(loudnessDb) + levelDb;
  return peakDb === undefined ? wantedDb : Math.min(wantedDb, HIGHEST_PEAK_DB - peakDb);
}

/**
 * Linear gain of a volume from 0 to 1. Squared, so that half way is 12 dB down and the lower half of the control is
 * usable; full volume is the track as it is, never more.
 */
export function gainOfVolume(volume: number): number {
  const limited = Math.min(1, Math.max(0, volume));
  return limited * limited;
}

/** The volume that a linear gain stands for: the inverse of `gainOfVolume`. */
export function volumeOfGain(gain: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, gain)));
}
