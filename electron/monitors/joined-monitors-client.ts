import type { Problem } from '../../shared/problem.ts';
import type { LinuxDriver } from './monitor-family.ts';
import { parseMonitorKey } from './monitor-key.ts';
import { monitorProblem } from './monitor-problem.ts';
import type { MonitorsClient } from './monitors-client.ts';
import type { MonitorsState } from './monitors-state.ts';

/** What goes wrong with a driver or its process rather than with a monitor. */
const ofTheSystem: ReadonlySet<string> = new Set([
  monitorProblem.driverMissing('linux').code,
  monitorProblem.listFailed().code,
  monitorProblem.processEnded().code,
]);
const noneCode = monitorProblem.none().code;
const notChosenCode = monitorProblem.notChosen().code;
const severalCode = monitorProblem.several().code;

/**
 * The problem to show while no monitor is chosen. A driver that is missing says so only once its monitor is looked for in
 * vain: it does not stand in the way of the other driver.
 */
function problemUnchosen(hidraw: MonitorsState, libusb: MonitorsState): Problem | null {
  const problems = [hidraw.problem, libusb.problem].filter((problem) => problem !== null);
  const codes = new Set(problems.map((problem) => problem.code));
  const present = hidraw.present.length + libusb.present.length;
  if (present > 0 && (codes.has(notChosenCode) || codes.has(severalCode))) {
    return present > 1 ? monitorProblem.several() : monitorProblem.notChosen();
  }
  const ownOf = ({ problem }: MonitorsState) =>
    problem === null || problem.code === noneCode || ofTheSystem.has(problem.code) ? null : problem;
  const own = ownOf(hidraw) ?? ownOf(libusb);
  if (own !== null) return own;
  if (present > 0) return null;
  if (hidraw.problem !== null && ofTheSystem.has(hidraw.problem.code)) return hidraw.problem;
  if (hidraw.problem === null) return null;
  return libusb.problem ?? hidraw.problem;
}

/**
 * Two monitors processes as one, as Linux needs it: a process can hold only one of node-hid's two drivers. What is
 * plugged in is put together, the chosen monitor's process is asked and heard, and each is started again by itself.
 */
export function joinMonitorsClients(clients: Readonly<Record<LinuxDriver, MonitorsClient>>): MonitorsClient {
  const both = [clients.hidraw, clients.libusb];
  let owner: MonitorsClient | null = null;
  const stateListeners = new Set<(state: MonitorsState) => void>();
  const busyListeners = new Set<(busy: boolean) => void>();
  let lastBusy = false;

  const busy = () => both.some((client) => client.busy());
  const state = (): MonitorsState => {
    const [hidraw, libusb] = [clients.hidraw.state(), clients.libusb.state()];
    const asked = owner?.state() ?? hidraw;
    return {
      present: [...hidraw.present, ...libusb.present],
      bound: asked.bound,
      activity: asked.activity,
      readsOnArrival: asked.readsOnArrival,
      problem: owner === null ? problemUnchosen(hidraw, libusb) : asked.problem,
      busy: busy(),
    };
  };
  for (const client of both) {
    client.onState(() => {
      const now = state();
      for (const listener of stateListeners) listener(now);
    });
    client.onBusy(() => {
      const now = busy();
      if (now === lastBusy) return;
      lastBusy = now;
      for (const listener of busyListeners) listener(now);
    });
  }
  const asked = () => (owner === null ? both : [owner]);

  return {
    start(mode) {
      owner = null;
      clients.hidraw.start(mode);
      // The simulated monitor of a rehearsal sits in the first.
      if (mode.kind === 'real') clients.libusb.start(mode);
      else clients.libusb.stop();
    },
    stop() {
      owner = null;
      for (const client of both) client.stop();
    },
    bind(monitorKey, slot) {
      const next = clients[parseMonitorKey(monitorKey)?.family.linuxDriver ?? 'hidraw'];
      if (owner !== next) owner?.cancel();
      owner = next;
      next.bind(monitorKey, slot);
    },
    beginMeasurement(now) {
      for (const client of asked()) client.beginMeasurement(now);
    },
    fetchNew(now) {
      for (const client of asked()) client.fetchNew(now);
    },
    startMonitor() {
      owner?.startMonitor();
    },
    stopMonitor() {
      owner?.stopMonitor();
    },
    cancel() {
      for (const client of asked()) client.cancel();
    },
    state,
    busy,
    pid: () => (owner ?? clients.hidraw).pid(),
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onReading(listener) {
      const stops = both.map((client) => client.onReading(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    onBusy(listener) {
      busyListeners.add(listener);
      return () => busyListeners.delete(listener);
    },
  };
}
