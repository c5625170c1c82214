import '../../renderer/design/tokens.css';
import '../../renderer/design/base.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Status, StatusMark } from '../../renderer/design/StatusMark.tsx';

declare global {
  interface Window {
    showMarks: (mode: string, marks: readonly Status[]) => void;
  }
}

const root = document.createElement('div');
document.body.append(root);
const react = createRoot(root);

/** Shows the marks one below the other in a palette. */
window.showMarks = (mode, marks) => {
  document.documentElement.dataset.mode = mode;
  flushSync(() =>
    react.render(
      <ul>
        {marks.map((mark) => (
          <li key={mark}>
            <StatusMark status={mark} />
          </li>
        ))}
      </ul>,
    ),
  );
};
