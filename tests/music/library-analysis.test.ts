import { expect, test } from 'vitest';
import { LibraryAnalysis } from '../../electron/music/library-analysis.ts';
import type { DecodedTrack } from '../../shared/music/measure-messages.ts';
import { LONG_MEASURED_MS, LONGEST_MEASURED_MS } from '../../shared/music/measuring.ts';
import type { Track } from '../../shared/music/track.ts';
import type { Outcome } from '../../shared/problem.ts';

const found: DecodedTrack = {
  durationMs: 5_000,
  playerMs: 5_000,
  loudnessDb: -20,
  peakDb: -3,
  edges: { headDb: null, tailDb: null, headSilenceMs: 0, tailSilenceMs: 0 },
};
const problem = (code: string) => ({ ok: false, problem: { code, sentence: 'S.', remedy: 'R.' } }) as const;

/** An analysis over tracks that the test names; it answers for the page. */
function analysisOf(names: readonly string[], lengthMs = 5_000) {
  const kept: string[] = [];
  const asked: string[] = [];
  const here = { may: true, keeps: { ok: true, value: null } as Outcome<null>, rests: 0 };
  let answer: (outcome: Outcome<DecodedTrack>) => void = () => undefined;
  const track = (trackId: string): Track => ({
    trackId,
    title: trackId,
    artist: null,
    durationMs: lengthMs,
    format: 'wav',
    loudnessDb: null,
  });
  const analysis = new LibraryAnalysis({
    library: {
      unmeasured: () => names.filter((name) => !kept.includes(name)).map(track),
      keepMeasure: async (trackId) => {
        if (here.keeps.ok) kept.push(trackId);
        return here.keeps;
      },
    },
    measurer: {
      measure: (trackId, signal) => {
        asked.push(trackId);
        return new Promise((resolve) => {
          answer = resolve;
          signal.addEventListener('abort', () => resolve(problem('music-measure-postponed')));
        });
      },
      rest: () => {
        here.rests += 1;
      },
    },
    mayMeasure: () => here.may,
    changed: () => undefined,
  });
  const say = async (outcome: Outcome<DecodedTrack>) => {
    answer(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { analysis, kept, asked, here, say };
}

test('measures one after another, says how far it is, and lets the page rest', async () => {
  const { analysis, kept, asked, here, say } = analysisOf(['a', 'b']);
  expect(analysis.picture()).toEqual({ progress: null, left: 2 });
  analysis.look();
  analysis.look();
  expect([asked, analysis.picture()]).toEqual([['a'], { progress: { done: 0, of: 2 }, left: 2 }]);
  await say({ ok: true, value: found });
  expect([asked, analysis.picture()]).toEqual([['a', 'b'], { progress: { done: 1, of: 2 }, left: 1 }]);
  await say({ ok: true, value: found });
  expect([kept, analysis.picture(), here.rests]).toEqual([['a', 'b'], { progress: null, left: 0 }, 1]);
});

test('waits while it may not be, and goes on where it was broken off', async () => {
  const { analysis, asked, here, say } = analysisOf(['a']);
  here.may = false;
  analysis.look();
  expect(asked).toEqual([]);
  here.may = true;
  analysis.look();
  await say(problem('music-measure-postponed'));
  expect(analysis.picture()).toEqual({ progress: null, left: 1 });
  analysis.look();
  expect(asked).toEqual(['a', 'a']);
});

test('stopped, it stays so until it is started', async () => {
  const { analysis, asked } = analysisOf(['a', 'b']);
  analysis.look();
  analysis.stop();
  await new Promise((resolve) => setImmediate(resolve));
  analysis.look();
  expect([asked, analysis.picture()]).toEqual([['a'], { progress: null, left: 2 }]);
  analysis.start();
  expect(asked).toEqual(['a', 'a']);
});

test('what can’t be decoded and what fails is named and not tried again; the next ones are measured', async () => {
  const { analysis, kept, asked, say } = analysisOf(['a', 'b', 'c']);
  analysis.look();
  await say(problem('music-not-decodable'));
  await say(problem('music-not-measured'));
  await say({ ok: true, value: found });
  analysis.look();
  expect([...analysis.faults]).toEqual([
    ['a', 'not-decodable'],
    ['b', 'not-measured'],
  ]);
  expect([kept, asked, analysis.picture().left]).toEqual([['c'], ['a', 'b', 'c'], 0]);
  analysis.start();
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

test.each([
  [LONGEST_MEASURED_MS, 1, 0],
  [LONGEST_MEASURED_MS + 1, 0, 1],
])('a track of %d ms', async (lengthMs, asks, faults) => {
  const { analysis, asked } = analysisOf(['a'], lengthMs);
  analysis.look();
  await new Promise((resolve) => setImmediate(resolve));
  expect([asked.length, analysis.faults.size]).toEqual([asks, faults]);
});

test.each([
  [LONG_MEASURED_MS - 1, 0],
  [LONG_MEASURED_MS, 1],
])('after a track of %d ms the page ends %d times before the next one', async (lengthMs, times) => {
  const { analysis, asked, here, say } = analysisOf(['a', 'b'], lengthMs);
  analysis.look();
  await say({ ok: true, value: found });
  expect([asked, here.rests]).toEqual([['a', 'b'], times]);
});

test('a disk that takes nothing ends it with its Problem', async () => {
  const { analysis, asked, here, say } = analysisOf(['a', 'b']);
  here.keeps = problem('music-disk-full');
  analysis.look();
  await say({ ok: true, value: found });
  analysis.look();
  expect([analysis.problem?.code, asked]).toEqual(['music-disk-full', ['a']]);
});
