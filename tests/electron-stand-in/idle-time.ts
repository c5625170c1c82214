let lastInputMs = performance.now();

/** Called when somebody touched, moved or typed in any window of the app. */
export function noteInput(): void {
  lastInputMs = performance.now();
}

/** Whole seconds since the last input in the app's own windows; input elsewhere is not seen. */
export function idleSeconds(): number {
  return Math.floor((performance.now() - lastInputMs) / 1000);
}
