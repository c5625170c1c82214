import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HidFault } from '../../electron/monitors/hid-transport.ts';
import {
  createLibusbBus,
  createNodeHidBus,
  type NodeHid,
  nodeHidTransport,
  type OpenHid,
  portOfPath,
} from '../../electron/monitors/node-hid-bus.ts';

test('the real node-hid loads and lists what is plugged in here, which may be nothing', async () => {
  const listed = await createNodeHidBus(process.platform).list();
  if (!listed.ok) throw new Error(listed.problem.sentence);
  for (const listing of listed.value) {
    expect(listing.path).not.toBe('');
    expect(Number.isInteger(listing.vendorId)).toBe(true);
  }
});

test('opening what is not there with the real node-hid is a problem, not a crash', async () => {
  const listing = {
    vendorId: 0xc45,
    productId: 0x7406,
    path: '/dev/hidraw-none',
    serial: null,
    product: '',
    port: null,
  };
  const opened = await createNodeHidBus(process.platform).open(listing);
  expect(opened).toMatchObject({ ok: false, problem: { code: 'monitor-chosen-missing' } });
});

const device = (over: object) => ({ vendorId: 0xc45, productId: 0x7406, release: 1, interface: 0, path: 'x', ...over });
const listing = { vendorId: 0xc45, productId: 0x7406, path: 'x', serial: null, product: '', port: null };
const busOf = (over: Partial<NodeHid>, platform: NodeJS.Platform = 'linux') =>
  createNodeHidBus(platform, async () => ({
    devicesAsync: async () => [],
    HIDAsync: { open: () => Promise.reject(new Error('no')) },
    ...over,
  }));
const codeOf = async (outcome: Promise<{ ok: boolean } & { problem?: { code: string } }>) =>
  (await outcome).problem?.code;

describe('listing', () => {
  test('takes the first interface of each, with serial and socket where known', async () => {
    const bus = busOf(
      {
        devicesAsync: async () => [
          device({
            serialNumber: ' S1 ',
            product: ' BM58 ',
            path: '\\\\?\\hid#vid_0c45&pid_7406#7&1a2b3c&0&0000#{4d1e}',
          }),
          device({ interface: 1 }),
          device({ path: undefined }),
          device({ interface: -1, serialNumber: '', path: 'y' }),
        ],
      },
      'win32',
    );
    expect(await bus.list()).toEqual({
      ok: true,
      value: [
        {
          vendorId: 0xc45,
          productId: 0x7406,
          path: '\\\\?\\hid#vid_0c45&pid_7406#7&1a2b3c&0&0000#{4d1e}',
          serial: 'S1',
          product: 'BM58',
          port: '7&1a2b3c&0&0000',
        },
        { vendorId: 0xc45, productId: 0x7406, path: 'y', serial: null, product: '', port: null },
      ],
    });
  });

  test('a missing system library is a problem that names the packages', async () => {
    const bus = createNodeHidBus('linux', () =>
      Promise.reject(new Error('libudev.so.1: cannot open shared object file: No such file or directory')),
    );
    const listed = await bus.list();
    expect(listed).toMatchObject({ ok: false, problem: { code: 'monitor-driver-missing' } });
    expect(listed.ok ? '' : listed.problem.remedy).toContain('apt-get install libudev1 libusb-1.0-0');
    expect(await codeOf(busOf({ devicesAsync: () => Promise.reject(new Error('odd')) }).list())).toBe(
      'monitor-list-failed',
    );
  });

  test.each([
    ['/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/0003:0C45:7406.0005', '1-2'],
    ['/sys/devices/pci0000:00/0000:00:14.0/usb1/1-3/1-3.4/1-3.4:1.0/0003:0590:0028.0007', '1-3.4'],
    ['/sys/devices/virtual/misc/uhid/0003:0C45:7406.0005', null],
    ['DevSrvsID:4294969012', null],
  ])('the socket in %s is %s', (path, port) => {
    expect(portOfPath(path)).toBe(port);
  });
});

test.each([
  [
    "cannot open device with path x: Failed to open a device with path 'x': Permission denied",
    'monitor-permission-denied',
  ],
  [
    "cannot open device with path x: Failed to open a device with path 'x': No such file or directory",
    'monitor-chosen-missing',
  ],
  [
    'cannot open device with vendor id 0x0c45 and product id 0x7406: No HID devices with requested VID/PID found in the system.',
    'monitor-chosen-missing',
  ],
  ['something else', 'monitor-open-failed'],
])('opening: %s', async (message, code) => {
  const bus = busOf({ HIDAsync: { open: () => Promise.reject(new Error(message)) } });
  const opened = await bus.open(listing);
  expect(opened).toMatchObject({ ok: false, problem: { code } });
  if (code === 'monitor-permission-denied' && !opened.ok) {
    expect(opened.problem.toCopy).toContain('ATTRS{idVendor}=="0c45", ATTRS{idProduct}=="7406"');
    expect(opened.problem.remedy).toContain('/etc/udev/rules.d/70-vigil-monitors.rules');
  }
});

describe('the second driver', () => {
  const ids = [
    { vendorId: 0x4b4, productId: 0x5500 },
    { vendorId: 0x4b4, productId: 0x5501 },
  ];

  test('asks for its own ids alone, and names the socket from its own path', async () => {
    const asked: unknown[] = [];
    const bus = createLibusbBus(ids, async () => ({
      async devicesAsync(...filter) {
        asked.push(filter);
        return [device({ vendorId: 0x4b4, productId: filter[1], path: '3-1.2:1.0', product: 'USB to Serial' })];
      },
      HIDAsync: { open: () => Promise.reject(new Error('no')) },
    }));
    const listed = await bus.list();
    expect(asked).toEqual([
      [0x4b4, 0x5500],
      [0x4b4, 0x5501],
    ]);
    expect(listed.ok && listed.value.map(({ productId, port }) => [productId, port])).toEqual([
      [0x5500, '3-1.2'],
      [0x5501, '3-1.2'],
    ]);
  });

  describe('an opening that fails', () => {
    const message = 'cannot open device with path 3-1.2:1.0: hid_error is not implemented yet';
    let folder = '';
    const openedIn = async (port: string | null, mayUse: (file: string) => Promise<void> = access) => {
      const bus = createLibusbBus(
        ids,
        async () => ({
          devicesAsync: async () => [],
          HIDAsync: { open: () => Promise.reject(new Error(message)) },
        }),
        { sysfs: join(folder, 'sys'), nodes: join(folder, 'dev'), access: mayUse },
      );
      const opened = await bus.open({ ...listing, vendorId: 0x4b4, productId: 0x5500, path: '3-1.2:1.0', port });
      return opened.ok ? null : opened.problem;
    };

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'vigil-usb-'));
      mkdirSync(join(folder, 'sys', '3-1.2'), { recursive: true });
      writeFileSync(join(folder, 'sys', '3-1.2', 'busnum'), '3\n');
      writeFileSync(join(folder, 'sys', '3-1.2', 'devnum'), '17\n');
      mkdirSync(join(folder, 'dev', '003'), { recursive: true });
      writeFileSync(join(folder, 'dev', '003', '017'), '');
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    test.each(['EACCES', 'EPERM'])('for want of permission (%s) names the rule for USB devices', async (code) => {
      const asked: string[] = [];
      const forbid = async (file: string) => {
        asked.push(file);
        throw Object.assign(new Error('not permitted'), { code });
      };
      expect(await openedIn('3-1.2', forbid)).toMatchObject({
        code: 'monitor-permission-denied',
        toCopy: 'SUBSYSTEM=="usb", ATTR{idVendor}=="04b4", ATTR{idProduct}=="5500", TAG+="uaccess"',
      });
      expect(asked).toEqual([join(folder, 'dev', '003', '017')]);
    });

    test.each([
      ['for another reason', '3-1.2'],
      ['on a device that is gone', '3-9'],
      ['at a socket that nobody knows', null],
    ])('%s is one that cannot be opened', async (_, port) => {
      expect((await openedIn(port))?.code).toBe('monitor-open-failed');
    });
  });

  test('the real one, in a process of its own, loads and lists', async () => {
    const program = `
      import { createLibusbBus } from ${JSON.stringify(join(import.meta.dirname, '../../electron/monitors/node-hid-bus.ts'))};
      console.log(JSON.stringify(await createLibusbBus([{ vendorId: 0x4b4, productId: 0x5500 }]).list()));
      const loaded = process.report.getReport().sharedObjects.filter((path) => path.includes('node-hid'));
      console.log(loaded.some((path) => path.includes('HID_hidraw')) ? 'hidraw' : 'libusb');`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const [listed = '', driver] = stdout.trim().split('\n');
    expect(JSON.parse(listed)).toMatchObject({ ok: true });
    if (process.platform === 'linux') expect(driver).toBe('libusb');
  });
});

describe('an open interface', () => {
  function scripted(over: Partial<OpenHid> = {}) {
    const reads: number[] = [];
    const written: unknown[] = [];
    let onError: ((error: unknown) => void) | null = null;
    let closes = 0;
    const hid: OpenHid = {
      async write(values) {
        written.push(values);
        return 9;
      },
      async sendFeatureReport() {
        return 3;
      },
      async read(timeoutMs) {
        reads.push(timeoutMs);
        return new Uint8Array(0);
      },
      async close() {
        closes += 1;
        if (closes > 1) throw new Error('device is already closed');
      },
      on(_event, listener) {
        onError = listener;
      },
      ...over,
    };
    return {
      transport: nodeHidTransport(hid),
      reads,
      written,
      closes: () => closes,
      fail: (error: unknown) => onError?.(error),
    };
  }

  test('reads in short slices that add up, so that closing never waits long', async () => {
    const { transport, reads } = scripted();
    expect(await transport.read(250)).toEqual(new Uint8Array(0));
    expect(reads).toEqual([100, 100, 50]);
  });

  test('writes whole reports and closes once', async () => {
    const { transport, written, closes } = scripted();
    await transport.write(Uint8Array.from([0, 1, 2]));
    expect(written).toEqual([[0, 1, 2]]);
    await transport.close();
    await transport.close();
    expect(closes()).toBe(1);
  });

  test('a failing close is nobody’s problem', async () => {
    const { transport } = scripted({ close: () => Promise.reject(new Error('device is already closed')) });
    await expect(transport.close()).resolves.toBeUndefined();
  });

  test('every failure after opening is an unplugging, and stays one', async () => {
    const { transport } = scripted({ read: () => Promise.reject(new Error('could not read data from device')) });
    await expect(transport.read(10)).rejects.toMatchObject({ kind: 'unplugged' });
    await expect(transport.write(new Uint8Array(9))).rejects.toBeInstanceOf(HidFault);
  });

  test('an error event is heard, not thrown', async () => {
    const { transport, fail } = scripted();
    const heard: HidFault[] = [];
    transport.onError((fault) => heard.push(fault));
    fail(new Error('could not read from HID device'));
    expect(heard).toMatchObject([{ kind: 'unplugged' }]);
    await expect(transport.read(10)).rejects.toMatchObject({ kind: 'unplugged' });
  });
});
