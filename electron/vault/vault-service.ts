import type * as z from 'zod';
import type { Outcome } from '../../shared/problem.ts';
import { createVault } from './create-vault.ts';
import { inspectFolder } from './inspect.ts';
import {
  requestSchema,
  type UnlockedVault,
  type VaultAnswer,
  type VaultArguments,
  type VaultCall,
  type VaultReply,
  vaultCalls,
} from './messages.ts';
import { openVault, type VerifiedVault, verifyPassphrase } from './open-vault.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { type SessionJournal, SessionWriter } from './session-writer.ts';
import type { Vault } from './vault.ts';
import { type Wait, waitAfterWrongTries } from './wrong-tries.ts';

type State =
  | { readonly kind: 'locked' }
  | { readonly kind: 'unlocked'; readonly vault: Vault }
  | { readonly kind: 'session-only'; readonly writer: SessionWriter };

type Answers = {
  readonly [Call in VaultCall]: (args: unknown) => Promise<Outcome<VaultAnswer<Call>>>;
};

/** What the service needs from the process that it runs in. */
export type VaultServicePorts = { readonly randomBytes: RandomBytes; readonly wait: Wait };

/**
 * Answers the calls of the main process. Every message gets an answer: one that cannot be understood gets a Problem.
 * What is thrown is a defect and should end the process; what was acknowledged is on disk.
 */
export class VaultService {
  readonly #ports: VaultServicePorts;
  #state: State = { kind: 'locked' };
  #wrongTries = 0;
  /** Creating, unlocking and taking over go one after the other; the journals' calls do not wait for them. */
  #door: Promise<unknown> = Promise.resolve();
  /** While the vault takes over from the running session's writer, entries wait for the one that comes next. */
  #takingOver: Promise<void> | null = null;

  constructor(ports: VaultServicePorts) {
    this.#ports = ports;
  }

  /** Answers one message from the main process, of any shape. */
  async answer(message: unknown): Promise<VaultReply> {
    const request = requestSchema.safeParse(message);
    if (!request.success) return { id: null, outcome: { ok: false, problem: vaultProblems.wrongArguments } };
    const { id, call, args } = request.data;
    if (!isCall(call)) return { id, outcome: { ok: false, problem: vaultProblems.unknownCall } };
    const outcome: Outcome<unknown> = await this.#answers[call](args);
    return { id, outcome };
  }

  readonly #answers: Answers = {
    inspect: parsed(vaultCalls.inspect, async ({ folder }) => inspectFolder(folder)),
    judgePassphrase: parsed(vaultCalls.judgePassphrase, async ({ passphrase, ownWords }) => {
      const text = new TextDecoder().decode(passphrase);
      passphrase.fill(0);
      const judgement = await judgePassphrase(text, ownWords);
      return { ok: true, value: { ...judgement, suggestions: [...judgement.suggestions] } };
    }),
    create: parsed(vaultCalls.create, (args) =>
      this.#atTheDoor(() => this.#create(args)).finally(() => args.passphrase.fill(0)),
    ),
    unlock: parsed(vaultCalls.unlock, (args) =>
      this.#atTheDoor(() => this.#unlock(args)).finally(() => args.passphrase.fill(0)),
    ),
    createJournal: parsed(vaultCalls.createJournal, ({ journalId, kind }) =>
      this.#withVault((vault) => vault.createJournal(journalId, kind)),
    ),
    append: parsed(vaultCalls.append, ({ journalId, sequence, entry }) =>
      this.#withJournals(journalId, (journals) => journals.append(journalId, sequence, entry)),
    ),
    read: parsed(vaultCalls.read, ({ journalId }) =>
      this.#withVault(async (vault) => {
        const content = await vault.read(journalId);
        if (!content.ok) return content;
        return { ok: true, value: { entries: [...content.value.entries], report: [...content.value.report] } };
      }),
    ),
    putSlot: parsed(vaultCalls.putSlot, ({ journalId, slot, text }) =>
      this.#withJournals(journalId, (journals) => journals.putSlot(journalId, slot, text)),
    ),
    getSlot: parsed(vaultCalls.getSlot, ({ journalId, slot }) =>
      this.#withJournals(journalId, (journals) => journals.getSlot(journalId, slot)),
    ),
    sign: parsed(vaultCalls.sign, ({ bytes }) =>
      this.#withVault(async (vault) => ({ ok: true, value: vault.sign(bytes) })),
    ),
    freeBytes: parsed(vaultCalls.freeBytes, () => this.#withJournals(null, (journals) => journals.freeBytes())),
    lock: parsed(vaultCalls.lock, () => this.#lock()),
    handOver: parsed(vaultCalls.handOver, ({ journalId }) =>
      this.#withVault(async (vault) => vault.handOver(journalId)),
    ),
    resumeSession: parsed(vaultCalls.resumeSession, (args) => this.#atTheDoor(async () => this.#resumeSession(args))),
  };

  #resumeSession({ folder, handOver }: VaultArguments<'resumeSession'>): Outcome<null> {
    if (this.#state.kind !== 'locked') return { ok: false, problem: vaultProblems.alreadyUnlocked };
    const writer = SessionWriter.open(folder, handOver, this.#ports.randomBytes);
    if (!writer.ok) return writer;
    this.#state = { kind: 'session-only', writer: writer.value };
    return { ok: true, value: null };
  }

  async #create(args: VaultArguments<'create'>): Promise<Outcome<UnlockedVault>> {
    if (this.#state.kind !== 'locked') return { ok: false, problem: vaultProblems.alreadyUnlocked };
    const created = await createVault(args.folder, args.passphrase, args, this.#ports.randomBytes);
    return created.ok ? this.#enter(created.value) : created;
  }

  async #unlock(args: VaultArguments<'unlock'>): Promise<Outcome<UnlockedVault>> {
    if (this.#state.kind === 'unlocked') return { ok: false, problem: vaultProblems.alreadyUnlocked };
    await this.#ports.wait(waitAfterWrongTries(this.#wrongTries));
    const verified = await verifyPassphrase(args.folder, args.passphrase, args);
    if (!verified.ok) {
      if (verified.problem.code === vaultProblems.wrongPassphrase.code) this.#wrongTries += 1;
      return verified;
    }
    this.#wrongTries = 0;
    const writer = this.#state.kind === 'session-only' ? this.#state.writer : null;
    const taken = writer === null ? this.#take(verified.value) : this.#takeOver(writer, verified.value);
    const over = () => {
      this.#takingOver = null;
    };
    this.#takingOver = taken.then(over, over);
    return taken;
  }

  async #take(verified: VerifiedVault): Promise<Outcome<UnlockedVault>> {
    const opened = openVault(verified, this.#ports.randomBytes);
    return opened.ok ? this.#enter(opened.value) : opened;
  }

  /** The running session's writer finishes what it has begun and gives the folder free; it goes on if the vault cannot be opened. */
  async #takeOver(writer: SessionWriter, verified: VerifiedVault): Promise<Outcome<UnlockedVault>> {
    await writer.suspend();
    const taken = await this.#take(verified);
    if (taken.ok) writer.forget();
    else if (!writer.resume().ok) this.#state = { kind: 'locked' };
    return taken;
  }

  #enter(vault: Vault): Outcome<UnlockedVault> {
    this.#state = { kind: 'unlocked', vault };
    const { vaultId, publicKeyHex, report } = vault;
    return { ok: true, value: { vaultId, publicKeyHex, journals: vault.journals(), report: [...report] } };
  }

  async #lock(): Promise<Outcome<null>> {
    const state = this.#state;
    this.#state = { kind: 'locked' };
    if (state.kind === 'unlocked') await state.vault.close();
    if (state.kind === 'session-only') {
      await state.writer.suspend();
      state.writer.forget();
    }
    return { ok: true, value: null };
  }

  async #withVault<Value>(work: (vault: Vault) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    if (this.#state.kind === 'unlocked') return work(this.#state.vault);
    const isLocked = this.#state.kind === 'locked';
    return { ok: false, problem: isLocked ? vaultProblems.locked : vaultProblems.onlyThisSession };
  }

  /** The vault, or behind the lock the running session's writer where the call is about its journal. */
  async #withJournals<Value>(
    journalId: string | null,
    work: (journals: SessionJournal) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    // No wait where there is nothing to wait for: an entry that was asked for before a lock is also begun before it.
    if (this.#takingOver !== null) await this.#takingOver;
    if (this.#state.kind === 'session-only') {
      const { writer } = this.#state;
      if (journalId !== null && journalId !== writer.journalId) {
        return { ok: false, problem: vaultProblems.onlyThisSession };
      }
      return work(writer.journal());
    }
    return this.#withVault(work);
  }

  #atTheDoor<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#door.then(work);
    this.#door = turn.catch(() => undefined);
    return turn;
  }
}

function parsed<Schema extends z.ZodType, Value>(
  schema: Schema,
  work: (args: z.infer<Schema>) => Promise<Outcome<Value>>,
): (args: unknown) => Promise<Outcome<Value>> {
  return async (args) => {
    const known = schema.safeParse(args);
    return known.success ? work(known.data) : { ok: false, problem: vaultProblems.wrongArguments };
  };
}

function isCall(call: string): call is VaultCall {
  return Object.hasOwn(vaultCalls, call);
}
