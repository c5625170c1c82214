import { Fragment, useMemo } from 'react';
import type { RecordDocument, RecordTable, SectionContent } from '../../../shared/record/document.ts';
import { tableOf } from '../../../shared/record/part-tables.ts';
import { recordTitle } from '../../../shared/record/record-view.ts';
import { stripLegend } from '../../../shared/record/strip.ts';
import { drawStrip } from '../../../shared/strip/draw-strip.ts';
import { recordFrame } from '../../../shared/strip/frame.ts';
import { recordStrip } from '../../../shared/strip/record-strip.ts';
import { StripDrawing } from '../strip/StripDrawing.tsx';
import { sectionElementId } from './section-element-id.ts';
import './record.css';

/** The record as it stands, section by section, in the same words as its exports. */
export function RecordView({ document: record }: { document: RecordDocument }) {
  return (
    <article className="record" aria-label="Record">
      <h2 className="record-title">{recordTitle(record)}</h2>
      <RecordStrip record={record} />
      {record.sections.map((section) => (
        <section key={section.id} aria-labelledby={sectionElementId(section.id)}>
          <h3 id={sectionElementId(section.id)} tabIndex={-1}>
            {section.number}. {section.title}
          </h3>
          {section.content.map((content, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a section's contents have no name and keep their order
            <Content key={index} record={record} content={content} />
          ))}
        </section>
      ))}
    </article>
  );
}

/** The strip as it is printed. */
function RecordStrip({ record }: { record: RecordDocument }) {
  const drawn = useMemo(() => {
    const content = recordStrip(record);
    return { shapes: drawStrip(content, recordFrame), summary: content.summary };
  }, [record]);
  return (
    <figure className="record-strip">
      <StripDrawing {...drawn} width={recordFrame.width} height={recordFrame.height} />
      <figcaption>{stripLegend}</figcaption>
    </figure>
  );
}

function Content({ record, content }: { record: RecordDocument; content: SectionContent }) {
  switch (content.kind) {
    case 'paragraph':
      return <p>{content.text}</p>;
    case 'words':
      return (
        <figure className="record-words">
          <blockquote>{content.text}</blockquote>
          <figcaption>{content.said}</figcaption>
        </figure>
      );
    case 'rows':
      return (
        <dl className="record-rows">
          {content.rows.map((row) => (
            <Fragment key={`${row.label} ${row.value}`}>
              <dt>{row.label}</dt>
              <dd>
                {row.value}
                <Remarks remarks={row.remarks} />
              </dd>
            </Fragment>
          ))}
        </dl>
      );
    case 'table':
      return <Table table={content.table} />;
    case 'part':
      return <Table table={tableOf(record, content.part)} />;
  }
}

function Table({ table }: { table: RecordTable }) {
  return (
    <div className="record-table">
      <table>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may say the same twice and keep their order
            <tr key={index} data-standing={row.standing}>
              {row.cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell's column is its place
                <td key={column}>
                  {row.standing === 'struck' ? <s>{cell}</s> : cell}
                  {column === row.cells.length - 1 && <Remarks remarks={row.remarks} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Remarks({ remarks }: { remarks: readonly string[] }) {
  return remarks.length === 0 ? null : <span className="record-remarks"> ({remarks.join('; ')})</span>;
}
