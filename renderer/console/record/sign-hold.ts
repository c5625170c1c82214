/** Signing locks what it stands under: held, not tapped. Milliseconds. */
export const signHoldMs = 1000;
