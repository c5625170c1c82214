import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConsoleBridge, JournalContent, Pushes } from '../../shared/bridge/contract.ts';
import type { DraftPlace } from '../../shared/bridge/draft-place.ts';
import type { Picture } from '../../shared/bridge/picture.ts';
import type { Problem } from '../../shared/problem.ts';
import type { TherapistCommand } from '../../shared/session/command.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { evolve, replay } from '../../shared/session/evolve.ts';
import type { Moment } from '../../shared/session/moment.ts';
import type { SessionState } from '../../shared/session/state.ts';
import type { Press } from '../design/press.ts';
import { type HeardClock, momentNow, touchAgeMs, untilNextTickMs, windowClockMs } from './clock.ts';

/** The session this window stands in, folded from the same journal by the same rules as in the main process. */
export type OpenSession = {
  readonly sessionId: string;
  readonly state: SessionState;
  /** Every event up to this sequence is on disk twice. */
  readonly durableThrough: number;
  /** The text note that was being written when the journal was last fetched. */
  readonly draft: string;
  readonly draftPlace: DraftPlace | null;
};

export type StoreContent = {
  readonly picture: Picture | null;
  readonly session: OpenSession | null;
  readonly now: Moment | null;
  /** Why the journal of the active session can't be shown. */
  readonly problem: Problem | null;
};

/** Timers of the window, handed in so that a test can turn them by hand. */
export type Timers = {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, act: () => void) => () => void;
};

export const windowTimers: Timers = {
  nowMs: windowClockMs,
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};

export type ConsoleStore = {
  readonly bridge: ConsoleBridge;
  readonly get: () => StoreContent;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks for something in the active session; null when it was accepted, else why not. */
  readonly command: (command: TherapistCommand, touch?: Press) => Promise<Problem | null>;
  readonly close: () => void;
};

const noSession: Problem = {
  code: 'no-session',
  sentence: 'No session is open in this window.',
  remedy: 'Open it from the home screen and try again.',
};

/**
 * Everything the console shows, kept in step with the main process: its picture, its clock, and the journal of the
 * active session. A gap in the journal's sequence makes the store fetch the journal whole again.
 */
export function createConsoleStore(bridge: ConsoleBridge, timers: Timers = windowTimers): ConsoleStore {
  let content: StoreContent = { picture: null, session: null, now: null, problem: null };
  let heard: HeardClock | null = null;
  let stopTick: (() => void) | null = null;
  let closed = false;
  let fetching: { readonly sessionId: string; readonly waiting: Pushes['journal'][] } | null = null;
  const listeners = new Set<() => void>();

  const set = (change: Partial<StoreContent>) => {
    content = { ...content, ...change, now: heard === null ? null : momentNow(heard, timers.nowMs()) };
    for (const listener of listeners) listener();
  };
  const scheduleTick = () => {
    stopTick?.();
    stopTick = null;
    const delayMs = heard === null ? null : untilNextTickMs(heard, timers.nowMs());
    if (delayMs === null || closed) return;
    stopTick = timers.after(delayMs, () => {
      set({});
      scheduleTick();
    });
  };

  const fetchJournal = async (sessionId: string): Promise<void> => {
    const own: NonNullable<typeof fetching> = { sessionId, waiting: [] };
    fetching = own;
    const answer = await bridge.getJournal({ sessionId });
    if (fetching !== own) return;
    fetching = null;
    if (closed) return;
    if (!answer.ok) return set({ session: null, problem: answer.problem });
    set({ session: sessionOf(sessionId, answer.value), problem: null });
    for (const journal of own.waiting) takeJournal(journal);
  };
  const takeJournal = (journal: Pushes['journal']) => {
    if (fetching !== null) {
      if (fetching.sessionId === journal.sessionId) fetching.waiting.push(journal);
      return;
    }
    const { session } = content;
    if (session === null || session.sessionId !== journal.sessionId) return;
    const state = withEvents(session.state, journal.events);
    if (state === 'gap') {
      void fetchJournal(journal.sessionId);
      return;
    }
    set({ session: { ...session, state, durableThrough: Math.max(session.durableThrough, journal.durableThrough) } });
  };
  const takePicture = (picture: Picture) => {
    const activeId = picture.stage.kind === 'open' ? picture.stage.activeSessionId : null;
    const known = fetching?.sessionId ?? content.session?.sessionId ?? null;
    if (activeId === known) return set({ picture });
    fetching = null;
    set({ picture, session: null, problem: null });
    if (activeId !== null) void fetchJournal(activeId);
  };

  const stops = [
    bridge.onPicture(takePicture),
    bridge.onJournal(takeJournal),
    bridge.onClock((clock) => {
      heard = { ...clock, heardAtMs: timers.nowMs() };
      set({});
      scheduleTick();
    }),
  ];
  void bridge.getPicture({}).then((picture) => {
    if (!closed && content.picture === null) takePicture(picture);
  });

  return {
    bridge,
    get: () => content,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    command: async (command, touch) => {
      const sessionId = content.session?.sessionId;
      if (sessionId === undefined) return noSession;
      const outcome = await bridge.command({
        sessionId,
        command,
        touchAgeMs: touchAgeMs(touch?.timeStamp, timers.nowMs()),
      });
      return outcome.ok ? null : outcome.problem;
    },
    close: () => {
      closed = true;
      stopTick?.();
      for (const stop of stops) stop();
    },
  };
}

function sessionOf(sessionId: string, journal: JournalContent): OpenSession {
  return {
    sessionId,
    state: replay(journal.events),
    durableThrough: journal.durableThrough,
    draft: journal.draft,
    draftPlace: journal.draftPlace,
  };
}

/** The state with these events added; those it has already are passed over. `gap` where one between is missing. */
export function withEvents(state: SessionState, events: readonly SessionEvent[]): SessionState | 'gap' {
  let evolved = state;
  for (const event of events) {
    if (event.sequence <= evolved.events.length) continue;
    if (event.sequence !== evolved.events.length + 1) return 'gap';
    evolved = evolve(evolved, event);
  }
  return evolved;
}

export const StoreContext = createContext<ConsoleStore | null>(null);

export function useStore(): ConsoleStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('a console component outside of the store');
  return store;
}

/** One part of all that the store holds; re-renders only when that part is another. */
export function useContent<Part>(part: (content: StoreContent) => Part): Part {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

/** All that the console shows apart from journals. Only below the shell, where the picture is there. */
export function usePicture(): Picture {
  const picture = useContent((content) => content.picture);
  if (picture === null) throw new Error('shown before the picture was there');
  return picture;
}

/** Why whoever unlocked the vault can sign nothing; null where they can. */
export function useSigningProblem(): Problem | null {
  return useContent(({ picture }) => (picture?.stage.kind === 'open' ? picture.stage.signingProblem : null));
}

/** The active session; null at home and while its journal is being fetched. */
export function useSession(): OpenSession | null {
  return useContent((content) => content.session);
}

/** The active session, in components that are only shown within one. */
export function useOpenSession(): OpenSession {
  const session = useSession();
  if (session === null) throw new Error('a session’s component shown without a session');
  return session;
}

/** Now, changing once a second (four times in a faster rehearsal). Only below the shell, where the clock was heard. */
export function useNow(): Moment {
  const now = useContent((content) => content.now);
  if (now === null) throw new Error('shown before the clock was heard');
  return now;
}

/** Asks for something in the active session, with the time of the touch; answers why not, or null when accepted. */
export function useCommand(): ConsoleStore['command'] {
  return useStore().command;
}

/** The bridge's other calls: monitors, music, machine, files, signing. */
export function useBridge(): ConsoleBridge {
  return useStore().bridge;
}
