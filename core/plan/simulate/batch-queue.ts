import type { Engine } from './engine.ts';
import { createGauge, type Gauge } from './gauge.ts';

/** A batch that waits for a worker; its token is gone when nobody takes it in time. */
export interface Message {
  /** Seconds of work that are left. */
  workS: number;
  /** When it was sent, or came back. */
  waitingSinceS: number;
  state: 'waiting' | 'taken' | 'gone';
  readonly done: (ok: boolean) => void;
  /** Its token is gone. */
  readonly onGone: () => void;
}

interface QueueTally {
  sent: number;
  expired: number;
  firstExpiredAtS: number;
  givenUp: number;
  longestWaitS: number;
  waitedS: number;
}

export interface BatchQueue {
  /** Sends a batch; `done(false)` when it was given up after all retries. */
  send(workS: number, done: (ok: boolean) => void): void;
  /** The oldest message that still matters. */
  take(): Message | undefined;
  /** A message that a worker did not finish comes back. */
  giveBack(message: Message): void;
  /** Called whenever a message waits. */
  onMessage: () => void;
  readonly waiting: Gauge;
  readonly held: Gauge;
  readonly tally: QueueTally;
}

/** As workerRetries in lib/workflows/flight/retries.ts: three more tries after 5, 10 and 20 s, each drawn from zero. */
const retries = 3;
const firstWaitS = 5;
const longestWaitS = 60;

/** A queue. @param heartbeatS silence after which a token is gone; the wait in the queue counts */
export function createBatchQueue(engine: Engine, heartbeatS: number): BatchQueue {
  // Two stacks: taking from the front of one array of thousands would copy it each time.
  let head: Message[] = [];
  let tail: Message[] = [];
  const waiting = createGauge(engine.now);
  const held = createGauge(engine.now);
  const tally: QueueTally = {
    sent: 0,
    expired: 0,
    firstExpiredAtS: 0,
    givenUp: 0,
    longestWaitS: 0,
    waitedS: 0,
  };
  const enqueue = (message: Message) => {
    waiting.add(1);
    tail.push(message);
    queue.onMessage();
  };
  const sendOnce = (workS: number, done: (ok: boolean) => void, before: number) => {
    const message: Message = {
      workS,
      waitingSinceS: engine.now(),
      state: 'waiting',
      done,
      onGone: () => sendAgain(message, before),
    };
    tally.sent++;
    watch(message);
    enqueue(message);
  };
  const watch = (message: Message) => {
    const sinceS = message.waitingSinceS;
    engine.after(heartbeatS, () => {
      if (message.state !== 'waiting' || message.waitingSinceS !== sinceS) return;
      message.state = 'gone';
      if (tally.expired === 0) tally.firstExpiredAtS = engine.now();
      tally.expired++;
      message.onGone();
    });
  };
  const sendAgain = ({ workS, done }: Message, before: number) => {
    if (before === retries) {
      tally.givenUp++;
      done(false);
      return;
    }
    const waitS = engine.random.next() * Math.min(longestWaitS, firstWaitS * 2 ** before);
    engine.after(waitS, () => sendOnce(workS, done, before + 1));
  };
  const queue: BatchQueue = {
    send: (workS, done) => sendOnce(workS, done, 0),
    take() {
      for (;;) {
        if (head.length === 0) {
          head = tail.toReversed();
          tail = [];
        }
        const message = head.pop();
        if (message === undefined) return undefined;
        waiting.add(-1);
        // A worker that takes a message whose token is gone hears so at once and drops it.
        if (message.state === 'gone') continue;
        const waitedS = engine.now() - message.waitingSinceS;
        tally.longestWaitS = Math.max(tally.longestWaitS, waitedS);
        tally.waitedS += waitedS;
        message.state = 'taken';
        held.add(1);
        return message;
      }
    },
    giveBack(message) {
      message.state = 'waiting';
      // Nobody sends heartbeats for it any more.
      message.waitingSinceS = engine.now();
      watch(message);
      enqueue(message);
    },
    onMessage: () => undefined,
    waiting,
    held,
    tally,
  };
  return queue;
}
