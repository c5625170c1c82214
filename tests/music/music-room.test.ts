import { expect, test } from 'vitest';
import { MusicRoom, type MusicRoomParts } from '../../electron/session/music-room.ts';
import { playedLevelDb } from '../../shared/music/level.ts';
import type { MusicPlace } from '../../shared/music/place.ts';
import type { EventBody, SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { calmJournal } from '../record/journal-samples.ts';

const events = calmJournal();
const inJourney = events.slice(
  0,
  events.findIndex(({ body }) => body.type === 'return-begun'),
);
const [first] = events;

function eventOf(body: EventBody): SessionEvent {
  if (first === undefined) throw new Error('no event');
  return { ...first, body };
}

/** A music room over a session in its journey, and what it asks of the player. */
function musicInJourney() {
  const asked: string[] = [];
  let playing = true;
  const state = replay(inJourney);
  const playlistId = state.music?.body.playlistId ?? 'p';
  const place = (): MusicPlace => ({ playlistId, trackIndex: 0, positionMs: 1_000, gain: 0.5, playing });
  let loudnessDb: number | null = null;
  const loaded: { levels: number[]; place: MusicPlace | undefined }[] = [];
  const room = {
    conductor: { state },
    saveMusicPlace: async () => ({ ok: true, value: null }) as const,
  };
  const unused = () => {
    throw new Error('nothing here asks for it');
  };
  const player: MusicRoomParts['player'] = {
    watch: () => () => undefined,
    watchState: () => () => undefined,
    state: unused,
    place,
    load: (list, at) => loaded.push({ levels: list.tracks.map(playedLevelDb), place: at }),
    takeUpAgain: unused,
    probe: unused,
    play: () => {
      playing = true;
      asked.push('play');
    },
    pause: () => {
      playing = false;
      asked.push('pause');
    },
    skip: () => asked.push('skip'),
    control: ({ kind }) => {
      asked.push(kind);
      return true;
    },
    fadeOut: () => {
      playing = false;
      asked.push('fade');
    },
  };
  const library = {
    listPlaylists: unused,
    playlist: () => ({
      playlistId,
      title: 'Evening',
      builtIn: false,
      endless: true,
      tracks: [{ trackId: 'a', title: 'A', artist: null, durationMs: 60_000, format: 'flac', loudnessDb } as const],
    }),
    check: unused,
    createPlaylist: unused,
    problem: null,
  };
  const music = new MusicRoom({
    library,
    analysis: {
      picture: () => ({ progress: null, left: 0 }),
      problem: null,
      look: unused,
      start: unused,
      stop: unused,
    },
    builtInSet: { progress: () => null, watch: () => undefined, stop: unused },
    player,
    running: () => room,
    report: async () => ({ ok: true, value: null }),
    changed: () => undefined,
    realTime: () => ({ ms: 0, bootId: 'boot' }),
    hold: () => () => undefined,
  });
  const follow = (body: EventBody) => music.follow(room, [eventOf(body)]);
  const measured = (asFoundDb: number) => {
    loudnessDb = asFoundDb;
  };
  return { asked, music, follow, loaded, measured };
}

const undone: EventBody = { type: 'phase-change-undone', eventId: 'e' };

test('music that the return took away comes back when the return is taken back', () => {
  const { asked, follow } = musicInJourney();
  follow({ type: 'return-begun' });
  follow(undone);
  expect(asked).toEqual(['fade', 'play']);
});

test('music that the therapist had silenced stays silent, whatever is taken back', () => {
  const { asked, music, follow } = musicInJourney();
  music.act({ action: 'pause' });
  follow(undone);
  follow({ type: 'return-begun' });
  follow(undone);
  expect(asked).toEqual(['pause', 'fade']);
});

test('what the therapist does with the music after the return counts for more than taking it back', () => {
  const { asked, music, follow } = musicInJourney();
  follow({ type: 'return-begun' });
  music.act({ action: 'pause' });
  follow(undone);
  expect(asked).toEqual(['fade', 'pause']);
});

test('music that plays on is not begun anew by an undo', () => {
  const { asked, follow } = musicInJourney();
  follow(undone);
  expect(asked).toEqual([]);
});

test('what was measured since the list was chosen counts from the dose on, at the same place, and changes nothing that plays', () => {
  const { music, follow, loaded, measured } = musicInJourney();
  music.act({ action: 'pause' });
  follow({ type: 'dosing-opened' });
  follow({ type: 'dosing-opened' });
  expect(loaded.map(({ levels }) => levels)).toEqual([[-10]]);
  measured(-20);
  follow({ type: 'dosing-opened' });
  expect(loaded.at(-1)).toMatchObject({ levels: [-3], place: { trackIndex: 0, positionMs: 1_000, playing: false } });
  music.act({ action: 'play' });
  measured(-25);
  follow({ type: 'dosing-opened' });
  expect(loaded).toHaveLength(2);
});
