// `npm run check-vault -- DIR`: whether a vault or a backup is whole. Runs in plain Node; nothing in the folder is changed.
import { resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { ReadVault } from './backup-reader.ts';
import { checkVault, type VaultCheck } from './check-vault.ts';
import { type Derive, deriveKey, passphraseBytes } from './key-derivation.ts';

/** What is said, and how it ends: 0 whole, 1 damaged, 2 not checked. */
export type CheckReport = { readonly lines: readonly string[]; readonly exitCode: 0 | 1 | 2 };

/** The check of one folder. `typed`: a passphrase or a recovery key, UTF-8; zeroed. `tell` hears how far it is. */
export async function checkReport(
  folder: string,
  typed: Uint8Array,
  tell: (done: number, of: number) => void,
  derive: Derive = deriveKey,
): Promise<CheckReport> {
  const opened = await ReadVault.openBy(folder, typed, derive, null);
  typed.fill(0);
  if (!opened.ok) return { lines: [opened.problem.sentence, opened.problem.remedy], exitCode: 2 };
  const { vault } = opened.value;
  try {
    const checked = await checkVault(vault.place(), { tell, isStopped: () => false });
    if (!checked.ok) return { lines: [checked.problem.sentence, checked.problem.remedy], exitCode: 2 };
    return { lines: linesOf(checked.value), exitCode: checked.value.isWhole ? 0 : 1 };
  } finally {
    vault.close();
  }
}

function linesOf({ isWhole, journals, entries, damage, notes }: VaultCheck): string[] {
  const counted = `${entries} entries in ${journals} journals`;
  return isWhole
    ? [`Whole: ${counted}.`, ...notes]
    : [...damage, ...notes, `Damaged. Everything that is not named is whole; ${counted} can be read.`];
}

/** Typed by a person, unseen, or given by a pipe. */
async function askedPassphrase(): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  if (process.stdin.isTTY) {
    process.stderr.write('Passphrase or recovery key: ');
    process.stdin.setRawMode(true);
    try {
      return await typedUnseen();
    } finally {
      process.stdin.setRawMode(false);
      process.stderr.write('\n');
      lines.close();
    }
  }
  for await (const line of lines) return line;
  return '';
}

function typedUnseen(): Promise<string> {
  return new Promise((resolveTyped) => {
    let typed = '';
    const take = (piece: Buffer) => {
      for (const character of piece.toString('utf8')) {
        if (character === '\r' || character === '\n') {
          process.stdin.off('data', take);
          resolveTyped(typed);
          return;
        }
        if (character === '\u0003') process.exit(130);
        typed = character === '\u007f' ? [...typed].slice(0, -1).join('') : typed + character;
      }
    };
    process.stdin.on('data', take);
  });
}

async function main(folders: readonly string[]): Promise<CheckReport> {
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) {
    return { lines: ['Say which folder: npm run check-vault -- DIR'], exitCode: 2 };
  }
  const typed = passphraseBytes(await askedPassphrase());
  const report = await checkReport(resolve(folder), typed, (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} journals`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  return report;
}

if (process.argv[1] === import.meta.filename) {
  const { lines, exitCode } = await main(process.argv.slice(2));
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
}
