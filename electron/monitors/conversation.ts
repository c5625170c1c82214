import type { Problem } from '../../shared/problem.ts';
import { monitorFamilies } from './families.ts';
import { type FreshRecords, type Snapshot, selectFreshRecords } from './fresh-records.ts';
import type { HidBus } from './hid-transport.ts';
import { type LiveRun, startLiveExchange } from './live-exchange.ts';
import { type MemoryExchange, startMemoryExchange } from './memory-exchange.ts';
import type {
  LiveEnd,
  LiveMeasuring,
  LiveStage,
  MemoryContents,
  MonitorFamily,
  StoredRecord,
  UserSlot,
} from './monitor-family.ts';
import { type ClaimedListing, parseMonitorKey } from './monitor-key.ts';
import { monitorProblem, withCuffWarning } from './monitor-problem.ts';
import { toDelivery } from './monitor-readings.ts';
import {
  type BoundMonitor,
  initialMonitorsState,
  localMsOfWall,
  type MonitorsState,
  type RawDelivery,
  type WallTime,
} from './monitors-state.ts';
import { createPresence, summaryOf } from './presence.ts';
import { judgePushed, withoutPushed } from './pushed-records.ts';
import { sleep, type Timer } from './timer.ts';

export type ConversationParts = {
  readonly bus: HidBus;
  readonly timer: Timer;
  /** The families that are looked for; absent: all. */
  readonly families?: readonly MonitorFamily[];
  /** Pause between two listings of what is plugged in; a real bus wants at least 1500 ms. */
  readonly pollEveryMs: number;
  /** Counts the patient's measuring as busy too: so where the patient is simulated and acts in real time. */
  readonly busyWhileMeasuring: boolean;
  readonly newReadingId: () => string;
  readonly onState: (state: MonitorsState) => void;
  readonly onDelivery: (delivery: RawDelivery) => void;
};

/**
 * The measuring conversation with one chosen monitor. Most only store: remember what it holds, let the patient measure,
 * read again and take what is new. To one that sends its results Vigil listens instead, and starts it where the therapist
 * asks for that. Every call returns at once; what comes of it is told through state and delivery.
 */
export type Conversation = {
  /** Begins to look for monitors. */
  start(): void;
  /** Ends everything that is under way. */
  stop(): void;
  /** Chooses the monitor and the patient's user slot on it. A monitor that is not plugged in may be chosen too. */
  bind(monitorKey: string, slot: UserSlot): void;
  /** The therapist asks for a measurement: the memory is remembered, or the monitor listened to; then one may measure. */
  beginMeasurement(now: WallTime): void;
  /** Reads now what is new; otherwise it happens by itself when the monitor is plugged in again. */
  fetchNew(now: WallTime): void;
  /** The therapist's press on start. Only this ever starts a monitor, and one press starts it once. */
  startMonitor(): void;
  /** Asks a monitor that is listened to to stop and let the air out. */
  stopMonitor(): void;
  /** Gives the measurement up; a monitor that was started is stopped. */
  cancel(): void;
  state(): MonitorsState;
};

type Binding = {
  readonly key: string;
  readonly slot: UserSlot;
  readonly family: MonitorFamily;
};

export function createConversation(parts: ConversationParts): Conversation {
  const { bus, timer, families = monitorFamilies } = parts;
  const presence = createPresence(bus, timer, families);
  let running = false;
  let stopPolling: (() => void) | null = null;
  /** Everything that touches the bus stands in one line: listing during an exchange would disturb it. */
  let line: Promise<void> = Promise.resolve();
  /** Raised by whatever makes work that is under way pointless. */
  let generation = 0;
  let exchange: MemoryExchange | null = null;
  let live: LiveRun | null = null;

  let binding: Binding | null = null;
  let model: string | null = null;
  /** Path on which the last exchange ended well: a family that needs re-plugging cannot be read there again. */
  let spentPath: string | null = null;
  let lastContents: MemoryContents | null = null;
  /** What the monitor sent by itself since its memory was read last: it lies in the memory too. */
  let pushed: StoredRecord[] = [];

  let promptedAt: WallTime | null = null;
  let snapshot: Snapshot | null = null;
  /**
   * What is to be done next; done at once when asked for, and again by itself on every arrival until it succeeds.
   * Listening to a monitor never starts it.
   */
  let pending: 'snapshot' | 'new' | 'live' | null = null;
  let activity: MonitorsState['activity'] = 'idle';
  let problem: Problem | null = null;

  let published = initialMonitorsState;
  let publishedText = '';

  const boundState = (): BoundMonitor | null => {
    if (binding === null) return null;
    return {
      ...summaryOf(binding.key, binding.family, presence.listing()),
      slot: binding.slot,
      pluggedIn: presence.path() !== null,
      model: model?.slice(0, 80) ?? null,
    };
  };

  const publish = () => {
    const exchanging =
      activity === 'reading-memory' ||
      activity === 'reading-new' ||
      activity === 'live-preparing' ||
      activity === 'live-stopping';
    const next: MonitorsState = {
      present: presence.present().map(({ key, family, listing }) => summaryOf(key, family, listing)),
      bound: boundState(),
      activity,
      readsOnArrival: pending !== null,
      problem,
      busy: exchanging || (parts.busyWhileMeasuring && pending !== null && problem === null),
    };
    const text = JSON.stringify(next);
    if (text === publishedText) return;
    published = next;
    publishedText = text;
    parts.onState(next);
  };

  const inLine = (job: () => Promise<void>): Promise<void> => {
    line = line.then(job);
    return line;
  };

  const forgetMeasurement = () => {
    generation += 1;
    exchange?.cancel();
    exchange = null;
    live?.cancel();
    live = null;
    promptedAt = null;
    snapshot = null;
    pending = null;
    activity = 'idle';
    problem = null;
  };

  const look = async () => {
    const looked = await presence.look(binding);
    if (looked.problem === null && presence.path() === null) spentPath = null;
    return looked;
  };

  const fail = (next: Problem) => {
    problem = next;
    const waits = pending === 'new' && promptedAt !== null && binding?.family.live === null;
    activity = waits ? 'waiting-for-measurement' : 'idle';
    publish();
  };

  /** Hands over what was read; the measurement is over. */
  const deliver = (
    selected: FreshRecords,
    contents: Pick<MemoryContents, 'model' | 'clock'>,
    bound: Binding,
    next: Problem | null = null,
  ) => {
    const origin = { family: bound.family.id, monitorKey: bound.key, slot: bound.slot };
    const delivery = { ...toDelivery(selected, contents, origin, parts.newReadingId), promptedAt };
    promptedAt = null;
    snapshot = null;
    pending = null;
    activity = 'idle';
    const nothingTaken = selected.fresh.length + selected.candidates.length === 0;
    problem = next ?? (nothingTaken ? monitorProblem.onlySetAside() : null);
    // First what was read, then the state: whoever waits for "idle" already has the reading.
    parts.onDelivery(delivery);
    publish();
  };

  const takeContents = (contents: MemoryContents, bound: Binding) => {
    model = contents.model;
    lastContents = contents;
    spentPath = presence.path();
    const sentBefore = pushed;
    pushed = [];
    if (pending === 'snapshot') {
      snapshot = { contents, carriedToPromptLocalMs: null };
      pending = 'new';
      activity = 'waiting-for-measurement';
      publish();
      return;
    }
    const selected = selectFreshRecords(snapshot, withoutPushed(contents, sentBefore), bound.slot);
    if (selected.fresh.length + selected.candidates.length + selected.rejected.length === 0) {
      fail(monitorProblem.nothingNew());
      return;
    }
    deliver(selected, contents, bound);
  };

  const takeLiveEnd = (end: LiveEnd, bound: Binding) => {
    switch (end.kind) {
      case 'measured':
        model = end.model;
        if (end.entry.kind === 'record') pushed.push(end.entry.record);
        deliver(judgePushed(end.entry, bound.slot), { model: end.model, clock: null }, bound);
        return;
      case 'failed': {
        const { problem: reason, rawHex } = end;
        const unreadable = { key: '', slot: null, reason: reason.sentence, rawHex };
        const rejected = [{ reason: reason.sentence, unreadable }];
        deliver(
          { fresh: [], candidates: [], rejected, withoutSnapshot: false, trustsMonitorTime: false },
          { model: model ?? '', clock: null },
          bound,
          reason,
        );
        return;
      }
      case 'stopped':
        forgetMeasurement();
        if (!end.acknowledged) problem = withCuffWarning(monitorProblem.stopUnconfirmed());
        publish();
        return;
    }
  };

  const showStage = (stage: LiveStage) => {
    activity = `live-${stage}`;
    publish();
  };

  /** Listens until there is a result, an error or an end. */
  const listenLive = async (claimed: ClaimedListing, bound: Binding, measuring: LiveMeasuring) => {
    const mine = generation;
    const own = startLiveExchange(bus, claimed, measuring, timer, (stage) => {
      if (mine === generation) showStage(stage);
    });
    live = own;
    const result = await own.result;
    if (mine !== generation) return;
    live = null;
    switch (result.kind) {
      case 'ended':
        takeLiveEnd(result.end, bound);
        return;
      case 'problem':
        if (result.problem.code.startsWith('monitor-unplugged')) {
          presence.pulled();
          spentPath = null;
        }
        // After a start nothing goes on by itself: whoever sees the cuff decides.
        if (own.started()) pending = null;
        fail(result.problem);
        return;
      case 'cancelled':
        return;
    }
  };

  /** Does what is pending, on the monitor as the last look found it. */
  const readPending = async (arrived: boolean) => {
    if (pending === null || binding === null) return;
    const mine = generation;
    const bound = binding;
    const located = presence.locate(bound);
    if (located.kind !== 'found') {
      fail(located.kind === 'missing' ? monitorProblem.chosenMissing() : monitorProblem.ambiguous());
      return;
    }
    activity = ({ snapshot: 'reading-memory', new: 'reading-new', live: 'live-preparing' } as const)[pending];
    problem = null;
    publish();
    if (arrived) await sleep(timer, bound.family.settleAfterArrivalMs);
    if (mine !== generation) return;
    if (pending === 'live' && bound.family.live !== null) {
      await listenLive(located.claimed, bound, bound.family.live);
      return;
    }
    const known =
      pending === 'new' && snapshot !== null
        ? new Set(snapshot.contents.entries.map((entry) => entry.record.key))
        : null;
    exchange = startMemoryExchange(bus, located.claimed, timer, known);
    const result = await exchange.result;
    if (mine !== generation) return;
    exchange = null;
    switch (result.kind) {
      case 'contents':
        takeContents(result.contents, bound);
        return;
      case 'problem':
        if (result.problem.code === monitorProblem.unplugged().code) {
          presence.pulled();
          spentPath = null;
        }
        fail(result.problem);
        return;
      case 'cancelled':
        return;
    }
  };

  const notBound = () => {
    const plugged = presence.present().length;
    if (plugged === 0) return monitorProblem.none();
    return plugged === 1 ? monitorProblem.notChosen() : monitorProblem.several();
  };

  /** What a poll finds may settle what was wrong before. */
  const settleProblem = (listProblem: Problem | null) => {
    if (listProblem !== null) {
      problem = listProblem;
      return;
    }
    const settledByList = ['monitor-list-failed', 'monitor-driver-missing'];
    if (problem !== null && settledByList.includes(problem.code)) problem = null;
    if (problem?.code === 'monitor-none' && presence.present().length > 0) problem = null;
  };

  const poll = () => {
    void inLine(async () => {
      if (!running) return;
      const { arrived, problem: listProblem } = await look();
      if (!running) return;
      settleProblem(listProblem);
      if (arrived && pending !== null) await readPending(true);
      publish();
      if (running) stopPolling = timer.after(parts.pollEveryMs, poll);
    });
  };

  /** Looks, then does what the therapist asked for, unless it was taken back meanwhile. */
  const ask = (reading: 'reading-memory' | 'reading-new' | 'live-preparing', prepare: (bound: Binding) => void) => {
    generation += 1;
    const mine = generation;
    activity = reading;
    problem = null;
    publish();
    void inLine(async () => {
      if (mine !== generation) return;
      const { arrived, problem: listProblem } = await look();
      if (mine !== generation) return;
      if (binding === null) {
        pending = null;
        fail(listProblem ?? notBound());
        return;
      }
      prepare(binding);
      if (listProblem !== null) fail(listProblem);
      else if (activity === reading) await readPending(arrived);
      publish();
    });
  };

  const refuse = (next: Problem) => {
    problem = next;
    publish();
  };

  return {
    start() {
      if (running) return;
      running = true;
      publish();
      poll();
    },
    stop() {
      running = false;
      stopPolling?.();
      forgetMeasurement();
    },
    bind(monitorKey, slot) {
      const parsed = parseMonitorKey(monitorKey, families);
      if (parsed === null) {
        refuse(monitorProblem.unknownKey());
        return;
      }
      if (binding?.key === monitorKey && binding.slot === slot) {
        publish();
        return;
      }
      if (live?.started()) {
        refuse(monitorProblem.measuring());
        return;
      }
      forgetMeasurement();
      if (binding?.key !== monitorKey) {
        model = null;
        spentPath = null;
        lastContents = null;
        pushed = [];
        presence.choose(monitorKey);
      }
      binding = { key: monitorKey, slot, family: parsed.family };
      publish();
    },
    beginMeasurement(now) {
      if (exchange !== null || live !== null) {
        refuse(live?.started() ? monitorProblem.measuring() : monitorProblem.busy());
        return;
      }
      promptedAt = now;
      snapshot = null;
      pending = null;
      ask(binding?.family.live ? 'live-preparing' : 'reading-memory', (bound) => {
        if (bound.family.live !== null) {
          pending = 'live';
          return;
        }
        // A monitor that was read and not plugged in again since cannot be read now: what it held then still counts.
        if (
          bound.family.capabilities.needsReplugBetweenReads &&
          lastContents !== null &&
          (presence.path() === null || spentPath === presence.path())
        ) {
          snapshot = { contents: lastContents, carriedToPromptLocalMs: localMsOfWall(now) };
          pending = 'new';
          activity = 'waiting-for-measurement';
          return;
        }
        pending = 'snapshot';
      });
    },
    fetchNew(now) {
      if (exchange !== null || live?.started()) {
        refuse(live === null ? monitorProblem.busy() : monitorProblem.measuring());
        return;
      }
      live?.cancel();
      live = null;
      ask('reading-new', (bound) => {
        pending = 'new';
        // A monitor that is listened to is not read before each measurement: what it held when it was read last counts.
        if (bound.family.live !== null && snapshot === null && lastContents !== null) {
          snapshot = { contents: lastContents, carriedToPromptLocalMs: localMsOfWall(promptedAt ?? now) };
        }
      });
    },
    startMonitor() {
      if (live === null) refuse(monitorProblem.notListening());
      else live.start();
    },
    stopMonitor() {
      live?.stop();
    },
    cancel() {
      if (live?.started()) {
        live.stop();
        return;
      }
      forgetMeasurement();
      publish();
    },
    state: () => published,
  };
}
