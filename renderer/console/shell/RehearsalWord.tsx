import { usePicture } from '../store.ts';
import './page.css';

/** Says that this is a rehearsal, by word and shape; nothing in the real thing. */
export function RehearsalWord() {
  const { rehearsal } = usePicture();
  return rehearsal ? <span className="rehearsal-word">Rehearsal</span> : null;
}
