import type { LucideIcon } from 'lucide-react';

/** A drawn sign beside words, never instead of them: hidden from screen readers, in the colour of the text. Size in px. */
export function Icon({ icon: Drawing, size = 24 }: { readonly icon: LucideIcon; readonly size?: number }) {
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" focusable="false" className="icon" />;
}
