import type { Clock, QueueMessage } from '../ports.ts';

interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  receiveCount: number;
  receipt: string;
  visibleAtMs: number;
}

export interface MemoryQueueOptions {
  /** After so many receives without a delete a message goes to `onDead`. */
  readonly maxReceiveCount: number;
  readonly clock: Clock;
  /** Takes a message that nobody could handle: the dead-letter queue. */
  readonly onDead: (body: string) => void;
}

/** A queue with the rules of SQS: at least once, hidden while handled, dead letters. It lives as long as its process. */
export interface MemoryQueue {
  send(body: string): void;
  /** @param options.signal nobody waits any more: no message is taken after it */
  receive(options: {
    waitS: number;
    visibilityS: number;
    signal?: AbortSignal;
  }): Promise<QueueMessage | undefined>;
  extend(receipt: string, visibilityS: number): void;
  delete(receipt: string): void;
  /** Shows the messages with these receipts at once: their worker died. */
  release(receipts: readonly string[]): void;
  /** Takes every message out: nobody will ever handle them. */
  drain(take: (body: string) => void): void;
  /** Messages that are not deleted, hidden ones included. */
  size(): number;
  close(): void;
}

/** An empty queue. Messages do not survive the process: the workflow sends them again when it continues. */
export function memoryQueue({ maxReceiveCount, clock, onDead }: MemoryQueueOptions): MemoryQueue {
  const messages: StoredMessage[] = [];
  const waiters = new Set<() => void>();
  let sent = 0;
  let taken = 0;
  let closed = false;
  const wake = () => {
    for (const waiter of waiters) waiter();
  };
  const take = (visibilityS: number): QueueMessage | undefined => {
    const nowMs = clock.now().getTime();
    for (const message of messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs)) {
      if (message.receiveCount >= maxReceiveCount) {
        messages.splice(messages.indexOf(message), 1);
        onDead(message.body);
        continue;
      }
      message.receiveCount++;
      message.receipt = `${message.messageId}/${taken++}`;
      message.visibleAtMs = nowMs + visibilityS * 1000;
      return { ...message };
    }
    return undefined;
  };
  const find = (receipt: string) => messages.find((message) => message.receipt === receipt);
  return {
    send(body) {
      messages.push({ messageId: `message-${sent++}`, body, receiveCount: 0, receipt: '', visibleAtMs: 0 });
      wake();
    },
    async receive({ waitS, visibilityS, signal }) {
      const endMs = performance.now() + waitS * 1000;
      for (;;) {
        if (signal?.aborted === true) return undefined;
        const message = take(visibilityS);
        const leftMs = endMs - performance.now();
        if (message !== undefined || leftMs <= 0 || closed) return message;
        await waitForWake(waiters, Math.min(leftMs, 500));
      }
    },
    extend(receipt, visibilityS) {
      const message = find(receipt);
      if (message !== undefined) message.visibleAtMs = clock.now().getTime() + visibilityS * 1000;
    },
    delete(receipt) {
      const message = find(receipt);
      if (message !== undefined) messages.splice(messages.indexOf(message), 1);
    },
    release(receipts) {
      for (const receipt of receipts) {
        const message = find(receipt);
        if (message !== undefined) message.visibleAtMs = 0;
      }
      wake();
    },
    drain(take) {
      for (const { body } of messages.splice(0)) take(body);
    },
    size: () => messages.length,
    close() {
      closed = true;
      messages.length = 0;
      wake();
    },
  };
}

/** Waits for the next message, at most `limitMs`: a hidden message may become visible without anyone waking us. */
function waitForWake(waiters: Set<() => void>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      waiters.delete(done);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, limitMs);
    waiters.add(done);
  });
}
