import type { Page } from 'playwright-core';

/** What `nativeTheme.themeSource` may be. */
export type ThemeSource = 'system' | 'light' | 'dark';

let chosen: ThemeSource = 'system';

/** The theme that the app chose. */
export function chosenTheme(): ThemeSource {
  return chosen;
}

/** Keeps the theme for windows that open later. */
export function chooseTheme(theme: ThemeSource): void {
  chosen = theme;
}

/** Makes a page see the chosen theme as the system's. */
export async function applyTheme(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: chosen === 'system' ? null : chosen });
}
