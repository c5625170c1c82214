import { parentPort, workerData } from 'node:worker_threads';
import { createOggEncoder } from 'wasm-media-encoders';
import type { PadRecipe } from '../../shared/music/periodic-pad.ts';
import { composePiece, framesOfStep, renderStep, stepsOf } from './built-in-piece.ts';

/** What the thread is asked for. The serial number of the Ogg stream is given, so that the same recipe gives the same file. */
export type PieceWork = {
  readonly recipe: PadRecipe;
  readonly sampleRate: number;
  readonly seconds: number;
  /** libvorbis's own scale, -1 to 10. */
  readonly quality: number;
  readonly serial: number;
};

/** What it says: how much is done (0 to 1), in the end the file. */
export type PieceWord = { readonly done: number } | { readonly file: Uint8Array };

/** Composing takes about this part of the work. */
const COMPOSING = 0.2;

function say(word: PieceWord): void {
  if ('file' in word && word.file.buffer instanceof ArrayBuffer) parentPort?.postMessage(word, [word.file.buffer]);
  else parentPort?.postMessage(word);
}

/** The thread that makes one piece of the built-in set and ends: rendering takes whole seconds of a processor. */
async function makePiece({ recipe, sampleRate, seconds, quality, serial }: PieceWork): Promise<void> {
  let toldHundredths = 0;
  const tell = (done: number): void => {
    const hundredths = Math.floor(done * 100);
    if (hundredths > toldHundredths) say({ done });
    toldHundredths = hundredths;
  };
  const composing = composePiece(recipe, sampleRate, seconds);
  let composed = composing.next();
  while (composed.done !== true) {
    tell(composed.value * COMPOSING);
    composed = composing.next();
  }
  const piece = composed.value;
  const encoder = await createOggEncoder();
  encoder.configure({ channels: 2, sampleRate, vbrQuality: quality, oggSerialNo: serial });
  const parts: Uint8Array[] = [];
  const left = new Float32Array(piece.stepFrames);
  const right = new Float32Array(piece.stepFrames);
  const steps = stepsOf(piece);
  for (let step = 0; step < steps; step += 1) {
    const own = framesOfStep(piece, step);
    const sides = [left.subarray(0, own), right.subarray(0, own)] as const;
    renderStep(piece, step, ...sides);
    // The encoder's answer is a view of its own memory, which it writes over.
    parts.push(encoder.encode(sides).slice());
    tell(COMPOSING + ((1 - COMPOSING) * (step + 1)) / (steps + 1));
  }
  parts.push(encoder.finalize().slice());
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  say({ file });
}

await makePiece(workerData);
