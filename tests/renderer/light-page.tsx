import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Covers } from '../../renderer/console/light/Covers.tsx';
import { LightPanel } from '../../renderer/console/light/LightPanel.tsx';
import { LightState } from '../../renderer/console/light/light-state.tsx';
import { useRootLight } from '../../renderer/console/light/useRootLight.ts';
import { EmergencyButton } from '../../renderer/console/shell/EmergencyButton.tsx';
import { createConsoleStore, StoreContext, useContent } from '../../renderer/console/store.ts';
import type { Picture } from '../../shared/bridge/picture.ts';
import type { Command } from '../../shared/session/command.ts';
import { FakeBridge, openPicture } from './fake-bridge.ts';
import { journalOf, momentAt } from './small-session.ts';

const fake = new FakeBridge(openPicture('session'));
let picture: Picture = openPicture('session');
const show = (change: Partial<Picture>) => {
  picture = { ...picture, ...change };
  fake.pushPicture(picture);
};
const done = Promise.resolve({ ok: true, value: null } as const);
const store = createConsoleStore({
  ...fake.bridge,
  setAppearance: ({ mode }) => {
    show({ appearance: mode });
    return done;
  },
  setDisplay: (display) => {
    show({ display });
    return done;
  },
});

/** What the test turns: the picture, and what the session has recorded. */
const lightPage = {
  show,
  /** Opens the session anew with these commands in its journal, this long after its start. */
  open(elapsedMs: number, ...commands: readonly Command[]) {
    const events = journalOf(...commands);
    fake.pushPicture(openPicture(null));
    fake.pushPicture(picture);
    fake.journalCalls
      .at(-1)
      ?.answer({ ok: true, value: { events, durableThrough: events.length, draft: '', draftPlace: null } });
    lightPage.at(elapsedMs);
  },
  at(elapsedMs: number) {
    const reading = momentAt(elapsedMs);
    fake.pushClock({ reading, elapsedMs: reading.elapsedMs, rate: 0 });
  },
  add(command: Command, ...before: readonly Command[]) {
    const events = journalOf(...before, command);
    fake.pushJournal({ sessionId: 'session', events, durableThrough: events.length });
  },
};
declare global {
  interface Window {
    lightPage: typeof lightPage;
  }
}
window.lightPage = lightPage;

function Page() {
  useRootLight();
  const isThere = useContent((content) => content.picture !== null);
  const [pressed, setPressed] = useState(0);
  const [emergencies, setEmergencies] = useState(0);
  return (
    <LightState>
      <main>
        <button type="button" onClick={() => setPressed(pressed + 1)} onPointerUp={() => setPressed(pressed + 1)}>
          Note
        </button>
        <p role="note">{`pressed ${pressed}, emergencies ${emergencies}`}</p>
        {isThere && <LightPanel />}
        <EmergencyButton onPress={() => setEmergencies(emergencies + 1)} />
      </main>
      <Covers />
    </LightState>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  <StoreContext value={store}>
    <Page />
  </StoreContext>,
);
