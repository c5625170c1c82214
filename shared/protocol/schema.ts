import * as z from 'zod';

const source = z.string().min(3).max(400);
const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by hyphens');

/** A number of the protocol: its unit stands beside it and it says where it comes from. */
const quantity = <Unit extends string>(unit: Unit, minimum: number, maximum: number) =>
  z.strictObject({ value: z.number().min(minimum).max(maximum), unit: z.literal(unit), source });

const operator = z.enum(['>=', '>', '<=', '<']);

/** A limit of the protocol: a value is outside it where `measured operator value` holds. */
const limit = <Unit extends string>(unit: Unit, minimum: number, maximum: number) =>
  z.strictObject({ operator, value: z.number().min(minimum).max(maximum), unit: z.literal(unit), source });

const durations = z.strictObject({
  seatedRest: quantity('min', 1, 30),
  betweenReadings: quantity('s', 30, 300),
  blockValidity: quantity('min', 5, 60),
  severeRepeatAfter: quantity('min', 1, 10),
  absorptionMinimum: quantity('min', 5, 30),
  absorptionMaximum: quantity('min', 5, 30),
  journeyMinimum: quantity('min', 10, 180),
  journeyMaximum: quantity('min', 10, 180),
  readingAfterDose: quantity('min', 10, 120),
  readingOverdueAfter: quantity('min', 1, 60),
  elevatedRepeatEvery: quantity('min', 1, 30),
  boosterReadingAge: quantity('min', 1, 60),
  glanceEvery: quantity('min', 5, 60),
  sedationCheckEvery: quantity('min', 1, 30),
  recheckEvery: quantity('min', 5, 60),
  departureReadingAge: quantity('min', 1, 60),
  minimumStay: quantity('min', 60, 480),
  slot: quantity('min', 60, 480),
  phaseUndo: quantity('s', 1, 60),
  realarmAfter: quantity('min', 1, 30),
  musicReserve: quantity('min', 0, 120),
  musicFade: quantity('s', 1, 300),
  fastingFood: quantity('h', 0, 24),
  fastingClearFluid: quantity('h', 0, 24),
  integrationWithin: quantity('h', 1, 336),
});

const bloodPressure = z.strictObject({
  systolicHold: limit('mmHg', 100, 200),
  diastolicHold: limit('mmHg', 60, 130),
  systolicSevere: limit('mmHg', 120, 250),
  diastolicSevere: limit('mmHg', 80, 160),
  systolicSpread: limit('mmHg', 1, 50),
  diastolicSpread: limit('mmHg', 1, 50),
  maximumBlocks: quantity('blocks', 1, 5),
});

/** The signals that can be outside a limit during a session. A rise is measured against today's passed block. */
export const limitSignals = [
  'systolic',
  'diastolic',
  'systolic-rise',
  'diastolic-rise',
  'pulse',
  'oxygen-saturation',
  'respiratory-rate',
  'responsiveness',
] as const;

const alertLimit = z.strictObject({
  id: identifier,
  signal: z.enum(limitSignals),
  priority: z.enum(['high', 'medium', 'low']),
  operator,
  value: z.number(),
  unit: z.enum(['mmHg', '/min', '%', 'MOAA/S']),
  source,
});

const question = z.strictObject({
  id: identifier,
  group: z.enum(['change', 'contraindication', 'medicine', 'readiness']),
  text: z.string().min(5).max(400),
  /** The answer that is a concern. */
  concern: z.enum(['yes', 'no']),
  /** What a concern means: never a dose, a dose only by the prescriber's override, or noted for the record. */
  consequence: z.enum(['no-dose', 'prescriber', 'note']),
  source,
});

const dose = z.strictObject({
  medicine: z.string().min(2).max(80),
  forms: z.array(z.string().min(2).max(80)).min(1),
  softMaximum: limit('mg', 1, 2000),
});

const departure = z.strictObject({
  systolicHigh: limit('mmHg', 100, 200),
  diastolicHigh: limit('mmHg', 60, 130),
  baselineFraction: quantity('fraction', 0, 1),
  systolicCeiling: limit('mmHg', 100, 220),
  diastolicCeiling: limit('mmHg', 60, 140),
  systolicLow: limit('mmHg', 60, 120),
  oxygenSaturationLow: limit('%', 70, 100),
  responsivenessLow: limit('MOAA/S', 0, 5),
  timedUpAndGoFactor: quantity('times baseline', 1, 3),
  timedUpAndGoAllowance: quantity('s', 0, 30),
  tandemStand: quantity('s', 0, 60),
  tandemFraction: quantity('fraction', 0, 1),
});

const noteTag = z.strictObject({ id: identifier, label: z.string().min(1).max(40) });

/** The clinic's rules as data. Every number carries its unit, its operator where it is a limit, and its source. */
export const protocolSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    id: identifier,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers such as 1.0.0'),
    title: z.string().min(3).max(120),
    durations,
    bloodPressure,
    alertLimits: z.array(alertLimit).min(1),
    questions: z.array(question).min(1),
    dose,
    departure,
    orientationQuestions: z.strictObject({
      person: z.string().min(5),
      place: z.string().min(5),
      time: z.string().min(5),
      situation: z.string().min(5),
    }),
    noteTags: z.strictObject({
      precheck: z.array(noteTag),
      dosing: z.array(noteTag),
      absorption: z.array(noteTag),
      journey: z.array(noteTag),
      recovery: z.array(noteTag),
    }),
    aftercare: z.array(z.string().min(5)).min(1),
    emergencySteps: z.array(z.string().min(3)).min(1).max(7),
    instructions: z.strictObject({
      bloodPressure: z.array(z.string().min(3)).min(1),
      timedUpAndGo: z.array(z.string().min(3)).min(1),
      tandemStand: z.array(z.string().min(3)).min(1),
      hold: z.array(z.string().min(3)).min(1),
    }),
  })
  .superRefine((protocol, context) => {
    const inOrder = (low: number, high: number, path: string[], message: string) => {
      if (low > high) context.addIssue({ code: 'custom', path, message });
    };
    const { durations: d, bloodPressure: bp } = protocol;
    inOrder(
      d.absorptionMinimum.value,
      d.absorptionMaximum.value,
      ['durations', 'absorptionMaximum'],
      'shorter than absorptionMinimum',
    );
    inOrder(
      d.journeyMinimum.value,
      d.journeyMaximum.value,
      ['durations', 'journeyMaximum'],
      'shorter than journeyMinimum',
    );
    inOrder(bp.systolicHold.value, bp.systolicSevere.value, ['bloodPressure', 'systolicSevere'], 'below systolicHold');
    inOrder(
      bp.diastolicHold.value,
      bp.diastolicSevere.value,
      ['bloodPressure', 'diastolicSevere'],
      'below diastolicHold',
    );
    const seen = new Set<string>();
    protocol.questions.forEach((item, index) => {
      if (seen.has(item.id))
        context.addIssue({ code: 'custom', path: ['questions', index, 'id'], message: 'used twice' });
      seen.add(item.id);
    });
  });

export type Protocol = z.infer<typeof protocolSchema>;
export type Limit = Protocol['bloodPressure']['systolicHold'] | { operator: '>=' | '>' | '<=' | '<'; value: number };
export type AlertLimit = Protocol['alertLimits'][number];
export type ProtocolQuestion = Protocol['questions'][number];
