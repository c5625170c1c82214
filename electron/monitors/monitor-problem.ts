import type { Problem } from '../../shared/problem.ts';
import type { HidFault } from './hid-transport.ts';
import type { LinuxDriver, UsbId } from './monitor-family.ts';
import { udevRule, udevRulePath } from './udev-rule.ts';

/** What the numbers behind `Er` on a Microlife's display stand for. */
const measurementErrors: ReadonlyMap<number, string> = new Map([
  [1, 'the pulse was too weak'],
  [2, 'the arm or the cuff moved'],
  [3, 'the cuff did not reach its pressure'],
  [5, 'the numbers made no sense'],
  [6, 'an average of several could not be made'],
]);

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
  unpluggedListening: (): Problem => ({
    code: 'monitor-unplugged-listening',
    sentence: 'The cable to the monitor was pulled before it had a result.',
    remedy: 'Plug the monitor in again: Vigil then listens again by itself. Or enter the reading by hand.',
  }),
  unpluggedMeasuring: (): Problem => ({
    code: 'monitor-unplugged-measuring',
    sentence: 'The cable to the monitor was pulled while it measured.',
    remedy: 'Then plug the monitor in again and measure again, or enter the reading by hand.',
  }),
  stopUnconfirmed: (): Problem => ({
    code: 'monitor-stop-unconfirmed',
    sentence: 'The monitor did not confirm that it stopped.',
    remedy: 'Then measure again, or enter the reading by hand.',
  }),
  measuring: (): Problem => ({
    code: 'monitor-measuring',
    sentence: 'The monitor is measuring at this moment.',
    remedy: 'Wait for its result, or stop the monitor first.',
  }),
  notListening: (): Problem => ({
    code: 'monitor-not-listening',
    sentence: 'Vigil is not listening to the monitor, so it was not started.',
    remedy: 'Press "Measure now" first, or enter the reading by hand.',
  }),
  onlySetAside: (): Problem => ({
    code: 'monitor-only-set-aside',
    sentence: 'What the monitor sent cannot be taken for a reading; it is set aside with the reason.',
    remedy: "Compare with the monitor's display and measure again, or enter the reading by hand.",
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
  liveOverdue: (): Problem => ({
    code: 'monitor-live-overdue',
    sentence: 'The monitor was started two minutes ago and has sent no result; Vigil asked it to stop.',
    remedy: 'Then measure again, or enter the reading by hand.',
  }),
  measurementError: (number: number): Problem => ({
    code: 'monitor-measurement-error',
    sentence: `The monitor ended the measurement with its error ${number}: ${measurementErrors.get(number) ?? 'its manual says what that is'}.`,
    remedy: 'Check cuff and posture, let the patient rest a minute, then measure again. Or enter the reading by hand.',
  }),
  noSession: (): Problem => ({
    code: 'monitor-no-session',
    sentence: 'A measurement came, but no session is running that it could belong to.',
    remedy: "It stays in the monitor's memory: open the session and read the memory again.",
  }),
  permissionDenied: (usbId: UsbId, driver: LinuxDriver): Problem => ({
    code: 'monitor-permission-denied',
    sentence: 'This machine does not let Vigil open the monitor.',
    remedy: `Put this line into ${udevRulePath} (the file comes with Vigil), run "sudo udevadm control --reload" and plug the monitor in again. Until then enter the reading by hand.`,
    toCopy: udevRule(usbId, driver),
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
  processEndedMeasuring: (): Problem => ({
    code: 'monitor-process-ended-measuring',
    sentence:
      'The part of Vigil that speaks with monitors stopped while the monitor measured; it is being started again.',
    remedy: "Then read the monitor's memory or measure again, or enter the reading by hand.",
  }),
  processConfused: (): Problem => ({
    code: 'monitor-process-confused',
    sentence: 'The part of Vigil that reads monitors said something that Vigil does not understand.',
    remedy: 'Start the measurement again, or enter the reading by hand.',
  }),
} as const;

const cuffWarning = "If the cuff is still tight, press the monitor's own button: it lets the air out.";

/** Puts before the remedy what comes first once a monitor was started, whatever else went wrong. */
export function withCuffWarning(problem: Problem): Problem {
  if (problem.remedy.startsWith(cuffWarning)) return problem;
  return { ...problem, remedy: `${cuffWarning} ${problem.remedy}` };
}

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
