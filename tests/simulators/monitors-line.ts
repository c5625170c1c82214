import { monitorFamilies } from '../../electron/monitors/families.ts';
import type { HidBus } from '../../electron/monitors/hid-transport.ts';
import type { MonitorFamily } from '../../electron/monitors/monitor-family.ts';
import type { UtilityProcessLike } from '../../electron/monitors/monitors-client.ts';
import { runMonitorsService } from '../../electron/monitors/monitors-service.ts';
import type { VirtualTimer } from './virtual-timer.ts';

const emptyBus: HidBus = {
  list: async () => ({ ok: true, value: [] }),
  open: async () => ({ ok: false, problem: { code: 'x', sentence: 'x', remedy: 'x' } }),
};

/** Both ends of the line in one process: messages are cloned as between processes, and arrive later. */
export function inProcess(
  timer: VirtualTimer,
  real: { readonly bus: HidBus; readonly families: readonly MonitorFamily[] } = {
    bus: emptyBus,
    families: monitorFamilies,
  },
) {
  const children: { end(code: number): void; say(message: unknown): void; sent: unknown[] }[] = [];
  const forkOne = (): UtilityProcessLike => {
    let alive = true;
    let toService: ((event: { data: unknown }) => void) | null = null;
    const onMessage: ((message: unknown) => void)[] = [];
    const onExit: ((code: number) => void)[] = [];
    const sent: unknown[] = [];
    const say = (message: unknown) => {
      const copy = structuredClone(message);
      timer.after(0, () => {
        if (alive) for (const listener of onMessage) listener(copy);
      });
    };
    let ids = 0;
    runMonitorsService({
      port: {
        postMessage: say,
        on(_event, listener) {
          toService = listener;
        },
      },
      timer,
      openRealBus: () => real.bus,
      families: real.families,
      newReadingId: () => {
        ids += 1;
        return `id-${children.length}-${ids}`;
      },
    });
    const end = (code: number) => {
      alive = false;
      for (const listener of onExit) listener(code);
    };
    children.push({ end, say, sent });
    return {
      pid: 1000 + children.length,
      postMessage(message) {
        sent.push(message);
        const copy = structuredClone(message);
        timer.after(0, () => {
          if (alive) toService?.({ data: copy });
        });
      },
      on(event: 'message' | 'exit', listener: ((message: unknown) => void) | ((code: number) => void)) {
        if (event === 'message') onMessage.push(listener as (message: unknown) => void);
        else onExit.push(listener as (code: number) => void);
      },
      kill() {
        end(0);
        return true;
      },
    };
  };
  return { children, fork: forkOne };
}
