import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type {
  ChartPicture,
  ChartSendPicture,
  ChartServerInput,
  ChartTestPicture,
} from '../../shared/bridge/chart-picture.ts';
import type { ChartEntry, ChartFailure, ChartOutcome, ChartServer } from '../../shared/chart/chart-entry.ts';
import { chartProblem } from '../../shared/chart/chart-problems.ts';
import { type ChartSend, type ChartState, delayMs, dueSend, isWaiting } from '../../shared/chart/chart-state.ts';
import { judgeAnswer } from '../../shared/chart/server-answer.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import { type ExportContent, exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { chartTransaction, transactionText } from '../../shared/record/fhir/transaction.ts';
import { recordHtml } from '../../shared/record/html.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { chartAddress, isThisMachine } from '../chart/chart-address.ts';
import type { ChartConnection } from '../chart/chart-connection.ts';
import { printed } from '../records/printed.ts';
import type { PrintParts } from '../records/record-files.ts';
import type { Desk } from './desk.ts';

export type ChartRoomParts = {
  readonly desk: Pick<Desk, 'chart' | 'keepChart' | 'withSession' | 'audit' | 'therapistName' | 'patientIsHere'>;
  readonly rehearsal: boolean;
  readonly exporting: PrintParts;
  readonly connect: (server: ChartServer) => ChartConnection;
  readonly wallMs: () => number;
  readonly newId: () => string;
  readonly changed: () => void;
  /** Something is under way that takes real time; a rehearsal's clock stands until the answer is called. */
  readonly hold: () => () => void;
};

const refusals = {
  notSet: {
    code: 'chart-not-set',
    sentence: 'No chart is set.',
    remedy: 'Set the address of its server under Chart, in the settings.',
  },
  locked: { code: 'locked', sentence: 'The vault is locked.', remedy: 'Unlock it with the passphrase.' },
  waiting: {
    code: 'chart-send-waits',
    sentence: 'This record is waiting to be sent already.',
    remedy: 'Nothing is needed; it is tried by itself.',
  },
  unknown: { code: 'chart-send-unknown', sentence: 'There is no such sending.', remedy: 'Choose one from the list.' },
  notSigned: { code: 'not-signed', sentence: 'Only signed records are sent.', remedy: 'Sign the record first.' },
  sessionRuns: {
    code: 'chart-session-runs',
    sentence: 'A patient is in the session, and nothing is sent meanwhile.',
    remedy: 'Try again when the patient has left.',
  },
  practice: {
    code: 'chart-rehearsal',
    sentence: 'This is a rehearsal: its records go to no other machine.',
    remedy: 'Practise with a server on this machine, like http://127.0.0.1:8080/fhir.',
  },
  secretMissing: {
    code: 'chart-secret-missing',
    sentence: 'The token or the secret is missing.',
    remedy: 'Write it into its field.',
  },
} as const satisfies Record<string, Problem>;

/** What could not be noted is not tried again at once. Wall clock, in milliseconds. */
const afterNotNotedMs = 60_000;

type Payload = { readonly text: string; readonly entries: number; readonly content: ExportContent };
type Trying = { readonly sendId: string; readonly ending: AbortController; readonly ended: Promise<void> };

/**
 * Sends signed records to the chart that the clinic named: only those that a therapist asked to be sent, only while no patient is
 * in a session, one at a time, oldest first. What is to be sent stands in the clinic's journal, so that it survives whatever ends the program; a
 * record may therefore be sent twice, and the server knows it by its identifiers.
 */
export class ChartRoom {
  readonly #parts: ChartRoomParts;
  #trying: Trying | null = null;
  #restsUntilWallMs = 0;

  constructor(parts: ChartRoomParts) {
    this.#parts = parts;
  }

  /** Null while the vault is locked. */
  picture(): ChartPicture | null {
    const { chart, patientIsHere } = this.#parts.desk;
    if (chart === null) return null;
    const newest = new Map(chart.sends.map((send) => [send.sessionId, send]));
    return {
      server: serverPicture(chart.server),
      sends: [...newest.values()].reverse().map((send) => this.#sendPicture(send)),
      waitsForSession: patientIsHere,
    };
  }

  /** Sets the server, or none: then nothing waits any more. */
  async setServer(input: ChartServerInput | null): Promise<Outcome<null>> {
    const { desk, wallMs, rehearsal } = this.#parts;
    if (desk.chart === null) return { ok: false, problem: refusals.locked };
    const taken = input === null ? ({ ok: true, value: null } as const) : taking(input, desk.chart.server, rehearsal);
    if (!taken.ok) return taken;
    const kept = await this.#keep({ type: 'chart-server-set', wallMs: wallMs(), server: taken.value });
    if (!kept.ok) return kept;
    const access = taken.value?.access.kind ?? null;
    return desk.audit({ type: 'chart-set', address: taken.value?.address ?? null, access });
  }

  /** Asks the server what it is. Nothing of a patient is sent. */
  async test(): Promise<Outcome<ChartTestPicture>> {
    const { desk, connect, hold } = this.#parts;
    if (desk.chart === null) return { ok: false, problem: refusals.locked };
    if (desk.chart.server === null) return { ok: false, problem: refusals.notSet };
    if (desk.patientIsHere) return { ok: false, problem: refusals.sessionRuns };
    const release = hold();
    try {
      const tested = await connect(desk.chart.server).test();
      return tested.kind === 'about'
        ? { ok: true, value: tested.about }
        : { ok: false, problem: chartProblem(tested.failure, tested.status) };
    } finally {
      release();
    }
  }

  /** Sends the records of these sessions, each once, as soon as that may be. What waits already stays where it waits. */
  async send(sessionIds: readonly string[]): Promise<Outcome<null>> {
    const { desk, newId, wallMs } = this.#parts;
    const { chart } = desk;
    if (chart === null) return { ok: false, problem: refusals.locked };
    if (chart.server === null) return { ok: false, problem: refusals.notSet };
    const { address } = chart.server;
    const waiting = new Set(chart.sends.filter(isWaiting).map(({ sessionId }) => sessionId));
    const wanted = [...new Set(sessionIds)].filter((sessionId) => !waiting.has(sessionId));
    if (wanted.length === 0) return { ok: false, problem: refusals.waiting };
    for (const sessionId of wanted) {
      const read = await desk.withSession(sessionId, async ({ conductor }) =>
        conductor.state.phase === 'signed' ? { ok: true, value: null } : { ok: false, problem: refusals.notSigned },
      );
      if (!read.ok) return read;
    }
    const asked = wanted.map((sessionId): ChartEntry => {
      const what = { sendId: newId(), sessionId, by: desk.therapistName, address };
      return { type: 'chart-asked', wallMs: wallMs(), ...what };
    });
    const kept = await this.#keep(...asked);
    this.look();
    return kept;
  }

  /** Tries now what would be tried later, or what was refused. */
  async sendAgain(sendId: string): Promise<Outcome<null>> {
    const send = this.#parts.desk.chart?.sends.find((known) => known.sendId === sendId);
    if (send === undefined) return { ok: false, problem: refusals.unknown };
    if (!isWaiting(send)) return this.send([send.sessionId]);
    const withdrawn = await this.withdraw(sendId);
    return withdrawn.ok ? this.send([send.sessionId]) : withdrawn;
  }

  /** Takes back what was to be sent. What has left already cannot be taken back. */
  async withdraw(sendId: string): Promise<Outcome<null>> {
    const { desk, wallMs } = this.#parts;
    const send = desk.chart?.sends.find((known) => known.sendId === sendId);
    if (send === undefined || !isWaiting(send)) return { ok: false, problem: refusals.unknown };
    if (this.#trying?.sendId === sendId) await this.#end();
    return this.#keep({ type: 'chart-withdrawn', wallMs: wallMs(), sendId });
  }

  /** Looks whether something is to be sent now, or must not be sent any longer. */
  look(): void {
    const { desk, wallMs } = this.#parts;
    const { chart } = desk;
    if (chart === null || desk.patientIsHere) {
      this.#trying?.ending.abort();
      return;
    }
    if (this.#trying !== null || wallMs() < this.#restsUntilWallMs) return;
    const due = dueSend(chart, wallMs());
    if (due !== null) void this.#try(due, chart);
  }

  /** Resolves when what is being sent now has ended. */
  async settled(): Promise<void> {
    await this.#trying?.ended;
  }

  async #end(): Promise<void> {
    this.#trying?.ending.abort();
    await this.settled();
  }

  #try(send: ChartSend, chart: ChartState): void {
    const ending = new AbortController();
    const release = this.#parts.hold();
    const ended = this.#outcome(send, chart.server, ending.signal)
      .then((outcome) => (outcome === null ? undefined : this.#note(send, outcome)))
      .finally(() => {
        this.#trying = null;
        release();
        this.#parts.changed();
      });
    this.#trying = { sendId: send.sendId, ending, ended };
    this.#parts.changed();
  }

  /** What came of one try; null where it was ended by us and says nothing. */
  async #outcome(send: ChartSend, server: ChartServer | null, ending: AbortSignal): Promise<ChartOutcome | null> {
    if (server?.address !== send.address) return this.#failed(send, 'other-server');
    const payload = await this.#payload(send.sessionId);
    if (ending.aborted) return null;
    if (!payload.ok) return this.#failed(send, payload.failure);
    const { text, entries, content } = payload.value;
    const answer = await this.#parts
      .connect(server)
      .send(text, ending)
      .catch((error: unknown) => {
        if (ending.aborted) return null;
        throw error;
      });
    if (answer === null) return null;
    const judged = judgeAnswer(answer, entries, this.#parts.wallMs());
    if (judged.kind !== 'arrived') return this.#failed(send, judged.failure, judged);
    return {
      ...judged,
      recordSha256: content.recordSha256,
      addenda: content.addenda.length,
      countersignatures: content.countersignatures.length,
      sha256: bytesToHex(sha256(utf8ToBytes(text))),
    };
  }

  #failed(
    send: ChartSend,
    failure: ChartFailure,
    more: {
      readonly kind?: 'later' | 'refused';
      readonly status?: number | null;
      readonly said?: string;
      readonly askedForMs?: number | null;
    } = {},
  ): ChartOutcome {
    const about = { failure, status: more.status ?? null, said: more.said ?? '' };
    const kind = more.kind ?? (failure === 'not-printed' ? 'later' : 'refused');
    if (kind === 'refused') return { kind, ...about };
    const notBeforeWallMs = this.#parts.wallMs() + delayMs(send.tries + 1, more.askedForMs ?? null);
    return { kind, ...about, notBeforeWallMs };
  }

  async #payload(
    sessionId: string,
  ): Promise<{ readonly ok: true; readonly value: Payload } | { readonly ok: false; readonly failure: ChartFailure }> {
    const { desk, exporting } = this.#parts;
    const read = await desk.withSession(sessionId, async ({ conductor: { state } }) =>
      state.phase === 'signed'
        ? { ok: true, value: exportContent(buildSignedRecord(state), nothingRedacted) }
        : { ok: false, problem: refusals.notSigned },
    );
    if (!read.ok) return { ok: false, failure: 'not-readable' };
    const content = read.value;
    const page = await printed(exporting.printPage, recordHtml(viewOfContent(content), exporting.fontCss));
    if (!page.ok) return { ok: false, failure: 'not-printed' };
    const transaction = chartTransaction(content, page.value);
    return { ok: true, value: { content, text: transactionText(transaction), entries: transaction.entry.length } };
  }

  async #note(send: ChartSend, outcome: ChartOutcome): Promise<void> {
    const { desk, wallMs } = this.#parts;
    const { sendId, sessionId, address } = send;
    const kept = await this.#keep({ type: 'chart-tried', wallMs: wallMs(), sendId, outcome });
    if (!kept.ok) this.#restsUntilWallMs = wallMs() + afterNotNotedMs;
    if (outcome.kind === 'arrived') {
      const { recordSha256, sha256: transactionSha256 } = outcome;
      await desk.audit({ type: 'record-sent', sessionId, address, recordSha256, transactionSha256 });
    } else if (outcome.kind === 'refused') {
      await desk.audit({ type: 'record-not-sent', sessionId, address, problem: outcome.failure });
    }
  }

  async #keep(...entries: readonly ChartEntry[]): Promise<Outcome<null>> {
    const kept = await this.#parts.desk.keepChart(entries);
    this.#parts.changed();
    return kept;
  }

  #sendPicture(send: ChartSend): ChartSendPicture {
    const { sendId, sessionId, askedWallMs, tries, triedWallMs, outcome } = send;
    const isUnderWay = this.#trying?.sendId === sendId;
    const failed = outcome === null || outcome.kind === 'arrived' ? null : outcome;
    return {
      ...{ sendId, sessionId, askedWallMs, tries, triedWallMs },
      state: isUnderWay ? 'sending' : stateOf(send),
      nextWallMs: isWaiting(send) && outcome?.kind === 'later' ? outcome.notBeforeWallMs : null,
      problem: failed === null ? null : chartProblem(failed.failure, failed.status),
      said: failed?.said ?? '',
      arrived: outcome?.kind === 'arrived' ? outcome : null,
    };
  }
}

function stateOf(send: ChartSend): ChartSendPicture['state'] {
  if (isWaiting(send)) return 'waiting';
  if (send.outcome?.kind === 'arrived') return 'arrived';
  return send.isWithdrawn ? 'withdrawn' : 'refused';
}

function serverPicture(server: ChartServer | null): ChartPicture['server'] {
  if (server === null) return null;
  const { address, access } = server;
  const ofClient = access.kind === 'client' ? access : { tokenAddress: '', clientId: '', scope: '' };
  const { tokenAddress, clientId, scope } = ofClient;
  return { address, access: access.kind, tokenAddress, clientId, scope };
}

/** What was typed as a server to keep: its addresses checked, and a secret that was left empty taken from the one before. */
function taking(input: ChartServerInput, before: ChartServer | null, rehearsal: boolean): Outcome<ChartServer> {
  const address = allowed(input.address, rehearsal);
  if (!address.ok) return address;
  const { access } = input;
  // What was kept for one server is shown to no other.
  const known = before?.address === address.value ? before.access : null;
  switch (access.kind) {
    case 'none':
      return { ok: true, value: { address: address.value, access } };
    case 'bearer': {
      const token = access.token.trim() || (known?.kind === 'bearer' ? known.token : '');
      if (token === '') return { ok: false, problem: refusals.secretMissing };
      return { ok: true, value: { address: address.value, access: { kind: 'bearer', token } } };
    }
    case 'client': {
      const tokenAddress = allowed(access.tokenAddress, rehearsal);
      if (!tokenAddress.ok) return tokenAddress;
      const isSame = known?.kind === 'client' && known.tokenAddress === tokenAddress.value;
      const clientSecret = access.clientSecret || (isSame ? known.clientSecret : '');
      if (clientSecret === '') return { ok: false, problem: refusals.secretMissing };
      const { clientId, scope } = access;
      const taken = { kind: 'client', tokenAddress: tokenAddress.value, clientId, clientSecret, scope } as const;
      return { ok: true, value: { address: address.value, access: taken } };
    }
  }
}

function allowed(typed: string, rehearsal: boolean): Outcome<string> {
  const address = chartAddress(typed);
  if (!address.ok || !rehearsal || isThisMachine(address.value)) return address;
  return { ok: false, problem: refusals.practice };
}
