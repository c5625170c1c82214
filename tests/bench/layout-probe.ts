/** Loaded into the app's main process on the stand-in, which knows nothing of it: writes down what moved in the console's page. */
import { observeShifts, takeShifts } from './layout-page.ts';
import { watchConsole } from './watch-console.ts';

watchConsole(observeShifts, takeShifts);
