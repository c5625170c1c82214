import { describe, expect, test } from 'vitest';
import { type RecordDocument, requiredGaps, sectionTitles } from '../../shared/record/document.ts';
import { draftRecord } from '../../shared/record/draft.ts';
import { recordMarkdown } from '../../shared/record/markdown.ts';
import { viewOfDraft } from '../../shared/record/record-view.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import {
  calmJournal,
  correctionsJournal,
  declinedJournal,
  hypertensionJournal,
  journeyNote,
  processWords,
  sampleNames,
  samples,
  unsteadyJournal,
} from './journal-samples.ts';
import { JournalScript, wholeWords } from './journal-script.ts';
import { addAddendum, signJournal } from './sign-journal.ts';

const draftOf = (events: readonly SessionEvent[]): RecordDocument => draftRecord(replay(events));
const lineOf = (document: RecordDocument, text: string) => {
  const found = document.timeline.find((entry) => entry.text.includes(text));
  if (found === undefined) throw new Error(`no line says ${text}`);
  return found;
};

/** A dosed session that ended, to leave something out of. */
function dosed(change: (script: JournalScript, doseId: string) => void, words: object = wholeWords): RecordDocument {
  const script = new JournalScript();
  script.open();
  script.precheck();
  script.block(9, [
    [124, 80, 68],
    [122, 79, 67],
  ]);
  const doseId = script.dose(22);
  change(script, doseId);
  script.reading(62, [130, 82, 70]);
  script.at(92, { type: 'return-begun' });
  script.recoverAndLeave(100, 144);
  script.words(150, words);
  return draftOf(script.events);
}
const endHold = (script: JournalScript, doseId: string) => script.endHold(36, doseId);
const sentences = (document: RecordDocument) => requiredGaps(document).map((gap) => gap.sentence);

describe('the record as a whole', () => {
  test.each(sampleNames)('%s reads as it was reviewed', async (name) => {
    const markdown = recordMarkdown(viewOfDraft(draftOf(samples[name]())));
    await expect(markdown).toMatchFileSnapshot(`./golden/${name}.md`);
  });

  test.each(sampleNames)('%s has the sixteen sections in order, each with something said', (name) => {
    const { sections } = draftOf(samples[name]());
    expect(sections.map((section) => section.id)).toEqual(Object.keys(sectionTitles));
    expect(sections.map((section) => section.number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    for (const section of sections) expect(section.content.length).toBeGreaterThan(0);
  });

  test('is plain data and the same for the same journal', () => {
    const document = draftOf(correctionsJournal());
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(draftOf(correctionsJournal())).toEqual(document);
  });

  test('covers what comes before the signature only', () => {
    const signed = signJournal(calmJournal());
    expect(draftOf(addAddendum(signed, 'later'))).toEqual(draftOf(calmJournal()));
  });
});

describe('time', () => {
  test('counts from the first dose, before and after it, and shows the wall clock', () => {
    const document = draftOf(calmJournal());
    expect(document.timesFrom).toBe('first-dose');
    expect(lineOf(document, 'Session opened').time).toMatchObject({ elapsed: 'T-0:22', clock: '13:00:00' });
    expect(lineOf(document, 'Dose 1 placed').time).toMatchObject({ elapsed: 'T+0:00', clock: '13:22:00' });
    expect(lineOf(document, '138/86').time).toMatchObject({
      elapsed: 'T+0:40',
      clock: '14:02:12',
      iso: '2026-11-23T14:02:12.000+01:00',
    });
  });

  test('counts from the opening where there was no dose', () => {
    const document = draftOf(declinedJournal());
    expect(document.timesFrom).toBe('session-opened');
    expect(lineOf(document, 'Not today').time.elapsed).toBe('S+0:37');
  });

  test('a wall clock that was set moves the clock shown and no elapsed time', () => {
    const document = draftOf(unsteadyJournal());
    expect(lineOf(document, 'wall clock was set 1 h back').time).toMatchObject({
      elapsed: 'T+0:46',
      clock: '13:10:00',
    });
    expect(lineOf(document, 'Stopped by the patient').time).toMatchObject({ elapsed: 'T+1:00', clock: '13:24:00' });
    expect(document.interruptions.map((row) => row.kind)).toEqual(['sleep', 'restart', 'wall-clock']);
  });
});

describe('what was said later', () => {
  const document = draftOf(correctionsJournal());

  test('a late entry stands when it happened and says when it was recorded; a corrected time moves it', () => {
    expect(lineOf(document, 'First tears')).toMatchObject({
      time: { clock: '13:48:00' },
      recorded: { clock: '13:55:00' },
      remarks: [
        'Late entry, recorded 13:55:00.',
        'Corrected 14:16:00 by Ines Halloran: It was earlier. Before: “First tears, hand held.”, 13:50:00.',
      ],
    });
  });

  test('a corrected dose counts as corrected, shows what it said before, and carries the time reference with it', () => {
    expect(document.doses[0]).toMatchObject({ lot: 'K24-181', placed: { clock: '13:21:00', elapsed: 'T+0:00' } });
    expect(document.doses[0]?.remarks.join()).toContain('lot K24-118');
    expect(document.doses[0]?.remarks.join()).toContain('13:22:00');
  });

  test('a retracted note and an undone phase stay, struck', () => {
    expect(lineOf(document, 'Wrong patient')).toMatchObject({
      standing: 'struck',
      remarks: ['Retracted 13:58:24 by Ines Halloran.'],
    });
    expect(
      lineOf({ ...document, timeline: document.timeline.filter((row) => row.standing === 'struck') }, 'Coming back'),
    ).toMatchObject({ remarks: ['Undone 14:00:06.'] });
    expect(document.phases.filter((phase) => phase.phase === 'recovery')).toHaveLength(1);
  });

  test('a struck reading and one that was never confirmed stay in the table', () => {
    expect(document.readings.map(({ systolicMmHg, status }) => [systolicMmHg, status])).toEqual([
      [124, 'confirmed'],
      [122, 'confirmed'],
      [188, 'struck'],
      [132, 'confirmed'],
      [130, 'pending'],
      [126, 'confirmed'],
    ]);
    expect(document.readings[2]).toMatchObject({
      byHand: true,
      ageWhenRecordedMs: 240_000,
      struckReason: 'Read off the wrong line of the display',
    });
    expect(document.gaps.map((gap) => gap.sentence)).toContain(
      'The reading of 14:10:00 was never confirmed against the monitor’s display.',
    );
  });

  test('an answer that was given again stays, struck, and the later one that is a concern is marked', () => {
    const table = document.sections[3]?.content.find((content) => content.kind === 'table');
    const answers =
      table?.kind === 'table' ? table.table.rows.filter((row) => row.cells[0]?.includes('lamotrigine')) : [];
    expect(answers.map((row) => [row.cells[1], row.standing])).toEqual([
      ['no', 'struck'],
      ['yes', 'marked'],
    ]);
  });

  test('a weight that was entered again stays on the timeline, struck', () => {
    expect(lineOf(document, 'Weight 68 kg').standing).toBe('struck');
    expect(document.timeline.some((entry) => entry.text === 'Weight 68.5 kg')).toBe(false);
  });
});

describe('vital signs', () => {
  test('a block’s average has one decimal within 1 of a limit, and none further off', () => {
    const near = draftOf(hypertensionJournal());
    expect(near.blocks.map((block) => [block.mean?.words, block.verdict])).toEqual([
      ['148/92', 'hold'],
      [undefined, 'interrupted'],
      ['140.5/88', 'hold'],
    ]);
  });

  test('a reading says its source, its monitor’s clock and its block', () => {
    const [reading] = draftOf(calmJournal()).readings;
    expect(reading?.source).toBe('monitor Beurer BM58, user A, its clock 2026-11-23 13:20, 2 min fast');
    expect(reading?.block).toBe(1);
  });

  test('what was set aside stands with its reason and is no reading', () => {
    const document = draftOf(hypertensionJournal());
    expect(document.setAside).toMatchObject([
      { numbers: '118/76, pulse 60', reason: 'Stored before the measurement was asked for.' },
    ]);
    expect(document.readings.some((reading) => reading.systolicMmHg === 118)).toBe(false);
    expect(lineOf(document, 'The monitor did not answer').kind).toBe('Blood pressure');
  });

  test('an alert says when it was acknowledged and ended; an override names prescriber, means and limit', () => {
    const document = draftOf(hypertensionJournal());
    expect(document.alerts).toMatchObject([
      {
        priority: 'medium',
        raised: { clock: '14:14:12' },
        acknowledged: { clock: '14:14:42' },
        ended: { clock: '14:26:12' },
      },
    ]);
    expect(document.overrides).toMatchObject([
      { condition: 'Blood pressure', prescriber: 'Dr Amara Lindqvist', means: 'phone', limit: 'up to 145 over 90' },
    ]);
    expect(lineOf(document, 'overridden').standing).toBe('marked');
  });
});

describe('doses, recovery and departure', () => {
  test('a booster is a dose of its own, and the total is given per kg', () => {
    const document = draftOf(hypertensionJournal());
    expect(document.doses.map((dose) => [dose.number, dose.doseMg, dose.booster, dose.hold?.outcome])).toEqual([
      [1, 100, false, 'spat'],
      [2, 50, true, 'partly-swallowed'],
    ]);
    const text = JSON.stringify(document.sections[6]);
    expect(text).toContain('150 mg (2.21 mg/kg); last session 100 mg');
  });

  test('checks are judged against the patient’s own baseline', () => {
    const verdicts = draftOf(unsteadyJournal()).recoveryChecks.map((row) => [row.check, row.when, row.verdict]);
    expect(verdicts).toEqual([
      ['gait', 'before-dose', 'baseline'],
      ['orientation', 'before-dose', 'baseline'],
      ['gait', 'recovery', 'failed'],
      ['orientation', 'recovery', 'failed'],
      ['gait', 'recovery', 'passed'],
      ['orientation', 'recovery', 'passed'],
    ]);
  });

  test('departure shows its conditions as they stood then', () => {
    const { departure } = draftOf(calmJournal());
    expect(departure).toMatchObject({ way: 'ready', sinceLastDoseMs: 122 * 60_000 });
    expect(departure?.conditions.map((condition) => condition.status)).toEqual(
      Array.from({ length: departure?.conditions.length ?? 0 }, () => 'met'),
    );
  });

  test('leaving against advice is named so, with what was open', () => {
    const script = new JournalScript();
    script.open();
    script.precheck();
    script.endHold(36, script.dose(22));
    script.at(50, {
      type: 'left-against-advice',
      inTheirWords: 'I have to go.',
      toldWhom: 'Dr Lindqvist by phone',
      escortPresent: false,
      drivesThemselves: false,
      safetySteps: ['emergency contact called'],
    });
    const document = draftOf(script.events);
    expect(document.departure?.way).toBe('against-advice');
    expect(document.departure?.conditions.find((condition) => condition.id === 'minimum-stay')?.status).toBe('unmet');
    expect(JSON.stringify(document.sections[12])).toContain('LEFT AGAINST ADVICE');
    expect(JSON.stringify(document.sections[12])).toContain('emergency contact called');
  });

  test('a declined session says why, and needs no peak experience', () => {
    const document = draftOf(declinedJournal());
    expect(document.header.outcome).toBe('declined');
    expect(sentences(document)).toEqual([]);
    expect(JSON.stringify(document.sections[12])).toContain('Three blocks at or above 140 or 90.');
  });
});

describe('gaps', () => {
  test('a whole session has none that is required', () => {
    expect(sentences(dosed(endHold))).toEqual([]);
  });

  test('a hold without an outcome', () => {
    expect(sentences(dosed(() => {}))).toEqual(['How the hold of dose 1 (13:22:00) ended is not recorded.']);
  });

  test.each([
    ['peak-experience', 'Your words on the peak experience are missing.'],
    ['assessment', 'Your assessment is missing.'],
    ['plan', 'Your plan is missing.'],
  ])('no words for %s', (section, sentence) => {
    const { [section]: _left, ...words } = { ...wholeWords } as Record<string, string>;
    expect(sentences(dosed(endHold, words))).toEqual([sentence]);
  });

  test('an open suicidal statement, and an adverse event without an end', () => {
    const document = dosed((script, doseId) => {
      endHold(script, doseId);
      script.at(40, { type: 'suicidal-statement-recorded', statementId: 's1', inTheirWords: 'I want it to end.' });
      script.at(41, {
        type: 'adverse-event-recorded',
        adverseEventId: 'a1',
        kind: 'Dizziness',
        severity: 'mild',
        expected: true,
        serious: false,
        action: '',
      });
    });
    expect(sentences(document)).toEqual([
      'The suicidal statement of 13:40:00 has no outcome recorded.',
      'The adverse event “Dizziness” of 13:41:00 has no end and outcome.',
    ]);
  });

  test('consent and identity of a dosed session', () => {
    const events = calmJournal().filter(
      ({ body }) => body.type !== 'consent-recorded' && body.type !== 'identity-confirmed',
    );
    expect(sentences(draftOf(events))).toEqual([
      'The patient’s identity was not confirmed.',
      'The consent of the day is not recorded.',
    ]);
  });

  test('a session that has not ended', () => {
    const script = new JournalScript();
    script.open();
    expect(sentences(draftOf(script.events))).toContain('The session has not ended yet.');
  });

  test('an emergency that still stands, and a gap of unknown length', () => {
    const document = dosed((script, doseId) => {
      endHold(script, doseId);
      script.at(38, { type: 'resumed', after: 'machine-restart', gapMs: 0, gapUncertain: true }, { by: 'console' });
      script.at(39, { type: 'emergency-opened' });
    });
    expect(sentences(document)).toEqual([
      'How long the machine was off is unknown: state the gap.',
      'The emergency has not been stood down.',
    ]);
  });
});

describe('process notes', () => {
  const text = (events: readonly SessionEvent[]) => JSON.stringify(draftOf(events));

  test('are in no part of the document; the note beside them is', () => {
    for (const events of [calmJournal(), correctionsJournal()])
      expect(text(events)).not.toContain('countertransference');
    expect(text(calmJournal())).toContain(journeyNote);
    expect(draftOf(calmJournal()).leftOutEntries).toBe(1);
    expect(draftOf(correctionsJournal()).leftOutEntries).toBe(2);
  });

  test('a note that was moved there takes its first words and its corrections along', () => {
    const script = JournalScript.continuing(calmJournal(), 9_000);
    const note = script.note(160, 'secret one');
    if (note.body.type !== 'note-recorded') throw new Error('not a note');
    script.at(161, {
      type: 'corrected',
      eventId: note.eventId,
      reason: 'secret two',
      body: { ...note.body, stream: 'process', text: 'secret three' },
      earlierByMinutes: null,
    });
    script.at(162, { type: 'note-retracted', noteId: note.body.noteId });
    expect(text(script.events)).not.toContain('secret');
    expect(draftOf(script.events).leftOutEntries).toBe(4);
  });

  test('change nothing else of the document', () => {
    const without = calmJournal().filter(({ body }) => body.type !== 'note-recorded' || body.text !== processWords);
    const { timeline, leftOutEntries, sections, ...rest } = draftOf(calmJournal());
    const other = draftOf(without);
    expect(other).toMatchObject(rest);
    expect(timeline).toEqual(other.timeline);
    expect([leftOutEntries, other.leftOutEntries]).toEqual([1, 0]);
    expect(sections.slice(0, 15)).toEqual(other.sections.slice(0, 15));
  });
});
