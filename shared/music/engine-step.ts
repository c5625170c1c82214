import {
  type DeckName,
  deckNames,
  type EngineEffect,
  type EngineState,
  type LaneName,
  laneNames,
  type Slot,
} from './engine-state.ts';
import { overlapMs } from './overlap.ts';
import type { MusicAction } from './player-messages.ts';
import { partAround } from './track.ts';

/** One step of the engine while it is being computed: the state so far and what the audio graph is asked to do. */
export type Step = { state: EngineState; readonly effects: EngineEffect[]; readonly nowMs: number };

/** How much later than its fade a deck is halted, and how much earlier than a track's end a fade is: the graph's lead. */
export const MARGIN_MS = 80;

/** Changes the step's state. */
export function put(step: Step, changes: Partial<EngineState>): void {
  step.state = { ...step.state, ...changes };
}

export function otherDeck(deck: DeckName): DeckName {
  return deck === 'a' ? 'b' : 'a';
}

/** The track after `trackIndex`; null behind the last one of a list that is not endless. */
export function indexAfter(state: EngineState, trackIndex: number): number | null {
  if (state.list === null) return null;
  if (state.stay) return indexWithinPart(state.list.tracks, trackIndex);
  if (trackIndex + 1 < state.list.tracks.length) return trackIndex + 1;
  return state.list.endless ? (state.list.repeatsFrom ?? 0) : null;
}

/** The track after `trackIndex` in its own part of the arc; behind the last one the part's first. */
function indexWithinPart(tracks: readonly { readonly part: number }[], trackIndex: number): number {
  const { first, length } = partAround(
    tracks.map(({ part }) => part),
    trackIndex,
  );
  return trackIndex + 1 < first + length ? trackIndex + 1 : first;
}

export function durationOf(state: EngineState, trackIndex: number): number {
  return state.list?.tracks[trackIndex]?.durationMs ?? 0;
}

/** Tells what happened, with the place and the volume of this moment. */
export function announce(step: Step, action: MusicAction): void {
  const { place, volume } = step.state;
  step.effects.push({ kind: 'announce', action, trackIndex: place.trackIndex, positionMs: place.positionMs, volume });
}

/** Puts a track on a deck, from then on known by a new token. The deck must not be heard. */
export function loadOnDeck(step: Step, deck: DeckName, trackIndex: number, positionMs: number): Slot {
  const token = step.state.nextToken;
  const track = step.state.list?.tracks[trackIndex];
  if (track === undefined) throw new Error(`No track ${trackIndex} in the list`);
  const { trackId, format, trimDb, cut } = track;
  const load = { kind: 'load', deck, token, trackId, format, positionMs, trimDb } as const;
  step.effects.push(cut === undefined ? load : { ...load, cut });
  put(step, { nextToken: token + 1 });
  return { deck, token, trackIndex, positionMs, phase: 'loading', phaseSinceMs: step.nowMs };
}

/** Starts a deck that is ready; it is heard once it says that it plays. */
export function startDeck<Kind extends Slot>(step: Step, slot: Kind): Kind {
  step.effects.push({ kind: 'start', deck: slot.deck, token: slot.token });
  return { ...slot, phase: 'starting', phaseSinceMs: step.nowMs };
}

/** Fades so that in the end only `lane` is heard. A deck that is leaving sooner keeps its own, faster fade. */
export function fadeTo(step: Step, lane: LaneName, overMs: number): void {
  const leavesSooner = (one: LaneName): boolean =>
    step.state.leaving.some(({ deck, untilMs }) => deck === one && untilMs <= step.nowMs + overMs + MARGIN_MS);
  const lanes = laneNames
    .filter((one) => one === lane || !leavesSooner(one))
    .map((one) => ({ lane: one, to: one === lane ? (1 as const) : (0 as const) }));
  step.effects.push({ kind: 'fade', lanes, overMs });
}

/** Lets a deck fade away; it is free when it has. A deck that is leaving already leaves no later than now asked. */
export function letGo(step: Step, deck: DeckName, overMs: number): void {
  const untilMs = step.nowMs + overMs + MARGIN_MS;
  const before = step.state.leaving.find((one) => one.deck === deck);
  const others = step.state.leaving.filter((one) => one.deck !== deck);
  put(step, { leaving: [...others, { deck, untilMs: Math.min(untilMs, before?.untilMs ?? untilMs) }] });
  step.effects.push({ kind: 'wake', afterMs: overMs + MARGIN_MS });
}

/** Stops every deck at once; none may be heard. */
export function haltDecks(step: Step): void {
  for (const deck of deckNames) step.effects.push({ kind: 'halt', deck });
}

/** Behind a shut gate: every deck stands, and every lane is down. */
export function silenceAll(step: Step): void {
  haltDecks(step);
  step.effects.push({ kind: 'fade', lanes: laneNames.map((lane) => ({ lane, to: 0 })), overMs: 0 });
}

/** Takes decks that are fading away out of the way at once, without a click. */
export function hastenLeaving(step: Step): void {
  const overMs = step.state.timings.hastenMs;
  for (const { deck, untilMs } of step.state.leaving) {
    // One that is as fast already must not begin its fade anew: it would be halted before its end.
    if (untilMs <= step.nowMs + overMs + MARGIN_MS) continue;
    step.effects.push({ kind: 'fade', lanes: [{ lane: deck, to: 0 }], overMs });
    letGo(step, deck, overMs);
  }
}

/** Opens the gate, slowly. */
export function openGate(step: Step, overMs: number): void {
  step.effects.push({ kind: 'gate', to: 1, overMs });
  put(step, { gate: 'open', shutting: null });
}

/** Lets the safety bed sound beside whatever is left, and says so once. */
export function coverWithBed(step: Step, problem: NonNullable<EngineState['problem']>): void {
  if (!step.state.bed) {
    step.effects.push({ kind: 'fade', lanes: [{ lane: 'bed', to: 1 }], overMs: step.state.timings.bedInMs });
  }
  put(step, { bed: true, problem });
  if (!step.state.interrupted) {
    announce(step, 'interrupted');
    put(step, { interrupted: true });
  }
}

/** How long the track on `current` still lasts, taken on from the last tick. */
export function remainingMs(step: Step): number {
  const { place, progress } = step.state;
  return Math.max(0, place.durationMs - place.positionMs - Math.max(0, step.nowMs - progress.atMs));
}

/** How long two tracks of the list overlap in its crossfade; the end of the list where `to` is null. */
export function crossfadeMsOf(state: EngineState, from: number, to: number | null): number {
  const durationsMs = [from, ...(to === null ? [] : [to])].map((trackIndex) => durationOf(state, trackIndex));
  return overlapMs(state.crossfadeMs, ...durationsMs);
}
