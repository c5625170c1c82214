/** The room that a strip is drawn in, and how much it says: at a glance beside a patient, or to be studied afterwards. */
export type StripFrame = { readonly width: number; readonly height: number; readonly study: boolean };

/** Where the rows of a strip stand, in CSS px from the top. */
export type Rows = {
  readonly phaseTop: number;
  readonly phaseHeight: number;
  readonly alertY: number;
  readonly valueTop: number;
  readonly valueBottom: number;
  readonly musicTop: number;
  readonly musicHeight: number;
  readonly noteY: number;
  /** Where the plot ends and the axis begins. */
  readonly bottom: number;
  readonly axisTextY: number;
  readonly clockTextY: number;
};

/** Room for the row names and levels on the left, for the limits' numbers on the right. */
export const leftInset = 112;
export const rightInset = 40;

/** The frame of a strip on paper: drawn at twice the size, so that the drawing is the screen's own. */
export const paperFrame: StripFrame = { width: 1440, height: 540, study: true };

/** The frame of a record's strip beside the record's words on the screen, where it is narrower. */
export const recordFrame: StripFrame = { width: 720, height: 460, study: true };

/** The rows from top to bottom; blood pressure takes what the others leave. */
export function rowsOf({ height, study }: StripFrame): Rows {
  if (study) {
    return {
      phaseTop: 24,
      phaseHeight: 30,
      alertY: 72,
      valueTop: 96,
      valueBottom: height - 134,
      musicTop: height - 120,
      musicHeight: 18,
      noteY: height - 78,
      bottom: height - 58,
      axisTextY: height - 34,
      clockTextY: height - 10,
    };
  }
  return {
    phaseTop: 6,
    phaseHeight: 8,
    alertY: 24,
    valueTop: 36,
    valueBottom: height - 66,
    musicTop: height - 58,
    musicHeight: 14,
    noteY: height - 32,
    bottom: height - 22,
    axisTextY: height - 5,
    clockTextY: height - 5,
  };
}
