import { describe, expect, it } from 'vitest';
import { defaultProtocol } from '../../shared/protocol/default-protocol.ts';
import { parseProtocol } from '../../shared/protocol/parse-protocol.ts';

const refusal = (data: unknown) => {
  const outcome = parseProtocol(data);
  return outcome.ok ? null : outcome.problem.sentence;
};
const copy = () =>
  structuredClone(defaultProtocol) as unknown as Record<string, Record<string, Record<string, unknown>>>;

describe('the protocol', () => {
  it('that comes with Vigil fits its schema', () => {
    expect(refusal(JSON.parse(JSON.stringify(defaultProtocol)))).toBeNull();
  });

  it('is refused with the path and the reason', () => {
    const typo = copy();
    typo.durations = { ...typo.durations, minimumStay: { value: 12, unit: 'min', source: 'somewhere' } };
    expect(refusal(typo)).toContain('durations.minimumStay.value');
    const unit = copy();
    unit.bloodPressure = {
      ...unit.bloodPressure,
      systolicHold: { operator: '>=', value: 140, unit: 'kPa', source: 'somewhere' },
    };
    expect(refusal(unit)).toContain('bloodPressure.systolicHold.unit');
    const unknown = { ...copy(), durration: {} };
    expect(refusal(unknown)).toContain('durration');
    const order = copy();
    order.durations = { ...order.durations, absorptionMaximum: { value: 9, unit: 'min', source: 'somewhere' } };
    expect(refusal(order)).toContain('shorter than absorptionMinimum');
    for (const broken of [null, 3, 'x', [], {}]) expect(refusal(broken)).toContain('refused');
  });

  it('gives every number its unit and source', () => {
    const numbers: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('value' in value && (!('unit' in value) || !('source' in value))) numbers.push(path);
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    };
    walk(defaultProtocol, 'protocol');
    expect(numbers).toEqual([]);
  });
});
