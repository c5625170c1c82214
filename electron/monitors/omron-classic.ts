import type { Outcome, Problem } from '../../shared/problem.ts';
import type { MonitorTime } from '../../shared/vitals/reading.ts';
import { drainUntilIdle } from './drain.ts';
import { ExchangeEnded } from './exchange-ended.ts';
import { toHex } from './hex.ts';
import { HidFault } from './hid-transport.ts';
import type { FamilyExchange, MemoryContents, MemoryEntry, MonitorFamily, UserSlot } from './monitor-family.ts';
import { monitorProblem } from './monitor-problem.ts';
import {
  decodeOmronBankCount,
  decodeOmronClock,
  decodeOmronRecord,
  decodeOmronSingleCount,
  decodeOmronVersion,
  isOmronChecksumRight,
  isOmronNo,
  isOmronOk,
  isOmronPedometer,
  omronBanks,
  omronCommandBytes,
  omronFeature,
  omronReplyLengths,
  omronReports,
  omronWakeUp,
  readOmronInput,
  unreadableOmronKey,
} from './omron-classic-codec.ts';
import { sleep, startDeadline } from './timer.ts';
import { createTroubleBudget, troubleUnits } from './trouble-budget.ts';

const replyTimeoutMs = 1000;
/** Between the reports of one reply lie at most about 80 ms; longer silence ends it. */
const gapMs = 200;
const idleMs = 150;
/** "NO" is routine; the same command a moment later is answered. */
const afterNoMs = 100;
const wakeTries = 4;
const attemptsPerCommand = 5;
/** How often a bank is read again when a record, asked for a second time, is another one. */
const maxPasses = 3;

type Answer =
  | { readonly kind: 'reply'; readonly bytes: Uint8Array; readonly rawHex: readonly string[] }
  | { readonly kind: 'no' }
  | { readonly kind: 'silent' }
  /** Came, but not as the format has it. */
  | { readonly kind: 'wrong'; readonly bytes: Uint8Array; readonly rawHex: readonly string[] };

/** Which mnemonics a monitor answers to. */
type Dialect = {
  readonly slots: readonly {
    readonly slot: UserSlot | null;
    readonly count: () => Uint8Array;
    readonly countLengths: readonly number[];
    readonly decodeCount: (reply: Uint8Array) => number | null;
    readonly record: (index: number) => Uint8Array;
  }[];
  readonly clock: (() => Uint8Array) | null;
};

const bankDialect: Dialect = {
  slots: omronBanks.map(({ bank, slot }) => ({
    slot,
    count: () => omronCommandBytes.bankCount(bank),
    countLengths: omronReplyLengths.bankCount,
    decodeCount: decodeOmronBankCount,
    record: (index) => omronCommandBytes.bankRecord(bank, index),
  })),
  clock: null,
};

const singleDialect: Dialect = {
  slots: [
    {
      slot: null,
      count: omronCommandBytes.singleCount,
      countLengths: omronReplyLengths.singleCount,
      decodeCount: decodeOmronSingleCount,
      record: omronCommandBytes.singleRecord,
    },
  ],
  clock: omronCommandBytes.clock,
};

function createExchange({ transport, timer }: Pick<FamilyExchange, 'transport' | 'timer'>) {
  const budget = createTroubleBudget();
  const trouble = (units: number, problem: Problem) => {
    if (!budget.spend(units)) throw new ExchangeEnded(problem);
  };

  /** Whoever presses a button or measures while plugged in makes the monitor talk unasked. */
  const quiet = async () => {
    if ((await drainUntilIdle(transport, timer, idleMs)).endless) trouble(6, monitorProblem.garbage());
  };

  const collect = async (lengths: readonly number[]): Promise<Answer> => {
    const longest = Math.max(...lengths);
    const rawHex: string[] = [];
    let bytes = new Uint8Array(0);
    const answer = (kind: 'reply' | 'wrong'): Answer => ({ kind, bytes, rawHex });
    const deadline = startDeadline(timer, replyTimeoutMs);
    try {
      while (true) {
        const report = await transport.read(bytes.length === 0 ? replyTimeoutMs : gapMs);
        if (report.length === 0) break;
        const input = readOmronInput(report);
        if (input.kind === 'malformed') return answer('wrong');
        if (input.kind === 'data') {
          rawHex.push(toHex(report));
          bytes = Uint8Array.from([...bytes, ...input.payload]);
          if (isOmronNo(bytes)) return { kind: 'no' };
          if (bytes.length >= 2 && !isOmronOk(bytes)) return answer('wrong');
          if (bytes.length > longest) return answer('wrong');
          // A full report may be followed by another, a short one is the last wherever the checksum agrees.
          const mayEnd = bytes.length === longest || input.payload.length < 7;
          if (mayEnd && lengths.includes(bytes.length) && isOmronChecksumRight(bytes)) return answer('reply');
        }
        if (deadline.passed()) break;
      }
    } finally {
      deadline.cancel();
    }
    if (bytes.length === 0) return { kind: 'silent' };
    return answer(lengths.includes(bytes.length) && isOmronChecksumRight(bytes) ? 'reply' : 'wrong');
  };

  const send = async (command: Uint8Array) => {
    for (const report of omronReports(command)) await transport.write(report);
  };

  /** Asks until there is a right reply; else how the last attempt ended. */
  const ask = async (
    command: Uint8Array,
    lengths: readonly number[],
    attempts = attemptsPerCommand,
  ): Promise<Answer> => {
    let last: Answer = { kind: 'silent' };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if ((await transport.read(1)).length > 0) await quiet();
      await send(command);
      last = await collect(lengths);
      switch (last.kind) {
        case 'reply':
          budget.progress();
          return last;
        case 'no':
          trouble(1, monitorProblem.foreign());
          await sleep(timer, afterNoMs);
          break;
        case 'silent':
          trouble(troubleUnits(replyTimeoutMs), monitorProblem.silent());
          await quiet();
          break;
        case 'wrong':
          trouble(2, monitorProblem.garbage());
          await quiet();
          break;
      }
    }
    return last;
  };

  const wakeUp = async () => {
    await quiet();
    let heardNonsense = false;
    for (let attempt = 0; attempt < wakeTries; attempt += 1) {
      await transport.sendFeature(omronFeature);
      for (const report of omronWakeUp) await transport.write(report);
      const answer = await collect([2]);
      if (answer.kind === 'reply') {
        await sleep(timer, afterNoMs);
        return;
      }
      if (answer.kind !== 'silent') {
        heardNonsense = true;
        await quiet();
        trouble(2, monitorProblem.garbage());
      }
    }
    throw new ExchangeEnded(heardNonsense ? monitorProblem.garbage() : monitorProblem.asleep());
  };

  const version = async (): Promise<string> => {
    const answer = await ask(omronCommandBytes.version(), omronReplyLengths.version);
    switch (answer.kind) {
      case 'reply': {
        const text = decodeOmronVersion(answer.bytes);
        if (text === null || isOmronPedometer(text)) throw new ExchangeEnded(monitorProblem.foreign());
        return text;
      }
      case 'no':
        // One dialect may not know the question; its counts and records still have to prove themselves.
        return 'Omron';
      case 'silent':
        throw new ExchangeEnded(monitorProblem.silent());
      case 'wrong':
        throw new ExchangeEnded(monitorProblem.garbage());
    }
  };

  const dialect = async (): Promise<Dialect> => {
    let heard: Answer['kind'] = 'silent';
    for (const candidate of [bankDialect, singleDialect]) {
      const [first] = candidate.slots;
      if (first === undefined) continue;
      const answer = await ask(first.count(), first.countLengths, candidate === bankDialect ? 3 : 2);
      if (answer.kind === 'reply') return candidate;
      heard = answer.kind;
    }
    if (heard === 'silent') throw new ExchangeEnded(monitorProblem.silent());
    throw new ExchangeEnded(heard === 'no' ? monitorProblem.foreign() : monitorProblem.garbage());
  };

  type SlotReader = Dialect['slots'][number];
  const record = async (reader: SlotReader, index: number): Promise<MemoryEntry> => {
    const answer = await ask(reader.record(index), omronReplyLengths.record);
    if (answer.kind === 'silent') throw new ExchangeEnded(monitorProblem.silent());
    if (answer.kind === 'no') {
      const reason = 'The monitor refused to give it.';
      return { kind: 'unreadable', record: { key: `no|${reader.slot ?? '-'}`, slot: reader.slot, reason, rawHex: [] } };
    }
    const key = unreadableOmronKey(reader.slot, answer.bytes);
    if (answer.kind === 'wrong') {
      const reason = 'Its checksum or its length stayed wrong.';
      return { kind: 'unreadable', record: { key, slot: reader.slot, reason, rawHex: answer.rawHex } };
    }
    const decoded = decodeOmronRecord(answer.bytes, reader.slot, answer.rawHex);
    if (decoded.ok) return { kind: 'record', record: decoded.record };
    return { kind: 'unreadable', record: { key, slot: reader.slot, reason: decoded.reason, rawHex: answer.rawHex } };
  };

  const count = async (reader: SlotReader): Promise<number> => {
    const answer = await ask(reader.count(), reader.countLengths);
    const decoded = answer.kind === 'reply' ? reader.decodeCount(answer.bytes) : null;
    if (decoded !== null) return decoded;
    throw new ExchangeEnded(answer.kind === 'silent' ? monitorProblem.silent() : monitorProblem.garbage());
  };

  const slotMemory = async (reader: SlotReader, known: ReadonlySet<string> | null) => {
    for (let pass = 0; pass < maxPasses; pass += 1) {
      const entries: MemoryEntry[] = [];
      const toConfirm: { readonly index: number; readonly key: string }[] = [];
      const total = await count(reader);
      for (let index = 0; index < total; index += 1) {
        const one = await record(reader, index);
        entries.push(one);
        if (one.kind === 'record' && known !== null && !known.has(one.record.key)) {
          toConfirm.push({ index, key: one.record.key });
        }
      }
      let same = true;
      for (const { index, key } of toConfirm) {
        // A late reply to an earlier question has a right checksum too.
        const again = await record(reader, index);
        if (again.record.key !== key) same = false;
      }
      if (same) return entries;
    }
    throw new ExchangeEnded(monitorProblem.garbage());
  };

  return {
    wakeUp,
    version,
    dialect,
    slotMemory,
    async clock(command: Uint8Array): Promise<MonitorTime> {
      const answer = await ask(command, omronReplyLengths.clock, 2);
      return answer.kind === 'reply' ? (decodeOmronClock(answer.bytes) ?? null) : null;
    },
    /** Switches the monitor off. Some answer "OK" and "OFF", some one of them, some nothing. */
    async end() {
      try {
        await send(omronCommandBytes.end());
        await transport.read(gapMs);
        await transport.read(gapMs);
      } catch (error) {
        // Everything has been read: a cable pulled now loses nothing.
        if (!(error instanceof HidFault) || error.kind !== 'unplugged') throw error;
      }
    },
  };
}

async function readAll({ transport, timer, known }: FamilyExchange): Promise<Outcome<MemoryContents>> {
  const exchange = createExchange({ transport, timer });
  try {
    await exchange.wakeUp();
    const model = await exchange.version();
    const dialect = await exchange.dialect();
    const clock = dialect.clock === null ? null : await exchange.clock(dialect.clock());
    const entries: MemoryEntry[] = [];
    for (const reader of dialect.slots) {
      entries.push(...(await exchange.slotMemory(reader, known)));
    }
    await exchange.end();
    return { ok: true, value: { model, clock, entries } };
  } catch (error) {
    if (error instanceof ExchangeEnded) return { ok: false, problem: error.problem };
    throw error;
  }
}

export const omronClassic: MonitorFamily = {
  id: 'omron-classic',
  name: 'Omron M10-IT, M7080IT, 790IT and their kin',
  usbIds: [{ vendorId: 0x0590, productId: 0x0028 }],
  honestStatus: 'Tried against recorded traffic of a real monitor and a simulated one; unproven on hardware.',
  capabilities: { measuring: 'stored-only', needsReplugBetweenReads: false, slots: ['A', 'B'] },
  linuxDriver: 'hidraw',
  live: null,
  settleAfterArrivalMs: 1000,
  readAll,
};
