import type { HidFacts, HidReport } from '../simulators/virtual-cable.ts';

/** The reports of an interface, as a simulator tells them. */
export type Reports = Pick<HidFacts, 'input' | 'output' | 'feature'>;

/** Main items of the HID specification, 6.2.2.4, with one byte of data. */
const mainItem = { input: 0x81, output: 0x91, feature: 0xb1 } as const;

function reportItems({ id, bytes }: HidReport, item: number): readonly number[] {
  return [
    ...(id === null ? [] : [0x85, id]),
    // Usage 1; 0 to 255; eight bits each; so many of them; data, variable, absolute.
    ...[0x09, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, bytes, item, 0x02],
  ];
}

/** A report descriptor of vendor-defined bytes, as every monitor has. */
export function reportDescriptor({ input, output, feature }: Reports): Uint8Array {
  return Uint8Array.from([
    // Vendor page FFA0, usage 1, an application collection.
    ...[0x06, 0xa0, 0xff, 0x09, 0x01, 0xa1, 0x01],
    ...input.flatMap((report) => reportItems(report, mainItem.input)),
    ...output.flatMap((report) => reportItems(report, mainItem.output)),
    ...feature.flatMap((report) => reportItems(report, mainItem.feature)),
    0xc0,
  ]);
}

/** Reports without ids, one in each direction. */
export const unnumbered = (inputBytes: number, outputBytes: number, featureBytes = 0): Reports => ({
  input: [{ id: null, bytes: inputBytes }],
  output: [{ id: null, bytes: outputBytes }],
  feature: featureBytes === 0 ? [] : [{ id: null, bytes: featureBytes }],
});
