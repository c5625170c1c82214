import { limitInWords } from '../../../shared/protocol/limit.ts';
import type { Limit, Protocol } from '../../../shared/protocol/schema.ts';

import { settingsWords } from '../words/settings-words.ts';

/** One value of the protocol as it is read: what it is for, what it says, and where it comes from. */
export type ProtocolRow = { readonly name: string; readonly value: string; readonly source: string };
const words = settingsWords.protocolGroups;

export type ProtocolGroup = { readonly title: string; readonly rows: readonly ProtocolRow[] };

type Quantity = {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly operator?: Limit['operator'];
};

/** Every number of a protocol in words, in groups; nothing is rounded and none is left out. */
export function protocolGroups(protocol: Protocol): readonly ProtocolGroup[] {
  const { durations, bloodPressure, dose, departure } = protocol;
  return [
    { title: words.times, rows: rowsOf(durations) },
    { title: words.pressure, rows: rowsOf(bloodPressure) },
    {
      title: words.alerts,
      rows: protocol.alertLimits.map((limit) => ({
        name: `${inWords(limit.id)} (${limit.priority})`,
        value: `${limitInWords(limit)} ${limit.unit}`,
        source: limit.source,
      })),
    },
    { title: words.dose, rows: rowsOf({ softMaximum: dose.softMaximum }) },
    { title: words.leaving, rows: rowsOf(departure) },
  ];
}

function rowsOf(part: Readonly<Record<string, Quantity>>): readonly ProtocolRow[] {
  return Object.entries(part).map(([name, { value, unit, source, operator }]) => ({
    name: inWords(name),
    value: `${operator === undefined ? value : limitInWords({ operator, value })} ${unit}`,
    source,
  }));
}

/** `seatedRest` → “Seated rest”, `systolic-rise` → “Systolic rise”. */
function inWords(name: string): string {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
