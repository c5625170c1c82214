import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { phasePage, phaseTable } from '../../shared/session/phases.ts';
import { phases } from '../../shared/session/state.ts';

describe('the phase table', () => {
  it('has every phase once, in order', () => {
    expect(phaseTable.map((row) => row.phase)).toEqual(
      [...phases].sort((one, other) => phases.indexOf(one) - phases.indexOf(other)),
    );
  });

  it('is what the docs show', () => {
    expect(readFileSync(fileURLToPath(new URL('../../docs/phases.md', import.meta.url)), 'utf8')).toBe(phasePage());
  });
});
