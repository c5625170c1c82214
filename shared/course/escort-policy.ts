/** Words that name a hired ride rather than a person who stays. */
const hiredRide = /\b(uber|lyft|bolt|taxi|cab|cabbie|minicab|ride-?share|ride-?hail(ing)?|freenow|grab)\b/i;

/**
 * Whether the escort named is a rideshare or a taxi, by what is written in name or relation. The policy may be
 * tightened by a clinic, never loosened.
 */
export function isRefusedEscort(escort: { readonly name: string; readonly relation: string }): boolean {
  return hiredRide.test(escort.name) || hiredRide.test(escort.relation) || /\bdriver\b/i.test(escort.relation);
}
