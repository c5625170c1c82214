import { type RecordDocument, requiredGaps, type SectionId, sectionTitles } from '../../../shared/record/document.ts';
import { Button } from '../../design/Button.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { sectionElementId } from './section-element-id.ts';

/** What the record lacks, each with the way to its section; a required one keeps it from being signed. */
export function RecordGaps({ document: record }: { document: RecordDocument }) {
  const required = requiredGaps(record).length;
  return (
    <section className="form-stack" aria-label="What is missing">
      <p role="status">{gapWords(required, record.gaps.length - required)}</p>
      <ul className="plain-list" aria-label="Gaps">
        {record.gaps.map((gap) => (
          <li key={`${gap.section} ${gap.sentence}`} className="record-gap">
            <StatusMark status={gap.required ? 'unmet' : 'advisory'} words={gap.required ? 'Required' : 'Advised'} />
            <span className="record-gap-sentence">{gap.sentence}</span>
            <Button kind="quiet" label={`Show ${sectionTitles[gap.section]}`} onPress={() => goTo(gap.section)}>
              Show
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function gapWords(required: number, advised: number): string {
  if (required === 0 && advised === 0) return 'Nothing is missing.';
  if (required === 0) return `Ready to sign; ${advised} advised.`;
  return `${required} required before signing, ${advised} advised.`;
}

function goTo(section: SectionId): void {
  const heading = document.getElementById(sectionElementId(section));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus();
}
