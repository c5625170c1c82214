import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftRecord } from '../../shared/record/draft.ts';
import { exportContent, viewOfContent } from '../../shared/record/export-content.ts';
import { escapeMarkdown, recordMarkdown } from '../../shared/record/markdown.ts';
import { viewOfDraft } from '../../shared/record/record-view.ts';
import { nothingRedacted } from '../../shared/record/redaction.ts';
import { buildSignedRecord } from '../../shared/record/signed-record.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal, typedText } from './generated-journal.ts';
import { calmJournal, correctionsJournal, journeyNote, processWords } from './journal-samples.ts';
import { JournalScript } from './journal-script.ts';
import { addAddendum, signJournal } from './sign-journal.ts';

/** What a reader of Markdown shows of escaped text. */
function shown(markdown: string): string {
  return markdown
    .replace(/&nbsp;/g, ' ')
    .replace(/<br>/g, '\n')
    .replace(/\\\n/g, '\n')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

const plain = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\u2028\u2029]/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to find them.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\uFFFD');

/** The cells of a table's line, as GitHub's Markdown splits it. */
const cellsOf = (line: string) => line.split(/(?<=(?<!\\)(?:\\\\)*)\|/).length - 2;

describe('text in Markdown', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['# no heading', '\\# no heading'],
    ['- no item', '\\- no item'],
    ['12. no item', '12\\. no item'],
    ['one\ntwo', 'one\\\ntwo'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['**b** _i_ `c` ~s~', '\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~s\\~'],
    ['It’s fine: 100 % at 14:05, “calm” (twice)!', 'It’s fine: 100 % at 14:05, “calm” (twice)!'],
  ])('%j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('is shown as it was typed, and opens no tag', () => {
    fc.assert(
      fc.property(typedText, (text) => {
        const escaped = escapeMarkdown(text);
        expect(shown(escaped)).toBe(plain(text));
        expect(escaped).not.toMatch(/[<>]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a record as Markdown', () => {
  const signed = buildSignedRecord(replay(addAddendum(signJournal(calmJournal()), 'Called:\n- slept well')));

  test('holds the note, the signature and the addenda, and nothing of the process notes', () => {
    const markdown = recordMarkdown(viewOfContent(exportContent(signed, nothingRedacted)));
    expect(markdown).toContain(journeyNote);
    expect(markdown).toContain('Ines Halloran, LMFT');
    expect(markdown).toContain(signed.recordSha256);
    expect(markdown).toContain('> Called:\\\n> \\- slept well');
    expect(markdown).not.toContain('countertransference');
    expect(recordMarkdown(viewOfDraft(draftRecord(replay(correctionsJournal()))))).not.toContain('countertransference');
    expect(markdown).not.toContain('DRAFT');
  });

  test('says when it is a rehearsal', () => {
    const script = new JournalScript();
    script.open({ rehearsal: true });
    expect(recordMarkdown(viewOfDraft(draftRecord(replay(script.events))))).toContain('**REHEARSAL');
  });

  test('keeps its tables and headings whatever is typed', () => {
    fc.assert(
      fc.property(generatedJournal, (events) => {
        const markdown = recordMarkdown(viewOfDraft(draftRecord(replay(events))));
        const lines = markdown.split('\n');
        expect(lines.filter((line) => /^## /.test(line))).toHaveLength(16);
        let columns = 0;
        for (const line of lines) {
          if (!line.startsWith('|')) columns = 0;
          else if (columns === 0) columns = cellsOf(line);
          else expect(cellsOf(line)).toBe(columns);
        }
        expect(markdown.replace(/<\/?(?:del|strong)>|<br>/g, '')).not.toMatch(/<(?!\s)/);
        expect(markdown).not.toContain(processWords);
      }),
      { numRuns: 100 },
    );
  });
});
