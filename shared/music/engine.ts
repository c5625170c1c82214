import { duck, goTo, ground, stayInPart } from './engine-course.ts';
import { endList, loseCurrent, loseIncoming, openOnBed } from './engine-repair.ts';
import { type DeckName, deckNames, type EngineEffect, type EngineInput, type EngineState } from './engine-state.ts';
import {
  announce,
  coverWithBed,
  crossfadeMsOf,
  durationOf,
  fadeTo,
  indexAfter,
  letGo,
  loadOnDeck,
  MARGIN_MS,
  openGate,
  otherDeck,
  put,
  remainingMs,
  type Step,
  startDeck,
} from './engine-step.ts';
import { fadeOut, haltAll, load, pause, play, setVolume, skip } from './engine-transport.ts';
import { overlapMs } from './overlap.ts';

/** How long before its fade a deck is started: starting takes some 50 ms and a tick comes every 250 ms. */
const START_LEAD_MS = 400;
/** With less than this left and nothing ready, the safety bed comes in before the track ends. */
const LAST_MOMENT_MS = 1_000;
/** Music that has played this long has recovered from whatever failed before. */
const WELL_AFTER_MS = 3_000;

type Tick = Extract<EngineInput, { kind: 'tick' }>;

/** Gives the waiting track a deck as soon as one is free. */
function serveWanted(step: Step): void {
  const { state } = step;
  if (state.wanted === null || state.list === null) return;
  const { trackIndex, positionMs, reason, overMs } = state.wanted;
  if (state.gate === 'shut') {
    const slot = loadOnDeck(step, state.current?.deck ?? 'a', trackIndex, positionMs);
    const place = { trackIndex, positionMs, durationMs: durationOf(state, trackIndex) };
    put(step, { current: slot, incoming: null, wanted: null, ended: false, place });
  } else if (state.leaving.length === 0 && state.incoming === null) {
    const deck = state.current === null ? 'a' : otherDeck(state.current.deck);
    put(step, { incoming: { ...loadOnDeck(step, deck, trackIndex, positionMs), reason, overMs }, wanted: null });
  }
}

function startWatch(step: Step, token: number, positionMs: number): void {
  put(step, { progress: { token, positionMs, atMs: step.nowMs, ticks: 0 } });
}

function currentReady(step: Step): void {
  const { current, wish, shutting } = step.state;
  if (current === null) return;
  const ready = { ...current, phase: 'ready' as const, phaseSinceMs: step.nowMs };
  put(step, { current: wish === 'play' && shutting === null ? startDeck(step, ready) : ready });
}

function incomingReady(step: Step): void {
  const { incoming, current, gate } = step.state;
  if (incoming === null) return;
  const ready = { ...incoming, phase: 'ready' as const, phaseSinceMs: step.nowMs };
  const isDue = gate === 'open' && (ready.reason !== 'end' || current === null);
  put(step, { incoming: isDue ? startDeck(step, ready) : ready });
}

/** The current deck is heard from now on: the gate opens, or the safety bed hands over to it. */
function currentPlays(step: Step): void {
  const { current, gate, hasStarted, timings, wish } = step.state;
  if (current === null || (gate === 'shut' && wish !== 'play')) return;
  put(step, { current: { ...current, phase: 'sounding', phaseSinceMs: step.nowMs } });
  startWatch(step, current.token, step.state.place.positionMs);
  if (gate === 'shut') {
    fadeTo(step, current.deck, 0);
    openGate(step, hasStarted ? timings.resumeMs : timings.startMs);
    // That a track before this one was left out stays to be seen.
    const problem = step.state.failures > 0 ? step.state.problem : null;
    put(step, { bed: false, hasStarted: true, problem });
    announce(step, hasStarted ? 'resumed' : 'started');
    return;
  }
  fadeTo(step, current.deck, timings.repairMs);
  put(step, { bed: false, problem: null, interrupted: false });
  announce(step, 'repaired');
}

/** The incoming deck plays: everything is faded to it in one go, with the time that is really left. */
function takeOver(step: Step): void {
  const { incoming, current, timings, interrupted } = step.state;
  if (incoming === null) return;
  const { reason, overMs: askedMs, ...slot } = incoming;
  // What fades away must not end before its fade does.
  const leftMs =
    current === null ? Number.POSITIVE_INFINITY : Math.max(timings.hastenMs, remainingMs(step) - MARGIN_MS);
  let overMs = timings.repairMs;
  if (reason === 'skip') {
    const longestMs = overlapMs(askedMs ?? timings.skipMs, durationOf(step.state, slot.trackIndex));
    overMs = Math.min(leftMs, Math.max(timings.hastenMs, longestMs));
  } else if (current !== null && reason === 'end') {
    overMs = Math.min(crossfadeMsOf(step.state, current.trackIndex, slot.trackIndex), leftMs);
  }
  fadeTo(step, slot.deck, overMs);
  const isSameTrack = reason === 'repair' && slot.trackIndex === step.state.place.trackIndex && slot.positionMs > 0;
  if (current !== null) letGo(step, current.deck, overMs);
  put(step, {
    current: { ...slot, phase: 'sounding', phaseSinceMs: step.nowMs },
    incoming: null,
    bed: false,
    ended: false,
    grounded: false,
    interrupted: false,
    problem: null,
    place: {
      trackIndex: slot.trackIndex,
      positionMs: slot.positionMs,
      durationMs: durationOf(step.state, slot.trackIndex),
    },
  });
  startWatch(step, slot.token, slot.positionMs);
  if (interrupted) announce(step, 'repaired');
  if (!isSameTrack) announce(step, 'track-began');
}

/** The current track ended before another one took over. */
function currentEnded(step: Step): void {
  const { state } = step;
  const { current, incoming } = state;
  if (current === null) return;
  const durationMs = state.place.durationMs;
  put(step, { place: { trackIndex: current.trackIndex, positionMs: durationMs, durationMs } });
  // The deck is silent now; its lane must be down before the next track is put on it.
  step.effects.push({ kind: 'fade', lanes: [{ lane: current.deck, to: 0 }], overMs: 0 });
  const next = indexAfter(state, current.trackIndex);
  if (next === null && incoming === null) {
    put(step, { current: null });
    endList(step, 0);
    return;
  }
  put(step, { current: null });
  if (state.gate === 'shut') {
    if (next !== null && state.wanted === null) {
      put(step, { incoming: null, wanted: { trackIndex: next, positionMs: 0, reason: 'end' } });
    }
    return;
  }
  if (incoming === null || incoming.phase === 'loading') coverWithBed(step, 'track-stalled');
  if (incoming === null) {
    if (state.wanted === null && next !== null)
      put(step, { wanted: { trackIndex: next, positionMs: 0, reason: 'end' } });
  } else if (incoming.phase === 'ready') {
    put(step, { incoming: startDeck(step, incoming) });
  }
}

function followProgress(step: Step, tick: Tick): void {
  const { current, progress, place } = step.state;
  if (current === null || (current.phase !== 'sounding' && current.phase !== 'ready')) return;
  const sight = tick.decks.find((one) => one.token === current.token);
  if (sight === undefined) return;
  const durationMs = sight.durationMs ?? place.durationMs;
  put(step, { place: { trackIndex: current.trackIndex, positionMs: Math.max(0, sight.positionMs), durationMs } });
  const moved = progress.token !== current.token || Math.abs(sight.positionMs - progress.positionMs) > 1;
  if (moved || current.phase === 'ready') startWatch(step, current.token, sight.positionMs);
  else put(step, { progress: { ...progress, ticks: progress.ticks + 1 } });
}

/** Answers whether the output runs; while it does not, nothing else can be judged. */
function watchOutput(step: Step, tick: Tick): boolean {
  const { output, timings, gate, shutting } = step.state;
  const { nowMs } = step;
  if (tick.outputChanging === true) {
    const { progress } = step.state;
    put(step, { output: { ...output, clockMs: tick.outputClockMs, atMs: nowMs, ticks: 0 } });
    put(step, { progress: { ...progress, atMs: nowMs, ticks: 0 } });
    return false;
  }
  if (tick.outputRunning && tick.outputClockMs > output.clockMs) {
    put(step, { output: { clockMs: tick.outputClockMs, atMs: nowMs, ticks: 0, lost: false, retryAtMs: 0 } });
    if (output.lost) {
      announce(step, 'repaired');
      put(step, { problem: null, progress: { ...step.state.progress, atMs: nowMs, ticks: 0 } });
      if (gate === 'open' && shutting === null) openGate(step, timings.repairMs);
    }
    return true;
  }
  const ticks = output.ticks + 1;
  const stands = tick.outputRunning ? ticks >= 3 && nowMs - output.atMs >= timings.stallMs : ticks >= 2;
  const newlyLost = !output.lost && gate === 'open' && stands;
  const lost = output.lost || newlyLost;
  const retry = lost && nowMs >= output.retryAtMs;
  const retryAtMs = retry ? nowMs + timings.outputRetryMs : output.retryAtMs;
  put(step, { output: { ...output, ticks, lost, retryAtMs } });
  if (newlyLost) {
    put(step, { problem: 'no-output' });
    // So that the music rises from silence when the output is back.
    step.effects.push({ kind: 'gate', to: 0, overMs: 0 });
    announce(step, 'interrupted');
  }
  if (retry) step.effects.push({ kind: 'repair-output' });
  return !lost;
}

function watchDecks(step: Step): void {
  const { current, progress, timings, gate, wish, shutting, wishSinceMs } = step.state;
  const { nowMs } = step;
  if (current !== null) {
    const stands = progress.token === current.token && progress.ticks >= 3 && nowMs - progress.atMs >= timings.stallMs;
    const tookTooLong = nowMs - current.phaseSinceMs >= timings.loadMs;
    const waits = current.phase === 'loading' || current.phase === 'starting';
    if ((current.phase === 'sounding' && gate === 'open' && stands) || (waits && tookTooLong)) {
      loseCurrent(step, 'track-stalled');
    }
  }
  const { incoming } = step.state;
  if (incoming !== null && incoming.phase !== 'ready' && nowMs - incoming.phaseSinceMs >= timings.loadMs) {
    loseIncoming(step, 'track-stalled');
  }
  const isWaiting = step.state.gate === 'shut' && wish === 'play' && shutting === null && !step.state.ended;
  if (isWaiting && nowMs - wishSinceMs >= timings.patienceMs) openOnBed(step);
}

function prepareNext(step: Step): void {
  const { current, incoming, wanted, leaving, gate, retryAtMs, bed } = step.state;
  if (current === null || current.phase !== 'sounding' || gate !== 'open') return;
  const next = indexAfter(step.state, current.trackIndex);
  const leftMs = remainingMs(step);
  if (next === null) {
    const overMs = crossfadeMsOf(step.state, current.trackIndex, null);
    const nothingElse = incoming === null && wanted === null;
    if (nothingElse && leftMs <= overMs) endList(step, Math.max(step.state.timings.hastenMs, leftMs - MARGIN_MS));
    return;
  }
  if (incoming === null && wanted === null && leaving.length === 0 && retryAtMs === null) {
    put(step, { wanted: { trackIndex: next, positionMs: 0, reason: 'end' } });
    return;
  }
  const overMs = crossfadeMsOf(step.state, current.trackIndex, next);
  if (incoming?.reason === 'end' && incoming.phase === 'ready' && leftMs <= overMs + START_LEAD_MS) {
    put(step, { incoming: startDeck(step, incoming) });
  } else if (leftMs < LAST_MOMENT_MS && !bed && (incoming === null || incoming.phase === 'loading')) {
    coverWithBed(step, 'track-stalled');
  }
}

function settleFailures(step: Step): void {
  const { current, incoming, wanted, retryAtMs, failures, place, gate, wish } = step.state;
  const { nowMs } = step;
  if (retryAtMs !== null && nowMs >= retryAtMs) {
    put(step, { retryAtMs: null, failures: Math.min(failures, 1) });
    const { trackIndex, positionMs } = place;
    const isStuck = current === null && incoming === null && wanted === null;
    if (isStuck && (gate === 'open' || wish === 'play') && !step.state.ended) {
      put(step, { wanted: { trackIndex, positionMs, reason: 'repair' } });
    }
  }
  const playsWell = current?.phase === 'sounding' && nowMs - current.phaseSinceMs >= WELL_AFTER_MS;
  const nothingPends = incoming?.phase !== 'loading' && wanted === null && step.state.retryAtMs === null;
  if (failures > 0 && playsWell && nothingPends) put(step, { failures: 0 });
}

/**
 * Whether a deck can be halted without a click. On a machine that is starved the sound's clock is later than the page's,
 * and a fade that should be over is not; while the output is lost nothing is heard of anything.
 */
function isUnheard(step: Step, input: Tick, deck: DeckName): boolean {
  const isSilent = input.decks.every((sight) => sight.deck !== deck || sight.silent);
  return isSilent || step.state.output.lost || !input.outputRunning;
}

function tick(step: Step, input: Tick): void {
  const { nowMs } = step;
  followProgress(step, input);
  const { shutting, volumeToldAtMs } = step.state;
  if (volumeToldAtMs !== null && nowMs >= volumeToldAtMs) {
    put(step, { volumeToldAtMs: null });
    if (step.state.list !== null) announce(step, 'volume-changed');
  }
  if (shutting !== null && nowMs >= shutting.haltAtMs && deckNames.every((deck) => isUnheard(step, input, deck))) {
    haltAll(step);
  }
  const outputRuns = watchOutput(step, input);
  const gone = step.state.leaving.filter(({ deck, untilMs }) => nowMs >= untilMs && isUnheard(step, input, deck));
  if (gone.length > 0) {
    for (const { deck } of gone) step.effects.push({ kind: 'halt', deck });
    put(step, { leaving: step.state.leaving.filter((one) => !gone.includes(one)) });
  }
  if (!outputRuns) return;
  watchDecks(step);
  settleFailures(step);
  prepareNext(step);
}

function carryOut(step: Step, input: EngineInput): void {
  const { current, incoming } = step.state;
  switch (input.kind) {
    case 'load':
      load(step, input);
      break;
    case 'play':
      play(step);
      break;
    case 'pause':
      pause(step);
      break;
    case 'skip':
      skip(step);
      break;
    case 'set-volume':
      setVolume(step, input.volume);
      break;
    case 'fade-out':
      fadeOut(step, input.overMs);
      break;
    case 'duck':
      duck(step, input.levelDb);
      break;
    case 'stay':
      stayInPart(step, input.on);
      break;
    case 'go-to':
      goTo(step, input);
      break;
    case 'ground':
      ground(step, input.overMs);
      break;
    case 'tick':
      tick(step, input);
      break;
    case 'deck-ready':
      if (current?.token === input.token && current.phase === 'loading') currentReady(step);
      else if (incoming?.token === input.token && incoming.phase === 'loading') incomingReady(step);
      break;
    case 'deck-playing':
      if (current?.token === input.token && current.phase === 'starting') currentPlays(step);
      else if (incoming?.token === input.token && incoming.phase === 'starting') takeOver(step);
      break;
    case 'deck-ended':
      if (current?.token === input.token && current.phase !== 'loading') currentEnded(step);
      break;
    case 'deck-failed':
      if (current?.token === input.token) loseCurrent(step, 'track-unreadable');
      else if (incoming?.token === input.token) loseIncoming(step, 'track-unreadable');
      break;
  }
}

/**
 * The engine: what it knows and what it is told give what it knows next and what the audio graph must do. Pure; time is
 * an argument (monotonic milliseconds). What a deck says about a use of it that is over changes nothing.
 */
export function reduceEngine(
  state: EngineState,
  input: EngineInput,
  nowMs: number,
): { readonly state: EngineState; readonly effects: readonly EngineEffect[] } {
  const step: Step = { state, effects: [], nowMs };
  carryOut(step, input);
  if (step.state !== state) serveWanted(step);
  return { state: step.state, effects: step.effects };
}
