import { protocolOf, type SessionState } from '../../../shared/session/state.ts';

/** At most this many tags stand on the rail: their places never change, so that the hand learns them. */
const mostTags = 5;

/** The tags that the rail offers in the present phase; none outside the five phases that have them. */
export function railTags(state: SessionState): readonly { readonly id: string; readonly label: string }[] {
  const tags = protocolOf(state).noteTags;
  switch (state.phase) {
    case 'precheck':
    case 'dosing':
    case 'absorption':
    case 'journey':
    case 'recovery':
      return tags[state.phase].slice(0, mostTags);
    default:
      return [];
  }
}
