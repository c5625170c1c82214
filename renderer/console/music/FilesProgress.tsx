import type { Progress } from '../../../shared/progress.ts';

/** How far work on files is, in words and as a bar. */
export function FilesProgress({
  words,
  progress: { done, of },
}: {
  readonly words: string;
  readonly progress: Progress;
}) {
  return (
    <>
      <p role="status">{words}</p>
      <progress max={Math.max(1, of)} value={done} aria-label={words} />
    </>
  );
}
