/**
 * Loaded into the app's main process on the stand-in, before the app's own code, which knows nothing of it. Writes what the
 * console's page saw of its notes into the file that `VIGIL_BENCH_LOG` names.
 */
import { writeFileSync } from 'node:fs';
import { observeNotes, takeNotes } from './note-page.ts';

const log = process.env.VIGIL_BENCH_LOG ?? '';

async function watchConsole(): Promise<void> {
  const { WebContents } = await import('../electron-stand-in/web-contents.ts');
  const page = WebContents.all()
    .find((contents) => contents.getURL().includes('/console/'))
    ?.shownPage();
  if (page === undefined) {
    setTimeout(() => void watchConsole(), 200);
    return;
  }
  await page.waitForLoadState('load');
  await page.evaluate(observeNotes);
  const collect = async () => {
    writeFileSync(log, JSON.stringify(await page.evaluate(takeNotes)));
    setTimeout(() => void collect().catch(() => undefined), 500);
  };
  await collect();
}

// The stand-in reads its arguments first; its window comes seconds later.
if (log !== '' && (process.argv[1] ?? '').endsWith('start.ts')) setTimeout(() => void watchConsole(), 1000);
