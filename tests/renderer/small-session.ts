import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Command } from '../../shared/session/command.ts';
import { decide } from '../../shared/session/decide.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import type { Moment } from '../../shared/session/moment.ts';

/** A moment this long after the session's start. */
export function momentAt(elapsedMs: number): Moment {
  return {
    wallMs: Date.UTC(2026, 10, 23, 13, 0) + elapsedMs,
    utcOffsetMinutes: 60,
    uptimeMs: 5_000_000 + elapsedMs,
    awakeMs: 4_000_000 + elapsedMs,
    bootId: 'boot',
    elapsedMs,
  };
}

/** The journal of a session that was opened, then asked for these commands, a second apart; each must be accepted. */
export function journalOf(...commands: readonly Command[]): SessionEvent[] {
  const opening: Command = {
    type: 'open-session',
    patient: {
      patientId: 'p',
      name: 'K-204',
      dateOfBirth: '1984-05-23',
      phone: '',
      allergies: '',
      emergencyContact: '',
    },
    course: {
      courseId: 'c',
      kind: 'medicine',
      number: 1,
      of: 6,
      lastDoseMg: null,
      lastIntegrationKept: null,
    },
    therapist: { name: 'Ruth Amsel', credential: 'LCSW' },
    clinic: { name: '', emergencyNumber: '112', address: '' },
    protocol: defaultProtocol,
    rehearsal: false,
  };
  let events: SessionEvent[] = [];
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  for (const [index, command] of [opening, ...commands].entries()) {
    const decided = decide(replay(events), command, { now: momentAt(index * 1000), newId, by: 'Ruth Amsel' });
    if (!decided.ok) throw new Error(`${command.type}: ${decided.problem.sentence}`);
    events = [...events, ...decided.events];
  }
  return events;
}
