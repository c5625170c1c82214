/** Whether words wait for a pause, or come first. */
export type Urgency = 'polite' | 'assertive';

/** Sentences for who does not see the screen follow each other at this pace, so that none is cut off. Milliseconds. */
export const sentencePaceMs = 1000;

/** More than these do not wait: what is said minutes late misleads. */
const mostWaiting = 4;

/** Two live regions that a screen reader reads. */
export type Voice = {
  readonly say: (words: string, urgency?: Urgency) => void;
  readonly stop: () => void;
};

/**
 * Speaks through two live regions: `show` puts words into one of them in place of what was there. One sentence a second;
 * urgent ones before the others. The same words again are shown with an unseen difference, so that they are read again.
 */
export function createVoice(
  show: (urgency: Urgency, words: string) => void,
  after: (delayMs: number, act: () => void) => () => void,
): Voice {
  let waiting: { readonly urgency: Urgency; readonly words: string }[] = [];
  let callOff: (() => void) | null = null;
  let toggled = false;
  const last: Record<Urgency, string> = { polite: '', assertive: '' };

  const next = () => {
    callOff = null;
    const urgent = waiting.findIndex(({ urgency }) => urgency === 'assertive');
    const [sentence] = waiting.splice(Math.max(0, urgent), 1);
    if (sentence === undefined) return;
    toggled = last[sentence.urgency] === sentence.words && !toggled;
    last[sentence.urgency] = sentence.words;
    show(sentence.urgency, toggled ? `${sentence.words}\u200b` : sentence.words);
    callOff = after(sentencePaceMs, next);
  };

  return {
    say(words, urgency = 'polite') {
      waiting = [...waiting, { urgency, words }];
      const polite = waiting.filter((sentence) => sentence.urgency === 'polite');
      const late = polite.length > mostWaiting ? polite[0] : undefined;
      waiting = waiting.filter((sentence) => sentence !== late);
      if (callOff === null) next();
    },
    stop() {
      callOff?.();
      callOff = null;
      waiting = [];
    },
  };
}
