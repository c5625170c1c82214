import type { RecordRow, RecordTable, SectionContent } from './document.ts';
import { tableOf } from './part-tables.ts';
import { nameWithCredential, type RecordView, recordTitle, statedTime } from './record-view.ts';
import { shortCode } from './signing.ts';
import { meaningNames } from './wording.ts';

/** A record as Markdown (CommonMark with GitHub's tables); whatever was typed stands as text, never as markup. */
export function recordMarkdown(view: RecordView): string {
  const { document } = view;
  const lines = [
    `# ${inline(recordTitle(document))}`,
    '',
    `**${inline(document.header.patient.name)}**, born ${inline(document.header.patient.dateOfBirth)}`,
    '',
    ...(document.header.rehearsal ? ['**REHEARSAL: no patient, no medicine.**', ''] : []),
    ...(view.signed === null ? ['**DRAFT: not signed.**', ''] : []),
    ...leftOutLines(view),
    ...gapLines(view),
    ...document.sections.flatMap((section) => [
      `## ${section.number}. ${section.title}`,
      '',
      ...section.content.flatMap((content) => [...contentLines(view, content), '']),
      ...(section.id === 'signature' ? signatureLines(view) : []),
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function leftOutLines({ leftOut }: RecordView): string[] {
  if (leftOut.length === 0) return [];
  return [
    '**REDACTED COPY.** This is left out; the signature is the whole record’s:',
    '',
    ...leftOut.map((sentence) => `- ${inline(sentence)}`),
    '',
  ];
}

function gapLines({ document }: RecordView): string[] {
  if (document.gaps.length === 0) return [];
  return [
    'What this record lacks:',
    '',
    ...document.gaps.map((gap) => `- ${inline(gap.sentence)}${gap.required ? ' (required)' : ''}`),
    '',
  ];
}

function contentLines({ document }: RecordView, content: SectionContent): string[] {
  switch (content.kind) {
    case 'paragraph':
      return [escapeMarkdown(content.text)];
    case 'words':
      return [`*${inline(content.said)}:*`, '', ...quoteLines(content.text)];
    case 'rows':
      return content.rows.map(rowLine);
    case 'table':
      return tableLines(content.table);
    case 'part':
      return tableLines(tableOf(document, content.part));
  }
}

function quoteLines(text: string): string[] {
  return text.split(/\r\n|[\n\r]/).map((part, index, parts) => {
    const hardBreak = part !== '' && index < parts.length - 1 && parts[index + 1] !== '' ? '\\' : '';
    return `> ${escapeMarkdown(part)}${hardBreak}`;
  });
}

function rowLine({ label, value, remarks }: RecordRow): string {
  const added = remarks.map((remark) => ` *${inline(remark)}*`).join('');
  return `- **${inline(label)}:** ${inline(value)}${added}`;
}

function tableLines({ caption, columns, rows }: RecordTable): string[] {
  const cells = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [
    `**${inline(caption)}**`,
    '',
    cells(columns.map(inline)),
    cells(columns.map(() => '---')),
    ...rows.map((row) => {
      const texts = row.cells.map((cell) => inStanding(inline(cell), row.standing));
      const remarks = row.remarks.map((remark) => `<br>*${inline(remark)}*`).join('');
      return cells(texts.map((text, index) => (index === texts.length - 1 ? `${text}${remarks}` : text)));
    }),
  ];
}

function inStanding(text: string, standing: RecordTable['rows'][number]['standing']): string {
  if (text === '' || standing === 'stands') return text;
  return standing === 'struck' ? `<del>${text}</del>` : `<strong>${text}</strong>`;
}

function signatureLines({ signed }: RecordView): string[] {
  if (signed === null) return ['Not signed.', ''];
  const { signature, recordSha256, addenda, countersignatures } = signed;
  return [
    `- **Signed by:** ${inline(nameWithCredential(signature))}`,
    `- **As:** ${meaningNames[signature.meaning]}`,
    `- **At:** ${statedTime(signature.signedAt)}`,
    `- **Record, SHA-256:** \`${recordSha256}\` (short code ${shortCode(recordSha256)})`,
    `- **Key, Ed25519:** \`${signature.publicKeyHex}\``,
    `- **Signature:** \`${signature.signatureHex}\``,
    '',
    ...addenda.flatMap((addendum, index) => [
      `### Addendum ${index + 1}`,
      '',
      ...quoteLines(addendum.text),
      '',
      `${inline(nameWithCredential(addendum))}, ${statedTime(addendum.at)}; signature \`${addendum.signatureHex}\``,
      '',
    ]),
    ...countersignatures.flatMap((second) => [
      `- **Countersigned by:** ${inline(nameWithCredential(second))}`,
      `- **As:** ${meaningNames[second.meaning]}`,
      `- **At:** ${statedTime(second.signedAt)}`,
      `- **Key, Ed25519:** \`${second.publicKeyHex}\``,
      `- **Signature:** \`${second.signatureHex}\``,
      '',
    ]),
  ];
}

/** Text within a line of Markdown: in a list item or a table's cell, where a line break would end it. */
function inline(text: string): string {
  return escapeAnywhere(text).replace(/\n/g, '<br>');
}

/**
 * Text that Markdown shows as it is, as lines of their own. What could begin markup is escaped; a line break becomes a
 * hard one. Control characters other than line breaks, which no text has, become U+FFFD.
 */
export function escapeMarkdown(text: string): string {
  return escapeAnywhere(text)
    .replace(/^( *)([-+#=])/gm, '$1\\$2')
    .replace(/^( *\d{1,9})([.)])/gm, '$1\\$2')
    .replace(/^ +/gm, (spaces) => '&nbsp;'.repeat(spaces.length))
    .replace(/\n/g, '\\\n');
}

/** Escapes what is markup wherever it stands in a line. */
function escapeAnywhere(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\u2028\u2029]/g, ' ')
    .replace(controlCharacters, '\uFFFD')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them.
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
