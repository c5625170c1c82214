import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe-core is asked: WCAG 2.0 to 2.2, A and AA, and what its authors call best practice. */
const ruleTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is read of axe-core's answer. */
type AxeResults = {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
};

/** Smaller than this in either direction a control is missed by a thumb. CSS pixels. */
const leastTouchPx = 56;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks at a page as an auditor would, and changes nothing: what axe-core finds, and controls that are too small for a
 * thumb. One sentence each; none where all is well.
 */
export async function audit(page: Page): Promise<string[]> {
  // By the debugger's way in: the page's own content policy lets no script in.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (tags): Promise<AxeResults> =>
      Reflect.get(window, 'axe').run(document, { runOnly: tags, resultTypes: ['violations'] }),
    ruleTags,
  );
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}. ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`.replace(/\s+/g, ' ')),
  );
  return [...found, ...(await page.evaluate(smallControls, leastTouchPx))];
}

/** Runs in the page. */
function smallControls(leastPx: number): string[] {
  const controls = document.querySelectorAll<HTMLElement>('button, input, textarea, select, a[href], [role="button"]');
  return [...controls].flatMap((control) => {
    // A radio button or a box is touched by its words too.
    const touched = control.matches('input[type="radio"], input[type="checkbox"]')
      ? (control.closest('label') ?? control)
      : control;
    if (!touched.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
    const { width, height } = touched.getBoundingClientRect();
    // Half a pixel is rounding.
    if (width === 0 || (width >= leastPx - 0.5 && height >= leastPx - 0.5)) return [];
    const name = control.getAttribute('aria-label') ?? touched.textContent ?? control.tagName;
    return [`touch: “${name.trim().slice(0, 60)}” is ${Math.round(width)} by ${Math.round(height)} px`];
  });
}
