/** The stretches of a session that a playlist is made for, in their order; the last one goes on for as long as it is needed. */
export const sections = ['opening', 'onset', 'peak', 'return', 'landing', 'extension'] as const;
export type Section = (typeof sections)[number];

/**
 * How far each section stands above or below the house's loudness, in dB: still while the medicine is in the mouth, fullest
 * at the peak, quieter on the way home. Chosen by ear; nobody has published such numbers.
 */
export const sectionLevelDb: Readonly<Record<Section, number>> = {
  opening: -4,
  onset: -2,
  peak: 0,
  return: -3,
  landing: -5,
  extension: -4,
};
