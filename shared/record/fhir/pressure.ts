import { judgeBlocks } from '../../session/pressure.ts';
import { protocolOf, type ReadingEntry } from '../../session/state.ts';
import type { ReadingSource } from '../../vitals/reading.ts';
import type { BlockRow } from '../document.ts';
import { entriesOfType } from '../entries.ts';
import { familyName, flagNames, sourceWords } from '../wording.ts';
import { absent, codes, mmHg, profiles, quantity, vitalSigns } from './codes.ts';
import { entryOf, type FhirContext, notesOf, observed, ownIdentifier, periodOf, referenceTo } from './fhir-context.ts';
import type { Device, Observation, ObservationStatus } from './resources.ts';

type Pressure = { readonly systolicMmHg: number; readonly diastolicMmHg: number };
const readingStatus = {
  confirmed: 'final',
  pending: 'preliminary',
  struck: 'entered-in-error',
} as const satisfies Record<ReadingEntry['status'], ObservationStatus>;

/** Every reading as a blood pressure, and its pulse as a heart rate; what was struck or never confirmed says so. */
export function readingResources(context: FhirContext): Observation[] {
  return context.state.readings.flatMap((entry): Observation[] => {
    const { reading, status, struckReason } = entry;
    const of = entryOf(context, entry.eventId);
    const corrected = of.corrections.length > 0 && status === 'confirmed';
    const notes = notesOf(
      context,
      of,
      `Source: ${sourceWords(reading.source)}.`,
      reading.flags.length === 0 ? '' : `The monitor says: ${reading.flags.map((flag) => flagNames[flag]).join(', ')}.`,
      status === 'pending' ? 'Never confirmed against the monitor’s display.' : '',
      struckReason === null ? '' : `Struck: ${struckReason}`,
    );
    const shared = {
      resourceType: 'Observation',
      status: corrected ? 'corrected' : readingStatus[status],
      category: [vitalSigns],
      ...observed(context, of),
      device: deviceReference(context, reading.source),
      note: notes,
    } as const;
    const id = readingId(context, reading.readingId);
    const pressure: Observation = {
      ...shared,
      id,
      meta: { profile: [profiles.bloodPressure] },
      identifier: [ownIdentifier('reading', reading.readingId)],
      code: codes.bloodPressure,
      component: pressureComponents(reading),
    };
    if (reading.pulsePerMin === null) return [pressure];
    const pulse: Observation = {
      ...shared,
      id: context.idOf(`pulse|${reading.readingId}`),
      meta: { profile: [profiles.heartRate] },
      code: codes.heartRate,
      valueQuantity: quantity(reading.pulsePerMin, '/min'),
      derivedFrom: [referenceTo(id)],
    };
    return [pressure, pulse];
  });
}

function readingId(context: FhirContext, ownId: string): string {
  return context.idOf(`reading|${ownId}`);
}

function pressureComponents(pressure: Pressure): Observation['component'] {
  return [
    { code: codes.systolic, valueQuantity: mmHg(pressure.systolicMmHg) },
    { code: codes.diastolic, valueQuantity: mmHg(pressure.diastolicMmHg) },
  ];
}

/** Measurements that gave no reading: never dropped, without a value and with the reason. */
export function failedReadingResources(context: FhirContext): Observation[] {
  const failed = entriesOfType(context.entries, 'measurement-failed').map(({ entry, body }) => ({
    entry,
    notes: notesOf(context, entry, `Measurement failed: ${body.sentence}`),
  }));
  const setAside = entriesOfType(context.entries, 'reading-set-aside').map(({ entry, body }) => {
    const { systolicMmHg, diastolicMmHg, pulsePerMin, reason, family } = body.setAside;
    const numbers = `${systolicMmHg ?? '-'}/${diastolicMmHg ?? '-'}, pulse ${pulsePerMin ?? '-'}`;
    return {
      entry,
      notes: notesOf(
        context,
        entry,
        `Set aside, not taken for a reading: ${reason} The monitor ${familyName(family)} delivered ${numbers}.`,
      ),
    };
  });
  return [...failed, ...setAside].map(({ entry, notes }) => ({
    resourceType: 'Observation',
    id: context.idOf(`failed|${entry.event.eventId}`),
    meta: { profile: [profiles.bloodPressure] },
    status: 'cancelled',
    category: [vitalSigns],
    code: codes.bloodPressure,
    ...observed(context, entry),
    note: notes,
    component: [
      { code: codes.systolic, dataAbsentReason: absent('error') },
      { code: codes.diastolic, dataAbsentReason: absent('error') },
    ],
  }));
}

const verdictWords: Readonly<Record<BlockRow['verdict'], string>> = {
  empty: 'no reading of it counts',
  'one-more': 'not complete',
  pass: 'below the limits',
  hold: 'at or above a limit: held',
  severe: 'severe: no dose',
  interrupted: 'interrupted',
};

/** Every block as an average blood pressure over its time; one that was broken off has no value and says why. */
export function blockResources(context: FhirContext): Observation[] {
  const { state, content } = context;
  const judged = new Map(judgeBlocks(state).map((judgement) => [judgement.blockId, judgement]));
  const { seatedRest } = protocolOf(state).durations;
  return state.blocks.flatMap((block, index): Observation[] => {
    const row = content.document.blocks[index];
    const started = context.entries.find(
      ({ event }) => event.body.type === 'rest-started' && event.body.blockId === block.blockId,
    );
    if (row === undefined || started === undefined) return [];
    const judgement = judged.get(block.blockId);
    const mean = judgement?.mean ?? null;
    const { effectiveDateTime: _began, ...who } = observed(context, started);
    return [
      {
        resourceType: 'Observation',
        id: context.idOf(`block|${block.blockId}`),
        meta: { profile: [profiles.averageBloodPressure] },
        status: mean === null ? 'cancelled' : 'final',
        category: [vitalSigns],
        code: codes.averageBloodPressure,
        ...who,
        effectivePeriod: periodOf(block.restStartedAt, judgement?.lastReadingAt ?? null),
        note: notesOf(
          context,
          started,
          `Average of the readings after ${seatedRest.value} ${seatedRest.unit} seated and at rest, by ${protocolOf(state).title} ${protocolOf(state).version}; block ${row.number}: ${verdictWords[row.verdict]}.`,
          block.interruptedReason === null ? '' : `Interrupted: ${block.interruptedReason}`,
        ),
        component: [
          mean === null
            ? { code: codes.averageSystolic, dataAbsentReason: absent('not-performed') }
            : { code: codes.averageSystolic, valueQuantity: mmHg(mean.systolicMmHg) },
          mean === null
            ? { code: codes.averageDiastolic, dataAbsentReason: absent('not-performed') }
            : { code: codes.averageDiastolic, valueQuantity: mmHg(mean.diastolicMmHg) },
          { code: codes.readingCount, valueQuantity: quantity(row.readingIds.length, '{#}', 'readings') },
        ],
        derivedFrom: row.readingIds.map((id) => referenceTo(readingId(context, id))),
      },
    ];
  });
}

type Monitor = Extract<ReadingSource, { kind: 'monitor' }>;

/** Every monitor that delivered a reading. */
export function deviceResources(context: FhirContext): Device[] {
  const monitors = new Map<string, Monitor>();
  for (const { reading } of context.state.readings) {
    if (reading.source.kind === 'monitor') monitors.set(reading.source.monitorId, reading.source);
  }
  return [...monitors.values()].map((monitor) => ({
    resourceType: 'Device',
    id: context.idOf(`monitor|${monitor.monitorId}`),
    identifier: [ownIdentifier('monitor', monitor.monitorId)],
    status: 'active',
    manufacturer: familyName(monitor.family),
    modelNumber: monitor.model,
  }));
}

function deviceReference(context: FhirContext, source: ReadingSource) {
  return source.kind === 'monitor' ? referenceTo(context.idOf(`monitor|${source.monitorId}`)) : undefined;
}
