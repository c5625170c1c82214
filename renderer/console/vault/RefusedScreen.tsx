import type { Problem } from '../../../shared/problem.ts';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { ClinicCardFacts } from '../shell/ClinicCardFacts.tsx';
import { OutsideBar } from '../shell/OutsideBar.tsx';
import { usePicture } from '../store.ts';
import '../shell/page.css';

/** The vault's folder can't be used: why, what to do, and whom to call meanwhile. */
export function RefusedScreen({ problem }: { readonly problem: Problem }) {
  const { card } = usePicture();
  return (
    <div className="page-frame">
      <main className="page">
        <h1 className="page-title">The vault cannot be opened</h1>
        <ProblemNote problem={problem} />
        <p className="soft">Nothing in the folder was changed. Start Vigil again once this is put right.</p>
        <ClinicCardFacts card={card} />
      </main>
      <OutsideBar />
    </div>
  );
}
