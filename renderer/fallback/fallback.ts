import '../design/tokens.css';
import './fallback.css';
import { type FallbackWords, fallbackMode } from '../../shared/bridge/fallback-words.ts';
import type { ClinicCard } from '../../shared/bridge/picture.ts';

declare global {
  interface Window {
    /** The preload's end of the bridge for this page. */
    readonly fallback: { readonly onWords: (listener: (words: FallbackWords) => void) => () => void };
  }
}

/** Lines of the clinic's card, the number to call first. */
export function cardLines(card: ClinicCard | null): readonly string[] {
  if (card === null) return ['No emergency card is kept here yet. Call your local emergency number.'];
  const door = card.doorCode === '' ? '' : `Door code ${card.doorCode}`;
  return [card.emergencyNumber, card.clinicName, card.address, door].filter((line) => line !== '');
}

const clock = document.getElementById('clock');
const card = document.getElementById('card');

window.fallback.onWords((words) => {
  document.documentElement.dataset.mode = fallbackMode(words.mode);
  if (clock !== null) clock.textContent = words.clock;
  const lines = cardLines(words.card).map((line) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    return paragraph;
  });
  card?.replaceChildren(...lines);
});
