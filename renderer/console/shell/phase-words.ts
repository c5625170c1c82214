import type { Phase, SessionState } from '../../../shared/session/state.ts';

/** What each phase is called on screen. */
export const phaseWords: Record<Phase, string> = {
  precheck: 'Pre-check',
  dosing: 'Dosing',
  absorption: 'Absorption',
  journey: 'Journey',
  recovery: 'Recovery',
  departed: 'Departed',
  declined: 'Declined',
  signed: 'Signed',
};

const withDose: readonly Phase[] = ['precheck', 'dosing', 'absorption', 'journey', 'recovery', 'departed', 'signed'];

/** The way of this session through its phases: the usual one, or the short one where no dose was given. */
export function phaseWay(state: SessionState): readonly Phase[] {
  if (state.declined === null || state.doses.length > 0) return withDose;
  const before = state.phaseSpans
    .map((span) => span.phase)
    .filter((phase) => phase === 'precheck' || phase === 'dosing');
  return [...new Set(before), 'declined', 'signed'];
}
