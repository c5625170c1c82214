import { hexBytes } from './hexadecimal.ts';

/** A UUID as its 16 bytes. The text is trusted to be a UUID in lower case with hyphens. */
export function uuidBytes(uuid: string): Uint8Array {
  return hexBytes(uuid.replaceAll('-', ''));
}

/** 16 bytes as a UUID in lower case with hyphens. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The shape of a journal's id and of the name of its file. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
