import type { Outcome } from '../problem.ts';
import { type Protocol, protocolSchema } from './schema.ts';

/**
 * Reads a protocol from data that came from outside. A protocol that does not fit its schema is refused whole, with
 * the path of the first fault and its reason; nothing is filled in or repaired.
 */
export function parseProtocol(data: unknown): Outcome<Protocol> {
  const parsed = protocolSchema.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'protocol'}: ${issue.message}`);
  return {
    ok: false,
    problem: {
      code: 'protocol-refused',
      sentence: `The protocol was refused: ${faults.slice(0, 3).join('; ')}${faults.length > 3 ? `; and ${faults.length - 3} more` : ''}.`,
      remedy: 'Mend the protocol file at the path named, or go on with the protocol that comes with Vigil.',
    },
  };
}
