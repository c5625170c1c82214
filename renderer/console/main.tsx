// The tokens come first: the stylesheets of the parts may set their own sizes over them.
import '../design/tokens.css';
import '../design/base.css';
import '../design/forced-colours.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { createConsoleStore, StoreContext } from './store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const store = createConsoleStore(window.vigil);
createRoot(root).render(
  <StoreContext value={store}>
    <App />
  </StoreContext>,
);
