import { uuidBytes, uuidText } from './identifier.ts';
import { type JournalKeyRecord, wrappedKeyBytes } from './journal-keys.ts';

const magic = Buffer.from('VIGILVJ1', 'ascii');
/** The header's size; the first frame starts here. */
export const journalHeaderBytes = 256;
const frameHeadBytes = 4 + 8 + 32;
/** No entry is larger (the vault's own limit is below); a longer length is damage. */
const largestFrameBytes = 64 * 1024 * 1024;

/** One entry as both copies keep it. */
export type StoredEntry = { readonly sequence: number; readonly link: Uint8Array; readonly envelope: Uint8Array };

/** "VIGILVJ1" | vault id | journal id | key id | wrapped seal key (91) | wrapped log key (91) | zeros up to 256. */
export function journalHeader(vaultId: Uint8Array, record: JournalKeyRecord): Uint8Array {
  const header = Buffer.alloc(journalHeaderBytes);
  header.set(magic, 0);
  header.set(vaultId, 8);
  header.set(uuidBytes(record.journalId), 24);
  header.set(record.keyId, 40);
  header.set(record.wrappedSealKey, 56);
  header.set(record.wrappedLogKey, 56 + wrappedKeyBytes);
  return header;
}

/** The keys' record in a journal file, null when this is not the beginning of a journal file of this vault. */
export function keyRecordOf(header: Uint8Array, vaultId: Uint8Array): JournalKeyRecord | null {
  if (header.length < journalHeaderBytes || Buffer.compare(header.subarray(0, 8), magic) !== 0) return null;
  if (Buffer.compare(header.subarray(8, 24), vaultId) !== 0) return null;
  const logKeyStart = 56 + wrappedKeyBytes;
  return {
    journalId: uuidText(header.subarray(24, 40)),
    keyId: header.slice(40, 56),
    wrappedSealKey: header.slice(56, logKeyStart),
    wrappedLogKey: header.slice(logKeyStart, logKeyStart + wrappedKeyBytes),
  };
}

/** Length of what follows (32 bit, big endian) | sequence (64 bit) | link (32) | envelope. */
export function frameOf(entry: StoredEntry): Uint8Array {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUInt32BE(frameHeadBytes - 4 + entry.envelope.length, 0);
  head.writeBigUInt64BE(BigInt(entry.sequence), 4);
  head.set(entry.link, 12);
  return Buffer.concat([head, entry.envelope]);
}

/** How many bytes an entry takes in the file. */
export function frameBytes(entry: StoredEntry): number {
  return frameHeadBytes + entry.envelope.length;
}

/** The frame at a place in the file; null when there is none, it is unfinished, or its length makes no sense. */
export function frameAt(file: Uint8Array, offset: number): StoredEntry | null {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (offset + frameHeadBytes > view.length) return null;
  const length = view.readUInt32BE(offset);
  if (length < frameHeadBytes - 4 || length > largestFrameBytes || offset + 4 + length > view.length) return null;
  return {
    sequence: Number(view.readBigUInt64BE(offset + 4)),
    link: view.subarray(offset + 12, offset + 44),
    envelope: view.subarray(offset + frameHeadBytes, offset + 4 + length),
  };
}
