import type { Limit } from './schema.ts';

/** Whether `measured` is outside the limit, by the operator written in the protocol; nothing is rounded first. */
export function isOutside(limit: Limit, measured: number): boolean {
  switch (limit.operator) {
    case '>=':
      return measured >= limit.value;
    case '>':
      return measured > limit.value;
    case '<=':
      return measured <= limit.value;
    case '<':
      return measured < limit.value;
  }
}

const words = { '>=': 'at or above', '>': 'above', '<=': 'at or below', '<': 'below' } as const;

/** The limit in words: `at or above 140`. */
export function limitInWords(limit: Limit): string {
  return `${words[limit.operator]} ${limit.value}`;
}

/** Milliseconds of a duration of the protocol. */
export function durationMs(duration: { readonly value: number; readonly unit: 's' | 'min' | 'h' }): number {
  const perUnitMs = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
  return duration.value * perUnitMs[duration.unit];
}
