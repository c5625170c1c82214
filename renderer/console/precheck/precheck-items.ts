import type { Protocol } from '../../../shared/protocol/schema.ts';
import type { Condition, Gate } from '../../../shared/session/condition.ts';

export type ItemId =
  | 'identity'
  | 'consent'
  | 'change'
  | 'contraindication'
  | 'medicine'
  | 'readiness'
  | 'fasting'
  | 'weight'
  | 'escort'
  | 'order'
  | 'preparation'
  | 'comfort'
  | 'baseline-gait'
  | 'baseline-orientation'
  | 'machine'
  | 'music'
  | 'blood-pressure'
  | 'other';

/** One line of the pre-check: one form, and the gate's conditions that it settles. */
export type PrecheckItem = {
  readonly id: ItemId;
  readonly label: string;
  /** What to do, as a sentence, while something of it is not known. */
  readonly sentence: string;
  readonly conditions: readonly Condition[];
};

type Line = { readonly id: ItemId; readonly label: string; readonly sentence: string; readonly of: readonly string[] };

const lines: readonly Line[] = [
  { id: 'identity', label: 'Identity', sentence: 'Confirm who this is by two identifiers.', of: ['identity'] },
  { id: 'consent', label: 'Consent', sentence: 'Ask for consent for today.', of: ['consent'] },
  { id: 'change', label: 'Since last time', sentence: 'Ask what has changed since last time.', of: [] },
  { id: 'contraindication', label: 'Health questions', sentence: 'Ask the health questions.', of: [] },
  { id: 'medicine', label: 'Medicine questions', sentence: 'Ask which medicines were taken.', of: [] },
  { id: 'readiness', label: 'Readiness', sentence: 'Ask how they are, and whether they are ready.', of: [] },
  {
    id: 'fasting',
    label: 'Fasting',
    sentence: 'Ask when they last ate and drank.',
    of: ['fasting-food', 'fasting-fluid'],
  },
  { id: 'weight', label: 'Weight', sentence: 'Weigh the patient.', of: ['weight'] },
  { id: 'escort', label: 'Escort', sentence: 'Name who takes them home.', of: ['escort', 'ride-to'] },
  { id: 'order', label: 'Order', sentence: 'Enter the prescriber’s order.', of: ['order'] },
  { id: 'preparation', label: 'Intention', sentence: 'Write down the intention, and prepare.', of: ['preparation'] },
  { id: 'comfort', label: 'Comfort', sentence: 'Settle the place: eye mask, blanket, couch.', of: ['comfort'] },
  { id: 'baseline-gait', label: 'Gait before', sentence: 'Check how they walk.', of: ['baseline-gait'] },
  {
    id: 'baseline-orientation',
    label: 'Orientation before',
    sentence: 'Ask the four orientation questions.',
    of: ['baseline-orientation'],
  },
  { id: 'machine', label: 'Machine', sentence: 'Check power, disk and screen.', of: ['machine'] },
  { id: 'music', label: 'Music', sentence: 'Choose the music and check it.', of: ['music'] },
  {
    id: 'blood-pressure',
    label: 'Blood pressure',
    sentence: 'Seat them quietly and take the blood pressure.',
    of: ['blood-pressure'],
  },
];

/**
 * The lines of the pre-check in the order they are worked through, from the gate's own conditions. Whatever the gate
 * asks that no line names, such as an open emergency, gathers in one line at the end while it is not met.
 */
export function precheckItems(gate: Gate, protocol: Protocol): PrecheckItem[] {
  const groupOf = new Map<string, string>(protocol.questions.map((item) => [`question:${item.id}`, item.group]));
  const placed = new Set<string>();
  const items = lines.map(({ id, label, sentence, of }): PrecheckItem => {
    const conditions = gate.conditions.filter(
      (condition) => of.includes(condition.id) || groupOf.get(condition.id) === id,
    );
    for (const condition of conditions) placed.add(condition.id);
    return { id, label, sentence, conditions };
  });
  const rest = gate.conditions.filter((condition) => !placed.has(condition.id) && condition.status !== 'met');
  const shown = items.filter((item) => item.conditions.length > 0);
  return rest.length === 0
    ? shown
    : [...shown, { id: 'other', label: 'Before going on', sentence: 'Settle what is open.', conditions: rest }];
}

/** Whether every condition of a line is met. */
export function isDone(item: PrecheckItem): boolean {
  return item.conditions.every((condition) => condition.status === 'met');
}

/** What a line asks for now: the reason where something is not met, else its own sentence. */
export function sentenceOf(item: PrecheckItem): string {
  const unmet = item.conditions.find((condition) => condition.status === 'unmet');
  return unmet?.detail ?? item.sentence;
}
