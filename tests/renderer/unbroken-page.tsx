import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { createRoot } from 'react-dom/client';
import { Unbroken } from '../../renderer/console/shell/Unbroken.tsx';
import { createConsoleStore, StoreContext } from '../../renderer/console/store.ts';
import { FakeBridge, openPicture } from './fake-bridge.ts';

const card = { clinicName: 'Harbour Clinic', emergencyNumber: '911', address: '12 Quay Street', doorCode: '' };
const fake = new FakeBridge({ ...openPicture(null), card });
let breaks = true;
declare global {
  interface Window {
    mend: () => void;
  }
}
window.mend = () => {
  breaks = false;
};

function Part() {
  if (breaks) throw new Error('a part that broke');
  return <p>The part is there</p>;
}

const root = document.createElement('div');
document.documentElement.dataset.mode = 'blackout';
document.body.append(root);
createRoot(root).render(
  <StoreContext value={createConsoleStore(fake.bridge)}>
    <Unbroken>
      <Part />
    </Unbroken>
  </StoreContext>,
);
