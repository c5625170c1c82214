/** One file of an export. The name may have one folder before it (`vigil-record-…/record.pdf`), with `/` between. */
export type ExportFile = { readonly name: string; readonly bytes: Uint8Array };
