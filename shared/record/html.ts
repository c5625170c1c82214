import type { RecordRow, RecordTable, SectionContent } from './document.ts';
import { escapeHtml } from './escape-html.ts';
import { tableOf } from './part-tables.ts';
import { printPageHtml } from './print-page.ts';
import { nameWithCredential, type RecordView, recordTitle, statedTime } from './record-view.ts';
import { shortCode } from './signing.ts';
import { stripChart, stripLegend, stripStyle } from './strip.ts';
import { meaningNames } from './wording.ts';

/** A record as one printable HTML page: white, ink only, the strip chart as vectors; whatever was typed is escaped. */
export function recordHtml(view: RecordView, fontCss: string): string {
  const { document, signed } = view;
  const { header } = document;
  const title = recordTitle(document);
  const mark = header.rehearsal ? 'REHEARSAL' : signed === null ? 'DRAFT, not signed' : '';
  const copy = view.leftOut.length === 0 ? '' : 'REDACTED COPY';
  return printPageHtml({
    title,
    fontCss,
    style: recordStyle + stripStyle,
    headLeft: `${header.patient.name}, born ${header.patient.dateOfBirth}`,
    headRight: [mark, copy, title].filter((text) => text !== '').join(' · '),
    footLeft: signed === null ? 'Not signed' : `Record ${shortCode(signed.recordSha256)}`,
    body: [
      headingHtml(view),
      leftOutHtml(view),
      gapsHtml(view),
      `<figure>${stripChart(document)}<figcaption>${stripLegend}</figcaption></figure>`,
      ...document.sections.map((section) =>
        [
          `<section><h2>${section.number}. ${escapeHtml(section.title)}</h2>`,
          ...section.content.map((content) => contentHtml(view, content)),
          ...(section.id === 'signature' ? [signatureHtml(view)] : []),
          '</section>',
        ].join(''),
      ),
    ].join(''),
  });
}

function headingHtml({ document, signed }: RecordView): string {
  const { header } = document;
  const banner = header.rehearsal
    ? '<p class="banner">REHEARSAL: no patient, no medicine</p>'
    : signed === null
      ? '<p class="banner">DRAFT: not signed</p>'
      : '';
  return [
    banner,
    `<header><p class="clinic">${escapeHtml(header.clinic.name)}</p><h1>${escapeHtml(recordTitle(document))}</h1></header>`,
  ].join('');
}

function leftOutHtml({ leftOut }: RecordView): string {
  if (leftOut.length === 0) return '';
  const items = leftOut.map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return `<aside class="gaps"><p>REDACTED COPY: this is left out; the signature is the whole record’s</p><ul>${items.join('')}</ul></aside>`;
}

function gapsHtml({ document }: RecordView): string {
  if (document.gaps.length === 0) return '';
  const items = document.gaps.map(
    (gap) => `<li>${escapeHtml(gap.sentence)}${gap.required ? ' <strong>Required.</strong>' : ''}</li>`,
  );
  return `<aside class="gaps"><p>What this record lacks</p><ul>${items.join('')}</ul></aside>`;
}

function contentHtml({ document }: RecordView, content: SectionContent): string {
  switch (content.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(content.text)}</p>`;
    case 'words':
      return `<figure class="words"><figcaption>${escapeHtml(content.said)}</figcaption><blockquote>${escapeHtml(content.text)}</blockquote></figure>`;
    case 'rows':
      return `<dl>${content.rows.map(rowHtml).join('')}</dl>`;
    case 'table':
      return tableHtml(content.table, 'own');
    case 'part':
      return tableHtml(tableOf(document, content.part), content.part);
  }
}

function rowHtml({ label, value, remarks }: RecordRow): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}${remarksHtml(remarks)}</dd></div>`;
}

function remarksHtml(remarks: readonly string[]): string {
  return remarks.map((remark) => `<small class="remark">${escapeHtml(remark)}</small>`).join('');
}

function tableHtml({ caption, columns, rows }: RecordTable, name: string): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows.map(({ cells, remarks, standing }) => {
    const last = cells.length - 1;
    const texts = cells.map((cell, index) => {
      const text = standing === 'struck' ? `<s>${escapeHtml(cell)}</s>` : escapeHtml(cell);
      return `<td>${text}${index === last ? remarksHtml(remarks) : ''}</td>`;
    });
    return `<tr class="${standing}">${texts.join('')}</tr>`;
  });
  const table = `<table class="${name}"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
  // Long and narrow: two columns of the page save half a page.
  return columns.length === 2 && rows.length > 8 ? `<div class="two">${table}</div>` : table;
}

function signatureHtml({ signed }: RecordView): string {
  if (signed === null) return '<p>Not signed.</p>';
  const { signature, recordSha256, addenda, countersignatures } = signed;
  const block = [
    `<div class="signature"><p class="name">${escapeHtml(nameWithCredential(signature))}</p>`,
    `<p>Signed as ${meaningNames[signature.meaning]}, ${statedTime(signature.signedAt)}</p>`,
    '<dl>',
    rowHtml({ label: 'Short code', value: shortCode(recordSha256), remarks: [] }),
    rowHtml({ label: 'Record, SHA-256', value: recordSha256, remarks: [] }),
    rowHtml({ label: 'Key, Ed25519', value: signature.publicKeyHex, remarks: [] }),
    rowHtml({ label: 'Signature', value: signature.signatureHex, remarks: [] }),
    '</dl></div>',
  ].join('');
  const added = addenda.map(
    (addendum, index) =>
      `<div class="signature"><p class="name">Addendum ${index + 1}</p><blockquote>${escapeHtml(addendum.text)}</blockquote><p>${escapeHtml(nameWithCredential(addendum))}, ${statedTime(addendum.at)}</p><dl>${rowHtml({ label: 'Signature', value: addendum.signatureHex, remarks: [] })}</dl></div>`,
  );
  const countersigned = countersignatures.map(
    (second) =>
      `<div class="signature"><p class="name">${escapeHtml(nameWithCredential(second))}</p><p>Countersigned as ${meaningNames[second.meaning]}, ${statedTime(second.signedAt)}</p><dl>${rowHtml({ label: 'Key, Ed25519', value: second.publicKeyHex, remarks: [] })}${rowHtml({ label: 'Signature', value: second.signatureHex, remarks: [] })}</dl></div>`,
  );
  return block + added.join('') + countersigned.join('');
}

const recordStyle = `
header { margin-bottom: 2mm; }
.clinic { margin: 0; }
.banner { border: 1.5pt solid #000; padding: 1mm 2mm; font-weight: 600; text-align: center; }
.gaps { border: 0.8pt solid #000; padding: 1.5mm 2.5mm; margin: 2mm 0; break-inside: avoid; }
.gaps p { font-weight: 600; margin: 0 0 0.5mm; }
.gaps ul { margin: 0; padding-left: 4mm; }
figure { margin: 1mm 0 1.5mm; break-inside: avoid; }
.words { break-inside: auto; }
figcaption { font-size: 8pt; color: #333; break-after: avoid; }
blockquote { margin: 0.3mm 0 1mm; padding-left: 3mm; border-left: 1.2pt solid #000; white-space: pre-wrap; }
dl { margin: 0 0 1.2mm; columns: 2; column-gap: 7mm; }
dl > div { display: grid; grid-template-columns: 31mm 1fr; column-gap: 2mm; break-inside: avoid; padding: 0.25mm 0; }
dt { color: #333; }
dd { margin: 0; white-space: pre-wrap; }
.signature dl { columns: 1; }
.signature dd { font-size: 8pt; }
table { width: 100%; border-collapse: collapse; margin: 0 0 2mm; font-size: 8pt; line-height: 1.2; }
caption { text-align: left; font-weight: 600; padding: 0.5mm 0 0.8mm; break-after: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { text-align: left; white-space: nowrap; font-weight: 600; border-bottom: 0.8pt solid #000; padding: 0.3mm 2mm 0.5mm 0; vertical-align: bottom; }
td { border-bottom: 0.3pt solid #aaa; padding: 0.3mm 2mm 0.4mm 0; vertical-align: top; white-space: pre-wrap; }
.marked td { font-weight: 600; }
.marked td:first-child { border-left: 2.4pt solid #000; padding-left: 1.5mm; }
.struck td { color: #444; }
.remark { display: block; font-size: 7.5pt; font-weight: 400; color: #222; font-style: italic; }
.timeline td:nth-child(-n+3), .readings td:nth-child(-n+7),
.observations td:first-child, .doses td:nth-child(n+3):nth-child(-n+6), .alerts td:first-child,
.interruptions td:first-child, .overrides td:first-child,
.recovery-checks td:nth-child(-n+2), .departure-conditions td:last-child { white-space: nowrap; }
.timeline td:last-child, .interruptions td:last-child { width: 100%; }
.two { columns: 2; column-gap: 7mm; margin-bottom: 2mm; }
.two table { margin: 0; }
.signature { border: 0.8pt solid #000; padding: 1.5mm 3mm; margin: 1.5mm 0; break-inside: avoid; }
.signature .name { font-size: 11pt; font-weight: 600; margin: 0; }
`;
