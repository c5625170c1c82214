/** The forms that a signed record can be taken along in, and the name of each one's file. */
export const exportFileNames = {
  pdf: 'record.pdf',
  markdown: 'record.md',
  json: 'record.json',
  fhir: 'record.fhir.json',
  'fhir-collection': 'record.fhir-collection.json',
  'readings-csv': 'readings.csv',
  'timeline-csv': 'timeline.csv',
  'doses-csv': 'doses.csv',
} as const;
export type ExportFormat = keyof typeof exportFileNames;

/** Every form, in the order in which they are written and offered. */
export const exportFormats = [
  'pdf',
  'markdown',
  'json',
  'fhir',
  'fhir-collection',
  'readings-csv',
  'timeline-csv',
  'doses-csv',
] as const satisfies readonly ExportFormat[];

/** What an export may also consist of: the list of its files' hashes, the container that all are in, process notes. */
export const exportEnvelopes = ['manifest', 'age', 'process-notes'] as const;
