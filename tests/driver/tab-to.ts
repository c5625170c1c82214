import type { Locator, Page } from 'playwright-core';

/** No screen has more places where Tab stops; after them it goes round. */
const mostStops = 240;
/** A focus ring that is thinner is not seen. CSS pixels. */
const leastRingPx = 2;

/** Where the focus is, seen from the element that is wanted. */
type Focus = 'there' | 'in its group' | 'elsewhere';

/** Runs in the page. */
function focusOf(wanted: Element): Focus {
  const focused = document.activeElement;
  if (focused === wanted) return 'there';
  const isSibling =
    focused instanceof HTMLInputElement &&
    wanted instanceof HTMLInputElement &&
    focused.type === 'radio' &&
    wanted.type === 'radio' &&
    focused.name === wanted.name;
  return isSibling ? 'in its group' : 'elsewhere';
}

/** An answer that an arrow gave may close its form at once: then the element is gone, and was chosen. */
async function lookedAt(
  locator: Locator,
  timeoutMs: number,
  arrowed: boolean,
): Promise<{ readonly focus: Focus | 'gone'; readonly ring: number }> {
  try {
    const timeout = arrowed ? Math.min(500, timeoutMs) : timeoutMs;
    const focus = await locator.evaluate(focusOf, undefined, { timeout });
    return { focus, ring: focus === 'there' ? await locator.evaluate(ringPx, undefined, { timeout }) : 0 };
  } catch (error) {
    if (arrowed && (await locator.count()) === 0) return { focus: 'gone', ring: 0 };
    throw error;
  }
}

/** Runs in the page: how thick the ring is that shows the focus, on the element or on the label around it. */
function ringPx(wanted: Element): number {
  const label = wanted.closest('label');
  return Math.max(
    ...[wanted, ...(label === null ? [] : [label])].map((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
    }),
  );
}

/**
 * Goes to an element as somebody without a pointer does: by Tab, and by arrows within a group of radio buttons. Throws where
 * Tab never comes there, or where the focus cannot be seen once it is there. Answers whether an arrow chose it on the way.
 */
export async function tabTo(page: Page, locator: Locator, timeoutMs: number): Promise<boolean> {
  await locator.waitFor({ state: 'visible', timeout: timeoutMs });
  const endsAtMs = performance.now() + timeoutMs;
  while (!(await locator.isEnabled({ timeout: timeoutMs }))) {
    if (performance.now() > endsAtMs) throw new Error('It stayed disabled');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  let arrowed = false;
  for (let stop = 0; stop <= mostStops; stop += 1) {
    const { focus, ring } = await lookedAt(locator, timeoutMs, arrowed);
    if (focus === 'gone') return true;
    if (focus === 'there') {
      if (ring < leastRingPx) throw new Error(`The focus is there and cannot be seen: its ring is ${ring} px`);
      return arrowed;
    }
    const arrow = focus === 'in its group';
    arrowed ||= arrow;
    await page.keyboard.press(arrow ? 'ArrowDown' : 'Tab');
  }
  throw new Error(`Tab never came there, in ${mostStops} stops`);
}
