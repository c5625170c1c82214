/** The same tag again within this time is a finger that bounced, not a second note. Milliseconds. */
export const bounceMs = 700;

/** A tag that was taken, and when the finger went down, on the window's own time line. */
export type TagTouch = { readonly tagId: string; readonly timeStamp: number };

/** Whether a touch repeats the last accepted one as a bounce. Another tag never bounces. */
export function isBounce(last: TagTouch | null, touch: TagTouch): boolean {
  return last !== null && last.tagId === touch.tagId && touch.timeStamp - last.timeStamp <= bounceMs;
}
