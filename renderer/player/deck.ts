import { Howl, Howler } from 'howler';
import { mediaPath } from '../../shared/music/media-path.ts';
import type { AudioFormat, Cut } from '../../shared/music/track.ts';

// howler must neither make a context of its own, nor close or suspend anything: all levels are ours.
Howler.autoUnlock = false;
Howler.autoSuspend = false;
Howler.usingWebAudio = false;

/** What a deck says of the use of it that `token` names. */
export type DeckNotice = {
  readonly kind: 'deck-ready' | 'deck-playing' | 'deck-ended' | 'deck-failed';
  readonly token: number;
};

/**
 * The element that howler made for a sound; its types do not name it.
 * Throws where howler keeps it somewhere else: another version than the one this was written for.
 */
function elementOf(howl: Howl): HTMLAudioElement {
  const sounds: unknown = Reflect.get(howl, '_sounds');
  const first: unknown = Array.isArray(sounds) ? sounds[0] : null;
  const node: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, '_node') : null;
  if (node instanceof HTMLAudioElement) return node;
  throw new Error('howler does not hold its element where version 2.2.4 does');
}

const wholeFile: Cut = { fromMs: 0, toMs: null };

/**
 * One streaming deck. howler makes and keeps its element, with the first track; from then on the element is driven
 * directly, because howler drops, delays and steps what it is asked to do. A deck is never unloaded.
 */
export class Deck {
  readonly #notify: (notice: DeckNotice) => void;
  readonly #join: (element: HTMLAudioElement) => void;
  #howl: Howl | null = null;
  #element: HTMLAudioElement | null = null;
  #token = 0;
  #startAtS = 0;
  #cut: Cut = wholeFile;
  #isReady = false;

  /** `join` leads the element into the graph, once. */
  constructor(join: (element: HTMLAudioElement) => void, notify: (notice: DeckNotice) => void) {
    this.#join = join;
    this.#notify = notify;
  }

  get token(): number {
    return this.#token;
  }

  /** The place within the part that is heard. */
  positionMs(): number {
    const element = this.#element;
    if (element === null) return 0;
    return (this.#isReady ? element.currentTime : this.#startAtS) * 1000 - this.#cut.fromMs;
  }

  /** How long the part that is heard is; null while it is not known. */
  durationMs(): number | null {
    const durationS = this.#element?.duration ?? Number.NaN;
    if (!Number.isFinite(durationS)) return null;
    // Past a cut the file plays on until it is faded: a cut gives way before silence does.
    return Math.max(0, Math.min(this.#cut.toMs ?? Number.POSITIVE_INFINITY, durationS * 1000) - this.#cut.fromMs);
  }

  #tell(kind: DeckNotice['kind']): void {
    this.#notify({ kind, token: this.#token });
  }

  #listenTo(element: HTMLAudioElement): void {
    element.addEventListener('loadedmetadata', () => {
      const furthestS = Number.isFinite(element.duration) ? Math.max(0, element.duration - 0.5) : this.#startAtS;
      if (this.#startAtS > 0) element.currentTime = Math.min(this.#startAtS, furthestS);
    });
    // Comes after a seek too; `seeking` tells the one before it from the one after it.
    element.addEventListener('canplay', () => {
      if (this.#isReady || element.seeking) return;
      this.#isReady = true;
      this.#tell('deck-ready');
    });
    element.addEventListener('playing', () => this.#tell('deck-playing'));
    element.addEventListener('ended', () => this.#tell('deck-ended'));
    element.addEventListener('error', () => this.#tell('deck-failed'));
  }

  /**
   * Puts a track on the deck, at rest at `positionMs` of the part that is heard; tells when it can be started, or that it
   * can't.
   */
  load(token: number, trackId: string, format: AudioFormat, positionMs: number, cut: Cut = wholeFile): void {
    this.#token = token;
    this.#cut = cut;
    this.#startAtS = (cut.fromMs + positionMs) / 1000;
    this.#isReady = false;
    const address = mediaPath(trackId);
    if (this.#element !== null) {
      this.#element.pause();
      this.#element.src = address;
      this.#element.load();
      return;
    }
    this.#howl = new Howl({ src: [address], format: [format], html5: true, preload: true });
    const element = elementOf(this.#howl);
    this.#element = element;
    this.#listenTo(element);
    this.#join(element);
  }

  /** Plays; tells when sound really flows. */
  start(): void {
    const token = this.#token;
    this.#element?.play().catch((error: unknown) => {
      // A halt or another track in between is no failure.
      const isInterrupted = error instanceof DOMException && error.name === 'AbortError';
      if (!isInterrupted && token === this.#token) this.#tell('deck-failed');
    });
  }

  halt(): void {
    this.#element?.pause();
  }
}
