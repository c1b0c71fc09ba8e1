import { UmbelError } from '#core/errors.ts';

/** Calls between the embedded cloud and its containers, over the channel that Node opens between parent and child. */
export type RpcHandlers = Readonly<Record<string, (parameters: never) => unknown>>;

interface RpcCall {
  readonly umbelCall: number;
  readonly method: string;
  readonly parameters: unknown;
}

interface RpcAnswer {
  readonly umbelAnswer: number;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** One end of the channel: a ChildProcess or `process` within it, a Worker or its parent port. */
export interface RpcChannel {
  send?(message: unknown): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Answers the calls that arrive on the channel. */
export function serveRpc(channel: RpcChannel, handlers: RpcHandlers): void {
  channel.on('message', (message) => {
    if (!isCall(message)) return;
    const handler = Object.entries(handlers).find(([name]) => name === message.method)?.[1] as
      | ((parameters: unknown) => unknown)
      | undefined;
    const answer = async (): Promise<RpcAnswer> => {
      if (handler === undefined) throw new TypeError(`no method ${message.method}`);
      return { umbelAnswer: message.umbelCall, result: await handler(message.parameters) };
    };
    answer()
      .catch((error: unknown) => ({ umbelAnswer: message.umbelCall, error: nameAndMessage(error) }))
      .then((reply) => channel.send?.(reply))
      // The other end is gone: its supervisor knows.
      .catch(() => undefined);
  });
}

/** A function that calls the other end. */
export function connectRpc(
  channel: RpcChannel,
): <Result>(method: string, parameters: unknown) => Promise<Result> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let next = 0;
  channel.on('message', (message) => {
    if (!isAnswer(message)) return;
    const call = waiting.get(message.umbelAnswer);
    waiting.delete(message.umbelAnswer);
    if (message.error === undefined) call?.resolve(message.result as never);
    else call?.reject(remoteError(message.error));
  });
  return (method, parameters) =>
    new Promise((resolve, reject) => {
      const umbelCall = next++;
      waiting.set(umbelCall, { resolve, reject });
      const call: RpcCall = { umbelCall, method, parameters };
      channel.send?.(call);
    });
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

function remoteError({ name, message }: { name: string; message: string }): UmbelError {
  return new UmbelError({ code: name, kind: 'bug', message });
}

function isCall(message: unknown): message is RpcCall {
  return typeof message === 'object' && message !== null && 'umbelCall' in message;
}

function isAnswer(message: unknown): message is RpcAnswer {
  return typeof message === 'object' && message !== null && 'umbelAnswer' in message;
}
