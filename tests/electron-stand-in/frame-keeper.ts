import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runtime } from './runtime.ts';

/** Frames are kept at this size at most: light is measured on them, nothing is read. Pixels. */
const largest = { maxWidth: 640, maxHeight: 640 };

let kept = 0;
const watched = new WeakSet<Page>();

/**
 * Keeps every frame of a page whose window is shown, from now on, as `MILLISECONDS-PROCESS-NUMBER.png` (Unix time) in the
 * folder that `VIGIL_FRAMES` names; nothing where it names none. For whoever looks for light that should not be there.
 */
export async function keepFrames(page: Page, isShown: () => boolean): Promise<void> {
  const folder = runtime.framesFolder;
  if (folder === undefined || watched.has(page)) return;
  watched.add(page);
  mkdirSync(folder, { recursive: true });
  const protocol = await page.context().newCDPSession(page);
  protocol.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    // A page that went away meanwhile waits for no answer.
    void protocol.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
    if (!isShown()) return;
    kept += 1;
    const atMs = Math.round((metadata.timestamp ?? Date.now() / 1000) * 1000);
    writeFileSync(join(folder, `${atMs}-${process.pid}-${kept}.png`), Buffer.from(data, 'base64'));
  });
  await protocol.send('Page.startScreencast', { format: 'png', everyNthFrame: 1, ...largest });
}
