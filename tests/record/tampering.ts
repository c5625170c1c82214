import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { canonicalSha256 } from '../../shared/record/canonical-json.ts';
import { type JournalLine, nextLink, recordFileText, type SignedRecord } from '../../shared/record/signed-record.ts';

/** What somebody did to a record's file, and the bytes that came of it. */
export type Tampering = { readonly what: string; readonly bytes: Uint8Array };

const fileOf = (record: SignedRecord) => new TextEncoder().encode(recordFileText(record));

/** The journal's chain and the record's hash made anew, as somebody would who has read how they are made but has no key. */
function rehashed(record: SignedRecord): SignedRecord {
  let link: string | null = null;
  const journal = record.record.journal.map((line): JournalLine => {
    link = nextLink(link, 'event' in line ? canonicalSha256(line.event) : line.eventSha256);
    return { ...line, chainSha256: link };
  });
  const content = { ...record.record, journal };
  return { ...record, record: content, recordSha256: canonicalSha256(content) };
}

function withJournal(record: SignedRecord, journal: readonly JournalLine[], rehash: boolean): SignedRecord {
  const changed = { ...record, record: { ...record.record, journal } };
  return rehash ? rehashed(changed) : changed;
}

function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? rest : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Every way to a leaf of a JSON value. */
function leaves(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const found = keys.flatMap((key) => leaves(Reflect.get(value, key), [...path, key]));
  return found.length === 0 ? [path] : found;
}

function changedLeaf(value: unknown, path: readonly (string | number)[], change: (leaf: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? changedLeaf(item, rest, change) : item));
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [key]: changedLeaf(Reflect.get(value, key), rest, change) };
}

function otherLeaf(leaf: unknown): unknown {
  if (typeof leaf === 'string')
    return /^[0-9a-f]{64,}$/.test(leaf) ? bytesToHex(randomBytes(leaf.length / 2)) : `${leaf}.`;
  if (typeof leaf === 'number') return leaf + 1;
  if (typeof leaf === 'boolean') return !leaf;
  return leaf === null ? 0 : null;
}

type Pick = typeof picks extends fc.Arbitrary<infer Picked> ? Picked : never;
const picks = fc.record({
  kind: fc.constantFrom(
    'byte',
    'leaf',
    'drop',
    'swap',
    'double',
    'shorten',
    'addendum-move',
    'addendum-drop',
    'other-signature',
    'countersignature',
  ),
  one: fc.nat(),
  other: fc.nat(),
  bit: fc.integer({ min: 0, max: 7 }),
  rehash: fc.boolean(),
});

/**
 * Tamperings of a record that has at least three addenda. `foreign` is another record by the same keys. The last
 * addenda and countersignatures may be cut off without a trace in the file, so that is not among them.
 */
export function tamperings(record: SignedRecord, foreign: SignedRecord): fc.Arbitrary<Tampering> {
  const file = fileOf(record);
  const paths = leaves(record);
  const { journal } = record.record;
  const tampered = ({ kind, one, other, bit, rehash }: Pick): Tampering => {
    const at = one % journal.length;
    const to = (at + 1 + (other % (journal.length - 1))) % journal.length;
    switch (kind) {
      case 'byte': {
        const place = one % file.length;
        const bytes = file.map((byte, index) => (index === place ? byte ^ (1 << bit) : byte));
        return { what: `bit ${bit} of byte ${place}`, bytes };
      }
      case 'leaf': {
        const path = paths[one % paths.length] ?? [];
        const changed = changedLeaf(record, path, otherLeaf) as SignedRecord;
        const whole = rehash && path[0] === 'record' ? rehashed(changed) : changed;
        return { what: `${path.join('.')} changed${rehash ? ', hashed anew' : ''}`, bytes: fileOf(whole) };
      }
      case 'drop':
        return change(
          `entry ${at} dropped`,
          journal.filter((_, index) => index !== at),
          rehash,
        );
      case 'swap':
        return change(`entry ${at} moved to ${to}`, moved(journal, at, to), rehash);
      case 'double':
        return change(`entry ${at} doubled`, [...journal.slice(0, at + 1), ...journal.slice(at)], rehash);
      case 'shorten':
        return change(`journal cut after ${at}`, journal.slice(0, Math.max(1, at)), rehash);
      case 'addendum-move': {
        const from = one % record.addenda.length;
        const place = (from + 1 + (other % (record.addenda.length - 1))) % record.addenda.length;
        return addendaChange(`addendum ${from} moved to ${place}`, moved(record.addenda, from, place));
      }
      case 'addendum-drop': {
        const from = one % (record.addenda.length - 1);
        return rehash
          ? addendaChange(
              `addendum ${from} dropped`,
              record.addenda.filter((_, index) => index !== from),
            )
          : addendaChange(`addendum ${from} doubled`, [...record.addenda, ...record.addenda.slice(from, from + 1)]);
      }
      case 'other-signature':
        return rehash
          ? { what: 'signature of another record', bytes: fileOf({ ...record, signature: foreign.signature }) }
          : addendaChange('addendum of another record', [...record.addenda, ...foreign.addenda]);
      case 'countersignature': {
        const { countersignatures = [] } = record;
        const [last, ...before] = countersignatures.toReversed();
        const changed = rehash ? [last, ...before].filter((one) => one !== undefined) : foreign.countersignatures;
        return { what: 'countersignatures changed', bytes: fileOf({ ...record, countersignatures: changed }) };
      }
    }
  };
  return picks.map(tampered);

  function change(what: string, lines: readonly JournalLine[], rehash: boolean): Tampering {
    return { what: `${what}${rehash ? ', hashed anew' : ''}`, bytes: fileOf(withJournal(record, lines, rehash)) };
  }

  function addendaChange(what: string, addenda: SignedRecord['addenda']): Tampering {
    return { what, bytes: fileOf({ ...record, addenda }) };
  }
}
