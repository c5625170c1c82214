import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { numberFrom } from '../asking/number-from.ts';
import { useAsk } from '../asking/useAsk.ts';
import { noteWords } from '../words/note-words.ts';
import { type CorrectableEvent, correctableWords } from './correctable.ts';
import { type CorrectionField, correctedBody, correctionFields } from './correction-fields.ts';

const words = noteWords.correction;

/** Corrects one entry: what it should have said, when it happened, and why. The entry itself stays as it was. */
export function CorrectionForm({ event, onDone }: { event: CorrectableEvent; onDone: () => void }) {
  const { problem, busy, ask } = useAsk();
  const fields = correctionFields(event.body);
  const [values, setValues] = useState<Record<string, string>>({});
  const [earlier, setEarlier] = useState('');
  const [reason, setReason] = useState('');

  const changed = fields.some((field) => values[field.path] !== undefined && values[field.path] !== field.value);
  const body = changed ? correctedBody(event.body, values) : null;
  const earlierByMinutes = numberFrom(earlier);
  const ready = reason.trim() !== '' && (changed ? body !== null : earlierByMinutes !== null) && !busy;

  const file = () =>
    void ask(
      { type: 'correct', eventId: event.eventId, reason: reason.trim(), body, earlierByMinutes },
      undefined,
      onDone,
    );

  return (
    <form
      className="form-stack"
      aria-label={words.title(correctableWords[event.body.type])}
      onSubmit={(e) => e.preventDefault()}
    >
      {fields.map((field) => (
        <CorrectionInput
          key={field.path}
          field={field}
          value={values[field.path] ?? field.value}
          onChange={(value) => setValues((before) => ({ ...before, [field.path]: value }))}
        />
      ))}
      <Field
        label={words.earlier}
        kind="number"
        unit={words.earlierUnit}
        value={earlier}
        onChange={setEarlier}
        hint={words.earlierHint}
      />
      <TextArea label={words.reason} value={reason} onChange={setReason} rows={2} />
      <ProblemNote problem={problem} />
      <div className="action-row">
        <Button kind="primary" disabled={!ready} onPress={file}>
          {words.file}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words.back}
        </Button>
      </div>
    </form>
  );
}

function CorrectionInput({
  field,
  value,
  onChange,
}: {
  field: CorrectionField;
  value: string;
  onChange: (value: string) => void;
}) {
  switch (field.kind) {
    case 'yes-no':
      return <YesNo label={field.label} value={value === 'yes' ? 'yes' : 'no'} onChange={onChange} />;
    case 'choice':
      return <Choice label={field.label} options={field.options} value={value} onChange={onChange} />;
    case 'number':
      return <Field label={field.label} kind="number" value={value} onChange={onChange} />;
    case 'text':
      return <TextArea label={field.label} value={value} onChange={onChange} rows={2} />;
  }
}
