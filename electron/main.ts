import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  app,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import type { AppearanceMode } from '../shared/bridge/appearance-mode.ts';
import {
  beatChannel,
  measureOrderChannel,
  measureReportChannel,
  playerCommandChannel,
  playerReportChannel,
  pushChannel,
} from '../shared/bridge/channels.ts';
import type { Pushes, PushName } from '../shared/bridge/contract.ts';
import type { MusicPlace } from '../shared/music/place.ts';
import { musicNeedOf, neededMsOf } from '../shared/music/playlist-check.ts';
import { scenarioPressures } from '../shared/rehearsal/scenarios.ts';
import { connectChart } from './chart/chart-connection.ts';
import { joinMonitorsClients } from './monitors/joined-monitors-client.ts';
import { driverArgument } from './monitors/linux-driver.ts';
import { createMonitorsClient } from './monitors/monitors-client.ts';
import { openBuiltInSet } from './music/built-in-set.ts';
import { openMusicLibrary } from './music/library.ts';
import { LibraryAnalysis } from './music/library-analysis.ts';
import { createMediaHandler } from './music/media-handler.ts';
import { createPlayerClient } from './music/player-client.ts';
import { createTrackMeasurer } from './music/track-measurer.ts';
import { printOptions } from './records/pdf.ts';
import { fontCss } from './records/print-fonts.ts';
import { AutoLock } from './session/auto-lock.ts';
import { asked, callHandlers } from './session/call-handlers.ts';
import { ChartRoom } from './session/chart-room.ts';
import { afterRealMs, awakeMs, everyRealMs, systemClock } from './session/clock.ts';
import { Desk } from './session/desk.ts';
import { ExportRoom } from './session/export-room.ts';
import { Measuring } from './session/measuring.ts';
import { MusicRoom } from './session/music-room.ts';
import { openProtocol } from './session/open-protocol.ts';
import { OutputRoom } from './session/output-room.ts';
import { PlaylistRoom } from './session/playlist-room.ts';
import { RecordRoom } from './session/record-room.ts';
import { RehearsalClock } from './session/rehearsal-clock.ts';
import { keepOffset, keptOffset } from './session/rehearsal-offset.ts';
import { Ticker } from './session/ticker.ts';
import { vaultDoor } from './session/vault-door.ts';
import { VaultRoom } from './session/vault-room.ts';
import { answerAppRequest, appScheme, registerAppScheme } from './shell/app-scheme.ts';
import { Appearance } from './shell/appearance.ts';
import { type Arguments, practiceArguments, readArguments } from './shell/arguments.ts';
import { hostCalls, isFrom } from './shell/bridge-host.ts';
import { ConsoleSettingsFile } from './shell/console-settings-file.ts';
import { coverConsole } from './shell/cover-console.ts';
import { checkMachine } from './shell/machine.ts';
import { OutputsFile } from './shell/outputs-file.ts';
import { pagePrinter } from './shell/print-page.ts';
import { guardContents, refuseNetwork, refusePermissions } from './shell/security.ts';
import { systemKeystore } from './shell/system-keystore.ts';
import { Windows } from './shell/windows.ts';
import { readCard, writeCard } from './vault/clinic-card.ts';
import { VaultClient } from './vault/vault-client.ts';

// Electron's own program stands first, and where the app is not packaged its folder stands second.
const given = readArguments(process.argv.slice(app.isPackaged ? 1 : 2));
if (!given.ok) {
  console.error(`${given.problem.sentence} ${given.problem.remedy}`);
  app.exit(2);
} else if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  registerAppScheme(protocol);
  guardContents(app);
  Menu.setApplicationMenu(null);
  void app.whenReady().then(() => openHouse(given.value));
} else {
  // Two clocks over one vault must never be: the console that runs comes to the front instead.
  app.quit();
}

/** Builds the parts of the house, joins them, and opens the windows. */
async function openHouse({ vault, rehearsal, speed, scenario }: Arguments): Promise<void> {
  // Every file of the main process is bundled into one folder; pages and fonts lie beside it.
  const here = import.meta.dirname;
  const userData = app.getPath('userData');
  const folder = vault ?? join(userData, rehearsal ? 'rehearsal-vault' : 'vault');
  mkdirSync(userData, { recursive: true });
  const newId = () => randomUUID();
  const pause = (milliseconds: number) => wait(milliseconds);

  const offsetFile = join(userData, 'rehearsal-clock');
  const machineClock = systemClock();
  const rehearsalClock = rehearsal ? new RehearsalClock(machineClock, speed, awakeMs, keptOffset(offsetFile)) : null;
  const clock = rehearsalClock ?? machineClock;
  const hold = () => rehearsalClock?.hold() ?? (() => {});

  const appearance = new Appearance(join(userData, 'appearance.json'));
  const consoleSettings = new ConsoleSettingsFile(join(userData, 'console.json'));
  const vaultClient = new VaultClient({
    fork: () => utilityProcess.fork(join(here, 'vault-process.js'), [], { serviceName: 'Vigil vault' }),
    wait: pause,
  });
  const keystore = systemKeystore(safeStorage, process.platform);
  const door = vaultDoor(vaultClient, { folder, rehearsal, hold, keystore });

  const monitorsProcess = (args: string[], serviceName: string) =>
    createMonitorsClient({
      fork: () => utilityProcess.fork(join(here, 'monitors-process.js'), args, { serviceName }),
      timer: { after: afterRealMs },
      wallNow: () => {
        const { wallMs, utcOffsetMinutes } = clock.read();
        return { nowWallMs: wallMs, utcOffsetMinutes };
      },
    });
  // On Linux node-hid has two drivers, of which a process can hold one.
  const monitorsClient =
    process.platform === 'linux'
      ? joinMonitorsClients({
          hidraw: monitorsProcess([driverArgument('hidraw')], 'Vigil monitors'),
          libusb: monitorsProcess([driverArgument('libusb')], 'Vigil monitors over libusb'),
        })
      : monitorsProcess([], 'Vigil monitors');

  const builtInSet = openBuiltInSet(
    app.isPackaged ? join(userData, 'built-in-set') : join(app.getAppPath(), '.cache', 'built-in-set'),
  );
  const library = await openMusicLibrary({ directory: join(userData, 'music'), builtInSet, newId });
  const player = createPlayerClient({
    send: (command) => windows.tellPlayer(playerCommandChannel, command),
    nowMs: awakeMs,
    newId,
    journalPlace: (place: MusicPlace) => music.keepPlace(place),
    volumeCeiling: () => consoleSettings.read().musicCeiling,
    outputs: () => outputs.wish(),
  });
  // What plays is never disturbed, nor what is heard by whoever lies there; while the vault is locked after a start nobody
  // knows yet whether somebody does.
  let isSessionKnown = false;
  const mayMeasure = () => isSessionKnown && !patientIsInSession(desk) && !player.state().playing;
  const measurer = createTrackMeasurer({
    openPage: () => windows.openMeasurer(),
    closePage: () => windows.closeMeasurer(),
    send: (order) => windows.tellMeasurer(measureOrderChannel, order),
    newId,
    after: afterRealMs,
    mayMeasure,
  });
  const analysis = new LibraryAnalysis({ library, measurer, mayMeasure, changed: () => desk.changed() });
  const lookAtMeasuring = () => {
    measurer.look();
    analysis.look();
  };
  player.watchState(lookAtMeasuring);

  const tell = <Name extends PushName>(name: Name, content: Pushes[Name]) =>
    windows.tellConsole(pushChannel(name), content);
  const desk: Desk = new Desk({
    version: app.getVersion(),
    rehearsal,
    clock,
    newId,
    pause,
    vault: door,
    card: { read: () => readCard(folder), write: (card) => writeCard(folder, card) },
    appearance,
    console: consoleSettings,
    protocol: openProtocol(join(userData, 'protocol.json')),
    monitors: () => measuring.picture(),
    music: () => music.picture(),
    outputs: () => outputs.picture(),
    exporting: () => exports.picture(),
    chart: () => chart.picture(),
    tellPicture: (picture) => {
      windows.setFullScreen(picture.stage.kind === 'open' && picture.stage.activeSessionId !== null);
      tell('picture', picture);
    },
    tellJournal: (sessionId, events, durableThrough) => tell('journal', { sessionId, events, durableThrough }),
    onEvents: (room, events) => {
      music.follow(room, events);
      lookAtMeasuring();
      chart.look();
    },
    onResumed: (room) => {
      const last = room.conductor.state.lastMoment;
      if (last !== null) rehearsalClock?.notBefore(last);
      room.conductor.resume();
      void music.resume(room);
    },
    onEntered: () => {
      isSessionKnown = true;
      ticker.tell();
      lookAtMeasuring();
    },
    onUnlocked: () =>
      void vaultRoom
        .entered()
        .then(() => vaultRoom.prepareSearch())
        .then(() => vaultRoom.catchUp()),
    onSigned: () => void vaultRoom.signed(),
    vaultPicture: () => vaultRoom.picture(),
    onLocked: () => {
      vaultRoom.locked();
      // Memory that was given back is not wiped: only what ends forgets. So without a session all processes are new ones.
      if (desk.running !== null) return windows.rebuildConsole();
      app.relaunch();
      windows.closeAll();
    },
  });
  vaultClient.onStopped(() => desk.vaultStopped());

  const vaultRoom = new VaultRoom({
    client: vaultClient,
    desk,
    clock,
    rehearsal,
    keystore,
    randomBytes: (length) => Uint8Array.from(randomBytes(length)),
    hold,
    changed: () => desk.changed(),
    askFolder: () => asked(pickFolder),
  });
  const measuring = new Measuring({
    client: monitorsClient,
    clock,
    simulated: rehearsal,
    report: (command) => desk.report(command),
    running: () =>
      desk.running && { sessionId: desk.running.sessionId, readings: desk.running.conductor.state.readings },
    shownSessionId: () => desk.active?.sessionId ?? null,
    changed: () => desk.changed(),
  });
  const music: MusicRoom = new MusicRoom({
    library,
    analysis,
    builtInSet,
    player,
    running: () => desk.running,
    report: (command) => desk.report(command),
    changed: () => desk.changed(),
    realTime: () => ({ ms: awakeMs(), bootId: machineClock.read().bootId }),
    hold,
  });

  const outputs: OutputRoom = new OutputRoom({
    player,
    kept: new OutputsFile(join(userData, 'outputs.json')),
    volumeCeiling: () => consoleSettings.read().musicCeiling,
    runningId: () => desk.running?.sessionId ?? null,
    report: (command) => desk.report(command),
    changed: () => desk.changed(),
  });

  const playlists = new PlaylistRoom({
    library,
    faults: () => analysis.faults,
    neededMs: () => neededMsOf(musicNeedOf(desk.protocol)),
    inUse: () => desk.running?.conductor.state.music?.body.playlistId ?? null,
    changed: () => desk.changed(),
  });

  const printed = new Map<string, string>();
  const print = pagePrinter(printed);
  const exporting = {
    printPage: (html: string) => print(html, printOptions),
    fontCss: fontCss((file) => readFileSync(join(here, 'fonts', file))),
  };
  const records = new RecordRoom({ desk, vault: door, newId, hold, exporting });
  const exports: ExportRoom = new ExportRoom({
    desk,
    vault: door,
    exporting,
    now: () => clock.read(),
    changed: () => desk.changed(),
    hold,
  });

  const chart: ChartRoom = new ChartRoom({
    desk,
    rehearsal,
    exporting,
    connect: (server) => connectChart(server, chartLimits),
    wallMs: () => clock.read().wallMs,
    newId,
    changed: () => desk.changed(),
    hold,
  });

  const windows: Windows = new Windows({
    preload: join(here, 'preload.cjs'),
    mode: appearance.read,
    nowMs: awakeMs,
    pause,
    // What is on no disk yet would go with the program; copied to another disk, it does not.
    mayClose: () => !patientIsInSession(desk) && !desk.holdsUnsaved && measuring.underWay() === null,
    onConsoleLoaded: () => ticker.tell(),
    onConsoleGone: () => cover.gone(),
    onPlayerLoaded: () => player.playerReady(),
    onPlayerGone: () => player.playerGone(),
    onMeasurerGone: () => measurer.pageGone(),
  });
  const cover = coverConsole({
    windows,
    nowMs: awakeMs,
    every: everyRealMs,
    clock,
    mode: appearance.read,
    card: () => readCard(folder),
  });
  const ticker: Ticker = new Ticker({
    desk,
    clock,
    rehearsal: rehearsalClock,
    tellClock: (told) => tell('clock', told),
    every: everyRealMs,
    keepOffset: (offsetMs) => keepOffset(offsetFile, offsetMs),
  });

  refusePermissions(session.defaultSession);
  refuseNetwork(session.defaultSession);
  const media = createMediaHandler((trackId) => library.mediaSource(trackId));
  const pages = { root: join(here, '..', 'renderer'), media, mode: appearance.read, printed };
  protocol.handle(appScheme, (request) => answerAppRequest(pages, request));

  const handlers = callHandlers({
    desk,
    measuring,
    music,
    outputs,
    exports,
    chart,
    playlists,
    records,
    vault: vaultRoom,
    judgePassphrase: (passphrase) => vaultClient.judgePassphrase(passphrase, []),
    checkMachine: () => checkMachine(powerMonitor, folder),
    setAppearance: (mode) => {
      appearance.write(mode);
      dressIn(mode);
      windows.recolour();
    },
    setDisplay: appearance.writeDisplay,
    setConsole: (settings) => {
      consoleSettings.write(settings);
      player.heedCeiling();
      outputs.heedCeiling();
    },
    startRehearsal: () => {
      app.relaunch({ args: [...process.argv.slice(1, app.isPackaged ? 1 : 2), ...practiceArguments] });
      windows.closeAll();
    },
    pickFolder,
    pickMusicFiles,
    pickPlaylistFile,
  });
  hostCalls(ipcMain, windows.consoleContents, handlers, () => rehearsalClock?.touched());
  ipcMain.on(beatChannel, (event) => {
    if (isFrom(event, windows.consoleContents())) cover.heard();
  });
  ipcMain.on(playerReportChannel, (event, report: unknown) => {
    if (!isFrom(event, windows.playerContents())) return;
    const taken = player.receive(report);
    if (!taken.ok) console.error(taken.problem.code);
  });

  ipcMain.on(measureReportChannel, (event, report: unknown) => {
    if (!isFrom(event, windows.measurerContents())) return;
    const taken = measurer.receive(report);
    if (!taken.ok) console.error(taken.problem.code);
  });

  // The screen stays on and the machine awake for as long as Vigil is open.
  powerSaveBlocker.start('prevent-display-sleep');
  powerMonitor.on('resume', () => ticker.look());
  const autoLock = new AutoLock({
    settings: () => desk.lockSettings,
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    isPatientInSession: () => patientIsInSession(desk) || measuring.underWay() !== null,
    lock: (why) => void desk.lock(why),
  });
  powerMonitor.on('suspend', () => autoLock.suspend());
  // A rehearsal runs by itself for long, with nobody at the keys.
  const idleWatch = everyRealMs(idleLookMs, () => {
    if (!rehearsal) autoLock.look();
  });
  const chartWatch = everyRealMs(chartLookMs, () => chart.look());
  app.on('second-instance', () => windows.focusConsole());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => {
    ticker.stop();
    idleWatch.stop();
    chartWatch.stop();
    cover.stop();
    monitorsClient.stop();
  });

  let releaseClock = () => {};
  monitorsClient.onBusy((busy) => {
    releaseClock();
    releaseClock = busy ? hold() : () => {};
  });
  monitorsClient.start(
    rehearsal ? { kind: 'simulated', pressures: [...scenarioPressures[scenario]] } : { kind: 'real' },
  );
  dressIn(appearance.read());
  windows.open();
  await desk.start();
}

/** How often it is looked whether a record is to be sent. Real milliseconds. */
const chartLookMs = 5_000;
/** A record with its page is some hundred kilobytes; what takes two minutes, or answers with megabytes, is broken off. */
const chartLimits = { deadline: () => AbortSignal.timeout(120_000), mostBytes: 8 * 1024 * 1024 };

/** How often it is looked whether anybody is still there. Real milliseconds. */
const idleLookMs = 15_000;

/** While the patient is in the session the console does not close by a slip. */
function patientIsInSession(desk: Desk): boolean {
  const phase = desk.running?.conductor.state.phase;
  return phase === 'dosing' || phase === 'absorption' || phase === 'journey' || phase === 'recovery';
}

/** The system's own dialogs are as dark as the palette. */
function dressIn(mode: AppearanceMode): void {
  nativeTheme.themeSource = mode === 'day' ? 'light' : 'dark';
}

async function pickFolder(): Promise<string | null> {
  const picked = await dialog.showOpenDialog({
    properties: ['openDirectory', 'createDirectory'],
    defaultPath: app.getPath('documents'),
  });
  return picked.filePaths[0] ?? null;
}

async function pickMusicFiles(): Promise<readonly string[]> {
  const picked = await dialog.showOpenDialog({
    properties: ['openFile', 'multiSelections'],
    defaultPath: app.getPath('music'),
    filters: [{ name: 'Music', extensions: ['wav', 'mp3', 'ogg', 'opus', 'flac', 'm4a'] }],
  });
  return picked.filePaths;
}

async function pickPlaylistFile(): Promise<string | null> {
  const picked = await dialog.showOpenDialog({
    properties: ['openFile'],
    defaultPath: app.getPath('music'),
    filters: [{ name: 'Playlists', extensions: ['m3u8', 'm3u'] }],
  });
  return picked.filePaths[0] ?? null;
}
