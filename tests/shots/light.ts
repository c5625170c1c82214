import { PNG } from 'pngjs';

/** The light of a picture, each figure a share of what an all-white screen gives off, 0 to 1. */
export type PictureLight = {
  /** Mean relative luminance (WCAG 2.2). */
  readonly mean: number;
  /** Relative luminance of the brightest pixel. */
  readonly peak: number;
  /** Mean of the blue channel, in linear light. */
  readonly blue: number;
};

/** A channel's linear light by its value of 0 to 255 (sRGB). */
const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

/** Measures a PNG. */
export function lightOf(png: Buffer): PictureLight {
  const { data, width, height } = PNG.sync.read(png);
  let sum = 0;
  let peak = 0;
  let blue = 0;
  for (let at = 0; at < data.length; at += 4) {
    const blueHere = linear[data[at + 2] ?? 0] ?? 0;
    const luminance =
      0.2126 * (linear[data[at] ?? 0] ?? 0) + 0.7152 * (linear[data[at + 1] ?? 0] ?? 0) + 0.0722 * blueHere;
    sum += luminance;
    blue += blueHere;
    if (luminance > peak) peak = luminance;
  }
  const pixels = width * height;
  return { mean: sum / pixels, peak, blue: blue / pixels };
}
