/** Loaded into the app's main process on the stand-in, which knows nothing of it: writes down what the console's page saw of its notes. */
import { observeNotes, takeNotes } from './note-page.ts';
import { watchConsole } from './watch-console.ts';

watchConsole(observeNotes, takeNotes);
