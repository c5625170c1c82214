import type { NativeTheme } from 'electron';
import { applyTheme, chooseTheme, chosenTheme, type ThemeSource } from './color-scheme.ts';
import { guarded } from './not-offered.ts';
import { OfferedEvents } from './offered-events.ts';
import { WebContents } from './web-contents.ts';

class StandInNativeTheme extends OfferedEvents {
  constructor() {
    super('nativeTheme', ['updated']);
  }

  get themeSource(): ThemeSource {
    return chosenTheme();
  }

  set themeSource(theme: ThemeSource) {
    chooseTheme(theme);
    for (const contents of WebContents.all()) {
      const page = contents.shownPage();
      if (page !== undefined) void applyTheme(page).catch(() => {});
    }
    this.emit('updated');
  }

  /** Only by the app's own choice: the desktop's theme is not read. */
  get shouldUseDarkColors(): boolean {
    return chosenTheme() === 'dark';
  }
}

/** Electron's `nativeTheme`. */
export const nativeTheme: StandInNativeTheme = guarded('nativeTheme', new StandInNativeTheme());
nativeTheme satisfies Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>;
