import type { ChartPicture, ChartSendState } from '../../../shared/bridge/chart-picture.ts';
import type { Option } from '../../design/Choice.tsx';

type AccessKind = NonNullable<ChartPicture['server']>['access'];

const accessKinds: readonly Option<AccessKind>[] = [
  { value: 'bearer', label: 'A token' },
  { value: 'client', label: 'A client’s secret' },
  { value: 'none', label: 'Nothing' },
];
const states: Readonly<Record<ChartSendState, string>> = {
  waiting: 'Waits to be sent',
  sending: 'Being sent',
  arrived: 'Arrived',
  refused: 'Refused',
  withdrawn: 'Taken back',
};
const resources = (count: number) => (count === 1 ? '1 entry' : `${count} entries`);

/** The words of what is sent to a chart. */
export const chartWords = {
  title: 'Chart',
  hint: 'Signed records can be sent to a FHIR R4 server, where they become part of the patient’s chart. A record goes only when you press Send, whole and with its names, never with process notes, and never while a patient is in a session.',
  off: 'No chart is set: nothing is sent anywhere.',
  address: 'Address of the FHIR server',
  addressHint: 'Its base, as in https://chart.example/fhir',
  access: 'What proves who we are',
  accessKinds,
  token: 'Token',
  tokenAddress: 'Address that gives tokens',
  clientId: 'Client',
  clientSecret: 'Secret of the client',
  scope: 'Scope',
  scopeHint: 'As the server’s keeper says, as in system/*.cruds; empty asks for none.',
  secretKept: 'Kept in the vault. Empty leaves it as it is.',
  secretHint: 'Is kept in the vault and never shown again.',
  save: 'Set the chart',
  test: 'Test the connection',
  remove: 'Set no chart',
  removeHint: 'Without a chart nothing is sent; what was sent stays there.',
  about: (software: string, fhirVersion: string) =>
    software === '' ? `A FHIR server, version ${fhirVersion}.` : `${software}, FHIR ${fhirVersion}.`,
  letsUsIn: 'The server answers.',
  noTransactions: 'It does not say that it takes transactions. Ask whoever runs it before you send.',
  otherVersion: 'It is not of FHIR R4. Records are written in FHIR 4.0.1.',
  sends: 'Sent and to be sent',
  none: 'Nothing was sent yet.',
  waitsForSession: 'A patient is in the session: sending waits until they have left.',
  states,
  arrivedWords: (created: number, existing: number) =>
    existing === 0
      ? `${resources(created)} new there.`
      : `${resources(created)} new there, ${resources(existing)} known there.`,
  nextAt: (time: string) => `Tried again at ${time}.`,
  said: (text: string) => `The server says: ${text}`,
  send: 'Send to the chart',
  sendAgain: 'Send again',
  tryNow: 'Try now',
  withdraw: 'Take back',
  sinceThen: 'Something was signed since it was sent. Send it again to bring the chart up to date.',
  notSent: 'Not sent to the chart.',
  unsent: (count: number) => (count === 1 ? '1 signed record was not sent.' : `${count} signed records were not sent.`),
  sendAll: (count: number) => (count === 1 ? 'Send it' : `Send all ${count}`),
} as const;
