import { join } from 'node:path';
import type { Hands } from '../rehearsal/hands.ts';

/** Where pictures of the screens go for people to look at, in VIGIL_PICTURES_MODE's palette; nowhere unless it is asked for. */
const pictures = process.env.VIGIL_PICTURES;

/** A picture of what stands there now, upright and across. */
export async function picture(hands: Hands, name: string): Promise<void> {
  if (pictures === undefined) return;
  for (const [width, height] of [
    [800, 1280],
    [1280, 800],
  ] as const) {
    await hands.window.setViewport(width, height);
    await hands.window.screenshot(join(pictures, `${name}.${width}x${height}.png`));
  }
}
