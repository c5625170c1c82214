import type { LinuxDriver, UsbId } from './monitor-family.ts';

const id = (value: number) => value.toString(16).padStart(4, '0');

/** Where the shipped rule file belongs on a Linux machine. The number must be below 73 for `uaccess` to work. */
export const udevRulePath = '/etc/udev/rules.d/70-vigil-monitors.rules';

/** The udev rule that lets whoever is logged in at the machine read this monitor through that driver. */
export function udevRule(usbId: UsbId, driver: LinuxDriver): string {
  const vendor = id(usbId.vendorId);
  const product = id(usbId.productId);
  return driver === 'hidraw'
    ? `KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="${vendor}", ATTRS{idProduct}=="${product}", TAG+="uaccess"`
    : `SUBSYSTEM=="usb", ATTR{idVendor}=="${vendor}", ATTR{idProduct}=="${product}", TAG+="uaccess"`;
}
