import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONTENT_TYPE_OF } from '../../electron/music/audio-file.ts';
import { mediaSourceOfFile } from '../../electron/music/file-bytes.ts';
import { playedLevelDb } from '../../shared/music/level.ts';
import { MeasurerPage } from '../music/measurer-page.ts';

const run = promisify(execFile);
const FFMPEG = '/usr/bin/ffmpeg';

/**
 * Sounds as different as music is: dense and as loud as records are made, sparse and quiet, and one that swells. Each is
 * brought to its level by ffmpeg, and kept in another format.
 */
const TRACKS = [
  {
    name: 'dense',
    ending: 'mp3',
    sound: 'anoisesrc=color=pink:seed=1:duration=40',
    level: 'volume=9dB,alimiter=limit=0.97',
  },
  {
    name: 'sparse',
    ending: 'flac',
    sound: 'sine=frequency=220:duration=40',
    level: 'volume=-3dB,tremolo=f=0.2:d=0.9',
  },
  {
    name: 'swelling',
    ending: 'm4a',
    sound: 'anoisesrc=color=brown:seed=2:duration=40',
    level: 'afade=t=in:d=35,volume=2dB',
  },
  { name: 'tone', ending: 'opus', sound: 'sine=frequency=330:duration=40', level: 'volume=8dB' },
] as const;

/** The integrated loudness and the sample peak of a file after a gain, by ffmpeg's own EBU R128 meter. */
async function heardAfter(
  file: string,
  gainDb: number,
): Promise<{ readonly loudnessDb: number; readonly peakDb: number }> {
  const filter = `volume=${gainDb}dB:precision=float,ebur128=peak=sample`;
  const { stderr } = await run(FFMPEG, ['-nostdin', '-hide_banner', '-i', file, '-af', filter, '-f', 'null', '-']);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const figure = (label: string): number => {
    const found = new RegExp(`\\b${label}:\\s+(-?[\\d.]+) (?:LUFS|dBFS)`).exec(summary);
    if (found === null) throw new Error(`ffmpeg's summary has no ${label}`);
    return Number(found[1]);
  };
  return { loudnessDb: figure('I'), peakDb: figure('Peak') };
}

/**
 * Measures files by the page that imports go through, gives them the gain that they would be played with, and has another
 * meter listen: how far the loudest and the softest are apart then, and the highest peak of all.
 */
export async function importedTracks(): Promise<{ readonly apartLu: number; readonly highestPeakDb: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-imported-'));
  const page = await MeasurerPage.open((trackId) => {
    const track = TRACKS.find(({ name }) => name === trackId);
    if (track === undefined) return Promise.resolve(null);
    return mediaSourceOfFile(join(folder, `${track.name}.${track.ending}`), CONTENT_TYPE_OF[track.ending]);
  });
  try {
    const heard: { readonly loudnessDb: number; readonly peakDb: number }[] = [];
    for (const { name, ending, sound, level } of TRACKS) {
      const file = join(folder, `${name}.${ending}`);
      const made = ['-f', 'lavfi', '-i', `${sound},${level}`, '-ac', '2', '-ar', '48000', file];
      await run(FFMPEG, ['-nostdin', '-loglevel', 'error', '-y', ...made]);
      const found = await page.measurer.measure(name, new AbortController().signal);
      if (!found.ok) throw new Error(found.problem.sentence);
      heard.push(await heardAfter(file, playedLevelDb(found.value)));
    }
    const levels = heard.map(({ loudnessDb }) => loudnessDb);
    return {
      apartLu: Math.max(...levels) - Math.min(...levels),
      highestPeakDb: Math.max(...heard.map(({ peakDb }) => peakDb)),
    };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
}
