import type { Problem } from '../../shared/problem.ts';
import { judgeDelivery } from './monitor-clock.ts';
import type { UserSlot } from './monitor-family.ts';
import { monitorProblem, withCuffWarning } from './monitor-problem.ts';
import { fromMonitorsSchema, type MonitorsMode, type ToMonitors } from './monitors-messages.ts';
import { type Delivery, initialMonitorsState, type MonitorsState, type WallTime } from './monitors-state.ts';
import type { Timer } from './timer.ts';

/** As much of Electron's `UtilityProcess` as is used here. */
export type UtilityProcessLike = {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
};

export type MonitorsClientParts = {
  /** Starts the process whose entry is `monitors-process`. */
  readonly fork: () => UtilityProcessLike;
  readonly timer: Timer;
  /** Our wall clock (in a rehearsal the rehearsal's), for judging a monitor's clock when a reading arrives. */
  readonly wallNow: () => WallTime;
};

/** The main process's end of the monitors process. Commands return at once; what comes of them is told to listeners. */
export type MonitorsClient = {
  /** Starts the process, or starts it over in another mode. */
  start(mode: MonitorsMode): void;
  /** Ends the process for good. */
  stop(): void;
  /** Chooses a monitor by the key in its summary, and the patient's user slot on it. Remembered over a crash. */
  bind(monitorKey: string, slot: UserSlot): void;
  beginMeasurement(now: WallTime): void;
  fetchNew(now: WallTime): void;
  /** The therapist's press on start. Sent once and never again, whatever becomes of the process. */
  startMonitor(): void;
  stopMonitor(): void;
  cancel(): void;
  state(): MonitorsState;
  /** Whether an exchange is under way; a rehearsal's clock stands meanwhile. */
  busy(): boolean;
  /** Process id, for diagnosis; `null` while it is being started again. */
  pid(): number | null;
  /** Every listener may be taken off again by the function returned. */
  onState(listener: (state: MonitorsState) => void): () => void;
  onReading(listener: (delivery: Delivery) => void): () => void;
  onBusy(listener: (busy: boolean) => void): () => void;
};

/** Pause before the process is started again; doubled with every end without a word in between, up to the last. */
const restartPausesMs = [500, 1000, 2000, 4000, 8000, 16_000, 30_000];

type WithoutId<Command> = Command extends { readonly commandId: number } ? Omit<Command, 'commandId'> : never;

export function createMonitorsClient({ fork, timer, wallNow }: MonitorsClientParts): MonitorsClient {
  const stateListeners = new Set<(state: MonitorsState) => void>();
  const readingListeners = new Set<(delivery: Delivery) => void>();
  const busyListeners = new Set<(busy: boolean) => void>();

  let mode: MonitorsMode | null = null;
  let bound: { readonly monitorKey: string; readonly slot: UserSlot } | null = null;
  let child: UtilityProcessLike | null = null;
  let stopRestart: (() => void) | null = null;
  let endsInARow = 0;
  let fromProcess: MonitorsState = initialMonitorsState;
  /** What went wrong with the process itself; stands until the therapist asks for something again. */
  let ownProblem: Problem | null = null;
  let nextCommandId = 0;
  /** Exchanges asked for that the process's state does not show yet. */
  let untaken = new Set<number>();
  /** A start was sent and the process's state does not show it yet. */
  let startUntaken: number | null = null;
  let lastBusy = false;

  const state = (): MonitorsState => ({
    ...fromProcess,
    problem: fromProcess.problem ?? ownProblem,
    busy: fromProcess.busy || untaken.size > 0,
  });
  const tell = () => {
    const now = state();
    for (const listener of stateListeners) listener(now);
    if (now.busy !== lastBusy) {
      lastBusy = now.busy;
      for (const listener of busyListeners) listener(now.busy);
    }
  };

  const send = (command: WithoutId<ToMonitors>) => {
    if (child === null) return;
    const commandId = nextCommandId;
    nextCommandId += 1;
    if (command.type === 'begin' || command.type === 'fetch') untaken.add(commandId);
    if (command.type === 'start-monitor') startUntaken = commandId;
    child.postMessage({ ...command, commandId } satisfies ToMonitors);
  };

  const hear = (message: unknown) => {
    const parsed = fromMonitorsSchema.safeParse(message);
    if (!parsed.success) {
      ownProblem = monitorProblem.processConfused();
      tell();
      return;
    }
    endsInARow = 0;
    switch (parsed.data.type) {
      case 'state':
        fromProcess = parsed.data.state;
        break;
      case 'delivery': {
        const delivery = judgeDelivery(parsed.data.delivery, wallNow());
        for (const listener of readingListeners) listener(delivery);
        return;
      }
      case 'taken':
        untaken.delete(parsed.data.commandId);
        if (startUntaken === parsed.data.commandId) startUntaken = null;
        break;
      case 'not-understood':
        ownProblem = monitorProblem.processConfused();
        untaken.clear();
        break;
    }
    tell();
  };

  const launch = () => {
    if (mode === null) return;
    const launched = fork();
    child = launched;
    launched.on('message', (message) => {
      if (child === launched) hear(message);
    });
    launched.on('exit', () => {
      if (child !== launched) return;
      child = null;
      const measured =
        startUntaken !== null || fromProcess.activity === 'live-measuring' || fromProcess.activity === 'live-stopping';
      untaken = new Set();
      startUntaken = null;
      fromProcess = { ...initialMonitorsState };
      ownProblem = measured ? withCuffWarning(monitorProblem.processEndedMeasuring()) : monitorProblem.processEnded();
      const pauseMs = restartPausesMs[Math.min(endsInARow, restartPausesMs.length - 1)] ?? 30_000;
      endsInARow += 1;
      stopRestart = timer.after(pauseMs, launch);
      tell();
    });
    send({ type: 'start', mode });
    if (bound !== null) send({ type: 'bind', ...bound });
  };

  /** The therapist asked for something: what the process did wrong before is over. */
  const command = (what: WithoutId<ToMonitors>) => {
    if (child !== null) ownProblem = null;
    send(what);
    tell();
  };

  const listen =
    <Value>(listeners: Set<(value: Value) => void>) =>
    (listener: (value: Value) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    };

  return {
    start(nextMode) {
      mode = nextMode;
      bound = null;
      fromProcess = initialMonitorsState;
      if (child === null) {
        stopRestart?.();
        launch();
      } else {
        send({ type: 'start', mode });
      }
      tell();
    },
    stop() {
      mode = null;
      bound = null;
      stopRestart?.();
      const ending = child;
      child = null;
      untaken.clear();
      startUntaken = null;
      fromProcess = initialMonitorsState;
      ownProblem = null;
      ending?.kill();
      tell();
    },
    bind(monitorKey, slot) {
      bound = { monitorKey, slot };
      command({ type: 'bind', monitorKey, slot });
    },
    beginMeasurement(now) {
      command({ type: 'begin', now });
    },
    fetchNew(now) {
      command({ type: 'fetch', now });
    },
    startMonitor() {
      command({ type: 'start-monitor' });
    },
    stopMonitor() {
      command({ type: 'stop-monitor' });
    },
    cancel() {
      command({ type: 'cancel' });
    },
    state,
    busy: () => state().busy,
    pid: () => child?.pid ?? null,
    onState: listen(stateListeners),
    onReading: listen(readingListeners),
    onBusy: listen(busyListeners),
  };
}
