/**
 * The inside of an embedded Lambda: loads one handler and calls it once per message, payloads as JSON text both ways.
 * Environment variables are those of the function alone, so a name that it was not granted is missing here too.
 */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { isLambdaCall, type LambdaAnswer, type LambdaCall, type LambdaThreadData } from './protocol.ts';

const port = parentPort;
if (port === null) throw new TypeError('thread.ts runs as a worker thread only');
const { handlerFile, functionName, functionArn, memoryMb } = workerData as LambdaThreadData;

// Threads come and go with the stages of a flight: what one has compiled, the next need not compile again.
enableCompileCache();

type Handler = (event: unknown, context: unknown) => unknown;
const loading: Promise<Handler> = import(handlerFile).then((module: { handler: Handler }) => module.handler);
// Each call reports it; before the first one nobody waits for it.
loading.catch(() => undefined);

async function answer(call: LambdaCall): Promise<LambdaAnswer> {
  try {
    const handler = await loading;
    const result: unknown = await handler(JSON.parse(call.event), contextOf(call));
    return { id: call.id, result: JSON.stringify(result ?? null) };
  } catch (error) {
    return { id: call.id, error: describe(error) };
  }
}

function contextOf(call: LambdaCall): object {
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, call.deadlineMs - Date.now()),
  };
}

/** As Lambda reports an error that a handler threw. */
function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

port.on('message', (message: unknown) => {
  if (isLambdaCall(message)) void answer(message).then((reply) => port.postMessage(reply));
});
