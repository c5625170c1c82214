import type { OutputsPicture } from '../../shared/bridge/outputs-picture.ts';
import type { Output, OutputCondition, OutputRole, OutputWish } from '../../shared/music/outputs.ts';
import type { Outcome, Problem } from '../../shared/problem.ts';
import type { Command } from '../../shared/session/command.ts';
import type { OutputReport, PlayerClient } from '../music/player-client.ts';

export type OutputRoomParts = {
  readonly player: Pick<PlayerClient, 'heedOutputs' | 'testTone' | 'watchOutputs' | 'watchState' | 'state'>;
  /** The wish of this machine. */
  readonly kept: { readonly read: () => OutputWish; readonly write: (wish: OutputWish) => void };
  readonly volumeCeiling: () => number;
  /** The session that runs; null while none does. */
  readonly runningId: () => string | null;
  /** Brings something into the running session's journal. */
  readonly report: (command: Command) => Promise<Outcome<unknown>>;
  readonly changed: () => void;
};

/** The technical alert's cause. */
const cause = 'music-output';
/** A second output begins quieter than full: nobody knows how loud a room's speaker is. */
const firstSecondVolume = 0.4;

const mainGone: Problem = {
  code: 'music-output-gone',
  sentence: 'The output that was chosen for the music is not connected.',
  remedy: 'Connect it and switch it on; the music returns by itself. Or choose another output.',
};
const secondGone: Problem = {
  code: 'music-second-output-gone',
  sentence: 'The second output for the music is not connected.',
  remedy: 'Connect it and switch it on, or do without it. The first one goes on.',
};
const unknownOutput: Problem = {
  code: 'unknown-output',
  sentence: 'This output is not connected any more.',
  remedy: 'Connect it again, or choose another one.',
};
const outputTaken: Problem = {
  code: 'output-taken',
  sentence: 'The music is heard there already.',
  remedy: 'Choose another output.',
};
const musicPlays: Problem = {
  code: 'music-plays',
  sentence: 'An output is not tried while music plays.',
  remedy: 'Stop the music first, then play the tone.',
};
const notKept: Problem = {
  code: 'outputs-not-kept',
  sentence: 'The choice holds now, but it could not be kept on this disk.',
  remedy: 'Free some space, then choose it again.',
};

const done: Outcome<null> = { ok: true, value: null };

/** Where the music is heard: chosen by name, tried with a soft tone before the dose, and watched from then on. */
export class OutputRoom {
  readonly #parts: OutputRoomParts;
  #present: readonly Output[] | null = null;
  #main: OutputCondition = 'runs';
  #second: OutputCondition | 'none' = 'none';
  #tone: OutputsPicture['tone'] = null;
  #alerted: { readonly sessionId: string; readonly code: string } | null = null;

  constructor(parts: OutputRoomParts) {
    this.#parts = parts;
    parts.player.watchOutputs((report) => this.#take(report));
    parts.player.watchState(() => void this.#alert());
  }

  picture(): OutputsPicture {
    const { main, second } = this.wish();
    return {
      present: this.#present,
      main: { chosen: main, condition: this.#main },
      second:
        second === null
          ? null
          : {
              chosen: { outputId: second.outputId, name: second.name },
              condition: this.#second === 'runs' ? 'runs' : 'gone',
              volume: second.volume,
            },
      tone: this.#tone,
      problem: this.#problem(),
    };
  }

  /** The wish as the player is told it: nothing louder than the ceiling. */
  wish(): OutputWish {
    const { main, second } = this.#parts.kept.read();
    const volume = Math.min(second?.volume ?? 0, this.#parts.volumeCeiling());
    return { main, second: second === null ? null : { ...second, volume } };
  }

  /** Chooses an output by its id; null is the system's own, or no second one. */
  choose(role: OutputRole, outputId: string | null): Outcome<null> {
    const { kept } = this.#parts;
    const before = kept.read();
    const output = outputId === null ? null : (this.#known().find((one) => one.outputId === outputId) ?? null);
    if (outputId !== null && output === null) return { ok: false, problem: unknownOutput };
    const other = role === 'main' ? before.second : before.main;
    if (output !== null && output.outputId === other?.outputId) return { ok: false, problem: outputTaken };
    if (role === 'main') return this.#keep({ ...before, main: output });
    const volume = before.second?.volume ?? firstSecondVolume;
    return this.#keep({ ...before, second: output === null ? null : { ...output, volume } });
  }

  setSecondVolume(volume: number): Outcome<null> {
    const { kept, volumeCeiling } = this.#parts;
    const before = kept.read();
    if (before.second === null) return { ok: false, problem: unknownOutput };
    return this.#keep({ ...before, second: { ...before.second, volume: Math.min(volume, volumeCeiling()) } });
  }

  /** Plays a soft tone at an output; `picture()` tells how loud it is there while it lasts. */
  test(role: OutputRole): Outcome<null> {
    const { player, kept } = this.#parts;
    if (player.state().playing) return { ok: false, problem: musicPlays };
    if (role === 'second' && kept.read().second === null) return { ok: false, problem: unknownOutput };
    if (role === 'main' && this.#main === 'gone') return { ok: false, problem: mainGone };
    if (role === 'second' && this.#second !== 'runs') return { ok: false, problem: secondGone };
    player.testTone(role);
    return done;
  }

  /** The ceiling may be another now. */
  heedCeiling(): void {
    this.#parts.player.heedOutputs();
  }

  /** What may be chosen: what is there, and what was chosen before. */
  #known(): readonly Output[] {
    const { main, second } = this.#parts.kept.read();
    const chosen = [main, second].flatMap((one) => (one === null ? [] : [{ outputId: one.outputId, name: one.name }]));
    return [...(this.#present ?? []), ...chosen];
  }

  #keep(wish: OutputWish): Outcome<null> {
    const { kept, player, changed } = this.#parts;
    let outcome = done;
    try {
      kept.write(wish);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      outcome = { ok: false, problem: notKept };
    }
    player.heedOutputs();
    changed();
    return outcome;
  }

  #take(report: OutputReport): void {
    if (report.kind === 'tone') {
      this.#tone = report.over ? null : { role: report.role, levelDb: report.levelDb };
    } else {
      this.#present = report.present;
      this.#main = report.main;
      this.#second = report.second;
      // A player that began anew plays no tone any more; one that does tells of it in a moment.
      this.#tone = null;
      void this.#alert();
    }
    this.#parts.changed();
  }

  #problem(): Problem | null {
    const { player, kept } = this.#parts;
    if (this.#main === 'gone') return mainGone;
    const playing = player.state().problem;
    if (playing?.code === 'music-no-output') return playing;
    return kept.read().second !== null && this.#second === 'gone' ? secondGone : null;
  }

  /** A technical alert of the running session stands for as long as an output is not there. */
  async #alert(): Promise<void> {
    const sessionId = this.#parts.runningId();
    const problem = this.#problem();
    const before = this.#alerted;
    const now = sessionId === null || problem === null ? null : { sessionId, code: problem.code };
    if (before?.sessionId === now?.sessionId && before?.code === now?.code) return;
    this.#alerted = now;
    if (before !== null && before.sessionId === sessionId) {
      await this.#parts.report({ type: 'end-technical-alert', cause });
    }
    if (now === null || problem === null) return;
    const priority = problem === secondGone ? 'low' : 'medium';
    const sentence = `${problem.sentence} ${problem.remedy}`;
    await this.#parts.report({ type: 'raise-technical-alert', cause, priority, sentence });
  }
}
