import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { PlayerPage } from '../music/player-page.ts';
import { PAGE_PRELUDE } from '../music/sound-tap.ts';

/** A page of the player's origin that has howler as it comes, nothing of ours, and a tap on whatever context it makes. */
export async function openHowlerPage(player: PlayerPage): Promise<Page> {
  const script = await readFile(createRequire(import.meta.url).resolve('howler/dist/howler.js'), 'utf8');
  const browser = player.page.context().browser();
  if (browser === null) throw new Error('The player page has no browser');
  const page = await browser.newPage();
  await page.addInitScript(PAGE_PRELUDE);
  const address = new URL('/plain-howler', player.page.url()).href;
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>howler</title>' }),
  );
  await page.goto(address);
  await page.addScriptTag({ content: script });
  return page;
}
