import type { Protocol } from '../../shared/protocol/schema.ts';
import type { EventBody, SessionEvent } from '../../shared/session/event.ts';

/**
 * A second, plain reading of the rules, made from the raw events alone and sharing no code with the gates: what must
 * have happened before a first dose, and before somebody leaves. Numbers are written by hand from the clinic's rules.
 */
const minute = 60_000;

type Effective = { at: number; recordedAt: number; body: EventBody; id: string };

function effective(events: readonly SessionEvent[]): Effective[] {
  const list = events.map((event) => ({
    at: event.happenedAt.elapsedMs,
    recordedAt: event.recordedAt.elapsedMs,
    body: event.body,
    id: event.eventId,
  }));
  for (const { body } of events) {
    if (body.type !== 'corrected') continue;
    const target = list.find((entry) => entry.id === body.eventId);
    if (target === undefined) continue;
    if (body.body !== null) target.body = body.body;
    target.at = Math.max(0, target.at - (body.earlierByMinutes ?? 0) * minute);
  }
  return list;
}

const last = <Type extends EventBody['type']>(list: readonly Effective[], type: Type) =>
  list
    .filter((entry): entry is Effective & { body: Extract<EventBody, { type: Type }> } => entry.body.type === type)
    .at(-1);
const all = <Type extends EventBody['type']>(list: readonly Effective[], type: Type) =>
  list.filter((entry): entry is Effective & { body: Extract<EventBody, { type: Type }> } => entry.body.type === type);

function overridden(list: readonly Effective[], conditionId: string, nowMs: number): boolean {
  const found = all(list, 'override-recorded')
    .filter((entry) => entry.body.conditionId === conditionId)
    .at(-1);
  return found !== undefined && nowMs <= found.at + found.body.validForMinutes * minute;
}

function openEmergency(list: readonly Effective[]): boolean {
  const opened = list.findLastIndex((entry) => entry.body.type === 'emergency-opened');
  return opened > list.findLastIndex((entry) => entry.body.type === 'emergency-stood-down');
}

function openStatement(list: readonly Effective[]): boolean {
  const resolved = new Set(all(list, 'suicidal-statement-resolved').map((entry) => entry.body.statementId));
  return all(list, 'suicidal-statement-recorded').some((entry) => !resolved.has(entry.body.statementId));
}

function uncertainGap(list: readonly Effective[]): boolean {
  const asked = list.findLastIndex((entry) => entry.body.type === 'resumed' && entry.body.gapUncertain);
  return asked > list.findLastIndex((entry) => entry.body.type === 'gap-stated');
}

/** What is wrong with a first dose placed after these events; empty when nothing is. */
export function faultsOfFirstDose(protocol: Protocol, before: readonly SessionEvent[], dose: SessionEvent): string[] {
  const list = effective(before);
  const nowMs = dose.happenedAt.elapsedMs;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  must(new Set(last(list, 'identity-confirmed')?.body.identifiers).size >= 2, 'identity');
  const consent = last(list, 'consent-recorded')?.body;
  must(consent?.given === true && consent.offLabelExplained, 'consent');
  for (const question of protocol.questions) {
    const answer = all(list, 'question-answered')
      .filter((entry) => entry.body.questionId === question.id)
      .at(-1)?.body.answer;
    must(answer !== undefined, `unanswered ${question.id}`);
    if (answer === question.concern && question.consequence === 'no-dose')
      faults.push(`contraindicated ${question.id}`);
    if (answer === question.concern && question.consequence === 'prescriber')
      must(overridden(list, `question:${question.id}`, nowMs), `concern ${question.id}`);
  }
  const fasting = last(list, 'fasting-recorded')?.body;
  must(fasting !== undefined && (fasting.hoursSinceFood >= 6 || overridden(list, 'fasting-food', nowMs)), 'food');
  must(
    fasting !== undefined && (fasting.hoursSinceClearFluid >= 2 || overridden(list, 'fasting-fluid', nowMs)),
    'fluid',
  );
  for (const type of ['weight-recorded', 'preparation-recorded', 'comfort-recorded', 'order-recorded'] as const)
    must(last(list, type) !== undefined, type);
  const escort = last(list, 'escort-recorded')?.body;
  must(escort !== undefined && !/uber|lyft|taxi/i.test(`${escort.name} ${escort.relation}`), 'escort');
  must(escort?.broughtThePatient === true || overridden(list, 'ride-to', nowMs), 'ride');
  const machine = last(list, 'machine-checked')?.body;
  must(
    machine !== undefined &&
      machine.onMains !== false &&
      machine.freeDiskMb >= 200 &&
      machine.screenAtMark &&
      machine.updatesPaused,
    'machine',
  );
  must(last(list, 'music-chosen')?.body.problems.length === 0, 'music');
  must(last(list, 'gait-checked') !== undefined, 'gait');
  const orientation = last(list, 'orientation-checked')?.body;
  must(
    orientation !== undefined &&
      ((orientation.person && orientation.place && orientation.time && orientation.situation) ||
        overridden(list, 'baseline-orientation', nowMs)),
    'orientation',
  );
  must(!openEmergency(list), 'emergency');
  must(!openStatement(list), 'statement');
  must(!uncertainGap(list), 'gap');
  faults.push(...pressureFaults(list, nowMs));
  const order = last(list, 'order-recorded')?.body;
  if (dose.body.type === 'dose-placed') {
    must(order !== undefined && dose.body.strengthMg * dose.body.count <= order.firstDoseMg, 'more than ordered');
    must(order?.medicine === dose.body.medicine && order.form === dose.body.form, 'another medicine');
  }
  return faults;
}

function pressureFaults(list: readonly Effective[], nowMs: number): string[] {
  const struck = new Set(all(list, 'reading-struck').map((entry) => entry.body.readingId));
  const confirmed = new Set(all(list, 'reading-confirmed').map((entry) => entry.body.readingId));
  const readings = all(list, 'reading-recorded')
    .filter((entry) => !struck.has(entry.body.reading.readingId))
    .map((entry) => ({
      at: entry.at,
      reading: entry.body.reading,
      confirmed: confirmed.has(entry.body.reading.readingId),
      index: list.indexOf(entry),
    }))
    .sort((one, other) => one.at - other.at);
  const faults: string[] = [];
  if (readings.some((entry) => !entry.confirmed)) faults.push('unconfirmed reading');
  if (readings.some((entry) => entry.reading.systolicMmHg >= 180 || entry.reading.diastolicMmHg >= 120))
    faults.push('severe reading');
  const restIndex = list.findLastIndex((entry) => entry.body.type === 'rest-started');
  const rests = list.filter((entry) => entry.body.type === 'rest-started' || entry.body.type === 'rest-interrupted');
  // The last rest that was not interrupted.
  const kept = rests.filter(
    (entry, index) =>
      entry.body.type === 'rest-started' &&
      !rests
        .slice(index + 1)
        .some(
          (later, offset, rest) =>
            later.body.type === 'rest-interrupted' &&
            !rest.slice(0, offset).some((between) => between.body.type === 'rest-started'),
        ),
  );
  const rest = kept.at(-1);
  if (rest === undefined || restIndex < 0) return [...faults, 'no rest'];
  const counted: typeof readings = [];
  for (const entry of readings) {
    const belongs = entry.index > list.indexOf(rest) && entry.at - rest.at >= 5 * minute;
    const previous = counted.at(-1);
    if (belongs && (previous === undefined || entry.at - previous.at >= minute)) counted.push(entry);
  }
  const [first, second] = counted;
  if (first === undefined || second === undefined) return [...faults, 'fewer than two readings'];
  const apart =
    Math.abs(first.reading.systolicMmHg - second.reading.systolicMmHg) > 10 ||
    Math.abs(first.reading.diastolicMmHg - second.reading.diastolicMmHg) > 5;
  if (apart && counted.length < 3) faults.push('third reading missing');
  const systolic = counted.reduce((sum, entry) => sum + entry.reading.systolicMmHg, 0) / counted.length;
  const diastolic = counted.reduce((sum, entry) => sum + entry.reading.diastolicMmHg, 0) / counted.length;
  if ((systolic >= 140 || diastolic >= 90) && !overridden(list, 'blood-pressure', nowMs)) faults.push('too high');
  const isHigh = ({ reading }: (typeof readings)[number]) => reading.systolicMmHg >= 140 || reading.diastolicMmHg >= 90;
  if (readings.some((entry) => entry.at > first.at && !counted.includes(entry) && isHigh(entry)))
    faults.push('a high one passed over');
  const lastCounted = counted.at(-1);
  if (lastCounted !== undefined && nowMs - lastCounted.at > 30 * minute) faults.push('too old');
  const goAhead = last(list, 'go-ahead-given');
  if (goAhead === undefined || readings.some((entry) => entry.at > goAhead.at))
    faults.push('no go-ahead after the pressure');
  return faults;
}

/** What is wrong with a departure after these events; empty when nothing is. */
export function faultsOfDeparture(before: readonly SessionEvent[], departure: SessionEvent): string[] {
  const list = effective(before);
  const nowMs = departure.happenedAt.elapsedMs;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const returned = list.findLastIndex((entry) => entry.body.type === 'return-begun' || entry.body.type === 'stopped');
  const since = list.slice(returned);
  const doses = all(list, 'dose-placed');
  const lastDoseMs = Math.max(...doses.map((entry) => entry.at));
  must(
    doses.length > 0 && (nowMs - lastDoseMs >= 120 * minute || overridden(list, 'minimum-stay', nowMs)),
    'minimum stay',
  );
  const ended = new Set(all(list, 'hold-ended').map((entry) => entry.body.doseId));
  must(
    doses.every((entry) => ended.has(entry.body.doseId)),
    'hold outcome',
  );
  const orientation = last(since, 'orientation-checked')?.body;
  must(orientation?.person === true && orientation.place && orientation.time && orientation.situation, 'orientation');
  must(last(since, 'gait-checked')?.body.check.steady === true, 'gait');
  must(last(since, 'escort-verified')?.body.ableToAccompany === true, 'escort');
  must(last(since, 'aftercare-given')?.body.readBack === true, 'aftercare');
  must(last(since, 'integration-booked') !== undefined, 'integration');
  must(last(since, 'recovery-comfort-recorded') !== undefined, 'comfort');
  must(!openStatement(list), 'statement');
  must(!openEmergency(list), 'emergency');
  const struck = new Set(all(list, 'reading-struck').map((entry) => entry.body.readingId));
  const confirmed = new Set(all(list, 'reading-confirmed').map((entry) => entry.body.readingId));
  const readings = all(since, 'reading-recorded')
    .filter((entry) => confirmed.has(entry.body.reading.readingId) && !struck.has(entry.body.reading.readingId))
    .sort((one, other) => one.at - other.at);
  const latest = readings.at(-1);
  must(latest !== undefined && nowMs - latest.at <= 10 * minute, 'fresh reading');
  must(latest !== undefined && latest.at >= (since[0]?.at ?? 0), 'reading taken in recovery');
  must(
    latest !== undefined &&
      latest.body.reading.systolicMmHg < 160 &&
      latest.body.reading.diastolicMmHg < 100 &&
      latest.body.reading.systolicMmHg >= 90,
    'pressure',
  );
  const observed = (signal: string) =>
    all(since, 'observation-recorded')
      .filter((entry) => entry.body.observation.signal === signal)
      .sort((one, other) => one.at - other.at)
      .at(-1)?.body.observation.value;
  must(observed('responsiveness') === 5, 'responsiveness');
  must(['none', 'mild'].includes(String(observed('nausea'))), 'nausea');
  return faults;
}
