import { beurerBm55 } from './beurer-bm55.ts';
import { beurerBm96 } from './beurer-bm96.ts';
import type { HidListing } from './hid-transport.ts';
import type { MonitorFamily } from './monitor-family.ts';
import { omronClassic } from './omron-classic.ts';
import { taidocCp2110 } from './taidoc-cp2110.ts';

/**
 * Every kind of monitor that Vigil reads. No two share a USB id; each id is shared with unrelated products.
 *
 * | family        | USB id    | measuring   | plug in again | slots |
 * | ------------- | --------- | ----------- | ------------- | ----- |
 * | beurer-bm55   | 0c45:7406 | stored only | between reads | A, B  |
 * | beurer-bm96   | 314a:0102 | stored only | between reads | A, B  |
 * | omron-classic | 0590:0028 | stored only | no            | A, B  |
 * | taidoc-cp2110 | 10c4:ea80 | stored only | no            | one   |
 */
export const monitorFamilies: readonly MonitorFamily[] = [beurerBm55, beurerBm96, omronClassic, taidocCp2110];

/** The family that may speak with what is listed, judged by USB id alone; the handshake decides. */
export function familyOf(listing: HidListing): MonitorFamily | null {
  return (
    monitorFamilies.find((family) =>
      family.usbIds.some((id) => id.vendorId === listing.vendorId && id.productId === listing.productId),
    ) ?? null
  );
}
