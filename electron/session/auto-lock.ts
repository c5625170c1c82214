import type { LockSettings } from '../../shared/course/lock-settings.ts';

export type AutoLockParts = {
  /** The clinic's choice; null while the vault is locked. */
  readonly settings: () => LockSettings | null;
  /** Whole seconds since anybody touched this machine. */
  readonly idleSeconds: () => number;
  /** Whether a patient is between the dose and the departure. */
  readonly isPatientInSession: () => boolean;
  readonly lock: (why: 'idle' | 'suspend') => void;
};

/** Locks the console that nobody touches, and the one whose machine goes to sleep. */
export class AutoLock {
  readonly #parts: AutoLockParts;

  constructor(parts: AutoLockParts) {
    this.#parts = parts;
  }

  /** Looks whether the machine was left alone for as long as the clinic allows; called again and again. */
  look(): void {
    const settings = this.#parts.settings();
    if (settings === null || this.#parts.idleSeconds() < settings.idleMinutes * 60) return;
    // Hands that are with the patient touch no console: it goes dark over them only where the clinic wants it.
    if (!settings.inSession && this.#parts.isPatientInSession()) return;
    this.#parts.lock('idle');
  }

  /** The machine goes to sleep: whoever wakes it is not known. */
  suspend(): void {
    if (this.#parts.settings() !== null) this.#parts.lock('suspend');
  }
}
