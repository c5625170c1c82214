/** One stretch of 128 frames at the output, as the tap saw it. */
export type TapBlock = {
  readonly atFrame: number;
  readonly peak: number;
  /** The largest difference between neighbouring samples. */
  readonly jump: number;
  /** Upward zero crossings of the left channel. */
  readonly crossings: number;
  /** Mean square of both channels. */
  readonly power: number;
};

/** The tap's processor: sees every sample that leaves the graph. Served to the page as a module of its own origin. */
export const TAP_PROCESSOR = `
class Tap extends AudioWorkletProcessor {
  constructor() { super(); this.last = [0, 0]; this.blocks = []; }
  process([channels]) {
    let peak = 0, jump = 0, crossings = 0, sum = 0;
    for (let side = 0; side < 2; side += 1) {
      const samples = channels[side] ?? channels[0];
      let last = this.last[side];
      for (let index = 0; index < 128; index += 1) {
        const sample = samples === undefined ? 0 : samples[index];
        peak = Math.max(peak, Math.abs(sample));
        jump = Math.max(jump, Math.abs(sample - last));
        if (side === 0 && last < 0 && sample >= 0) crossings += 1;
        sum += sample * sample;
        last = sample;
      }
      this.last[side] = last;
    }
    this.blocks.push([currentFrame, peak, jump, crossings, sum / 256]);
    if (this.blocks.length === 16) { this.port.postMessage(this.blocks); this.blocks = []; }
    return true;
  }
}
registerProcessor('tap', Tap);
`;

/** Runs in the page before its own scripts: a bridge of the test's own, and a tap beside whatever reaches the output. */
export const PAGE_PRELUDE = `
window.reports = [];
window.violations = [];
window.tapped = [];
addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
window.player = {
  onCommand(listener) { window.sendCommand = listener; return () => {}; },
  report(report) { window.reports.push(report); },
};
const connect = AudioNode.prototype.connect;
const taps = new WeakMap();
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    const context = this.context;
    if (!taps.has(context)) {
      window.sampleRate = context.sampleRate;
      window.context = context;
      taps.set(context, context.audioWorklet.addModule('/tap.js').then(() => {
        const tap = new AudioWorkletNode(context, 'tap', { numberOfOutputs: 0, channelCount: 2, channelCountMode: 'explicit' });
        tap.port.onmessage = ({ data }) => window.tapped.push(...data);
        return tap;
      }));
    }
    taps.get(context).then((tap) => connect.call(this, tap));
  }
  return connect.call(this, target, ...rest);
};
`;
