import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** Kinds of events and their layout, from Linux' include/uapi/linux/uhid.h. */
const eventBytes = 4380;
const kind = {
  destroy: 1,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
} as const;
const nameBytes = 128;
const physBytes = 64;
const serialBytes = 64;
const descriptorBytes = 4096;
const busUsb = 3;
/** How often the host's reports are looked for while they come, and once none has come for a while, in ms. */
const wakefulMs = 3;
const drowsyMs = 50;
const wakefulLooks = 100;
/** EIO, as a monitor that has no such report would cause. */
const failed = 5;

export type VirtualHidOptions = {
  readonly name: string;
  /** Comes back in the interface's `uevent` file, so that the interface can be told from others of its kind. */
  readonly phys: string;
  readonly serial: string | null;
  readonly vendorId: number;
  readonly productId: number;
  readonly descriptor: Uint8Array;
  /** What the host wrote, the report's id first. */
  readonly onOutput: (report: Uint8Array) => void;
  /** A feature report that the host sent, the report's id first. */
  readonly onFeature: (report: Uint8Array) => void;
};

export type VirtualHid = {
  /** An input report as the host shall read it. */
  input(report: Uint8Array): void;
  unplug(): void;
};

/** Plugs in a HID interface that this process plays, through Linux' /dev/uhid. */
export function plugInVirtualHid(options: VirtualHidOptions): VirtualHid {
  const file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  const send = (type: number, fill: (event: Buffer) => void = () => {}) => {
    const event = Buffer.alloc(eventBytes);
    event.writeUInt32LE(type, 0);
    fill(event);
    writeSync(file, event);
  };

  send(kind.create2, (event) => {
    event.write(options.name.slice(0, nameBytes - 1), 4);
    event.write(options.phys, 4 + nameBytes);
    event.write(options.serial ?? '', 4 + nameBytes + physBytes);
    const at = 4 + nameBytes + physBytes + serialBytes;
    event.writeUInt16LE(options.descriptor.length, at);
    event.writeUInt16LE(busUsb, at + 2);
    event.writeUInt32LE(options.vendorId, at + 4);
    event.writeUInt32LE(options.productId, at + 8);
    event.set(options.descriptor, at + 20);
  });

  const take = (event: Buffer) => {
    switch (event.readUInt32LE(0)) {
      case kind.output:
        options.onOutput(Uint8Array.from(event.subarray(4, 4 + event.readUInt16LE(4 + descriptorBytes))));
        return;
      case kind.setReport: {
        const id = event.readUInt32LE(4);
        options.onFeature(Uint8Array.from(event.subarray(12, 12 + event.readUInt16LE(10))));
        send(kind.setReportReply, (reply) => reply.writeUInt32LE(id, 4));
        return;
      }
      case kind.getReport: {
        const id = event.readUInt32LE(4);
        send(kind.getReportReply, (reply) => {
          reply.writeUInt32LE(id, 4);
          reply.writeUInt16LE(failed, 8);
        });
      }
    }
  };
  // Not an asynchronous read: one that waits would keep the process from ending. Nor looked for all the time: in a machine
  // made of software that is dear.
  const event = Buffer.alloc(eventBytes);
  let pluggedIn = true;
  let looksWithout = 0;
  const look = () => {
    looksWithout += 1;
    // What is taken may have the cable pulled.
    while (pluggedIn && readWaiting(file, event)) {
      looksWithout = 0;
      take(event);
    }
    if (pluggedIn) looking = setTimeout(look, looksWithout < wakefulLooks ? wakefulMs : drowsyMs).unref();
  };
  let looking = setTimeout(look, wakefulMs).unref();

  return {
    input: (report) =>
      send(kind.input2, (sent) => {
        sent.writeUInt16LE(report.length, 4);
        sent.set(report, 6);
      }),
    unplug() {
      pluggedIn = false;
      clearTimeout(looking);
      send(kind.destroy);
      closeSync(file);
    },
  };
}

function readWaiting(file: number, event: Buffer): boolean {
  try {
    readSync(file, event, 0, eventBytes, null);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
    throw error;
  }
}
