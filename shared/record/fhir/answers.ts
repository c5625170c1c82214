import { protocolOf, type SessionState } from '../../session/state.ts';
import { isoTime } from '../record-time.ts';
import { ownSystem, quantity } from './codes.ts';
import type { FhirContext } from './fhir-context.ts';
import type { QuestionnaireItem, QuestionnaireResponse } from './resources.ts';

/** The pre-check as it was answered, each question's latest answer; nothing where none was asked. */
export function answerResources(context: FhirContext): QuestionnaireResponse[] {
  const { state } = context;
  const item = [...questionItems(state), ...preparationItems(state)];
  const opened = state.opened;
  if (item.length === 0 || opened === null) return [];
  const times = [opened, ...Object.values(state.answers)].map(({ at }) => at);
  const last = times.reduce((latest, at) => (at.elapsedMs > latest.elapsedMs ? at : latest));
  const { id, version } = protocolOf(state);
  return [
    {
      resourceType: 'QuestionnaireResponse',
      id: context.idOf('pre-check'),
      questionnaire: `${ownSystem}/Questionnaire/${id}|${version}`,
      status: 'completed',
      subject: context.patient,
      encounter: context.encounter,
      authored: isoTime(last),
      author: context.therapist,
      source: context.patient,
      item,
    },
  ];
}

function questionItems(state: SessionState): QuestionnaireItem[] {
  return protocolOf(state).questions.flatMap((question): QuestionnaireItem[] => {
    const answer = state.answers[question.id]?.body;
    if (answer === undefined) return [];
    const remarks =
      answer.remarks === ''
        ? undefined
        : [{ linkId: `${question.id}.remarks`, text: 'Remarks', answer: [{ valueString: answer.remarks }] }];
    return [
      {
        linkId: question.id,
        text: question.text,
        answer: [{ valueBoolean: answer.answer === 'yes', item: remarks }],
      },
    ];
  });
}

function preparationItems(state: SessionState): QuestionnaireItem[] {
  const { consent, fasting, weight, preparation } = state;
  const yesNo = (linkId: string, text: string, value: boolean) => ({ linkId, text, answer: [{ valueBoolean: value }] });
  const words = (linkId: string, text: string, value: string) =>
    value === '' ? [] : [{ linkId, text, answer: [{ valueString: value }] }];
  const amountOf = (linkId: string, text: string, value: number, unit: string) => ({
    linkId,
    text,
    answer: [{ valueQuantity: quantity(value, unit) }],
  });
  return [
    ...(consent === null
      ? []
      : [
          yesNo('consent.given', 'Consent today', consent.body.given),
          yesNo('consent.off-label', 'Off-label use explained', consent.body.offLabelExplained),
          yesNo('consent.touch', 'Touch agreed', consent.body.touchAgreed),
          ...words('consent.remarks', 'Remarks on consent', consent.body.remarks),
        ]),
    ...(fasting === null
      ? []
      : [
          amountOf('fasting.food', 'Hours since the last food', fasting.body.hoursSinceFood, 'h'),
          amountOf('fasting.fluid', 'Hours since the last clear fluid', fasting.body.hoursSinceClearFluid, 'h'),
        ]),
    ...(weight === null ? [] : [amountOf('weight', 'Weight', weight.body.weightKg, 'kg')]),
    ...(preparation === null
      ? []
      : [
          ...words('intention', 'Intention', preparation.body.intention),
          ...words('mantra', 'Mantra', preparation.body.mantra),
          yesNo('mindfulness', 'Mindfulness preparation done', preparation.body.mindfulnessDone),
          ...(preparation.body.moodBefore === null
            ? []
            : [{ linkId: 'mood', text: 'Mood, 0 to 10', answer: [{ valueInteger: preparation.body.moodBefore }] }]),
        ]),
  ];
}
