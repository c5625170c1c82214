import type * as z from 'zod';
import type { Outcome } from '../../shared/problem.ts';
import { backupAnswersOf, OneAtATime } from './backup-answers.ts';
import { parsed, type VaultAnswers } from './call-answers.ts';
import { createVault, type DerivationMachine } from './create-vault.ts';
import { copyInEmergency } from './emergency-copy.ts';
import type { StoredHeader } from './header.ts';
import { inspectFolder } from './inspect.ts';
import { type Derive, deriveKey } from './key-derivation.ts';
import type { Keyring } from './keyring.ts';
import {
  type progressSchema,
  requestSchema,
  type UnlockedVault,
  type VaultArguments,
  type VaultCall,
  type VaultReply,
  vaultCalls,
} from './messages.ts';
import { forgetSlot, type OpenedSlot, openByKeystore, openByPassphrase, openByRecoveryKey } from './open-slot.ts';
import { openVault, type VerifiedVault, verifyVault } from './open-vault.ts';
import { judgePassphrase } from './passphrase-strength.ts';
import { vaultProblems } from './problems.ts';
import type { RandomBytes } from './randomness.ts';
import { recoveryKeyFrom } from './recovery-key.ts';
import { NoteSearch } from './search-notes.ts';
import { SecretTries } from './secret-tries.ts';
import { type SessionJournal, SessionWriter } from './session-writer.ts';
import { RunningRotation, slotAnswers } from './slot-answers.ts';
import { prove, type SlotParts, strengthenSlot } from './slot-calls.ts';
import type { Vault } from './vault.ts';
import type { Wait } from './wrong-tries.ts';

type State =
  | { readonly kind: 'locked' }
  | { readonly kind: 'unlocked'; readonly vault: Vault }
  | { readonly kind: 'session-only'; readonly writer: SessionWriter };

/**
 * What the service needs from the process that it runs in. Without `derive` keys are derived in this thread, without `elapsedMs`
 * (milliseconds from any beginning) nothing is calibrated. `tell` sends how far a long call is.
 */
export type VaultServicePorts = {
  readonly randomBytes: RandomBytes;
  readonly wait: Wait;
  readonly derive?: Derive;
  readonly elapsedMs?: () => number;
  readonly tell?: (message: z.infer<typeof progressSchema>) => void;
};

/**
 * Answers the calls of the main process. Every message gets an answer: one that cannot be understood gets a Problem.
 * What is thrown is a defect and should end the process; what was acknowledged is on disk.
 */
export class VaultService {
  readonly #ports: VaultServicePorts;
  #state: State = { kind: 'locked' };
  readonly #tries = new SecretTries();
  readonly #machine: DerivationMachine;
  readonly #rotation = new RunningRotation();
  readonly #working = new OneAtATime();
  #search: { readonly vault: Vault; readonly notes: NoteSearch } | null = null;
  /** Creating, unlocking and taking over go one after the other; the journals' calls do not wait for them. */
  #door: Promise<unknown> = Promise.resolve();
  /** While the vault takes over from the running session's writer, entries wait for the one that comes next. */
  #takingOver: Promise<void> | null = null;

  constructor(ports: VaultServicePorts) {
    this.#ports = ports;
    this.#machine = { derive: ports.derive ?? deriveKey, elapsedMs: ports.elapsedMs ?? null };
  }

  /** Answers one message from the main process, of any shape. */
  async answer(message: unknown): Promise<VaultReply> {
    const request = requestSchema.safeParse(message);
    if (!request.success) return { id: null, outcome: { ok: false, problem: vaultProblems.wrongArguments } };
    const { id, call, args } = request.data;
    if (!isCall(call)) return { id, outcome: { ok: false, problem: vaultProblems.unknownCall } };
    const outcome: Outcome<unknown> = await this.#answers[call](args, id);
    return { id, outcome };
  }

  readonly #answers: VaultAnswers = {
    ...slotAnswers({
      randomBytes: () => this.#ports.randomBytes,
      rotation: this.#rotation,
      atTheDoor: (work) => this.#atTheDoor(() => this.#withVault(work)),
      proven: (current, work) => this.#proven(current, work),
      withVault: (work) => this.#withVault(work),
      tell: (id, done, of) => this.#ports.tell?.({ progress: { id, done, of } }),
    }),
    ...backupAnswersOf({
      wait: (milliseconds) => this.#ports.wait(milliseconds),
      derive: () => this.#machine.derive,
      working: this.#working,
      withVault: (work) => this.#withVault(work),
      isOpen: (vault) => this.#state.kind === 'unlocked' && this.#state.vault === vault,
      searchOf: (vault) => {
        if (this.#search?.vault !== vault) this.#search = { vault, notes: new NoteSearch() };
        return this.#search.notes;
      },
      tell: (id, done, of) => this.#ports.tell?.({ progress: { id, done, of } }),
    }),
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
    unlockWithRecoveryKey: parsed(vaultCalls.unlockWithRecoveryKey, (args) =>
      this.#atTheDoor(() => this.#unlockWithRecoveryKey(args)).finally(() => args.recoveryKey.fill(0)),
    ),
    unlockWithKeystore: parsed(vaultCalls.unlockWithKeystore, (args) =>
      this.#atTheDoor(() =>
        this.#unlockBy(args, (header) => openByKeystore(header, args.backend, args.secret)).then(entered),
      ).finally(() => args.secret.fill(0)),
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
    sign: parsed(vaultCalls.sign, ({ bytes }) => this.#withVault(async (vault) => vault.sign(bytes))),
    freeBytes: parsed(vaultCalls.freeBytes, () => this.#withJournals(null, (journals) => journals.freeBytes())),
    copyInEmergency: parsed(vaultCalls.copyInEmergency, (wanted) =>
      this.#withVault((vault) => copyInEmergency(vault.inside(), wanted, this.#ports.wait)),
    ),
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
    const created = await createVault(args.folder, args.passphrase, args, this.#ports.randomBytes, this.#machine);
    return created.ok ? this.#enter(created.value, 0) : created;
  }

  async #unlock(args: VaultArguments<'unlock'>): Promise<Outcome<UnlockedVault>> {
    let tookMs = 0;
    const { derive, elapsedMs } = this.#machine;
    const timed: Derive = async (passphrase, derivation) => {
      const begun = elapsedMs?.() ?? 0;
      const derived = await derive(passphrase, derivation);
      tookMs = (elapsedMs?.() ?? 0) - begun;
      return derived;
    };
    // Kept for as long as the slot may have to be rewritten with stronger parameters.
    const words = Uint8Array.from(args.passphrase);
    const unlocked = await this.#unlockBy(args, (header) => openByPassphrase(header, args.passphrase, timed));
    if (!unlocked.ok || this.#state.kind !== 'unlocked') {
      words.fill(0);
      return entered(unlocked);
    }
    const { keyring } = this.#state.vault;
    // Behind the answer: nobody waits for it. A disk that cannot be written now leaves the slot as it was.
    void this.#atTheDoor(() => strengthenSlot(this.#slotParts(keyring), unlocked.value.opened, words, tookMs));
    return { ok: true, value: unlocked.value.vault };
  }

  async #unlockWithRecoveryKey(args: VaultArguments<'unlockWithRecoveryKey'>): Promise<Outcome<UnlockedVault>> {
    const key = recoveryKeyFrom(args.recoveryKey);
    // Nothing is tried, so nothing is counted.
    if (key === null) return { ok: false, problem: vaultProblems.mistypedRecoveryKey };
    const unlocked = await this.#unlockBy(args, (header) => openByRecoveryKey(header, key));
    key.fill(0);
    return entered(unlocked);
  }

  /** Opens the vault by whatever opens a slot of its header. Where the answer is ok, the caller forgets the slot. */
  async #unlockBy(
    wanted: { readonly folder: string; readonly rehearsal: boolean },
    openSlot: (header: StoredHeader) => Outcome<OpenedSlot> | Promise<Outcome<OpenedSlot>>,
  ): Promise<Outcome<{ readonly vault: UnlockedVault; readonly opened: OpenedSlot }>> {
    if (this.#state.kind === 'unlocked') return { ok: false, problem: vaultProblems.alreadyUnlocked };
    const verified = await this.#tries.attempt(wanted.folder, this.#ports.wait, () =>
      verifyVault(wanted.folder, wanted, openSlot),
    );
    if (!verified.ok) return verified;
    const writer = this.#state.kind === 'session-only' ? this.#state.writer : null;
    const taken = writer === null ? this.#take(verified.value) : this.#takeOver(writer, verified.value);
    const over = () => {
      this.#takingOver = null;
    };
    this.#takingOver = taken.then(over, over);
    const vault = await taken;
    const { opened } = verified.value;
    if (vault.ok) return { ok: true, value: { vault: vault.value, opened } };
    forgetSlot(opened);
    return vault;
  }

  /** Does something with the key slots, after who asks has proven a secret. Zeroes what they typed. */
  #proven<Value>(
    current: Uint8Array,
    work: (parts: SlotParts, proof: OpenedSlot, vault: Vault) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    return this.#atTheDoor(() =>
      this.#withVault(async (vault) => {
        const { keyring, folder } = vault;
        const proof = await this.#tries.attempt(folder, this.#ports.wait, () =>
          prove(keyring.header, current, this.#machine.derive),
        );
        if (!proof.ok) return proof;
        try {
          return await work(this.#slotParts(keyring), proof.value, vault);
        } finally {
          forgetSlot(proof.value);
        }
      }),
    ).finally(() => current.fill(0));
  }

  #slotParts(keyring: Keyring): SlotParts {
    return { ...this.#machine, keyring, randomBytes: this.#ports.randomBytes };
  }

  async #take(verified: VerifiedVault): Promise<Outcome<UnlockedVault>> {
    const opened = openVault(verified, this.#ports.randomBytes);
    return opened.ok ? this.#enter(opened.value, this.#tries.before) : opened;
  }

  /** The running session's writer finishes what it has begun and gives the folder free; it goes on if the vault cannot be opened. */
  async #takeOver(writer: SessionWriter, verified: VerifiedVault): Promise<Outcome<UnlockedVault>> {
    await writer.suspend();
    const taken = await this.#take(verified);
    if (taken.ok) writer.forget();
    else if (!writer.resume().ok) this.#state = { kind: 'locked' };
    return taken;
  }

  #enter(vault: Vault, wrongTriesBefore: number): Outcome<UnlockedVault> {
    this.#state = { kind: 'unlocked', vault };
    const { vaultId, publicKeyHex, report, keyring } = vault;
    const unlockedWith = keyring.unlockedBy?.kind ?? 'passphrase';
    const therapist = keyring.therapist();
    const journals = vault.journals();
    const known = { vaultId, publicKeyHex, unlockedWith, therapist, journals, wrongTriesBefore };
    return { ok: true, value: { ...known, report: [...report] } };
  }

  async #lock(): Promise<Outcome<null>> {
    const state = this.#state;
    this.#state = { kind: 'locked' };
    this.#rotation.stop();
    this.#working.stop();
    this.#search = null;
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

/** The answer to an unlock, without the slot, which is forgotten. */
function entered(
  unlocked: Outcome<{ readonly vault: UnlockedVault; readonly opened: OpenedSlot }>,
): Outcome<UnlockedVault> {
  if (!unlocked.ok) return unlocked;
  forgetSlot(unlocked.value.opened);
  return { ok: true, value: unlocked.value.vault };
}

function isCall(call: string): call is VaultCall {
  return Object.hasOwn(vaultCalls, call);
}
