import type { EventType } from '../session/event.ts';
import { protocolOf } from '../session/state.ts';
import type { AlertRow, DoseRow, InterruptionRow, OverrideRow, RecordDocument, TimelineRow } from './document.ts';
import { type Entry, entriesOfType, lateTime, type RecordContext, remarksOf } from './entries.ts';
import { eventText } from './event-text.ts';
import { recordTime } from './record-time.ts';

/** What happened, in the order it happened: elapsed and wall clock, late entries and corrections shown as such. */
export function timelineRows(entries: readonly Entry[], context: RecordContext): TimelineRow[] {
  const latest = latestOfItsKind(entries);
  return entries
    .filter((entry) => !latest.has(entry) && entry.effective.body.type !== 'question-answered')
    .flatMap((entry) => timelineRow(entry, context))
    .sort((one, other) => one.time.elapsedMs - other.time.elapsedMs || one.sequence - other.sequence);
}

function timelineRow(entry: Entry, context: RecordContext): TimelineRow[] {
  const words = eventText(entry.effective.body, context.wording);
  if (words === null) return [];
  const { type } = entry.effective.body;
  const replaced = sectionTypes.has(type);
  const struck = replaced || entry.undoneBy !== null || entry.takenBackBy !== null;
  return [
    {
      sequence: entry.event.sequence,
      time: recordTime(context.reference, entry.effective.happenedAt),
      recorded: lateTime(entry, context.reference),
      ...words,
      remarks: [...remarksOf(entry, context), ...(replaced ? ['Replaced by a later entry.'] : [])],
      standing: struck ? 'struck' : marked.has(type) ? 'marked' : 'stands',
      by: entry.event.by,
    },
  ];
}

const marked = new Set<EventType>([
  'override-recorded',
  'emergency-opened',
  'left-against-advice',
  'suicidal-statement-recorded',
]);

/** What stands in a section of its own, where the latest entry counts; on the timeline stand only the replaced ones. */
const sectionTypes = new Set<EventType>([
  'identity-confirmed',
  'consent-recorded',
  'fasting-recorded',
  'weight-recorded',
  'escort-recorded',
  'preparation-recorded',
  'comfort-recorded',
  'order-recorded',
  'music-chosen',
]);

function latestOfItsKind(entries: readonly Entry[]): ReadonlySet<Entry> {
  const latest = new Map<EventType, Entry>();
  for (const entry of entries) {
    if (sectionTypes.has(entry.event.body.type)) latest.set(entry.event.body.type, entry);
  }
  return new Set(latest.values());
}

/** Every dose with its hold. */
export function doseRows(entries: readonly Entry[], context: RecordContext): DoseRow[] {
  const { state, reference } = context;
  return state.doses.map((dose, index): DoseRow => {
    const own = entries.filter(
      ({ event }) =>
        event.eventId === dose.eventId || (event.body.type === 'hold-ended' && event.body.doseId === dose.doseId),
    );
    return {
      number: index + 1,
      medicine: dose.medicine,
      form: dose.form,
      strengthMg: dose.strengthMg,
      count: dose.count,
      doseMg: dose.doseMg,
      lot: dose.lot,
      selfAdministered: dose.selfAdministered,
      booster: dose.booster,
      placed: recordTime(reference, dose.placedAt),
      hold:
        dose.hold === null
          ? null
          : {
              ended: recordTime(reference, dose.hold.endedAt),
              heldMs: dose.hold.endedAt.elapsedMs - dose.placedAt.elapsedMs,
              outcome: dose.hold.outcome,
              earlyReason: dose.hold.earlyReason,
            },
      remarks: own.flatMap((entry) => remarksOf(entry, context)),
    };
  });
}

/** Every alert with when it was acknowledged and when it ended. */
export function alertRows({ state, reference }: RecordContext): AlertRow[] {
  return state.alerts.map((alert) => ({
    priority: alert.priority,
    category: alert.category,
    sentence: alert.sentence,
    raised: recordTime(reference, alert.raisedAt),
    acknowledged: alert.acknowledgedAt === null ? null : recordTime(reference, alert.acknowledgedAt),
    ended: alert.endedAt === null ? null : recordTime(reference, alert.endedAt),
  }));
}

/** Every override of the prescriber. */
export function overrideRows({ state, reference, wording }: RecordContext): OverrideRow[] {
  return state.overrides.map(({ body, at }) => ({
    time: recordTime(reference, at),
    conditionId: body.conditionId,
    condition: wording.conditionLabel(body.conditionId),
    prescriber: body.prescriber,
    means: body.means,
    contactedMinutesAgo: body.contactedMinutesAgo,
    limit: body.limit,
    systolicUpToMmHg: body.systolicUpToMmHg,
    diastolicUpToMmHg: body.diastolicUpToMmHg,
    validForMinutes: body.validForMinutes,
    reason: body.reason,
  }));
}

const interruptionKinds = {
  slept: 'sleep',
  resumed: 'restart',
  'wall-clock-changed': 'wall-clock',
  'utc-offset-changed': 'utc-offset',
  'gap-stated': 'gap-stated',
} as const;

/** Sleep of the machine, restarts and changed clocks. */
export function interruptionRows(entries: readonly Entry[], context: RecordContext): InterruptionRow[] {
  return entries.flatMap(({ effective }): InterruptionRow[] => {
    const { type } = effective.body;
    const words = eventText(effective.body, context.wording);
    if (words === null || !isInterruption(type)) return [];
    return [
      {
        time: recordTime(context.reference, effective.happenedAt),
        kind: interruptionKinds[type],
        text: words.text,
      },
    ];
  });
}

function isInterruption(type: string): type is keyof typeof interruptionKinds {
  return Object.hasOwn(interruptionKinds, type);
}

/** How the session went through its phases; a phase lasts until the next begins. */
export function phaseRows({ state, reference }: RecordContext): RecordDocument['phases'] {
  return state.phaseSpans.map((span, index) => {
    const next = state.phaseSpans[index + 1];
    return {
      phase: span.phase,
      from: recordTime(reference, span.since),
      until: next === undefined ? null : recordTime(reference, next.since),
    };
  });
}

const sounding = new Set(['started', 'resumed', 'skipped', 'track-began', 'repaired', 'taken-up-again']);
const silent = new Set(['paused', 'faded-out', 'interrupted']);

/** While music was heard. */
export function musicSpans(entries: readonly Entry[], { reference }: RecordContext): RecordDocument['music'] {
  const spans: { from: RecordDocument['music'][number]['from']; until: RecordDocument['music'][number]['until'] }[] =
    [];
  for (const { entry, body } of entriesOfType(entries, 'music-event')) {
    const time = recordTime(reference, entry.effective.happenedAt);
    const open = spans.at(-1);
    const playing = open !== undefined && open.until === null;
    if (sounding.has(body.action) && !playing) spans.push({ from: time, until: null });
    if (silent.has(body.action) && playing) open.until = time;
  }
  return spans;
}

/** The limits that the strip chart draws. */
export function chartLimits({ state }: RecordContext): RecordDocument['limits'] {
  const { systolicHold, diastolicHold } = protocolOf(state).bloodPressure;
  return { systolicHoldMmHg: systolicHold.value, diastolicHoldMmHg: diastolicHold.value };
}
