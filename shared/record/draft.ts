import type { SessionEvent } from '../session/event.ts';
import { replay } from '../session/evolve.ts';
import type { SessionState } from '../session/state.ts';
import {
  alertRows,
  chartLimits,
  doseRows,
  interruptionRows,
  musicSpans,
  overrideRows,
  phaseRows,
  timelineRows,
} from './course-rows.ts';
import {
  draftVersion,
  type RecordDocument,
  type RecordHeader,
  type RecordSection,
  type SectionContent,
  type SectionId,
  sectionTitles,
} from './document.ts';
import { type Entry, entriesOf, type RecordContext } from './entries.ts';
import { gapsOf } from './gaps.ts';
import { coveredEvents, processEventIds } from './process-stream.ts';
import { recordContext } from './record-context.ts';
import { departureRow, recoveryCheckRows } from './return-rows.ts';
import {
  adverseSection,
  assessmentSection,
  departureSection,
  integrationSection,
  peakSection,
  returnSection,
  signatureSection,
  timelineSection,
  vitalsSection,
} from './sections-after.ts';
import {
  consentSection,
  intervalSection,
  medicineSection,
  precheckSection,
  sessionSection,
  setSection,
  settingSection,
} from './sections-before.ts';
import { blockRows, observationRows, readingRows, setAsideRows } from './vitals-rows.ts';

/**
 * The record of a session as it stands: everything before its signature, without the process notes. Pure: the same
 * journal always gives the same document.
 * @throws Error for a session that has not been opened.
 */
export function draftRecord(state: SessionState): RecordDocument {
  const covered = coveredEvents(state.events);
  const leftOut = processEventIds(covered);
  return draftFromMedicalEvents(
    covered.filter((event) => !leftOut.has(event.eventId)),
    leftOut.size,
  );
}

/** The document that these events give; `leftOutEntries` counts the events of process notes that are not among them. */
export function draftFromMedicalEvents(events: readonly SessionEvent[], leftOutEntries: number): RecordDocument {
  const state = replay(events);
  const context = recordContext(state);
  const entries = entriesOf(events);
  const drafted = draftedParts(entries, context, leftOutEntries);
  return { ...drafted, sections: sectionsOf(entries, context, drafted), gaps: gapsOf(context) };
}

function draftedParts(
  entries: readonly Entry[],
  context: RecordContext,
  leftOutEntries: number,
): Omit<RecordDocument, 'sections' | 'gaps'> {
  return {
    draftVersion,
    header: headerOf(context),
    timesFrom: context.reference.from,
    phases: phaseRows(context),
    timeline: timelineRows(entries, context),
    readings: readingRows(entries, context),
    setAside: setAsideRows(context),
    blocks: blockRows(context),
    observations: observationRows(entries, context),
    doses: doseRows(entries, context),
    alerts: alertRows(context),
    overrides: overrideRows(context),
    interruptions: interruptionRows(entries, context),
    recoveryChecks: recoveryCheckRows(entries, context),
    departure: departureRow(context),
    music: musicSpans(entries, context),
    limits: chartLimits(context),
    eventCount: context.state.events.length,
    leftOutEntries,
  };
}

function headerOf({ state, reference }: RecordContext): RecordHeader {
  if (state.opened === null) throw new Error('the session has not been opened');
  const { patient, course, therapist, clinic, protocol, rehearsal } = state.opened.body;
  return {
    patient,
    courseId: course.courseId,
    sessionKind: course.kind,
    sessionNumber: course.number,
    sessionOf: course.of,
    date: reference.day,
    clinician: therapist,
    clinic,
    protocol: { id: protocol.id, version: protocol.version, title: protocol.title },
    rehearsal,
    outcome: state.doses.length > 0 ? 'dosed' : state.declined !== null ? 'declined' : 'not-ended',
  };
}

function sectionsOf(
  entries: readonly Entry[],
  context: RecordContext,
  drafted: Omit<RecordDocument, 'sections' | 'gaps'>,
): RecordSection[] {
  const contents: Record<SectionId, SectionContent[]> = {
    session: sessionSection(entries, context, drafted),
    'interval-history': intervalSection(entries, context),
    consent: consentSection(entries, context),
    'pre-check': precheckSection(entries, context, drafted),
    set: setSection(entries, context),
    setting: settingSection(entries, context, drafted),
    medicine: medicineSection(entries, context, drafted),
    'vital-signs': vitalsSection(context, drafted),
    timeline: timelineSection(drafted),
    'peak-experience': peakSection(entries, context, drafted),
    'adverse-events': adverseSection(entries, context),
    return: returnSection(context, drafted),
    departure: departureSection(context, drafted),
    integration: integrationSection(context, drafted),
    assessment: assessmentSection(entries, context),
    signature: signatureSection(drafted),
  };
  return sectionIds.map((id, index) => ({
    id,
    number: index + 1,
    title: sectionTitles[id],
    content: contents[id],
  }));
}

const sectionIds: readonly SectionId[] = [
  'session',
  'interval-history',
  'consent',
  'pre-check',
  'set',
  'setting',
  'medicine',
  'vital-signs',
  'timeline',
  'peak-experience',
  'adverse-events',
  'return',
  'departure',
  'integration',
  'assessment',
  'signature',
];
