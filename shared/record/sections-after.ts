import { durationMs } from '../protocol/limit.ts';
import { protocolOf } from '../session/state.ts';
import type { RecordDocument, RecordTable, SectionContent } from './document.ts';
import { type Entry, entriesOfType, type RecordContext } from './entries.ts';
import { recordTime, spanInWords } from './record-time.ts';
import { notRecorded, paragraph, part, row, rows, therapistWords } from './section-content.ts';
import { counted, transportNames, yesOrNo } from './wording.ts';

type Drafted = Omit<RecordDocument, 'sections' | 'gaps'>;

/** Section 8: every reading, counted or not, the blocks and their averages, and the other signs. */
export function vitalsSection({ state }: RecordContext, drafted: Drafted): SectionContent[] {
  if (drafted.readings.length === 0 && drafted.observations.length === 0 && drafted.blocks.length === 0) {
    return [paragraph('No vital signs were recorded.')];
  }
  return [
    ...part('readings', drafted.readings),
    ...part('set-aside', drafted.setAside),
    ...part('blocks', drafted.blocks),
    ...baselineAge(state, drafted),
    ...part('observations', drafted.observations),
    notRecorded('arm, size of the sleeve, body position'),
  ];
}

/** How old the pressure was on which the first dose rested. */
function baselineAge(state: RecordContext['state'], drafted: Drafted): SectionContent[] {
  const first = drafted.doses[0];
  const block = drafted.blocks
    .filter(
      (candidate) => candidate.verdict === 'pass' || candidate.verdict === 'hold' || candidate.verdict === 'severe',
    )
    .at(-1);
  const lastId = block?.readingIds.at(-1);
  const last = drafted.readings.find((reading) => reading.readingId === lastId);
  if (first === undefined || block?.mean == null || last === undefined) return [];
  const ageMs = first.placed.elapsedMs - last.time.elapsedMs;
  const limits = protocolOf(state).durations.blockValidity.value;
  return [
    paragraph(
      `The first dose rested on block ${block.number}, average ${block.mean.words}, ${spanInWords(ageMs)} old when it was placed (at most ${limits} min).`,
    ),
  ];
}

/** Section 9: what happened when, the alerts, and what interrupted the machine. */
export function timelineSection(drafted: Drafted): SectionContent[] {
  return [
    paragraph(
      drafted.timesFrom === 'first-dose'
        ? 'T is the time since the first dose was placed, in hours and minutes.'
        : 'S is the time since the session was opened, in hours and minutes; there was no dose.',
    ),
    ...part('timeline', drafted.timeline),
    ...(drafted.alerts.length === 0 ? [paragraph('No alert was raised.')] : part('alerts', drafted.alerts)),
    ...(drafted.interruptions.length === 0
      ? [paragraph('No sleep, restart or clock change of the machine.')]
      : part('interruptions', drafted.interruptions)),
  ];
}

/** Section 10: the experience and what the therapist did, in the therapist's words. */
export function peakSection(entries: readonly Entry[], context: RecordContext, drafted: Drafted): SectionContent[] {
  const peak = therapistWords(entries, 'peak-experience', context);
  const done = therapistWords(entries, 'interventions', context);
  if (drafted.doses.length === 0 && peak.length + done.length === 0) return [paragraph('No dose was given.')];
  return [
    ...(peak.length === 0 ? [paragraph('Nothing is written on the peak experience.')] : peak),
    ...(done.length === 0 ? [paragraph('Nothing is written on interventions.')] : done),
  ];
}

/** Section 11: adverse events, suicidal statements and emergencies, or that there were none. */
export function adverseSection(entries: readonly Entry[], context: RecordContext): SectionContent[] {
  const { state, reference } = context;
  const words = therapistWords(entries, 'adverse-events', context);
  const table: RecordTable = {
    caption: 'Adverse events',
    columns: ['Onset', 'What', 'Severity', 'Expected', 'Serious', 'Action', 'End and outcome'],
    rows: state.adverseEvents.map(({ body, at, ended }) => ({
      cells: [
        `${recordTime(reference, at).elapsed} ${recordTime(reference, at).clock}`,
        body.kind,
        body.severity,
        yesOrNo(body.expected),
        yesOrNo(body.serious),
        body.action === '' ? 'none' : body.action,
        ended === null ? 'not recorded' : `${recordTime(reference, ended.at).clock}: ${ended.outcome}`,
      ],
      remarks: [],
      standing: body.serious ? 'marked' : 'stands',
    })),
  };
  const emergencies = entriesOfType(entries, 'emergency-opened');
  return [
    ...(table.rows.length === 0 ? [paragraph('No adverse event was observed.')] : [{ kind: 'table', table } as const]),
    ...state.suicidalStatements.flatMap((statement): SectionContent[] => [
      {
        kind: 'words',
        said: `Suicidal statement, ${recordTime(reference, statement.at).clock}, in the patient’s words`,
        text: statement.body.inTheirWords,
      },
      ...(statement.resolved === null
        ? [paragraph('It has no outcome recorded.')]
        : rows(
            row('Safety plan', statement.resolved.body.safetyPlan),
            row('Prescriber told', 'yes'),
            row('Outcome', `${recordTime(reference, statement.resolved.at).clock}: ${statement.resolved.body.outcome}`),
          )),
    ]),
    paragraph(
      emergencies.length === 0
        ? 'No emergency was opened.'
        : `An emergency was opened ${emergencies.map(({ entry }) => recordTime(reference, entry.effective.happenedAt).clock).join(', ')}; its steps stand in the timeline.`,
    ),
    ...words,
  ];
}

/** Section 12: how the patient came back, against their own baseline of the day. */
export function returnSection({ state, reference }: RecordContext, drafted: Drafted): SectionContent[] {
  if (drafted.doses.length === 0) {
    return [paragraph('No dose was given.'), ...part('recovery-checks', drafted.recoveryChecks)];
  }
  const recovery = drafted.phases.find((span) => span.phase === 'recovery');
  const comfort = state.recoveryComfort?.body;
  return [
    ...rows(
      row('Recovery began', recovery === undefined ? 'Not begun' : `${recovery.from.clock}, ${recovery.from.elapsed}`),
      state.stopped === null
        ? null
        : row(
            'Stopped',
            `${recordTime(reference, state.stopped.at).clock} by the ${state.stopped.body.decidedBy}: ${state.stopped.body.reason}`,
          ),
      comfort === undefined
        ? row('Back in body, room', 'Not asked')
        : row('Back in body, room', `${comfort.backInBody} of 10`),
      comfort === undefined || comfort.remarks === '' ? null : row('Remarks', comfort.remarks),
    ),
    ...part('recovery-checks', drafted.recoveryChecks),
  ];
}

/** Section 13: the conditions of leaving, the hand-over and the instructions. */
export function departureSection({ state, reference }: RecordContext, drafted: Drafted): SectionContent[] {
  const { declined, escortVerified, aftercare, leftAgainstAdvice } = state;
  if (declined !== null) {
    return rows(
      row('Not today', `${recordTime(reference, declined.at).clock}, decided by the ${declined.body.decidedBy}`),
      row('Reason', declined.body.reason),
    );
  }
  const { departure } = drafted;
  if (departure === null) return [paragraph('The patient has not left.')];
  const since =
    departure.sinceLastDoseMs === null ? '' : `, ${spanInWords(departure.sinceLastDoseMs)} after the last dose`;
  const escort = escortVerified?.body;
  return [
    ...rows(
      row('Left', `${departure.time.clock}, ${departure.time.elapsed}${since}`),
      row('Way', wayWords(departure)),
      escort === undefined
        ? row('Escort', 'Not met')
        : row(
            'Escort',
            `${escort.name}, met face to face; the name ${escort.nameMatches ? 'is' : 'is not'} the one given before; ${transportNames[escort.transport]}${escort.changeReason === '' ? '' : `; ${escort.changeReason}`}`,
          ),
      aftercare === null
        ? row('Aftercare', 'Not given')
        : row(
            'Aftercare',
            `${aftercare.body.how === 'printed' ? 'Handed over in print' : 'Read out'}; read back: ${yesOrNo(aftercare.body.readBack)}`,
          ),
    ),
    ...(leftAgainstAdvice === null
      ? []
      : [
          { kind: 'words', said: 'In the patient’s words', text: leftAgainstAdvice.body.inTheirWords } as const,
          ...rows(
            row('Told', leftAgainstAdvice.body.toldWhom),
            row('Escort present', yesOrNo(leftAgainstAdvice.body.escortPresent)),
            row('Drives themselves', yesOrNo(leftAgainstAdvice.body.drivesThemselves)),
            leftAgainstAdvice.body.safetySteps.length === 0
              ? null
              : row('Safety steps', leftAgainstAdvice.body.safetySteps.join('; ')),
          ),
        ]),
    ...part('departure-conditions', departure.conditions),
  ];
}

function wayWords(departure: NonNullable<RecordDocument['departure']>): string {
  if (departure.way === 'against-advice') return 'LEFT AGAINST ADVICE';
  const all = departure.conditions.every((condition) => condition.status === 'met');
  return all ? 'All conditions of leaving were met' : 'NOT all conditions of leaving were met';
}

/** Section 14: the integration session. */
export function integrationSection({ state }: RecordContext, drafted: Drafted): SectionContent[] {
  const { integration } = state;
  if (integration === null) return [paragraph('No integration session is booked.')];
  const { at, withWhom } = integration.body;
  const { integrationWithin } = protocolOf(state).durations;
  const left = state.departed ?? state.leftAgainstAdvice;
  const lateMs =
    left === null
      ? 0
      : Date.parse(`${at}:00Z`) - (left.at.wallMs + left.at.utcOffsetMinutes * 60_000) - durationMs(integrationWithin);
  return rows(
    row('Integration session', `${at.replace('T', ' ')} with ${withWhom}`),
    drafted.departure === null ? null : row(`Within ${integrationWithin.value} h`, lateMs <= 0 ? 'yes' : 'no, later'),
  );
}

/** Section 15: the therapist's assessment and plan. */
export function assessmentSection(entries: readonly Entry[], context: RecordContext): SectionContent[] {
  const assessment = therapistWords(entries, 'assessment', context);
  const plan = therapistWords(entries, 'plan', context);
  return [
    ...(assessment.length === 0 ? [paragraph('The assessment is missing.')] : assessment),
    ...(plan.length === 0 ? [paragraph('The plan is missing.')] : plan),
  ];
}

/** Section 16: what the signature covers; the signature itself stands outside the document that it signs. */
export function signatureSection(drafted: Drafted): SectionContent[] {
  const kept =
    drafted.leftOutEntries === 0
      ? 'No entry was left out.'
      : `${counted(drafted.leftOutEntries, 'entry', 'entries')} of the process notes ${drafted.leftOutEntries === 1 ? 'is' : 'are'} kept apart and not part of it.`;
  return [paragraph(`This record was drafted from ${counted(drafted.eventCount, 'event')} of the journal. ${kept}`)];
}
