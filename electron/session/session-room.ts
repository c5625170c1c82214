import { type DraftPlace, type KeptDraft, readDraft, writtenDraft } from '../../shared/bridge/draft-place.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { deadlines } from '../../shared/session/deadlines.ts';
import { type SessionEvent, sessionEventSchema } from '../../shared/session/event.ts';
import { prompts } from '../../shared/session/prompts.ts';
import type { Clock } from './clock.ts';
import { Conductor, type ConductorNews } from './conductor.ts';
import type { OpenVault } from './open-vault.ts';

const draftSlot = 'draft';
const musicSlot = 'music-place';

export type RoomParts = {
  readonly vault: OpenVault;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly therapist: string;
  readonly pause: (durationMs: number) => Promise<void>;
  readonly onNews: (sessionId: string, news: ConductorNews) => void;
  readonly onSaving: (unsaved: number, problem: Problem | null) => void;
};

/** One session with its journal: the conductor, the draft of a note, the place in the music. */
export class SessionRoom {
  readonly sessionId: string;
  readonly conductor: Conductor;
  readonly #vault: OpenVault;
  #draft: KeptDraft;

  private constructor(sessionId: string, events: readonly SessionEvent[], draft: KeptDraft, parts: RoomParts) {
    this.sessionId = sessionId;
    this.#vault = parts.vault;
    this.#draft = draft;
    this.conductor = new Conductor(events, {
      clock: parts.clock,
      newId: parts.newId,
      therapist: parts.therapist,
      pause: parts.pause,
      onSaving: parts.onSaving,
      onNews: (news) => parts.onNews(sessionId, news),
      journal: { append: (sequence, entry) => parts.vault.append(sessionId, sequence, entry) },
    });
  }

  /** A session that is new: its journal is made first. */
  static async begin(sessionId: string, parts: RoomParts): Promise<Outcome<SessionRoom>> {
    const created = await parts.vault.createJournal(sessionId, 'session');
    return created.ok ? { ok: true, value: new SessionRoom(sessionId, [], readDraft(''), parts) } : created;
  }

  /** A session that is in the vault: its journal is read, checked and replayed. */
  static async enter(sessionId: string, parts: RoomParts): Promise<Outcome<SessionRoom>> {
    const read = await parts.vault.read(sessionId);
    if (!read.ok) return read;
    const events: SessionEvent[] = [];
    for (const text of read.value.entries) {
      const parsed = sessionEventSchema.safeParse(JSON.parse(text));
      if (!parsed.success || parsed.data.sequence !== events.length + 1) {
        return {
          ok: false,
          problem: {
            code: 'journal-unknown',
            sentence: `Entry ${events.length + 1} of this journal is not one that this version knows.`,
            remedy: 'Open the vault with the version of Vigil that wrote it.',
          },
        };
      }
      events.push(parsed.data);
    }
    const draft = await parts.vault.getSlot(sessionId, draftSlot);
    if (!draft.ok) return draft;
    return { ok: true, value: new SessionRoom(sessionId, events, readDraft(draft.value ?? ''), parts) };
  }

  get draft(): KeptDraft {
    return this.#draft;
  }

  /** Keeps the text note that is being written, and what it belongs to. No text: there is none any more. */
  async saveDraft(text: string, place: DraftPlace | null): Promise<Outcome<null>> {
    this.#draft = { text, place: text === '' ? null : place };
    return this.#vault.putSlot(this.sessionId, draftSlot, writtenDraft(this.#draft));
  }

  saveMusicPlace(place: string): Promise<Outcome<null>> {
    return this.#vault.putSlot(this.sessionId, musicSlot, place);
  }

  async musicPlace(): Promise<string | null> {
    const slot = await this.#vault.getSlot(this.sessionId, musicSlot);
    return slot.ok ? slot.value : null;
  }

  /** Whether the therapist has something to do, rather than wait for a time; a rehearsal runs fast only while they wait. */
  somebodyActs(): boolean {
    const { state } = this.conductor;
    const now = this.conductor.now();
    if (prompts(state, now).some((prompt) => prompt.holdsTheClock)) return true;
    const ahead = deadlines(state, now).filter((deadline) => deadline.atElapsedMs > now.elapsedMs);
    const waitsFor = (...ids: readonly string[]) => ahead.some((deadline) => ids.includes(deadline.id));
    switch (state.phase) {
      case 'precheck':
      case 'dosing':
        return !waitsFor('rest-over', 'next-reading', 'severe-repeat');
      case 'absorption':
      case 'journey':
        return false;
      case 'recovery':
        return !waitsFor('earliest-departure', 'recheck');
      default:
        return true;
    }
  }
}
