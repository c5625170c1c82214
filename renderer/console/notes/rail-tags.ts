import { protocolOf, type SessionState } from '../../../shared/session/state.ts';

/** At most this many tags stand on the rail: their places never change, so that the hand learns them. */
const mostTags = 5;
/** At most this many more lie one touch behind them, three by four. */
const mostMoreTags = 12;

type Tag = { readonly id: string; readonly label: string };

/** All tags that the protocol has for the present phase; none outside the five phases that have them. */
function phaseTags(state: SessionState): readonly Tag[] {
  const tags = protocolOf(state).noteTags;
  switch (state.phase) {
    case 'precheck':
    case 'dosing':
    case 'absorption':
    case 'journey':
    case 'recovery':
      return tags[state.phase];
    default:
      return [];
  }
}

/** The tags that the rail offers in the present phase. */
export function railTags(state: SessionState): readonly Tag[] {
  return phaseTags(state).slice(0, mostTags);
}

/** The phase's tags that have no place on the rail; they lie behind More. */
export function moreTags(state: SessionState): readonly Tag[] {
  return phaseTags(state).slice(mostTags, mostTags + mostMoreTags);
}
