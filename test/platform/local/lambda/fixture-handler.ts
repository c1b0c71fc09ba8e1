/** A Lambda function that does what its event says. */
import { threadId } from 'node:worker_threads';
import { UmbelError } from '#core/errors.ts';

interface Event {
  readonly do: string;
  readonly name?: string;
  readonly ms?: number;
}

let calls = 0;

const deeds: Readonly<Record<string, (event: Event, context: object) => unknown>> = {
  echo: (event) => event,
  nothing: () => undefined,
  environment: ({ name = '' }) => process.env[name] ?? null,
  thread: async ({ ms = 0 }) => {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { threadId, calls };
  },
  context: (_event, context) => {
    const { functionName, invokedFunctionArn, memoryLimitInMB, getRemainingTimeInMillis } = context as {
      functionName: string;
      invokedFunctionArn: string;
      memoryLimitInMB: string;
      readonly getRemainingTimeInMillis: () => number;
    };
    return { functionName, invokedFunctionArn, memoryLimitInMB, leftMs: getRemainingTimeInMillis() };
  },
  refuse: () => {
    throw new UmbelError({ code: 'flight.odd', kind: 'bad-input', message: 'The flight is odd.' });
  },
  // oxlint-disable-next-line typescript/only-throw-error -- what careless code does
  text: () => Promise.reject('only a text'),
  hang: () => new Promise(() => undefined),
  spin: () => {
    for (;;) calls++;
  },
  // oxlint-disable-next-line unicorn/no-process-exit -- ends this thread, as a crash would
  exit: () => process.exit(3),
  crash: () => new Promise(() => setTimeout(() => void Promise.reject(new Error('later')))),
  print: () => console.log('printed by the function'),
};

export async function handler(event: Event, context: object): Promise<unknown> {
  return deeds[event.do]?.(event, context);
}
