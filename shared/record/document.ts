import type { Phase } from '../session/state.ts';
import type { RecordTime } from './record-time.ts';

/**
 * Names the rules by which a journal becomes a document. Raised whenever the same journal would give another document,
 * so that a record that was drafted earlier is not taken for an altered one.
 */
export const draftVersion = 1;

/** The sixteen sections of a medicine session's note, in their order. */
export const sectionTitles = {
  session: 'Session',
  'interval-history': 'Interval history',
  consent: 'Consent',
  'pre-check': 'Pre-check',
  set: 'Set',
  setting: 'Setting',
  medicine: 'Medicine',
  'vital-signs': 'Vital signs',
  timeline: 'Timeline',
  'peak-experience': 'Peak experience and interventions',
  'adverse-events': 'Adverse events and safety',
  return: 'Return',
  departure: 'Departure',
  integration: 'Integration',
  assessment: 'Assessment and plan',
  signature: 'Signature',
} as const;
export type SectionId = keyof typeof sectionTitles;

/** A fact of the record that is kept as data and shown as a table. */
export type PartId =
  | 'readings'
  | 'blocks'
  | 'set-aside'
  | 'observations'
  | 'doses'
  | 'timeline'
  | 'alerts'
  | 'overrides'
  | 'interruptions'
  | 'recovery-checks'
  | 'departure-conditions';

export type RecordRow = {
  readonly label: string;
  readonly value: string;
  /** What has to be known about the entry: late, corrected. */
  readonly remarks: readonly string[];
};

/** How an entry stands: it counts, it does not any more, or it has to be seen. */
export type RowStanding = 'stands' | 'struck' | 'marked';

export type RecordTable = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly cells: readonly string[];
    readonly remarks: readonly string[];
    readonly standing: RowStanding;
  }[];
};

export type SectionContent =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** The therapist's, or the patient's, own words. */
  | { readonly kind: 'words'; readonly said: string; readonly text: string }
  | { readonly kind: 'rows'; readonly rows: readonly RecordRow[] }
  | { readonly kind: 'table'; readonly table: RecordTable }
  | { readonly kind: 'part'; readonly part: PartId };

export type RecordSection = {
  readonly id: SectionId;
  readonly number: number;
  readonly title: string;
  readonly content: readonly SectionContent[];
};

/** Something that the record lacks. A required one keeps it from being signed. */
export type RecordGap = { readonly section: SectionId; readonly sentence: string; readonly required: boolean };

export type TimelineRow = {
  readonly sequence: number;
  readonly time: RecordTime;
  /** When it was recorded, where that is later than when it happened. */
  readonly recorded: RecordTime | null;
  readonly kind: string;
  readonly text: string;
  readonly remarks: readonly string[];
  readonly standing: RowStanding;
  readonly by: string;
};

export type ReadingRow = {
  readonly readingId: string;
  readonly time: RecordTime;
  readonly recorded: RecordTime | null;
  /** How old it was when it was recorded, in milliseconds. */
  readonly ageWhenRecordedMs: number;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
  readonly flags: readonly string[];
  readonly phase: Phase;
  /** The number of the block it was taken in; null outside one. */
  readonly block: number | null;
  readonly byHand: boolean;
  readonly source: string;
  readonly status: 'confirmed' | 'pending' | 'struck';
  readonly struckReason: string | null;
  readonly remarks: readonly string[];
};

export type SetAsideRow = {
  readonly time: RecordTime;
  readonly numbers: string;
  readonly source: string;
  readonly reason: string;
};

export type BlockRow = {
  readonly number: number;
  readonly restStarted: RecordTime;
  readonly interruptedReason: string | null;
  readonly readingIds: readonly string[];
  /** Unrounded; `words` has one decimal within 1 of a limit. */
  readonly mean: {
    readonly systolicMmHg: number;
    readonly diastolicMmHg: number;
    readonly words: string;
  } | null;
  readonly verdict: 'empty' | 'one-more' | 'pass' | 'hold' | 'severe' | 'interrupted';
};

export type ObservationRow = {
  readonly time: RecordTime;
  readonly recorded: RecordTime | null;
  readonly signal: string;
  readonly value: number | string;
  readonly words: string;
  readonly remarks: readonly string[];
};

export type DoseRow = {
  readonly number: number;
  readonly medicine: string;
  readonly form: string;
  readonly strengthMg: number;
  readonly count: number;
  readonly doseMg: number;
  readonly lot: string;
  readonly selfAdministered: boolean;
  readonly booster: boolean;
  readonly placed: RecordTime;
  readonly hold: {
    readonly ended: RecordTime;
    readonly heldMs: number;
    readonly outcome: 'spat' | 'swallowed' | 'partly-swallowed' | 'vomited';
    readonly earlyReason: string;
  } | null;
  readonly remarks: readonly string[];
};

export type AlertRow = {
  readonly priority: 'high' | 'medium' | 'low';
  readonly category: 'physiological' | 'technical' | 'prompt';
  readonly sentence: string;
  readonly raised: RecordTime;
  readonly acknowledged: RecordTime | null;
  readonly ended: RecordTime | null;
};

export type OverrideRow = {
  readonly time: RecordTime;
  readonly conditionId: string;
  readonly condition: string;
  readonly prescriber: string;
  readonly means: 'in-person' | 'phone' | 'video';
  readonly contactedMinutesAgo: number;
  readonly limit: string;
  readonly systolicUpToMmHg: number | null;
  readonly diastolicUpToMmHg: number | null;
  readonly validForMinutes: number;
  readonly reason: string;
};

export type InterruptionRow = {
  readonly time: RecordTime;
  readonly kind: 'sleep' | 'restart' | 'wall-clock' | 'utc-offset' | 'gap-stated';
  readonly text: string;
};

export type RecoveryCheckRow = {
  readonly check: 'gait' | 'orientation';
  readonly when: 'before-dose' | 'recovery';
  readonly time: RecordTime;
  readonly result: string;
  readonly verdict: 'baseline' | 'passed' | 'failed' | 'unknown';
  readonly detail: string;
  readonly remarks: readonly string[];
};

export type DepartureRow = {
  readonly way: 'ready' | 'against-advice';
  readonly time: RecordTime;
  readonly sinceLastDoseMs: number | null;
  /** The conditions of leaving as they stood then. */
  readonly conditions: readonly {
    readonly id: string;
    readonly label: string;
    readonly status: 'met' | 'unmet' | 'unknown';
    readonly detail: string;
    readonly overridden: boolean;
  }[];
};

export type RecordHeader = {
  readonly patient: {
    readonly patientId: string;
    readonly name: string;
    readonly dateOfBirth: string;
    readonly phone: string;
    readonly allergies: string;
    readonly emergencyContact: string;
  };
  readonly courseId: string;
  readonly sessionKind: 'medicine' | 'maintenance';
  readonly sessionNumber: number;
  readonly sessionOf: number;
  /** The local day on which the session was opened. */
  readonly date: string;
  readonly clinician: { readonly name: string; readonly credential: string };
  readonly clinic: { readonly name: string; readonly address: string; readonly emergencyNumber: string };
  readonly protocol: { readonly id: string; readonly version: string; readonly title: string };
  readonly rehearsal: boolean;
  readonly outcome: 'dosed' | 'declined' | 'not-ended';
};

/** The record of one session, drafted from its journal: plain data, without the process notes. */
export type RecordDocument = {
  readonly draftVersion: number;
  readonly header: RecordHeader;
  readonly timesFrom: 'first-dose' | 'session-opened';
  readonly sections: readonly RecordSection[];
  readonly gaps: readonly RecordGap[];
  readonly phases: readonly {
    readonly phase: Phase;
    readonly from: RecordTime;
    /** Null for the last one. */
    readonly until: RecordTime | null;
  }[];
  readonly timeline: readonly TimelineRow[];
  readonly readings: readonly ReadingRow[];
  readonly setAside: readonly SetAsideRow[];
  readonly blocks: readonly BlockRow[];
  readonly observations: readonly ObservationRow[];
  readonly doses: readonly DoseRow[];
  readonly alerts: readonly AlertRow[];
  readonly overrides: readonly OverrideRow[];
  readonly interruptions: readonly InterruptionRow[];
  readonly recoveryChecks: readonly RecoveryCheckRow[];
  readonly departure: DepartureRow | null;
  /** While music was heard; `until` is null where it was never reported to end. */
  readonly music: readonly { readonly from: RecordTime; readonly until: RecordTime | null }[];
  /** The limits that the strip chart draws, in mmHg. */
  readonly limits: { readonly systolicHoldMmHg: number; readonly diastolicHoldMmHg: number };
  /** How many events the document was drafted from. */
  readonly eventCount: number;
  /** Entries of the process notes, which are kept apart: how many were left out. */
  readonly leftOutEntries: number;
};

/** The sentences of what is missing and keeps the record from being signed. */
export function requiredGaps(document: RecordDocument): readonly RecordGap[] {
  return document.gaps.filter((gap) => gap.required);
}
