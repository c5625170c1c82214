import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { alertStatus, priorityWords } from '../../renderer/console/alerts/alert-words.ts';
import { PhaseLayout } from '../../renderer/console/phase/PhaseLayout.tsx';
import { PressureDigits } from '../../renderer/console/pressure/PressureDigits.tsx';
import '../../renderer/console/pressure/pressure.css';
import { StatusMark } from '../../renderer/design/StatusMark.tsx';
import type { FarValues } from './far-values.ts';

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const root = document.createElement('div');
root.style.height = '420px';
document.body.append(root);
const react = createRoot(root);

/** Shows what is read from 2 m with these values, and answers where each of it stands. */
window.showFar = (mode, values) => {
  document.documentElement.dataset.mode = mode;
  const { phase, minutes, systolic, diastolic, pulse } = values;
  flushSync(() =>
    react.render(
      <PhaseLayout
        name="journey"
        time={
          <>
            <h1 className="phase-word">
              <span data-far="phase">{phase}</span>
            </h1>
            <p className="hero-time">
              <span data-far="minutes">{minutes}</span>
              <span className="hero-unit"> min</span>
            </p>
          </>
        }
      >
        <section className="pressure-panel">
          <PressureDigits
            reading={{ systolicMmHg: systolic, diastolicMmHg: diastolic, pulsePerMin: pulse }}
            old={false}
          />
        </section>
      </PhaseLayout>,
    ),
  );
  return {
    phase: boxOf('[data-far="phase"]'),
    minutes: boxOf('[data-far="minutes"]'),
    pressure: boxOf('.pressure-digits'),
    pulse: boxOf('.pressure-pulse'),
  };
};

/** Shows how urgent an alert is as its band says it, and answers where its word stands. */
window.showAlertKind = (mode, priority) => {
  document.documentElement.dataset.mode = mode;
  flushSync(() =>
    react.render(
      <p>
        <StatusMark status={alertStatus[priority]} words={priorityWords[priority]} />
      </p>,
    ),
  );
  return boxOf('.status > span');
};

declare global {
  interface Window {
    showAlertKind: (mode: string, priority: keyof typeof priorityWords) => Box;
    showFar: (mode: string, values: FarValues) => Record<'phase' | 'minutes' | 'pressure' | 'pulse', Box>;
  }
}

/** The box of an element's own text: as wide as what is read, as high as its line, into which no other line reaches. */
function boxOf(selector: string): Box {
  const element = document.querySelector(selector);
  const line = element?.closest('h1, p');
  if (!element || !line) throw new Error(`nothing fits ${selector}`);
  const range = document.createRange();
  range.selectNodeContents(element);
  const unseen = element.querySelector('.unseen');
  if (unseen !== null) range.setStartAfter(unseen);
  const { x, width } = range.getBoundingClientRect();
  const { y, height } = line.getBoundingClientRect();
  return { x, y, width, height };
}
