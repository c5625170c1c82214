/** When a finger, a pen or a key went down, on the window's own monotonic clock (ms); `useCommand` makes an age of it. */
export type Press = { readonly timeStamp: number };
