import type { Picture } from '../../shared/bridge/picture.ts';
import { HomeScreen } from './home/HomeScreen.tsx';
import { useLockKey } from './keys/useLockKey.ts';
import { Covers } from './light/Covers.tsx';
import { LightState } from './light/light-state.tsx';
import { useRootLight } from './light/useRootLight.ts';
import { LiveRegions } from './live/LiveRegions.tsx';
import { SessionShell } from './shell/SessionShell.tsx';
import { StageUnavailable } from './shell/StageUnavailable.tsx';
import { Starting } from './shell/Starting.tsx';
import { Unbroken } from './shell/Unbroken.tsx';
import { useContent } from './store.ts';
import { ScreenKeyboard } from './typing/ScreenKeyboard.tsx';
import { CreateVaultScreen } from './vault/CreateVaultScreen.tsx';
import { RefusedScreen } from './vault/RefusedScreen.tsx';
import { UnlockScreen } from './vault/UnlockScreen.tsx';

/** Chooses the screen by where the vault and the session stand. */
export function App() {
  const picture = useContent((content) => content.picture);
  useRootLight();
  return (
    <LiveRegions>
      <LightState>
        <Unbroken>{picture === null ? <Starting /> : <Stage stage={picture.stage} />}</Unbroken>
        <ScreenKeyboard />
        <Covers />
      </LightState>
    </LiveRegions>
  );
}

function Stage({ stage }: { readonly stage: Picture['stage'] }) {
  const sessionId = useContent((content) => content.session?.sessionId ?? null);
  const clockHeard = useContent((content) => content.now !== null);
  const problem = useContent((content) => content.problem);
  useLockKey(stage.kind === 'open');
  switch (stage.kind) {
    case 'no-vault':
      return <CreateVaultScreen />;
    case 'locked':
      return <UnlockScreen sessionRunning={stage.sessionRunning} hasKeystore={stage.hasKeystore} />;
    case 'refused':
      return <RefusedScreen problem={stage.problem} />;
    case 'open':
      if (stage.activeSessionId === null) return <HomeScreen stage={stage} />;
      if (problem !== null) return <StageUnavailable problem={problem} />;
      return sessionId === stage.activeSessionId && clockHeard ? <SessionShell key={sessionId} /> : <Starting />;
  }
}
