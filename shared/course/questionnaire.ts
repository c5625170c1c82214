import * as z from 'zod';

/** Questionnaires whose totals are followed over a course, by the names that their authors gave them. */
export const questionnaires = ['phq-9', 'gad-7'] as const;
export type QuestionnaireId = (typeof questionnaires)[number];

/** The highest total of each, and where its bands begin (Kroenke 2001 for the PHQ-9, Spitzer 2006 for the GAD-7). */
export const questionnaireScales: Readonly<
  Record<
    QuestionnaireId,
    { readonly name: string; readonly loinc: string; readonly most: number; readonly bands: readonly number[] }
  >
> = {
  'phq-9': { name: 'PHQ-9', loinc: '44261-6', most: 27, bands: [5, 10, 15, 20] },
  'gad-7': { name: 'GAD-7', loinc: '70274-6', most: 21, bands: [5, 10, 15] },
};

const scored = {
  /** The day on which the patient answered it. */
  day: z.iso.date(),
};
/**
 * The total of one answered questionnaire. Item 9 of the PHQ-9 asks for thoughts of being better off dead or of self-harm: above 0
 * it says what was done about it.
 */
export const questionnaireScoreSchema = z.discriminatedUnion('questionnaire', [
  z
    .strictObject({
      questionnaire: z.literal('phq-9'),
      ...scored,
      total: z.int().min(0).max(questionnaireScales['phq-9'].most),
      item9: z.int().min(0).max(3),
      followUp: z.string().trim().max(2000),
    })
    .refine(({ total, item9 }) => total >= item9 && total <= item9 + 24)
    .refine(({ item9, followUp }) => item9 === 0 || followUp !== ''),
  z.strictObject({
    questionnaire: z.literal('gad-7'),
    ...scored,
    total: z.int().min(0).max(questionnaireScales['gad-7'].most),
  }),
]);
export type QuestionnaireScore = z.infer<typeof questionnaireScoreSchema>;
