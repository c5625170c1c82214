import type {
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron';
import { findProgram, runProgram } from './desktop-programs.ts';
import { takeAnswer } from './dialog-answers.ts';
import { guarded } from './not-offered.ts';
import { runtime } from './runtime.ts';

/** Electron's dialogs take the window first, or leave it out. */
function optionsOf<Options extends object>(first: object, second: Options | undefined): Options {
  return second ?? (first as Options);
}

function zenityFor(api: string): string {
  const zenity = findProgram('zenity');
  if (zenity !== undefined) return zenity;
  throw new Error(
    `The stand-in for Electron does not offer ${api} here: it needs zenity. Install it with: sudo apt-get install -y zenity`,
  );
}

function filterArguments(options: OpenDialogOptions | SaveDialogOptions): string[] {
  return (options.filters ?? []).map(
    ({ name, extensions }) =>
      `--file-filter=${name} | ${extensions.map((extension) => (extension === '*' ? '*' : `*.${extension}`)).join(' ')}`,
  );
}

function startArguments(options: OpenDialogOptions | SaveDialogOptions): string[] {
  return [
    ...(options.title === undefined ? [] : [`--title=${options.title}`]),
    ...(options.defaultPath === undefined ? [] : [`--filename=${options.defaultPath}`]),
    ...filterArguments(options),
  ];
}

async function choose(api: string, args: string[]): Promise<string[]> {
  const { exitCode, printed } = await runProgram(zenityFor(api), ['--file-selection', ...args]);
  return exitCode === 0 ? printed.split('\n').filter((line) => line !== '') : [];
}

async function openPaths(options: OpenDialogOptions): Promise<string[]> {
  const api = 'dialog.showOpenDialog';
  if (runtime.driverAttached) return takeAnswer('open', api);
  const properties = options.properties ?? [];
  return choose(api, [
    ...startArguments(options),
    ...(properties.includes('openDirectory') ? ['--directory'] : []),
    ...(properties.includes('multiSelections') ? ['--multiple', '--separator=\n'] : []),
  ]);
}

async function savePath(options: SaveDialogOptions): Promise<string | undefined> {
  const api = 'dialog.showSaveDialog';
  if (runtime.driverAttached) return (await takeAnswer('save', api))[0];
  return (await choose(api, ['--save', ...startArguments(options)]))[0];
}

async function pressedButton(options: MessageBoxOptions): Promise<number> {
  const api = 'dialog.showMessageBox';
  if (runtime.driverAttached) return takeAnswer('message', api);
  const buttons = options.buttons ?? ['OK'];
  const text = [options.message, options.detail ?? ''].join('\n\n').trim();
  const { printed } = await runProgram(zenityFor(api), [
    '--question',
    '--no-markup',
    '--switch',
    `--title=${options.title ?? ''}`,
    `--text=${text}`,
    ...buttons.map((button) => `--extra-button=${button}`),
  ]);
  const pressed = buttons.indexOf(printed.trim());
  return pressed === -1 ? (options.cancelId ?? 0) : pressed;
}

/** Electron's `dialog`: answered by the driver where one is attached, else shown with zenity. */
export const dialog = guarded('dialog', {
  async showOpenDialog(first: object, second?: OpenDialogOptions): Promise<OpenDialogReturnValue> {
    const filePaths = await openPaths(optionsOf(first, second));
    return { canceled: filePaths.length === 0, filePaths };
  },
  async showSaveDialog(first: object, second?: SaveDialogOptions): Promise<SaveDialogReturnValue> {
    const filePath = await savePath(optionsOf(first, second));
    return { canceled: filePath === undefined, filePath: filePath ?? '' };
  },
  async showMessageBox(first: object, second?: MessageBoxOptions): Promise<MessageBoxReturnValue> {
    return { response: await pressedButton(optionsOf(first, second)), checkboxChecked: false };
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
    const zenity = runtime.driverAttached ? undefined : findProgram('zenity');
    if (zenity === undefined) return;
    void runProgram(zenity, ['--error', '--no-markup', `--title=${title}`, `--text=${content}`]);
  },
}) satisfies Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>;
