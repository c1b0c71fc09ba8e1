import { createRandom, type Random } from '../../simulate/random.ts';

/** A clock that jumps from event to event, seconds. */
export interface Engine {
  /** Seconds since the simulation began. */
  readonly now: () => number;
  after(delayS: number, run: () => void): void;
  /** Runs until nothing is left to happen. @returns events that happened */
  runAll(): number;
  readonly random: Random;
}

interface Event {
  readonly atS: number;
  /** Events of one moment happen in the order in which they were asked for: the same seed gives the same run. */
  readonly sequence: number;
  readonly run: () => void;
}

/** An engine without events. The heap is binary: children of place i are at 2i + 1 and 2i + 2. */
export function createEngine(seed: number): Engine {
  const heap: Event[] = [];
  let nowS = 0;
  let sequence = 0;
  return {
    now: () => nowS,
    after(delayS, run) {
      heap.push({ atS: nowS + delayS, sequence: sequence++, run });
      rise(heap, heap.length - 1);
    },
    runAll() {
      let happened = 0;
      for (let event = takeFirst(heap); event !== undefined; event = takeFirst(heap)) {
        nowS = event.atS;
        event.run();
        happened++;
      }
      return happened;
    },
    random: createRandom(seed),
  };
}

function isBefore(a: Event, b: Event): boolean {
  return a.atS < b.atS || (a.atS === b.atS && a.sequence < b.sequence);
}

function takeFirst(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) {
    heap[0] = last;
    sink(heap);
  }
  return first;
}

function rise(heap: Event[], from: number): void {
  const event = heap[from]!;
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isBefore(event, heap[parent]!)) break;
    heap[place] = heap[parent]!;
    place = parent;
  }
  heap[place] = event;
}

function sink(heap: Event[]): void {
  const event = heap[0]!;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, event)) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = event;
}
