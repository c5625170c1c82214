import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartAddress, isThisMachine } from '../../electron/chart/chart-address.ts';

test.each([
  ['https://chart.example/fhir', 'https://chart.example/fhir'],
  [' https://chart.example/fhir/ ', 'https://chart.example/fhir'],
  ['https://chart.example', 'https://chart.example'],
  ['HTTPS://Chart.Example:8443/R4//', 'https://chart.example:8443/R4'],
  ['http://127.0.0.1:8080/fhir', 'http://127.0.0.1:8080/fhir'],
  ['http://localhost/fhir', 'http://localhost/fhir'],
  ['http://[::1]:80/fhir', 'http://[::1]/fhir'],
])('%s is kept as %s', (typed, kept) => {
  expect(chartAddress(typed)).toEqual({ ok: true, value: kept });
});

test.each([
  ['http://chart.example/fhir', 'chart-address-not-safe'],
  ['http://127.0.0.1.example/fhir', 'chart-address-not-safe'],
  ['http://localhost.example/fhir', 'chart-address-not-safe'],
  ['http://128.0.0.1/fhir', 'chart-address-not-safe'],
  ['https://user:word@chart.example/fhir', 'chart-address-invalid'],
  ['https://chart.example/fhir?x=1', 'chart-address-invalid'],
  ['https://chart.example/fhir#x', 'chart-address-invalid'],
  ['ftp://chart.example/fhir', 'chart-address-invalid'],
  ['file:///etc/passwd', 'chart-address-invalid'],
  ['chart.example/fhir', 'chart-address-invalid'],
  ['', 'chart-address-invalid'],
])('%s is refused', (typed, code) => {
  expect(chartAddress(typed)).toMatchObject({ ok: false, problem: { code } });
});

test('whatever is typed, what is kept is https or this very machine, and is kept as it is once more', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (typed) => {
      const kept = chartAddress(typed);
      if (!kept.ok) return;
      expect(new URL(kept.value).protocol === 'https:' || isThisMachine(kept.value)).toBe(true);
      expect(chartAddress(kept.value)).toEqual(kept);
    }),
  );
});
