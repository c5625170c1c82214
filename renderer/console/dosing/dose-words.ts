/** A dose against the weight, rounded to a hundredth for the eye: `1.43 mg/kg`. */
export function milligramsPerKilogram(doseMg: number, weightKg: number): string {
  return `${(doseMg / weightKg).toFixed(2)} mg/kg`;
}
