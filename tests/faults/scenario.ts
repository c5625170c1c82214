import type { Vault } from '../../electron/vault/vault.ts';
import type { Outcome } from '../../shared/problem.ts';
import type { Seeded } from './seeded.ts';

/** The entry that every scenario writes under this number: whoever reads it knows what it has to be. */
export function entryOf(journalId: string, sequence: number): string {
  const letters = (sequence * 131 + journalId.charCodeAt(0) * 17) % 500;
  return `{"journal":"${journalId.slice(0, 8)}","entry":${sequence},"text":"${'x'.repeat(letters)}"}`;
}

/** What the vault acknowledged, one line each: a journal that was made, an entry that was saved. */
export type Acknowledgement =
  | { readonly kind: 'journal'; readonly journalId: string }
  | { readonly kind: 'entry'; readonly journalId: string; readonly sequence: number };

export function acknowledgementLine(told: Acknowledgement): string {
  return told.kind === 'journal' ? `journal ${told.journalId}\n` : `entry ${told.journalId} ${told.sequence}\n`;
}

/** What the lines say; an unfinished last line counts as not said. */
export function acknowledgedIn(text: string): Map<string, number> {
  const acknowledged = new Map<string, number>();
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const [kind, journalId = '', sequence = '0'] = line.split(' ');
    if (kind !== 'journal' && kind !== 'entry') continue;
    acknowledged.set(journalId, Math.max(acknowledged.get(journalId) ?? 0, Number(sequence)));
  }
  return acknowledged;
}

/** How a scenario spends its time. */
export type ScenarioKind = 'writing' | 'checkpointing' | 'holding';
/** `holding` writes and never locks. */
export const scenarioKinds: readonly ScenarioKind[] = ['writing', 'checkpointing', 'holding'];

export type ScenarioParts = {
  readonly kind: ScenarioKind;
  readonly draws: Seeded;
  readonly open: () => Vault;
  readonly acknowledge: (told: Acknowledgement) => void;
  /** Acknowledges what was only asked for: what a vault must never do, for the proof that such a thing is seen. */
  readonly tooEarly: boolean;
};

/** A vault in use, as busy as it can be: entries one by one and many at once, drafts, new journals, locking and unlocking. */
export class Scenario {
  readonly #parts: ScenarioParts;
  readonly #counts = new Map<string, number>();
  #vault: Vault;

  private constructor(parts: ScenarioParts, vault: Vault) {
    this.#parts = parts;
    this.#vault = vault;
  }

  /** Opens the vault and learns what is in it. */
  static async begin(parts: ScenarioParts): Promise<Scenario> {
    const scenario = new Scenario(parts, parts.open());
    for (const { journalId } of scenario.#vault.journals()) {
      scenario.#counts.set(journalId, value(await scenario.#vault.read(journalId)).entries.length);
    }
    return scenario;
  }

  /** So many steps; for ever where no number is given. */
  async run(steps = Number.POSITIVE_INFINITY): Promise<void> {
    for (let step = 0; step < steps; step += 1) await this.#step();
  }

  close(): Promise<void> {
    return this.#vault.close();
  }

  async #step(): Promise<void> {
    const { draws, kind } = this.#parts;
    const journalId = await this.#someJournal();
    if (kind === 'checkpointing') {
      await this.#append(journalId, 101);
      if (draws.oneIn(3)) await this.#reopen();
    } else if (draws.oneIn(12)) {
      value(await this.#vault.putSlot(journalId, 'draft', 'd'.repeat(draws.below(900))));
    } else if (kind === 'writing' && draws.oneIn(60)) {
      await this.#reopen();
    } else {
      await this.#append(journalId, draws.pick([1, 1, 1, 2, 5, 20]));
    }
  }

  async #someJournal(): Promise<string> {
    const { draws } = this.#parts;
    const known = [...this.#counts.keys()];
    if (known.length > 0 && (known.length >= 4 || !draws.oneIn(30))) return draws.pick(known);
    const journalId = draws.uuid();
    value(await this.#vault.createJournal(journalId, known.length === 0 ? 'clinic' : 'session'));
    this.#counts.set(journalId, 0);
    this.#parts.acknowledge({ kind: 'journal', journalId });
    return journalId;
  }

  async #append(journalId: string, count: number): Promise<void> {
    const first = (this.#counts.get(journalId) ?? 0) + 1;
    const sequences = Array.from({ length: count }, (_, index) => first + index);
    await Promise.all(
      sequences.map(async (sequence) => {
        const told: Acknowledgement = { kind: 'entry', journalId, sequence };
        if (this.#parts.tooEarly) this.#parts.acknowledge(told);
        value(await this.#vault.append(journalId, sequence, entryOf(journalId, sequence)));
        if (!this.#parts.tooEarly) this.#parts.acknowledge(told);
      }),
    );
    this.#counts.set(journalId, first + count - 1);
  }

  async #reopen(): Promise<void> {
    await this.#vault.close();
    this.#vault = this.#parts.open();
  }
}

function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.problem.code}: ${outcome.problem.sentence}`);
  return outcome.value;
}
