import { describe, expect, it } from 'vitest';
import { RehearsalClock } from '../../electron/session/rehearsal-clock.ts';

function lab(speed: number) {
  let realMs = 1_000_000;
  const base = {
    read: () => ({ wallMs: 5_000_000 + realMs, utcOffsetMinutes: 0, uptimeMs: realMs, awakeMs: realMs, bootId: 'a' }),
    rate: () => 1,
  };
  const clock = new RehearsalClock(base, speed, () => realMs);
  const startMs = clock.read().uptimeMs;
  return { clock, pass: (ms: number) => (realMs += ms), passed: () => clock.read().uptimeMs - startMs };
}

describe('a rehearsal’s clock', () => {
  it('stands for two seconds after a touch, then runs at its speed while nobody is asked', () => {
    const { clock, pass, passed } = lab(60);
    clock.askedForSomething(false);
    clock.touched();
    pass(1_999);
    expect(passed()).toBe(0);
    expect(clock.rate()).toBe(0);
    pass(1_001);
    expect(passed()).toBe(60_000);
    expect(clock.rate()).toBe(60);
  });

  it('stands while something is under way, however many', () => {
    const { clock, pass, passed } = lab(240);
    clock.askedForSomething(false);
    pass(2_000);
    const one = clock.hold();
    const other = clock.hold();
    pass(5_000);
    one();
    one();
    pass(5_000);
    expect(passed()).toBe(0);
    other();
    pass(1_000);
    expect(passed()).toBe(240_000);
  });

  it('goes at 1 while the therapist is asked for something', () => {
    const { clock, pass, passed } = lab(240);
    clock.askedForSomething(true);
    pass(2_000);
    pass(3_000);
    expect(passed()).toBe(3_000);
  });

  it('at speed 1 is the machine’s own clock', () => {
    const { clock, pass, passed } = lab(1);
    clock.touched();
    const answer = clock.hold();
    pass(700);
    answer();
    expect(passed()).toBe(700);
  });

  it('never shows a time before the last event of the rehearsal that goes on', () => {
    const { clock } = lab(240);
    clock.notBefore({ ...clock.read(), uptimeMs: clock.read().uptimeMs + 90_000 });
    const reading = clock.read();
    expect(reading.uptimeMs).toBe(1_090_000);
    expect(reading.wallMs).toBe(5_000_000 + 1_090_000);
  });
});
