import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { HoldButton } from '../../renderer/design/HoldButton.tsx';

/** A page with one hold button: it counts the holds, and can disable the button. */
function HoldPage() {
  const [held, setHeld] = useState(0);
  const [disabled, setDisabled] = useState(false);
  return (
    <>
      <HoldButton
        label="Hold: dose given"
        holdingLabel="Keep holding"
        holdMs={600}
        disabled={disabled}
        onHeld={() => setHeld((count) => count + 1)}
      />
      <p role="status">held {held}</p>
      <label>
        <input type="checkbox" onChange={(event) => setDisabled(event.currentTarget.checked)} /> Disabled
      </label>
    </>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(<HoldPage />);
