/**
 * Entry of the utility process that speaks with monitors, so that nothing a monitor or its driver does can hold up or
 * bring down the rest. On Linux there are two of it, one for each driver of node-hid: with `--driver=libusb` it speaks with
 * the monitors that the kernel keeps from its HID driver, with `--driver=hidraw` with all others, without either with all.
 */
import { randomUUID } from 'node:crypto';
import type { ParentPort } from 'electron';
import { driverAsked, familiesOfDriver } from './linux-driver.ts';
import { runMonitorsService } from './monitors-service.ts';
import { createLibusbBus, createNodeHidBus } from './node-hid-bus.ts';

const port: ParentPort = process.parentPort;
const driver = driverAsked(process.argv);
const families = familiesOfDriver(driver);

runMonitorsService({
  port,
  timer: {
    after(delayMs, run) {
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
  },
  families,
  openRealBus: () =>
    driver === 'libusb'
      ? createLibusbBus(families.flatMap((family) => family.usbIds))
      : createNodeHidBus(process.platform),
  newReadingId: () => randomUUID(),
});
