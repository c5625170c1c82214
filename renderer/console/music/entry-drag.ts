import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { EntryPlace } from '../../../shared/music/playlist.ts';
import { sections } from '../../../shared/music/section.ts';

/** An entry that is being dragged, and where it would fall now. */
export type EntryDrag = { readonly entryId: string; readonly to: EntryPlace };

/** So near to an edge the list scrolls along, by so much a movement. Pixels. */
const edgePx = 72;
const scrollPx = 14;

/** Where an entry would fall at this height of the window; null where there is no section. */
function placeAt(list: HTMLElement, y: number, entryId: string): EntryPlace | null {
  const parts = [...list.querySelectorAll<HTMLElement>('[data-section]')];
  const part = parts.findLast((one) => one.getBoundingClientRect().top <= y) ?? parts[0];
  const section = sections.find((one) => one === part?.dataset.section);
  if (part === undefined || section === undefined) return null;
  const others = [...part.querySelectorAll<HTMLElement>('[data-entry]')].filter((row) => row.dataset.entry !== entryId);
  const index = others.filter((row) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
  return { section, index };
}

function scrollAlong(list: HTMLElement, y: number): void {
  const page = list.closest('.page');
  if (page === null) return;
  const { top, bottom } = page.getBoundingClientRect();
  if (y < top + edgePx) page.scrollBy(0, -scrollPx);
  else if (y > bottom - edgePx) page.scrollBy(0, scrollPx);
}

/**
 * Dragging entries by mouse, pen or finger: it begins on a handle, and what is dragged falls where it is let go. Escape,
 * and a second finger, leave everything as it was. The list keeps its order until then, so that nothing jumps.
 */
export function useEntryDrag(
  list: RefObject<HTMLElement | null>,
  onDrop: (entryId: string, to: EntryPlace) => void,
): { readonly drag: EntryDrag | null; readonly begin: (entryId: string, event: PointerEvent) => void } {
  const [drag, setDrag] = useState<EntryDrag | null>(null);
  const held = useRef<{ readonly entryId: string; readonly pointerId: number } | null>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  useEffect(() => {
    const end = () => {
      held.current = null;
      setDrag(null);
    };
    const onMove = (event: globalThis.PointerEvent) => {
      const { current } = list;
      if (held.current?.pointerId !== event.pointerId || current === null) return;
      const { entryId } = held.current;
      scrollAlong(current, event.clientY);
      const to = placeAt(current, event.clientY, entryId);
      setDrag(to === null ? null : { entryId, to });
    };
    const onUp = (event: globalThis.PointerEvent) => {
      const { current } = list;
      if (held.current?.pointerId !== event.pointerId || current === null) return;
      const { entryId } = held.current;
      const to = placeAt(current, event.clientY, entryId);
      end();
      if (to !== null) drop.current(entryId, to);
    };
    const onDown = (event: globalThis.PointerEvent) => {
      if (held.current !== null && held.current.pointerId !== event.pointerId) end();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && held.current !== null) end();
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', end);
    window.addEventListener('pointerdown', onDown);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('pointerdown', onDown);
      window.removeEventListener('keydown', onKey);
    };
  }, [list]);

  return {
    drag,
    begin: (entryId, event) => {
      if (event.button === 0) held.current = { entryId, pointerId: event.pointerId };
    },
  };
}
