/** One time that something on the screen moved without being asked to. `value` as Chromium scores it: area times distance. */
export type SeenShift = {
  readonly value: number;
  /** A finger or a key came within the half second before: what moved then was asked for. */
  readonly isAsked: boolean;
  /** What the page calls its screen then, and what moved: class names and places, no words of anybody. */
  readonly heading: string;
  readonly moved: readonly string[];
};

declare global {
  interface Window {
    benchShifts?: SeenShift[];
  }
}

/** Runs in the console's page, before or after it has loaded: takes every shift of its layout. */
export function observeShifts(): void {
  const seen: SeenShift[] = [];
  window.benchShifts = seen;
  const nameOf = (node: unknown): string =>
    node instanceof Element ? `${node.localName}.${node.getAttribute('class') ?? ''}` : String(node);
  type Shift = PerformanceEntry & {
    readonly value: number;
    readonly hadRecentInput: boolean;
    readonly sources: readonly {
      readonly node: Node | null;
      readonly previousRect: DOMRectReadOnly;
      readonly currentRect: DOMRectReadOnly;
    }[];
  };
  const rect = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(' ');
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[]) {
      seen.push({
        value: entry.value,
        isAsked: entry.hadRecentInput,
        heading: document.querySelector('h1')?.textContent ?? '',
        moved: entry.sources.map(
          ({ node, previousRect, currentRect }) => `${nameOf(node)} from ${rect(previousRect)} to ${rect(currentRect)}`,
        ),
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Runs in the console's page: every shift that was seen so far. */
export function takeShifts(): readonly SeenShift[] {
  return window.benchShifts ?? [];
}
