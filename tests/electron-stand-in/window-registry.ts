/** What the app's life needs of a window. */
export type LivingWindow = {
  /** Asks the window's listeners and closes it; false where one of them vetoed. */
  requestClose(): boolean;
  destroy(): void;
};

const livingWindows = new Set<LivingWindow>();
let whenEmpty: () => void = () => {};

/** Every window that is not destroyed, oldest first. */
export function openWindows(): LivingWindow[] {
  return [...livingWindows];
}

/** Called by a window when it comes to life. */
export function enterRegistry(window: LivingWindow): void {
  livingWindows.add(window);
}

/** Called by a window when it is gone. */
export function leaveRegistry(window: LivingWindow): void {
  livingWindows.delete(window);
  if (livingWindows.size === 0) whenEmpty();
}

/** Sets what happens when the last window is gone. */
export function onLastWindowGone(action: () => void): void {
  whenEmpty = action;
}
