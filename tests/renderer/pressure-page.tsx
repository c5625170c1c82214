import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { createRoot } from 'react-dom/client';
import { PressurePanel } from '../../renderer/console/pressure/PressurePanel.tsx';
import { createConsoleStore, StoreContext, useContent } from '../../renderer/console/store.ts';
import type { ConsoleBridge } from '../../shared/bridge/contract.ts';
import type { MonitorsPicture } from '../../shared/bridge/picture.ts';
import type { Command } from '../../shared/session/command.ts';
import { FakeBridge, openPicture } from './fake-bridge.ts';
import { journalOf, momentAt } from './small-session.ts';

const fake = new FakeBridge(openPicture('session'));
const calls: { readonly name: string; readonly argument: unknown }[] = [];
const taken =
  (name: string) =>
  (argument: unknown): Promise<{ readonly ok: true; readonly value: null }> => {
    calls.push({ name, argument });
    return Promise.resolve({ ok: true, value: null });
  };
const bridge: ConsoleBridge = {
  ...fake.bridge,
  bindMonitor: taken('bindMonitor'),
  beginMeasurement: taken('beginMeasurement'),
  fetchReading: taken('fetchReading'),
  cancelMeasurement: taken('cancelMeasurement'),
  startMonitor: taken('startMonitor'),
  stopMonitor: taken('stopMonitor'),
  takeCandidate: taken('takeCandidate'),
  declineCandidates: taken('declineCandidates'),
};
const store = createConsoleStore(bridge);

/** What the test turns: the monitors as the main process shows them, and what the session has recorded. */
const pressurePage = {
  calls,
  show(monitors: Partial<MonitorsPicture>) {
    const picture = openPicture('session');
    fake.pushPicture({ ...picture, monitors: { ...picture.monitors, ...monitors } });
  },
  /** Opens the session anew with these commands in its journal. */
  open(...commands: readonly Command[]) {
    const events = journalOf(...commands);
    calls.length = 0;
    fake.pushPicture(openPicture(null));
    fake.pushPicture(openPicture('session'));
    fake.journalCalls
      .at(-1)
      ?.answer({ ok: true, value: { events, durableThrough: events.length, draft: '', draftPlace: null } });
    const reading = momentAt(120_000);
    fake.pushClock({ reading, elapsedMs: reading.elapsedMs, rate: 0 });
  },
};
declare global {
  interface Window {
    pressurePage: typeof pressurePage;
  }
}
window.pressurePage = pressurePage;

function Page() {
  const session = useContent((content) => content.session);
  const now = useContent((content) => content.now);
  const picture = useContent((content) => content.picture);
  return session === null || now === null || picture === null ? null : <PressurePanel />;
}

const root = document.createElement('main');
// As wide as the panel's column on the smallest screen.
root.style.width = '500px';
document.documentElement.dataset.mode = 'dim';
document.body.append(root);
createRoot(root).render(
  <StoreContext value={store}>
    <Page />
  </StoreContext>,
);
