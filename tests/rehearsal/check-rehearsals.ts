/**
 * `node tests/rehearsal/check-rehearsals.ts SCENARIO[/MANNER]...`: rehearses each scenario, two at a time, by mouse and keys or
 * in the manner named (`calm/keys`, `calm/touch`), and looks at what it leaves: the summary, the note in every export, and nothing of it in clear anywhere else. Exits 0 when all is as promised.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Summary } from './summary.ts';

const program = fileURLToPath(new URL('rehearse.ts', import.meta.url));
const note = 'Zwetschgenbaum at the harbour; tears, then a smile.';
const atOnce = 2;

/** Rehearses one scenario; the faults found, none when it is as promised. */
async function rehearsed(asked: string): Promise<string[]> {
  const [scenario = '', by = 'pointer'] = asked.split('/');
  const out = mkdtempSync(join(tmpdir(), 'vigil-rehearsal-'));
  try {
    const child = spawn(process.execPath, [program, '--out', out, '--scenario', scenario, '--by', by, '--note', note], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (exitCode !== 0) return [`it ended with ${exitCode}`];
    const summary = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Summary;
    console.log(
      `${asked}: ${summary.events} events, ${summary.readings} readings, ${summary.simulatedMinutes} simulated minutes`,
    );
    return [...faultsOf(summary), ...clearText(join(out, 'vault')), ...clearText(join(out, 'profile'))];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function faultsOf(summary: Summary): string[] {
  const pdf = summary.exports.find((path) => path.endsWith('.pdf')) ?? '';
  const printed = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
  return [
    ...(summary.asPromised ? [] : ['it did not end as the scenario says']),
    ...(summary.recordVerified ? [] : ['the record does not verify']),
    ...(printed.includes(note) ? [] : ['the note is not in the PDF']),
    ...summary.screenshots.filter((path) => statSync(path).size < 10_000).map((path) => `${path} is hardly a picture`),
  ];
}

/** Where the note, or the patient's name, stands in clear below a folder: as UTF-8, UTF-16 or base64. */
function clearText(folder: string): string[] {
  const words = [note.slice(0, 24), 'A. Morgan'];
  const markers = words.flatMap((word) => [
    Buffer.from(word, 'utf8'),
    Buffer.from(word, 'utf16le'),
    ...[0, 1, 2].map((shift) => base64Core(word, shift)),
  ]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return markers.some((marker) => bytes.includes(marker));
    })
    .map((path) => `clear text in ${path}`);
}

/** The part of a word's base64 that does not depend on what stands around it, for one of the three alignments. */
function base64Core(word: string, shift: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(word, 'utf8')]).toString('base64');
  return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4), 'latin1');
}

const waiting = process.argv.slice(2);
let failed = 0;
async function work(): Promise<void> {
  for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
    const faults = await rehearsed(scenario);
    if (faults.length > 0) failed += 1;
    for (const fault of faults) console.log(`${scenario}: ${fault}`);
  }
}
if (waiting.length === 0) throw new Error('Say which scenarios.');
await Promise.all(Array.from({ length: atOnce }, work));
process.exitCode = failed === 0 ? 0 : 1;
