import { protocolOf, type SessionState } from '../session/state.ts';
import { escapeHtml } from './escape-html.ts';
import { printPageHtml } from './print-page.ts';

/**
 * The sheet that the patient takes home, as one printable HTML page: the protocol's aftercare, the integration session,
 * the emergency number. It names neither medicine nor diagnosis nor patient, so that it can lie on a kitchen table.
 */
export function aftercareHtml(state: SessionState, fontCss: string): string {
  if (state.opened === null) throw new Error('the session has not been opened');
  const { clinic } = state.opened.body;
  const { integration } = state;
  const place = [clinic.name, clinic.address].filter((text) => text !== '');
  return printPageHtml({
    title: 'After your session',
    fontCss,
    style: aftercareStyle,
    headLeft: clinic.name,
    headRight: '',
    footLeft: '',
    body: [
      '<h1>After your session</h1>',
      `<ul>${protocolOf(state)
        .aftercare.map((line) => `<li>${escapeHtml(line)}</li>`)
        .join('')}</ul>`,
      '<h2>Your next appointment</h2>',
      integration === null
        ? '<p class="line">Date and time: ____________________________</p>'
        : `<p class="line"><strong>${escapeHtml(appointment(integration.body.at))}</strong> with ${escapeHtml(integration.body.withWhom)}</p>`,
      '<h2>If you need help</h2>',
      `<p class="number">${escapeHtml(clinic.emergencyNumber)}</p>`,
      place.length === 0 ? '' : `<p class="line">${place.map(escapeHtml).join('<br>')}</p>`,
    ].join(''),
  });
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A local date and time in words: `Tuesday 2026-11-24, 10:00`. */
function appointment(at: string): string {
  const weekday = weekdays[new Date(`${at}:00Z`).getUTCDay()] ?? '';
  return `${weekday} ${at.slice(0, 10)}, ${at.slice(11)}`;
}

const aftercareStyle = `
body { font-size: 14pt; line-height: 1.4; }
h1 { font-size: 24pt; margin-bottom: 5mm; }
h2 { font-size: 14pt; margin: 7mm 0 2mm; }
ul { margin: 0; padding-left: 6mm; }
li { margin: 0 0 2.5mm; break-inside: avoid; }
.line { margin: 0 0 2mm; }
.number { font-size: 26pt; font-weight: 600; margin: 0 0 1mm; }
`;
