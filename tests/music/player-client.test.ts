import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPlayerClient, type MusicHappening, type PlayerClient } from '../../electron/music/player-client.ts';
import { type OutputWish, usualOutputs } from '../../shared/music/outputs.ts';
import type { MusicPlace } from '../../shared/music/place.ts';
import { playerCommandSchema } from '../../shared/music/player-message-schemas.ts';
import type { PlayerCommand, PlayerReport } from '../../shared/music/player-messages.ts';
import type { Playlist } from '../../shared/music/track.ts';

const playlist: Playlist = {
  playlistId: 'list',
  title: 'List',
  builtIn: false,
  endless: true,
  tracks: ['one', 'two'].map((title, index) => ({
    trackId: `track-${index}`,
    title,
    artist: null,
    durationMs: 600_000,
    format: 'flac',
    loudnessDb: index === 0 ? -18 : null,
  })),
};

class Bench {
  nowMs = 0;
  /** What concerns the music itself. */
  readonly sent: PlayerCommand[] = [];
  /** All that was sent, by its kind. */
  readonly order: string[] = [];
  lastSequence = 0;
  readonly happenings: MusicHappening[] = [];
  readonly journaled: MusicPlace[] = [];
  readonly client: PlayerClient;

  ceiling: number;
  wish: OutputWish = usualOutputs;

  constructor(volumeCeiling = 1) {
    this.ceiling = volumeCeiling;
    let ids = 0;
    this.client = createPlayerClient({
      // What is sent always passes the schema of its receiver.
      send: (command) => {
        const taken = playerCommandSchema.parse(command);
        this.lastSequence = taken.sequence;
        this.order.push(taken.command.kind);
        if (taken.command.kind !== 'outputs') this.sent.push(taken);
      },
      nowMs: () => this.nowMs,
      newId: () => {
        ids += 1;
        return `probe-${ids}`;
      },
      journalPlace: (place) => this.journaled.push(place),
      volumeCeiling: () => this.ceiling,
      outputs: () => this.wish,
    });
    this.client.watch((happening) => this.happenings.push(happening));
  }

  kinds(): string[] {
    return this.sent.map(({ command }) => command.kind);
  }

  health(changes: Partial<Extract<PlayerReport, { kind: 'health' }>>): void {
    this.client.receive({
      kind: 'health',
      afterSequence: this.lastSequence,
      playlistId: 'list',
      trackIndex: 0,
      trackId: 'track-0',
      positionMs: 0,
      durationMs: 600_000,
      playing: true,
      safetyBed: false,
      levelDb: -25,
      volume: 0.6,
      soundingVolume: 0.6,
      problem: null,
      ...changes,
    });
  }

  happened(action: string): void {
    this.client.receive({
      kind: 'happened',
      action,
      playlistId: 'list',
      trackId: 'track-0',
      trackIndex: 0,
      positionMs: 1_000,
      volume: 0.6,
    });
  }

  static playing(): Bench {
    const lab = new Bench();
    lab.client.receive({ kind: 'ready' });
    lab.client.load(playlist);
    lab.client.play();
    lab.happened('started');
    lab.health({ positionMs: 1_000 });
    return lab;
  }
}

describe('the main process’s end of the player', () => {
  test('a player is told where the music is heard before it is told of any', () => {
    const bench = new Bench();
    bench.client.load(playlist);
    bench.client.play();
    bench.client.playerReady();
    expect(bench.order[0]).toBe('outputs');
    bench.client.playerGone();
    bench.order.length = 0;
    bench.client.playerReady();
    expect(bench.order.slice(0, 2)).toEqual(['outputs', 'load']);
    bench.client.heedOutputs();
    bench.client.testTone('second');
    expect(bench.order.slice(-2)).toEqual(['outputs', 'test-tone']);
  });

  test('what the player tells of outputs is heard until nobody listens any more', () => {
    const bench = new Bench();
    const heard: string[] = [];
    const stop = bench.client.watchOutputs(({ kind }) => heard.push(kind));
    expect(bench.client.receive({ kind: 'outputs', present: null, main: 'runs', second: 'none' }).ok).toBe(true);
    expect(bench.client.receive({ kind: 'tone', role: 'main', levelDb: -30, over: false }).ok).toBe(true);
    stop();
    expect(bench.client.receive({ kind: 'tone', role: 'main', levelDb: -30, over: true }).ok).toBe(true);
    expect(bench.client.receive({ kind: 'outputs', present: [{ outputId: '', name: 'x' }] }).ok).toBe(false);
    expect(heard).toEqual(['outputs', 'tone']);
  });

  test('a piece is sent with its cut and at its section’s level, and the journal hears what it was', () => {
    const bench = new Bench();
    bench.client.playerReady();
    const [whole, second] = playlist.tracks;
    if (whole === undefined || second === undefined) throw new Error('the sample has two tracks');
    const cut = { fromMs: 1_000, toMs: 200_000 };
    const listed: Playlist = {
      ...playlist,
      repeatsFrom: 1,
      tracks: [{ ...whole, section: 'landing', levelDb: -5, durationMs: 199_000, cut }, second],
    };
    bench.client.load(listed);
    expect(bench.sent.find(({ command }) => command.kind === 'load')?.command).toMatchObject({
      kind: 'load',
      // Loudness -18 comes to -23, and five dB less for the section; nobody measured the second.
      list: { repeatsFrom: 1, tracks: [{ durationMs: 199_000, trimDb: -10, cut }, { trimDb: -10 }] },
    });
    const began = { kind: 'happened', action: 'track-began', playlistId: 'list', positionMs: 0, volume: 0.5 } as const;
    bench.client.receive({ ...began, trackId: 'track-0', trackIndex: 0 });
    bench.client.receive({ ...began, trackId: 'track-1', trackIndex: 1 });
    expect(bench.happenings).toEqual([
      expect.objectContaining({ trackTitle: 'one', section: 'landing', trackLevelDb: -10 }),
      expect.objectContaining({ trackTitle: 'two', trackLevelDb: -10 }),
    ]);
    expect(bench.happenings[1]).not.toHaveProperty('section');
    expect(bench.client.state().nextTitle).toBe('two');
  });

  test('what is asked for before the window is there is sent once it is, and once only', () => {
    const lab = new Bench();
    lab.client.load(playlist);
    lab.client.play();
    expect(lab.sent).toEqual([]);
    lab.client.playerReady();
    lab.client.receive({ kind: 'ready' });
    expect(lab.kinds()).toEqual(['load', 'duck', 'play']);
    lab.happened('started');
    expect(lab.happenings.map(({ action }) => action)).toEqual(['started']);
  });

  test('after a crash the music is held as it was, before it is heard', () => {
    const lab = Bench.playing();
    for (const kind of ['softer', 'stay', 'ground'] as const) expect(lab.client.control({ kind })).toBe(true);
    lab.health({ positionMs: 60_000, safetyBed: true });
    lab.client.playerGone();
    lab.sent.length = 0;
    lab.nowMs += 1_500;
    lab.client.playerReady();
    expect(lab.sent.map(({ command }) => command)).toMatchObject([
      { kind: 'load', positionMs: 60_000 },
      { kind: 'duck', levelDb: -12 },
      { kind: 'stay', on: true },
      { kind: 'ground', overMs: 0 },
      { kind: 'play' },
    ]);
  });

  test('tells what was done with the music, where it was and how loud', () => {
    const lab = Bench.playing();
    lab.client.control({ kind: 'softer' });
    lab.client.control({ kind: 'move-on' });
    expect(lab.happenings.slice(1)).toEqual(
      ['softer', 'moved-on'].map((control) => ({
        action: 'control',
        control,
        playlistId: 'list',
        trackId: 'track-0',
        positionMs: 1_000,
        volume: 0.6,
        trackTitle: 'one',
        trackLevelDb: -5,
      })),
    );
    expect(lab.client.place()).toMatchObject({ trackIndex: 1, positionMs: 0, hold: { softer: true } });
  });

  test('the next piece leads back from the ground', () => {
    const lab = Bench.playing();
    lab.client.control({ kind: 'ground' });
    lab.client.skip();
    expect(lab.client.state().control.grounded).toBe(false);
    expect(lab.client.place()?.hold).toBeUndefined();
  });

  test('a ceiling that comes down brings the volume with it; one that goes up raises nothing', () => {
    const lab = new Bench(0.9);
    lab.client.playerReady();
    lab.client.load(playlist);
    lab.client.setVolume(0.8);
    lab.ceiling = 0.5;
    lab.client.heedCeiling();
    expect(lab.sent.at(-1)?.command).toEqual({ kind: 'set-volume', volume: 0.5 });
    const sent = lab.sent.length;
    lab.ceiling = 1;
    lab.client.heedCeiling();
    expect(lab.sent).toHaveLength(sent);
  });

  test('no volume is above the ceiling, not even one that was kept from before it', () => {
    const lab = new Bench(0.5);
    lab.client.playerReady();
    lab.client.load(playlist, { playlistId: 'list', trackIndex: 0, positionMs: 0, gain: 0.8, playing: true });
    expect(lab.sent[0]?.command).toMatchObject({ volume: 0.5, volumeCeiling: 0.5 });
    lab.client.control({ kind: 'volume', volume: 0.51 });
    expect(lab.client.state().volume).toBe(0.5);
  });

  test('tracks are brought to one loudness; one that nobody measured is lowered', () => {
    const lab = Bench.playing();
    const [first] = lab.sent;
    expect(first?.command.kind === 'load' && first.command.list.tracks.map((track) => track.trimDb)).toEqual([-5, -10]);
  });

  test('journals the place on every command and each second while music plays', () => {
    const lab = Bench.playing();
    const before = lab.journaled.length;
    for (let tick = 1; tick <= 20; tick += 1) {
      lab.nowMs += 250;
      lab.health({ positionMs: 1_000 + tick * 250 });
    }
    expect(lab.journaled.length - before).toBe(5);
    lab.client.setVolume(0.3);
    lab.client.skip();
    lab.client.pause();
    expect(lab.journaled.length - before).toBe(8);
    expect(lab.journaled.at(-1)).toMatchObject({ playlistId: 'list', positionMs: 6_000, playing: false });
  });

  test('after a crash: the same list where it would be by now, playing, no louder than it was', () => {
    const lab = Bench.playing();
    lab.health({ positionMs: 60_000, volume: 0.9, soundingVolume: 0.5 });
    lab.nowMs += 1_000;
    lab.client.playerGone();
    expect(lab.client.state().problem?.code).toBe('music-player-gone');
    lab.sent.length = 0;
    lab.nowMs += 1_500;
    lab.client.playerReady();
    expect(lab.kinds()).toEqual(['load', 'duck', 'play']);
    expect(lab.sent[0]?.command).toMatchObject({ trackIndex: 0, positionMs: 62_500, volume: 0.5 });
    lab.happened('started');
    expect(lab.happenings.map(({ action }) => action)).toEqual(['started', 'interrupted', 'taken-up-again']);
  });

  test('a window that reloads by itself says ready again and is loaded again', () => {
    const lab = Bench.playing();
    lab.sent.length = 0;
    lab.client.receive({ kind: 'ready' });
    expect(lab.kinds()).toEqual(['load', 'duck', 'play']);
  });

  test('after a pause or a fade-out a window that comes back stays silent', () => {
    for (const stop of ['pause', 'fadeOut'] as const) {
      const lab = Bench.playing();
      if (stop === 'pause') lab.client.pause();
      else lab.client.fadeOut(20_000);
      lab.client.playerGone();
      lab.sent.length = 0;
      lab.nowMs += 60_000;
      lab.client.playerReady();
      expect(lab.kinds()).toEqual(['load', 'duck']);
      expect(lab.sent[0]?.command).toMatchObject({ positionMs: 1_000 });
    }
  });

  test('a report from before a command does not undo what was asked', () => {
    const lab = Bench.playing();
    lab.client.pause();
    lab.health({ playing: true, volume: 0.1, afterSequence: 0 });
    expect(lab.client.state()).toMatchObject({ playing: false, volume: 0.6 });
  });

  test('a place under the safety bed stands still', () => {
    const lab = Bench.playing();
    lab.health({ positionMs: 30_000, safetyBed: true, problem: 'track-stalled' });
    lab.nowMs += 5_000;
    expect(lab.client.place()).toMatchObject({ positionMs: 30_000, playing: true });
    expect(lab.client.state().problem?.remedy).toBeTruthy();
  });

  test('takes a session up again after the whole program was gone', () => {
    const lab = new Bench();
    lab.client.playerReady();
    const place: MusicPlace = { playlistId: 'list', trackIndex: 1, positionMs: 10_000, gain: 0.4, playing: true };
    lab.client.takeUpAgain(playlist, place, 7_000);
    expect(lab.sent[0]?.command).toMatchObject({ kind: 'load', trackIndex: 1, positionMs: 17_000, volume: 0.4 });
    expect(lab.kinds()).toEqual(['load', 'duck', 'play']);
    lab.happened('started');
    expect(lab.happenings.at(-1)?.action).toBe('taken-up-again');
    lab.sent.length = 0;
    lab.client.takeUpAgain(playlist, { ...place, playing: false }, 7_000);
    expect(lab.sent[0]?.command).toMatchObject({ positionMs: 10_000 });
    expect(lab.kinds()).toEqual(['load', 'duck']);
  });

  test('volume never passes the ceiling', () => {
    const lab = new Bench(0.5);
    lab.client.playerReady();
    lab.client.load(playlist);
    lab.client.setVolume(0.9);
    expect(lab.sent.at(-1)?.command).toEqual({ kind: 'set-volume', volume: 0.5 });
    expect(lab.client.state().volume).toBe(0.5);
  });

  test('shows the track, the one after it, and round the end of an endless list', () => {
    const lab = Bench.playing();
    expect(lab.client.state()).toMatchObject({ trackTitle: 'one', nextTitle: 'two', loadedPlaylistId: 'list' });
    lab.health({ trackIndex: 1, trackId: 'track-1' });
    expect(lab.client.state()).toMatchObject({ trackTitle: 'two', nextTitle: 'one' });
  });

  test('a probe is answered by its own report, or by the window going away', async () => {
    const lab = Bench.playing();
    const [first, second] = playlist.tracks;
    if (first === undefined || second === undefined) throw new Error('no tracks');
    const answered = lab.client.probe(first);
    const broken = lab.client.probe(second);
    const lost = lab.client.probe(second);
    lab.client.receive({ kind: 'probe-failed', probeId: 'probe-2', fault: 'not-decodable' });
    lab.client.receive({ kind: 'probed', probeId: 'probe-1', durationMs: 599_000, peakDb: -9 });
    lab.client.playerGone();
    expect(await answered).toEqual({ ok: true, value: { durationMs: 599_000, peakDb: -9 } });
    expect(await broken).toMatchObject({ ok: false, problem: { code: 'music-not-decodable' } });
    expect(await lost).toMatchObject({ ok: false, problem: { code: 'music-probe-too-slow' } });
    expect(await lab.client.probe(first)).toMatchObject({ ok: false });
  });

  test('what is no report is refused and changes nothing, whatever it is', () => {
    const lab = Bench.playing();
    const before = JSON.stringify([lab.client.state(), lab.client.place()]);
    const nearly = fc
      .record(
        {
          kind: fc.constantFrom('health', 'happened', 'probed', 'probe-failed', 'other'),
          positionMs: fc.oneof(fc.double(), fc.string()),
          volume: fc.anything(),
          action: fc.string(),
          trackIndex: fc.double(),
        },
        { requiredKeys: ['kind'] },
      )
      .map((one) => ({ ...one }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), nearly), (raw) => {
        expect(lab.client.receive(raw).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
    expect(JSON.stringify([lab.client.state(), lab.client.place()])).toBe(before);
  });
});
