import { expect, test } from 'vitest';
import { isDone, precheckItems, sentenceOf } from '../../renderer/console/precheck/precheck-items.ts';
import { initials } from '../../renderer/console/shell/initials.ts';
import { phaseWay } from '../../renderer/console/shell/phase-words.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import type { Command } from '../../shared/session/command.ts';
import { replay } from '../../shared/session/evolve.ts';
import { dosingGate } from '../../shared/session/gates.ts';
import { journalOf, momentAt } from './small-session.ts';

const itemsAfter = (...commands: readonly Command[]) => {
  const state = replay(journalOf(...commands));
  const gate = dosingGate(state, momentAt(600_000));
  return { gate, items: precheckItems(gate, defaultProtocol) };
};

test('every condition that the gate asks for and that is open stands in exactly one line', () => {
  const { gate, items } = itemsAfter();
  const listed = items.flatMap((item) => item.conditions.map((condition) => condition.id));
  expect(new Set(listed).size).toBe(listed.length);
  const open = gate.conditions.filter((condition) => condition.status !== 'met').map((condition) => condition.id);
  expect(open.filter((id) => !listed.includes(id))).toEqual([]);
  expect(items).toHaveLength(17);
  expect(items.every((item) => !isDone(item))).toBe(true);
});

test('an open emergency stands in a line of its own at the end, and goes away with it', () => {
  const { items } = itemsAfter({ type: 'open-emergency' });
  expect(items.at(-1)?.id).toBe('other');
  expect(items.at(-1)?.conditions.map((condition) => condition.id)).toEqual(['emergency']);
  const after = itemsAfter({ type: 'open-emergency' }, { type: 'stand-down', outcome: '' });
  expect(after.items.some((item) => item.id === 'other')).toBe(false);
});

test('a line asks with its own sentence while nothing is known, and with the reason once it is not met', () => {
  const consent = (items: ReturnType<typeof itemsAfter>['items']) => items.find((item) => item.id === 'consent');
  const before = consent(itemsAfter().items);
  expect(before && sentenceOf(before)).toBe('Ask for consent for today.');
  const refused = consent(
    itemsAfter({ type: 'record-consent', given: false, offLabelExplained: true, touchAgreed: false, remarks: '' })
      .items,
  );
  expect(refused && sentenceOf(refused)).toBe('The patient does not consent today.');
});

test('the way of a declined session is short', () => {
  const declined = replay(journalOf({ type: 'decline', decidedBy: 'patient', reason: 'Slept badly.' }));
  expect(phaseWay(declined)).toEqual(['precheck', 'declined', 'signed']);
  expect(phaseWay(replay(journalOf()))).toContain('journey');
});

test.each([
  ['Ada Maria Lindqvist', 'A. M. L.'],
  ['  ada  lindqvist ', 'A. L.'],
  ['K-204', 'K-204'],
])('%j is shown as %j in the session', (name, shown) => expect(initials(name)).toBe(shown));
