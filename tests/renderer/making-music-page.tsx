import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { createRoot } from 'react-dom/client';
import { MusicChoice } from '../../renderer/console/music/MusicChoice.tsx';
import { createConsoleStore, StoreContext } from '../../renderer/console/store.ts';
import { FakeBridge, openPicture } from './fake-bridge.ts';

const base = openPicture(null);
const playlist = {
  playlistId: 'built-in',
  title: 'Built-in set',
  builtIn: true,
  endless: true,
  totalMs: 1,
  tracks: [],
  hasExtension: false,
  joinNotes: [],
};
const withMaking = (making: number | null) => ({ ...base, music: { ...base.music, playlists: [playlist], making } });
const fake = new FakeBridge(withMaking(null));
declare global {
  interface Window {
    tellMaking: (making: number | null) => void;
    stopsAsked: () => number;
  }
}
window.tellMaking = (making) => fake.pushPicture(withMaking(making));
window.stopsAsked = () => fake.stoppedMaking;

const root = document.createElement('div');
document.documentElement.dataset.mode = new URLSearchParams(location.search).get('mode') ?? 'dim';
document.body.append(root);
createRoot(root).render(
  <StoreContext value={createConsoleStore(fake.bridge)}>
    <MusicChoice />
  </StoreContext>,
);
