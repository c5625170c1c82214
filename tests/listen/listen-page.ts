import { getPriority, setPriority } from 'node:os';
import type { FindMedia } from '../../electron/music/media-handler.ts';
import { PlayerPage } from '../music/player-page.ts';
import { hasPulseAudio, PulseSink } from './pulse-sink.ts';

export type ListenPage = {
  readonly player: PlayerPage;
  /** Where the sound goes; null on a machine without PulseAudio, where only the tap listens. */
  readonly sink: PulseSink | null;
  close(): Promise<void>;
};

/** A desktop lets Chromium's sound run in real time; a higher priority stands for it where nothing grants that. */
const SOUND_PRIORITY = -15;

/** What `start` starts is preferred by the system, where this may be asked for. */
async function preferred<Result>(start: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return start();
  const before = getPriority();
  setPriority(SOUND_PRIORITY);
  try {
    return await start();
  } finally {
    setPriority(before);
  }
}

/** The real player page with its sound led to a sink of its own. */
export async function openListenPage(find: FindMedia): Promise<ListenPage> {
  const sink = hasPulseAudio ? await PulseSink.start() : null;
  try {
    const player = await preferred(() => PlayerPage.open(find, sink?.environment));
    return {
      player,
      sink,
      async close() {
        await player.close();
        await sink?.close();
      },
    };
  } catch (error) {
    await sink?.close();
    throw error;
  }
}
