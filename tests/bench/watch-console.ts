import { writeFileSync } from 'node:fs';

/**
 * Runs `observe` in the console's page of an app on the stand-in, and keeps what `take` finds there in the file that
 * `VIGIL_BENCH_LOG` names. For programs that are loaded into the app's main process before the app's own code.
 */
export function watchConsole(observe: () => void, take: () => unknown): void {
  const log = process.env.VIGIL_BENCH_LOG ?? '';
  const watch = async (): Promise<void> => {
    const { WebContents } = await import('../electron-stand-in/web-contents.ts');
    const page = WebContents.all()
      .find((contents) => contents.getURL().includes('/console/'))
      ?.shownPage();
    if (page === undefined) {
      setTimeout(() => void watch(), 200);
      return;
    }
    await page.waitForLoadState('load');
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
