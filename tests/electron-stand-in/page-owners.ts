import type { Page } from 'playwright-core';
import type { StandInSession } from './session.ts';

/** What the requests of a page need to know of the window it belongs to. */
export type PageOwner = {
  readonly contentsId: number;
  readonly contents: object;
  readonly session: StandInSession;
  /** Asks the app about a document request; false where a listener prevented it. */
  mayNavigate(electronAddress: string, isMainFrame: boolean): boolean;
};

const owners = new WeakMap<Page, PageOwner>();

/** Says that a page belongs to a window. */
export function setOwner(page: Page, owner: PageOwner): void {
  owners.set(page, owner);
}

/** The window that a page belongs to, if any does. */
export function ownerOf(page: Page): PageOwner | undefined {
  return owners.get(page);
}
