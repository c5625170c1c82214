/** Bytes of the header that `wavHeader` writes. */
const WAV_HEADER_BYTES = 44;

/** The header of a WAV file of 16-bit stereo PCM with `dataBytes` of samples. */
export function wavHeader(sampleRate: number, dataBytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const put = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) header[at + index] = text.charCodeAt(index);
  };
  put(0, 'RIFF');
  view.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, dataBytes, true);
  return header;
}

/** Interleaved 16-bit little-endian PCM of a stereo signal within -1 to 1. */
export function pcm16Of(left: Float32Array, right: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(left.length * 4);
  const view = new DataView(bytes.buffer);
  for (let frame = 0; frame < left.length; frame += 1) {
    view.setInt16(frame * 4, Math.round((left[frame] ?? 0) * 32_767), true);
    view.setInt16(frame * 4 + 2, Math.round((right[frame] ?? 0) * 32_767), true);
  }
  return bytes;
}
