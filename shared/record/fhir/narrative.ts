import type { RecordDocument, RecordRow, RecordTable, SectionContent } from '../document.ts';
import { escapeHtml } from '../escape-html.ts';
import { tableOf } from '../part-tables.ts';
import type { Narrative } from './resources.ts';
import { wellFormed } from './well-formed.ts';

/** The part of XHTML that a FHIR narrative may hold, and of it what a record needs; every text is escaped. */
export function narrative(parts: readonly string[]): Narrative {
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${parts.join('')}</div>` };
}

/** Text of a narrative. XML has no place for some characters that text may have; they become U+FFFD. */
export function narrativeText(text: string): string {
  return escapeHtml(wellFormed(text)).replace(/\r\n?|\n/g, '<br/>');
}

/** A paragraph of a narrative. */
export function narrativeParagraph(text: string): string {
  return `<p>${narrativeText(text)}</p>`;
}

/** One part of a section of the record. */
export function narrativeContent(document: RecordDocument, content: SectionContent): string {
  switch (content.kind) {
    case 'paragraph':
      return narrativeParagraph(content.text);
    case 'words':
      return `<p><i>${narrativeText(content.said)}</i></p><blockquote><p>${narrativeText(content.text)}</p></blockquote>`;
    case 'rows':
      return `<ul>${content.rows.map(rowItem).join('')}</ul>`;
    case 'table':
      return tableXhtml(content.table);
    case 'part':
      return tableXhtml(tableOf(document, content.part));
  }
}

function rowItem({ label, value, remarks }: RecordRow): string {
  return `<li><b>${narrativeText(label)}:</b> ${narrativeText(value)}${remarksXhtml(remarks)}</li>`;
}

function remarksXhtml(remarks: readonly string[]): string {
  return remarks.map((remark) => ` <i>${narrativeText(remark)}</i>`).join('');
}

/** FHIR's narrative can strike nothing out: what was struck says so in a word. */
function tableXhtml({ caption, columns, rows }: RecordTable): string {
  const head = columns.map((column) => `<th>${narrativeText(column)}</th>`).join('');
  const body = rows.map(({ cells, remarks, standing }) => {
    const texts = cells.map((cell, index) => {
      const mark = standing === 'struck' && index === 0 ? '(struck) ' : '';
      const text = `${mark}${narrativeText(cell)}`;
      const shown = standing === 'marked' && cell !== '' ? `<b>${text}</b>` : text;
      return `<td>${shown}${index === cells.length - 1 ? remarksXhtml(remarks) : ''}</td>`;
    });
    return `<tr>${texts.join('')}</tr>`;
  });
  return `<table><caption>${narrativeText(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}
