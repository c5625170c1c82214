import { guarded } from './not-offered.ts';

type MenuEntry = { label?: string; role?: string; submenu?: unknown };

/** Electron's `Menu`: held and handed back; the stand-in's windows have no menu bar and no accelerators. */
class StandInMenu {
  private static applicationMenu: StandInMenu | null = null;
  readonly items: readonly MenuEntry[];

  constructor(items: readonly MenuEntry[] = []) {
    this.items = items;
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.applicationMenu = menu;
  }

  static getApplicationMenu(): StandInMenu | null {
    return StandInMenu.applicationMenu;
  }

  static buildFromTemplate(template: readonly MenuEntry[]): StandInMenu {
    return guarded('menu', new StandInMenu(template));
  }
}

export const Menu = guarded('Menu', StandInMenu);
