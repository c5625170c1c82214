import { judgeGait } from '../../recovery/gait.ts';
import { missingOrientation, orientationScore } from '../../recovery/orientation.ts';
import type { BodyOf } from '../../session/event.ts';
import { protocolOf, type Recorded } from '../../session/state.ts';
import { type Entry, entriesOfType } from '../entries.ts';
import { observationValue } from '../wording.ts';
import { codes, examination, hl7, own, profiles, quantity, vitalSigns } from './codes.ts';
import { entryOf, type FhirContext, notesOf, observed } from './fhir-context.ts';
import type { AdverseEvent, Concept, Observation } from './resources.ts';

/** Oxygen saturation, respiratory rate, responsiveness and nausea, as they were entered. */
export function signResources(context: FhirContext): Observation[] {
  return entriesOfType(context.entries, 'observation-recorded').map(({ entry, body }) =>
    signResource(context, entry, body.observation),
  );
}

function signResource(
  context: FhirContext,
  entry: Entry,
  observation: BodyOf<'observation-recorded'>['observation'],
): Observation {
  const shared = {
    resourceType: 'Observation',
    id: context.idOf(`sign|${entry.event.eventId}`),
    status: entry.corrections.length > 0 ? 'corrected' : 'final',
    category: [vitalSigns],
    ...observed(context, entry),
    note: notesOf(context, entry),
  } as const;
  switch (observation.signal) {
    case 'oxygen-saturation':
      return {
        ...shared,
        meta: { profile: [profiles.pulseOximetry] },
        code: codes.oxygenSaturation,
        valueQuantity: quantity(observation.value, '%'),
      };
    case 'respiratory-rate':
      return {
        ...shared,
        meta: { profile: [profiles.respiratoryRate] },
        code: codes.respiratoryRate,
        valueQuantity: quantity(observation.value, '/min'),
      };
    case 'responsiveness':
      return {
        ...shared,
        category: [examination],
        code: own('observation', 'responsiveness', 'Responsiveness, MOAA/S, 0 to 5'),
        valueInteger: observation.value,
        note: notesOf(context, entry, observationValue(observation)),
      };
    case 'nausea':
      return {
        ...shared,
        category: [examination],
        code: own('observation', 'nausea', 'Nausea'),
        valueCodeableConcept: own('nausea', observation.value, observation.value),
      };
  }
}

const verdicts = {
  baseline: own('verdict', 'baseline', 'Baseline of the day'),
  passed: own('verdict', 'passed', 'Passed'),
  failed: own('verdict', 'failed', 'Not passed'),
  unknown: own('verdict', 'unknown', 'Not comparable'),
} as const;

/** Gait and orientation: the baseline of the day, and each check of recovery judged against it. */
export function recoveryResources(context: FhirContext): Observation[] {
  const { state } = context;
  const { baselineGait, baselineOrientation, gaitChecks, orientationChecks } = state;
  const check = (recorded: Recorded<unknown>, what: string, verdict: Concept, detail: string) => {
    const entry = entryOf(context, recorded.eventId);
    return {
      resourceType: 'Observation',
      id: context.idOf(`${what}|${recorded.eventId}`),
      status: entry.corrections.length > 0 ? 'corrected' : 'final',
      category: [examination],
      ...observed(context, entry),
      valueCodeableConcept: verdict,
      note: notesOf(context, entry, detail),
    } as const;
  };
  const gait = (recorded: Recorded<BodyOf<'gait-checked'>['check']>, isBaseline: boolean): Observation => {
    const judged = judgeGait(protocolOf(state), baselineGait?.body ?? null, recorded.body);
    const verdict = verdicts[isBaseline ? 'baseline' : judged.status];
    return {
      ...check(recorded, 'gait', verdict, isBaseline ? '' : judged.detail),
      code: own('observation', 'gait-check', 'Gait check'),
      component: gaitComponents(recorded.body),
    };
  };
  const orientation = (recorded: Recorded<BodyOf<'orientation-checked'>>, isBaseline: boolean): Observation => {
    const isWhole = missingOrientation(recorded.body).length === 0;
    const verdict = verdicts[isBaseline ? 'baseline' : isWhole ? 'passed' : 'failed'];
    return {
      ...check(recorded, 'orientation', verdict, ''),
      code: own('observation', 'orientation-check', 'Orientation check'),
      component: orientationComponents(recorded.body),
    };
  };
  return [
    ...(baselineGait === null ? [] : [gait(baselineGait, true)]),
    ...(baselineOrientation === null ? [] : [orientation(baselineOrientation, true)]),
    ...gaitChecks.map((recorded) => gait(recorded, false)),
    ...orientationChecks.map((recorded) => orientation(recorded, false)),
    ...comfortResources(context),
  ];
}

function gaitComponents(check: BodyOf<'gait-checked'>['check']): Observation['component'] {
  const steady = { code: own('observation', 'steady', 'Steady, without support'), valueBoolean: check.steady };
  if (check.kind === 'wheelchair') {
    return [
      { code: own('observation', 'own-transfer', 'Own transfer'), valueQuantity: quantity(check.transferS, 's') },
      steady,
    ];
  }
  return [
    {
      code: own('observation', 'timed-up-and-go', 'Timed Up and Go'),
      valueQuantity: quantity(check.timedUpAndGoS, 's'),
    },
    { code: own('observation', 'tandem-stand', 'Tandem stand'), valueQuantity: quantity(check.tandemStandS, 's') },
    steady,
    { code: own('observation', 'walking-aid', 'With a walking aid'), valueBoolean: check.walkingAid },
  ];
}

function orientationComponents(check: BodyOf<'orientation-checked'>): Observation['component'] {
  const sphere = (name: 'person' | 'place' | 'time' | 'situation') => ({
    code: own('observation', `oriented-to-${name}`, `Oriented to ${name}`),
    valueBoolean: check[name],
  });
  return [
    sphere('person'),
    sphere('place'),
    sphere('time'),
    sphere('situation'),
    { code: own('observation', 'orientation-score', 'Orientation, of 4'), valueInteger: orientationScore(check) },
  ];
}

function comfortResources(context: FhirContext): Observation[] {
  const { recoveryComfort } = context.state;
  if (recoveryComfort === null) return [];
  const entry = entryOf(context, recoveryComfort.eventId);
  return [
    {
      resourceType: 'Observation',
      id: context.idOf('comfort'),
      status: entry.corrections.length > 0 ? 'corrected' : 'final',
      category: [examination],
      ...observed(context, entry),
      code: own('observation', 'back-in-body', 'Back in body and room, 0 to 10, as the patient says'),
      valueInteger: recoveryComfort.body.backInBody,
      note: notesOf(context, entry, recoveryComfort.body.remarks),
    },
  ];
}

/** Adverse events, and the same as observations for receivers that read no AdverseEvent. */
export function adverseEventResources(context: FhirContext): {
  readonly events: readonly AdverseEvent[];
  readonly observations: readonly Observation[];
} {
  const both = context.state.adverseEvents.map(({ body, eventId, ended }) => {
    const entry = entryOf(context, eventId);
    const { performer: _performer, effectiveDateTime, issued, ...who } = observed(context, entry);
    const event: AdverseEvent = {
      resourceType: 'AdverseEvent',
      id: context.idOf(`adverse|${eventId}`),
      actuality: 'actual',
      event: { text: body.kind },
      ...who,
      date: effectiveDateTime,
      recordedDate: issued,
      seriousness: body.serious
        ? hl7('adverse-event-seriousness', 'Serious', 'Serious')
        : hl7('adverse-event-seriousness', 'Non-serious', 'Non-serious'),
      severity: hl7(
        'adverse-event-severity',
        body.severity,
        `${body.severity.charAt(0).toUpperCase()}${body.severity.slice(1)}`,
      ),
      recorder: context.therapist,
    };
    const observation: Observation = {
      resourceType: 'Observation',
      id: context.idOf(`adverse-observation|${eventId}`),
      status: entry.corrections.length > 0 ? 'corrected' : 'final',
      category: [examination],
      ...observed(context, entry),
      code: own('observation', 'adverse-event', 'Adverse event'),
      valueString: body.kind,
      component: [
        { code: own('observation', 'severity', 'Severity'), valueString: body.severity },
        { code: own('observation', 'serious', 'Serious'), valueBoolean: body.serious },
        { code: own('observation', 'expected', 'Expected'), valueBoolean: body.expected },
      ],
      note: notesOf(
        context,
        entry,
        body.action === '' ? '' : `Action: ${body.action}`,
        ended === null ? '' : `Ended: ${ended.outcome}`,
      ),
    };
    return { event, observation };
  });
  return { events: both.map(({ event }) => event), observations: both.map(({ observation }) => observation) };
}
