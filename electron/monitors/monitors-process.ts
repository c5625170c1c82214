/**
 * Entry of the utility process that speaks with monitors, so that nothing a monitor or its driver does can hold up or
 * bring down the rest.
 */
import { randomUUID } from 'node:crypto';
import type { ParentPort } from 'electron';
import { runMonitorsService } from './monitors-service.ts';
import { createNodeHidBus } from './node-hid-bus.ts';

const port: ParentPort = process.parentPort;

runMonitorsService({
  port,
  timer: {
    after(delayMs, run) {
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
  },
  openRealBus: () => createNodeHidBus(process.platform),
  newReadingId: () => randomUUID(),
});
