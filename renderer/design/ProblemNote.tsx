import type { Problem } from '../../shared/problem.ts';
import './surface.css';

/** What went wrong and what to do about it, beside where it was asked; nothing while there is no problem. */
export function ProblemNote({ problem }: { readonly problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <p className="problem" role="alert">
      <strong>{problem.sentence}</strong> {problem.remedy}
      {problem.toCopy !== undefined && <code className="to-copy">{problem.toCopy}</code>}
    </p>
  );
}
