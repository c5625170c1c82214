import { PNG } from 'pngjs';
import type { Box } from './legible-page.tsx';

/** A panel: what it shows, and how far its pixels are apart. */
export type PanelSize = { readonly width: number; readonly height: number; readonly pitchMm: number };

/** A 10.1-inch tablet and a 14-inch laptop. Pitch: diagonal by pixels on the diagonal. */
export const panels: readonly PanelSize[] = [
  { width: 1280, height: 800, pitchMm: (10.1 * 25.4) / Math.hypot(1280, 800) },
  { width: 1920, height: 1080, pitchMm: (14 * 25.4) / Math.hypot(1920, 1080) },
];

/** How far one minute of arc reaches at a distance, in mm: what a healthy eye still tells apart. */
export function minuteOfArcMm(distanceMm: number): number {
  return Math.tan(Math.PI / 180 / 60) * distanceMm;
}

/** White around what is read, as a page has it. Pixels. */
const marginPx = 24;
/** A line of print that a reader of pages is made for is about this high. Pixels. */
const readHeightPx = 48;

/**
 * A part of a screen as an eye at some distance has it, made black on white for a reader of printed pages: blurred by
 * `sigmaPx` in linear light, its brightest made black. Smaller than it was, where it was large.
 */
export function seenFromAfar(screen: PNG, box: Box, sigmaPx: number): Buffer {
  const left = Math.round(box.x) - marginPx;
  const top = Math.round(box.y) - marginPx;
  const width = Math.round(box.width) + 2 * marginPx;
  const height = Math.round(box.height) + 2 * marginPx;
  const light = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = x >= marginPx && y >= marginPx && x < width - marginPx && y < height - marginPx;
      light[y * width + x] = inside ? luminanceAt(screen, left + x, top + y) : 0;
    }
  }
  const seen = blurred(blurred(light, width, height, sigmaPx, 1), width, height, sigmaPx, width);
  const most = seen.reduce((brightest, value) => Math.max(brightest, value), 1e-9);
  return shrunk(seen, width, height, most);
}

function luminanceAt(screen: PNG, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= screen.width || y >= screen.height) return 0;
  const at = (y * screen.width + x) * 4;
  const part = (offset: number) => ((screen.data[at + offset] ?? 0) / 255) ** 2.2;
  return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
}

/** Blurs along one direction: `step` is 1 for rows, the width for columns. */
function blurred(light: Float64Array, width: number, height: number, sigmaPx: number, step: number): Float64Array {
  const reach = Math.ceil(sigmaPx * 3);
  const weights = Array.from({ length: reach * 2 + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / 2 / sigmaPx ** 2),
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const out = new Float64Array(light.length);
  const along = step === 1 ? width : height;
  for (let at = 0; at < light.length; at += 1) {
    const place = step === 1 ? at % width : Math.floor(at / width);
    let sum = 0;
    for (let offset = -reach; offset <= reach; offset += 1) {
      if (place + offset < 0 || place + offset >= along) continue;
      sum += (light[at + offset * step] ?? 0) * (weights[offset + reach] ?? 0);
    }
    out[at] = sum / whole;
  }
  return out;
}

/** Black on white, each pixel the mean of a square of the light. */
function shrunk(light: Float64Array, width: number, height: number, most: number): Buffer {
  const by = Math.max(1, Math.round((height - 2 * marginPx) / readHeightPx));
  const page = new PNG({ width: Math.floor(width / by), height: Math.floor(height / by) });
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      let sum = 0;
      for (let down = 0; down < by; down += 1) {
        for (let right = 0; right < by; right += 1) sum += light[(y * by + down) * width + x * by + right] ?? 0;
      }
      const ink = Math.min(1, sum / by / by / most);
      const at = (y * page.width + x) * 4;
      page.data.fill(Math.round(255 * (1 - ink)), at, at + 3);
      page.data[at + 3] = 255;
    }
  }
  return PNG.sync.write(page);
}
