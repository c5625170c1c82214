import { type KeyDerivation, keyDerivationFloor } from './key-derivation.ts';

/** How long an unlock should work on the passphrase: an attacker pays it for every guess, a therapist once a day. */
export const derivationAimMs = 750;
/** Below this the machine is fast enough for more. From it to twice as much nothing is changed, so that one slow day moves nothing. */
export const derivationRaiseBelowMs = 500;
/** More memory than this would be missed on a clinic's laptop with 4 GB. */
export const derivationMemoryCapKiB = 262_144;
/** Memory grows in steps, so that two measurements of one machine rarely differ. */
const memoryStepKiB = 16_384;
/** Above the floor's three only where memory is at its cap. */
const mostPasses = 12;

/** How much a derivation asks for. */
export type DerivationCost = Pick<KeyDerivation, 'memoryKiB' | 'passes'>;

/** Memory times passes: the time that a derivation takes is near proportional to it. */
export function derivationWork(cost: DerivationCost): number {
  return cost.memoryKiB * cost.passes;
}

/**
 * What this machine should ask for, when `measured` took it so long: memory first (it costs an attacker's hardware most), then
 * passes; never less than the floor.
 */
export function calibrated(measured: DerivationCost, tookMs: number): DerivationCost {
  const floor = { memoryKiB: keyDerivationFloor.memoryKiB, passes: keyDerivationFloor.passes };
  if (!(tookMs > 0)) return floor;
  const affordable = (derivationWork(measured) * derivationAimMs) / tookMs;
  const steps = Math.floor(affordable / floor.passes / memoryStepKiB);
  const memoryKiB = Math.min(derivationMemoryCapKiB, Math.max(floor.memoryKiB, steps * memoryStepKiB));
  const passes = Math.min(mostPasses, Math.max(floor.passes, Math.floor(affordable / memoryKiB)));
  return { memoryKiB, passes };
}

/** What to raise to after an unlock with `current` took so long; null where it is enough as it is. Never lower. */
export function worthRaisingTo(current: DerivationCost, tookMs: number): DerivationCost | null {
  if (tookMs >= derivationRaiseBelowMs) return null;
  const wanted = calibrated(current, tookMs);
  return wanted.memoryKiB >= current.memoryKiB && derivationWork(wanted) > derivationWork(current) ? wanted : null;
}
