import { protocolOf, type Recorded } from '../session/state.ts';
import type { RecordDocument, RecordRow, RecordTable, SectionContent } from './document.ts';
import { type Entry, entriesOfType, type RecordContext, remarksOf } from './entries.ts';
import { eventText } from './event-text.ts';
import { clockOf, exactSpanInWords, recordTime, spanInWords } from './record-time.ts';
import { notRecorded, paragraph, part, row, rows, therapistWords } from './section-content.ts';
import { counted, identifierNames, yesOrNo } from './wording.ts';

type Drafted = Omit<RecordDocument, 'sections' | 'gaps'>;

/** Section 1: who, where, when, by which rules. */
export function sessionSection(entries: readonly Entry[], context: RecordContext, drafted: Drafted): SectionContent[] {
  const { state, reference } = context;
  const { header } = drafted;
  const opened = state.opened;
  if (opened === null) return [];
  const ended = state.departed ?? state.leftAgainstAdvice ?? state.declined;
  const identity = state.identity;
  const kind = header.sessionKind === 'medicine' ? 'Medicine session' : 'Maintenance session';
  const credential = header.clinician.credential === '' ? '' : `, ${header.clinician.credential}`;
  return rows(
    row('Patient', header.patient.name),
    row('Date of birth', header.patient.dateOfBirth),
    row('Phone', stated(header.patient.phone)),
    row('Emergency contact', stated(header.patient.emergencyContact)),
    identity === null
      ? row('Identity', 'Not confirmed')
      : row(
          'Identity',
          `Confirmed by ${identity.body.identifiers.map((item) => identifierNames[item]).join(' and ')}, ${recordTime(reference, identity.at).clock}`,
          remarksOfEvent(entries, identity, context),
        ),
    row('Session', `${kind} ${header.sessionNumber} of ${header.sessionOf}`),
    row('Date', header.date),
    row('Place', stated([header.clinic.name, header.clinic.address].filter((text) => text !== '').join(', '))),
    row('Clinician present', `${header.clinician.name}${credential} (therapist)`),
    row('Began', recordTime(reference, opened.at).clock),
    ended === null
      ? row('Ended', 'Not ended')
      : row(
          'Ended',
          `${recordTime(reference, ended.at).clock}, after ${spanInWords(ended.at.elapsedMs - opened.at.elapsedMs)}`,
        ),
    row('Protocol', `${header.protocol.title} (${header.protocol.id} ${header.protocol.version})`),
  );
}

function stated(text: string): string {
  return text === '' ? 'Not stated' : text;
}

function remarksOfEvent(entries: readonly Entry[], recorded: Recorded<unknown>, context: RecordContext): string[] {
  const entry = entries.find(({ event }) => event.eventId === recorded.eventId);
  return entry === undefined ? [] : remarksOf(entry, context);
}

/** Section 2: what changed since the last session. */
export function intervalSection(entries: readonly Entry[], context: RecordContext): SectionContent[] {
  const { state } = context;
  const course = state.opened?.body.course;
  const changes = questionTable('Changes since last time', entries, context, ['change']);
  const kept = course?.lastIntegrationKept ?? null;
  return [
    ...rows(
      row('Last dose in all', course?.lastDoseMg == null ? 'None in this course' : `${course.lastDoseMg} mg`),
      kept === null ? null : row('Last integration', kept ? 'Kept' : 'Not kept'),
    ),
    ...changes,
    ...therapistWords(entries, 'interval-history', context),
  ];
}

type QuestionGroup = ReturnType<typeof protocolOf>['questions'][number]['group'];

/** Every answer of these groups; an answer that was given again stays, struck. */
function questionTable(
  caption: string,
  entries: readonly Entry[],
  context: RecordContext,
  groups: readonly QuestionGroup[],
): SectionContent[] {
  const answers = entriesOfType(entries, 'question-answered');
  const questions = protocolOf(context.state).questions.filter((question) => groups.includes(question.group));
  const tableRows = questions.flatMap((question): RecordTable['rows'][number][] => {
    const given = answers.filter(({ body }) => body.questionId === question.id);
    if (given.length === 0) return [{ cells: [question.text, 'not asked'], remarks: [], standing: 'stands' }];
    return given.map(({ entry, body }, index) => {
      const last = index === given.length - 1;
      return {
        cells: [question.text, body.answer],
        remarks: [
          ...(body.remarks === '' ? [] : [body.remarks]),
          ...remarksOf(entry, context),
          ...(last ? [] : [replacedRemark(entry, context)]),
        ],
        standing: !last ? 'struck' : body.answer === question.concern ? 'marked' : 'stands',
      };
    });
  });
  return [{ kind: 'table', table: { caption, columns: ['Question', 'Answer'], rows: tableRows } }];
}

function replacedRemark(entry: Entry, context: RecordContext): string {
  return `Answered ${recordTime(context.reference, entry.effective.happenedAt).clock}, answered again later.`;
}

/** Section 3: the consent of the day. */
export function consentSection(entries: readonly Entry[], context: RecordContext): SectionContent[] {
  const consent = context.state.consent;
  if (consent === null) return [paragraph('No consent is recorded.')];
  const { given, offLabelExplained, touchAgreed, remarks } = consent.body;
  return [
    ...rows(
      row(
        'Consent today',
        `${given ? 'Given' : 'Not given'}, ${recordTime(context.reference, consent.at).clock}`,
        remarksOfEvent(entries, consent, context),
      ),
      row('Off-label explained', yesOrNo(offLabelExplained)),
      row('Touch agreed', yesOrNo(touchAgreed)),
      remarks === '' ? null : row('Remarks', remarks),
    ),
    notRecorded('version of the consent form, limits of touch, consent to recordings'),
  ];
}

/** Section 4: contraindications, medicines, fasting, escort, and what the prescriber overrode. */
export function precheckSection(entries: readonly Entry[], context: RecordContext, drafted: Drafted): SectionContent[] {
  const { state } = context;
  const { fasting, weight, escort } = state;
  const { durations } = protocolOf(state);
  return [
    ...rows(
      row('Allergies', stated(drafted.header.patient.allergies)),
      fasting === null
        ? row('Fasting', 'Not recorded')
        : row(
            'Fasting',
            `Last food ${fasting.body.hoursSinceFood} h ago (at least ${durations.fastingFood.value} h), last clear fluid ${fasting.body.hoursSinceClearFluid} h ago (at least ${durations.fastingClearFluid.value} h)`,
            remarksOfEvent(entries, fasting, context),
          ),
      weight === null
        ? row('Weight', 'Not recorded')
        : row('Weight', `${weight.body.weightKg} kg`, remarksOfEvent(entries, weight, context)),
      escort === null
        ? row('Escort', 'Not recorded')
        : row(
            'Escort',
            `${escort.body.name}, ${escort.body.relation}, ${escort.body.phone}; brought the patient: ${yesOrNo(escort.body.broughtThePatient)}`,
            remarksOfEvent(entries, escort, context),
          ),
    ),
    ...questionTable('Questions before the dose', entries, context, ['contraindication', 'medicine', 'readiness']),
    ...part('overrides', drafted.overrides),
  ];
}

/** Section 5: the patient's intention and state of mind. */
export function setSection(entries: readonly Entry[], context: RecordContext): SectionContent[] {
  const preparation = context.state.preparation;
  if (preparation === null) return [paragraph('No preparation is recorded.')];
  const { intention, mantra, mindfulnessDone, moodBefore } = preparation.body;
  return [
    { kind: 'words', said: 'Intention, in the patient’s words', text: intention },
    ...(mantra === '' ? [] : [{ kind: 'words', said: 'Mantra', text: mantra } as const]),
    ...rows(
      row('Mindfulness', mindfulnessDone ? 'Done' : 'Not done', remarksOfEvent(entries, preparation, context)),
      row('Mood before', moodBefore === null ? 'Not asked' : `${moodBefore} of 10`),
    ),
    notRecorded('questionnaires (PHQ-9, GAD-7), mental status examination'),
  ];
}

/** Section 6: room, comfort and music. */
export function settingSection(entries: readonly Entry[], context: RecordContext, drafted: Drafted): SectionContent[] {
  const { comfort, music } = context.state;
  const heardMs = drafted.music.reduce(
    (sum, span) => sum + (span.until === null ? 0 : span.until.elapsedMs - span.from.elapsedMs),
    0,
  );
  const openSpan = drafted.music.find((span) => span.until === null);
  const heard: RecordRow | null =
    drafted.music.length === 0
      ? null
      : row(
          'Music heard',
          `From ${drafted.music[0]?.from.clock ?? ''}, in ${counted(drafted.music.length, 'part')}, ${openSpan === undefined ? exactSpanInWords(heardMs) : `its end not reported after ${clockOf(openSpan.from.iso, drafted.header.date)}`}`,
        );
  return [
    ...rows(
      comfort === null
        ? row('Comfort', 'Not recorded')
        : row(
            'Comfort',
            `On the ${comfort.body.place}; eye mask: ${yesOrNo(comfort.body.eyeMask)}; weighted blanket: ${yesOrNo(comfort.body.weightedBlanket)}`,
            remarksOfEvent(entries, comfort, context),
          ),
      music === null
        ? row('Music', 'Not chosen')
        : row(
            'Music',
            `${music.body.title}, ${counted(music.body.trackCount, 'track')}${music.body.endless ? ', without end' : `, ${spanInWords(music.body.totalMs)}`}`,
          ),
      heard,
    ),
    notRecorded('room, people present besides the therapist'),
  ];
}

/** Section 7: order, doses, holds. */
export function medicineSection(entries: readonly Entry[], context: RecordContext, drafted: Drafted): SectionContent[] {
  const { state, reference } = context;
  const { order, goAhead, weight } = state;
  const totalMg = drafted.doses.reduce((sum, dose) => sum + dose.doseMg, 0);
  const perKg = weight === null || totalMg === 0 ? '' : ` (${(totalMg / weight.body.weightKg).toFixed(2)} mg/kg)`;
  const lastMg = state.opened?.body.course.lastDoseMg ?? null;
  return [
    ...rows(
      order === null
        ? row('Order', 'Not recorded')
        : row('Order', eventText(order.body, context.wording)?.text ?? '', remarksOfEvent(entries, order, context)),
      goAhead === null || drafted.doses.length === 0
        ? null
        : row(
            'Patient’s go-ahead',
            `${recordTime(reference, goAhead.at).clock}${goAhead.body.inTheirWords === '' ? '' : `: “${goAhead.body.inTheirWords}”`}`,
          ),
      row(
        'Dose in all',
        drafted.doses.length === 0
          ? 'None: no dose was given'
          : `${totalMg} mg${perKg}${lastMg === null ? '' : `; last session ${lastMg} mg`}`,
      ),
    ),
    ...part('doses', drafted.doses),
    ...(drafted.doses.length === 0
      ? []
      : [notRecorded('pharmacy, prescription number, beyond-use date, tablets left over and their witness')]),
  ];
}
