import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { windowTimers } from '../store.ts';
import { liveWords } from '../words/live-words.ts';
import { SayContext } from './say.ts';
import { createVoice, type Urgency } from './voice.ts';

/** The two live regions of the window, in the page from the start: a region that comes with its words is not read. */
export function LiveRegions({ children }: { readonly children: ReactNode }) {
  const polite = useRef<HTMLParagraphElement>(null);
  const assertive = useRef<HTMLParagraphElement>(null);
  const voice = useMemo(
    () =>
      createVoice((urgency: Urgency, words: string) => {
        const region = urgency === 'polite' ? polite.current : assertive.current;
        if (region !== null) region.textContent = words;
      }, windowTimers.after),
    [],
  );
  useEffect(() => voice.stop, [voice]);
  return (
    <SayContext value={voice.say}>
      {children}
      <div className="unseen">
        <p ref={polite} role="status" aria-label={liveWords.news} />
        <p ref={assertive} role="alert" aria-label={liveWords.urgent} aria-live="assertive" />
      </div>
    </SayContext>
  );
}
