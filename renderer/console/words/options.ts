import type { BodyOf } from '../../../shared/session/event.ts';
import type { Option } from '../../design/Choice.tsx';

export type HoldOutcome = BodyOf<'hold-ended'>['outcome'];
export const holdOutcomeOptions: readonly Option<HoldOutcome>[] = [
  { value: 'spat', label: 'Spat' },
  { value: 'swallowed', label: 'Swallowed' },
  { value: 'partly-swallowed', label: 'Partly swallowed' },
  { value: 'vomited', label: 'Vomited' },
];

export type Severity = BodyOf<'adverse-event-recorded'>['severity'];
export const severityOptions: readonly Option<Severity>[] = [
  { value: 'mild', label: 'Mild' },
  { value: 'moderate', label: 'Moderate' },
  { value: 'severe', label: 'Severe' },
];

export type NauseaLevel = 'none' | Severity;
export const nauseaOptions: readonly Option<NauseaLevel>[] = [{ value: 'none', label: 'None' }, ...severityOptions];

export type Transport = BodyOf<'escort-verified'>['transport'];
export const transportOptions: readonly Option<Transport>[] = [
  { value: 'escort-drives', label: 'The escort drives' },
  { value: 'public-transport-together', label: 'Public transport, together' },
  { value: 'walking-together', label: 'Walking, together' },
];

export type AftercareHow = BodyOf<'aftercare-given'>['how'];
export const aftercareOptions: readonly Option<AftercareHow>[] = [
  { value: 'printed', label: 'Printed' },
  { value: 'read-out', label: 'Read out' },
];

export type StoppedBy = BodyOf<'stopped'>['decidedBy'];
export const stoppedByOptions: readonly Option<StoppedBy>[] = [
  { value: 'patient', label: 'The patient' },
  { value: 'therapist', label: 'The therapist' },
  { value: 'prescriber', label: 'The prescriber' },
];

export type Section = BodyOf<'words-added'>['section'];
export const sectionOptions: readonly Option<Section>[] = [
  { value: 'interval-history', label: 'Interval history' },
  { value: 'peak-experience', label: 'Peak experience' },
  { value: 'interventions', label: 'Interventions' },
  { value: 'adverse-events', label: 'Adverse events' },
  { value: 'assessment', label: 'Assessment' },
  { value: 'plan', label: 'Plan' },
];

/** What a second signature may mean. */
export const countersignOptions: readonly Option<BodyOf<'countersigned'>['meaning']>[] = [
  { value: 'reviewer', label: 'I reviewed this record' },
  { value: 'supervisor', label: 'I supervised this session' },
];
export const meaningOptions: readonly Option<BodyOf<'signed'>['meaning']>[] = [
  { value: 'author', label: 'I wrote this record' },
  ...countersignOptions,
];

/** MOAA/S, each level with its descriptor: the printed variants differ at 1 and 0, so the words stand beside the digit. */
export const responsivenessOptions: readonly Option<'5' | '4' | '3' | '2' | '1' | '0'>[] = [
  { value: '5', label: '5: responds readily to the name in a normal tone' },
  { value: '4', label: '4: responds slowly to the name in a normal tone' },
  { value: '3', label: '3: only after the name is called loudly or repeatedly' },
  { value: '2', label: '2: only after mild prodding or shaking' },
  { value: '1', label: '1: not to mild prodding; only after a painful squeeze' },
  { value: '0', label: '0: no response to a painful squeeze' },
];
