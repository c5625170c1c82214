import type { Phase } from '../../session/state.ts';
import { isoTime } from '../record-time.ts';
import { recordTitle } from '../record-view.ts';
import { ownSystem } from './codes.ts';
import { entryOf, type FhirContext, periodOf } from './fhir-context.ts';
import { organizationReference } from './people.ts';
import type { Appointment, Encounter, Period } from './resources.ts';

const statusOf: Readonly<Record<Phase, Encounter['statusHistory'][number]['status']>> = {
  precheck: 'arrived',
  dosing: 'in-progress',
  absorption: 'in-progress',
  journey: 'in-progress',
  recovery: 'in-progress',
  departed: 'finished',
  declined: 'finished',
  signed: 'finished',
};

/** From the opening until the patient left or the session was declined. */
export function sessionPeriod({ state }: FhirContext): Period {
  const { opened } = state;
  if (opened === null) throw new Error('the session has not been opened');
  const ended = state.departed ?? state.leftAgainstAdvice ?? state.declined;
  return periodOf(opened.at, ended?.at ?? null);
}

/** The session, with each phase as a status of its time; FHIR has fewer, so each names the phase beside it. */
export function encounterResource(context: FhirContext): Encounter {
  const { state, content } = context;
  const period = sessionPeriod(context);
  return {
    resourceType: 'Encounter',
    id: context.idOf('encounter'),
    status: period.end === undefined ? 'in-progress' : 'finished',
    statusHistory: state.phaseSpans.map((span, index) => ({
      extension: [{ url: `${ownSystem}/StructureDefinition/phase`, valueCode: span.phase }],
      status: statusOf[span.phase],
      period: periodOf(span.since, state.phaseSpans[index + 1]?.since ?? null),
    })),
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    type: [{ text: recordTitle(content.document) }],
    subject: context.patient,
    participant: [{ individual: context.therapist, period }],
    period,
    serviceProvider: organizationReference(context),
  };
}

/**
 * The integration session. `proposed`, because a booked appointment needs an end in FHIR, and how long it lasts was
 * never recorded: the receiver's calendar confirms it.
 */
export function appointmentResources(context: FhirContext): Appointment[] {
  const { integration } = context.state;
  if (integration === null) return [];
  const entry = entryOf(context, integration.eventId);
  const { recordedAt } = entry.event;
  const { at, withWhom } = integration.body;
  return [
    {
      resourceType: 'Appointment',
      id: context.idOf('integration'),
      status: 'proposed',
      description: 'Integration session',
      requestedPeriod: [{ start: `${at}:00${isoTime(recordedAt).slice(23)}` }],
      created: isoTime(recordedAt),
      comment: `Booked in the session for ${at.replace('T', ' ')}, local time of the clinic, with ${withWhom}. Its length was not recorded.`,
      participant: [
        { actor: context.patient, required: 'required', status: 'accepted' },
        { actor: { display: withWhom }, required: 'required', status: 'needs-action' },
      ],
    },
  ];
}
