import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyRecordBytes } from '../../electron/records/verify-record.ts';
import { canonicalJson, canonicalSha256 } from '../../shared/record/canonical-json.ts';
import { checkRecord, type RecordVerdict } from '../../shared/record/check-record.ts';
import { buildSignedRecord, recordFileText, type SignedRecord } from '../../shared/record/signed-record.ts';
import { addendumBytes, shortCode, signingBytes } from '../../shared/record/signing.ts';
import type { SessionEvent } from '../../shared/session/event.ts';
import { replay } from '../../shared/session/evolve.ts';
import { generatedJournal } from './generated-journal.ts';
import {
  calmJournal,
  correctionsJournal,
  declinedJournal,
  journeyNote,
  processWords,
  sampleNames,
  samples,
} from './journal-samples.ts';
import { addAddendum, countersign, secretKey, signJournal, supervisor } from './sign-journal.ts';
import { tamperings } from './tampering.ts';

const recordOf = (events: readonly SessionEvent[]) => buildSignedRecord(replay(events));
const withAddenda = (events: readonly SessionEvent[], ...texts: string[]) =>
  texts.reduce<readonly SessionEvent[]>((added, text) => addAddendum(added, text), signJournal(events));
const check = (record: unknown) => checkRecord(`${canonicalJson(record)}\n`);
const codes = (verdict: RecordVerdict) =>
  verdict.kind === 'whole' ? [] : verdict.findings.map((finding) => finding.code);

const calm = recordOf(withAddenda(calmJournal(), 'One.', 'Two.', 'Three.'));
const reviewer = { ...supervisor, secretKey: new Uint8Array(32).fill(77), printedName: 'Noor Adeyemi' };
/** Signed by three: after the first addendum, and after the last, which is the second signer's own. */
const countersigned = recordOf(
  countersign(
    addAddendum(addAddendum(countersign(withAddenda(calmJournal(), 'One.')), 'Two.'), 'Three.', supervisor),
    reviewer,
  ),
);

// A release is tried with more: VIGIL_RECORDS=1000 VIGIL_TAMPERINGS=10000.
const generated = Number(process.env.VIGIL_RECORDS ?? 200);
const tampered = Number(process.env.VIGIL_TAMPERINGS ?? 2000);

describe('an untouched record', () => {
  test.each(sampleNames)('%s is whole', (name) => {
    const verdict = checkRecord(
      recordFileText(recordOf(withAddenda(samples[name](), 'Called: well.', 'Called again.'))),
    );
    expect(verdict).toMatchObject({ kind: 'whole', remarks: [] });
  });

  test(`${generated} generated ones are whole, and hold no word of the process notes`, () => {
    fc.assert(
      fc.property(generatedJournal, fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }), (events, texts) => {
        const file = recordFileText(recordOf(withAddenda(events, ...texts)));
        expect(verifyRecordBytes(new TextEncoder().encode(file)).kind).toBe('whole');
        expect(file).not.toContain(processWords);
      }),
      { numRuns: generated },
    );
  }, 600_000);

  test('is whole with countersignatures and with what the second signer added', () => {
    expect(countersigned.countersignatures).toHaveLength(2);
    expect(checkRecord(recordFileText(countersigned))).toMatchObject({ kind: 'whole', remarks: [] });
  });

  test('nobody has countersigned has no member for it', () => {
    expect(Object.keys(calm)).not.toContain('countersignatures');
  });

  test('is the same after its journal went through JSON', () => {
    const events = withAddenda(correctionsJournal(), 'One.');
    expect(recordFileText(recordOf(JSON.parse(JSON.stringify(events))))).toBe(recordFileText(recordOf(events)));
  });

  test('holds the note, and of the process notes only their hashes', () => {
    const file = recordFileText(calm);
    expect(file).toContain(journeyNote);
    const left = calm.record.journal.filter((line) => 'leftOut' in line);
    const original = calmJournal().find(({ body }) => body.type === 'note-recorded' && body.stream === 'process');
    expect(left).toEqual([
      {
        sequence: original?.sequence,
        leftOut: 'process-note',
        eventSha256: canonicalSha256(original),
        chainSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(file).not.toContain(String(original?.eventId));
  });
});

describe('tampering', () => {
  test(`${tampered} random ones are all found`, () => {
    const foreign = recordOf(withAddenda(declinedJournal(), 'Elsewhere.'));
    const untouched = recordFileText(calm);
    fc.assert(
      fc.property(tamperings(calm, foreign), ({ what, bytes }) => {
        fc.pre(new TextDecoder().decode(bytes) !== untouched);
        expect(verifyRecordBytes(bytes).kind, what).not.toBe('whole');
      }),
      { numRuns: tampered },
    );
  }, 900_000);

  test(`${tampered} random ones of a countersigned record are all found`, () => {
    const foreign = recordOf(countersign(withAddenda(declinedJournal(), 'Elsewhere.')));
    const untouched = recordFileText(countersigned);
    fc.assert(
      fc.property(tamperings(countersigned, foreign), ({ what, bytes }) => {
        fc.pre(new TextDecoder().decode(bytes) !== untouched);
        expect(verifyRecordBytes(bytes).kind, what).not.toBe('whole');
      }),
      { numRuns: tampered },
    );
  }, 900_000);

  const [second, third] = countersigned.countersignatures ?? [];
  if (second === undefined || third === undefined) throw new Error('not countersigned');
  test.each<[string, readonly unknown[], string]>([
    ['their order', [third, second], 'countersignature-moved'],
    ['the first of them left out', [third], 'countersignature-moved'],
    ['one doubled', [second, third, third], 'countersignature-same-key'],
    ['the name of one', [{ ...second, printedName: 'Somebody Else' }, third], 'countersignature-invalid'],
    ['the meaning of one', [{ ...second, meaning: 'reviewer' }, third], 'countersignature-invalid'],
    ['the time of one', [{ ...second, signedAt: calm.signature.signedAt }, third], 'countersignature-invalid'],
  ])('countersignatures: %s is named', (_what, countersignatures, code) => {
    expect(codes(check({ ...countersigned, countersignatures }))).toContain(code);
  });

  test('addenda that a second signer had read cannot be cut off', () => {
    const cut = { ...countersigned, addenda: countersigned.addenda.slice(0, 2) };
    expect(codes(check(cut))).toEqual(['countersignature-moved']);
  });

  test('a countersignature of another record is none', () => {
    const other = recordOf(countersign(signJournal(declinedJournal())));
    expect(codes(check({ ...calm, countersignatures: other.countersignatures }))).toContain('countersignature-invalid');
  });

  test('the author’s own countersignature is none', () => {
    const own = { ...supervisor, secretKey };
    expect(codes(check(recordOf(countersign(signJournal(calmJournal()), own))))).toEqual(['countersignature-same-key']);
  });

  test('an addendum of somebody who has not countersigned is found', () => {
    const added = recordOf(addAddendum(signJournal(calmJournal()), 'Not mine.', supervisor));
    expect(codes(check(added))).toEqual(['addendum-other-key']);
  });

  const signature = calm.signature;
  test.each<[string, SignedRecord, string]>([
    ['the name', { ...calm, signature: { ...signature, printedName: 'Somebody Else' } }, 'signature-invalid'],
    ['the credential', { ...calm, signature: { ...signature, credential: 'MD' } }, 'signature-invalid'],
    ['the meaning', { ...calm, signature: { ...signature, meaning: 'supervisor' } }, 'signature-invalid'],
    [
      'the time',
      { ...calm, signature: { ...signature, signedAt: '2026-11-23T15:31:00.001+01:00' } },
      'signature-invalid',
    ],
    ['the hash', { ...calm, recordSha256: 'f'.repeat(64) }, 'record-altered'],
    [
      'the document',
      { ...calm, record: { ...calm.record, document: { ...calm.record.document, leftOutEntries: 0 } } },
      'record-altered',
    ],
    ['the order of addenda', { ...calm, addenda: calm.addenda.toReversed() }, 'addendum-moved'],
  ])('%s is named', (_what, record, code) => {
    expect(codes(check(record))).toContain(code);
  });

  test('a chain that was made anew over an altered entry is not the signed one', () => {
    const [first, ...rest] = calm.record.journal;
    if (first === undefined) throw new Error('no journal');
    const altered = 'event' in first ? { ...first, event: { ...first.event, by: 'Somebody Else' } } : first;
    expect(codes(check({ ...calm, record: { ...calm.record, journal: [altered, ...rest] } }))).toContain(
      'chain-broken',
    );
  });

  test('an addendum by another key is none, even where its signature is right', () => {
    const otherKey = new Uint8Array(32).fill(9);
    const statement = {
      recordSha256: calm.recordSha256,
      previousSha256: null,
      text: 'Not mine.',
      printedName: 'Ines Halloran',
      credential: 'LMFT',
      at: '2026-11-24T09:00:00.000+01:00',
    };
    const { recordSha256: _record, ...added } = statement;
    const addendum = {
      ...added,
      publicKeyHex: bytesToHex(ed25519.getPublicKey(otherKey)),
      signatureHex: bytesToHex(ed25519.sign(addendumBytes(statement), otherKey)),
    };
    expect(codes(check({ ...calm, addenda: [addendum] }))).toEqual(['addendum-other-key']);
  });

  test('a document that its own key signed, but that its journal does not give, is found', () => {
    const document = { ...calm.record.document, doses: [] };
    const record = { ...calm.record, document };
    const recordSha256 = canonicalSha256(record);
    const bytes = signingBytes({ ...signature, recordSha256 });
    const signatureHex = bytesToHex(ed25519.sign(bytes, secretKey));
    const forged = { ...calm, record, recordSha256, addenda: [], signature: { ...signature, signatureHex } };
    expect(codes(check(forged))).toEqual(['document-differs']);
  });

  test('an empty journal or one without an opening, signed by some key, is found and does not crash', () => {
    for (const journal of [calm.record.journal.slice(1, 2), []]) {
      const record = { ...calm.record, journal };
      const recordSha256 = canonicalSha256(record);
      const signatureHex = bytesToHex(ed25519.sign(signingBytes({ ...signature, recordSha256 }), secretKey));
      const forged = { ...calm, record, recordSha256, addenda: [], signature: { ...signature, signatureHex } };
      expect(check(forged).kind).toBe('not-whole');
    }
  });
});

describe('the form of the file', () => {
  const text = recordFileText(calm);

  test.each([
    ['cut short', text.slice(0, -20), 'not-json'],
    ['without its last line end', text.slice(0, -1), 'not-canonical'],
    ['with spaces', JSON.stringify(JSON.parse(text), null, 2), 'not-canonical'],
    ['with a key given twice', text.replace('{"addenda"', '{"format":"x","addenda"'), 'not-canonical'],
    ['with a member too many', `${canonicalJson({ ...calm, more: 1 })}\n`, 'wrong-shape'],
    ['with a member called __proto__', `{"__proto__":{"a":1},${text.slice(1)}`, 'wrong-shape'],
    ['empty', '', 'not-json'],
  ])('%s is not whole', (_what, altered, code) => {
    const verdict = checkRecord(altered);
    expect(verdict.kind).toBe('not-whole');
    expect(codes(verdict)).toEqual([code]);
  });

  test.each([
    ['something else', '{"format":"another","version":1}', 'not-a-record'],
    ['a bare value', '7', 'not-a-record'],
    ['nothing', 'null', 'not-a-record'],
    ['a newer version', `${canonicalJson({ ...calm, version: 2 })}\n`, 'newer-version'],
  ])('of %s nothing can be said', (_what, other, code) => {
    const verdict = checkRecord(other);
    expect(verdict.kind).toBe('unknown');
    expect(codes(verdict)).toEqual([code]);
  });

  test('whatever the text, a verdict comes and never that it is whole', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (other) => {
        expect(checkRecord(other).kind).not.toBe('whole');
      }),
    );
  });

  test('bytes that are no UTF-8 are not whole', () => {
    expect(codes(verifyRecordBytes(new Uint8Array([0x7b, 0xff, 0xfe])))).toEqual(['not-text']);
  });
});

test('a record that another version drafted is not drafted again, and says so', () => {
  const record = { ...calm.record, document: { ...calm.record.document, draftVersion: 99 } };
  const recordSha256 = canonicalSha256(record);
  const signatureHex = bytesToHex(ed25519.sign(signingBytes({ ...calm.signature, recordSha256 }), secretKey));
  const other = { ...calm, record, recordSha256, addenda: [], signature: { ...calm.signature, signatureHex } };
  expect(check(other)).toMatchObject({ kind: 'whole', remarks: [expect.stringContaining('another version')] });
});

test('the short code is twelve digits of the hash', () => {
  expect(shortCode('3f9a1c2b77d0aa')).toBe('3F9A-1C2B-77D0');
});
