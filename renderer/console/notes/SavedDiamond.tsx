import { noteWords } from '../words/note-words.ts';

/** Solid once the entry is on disk twice, hollow until then: shape, not colour, says it. */
export function SavedDiamond({ saved }: { saved: boolean }) {
  return (
    <svg
      className="saved-diamond"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      role="img"
      aria-label={saved ? noteWords.saved : noteWords.notSaved}
    >
      <path d="M10 2 17 10 10 18 3 10Z" fill={saved ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
