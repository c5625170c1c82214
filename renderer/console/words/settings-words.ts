/** The words of the settings, and of what teaches on an empty home screen. */
export const settingsWords = {
  title: 'Settings',
  open: 'Settings',
  back: 'Back to the patients',
  parts: 'What to set',
  appearance: 'Appearance',
  keys: 'Keys and pedals',
  protocol: 'Protocol',
  monitors: 'Monitors',
  music: 'Music',
  chart: 'Chart',
  security: 'Security',
  noMonitors: 'No monitor is plugged in. Plug one in by its USB cable and switch it on: it appears here by itself.',
  monitorsHint: 'A monitor is chosen in the session, for each session anew.',
  simulated: 'Simulated, for a rehearsal',
  noMusic: 'No music yet. It is chosen, and your own is brought in, in pre-check.',
  musicHint: 'Music is chosen in pre-check, and own music is brought in there.',
  minutes: (minutes: number) => `${minutes} min`,
  endless: 'goes on as long as it is needed',
  protocolHint:
    'A clinic’s own protocol is a file protocol.json in Vigil’s data folder. Each value says where it comes from; a session keeps the protocol it began with.',
  protocolGroups: {
    times: 'Times',
    pressure: 'Blood pressure before the dose',
    alerts: 'Alerts',
    dose: 'Dose',
    leaving: 'Leaving',
  },
  vault: 'Open the vault',
  securityHint: 'Who can open the vault, backups, whether it is whole, what was done with it, and when it locks.',
  teach: {
    title: 'Begin here',
    rehearse:
      'Practise first. A rehearsal is a whole session with a simulated monitor and a faster clock, in a store of its own.',
    startRehearsal: 'Start a rehearsal',
    patient: 'Then enter your first patient. Their course of sessions is made with them.',
    inRehearsal:
      'This is a rehearsal: nothing here is of a real patient. Enter anybody as a patient and open their first session.',
    howToEnd: 'Close Vigil to end the rehearsal; open it again for real sessions.',
    past: 'Signed sessions stand here, newest first, to be read, added to and exported.',
  },
} as const;
