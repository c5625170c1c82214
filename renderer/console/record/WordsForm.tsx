import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Choice } from '../../design/Choice.tsx';
import { ProblemNote } from '../../design/ProblemNote.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { useAsk } from '../asking/useAsk.ts';
import { type Section, sectionOptions } from '../words/options.ts';

/** The therapist's own words for a part of the record; each addition is an entry of its own. */
export function WordsForm() {
  const { problem, busy, ask } = useAsk();
  const [section, setSection] = useState<Section | null>(null);
  const [text, setText] = useState('');
  return (
    <section className="form-stack" aria-label="Own words">
      <Choice label="Add words to" options={sectionOptions} value={section} onChange={setSection} />
      <TextArea label="Words" value={text} onChange={setText} rows={4} />
      <ProblemNote problem={problem} />
      <Button
        disabled={section === null || text.trim() === '' || busy}
        onPress={(press) => {
          if (section === null) return;
          void ask({ type: 'add-words', section, text: text.trim() }, press, () => setText(''));
        }}
      >
        Add to the record
      </Button>
    </section>
  );
}
