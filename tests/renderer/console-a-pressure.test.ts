import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { monitorProblem, withCuffWarning } from '../../electron/monitors/monitor-problem.ts';
import { monitorActivities } from '../../electron/monitors/monitors-state.ts';
import type { MonitorsPicture } from '../../shared/bridge/picture.ts';
import type { Command } from '../../shared/session/command.ts';
import type { Reading } from '../../shared/vitals/reading.ts';
import { bundledPageHere, launchBrowser } from './page-in-browser.ts';

let browser: Browser;
let script = '';
let style = '';
let page: Page;

beforeAll(async () => {
  ({ script, style } = await bundledPageHere('pressure-page.tsx'));
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(5000);
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
}, 60_000);
afterAll(async () => {
  await browser.close();
});

// The panel is taken off the page and put up anew: nothing of the test before is left.
beforeEach(() => open());

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const open = (...commands: readonly Command[]) =>
  page.evaluate((asked) => window.pressurePage.open(...asked), commands);
const show = (monitors: Partial<MonitorsPicture>) =>
  page.evaluate((shown) => window.pressurePage.show(shown), monitors);
const calls = () => page.evaluate(() => window.pressurePage.calls);

const bound: NonNullable<MonitorsPicture['bound']> = {
  monitorKey: 'omron-classic:port:1-3',
  name: 'M10-IT',
  slot: 'A',
  family: 'omron-classic',
  live: false,
  needsReplug: false,
  pluggedIn: true,
};
const summary = (key: string, where: string | null): MonitorsPicture['present'][number] => ({
  monitorKey: key,
  family: 'omron-classic',
  name: 'M10-IT',
  honestStatus: 'Tried against a simulated monitor; unproven on hardware.',
  simulated: false,
  where,
  slots: ['A', 'B'],
});
const usb = { vendorId: 0x590, productId: 0x28 };
const problems = [
  null,
  ...Object.values(monitorProblem).map((make) => make(usb as never, 'libusb' as never)),
  withCuffWarning(monitorProblem.unpluggedMeasuring()),
];
const reading = (over: Partial<Extract<Reading['source'], { kind: 'monitor' }>> = {}): Reading => ({
  readingId: 'reading-1',
  systolicMmHg: 128,
  diastolicMmHg: 82,
  pulsePerMin: 71,
  flags: [],
  source: {
    kind: 'monitor',
    family: 'omron-classic',
    model: 'M10-IT',
    monitorId: 'omron-classic:port:1-3:slot:A',
    slot: 'A',
    monitorTime: '2026-11-23T14:05',
    rawHex: [],
    ...over,
  },
});
const recorded = (monitorClockDifferenceMs: number | null, over = {}): Command => ({
  type: 'record-monitor-reading',
  reading: reading(over),
  monitorClockDifferenceMs,
});
const candidates: MonitorsPicture['candidates'] = [
  { readingId: 'c1', systolicMmHg: 124, diastolicMmHg: 79, pulsePerMin: 66, monitorTime: '2026-11-23T14:05' },
  { readingId: 'c2', systolicMmHg: 141, diastolicMmHg: 92, pulsePerMin: 80, monitorTime: null },
];

describe('whatever goes on, entering by hand is one press away and a problem says what to do', () => {
  const monitors = [
    { name: 'none', shown: { bound: null, present: [] } },
    { name: 'two, none chosen', shown: { bound: null, present: [summary('a', null), summary('b', null)] } },
    { name: 'one that stores', shown: { bound } },
    { name: 'one that is away', shown: { bound: { ...bound, pluggedIn: false } } },
    { name: 'one that is plugged in again', shown: { bound: { ...bound, needsReplug: true } } },
    { name: 'one that is listened to', shown: { bound: { ...bound, live: true } } },
  ];
  test.each(monitors)('monitor: $name', async ({ shown }) => {
    const states = monitorActivities.flatMap((activity) => problems.map((problem) => ({ activity, problem })));
    const seen = await page.evaluate(
      async ({ base, states: all }) => {
        const found: { byHand: number; alerts: string[] }[] = [];
        for (const state of all) {
          window.pressurePage.show({ ...base, ...state, activitySinceWallMs: 0 });
          // React draws what a store tells it once the telling is over.
          await new Promise((drawn) => setTimeout(drawn));
          // In the panel's first row, so that no words below push it out of a low column.
          const firstRowEnd = (document.querySelector('section')?.getBoundingClientRect().top ?? 0) + 60;
          const buttons = [...document.querySelectorAll('button')].filter(
            (element) =>
              element.textContent === 'Enter by hand' &&
              !element.disabled &&
              element.checkVisibility() &&
              element.getBoundingClientRect().bottom <= firstRowEnd,
          );
          const alerts = [...document.querySelectorAll('[role="alert"]')];
          found.push({ byHand: buttons.length, alerts: alerts.map((alert) => alert.textContent) });
        }
        return found;
      },
      { base: shown, states },
    );
    expect(seen).toHaveLength(monitorActivities.length * problems.length);
    for (const [index, { activity, problem }] of states.entries()) {
      const name = `${activity} ${problem?.code ?? 'no problem'}`;
      expect(seen[index]?.byHand, name).toBe(1);
      expect(seen[index]?.alerts.length, name).toBe(problem === null ? 0 : 1);
      expect(seen[index]?.alerts.join(' '), name).toContain(problem?.remedy ?? '');
    }
    await button('Enter by hand').click();
    expect(await page.getByLabel('Systolic').count()).toBe(1);
  });

  test('also while a reading waits to be confirmed or struck, and while several are in doubt', async () => {
    await show({ bound, candidates });
    expect(await button('Enter by hand').count()).toBe(1);
    await open(recorded(null));
    await show({ bound, problem: monitorProblem.silent() });
    expect(await button('Enter by hand').count()).toBe(1);
    expect(await page.getByRole('alert').innerText()).toContain(monitorProblem.silent().remedy);
    await button('Strike it').click();
    expect(await button('Enter by hand').count()).toBe(1);
  });
});

describe('a monitor that can be started', () => {
  const live = { bound: { ...bound, live: true } };

  test('is started and stopped by presses of their own, one call each', async () => {
    await show({ ...live, activity: 'live-listening' });
    await button('Start the monitor').click();
    expect(await calls()).toEqual([{ name: 'startMonitor', argument: {} }]);
    await show({ ...live, activity: 'live-measuring', activitySinceWallMs: 0 });
    expect(await button('Start the monitor').count()).toBe(0);
    await button('Stop the monitor').click();
    expect((await calls()).map((call) => call.name)).toEqual(['startMonitor', 'stopMonitor']);
  });

  test.each(monitorActivities)('stop is offered while it may measure: %s', async (activity) => {
    await show({ ...live, activity, activitySinceWallMs: 0 });
    const offered = activity === 'live-listening' || activity === 'live-measuring';
    expect(await button('Stop the monitor').count()).toBe(offered ? 1 : 0);
    // Nothing but the press on it starts a monitor.
    expect(await button('Start the monitor').count()).toBe(activity === 'live-listening' ? 1 : 0);
  });

  test('stop stays in sight when something else waits', async () => {
    await open(recorded(null));
    await show({ ...live, activity: 'live-measuring', candidates });
    expect(await button('Stop the monitor').count()).toBe(1);
  });

  // The journey's column on the smallest screen, above what is pinned to its end.
  const columnHeight = 308;
  test.each([
    ['live-listening', 'Start the monitor', null],
    ['live-listening', 'Stop the monitor', null],
    ['live-measuring', 'Stop the monitor', null],
    ['live-measuring', 'Stop the monitor', monitorProblem.measuring()],
    ['waiting-for-measurement', 'Fetch the reading', null],
  ] as const)('on the smallest screen %s has its “%s” in sight', async (activity, name, problem) => {
    await open(recorded(null), { type: 'confirm-reading', readingId: 'reading-1' });
    await show({ ...live, activity, problem, activitySinceWallMs: 0 });
    const panel = await page.getByRole('region', { name: 'Blood pressure' }).boundingBox();
    const box = await button(name).boundingBox();
    expect((box?.y ?? Number.NaN) + (box?.height ?? 0) - (panel?.y ?? 0)).toBeLessThanOrEqual(columnHeight);
  });

  test('keys start nothing', async () => {
    await show({ ...live, activity: 'live-listening' });
    for (const key of ['b', 's', 'm', 'g', 'Enter', ' ']) await page.keyboard.press(key);
    expect((await calls()).filter((call) => call.name === 'startMonitor')).toEqual([]);
  });

  test('its memory can be read when its result did not come', async () => {
    await show({ ...live, activity: 'idle' });
    await button('Read its memory').click();
    expect((await calls()).map((call) => call.name)).toEqual(['fetchReading']);
    await show({ bound, activity: 'idle' });
    expect(await button('Read its memory').count()).toBe(0);
  });
});

describe('several in doubt', () => {
  test('say their times by our clock where the monitor’s is off, and that they do', async () => {
    await show({ bound, candidates, candidatesClockDifferenceMs: 180_000 });
    expect(await page.getByText('Measured 2026-11-23 at 14:02', { exact: true }).count()).toBe(1);
    expect(await page.getByText('The monitor’s clock is 3 min ahead; times corrected.').count()).toBe(1);
    await show({ bound, candidates });
    expect(await page.getByText('Measured 2026-11-23 at 14:05', { exact: true }).count()).toBe(1);
    expect(await page.getByText('times corrected').count()).toBe(0);
  });

  test('are all shown, and one is taken', async () => {
    await show({ bound, candidates });
    expect(await page.getByRole('list', { name: 'Readings in doubt' }).getByRole('listitem').count()).toBe(2);
    expect(await page.getByText('No time: the monitor’s clock is not set').count()).toBe(1);
    await button('This one: 141 over 92, pulse 80').click();
    expect(await calls()).toEqual([{ name: 'takeCandidate', argument: { readingId: 'c2' } }]);
  });

  test('none of them is an answer', async () => {
    await show({ bound, candidates });
    await button('None of them').click();
    expect(await calls()).toEqual([{ name: 'declineCandidates', argument: {} }]);
  });
});

describe('the monitor’s clock', () => {
  test.each([
    [180_000, 'Measured 14:02 · monitor’s clock 3 min ahead'],
    [-121_000, 'Measured 14:07 · monitor’s clock 2 min behind'],
    [3_900_000, 'Measured 13:00 · monitor’s clock 1 h 05 min ahead'],
    [null, 'Measured 14:05 by the monitor’s clock'],
  ])('off by %s ms', async (differenceMs, words) => {
    await open(recorded(differenceMs));
    await show({ bound });
    expect(await page.getByText(words, { exact: true }).count()).toBe(1);
  });

  test('that was never set gives no time', async () => {
    await open(recorded(null, { monitorTime: null }));
    await show({ bound });
    expect(await page.getByText('No time: the monitor’s clock is not set').count()).toBe(1);
  });

  test('that is off stands in the list of all readings too', async () => {
    await open(recorded(180_000), { type: 'confirm-reading', readingId: 'reading-1' });
    await show({ bound });
    await button('All readings').click();
    expect(await page.getByText(/monitor’s clock 3 min ahead/).count()).toBe(1);
  });
});

describe('choosing', () => {
  test('two of a kind: nothing is measured before one is chosen, and neither slot is chosen beforehand', async () => {
    const present = [summary('a', 'USB socket 1-2'), summary('b', 'USB socket 1-3')];
    await show({ present, problem: monitorProblem.several() });
    expect(await button('Measure now').count()).toBe(0);
    await button('Choose the monitor').click();
    const second = page.getByRole('region', { name: 'M10-IT, USB socket 1-3' });
    expect(await second.innerText()).toContain('unproven on hardware');
    const use = second.getByRole('button', { name: 'Use M10-IT, USB socket 1-3' });
    expect(await use.isEnabled()).toBe(false);
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await second.getByRole('radio', { name: 'B' }).check();
    await use.click();
    expect(await calls()).toEqual([{ name: 'bindMonitor', argument: { monitorKey: 'b', slot: 'B' } }]);
  });

  test('the line for udev can be taken as a whole', async () => {
    await show({ bound, problem: monitorProblem.permissionDenied({ vendorId: 0x4b4, productId: 0x5500 }, 'libusb') });
    const line = page.locator('code');
    await line.click();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(
      'SUBSYSTEM=="usb", ATTR{idVendor}=="04b4", ATTR{idProduct}=="5500", TAG+="uaccess"',
    );
    expect(await line.evaluate((element) => getComputedStyle(element).fontFamily)).toContain('mono');
  });
});

test.each(['reading-memory', 'waiting-for-measurement', 'live-preparing', 'live-listening'] as const)(
  'how to sit is shown while one waits: %s',
  async (activity) => {
    await show({ bound: { ...bound, live: activity.startsWith('live') }, activity });
    const posture = await page.getByRole('list', { name: 'While it measures' }).innerText();
    for (const words of [
      'back supported',
      'feet flat',
      'legs uncrossed',
      'arm bare',
      'heart level',
      'no talking',
      'Bladder',
    ])
      expect(posture).toContain(words);
  },
);

test('a monitor that was pulled out says so, and what to do', async () => {
  const away = { ...bound, pluggedIn: false };
  await show({ bound: away, activity: 'waiting-for-measurement' });
  expect(await page.getByRole('status').innerText()).toContain('plug it in: Vigil then reads it by itself');
  await show({ bound: away, activity: 'idle' });
  expect(await page.getByText('The monitor is unplugged. Plug it in, or enter by hand.').count()).toBe(1);
  await show({ bound, activity: 'idle' });
  expect(await page.getByText('unplugged').count()).toBe(0);
});

test('a monitor that must be plugged in again says so while one waits', async () => {
  await show({ bound: { ...bound, needsReplug: true }, activity: 'waiting-for-measurement' });
  expect(await page.getByRole('status').innerText()).toContain('unplug it and plug it in again');
  await show({ bound, activity: 'waiting-for-measurement' });
  expect(await page.getByRole('status').innerText()).not.toContain('plug');
});
