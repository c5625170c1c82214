import { type Dose, protocolOf } from '../../session/state.ts';
import { exactSpanInWords, isoTime } from '../record-time.ts';
import { amount, outcomeNames } from '../wording.ts';
import { codes, own, quantity } from './codes.ts';
import { entryOf, type FhirContext, notesOf, ownIdentifier, periodOf, referenceTo } from './fhir-context.ts';
import type { Concept, Medication, MedicationAdministration, MedicationRequest } from './resources.ts';

function medicineConcept(medicine: string, form: string | null): Concept {
  const isKetamine = /^ketamine\b/i.test(medicine);
  return {
    coding: isKetamine ? [codes.ketamine] : undefined,
    text: form === null ? medicine : `${medicine}, ${form}`,
  };
}

/** Each dose's medicine with its lot. */
export function medicationResources(context: FhirContext): Medication[] {
  return context.state.doses.map((dose) => ({
    resourceType: 'Medication',
    id: context.idOf(`medicine|${dose.doseId}`),
    code: medicineConcept(dose.medicine, dose.form),
    form: { text: dose.form },
    ingredient: [
      {
        itemCodeableConcept: medicineConcept(dose.medicine, null),
        strength: { numerator: quantity(dose.strengthMg, 'mg'), denominator: quantity(1, '{unit}', dose.form) },
      },
    ],
    batch: { lotNumber: dose.lot },
  }));
}

/** The prescriber's order as it was entered; nothing where none was. */
export function orderResources(context: FhirContext): MedicationRequest[] {
  const { order, doses } = context.state;
  if (order === null) return [];
  const { prescriber, medicine, form, firstDoseMg, boosterAllowed, maximumTotalMg } = order.body;
  return [
    {
      resourceType: 'MedicationRequest',
      id: context.idOf('order'),
      // Vigil knows of the order what was read to it; how it stands with the pharmacy it does not.
      status: doses.length > 0 ? 'completed' : 'unknown',
      intent: 'order',
      reportedBoolean: true,
      medicationCodeableConcept: medicineConcept(medicine, form),
      subject: context.patient,
      encounter: context.encounter,
      requester: { display: prescriber },
      dosageInstruction: [
        {
          text: `First dose ${amount(firstDoseMg)} mg; ${boosterAllowed ? 'a booster is allowed' : 'no booster'}; at most ${amount(maximumTotalMg)} mg in all.`,
          route: codes.sublingual,
        },
      ],
    },
  ];
}

/** Each dose as it was taken; where there was none today, that it was not, and why. */
export function administrationResources(context: FhirContext): MedicationAdministration[] {
  const { state } = context;
  const doses = state.doses.map((dose) => administration(context, dose));
  const { declined, order } = state;
  if (declined === null) return doses;
  const medicine = order === null ? protocolOf(state).dose.medicine : order.body.medicine;
  return [
    ...doses,
    {
      resourceType: 'MedicationAdministration',
      id: context.idOf('not-done'),
      status: 'not-done',
      statusReason: [{ text: `Decided by the ${declined.body.decidedBy}: ${declined.body.reason}` }],
      medicationCodeableConcept: medicineConcept(medicine, order?.body.form ?? null),
      subject: context.patient,
      context: context.encounter,
      effectiveDateTime: isoTime(declined.at),
      request: order === null ? undefined : referenceTo(context.idOf('order')),
      note: notesOf(context, entryOf(context, declined.eventId)),
    },
  ];
}

function administration(context: FhirContext, dose: Dose): MedicationAdministration {
  const { hold } = dose;
  const placed = entryOf(context, dose.eventId);
  const ended = context.entries.find(
    ({ event }) => event.body.type === 'hold-ended' && event.body.doseId === dose.doseId,
  );
  const held = hold === null ? '' : exactSpanInWords(hold.endedAt.elapsedMs - dose.placedAt.elapsedMs);
  return {
    resourceType: 'MedicationAdministration',
    id: context.idOf(`dose|${dose.doseId}`),
    identifier: [ownIdentifier('dose', dose.doseId)],
    status: hold === null ? 'in-progress' : 'completed',
    medicationReference: referenceTo(context.idOf(`medicine|${dose.doseId}`)),
    subject: context.patient,
    context: context.encounter,
    effectivePeriod: periodOf(dose.placedAt, hold?.endedAt ?? null),
    performer: [
      dose.selfAdministered
        ? { function: own('performer', 'self', 'Taken by the patient'), actor: context.patient }
        : { function: own('performer', 'staff', 'Given by staff'), actor: context.therapist },
    ],
    request: context.state.order === null ? undefined : referenceTo(context.idOf('order')),
    note: [
      ...notesOf(
        context,
        placed,
        dose.booster ? 'Booster.' : '',
        hold === null ? '' : `Held under the tongue for ${held}: ${outcomeNames[hold.outcome]}.`,
        hold === null || hold.earlyReason === '' ? '' : `Ended early: ${hold.earlyReason}`,
      ),
      ...(ended === undefined ? [] : notesOf(context, ended)),
    ],
    dosage: {
      text: `${amount(dose.count)} × ${amount(dose.strengthMg)} mg under the tongue`,
      route: codes.sublingual,
      dose: quantity(dose.doseMg, 'mg'),
    },
  };
}
