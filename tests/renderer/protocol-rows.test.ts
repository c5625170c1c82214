import { expect, it } from 'vitest';
import { protocolGroups } from '../../renderer/console/settings/protocol-rows.ts';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';

const rows = protocolGroups(defaultProtocol).flatMap((group) => group.rows);

/** How many values of the protocol say where they come from, questions apart. */
function sourcesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.entries(value).filter(([key]) => key !== 'questions');
  return ('source' in value ? 1 : 0) + inner.reduce((sum, [, part]) => sum + sourcesIn(part), 0);
}

it('shows every number of the protocol with its source', () => {
  expect(rows).toHaveLength(sourcesIn(defaultProtocol));
  expect(rows.filter((row) => row.source === '' || row.value === '')).toEqual([]);
});

it('writes limits and durations as they are read', () => {
  const said = (name: string) => rows.find((row) => row.name === name)?.value;
  expect(said('Systolic hold')).toBe('at or above 140 mmHg');
  expect(said('Seated rest')).toBe('5 min');
  expect(said('Minimum stay')).toBe('120 min');
});

it('names no value twice within its group', () => {
  for (const { rows: own } of protocolGroups(defaultProtocol))
    expect(new Set(own.map((row) => row.name)).size).toBe(own.length);
});
