import type {
  AlertRow,
  BlockRow,
  DepartureRow,
  DoseRow,
  InterruptionRow,
  ObservationRow,
  OverrideRow,
  PartId,
  ReadingRow,
  RecordDocument,
  RecordTable,
  RecoveryCheckRow,
  SetAsideRow,
  TimelineRow,
} from './document.ts';
import { exactSpanInWords, type RecordTime } from './record-time.ts';
import { amount, meansNames, outcomeNames, phaseNames } from './wording.ts';

type TableRow = RecordTable['rows'][number];

/** A part of a record's data as the table that people read. */
export function tableOf(document: RecordDocument, part: PartId): RecordTable {
  switch (part) {
    case 'readings':
      return table('Blood pressure, mmHg, and pulse, per minute', readingColumns, document.readings.map(readingRow));
    case 'set-aside':
      return table(
        'Set aside, not taken for readings',
        ['Time', 'Values', 'Source', 'Reason'],
        document.setAside.map(setAsideRow),
      );
    case 'blocks':
      return table(
        'Blocks before the dose, each averaged',
        ['Block', 'Rest began', 'Readings', 'Average', 'Result'],
        document.blocks.map((block) => blockRow(block, document)),
      );
    case 'observations':
      return table('Other signs', ['Time', 'Sign', 'Value'], document.observations.map(observationRow));
    case 'doses':
      return table(
        'Doses',
        ['Dose', 'Medicine', 'Amount', 'Lot', 'Given by', 'Placed', 'Hold'],
        document.doses.map(doseRow),
      );
    case 'timeline':
      return table('What happened', ['Elapsed', 'Clock', 'Kind', 'Entry'], document.timeline.map(timelineRow));
    case 'alerts':
      return table(
        'Alerts',
        ['Raised', 'Priority', 'About', 'Alert', 'Acknowledged', 'Ended'],
        document.alerts.map(alertRow),
      );
    case 'overrides':
      return table(
        'OVERRIDES by the prescriber',
        ['Time', 'Condition', 'Prescriber', 'Reached', 'Up to', 'Reason'],
        document.overrides.map(overrideRow),
      );
    case 'interruptions':
      return table('Sleep, restarts and clocks', ['Time', 'What'], document.interruptions.map(interruptionRow));
    case 'recovery-checks':
      return table(
        'Gait and orientation, against the patient’s own baseline of the day',
        ['Time', 'Check', 'Result', 'Verdict'],
        document.recoveryChecks.map(recoveryRow),
      );
    case 'departure-conditions':
      return table(
        'Conditions of leaving, as they stood when the patient left',
        ['Condition', 'Stood'],
        (document.departure?.conditions ?? []).map(conditionRow),
      );
  }
}

function table(caption: string, columns: readonly string[], rows: readonly TableRow[]): RecordTable {
  return { caption, columns, rows };
}

function line(
  cells: readonly string[],
  remarks: readonly string[] = [],
  standing: TableRow['standing'] = 'stands',
): TableRow {
  return { cells, remarks, standing };
}

function both(time: RecordTime): string {
  return `${time.elapsed} ${time.clock}`;
}

const readingColumns = ['Time', 'Systolic', 'Diastolic', 'Pulse', 'Phase', 'Block', 'Stands', 'Source'];

function readingRow(reading: ReadingRow): TableRow {
  const age = reading.recorded === null ? '' : `; entered ${exactSpanInWords(reading.ageWhenRecordedMs)} later`;
  const flags = reading.flags.length === 0 ? '' : `; ${reading.flags.join(', ')}`;
  const stands = { confirmed: 'confirmed', pending: 'never confirmed', struck: 'struck' }[reading.status];
  return line(
    [
      both(reading.time),
      String(reading.systolicMmHg),
      String(reading.diastolicMmHg),
      reading.pulsePerMin === null ? '-' : String(reading.pulsePerMin),
      phaseNames[reading.phase],
      reading.block === null ? '-' : String(reading.block),
      stands,
      `${reading.source}${age}${flags}`,
    ],
    reading.remarks,
    reading.status === 'struck' ? 'struck' : 'stands',
  );
}

function setAsideRow(entry: SetAsideRow): TableRow {
  return line([both(entry.time), entry.numbers, entry.source, entry.reason]);
}

const verdictWords: Record<BlockRow['verdict'], string> = {
  empty: 'no counting reading',
  'one-more': 'not complete',
  pass: 'below the limits',
  hold: 'too high: held',
  severe: 'severe: no dose',
  interrupted: 'interrupted',
};

function blockRow(block: BlockRow, document: RecordDocument): TableRow {
  const numbers = block.readingIds.flatMap((id) => {
    const reading = document.readings.find((candidate) => candidate.readingId === id);
    return reading === undefined ? [] : [`${reading.systolicMmHg}/${reading.diastolicMmHg}`];
  });
  const result =
    block.interruptedReason === null ? verdictWords[block.verdict] : `interrupted: ${block.interruptedReason}`;
  return line(
    [String(block.number), block.restStarted.clock, numbers.join(', '), block.mean?.words ?? '-', result],
    [],
    block.verdict === 'hold' || block.verdict === 'severe' ? 'marked' : 'stands',
  );
}

function observationRow(observation: ObservationRow): TableRow {
  return line([both(observation.time), observation.signal, observation.words], observation.remarks);
}

function doseRow(dose: DoseRow): TableRow {
  const early = dose.hold === null || dose.hold.earlyReason === '' ? '' : `; early: ${dose.hold.earlyReason}`;
  return line(
    [
      `${dose.number}${dose.booster ? ' (booster)' : ''}`,
      `${dose.medicine}, ${dose.form}`,
      `${dose.count} × ${dose.strengthMg} mg = ${amount(dose.doseMg)} mg`,
      dose.lot,
      dose.selfAdministered ? 'the patient' : 'staff',
      both(dose.placed),
      dose.hold === null
        ? 'end not recorded'
        : `${exactSpanInWords(dose.hold.heldMs)}, ended ${dose.hold.ended.clock}: ${outcomeNames[dose.hold.outcome]}${early}`,
    ],
    dose.remarks,
  );
}

function timelineRow(entry: TimelineRow): TableRow {
  return line([entry.time.elapsed, entry.time.clock, entry.kind, entry.text], entry.remarks, entry.standing);
}

/** What an alert was about. */
const aboutWords: Record<AlertRow['category'], string> = {
  physiological: 'patient',
  prompt: 'time',
  technical: 'equipment',
};

function alertRow(alert: AlertRow): TableRow {
  return line([
    both(alert.raised),
    alert.priority,
    aboutWords[alert.category],
    alert.sentence,
    alert.acknowledged?.clock ?? 'never',
    alert.ended?.clock ?? 'not ended',
  ]);
}

function overrideRow(override: OverrideRow): TableRow {
  return line(
    [
      both(override.time),
      override.condition,
      override.prescriber,
      `${meansNames[override.means]}, ${amount(override.contactedMinutesAgo)} min before; order read back`,
      `${override.limit}, for ${override.validForMinutes} min`,
      override.reason,
    ],
    [],
    'marked',
  );
}

function interruptionRow(interruption: InterruptionRow): TableRow {
  return line([both(interruption.time), interruption.text]);
}

const checkWords: Record<RecoveryCheckRow['verdict'], string> = {
  baseline: 'baseline',
  passed: 'passed',
  failed: 'not passed',
  unknown: 'not comparable',
};

function recoveryRow(check: RecoveryCheckRow): TableRow {
  const name = check.check === 'gait' ? 'Gait' : 'Orientation';
  return line(
    [
      both(check.time),
      check.when === 'before-dose' ? `${name}, before the dose` : name,
      check.result,
      check.detail === '' ? checkWords[check.verdict] : `${checkWords[check.verdict]}: ${check.detail}`,
    ],
    check.remarks,
  );
}

function conditionRow(condition: DepartureRow['conditions'][number]): TableRow {
  return line(
    [`${condition.label}: ${condition.detail}`, condition.overridden ? 'met by OVERRIDE' : condition.status],
    [],
    condition.overridden || condition.status !== 'met' ? 'marked' : 'stands',
  );
}
