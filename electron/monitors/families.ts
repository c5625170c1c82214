import { beurerBm55 } from './beurer-bm55.ts';
import { beurerBm96 } from './beurer-bm96.ts';
import type { HidListing } from './hid-transport.ts';
import { microlifeBpa100 } from './microlife-bpa100.ts';
import { microlifeM } from './microlife-m.ts';
import type { MonitorFamily } from './monitor-family.ts';
import { omronClassic } from './omron-classic.ts';
import { omronM400 } from './omron-m400.ts';
import { taidocCp2110 } from './taidoc-cp2110.ts';

/**
 * Every kind of monitor that Vigil reads. No two share a USB id; each id is shared with unrelated products.
 *
 * | family           | USB id    | measuring   | plug in again | slots | Linux driver |
 * | ---------------- | --------- | ----------- | ------------- | ----- | ------------ |
 * | beurer-bm55      | 0c45:7406 | stored only | between reads | A, B  | hidraw       |
 * | beurer-bm96      | 314a:0102 | stored only | between reads | A, B  | hidraw       |
 * | microlife-bpa100 | 04b4:5500 | live        | no            | A, B  | libusb       |
 * | microlife-m      | 04d9:b554 | stored only | no            | A, B  | hidraw       |
 * | omron-classic    | 0590:0028 | stored only | no            | A, B  | hidraw       |
 * | omron-m400       | 0590:0090 | stored only | no            | A, B  | hidraw       |
 * | taidoc-cp2110    | 10c4:ea80 | stored only | no            | one   | hidraw       |
 */
export const monitorFamilies: readonly MonitorFamily[] = [
  beurerBm55,
  beurerBm96,
  microlifeBpa100,
  microlifeM,
  omronClassic,
  omronM400,
  taidocCp2110,
];

/** The family that may speak with what is listed, judged by USB id alone; the handshake decides. */
export function familyOf(
  listing: HidListing,
  families: readonly MonitorFamily[] = monitorFamilies,
): MonitorFamily | null {
  return (
    families.find((family) =>
      family.usbIds.some((id) => id.vendorId === listing.vendorId && id.productId === listing.productId),
    ) ?? null
  );
}
