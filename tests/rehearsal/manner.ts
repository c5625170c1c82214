import type { AppWindow, Target } from '../driver/driver.ts';

/** How a therapist reaches what they see. */
export type Manner = {
  press(target: Target): Promise<void>;
  hold(target: Target, holdMs: number): Promise<void>;
  /** Writes into a field, in place of what is in it. */
  fill(target: Target, text: string): Promise<void>;
  choose(radio: Target): Promise<void>;
  tick(box: Target): Promise<void>;
};

export const mannerNames = ['pointer', 'keys', 'touch'] as const;
export type MannerName = (typeof mannerNames)[number];

/** The manner of this name for a window. */
export function mannerFor(name: MannerName, window: AppWindow): Manner {
  return { pointer: byPointer, keys: byKeys, touch: byTouch }[name](window);
}

function byPointer(): Manner {
  return {
    press: (target) => target.click(),
    hold: (target, holdMs) => target.hold(holdMs),
    fill: (target, text) => target.fill(text),
    choose: (radio) => radio.click(),
    tick: (box) => box.check(),
  };
}

/** Tab, arrows, Enter, Space and letters; no pointer at all. */
function byKeys(window: AppWindow): Manner {
  return {
    async press(target) {
      await target.tabTo();
      await window.press('Enter');
    },
    async hold(target, holdMs) {
      await target.tabTo();
      await window.holdKey('Enter', holdMs);
    },
    async fill(target, text) {
      await target.tabTo();
      await window.press('Control+a');
      await window.typeKeys(text);
    },
    async choose(radio) {
      // An arrow has chosen it already, unless it was the first that Tab came to.
      if (!(await radio.tabTo())) await window.press('Space');
    },
    async tick(box) {
      await box.tabTo();
      if (!(await box.isChecked())) await window.press('Space');
    },
  };
}

/** One finger: touches, long touches, and the console's own keyboard; no key and no mouse. */
function byTouch(window: AppWindow): Manner {
  const keyboard = window.byRole('region', { name: 'Keyboard', exact: true });
  const key = (name: string) => window.byRole('button', { name, exact: true }).within(keyboard);
  const keyOf = async (sign: string): Promise<Target> => {
    if (sign === ' ') return key('Space');
    if (sign !== sign.toLowerCase()) {
      if ((await key('Letters').count()) > 0) await key('Letters').tap();
      await key('Capital letters').tap();
    } else if ((await key(sign).count()) === 0) {
      await key((await key('Letters').count()) > 0 ? 'Letters' : 'Signs').tap();
    }
    return key(sign);
  };
  return {
    press: (target) => target.tap(),
    hold: (target, holdMs) => target.tap(holdMs),
    async fill(target, text) {
      await target.tap();
      await keyboard.waitVisible();
      for (let left = (await target.inputValue()).length; left > 0; left -= 1) await key('Delete').tap();
      for (const sign of text) await (await keyOf(sign)).tap();
      await key('Hide the keyboard').tap();
    },
    choose: (radio) => radio.tap(),
    async tick(box) {
      if (!(await box.isChecked())) await box.tap();
    },
  };
}
