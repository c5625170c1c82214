import type { DecodedTrack, MeasureOrder, MeasureReport, MeasurerBridge } from '../../shared/music/measure-messages.ts';
import { mediaPath } from '../../shared/music/media-path.ts';
import { TrackMeter } from '../../shared/music/track-meter.ts';

declare global {
  interface Window {
    readonly measurer: MeasurerBridge;
  }
}

/** What is measured has the rate of most machines' outputs, so that it is what will be heard. */
const SAMPLE_RATE = 48_000;

class NotDecodable extends Error {}

/** How long a player takes a track to be before it has played it: of some files that is an estimate. */
function playerMsOf(trackId: string): Promise<number> {
  const element = new Audio();
  return new Promise<number>((resolve, reject) => {
    element.addEventListener('loadedmetadata', () => resolve(element.duration * 1000), { once: true });
    element.addEventListener('error', () => reject(new NotDecodable()), { once: true });
    element.preload = 'metadata';
    element.src = mediaPath(trackId);
  }).finally(() => {
    element.removeAttribute('src');
    element.load();
  });
}

async function bytesOf(trackId: string): Promise<ArrayBuffer> {
  const answer = await fetch(mediaPath(trackId));
  if (!answer.ok) throw new Error('the track is not there');
  return answer.arrayBuffer();
}

async function decoded(bytes: ArrayBuffer): Promise<AudioBuffer> {
  const context = new OfflineAudioContext({ numberOfChannels: 2, length: 1, sampleRate: SAMPLE_RATE });
  try {
    return await context.decodeAudioData(bytes);
  } catch (error) {
    // Anything else than bytes that are no music is a fault of this page.
    if (error instanceof DOMException && error.name === 'EncodingError') throw new NotDecodable();
    throw error;
  }
}

async function measured(trackId: string): Promise<DecodedTrack> {
  const buffer = await decoded(await bytesOf(trackId));
  const meter = new TrackMeter(buffer.sampleRate);
  meter.take(Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel)));
  return { ...meter.measure(), playerMs: await playerMsOf(trackId) };
}

async function reportOn({ measureId, trackId }: MeasureOrder): Promise<MeasureReport> {
  try {
    return { kind: 'measured', measureId, found: await measured(trackId) };
  } catch (error) {
    const fault = error instanceof NotDecodable ? 'not-decodable' : 'not-measured';
    return { kind: 'measure-failed', measureId, fault };
  }
}

window.measurer.onOrder((order) => {
  void reportOn(order).then((report) => window.measurer.report(report));
});
window.measurer.report({ kind: 'ready' });
