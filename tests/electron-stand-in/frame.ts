import { guarded } from './not-offered.ts';
import { toElectronAddress } from './scheme-address.ts';

/** Electron's `WebFrameMain` of one document in a window's main frame; a preload runs in no other frame. */
export class Frame {
  readonly parent: Frame | null = null;
  readonly processId: number;
  readonly routingId: number;
  readonly frameTreeNodeId: number;
  readonly name = '';
  detached = false;
  private address: string;

  constructor(processId: number, documentNumber: number, address: string) {
    this.processId = processId;
    this.routingId = documentNumber;
    this.frameTreeNodeId = processId;
    this.address = toElectronAddress(address);
  }

  get top(): Frame {
    return this;
  }

  get url(): string {
    return this.address;
  }

  get origin(): string {
    const { protocol, host, origin } = new URL(this.address);
    return origin === 'null' && host !== '' ? `${protocol}//${host}` : origin;
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  /** Follows a change of address within the document. */
  moveTo(address: string): void {
    this.address = toElectronAddress(address);
  }
}

/** Makes a frame that names what it lacks. */
export function makeFrame(processId: number, documentNumber: number, address: string): Frame {
  return guarded('webFrameMain', new Frame(processId, documentNumber, address));
}
