import type { Hands } from './hands.ts';

/** Chooses the monitor that is plugged in, and the patient's memory on it. */
export async function bindMonitor(hands: Hands): Promise<void> {
  await hands.waitForButton('Choose the monitor');
  await hands.press('Choose the monitor');
  await hands.choose('The patient’s memory on the monitor', 'A');
  await hands.press(/^Use /);
  await hands.waitForButton('Measure now');
}

/** One reading over the cable, compared with the monitor's display and confirmed. */
export async function measure(hands: Hands): Promise<void> {
  await hands.press('Measure now');
  await hands.waitForButton('Confirm the reading', 30_000);
  await hands.press('Confirm the reading');
  await hands.button('Confirm the reading').waitHidden(10_000);
}
