import type { WindowInfo } from './driver.ts';

const POLL_MS = 50;

function fits(info: WindowInfo, which: string | RegExp): boolean {
  if (which instanceof RegExp) return which.test(info.title) || which.test(info.url);
  const path = URL.canParse(info.url) ? new URL(info.url).pathname : '';
  const parts = path.split('/').map((part) => part.replace(/\.html$/, ''));
  return info.title === which || parts.includes(which);
}

/** The window that was asked for, among those there are; the newest where several fit. */
export function pickWindow<Info extends WindowInfo>(
  windows: readonly Info[],
  which: string | number | RegExp,
): Info | undefined {
  return typeof which === 'number' ? windows[which] : windows.findLast((info) => fits(info, which));
}

/** Waits until there is such a window. Throws, with the windows there are, after the time given. */
export async function waitForWindow<Info extends WindowInfo>(
  list: () => Promise<readonly Info[]>,
  which: string | number | RegExp,
  timeoutMs: number,
): Promise<Info> {
  const endsAtMs = performance.now() + timeoutMs;
  for (;;) {
    const windows = await list();
    const found = pickWindow(windows, which);
    if (found !== undefined) return found;
    if (performance.now() > endsAtMs) {
      const there = windows.map(({ title, url }) => `"${title}" (${url})`).join(', ') || 'none';
      throw new Error(`No window ${String(which)} within ${timeoutMs} ms. There is: ${there}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
