import { Panel } from '../../design/Panel.tsx';
import { LightPanel } from '../light/LightPanel.tsx';

/** How this machine's console looks and is held. */
export function AppearanceChoice() {
  return (
    <Panel title="Appearance">
      <LightPanel />
    </Panel>
  );
}
