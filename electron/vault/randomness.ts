/** Random bytes fit for keys and nonces, passed in by whoever starts the vault. */
export type RandomBytes = (count: number) => Uint8Array;
