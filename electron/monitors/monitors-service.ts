import { type Conversation, createConversation } from './conversation.ts';
import { monitorFamilies } from './families.ts';
import type { HidBus } from './hid-transport.ts';
import type { MonitorFamily } from './monitor-family.ts';
import { type FromMonitors, type MonitorsMode, type ToMonitors, toMonitorsSchema } from './monitors-messages.ts';
import { createSimulatedBeurer } from './simulated-beurer.ts';
import { createSimulatedPatient, type SimulatedPatient } from './simulated-patient.ts';
import type { Timer } from './timer.ts';

/** The process's end of the line to the main process; Electron's `process.parentPort` is one. */
export type ParentPortLike = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
};

export type MonitorsServiceParts = {
  readonly port: ParentPortLike;
  readonly timer: Timer;
  readonly openRealBus: () => HidBus;
  /** The families that this process looks for; absent: all. */
  readonly families?: readonly MonitorFamily[];
  readonly newReadingId: () => string;
};

/** Listing a real bus is expensive; the simulated one costs nothing. */
const pollEveryMs = { real: 1500, simulated: 300 } as const;

/** Runs the measuring conversation for whoever sits at the other end of the port. */
export function runMonitorsService({
  port,
  timer,
  openRealBus,
  families = monitorFamilies,
  newReadingId,
}: MonitorsServiceParts): void {
  let conversation: Conversation | null = null;
  let patient: SimulatedPatient | null = null;
  const post = (message: FromMonitors) => port.postMessage(message);

  const start = (mode: MonitorsMode) => {
    conversation?.stop();
    patient?.leave();
    patient = null;
    let bus: HidBus;
    if (mode.kind === 'simulated') {
      const beurer = createSimulatedBeurer(timer);
      patient = createSimulatedPatient(beurer, timer, mode.pressures);
      bus = beurer.bus;
    } else {
      bus = openRealBus();
    }
    const seenBy = patient;
    conversation = createConversation({
      bus,
      timer,
      families,
      newReadingId,
      pollEveryMs: pollEveryMs[mode.kind],
      busyWhileMeasuring: mode.kind === 'simulated',
      onState: (state) => {
        post({ type: 'state', state });
        seenBy?.see(state);
      },
      onDelivery: (delivery) => post({ type: 'delivery', delivery }),
    });
    conversation.start();
  };

  const take = (message: ToMonitors) => {
    switch (message.type) {
      case 'start':
        start(message.mode);
        return;
      case 'bind':
        conversation?.bind(message.monitorKey, message.slot);
        return;
      case 'begin':
        patient?.tellTime(message.now);
        conversation?.beginMeasurement(message.now);
        return;
      case 'fetch':
        patient?.tellTime(message.now);
        conversation?.fetchNew(message.now);
        return;
      case 'cancel':
        conversation?.cancel();
        return;
      case 'start-monitor':
        conversation?.startMonitor();
        return;
      case 'stop-monitor':
        conversation?.stopMonitor();
        return;
    }
  };

  port.on('message', (event) => {
    const parsed = toMonitorsSchema.safeParse(event.data);
    if (!parsed.success) {
      post({ type: 'not-understood', detail: parsed.error.issues[0]?.path.join('.').slice(0, 400) ?? '' });
      return;
    }
    take(parsed.data);
    post({ type: 'taken', commandId: parsed.data.commandId });
  });
}
