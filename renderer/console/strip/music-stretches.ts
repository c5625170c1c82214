import type { BodyOf } from '../../../shared/session/event.ts';
import type { Instant } from '../../../shared/session/moment.ts';
import type { SessionState } from '../../../shared/session/state.ts';

/** What a music event does to the sound: it begins or goes on, begins another track, or stops. */
const effect: Readonly<Record<BodyOf<'music-event'>['action'], 'sounds' | 'next' | 'silent' | 'same'>> = {
  started: 'sounds',
  resumed: 'sounds',
  'taken-up-again': 'sounds',
  repaired: 'sounds',
  'track-began': 'next',
  skipped: 'same',
  'volume-changed': 'same',
  control: 'same',
  paused: 'silent',
  'faded-out': 'silent',
  interrupted: 'silent',
};

/** When music was heard, one stretch a track; the last one goes on until now. Milliseconds of the session's timeline. */
export function musicStretches(
  state: SessionState,
  now: Pick<Instant, 'elapsedMs'>,
): { readonly fromMs: number; readonly toMs: number }[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  let sinceMs: number | null = null;
  const close = (toMs: number) => {
    if (sinceMs !== null && toMs > sinceMs) stretches.push({ fromMs: sinceMs, toMs });
    sinceMs = null;
  };
  for (const { body, happenedAt } of state.events) {
    if (body.type !== 'music-event') continue;
    const atMs = happenedAt.elapsedMs;
    switch (effect[body.action]) {
      case 'sounds':
        sinceMs ??= atMs;
        break;
      case 'next':
        close(atMs);
        sinceMs = atMs;
        break;
      case 'silent':
        close(atMs);
        break;
      case 'same':
        break;
    }
  }
  close(now.elapsedMs);
  return stretches;
}
