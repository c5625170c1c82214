import type { Protocol } from '../protocol/schema.ts';
import type { BodyOf } from '../session/event.ts';
import type { Phase } from '../session/state.ts';
import type { Reading, ReadingSource } from '../vitals/reading.ts';

export const phaseNames: Record<Phase, string> = {
  precheck: 'Pre-check',
  dosing: 'Dosing',
  absorption: 'Absorption',
  journey: 'Journey',
  recovery: 'Recovery',
  departed: 'Departed',
  declined: 'Declined',
  signed: 'Signed',
};

export const outcomeNames: Record<BodyOf<'hold-ended'>['outcome'], string> = {
  spat: 'spat out',
  swallowed: 'swallowed',
  'partly-swallowed': 'partly swallowed',
  vomited: 'vomited',
};

export const identifierNames: Record<BodyOf<'identity-confirmed'>['identifiers'][number], string> = {
  name: 'name',
  'date-of-birth': 'date of birth',
  phone: 'phone number',
  'photo-document': 'photo document',
};

export const meansNames: Record<BodyOf<'override-recorded'>['means'], string> = {
  'in-person': 'in person',
  phone: 'by phone',
  video: 'by video',
};

export const transportNames: Record<BodyOf<'escort-verified'>['transport'], string> = {
  'escort-drives': 'the escort drives',
  'public-transport-together': 'public transport, together',
  'walking-together': 'on foot, together',
};

export const meaningNames: Record<BodyOf<'signed'>['meaning'], string> = {
  author: 'author of this record',
  reviewer: 'reviewer of this record',
  supervisor: 'supervisor',
};

export const flagNames: Record<Reading['flags'][number], string> = {
  'irregular-heartbeat': 'irregular heartbeat',
  movement: 'movement',
  'not-at-rest': 'not at rest',
  'possible-atrial-fibrillation': 'possible atrial fibrillation',
  'poor-cuff-fit': 'poor cuff fit',
  averaged: 'averaged by the monitor',
  'doubtful-age': 'age in doubt',
};

const familyNames: Record<Extract<ReadingSource, { kind: 'monitor' }>['family'], string> = {
  'beurer-bm55': 'Beurer',
  'omron-classic': 'Omron',
  'beurer-bm96': 'Beurer',
  'taidoc-cp2110': 'TaiDoc',
  'omron-m400': 'Omron',
  'microlife-m': 'Microlife',
  'microlife-bpa100': 'Microlife',
};

/** The levels of the Modified Observer's Assessment of Alertness/Sedation (Chernik 1990), 0 to 5. */
const responsivenessWords = [
  'no response to a painful squeeze',
  'no response to mild prodding or shaking',
  'responds only after mild prodding or shaking',
  'responds only after the name is called loudly or repeatedly',
  'lethargic response to the name in a normal tone',
  'responds readily to the name in a normal tone',
];

export const signalNames: Record<BodyOf<'observation-recorded'>['observation']['signal'], string> = {
  'oxygen-saturation': 'Oxygen saturation',
  'respiratory-rate': 'Breaths',
  responsiveness: 'Responsiveness (MOAA/S)',
  nausea: 'Nausea',
};

export function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** One item and its plural: `1 track`, `3 tracks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** An observed sign with its unit, and for MOAA/S with the level's own description. */
export function observationValue(observation: BodyOf<'observation-recorded'>['observation']): string {
  switch (observation.signal) {
    case 'oxygen-saturation':
      return `${observation.value} %`;
    case 'respiratory-rate':
      return `${observation.value} /min`;
    case 'responsiveness':
      return `${observation.value}: ${responsivenessWords[observation.value] ?? 'not described'}`;
    case 'nausea':
      return observation.value;
  }
}

/** Numbers of a reading: `128/82, pulse 71`. */
export function pressureWords(reading: Pick<Reading, 'systolicMmHg' | 'diastolicMmHg' | 'pulsePerMin'>): string {
  const pulse = reading.pulsePerMin === null ? '' : `, pulse ${reading.pulsePerMin}`;
  return `${reading.systolicMmHg}/${reading.diastolicMmHg}${pulse}`;
}

/** Where a reading came from: make, model, memory and the monitor's own time. */
export function sourceWords(source: ReadingSource): string {
  if (source.kind === 'by-hand') return 'entered by hand, read back';
  const slot = source.slot === null ? '' : `, user ${source.slot}`;
  const time = source.monitorTime === null ? 'its clock not set' : `its clock ${source.monitorTime.replace('T', ' ')}`;
  return `monitor ${familyName(source.family)} ${source.model}${slot}, ${time}`;
}

export function familyName(family: keyof typeof familyNames): string {
  return familyNames[family];
}

/** The label of a note's tag; null where it has none. A tag that the protocol does not know keeps its id. */
export function tagLabel(protocol: Protocol, tagId: string | null): string | null {
  if (tagId === null) return null;
  const tags = Object.values(protocol.noteTags).flat();
  return tags.find((tag) => tag.id === tagId)?.label ?? tagId;
}

/** The words of a note: its tag, its text, or both. */
export function noteWords(protocol: Protocol, note: { readonly tagId: string | null; readonly text: string }): string {
  const label = tagLabel(protocol, note.tagId);
  if (label === null) return note.text === '' ? 'Marked without words' : note.text;
  return note.text === '' ? label : `${label}: ${note.text}`;
}

/** What a gait check measured. */
export function gaitWords(check: BodyOf<'gait-checked'>['check']): string {
  const steady = check.steady ? 'steady' : 'not steady';
  if (check.kind === 'wheelchair') return `own transfer ${check.transferS.toFixed(1)} s, ${steady}`;
  const aid = check.walkingAid ? ', with a walking aid' : '';
  return `Timed Up and Go ${check.timedUpAndGoS.toFixed(1)} s, tandem stand ${check.tandemStandS.toFixed(1)} s, ${steady}${aid}`;
}

/** A computed amount without the noise of binary fractions: at most three decimals, none that are zero. */
export function amount(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** The text with an end: a full stop where it has none of its own. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
