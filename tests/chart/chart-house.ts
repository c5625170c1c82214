import { connectChart } from '../../electron/chart/chart-connection.ts';
import { ChartRoom, type ChartRoomParts } from '../../electron/session/chart-room.ts';
import type { SessionRoom } from '../../electron/session/session-room.ts';
import type { AuditAction } from '../../shared/audit/audit-entry.ts';
import { type ChartEntry, chartEntrySchemas } from '../../shared/chart/chart-entry.ts';
import { type ChartState, emptyChart, withChartEntry } from '../../shared/chart/chart-state.ts';
import type { Problem } from '../../shared/problem.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';

const problem: Problem = { code: 'disk-full', sentence: 'Full.', remedy: 'Free it.' };

/** What stays when the program ends: the sessions, what the journal says of the chart, and the time. */
export class ChartHouse {
  readonly entries: ChartEntry[] = [];
  readonly audit: AuditAction[] = [];
  readonly sessions: Map<string, readonly SessionEvent[]>;
  wallMs = Date.UTC(2026, 10, 24, 9);
  patientIsHere = false;
  isLocked = false;
  rehearsal = false;
  diskIsFull = false;
  /** Ends what takes too long. */
  deadline = new AbortController();
  #ids = 0;

  constructor(sessions: Readonly<Record<string, readonly SessionEvent[]>>) {
    this.sessions = new Map(Object.entries(sessions));
  }

  get chart(): ChartState {
    return this.entries.reduce(withChartEntry, emptyChart);
  }

  /** The room of a program that has just begun. */
  open(connect?: ChartRoomParts['connect']): ChartRoom {
    const house = this;
    return new ChartRoom({
      desk: {
        get chart() {
          return house.isLocked ? null : house.chart;
        },
        get patientIsHere() {
          return house.patientIsHere;
        },
        therapistName: 'Ada Quill',
        keepChart: async (entries) => {
          if (house.diskIsFull) return { ok: false, problem };
          for (const entry of entries) {
            // What is kept is what can be read again.
            const read: unknown = JSON.parse(JSON.stringify(entry));
            house.entries.push(
              chartEntrySchemas.map((schema) => schema.safeParse(read)).find(({ success }) => success)?.data ?? fail(),
            );
          }
          return { ok: true, value: null };
        },
        withSession: async (sessionId, act) => {
          const events = house.sessions.get(sessionId);
          if (events === undefined) return { ok: false, problem };
          return act({ conductor: { state: replay(events) } } as unknown as SessionRoom);
        },
        audit: async (action) => {
          house.audit.push(action);
          return { ok: true, value: null };
        },
      },
      rehearsal: house.rehearsal,
      exporting: { printPage: async () => new TextEncoder().encode('%PDF-1.4'), fontCss: '' },
      connect:
        connect ?? ((server) => connectChart(server, { deadline: () => house.deadline.signal, mostBytes: 4_000_000 })),
      wallMs: () => house.wallMs,
      newId: () => {
        house.#ids += 1;
        return `send-${house.#ids}`;
      },
      changed: () => undefined,
      hold: () => () => undefined,
    });
  }
}

function fail(): never {
  throw new Error('an entry that cannot be read again');
}
