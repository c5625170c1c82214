import type { Problem } from '../../shared/problem.ts';
import { type Snapshot, selectFreshRecords } from './fresh-records.ts';
import type { HidBus } from './hid-transport.ts';
import { listWithin, type MemoryExchange, startMemoryExchange } from './memory-exchange.ts';
import type { MemoryContents, MonitorFamily, UserSlot } from './monitor-family.ts';
import { type ClaimedListing, claimListings, locateMonitor, parseMonitorKey } from './monitor-key.ts';
import { monitorProblem } from './monitor-problem.ts';
import { toDelivery } from './monitor-readings.ts';
import {
  type BoundMonitor,
  initialMonitorsState,
  localMsOfWall,
  type MonitorSummary,
  type MonitorsState,
  type RawDelivery,
  type WallTime,
} from './monitors-state.ts';
import { sleep, type Timer } from './timer.ts';

export type ConversationParts = {
  readonly bus: HidBus;
  readonly timer: Timer;
  /** Pause between two listings of what is plugged in; a real bus wants at least 1500 ms. */
  readonly pollEveryMs: number;
  /** Counts the patient's measuring as busy too: so where the patient is simulated and acts in real time. */
  readonly busyWhileMeasuring: boolean;
  readonly newReadingId: () => string;
  readonly onState: (state: MonitorsState) => void;
  readonly onDelivery: (delivery: RawDelivery) => void;
};

/**
 * The measuring conversation with one chosen monitor: remember what it holds, let the patient measure, read again and
 * take what is new. Every call returns at once; what comes of it is told through state and delivery.
 */
export type Conversation = {
  /** Begins to look for monitors. */
  start(): void;
  /** Ends everything that is under way. */
  stop(): void;
  /** Chooses the monitor and the patient's user slot on it. A monitor that is not plugged in may be chosen too. */
  bind(monitorKey: string, slot: UserSlot): void;
  /** The therapist asks for a measurement: first the memory is remembered, then the patient may measure. */
  beginMeasurement(now: WallTime): void;
  /** Reads now what is new; otherwise it happens by itself when the monitor is plugged in again. */
  fetchNew(now: WallTime): void;
  /** Gives the measurement up. */
  cancel(): void;
  state(): MonitorsState;
};

type Binding = {
  readonly key: string;
  readonly slot: UserSlot;
  readonly family: MonitorFamily;
};

function summaryOf(key: string, family: MonitorFamily, listing: ClaimedListing['listing'] | null): MonitorSummary {
  return {
    key,
    family: family.id,
    familyName: family.name,
    product: (listing?.product ?? '').slice(0, 200),
    serial: listing?.serial?.slice(0, 200) ?? null,
    port: listing?.port?.slice(0, 400) ?? null,
    honestStatus: family.honestStatus,
    slots: [...family.capabilities.slots],
    needsReplugBetweenReads: family.capabilities.needsReplugBetweenReads,
  };
}

export function createConversation(parts: ConversationParts): Conversation {
  const { bus, timer } = parts;
  let running = false;
  let stopPolling: (() => void) | null = null;
  /** Everything that touches the bus stands in one line: listing during an exchange would disturb it. */
  let line: Promise<void> = Promise.resolve();
  /** Raised by whatever makes work that is under way pointless. */
  let generation = 0;
  let exchange: MemoryExchange | null = null;

  let present: readonly ClaimedListing[] = [];
  const severalSeen = new Set<MonitorFamily>();
  let binding: Binding | null = null;
  let lastListing: ClaimedListing['listing'] | null = null;
  let model: string | null = null;
  /** Where the chosen monitor was found last; `null` while it is away. Another path is an arrival. */
  let pathOfBound: string | null = null;
  /** Path on which the last exchange ended well: a family that needs re-plugging cannot be read there again. */
  let spentPath: string | null = null;
  let lastContents: MemoryContents | null = null;

  let promptedAt: WallTime | null = null;
  let snapshot: Snapshot | null = null;
  /** What is to be read next; done at once when asked for, and again by itself on every arrival until it succeeds. */
  let pending: 'snapshot' | 'new' | null = null;
  let activity: MonitorsState['activity'] = 'idle';
  let problem: Problem | null = null;

  let published = initialMonitorsState;
  let publishedText = '';

  const boundState = (): BoundMonitor | null => {
    if (binding === null) return null;
    return {
      ...summaryOf(binding.key, binding.family, lastListing),
      slot: binding.slot,
      pluggedIn: pathOfBound !== null,
      model: model?.slice(0, 80) ?? null,
    };
  };

  const publish = () => {
    const exchanging = activity === 'reading-memory' || activity === 'reading-new';
    const next: MonitorsState = {
      present: present.map(({ key, family, listing }) => summaryOf(key, family, listing)),
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
    promptedAt = null;
    snapshot = null;
    pending = null;
    activity = 'idle';
    problem = null;
  };

  /** Lists what is plugged in. True when the chosen monitor has arrived since the last look. */
  const look = async (): Promise<{ readonly arrived: boolean; readonly problem: Problem | null }> => {
    const listed = await listWithin(bus, timer);
    if (!listed.ok) {
      present = [];
      return { arrived: false, problem: listed.problem };
    }
    present = claimListings(listed.value);
    for (const { family } of present) {
      if (present.filter((other) => other.family === family).length > 1) severalSeen.add(family);
    }
    if (binding === null) return { arrived: false, problem: null };
    const located = locateMonitor(binding.key, present, severalSeen.has(binding.family));
    if (located.kind !== 'found') {
      pathOfBound = null;
      spentPath = null;
      return { arrived: false, problem: null };
    }
    const { listing } = located.claimed;
    const arrived = listing.path !== pathOfBound;
    pathOfBound = listing.path;
    lastListing = listing;
    return { arrived, problem: null };
  };

  const fail = (next: Problem) => {
    problem = next;
    activity = pending === 'new' && promptedAt !== null ? 'waiting-for-measurement' : 'idle';
    publish();
  };

  const takeContents = (contents: MemoryContents, bound: Binding) => {
    model = contents.model;
    lastContents = contents;
    spentPath = pathOfBound;
    if (pending === 'snapshot') {
      snapshot = { contents, carriedToPromptLocalMs: null };
      pending = 'new';
      activity = 'waiting-for-measurement';
      publish();
      return;
    }
    const selected = selectFreshRecords(snapshot, contents, bound.slot);
    if (selected.fresh.length + selected.candidates.length + selected.rejected.length === 0) {
      fail(monitorProblem.nothingNew());
      return;
    }
    const origin = { family: bound.family.id, monitorKey: bound.key, slot: bound.slot };
    const delivery = { ...toDelivery(selected, contents, origin, parts.newReadingId), promptedAt };
    promptedAt = null;
    snapshot = null;
    pending = null;
    activity = 'idle';
    problem = null;
    // First what was read, then the state: whoever waits for "idle" already has the reading.
    parts.onDelivery(delivery);
    publish();
  };

  /** Does what is pending, on the monitor as the last look found it. */
  const readPending = async (arrived: boolean) => {
    if (pending === null || binding === null) return;
    const mine = generation;
    const bound = binding;
    const located = locateMonitor(bound.key, present, severalSeen.has(bound.family));
    if (located.kind !== 'found') {
      fail(located.kind === 'missing' ? monitorProblem.chosenMissing() : monitorProblem.ambiguous());
      return;
    }
    activity = pending === 'snapshot' ? 'reading-memory' : 'reading-new';
    problem = null;
    publish();
    if (arrived) await sleep(timer, bound.family.settleAfterArrivalMs);
    if (mine !== generation) return;
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
          pathOfBound = null;
          spentPath = null;
        }
        fail(result.problem);
        return;
      case 'cancelled':
        return;
    }
  };

  const notBound = () => {
    if (present.length === 0) return monitorProblem.none();
    return present.length === 1 ? monitorProblem.notChosen() : monitorProblem.several();
  };

  /** What a poll finds may settle what was wrong before. */
  const settleProblem = (listProblem: Problem | null) => {
    if (listProblem !== null) {
      problem = listProblem;
      return;
    }
    const settledByList = ['monitor-list-failed', 'monitor-driver-missing'];
    if (problem !== null && settledByList.includes(problem.code)) problem = null;
    if (problem?.code === 'monitor-none' && present.length > 0) problem = null;
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
  const ask = (reading: 'reading-memory' | 'reading-new', prepare: (bound: Binding) => void) => {
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
      const parsed = parseMonitorKey(monitorKey);
      if (parsed === null) {
        problem = monitorProblem.unknownKey();
        publish();
        return;
      }
      if (binding?.key === monitorKey && binding.slot === slot) {
        publish();
        return;
      }
      forgetMeasurement();
      if (binding?.key !== monitorKey) {
        lastListing = null;
        model = null;
        pathOfBound = null;
        spentPath = null;
        lastContents = null;
      }
      binding = { key: monitorKey, slot, family: parsed.family };
      const claimed = present.find((candidate) => candidate.key === monitorKey);
      if (claimed !== undefined) {
        lastListing = claimed.listing;
        pathOfBound = claimed.listing.path;
      }
      publish();
    },
    beginMeasurement(now) {
      if (exchange !== null) {
        problem = monitorProblem.busy();
        publish();
        return;
      }
      promptedAt = now;
      snapshot = null;
      pending = null;
      ask('reading-memory', (bound) => {
        // A monitor that was read and not plugged in again since cannot be read now: what it held then still counts.
        if (
          bound.family.capabilities.needsReplugBetweenReads &&
          lastContents !== null &&
          (pathOfBound === null || spentPath === pathOfBound)
        ) {
          snapshot = { contents: lastContents, carriedToPromptLocalMs: localMsOfWall(now) };
          pending = 'new';
          activity = 'waiting-for-measurement';
          return;
        }
        pending = 'snapshot';
      });
    },
    fetchNew() {
      if (exchange !== null) {
        problem = monitorProblem.busy();
        publish();
        return;
      }
      ask('reading-new', () => {
        pending = 'new';
      });
    },
    cancel() {
      forgetMeasurement();
      publish();
    },
    state: () => published,
  };
}
