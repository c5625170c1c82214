/** Between the notes that music is tuned to, and where a hearing loss of age takes little. */
const TONE_HERTZ = 330;
/** Some 30 dB under full scale: heard in a quiet room, and nothing that startles. */
const TONE_GAIN = 0.03;
const RISE_S = 1.5;
const STAND_S = 1.5;
const FALL_S = 0.5;

/** How long the tone lasts, in milliseconds. */
export const TONE_MS = (RISE_S + STAND_S + FALL_S) * 1000;

/** Plays a soft tone into a node, once. */
export function playTone(context: BaseAudioContext, into: AudioNode): void {
  const beginS = context.currentTime + 0.05;
  const oscillator = new OscillatorNode(context, { frequency: TONE_HERTZ });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain
    .setValueAtTime(0, beginS)
    .linearRampToValueAtTime(TONE_GAIN, beginS + RISE_S)
    .setValueAtTime(TONE_GAIN, beginS + RISE_S + STAND_S)
    .linearRampToValueAtTime(0, beginS + RISE_S + STAND_S + FALL_S);
  oscillator.connect(gain).connect(into);
  oscillator.addEventListener('ended', () => gain.disconnect());
  oscillator.start(beginS);
  oscillator.stop(beginS + RISE_S + STAND_S + FALL_S);
}
