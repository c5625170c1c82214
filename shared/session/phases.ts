import type { Gate } from './condition.ts';
import type { EventType } from './event.ts';
import type { Phase } from './state.ts';

/** A way out of a phase: the event that takes it, in words, and the gate in front of it. */
export type Transition = {
  readonly to: Phase;
  readonly by: EventType;
  readonly label: string;
  readonly gate: Gate['id'] | null;
};

/** What a phase is for, and how it is left. */
export type PhaseRow = { readonly phase: Phase; readonly purpose: string; readonly transitions: readonly Transition[] };

const againstAdvice: Transition = {
  to: 'departed',
  by: 'left-against-advice',
  label: 'leaves against advice',
  gate: null,
};
const stop: Transition = { to: 'recovery', by: 'stopped', label: 'stop', gate: null };
const decline: Transition = { to: 'declined', by: 'declined', label: 'not today', gate: null };
const sign: Transition = { to: 'signed', by: 'signed', label: 'signed', gate: null };

/** The phases of a session in their order. The diagram in the docs is drawn from this table. */
export const phaseTable: readonly PhaseRow[] = [
  {
    phase: 'precheck',
    purpose: 'Is this the right patient, ready and safe for a dose today?',
    transitions: [{ to: 'dosing', by: 'dosing-opened', label: 'every condition met', gate: 'dosing' }, decline],
  },
  {
    phase: 'dosing',
    purpose: 'The patient’s go-ahead, the dose against the order, the moment it is placed.',
    transitions: [{ to: 'absorption', by: 'dose-placed', label: 'dose placed', gate: 'first-dose' }, decline],
  },
  {
    phase: 'absorption',
    purpose: 'The hold under the tongue.',
    transitions: [{ to: 'journey', by: 'hold-ended', label: 'hold ended', gate: null }, stop, againstAdvice],
  },
  {
    phase: 'journey',
    purpose: 'The patient travels inward; music, watching, one-tap notes.',
    transitions: [{ to: 'recovery', by: 'return-begun', label: 'coming back', gate: null }, stop, againstAdvice],
  },
  {
    phase: 'recovery',
    purpose: 'Gait, orientation, pressure, comfort, escort: may the patient go home?',
    transitions: [{ to: 'departed', by: 'departed', label: 'every condition met', gate: 'departure' }, againstAdvice],
  },
  { phase: 'departed', purpose: 'The patient has left; the record is finished and signed.', transitions: [sign] },
  { phase: 'declined', purpose: 'No dose was given; the record says why and is signed.', transitions: [sign] },
  { phase: 'signed', purpose: 'The record is locked; only addenda follow.', transitions: [] },
];

/** The phase table as a Mermaid state diagram. */
export function phaseDiagram(): string {
  const lines = phaseTable.flatMap((row) =>
    row.transitions.map(
      (transition) =>
        `  ${row.phase} --> ${transition.to}: ${transition.label}${transition.gate === null ? '' : ` [gate ${transition.gate}]`}`,
    ),
  );
  return ['stateDiagram-v2', '  [*] --> precheck: session opened', ...lines, '  signed --> [*]'].join('\n');
}

/** The phase table as a page of the docs. */
export function phasePage(): string {
  const rows = phaseTable.map((row) => `| \`${row.phase}\` | ${row.purpose} |`);
  return [
    '# The phases of a session',
    '',
    'Drawn from the table in `shared/session/phases.ts`; a test compares this page with it.',
    '',
    '| phase | what it is for |',
    '| --- | --- |',
    ...rows,
    '',
    '```mermaid',
    phaseDiagram(),
    '```',
    '',
  ].join('\n');
}
