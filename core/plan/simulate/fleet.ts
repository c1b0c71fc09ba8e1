import type { BatchQueue, Message } from './batch-queue.ts';
import type { Engine } from './engine.ts';
import { createGauge, type Gauge } from './gauge.ts';

export interface FleetOptions {
  readonly workersMax: number;
  /** Seconds from the decision to start a worker until it takes messages. */
  readonly startS: number;
  /** Minutes without a message before the last worker is let go. */
  readonly idleMinutes: number;
  readonly spotShare: number;
  /** Interruptions of a spot worker an hour. */
  readonly interruptionsPerHour: number;
  /** A message comes back after so long when its worker died without notice. */
  readonly visibilityS: number;
  /** Share of interruptions without notice: the instance is simply gone. */
  readonly suddenShare: number;
  /** False when no more work will come. */
  readonly active: () => boolean;
}

interface Worker {
  leaving: boolean;
  gone: boolean;
  message: Message | undefined;
  takenAtS: number;
}

export interface Fleet {
  readonly workers: Gauge;
  readonly busy: Gauge;
  readonly tally: { started: number; interrupted: number; busyS: number };
}

/** Everything that the functions below share. */
interface State extends Fleet {
  readonly engine: Engine;
  readonly queue: BatchQueue;
  readonly options: FleetOptions;
  readonly all: Set<Worker>;
  readonly idle: Worker[];
}

/** Messages that one worker should find, as lib/constructs/worker-scaling.ts sets it. */
const messagesPerWorker = 2;
/** Alarms look once a minute. */
const tickS = 60;

/** Workers by messages: doubling from one to the most, as the steps of the deployment. */
export function wantedWorkers(messages: number, workersMax: number): number {
  if (messages === 0) return 0;
  const needed = Math.max(1, Math.ceil(messages / messagesPerWorker));
  return Math.min(workersMax, 2 ** Math.ceil(Math.log2(needed)));
}

/** Workers that grow and shrink with the queue and that spot capacity takes away. */
export function createFleet(engine: Engine, queue: BatchQueue, options: FleetOptions): Fleet {
  const state: State = {
    engine,
    queue,
    options,
    all: new Set(),
    idle: [],
    workers: createGauge(engine.now),
    busy: createGauge(engine.now),
    tally: { started: 0, interrupted: 0, busyS: 0 },
  };
  queue.onMessage = () => {
    const worker = state.idle.pop();
    if (worker !== undefined) takeMessage(state, worker);
  };
  let quietSinceS = 0;
  const tick = () => {
    const messages = queue.waiting.value + queue.held.value;
    if (messages > 0) {
      quietSinceS = engine.now();
      resize(state, wantedWorkers(messages, options.workersMax));
    } else if (engine.now() - quietSinceS >= options.idleMinutes * 60) resize(state, 0);
    if (options.active() || state.all.size > 0 || messages > 0) engine.after(tickS, tick);
  };
  engine.after(tickS, tick);
  return state;
}

/** Grows or shrinks to `wanted` workers: idle ones go at once, busy ones after their batch. */
function resize(state: State, wanted: number): void {
  const staying = [...state.all].filter(({ leaving }) => !leaving);
  for (let more = wanted - staying.length; more > 0; more--) start(state);
  for (const worker of staying.slice(0, Math.max(0, staying.length - wanted))) {
    worker.leaving = true;
    if (forgetIdle(state, worker)) remove(state, worker);
  }
}

function start(state: State): void {
  const { engine, options } = state;
  const worker: Worker = { leaving: false, gone: false, message: undefined, takenAtS: 0 };
  state.all.add(worker);
  state.workers.add(1);
  state.tally.started++;
  engine.after(options.startS, () => takeMessage(state, worker));
  if (options.interruptionsPerHour > 0 && engine.random.chance(options.spotShare)) {
    const lifeS = (-Math.log(1 - engine.random.next()) * 3600) / options.interruptionsPerHour;
    engine.after(lifeS, () => interrupt(state, worker));
  }
}

function remove({ all, workers }: State, worker: Worker): void {
  worker.gone = true;
  all.delete(worker);
  workers.add(-1);
}

/** Takes a worker off the list of idle ones. @returns whether it was there */
function forgetIdle({ idle }: State, worker: Worker): boolean {
  const place = idle.indexOf(worker);
  if (place === -1) return false;
  idle.splice(place, 1);
  return true;
}

function takeMessage(state: State, worker: Worker): void {
  if (worker.gone) return;
  const message = worker.leaving ? undefined : state.queue.take();
  if (message === undefined) {
    if (worker.leaving) remove(state, worker);
    else state.idle.push(worker);
    return;
  }
  worker.message = message;
  worker.takenAtS = state.engine.now();
  state.busy.add(1);
  const { workS } = message;
  state.engine.after(workS, () => {
    // A worker that was taken away in the meantime has handed the batch back.
    if (worker.message !== message) return;
    letGoOf(state, worker, workS);
    message.done(true);
    takeMessage(state, worker);
  });
}

function letGoOf(state: State, worker: Worker, workedS: number): void {
  worker.message = undefined;
  state.busy.add(-1);
  state.queue.held.add(-1);
  state.tally.busyS += workedS;
}

/** Spot capacity is taken away. What is scored stays scored; without notice the message hides for a while. */
function interrupt(state: State, worker: Worker): void {
  if (worker.gone) return;
  state.tally.interrupted++;
  const { message } = worker;
  if (message === undefined) forgetIdle(state, worker);
  else {
    const workedS = state.engine.now() - worker.takenAtS;
    letGoOf(state, worker, workedS);
    message.workS = Math.max(0.1, message.workS - workedS);
    const sudden = state.engine.random.chance(state.options.suddenShare);
    state.engine.after(sudden ? state.options.visibilityS : 0, () => state.queue.giveBack(message));
  }
  remove(state, worker);
}
