import type * as z from 'zod';
import type { Outcome } from '../../shared/problem.ts';
import { BackupClient } from './backup-client.ts';
import type { JournalKind } from './journal-keys.ts';
import { KeySlotClient, type Progress, typedBytes } from './key-slot-client.ts';
import { type Keystore, secretFromKeystore } from './keystore.ts';
import {
  progressSchema,
  replySchema,
  type UnlockedVault,
  type VaultAnswer,
  type VaultArguments,
  type VaultCall,
  type VaultReply,
  vaultAnswers,
} from './messages.ts';
import { vaultProblems } from './problems.ts';
import type { Wait } from './wrong-tries.ts';

/** The vault's process as the client needs it: Electron's `UtilityProcess` fits. Messages are structured clones. */
export type VaultProcess = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
};

/** What the client needs: how to start the vault's process, and a timer. */
export type VaultClientPorts = { readonly fork: () => VaultProcess; readonly wait: Wait };

/** A vault process that does not end within this time after a lock is ended by force. */
const lockPatienceMs = 5000;

type Running = {
  readonly process: VaultProcess;
  readonly pending: Map<number, (outcome: VaultReply['outcome']) => void>;
  readonly listening: Map<number, Progress>;
  readonly exited: Promise<void>;
  isEnding: boolean;
};

/**
 * The main process's end of the vault. It holds no key and starts the vault's process when it is first needed. Every call
 * answers; where the process ends unexpectedly the answer is `vault-stopped`.
 */
export class VaultClient {
  readonly #ports: VaultClientPorts;
  readonly #stopListeners = new Set<() => void>();
  #running: Running | null = null;
  #nextId = 0;
  #folder: string | null = null;
  /** Calls that come while one process hands over to the next wait here. */
  #changing: Promise<unknown> = Promise.resolve();

  /** Its keys, once it is unlocked. */
  readonly keySlots: KeySlotClient;
  /** Its backups, and what else concerns the whole of it. */
  readonly backups: BackupClient;

  constructor(ports: VaultClientPorts) {
    this.#ports = ports;
    this.keySlots = new KeySlotClient((call, args, onProgress) => this.#call(call, args, onProgress));
    this.backups = new BackupClient((call, args, onProgress) => this.#call(call, args, onProgress));
  }

  /** Tells when the vault's process ended without being asked to; the vault is locked then. */
  onStopped(listener: () => void): () => void {
    this.#stopListeners.add(listener);
    return () => this.#stopListeners.delete(listener);
  }

  /** What is in a folder; touches nothing. */
  inspect(folder: string): Promise<Outcome<VaultAnswer<'inspect'>>> {
    return this.#call('inspect', { folder });
  }

  /** How hard a passphrase is to guess; `ownWords` are names that a thief would try first. */
  async judgePassphrase(
    passphrase: string | Uint8Array,
    ownWords: readonly string[],
  ): Promise<Outcome<VaultAnswer<'judgePassphrase'>>> {
    return this.#call('judgePassphrase', { passphrase: typedBytes(passphrase), ownWords: [...ownWords] });
  }

  /** Makes a vault in an absent or empty folder and leaves it unlocked. */
  async create(
    folder: string,
    passphrase: string | Uint8Array,
    wanted: { readonly rehearsal: boolean; readonly ownWords?: readonly string[] },
  ): Promise<Outcome<UnlockedVault>> {
    const { rehearsal, ownWords = [] } = wanted;
    const args = { folder, passphrase: typedBytes(passphrase), rehearsal, ownWords: [...ownWords] };
    return this.#entered(folder, await this.#call('create', args));
  }

  /** Unlocks a vault, also from behind `lockKeepingSession`. After wrong tries the next one waits first. */
  async unlock(
    folder: string,
    passphrase: string | Uint8Array,
    wanted: { readonly rehearsal: boolean },
  ): Promise<Outcome<UnlockedVault>> {
    const args = { folder, passphrase: typedBytes(passphrase), rehearsal: wanted.rehearsal };
    return this.#entered(folder, await this.#call('unlock', args));
  }

  /** Unlocks with the printed recovery key, as it was typed. Nobody can sign then; `keySlots.changePassphrase` sets a new passphrase. */
  async unlockWithRecoveryKey(
    folder: string,
    typed: string | Uint8Array,
    wanted: { readonly rehearsal: boolean },
  ): Promise<Outcome<UnlockedVault>> {
    const args = { folder, recoveryKey: typedBytes(typed), rehearsal: wanted.rehearsal };
    return this.#entered(folder, await this.#call('unlockWithRecoveryKey', args));
  }

  /** Whether the clinic let the system's keystore open the vault in a folder. */
  async hasKeystoreSlot(folder: string): Promise<boolean> {
    const slot = await this.#call('keystoreSlot', { folder });
    return slot.ok && slot.value !== null;
  }

  /** Unlocks with what the system's keystore keeps, where the clinic chose that. Nobody can sign then. */
  async unlockWithKeystore(
    folder: string,
    keystore: Keystore,
    wanted: { readonly rehearsal: boolean },
  ): Promise<Outcome<UnlockedVault>> {
    const slot = await this.#call('keystoreSlot', { folder });
    if (!slot.ok) return slot;
    const kept = await secretFromKeystore(keystore, slot.value);
    if (!kept.ok) return kept;
    const args = { folder, ...kept.value, rehearsal: wanted.rehearsal };
    return this.#entered(folder, await this.#call('unlockWithKeystore', args));
  }

  /** Makes an empty journal under a random UUID of the caller's. */
  createJournal(journalId: string, kind: JournalKind): Promise<Outcome<null>> {
    return this.#call('createJournal', { journalId, kind });
  }

  /**
   * Saves an entry; ok means that it is durable in both copies. Sequences start at 1 and have no gaps. After a Problem the
   * same call may be made again with the same bytes.
   */
  append(journalId: string, sequence: number, entry: string): Promise<Outcome<null>> {
    return this.#call('append', { journalId, sequence, entry });
  }

  /** All entries of a journal in order, proven; `report` says what was found and repaired. */
  read(journalId: string): Promise<Outcome<VaultAnswer<'read'>>> {
    return this.#call('read', { journalId });
  }

  /** Overwrites a small text of a journal, a draft or the place in the music. */
  putSlot(journalId: string, slot: string, text: string): Promise<Outcome<null>> {
    return this.#call('putSlot', { journalId, slot, text });
  }

  /** A slot's text, null when there is none. */
  getSlot(journalId: string, slot: string): Promise<Outcome<string | null>> {
    return this.#call('getSlot', { journalId, slot });
  }

  /** Signs exactly these bytes (or the bytes that the hexadecimal stands for) with the vault's Ed25519 key. */
  async sign(content: Uint8Array | string): Promise<Outcome<VaultAnswer<'sign'>>> {
    const isText = typeof content === 'string';
    if (isText && !/^([0-9a-f]{2})*$/i.test(content)) return { ok: false, problem: vaultProblems.wrongArguments };
    const bytes = isText ? Uint8Array.from(Buffer.from(content, 'hex')) : content;
    return this.#call('sign', { bytes });
  }

  /** Free space on the vault's disk, in bytes. */
  freeBytes(): Promise<Outcome<number>> {
    return this.#call('freeBytes', {});
  }

  /**
   * Writes journals, entries given by the caller, into a new folder inside the given one: a vault of its own, with the same keys.
   * Nothing is read from the vault's disk.
   */
  copyInEmergency(wanted: {
    readonly folder: string;
    readonly journals: readonly { readonly journalId: string; readonly entries: readonly string[] }[];
  }): Promise<Outcome<VaultAnswer<'copyInEmergency'>>> {
    const journals = wanted.journals.map(({ journalId, entries }) => ({ journalId, entries: [...entries] }));
    return this.#call('copyInEmergency', { folder: wanted.folder, journals });
  }

  /** Locks: what was begun is finished, the process ends, and with it every key in its memory. Resolves when it is gone. */
  lock(): Promise<Outcome<null>> {
    return this.#change(async () => {
      await this.#end();
      return { ok: true, value: null };
    });
  }

  /**
   * Locks, and starts another process that holds one session's key and can only go on with that session. Appends and slots
   * of that journal that come meanwhile wait and go on. `unlock` ends this state, `lock` too.
   */
  lockKeepingSession(journalId: string): Promise<Outcome<null>> {
    return this.#change(async () => {
      const folder = this.#folder;
      if (folder === null || this.#running === null) return { ok: false, problem: vaultProblems.locked };
      const handOver = await this.#ask('handOver', { journalId });
      if (!handOver.ok) return handOver;
      await this.#end();
      this.#folder = folder;
      const resumed = await this.#ask('resumeSession', { folder, handOver: handOver.value });
      if (!resumed.ok) await this.#end();
      return resumed;
    });
  }

  #entered(folder: string, outcome: Outcome<UnlockedVault>): Outcome<UnlockedVault> {
    if (outcome.ok) this.#folder = folder;
    return outcome;
  }

  async #call<Call extends VaultCall>(
    call: Call,
    args: VaultArguments<Call>,
    onProgress?: Progress,
  ): Promise<Outcome<VaultAnswer<Call>>> {
    await this.#changing;
    return this.#ask(call, args, onProgress);
  }

  #change<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const turn = this.#changing.then(work);
    this.#changing = turn.catch(() => undefined);
    return turn;
  }

  async #ask<Call extends VaultCall>(
    call: Call,
    args: VaultArguments<Call>,
    onProgress?: Progress,
  ): Promise<Outcome<VaultAnswer<Call>>> {
    const running = this.#running ?? this.#start();
    const id = this.#nextId;
    this.#nextId += 1;
    const outcome = await new Promise<VaultReply['outcome']>((answer) => {
      running.pending.set(id, answer);
      if (onProgress !== undefined) running.listening.set(id, onProgress);
      running.process.postMessage({ id, call, args });
      // The message is a copy by now; ours must not stay.
      zeroSecrets(args);
    });
    if (!outcome.ok) return outcome;
    return { ok: true, value: answerOf(call, outcome.value) };
  }

  #start(): Running {
    const child = this.#ports.fork();
    let leave: () => void = () => undefined;
    const exited = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const running: Running = { process: child, pending: new Map(), listening: new Map(), exited, isEnding: false };
    child.on('message', (message: unknown) => {
      const told = progressSchema.safeParse(message);
      if (told.success) {
        const { id, done, of } = told.data.progress;
        running.listening.get(id)?.(done, of);
        return;
      }
      const reply = replySchema.safeParse(message);
      if (!reply.success || reply.data.id === null) return;
      const answer = running.pending.get(reply.data.id);
      running.pending.delete(reply.data.id);
      running.listening.delete(reply.data.id);
      answer?.(reply.data.outcome);
    });
    child.on('exit', () => {
      if (this.#running === running) {
        this.#running = null;
        this.#folder = null;
      }
      const problem = running.isEnding ? vaultProblems.locked : vaultProblems.vaultStopped;
      for (const answer of running.pending.values()) answer({ ok: false, problem });
      running.pending.clear();
      leave();
      if (!running.isEnding) for (const listener of this.#stopListeners) listener();
    });
    this.#running = running;
    return running;
  }

  async #end(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    running.isEnding = true;
    const locked = this.#ask('lock', {});
    await Promise.race([locked, this.#ports.wait(lockPatienceMs)]);
    running.process.kill();
    await running.exited;
  }
}

/** @throws when the process answers in a form that it cannot: then the two ends are of different versions. */
function answerOf<Call extends VaultCall>(call: Call, value: unknown): VaultAnswer<Call> {
  const schemas: { readonly [Known in VaultCall]: z.ZodType<VaultAnswer<Known>> } = vaultAnswers;
  return schemas[call].parse(value);
}

const secretArguments: ReadonlySet<string> = new Set(['passphrase', 'current', 'recoveryKey', 'secret', 'typed']);

function zeroSecrets(args: object): void {
  for (const [name, value] of Object.entries(args)) {
    if (secretArguments.has(name) && value instanceof Uint8Array) value.fill(0);
  }
  if ('handOver' in args && typeof args.handOver === 'object' && args.handOver !== null) {
    for (const part of Object.values(args.handOver)) if (part instanceof Uint8Array) part.fill(0);
  }
}
