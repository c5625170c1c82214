import type { Locator, Page } from 'playwright-core';

/** A role of the accessibility tree, such as `button`. */
export type Role = Parameters<Page['getByRole']>[0];
/** A text to look for: part of it in any case unless exact, or a pattern. */
export type TextMatch =
  | { readonly text: string; readonly exact: boolean }
  | { readonly source: string; readonly flags: string };
/** One step to an element. */
export type LocatorStep =
  | { readonly by: 'role'; readonly role: Role; readonly name: TextMatch | null }
  | { readonly by: 'label'; readonly match: TextMatch }
  | { readonly by: 'text'; readonly match: TextMatch }
  | { readonly by: 'nth'; readonly index: number };
/** Where an element is, as data: each step looks within what the one before found. */
export type LocatorData = readonly LocatorStep[];

/** A text or a pattern as data. */
export function textMatch(given: string | RegExp, exact: boolean): TextMatch {
  return typeof given === 'string' ? { text: given, exact } : { source: given.source, flags: given.flags };
}

function matcher(match: TextMatch): { pattern: string | RegExp; exact: boolean } {
  return 'text' in match
    ? { pattern: match.text, exact: match.exact }
    : { pattern: new RegExp(match.source, match.flags), exact: false };
}

function take(scope: Page | Locator, step: LocatorStep): Locator {
  switch (step.by) {
    case 'role': {
      if (step.name === null) return scope.getByRole(step.role);
      const { pattern, exact } = matcher(step.name);
      return scope.getByRole(step.role, { name: pattern, exact });
    }
    case 'label': {
      const { pattern, exact } = matcher(step.match);
      return scope.getByLabel(pattern, { exact });
    }
    case 'text': {
      const { pattern, exact } = matcher(step.match);
      return scope.getByText(pattern, { exact });
    }
    case 'nth':
      return 'nth' in scope ? scope.nth(step.index) : scope.locator('*').nth(step.index);
  }
}

/** Playwright's locator for the data. */
export function locate(page: Page, data: LocatorData): Locator {
  const [first, ...rest] = data;
  if (first === undefined) throw new Error('A target needs at least one step');
  return rest.reduce((scope, step) => take(scope, step), take(page, first));
}

function describeMatch(match: TextMatch): string {
  return 'text' in match ? JSON.stringify(match.text) : `/${match.source}/${match.flags}`;
}

/** The data in words, for error texts. */
export function describeLocator(data: LocatorData): string {
  const words = data.map((step) => {
    if (step.by === 'nth') return `number ${step.index + 1}`;
    if (step.by === 'role') return step.name === null ? step.role : `${step.role} ${describeMatch(step.name)}`;
    return `${step.by} ${describeMatch(step.match)}`;
  });
  return words.join(', in it ');
}
