import type { EngineState } from './engine-state.ts';
import {
  announce,
  durationOf,
  haltDecks,
  hastenLeaving,
  indexAfter,
  MARGIN_MS,
  openGate,
  put,
  type Step,
  silenceAll,
  startDeck,
} from './engine-step.ts';
import type { MusicCommand, PlayerList } from './player-messages.ts';

type LoadCommand = Extract<MusicCommand, { kind: 'load' }>;

function clampVolume(volume: number, ceiling: number): number {
  return Math.min(ceiling, Math.max(0, volume));
}

/** Brings the programme to silence within `overMs`; the decks are halted behind it. */
export function shutGate(step: Step, overMs: number, then: NonNullable<EngineState['shutting']>['then']): void {
  step.effects.push({ kind: 'gate', to: 0, overMs });
  step.effects.push({ kind: 'wake', afterMs: overMs + MARGIN_MS });
  put(step, { shutting: { haltAtMs: step.nowMs + overMs + MARGIN_MS, then } });
}

function putList(step: Step, command: LoadCommand): void {
  const lastIndex = command.list.tracks.length - 1;
  if (lastIndex < 0) return;
  silenceAll(step);
  const volume = clampVolume(command.volume, command.volumeCeiling);
  step.effects.push({ kind: 'volume', volume, atOnce: true });
  const { list, volumeCeiling, crossfadeMs } = command;
  put(step, { list, volumeCeiling, crossfadeMs, volume, volumeToldAtMs: null, pendingLoad: null });
  put(step, { current: null, incoming: null, leaving: [], bed: false, ended: false, hasStarted: false });
  put(step, { problem: null, interrupted: false, failures: 0, retryAtMs: null, wanted: null });
  let trackIndex = Math.min(lastIndex, Math.max(0, command.trackIndex));
  let positionMs = Math.max(0, command.positionMs);
  if (positionMs >= durationOf(step.state, trackIndex)) {
    const next = indexAfter(step.state, trackIndex);
    if (next === null) {
      const durationMs = durationOf(step.state, trackIndex);
      put(step, { ended: true, place: { trackIndex, positionMs: durationMs, durationMs }, problem: 'list-ended' });
      return;
    }
    trackIndex = next;
    positionMs = 0;
  }
  const durationMs = durationOf(step.state, trackIndex);
  put(step, { place: { trackIndex, positionMs, durationMs } });
  // What was asked for while the list before this one fell silent holds for this one.
  if (step.state.grounded) put(step, { ended: true });
  else put(step, { wanted: { trackIndex, positionMs, reason: 'repair' } });
}

/** Loads a list at a place, at rest; what still sounds is brought to silence first. */
export function load(step: Step, command: LoadCommand): void {
  put(step, { wish: 'stand', wishSinceMs: step.nowMs, stay: false, grounded: false });
  if (step.state.gate === 'shut') {
    putList(step, command);
    return;
  }
  put(step, { pendingLoad: command });
  shutGate(step, step.state.timings.pauseMs, 'nothing');
}

/** Plays from a shut gate, as soon as there is something to be heard. */
export function begin(step: Step): void {
  const { state } = step;
  if (state.list === null) return;
  if (state.ended) {
    step.effects.push({ kind: 'fade', lanes: [{ lane: 'bed', to: 1 }], overMs: 0 });
    openGate(step, state.hasStarted ? state.timings.resumeMs : state.timings.startMs);
    put(step, { bed: true, problem: state.grounded ? null : 'list-ended' });
    announce(step, state.hasStarted ? 'resumed' : 'started');
    put(step, { hasStarted: true });
    return;
  }
  if (state.current === null) {
    const { trackIndex, positionMs } = state.place;
    if (state.wanted === null) put(step, { failures: 0, wanted: { trackIndex, positionMs, reason: 'repair' } });
  } else if (state.current.phase === 'ready') {
    put(step, { current: startDeck(step, state.current) });
  }
}

export function play(step: Step): void {
  const { state } = step;
  if ((state.list === null && state.pendingLoad === null) || state.wish === 'play') return;
  put(step, { wish: 'play', wishSinceMs: step.nowMs });
  if (state.pendingLoad !== null) return;
  if (state.shutting !== null) {
    openGate(step, state.timings.resumeMs);
    announce(step, 'resumed');
    if (state.current?.phase === 'ready') put(step, { current: startDeck(step, state.current) });
  } else {
    begin(step);
  }
}

function standBeforeSound(step: Step): void {
  const { current } = step.state;
  if (current?.phase === 'starting') {
    step.effects.push({ kind: 'halt', deck: current.deck });
    put(step, { current: { ...current, phase: 'ready', phaseSinceMs: step.nowMs } });
  }
}

export function pause(step: Step): void {
  const { state } = step;
  const wasPlaying = state.wish === 'play';
  if (!wasPlaying && state.shutting?.then !== 'faded-out') return;
  put(step, { wish: 'stand', wishSinceMs: step.nowMs });
  if (state.pendingLoad !== null) return;
  if (state.gate === 'shut') {
    standBeforeSound(step);
    return;
  }
  announce(step, 'paused');
  shutGate(step, state.timings.pauseMs, 'paused');
}

export function fadeOut(step: Step, askedMs: number): void {
  const { shutting, timings } = step.state;
  const overMs = Math.max(timings.pauseMs, askedMs);
  // An emergency does not wait for a fade that is slower.
  if (shutting?.then === 'faded-out' && step.nowMs + overMs + MARGIN_MS < shutting.haltAtMs) {
    shutGate(step, overMs, 'faded-out');
    return;
  }
  if (step.state.wish !== 'play') return;
  put(step, { wish: 'stand', wishSinceMs: step.nowMs });
  if (step.state.pendingLoad !== null) return;
  if (step.state.gate === 'shut') standBeforeSound(step);
  else shutGate(step, overMs, 'faded-out');
}

export function setVolume(step: Step, asked: number): void {
  const { pendingLoad } = step.state;
  if (pendingLoad !== null) put(step, { pendingLoad: { ...pendingLoad, volume: asked } });
  const volume = clampVolume(asked, step.state.volumeCeiling);
  if (volume === step.state.volume) return;
  step.effects.push({ kind: 'volume', volume, atOnce: false });
  put(step, { volume, volumeToldAtMs: step.nowMs + step.state.timings.volumeSettlesMs });
}

/** The next track; behind the last one the first of what is repeated, or of the list. */
function indexToSkipTo({ tracks, endless, repeatsFrom = 0 }: PlayerList, trackIndex: number): number {
  if (trackIndex + 1 < tracks.length) return trackIndex + 1;
  return endless ? repeatsFrom : 0;
}

/**
 * Crosses over to a place in the list, within `overMs` or the time that a skip takes, and back into the list from the
 * ground; at rest nothing is heard of it.
 */
export function crossTo(step: Step, trackIndex: number, positionMs: number, overMs?: number): void {
  const { pendingLoad, gate, incoming } = step.state;
  put(step, { grounded: false, retryAtMs: null });
  if (pendingLoad !== null) {
    put(step, { pendingLoad: { ...pendingLoad, trackIndex, positionMs } });
    return;
  }
  if (gate === 'shut') {
    haltDecks(step);
    put(step, { current: null, incoming: null, ended: false, wanted: { trackIndex, positionMs, reason: 'skip' } });
    return;
  }
  if (incoming !== null && incoming.trackIndex === trackIndex && incoming.positionMs === positionMs) {
    const asked = { ...incoming, reason: 'skip' as const, overMs };
    put(step, { incoming: asked.phase === 'ready' ? startDeck(step, asked) : asked, wanted: null });
    return;
  }
  if (incoming !== null) step.effects.push({ kind: 'halt', deck: incoming.deck });
  put(step, { incoming: null, wanted: { trackIndex, positionMs, reason: 'skip', overMs } });
  hastenLeaving(step);
}

/** Goes to the next track, behind the last one to the first. At rest nothing is heard of it. */
export function skip(step: Step): void {
  const { pendingLoad, list, incoming, wanted, place } = step.state;
  if (pendingLoad !== null) {
    crossTo(step, indexToSkipTo(pendingLoad.list, pendingLoad.trackIndex), 0);
    return;
  }
  if (list === null) return;
  const underWay = [incoming, wanted].find((one) => one !== null && one.reason !== 'end');
  announce(step, 'skipped');
  crossTo(step, indexToSkipTo(list, (underWay ?? place).trackIndex), 0);
}

/** Behind a shut gate: halts the decks, keeps the place, and does what waited for silence. */
export function haltAll(step: Step): void {
  const { state, nowMs } = step;
  const then = state.shutting?.then ?? 'nothing';
  silenceAll(step);
  let { current, incoming, place } = state;
  if (incoming !== null && (incoming.reason !== 'end' || current === null)) {
    const { deck, token, trackIndex, positionMs, phase, phaseSinceMs } = incoming;
    current = { deck, token, trackIndex, positionMs, phase, phaseSinceMs };
    place = { trackIndex, positionMs, durationMs: durationOf(state, trackIndex) };
    incoming = null;
    put(step, { ended: false });
  }
  const rest = <Kind extends NonNullable<EngineState['current']>>(slot: Kind): Kind =>
    slot.phase === 'loading' ? slot : { ...slot, phase: 'ready', phaseSinceMs: nowMs };
  put(step, { gate: 'shut', shutting: null, leaving: [], bed: false, place, interrupted: false });
  put(step, {
    current: current === null ? null : rest(current),
    incoming: incoming === null ? null : rest(incoming),
  });
  if (then === 'faded-out') announce(step, 'faded-out');
  if (state.pendingLoad !== null) putList(step, state.pendingLoad);
  if (step.state.wish === 'play') begin(step);
}
