import { reduceEngine } from '../../shared/music/engine.ts';
import {
  type DeckName,
  deckNames,
  type EngineEffect,
  type EngineInput,
  emptyEngine,
} from '../../shared/music/engine-state.ts';
import type { PlayerBridge } from '../../shared/music/player-bridge.ts';
import type { PlayerCommand, PlayerReport } from '../../shared/music/player-messages.ts';
import { AudioGraph } from './audio-graph.ts';
import { Deck, type DeckNotice } from './deck.ts';
import { Outputs } from './outputs.ts';
import { Prober } from './probe.ts';
import { startTicking } from './ticker.ts';

declare global {
  interface Window {
    readonly player: PlayerBridge;
  }
}

/** A report that says nothing new is sent at least this often. */
const REPORT_EVERY_MS = 1_000;

const bridge = window.player;
const graph = new AudioGraph();
const outputs = new Outputs(graph, (report) => bridge.report(report));
const prober = new Prober((element) => graph.joinUnheard(element));

let engine = emptyEngine();
let afterSequence = 0;
let reportedText = '';
let reportedAtMs = Number.NEGATIVE_INFINITY;
const waiting: EngineInput[] = [];
let isWorking = false;

function deckOf(name: DeckName): Deck {
  return new Deck(
    (element) => graph.joinDeck(name, element),
    ({ kind, token }: DeckNotice) => feed({ kind, deck: name, token }),
  );
}

const decks: Readonly<Record<DeckName, Deck>> = { a: deckOf('a'), b: deckOf('b') };

function carryOut(effect: EngineEffect): void {
  switch (effect.kind) {
    case 'load':
      graph.setTrim(effect.deck, effect.trimDb);
      decks[effect.deck].load(effect.token, effect.trackId, effect.format, effect.positionMs, effect.cut);
      break;
    case 'start':
      decks[effect.deck].start();
      break;
    case 'halt':
      decks[effect.deck].halt();
      break;
    case 'fade':
      graph.fade(effect.lanes, effect.overMs);
      break;
    case 'gate':
      graph.moveGate(effect.to, effect.overMs);
      break;
    case 'volume':
      graph.setVolume(effect.volume, effect.atOnce);
      break;
    case 'duck':
      graph.setDuck(effect.levelDb);
      break;
    case 'wake':
      setTimeout(tick, effect.afterMs);
      break;
    case 'repair-output':
      outputs.repair();
      break;
    case 'announce': {
      const { action, trackIndex, positionMs, volume } = effect;
      const playlistId = engine.list?.playlistId;
      if (playlistId === undefined) break;
      const trackId = engine.list?.tracks[trackIndex]?.trackId ?? null;
      bridge.report({ kind: 'happened', action, playlistId, trackId, trackIndex, positionMs, volume });
      break;
    }
  }
}

/** Takes what the engine is told, one after another: carrying out an effect may already bring the next. */
function feed(input: EngineInput): void {
  waiting.push(input);
  if (isWorking) return;
  isWorking = true;
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = reduceEngine(engine, next, performance.now());
      engine = result.state;
      for (const effect of result.effects) carryOut(effect);
    }
  } finally {
    isWorking = false;
  }
  reportHealth();
}

function health(): Extract<PlayerReport, { kind: 'health' }> {
  const { list, place, wish, bed, volume, problem } = engine;
  const track = list?.tracks[place.trackIndex];
  return {
    kind: 'health',
    afterSequence,
    playlistId: list?.playlistId ?? null,
    trackIndex: list === null ? null : place.trackIndex,
    trackId: track?.trackId ?? null,
    positionMs: place.positionMs,
    durationMs: place.durationMs,
    playing: wish === 'play',
    safetyBed: bed,
    levelDb: graph.levelDb(),
    volume,
    soundingVolume: graph.soundingVolume(),
    problem,
  };
}

/** Reports on every change other than the meter's; while music plays the place changes with every tick. */
function reportHealth(): void {
  const now = health();
  const { levelDb, ...telling } = now;
  const text = JSON.stringify(telling);
  const nowMs = performance.now();
  if (text === reportedText && nowMs - reportedAtMs < REPORT_EVERY_MS) return;
  reportedText = text;
  reportedAtMs = nowMs;
  bridge.report(now);
}

function tick(): void {
  feed({
    kind: 'tick',
    decks: deckNames.map((name) => {
      const deck = decks[name];
      const { token } = deck;
      return {
        deck: name,
        token,
        positionMs: deck.positionMs(),
        durationMs: deck.durationMs(),
        silent: graph.isSilent(name),
      };
    }),
    outputClockMs: graph.context.currentTime * 1000,
    outputRunning: graph.context.state === 'running' && outputs.isHeard,
    outputChanging: outputs.isChanging,
  });
  outputs.tick();
}

function take({ sequence, command }: PlayerCommand): void {
  afterSequence = sequence;
  switch (command.kind) {
    case 'probe':
      void prober.probe(command).then((found) => bridge.report(found));
      break;
    case 'outputs':
      outputs.heed(command.wish);
      break;
    case 'test-tone':
      outputs.test(command.role);
      break;
    default:
      feed(command);
  }
}

bridge.onCommand(take);
// A lost output is heard of here first.
graph.context.addEventListener('statechange', tick);
graph.context.addEventListener('error', tick);
outputs.start();
startTicking(tick);
bridge.report({ kind: 'ready' });
