import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { Field } from '../../design/Field.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { YesNo } from '../../design/YesNo.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { whenOptions } from '../notes/when.ts';
import { type Severity, severityOptions } from '../words/options.ts';
import { adverseKinds } from './adverse-kinds.ts';

/** One adverse event: what, how severe, whether expected or serious, when it began, and what was done. */
export function AdverseEventForm({ onDone }: { onDone: () => void }) {
  const { problem, busy, ask } = useAsk();
  const [kind, setKind] = useState<string | null>(null);
  const [other, setOther] = useState('');
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [expected, setExpected] = useState<'yes' | 'no' | null>(null);
  const [serious, setSerious] = useState<'yes' | 'no' | null>(null);
  const [when, setWhen] = useState('0');
  const [action, setAction] = useState('');
  const named = kind === 'Other' ? other.trim() : (kind ?? '');
  const ready = named !== '' && severity !== null && expected !== null && serious !== null;

  const file = () => {
    if (severity === null) return;
    void ask(
      {
        type: 'record-adverse-event',
        kind: named,
        severity,
        expected: expected === 'yes',
        serious: serious === 'yes',
        action: action.trim(),
        happenedMinutesAgo: Number(when),
      },
      undefined,
      onDone,
    );
  };

  return (
    <section className="form-stack" aria-label="New adverse event">
      {adverseKinds.map(({ group, kinds }) => (
        <Choice
          key={group}
          label={group}
          options={kinds.map((name) => ({ value: name, label: name }))}
          value={kind !== null && kinds.includes(kind) ? kind : null}
          onChange={setKind}
        />
      ))}
      {kind === 'Other' && <Field label="What it is" value={other} onChange={setOther} />}
      <Choice label="Severity" options={severityOptions} value={severity} onChange={setSeverity} />
      <YesNo label="Expected" value={expected} onChange={setExpected} />
      <YesNo
        label="Serious: life-threatening, hospital, lasting harm, or needs intervention"
        value={serious}
        onChange={setSerious}
      />
      <Choice label="Began" options={whenOptions} value={when} onChange={setWhen} />
      <Field label="What was done" value={action} onChange={setAction} />
      <ProblemNote problem={problem} />
      <div className="action-row">
        <Button kind="primary" disabled={!ready || busy} onPress={file}>
          Save adverse event
        </Button>
        <Button kind="quiet" onPress={onDone}>
          Back
        </Button>
      </div>
    </section>
  );
}
