import type { Reason } from './engine-state.ts';
import { announce, coverWithBed, hastenLeaving, indexAfter, letGo, put, type Step, startDeck } from './engine-step.ts';
import { begin } from './engine-transport.ts';
import type { PlayerProblemCode } from './player-problem.ts';

/** The list is over and does not start again: the safety bed goes on, for as long as it is needed. */
export function endList(step: Step, overMs: number): void {
  const { current } = step.state;
  if (current !== null && current.phase === 'sounding' && step.state.gate === 'open') {
    step.effects.push({
      kind: 'fade',
      lanes: [
        { lane: current.deck, to: 0 },
        { lane: 'bed', to: 1 },
      ],
      overMs,
    });
    letGo(step, current.deck, overMs);
    put(step, { bed: true });
  }
  put(step, { current: null, incoming: null, wanted: null, ended: true, problem: 'list-ended' });
  if (step.state.gate === 'open') coverWithBed(step, 'list-ended');
  else if (step.state.wish === 'play') begin(step);
}

function failuresAllowed(step: Step): number {
  return 2 * (step.state.list?.tracks.length ?? 0) + 1;
}

/** Chooses what is tried after `trackIndex` failed: the next tracks one by one, then all of them again later. */
function tryNext(step: Step, trackIndex: number, reason: Reason): void {
  const { state, nowMs } = step;
  if (state.failures > failuresAllowed(step)) {
    put(step, { incoming: null, wanted: null, retryAtMs: nowMs + state.timings.retryMs });
    return;
  }
  const next = indexAfter(state, trackIndex);
  if (next === null) {
    if (state.current === null) endList(step, 0);
    else put(step, { retryAtMs: nowMs + state.timings.retryMs });
    return;
  }
  const { incoming } = state;
  if (incoming !== null && incoming.trackIndex === next) {
    const asked = { ...incoming, reason };
    put(step, { incoming: incoming.phase === 'ready' && state.gate === 'open' ? startDeck(step, asked) : asked });
    return;
  }
  put(step, { incoming: null, wanted: { trackIndex: next, positionMs: 0, reason } });
}

/** What should be heard is not: the safety bed covers it and a repair begins. */
export function loseCurrent(step: Step, problem: PlayerProblemCode): void {
  const { current, gate, timings } = step.state;
  if (current === null) return;
  put(step, { failures: step.state.failures + 1, problem, current: null });
  if (gate === 'open') {
    if (current.phase === 'sounding') {
      hastenLeaving(step);
      step.effects.push({ kind: 'fade', lanes: [{ lane: current.deck, to: 0 }], overMs: timings.hastenMs });
      letGo(step, current.deck, timings.hastenMs);
    } else {
      step.effects.push({ kind: 'halt', deck: current.deck });
    }
    coverWithBed(step, problem);
  } else {
    step.effects.push({ kind: 'halt', deck: current.deck });
  }
  const { incoming } = step.state;
  if (incoming !== null && (incoming.reason === 'skip' || incoming.phase === 'starting')) return;
  if (step.state.wanted !== null) return;
  // While nothing is asked to play there is no hurry: the next `play` tries again.
  if (gate === 'shut' && step.state.wish === 'stand') return;
  if (step.state.failures === 1) {
    const { trackIndex } = current;
    put(step, { incoming: null, wanted: { trackIndex, positionMs: step.state.place.positionMs, reason: 'repair' } });
  } else {
    tryNext(step, current.trackIndex, 'repair');
  }
}

/** The track that was to come can't be played: the one after it is tried, the one that is heard goes on. */
export function loseIncoming(step: Step, problem: PlayerProblemCode): void {
  const { incoming, current } = step.state;
  if (incoming === null) return;
  step.effects.push({ kind: 'halt', deck: incoming.deck });
  put(step, { incoming: null, failures: step.state.failures + 1, problem });
  if (current === null) tryNext(step, incoming.trackIndex, 'repair');
  else tryNext(step, incoming.trackIndex, incoming.reason === 'skip' ? 'skip' : 'end');
}

/** Nothing was heard in time after `play`: the gate opens on the safety bed, and the track joins when it can. */
export function openOnBed(step: Step): void {
  step.effects.push({ kind: 'fade', lanes: [{ lane: 'bed', to: 1 }], overMs: 0 });
  step.effects.push({ kind: 'gate', to: 1, overMs: step.state.timings.startMs });
  put(step, { gate: 'open', bed: true });
  announce(step, step.state.hasStarted ? 'resumed' : 'started');
  put(step, { hasStarted: true });
  coverWithBed(step, step.state.problem ?? 'track-stalled');
}
