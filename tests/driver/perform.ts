import { stripVTControlCharacters } from 'node:util';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { audit } from './audit.ts';
import { describeLocator, locate } from './locator.ts';
import type { PageAnswer, PageCommand } from './page-command.ts';
import { tabTo } from './tab-to.ts';
import { weigh } from './weigh.ts';

type TargetCommand = Extract<PageCommand, { target: unknown }>;

async function centreOf(locator: Locator, timeoutMs: number): Promise<{ x: number; y: number }> {
  // A trial click waits until the element is visible, still, enabled and not covered, as a real one would.
  await locator.click({ trial: true, timeout: timeoutMs });
  const box = await locator.boundingBox({ timeout: timeoutMs });
  if (box === null) throw new Error('The element has no place on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function holdPointer(page: Page, point: { x: number; y: number }, holdMs: number): Promise<void> {
  await page.mouse.move(point.x, point.y);
  await page.mouse.down();
  await new Promise((resolve) => setTimeout(resolve, holdMs));
  await page.mouse.up();
}

/** So many movements from one place to the other, as a hand makes many. */
const dragSteps = 12;
/** A list may scroll while something is dragged over it: so often the hand goes after its target. */
const mostCorrections = 40;

async function drag(page: Page, from: Locator, command: Extract<PageCommand, { act: 'drag' }>): Promise<void> {
  const start = await centreOf(from, command.timeoutMs);
  const goal = async () => {
    const box = await locate(page, command.onto).boundingBox({ timeout: command.timeoutMs });
    if (box === null) throw new Error('What it is dragged to has no place on the screen');
    return { x: box.x + box.width / 2, y: command.edge === 'top' ? box.y + 1 : box.y + box.height - 1 };
  };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  let to = await goal();
  await page.mouse.move(to.x, to.y, { steps: dragSteps });
  for (let correction = 0; correction < mostCorrections; correction += 1) {
    const now = await goal();
    if (now.y === to.y) break;
    to = now;
    await page.mouse.move(to.x, to.y);
  }
  await page.mouse.up();
}

/** The protocol by which a page is touched, opened once: a text takes hundreds of touches. */
const fingers = new WeakMap<Page, Promise<CDPSession>>();

async function touch(page: Page, point: { x: number; y: number }, holdMs: number): Promise<void> {
  const opening = fingers.get(page) ?? page.context().newCDPSession(page);
  fingers.set(page, opening);
  const protocol = await opening;
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  if (holdMs > 0) await new Promise((resolve) => setTimeout(resolve, holdMs));
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function onTarget(page: Page, command: TargetCommand): Promise<PageAnswer> {
  const locator = locate(page, command.target);
  const seen = locator.filter({ visible: true });
  const timeout = command.timeoutMs;
  switch (command.act) {
    case 'click':
      await locator.click({ timeout });
      return null;
    case 'tabTo':
      return tabTo(page, locator, timeout);
    case 'hold':
      await holdPointer(page, await centreOf(locator, timeout), command.holdMs);
      return null;
    case 'drag':
      await drag(page, locator, command);
      return null;
    case 'tap':
      await touch(page, await centreOf(locator, timeout), command.holdMs);
      return null;
    case 'fill':
      await locator.fill(command.text, { timeout });
      return null;
    case 'type':
      await locator.pressSequentially(command.text, { timeout });
      return null;
    case 'selectOption':
      await locator.selectOption(command.text, { timeout });
      return null;
    case 'check':
      await locator.setChecked(command.checked, { timeout });
      return null;
    case 'isVisible':
      return (await seen.count()) > 0;
    case 'isEnabled':
      return locator.isEnabled({ timeout });
    case 'isChecked':
      return locator.isChecked({ timeout });
    case 'text':
      return locator.innerText({ timeout });
    case 'inputValue':
      return locator.inputValue({ timeout });
    case 'count':
      return seen.count();
    case 'waitVisible':
      await seen.first().waitFor({ state: 'visible', timeout });
      return null;
    case 'waitHidden':
      await seen.first().waitFor({ state: 'hidden', timeout });
      return null;
  }
}

async function whatIsThere(page: Page): Promise<string> {
  const snapshot = await page.ariaSnapshot({ timeout: 2000 }).catch(() => '');
  const named = snapshot.matchAll(/- (button|heading|alert|dialog|tab|link) ("(?:[^"\\]|\\.)*"[^\n:]*)/g);
  const lines = Array.from(named, ([, role, name]) => `${role} ${name}`);
  return lines.length === 0 ? 'nothing with a name' : lines.join('; ');
}

/** Why Playwright gave up: the end of its own log, which says for example what covers an element. */
function reasonIn(error: Error): string {
  const lines = stripVTControlCharacters(error.message)
    .split('\n')
    .map((line) => line.trim());
  const log = lines.slice(lines.indexOf('Call log:') + 1);
  const telling = log.filter((line) => line !== '' && !/^- (waiting( \d+ms|.*to be visible)|retrying)/.test(line));
  return [...new Set(telling)].slice(-3).join(' / ');
}

/**
 * Does one command to a page. An error names what was sought, in words, and what is there instead.
 * @param page the window's page, on the stand-in or on Electron
 */
export async function perform(page: Page, command: PageCommand): Promise<PageAnswer> {
  switch (command.act) {
    case 'press':
      await page.keyboard.press(command.key);
      return null;
    case 'holdKey':
      await page.keyboard.down(command.key);
      await new Promise((resolve) => setTimeout(resolve, command.holdMs));
      await page.keyboard.up(command.key);
      return null;
    case 'typeKeys':
      await page.keyboard.type(command.text);
      return null;
    case 'screenshot':
      await page.screenshot({ path: command.path });
      return null;
    case 'setViewport':
      await page.setViewportSize({ width: command.width, height: command.height });
      return null;
    case 'title':
      return page.title();
    case 'snapshot':
      return page.ariaSnapshot();
    case 'weigh':
      return JSON.stringify(await weigh(page));
    case 'audit':
      return JSON.stringify(await audit(page));
    default:
      try {
        return await onTarget(page, command);
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        const where = `"${await page.title().catch(() => 'a window that is gone')}"`;
        throw new Error(
          `${command.act}: ${describeLocator(command.target)} in ${where} within ${command.timeoutMs} ms: ` +
            `${failure.message.split('\n')[0]}\n${reasonIn(failure)}\nThere is: ${await whatIsThere(page)}`,
        );
      }
  }
}
