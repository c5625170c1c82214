import type { Problem } from '../../shared/problem.ts';
import type { HidFault } from './hid-transport.ts';
import type { UsbId } from './monitor-family.ts';
import { udevRule, udevRulePath } from './udev-rule.ts';

/** Everything that may go wrong between Vigil and a monitor, each with what to do. Nothing of a patient in any of them. */
export const monitorProblem = {
  asleep: (): Problem => ({
    code: 'monitor-asleep',
    sentence: 'The monitor is plugged in but does not wake up.',
    remedy: "Press the monitor's O/I button, then read again; or enter the reading by hand.",
  }),
  notInPcMode: (): Problem => ({
    code: 'monitor-not-in-pc-mode',
    sentence: 'The monitor is plugged in but no longer listens to the cable.',
    remedy: 'Unplug the monitor and plug it in again now: Vigil then reads it by itself. Or enter the reading by hand.',
  }),
  unplugged: (): Problem => ({
    code: 'monitor-unplugged',
    sentence: 'The cable to the monitor was pulled while it was being read.',
    remedy: 'Plug the monitor in again: Vigil then reads it by itself. Or enter the reading by hand.',
  }),
  none: (): Problem => ({
    code: 'monitor-none',
    sentence: 'No monitor that Vigil knows is plugged in.',
    remedy: 'Plug the monitor in now, or enter the reading by hand.',
  }),
  chosenMissing: (): Problem => ({
    code: 'monitor-chosen-missing',
    sentence: 'The monitor that was chosen is not plugged in.',
    remedy: 'Plug the monitor in now: Vigil then reads it by itself. Or enter the reading by hand.',
  }),
  ambiguous: (): Problem => ({
    code: 'monitor-ambiguous',
    sentence: 'A monitor of this kind is plugged in, but Vigil cannot tell whether it is the one that was chosen.',
    remedy: 'Choose the monitor again, or plug it into the socket it was in before.',
  }),
  notChosen: (): Problem => ({
    code: 'monitor-not-chosen',
    sentence: 'No monitor has been chosen for this session.',
    remedy: "Choose the monitor and the patient's user slot on it.",
  }),
  several: (): Problem => ({
    code: 'monitor-several',
    sentence: 'More than one monitor is plugged in and none has been chosen.',
    remedy: "Choose the patient's monitor and user slot, or unplug the others.",
  }),
  unknownKey: (): Problem => ({
    code: 'monitor-unknown',
    sentence: 'This monitor is not one that Vigil knows.',
    remedy: 'Choose one of the monitors listed.',
  }),
  busy: (): Problem => ({
    code: 'monitor-busy',
    sentence: 'The monitor is being read at this moment.',
    remedy: 'Wait until it is done, or cancel.',
  }),
  garbage: (): Problem => ({
    code: 'monitor-garbage',
    sentence: 'What comes from the monitor makes no sense; another program may be reading it at the same time.',
    remedy:
      'Close other blood-pressure software, plug the monitor in again, and read again. Or enter the reading by hand.',
  }),
  silent: (): Problem => ({
    code: 'monitor-silent',
    sentence: 'The monitor stopped answering.',
    remedy: 'Unplug the monitor and plug it in again now, or enter the reading by hand.',
  }),
  foreign: (): Problem => ({
    code: 'monitor-foreign',
    sentence: 'What is plugged in has the number of a monitor but does not answer as one.',
    remedy: 'Unplug it and plug in the blood-pressure monitor, or enter the reading by hand.',
  }),
  stuck: (): Problem => ({
    code: 'monitor-stuck',
    sentence: 'Reading the monitor took too long and was ended.',
    remedy: 'Unplug the monitor, plug it in again and read again; or enter the reading by hand.',
  }),
  nothingNew: (): Problem => ({
    code: 'monitor-nothing-new',
    sentence: 'There is no new measurement in the monitor.',
    remedy: 'Let the patient measure first, then plug the monitor in or read again. Or enter the reading by hand.',
  }),
  permissionDenied: (usbId: UsbId): Problem => ({
    code: 'monitor-permission-denied',
    sentence: 'This machine does not let Vigil open the monitor.',
    remedy: `Put this line into ${udevRulePath} (the file comes with Vigil), run "sudo udevadm control --reload" and plug the monitor in again: ${udevRule(usbId)}`,
  }),
  openFailed: (): Problem => ({
    code: 'monitor-open-failed',
    sentence: 'The monitor is plugged in but cannot be opened.',
    remedy: 'Close other blood-pressure software and plug the monitor in again, or enter the reading by hand.',
  }),
  driverMissing: (platform: NodeJS.Platform): Problem => ({
    code: 'monitor-driver-missing',
    sentence: 'The part of the system that Vigil needs to reach USB monitors is missing.',
    remedy:
      platform === 'linux'
        ? 'Run "sudo apt-get install libudev1 libusb-1.0-0" and start Vigil again. Until then enter readings by hand.'
        : 'Install Vigil again. Until then enter readings by hand.',
  }),
  listFailed: (): Problem => ({
    code: 'monitor-list-failed',
    sentence: 'The system does not tell which monitors are plugged in.',
    remedy: 'Enter readings by hand; starting the machine again may help.',
  }),
  processEnded: (): Problem => ({
    code: 'monitor-process-ended',
    sentence: 'The part of Vigil that reads monitors stopped; it is being started again.',
    remedy: 'Start the measurement again, or enter the reading by hand.',
  }),
  processConfused: (): Problem => ({
    code: 'monitor-process-confused',
    sentence: 'The part of Vigil that reads monitors said something that Vigil does not understand.',
    remedy: 'Start the measurement again, or enter the reading by hand.',
  }),
} as const;

/** The problem behind a fault in the middle of an exchange; `null` where somebody cancelled it. */
export function problemOfFault(fault: HidFault): Problem | null {
  switch (fault.kind) {
    case 'unplugged':
      return monitorProblem.unplugged();
    case 'stuck':
    case 'watchdog':
      return monitorProblem.stuck();
    case 'cancelled':
      return null;
  }
}
