/** Held this long, a tag also opens the text that belongs to it, and Text asks how long ago. Milliseconds. */
export const longPressMs = 450;

export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Whether a point lies inside a box, its edge included. */
export function isInside(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** What a press on a tag means once the finger is up: nothing where it slid off, else a touch or a long one. */
export function pressMeaning(downTimeStamp: number, upTimeStamp: number, inside: boolean): 'none' | 'tag' | 'long' {
  if (!inside) return 'none';
  return upTimeStamp - downTimeStamp >= longPressMs ? 'long' : 'tag';
}
