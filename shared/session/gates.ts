import { isOutside } from '../protocol/limit.ts';
import type { ProtocolQuestion } from '../protocol/schema.ts';
import { judgeGait } from '../recovery/gait.ts';
import { missingOrientation, orientationScore } from '../recovery/orientation.ts';
import type { Condition, Gate } from './condition.ts';
import { earliestDepartureMs } from './deadlines.ts';
import type { Moment } from './moment.ts';
import { latestObservation } from './observations.ts';
import { activeOverride } from './overrides.ts';
import { beforeDoseCondition, boosterPressureCondition, departurePressureCondition } from './pressure-condition.ts';
import { type ObservationEntry, protocolOf, type Recorded, type SessionState } from './state.ts';

function condition(
  id: string,
  label: string,
  status: Condition['status'],
  detail: string,
  overridable = false,
): Condition {
  return { id, label, status, detail, overridable, overridden: false };
}

/** Met when it was recorded; unknown until then. */
function recorded(id: string, label: string, entry: Recorded<unknown> | null, missing: string): Condition {
  return entry === null ? condition(id, label, 'unknown', missing) : condition(id, label, 'met', 'Recorded.');
}

/**
 * An unmet condition that the prescriber may override becomes met by a valid override of exactly this condition. Blood
 * pressure is not among them: its override has a limit of its own, which its condition compares.
 */
function withOverride(state: SessionState, now: Moment, item: Condition): Condition {
  if (item.status !== 'unmet' || !item.overridable || item.id === 'blood-pressure') return item;
  const override = activeOverride(state, now, item.id);
  return override === null
    ? item
    : { ...item, status: 'met', overridden: true, detail: `${item.detail} Overridden by ${override.body.prescriber}.` };
}

/** The gate from pre-check to dosing. Every answer is asked; none has a default. */
export function dosingGate(state: SessionState, now: Moment): Gate {
  const conditions = [
    identityCondition(state),
    consentCondition(state),
    ...protocolOf(state).questions.map((question) => questionCondition(state, question)),
    ...fastingConditions(state),
    recorded('weight', 'Weight', state.weight, 'The weight is not recorded.'),
    ...escortConditions(state),
    recorded('preparation', 'Intention', state.preparation, 'Intention, mantra and preparation are not recorded.'),
    recorded('comfort', 'Comfort', state.comfort, 'Eye mask, blanket and place are not recorded.'),
    orderCondition(state),
    machineCondition(state),
    musicCondition(state),
    recorded('baseline-gait', 'Gait before', state.baselineGait, 'The baseline gait check is missing.'),
    baselineOrientationCondition(state),
    beforeDoseCondition(state, now),
    clockCondition(state),
    emergencyCondition(state),
    statementCondition(state),
  ].map((item) => withOverride(state, now, item));
  return { id: 'dosing', conditions };
}

/** The gate of the first dose: all of the gate to dosing, still, and the patient's own go-ahead after the pressure passed. */
export function firstDoseGate(state: SessionState, now: Moment): Gate {
  return { id: 'first-dose', conditions: [...dosingGate(state, now).conditions, goAheadCondition(state)] };
}

/** The gate of a booster, placed within the journey. */
export function boosterGate(state: SessionState, now: Moment): Gate {
  const order = state.order?.body;
  const totalMg = state.doses.reduce((sum, dose) => sum + dose.doseMg, 0);
  const conditions = [
    order === undefined
      ? condition('order-allows-booster', 'Order', 'unknown', 'There is no order.')
      : order.boosterAllowed && totalMg < order.maximumTotalMg
        ? condition(
            'order-allows-booster',
            'Order',
            'met',
            `${order.maximumTotalMg - totalMg} mg left within the order.`,
          )
        : condition('order-allows-booster', 'Order', 'unmet', 'The order does not allow a further dose.'),
    holdOutcomeCondition(state, 'earlier-hold'),
    boosterPressureCondition(state, now),
    responsivenessCondition(state),
    statementCondition(state),
    clockCondition(state),
    emergencyCondition(state),
  ];
  return { id: 'booster', conditions };
}

/** The gate home: all conditions, no score that lets one failed item through. */
export function departureGate(state: SessionState, now: Moment): Gate {
  const conditions = [
    minimumStayCondition(state, now),
    holdOutcomeCondition(state, 'hold-outcomes'),
    departurePressureCondition(state, now),
    oxygenCondition(state),
    responsivenessCondition(state),
    gaitCondition(state),
    orientationCondition(state),
    nauseaCondition(state),
    recorded('comfort', 'Comfort', state.recoveryComfort, 'How they feel in body and room is not recorded.'),
    statementCondition(state),
    escortHandOverCondition(state),
    aftercareCondition(state),
    recorded('integration', 'Integration', state.integration, 'The integration session is not booked.'),
    alertsCondition(state),
    clockCondition(state),
    emergencyCondition(state),
  ].map((item) => withOverride(state, now, item));
  return { id: 'departure', conditions };
}

/** The gate in front of the present phase; null where the phase has none. */
export function currentGate(state: SessionState, now: Moment): Gate | null {
  switch (state.phase) {
    case 'precheck':
      return dosingGate(state, now);
    case 'dosing':
      return firstDoseGate(state, now);
    case 'journey':
      return boosterGate(state, now);
    case 'recovery':
      return departureGate(state, now);
    default:
      return null;
  }
}

function identityCondition(state: SessionState): Condition {
  return new Set(state.identity?.body.identifiers).size >= 2
    ? condition('identity', 'Identity', 'met', 'Confirmed by two identifiers.')
    : condition('identity', 'Identity', 'unknown', 'Not confirmed by two identifiers.');
}

function consentCondition(state: SessionState): Condition {
  if (state.consent === null) return condition('consent', 'Consent', 'unknown', 'Today’s consent is not recorded.');
  const { given, offLabelExplained } = state.consent.body;
  if (!given) return condition('consent', 'Consent', 'unmet', 'The patient does not consent today.');
  return offLabelExplained
    ? condition('consent', 'Consent', 'met', 'Given today.')
    : condition('consent', 'Consent', 'unmet', 'The off-label use is not explained.');
}

function questionCondition(state: SessionState, question: ProtocolQuestion): Condition {
  const id = `question:${question.id}`;
  const answer = state.answers[question.id];
  if (answer === undefined) return condition(id, question.text, 'unknown', 'Not answered.');
  if (answer.body.answer !== question.concern || question.consequence === 'note') {
    return condition(id, question.text, 'met', `Answered ${answer.body.answer}.`);
  }
  return question.consequence === 'no-dose'
    ? condition(id, question.text, 'unmet', `Answered ${answer.body.answer}: no dose.`)
    : condition(id, question.text, 'unmet', `Answered ${answer.body.answer}: the prescriber decides.`, true);
}

function fastingConditions(state: SessionState): Condition[] {
  const { fastingFood, fastingClearFluid } = protocolOf(state).durations;
  const judged = (id: string, label: string, hours: number | undefined, neededHours: number) => {
    if (hours === undefined) return condition(id, label, 'unknown', 'Not recorded.');
    return hours >= neededHours
      ? condition(id, label, 'met', `${hours} h ago.`)
      : condition(id, label, 'unmet', `${hours} h ago; at least ${neededHours} h.`, true);
  };
  const fasting = state.fasting?.body;
  return [
    judged('fasting-food', 'Last food', fasting?.hoursSinceFood, fastingFood.value),
    judged('fasting-fluid', 'Last clear fluid', fasting?.hoursSinceClearFluid, fastingClearFluid.value),
  ];
}

function escortConditions(state: SessionState): Condition[] {
  const escort = state.escort?.body;
  if (escort === undefined) {
    return [
      condition('escort', 'Escort', 'unknown', 'No escort is named.'),
      condition('ride-to', 'Ride here', 'unknown', 'How the patient came is not recorded.'),
    ];
  }
  return [
    condition('escort', 'Escort', 'met', `${escort.name}, ${escort.relation}.`),
    escort.broughtThePatient
      ? condition('ride-to', 'Ride here', 'met', 'Came with the escort.')
      : condition('ride-to', 'Ride here', 'unmet', 'The escort did not bring the patient.', true),
  ];
}

function orderCondition(state: SessionState): Condition {
  const order = state.order?.body;
  if (order === undefined) return condition('order', 'Order', 'unknown', 'The prescriber’s order is not recorded.');
  return order.firstDoseMg <= order.maximumTotalMg
    ? condition('order', 'Order', 'met', `${order.firstDoseMg} mg ${order.medicine}, ${order.prescriber}.`)
    : condition('order', 'Order', 'unmet', 'The first dose is above the order’s total: record the order again.');
}

/** The least free space, in MB, that a session may start with. */
export const leastFreeDiskMb = 200;

function machineCondition(state: SessionState): Condition {
  const machine = state.machine?.body;
  if (machine === undefined)
    return condition('machine', 'Machine', 'unknown', 'Power, disk and screen are not checked.');
  if (machine.freeDiskMb < leastFreeDiskMb) {
    return condition(
      'machine',
      'Machine',
      'unmet',
      `The disk is nearly full: free at least ${leastFreeDiskMb} MB and check again.`,
    );
  }
  if (machine.onMains === false)
    return condition('machine', 'Machine', 'unmet', 'Running on battery: plug the machine in and check again.');
  if (!machine.screenAtMark)
    return condition('machine', 'Machine', 'unmet', 'Bring the screen’s brightness to its mark and check again.');
  if (!machine.updatesPaused) return condition('machine', 'Machine', 'unmet', 'Pause updates and check again.');
  return condition(
    'machine',
    'Machine',
    'met',
    machine.diskEncrypted === false ? 'Ready. The disk is not encrypted: advise the clinic.' : 'Ready.',
  );
}

function musicCondition(state: SessionState): Condition {
  const music = state.music?.body;
  if (music === undefined) return condition('music', 'Music', 'unknown', 'No music is chosen.');
  const [problem] = music.problems;
  return problem === undefined
    ? condition('music', 'Music', 'met', `${music.title}, checked.`)
    : condition('music', 'Music', 'unmet', problem);
}

function baselineOrientationCondition(state: SessionState): Condition {
  const check = state.baselineOrientation?.body;
  if (check === undefined) {
    return condition(
      'baseline-orientation',
      'Orientation before',
      'unknown',
      'The baseline orientation check is missing.',
    );
  }
  return orientationScore(check) === 4
    ? condition('baseline-orientation', 'Orientation before', 'met', 'Oriented in all four.')
    : condition(
        'baseline-orientation',
        'Orientation before',
        'unmet',
        `Not oriented: ${missingOrientation(check).join(', ')}.`,
        true,
      );
}

function clockCondition(state: SessionState): Condition {
  return state.gapUncertain
    ? condition('clock', 'Clock', 'unknown', 'How long the machine was off is unknown: say how much time passed.')
    : condition('clock', 'Clock', 'met', 'Known.');
}

function emergencyCondition(state: SessionState): Condition {
  return state.emergency === null
    ? condition('emergency', 'Emergency', 'met', 'None.')
    : condition('emergency', 'Emergency', 'unmet', 'An emergency is open.');
}

function statementCondition(state: SessionState): Condition {
  return state.suicidalStatements.some((statement) => statement.resolved === null)
    ? condition('suicidal-statement', 'Safety', 'unmet', 'A suicidal statement is open: follow the safety steps.')
    : condition('suicidal-statement', 'Safety', 'met', 'No open statement.');
}

function goAheadCondition(state: SessionState): Condition {
  const given = state.goAhead;
  const lastReadingMs = Math.max(0, ...state.readings.map((entry) => entry.at.elapsedMs));
  return given !== null && given.at.elapsedMs >= lastReadingMs
    ? condition('go-ahead', 'Go-ahead', 'met', 'The patient gave it.')
    : condition('go-ahead', 'Go-ahead', 'unknown', 'The patient’s own go-ahead after the blood pressure is missing.');
}

function holdOutcomeCondition(state: SessionState, id: string): Condition {
  const open = state.doses.filter((dose) => dose.hold === null);
  return open.length === 0
    ? condition(id, 'Hold', 'met', 'Ended and recorded.')
    : condition(id, 'Hold', 'unmet', 'How the hold ended is not recorded.');
}

/** Whether something was both made and recorded in the present phase. */
function ofThisPhase(state: SessionState, entry: ObservationEntry): boolean {
  return entry.phase === state.phase && entry.at.elapsedMs >= (state.phaseSpans.at(-1)?.since.elapsedMs ?? 0);
}

function responsivenessCondition(state: SessionState): Condition {
  const id = 'responsiveness';
  const latest = latestObservation(state, 'responsiveness');
  if (latest === null || !ofThisPhase(state, latest)) {
    return condition(id, 'Responsiveness', 'unknown', 'MOAA/S is not recorded in this phase.');
  }
  const { value } = latest.body;
  return isOutside(protocolOf(state).departure.responsivenessLow, value)
    ? condition(id, 'Responsiveness', 'unmet', `MOAA/S ${value}.`)
    : condition(id, 'Responsiveness', 'met', `MOAA/S ${value}.`);
}

function oxygenCondition(state: SessionState): Condition {
  const latest = latestObservation(state, 'oxygen-saturation');
  if (latest === null) return condition('oxygen-saturation', 'Oxygen', 'met', 'Not measured; not required.');
  const { value } = latest.body;
  return isOutside(protocolOf(state).departure.oxygenSaturationLow, value)
    ? condition('oxygen-saturation', 'Oxygen', 'unmet', `${value} %: measure again.`)
    : condition('oxygen-saturation', 'Oxygen', 'met', `${value} %.`);
}

function nauseaCondition(state: SessionState): Condition {
  const latest = latestObservation(state, 'nausea');
  if (latest === null || !ofThisPhase(state, latest)) {
    return condition('nausea', 'Nausea', 'unknown', 'Nausea is not asked in recovery.');
  }
  return latest.body.value === 'none' || latest.body.value === 'mild'
    ? condition('nausea', 'Nausea', 'met', `${latest.body.value}.`)
    : condition('nausea', 'Nausea', 'unmet', `${latest.body.value}: wait and ask again.`);
}

function minimumStayCondition(state: SessionState, now: Moment): Condition {
  const earliestMs = earliestDepartureMs(state);
  if (earliestMs === null) return condition('minimum-stay', 'Minimum stay', 'unknown', 'There is no dose.');
  const minutes = protocolOf(state).durations.minimumStay.value;
  const leftMinutes = Math.ceil((earliestMs - now.elapsedMs) / 60_000);
  return now.elapsedMs >= earliestMs
    ? condition('minimum-stay', 'Minimum stay', 'met', `${minutes} minutes since the last dose are over.`)
    : condition(
        'minimum-stay',
        'Minimum stay',
        'unmet',
        `${leftMinutes} of ${minutes} minutes since the last dose are left.`,
        true,
      );
}

function gaitCondition(state: SessionState): Condition {
  const latest = state.gaitChecks.at(-1);
  if (latest === undefined) return condition('gait', 'Gait', 'unknown', 'Not checked in recovery.');
  const verdict = judgeGait(protocolOf(state), state.baselineGait?.body ?? null, latest.body);
  const status = verdict.status === 'passed' ? 'met' : verdict.status === 'failed' ? 'unmet' : 'unknown';
  return condition('gait', 'Gait', status, verdict.detail);
}

function orientationCondition(state: SessionState): Condition {
  const latest = state.orientationChecks.at(-1);
  if (latest === undefined) return condition('orientation', 'Orientation', 'unknown', 'Not checked in recovery.');
  return orientationScore(latest.body) === 4
    ? condition('orientation', 'Orientation', 'met', '4 of 4.')
    : condition('orientation', 'Orientation', 'unmet', `Not oriented: ${missingOrientation(latest.body).join(', ')}.`);
}

function escortHandOverCondition(state: SessionState): Condition {
  const verified = state.escortVerified?.body;
  if (verified === undefined) return condition('escort', 'Escort', 'unknown', 'The escort is not met face to face.');
  if (!verified.ableToAccompany)
    return condition('escort', 'Escort', 'unmet', 'The escort cannot take the patient home.');
  return verified.nameMatches || verified.changeReason !== ''
    ? condition('escort', 'Escort', 'met', `${verified.name}, met face to face.`)
    : condition('escort', 'Escort', 'unmet', 'The name is not the one given this morning.');
}

function aftercareCondition(state: SessionState): Condition {
  if (state.aftercare === null) return condition('aftercare', 'Aftercare', 'unknown', 'Not given.');
  return state.aftercare.body.readBack
    ? condition('aftercare', 'Aftercare', 'met', 'Given and read back.')
    : condition('aftercare', 'Aftercare', 'unmet', 'Not read back by the patient.');
}

function alertsCondition(state: SessionState): Condition {
  const open = state.alerts.filter(
    (alert) => alert.priority === 'high' && alert.category === 'physiological' && alert.endedAt === null,
  );
  return open.length === 0
    ? condition('alerts', 'Alerts', 'met', 'None open.')
    : condition('alerts', 'Alerts', 'unmet', open.map((alert) => alert.sentence).join(' '));
}
