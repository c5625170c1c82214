import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import '../../renderer/console/phase/phase-layout.css';
import { createRoot } from 'react-dom/client';
import { ScreenKeyboard } from '../../renderer/console/typing/ScreenKeyboard.tsx';

/** A long column with a field in its middle and what is done now pinned at its end, as recovery has it. */
function Page() {
  return (
    <>
      <div className="column" style={{ height: 'calc(100vh - 100px)', overflowY: 'auto' }}>
        <div style={{ height: 500 }} />
        <input type="text" aria-label="Name" style={{ display: 'block', height: 56 }} />
        <div style={{ height: 900 }} />
        <div className="pinned-actions">
          <button type="button" style={{ height: 72 }}>
            Leave
          </button>
        </div>
      </div>
      <ScreenKeyboard />
    </>
  );
}

const root = document.createElement('div');
document.documentElement.dataset.mode = 'dim';
document.body.append(root);
createRoot(root).render(<Page />);
