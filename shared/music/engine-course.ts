import { durationOf, letGo, put, type Step } from './engine-step.ts';
import { begin, crossTo } from './engine-transport.ts';
import type { MusicCommand } from './player-messages.ts';

type GoTo = Extract<MusicCommand, { kind: 'go-to' }>;

/** Holds the music down, or lets it rise again; whatever is played. */
export function duck(step: Step, levelDb: number): void {
  step.effects.push({ kind: 'duck', levelDb: Math.min(0, levelDb) });
}

/** Stays in the part that plays, or goes on behind it: what comes next is chosen anew unless it is heard already. */
export function stayInPart(step: Step, on: boolean): void {
  const { incoming, wanted, current, stay } = step.state;
  if (stay === on) return;
  put(step, { stay: on });
  if (current === null) return;
  if (incoming?.reason === 'end' && incoming.phase !== 'starting') {
    step.effects.push({ kind: 'halt', deck: incoming.deck });
    put(step, { incoming: null });
  }
  if (wanted?.reason === 'end') put(step, { wanted: null });
}

/** Crosses over to a place in the list; one that is not in it is its last track, or that track's beginning. */
export function goTo(step: Step, { trackIndex: askedIndex, positionMs, overMs }: GoTo): void {
  const { pendingLoad, list } = step.state;
  const tracks = (pendingLoad?.list ?? list)?.tracks ?? [];
  const trackIndex = Math.min(tracks.length - 1, askedIndex);
  const track = tracks[trackIndex];
  if (track !== undefined) crossTo(step, trackIndex, positionMs < track.durationMs ? positionMs : 0, overMs);
}

/** Crosses over to the safety bed, which is always there, and keeps the place in the list. */
export function ground(step: Step, overMs: number): void {
  const { state } = step;
  if (state.grounded || (state.list === null && state.pendingLoad === null)) return;
  put(step, { grounded: true });
  if (state.pendingLoad !== null) return;
  const { current, incoming } = state;
  // A place that was asked for and not reached yet is the one that is kept.
  const asked = [incoming, state.wanted].find((one) => one !== null && one.reason === 'skip');
  if (asked !== undefined && asked !== null) {
    const { trackIndex, positionMs } = asked;
    put(step, { place: { trackIndex, positionMs, durationMs: durationOf(state, trackIndex) } });
  }
  if (incoming !== null) step.effects.push({ kind: 'halt', deck: incoming.deck });
  put(step, { current: null, incoming: null, wanted: null, ended: true, retryAtMs: null, failures: 0 });
  put(step, { problem: null, interrupted: false });
  if (state.gate === 'shut') {
    if (current !== null) step.effects.push({ kind: 'halt', deck: current.deck });
    if (state.wish === 'play') begin(step);
    return;
  }
  if (current !== null && current.phase === 'sounding') {
    const lanes = [
      { lane: current.deck, to: 0 as const },
      ...(state.bed ? [] : [{ lane: 'bed' as const, to: 1 as const }]),
    ];
    step.effects.push({ kind: 'fade', lanes, overMs });
    letGo(step, current.deck, overMs);
  } else {
    if (current !== null) step.effects.push({ kind: 'halt', deck: current.deck });
    if (!state.bed) step.effects.push({ kind: 'fade', lanes: [{ lane: 'bed', to: 1 }], overMs });
  }
  put(step, { bed: true });
}
