/** A track's bytes as the media handler serves them. */
export type MediaSource = {
  readonly contentType: string;
  readonly sizeBytes: number;
  /**
   * The bytes from `fromByte` up to and with `toByte`. Reading opens what it needs; cancelling or finishing the stream
   * closes it. Rejects where the bytes are gone.
   */
  open(fromByte: number, toByte: number): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
};
