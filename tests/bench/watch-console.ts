import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** The console's page of an app on the stand-in, once it has loaded; asked for from within the app's main process. */
export async function consolePage(): Promise<Page> {
  const { WebContents } = await import('../electron-stand-in/web-contents.ts');
  for (;;) {
    const page = WebContents.all()
      .find((contents) => contents.getURL().includes('/console/'))
      ?.shownPage();
    if (page !== undefined) {
      await page.waitForLoadState('load');
      return page;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Runs `observe` in the console's page of an app on the stand-in, and keeps what `take` finds there in the file that
 * `VIGIL_BENCH_LOG` names. For programs that are loaded into the app's main process before the app's own code.
 */
export function watchConsole(observe: () => void, take: () => unknown): void {
  const log = process.env.VIGIL_BENCH_LOG ?? '';
  const watch = async (): Promise<void> => {
    const page = await consolePage();
    await page.evaluate(observe);
    const collect = async () => {
      writeFileSync(log, JSON.stringify(await page.evaluate(take)));
      // A page that is gone has nothing more to tell.
      setTimeout(() => void collect().catch(() => undefined), 500);
    };
    await collect();
  };
  // The stand-in reads its arguments first; its window comes seconds later.
  if (log !== '' && (process.argv[1] ?? '').endsWith('start.ts')) setTimeout(() => void watch(), 1000);
}
