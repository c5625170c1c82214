import type { Receiver } from '../course/clinic-entry.ts';
import type { QuestionnaireScore } from '../course/questionnaire.ts';
import type { MusicUndo } from '../music/control.ts';
import type { MeasuringMusic } from '../music/measuring.ts';
import type { MusicHold } from '../music/place.ts';
import type { Problem } from '../problem.ts';
import type { Progress } from '../progress.ts';
import type { MonitorFamilyId, MonitorTime } from '../vitals/reading.ts';
import type { AppearanceMode } from './appearance-mode.ts';
import type { ChartPicture } from './chart-picture.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { DisplaySettings } from './display-settings.ts';
import type { OutputsPicture } from './outputs-picture.ts';
import type { VaultPicture } from './vault-picture.ts';

/** Shown in clear before the vault is opened, by decision of the clinic: whom to call and where we are. */
export type ClinicCard = {
  readonly clinicName: string;
  readonly emergencyNumber: string;
  readonly address: string;
  readonly doorCode: string;
};

export type TherapistSettings = { readonly name: string; readonly credential: string };

export type SessionSummary = {
  readonly sessionId: string;
  readonly patientId: string;
  readonly courseId: string;
  readonly kind: 'medicine' | 'maintenance';
  readonly number: number;
  readonly of: number;
  readonly openedWallMs: number;
  /**
   * `running` until it is signed; a running session is offered first after a restart. `shredded`: nothing of it can be read
   * any more.
   */
  readonly status: 'running' | 'signed' | 'shredded';
};

export type PatientSummary = {
  readonly patientId: string;
  readonly name: string;
  readonly dateOfBirth: string;
  readonly phone: string;
  readonly allergies: string;
  readonly emergencyContact: string;
  /** The open course: sessions done and the next one that may be opened. */
  readonly course: {
    readonly courseId: string;
    readonly medicineDone: number;
    readonly maintenanceDone: number;
    readonly next: { readonly kind: 'medicine' | 'maintenance'; readonly number: number; readonly of: number } | null;
  };
  /** The questionnaires that were answered in this course. */
  readonly scores: readonly QuestionnaireScore[];
  /** The playlists that this patient likes; one that was removed may still be among them. */
  readonly favouriteIds: readonly string[];
};

/** A blood-pressure monitor that is plugged in. */
export type MonitorSummary = {
  readonly monitorKey: string;
  readonly family: MonitorFamilyId;
  readonly name: string;
  /** What is known of the family in the field, in one sentence for the therapist. */
  readonly honestStatus: string;
  readonly simulated: boolean;
  /** What tells it from another of its kind: its serial number or its socket; null where the system tells neither. */
  readonly where: string | null;
  readonly slots: readonly ('A' | 'B')[];
};

/** A reading of which it is not known whether it was measured now. Its time is the monitor's own. */
export type CandidatePicture = {
  readonly readingId: string;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulsePerMin: number | null;
  readonly monitorTime: MonitorTime;
};

/** What goes on with the chosen monitor; the `live-` ones only with one that Vigil listens to. */
export type MonitorActivity =
  | 'idle'
  | 'reading-memory'
  | 'waiting-for-measurement'
  | 'reading-new'
  | 'live-preparing'
  | 'live-listening'
  | 'live-measuring'
  | 'live-stopping';

export type MonitorsPicture = {
  readonly present: readonly MonitorSummary[];
  readonly bound: {
    readonly monitorKey: string;
    readonly name: string;
    readonly slot: 'A' | 'B' | null;
    readonly family: MonitorFamilyId;
    /** Vigil may start it, and it sends its result by itself. */
    readonly live: boolean;
    /** It must be plugged in again before it can be read a second time. */
    readonly needsReplug: boolean;
    readonly pluggedIn: boolean;
  } | null;
  readonly activity: MonitorActivity;
  /** Since when, Unix time in ms; null while idle. */
  readonly activitySinceWallMs: number | null;
  readonly problem: Problem | null;
  /** Two or more in doubt, newest first: the therapist says which of them, if any, is this measurement. */
  readonly candidates: readonly CandidatePicture[];
  /** Monitor's clock minus ours in ms for those in doubt, where they are more than two minutes apart; else `null`. */
  readonly candidatesClockDifferenceMs: number | null;
};

export type PlaylistPicture = {
  readonly playlistId: string;
  readonly title: string;
  readonly builtIn: boolean;
  readonly endless: boolean;
  readonly totalMs: number;
  readonly tracks: readonly { readonly trackId: string; readonly title: string; readonly durationMs: number }[];
  /** Its last section is repeated, not the whole. */
  readonly hasExtension: boolean;
  /** What may be heard at its joins, one sentence each; never more than three. */
  readonly joinNotes: readonly string[];
};

export type MusicPicture = {
  readonly playlists: readonly PlaylistPicture[];
  readonly playing: boolean;
  readonly loadedPlaylistId: string | null;
  readonly trackTitle: string | null;
  readonly nextTitle: string | null;
  readonly positionMs: number;
  readonly trackDurationMs: number;
  /** 0 to 1. */
  readonly volume: number;
  readonly volumeCeiling: number;
  /** How the therapist holds the music, and what can be taken back. */
  readonly control: MusicHold & { readonly undo: MusicUndo['kind'] | null };
  readonly canMoveOn: boolean;
  /** How long the list lasts from here; null where it has no end. */
  readonly leftMs: number | null;
  readonly problem: Problem | null;
  /** How much of the built-in set is made, 0 to 1; null while it is not being made. */
  readonly making: number | null;
  /** Files that are being copied into the library; null where none are. */
  readonly importing: Progress | null;
  readonly measuring: MeasuringMusic;
};

/** All that the console window shows apart from journals: pushed whole whenever a part of it changes. */
export type Picture = {
  readonly version: string;
  readonly rehearsal: boolean;
  readonly card: ClinicCard | null;
  readonly appearance: AppearanceMode;
  readonly display: DisplaySettings;
  /** Keys and pedals on this machine. */
  readonly console: ConsoleSettings;
  readonly stage: /** No vault in the chosen folder yet. */
    | { readonly kind: 'no-vault' }
    | { readonly kind: 'locked'; readonly sessionRunning: boolean; readonly hasKeystore: boolean }
    /** The vault's folder can't be used: what is wrong and what to do. */
    | { readonly kind: 'refused'; readonly problem: Problem }
    | {
        readonly kind: 'open';
        readonly therapist: TherapistSettings;
        readonly patients: readonly PatientSummary[];
        readonly sessions: readonly SessionSummary[];
        /** Who receives exports. */
        readonly receivers: readonly Receiver[];
        /** The session the console stands in; null at home. */
        readonly activeSessionId: string | null;
        /** Why nothing can be signed here, and so nothing exported: the vault was not unlocked with a passphrase. */
        readonly signingProblem: Problem | null;
        /** What opening the vault repaired or found, in sentences. */
        readonly report: readonly string[];
      };
  readonly vault: VaultPicture;
  /** The export that is being written: sessions done, of how many; null while there is none. */
  readonly exporting: Progress | null;
  /** Where records are sent to; null while the vault is locked. */
  readonly chart: ChartPicture | null;
  readonly monitors: MonitorsPicture;
  readonly music: MusicPicture;
  readonly outputs: OutputsPicture;
  /** What keeps events from being written, while it lasts. */
  readonly saving: { readonly unsaved: number; readonly problem: Problem | null };
  /** A protocol file that was refused; the default protocol is used instead. */
  readonly protocolProblem: Problem | null;
  readonly protocolTitle: string;
};
