import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleCommandSchema, therapistCommandSchema } from '../../shared/session/command.ts';
import { bodySchemas, sessionEventSchema } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { phases } from '../../shared/session/state.ts';
import { faultsOfDeparture, faultsOfFirstDose } from './oracle.ts';
import { Entropy, randomStep, shortProtocol } from './random-session.ts';
import { Walk } from './walk.ts';

const runs = 10_000;

describe('any sequence of commands', () => {
  it('keeps every rule', { timeout: 240_000 }, () => {
    const accepted = new Set<string>();
    const refusals = new Set<string>();
    const events = new Set<string>();
    const transitions = new Set<string>();
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 420, size: 'max' }), (numbers) => {
        const entropy = new Entropy(numbers);
        const walk = new Walk(shortProtocol);
        while (!entropy.spent) {
          const before = walk.state;
          const { command, refusal } = randomStep(walk, entropy);
          if (refusal === null) accepted.add(command.type);
          else refusals.add(refusal);
          if (refusal !== null) expect(walk.state).toBe(before);
          for (const event of walk.state.events.slice(before.events.length)) {
            events.add(event.body.type);
            const prior = walk.state.events.slice(0, event.sequence - 1);
            if (event.body.type === 'dose-placed' && !event.body.booster) {
              expect(faultsOfFirstDose(shortProtocol, prior, event)).toEqual([]);
              expect(before.phase).toBe('dosing');
            }
            if (event.body.type === 'departed') {
              expect(faultsOfDeparture(prior, event)).toEqual([]);
              expect(before.phase).toBe('recovery');
            }
            if (event.body.type === 'declined') expect(before.doses).toEqual([]);
          }
          if (walk.state.phase !== before.phase) transitions.add(`${before.phase} -> ${walk.state.phase}`);
        }
        for (const span of new Set(walk.state.phaseSpans.map((entry) => entry.phase)))
          reached.set(span, (reached.get(span) ?? 0) + 1);
        expect(replay(walk.state.events)).toEqual(walk.state);
        walk.state.events.forEach((event, index, all) => {
          expect(event.sequence).toBe(index + 1);
          expect(event.recordedAt.elapsedMs).toBeGreaterThanOrEqual(all[index - 1]?.recordedAt.elapsedMs ?? 0);
        });
      }),
      { numRuns: runs, endOnFailure: true },
    );
    const share = (phase: string) => (reached.get(phase) ?? 0) / runs;
    console.log(`reached: ${phases.map((phase) => `${phase} ${(share(phase) * 100).toFixed(0)} %`).join(', ')}`);
    console.log(
      `${accepted.size} commands accepted, ${refusals.size} refusals, ${events.size} kinds of event, transitions: ${[...transitions].sort().join('; ')}`,
    );
    const commandNames = [...therapistCommandSchema.options, ...consoleCommandSchema.options].map(
      (option) => option.shape.type.value,
    );
    expect(commandNames.filter((name) => !accepted.has(name) && name !== 'open-session')).toEqual([]);
    expect(Object.keys(bodySchemas).filter((type) => !events.has(type) && type !== 'session-opened')).toEqual([]);
    expect(share('recovery')).toBeGreaterThanOrEqual(0.3);
    for (const transition of [
      'precheck -> dosing',
      'dosing -> absorption',
      'absorption -> journey',
      'absorption -> recovery',
      'journey -> recovery',
      'recovery -> departed',
      'departed -> signed',
      'precheck -> declined',
      'declined -> signed',
      'journey -> departed',
    ]) {
      expect(transitions).toContain(transition);
    }
  });

  it('writes events that their own schema reads back unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 300, size: 'max' }), (numbers) => {
        const entropy = new Entropy(numbers);
        const walk = new Walk(shortProtocol);
        while (!entropy.spent) randomStep(walk, entropy);
        const read = walk.state.events.map((event) => sessionEventSchema.parse(JSON.parse(JSON.stringify(event))));
        expect(replay(read)).toEqual(walk.state);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});
