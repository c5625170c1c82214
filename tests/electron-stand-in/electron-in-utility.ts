/** What `electron` means inside a utility process: nothing that the stand-in offers, each by its name. */
import { absent } from './not-offered.ts';

export const net = absent('net in a utility process');
export const systemPreferences = absent('systemPreferences in a utility process');
export default absent('electron in a utility process');
