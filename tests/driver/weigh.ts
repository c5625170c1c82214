import type { Page } from 'playwright-core';
import type { Weight } from './driver.ts';

/** What a page holds once its garbage is gone, by the browser's own counters; nodes that hang nowhere are counted too. */
export async function weigh(page: Page): Promise<Weight> {
  const protocol = await page.context().newCDPSession(page);
  try {
    // What the first collection frees may be the last hold on something else.
    await protocol.send('HeapProfiler.collectGarbage');
    await protocol.send('HeapProfiler.collectGarbage');
    const { usedSize } = await protocol.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await protocol.send('Memory.getDOMCounters');
    return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
  } finally {
    await protocol.detach();
  }
}
